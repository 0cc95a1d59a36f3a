//! Relates preprints to the works that they became.

use serde_json::{Value, json};

use crate::{
    content::{Publication, macros::object::Object},
    import::merge::{
        profile::{Slot, put},
        record::Record,
    },
};

/// Adds the relation of a preprint to its published work, unless an earlier import has done so. `one` and `other` are the
/// two publications in any order. Returns the ids of the preprint and of the published work.
pub(super) fn relate(slots: &mut [Slot], record: &mut Record, one: usize, other: usize) -> Option<(String, String)> {
    let is_preprint = |place: usize| slots[place].text("type") == Some("preprint");
    let (preprint, published) = match (is_preprint(one), is_preprint(other)) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return None,
    };
    let [from, to] = [preprint, published].map(|place| slots[place].id().to_owned());
    let is_related = |from: usize, to: &str| {
        let relations = slots[from].value.get("relations").and_then(Value::as_array).into_iter().flatten();
        relations.into_iter().any(|relation| relation.get("publication").and_then(Value::as_str) == Some(to))
    };
    if from.is_empty() || to.is_empty() || is_related(preprint, &to) || is_related(published, &from) {
        return None;
    }
    if !record.relations.insert(format!("{from} preprint-of {to}")) {
        return None;
    }
    let value = &mut slots[preprint].value;
    let mut relations = value.get("relations").and_then(Value::as_array).cloned().unwrap_or_default();
    relations.push(json!({ "kind": "preprint-of", "publication": to }));
    put(value, Publication::FIELDS, "relations", Value::Array(relations));
    Some((from, to))
}
