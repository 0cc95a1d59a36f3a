//! Checks the formulas of titles and Markdown texts.

use std::ops::Range;

use crate::{
    check::{pattern::pattern, plain_text::formulas, short},
    content::Message,
    math::{Display, convert},
};

// Words, which are not the letters of a formula.
pattern!(WORDS, r"(?:^|\s)\pL{3,}\s.*\pL{3,}|^\pL+\s+\pL{2,}\s+\pL+$");

/// Returns a message for each formula that pages cannot show, or that may be an accident, with its offset. `places` are the
/// places of the formulas in the text.
pub(super) fn problems(text: &str, places: &[Range<usize>]) -> Vec<(usize, Message)> {
    let problem = |place: &Range<usize>| Some((place.start, problem(&text[place.clone()])?));
    places.iter().filter_map(problem).collect()
}

fn problem(formula: &str) -> Option<Message> {
    let tex = formula.trim_matches('$');
    let display = if formula.starts_with("$$") { Display::Block } else { Display::Inline };
    let formula = short(formula);
    match convert(tex, display) {
        Err(why) => {
            let problem = format!("\"{formula}\", a formula that pages show as TeX: {why}");
            Some(Message::found(problem).suggest("correct it, or write it with other commands"))
        }
        Ok(_) if tex.contains("\\color") => {
            let problem = format!("\"{formula}\", whose colors pages do not show");
            Some(Message::found(problem).suggest("remove \"\\color\""))
        }
        Ok(_) if !tex.contains(['\\', '^', '_', '{', '=']) && WORDS.is_match(tex) => {
            let problem = format!("\"{formula}\", which pages show as a formula");
            Some(Message::found(problem).suggest("if it is none, write \"\\$\" for the dollar signs"))
        }
        Ok(_) => None,
    }
}

/// Returns the message for dollar signs that begin or end no formula but probably should, with its offset. `words` is the text
/// without its formulas.
pub(super) fn stray(words: &str, text: &str) -> Option<(usize, Message)> {
    let shown = |what: &str| format!("\"{}\", which appears unchanged on the page", short(what));
    if let Some(place) = formulas(words).first() {
        let what = text.get(place.clone()).unwrap_or(&words[place.clone()]);
        let right = "close every brace of the formula, and write it in one paragraph";
        return Some((place.start, Message::found(shown(what)).suggest(right)));
    }
    let place = words.match_indices("$$").find(|(at, _)| !words[..*at].ends_with(['\\', '\u{1}']))?.0;
    let right = "write \"$$\" before and after a formula, in one paragraph, or \"\\$\" for a dollar sign";
    Some((place, Message::found(shown("$$")).suggest(right)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::formulas;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, &str)]) {
        let found = problems(text, &formulas(text));
        let found: Vec<(usize, &str)> = found.iter().map(|(at, message)| (*at, message.finding())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn formulas_that_pages_cannot_show_are_reported() {
        check("$x^2$, $n \\log n$, $k$ and $$\\frac{a}{b}$$", &[]);
        check("from $5 to $10, US$5-$10, \\$5, `$\\foo$` and <https://a.example/$\\foo$>", &[]);
        check("é $\\foo$", &[(3, "\"$\\foo$\", a formula that pages show as TeX: unknown command \"\\foo\"")]);
        check(
            "US$5-$10 for $x^2^3$",
            &[(13, "\"$x^2^3$\", a formula that pages show as TeX: duplicate subscript or superscript")],
        );
        check("$\\color{red} x$", &[(0, "\"$\\color{red} x$\", whose colors pages do not show")]);
        let why = "pages have no numbers of formulas to refer to";
        check("$\\eqref{a}$", &[(0, &format!("\"$\\eqref{{a}}$\", a formula that pages show as TeX: {why}"))]);
        check("of Ke$ha and many more$", &[(5, "\"$ha and many more$\", which pages show as a formula")]);
    }

    #[test]
    fn formulas_without_an_end_are_reported() {
        #[track_caller]
        fn check(text: &str, expected: Option<(usize, &str)>) {
            let found = stray(text, text);
            assert_eq!(found.as_ref().map(|(at, message)| (*at, message.finding())), expected, "{text}");
        }
        check("A $ and \\$$ for $5", None);
        check("a $\\frac{a}{b$ b", Some((2, "\"$\\frac{a}{b$\", which appears unchanged on the page")));
        check("a $$x", Some((2, "\"$$\", which appears unchanged on the page")));
    }
}
