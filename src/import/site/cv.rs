//! CV data: `_data/cv.yml` of al-folio, and JSON Resume (`assets/json/resume.json`, `_data/cv.json`).

use serde_json::{Map, Value, json};

use crate::import::{
    escape::escaped,
    site::{
        dates::period,
        document::{left_out, scalar},
        entries::list_item,
        links::push_link,
        notes::Notes,
    },
};

/// A conversion of a text of one line to plain text, and of a text to Markdown.
pub(super) struct Texts<'t> {
    pub plain: &'t mut dyn FnMut(&str) -> String,
    pub markdown: &'t mut dyn FnMut(&str) -> String,
}

/// Returns the sections of CV data of any known form.
pub(super) fn sections(value: &Value, file: &str, texts: &mut Texts, notes: &mut Notes) -> Vec<Value> {
    match value {
        Value::Array(parts) => parts.iter().filter_map(|part| al_folio(part, file, texts, notes)).collect(),
        Value::Object(fields) => match fields.get("cv").and_then(Value::as_object) {
            Some(cv) => render_cv(cv, file, texts, notes),
            None => json_resume(fields, file, texts, notes),
        },
        _ => Vec::new(),
    }
}

fn section(title: &str, entries: Vec<Value>) -> Option<Value> {
    (!entries.is_empty()).then(|| json!({ "title": title, "entries": entries }))
}

fn al_folio(part: &Value, file: &str, texts: &mut Texts, notes: &mut Notes) -> Option<Value> {
    let title = (texts.plain)(&part.get("title").and_then(scalar).unwrap_or_else(|| "CV".to_owned()));
    let contents = part.get("contents").and_then(Value::as_array)?;
    let entries: Vec<Value> = contents.iter().filter_map(|item| al_folio_item(item, file, texts, notes)).collect();
    section(&title, entries)
}

fn al_folio_item(item: &Value, file: &str, texts: &mut Texts, notes: &mut Notes) -> Option<Value> {
    let Some(fields) = item.as_object() else {
        let title = (texts.plain)(&scalar(item)?);
        return (!title.is_empty()).then(|| Value::String(title));
    };
    let text = |name: &str| fields.get(name).and_then(scalar);
    let when = text("year").or_else(|| text("date"));
    let nested = ["items", "contents"].iter().find_map(|name| fields.get(*name)?.as_array());
    let lines: Vec<Value> =
        nested.into_iter().flatten().filter_map(|line| al_folio_item(line, file, texts, notes)).collect();
    let title = text("title").or_else(|| text("name")).or_else(|| text("institution"));
    // A year with items has no title of its own.
    let Some(title) = title else {
        let title = when?;
        return (!lines.is_empty()).then(|| json!({ "title": title, "entries": lines }));
    };
    let place = [text("institution").filter(|place| *place != title), text("department"), text("location")];
    let place = place.into_iter().flatten().map(|part| (texts.plain)(&part)).collect::<Vec<_>>().join(", ");
    let note = match fields.get("description") {
        Some(Value::Array(points)) => bullets(points, 0, texts),
        Some(value) => scalar(value).map(|text| (texts.markdown)(&text)).unwrap_or_default(),
        None => text("value").map(|text| (texts.markdown)(&text)).unwrap_or_default(),
    };
    let mut item = list_item(escaped(&(texts.plain)(&title)), None, place, when, note, Vec::new());
    if !lines.is_empty() {
        item.insert("entries".to_owned(), lines.into());
    }
    report_others(
        fields,
        &[
            "title",
            "name",
            "institution",
            "department",
            "location",
            "year",
            "date",
            "description",
            "value",
            "items",
            "contents",
        ],
        file,
        notes,
    );
    Some(Value::Object(item))
}

/// Returns the points of a description as a Markdown list.
fn bullets(points: &[Value], depth: usize, texts: &mut Texts) -> String {
    let mut lines = Vec::new();
    for point in points {
        let indent = "  ".repeat(depth);
        if let Some(text) = scalar(point) {
            lines.push(format!("{indent}- {}", (texts.markdown)(&text).replace('\n', " ")));
        } else if let Some(fields) = point.as_object() {
            let title = fields.get("title").and_then(scalar).unwrap_or_default();
            lines.push(format!("{indent}- {}", (texts.markdown)(&title).replace('\n', " ")));
            if let Some(inner) = fields.get("contents").and_then(Value::as_array).filter(|_| depth < 8) {
                lines.push(bullets(inner, depth + 1, texts));
            }
        }
    }
    lines.join("\n")
}

/// The parts of JSON Resume: the field, the heading, and the fields of title, role and place of an entry.
type ResumePart = (&'static str, &'static str, [&'static [&'static str]; 3]);

const RESUME: [ResumePart; 12] = [
    ("work", "Experience", [&["position"], &[], &["name", "company", "location"]]),
    ("volunteer", "Service", [&["position"], &[], &["organization", "location"]]),
    ("education", "Education", [&["studyType", "area"], &[], &["institution", "location"]]),
    ("awards", "Awards", [&["title"], &[], &["awarder"]]),
    ("certificates", "Certificates", [&["name"], &[], &["issuer"]]),
    ("publications", "Publications", [&["name"], &[], &["publisher"]]),
    ("skills", "Skills", [&["name"], &["level"], &[]]),
    ("languages", "Languages", [&["language"], &["fluency"], &[]]),
    ("interests", "Interests", [&["name"], &[], &[]]),
    ("references", "References", [&["name"], &[], &[]]),
    ("projects", "Projects", [&["name"], &["role"], &["entity"]]),
    ("teaching", "Teaching", [&["course", "title"], &["role"], &["institution", "location"]]),
];

fn json_resume(fields: &Map<String, Value>, file: &str, texts: &mut Texts, notes: &mut Notes) -> Vec<Value> {
    let mut sections = Vec::new();
    if let Some(basics) = fields.get("basics").and_then(Value::as_object) {
        if let Some(summary) = basics.get("summary").and_then(scalar) {
            sections.push(json!({ "text": (texts.markdown)(&summary) }));
        }
        let known = [
            "name", "label", "image", "email", "url", "summary", "location", "profiles", "picture", "website", "phone",
        ];
        report_others(basics, &known, file, notes);
    }
    for (name, value) in fields {
        let Some(items) = value.as_array() else {
            if !matches!(name.as_str(), "basics" | "meta" | "$schema") {
                notes.add(file, 0, name, left_out(value));
            }
            continue;
        };
        let known = RESUME.iter().find(|(field, ..)| field == name);
        let other: [&[&str]; 3] = [&["title", "name"], &["role"], &["venue", "location", "institution"]];
        let (heading, parts) =
            known.map_or_else(|| (capitalized(name), other), |(_, heading, parts)| ((*heading).to_owned(), *parts));
        let entries = items.iter().filter_map(|item| resume_item(item, &parts, file, texts, notes)).collect();
        sections.extend(section(&heading, entries));
    }
    sections
}

fn resume_item(item: &Value, parts: &[&[&str]; 3], file: &str, texts: &mut Texts, notes: &mut Notes) -> Option<Value> {
    let Some(fields) = item.as_object() else {
        return scalar(item).map(|text| Value::String((texts.plain)(&text)));
    };
    let text = |name: &str| fields.get(name).and_then(scalar);
    let mut joined = |names: &[&str]| {
        names.iter().filter_map(|name| text(name)).map(|text| (texts.plain)(&text)).collect::<Vec<_>>().join(", ")
    };
    let (title, role, place) = (joined(parts[0]), joined(parts[1]), joined(parts[2]));
    let (title, place) = if title.is_empty() { (place, String::new()) } else { (title, place) };
    if title.is_empty() {
        notes.add(file, 0, "", left_out(item));
        return None;
    }
    let when = period(text("startDate").as_deref(), text("endDate").as_deref())
        .or_else(|| text("date").or_else(|| text("releaseDate")).and_then(|date| period(Some(&date), Some(&date))));
    let mut notes_of_item = Vec::new();
    for name in ["summary", "description", "reference", "score"] {
        notes_of_item.extend(text(name).map(|text| (texts.markdown)(&text)));
    }
    for name in ["highlights", "keywords", "courses"] {
        if let Some(points) = fields.get(name).and_then(Value::as_array).filter(|points| !points.is_empty()) {
            notes_of_item.push(bullets(points, 0, texts));
        }
    }
    let mut links = Vec::new();
    if let Some(url) = text("url").or_else(|| text("website")).filter(|url| crate::url::SafeUrl::link(url).is_ok()) {
        push_link(&mut links, Some("website"), &url, None);
    }
    let known = [
        "startDate",
        "endDate",
        "date",
        "releaseDate",
        "summary",
        "description",
        "reference",
        "score",
        "highlights",
        "keywords",
        "courses",
        "url",
        "website",
        "icon",
    ];
    let known: Vec<&str> = known.iter().chain(parts.iter().copied().flatten()).copied().collect();
    report_others(fields, &known, file, notes);
    Some(Value::Object(list_item(escaped(&title), Some(role), place, when, notes_of_item.join("\n\n"), links)))
}

/// Returns the sections of RenderCV's form, which newer versions of al-folio use.
fn render_cv(cv: &Map<String, Value>, file: &str, texts: &mut Texts, notes: &mut Notes) -> Vec<Value> {
    let mut sections = Vec::new();
    let parts = cv.get("sections").and_then(Value::as_object);
    for (name, items) in parts.into_iter().flatten() {
        let Some(items) = items.as_array() else { continue };
        let texts_only: Vec<String> =
            items.iter().filter_map(Value::as_str).map(|text| (texts.markdown)(text)).collect();
        let entries: Vec<Value> = items.iter().filter_map(|item| render_cv_item(item, file, texts, notes)).collect();
        let title = capitalized(&name.replace('_', " "));
        if !texts_only.is_empty() {
            sections.push(json!({ "title": title, "text": texts_only.join("\n\n") }));
        }
        sections.extend(section(&title, entries));
    }
    let known = [
        "name",
        "label",
        "headline",
        "location",
        "email",
        "phone",
        "website",
        "social_networks",
        "sections",
        "photo",
        "image",
        "summary",
        "url",
    ];
    report_others(cv, &known, file, notes);
    sections
}

fn render_cv_item(item: &Value, file: &str, texts: &mut Texts, notes: &mut Notes) -> Option<Value> {
    let fields = item.as_object()?;
    let text = |name: &str| fields.get(name).and_then(scalar);
    let mut first =
        |names: &[&str]| names.iter().find_map(|name| text(name)).map(|text| (texts.plain)(&text)).unwrap_or_default();
    let role = first(&["position"]);
    let degree = [first(&["degree", "studyType"]), first(&["area"])]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let own = first(&["name", "title", "label", "bullet"]);
    let institution = first(&["institution", "company", "organization", "awarder", "publisher", "journal"]);
    let location = first(&["location"]);
    let (title, place) = match (role, degree, own) {
        (role, _, _) if !role.is_empty() => (role, institution),
        (_, degree, _) if !degree.is_empty() => (degree, institution),
        (_, _, own) if !own.is_empty() => (own, institution),
        _ => (institution, String::new()),
    };
    if title.is_empty() {
        notes.add(file, 0, "", left_out(item));
        return None;
    }
    let place = [place, location].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let when = period(text("start_date").as_deref(), text("end_date").as_deref()).or_else(|| text("date"));
    let mut parts: Vec<String> =
        ["summary", "details"].iter().filter_map(|name| text(name)).map(|text| (texts.markdown)(&text)).collect();
    if let Some(points) = fields.get("highlights").and_then(Value::as_array).filter(|points| !points.is_empty()) {
        parts.push(bullets(points, 0, texts));
    }
    let mut links = Vec::new();
    if let Some(url) = text("url").filter(|url| crate::url::SafeUrl::link(url).is_ok()) {
        push_link(&mut links, Some("website"), &url, None);
    }
    let known = [
        "position",
        "degree",
        "studyType",
        "area",
        "name",
        "title",
        "label",
        "bullet",
        "institution",
        "company",
        "organization",
        "awarder",
        "publisher",
        "journal",
        "location",
        "start_date",
        "end_date",
        "date",
        "summary",
        "details",
        "highlights",
        "url",
    ];
    report_others(fields, &known, file, notes);
    Some(Value::Object(list_item(escaped(&title), None, place, when, parts.join("\n\n"), links)))
}

fn report_others(fields: &Map<String, Value>, known: &[&str], file: &str, notes: &mut Notes) {
    for (name, value) in fields {
        let is_blank = value.is_null()
            || scalar(value).is_none() && !value.is_array() && !value.is_object()
            || value == &json!([]);
        if !known.contains(&name.as_str()) && !is_blank {
            notes.add(file, 0, name, left_out(value));
        }
    }
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(value: &Value) -> (Vec<Value>, Notes) {
        let mut notes = Notes::default();
        let mut texts = Texts { plain: &mut |text| text.to_owned(), markdown: &mut |text| text.to_owned() };
        let found = sections(value, "_data/cv.yml", &mut texts, &mut notes);
        (found, notes)
    }

    #[test]
    fn al_folio_data_become_entries() {
        let (found, notes) = converted(&json!([
            { "title": "Education", "type": "time_table", "contents": [
                { "title": "PhD", "institution": "Ink University", "year": 2019,
                  "description": ["On quills.", { "title": "Advisors", "contents": ["A. Vray"] }] } ] },
            { "title": "Awards", "type": "time_table", "contents": [{ "year": 2020, "items": ["Golden Quill"] }] },
            { "title": "Interests", "type": "list", "contents": ["Ink"] },
            { "title": "About", "type": "map", "contents": [{ "name": "Languages", "value": "English" }] }
        ]));
        assert_eq!(
            Value::Array(found),
            json!([
                { "title": "Education", "entries": [{ "title": "PhD", "where": "Ink University", "when": "2019",
                    "note": "- On quills.\n- Advisors\n  - A. Vray" }] },
                { "title": "Awards", "entries": [{ "title": "2020", "entries": ["Golden Quill"] }] },
                { "title": "Interests", "entries": ["Ink"] },
                { "title": "About", "entries": [{ "title": "Languages", "note": "English" }] },
            ])
        );
        assert!(notes.warnings().is_empty());
    }

    #[test]
    fn json_resume_becomes_entries_and_reports_the_rest() {
        let (found, notes) = converted(&json!({
            "basics": { "name": "Quill Tessel", "summary": "Writes." },
            "work": [{ "position": "Scribe", "name": "Ink Lab", "startDate": "2019-01-01", "highlights": ["Wrote."], "desk": 4 }],
            "skills": [{ "name": "Calligraphy", "level": "Master", "keywords": ["italic"] }]
        }));
        assert_eq!(
            Value::Array(found),
            json!([
                { "text": "Writes." },
                { "title": "Experience", "entries": [{ "title": "Scribe", "where": "Ink Lab", "when": "since January 2019", "note": "- Wrote." }] },
                { "title": "Skills", "entries": [{ "title": "Calligraphy", "role": "Master", "note": "- italic" }] },
            ])
        );
        assert_eq!(notes.warnings().len(), 1);
        assert!(notes.warnings()[0].message.ends_with('4'));
    }

    #[test]
    fn render_cv_data_become_entries() {
        let (found, _) = converted(&json!({ "cv": { "name": "Quill Tessel", "sections": {
            "education": [{ "institution": "Ink University", "degree": "PhD", "area": "Quills", "start_date": "2015", "end_date": "2019" }],
            "interests": ["Ink"] } } }));
        assert_eq!(
            Value::Array(found),
            json!([
                { "title": "Education", "entries": [{ "title": "PhD, Quills", "where": "Ink University", "when": "2015 – 2019" }] },
                { "title": "Interests", "text": "Ink" },
            ])
        );
    }
}
