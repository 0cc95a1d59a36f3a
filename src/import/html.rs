//! The HTML tags and entities in titles and abstracts of publishers, CSL-JSON and Crossref.

use crate::{
    import::inline::{Inline, Mark},
    markdown::leading_entity,
};

/// The beginning of an element.
pub(super) struct Opening {
    pub mark: Option<Mark>,
    /// The length of the opening tag.
    pub length: usize,
    /// The closing tag, or nothing for an element without content.
    pub close: String,
}

/// Returns the element that begins at the start of a text, if its tag is a tag of HTML or JATS and is closed.
pub(super) fn opening(text: &str) -> Option<Opening> {
    const LONGEST_TAG: usize = 300;
    let length = text.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')? + 1;
    let inside = text[..length].strip_prefix('<')?.strip_suffix('>')?;
    let is_empty = inside.ends_with('/');
    let name = inside.split([' ', '\t', '\n', '/']).next().filter(|name| !name.is_empty())?;
    let lower = name.to_ascii_lowercase();
    let local = lower.strip_prefix("jats:").unwrap_or(&lower);
    let mark = match local {
        "i" | "em" | "italic" | "it" => Some(Mark::Emphasis),
        "b" | "strong" | "bold" => Some(Mark::Strong),
        "sub" | "inf" => Some(Mark::Subscript),
        "sup" => Some(Mark::Superscript),
        "code" | "tt" | "monospace" => Some(Mark::Code),
        "span" | "sc" | "scp" | "u" | "small" | "p" | "title" | "sec" | "div" | "font" | "abstract" | "text"
        | "list" | "list-item" | "ext-link" | "a" => None,
        "br" => return Some(Opening { mark: None, length, close: String::new() }),
        _ => return None,
    };
    if is_empty {
        return Some(Opening { mark: None, length, close: String::new() });
    }
    let close = ["</", name, ">"].concat();
    find_ignoring_case(&text[length..], &close).map(|_| Opening { mark, length, close })
}

/// The distance within which the end of an element is expected. A text with thousands of tags without an end would
/// otherwise be searched thousands of times.
const LONGEST_ELEMENT: usize = 10_000;

fn find_ignoring_case(text: &str, tag: &str) -> Option<usize> {
    let near = text.as_bytes().get(..LONGEST_ELEMENT).unwrap_or(text.as_bytes());
    near.windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))
}

/// Returns `true` if a text starts with a tag, ignoring case.
pub(super) fn starts_with_tag(text: &str, tag: &str) -> bool {
    text.as_bytes().get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
}

/// Returns the characters of the entity at the start of a text, and the length of the entity. A no-break space becomes a
/// space.
pub(super) fn entity(text: &str) -> Option<(String, usize)> {
    let (characters, length) = leading_entity(text)?;
    Some((if characters == "\u{a0}" { " ".to_owned() } else { characters }, length))
}

/// Parses a text with HTML tags and entities, as CSL-JSON and Crossref have them.
pub(super) fn parse(text: &str) -> Vec<Inline> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let mut parts = Vec::new();
    parser.sequence(&mut parts, "");
    parts
}

/// The number of nested elements up to which markup is recognized.
const MAX_DEPTH: usize = 40;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn sequence(&mut self, parts: &mut Vec<Inline>, end: &str) {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            if rest.starts_with('<') {
                if !end.is_empty() && starts_with_tag(rest, end) {
                    return;
                }
                if self.depth < MAX_DEPTH
                    && let Some(element) = opening(rest)
                {
                    self.element(parts, &element);
                    continue;
                }
            }
            let (text, length) = if rest.starts_with('\n') {
                let length = rest.len() - rest.trim_start().len();
                if rest[..length].matches('\n').count() > 1 {
                    parts.push(Inline::ParagraphBreak);
                    self.at += length;
                    continue;
                }
                (" ".to_owned(), length)
            } else if let Some(entity) = entity(rest) {
                entity
            } else {
                let first = rest.chars().next().map_or(1, char::len_utf8);
                let length = rest[first..].find(['<', '&', '\n']).map_or(rest.len(), |length| first + length);
                (rest[..length].to_owned(), length)
            };
            match parts.last_mut() {
                Some(Inline::Text(before)) => before.push_str(&text),
                _ => parts.push(Inline::Text(text)),
            }
            self.at += length;
        }
    }

    fn element(&mut self, parts: &mut Vec<Inline>, element: &Opening) {
        let is_paragraph =
            matches!(&*element.close.to_ascii_lowercase(), "</p>" | "</jats:p>" | "</jats:title>" | "</title>");
        self.at += element.length;
        if element.close.is_empty() {
            parts.push(Inline::Text(" ".to_owned()));
            return;
        }
        let mut content = Vec::new();
        self.depth += 1;
        self.sequence(&mut content, &element.close);
        self.depth -= 1;
        if starts_with_tag(&self.text[self.at..], &element.close) {
            self.at += element.close.len();
        }
        match element.mark {
            Some(mark) => parts.push(Inline::Marked(mark, content)),
            None if is_paragraph => {
                parts.push(Inline::ParagraphBreak);
                parts.extend(content);
                parts.push(Inline::ParagraphBreak);
            }
            None => parts.push(Inline::Group(content)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::escape::{markdown, markdown_line};

    #[test]
    fn tags_become_markup() {
        #[track_caller]
        fn check(html: &str, expected: &str) {
            assert_eq!(markdown_line(parse(html)), expected);
        }
        check("On <i>Anser fennicus</i> and CO<sub>2</sub>", "On *Anser fennicus* and CO~2~");
        check("<span class=\"nocase\">DNA</span> &amp; x&sup2;", "DNA & x²");
        check("Set<i> and a < b", "Set\\<i> and a < b");
        check("An <b>old</b> <I>tag</I>", "An **old** *tag*");
        check("R&D &unknown; &#x2013;", "R&D &unknown; –");
    }

    #[test]
    fn paragraphs_of_abstracts_are_kept() {
        let jats = "<jats:title>Abstract</jats:title><jats:p>One\n line.</jats:p><jats:p>Two.</jats:p>";
        assert_eq!(markdown(parse(jats)), "Abstract\n\nOne line.\n\nTwo.");
    }
}
