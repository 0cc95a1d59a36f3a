//! Takes back imported values that the check refuses.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{
    content::{Diagnostic, Publication, macros::object::Object},
    import::merge::{
        profile::{Slot, put},
        record::Record,
        report::shown,
    },
};

/// A step of a path such as `publications[7].links[0].url`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Field(String),
    Index(usize),
}

/// What was taken back.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    /// The fields that were left out: the publication, the field, and a message.
    pub left_out: Vec<(usize, String, String)>,
    /// New publications that cannot be added, with the reasons.
    pub dropped: Vec<(usize, String)>,
    /// Errors that do not concern imported values of publications.
    pub others: Vec<Diagnostic>,
}

/// The publications as the check has seen them.
pub(super) struct Checked<'c> {
    /// The publication at each place of the list.
    pub listed: &'c [usize],
    pub slots: &'c mut [Slot],
    pub record: &'c mut Record,
    /// The list and the record before the import.
    pub old: &'c [Value],
    pub old_record: &'c Record,
}

impl Checked<'_> {
    /// Takes back the imported values with errors: parts of new publications, and whole fields of others.
    pub fn repair(&mut self, errors: &[Diagnostic]) -> Repairs {
        let mut repairs = Repairs::default();
        let mut done: BTreeSet<Vec<Step>> = BTreeSet::new();
        // From the end, because elements of lists are removed.
        for error in errors.iter().rev() {
            let path = steps(&error.path);
            let [Step::Field(list), Step::Index(place), inner @ ..] = path.as_slice() else {
                repairs.others.push(error.clone());
                continue;
            };
            let slot = match self.listed.get(*place) {
                Some(slot) if list == "publications" => *slot,
                _ => {
                    repairs.others.push(error.clone());
                    continue;
                }
            };
            let is_new = self.slots[slot].old.is_none();
            let field = match inner.first() {
                Some(Step::Field(field)) if !matches!(field.as_str(), "id" | "title") => field.clone(),
                _ if is_new => {
                    repairs.dropped.push((slot, error.message.to_string()));
                    continue;
                }
                _ => continue,
            };
            if done.iter().any(|other| path.starts_with(other)) || !self.is_imported(slot, &field) {
                continue;
            }
            done.insert(path.clone());
            let refused = match is_new {
                true => self.remove(slot, &field, inner),
                false => self.revert(slot, &field),
            };
            let refused = refused.as_ref().map(shown).unwrap_or_default();
            let message = format!("left out {refused}, because the check refuses it: {}", error.message);
            repairs.left_out.push((slot, field, message));
        }
        repairs
    }

    /// Returns `true` if this import has changed a field.
    fn is_imported(&self, slot: usize, field: &str) -> bool {
        let Slot { value, old, .. } = &self.slots[slot];
        old.and_then(|old| self.old[old].get(field)) != value.get(field)
    }

    /// Removes a part of a new publication. Returns it.
    fn remove(&mut self, slot: usize, field: &str, path: &[Step]) -> Option<Value> {
        let Slot { value, work, .. } = &mut self.slots[slot];
        let removed = remove(value, path);
        if let Some(work) = *work {
            let fields = &mut self.record.works[work].fields;
            match value.get(field) {
                Some(rest) if fields.contains_key(field) => drop(fields.insert(field.to_owned(), rest.clone())),
                _ => drop(fields.shift_remove(field)),
            }
        }
        complete(value);
        removed
    }

    /// Gives a field of a publication the value that it had before the import. Returns the imported value.
    pub fn revert(&mut self, slot: usize, field: &str) -> Option<Value> {
        let Slot { value, old, work, .. } = &mut self.slots[slot];
        let imported = match old.and_then(|old| self.old[old].get(field)) {
            Some(old) => value.insert(field.to_owned(), old.clone()),
            None => value.shift_remove(field),
        };
        if let Some(work) = *work {
            let id = &self.record.works[work].id;
            let old = self.old_record.works.iter().find(|work| work.id == *id).and_then(|work| work.fields.get(field));
            let fields = &mut self.record.works[work].fields;
            match old.cloned() {
                Some(old) => drop(fields.insert(field.to_owned(), old)),
                None => drop(fields.shift_remove(field)),
            }
        }
        imported
    }
}

/// Adds the fields without which a publication has an error.
pub(super) fn complete(value: &mut Map<String, Value>) {
    if !value.contains_key("type") {
        put(value, Publication::FIELDS, "type", json!("other"));
    }
    if !value.contains_key("authors") && !value.contains_key("editors") {
        put(value, Publication::FIELDS, "authors", json!([]));
    }
}

/// Parses a path of a diagnostic.
fn steps(path: &str) -> Vec<Step> {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_or_else(|_| Step::Field(part.to_owned()), Step::Index)).collect()
}

/// Returns the place of a publication in a path, and the path in it.
pub(super) fn in_publication(path: &str) -> Option<(usize, Vec<Step>)> {
    match steps(path).as_slice() {
        [Step::Field(list), Step::Index(place), inner @ ..] if list == "publications" => Some((*place, inner.to_vec())),
        _ => None,
    }
}

/// Removes the value at a path, or the innermost value around it, and the field that becomes empty by this. Returns the
/// removed value.
pub(super) fn remove(fields: &mut Map<String, Value>, path: &[Step]) -> Option<Value> {
    fn within(value: &mut Value, path: &[Step]) -> Option<Value> {
        match (path, value) {
            ([Step::Field(field), rest @ ..], Value::Object(fields)) => {
                let inner = if rest.is_empty() { None } else { within(fields.get_mut(field)?, rest) };
                inner.or_else(|| fields.shift_remove(field))
            }
            ([Step::Index(index), rest @ ..], Value::Array(elements)) if *index < elements.len() => {
                let inner = if rest.is_empty() { None } else { within(&mut elements[*index], rest) };
                inner.or_else(|| Some(elements.remove(*index)))
            }
            _ => None,
        }
    }
    let Some(Step::Field(field)) = path.first() else { return None };
    let inner = fields.get_mut(field).and_then(|value| within(value, &path[1..]));
    let removed = inner.or_else(|| fields.shift_remove(field));
    let is_empty = match fields.get(field) {
        Some(Value::Array(elements)) => elements.is_empty(),
        Some(Value::Object(fields)) => fields.is_empty(),
        _ => false,
    };
    if is_empty {
        fields.shift_remove(field);
    }
    removed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Value) {
        let mut fields = json!({ "links": [{ "kind": "code", "url": "x" }, "y"], "doi": "z" });
        let fields = fields.as_object_mut().unwrap();
        remove(fields, &steps(path));
        assert_eq!(Value::Object(fields.clone()), expected, "{path}");
    }

    #[test]
    fn the_innermost_value_of_a_path_is_removed() {
        check("doi", json!({ "links": [{ "kind": "code", "url": "x" }, "y"] }));
        check("links[0].kind", json!({ "links": [{ "url": "x" }, "y"], "doi": "z" }));
        check("links[0].label", json!({ "links": ["y"], "doi": "z" }));
        check("links[1].url", json!({ "links": [{ "kind": "code", "url": "x" }], "doi": "z" }));
        check("links[5]", json!({ "doi": "z" }));
        check("none", json!({ "links": [{ "kind": "code", "url": "x" }, "y"], "doi": "z" }));
    }
}
