//! Tells formulas from amounts of money.
//!
//! A formula is written as in Pandoc: no blank follows the first dollar sign, no blank precedes the second one, and no digit
//! follows it. pulldown-cmark has all of these rules except for the last one.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, OffsetIter, Options, Parser};

/// The number of times that a text is parsed in order to find amounts of money.
const MAX_ATTEMPTS: usize = 8;

/// Returns a text in which a backslash precedes each dollar sign that begins no formula because of the last rule, and the
/// offsets of these dollar signs. Otherwise the parser would take "5 (about **A$10**)" in "US$5 (about **A$10**)" for one.
pub(crate) fn with_escaped_money(source: &str, options: Options) -> (Cow<'_, str>, Vec<usize>) {
    let mut escaped = Cow::Borrowed(source);
    let mut offsets = Vec::new();
    let may_be_formula = source.bytes().filter(|byte| *byte == b'$').count() > 1;
    for _ in 0..if may_be_formula { MAX_ATTEMPTS } else { 0 } {
        let found: Vec<usize> = money(&escaped, options);
        if found.is_empty() {
            break;
        }
        let mut text = String::with_capacity(escaped.len() + found.len());
        let mut end = 0;
        for at in &found {
            text.extend([&escaped[end..*at], "\\"]);
            end = *at;
        }
        text.push_str(&escaped[end..]);
        offsets = offsets_in(source, &found, offsets);
        escaped = Cow::Owned(text);
    }
    (escaped, offsets)
}

/// Returns the offset in the source for an offset in the text with backslashes before the dollar signs at `escaped`.
pub(crate) fn offset_in_source(offset: usize, escaped: &[usize]) -> usize {
    let before = escaped.iter().enumerate().take_while(|(added, at)| **at + added < offset).count();
    offset - before
}

/// Returns the offsets of dollar signs that begin no formula.
fn money(text: &str, options: Options) -> Vec<usize> {
    let events: OffsetIter = Parser::new_ext(text, options).into_offset_iter();
    let is_money = |range: &Range<usize>| is_money(&text[range.clone()], &text[range.end..]);
    let formulas = events.filter(|(event, _)| matches!(event, Event::InlineMath(_)));
    formulas.map(|(_, range)| range).filter(is_money).map(|range| range.start).collect()
}

/// Returns `true` for a text between dollar signs that is no formula. A digit follows it, or it has a part of code or of a
/// link, which TeX does not have.
pub(super) fn is_money(text: &str, after: &str) -> bool {
    after.starts_with(|next: char| next.is_ascii_digit())
        || text.contains('`')
        || text
            .match_indices("](")
            .any(|(at, _)| ["http", "/", "mailto:"].iter().any(|url| text[at + 2..].starts_with(url)))
}

/// Returns the offsets in the source of all escaped dollar signs: those before, and the new ones.
fn offsets_in(source: &str, found: &[usize], before: Vec<usize>) -> Vec<usize> {
    let mut offsets: Vec<usize> = found.iter().map(|at| offset_in_source(*at, &before)).collect();
    debug_assert!(offsets.iter().all(|at| source[*at..].starts_with('$')));
    offsets.extend(before);
    offsets.sort_unstable();
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backslash_precedes_money() {
        #[track_caller]
        fn check(source: &str, expected: &str) {
            let (escaped, offsets) = with_escaped_money(source, Options::ENABLE_MATH);
            assert_eq!(escaped, expected);
            for (at, letter) in expected.char_indices().filter(|(_, letter)| *letter != '\\') {
                let offset = offset_in_source(at, &offsets);
                assert!(source[offset..].starts_with(letter), "{expected} at {at}: {offset}");
            }
        }
        for text in ["", "from $5 to $10", "a $5", "$x$ and $y$", "$5 and $10 and $15", "`$5-$10`", "[a]($5$6)"] {
            check(text, text);
        }
        check("US$5 *or* A$10", "US\\$5 *or* A$10");
        check("US$5 and US$10 and US$15 and US$20", "US\\$5 and US\\$10 and US\\$15 and US$20");
        check("$5-$10 for $n$ €", "\\$5-$10 for $n$ €");
        check("$10 and `$HOME` or [$5](/a$b)", "\\$10 and `$HOME` or [\\$5](/a$b)");
        check("é $5-$10 `$5-$6` é", "é \\$5-\\$10 `$5-$6` é");
    }
}
