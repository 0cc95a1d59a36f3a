//! Markdown texts: links, images, and syntax of other programs, which is shown as it is.

use std::{collections::BTreeSet, ops::Range};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use crate::{
    check::{
        Checker, latex,
        pattern::pattern,
        plain_text::{blanked, formulas},
    },
    content::lenient::PathSegment,
    markdown,
    markdown::{Block, Inline},
    url::SafeUrl,
};

/// The size in bytes from which an image takes a noticeable time to load.
const LARGE_IMAGE: u64 = 2_000_000;

impl Checker<'_> {
    pub(super) fn markdown(&self, text: Option<&str>, path: &[PathSegment]) {
        let Some(text) = text else { return };
        let document = markdown::parse(text);
        for error in &document.url_errors {
            self.note(path, error.to_string());
        }
        if document.too_deep {
            let message = format!(
                "quotes, lists or emphasis within each other, more than {} levels deep; what is deeper is shown as \
                 plain text, write it less deep",
                markdown::MAX_DEPTH
            );
            self.note(path, message);
        }
        each_target(&document.blocks, &mut |target| match target {
            Target::Link(address) => self.address(address, path),
            Target::Image { source, alternative } => self.image(source, alternative, path),
        });
        self.visible(text, path);
        let source = Source::of(text);
        broken_links(&source).into_iter().for_each(|message| self.note(path, message));
        foreign_syntax(&source).into_iter().for_each(|message| self.warn(path, message));
        lost_tags(&source).into_iter().for_each(|message| self.warn(path, message));
    }

    /// Checks the address, the description and the size of an image.
    pub(super) fn image(&self, source: &SafeUrl, alternative: &str, path: &[PathSegment]) {
        self.address(source, path);
        if alternative.trim().is_empty() {
            let source = source.as_str();
            let message = format!(
                "the image \"{source}\" has no description; say what it shows, for people who do not see it: \
                 ![description]({source})"
            );
            self.warn(path, message);
        }
        self.image_size(source, path);
    }

    /// Warns of an image in `public/` that is slow to load.
    pub(super) fn image_size(&self, source: &SafeUrl, path: &[PathSegment]) {
        let Some(file) = source.file_path() else { return };
        if let Some(size) = self.world.files.size(&file).filter(|size| *size > LARGE_IMAGE) {
            let (whole, tenth) = (size / 1_000_000, size % 1_000_000 / 100_000);
            let message = format!(
                "the image public/{file} has {whole}.{tenth} MB, which takes long to load; make it smaller than 2 MB, \
                 such as 1600 pixels wide"
            );
            self.warn(path, message);
        }
    }
}

/// An address in a Markdown text.
enum Target<'b> {
    Link(&'b SafeUrl),
    Image { source: &'b SafeUrl, alternative: &'b str },
}

/// Calls `visit` with every address that a text links to or takes an image from.
fn each_target(blocks: &[Block], visit: &mut dyn FnMut(Target)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => each_inline_target(content, visit),
            Block::List { items, .. } => items.iter().for_each(|item| each_target(item, visit)),
            Block::Quote(blocks) => each_target(blocks, visit),
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| each_inline_target(cell, visit));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn each_inline_target(content: &[Inline], visit: &mut dyn FnMut(Target)) {
    for inline in content {
        match inline {
            Inline::Link { url: address, content, .. } => {
                visit(Target::Link(address));
                each_inline_target(content, visit);
            }
            Inline::Image { src: source, alt: alternative, .. } => visit(Target::Image { source, alternative }),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                each_inline_target(content, visit);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

/// A Markdown text, divided into what a parser takes for words and for HTML.
struct Source<'t> {
    /// The text, in which everything but words is replaced by zeros of the same length: code, HTML, addresses. The
    /// backslash of an escape is replaced by U+0001, and a line break stays.
    words: String,
    /// The same with code and HTML replaced only.
    without_code: String,
    html: Vec<&'t str>,
}

impl Source<'_> {
    fn of(text: &str) -> Source<'_> {
        let mut words = vec![0; text.len()];
        let mut without_code = text.as_bytes().to_vec();
        let mut html = Vec::new();
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let mut hide = |range: Range<usize>| without_code[range].fill(0);
        let mut code_blocks = 0;
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(_)) => {
                    code_blocks += 1;
                    hide(range);
                }
                Event::End(TagEnd::CodeBlock) => code_blocks -= 1,
                Event::Text(_) if code_blocks == 0 => words[range.clone()].copy_from_slice(&text.as_bytes()[range]),
                Event::SoftBreak => words[range].fill(b'\n'),
                Event::Code(_) => hide(range),
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                    html.push(&text[range.clone()]);
                    hide(range);
                }
                _ => {}
            }
        }
        for (word, byte) in words.iter_mut().zip(text.bytes()) {
            if *word == 0 && byte == b'\\' {
                *word = 1;
            }
        }
        // Events begin and end between characters, so both are UTF-8.
        let text_of = |bytes| String::from_utf8(bytes).unwrap_or_default();
        Source { words: text_of(words), without_code: text_of(without_code), html }
    }
}

pattern!(BROKEN_LINK, r"(!?)\[([^\[\]\n\x01]*)\]\(([^()<>\n\x00\x01]*[^()<>\n\x00\x01 ][ ][^()<>\n\x00\x01]*)\)");

/// Links whose address has a space, which CommonMark does not read as links.
fn broken_links(source: &Source) -> Vec<String> {
    let is_address = |text: &str| {
        let text = text.split(" \"").next().unwrap_or(text).trim();
        text.contains(' ') && text.contains(['/', '.', ':']) && !text.ends_with('.')
    };
    let broken = BROKEN_LINK.captures_iter(&source.words).filter(|groups| is_address(&groups[3]));
    broken
        .map(|groups| {
            let (mark, text, address) = (&groups[1], groups[2].replace('\0', "…"), groups[3].trim());
            let what = if mark.is_empty() { "link" } else { "image" };
            format!(
                "found \"{mark}[{text}]({address})\", which is no {what}, because the address has a space; write \
                 {mark}[{text}]({}) or {mark}[{text}](<{address}>)",
                address.replace(' ', "%20")
            )
        })
        .collect()
}

pattern!(ATTRIBUTES, r#"\{:?\s*(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=)[^{}\n]*\}"#);
pattern!(CITATION, r"\[[^\[\]\n]*-?@[A-Za-z0-9][^\[\]\n]*\]");
pattern!(FOOTNOTE, r"\[\^[^\[\]\s]+\]");
pattern!(TEMPLATE, r"\{%[^\n]*?%\}|\{\{[^\n]*?\}\}");
pattern!(EMAIL_IN_BRACKETS, r"[\w.]@[\w]");

/// Syntax of other Markdown programs and of LaTeX.
fn foreign_syntax(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut shown = |what: &str, right: &str| {
        let what: String = what.replace(['\0', '\u{1}'], "…").chars().take(60).collect();
        found.push(format!("found \"{what}\", which is shown as it is; {right}"));
    };
    let words = &source.words;
    // A bracket after a backslash is a bracket.
    let is_escaped = |found: &regex::Match| words[..found.start()].ends_with('\u{1}');
    let first = |pattern: &Regex| pattern.find_iter(words).find(|found| !is_escaped(found)).map(|found| found.as_str());
    if let Some(formula) = formulas(words).first() {
        let what = source.without_code.get(formula.clone()).unwrap_or(&words[formula.clone()]);
        shown(what, "write the formula in words or Unicode characters");
    }
    if let Some(template) = first(&TEMPLATE) {
        shown(template, "remove it, since templates are not filled in");
    } else if let Some(attributes) = first(&ATTRIBUTES) {
        shown(attributes, "remove it, since sizes and classes have no Markdown here");
    }
    if let Some(citation) = first(&CITATION).filter(|found| !EMAIL_IN_BRACKETS.is_match(found)) {
        shown(citation, "write a link to the publication: [title](/publications/id/)");
    }
    if let Some(footnote) = first(&FOOTNOTE) {
        shown(footnote, "write the note into the text, since there are no footnotes");
    }
    let without_formulas = blanked(&source.without_code, &formulas(&source.without_code));
    if let Some(latex) = latex::find(&without_formulas).filter(|latex| is_certain(latex.found)) {
        match latex.means {
            Some(means) => shown(latex.found, &format!("write \"{means}\"")),
            None => shown(latex.found, "write the text without LaTeX"),
        }
    }
    found
}

/// In Markdown a backslash before punctuation is an escape, and braces are braces.
fn is_certain(latex: &str) -> bool {
    let bare = latex.trim_start_matches('{');
    let is_accent = || {
        bare.starts_with(r"\'")
            || bare.starts_with("\\\"")
            || bare.starts_with(r"\`")
            || bare.starts_with(r"\^")
            || bare.starts_with(r"\~")
    };
    match bare.strip_prefix('\\').and_then(|rest| rest.chars().next()) {
        Some(letter) if letter.is_ascii_alphabetic() => true,
        _ => latex.starts_with('{') && is_accent(),
    }
}

pattern!(COMMENT, r"(?s)<!--.*?-->");
pattern!(TAG, r"<(/?)([A-Za-z][A-Za-z0-9:-]*)((?:\s[^<>]*)?)/?>");

/// Tags of HTML that mean something, which the Markdown of this site leaves out.
fn lost_tags(source: &Source) -> Vec<String> {
    /// Boxes and styles without a meaning of their own, and what is read as Markdown has it.
    const HARMLESS: [&str; 20] = [
        "article", "aside", "big", "br", "center", "div", "figure", "font", "footer", "header", "main", "nav", "p",
        "section", "small", "span", "tbody", "thead", "u", "wbr",
    ];
    let mut seen = BTreeSet::new();
    let html = COMMENT.replace_all(&source.html.join("\n"), "").into_owned();
    let opening = TAG.captures_iter(&html).filter(|groups| groups[1].is_empty());
    let lost = opening.filter_map(|groups| {
        let name = groups[2].to_ascii_lowercase();
        if HARMLESS.contains(&name.as_str()) || !seen.insert(name.clone()) {
            return None;
        }
        let (loss, right) = match name.as_str() {
            "sup" | "sub" => {
                ("which is left out, so \"km<sup>2</sup>\" becomes \"km2\"", "write Unicode characters (², ₂) or words")
            }
            "i" | "em" | "cite" | "var" | "dfn" => ("which is left out", "write *…*"),
            "b" | "strong" | "mark" => ("which is left out", "write **…**"),
            "del" | "s" | "strike" => ("which is left out", "write ~~…~~"),
            "code" | "kbd" | "samp" | "tt" | "pre" => ("which is left out", "write `…`"),
            "a" => ("whose address is left out", "write [text](address)"),
            "img" => ("which is left out", "write ![description](files/image.png)"),
            "iframe" | "video" | "audio" | "embed" | "object" | "source" => {
                ("which is left out", "write a link: [text](address)")
            }
            "ul" | "ol" | "li" | "dl" | "dt" | "dd" => {
                ("which is left out", "write a list: a line for each item that begins with \"- \"")
            }
            "table" | "tr" | "td" | "th" => ("which is left out", "write a table of Markdown: | a | b |"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ("which is left out", "write \"## Heading\""),
            "blockquote" | "q" => ("which is left out", "write \"> \" at the start of each line"),
            "hr" => ("which is left out", "write ---"),
            "script" | "style" => ("which is left out with its text", "remove it"),
            "details" | "summary" | "form" | "input" | "button" => {
                ("which is left out", "write its text without the tag")
            }
            _ => {
                let message = format!(
                    "found \"<{0}>\", which is left out as an HTML tag; write \\<{0}> if it is part of the text, else \
                     remove it",
                    &groups[2]
                );
                return Some(message);
            }
        };
        Some(format!("found \"<{}>\", {loss}; {right}", &groups[2]))
    });
    lost.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(find: fn(&Source) -> Vec<String>, text: &str, expected: &[&str]) {
        let found = find(&Source::of(text));
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for (message, part) in found.iter().zip(expected) {
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn links_with_a_space_are_broken() {
        let check = |text, expected: &[&str]| check(broken_links, text, expected);
        check(
            "See [x](files/a b.pdf).",
            &["found \"[x](files/a b.pdf)\", which is no link, because the address has a space; write \
               [x](files/a%20b.pdf) or [x](<files/a b.pdf>)"],
        );
        check("![x](a b.png)", &["write ![x](a%20b.png) or ![x](<a b.png>)"]);
        check("![](a b c.png \"title\")", &["which is no image"]);
        check("- [x](files/a b.pdf)\n- [y](files/c d.pdf)", &["a%20b.pdf", "c%20d.pdf"]);
        for text in [
            "[x](files/a%20b.pdf)",
            "[x](<files/a b.pdf>)",
            "[x](a.pdf \"a title\")",
            "\\[x\\](files/a b.pdf)",
            "`[x](files/a b.pdf)`",
            "    [x](files/a b.pdf)",
            "```\n[x](files/a b.pdf)\n```",
            "[1] (see a.b and c)",
            "[sic](and so on)",
            "[sic](and so on.)",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn syntax_of_other_programs_is_shown_as_it_is() {
        let check = |text, expected: &[&str]| check(foreign_syntax, text, expected);
        check("On $O(n^2)$ time", &["found \"$O(n^2)$\""]);
        check("On $a_i$ and $b*c$ *x*", &["found \"$a_i$\""]);
        check("$$\\sum x$$", &["write the formula"]);
        check("![x](y.png){width=\"60%\"}", &["found \"{width=\"60%\"}\""]);
        check("![x](y.png){: .left}", &["found \"{: .left}\""]);
        check("text {#anchor}", &["found \"{#anchor}\""]);
        check("as in [@doe2021, p. 3]", &["found \"[@doe2021, p. 3]\""]);
        check("as in [see @doe2021; @roe2020]", &["[title](/publications/id/)"]);
        check("a note[^1]", &["found \"[^1]\""]);
        check("{% include x.html %}", &["found \"{% include x.html %}\""]);
        check("{{ site.url }} {{< youtube id >}}", &["found \"{{ site.url }}\""]);
        check("\\textit{Anser} *x*", &["found \"\\textit{Anser}\""]);
        check("G{\\'o}mez", &["write \"ó\""]);
        for text in [
            "It costs $5 and $10.",
            "`$x^2$` and `{width=1}` and `[@key]`",
            "    $x^2$ {width=1} [@key] [^1] {% x %}",
            "```\n$x^2$ {width=1} \\textit{x}\n```",
            "[@ada](https://social.example/@ada) writes",
            "@ada writes [ada@lab.org]",
            "\\$x^2\\$ and \\[^1\\]",
            "R\\&D, 100\\%, \\*x\\*, it\\'s",
            "{1, 2} and {a}",
            "[x](/a_b_c/?q={x=1})",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn tags_that_mean_something_are_not_lost_silently() {
        let check = |text, expected: &[&str]| check(lost_tags, text, expected);
        check("km<sup>2</sup> and 11<sup>th</sup>", &["found \"<sup>\", which is left out"]);
        check("CO<SUB>2</SUB>", &["found \"<SUB>\""]);
        check("<i>Anser</i> <b>x</b>", &["write *…*", "write **…**"]);
        check("<a href=\"https://x.example/\">x</a>", &["write [text](address)"]);
        check(
            "<div>\n<img src=\"x.png\">\n<table><tr><td>x</td></tr></table>\n</div>",
            &["![description]", "a table", "<tr>", "<td>"],
        );
        check("<iframe src=\"https://x.example/\"></iframe>", &["write a link"]);
        check("Ordering <events> without clocks", &["write \\<events> if it is part of the text"]);
        for text in [
            "<div class=\"x\">text</div> <span>x</span><br>",
            "a < b and c > d",
            "\\<events>",
            "`<sup>`",
            "<!-- <sup> -->",
            "<https://example.org/>",
            "<ada@lab.org>",
        ] {
            check(text, &[]);
        }
    }

    proptest! {
        #[test]
        fn words_have_the_length_of_the_text(text in r"[a-zé*_`<>/\[\](){}$@^\\!| \n-]{0,40}") {
            let source = Source::of(&text);
            prop_assert_eq!(source.words.len(), text.len());
            prop_assert_eq!(source.without_code.len(), text.len());
        }
    }
}
