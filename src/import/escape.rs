//! Writes text with inline markup as Markdown, and escapes only the characters that Markdown would read as markup.

use std::collections::BTreeSet;

use crate::{
    import::{
        inline::{Inline, Mark, normalized},
        latex::plain_formula,
        reading::{self, parsed},
    },
    markdown::scripts::scripts,
};

/// Returns a text as inline Markdown on one line.
///
/// Markup that Markdown cannot express, such as emphasis inside of a word next to a punctuation mark, is left out; its text
/// is kept.
pub(super) fn markdown_line(inlines: Vec<Inline>) -> String {
    let joined = inlines.into_iter().map(|inline| match inline {
        Inline::ParagraphBreak => Inline::Text(" ".to_owned()),
        inline => inline,
    });
    paragraph(normalized(joined.collect()))
}

/// Returns a text as Markdown with its paragraphs.
pub(super) fn markdown(inlines: Vec<Inline>) -> String {
    let parts = normalized(inlines);
    let paragraphs = parts.split(|part| *part == Inline::ParagraphBreak);
    let paragraphs = paragraphs.map(|parts| paragraph(parts.to_vec())).filter(|text| !text.is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Returns plain text as inline Markdown.
pub(super) fn escaped(text: &str) -> String {
    markdown_line(vec![Inline::Text(text.to_owned())])
}

/// The number of times that a text is parsed in order to find the characters to escape.
const MAX_ATTEMPTS: usize = 8;

fn paragraph(parts: Vec<Inline>) -> String {
    let parts = normalized(without_formulas_before_digits(with_plain_scripts(parts)));
    if let [Inline::Text(text)] = parts.as_slice()
        && is_ordinary(text)
    {
        return text.clone();
    }
    if parts.is_empty() {
        return String::new();
    }
    let mut escapes = Escapes::Only(BTreeSet::new());
    for _ in 0..MAX_ATTEMPTS {
        let written = Writer::write(&parts, &escapes);
        let found = unintended(&written);
        let Escapes::Only(known) = &mut escapes else { break };
        let count = known.len();
        known.extend(found);
        if known.len() == count {
            if parsed(&written.markdown).as_ref() == Some(&parts) {
                return written.markdown;
            }
            break;
        }
    }
    let written = Writer::write(&parts, &Escapes::All).markdown;
    if parsed(&written).as_ref() == Some(&parts) {
        return written;
    }
    // Without the markup that Markdown cannot express.
    let mut text = String::new();
    push_text(&parts, &mut text);
    Writer::write(&normalized(vec![Inline::Text(text)]), &Escapes::All).markdown
}

/// Returns the parts without the subscripts and superscripts that Markdown cannot express.
fn with_plain_scripts(parts: Vec<Inline>) -> Vec<Inline> {
    let simple = parts.into_iter().map(|part| match part {
        Inline::Marked(mark @ (Mark::Subscript | Mark::Superscript), content) => {
            let mut text = String::new();
            push_text(&content, &mut text);
            // Markdown has only short ones without spaces.
            let written = format!("~{text}~");
            match scripts(&written).as_slice() {
                [(range, _)] if range.len() == written.len() => Inline::Marked(mark, vec![Inline::Text(text)]),
                _ => Inline::Group(content),
            }
        }
        Inline::Marked(mark, content) => Inline::Marked(mark, with_plain_scripts(content)),
        Inline::Link(url, content) => Inline::Link(url, with_plain_scripts(content)),
        part => part,
    });
    simple.collect()
}

/// Returns `true` for a text that Markdown reads as it is.
fn is_ordinary(text: &str) -> bool {
    !text.contains(['\\', '`', '*', '_', '~', '^', '[', ']', '<', '&', '$']) && !starts_block(text)
}

/// Returns `true` for a text that begins like a heading, a list, a quotation or a line.
fn starts_block(text: &str) -> bool {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    text.starts_with(['#', '>', '+', '-', '=', '|', ':']) || rest.len() < text.len() && rest.starts_with(['.', ')'])
}

/// Returns the parts with plain text in place of the formulas before a digit. The dollar sign between them would be money.
fn without_formulas_before_digits(mut parts: Vec<Inline>) -> Vec<Inline> {
    for at in 1..parts.len() {
        let is_digit =
            matches!(&parts[at], Inline::Text(text) if text.starts_with(|first: char| first.is_ascii_digit()));
        if let (Inline::Math(formula), true) = (&parts[at - 1], is_digit) {
            parts[at - 1] = Inline::Text(plain_formula(formula));
        }
    }
    parts
}

fn push_text(parts: &[Inline], text: &mut String) {
    for part in parts {
        match part {
            Inline::Text(part) => text.push_str(part),
            Inline::Math(formula) => text.extend(["$", formula, "$"]),
            Inline::Marked(_, content) | Inline::Group(content) | Inline::Link(_, content) => push_text(content, text),
            Inline::ParagraphBreak => text.push(' '),
        }
    }
}

/// The characters of the text that get a backslash, by their place in the text.
enum Escapes {
    Only(BTreeSet<usize>),
    /// Every character that may be markup.
    All,
}

/// A text as Markdown, with the places of the characters that are not markup.
struct Written {
    markdown: String,
    /// For each such character its offset in the Markdown.
    literals: Vec<usize>,
}

struct Writer<'e> {
    written: Written,
    escapes: &'e Escapes,
}

impl Writer<'_> {
    fn write(parts: &[Inline], escapes: &Escapes) -> Written {
        let mut writer = Writer { written: Written { markdown: String::new(), literals: Vec::new() }, escapes };
        writer.add_all(parts);
        writer.written
    }

    fn add_all(&mut self, parts: &[Inline]) {
        for part in parts {
            match part {
                Inline::Text(text) => self.text(text),
                Inline::Math(formula) => self.markup(&["$", formula, "$"]),
                Inline::Marked(Mark::Code, content) => self.code(content),
                Inline::Marked(mark, content) => {
                    let sign = match mark {
                        Mark::Emphasis => "*",
                        Mark::Strong => "**",
                        Mark::Subscript => "~",
                        Mark::Superscript | Mark::Code => "^",
                    };
                    self.markup(&[sign]);
                    self.add_all(content);
                    self.markup(&[sign]);
                }
                Inline::Link(url, content) => {
                    self.markup(&["["]);
                    self.add_all(content);
                    let url = url.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C");
                    self.markup(&["](<", &url.replace(char::is_whitespace, "%20"), ">)"]);
                }
                Inline::Group(content) => self.add_all(content),
                Inline::ParagraphBreak => self.markup(&[" "]),
            }
        }
    }

    fn markup(&mut self, texts: &[&str]) {
        self.written.markdown.extend(texts.iter().copied());
    }

    fn code(&mut self, content: &[Inline]) {
        let mut text = String::new();
        push_text(content, &mut text);
        let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        self.markup(&[&fence, space, &text, space, &fence]);
    }

    fn text(&mut self, text: &str) {
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let place = self.written.literals.len();
            // A backslash before a punctuation mark would escape it. The next part may begin with one, too.
            let is_backslash = letter == '\\' && letters.peek().is_none_or(|next| next.is_ascii_punctuation());
            let needs_escape = is_backslash
                || match self.escapes {
                    Escapes::Only(places) => places.contains(&place),
                    Escapes::All => matches!(letter, '\\' | '`' | '*' | '_' | '~' | '^' | '[' | ']' | '<' | '&' | '$'),
                }
                || place == 0 && matches!(self.escapes, Escapes::All) && letter.is_ascii_punctuation();
            if needs_escape {
                self.written.markdown.push('\\');
            }
            self.written.literals.push(self.written.markdown.len());
            self.written.markdown.push(letter);
        }
    }
}

/// Returns the places of characters of the text that Markdown reads as markup: the first one of each element, or its last
/// one if the first one is markup.
fn unintended(written: &Written) -> Vec<usize> {
    let place = |offset: usize| written.literals.binary_search(&offset).ok();
    let elements = reading::markup(&written.markdown);
    elements.into_iter().filter_map(|(first, last)| place(first).or_else(|| place(last))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_accidental_markup_is_escaped() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(escaped(text), expected);
            assert_eq!(parsed(&escaped(text)), Some(normalized(vec![Inline::Text(text.to_owned())])));
        }
        for text in [
            "A* search",
            "snake_case and other_names",
            "5 * 3 * 2",
            "R&D; AT&T",
            "x < y",
            "[1] and more",
            "~100 files",
            "It costs $5",
            "2^n nodes",
            "a\\b",
            "C# and F#",
            "Quills - 10 years",
            "2020",
            "It costs $5 and $10",
        ] {
            check(text, text);
        }
        check("*args and *kwargs*", "\\*args and \\*kwargs*");
        check("__init__ is *here*", "\\_\\_init__ is \\*here*");
        check("`code`", "\\`code`");
        check("a ~b~ c^d^", "a \\~b~ c\\^d^");
        check("Use <b>x</b>", "Use \\<b>x\\</b>");
        check("Q &amp; A", "Q \\&amp; A");
        check("US$5 to A$10", "US\\$5 to A$10");
        check("\\*", "\\\\*");
        check("end\\", "end\\\\");
        check("1. Introduction", "1\\. Introduction");
        check("# Title", "\\# Title");
        check("- x", "\\- x");
        check("> x", "\\> x");
        check("[a](b)", "\\[a](b)");
    }

    #[test]
    fn marks_are_written_in_markdown() {
        let text = |text: &str| Inline::Text(text.to_owned());
        let marked = |mark, content: &str| Inline::Marked(mark, vec![text(content)]);
        let parts = vec![
            text("H"),
            marked(Mark::Subscript, "2"),
            text("O in "),
            marked(Mark::Emphasis, "A*"),
            text(" with "),
            marked(Mark::Code, "a`b"),
            text(", "),
            marked(Mark::Strong, "x "),
            Inline::Math("n \\log n".to_owned()),
            text(" 29"),
            marked(Mark::Superscript, "th"),
        ];
        let expected = "H~2~O in *A\\** with ``a`b``, **x** $n \\log n$ 29^th^";
        assert_eq!(markdown_line(parts), expected);
        // The second dollar sign would be an amount of money.
        assert_eq!(markdown_line(vec![text("2"), Inline::Math("\\times n^".to_owned()), text("3")]), "2×n^3");
        // Markdown has no such emphasis.
        assert_eq!(markdown_line(vec![text("a"), marked(Mark::Emphasis, "(b)"), text("c")]), "a(b)c");
    }

    proptest! {
        #[test]
        fn every_text_is_read_back(text in "[-a1 *_`~^\\\\\\[\\]<>&;$#+.!()|:=\"é/]{0,24}") {
            let expected = normalized(vec![Inline::Text(text.clone())]);
            let written = escaped(&text);
            prop_assert_eq!(parsed(&written), Some(expected), "{:?} {:?}", text, written);
        }
    }
}
