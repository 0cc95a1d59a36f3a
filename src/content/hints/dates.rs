//! Suggests the correct form of dates in other formats.

use crate::content::Date;

/// Returns the correct form of a date in another format, if it is unambiguous.
pub(in crate::content) fn date(text: &str) -> Option<String> {
    if text.len() > 60 {
        return None;
    }
    let text = text.trim().to_lowercase();
    // A date with a time.
    let day = text.split_once(['t', ' ']).filter(|(_, time)| time.contains(':')).map_or(&*text, |(day, _)| day);
    if Date::parse(day).is_ok() {
        return Some(day.to_owned());
    }
    let by_dots = day.contains('.');
    let parts: Vec<&str> = day.split([' ', '/', '.', '-', ',', '–']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| part.strip_suffix(ending)).unwrap_or(part);
        (digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse::<u8>().ok())?
    };
    let year = |part: &str| (part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(());
    let written = |year: &str, month: u8, day: Option<u8>| {
        let date = match day.filter(|day| *day > 0) {
            Some(day) => format!("{year}-{month:02}-{day:02}"),
            None if month == 0 => year.to_owned(),
            None => format!("{year}-{month:02}"),
        };
        Date::parse(&date).ok().map(|_| date)
    };
    let years = |from: &str, to: &str| {
        let interval = [from, "/", to].concat();
        Date::parse(&interval).ok().map(|_| interval)
    };
    match *parts.as_slice() {
        [whole] if whole.len() == 8 && whole.is_ascii() => {
            let (month, day) = (whole[4..6].parse().ok()?, whole[6..].parse().ok()?);
            year(&whole[..4])?;
            written(&whole[..4], month, Some(day))
        }
        [first, second] => match (year(first), year(second)) {
            (Some(()), None) => match number(second) {
                // "2023/24"
                Some(end) if end > 12 => years(first, &[&first[..2], second].concat()),
                number => written(first, month(second).or(number)?, None),
            },
            (None, Some(())) => {
                written(second, month(first).or_else(|| number(first).filter(|month| *month <= 12))?, None)
            }
            (Some(()), Some(())) => years(first, second),
            (None, None) => None,
        },
        [first, second, third] => match (year(first), year(third)) {
            (Some(()), None) => match (month(second), month(third)) {
                (Some(month), _) => written(first, month, Some(number(third)?)),
                (None, Some(month)) => written(first, month, Some(number(second)?)),
                (None, None) => written(first, number(second)?, Some(number(third)?)),
            },
            (None, Some(())) => match (month(first), month(second)) {
                (Some(month), _) => written(third, month, Some(number(second)?)),
                (None, Some(month)) => written(third, month, Some(number(first)?)),
                (None, None) => {
                    let (first, second) = (number(first)?, number(second)?);
                    match (first > 12, second > 12) {
                        _ if by_dots || first == second => written(third, second, Some(first)),
                        (true, false) => written(third, second, Some(first)),
                        (false, true) => written(third, first, Some(second)),
                        _ => None,
                    }
                }
            },
            _ => None,
        },
        _ => None,
    }
}

/// Returns the number of a month or a season from its name in English, German, French, Spanish or Italian, or its English
/// abbreviation.
fn month(name: &str) -> Option<u8> {
    #[rustfmt::skip]
    const MONTHS: [&[&str]; 12] = [
        &["january", "jan", "januar", "jänner", "janvier", "enero", "gennaio"],
        &["february", "feb", "februar", "février", "febrero", "febbraio"],
        &["march", "mar", "märz", "mars", "marzo"],
        &["april", "apr", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maggio"],
        &["june", "jun", "juni", "juin", "junio", "giugno"],
        &["july", "jul", "juli", "juillet", "julio", "luglio"],
        &["august", "aug", "août", "agosto"],
        &["september", "sep", "sept", "septembre", "septiembre", "settembre"],
        &["october", "oct", "oktober", "octobre", "octubre", "ottobre"],
        &["november", "nov", "novembre", "noviembre"],
        &["december", "dec", "dezember", "décembre", "diciembre", "dicembre"],
    ];
    // EDTF writes seasons as months.
    #[rustfmt::skip]
    const SEASONS: [&[&str]; 4] = [
        &["spring", "frühling", "frühjahr", "printemps", "primavera"],
        &["summer", "sommer", "été", "verano", "estate"],
        &["autumn", "fall", "herbst", "automne", "otoño", "autunno"],
        &["winter", "hiver", "invierno", "inverno"],
    ];
    let all = (1..).zip(MONTHS).chain((21..).zip(SEASONS));
    all.into_iter().find(|(_, names)| names.contains(&name)).map(|(month, _)| month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unambiguous_dates_are_corrected() {
        let right = [
            ("2024/05/01", "2024-05-01"),
            ("2024.5.1", "2024-05-01"),
            ("2024-5-1", "2024-05-01"),
            ("2024-5", "2024-05"),
            ("2024-05-00", "2024-05"),
            ("20240501", "2024-05-01"),
            ("2024-05-01T10:00:00Z", "2024-05-01"),
            ("2024-05-01 10:00", "2024-05-01"),
            ("01.05.2024", "2024-05-01"),
            ("05/2024", "2024-05"),
            ("31/05/2024", "2024-05-31"),
            ("05/31/2024", "2024-05-31"),
            ("May 2024", "2024-05"),
            ("2024 May", "2024-05"),
            ("May 1, 2024", "2024-05-01"),
            ("1st May 2024", "2024-05-01"),
            ("1 Dec. 2024", "2024-12-01"),
            ("März 2024", "2024-03"),
            (" 2024 ", "2024"),
            ("Spring 2024", "2024-21"),
            ("2024 Fall", "2024-23"),
            ("2023-2024", "2023/2024"),
            ("2023/24", "2023/2024"),
        ];
        for (typed, expected) in right {
            assert_eq!(date(typed).as_deref(), Some(expected), "{typed}");
        }
        for unclear in
            ["01/05/2024", "2024-13", "31.02.2024", "2024/2023", "24-05-01", "soon", "", "Spring", "2024é123"]
        {
            assert_eq!(date(unclear), None, "{unclear}");
        }
    }
}
