//! Subscripts and superscripts, as in pandoc: `H~2~O`, `2^nd^`.
//!
//! pulldown-cmark has options for them, but does not accept them inside of words.

use std::ops::Range;

use crate::markdown::{Inline, Style};

/// The tilde and the circumflex after a backslash, which are ordinary characters. Until [`split`], the texts have
/// noncharacters of Unicode in their place.
const ESCAPED: [(char, char); 2] = [('~', '\u{FDD0}'), ('^', '\u{FDD1}')];

/// The maximal length of a subscript or superscript, in characters.
const MAX_LENGTH: usize = 12;

/// Returns the subscripts and superscripts of a text, with their marks.
///
/// They consist of letters, digits and signs. The second mark is not followed by a digit, so that "10^6-10^7" and "~5~10"
/// stay as they are.
pub(crate) fn scripts(text: &str) -> Vec<(Range<usize>, Style)> {
    let mut scripts = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['~', '^']).map(|start| at + start) {
        at = start + 1;
        let mark = &text[start..at];
        let is_part = |c: char| c.is_alphanumeric() || "+-−–=(),.*′/†‡°".contains(c);
        let length = text[at..].find(|c| !is_part(c)).unwrap_or(text.len() - at);
        let (content, rest) = text[at..].split_at(length);
        let after = rest.strip_prefix(mark).filter(|after| !after.starts_with(mark));
        let is_single = !text[..start].ends_with(mark);
        if is_single
            && (1..=MAX_LENGTH).contains(&content.chars().count())
            && after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
        {
            let end = at + length + 1;
            scripts.push((start..end, if mark == "~" { Style::Subscript } else { Style::Superscript }));
            at = end;
        }
    }
    scripts
}

/// Returns a text without marks that [`split`] would recognize.
pub(super) fn hide_marks(text: &str) -> String {
    ESCAPED.iter().fold(text.to_owned(), |text, (mark, hidden)| text.replace(*mark, &hidden.to_string()))
}

fn show_marks(text: &str) -> String {
    ESCAPED.iter().fold(text.to_owned(), |text, (mark, hidden)| text.replace(*hidden, &mark.to_string()))
}

/// Separates the subscripts and superscripts of the texts.
pub(super) fn split(content: Vec<Inline>) -> Vec<Inline> {
    let mut separated = Vec::with_capacity(content.len());
    for inline in content {
        match inline {
            Inline::Text(text) if text.contains(['~', '^', ESCAPED[0].1, ESCAPED[1].1]) => {
                let mut end = 0;
                for (range, style) in scripts(&text) {
                    if end < range.start {
                        separated.push(Inline::Text(show_marks(&text[end..range.start])));
                    }
                    let script = text[range.start + 1..range.end - 1].to_owned();
                    separated.push(Inline::Styled(style, vec![Inline::Text(script)]));
                    end = range.end;
                }
                if end < text.len() {
                    separated.push(Inline::Text(show_marks(&text[end..])));
                }
            }
            inline => separated.push(inline),
        }
    }
    separated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_short_and_without_spaces() {
        #[track_caller]
        fn check(text: &str, expected: &[&str]) {
            let found: Vec<&str> = scripts(text).into_iter().map(|(range, _)| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
        check("CO~2~ and H~2~O at 10^-3^ mol", &["~2~", "~2~", "^-3^"]);
        check("the 2^nd^ Ca^2+^ and x~n+1~.", &["^nd^", "^2+^", "~n+1~"]);
        check("2^10 and 2^5", &[]);
        check("10^6-10^7 and ~5~10", &[]);
        check("about ~5 or ~6", &[]);
        check("~~gone~~ and ~~2~~", &[]);
        check("~ ~ ^^ ~", &[]);
        check("R formula y~x", &[]);
    }
}
