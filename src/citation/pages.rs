//! Pages of a publication, as ranges.

/// The pages of a publication.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Pages {
    /// Each range as its first and its last page. A single page or article number has an empty last page.
    pub ranges: Vec<(String, String)>,
    /// The number of pages, such as "13" in "1–10 (13 pages)".
    pub total: String,
}

impl Pages {
    /// Parses pages such as "1-15", "1–3, 7", "A-1--A-9" or "123–45".
    ///
    /// An en dash or several hyphens separate a range. A single hyphen does so only if the result is plausible: article
    /// numbers such as "043102-1", "A-12" and "2024-17" have hyphens, too. The digits that an abbreviated last page omits
    /// are restored (Chicago Manual of Style, section 9.61). The last page of a range never precedes the first.
    pub fn parse(text: &str) -> Pages {
        let mut pages = Pages::default();
        let mut text = text.trim();
        if let Some((before, total)) = split_total(text) {
            (text, pages.total) = (before, total.to_owned());
        }
        pages.ranges = text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(range).collect();
        pages
    }

    /// Returns the pages as text, such as "1-15, 20", with `dash` in ranges. The total is omitted.
    pub fn with_dash(&self, dash: &str) -> String {
        let range = |(first, last): &(String, String)| {
            if last.is_empty() { first.clone() } else { [first, dash, last].concat() }
        };
        self.ranges.iter().map(range).collect::<Vec<_>>().join(", ")
    }
}

/// Splits "1–10 (13 pages)" into "1–10" and "13".
fn split_total(text: &str) -> Option<(&str, &str)> {
    let (before, inside) = text.strip_suffix(')')?.rsplit_once('(')?;
    let (number, unit) = inside.trim().split_once(' ')?;
    let is_total = number.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(unit.trim_end_matches('.'), "page" | "pages" | "p" | "pp" | "S" | "Seiten");
    (is_total && !before.trim().is_empty()).then_some((before.trim_end(), number))
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '‒' | '–' | '—' | '−')
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑')
}

fn range(part: &str) -> (String, String) {
    let part = ["pp.", "p.", "pages "].iter().find_map(|label| part.strip_prefix(label)).unwrap_or(part).trim_start();
    find_range(part).unwrap_or_else(|| (part.to_owned(), String::new()))
}

fn find_range(part: &str) -> Option<(String, String)> {
    let hyphens: Vec<usize> = part.match_indices(is_hyphen).map(|(at, _)| at).collect();
    let dash = part.find(is_dash).or_else(|| part.as_bytes().windows(2).position(|pair| pair == b"--"));
    // Of an odd number of single hyphens the middle one separates the range: "A-1-A-9".
    let middle = || (hyphens.len() % 2 == 1).then(|| hyphens[hyphens.len() / 2]);
    let at = dash.or_else(middle)?;
    let trim = |part| str::trim_matches(part, |letter| is_dash(letter) || is_hyphen(letter) || letter == ' ');
    let (first, last) = (trim(&part[..at]), trim(&part[at..]));
    // "100-" is open. A text such as "10 (supplement)" is more than a page.
    if first.is_empty() || last.is_empty() || [first, last].iter().any(|page| page.contains(' ')) {
        return None;
    }
    let (prefix, start) = split_number(first);
    let (last_prefix, end) = split_number(last);
    if start.is_empty() || end.is_empty() {
        // Roman numerals, or letters.
        let is_roman = |page: &str| page.chars().all(|letter| "ivxlcdmIVXLCDM".contains(letter));
        let is_range = dash.is_some() || is_roman(first) && is_roman(last);
        return is_range.then(|| (first.to_owned(), last.to_owned()));
    }
    if last_prefix != prefix && !last_prefix.is_empty() {
        return dash.is_some().then(|| (first.to_owned(), last.to_owned()));
    }
    let omitted = start.len().saturating_sub(end.len());
    if is_ascending(start, end) {
        return Some((first.to_owned(), [prefix, end].concat()));
    }
    let restored = [&start[..omitted], end].concat();
    // "12-3" is an article number, "123-45" an abbreviation of 123-145.
    let is_abbreviation = omitted > 0 && (dash.is_some() || end.len() >= 2 && end.len() * 2 >= start.len());
    (is_abbreviation && is_ascending(start, &restored)).then(|| (first.to_owned(), [prefix, &restored].concat()))
}

/// Splits a page into its prefix and the digits at its end: "C3-32" into "C3-" and "32".
fn split_number(page: &str) -> (&str, &str) {
    page.split_at(page.trim_end_matches(|letter: char| letter.is_ascii_digit()).len())
}

/// Returns `true` if one number, in digits, is not greater than another.
fn is_ascending(start: &str, end: &str) -> bool {
    let (start, end) = (start.trim_start_matches('0'), end.trim_start_matches('0'));
    (start.len(), start) <= (end.len(), end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_are_told_from_article_numbers() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(Pages::parse(text).with_dash(" to "), expected, "{text}");
        }
        check("1-15", "1 to 15");
        check("1–15", "1 to 15");
        check("1--15", "1 to 15");
        check("1 --- 15", "1 to 15");
        check("1—15, 20,30-31", "1 to 15, 20, 30 to 31");
        check("A-1–A-9", "A-1 to A-9");
        check("A-1-A-9", "A-1 to A-9");
        check("23:1-23:20", "23:1 to 23:20");
        check("23:1-20", "23:1 to 23:20");
        check("C3-32--C3-35", "C3-32 to C3-35");
        check("16-1-16-4", "16-1 to 16-4");
        check("S1-S10", "S1 to S10");
        check("S1–10", "S1 to S10");
        check("e1-e10", "e1 to e10");
        check("i–xii, 3–9", "i to xii, 3 to 9");
        check("i-xii", "i to xii");
        check("pp. 3-9", "3 to 9");
        check("123–45", "123 to 145");
        check("123-45", "123 to 145");
        check("1234–5", "1234 to 1235");
        check("199–03", "199–03");
        check("975--981", "975 to 981");
        check("043102-1", "043102-1");
        check("A-12", "A-12");
        check("2024-17", "2024-17");
        check("12-3", "12-3");
        check("e-17-18", "e-17-18");
        check("e0123456", "e0123456");
        check("100-", "100-");
        check("1–10 (supplement)", "1–10 (supplement)");
        check(" , ", "");
    }

    #[test]
    fn a_number_of_pages_is_kept() {
        let pages = Pages::parse("1–10 (13 pages)");
        assert_eq!((pages.with_dash("-"), pages.total), ("1-10".to_owned(), "13".to_owned()));
        assert_eq!(Pages::parse("1–10 (13 pp.)").total, "13");
        assert_eq!(Pages::parse("(13 pages)").total, "");
    }

    proptest! {
        #[test]
        fn the_last_page_never_precedes_the_first(text in "[0-9]{1,5}[-–][0-9]{1,5}") {
            for (first, last) in Pages::parse(&text).ranges {
                if let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>()) {
                    prop_assert!(first <= last, "{} {}", first, last);
                }
            }
        }

        #[test]
        fn ascending_numbers_are_a_range(first in 0..9999_u32, length in 0..999_u32, dash in "-|–|--| - ") {
            let last = first + length;
            let pages = Pages::parse(&format!("{first}{dash}{last}"));
            prop_assert_eq!(pages.ranges, vec![(first.to_string(), last.to_string())]);
        }
    }
}
