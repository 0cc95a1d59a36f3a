//! Completes a publication with its BibTeX entry.

use serde_json::{Map, Value};

use crate::import::{
    ReadFile, VenueName, Work, read,
    site::{context::Context, notes::Notes},
};

/// Completes a work with its BibTeX entry. Further entries of the file are returned in `files`.
pub(super) fn complete(
    work: &mut Work,
    path: &str,
    site: &Context,
    notes: &mut Notes,
    files: &mut Vec<(String, ReadFile)>,
) {
    let Some(bytes) = site.folder.bytes(path) else { return };
    let mut file = match read(path, bytes) {
        Ok(file) => file,
        Err(reason) => {
            return notes.add(
                path,
                0,
                "",
                format!("the file cannot be read, so only the front matter is used: {reason}"),
            );
        }
    };
    for warning in &file.warnings {
        notes.add(path, warning.line, &warning.path, warning.message.clone());
    }
    file.warnings.clear();
    for skipped in std::mem::take(&mut file.skipped) {
        notes.add(path, skipped.line, &skipped.key, skipped.reason);
    }
    if file.works.is_empty() {
        return;
    }
    let entry = file.works.remove(0);
    if !file.works.is_empty() {
        files.push((path.to_owned(), file));
    }
    for (name, value) in entry.fields {
        match (name.as_str(), work.fields.get_mut(&name)) {
            // The files of the old site are in the front matter.
            ("links", Some(Value::Array(links))) => {
                let new = value.as_array().cloned().unwrap_or_default();
                let is_new = |link: &Value| !links.iter().any(|old| old["url"] == link["url"]);
                let new: Vec<Value> = new.into_iter().filter(is_new).collect();
                links.extend(new);
            }
            ("authors", Some(old)) => *old = with_marks(value, old),
            ("title" | "abstract" | "note" | "selected" | "tldr" | "date", Some(_)) => {}
            // The front matter has a more exact type.
            ("type", Some(_)) if value == "other" => {}
            (_, Some(old)) => *old = value,
            (_, None) => {
                work.fields.insert(name, value);
            }
        }
    }
    if !entry.key.is_empty() {
        work.key = entry.key;
    }
    if let Some(venue) = entry.venue {
        let short = work.venue.take().and_then(|old| old.short);
        work.venue = Some(VenueName { short: venue.short.or(short), ..venue });
    }
    for topic in entry.topics {
        if !work.topics.contains(&topic) {
            work.topics.push(topic);
        }
    }
}

/// Returns the authors of a BibTeX entry with the marks that the front matter has for them: equal contribution and
/// corresponding author.
fn with_marks(authors: Value, marked: &Value) -> Value {
    let (Some(new), Some(marked)) = (authors.as_array(), marked.as_array()) else { return authors };
    if new.len() != marked.len() {
        return authors;
    }
    let author = |(author, marked): (&Value, &Value)| {
        let Some(marked) = marked.as_object() else { return author.clone() };
        let mut fields = match author {
            Value::Object(fields) => fields.clone(),
            name => Map::from_iter([("name".to_owned(), name.clone())]),
        };
        let marks = marked.iter().filter(|(field, _)| field.as_str() != "name");
        fields.extend(marks.map(|(field, value)| (field.clone(), value.clone())));
        Value::Object(fields)
    };
    new.iter().zip(marked).map(author).collect()
}
