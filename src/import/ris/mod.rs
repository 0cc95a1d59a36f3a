//! Reads RIS ("RIS Format Specifications", Research Information Systems, 2001, with the types and tags that version 2 of 2011
//! added).

mod record;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::import::{
    dates,
    draft::{Draft, count_of_entries},
    escape::{markdown, markdown_line},
    html, identifiers, kinds, person,
    ris::record::{Record, tag},
    work::{Format, ReadFile, Skipped, VenueName, Warning},
};

/// Returns `true` for a text whose first line with a tag begins a record.
pub(super) fn is_ris(text: &str) -> bool {
    text.lines().find_map(tag).is_some_and(|(tag, _)| tag == "TY")
}

/// Reads a file. A record begins with the tag TY and ends with ER, or before the next one.
pub(super) fn read(text: &str) -> ReadFile {
    let mut file = ReadFile { format: Format::Ris, works: Vec::new(), skipped: Vec::new(), warnings: Vec::new() };
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    let mut record: Option<Record> = None;
    for (at, line) in text.lines().enumerate() {
        let line_number = at + 1;
        match tag(line) {
            Some(("TY", value)) => {
                finish(record.take(), &mut file, &mut unread);
                record = Some(Record::new(line_number, value));
            }
            Some(("ER", _)) => finish(record.take(), &mut file, &mut unread),
            Some((tag, value)) => match &mut record {
                Some(record) => record.add(tag, value),
                None => outside(&mut file, line_number, line),
            },
            // A long value continues on the next line.
            None => match &mut record {
                Some(record) => record.extend(line),
                None if line.trim().is_empty() => {}
                None => outside(&mut file, line_number, line),
            },
        }
    }
    finish(record.take(), &mut file, &mut unread);
    for (tag, count) in unread {
        let message = count_of_entries(count);
        file.warnings.push(Warning { line: 0, path: tag, message });
    }
    file
}

/// Warns about a text between records. One warning is enough for several lines.
fn outside(file: &mut ReadFile, line: usize, text: &str) {
    let is_known = file.warnings.last().is_some_and(|last| last.path.is_empty() && last.line + 1 >= line);
    if !is_known && !text.trim().is_empty() {
        let message =
            format!("found \"{}\" outside of a record; a record begins with \"TY  - \"; it is left out", text.trim());
        file.warnings.push(Warning { line, path: String::new(), message });
    } else if let Some(last) = file.warnings.last_mut().filter(|_| is_known) {
        last.line = line;
    }
}

/// Returns the type of publication of a type of record.
fn kind(reference_type: &str) -> Option<&'static str> {
    Some(match reference_type {
        "JOUR" | "JFULL" | "EJOUR" | "MGZN" | "NEWS" | "INPR" | "ABST" => "journal",
        "CONF" | "CPAPER" => "conference",
        "BOOK" | "EDBOOK" | "EBOOK" | "SERR" | "SER" | "CLSWK" => "book",
        "CHAP" | "ECHAP" | "ENCYC" | "DICT" => "chapter",
        "THES" => "thesis",
        "RPRT" | "GOVDOC" | "STAND" => "report",
        "COMP" => "software",
        "DATA" | "AGGR" | "DBASE" => "dataset",
        "PAT" => "patent",
        "UNPB" | "MANSCPT" | "UNPD" | "PREP" => "preprint",
        "GEN" | "ELEC" | "WEB" | "BLOG" | "VIDEO" | "SLIDE" | "SOUND" | "MPCT" | "MULTI" | "ICOMM" | "PCOMM"
        | "ART" | "BILL" | "CASE" | "STAT" | "HEAR" | "LEGAL" | "MAP" | "MUSIC" | "PAMP" | "ANCIENT" | "CHART"
        | "CTLG" | "EQUA" | "FIGURE" | "GRNT" | "INTV" | "MISC" | "ADVS" | "UNBILL" => "other",
        _ => return None,
    })
}

/// Tags that describe a database and not the work.
const BOOKKEEPING: [&str; 12] = ["DB", "DP", "Y2", "RP", "AV", "CN", "LB", "AD", "PMID", "CA", "U1", "H1"];

/// Adds the work of a record, or the reason why there is none.
fn finish(record: Option<Record>, file: &mut ReadFile, unread: &mut BTreeMap<String, usize>) {
    let Some(mut record) = record else { return };
    let key = record.first(&["ID"]);
    let known = kind(&record.kind);
    let kind = known.unwrap_or("other");
    let is_book = kind == "book";
    let title = record.first(if is_book { &["TI", "T1", "BT", "CT"] } else { &["TI", "T1", "CT"] });
    let mut draft = Draft::new(record.line, &key);
    draft.set("title", markdown_line(html::parse(&title)));
    if !draft.has("title") {
        let reason = "found no title; expected a line \"TI  - \" or \"T1  - \"; add it to the record".to_owned();
        file.skipped.push(Skipped { line: record.line, key, reason, is_expected: false });
        return;
    }
    if known.is_none() {
        draft.warn(
            "TY",
            format!("found the type \"{}\", which is unknown; the work has the type \"other\"", record.kind),
        );
    }
    people(&mut record, &mut draft);
    date(&mut record, &mut draft);
    identifiers(&mut record, &mut draft, kind);
    venue(&mut record, &mut draft, kind);
    numbers(&mut record, &mut draft, kind);
    texts(&mut record, &mut draft);
    if record.kind == "INPR" && !draft.has("status") {
        draft.set("status", "in press");
    }
    for (tag, value) in std::mem::take(&mut record.fields) {
        let repeats = tag == "M3"
            && ["article", "journal article", "conference paper", "paper", "book"].contains(&&*value.to_lowercase());
        if value.trim().is_empty() || repeats {
        } else if BOOKKEEPING.contains(&&*tag) {
            *unread.entry(tag).or_insert(0) += 1;
        } else {
            draft.no_place(&tag, &value);
        }
    }
    let (work, warnings) = draft.finish();
    file.works.push(work);
    file.warnings.extend(warnings);
}

fn people(record: &mut Record, draft: &mut Draft) {
    let is_edited = record.kind == "EDBOOK";
    let is_book = kind(&record.kind) == Some("book");
    let mut names = |draft: &mut Draft, tags: &[&str]| -> Vec<Value> {
        let values: Vec<String> = tags.iter().flat_map(|tag| record.all(tag)).collect();
        let parts = values.iter().flat_map(|value| value.split(['\n', ';'])).map(str::trim);
        let written: Vec<&str> = parts.filter(|name| !name.is_empty()).collect();
        // RIS separates the parts of a person's name by a comma. Files that follow this have groups without one.
        let has_commas = written.iter().any(|name| name.contains(','));
        let mut people = Vec::new();
        for name in written {
            let bare = person::without_homonym_number(name).unwrap_or(name);
            if bare != name {
                draft.warn("AU", format!("found \"{name}\"; the name is \"{bare}\""));
            }
            let is_group = has_commas && !bare.contains(',') && !person::is_others(bare);
            people.push(if is_group { person::literal(bare) } else { person::parse(bare) });
        }
        people
    };
    let (authors, editors, translators) = (
        names(draft, &["AU", "A1"]),
        names(draft, if is_book { &["A3", "ED"] } else { &["A2", "ED"] }),
        names(draft, &["A4", "TA"]),
    );
    let (authors, editors) = if is_edited { (Vec::new(), [authors, editors].concat()) } else { (authors, editors) };
    draft.set_list("authors", authors);
    draft.set_list("editors", editors);
    draft.set_list("translators", translators);
}

/// Sets the date. "DA" and "PY" have the form "YYYY/MM/DD/other".
fn date(record: &mut Record, draft: &mut Draft) {
    let [exact, year, first] = ["DA", "PY", "Y1"].map(|tag| record.first(&[tag]));
    let mut best: Option<String> = None;
    for (tag, text) in [("DA", exact), ("PY", year), ("Y1", first)] {
        if text.is_empty() {
            continue;
        }
        let parts: Vec<&str> = text.splitn(4, '/').map(str::trim).collect();
        let (numbers, other) = match parts.as_slice() {
            [year, month, day, other] => ([*year, *month, *day].join("/"), *other),
            _ => (text.clone(), ""),
        };
        let found = dates::find(&[numbers.trim_end_matches('/')]);
        let named = dates::find(&[other]);
        if draft.text("status").is_empty() {
            draft.set("status", found.status.or(named.status).unwrap_or_default());
        }
        // A season or an interval is only in the last part.
        let same_year = named
            .date
            .as_ref()
            .is_some_and(|named| found.date.as_ref().is_none_or(|date| named.get(..4) == date.get(..4)));
        let date = if same_year && named.unread.is_empty() { named.date } else { found.date.clone() };
        let is_unread = !found.unread.is_empty() || !named.unread.is_empty() && !other.is_empty();
        if is_unread {
            let became = date.as_ref().map_or("it is left out".to_owned(), |date| format!("the date is \"{date}\""));
            draft.warn(tag, format!("found \"{text}\"; expected a date such as \"2024/05/17/\"; {became}"));
        }
        let Some(date) = date else { continue };
        match &best {
            None => best = Some(date),
            Some(known) if date.len() > known.len() && date.starts_with(known.as_str()) => best = Some(date),
            Some(known) if known.starts_with(&*date) => {}
            Some(known) => {
                let message = format!("found \"{text}\"; another field has the date \"{known}\", which is used");
                draft.warn(tag, message);
            }
        }
    }
    draft.set("date", best.unwrap_or_default());
}

fn identifiers(record: &mut Record, draft: &mut Draft, kind: &str) {
    for value in record.all("DO") {
        match identifiers::doi(&value) {
            Some(doi) if !draft.has("doi") => draft.set("doi", doi),
            Some(doi) if draft.text("doi") == doi => {}
            _ => draft.no_place("DO", &value),
        }
    }
    for value in record.all("AN") {
        match identifiers::arxiv(&value).filter(|_| value.to_lowercase().starts_with("arxiv")) {
            Some(id) => draft.set("arxiv", id),
            None => draft.no_place("AN", &value),
        }
    }
    for value in record.all("SN") {
        for number in value.split([';', '\n']).flat_map(|part| part.split(" (")).map(str::trim) {
            let digits =
                number.chars().filter(|letter| letter.is_ascii_digit() || *letter == 'X' || *letter == 'x').count();
            let is_number = number.chars().all(|letter| letter.is_ascii_digit() || "-Xx ".contains(letter));
            let field = match digits {
                8 if is_number => "issn",
                10 | 13 if is_number => "isbn",
                _ if matches!(kind, "report" | "patent") && !draft.has("number") => "number",
                _ => "",
            };
            if number.is_empty() || number.ends_with(')') {
            } else if field.is_empty() || draft.has(field) && draft.text(field) != number {
                draft.no_place("SN", number);
            } else {
                draft.set(field, number);
            }
        }
    }
    for tag in ["UR", "LK", "L2"] {
        for value in record.all(tag) {
            for url in value.split(['\n', ';']).map(str::trim).filter(|url| !url.is_empty()) {
                draft.set_url(tag, url);
            }
        }
    }
    for value in record.all("L1") {
        if identifiers::is_web_url(&value) {
            draft.link("L1", "paper", &value, "");
        } else {
            draft.no_place("L1", &value);
        }
    }
}

fn venue(record: &mut Record, draft: &mut Draft, kind: &str) {
    let mut kind = kind;
    let mut publisher = record.first(&["PB"]);
    let (mut name, mut series) = (String::new(), record.first(&["T3"]));
    let mut short;
    match kind {
        "journal" => {
            name = record.first(&["JF", "T2", "JO", "JA", "J2"]);
            short = record.first(&["J2", "JA"]);
            for tag in ["JO", "T2", "T2", "JF", "JA"] {
                let other = record.first(&[tag]);
                if other.is_empty() || other == name || other == short {
                } else if short.is_empty() && other.len() < name.len() {
                    short = other;
                } else if tag == "T2" && series.is_empty() {
                    series = other;
                } else {
                    draft.no_place(tag, &other);
                }
            }
        }
        "conference" | "chapter" => {
            name = record.first(&["C3", "T2", "BT", "JF", "JO"]);
            short = record.first(&["J2", "JA"]);
            let other = record.first(&["T2"]);
            if other.is_empty() || other == name {
            } else if short.is_empty() && other.len() < name.len() {
                short = other;
            } else if series.is_empty() {
                series = other;
            } else {
                draft.no_place("T2", &other);
            }
        }
        "book" => {
            let own = record.all("T2");
            match own.as_slice() {
                [first, second, ..] => {
                    name = first.clone();
                    series = second.clone();
                }
                [first] if series.is_empty() => series = first.clone(),
                [first] => name = first.clone(),
                [] => {}
            }
            short = record.first(&["J2"]);
        }
        _ => {
            let own = record.first(&["T2", "JF", "JO"]);
            let server = kinds::preprint_server(&own).or_else(|| kinds::preprint_server(&publisher));
            match server {
                Some(server) if kind == "preprint" || kind == "other" => {
                    kind = "preprint";
                    name = server.to_owned();
                    if kinds::preprint_server(&publisher) == Some(server) {
                        publisher.clear();
                    }
                }
                _ if series.is_empty() && !own.is_empty() => series = own,
                _ => name = own,
            }
            short = record.first(&["J2"]);
        }
    }
    if kind == "journal" && kinds::preprint_server(&name).is_some() {
        kind = "preprint";
        name = kinds::preprint_server(&name).unwrap_or_default().to_owned();
    }
    if kind == "conference" && kinds::is_workshop(&name) {
        kind = "workshop";
    }
    draft.set("type", kind);
    draft.set("series", series);
    draft.set("publisher", publisher);
    // A second title of this kind is the series.
    let second = record.first(&["T2"]);
    if draft.has("series") {
        if !second.is_empty() {
            draft.no_place("T2", &second);
        }
    } else {
        draft.set("series", second);
    }
    let place = record.first(&["CY", "PP"]);
    draft.set("place", place);
    let short = Some(short).filter(|short| !short.is_empty() && *short != name);
    if !name.is_empty() {
        draft.work.venue = Some(VenueName { name, short, kind: None });
    } else if let Some(short) = short {
        draft.no_place("J2", &short);
    }
}

fn numbers(record: &mut Record, draft: &mut Draft, kind: &str) {
    draft.set("volume", record.first(&["VL"]));
    draft.set("issue", record.first(&["IS"]));
    for tag in ["C7", "M1"] {
        let number = record.first(&[tag]);
        if draft.has("number") {
            if !number.is_empty() {
                draft.no_place(tag, &number);
            }
        } else {
            draft.set("number", number);
        }
    }
    let editions = record.all("ET");
    let is_versioned = matches!(kind, "software" | "dataset");
    for edition in editions.into_iter().rev() {
        let field = if is_versioned && !draft.has("version") { "version" } else { "edition" };
        draft.set(field, edition);
    }
    let [start, end] = ["SP", "EP"].map(|tag| record.first(&[tag]));
    let pages = match (start.as_str(), end.as_str()) {
        ("", end) => end.to_owned(),
        (start, end) if end.is_empty() || start == end || start.contains(['-', '–']) => start.to_owned(),
        (start, end) => [start, "-", end].concat(),
    };
    draft.set("pages", pages.replace('–', "-"));
    if kind == "thesis" {
        let degree = record.first(&["M3"]);
        if !degree.is_empty() {
            draft.set("degree", kinds::degree(&degree));
        }
    }
}

fn texts(record: &mut Record, draft: &mut Draft) {
    for tag in ["AB", "N2"] {
        let text = record.all(tag).join("\n\n");
        let text = markdown(html::parse(&text));
        if draft.has("abstract") {
            if !text.is_empty() && text != draft.text("abstract") {
                draft.no_place(tag, &text);
            }
        } else {
            draft.set("abstract", text);
        }
    }
    for note in ["N1", "RN"].into_iter().flat_map(|tag| record.all(tag)) {
        match dates::status(&note) {
            Some(status) => draft.set("status", status),
            None => draft.add_note(&markdown(html::parse(&note))),
        }
    }
    for keyword in record.all("KW") {
        keyword.split([';', '\n']).for_each(|topic| draft.add_topic(topic));
    }
    let language = record.first(&["LA"]);
    if !language.is_empty() {
        match kinds::language(&language) {
            Some(tag) => draft.set("language", tag),
            None => draft.no_place("LA", &language),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_record_has_its_fields() {
        let text = "TY  - JOUR\r\nAU  - Tessel, Noor\r\nAU  - van der Berg, Jan, Jr.\r\nTI  - On <i>Quills</i>\r\n\
            T2  - Journal of Quills\r\nJ2  - J. Quills\r\nPY  - 2021\r\nDA  - 2021/05/03/\r\nVL  - 4\r\nIS  - 2\r\nSP  - 1\r\n\
            EP  - 15\r\nSN  - 1234-567X\r\nDO  - 10.1000/q\r\nUR  - https://doi.org/10.1000/q\r\nAB  - One\r\nline.\r\n\
            KW  - ink\r\nKW  - feathers\r\nDB  - Quill Base\r\nC1  - custom\r\nID  - q1\r\nER  - \r\n";
        let file = read(text);
        let work = &file.works[0];
        let expected = json!({
            "title": "On *Quills*", "type": "journal", "authors": ["Noor Tessel", "Jan van der Berg, Jr."],
            "date": "2021-05-03", "abstract": "One line.", "doi": "10.1000/q", "volume": "4", "issue": "2",
            "pages": "1-15", "issn": "1234-567X",
        });
        assert_eq!(Value::Object(work.fields.clone()), expected);
        let venue = VenueName { name: "Journal of Quills".to_owned(), short: Some("J. Quills".to_owned()), kind: None };
        assert_eq!(
            (&*work.key, &work.venue, &work.topics),
            ("q1", &Some(venue), &vec!["ink".to_owned(), "feathers".to_owned()])
        );
        let warnings: Vec<&str> = file.warnings.iter().map(|warning| &*warning.path).collect();
        assert_eq!(warnings, ["q1.C1", "DB"]);
    }

    #[test]
    fn records_without_end_or_title_affect_only_themselves() {
        let text = "TY  - BOOK\nTI  - A\nTY  - JOUR\nAU  - B\nER  -\nstray\nTY  - GEN\nT1  - C\nPY  - in press\n";
        let file = read(text);
        let titles: Vec<&str> = file.works.iter().map(|work| work.fields["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["A", "C"]);
        assert_eq!(file.works[1].fields["status"], "in press");
        assert_eq!((file.skipped[0].line, file.skipped.len()), (3, 1));
        assert_eq!(file.warnings.iter().map(|warning| warning.line).collect::<Vec<_>>(), [6]);
    }

    #[test]
    fn seasons_and_intervals_are_in_the_last_part_of_a_date() {
        for (text, date) in [
            ("2024///Spring 2024", "2024-21"),
            ("2023///2023–2024", "2023/2024"),
            ("2024/05/30/30 May–2 June 2024", "2024-05-30/2024-06-02"),
            ("2023/12//December 2023 – January 2024", "2023-12/2024-01"),
            ("2024/05//", "2024-05"),
        ] {
            let file =
                read(&format!("TY  - GEN\nTI  - A\nPY  - 2024\nDA  - {text}\nER  - \n").replace("PY  - 2024\n", ""));
            assert_eq!(file.works[0].fields["date"], date);
            assert_eq!(file.warnings, [], "{text}");
        }
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(read("TY  - GEN\nTI  - A\u{8}B\nAU  - C, D\u{1}E\n").works[0].fields["title"], "A B");
        assert_eq!(read("TY  - GEN\nTI  - \u{8}\n").skipped.len(), 1);
    }

    proptest! {
        #[test]
        fn every_record_is_a_work_or_skipped(text in "(TY  - (JOUR|BOOK|X)\n|TI  - [a-z]{0,3}\n|ER  - \n|[A-Z]{2}  - .{0,9}\n|.{0,5}\n){0,20}") {
            let file = read(&text);
            let records = text.lines().filter_map(tag).filter(|(tag, _)| *tag == "TY").count();
            prop_assert_eq!(file.works.len() + file.skipped.len(), records);
        }
    }
}
