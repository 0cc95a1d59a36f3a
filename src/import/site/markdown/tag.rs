//! Parses HTML tags, and the arguments of Liquid tags and shortcodes.

use crate::markdown::leading_entity;

/// A tag of HTML.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tag {
    /// The name in lower case.
    pub name: String,
    pub is_closing: bool,
    pub is_empty: bool,
    pub arguments: Arguments,
    /// The length of the tag in bytes.
    pub length: usize,
}

/// Positional and named arguments.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Arguments {
    pub positional: Vec<String>,
    named: Vec<(String, String)>,
}

impl Arguments {
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.named.iter().find(|(found, _)| found.eq_ignore_ascii_case(name))?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// Returns the first of several named arguments that has a value.
    pub fn any(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name))
    }

    /// Parses `a "b c" key=value key='value'`.
    pub fn parse(text: &str) -> Arguments {
        let mut arguments = Arguments::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (name, after) = value(rest);
            let trimmed = after.trim_start();
            match trimmed.strip_prefix(['=', ':']) {
                Some(after) if !rest.starts_with(['"', '\'', '`']) => {
                    let (text, after) = value(after.trim_start());
                    arguments.named.push((name, text));
                    rest = after.trim_start();
                }
                _ => {
                    arguments.positional.push(name);
                    rest = trimmed;
                }
            }
            // A sign that begins no value is skipped.
            if let Some(sign) = rest.chars().next().filter(|sign| matches!(sign, '=' | ':' | ',')) {
                rest = rest[sign.len_utf8()..].trim_start();
            }
        }
        arguments
    }
}

/// Returns the value at the start of a text, without its quotation marks, and the text after it.
fn value(text: &str) -> (String, &str) {
    for quote in ['"', '\'', '`'] {
        if let Some(inner) = text.strip_prefix(quote) {
            let end = inner.find(quote).unwrap_or(inner.len());
            return (inner[..end].to_owned(), inner.get(end + 1..).unwrap_or_default());
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | ',')).unwrap_or(text.len());
    // "key:" of Liquid, but not the colon of a URL.
    let end = match text[..end].find(':') {
        Some(colon) if !text[colon..].starts_with("://") && colon > 0 && colon + 1 == end => colon,
        _ => end,
    };
    (text[..end].to_owned(), &text[end..])
}

impl Tag {
    /// Parses the tag at the start of a text.
    pub fn parse(text: &str) -> Option<Tag> {
        let inner = text.strip_prefix('<')?;
        let (is_closing, inner) = match inner.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, inner),
        };
        let name_end =
            inner.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':')).unwrap_or(inner.len());
        let name = &inner[..name_end];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.contains(':') {
            return None;
        }
        let rest = &inner[name_end..];
        if !rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')) {
            return None;
        }
        let end = end_of_tag(rest)?;
        let is_empty = rest[..end].ends_with('/');
        let arguments = attributes(rest[..end].trim_end_matches('/'));
        let length = text.len() - rest.len() + end + 1;
        Some(Tag { name: name.to_ascii_lowercase(), is_closing, is_empty, arguments, length })
    }
}

/// Returns the offset of the `>` that ends a tag. It may not be in quotation marks. A tag has at most 20,000 bytes.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    // Template code in a value has its own quotation marks: href="{{ "/cv" | relative_url }}".
    let mut code_until = 0;
    for (at, sign) in text.char_indices().take(20_000) {
        if at < code_until {
            continue;
        }
        match (quote, sign) {
            (Some(_), '{') if text[at..].starts_with("{{") => {
                code_until = text[at..].find("}}").map_or(at, |end| at + end + 2);
            }
            (None, '>') => return Some(at),
            (None, '<') => return None,
            (None, '"' | '\'') if text[..at].trim_end().ends_with('=') => quote = Some(sign),
            (Some(open), sign) if open == sign => quote = None,
            _ => {}
        }
    }
    None
}

fn attributes(text: &str) -> Arguments {
    let mut arguments = Arguments::default();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end.max(rest.chars().next().map_or(0, char::len_utf8)));
        let after = after.trim_start();
        match after.strip_prefix('=') {
            Some(after) => {
                let after = after.trim_start();
                let (value, after) = match after.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        let inner = &after[1..];
                        let end = end_of_value(inner, quote);
                        (&inner[..end], inner.get(end + 1..).unwrap_or_default())
                    }
                    _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
                };
                arguments.named.push((name.to_owned(), decode_entities(value)));
                rest = after.trim_start();
            }
            None => {
                arguments.named.push((name.to_owned(), String::new()));
                rest = after;
            }
        }
    }
    arguments
}

/// Returns the offset of the quotation mark that ends a value, outside of template code.
fn end_of_value(text: &str, quote: char) -> usize {
    let end = text.find(quote).unwrap_or(text.len());
    match text[..end].find("{{").and_then(|start| Some(start + text[start..].find("}}")? + 2)) {
        Some(code_end) if code_end > end => code_end + text[code_end..].find(quote).unwrap_or(text.len() - code_end),
        _ => end,
    }
}

/// Decodes the entities of HTML in a text of one line.
pub(in crate::import::site) fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        match leading_entity(rest) {
            Some((characters, length)) => {
                decoded.push_str(&characters);
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_and_attributes() {
        let tag = Tag::parse("<a href=\"x?a=1&amp;b>2\" target=_blank download>text").unwrap();
        assert_eq!((tag.name.as_str(), tag.is_closing, tag.length), ("a", false, 47));
        assert_eq!(tag.arguments.get("HREF"), Some("x?a=1&b>2"));
        assert_eq!(tag.arguments.get("target"), Some("_blank"));
        assert!(Tag::parse("</B >").unwrap().is_closing);
        assert!(Tag::parse("<br/>").unwrap().is_empty);
        for text in ["<", "< b>", "<3", "<https://a.example>", "<a", "<b<c>", "x", "<ada@lab.example>"] {
            assert_eq!(Tag::parse(text), None, "{text}");
        }
    }

    #[test]
    fn arguments_are_positional_or_named() {
        let arguments =
            Arguments::parse("figure.liquid path=\"a b.png\" class='x' zoomable=true id: \"y\" https://a.example");
        assert_eq!(arguments.positional, ["figure.liquid", "https://a.example"]);
        let named = ["path", "class", "zoomable", "id"].map(|name| arguments.get(name));
        assert_eq!(named, [Some("a b.png"), Some("x"), Some("true"), Some("y")]);
    }

    #[test]
    fn entities_are_decoded() {
        for (text, expected) in [
            ("a &amp; b &quot;c&quot; &eacute;&#8211;&nbsp;", "a & b \"c\" é–\u{a0}"),
            ("AT&T & co; &x;", "AT&T & co; &x;"),
            ("&🌀<!--&nbsp;x&#32;y", "&🌀<!--\u{a0}x y"),
            ("&lt;i&gt;", "<i>"),
            ("&", "&"),
        ] {
            assert_eq!(decode_entities(text), expected);
        }
    }
}
