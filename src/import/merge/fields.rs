//! Merges the fields of an entry into a publication.

use serde_json::{Map, Value};

use crate::{
    content::{Publication, authors::comparable, macros::object::Object},
    import::merge::{owner::Person, profile::put, record::RecordedWork, report::shown},
    util::text::{Normalizer, fold},
};

/// An entry that is merged into a publication.
pub(super) struct Entry<'e> {
    /// Its name in the record.
    pub source: &'e str,
    /// Its fields, with `venue` and `topics`.
    pub fields: &'e Map<String, Value>,
    /// Whether it is a preprint.
    pub is_preprint: bool,
}

/// A remark on a field.
pub(super) type Conflict = (String, String);

/// Merges the fields of an entry into a publication and its record. Returns the fields with two values.
///
/// A field is written if the publication has never had it, or if it still has the value that import has written from the
/// same entry. A field that the scholar has changed, removed or moved to a file stays as it is. Another entry only adds fields, except that
/// the published work replaces what a preprint has written.
pub(super) fn merge_fields(
    value: &mut Map<String, Value>,
    work: &mut RecordedWork,
    entry: &Entry,
    normalize: Normalizer,
) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    let is_preprint = |kind: Option<&Value>| kind.and_then(Value::as_str) == Some("preprint");
    let was_preprint = is_preprint(value.get("type")) && is_preprint(work.fields.get("type"));
    let takes_over = was_preprint && !entry.is_preprint && work.keys.first().is_some_and(|first| first != entry.source);
    if takes_over {
        let first = work.keys[0].clone();
        for name in work.fields.keys() {
            work.others.entry(name.clone()).or_insert_with(|| first.clone());
        }
        work.keys.retain(|key| key != entry.source);
        work.keys.insert(0, entry.source.to_owned());
    } else if !work.keys.iter().any(|key| key == entry.source) {
        work.keys.push(entry.source.to_owned());
    }
    // The preprint of a published work says nothing about where and when the work was published.
    let is_published = value.contains_key("type") && !is_preprint(value.get("type"));
    let is_earlier = entry.is_preprint && is_published;
    for name in Publication::FIELDS {
        let Some(new) = entry.fields.get(*name).filter(|new| !is_empty(new)) else { continue };
        if is_earlier && matches!(*name, "type" | "venue" | "date" | "status" | "publisher" | "number") {
            continue;
        }
        // Links and topics of several entries are joined.
        let is_joint = matches!(*name, "links" | "topics") && work.others.contains_key(*name);
        let is_own = !is_joint && (takes_over || work.source(name) == Some(entry.source));
        let (current, written) = (value.get(*name), work.fields.get(*name));
        let is_same = |other: Option<&Value>| other.is_some_and(|other| is_same(name, other, new, normalize));
        let file = current.and_then(file_of);
        let write = match (current, written) {
            (None, None) => true,
            // An entry without authors has been imported before.
            (Some(current), None) if is_empty(current) => true,
            // The scholar has removed it.
            (None, Some(_)) => false,
            (Some(current), Some(written)) if current == written && is_own => current != new,
            (Some(current), Some(written)) if current == written => {
                if let Some(joined) = joined(name, current, new) {
                    work.others.entry((*name).to_owned()).or_insert_with(|| entry.source.to_owned());
                    work.fields.insert((*name).to_owned(), joined.clone());
                    put(value, Publication::FIELDS, name, joined);
                } else if !is_same(Some(current)) && *name != "links" && *name != "topics" {
                    let source = work.source(name).unwrap_or_default();
                    let message = format!(
                        "kept {}, from {source}; this entry has {}; if that is right, write it in content.json",
                        shown(current),
                        shown(new)
                    );
                    conflicts.push(((*name).to_owned(), message));
                }
                false
            }
            (Some(_), written) if is_same(written) => false,
            // The scholar keeps the text in a file. A text that is new in the entry is reported once.
            (Some(_), written) if file.is_some() => {
                if written.is_none() || is_own {
                    let path = file.unwrap_or_default();
                    let message = format!(
                        "kept the text in {path}; this entry has {}; if that is right, write it there",
                        shown(new)
                    );
                    conflicts.push(((*name).to_owned(), message));
                    record(work, name, entry.source, new);
                }
                false
            }
            (Some(current), written) => {
                if is_same(Some(current)) {
                    // The scholar has made the same change.
                    if written.is_some() && is_own {
                        work.fields.insert((*name).to_owned(), current.clone());
                    }
                } else {
                    let message = format!(
                        "kept {} of content.json; this entry has {}; if that is right, write it in content.json",
                        shown(current),
                        shown(new)
                    );
                    conflicts.push(((*name).to_owned(), message));
                }
                false
            }
        };
        if write {
            record(work, name, entry.source, new);
            put(value, Publication::FIELDS, name, new.clone());
        }
    }
    // A work that has been published has no status any more.
    let has_status = entry.fields.contains_key("status");
    let is_own = work.source("status") == Some(entry.source);
    if !has_status && is_own && entry.fields.contains_key("date") && value.get("status") == work.fields.get("status") {
        value.shift_remove("status");
        work.fields.shift_remove("status");
    }
    conflicts
}

/// Records the value of a field and its entry.
fn record(work: &mut RecordedWork, name: &str, source: &str, value: &Value) {
    match work.keys.first().is_some_and(|first| first == source) {
        true => drop(work.others.remove(name)),
        false => drop(work.others.insert(name.to_owned(), source.to_owned())),
    }
    work.fields.insert(name.to_owned(), value.clone());
}

/// Returns the path of the Markdown file that a value names in place of a text.
fn file_of(value: &Value) -> Option<&str> {
    value.get("file")?.as_str()
}

/// Returns the links or topics of two entries together, if the second one adds any.
fn joined(name: &str, old: &Value, new: &Value) -> Option<Value> {
    if !matches!(name, "links" | "topics") {
        return None;
    }
    let (old, new) = (old.as_array()?, new.as_array()?);
    let key = |item: &Value| item.get("url").unwrap_or(item).clone();
    let added: Vec<Value> = new.iter().filter(|item| !old.iter().any(|own| key(own) == key(item))).cloned().collect();
    (!added.is_empty()).then(|| old.iter().cloned().chain(added).collect())
}

/// Returns `true` for a value that says nothing.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => elements.is_empty(),
        _ => false,
    }
}

/// Returns `true` if two values of a field differ only in their spelling.
fn is_same(name: &str, one: &Value, other: &Value, normalize: Normalizer) -> bool {
    if one == other {
        return true;
    }
    match (one, other) {
        (Value::String(one), Value::String(other)) => match name {
            "date" => one.starts_with(other.as_str()) || other.starts_with(one.as_str()),
            "doi" | "url" => one.eq_ignore_ascii_case(other),
            _ => {
                let bare =
                    |text: &str| -> String { fold(text, normalize).chars().filter(|c| c.is_alphanumeric()).collect() };
                bare(one) == bare(other)
            }
        },
        (Value::Array(one), Value::Array(other)) if matches!(name, "authors" | "editors" | "translators") => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| {
                    printed(one, normalize) == printed(other, normalize) || abbreviates(other, one, normalize)
                })
        }
        (Value::Array(one), Value::Array(other)) if name == "links" => {
            let urls = |list: &[Value]| list.iter().map(|link| link.get("url").cloned()).collect::<Vec<_>>();
            let (one, other) = (urls(one), urls(other));
            other.iter().all(|url| one.contains(url))
        }
        (Value::Array(one), Value::Array(other)) if name == "topics" => other.iter().all(|topic| one.contains(topic)),
        _ => false,
    }
}

/// Returns `true` if an author is another one with shorter given names: "N. Tessel" for "Noor Tessel".
fn abbreviates(short: &Value, long: &Value, normalize: Normalizer) -> bool {
    match (Person::of(short, normalize), Person::of(long, normalize)) {
        (Some(short), Some(long)) => long.fits(&short) && short.given_length() <= long.given_length(),
        _ => false,
    }
}

/// Returns the printed name of an author, for comparison.
fn printed(author: &Value, normalize: Normalizer) -> String {
    let part = |name: &str| author.get(name).and_then(Value::as_str);
    let whole = author.as_str().or_else(|| part("name")).map(str::to_owned);
    let parts = || {
        let parts = ["given", "particle", "family", "suffix", "literal"].into_iter().filter_map(part);
        parts.collect::<Vec<_>>().join(" ")
    };
    comparable(&whole.unwrap_or_else(parts), normalize)
}
