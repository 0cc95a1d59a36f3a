//! Reads CSL-JSON (the schema `csl-data.json` of CSL 1.0.2), as Zotero, pandoc and Crossref write it.

mod reader;
mod venue;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::import::{
    csl::{
        reader::{Reader, text_of},
        venue::venue,
    },
    dates,
    draft::count_of_entries,
    escape::{markdown, markdown_line},
    html, identifiers, json, kinds,
    person::{self, OTHERS, PersonName},
    work::{Format, ReadFile, Skipped, Warning},
};

/// Returns the items of a value: of an array, of an object with "items", or an item alone, also in the answer of Crossref.
pub(super) fn items(value: &Value) -> Option<&[Value]> {
    let is_item = |value: &Value| {
        value.as_object().is_some_and(|item| {
            item.contains_key("title")
                && ["type", "id", "DOI", "author", "issued"].iter().any(|field| item.contains_key(*field))
                || item.contains_key("type") && item.contains_key("id")
        })
    };
    match value {
        Value::Array(items) => (items.is_empty() || items.iter().any(is_item)).then_some(items),
        Value::Object(object) => {
            let inner = object.get("items").or_else(|| object.get("message"));
            match inner {
                Some(inner) => items(inner),
                None => is_item(value).then(|| std::slice::from_ref(value)),
            }
        }
        _ => None,
    }
}

/// Reads a file. `text` is the text from which `value` was parsed, for the lines of its items.
pub(super) fn read(text: &str, value: &Value) -> ReadFile {
    let mut file = ReadFile { format: Format::CslJson, works: Vec::new(), skipped: Vec::new(), warnings: Vec::new() };
    let items = items(value).unwrap_or_default();
    let lines = json::lines_of_items(text, items.len());
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let line = lines.get(at).copied().unwrap_or(1);
        let mut reader = Reader::new(item, line);
        let key = reader.draft.work.key.clone();
        match read_item(&mut reader, &mut unread) {
            Ok(()) => {
                let (work, warnings) = reader.draft.finish();
                file.works.push(work);
                file.warnings.extend(warnings);
            }
            Err(reason) => file.skipped.push(Skipped { line, key, reason, is_expected: false }),
        }
    }
    for (field, count) in unread {
        file.warnings.push(Warning { line: 0, path: field, message: count_of_entries(count) });
    }
    file
}

/// Fields of programs that describe no work.
const BOOKKEEPING: [&str; 28] = [
    "accessed",
    "citation-label",
    "citation-number",
    "first-reference-note-number",
    "locator",
    "source",
    "system_id",
    "indexed",
    "created",
    "deposited",
    "reference",
    "references",
    "reference-count",
    "references-count",
    "is-referenced-by-count",
    "score",
    "prefix",
    "member",
    "content-domain",
    "license",
    "funder",
    "assertion",
    "resource",
    "update-policy",
    "alternative-id",
    "issn-type",
    "isbn-type",
    "categories",
];

/// Returns the type of publication of a type of item.
fn kind(item_type: &str) -> Option<&'static str> {
    Some(match item_type {
        "article-journal" | "journal-article" | "article-magazine" | "article-newspaper" | "review" | "review-book"
        | "periodical" | "journal" | "journal-issue" => "journal",
        "paper-conference" | "proceedings-article" => "conference",
        "article" | "preprint" | "posted-content" | "manuscript" => "preprint",
        "book" | "collection" | "classic" | "monograph" | "edited-book" | "proceedings" | "reference-book"
        | "book-set" => "book",
        "chapter" | "book-chapter" | "entry" | "entry-dictionary" | "entry-encyclopedia" | "book-section"
        | "reference-entry" | "book-part" => "chapter",
        "thesis" | "dissertation" => "thesis",
        "report" | "standard" | "regulation" | "report-component" => "report",
        "software" => "software",
        "dataset" | "database" => "dataset",
        "patent" => "patent",
        "bill"
        | "broadcast"
        | "document"
        | "event"
        | "figure"
        | "graphic"
        | "hearing"
        | "interview"
        | "legal_case"
        | "legislation"
        | "map"
        | "motion_picture"
        | "musical_score"
        | "pamphlet"
        | "performance"
        | "personal_communication"
        | "post"
        | "post-weblog"
        | "song"
        | "speech"
        | "treaty"
        | "webpage"
        | "other"
        | "component"
        | "peer-review"
        | "grant" => "other",
        _ => return None,
    })
}

fn read_item(reader: &mut Reader, unread: &mut BTreeMap<String, usize>) -> Result<(), String> {
    if reader.item.is_empty() {
        return Err(
            "found a value that is no item; expected an object with \"type\" and \"title\"; remove it".to_owned()
        );
    }
    let title = reader.take("title").map(|title| text_of(&title)).unwrap_or_default();
    reader.draft.set("title", markdown_line(html::parse(&title)));
    if !reader.draft.has("title") {
        return Err("found no title; expected a field \"title\"; add it to the item".to_owned());
    }
    let subtitle = reader.take("subtitle").map(|text| markdown_line(html::parse(&text_of(&text)))).unwrap_or_default();
    if !subtitle.is_empty() {
        let title = [reader.draft.text("title"), ": ", &subtitle].concat();
        reader.draft.set("title", title);
    }
    let item_type = reader.plain("type");
    let known = kind(&item_type);
    if known.is_none() && !item_type.is_empty() {
        let message = format!("found \"{item_type}\", which is unknown; the work has the type \"other\"");
        reader.draft.warn("type", message);
    }
    for (field, target) in [("author", "authors"), ("editor", "editors"), ("translator", "translators")] {
        let list = reader.take(field);
        let people = list.as_ref().and_then(Value::as_array).into_iter().flatten().map(name).collect();
        reader.draft.set_list(target, people);
    }
    date(reader);
    identifiers(reader);
    venue(reader, known.unwrap_or("other"));
    texts(reader);
    rest(reader, unread);
    Ok(())
}

/// Returns the value of an author.
fn name(name: &Value) -> Value {
    let part = |field: &str| name.get(field).map(text_of).unwrap_or_default();
    let literal = [part("literal"), part("name")].into_iter().find(|literal| !literal.is_empty());
    if let Some(literal) = literal.or_else(|| name.as_str().map(str::to_owned)) {
        return if person::is_others(&literal) { OTHERS.into() } else { person::literal(&literal) };
    }
    let particles = [part("dropping-particle"), part("non-dropping-particle")];
    let particle = particles.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    let (given, family) = (part("given"), part("family"));
    if family.is_empty() {
        return person::literal(&given);
    }
    // A name without particles may have them in the family name.
    PersonName { given, particle, family, suffix: part("suffix") }.value()
}

/// Sets the date and the status.
fn date(reader: &mut Reader) {
    let status = reader.plain("status");
    if !status.is_empty() {
        match dates::status(&status) {
            Some(status) => reader.draft.set("status", status),
            None if matches!(&*status.to_lowercase(), "published" | "final") => {}
            None => reader.draft.no_place("status", &status),
        }
    }
    let fields =
        ["issued", "published", "published-print", "published-online", "original-date", "submitted", "available-date"];
    for field in fields {
        let Some(value) = reader.take(field) else { continue };
        let found = found_date(&value);
        if !found.unread.is_empty() || found == dates::Found::default() {
            let message =
                format!("found {value}; expected a date such as {{ \"date-parts\": [[2024, 5, 17]] }}; it is left out");
            reader.draft.warn(field, message);
        }
        if let Some(status) = found.status.filter(|_| !reader.draft.has("status")) {
            reader.draft.set("status", status);
        }
        match found.date {
            Some(date) if !reader.draft.has("date") => reader.draft.set("date", date),
            Some(date) if field.starts_with("published") || date == reader.draft.text("date") => {}
            Some(date) => reader.draft.no_place(field, &date),
            None => {}
        }
    }
}

/// Returns the date of a CSL date variable: date-parts with a season, a text in EDTF, or another text.
fn found_date(value: &Value) -> dates::Found {
    if let Some(text) = value.as_str().or_else(|| value.get("raw").or_else(|| value.get("literal"))?.as_str()) {
        return match dates::iso(text) {
            Some(date) => dates::Found { date: Some(date), ..dates::Found::default() },
            None => dates::find(&[text]),
        };
    }
    let season = value.get("season").map(text_of).unwrap_or_default();
    let season = match season.parse::<u8>() {
        Ok(season @ 1..=4) => Some(season + 20),
        Ok(season @ 21..=24) => Some(season),
        _ => dates::month(&season).filter(|season| *season > 20),
    };
    let parts = |date: &Value| {
        let numbers: Vec<u16> = date.as_array()?.iter().map_while(|part| text_of(part).parse::<u16>().ok()).collect();
        let (first, rest) = numbers.split_first()?;
        let rest = rest.iter().take_while(|part| **part > 0).map(|part| format!("-{part:02}"));
        Some(rest.fold(format!("{first:04}"), |text, part| text + &part))
    };
    let dates: Vec<String> =
        value.get("date-parts").and_then(Value::as_array).into_iter().flatten().filter_map(parts).collect();
    let date = match (dates.as_slice(), season) {
        ([date], Some(season)) if date.len() == 4 => format!("{date}-{season}"),
        ([start, end], _) if start != end => [start, "/", &**end].concat(),
        ([date, ..], _) => date.clone(),
        _ => return dates::Found::default(),
    };
    dates::Found { date: dates::iso(&date), ..dates::Found::default() }
}

fn identifiers(reader: &mut Reader) {
    let doi = reader.plain("DOI");
    match identifiers::doi(&doi) {
        Some(doi) => reader.draft.set("doi", doi),
        None if doi.is_empty() => {}
        None => reader.draft.no_place("DOI", &doi),
    }
    let number = reader.plain("number");
    match identifiers::arxiv(&number).filter(|_| number.to_lowercase().starts_with("arxiv")) {
        Some(id) => reader.draft.set("arxiv", id),
        None => reader.draft.set("number", number),
    }
    for (field, target) in [
        ("ISBN", "isbn"),
        ("ISSN", "issn"),
        ("volume", "volume"),
        ("issue", "issue"),
        ("version", "version"),
        ("edition", "edition"),
    ] {
        let text = reader.plain(field);
        reader.draft.set(target, text);
    }
    let collection_number = reader.plain("collection-number");
    if reader.draft.has("volume") {
        if !collection_number.is_empty() && collection_number != reader.draft.text("volume") {
            reader.draft.no_place("collection-number", &collection_number);
        }
    } else {
        reader.draft.set("volume", collection_number);
    }
    let article = reader.plain("article-number");
    if !reader.draft.has("number") {
        reader.draft.set("number", article);
    }
    // Zotero's field "Extra" has identifiers on lines of their own.
    let note = reader.take("note").map(|note| text_of(&note)).unwrap_or_default();
    let mut rest = Vec::new();
    for line in note.lines() {
        let lower = line.to_lowercase();
        if let Some(id) = identifiers::arxiv(line).filter(|_| lower.starts_with("arxiv")) {
            if !reader.draft.has("arxiv") {
                reader.draft.set("arxiv", id);
            }
        } else if let Some(doi) = identifiers::doi(line).filter(|_| lower.starts_with("doi")) {
            if !reader.draft.has("doi") {
                reader.draft.set("doi", doi);
            }
        } else {
            rest.push(line);
        }
    }
    let note = rest.join("\n");
    match dates::status(&note) {
        Some(status) if !reader.draft.has("status") => reader.draft.set("status", status),
        _ => reader.draft.add_note(&markdown(html::parse(&note))),
    }
    let url = reader.plain("URL");
    reader.draft.set_url("URL", &url);
}

fn texts(reader: &mut Reader) {
    if let Some(text) = reader.take("abstract") {
        // A line break is intended, because JSON does not wrap lines.
        let text = text_of(&text).replace('\n', "\n\n");
        reader.draft.set("abstract", markdown(html::parse(&text)));
    }
    if let Some(keywords) = reader.take("keyword") {
        match &keywords {
            Value::Array(list) => list.iter().for_each(|topic| reader.draft.add_topic(&text_of(topic))),
            other => reader.draft.add_topics(&text_of(other)),
        }
    }
    if let Some(Value::Array(subjects)) = reader.take("subject") {
        subjects.iter().for_each(|topic| reader.draft.add_topic(&text_of(topic)));
    }
    let language = reader.plain("language");
    if !language.is_empty() {
        match kinds::language(&language) {
            Some(tag) => reader.draft.set("language", tag),
            None => reader.draft.no_place("language", &language),
        }
    }
    let page = reader.plain("page");
    reader.draft.set("pages", page.replace('–', "-"));
    let first = reader.plain("page-first");
    if !reader.draft.has("pages") {
        reader.draft.set("pages", first);
    }
}

/// Reports the remaining fields.
fn rest(reader: &mut Reader, unread: &mut BTreeMap<String, usize>) {
    for (field, value) in std::mem::take(&mut reader.item) {
        let is_empty = value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty);
        if is_empty || value.as_object().is_some_and(Map::is_empty) {
        } else if BOOKKEEPING.contains(&&*field) {
            *unread.entry(field).or_insert(0) += 1;
        } else {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            reader.draft.no_place(&field, &text);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_value(value: Value) -> ReadFile {
        read(&value.to_string(), &value)
    }

    #[test]
    fn an_item_has_its_fields() {
        let file = read_value(json!([{
            "id": "http://zotero.org/items/1", "citation-key": "tessel2021", "type": "article-journal",
            "title": "On <i>Quills</i> and CO<sub>2</sub> in <span class=\"nocase\">Fenn</span>",
            "author": [{ "family": "Tessel", "given": "Noor" }, { "family": "Berg", "given": "Jan", "non-dropping-particle": "van" },
                { "literal": "Quill and Ink" }],
            "issued": { "date-parts": [["2021", 5]] }, "container-title": "Journal of Quills",
            "container-title-short": "J. Quills", "volume": "4", "issue": 2, "page": "1–15", "DOI": "10.1000/q",
            "URL": "https://doi.org/10.1000/q", "note": "arXiv:2310.07240 [cs]\nA remark", "accessed": { "date-parts": [[2022]] },
            "keyword": "ink, feathers", "call-number": "Q 7", "status": "in press",
        }]));
        let work = &file.works[0];
        let expected = json!({
            "title": "On *Quills* and CO~2~ in Fenn", "type": "journal",
            "authors": ["Noor Tessel", "Jan van Berg", { "literal": "Quill and Ink" }], "date": "2021-05", "status": "in press",
            "note": "A remark", "doi": "10.1000/q", "arxiv": "2310.07240", "volume": "4", "issue": "2", "pages": "1-15",
        });
        assert_eq!(Value::Object(work.fields.clone()), expected);
        assert_eq!((&*work.key, work.topics.len()), ("tessel2021", 2));
        let warnings: Vec<&str> = file.warnings.iter().map(|warning| &*warning.path).collect();
        assert_eq!(warnings, ["tessel2021.call-number", "accessed"]);
    }

    #[test]
    fn dates_have_all_forms() {
        for (issued, date) in [
            (json!({ "date-parts": [[2024, 5, 17]] }), json!("2024-05-17")),
            (json!({ "date-parts": [[2023], [2024]] }), json!("2023/2024")),
            (json!({ "date-parts": [[2024]], "season": 1 }), json!("2024-21")),
            (json!({ "raw": "May 2024" }), json!("2024-05")),
            (json!({ "literal": "in press" }), Value::Null),
            (json!("2024-05-17"), json!("2024-05-17")),
            (json!({ "date-parts": [[2024, 0, 0]], "circa": true }), json!("2024")),
        ] {
            let file = read_value(json!([{ "id": "a", "type": "book", "title": "A", "issued": issued }]));
            assert_eq!(file.works[0].fields.get("date").unwrap_or(&Value::Null), &date, "{issued}");
        }
    }

    #[test]
    fn items_without_a_title_are_skipped() {
        let file =
            read_value(json!([{ "id": "a", "type": "book" }, 7, { "id": "b", "type": "article", "title": "B" }]));
        assert_eq!((file.works.len(), file.skipped.len()), (1, 2));
        assert_eq!(file.works[0].fields["type"], "preprint");
    }

    #[test]
    fn lists_of_crossref_are_read() {
        let file = read_value(json!({ "status": "ok", "message": {
            "type": "journal-article", "title": ["On Quills"], "container-title": ["Journal of Quills"],
            "short-container-title": ["J. Quills"], "issued": { "date-parts": [[2021, 5, 3]] }, "ISSN": ["1234-567X"],
            "author": [{ "given": "Noor", "family": "Tessel", "sequence": "first" }], "reference": [{ "key": "1" }],
        } }));
        let work = &file.works[0];
        assert_eq!(
            (work.fields["title"].as_str(), work.fields["issn"].as_str()),
            (Some("On Quills"), Some("1234-567X"))
        );
        assert_eq!(work.venue.as_ref().unwrap().short.as_deref(), Some("J. Quills"));
    }
}
