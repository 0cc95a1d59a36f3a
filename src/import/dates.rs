//! Dates in words and numbers, as bibliographies write them, and states of publication.

use crate::content::Date;

/// What a text says about the date of a publication.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// The date in EDTF.
    pub date: Option<String>,
    /// The state of a publication that is not published yet.
    pub status: Option<&'static str>,
    /// The words that are no part of a date.
    pub unread: Vec<String>,
}

/// Finds the date in texts such as "2024", "12 May 2024", "2024/05/17", "May--June 2024", "Spring 2024" or "to appear".
pub(super) fn find(texts: &[&str]) -> Found {
    if let [text] = texts
        && let Some((start, end)) = text.split_once(" – ")
    {
        let (start, end) = (find(&[start]), find(&[end]));
        let date = start.date.zip(end.date).map(|(start, end)| [&start, "/", &*end].concat());
        if let Some(date) = date.filter(|date| Date::parse(date).is_ok()) {
            let unread = [start.unread, end.unread].concat();
            return Found { date: Some(date), status: start.status.or(end.status), unread };
        }
    }
    let mut parts = Parts::default();
    for text in texts {
        parts.add(text);
    }
    parts.found()
}

/// Returns a date in ISO 8601 or EDTF, as biblatex's field "date" and CSL have it: also with a time, with the marks of an
/// uncertain date, and as an open interval, which loses its open end.
pub(super) fn iso(text: &str) -> Option<String> {
    let day = |text: &str| {
        let text = text.split('T').next().unwrap_or_default().trim().trim_end_matches(['?', '~', '%', 'Z']);
        let parts: Vec<&str> = text.split('-').collect();
        let two = |part: &str| if part.len() == 1 { ["0", part].concat() } else { part.to_owned() };
        let parts: Vec<String> =
            parts.iter().enumerate().map(|(at, part)| if at == 0 { (*part).to_owned() } else { two(part) }).collect();
        let known: Vec<String> = parts.into_iter().take_while(|part| part != "00").collect();
        known.join("-")
    };
    let text = text.trim();
    let date = match text.split_once('/') {
        Some((start, end)) if matches!(end.trim(), "" | ".." | "open") => day(start),
        Some((start, end)) => [day(start), day(end)].join("/"),
        None => day(text),
    };
    Date::parse(&date).ok().map(|_| date)
}

/// Returns the state that a text names: "in press", "to appear", "under review", …
pub(super) fn status(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let words: String = lower.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(match &*words {
        "in press" | "inpress" | "im druck" | "sous presse" | "article in press" => "in press",
        "to appear" | "forthcoming" | "to be published" | "erscheint" | "à paraître" | "in production" => {
            "forthcoming"
        }
        "accepted" | "accepted for publication" | "paper accepted" | "conditionally accepted" => "accepted",
        "under review" | "in review" | "under submission" | "in revision" | "under revision" | "under peer review" => {
            "under review"
        }
        "submitted" | "submitted for publication" | "eingereicht" | "soumis" => "submitted",
        "in preparation" | "inpreparation" | "in prep" | "in vorbereitung" | "manuscript in preparation" => {
            "in preparation"
        }
        _ => return None,
    })
}

/// The numbers and words of a date.
#[derive(Default)]
struct Parts {
    years: Vec<u16>,
    /// 1 to 12 for months, 21 to 24 for seasons.
    months: Vec<u8>,
    days: Vec<u8>,
    status: Option<&'static str>,
    unread: Vec<String>,
}

impl Parts {
    fn add(&mut self, text: &str) {
        if let Some(status) = status(text) {
            self.status = Some(status);
            return;
        }
        for clause in text.split([',', ';', '(', ')', '[', ']']) {
            if let Some(status) = status(clause) {
                self.status = Some(status);
            } else {
                clause.split_whitespace().for_each(|word| self.word(word));
            }
        }
    }

    fn word(&mut self, word: &str) {
        if word.chars().all(|letter| !letter.is_alphanumeric()) {
            return;
        }
        let numbers: Vec<&str> = word.split(['-', '/', '.', '–', '—']).filter(|part| !part.is_empty()).collect();
        let are_numbers = numbers.iter().all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
        let known = if are_numbers { self.numbers(word, &numbers) } else { self.names(word) };
        if known.is_none() {
            self.unread.push(word.to_owned());
        }
    }

    /// Reads "2024", "12", "2024-05-17", "2024/05", "17.05.2024", "2023/2024", "2023-24" or "12-14".
    fn numbers(&mut self, word: &str, numbers: &[&str]) -> Option<()> {
        let value = |at: usize| numbers.get(at).and_then(|part| part.parse::<u16>().ok());
        let is_year = |at: usize| numbers.get(at).is_some_and(|part| part.len() == 4);
        let small = |number: u16, most: u16| (1..=most).contains(&number).then_some(number as u8);
        match numbers.len() {
            1 if is_year(0) => self.years.push(value(0)?),
            1 => self.days.push(small(value(0)?, 31)?),
            2 if is_year(0) && is_year(1) => self.years.extend([value(0)?, value(1)?]),
            2 if is_year(0) => {
                let (year, other) = (value(0)?, value(1)?);
                let is_month = small(other, 12).is_some() || (21..=24).contains(&other);
                // "2023-24" is a season in EDTF, and a range in words such as "2023–24".
                if is_month && (other <= 12 || word.contains('-')) && !word.contains("--") {
                    self.years.push(year);
                    self.months.push(other as u8);
                } else if other < 100 && year / 100 * 100 + other > year {
                    self.years.extend([year, year / 100 * 100 + other]);
                } else {
                    self.years.push(year);
                    self.unread.push(word.to_owned());
                }
            }
            2 if is_year(1) => {
                self.months.push(small(value(0)?, 12)?);
                self.years.push(value(1)?);
            }
            2 => {
                let days = [small(value(0)?, 31)?, small(value(1)?, 31)?];
                self.days.extend(days);
            }
            3 if is_year(0) => {
                let [year, month, day] = [value(0)?, value(1)?, value(2)?];
                self.years.push(year);
                self.months.extend(small(month, 12));
                self.days.extend(small(day, 31));
            }
            3 if is_year(2) => {
                let [first, second, year] = [value(0)?, value(1)?, value(2)?];
                self.years.push(year);
                // Only a German date has full stops. Otherwise the day is the number that is no month.
                let (day, month) = match () {
                    () if word.contains('.') || first > 12 => (first, second),
                    () if second > 12 || first == second => (second, first),
                    () => return None,
                };
                self.months.push(small(month, 12)?);
                self.days.push(small(day, 31)?);
            }
            _ => return None,
        }
        Some(())
    }

    /// Reads "May", "May--June", "12th", "14th-16th" or "May/June".
    fn names(&mut self, word: &str) -> Option<()> {
        let (mut months, mut days) = (Vec::new(), Vec::new());
        for part in word.split(['-', '/', '–', '—', '.', '~']).filter(|part| !part.is_empty()) {
            let lower = part.to_lowercase();
            let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
            match ordinal.parse::<u8>() {
                Ok(day @ 1..=31) => days.push(day),
                _ => months.push(month(&lower)?),
            }
        }
        self.months.extend(months);
        self.days.extend(days);
        Some(())
    }

    fn found(mut self) -> Found {
        self.years.dedup();
        let date = self.date().filter(|date| Date::parse(date).is_ok());
        let date = date.or_else(|| {
            // Without the parts that contradict each other.
            let year = format!("{:04}", self.years.first()?);
            let numbers = self.months.iter().chain(&self.days).map(u8::to_string);
            self.unread.extend(numbers.chain(self.years.iter().skip(1).map(u16::to_string)));
            Some(year)
        });
        if date.is_none() {
            self.unread.extend(self.months.iter().chain(&self.days).map(u8::to_string));
        }
        Found { date, status: self.status, unread: self.unread }
    }

    fn date(&self) -> Option<String> {
        let (first, last) = (*self.years.first()?, *self.years.last()?);
        if self.years.len() > 2 {
            return None;
        }
        Some(match (self.months.as_slice(), self.days.as_slice()) {
            ([], []) if first == last => format!("{first:04}"),
            ([], []) => format!("{first:04}/{last:04}"),
            ([month], []) if first == last => format!("{first:04}-{month:02}"),
            ([month], [day]) if first == last => format!("{first:04}-{month:02}-{day:02}"),
            ([month], [start, end]) if first == last => {
                format!("{first:04}-{month:02}-{start:02}/{first:04}-{month:02}-{end:02}")
            }
            ([start, end], []) => format!("{first:04}-{start:02}/{last:04}-{end:02}"),
            ([month, until], [start, end]) => {
                format!("{first:04}-{month:02}-{start:02}/{last:04}-{until:02}-{end:02}")
            }
            _ => return None,
        })
    }
}

/// Returns the number of a month, 1 to 12, or of a season, 21 to 24.
pub(super) fn month(name: &str) -> Option<u8> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "januar", "january", "janvier", "enero", "gennaio", "janeiro", "jänner"],
        &["feb", "februar", "february", "février", "fevrier", "febrero", "febbraio", "fevereiro"],
        &["mar", "march", "märz", "maerz", "mars", "marzo", "março", "mrz", "mär"],
        &["apr", "april", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maggio", "maio"],
        &["jun", "june", "juni", "juin", "junio", "giugno", "junho"],
        &["jul", "july", "juli", "juillet", "julio", "luglio", "julho"],
        &["aug", "august", "août", "aout", "agosto"],
        &["sep", "sept", "september", "septembre", "septiembre", "settembre", "setembro"],
        &["oct", "october", "okt", "oktober", "octobre", "octubre", "ottobre", "outubro"],
        &["nov", "november", "novembre", "noviembre", "novembro"],
        &["dec", "december", "dez", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
    ];
    const SEASONS: [&[&str]; 4] = [
        &["spring", "frühling", "frühjahr", "printemps", "primavera"],
        &["summer", "sommer", "été", "verano", "estate"],
        &["autumn", "fall", "herbst", "automne", "otoño", "autunno"],
        &["winter", "hiver", "invierno", "inverno"],
    ];
    let name = name.trim().trim_end_matches('.').to_lowercase();
    let among = |names: &[&[&str]]| names.iter().position(|names| names.contains(&&*name)).map(|at| at as u8);
    among(&MONTHS).map(|at| at + 1).or_else(|| among(&SEASONS).map(|at| at + 21))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_in_words_and_numbers() {
        #[track_caller]
        fn check(texts: &[&str], expected: &str) {
            let found = find(texts);
            let shown = [found.date.unwrap_or_default(), found.status.unwrap_or("").to_owned(), found.unread.join(" ")];
            assert_eq!(shown.join("|").trim_end_matches('|'), expected, "{texts:?}");
        }
        check(&["2024"], "2024");
        check(&["2024", "may"], "2024-05");
        check(&["2024", "May", "17"], "2024-05-17");
        check(&["May 17, 2024"], "2024-05-17");
        check(&["2024", "12--14 May"], "2024-05-12/2024-05-14");
        check(&["2024", "May--June"], "2024-05/2024-06");
        check(&["2024", "May 30--June 2"], "2024-05-30/2024-06-02");
        check(&["Spring 2024"], "2024-21");
        check(&["2024/05/17"], "2024-05-17");
        check(&["17.05.2024"], "2024-05-17");
        check(&["17/05/2024"], "2024-05-17");
        check(&["04/05/2024"], "2024||04/05/2024");
        check(&["2023/2024"], "2023/2024");
        check(&["2023--24"], "2023/2024");
        check(&["2024-21"], "2024-21");
        check(&["2023--2024", "Dec/Jan"], "2023-12/2024-01");
        check(&["2024, to appear"], "2024|forthcoming");
        check(&["in press"], "|in press");
        check(&["c. 2024"], "2024||c.");
        check(&["2024", "foo"], "2024||foo");
        check(&["2024", "feb", "30"], "2024||2 30");
        check(&["September 3rd, 2024"], "2024-09-03");
        check(&["n.d."], "||n.d.");
    }

    #[test]
    fn dates_in_edtf_are_kept() {
        for (text, date) in [
            ("2024-05-17", Some("2024-05-17")),
            ("2024-5-7", Some("2024-05-07")),
            ("2024-05-17T12:00:00Z", Some("2024-05-17")),
            ("2023/2024", Some("2023/2024")),
            ("2024-05/..", Some("2024-05")),
            ("2024-21", Some("2024-21")),
            ("2024-00-00", Some("2024")),
            ("2024?", Some("2024")),
            ("19XX", None),
            ("soon", None),
        ] {
            assert_eq!(iso(text).as_deref(), date, "{text}");
        }
    }
}
