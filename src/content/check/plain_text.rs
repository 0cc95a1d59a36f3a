//! Markup in fields that are plain text: it is shown as it is written.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, LinkType, Parser, Tag};
use regex::Captures;

use super::{Checker, characters, latex, pattern::pattern};
use crate::{
    content::read::Step,
    markdown::{parse, plain_text},
};

impl Checker<'_> {
    /// Warns of markup and of invisible characters in a text that is shown as it is.
    pub(super) fn plain(&self, text: &str, path: &[Step]) {
        for message in markup(text).into_iter().chain(characters::invisible(text)) {
            self.warn(path, message);
        }
    }
}

// A tag of HTML, of MathML or of JATS, as publishers' metadata have them.
pattern!(
    TAG,
    r"(?i)</?(?:(?:jats|mml):[a-z-]+|a|abbr|b|big|blockquote|br|center|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|math|ol|p|pre|q|s|script|small|span|strike|strong|style|sub|sup|table|td|th|tr|tt|u|ul|var|scp)(?:\s[^<>]*)?/?>"
);
pattern!(ENTITY, r"&(?:[A-Za-z][A-Za-z0-9]+|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});");
pattern!(TILDE, r"[\pL\pN.]~[\pL\pN\\]");
pattern!(DASHES, r"[\pL\pN)\]}](---?)[\pL\pN(\[{]|\s(---?)\s");
pattern!(QUOTES, r"``[^`]+?''");

/// Returns what to write in place of each kind of markup in a text.
fn markup(text: &str) -> Vec<String> {
    if !text.contains(['<', '&', '~', '-', '`', '$', '\\', '{', '*', '_', '[']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut shown =
        |what: &str, right: String| found.push(format!("found \"{what}\", which is shown as it is; {right}"));
    if let Some(tag) = TAG.find(text) {
        let name = if tag.as_str().len() > 40 { "an HTML tag" } else { tag.as_str() };
        shown(name, "remove the tags".to_owned());
    }
    if let Some((entity, letter)) = ENTITY.find_iter(text).find_map(|entity| known(entity.as_str())) {
        shown(entity, format!("write {letter:?}"));
    }
    // What is in a formula is not said once more.
    let formulas = formulas(text);
    let rest = blanked(text, &formulas);
    if let Some(first) = formulas.first() {
        shown(&text[first.clone()], "write the formula in words or Unicode characters".to_owned());
    }
    if let Some(latex) = latex::find(&rest) {
        shown(
            latex.found,
            match latex.means {
                Some(means) if means.is_empty() => "remove it".to_owned(),
                Some(means) => format!("write \"{means}\""),
                None => "write the text without LaTeX".to_owned(),
            },
        );
        // The same braces and underscores may look like Markdown, too.
        return found;
    }
    if let Some(tilde) = TILDE.find(&rest) {
        shown(tilde.as_str(), format!("write {:?}", tilde.as_str().replace('~', " ")));
    }
    if let Some(dashes) = DASHES.captures(&rest).and_then(|groups| groups.get(1).or_else(|| groups.get(2))) {
        let dash = if dashes.len() == 2 { '–' } else { '—' };
        shown(dashes.as_str(), format!("write \"{dash}\""));
    }
    if let Some(quotes) = QUOTES.find(&rest) {
        shown(quotes.as_str(), "write “…”".to_owned());
    } else if let Some((markdown, words)) = markdown_in(&rest) {
        shown(markdown, format!("write \"{words}\", since this field is plain text"));
    }
    found
}

/// Returns an entity and its character, if it is one of HTML's.
fn known(entity: &str) -> Option<(&str, String)> {
    let character = plain_text(&parse(&format!("a{entity}a")).blocks);
    let character = character.strip_prefix('a')?.strip_suffix('a')?;
    (character != entity).then(|| (entity, character.to_owned()))
}

/// Returns a text with the characters that its entities mean.
pub(super) fn without_entities(text: &str) -> Cow<'_, str> {
    ENTITY.replace_all(text, |groups: &Captures<'_>| {
        known(&groups[0]).map_or_else(|| groups[0].to_owned(), |(_, character)| character)
    })
}

pattern!(DELIMITED, r"\$\$[^$]+\$\$|\$([^\s$](?:[^$\n]*[^\s$])?)\$|\\\([^)]*\\\)|\\\[[^\]]*\\\]");

/// Returns the places of formulas in LaTeX's delimiters. Amounts of money are none.
pub(super) fn formulas(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = DELIMITED.captures_at(text, at) {
        let Some(whole) = found.get(0) else { break };
        let after = text[whole.end()..].chars().next();
        // An escaped sign is a sign; U+0001 takes the place of a backslash in the words of Markdown.
        let is_escaped = |text: &str| text.ends_with(['\\', '\u{1}']);
        let is_formula = found.get(1).is_none_or(|content| {
            let content = content.as_str();
            let is_mathematical = content.contains(['\\', '^', '_', '{', '=', '<', '>', '+', '*', '|', '\0'])
                || content.chars().filter(|c| c.is_alphabetic()).count() <= 1
                || content.contains('(') && content.contains(')');
            is_mathematical
                && !is_escaped(content)
                && !is_escaped(&text[..whole.start()])
                && !after.is_some_and(char::is_alphanumeric)
        });
        if is_formula {
            places.push(whole.range());
            at = whole.end();
        } else {
            // The second sign may begin a formula.
            at = whole.start() + 1;
        }
    }
    places
}

/// Returns a text with spaces of the same length in some places.
pub(super) fn blanked(text: &str, places: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    places.iter().for_each(|place| bytes[place.clone()].fill(b' '));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the first emphasis, link or code of Markdown, and its words.
fn markdown_in(text: &str) -> Option<(&str, String)> {
    if !text.contains(['*', '_', '[', '`', '~']) {
        return None;
    }
    let is_letter_at = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let options = pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    let found = Parser::new_ext(text, options).into_offset_iter().find_map(|(event, range)| {
        let is_markup = match event {
            // Within a word an asterisk is an asterisk, and an underscore is one: "M*A*S*H", "__init__.py".
            Event::Start(Tag::Emphasis | Tag::Strong) => {
                let after = text[range.end..].trim_start_matches('.');
                !is_letter_at(text[..range.start].chars().next_back()) && !is_letter_at(after.chars().next())
            }
            Event::Start(Tag::Strikethrough) => text[range.clone()].starts_with("~~"),
            Event::Start(
                Tag::Link { link_type: LinkType::Inline, .. } | Tag::Image { link_type: LinkType::Inline, .. },
            )
            | Event::Code(_) => true,
            _ => false,
        };
        is_markup.then_some(range)
    })?;
    let markup = &text[found];
    Some((markup, plain_text(&parse(markup).blocks)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = markup(text);
        let expected: Vec<String> = expected
            .iter()
            .map(|expected| {
                let (what, right) = expected.split_once(" => ").unwrap();
                format!("found \"{what}\", which is shown as it is; {right}")
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn html_is_found() {
        check("<i>Anser fennicus</i>", &["<i> => remove the tags"]);
        check("CO<sub>2</sub>", &["<sub> => remove the tags"]);
        check("</script><B>Bold</B>", &["</script> => remove the tags"]);
        check("<jats:p>We show", &["<jats:p> => remove the tags"]);
        check("Quills &amp; Inks", &["&amp; => write \"&\""]);
        check("caf&eacute; &#x2013;", &["&eacute; => write \"é\""]);
        check("&#233;", &["&#233; => write \"é\""]);
    }

    #[test]
    fn formulas_are_found() {
        let right = "write the formula in words or Unicode characters";
        for formula in ["$O(n \\log n)$", "$k$", "$\\alpha$", "$x^2$", "$$a = b$$", "\\(n^2\\)", "$n+1$", "$10$"] {
            check(&format!("On {formula}-means"), &[&format!("{formula} => {right}")]);
        }
    }

    #[test]
    fn latex_is_found() {
        check(r"G{\'o}mez", &[r#"{\'o} => write "ó""#]);
        check(r"\textit{Anser}", &[r#"\textit{Anser} => write "Anser""#]);
        check("The {DNA}", &["{DNA} => write \"DNA\""]);
        check("Fig.~1", &[".~1 => write \". 1\""]);
        check("975--981", &["-- => write \"–\""]);
        check("one -- two", &["-- => write \"–\""]);
        check("one---two", &["--- => write \"—\""]);
        check("``Trust'' me", &["``Trust'' => write “…”"]);
    }

    #[test]
    fn markdown_is_found() {
        let right = |words: &str| format!("write \"{words}\", since this field is plain text");
        for (markdown, words) in [
            ("*Fulmarus glacialis*", "Fulmarus glacialis"),
            ("**Best paper**", "Best paper"),
            ("_x y_", "x y"),
            ("[x](https://example.org/)", "x"),
            ("[x](/y/)", "x"),
            ("`code`", "code"),
            ("~~old~~", "old"),
        ] {
            check(&format!("On {markdown}, again"), &[&format!("{markdown} => {}", right(words))]);
        }
    }

    #[test]
    fn ordinary_texts_have_no_markup() {
        for text in [
            "",
            "Is a < b && b > c Enough? Ordering <events> Without Clocks",
            "Map<a, b> and Vec<T>",
            "R&D in Fog & Sons; AT&T; Q&A;",
            "It costs $5 and $10, not US$5–A$10 or $HOME/$USER",
            "Ke$ha and A$AP",
            "M*A*S*H, A* and D* Lite, 2*3*4",
            "snake_case_name and __init__.py",
            "C++ vs. C#: A ~Fair~ Comparison",
            "~100 of ~ada",
            "grep --help",
            "a-b – c — d",
            "[Review] (in print) [1]",
            "{0, 1}-matrices",
            "#hash and 1. x",
            "5 * 3 * 2",
            "x' and 'y'",
        ] {
            check(text, &[]);
        }
    }
}
