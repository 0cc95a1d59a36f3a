//! The profile during a merge: its publications with what is known about them.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::{
    import::merge::{
        identity::{Identity, Likeness},
        record::{Record, RecordedWork},
    },
    util::text::Normalizer,
};

/// A publication of the profile, a new one, or one that was removed after an earlier import.
#[derive(Clone, Debug, Default)]
pub(super) struct Slot {
    /// The fields. They are empty for a new publication until it has an id.
    pub value: Map<String, Value>,
    /// The place in the list of the profile, if it has one.
    pub old: Option<usize>,
    /// The identities of the publication and of the entries that are the same work.
    pub identities: Vec<Identity>,
    /// The place in the record, if import has written or merged it.
    pub work: Option<usize>,
    /// Whether the scholar has removed it from the profile.
    pub is_removed: bool,
}

impl Slot {
    /// Returns the id of the publication.
    pub fn id(&self) -> &str {
        self.value.get("id").and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns the text of a field.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.value.get(field).and_then(Value::as_str)
    }

    /// Returns `true` if the publication is in the profile, or will be.
    pub fn is_listed(&self) -> bool {
        !self.is_removed
    }
}

/// Returns a slot for each publication of the profile, and one for each recorded publication that is no longer there.
/// A publication whose id the scholar has changed is found by its title or identifiers; the record then gets its new id.
pub(super) fn slots(publications: &[Value], record: &mut Record, normalize: Normalizer) -> Vec<Slot> {
    let mut slots: Vec<Slot> = publications
        .iter()
        .enumerate()
        .map(|(place, publication)| {
            let value = publication.as_object().cloned().unwrap_or_default();
            Slot { identities: vec![Identity::of(&value, normalize)], value, old: Some(place), ..Slot::default() }
        })
        .collect();
    let by_id: HashMap<String, usize> =
        slots.iter().enumerate().map(|(place, slot)| (slot.id().to_owned(), place)).collect();
    let mut missing = Vec::new();
    for (index, work) in record.works.iter().enumerate() {
        match by_id.get(&work.id) {
            Some(place) => {
                let slot = &mut slots[*place];
                slot.work = Some(index);
                // The scholar may have changed what identifies it.
                let is_unchanged = Identity::FIELDS.iter().all(|name| slot.value.get(*name) == work.fields.get(*name));
                if !is_unchanged || !work.titles.is_empty() {
                    slot.identities.extend(recorded_identities(work, normalize));
                }
            }
            None => missing.push(index),
        }
    }
    if missing.is_empty() {
        return slots;
    }
    let mut by_token: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, slot) in slots.iter().enumerate().filter(|(_, slot)| slot.work.is_none()) {
        for token in slot.identities[0].tokens() {
            by_token.entry(token).or_default().push(place);
        }
    }
    for index in missing {
        let identities = recorded_identities(&record.works[index], normalize);
        let tokens = identities.iter().flat_map(Identity::tokens);
        let renamed = tokens.filter_map(|token| by_token.get(&token)).flatten().copied().find(|place| {
            let slot = &slots[*place];
            let is_same = |own: &Identity| own.compare(&slot.identities[0]).is_some_and(Likeness::is_same);
            slot.work.is_none() && identities.iter().any(is_same)
        });
        match renamed {
            Some(place) => {
                slots[place].work = Some(index);
                slots[place].identities.extend(identities);
                record.works[index].id = slots[place].id().to_owned();
            }
            None => slots.push(Slot { identities, work: Some(index), is_removed: true, ..Slot::default() }),
        }
    }
    slots
}

/// Returns the identities of a recorded work: what import has written, with the title of each entry.
fn recorded_identities(work: &RecordedWork, normalize: Normalizer) -> Vec<Identity> {
    let with_title = |title: &String| {
        let mut fields = work.fields.clone();
        fields.insert("title".to_owned(), title.as_str().into());
        Identity::of(&fields, normalize)
    };
    let own = work.fields.contains_key("title").then(|| Identity::of(&work.fields, normalize));
    own.into_iter().chain(work.titles.values().map(with_title)).collect()
}

/// Sets a field of an object. A new field is placed as in the model, which has the fields in this order.
pub fn put(object: &mut Map<String, Value>, order: &[&str], name: &str, value: Value) {
    if let Some(old) = object.get_mut(name) {
        *old = value;
        return;
    }
    let rank = |name: &str| order.iter().position(|field| *field == name).unwrap_or(order.len());
    let place = object.keys().rposition(|key| rank(key) < rank(name)).map_or(0, |before| before + 1);
    object.shift_insert(place, name.to_owned(), value);
}
