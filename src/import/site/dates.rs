//! Dates of front matter.

use crate::content::Date;

/// Returns the date at the start of a text, as in "2019-10-01T00:00:00Z", "2015-10-22 15:59:00-0400" and "2019/10/1".
pub(super) fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.')).unwrap_or(text.len());
    let numbers: Vec<&str> = text[..end].split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
    let pad = |number: &str| format!("{number:0>2}");
    let date = match numbers[..] {
        [year] if year.len() == 4 => year.to_owned(),
        [year, month] if year.len() == 4 => format!("{year}-{}", pad(month)),
        [year, month, day, ..] if year.len() == 4 => format!("{year}-{}-{}", pad(month), pad(day)),
        _ => return None,
    };
    Date::parse(&date).is_ok().then_some(date)
}

/// Returns the date at the start of a file name: "2012-03-01-talk-1.md".
pub(super) fn date_of_name(name: &str) -> Option<String> {
    let digits = name.get(..10).filter(|start| start.is_ascii());
    digits.and_then(iso_date).filter(|date| date.len() == 10)
}

/// Returns a date for people: "March 2012", "2012".
pub(super) fn month_and_year(iso: &str) -> String {
    let month = iso.get(..7).unwrap_or(iso);
    Date::parse(month).map_or_else(|_| iso.to_owned(), |date| date.to_string())
}

/// Returns a period for people: "January 2016 – December 2016", "since January 2017".
pub(super) fn period(start: Option<&str>, end: Option<&str>) -> Option<String> {
    let shown = |text: &str| iso_date(text).map_or_else(|| text.trim().to_owned(), |iso| month_and_year(&iso));
    match (start.filter(|text| !text.trim().is_empty()), end.filter(|text| !text.trim().is_empty())) {
        (Some(start), Some(end)) if shown(start) == shown(end) => Some(shown(start)),
        (Some(start), Some(end)) => Some(format!("{} – {}", shown(start), shown(end))),
        (Some(start), None) => Some(format!("since {}", shown(start))),
        (None, Some(end)) => Some(format!("until {}", shown(end))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_front_matter_become_iso_dates() {
        for (text, expected) in [
            ("2019-10-01T00:00:00Z", Some("2019-10-01")),
            ("2015-10-22 15:59:00-0400", Some("2015-10-22")),
            ("2019/10/1", Some("2019-10-01")),
            ("2019-10", Some("2019-10")),
            ("2019", Some("2019")),
            ("Spring 2019", None),
            ("2019-13-01", None),
            ("", None),
        ] {
            assert_eq!(iso_date(text).as_deref(), expected, "{text}");
        }
        assert_eq!(date_of_name("2012-03-01-talk-1").as_deref(), Some("2012-03-01"));
        assert_eq!(date_of_name("talk-1"), None);
    }

    #[test]
    fn periods_are_written_for_people() {
        assert_eq!(period(Some("2016-01-01"), Some("2016-12-31")).as_deref(), Some("January 2016 – December 2016"));
        assert_eq!(period(Some("2017-01-01"), None).as_deref(), Some("since January 2017"));
        assert_eq!(period(Some("2017"), Some("2017")).as_deref(), Some("2017"));
        assert_eq!(period(None, None), None);
    }
}
