//! The fields of publications that academicpages and Hugo Blox have in common.

use serde_json::{Value, json};

use crate::{
    content::Date,
    import::{
        Work,
        site::{
            context::{Context, Entry},
            dates::{date_of_name, iso_date},
            document::Fields,
            folder::stem_of,
            markdown::decode_entities,
            notes::Notes,
            works::kinds::identifier,
        },
    },
};

pub(super) fn put(work: &mut Work, field: &str, text: String) {
    if !text.trim().is_empty() {
        work.fields.insert(field.to_owned(), Value::String(text));
    }
}

pub(super) fn set_date(work: &mut Work, entry: &Entry, notes: &mut Notes) {
    let fields = &entry.document.fields;
    let of_name = date_of_name(stem_of(&entry.document.path));
    let Some(date) = fields.any(&["date", "year", "pubdate"]) else {
        if let Some(date) = of_name {
            put(work, "date", date);
        }
        return;
    };
    match iso_date(&date).or(of_name) {
        // Front matter needs a day, so the first of January stands for the year.
        Some(iso) if iso.ends_with("-01-01") => put(work, "date", iso[..4].to_owned()),
        Some(iso) if Date::parse(&iso).is_ok() => put(work, "date", iso),
        _ => notes.add(
            &entry.document.path,
            fields.line("date"),
            "date",
            format!("found \"{date}\"; expected a date, such as 2024-05-17; it is left out"),
        ),
    }
}

pub(super) fn identifiers(work: &mut Work, fields: &Fields) {
    for field in ["doi", "arxiv"] {
        if let Some(id) = fields.text(field).and_then(|id| identifier(field, &id)) {
            put(work, field, id);
        }
    }
}

pub(super) fn topics(fields: &Fields) -> Vec<String> {
    let mut topics: Vec<String> = Vec::new();
    for name in ["tags", "categories", "keywords"] {
        for topic in fields.list(name) {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
    }
    topics
}

/// Returns the title as inline Markdown in one line.
pub(super) fn inline_title(title: &str, entry: &Entry, site: &Context, notes: &mut Notes) -> String {
    let line = entry.document.fields.line("title");
    let title = site.markdown(&decode_entities(title), line, entry, notes);
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn author_of(author: &str, remark: Option<&String>, site: &Context) -> Value {
    let name = match author.trim() {
        "admin" | "me" if !site.owner.is_empty() => site.owner.clone(),
        name => site.names.get(&name.to_lowercase()).cloned().unwrap_or_else(|| name.to_owned()),
    };
    let remark = remark.map(|remark| remark.to_lowercase()).unwrap_or_default();
    if remark.contains("equal") {
        json!({ "name": name, "equal": 1 })
    } else if remark.contains("correspond") {
        json!({ "name": name, "corresponding": true })
    } else {
        Value::String(name)
    }
}
