//! The state of a merge.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::import::{
    Work,
    merge::{
        matching::Placed,
        options::{MergeError, Options},
        profile::{Slot, slots},
        record::Record,
        report::Report,
    },
};

/// The state of a merge.
pub(super) struct Merging<'o> {
    pub options: &'o Options<'o>,
    /// The profile. Its `publications` are those before the import.
    pub root: Map<String, Value>,
    /// The publications before the import.
    pub old: Vec<Value>,
    pub slots: Vec<Slot>,
    pub record: Record,
    pub old_record: Record,
    pub report: Report,
    /// The place of each entry of each file, or the reason why it has none.
    pub placed: Vec<Vec<Result<Placed, String>>>,
    /// The entries that have changed their publication, by file and place in it.
    pub changed: BTreeSet<(usize, usize)>,
    /// New publications that cannot be added, with the reasons.
    pub dropped: HashMap<usize, String>,
    /// The aliases that this import has added.
    pub aliases: BTreeSet<String>,
}

impl<'o> Merging<'o> {
    pub(super) fn new(root: Value, mut record: Record, options: &'o Options<'o>) -> Result<Merging<'o>, MergeError> {
        let Value::Object(root) = root else {
            return Err(MergeError::Unsuitable("the profile is not an object".to_owned()));
        };
        let wrong = |name: &str, is_right: fn(&Value) -> bool, expected: &str| match root.get(name) {
            Some(value) if !is_right(value) => {
                Err(MergeError::Unsuitable(format!("\"{name}\" is not {expected}; run frontispiece check")))
            }
            _ => Ok(()),
        };
        wrong("publications", Value::is_array, "a list")?;
        wrong("venues", Value::is_object, "an object")?;
        wrong("topics", Value::is_object, "an object")?;
        wrong("person", Value::is_object, "an object")?;
        let old = root.get("publications").and_then(Value::as_array).cloned().unwrap_or_default();
        let old_record = record.clone();
        let slots = slots(&old, &mut record, options.normalize);
        Ok(Merging {
            options,
            root,
            old,
            slots,
            record,
            old_record,
            report: Report::default(),
            placed: Vec::new(),
            changed: BTreeSet::new(),
            dropped: HashMap::new(),
            aliases: BTreeSet::new(),
        })
    }

    /// Returns an object of the profile.
    pub(super) fn object(&self, name: &str) -> Map<String, Value> {
        self.root.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// Returns `true` if an entry is a preprint of a work that is published.
    pub(super) fn is_earlier(&self, work: &Work, placed: &Placed) -> bool {
        is_preprint(work) && self.slots[placed.slot].identities.iter().any(|own| !own.is_preprint())
    }
}

/// Returns `true` for an entry that is a preprint.
pub(super) fn is_preprint(work: &Work) -> bool {
    work.fields.get("type").and_then(Value::as_str) == Some("preprint")
}
