//! Checks plain-text fields for markup, which pages show unchanged.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, LinkType, Parser, Tag};
use regex::Captures;

use crate::{
    check::{Checker, characters, latex, pattern::pattern, short},
    content::{Message, hints, lenient::PathSegment},
    markdown::{decode_entity, parse, plain_text},
};

impl Checker<'_> {
    /// Warns about markup and invisible characters in a plain text. Returns `true` if there are none.
    pub(super) fn plain(&self, text: &str, path: &[PathSegment]) -> bool {
        if self.sound_texts.borrow().contains(text) {
            return true;
        }
        let mut is_sound = true;
        for message in markup(text).into_iter().chain(line_break(text)).chain(characters::invisible(text)) {
            self.warn(path, message);
            is_sound = false;
        }
        if is_sound {
            self.sound_texts.borrow_mut().insert(text.to_owned());
        }
        is_sound
    }
}

/// Returns a message for a line break or a tab in a single-line text.
pub(super) fn line_break(text: &str) -> Option<Message> {
    let place = text.find(['\n', '\r', '\t'])?;
    // The lenient parser reports control characters that begin a LaTeX command, such as "\nabla".
    let raw = text.replace('\\', r"\\").replace('\n', r"\n").replace('\r', r"\r").replace('\t', r"\t");
    if hints::escape(&raw, false).is_some() {
        return None;
    }
    let (what, letter) = match text.as_bytes()[place] {
        b'\n' => ("a line break", 'n'),
        b'\r' => ("a carriage return", 'r'),
        _ => ("a tab", 't'),
    };
    let before: String = text[..place].chars().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect();
    let where_found = if before.is_empty() { "at the start".to_owned() } else { format!("after \"{before}\"") };
    let after: String = text[place + 1..].chars().take_while(|c| c.is_ascii_alphabetic()).take(20).collect();
    let backslash = match after.is_empty() {
        true => String::new(),
        false => format!("; or, if you meant \\{letter}{after}, double the backslash: \\\\{letter}{after}"),
    };
    Some(
        Message::found(format!("{what} {where_found} in a single-line text"))
            .suggest(format!("replace it with a space{backslash}")),
    )
}

// A tag of HTML, MathML or JATS. Publishers' metadata contain them.
pattern!(
    TAG,
    r"(?i)</?(?:(?:jats|mml):[a-z-]+|a|abbr|abstract|b|big|blockquote|bold|br|center|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|italic|kbd|li|mark|math|mi|mn|mo|monospace|mrow|msub|msup|ol|overline|p|pre|q|roman|s|sans-serif|sc|script|sec|small|span|strike|strong|style|sub|sup|table|td|th|tr|tt|u|ul|underline|var|scp|xref)(?:\s[^<>]*)?/?>"
);
pattern!(ENTITY, r"&(?:[A-Za-z][A-Za-z0-9]+|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});");
// Fig.~1, the~first, 5~km, but not the R formula y~x.
pattern!(TILDE, r"(?:[.\pN]|\pL\pL)~[\pL\pN\\]");
pattern!(DASHES, r"[\pL\pN)\]}](---?)[\pL\pN(\[{]|\s(---?)\s");
pattern!(QUOTES, r"``[^`]+?''");

/// Returns the message for each kind of markup in a plain text.
fn markup(text: &str) -> Vec<Message> {
    if !text.contains(['<', '&', '~', '-', '`', '$', '\\', '{', '*', '_', '[']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut shown = |what: &str, right: String| {
        found.push(Message::found(format!("\"{}\", which appears unchanged on the page", short(what))).suggest(right))
    };
    if let Some(tag) = tag(text) {
        shown(tag, "remove the tags".to_owned());
    }
    if let Some((entity, remedy)) = entity(text) {
        shown(entity, remedy);
    }
    // Markup inside a formula has no message of its own.
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
                Some(means) => format!("write \"{}\"", short(&means)),
                None => "write the text without LaTeX".to_owned(),
            },
        );
        // These braces and underscores may also look like Markdown.
        return found;
    }
    punctuation(&rest, &mut shown);
    if !QUOTES.is_match(&rest)
        && let Some((markdown, words)) = markdown_in(&rest)
    {
        shown(markdown, format!("write \"{}\", because this field is plain text", short(&words)));
    }
    found
}

/// Calls `shown` for each kind of TeX's punctuation in a text, with its Unicode characters.
pub(super) fn punctuation(text: &str, shown: &mut dyn FnMut(&str, String)) {
    if let Some(tilde) = TILDE.find(text) {
        shown(tilde.as_str(), format!("write \"{}\"", tilde.as_str().replace('~', " ")));
    }
    if let Some(dashes) = DASHES.captures(text).and_then(|groups| groups.get(1).or_else(|| groups.get(2))) {
        let dash = if dashes.len() == 2 { '–' } else { '—' };
        shown(dashes.as_str(), format!("write \"{dash}\""));
    }
    if let Some(quotes) = QUOTES.find(text) {
        shown(quotes.as_str(), "write “…”".to_owned());
    }
}

/// Returns the first tag of a text.
pub(super) fn tag(text: &str) -> Option<&str> {
    TAG.find_iter(text).map(|tag| tag.as_str()).find(|tag| is_tag(tag, text))
}

/// Returns the first HTML entity of a text, and a remedy.
pub(super) fn entity(text: &str) -> Option<(&str, String)> {
    let mut entities = ENTITY.find_iter(text).map(|entity| entity.as_str());
    let (entity, letter) = entities.find_map(|entity| Some((entity, decode_entity(entity)?)))?;
    let is_unseen = |c| matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}');
    let remedy = match letter.as_str() {
        space if space.chars().all(char::is_whitespace) => "write a space".to_owned(),
        unseen if unseen.chars().all(is_unseen) => "remove it".to_owned(),
        "\"" => "write \\\"".to_owned(),
        letter => format!("write \"{letter}\""),
    };
    Some((entity, remedy))
}

/// Returns `true` for a tag. A single letter without an end tag may be a type or a name: "Set<i>", "<b>-jets".
fn is_tag(tag: &str, text: &str) -> bool {
    match tag.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        Some(name) if name.len() == 1 => {
            let closing = format!("</{}>", name.to_ascii_lowercase());
            text.to_ascii_lowercase().contains(&closing)
        }
        _ => true,
    }
}

/// Returns a text with its entities replaced by their characters.
pub(super) fn without_entities(text: &str) -> Cow<'_, str> {
    ENTITY.replace_all(text, |groups: &Captures<'_>| decode_entity(&groups[0]).unwrap_or_else(|| groups[0].to_owned()))
}

pattern!(DELIMITED, r"\$\$[^$]+\$\$|\$([^\s$](?:[^$\n]*[^\s$])?)\$|\\\([^)]*\\\)|\\\[[^\]]*\\\]");

/// Returns the ranges of formulas in LaTeX's delimiters. Amounts of money are not formulas.
pub(super) fn formulas(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = DELIMITED.captures_at(text, at) {
        let Some(whole) = found.get(0) else { break };
        let after = text[whole.end()..].chars().next();
        // An escaped dollar sign is an ordinary character. U+0001 represents a backslash in the words of Markdown.
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
            // The second dollar sign may begin a formula.
            at = whole.start() + 1;
        }
    }
    places
}

/// Returns a text with some ranges replaced by spaces of the same length.
pub(super) fn blanked(text: &str, places: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    places.iter().for_each(|place| bytes[place.clone()].fill(b' '));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the first emphasis, link or code of Markdown in a text, and its words.
fn markdown_in(text: &str) -> Option<(&str, String)> {
    if !text.contains(['*', '_', '[', '`', '~']) {
        return None;
    }
    let is_letter_at = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let options = pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    let found = Parser::new_ext(text, options).into_offset_iter().find_map(|(event, range)| {
        let is_markup = match event {
            // Inside a word, asterisks and underscores are ordinary characters: "M*A*S*H", "__init__.py".
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
                format!("found \"{what}\", which appears unchanged on the page; {right}")
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
        let right = |words: &str| format!("write \"{words}\", because this field is plain text");
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
    fn publishers_tags_are_found() {
        for tag in ["<italic>", "<bold>", "<sub>", "<sup>", "<jats:italic>", "<mml:mi>", "<a href=\"/x\">"] {
            check(&format!("On {tag}x"), &[&format!("{tag} => remove the tags")]);
        }
        check("On <I>x</I>", &["<I> => remove the tags"]);
        check("On x</i>", &["</i> => remove the tags"]);
    }

    #[test]
    fn entities_are_described_without_code_notation() {
        for (entity, right) in [
            ("&nbsp;", "write a space"),
            ("&thinsp;", "write a space"),
            ("&#160;", "write a space"),
            ("&shy;", "remove it"),
            ("&zwnj;", "remove it"),
            ("&quot;", "write \\\""),
            ("&eacute;", "write \"é\""),
            ("&#x2014;", "write \"—\""),
        ] {
            check(&format!("a{entity}b"), &[&format!("{entity} => {right}")]);
        }
        assert_eq!(without_entities("Ren&eacute; &amp; &x; Q&A;"), "René & &x; Q&A;");
    }

    #[test]
    fn line_breaks_in_single_line_texts_are_found() {
        for (text, message) in [
            (
                "On \nu 3",
                "a line break after \"On \" in a single-line text; replace it with a space; or, if you meant \\nu, \
                 double the backslash: \\\\nu",
            ),
            (
                "\tau",
                "a tab at the start in a single-line text; replace it with a space; or, if you meant \\tau, double \
                 the backslash: \\\\tau",
            ),
            ("A\n", "a line break after \"A\" in a single-line text; replace it with a space"),
        ] {
            assert_eq!(line_break(text).as_deref(), Some(&*["found ", message].concat()));
        }
        for text in ["", "On ν", "On \\nu", "On \nabla"] {
            assert_eq!(line_break(text), None, "{text:?}");
        }
    }

    #[test]
    fn ordinary_texts_are_accepted() {
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
            "Set<i> and Vec<u>",
            "<b>-jets at the LHC",
            "y~x and Y~X",
            "{a=1} and f({x=1})",
        ] {
            check(text, &[]);
        }
    }
}
