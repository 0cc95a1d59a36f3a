//! The entities of HTML, which Markdown has, too.

use pulldown_cmark::{Event, Parser};

/// Returns the characters of an entity such as `&amp;` or `&#8211;` ([CommonMark 0.31.2, section
/// 2.5](https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references)), or `None` for any other text.
pub fn decode_entity(text: &str) -> Option<String> {
    let name = text.strip_prefix('&')?.strip_suffix(';')?;
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#') {
        return None;
    }
    let characters = Parser::new(text).find_map(|event| match event {
        Event::Text(characters) => Some(characters.into_string()),
        _ => None,
    })?;
    (characters != text).then_some(characters)
}

/// Returns the characters of the entity at the start of a text, and the length of the entity in bytes.
pub fn leading_entity(text: &str) -> Option<(String, usize)> {
    /// The length of `&CounterClockwiseContourIntegral;`.
    const LONGEST: usize = 33;
    let length = text.bytes().take(LONGEST).position(|byte| byte == b';')? + 1;
    Some((decode_entity(&text[..length])?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_at_the_start_of_a_text_is_decoded() {
        let longest = "&CounterClockwiseContourIntegral;";
        assert_eq!(leading_entity(&[longest, " of"].concat()), Some(("∳".to_owned(), longest.len())));
        assert_eq!(leading_entity("&amp;amp;"), Some(("&".to_owned(), 5)));
        for text in ["", "& a;", "a &amp;", "&🌀;"] {
            assert_eq!(leading_entity(text), None, "{text}");
        }
    }

    #[test]
    fn entities_are_decoded() {
        for (text, expected) in
            [("&amp;", "&"), ("&nbsp;", "\u{a0}"), ("&#32;", " "), ("&#x2013;", "–"), ("&NotEqualTilde;", "≂\u{338}")]
        {
            assert_eq!(decode_entity(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "&", "amp;", "&amp", "&x;", "&;", "&amp;&amp;", "&🌀<!--&nbsp;"] {
            assert_eq!(decode_entity(text), None, "{text}");
        }
    }
}
