//! Dates of publications.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::{
    content::{PublicationStatus, hints},
    util::{
        json::{Encode, encode_string},
        text::PART_SEPARATOR,
    },
};

/// A date of a publication in the Extended Date/Time Format (EDTF, ISO 8601-2): `2024`, `2024-05`, `2024-05-17`, a season
/// (`2024-21`, spring) or an interval (`2023/2024`).
///
/// ```
/// use frontispiece::content::Date;
/// let date = Date::parse("2024-05").unwrap();
/// assert_eq!((date.year(), date.month(), date.day()), (2024, Some(5), None));
/// assert_eq!(date.to_string(), "May 2024");
/// assert_eq!(date.iso(), "2024-05");
/// assert_eq!(Date::parse("2024-22").unwrap().to_string(), "Summer 2024");
/// assert_eq!(Date::parse("2023/2024").unwrap().to_string(), "2023–2024");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    start: Day,
    /// The last day of an interval.
    end: Option<Day>,
}

/// A day, a month, a season or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Day {
    year: u16,
    /// 1 to 12 for a month, 21 to 24 for a season.
    month: Option<u8>,
    day: Option<u8>,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The seasons that EDTF writes as months 21 to 24.
const SEASONS: [&str; 4] = ["Spring", "Summer", "Autumn", "Winter"];

const FIRST_SEASON: u8 = 21;

impl Date {
    /// Parses a date. The error describes what is wrong with the text.
    pub fn parse(text: &str) -> Result<Date, &'static str> {
        match text.split_once('/') {
            None => Ok(Date { start: Day::parse(text)?, end: None }),
            Some((start, end)) => {
                let (start, end) = (Day::parse(start)?, Day::parse(end)?);
                if end <= start {
                    return Err("an interval ends after its start");
                }
                Ok(Date { start, end: Some(end) })
            }
        }
    }

    /// Returns the year, 0 to 9999. The year of an interval is that of its start.
    pub fn year(self) -> u16 {
        self.start.year
    }

    /// Returns the month, 1 to 12, if it is known.
    pub fn month(self) -> Option<u8> {
        self.start.month.filter(|month| *month < FIRST_SEASON)
    }

    /// Returns the day of the month, 1 to 31, if it is known.
    pub fn day(self) -> Option<u8> {
        self.start.day
    }

    /// Returns the season: 1 for spring to 4 for winter.
    pub fn season(self) -> Option<u8> {
        self.start.month.and_then(|month| (month + 1).checked_sub(FIRST_SEASON)).filter(|season| *season > 0)
    }

    /// Returns the end of an interval as a date.
    pub fn end(self) -> Option<Date> {
        self.end.map(|end| Date { start: end, end: None })
    }

    /// Returns the start of an interval, or the date itself.
    pub fn start(self) -> Date {
        Date { end: None, ..self }
    }

    /// Returns a number by which dates of one year are compared, if the month or the season is known. A season is in the
    /// middle of its months.
    pub(crate) fn month_order(self) -> Option<u8> {
        let month = self.start.month?;
        Some(match self.season() {
            Some(season) => 3 + 6 * season,
            None => 2 * month,
        })
    }

    /// Returns a number by which dates are compared. The date of an interval is its start. A year without a month precedes
    /// its months, and a month without a day precedes its days.
    pub(crate) fn order(self) -> u32 {
        let month = self.month_order().unwrap_or(0);
        (u32::from(self.start.year) * 100 + u32::from(month)) * 100 + u32::from(self.start.day.unwrap_or(0))
    }

    /// Returns the date as it is written in the content.
    pub fn iso(self) -> String {
        match self.end {
            Some(end) => [&self.start.iso(), "/", &end.iso()].concat(),
            None => self.start.iso(),
        }
    }

    /// Returns the start of the date for `<time datetime>` (HTML, section 4.5.14), which knows no seasons and intervals.
    pub fn datetime(self) -> String {
        let start = self.start;
        Day { month: self.month(), ..start }.iso()
    }
}

impl Day {
    fn parse(text: &str) -> Result<Day, &'static str> {
        const FORMAT: &str = "a date is written YYYY, YYYY-MM or YYYY-MM-DD";
        let digits = |part: &str, length: usize| {
            if part.len() == length && part.bytes().all(|b| b.is_ascii_digit()) {
                part.parse::<u16>().map_err(|_| FORMAT)
            } else {
                Err(FORMAT)
            }
        };
        let mut parts = text.split('-');
        let year = digits(parts.next().unwrap_or(""), 4)?;
        let month = parts.next().map(|part| digits(part, 2)).transpose()?;
        let day = parts.next().map(|part| digits(part, 2)).transpose()?;
        if parts.next().is_some() {
            return Err(FORMAT);
        }
        if let Some(month) = month {
            let is_season = (21..=24).contains(&month);
            if !(1..=12).contains(&month) && !is_season {
                return Err("months go from 01 to 12");
            }
            if let Some(day) = day
                && (is_season || !(1..=days_in(year, month)).contains(&day))
            {
                return Err("that month has no such day");
            }
        }
        let byte = |number: u16| number as u8;
        Ok(Day { year, month: month.map(byte), day: day.map(byte) })
    }

    fn iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }

    /// Returns the day and the month or the season for readers, each followed by a space.
    fn before_year(self) -> String {
        let month = match self.month {
            Some(month @ FIRST_SEASON..) => SEASONS[usize::from(month - FIRST_SEASON)],
            Some(month) => MONTHS[usize::from(month) - 1],
            None => return String::new(),
        };
        let day = self.day.map(|day| day.to_string() + " ").unwrap_or_default();
        [&day, month, " "].concat()
    }
}

fn days_in(year: u16, month: u16) -> u16 {
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Formats the date for readers: "2024", "May 2024", "17 May 2024", "Spring 2024", "May–June 2024", "2023–2024".
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Date { start, end } = *self;
        let (before, year) = (start.before_year(), start.year.to_string());
        let Some(end) = end else { return f.write_str(&[before, year].concat()) };
        let (end_before, end_year) = (end.before_year(), end.year.to_string());
        let text = if before.is_empty() && end_before.is_empty() {
            [&year, "–", &end_year].concat()
        } else if year == end_year && !before.is_empty() {
            [before.trim_end(), "–", &end_before, &year].concat()
        } else {
            [&before, &year, " – ", &end_before, &end_year].concat()
        };
        f.write_str(&text)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        Date::parse(&text).map_err(|why| de::Error::custom(NotADate { text: &text, why }))
    }
}

/// The message about a text that is not a date, in parts (`Message::from_alternate_form`). It is composed only if it is
/// displayed, so that the trusted reader, which displays none, does not contain the hints.
struct NotADate<'t> {
    text: &'t str,
    why: &'static str,
}

impl fmt::Display for NotADate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NotADate { text, why } = self;
        match hints::date(text) {
            Some(date) => write!(f, "\"{text}\"{PART_SEPARATOR}a date{PART_SEPARATOR}:write \"{date}\""),
            None => {
                let status = PublicationStatus::ALL.iter().find(|status| status.as_str() == text.trim().to_lowercase());
                let hint = status.map(|status| format!(";remove it and write \"status\": \"{}\"", status.as_str()));
                write!(f, "\"{text}\"{PART_SEPARATOR}a date: {why}{PART_SEPARATOR}{}", hint.unwrap_or_default())
            }
        }
    }
}

impl Encode for Date {
    fn encode(&self, json: &mut String) {
        encode_string(&self.iso(), json);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_precision_is_parsed_and_errors_are_described() {
        fn check(text: &str, expected: Result<&str, &str>) {
            let shown = Date::parse(text).map(|date| format!("{date}|{}", date.iso()));
            assert_eq!(shown.as_deref().map_err(|why| *why), expected, "{text}");
        }
        const FORMAT: &str = "a date is written YYYY, YYYY-MM or YYYY-MM-DD";
        check("2025", Ok("2025|2025"));
        check("2025-10", Ok("October 2025|2025-10"));
        check("2024-02-29", Ok("29 February 2024|2024-02-29"));
        check("2000-02-29", Ok("29 February 2000|2000-02-29"));
        check("1900-02-29", Err("that month has no such day"));
        check("2023-04-31", Err("that month has no such day"));
        check("2023-13", Err("months go from 01 to 12"));
        check("2023-00", Err("months go from 01 to 12"));
        check("2023-4", Err(FORMAT));
        check("2024-21", Ok("Spring 2024|2024-21"));
        check("2023-24", Ok("Winter 2023|2023-24"));
        check("2023-25", Err("months go from 01 to 12"));
        check("2023-21-01", Err("that month has no such day"));
        check("2023/2024", Ok("2023–2024|2023/2024"));
        check("2024-05/2024-06", Ok("May–June 2024|2024-05/2024-06"));
        check("2024-05-30/2024-06-02", Ok("30 May–2 June 2024|2024-05-30/2024-06-02"));
        check("2023-12/2024-01", Ok("December 2023 – January 2024|2023-12/2024-01"));
        check("2024/2023", Err("an interval ends after its start"));
        check("2023/", Err(FORMAT));
        check("23", Err(FORMAT));
        check("", Err(FORMAT));
        check("2023-04-01-02", Err(FORMAT));
        check("+023", Err(FORMAT));
        check("٢٠٢٣", Err(FORMAT));
        check("May 2023", Err(FORMAT));
    }
}
