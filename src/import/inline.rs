//! Text with inline markup, between the formats that are read and the fields of a publication.

use std::mem;

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inline {
    Text(String),
    /// Emphasis, subscript, …
    Marked(Mark, Vec<Inline>),
    /// A formula in TeX's notation, without delimiters.
    Math(String),
    /// A text with a URL.
    Link(String, Vec<Inline>),
    /// A text that belongs together, such as the name of a group in braces.
    Group(Vec<Inline>),
    /// A blank line between paragraphs.
    ParagraphBreak,
}

/// A kind of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Code,
    Subscript,
    Superscript,
}

/// Returns the plain text, with single spaces between words. `formula` returns the text of a formula.
pub(super) fn plain(inlines: &[Inline], formula: fn(&str) -> String) -> String {
    let mut text = String::new();
    push_plain(inlines, formula, &mut text);
    single_spaced(&text)
}

/// Returns a text with single spaces between words.
pub(super) fn single_spaced(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn push_plain(inlines: &[Inline], formula: fn(&str) -> String, text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) => text.push_str(part),
            Inline::Math(tex) => text.push_str(&formula(tex)),
            Inline::ParagraphBreak => text.push(' '),
            Inline::Link(url, content) => {
                let start = text.len();
                push_plain(content, formula, text);
                if text[start..] != *url && !url.is_empty() {
                    text.extend([" (", url, ")"]);
                }
            }
            Inline::Marked(_, content) | Inline::Group(content) => push_plain(content, formula, text),
        }
    }
}

/// Returns the same text in a form in which equal texts have equal parts: without groups, empty parts, repeated spaces
/// and spaces at the ends of marked parts.
pub(super) fn normalized(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut normalizer = Normalizer { space: Space::Start, parts: vec![Vec::new()], marks: Vec::new() };
    normalizer.add_all(inlines);
    let mut parts = normalizer.parts.pop().unwrap_or_default();
    while matches!(parts.last(), Some(Inline::ParagraphBreak)) {
        parts.pop();
    }
    parts
}

/// The white space before the next word.
#[derive(PartialEq)]
enum Space {
    /// No text precedes, or a space precedes.
    Start,
    None,
    Pending,
    Paragraph,
}

struct Normalizer {
    space: Space,
    /// The content of each open mark.
    parts: Vec<Vec<Inline>>,
    marks: Vec<Mark>,
}

impl Normalizer {
    fn add_all(&mut self, inlines: Vec<Inline>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(&text),
                Inline::Group(content) => self.add_all(content),
                Inline::ParagraphBreak => {
                    if self.space != Space::Start && self.marks.is_empty() {
                        self.space = Space::Paragraph;
                    } else if self.space == Space::None {
                        self.space = Space::Pending;
                    }
                }
                Inline::Math(formula) => {
                    let formula = single_spaced(&formula);
                    if !formula.is_empty() {
                        self.flush_space();
                        self.push(Inline::Math(formula));
                        self.space = Space::None;
                    }
                }
                // Emphasis inside of emphasis is no emphasis in Markdown.
                Inline::Marked(mark, content) if self.marks.contains(&mark) || self.marks.contains(&Mark::Code) => {
                    self.add_all(content);
                }
                Inline::Marked(mark, content) => {
                    let content = self.nested(content, Some(mark));
                    if !content.is_empty() {
                        self.push(Inline::Marked(mark, content));
                    }
                }
                Inline::Link(url, content) => {
                    let content = self.nested(content, None);
                    if !content.is_empty() {
                        self.push(Inline::Link(url, content));
                    }
                }
            }
        }
    }

    /// Returns the normalized content of a mark or a link. The space before it is added before the mark.
    fn nested(&mut self, mut content: Vec<Inline>, mark: Option<Mark>) -> Vec<Inline> {
        if starts_with_space(&content) && self.space == Space::None {
            self.space = Space::Pending;
        }
        if content.iter().all(is_blank) {
            return Vec::new();
        }
        trim_start(&mut content);
        self.flush_space();
        self.parts.push(Vec::new());
        self.marks.extend(mark);
        let before = mem::replace(&mut self.space, Space::Start);
        self.add_all(content);
        if mark.is_some() {
            self.marks.pop();
        }
        let parts = self.parts.pop().unwrap_or_default();
        if parts.is_empty() {
            self.space = before;
        }
        parts
    }

    fn text(&mut self, text: &str) {
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end_matches(char::is_whitespace);
            if !bare.is_empty() {
                self.flush_space();
                match self.parts.last_mut().and_then(|parts| parts.last_mut()) {
                    Some(Inline::Text(before)) => before.push_str(bare),
                    _ => self.push(Inline::Text(bare.to_owned())),
                }
                self.space = Space::None;
            }
            if bare.len() < word.len() && self.space == Space::None {
                self.space = Space::Pending;
            }
        }
    }

    fn flush_space(&mut self) {
        match self.space {
            Space::Pending => match self.parts.last_mut().and_then(|parts| parts.last_mut()) {
                Some(Inline::Text(before)) => before.push(' '),
                _ => self.push(Inline::Text(" ".to_owned())),
            },
            Space::Paragraph => self.push(Inline::ParagraphBreak),
            Space::Start | Space::None => {}
        }
        self.space = Space::None;
    }

    fn push(&mut self, inline: Inline) {
        if let Some(parts) = self.parts.last_mut() {
            parts.push(inline);
        }
    }
}

fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) | Inline::Math(text) => text.trim().is_empty(),
        Inline::Marked(_, content) | Inline::Group(content) | Inline::Link(_, content) => content.iter().all(is_blank),
        Inline::ParagraphBreak => true,
    }
}

fn starts_with_space(content: &[Inline]) -> bool {
    match content.first() {
        Some(Inline::Text(text)) => text.starts_with(char::is_whitespace),
        Some(Inline::Marked(_, content) | Inline::Group(content) | Inline::Link(_, content)) => {
            starts_with_space(content)
        }
        _ => false,
    }
}

fn trim_start(content: &mut [Inline]) {
    match content.first_mut() {
        Some(Inline::Text(text)) => *text = text.trim_start().to_owned(),
        Some(Inline::Marked(_, content) | Inline::Group(content) | Inline::Link(_, content)) => trim_start(content),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn spaces_are_outside_of_marks() {
        let emphasis = |content| Inline::Marked(Mark::Emphasis, content);
        let parts = vec![text(" On"), emphasis(vec![text(" fast ")]), Inline::Group(vec![text(" quills \n")])];
        let expected = vec![text("On "), emphasis(vec![text("fast")]), text(" quills")];
        assert_eq!(normalized(parts), expected);
        assert_eq!(normalized(vec![emphasis(vec![text(" ")]), text(" a")]), [text("a")]);
        let nested = emphasis(vec![text("a "), emphasis(vec![text("b")])]);
        assert_eq!(normalized(vec![nested]), [emphasis(vec![text("a b")])]);
    }
}
