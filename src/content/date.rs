//! Dates of reduced precision.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::{
    content::hints,
    util::{
        json::{Encode, encode_string},
        text::PART_SEPARATOR,
    },
};

/// A calendar date of reduced precision: `2024`, `2024-05` or `2024-05-17`
/// (ISO 8601-1, section 5.2.2, "representations with reduced precision").
///
/// ```
/// use frontispiece::content::Date;
/// let date = Date::parse("2024-05").unwrap();
/// assert_eq!((date.year(), date.month(), date.day()), (2024, Some(5), None));
/// assert_eq!(date.to_string(), "May 2024");
/// assert_eq!(date.iso(), "2024-05");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
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

impl Date {
    /// Parses `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. The error describes what is wrong with the text.
    pub fn parse(text: &str) -> Result<Date, &'static str> {
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
            if !(1..=12).contains(&month) {
                return Err("months go from 01 to 12");
            }
            if let Some(day) = day
                && !(1..=days_in(year, month)).contains(&day)
            {
                return Err("that month has no such day");
            }
        }
        let byte = |number: u16| number as u8;
        Ok(Date { year, month: month.map(byte), day: day.map(byte) })
    }

    /// Returns the year, 0 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, 1 to 12, if it is known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// Returns the day of the month, 1 to 31, if it is known.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// Returns the date as it is written in the content and in `<time datetime>`.
    pub fn iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
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

/// Formats the date for readers: "2024", "May 2024", "17 May 2024".
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(day) = self.day {
            write!(f, "{day} ")?;
        }
        if let Some(month) = self.month {
            write!(f, "{} ", MONTHS[usize::from(month) - 1])?;
        }
        write!(f, "{}", self.year)
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
            None => write!(f, "\"{text}\"{PART_SEPARATOR}a date: {why}{PART_SEPARATOR}"),
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
        check("23", Err(FORMAT));
        check("", Err(FORMAT));
        check("2023-04-01-02", Err(FORMAT));
        check("+023", Err(FORMAT));
        check("٢٠٢٣", Err(FORMAT));
        check("May 2023", Err(FORMAT));
    }
}
