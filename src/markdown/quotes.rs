//! Replaces straight quotes by the quotation marks and apostrophes of a language.
//!
//! pulldown-cmark can do this for English only, and replaces hyphens and dots too, so this works on the finished tree. It
//! leaves code and URLs unchanged, and also a straight quote whose meaning is not clear: an inch mark (6"), a gershayim
//! (צה"ל), a closing quote without an opening one.

use crate::markdown::{Block, Inline};

/// The quotation marks of languages: the opening and the closing mark for `"`, then those for `'`.
///
/// Source: Unicode CLDR 48.2, `delimiters` (quotationStart, quotationEnd, alternateQuotationStart,
/// alternateQuotationEnd). A language that is not listed has those of CLDR's root, [`DEFAULT`]. In French, CLDR has no
/// spaces inside of the marks; the narrow no-break spaces here are those of its punctuation rules (Lexique des règles
/// typographiques en usage à l'Imprimerie nationale).
const MARKS: [(&str, [&str; 4]); 22] = [
    ("ast blo br ca cv el es-us eu it kab kk mg pms pt-ao pt-ch pt-pt sc sg ti", ["«", "»", "“", "”"]),
    ("bs-cyrl cs de dsb et hr hsb is ksh lb mk nds sk sl", ["„", "“", "‚", "‘"]),
    ("am az-arab az-cyrl fa fr-ch gsw mzn rm wae", ["«", "»", "‹", "›"]),
    ("be ky os ru sah tyv uk", ["«", "»", "„", "“"]),
    ("fi he rn se sn sv yi", ["”", "”", "’", "’"]),
    ("el-polyton nb nn no rw", ["«", "»", "‘", "’"]),
    ("ar lld ms-arab syr ur", ["”", "“", "’", "‘"]),
    ("fr oc", ["«\u{202f}", "\u{202f}»", "«\u{202f}", "\u{202f}»"]),
    ("fr-ca", ["«\u{202f}", "\u{202f}»", "”", "“"]),
    ("ht hy", ["«", "»", "«", "»"]),
    ("bg lt prg sgs", ["„", "“", "„", "“"]),
    ("fur ia tn", ["‘", "’", "“", "”"]),
    ("ja yue zh-hant zh-tw zh-hk", ["「", "」", "『", "』"]),
    ("pl ro", ["„", "”", "«", "»"]),
    ("hu szl", ["„", "”", "»", "«"]),
    ("ug", ["»", "«", "›", "‹"]),
    ("bs", ["„", "”", "‘", "’"]),
    ("eo", ["“", "”", "«", "»"]),
    ("ka", ["„", "“", "«", "»"]),
    ("nl", ["‘", "’", "‘", "’"]),
    ("sr", ["„", "”", "’", "’"]),
    ("uz", ["“", "”", "’", "‘"]),
];

/// The quotation marks of every other language.
const DEFAULT: [&str; 4] = ["“", "”", "‘", "’"];

const APOSTROPHE: &str = "’";

/// A placeholder for content without quotes: code, an image, a URL.
const OBJECT: char = '\u{fffc}';

/// Returns the quotation marks of a language (BCP 47): those of the tag, or of the longest part of it that is listed.
fn marks(language: &str) -> [&'static str; 4] {
    let language = language.to_ascii_lowercase().replace('_', "-");
    let mut tag = language.as_str();
    loop {
        if let Some((_, marks)) = MARKS.iter().find(|(tags, _)| tags.split(' ').any(|listed| listed == tag)) {
            return *marks;
        }
        match tag.rsplit_once('-') {
            Some((shorter, _)) => tag = shorter,
            None => return DEFAULT,
        }
    }
}

/// Replaces the straight quotes in the texts of blocks by the marks of a language.
pub fn replace_quotes(blocks: &mut [Block], language: &str) {
    let marks = marks(language);
    in_blocks(blocks, &marks);
}

fn in_blocks(blocks: &mut [Block], marks: &[&'static str; 4]) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => in_text(content, marks),
            Block::List { items, .. } => items.iter_mut().for_each(|item| in_blocks(item, marks)),
            Block::Quote(blocks) => in_blocks(blocks, marks),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| in_text(cell, marks));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

/// Replaces the quotes of a text that may continue through emphasis and links.
fn in_text(content: &mut [Inline], marks: &[&'static str; 4]) {
    let mut text = Vec::new();
    gather(content, &mut text);
    if text.iter().any(|c| is_quote(*c)) {
        let mut found = replacements(&text, marks).into_iter();
        put(content, &mut found);
    }
}

/// Collects the characters of a text.
fn gather(content: &[Inline], text: &mut Vec<char>) {
    for inline in content {
        match inline {
            Inline::Text(part) => text.extend(part.chars()),
            Inline::Code(_) | Inline::Math(_) | Inline::Image(_) => text.push(OBJECT),
            Inline::Break => text.push('\n'),
            link @ Inline::Link { .. } if shows_its_address(link) => text.push(OBJECT),
            Inline::Styled(_, content) | Inline::Link { content, .. } => gather(content, text),
        }
    }
}

/// Writes the replacement of each character into the text, in the order of [`gather`].
fn put(content: &mut [Inline], found: &mut impl Iterator<Item = Option<&'static str>>) {
    for inline in content {
        match inline {
            Inline::Text(part) => {
                let mut replaced = String::with_capacity(part.len());
                for c in part.chars() {
                    match found.next().flatten() {
                        Some(mark) => replaced.push_str(mark),
                        None => replaced.push(c),
                    }
                }
                *part = replaced;
            }
            Inline::Code(_) | Inline::Math(_) | Inline::Image(_) | Inline::Break => drop(found.next()),
            link @ Inline::Link { .. } if shows_its_address(link) => drop(found.next()),
            Inline::Styled(_, content) | Inline::Link { content, .. } => put(content, found),
        }
    }
}

/// Returns `true` if the text of a link is its URL, as in `<https://example.org/it's>`.
fn shows_its_address(link: &Inline) -> bool {
    match link {
        Inline::Link { url, content, .. } => {
            let is_address = |text: &str| text.contains("://") || url.as_str().ends_with(text);
            matches!(content.as_slice(), [Inline::Text(text)] if is_address(text))
        }
        _ => false,
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

/// Returns the mark for each character that is replaced.
fn replacements(text: &[char], marks: &[&'static str; 4]) -> Vec<Option<&'static str>> {
    let mut found = vec![None; text.len()];
    // The number of open quotes of each kind.
    let (mut double, mut single) = (0_usize, 0_usize);
    for (at, c) in text.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| text[at]);
        let after = text.get(at + 1).copied();
        let opens = opens(before) && !after.is_none_or(char::is_whitespace);
        let is_in_word = before.is_some_and(is_letter) && after.is_some_and(is_letter);
        // Hebrew writes abbreviations and foreign sounds with them.
        let is_in_hebrew = before.is_some_and(is_hebrew) && after.is_some_and(is_hebrew);
        found[at] = match c {
            _ if is_in_hebrew || is_quote(*c) && is_in_address(text, at) => None,
            '"' if opens => {
                double += 1;
                Some(marks[0])
            }
            '"' if double > 0 => {
                double -= 1;
                Some(marks[1])
            }
            '\'' if is_in_word => Some(APOSTROPHE),
            '\'' if opens && !is_short_year(&text[at + 1..]) && closes_later(text, at) => {
                single += 1;
                Some(marks[2])
            }
            '\'' if opens && after.is_some_and(is_letter) => Some(APOSTROPHE),
            '\'' if single > 0 => {
                single -= 1;
                Some(marks[3])
            }
            '\'' if before.is_some_and(|c| c.is_alphabetic() && !is_hebrew(c)) => Some(APOSTROPHE),
            _ => None,
        };
    }
    found
}

/// Returns `true` if a quote that follows this character can open a quotation.
fn opens(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || is_quote(c) || "([{<—–-/¿¡=".contains(c))
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == OBJECT
}

fn is_hebrew(c: char) -> bool {
    ('\u{590}'..='\u{5ff}').contains(&c)
}

/// Returns `true` if a text begins with a year without its century, as in '90s.
fn is_short_year(text: &[char]) -> bool {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    digits == 2 && text.get(2).is_none_or(|c| *c == 's' || !c.is_alphanumeric() && !is_quote(*c))
}

/// Returns `true` if a single quote at a position is followed by another one that can close it.
fn closes_later(text: &[char], at: usize) -> bool {
    (at + 2..text.len()).any(|end| {
        text[end] == '\'' && !text[end - 1].is_whitespace() && !text.get(end + 1).is_some_and(|c| is_letter(*c))
    })
}

/// Returns `true` if a quote is inside a URL that is written as text. No URL contains `"` (RFC 3986, appendix A).
fn is_in_address(text: &[char], at: usize) -> bool {
    let ends = |c: &char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\n');
    let start = text[..at].iter().rposition(ends).map_or(0, |before| before + 1);
    let has_scheme = text[start..at].windows(3).any(|part| part == [':', '/', '/']);
    text[at] == '\'' && has_scheme && text.get(at + 1).is_some_and(|c| is_letter(*c) || "/-_?#&=%".contains(*c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown::{parse, plain_text};

    fn quoted(source: &str, language: &str) -> String {
        let mut blocks = parse(source).blocks;
        replace_quotes(&mut blocks, language);
        plain_text(&blocks)
    }

    #[test]
    fn quotes_are_those_of_the_language() {
        let source = r#"the "so-called 'inner' word" here"#;
        for (language, expected) in [
            ("en", "the “so-called ‘inner’ word” here"),
            ("en-GB", "the “so-called ‘inner’ word” here"),
            ("de", "the „so-called ‚inner‘ word“ here"),
            ("de-AT", "the „so-called ‚inner‘ word“ here"),
            ("fr", "the «\u{202f}so-called «\u{202f}inner\u{202f}» word\u{202f}» here"),
            ("fr-CH", "the «so-called ‹inner› word» here"),
            ("sv", "the ”so-called ’inner’ word” here"),
            ("pl", "the „so-called «inner» word” here"),
            ("nl", "the ‘so-called ‘inner’ word’ here"),
            ("pt", "the “so-called ‘inner’ word” here"),
            ("pt-PT", "the «so-called “inner” word» here"),
            ("ja", "the 「so-called 『inner』 word」 here"),
            ("zh-Hant-TW", "the 「so-called 『inner』 word」 here"),
            ("zh", "the “so-called ‘inner’ word” here"),
            ("tlh", "the “so-called ‘inner’ word” here"),
            ("", "the “so-called ‘inner’ word” here"),
        ] {
            assert_eq!(quoted(source, language), expected, "{language}");
        }
    }

    #[test]
    fn quotes_and_apostrophes_are_told_apart() {
        for (source, expected) in [
            ("that of \"keygen\" in", "that of “keygen” in"),
            ("\"Start\" and \"end\"", "“Start” and “end”"),
            ("(\"in brackets\"), \"with\".", "(“in brackets”), “with”."),
            ("\"one\"—\"two\"", "“one”—“two”"),
            ("'\"both\"'", "‘“both”’"),
            ("\"'both'\"", "“‘both’”"),
            ("my bachelor's degree, students' work, PACMI'24", "my bachelor’s degree, students’ work, PACMI’24"),
            ("the '90s, 'tis so, class of '24", "the ’90s, ’tis so, class of ’24"),
            ("'a quote' isn't 'another's'", "‘a quote’ isn’t ‘another’s’"),
            ("a \"*stressed*\" *\"word\"* and **\"strong\"** s", "a “stressed” “word” and “strong” s"),
            ("\"`code`\" and \"[link](/x)\"", "“code” and “link”"),
            ("one\\\n\"two\"", "one “two”"),
            // Ambiguous quotes stay.
            ("a 6\" screen, 5' 3\" tall", "a 6\" screen, 5' 3\" tall"),
            ("a \" alone and ' alone", "a \" alone and ' alone"),
            ("צה\"ל ג'ורג'", "צה\"ל ג'ורג'"),
            ("no quotes -- at all...", "no quotes -- at all..."),
        ] {
            assert_eq!(quoted(source, "en"), expected, "{source}");
        }
    }

    #[test]
    fn code_and_addresses_stay() {
        for source in [
            "`\"a\" 'b'`",
            "    \"a\" 'b'",
            "```\n\"a\"\n```",
            "<https://example.org/it's>",
            "https://example.org/it's/there",
            "[https://example.org/it's](https://example.org/it's)",
        ] {
            let before = parse(source).blocks;
            let mut after = before.clone();
            replace_quotes(&mut after, "de");
            assert_eq!(before, after, "{source}");
        }
        let mut blocks = parse("[\"a\"](/b'c'd \"title\") ![\"alt\"](/e'f.png)").blocks;
        replace_quotes(&mut blocks, "en");
        let Block::Paragraph(content) = &blocks[0] else { panic!("a paragraph") };
        let Inline::Link { url, title, .. } = &content[0] else { panic!("a link") };
        assert_eq!((url.as_str(), title.as_deref()), ("/b'c'd", Some("title")));
        assert_eq!(quoted("\"https://example.org/\" is 'it'", "en"), "“https://example.org/” is ‘it’");
    }

    #[test]
    fn no_language_is_listed_twice() {
        let tags: Vec<&str> = MARKS.iter().flat_map(|(tags, _)| tags.split(' ')).collect();
        let mut unique = tags.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(tags.len(), unique.len());
        assert!(tags.iter().all(|tag| **tag == tag.to_ascii_lowercase()));
    }

    proptest! {
        #[test]
        fn nothing_but_quotes_changes(source in "[a-z'\" *`(\\]\\[\u{5d0}0-9-]{0,40}", language in "(en|de|fr|he|xx)") {
            let is_mark = |c: &char| !is_quote(*c) && !"“”‘’„‚«»\u{202f}".contains(*c);
            let before: String = plain_text(&parse(&source).blocks).chars().filter(is_mark).collect();
            let after: String = quoted(&source, &language).chars().filter(is_mark).collect();
            prop_assert_eq!(before, after);
        }
    }
}
