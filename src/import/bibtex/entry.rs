//! Turns the fields of an entry into a work.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::import::{
    bibtex::{
        files,
        kinds::{Kind, kind},
        names,
        reader::Reader,
        rest::report_rest,
        values::Resolved,
        venues,
    },
    dates,
    draft::Draft,
    escape::markdown_line,
    identifiers, kinds as words,
    work::{VenueName, Warning, Work},
};

/// Returns the work of an entry and remarks, or the reason why it is none.
pub(super) fn read(entry: Resolved, bookkeeping: &mut BTreeMap<String, usize>) -> Result<(Work, Vec<Warning>), String> {
    if entry.kind == "set" {
        return Err(
            "found @set, which only names other entries; expected a work; import these entries instead".to_owned()
        );
    }
    let known = kind(&entry.kind);
    let mut reader = Reader {
        fields: entry.fields,
        kind: known.unwrap_or(Kind { publication: "other", degree: None, is_vague: true }),
        draft: Draft::new(entry.line, &entry.key),
        short: None,
        urls: Vec::new(),
    };
    if known.is_none() {
        let message = format!("found the type @{}, which is unknown; the work has the type \"other\"", entry.kind);
        reader.draft.warn("type", message);
    }
    if !title(&mut reader) {
        return Err("found no title; expected a field \"title\"; add it to the entry".to_owned());
    }
    people(&mut reader);
    identifiers(&mut reader);
    venues::read(&mut reader);
    dates(&mut reader);
    texts(&mut reader);
    numbers(&mut reader);
    publisher(&mut reader);
    links(&mut reader);
    report_rest(&mut reader, bookkeeping);
    Ok(reader.draft.finish())
}

/// Sets the title with its subtitle. Returns `false` if there is none.
fn title(reader: &mut Reader) -> bool {
    let mut title = String::new();
    for field in ["title", "subtitle", "titleaddon"] {
        let Some(value) = reader.take(field) else { continue };
        let parts = reader.latex(field, &value).parts;
        let (parts, urls) = without_links(parts);
        reader.urls.extend(urls.into_iter().map(|url| ("title", url)));
        let text = markdown_line(parts);
        if text.is_empty() {
            continue;
        }
        let separator = match field {
            _ if title.is_empty() => "",
            "titleaddon" => ". ",
            _ if title.ends_with([':', '?', '!', '.']) => " ",
            _ => ": ",
        };
        title.extend([separator, &text]);
    }
    reader.draft.set("title", title);
    reader.draft.has("title")
}

/// Returns a text without its links, and their URLs.
fn without_links(parts: Vec<crate::import::inline::Inline>) -> (Vec<crate::import::inline::Inline>, Vec<String>) {
    use crate::import::inline::Inline;
    let mut urls = Vec::new();
    let parts = parts.into_iter().flat_map(|part| match part {
        Inline::Link(url, content) => {
            urls.push(url);
            content
        }
        Inline::Group(content) => {
            let (content, more) = without_links(content);
            urls.extend(more);
            vec![Inline::Group(content)]
        }
        part => vec![part],
    });
    let parts = parts.collect();
    (parts, urls)
}

fn people(reader: &mut Reader) {
    for (field, target) in [("author", "authors"), ("editor", "editors"), ("translator", "translators")] {
        let Some(value) = reader.take(field) else { continue };
        let latex = reader.latex(field, &value);
        let names = names::read(&latex);
        for remark in names.remarks {
            reader.draft.warn(field, remark);
        }
        reader.draft.set_list(target, names.people);
    }
}

fn identifiers(reader: &mut Reader) {
    if let Some(value) = reader.verbatim("doi") {
        match identifiers::doi(&value) {
            Some(doi) => reader.draft.set("doi", doi),
            None => reader.draft.warn(
                "doi",
                format!("found \"{value}\"; expected a DOI such as \"10.1145/3651890.3672274\"; it is left out"),
            ),
        }
    }
    for field in ["isbn", "issn"] {
        let text = reader.plain(field);
        reader.draft.set(field, text);
    }
    for field in ["isbn-13", "eissn", "isbn13"] {
        let text = reader.plain(field);
        let target = if field == "eissn" { "issn" } else { "isbn" };
        if !text.is_empty() && !reader.draft.has(target) {
            reader.draft.set(target, text);
        } else if !text.is_empty() && reader.draft.text(target) != text {
            reader.draft.no_place(field, &text);
        }
    }
}

/// Sets the date and the status.
fn dates(reader: &mut Reader) {
    let [date, year, month, day] = ["date", "year", "month", "day"].map(|field| reader.plain(field));
    let mut status = dates::status(&reader.plain("pubstate"));
    let exact = dates::iso(&date);
    let found = if exact.is_some() {
        dates::Found { date: exact, ..dates::Found::default() }
    } else {
        // A number alone is the number of the month.
        let number = month.trim_start_matches('0').parse::<usize>().ok().filter(|number| (1..=12).contains(number));
        let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let month = number.map_or(month.as_str(), |number| names[number - 1]);
        let texts = if date.is_empty() { [&*year, month, &day] } else { [&*date, "", ""] };
        dates::find(&texts)
    };
    if !found.unread.is_empty() {
        let message = format!(
            "found \"{}\"; expected a date such as \"2024-05-17\"; {}",
            [&*date, &year, &month, &day].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "),
            match &found.date {
                Some(date) => format!("the date is \"{date}\""),
                None => "the work has no date".to_owned(),
            }
        );
        reader.draft.warn(if date.is_empty() { "year" } else { "date" }, message);
    }
    reader.draft.set("date", found.date.unwrap_or_default());
    status = status.or(found.status);
    // A note such as "To appear" is a status.
    let note = reader.peek("note");
    if let Some(named) = dates::status(&note) {
        reader.take("note");
        // biblatex's field knows fewer states than the note.
        status = Some(named);
    }
    reader.draft.set("status", status.unwrap_or_default());
}

fn texts(reader: &mut Reader) {
    if let Some(text) = reader.markdown("abstract") {
        reader.draft.set("abstract", text);
    }
    for field in ["tldr", "summary"] {
        if let Some(text) = reader.markdown(field) {
            if reader.draft.has("tldr") {
                reader.draft.no_place(field, &text);
            } else {
                reader.draft.set("tldr", text);
            }
        }
    }
    for field in ["note", "addendum", "annotation", "additional_info"] {
        if let Some(text) = reader.markdown(field) {
            reader.draft.add_note(&text);
        }
    }
    for field in ["keywords", "keyword", "author-keywords"] {
        let topics = reader.plain(field);
        reader.draft.add_topics(&topics);
    }
    let languages: Vec<String> =
        ["langid", "language", "hyphenation"].iter().map(|field| reader.plain(field)).collect();
    for text in languages.into_iter().filter(|text| !text.is_empty()) {
        match words::language(&text) {
            Some(tag) if !reader.draft.has("language") => reader.draft.set("language", tag),
            Some(_) => {}
            None => reader.draft.warn(
                "language",
                format!("found \"{text}\"; expected a language such as \"german\" or \"de\"; it is left out"),
            ),
        }
    }
    let [award, name] = ["award", "award_name"].map(|field| reader.plain(field));
    // al-folio shows the name on a button that opens the description.
    match (award.as_str(), name.as_str()) {
        (award, "") => reader.draft.add_award(award),
        (award, name) if award.is_empty() || award.eq_ignore_ascii_case("true") => reader.draft.add_award(name),
        (award, name) if award.to_lowercase().contains(&name.to_lowercase()) => reader.draft.add_award(award),
        (award, name) => reader.draft.add_award(&[name, ": ", award].concat()),
    }
    let selected = reader.plain("selected");
    match &*selected.to_lowercase() {
        "" | "false" | "no" | "0" => {}
        "true" | "yes" | "1" => drop(reader.draft.work.fields.insert("selected".to_owned(), Value::Bool(true))),
        _ => reader.draft.no_place("selected", &selected),
    }
}

fn numbers(reader: &mut Reader) {
    let kind = reader.draft.text("type").to_owned();
    for field in ["volume", "series", "version", "edition"] {
        let text = reader.plain(field);
        reader.draft.set(field, text);
    }
    let pages = reader.plain("pages");
    let pages = pages.replace(" – ", "-").replace(['–', '—', '−', '‐', '‑'], "-");
    reader.draft.set("pages", pages);
    let [number, issue] = ["number", "issue"].map(|field| reader.plain(field));
    // The field "number" has the issue of a journal.
    let target = if kind == "journal" || kind == "preprint" { "issue" } else { "number" };
    reader.draft.set(target, number);
    if !issue.is_empty() && issue != reader.draft.text(target) {
        if reader.draft.has("issue") {
            reader.draft.no_place("issue", &issue);
        } else {
            reader.draft.set("issue", issue);
        }
    }
    for field in ["eid", "articleno", "article-number", "artnum"] {
        let text = reader.plain(field);
        if text.is_empty() || text == reader.draft.text("number") || text == reader.draft.text("pages") {
            continue;
        }
        if reader.draft.has("number") {
            reader.draft.no_place(field, &text);
        } else {
            reader.draft.set("number", text);
        }
    }
}

/// Sets the publisher and the place.
fn publisher(reader: &mut Reader) {
    let kind = reader.draft.text("type").to_owned();
    let [publisher, school, institution, organization] =
        ["publisher", "school", "institution", "organization"].map(|field| reader.plain(field));
    match kind.as_str() {
        // A university grants the degree or has the report, and another publisher prints it.
        "thesis" | "report" if !publisher.is_empty() && is_university(kind.as_str(), either(&school, &institution)) => {
            let name = either(&school, &institution).to_owned();
            if name != publisher {
                reader.draft.work.venue = Some(VenueName { name, short: None, kind: Some("university".to_owned()) });
            }
            reader.draft.set("publisher", publisher);
        }
        "preprint"
            if reader
                .draft
                .work
                .venue
                .as_ref()
                .is_some_and(|venue| words::preprint_server(&publisher) == Some(&venue.name)) => {}
        _ => {
            let mut candidates = [
                ("publisher", publisher),
                ("school", school),
                ("institution", institution),
                ("organization", organization),
            ];
            if kind == "report" {
                candidates.rotate_left(2);
            }
            for (field, name) in candidates {
                if name.is_empty() || name == reader.draft.text("publisher") {
                } else if field == "organization"
                    && reader.draft.work.venue.is_none()
                    && reader.draft.has("series")
                    && matches!(&*kind, "book" | "report" | "thesis")
                {
                    // Without a kind, it would be the publisher of a book or the university of a thesis.
                    let kind = (kind != "report").then(|| "other".to_owned());
                    reader.draft.work.venue = Some(VenueName { name, short: None, kind });
                } else if reader.draft.has("publisher") {
                    reader.draft.no_place(field, &name);
                } else {
                    reader.draft.set("publisher", name);
                }
            }
        }
    }
    for field in ["location", "address", "eventplace", "venue", "city"] {
        let place = reader.plain(field);
        reader.place(&place);
    }
}

fn either<'t>(first: &'t str, second: &'t str) -> &'t str {
    if first.is_empty() { second } else { first }
}

/// Returns `true` for the school of a thesis, and for an institution with the name of a university.
fn is_university(kind: &str, name: &str) -> bool {
    !name.is_empty() && (kind == "thesis" || name.to_lowercase().contains("univ"))
}

fn links(reader: &mut Reader) {
    let mut urls = std::mem::take(&mut reader.urls);
    for field in ["url", "link", "ee", "adsurl", "bdsk-url-1", "bdsk-url-2", "bdsk-url-3", "bdsk-url-4"] {
        if let Some(value) = reader.verbatim(field) {
            // dblp and Mendeley join several URLs.
            let parts: Vec<String> = value.split_whitespace().map(str::to_owned).collect();
            let are_urls = parts.len() > 1 && parts.iter().all(|part| identifiers::is_web_url(part));
            urls.extend((if are_urls { parts } else { vec![value] }).into_iter().map(|url| (field, url)));
        }
    }
    for (field, url) in urls {
        reader.draft.set_url(field, &url);
    }
    let fields: Vec<String> = reader.fields.iter().map(|(name, _)| name.clone()).collect();
    for field in fields.iter().filter(|field| files::is_link(field)) {
        if let Some(value) = reader.take(field) {
            files::add_link(&mut reader.draft, field, &value);
        }
    }
    if let Some(value) = reader.take("preview") {
        files::add_preview(&mut reader.draft, &value);
    }
    for field in ["file", "local-url", "localfile"] {
        if let Some(value) = reader.take(field) {
            files::add_files(&mut reader.draft, &value);
        }
    }
}
