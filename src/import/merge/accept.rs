//! Removes the values of entries that the check refuses.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{
    content::{Publication, macros::object::Object},
    import::{
        ReadFile,
        merge::{
            check::{complete, in_publication, remove},
            report::shown,
            state::Merging,
        },
    },
};

/// The number of times that import takes back values with errors.
pub(super) const MAX_REPAIRS: usize = 6;

impl Merging<'_> {
    /// Returns the files without the values that the check refuses, whichever publication they become part of. An entry
    /// without a type gets the type "other".
    pub(super) fn acceptable(&mut self, files: &[(String, ReadFile)]) -> Vec<(String, ReadFile)> {
        let mut files = files.to_vec();
        let places: Vec<(usize, usize)> = files
            .iter()
            .enumerate()
            .flat_map(|(index, (_, file))| (0..file.works.len()).map(move |entry| (index, entry)))
            .collect();
        for _ in 0..MAX_REPAIRS {
            let trial = |(number, (index, entry)): (usize, &(usize, usize))| {
                let mut fields = Map::from_iter([("id".to_owned(), json!(number.to_string()))]);
                let own = files[*index].1.works[*entry].fields.clone();
                fields.extend(own.into_iter().filter(|(name, _)| is_field(name)));
                // These are checked later.
                fields.entry("title").or_insert_with(|| json!("title"));
                complete(&mut fields);
                Value::Object(fields)
            };
            let mut root = self.root.clone();
            root.insert("publications".to_owned(), places.iter().enumerate().map(trial).collect());
            let text = serde_json::to_string(&Value::Object(root)).unwrap_or_default();
            let errors = (self.options.check)(&text);
            let mut is_changed = false;
            let mut done = BTreeSet::new();
            for error in errors.iter().rev().filter(|error| error.is_error()) {
                let Some((number, path)) = in_publication(&error.path) else { continue };
                let Some((index, entry)) = places.get(number).copied() else { continue };
                let (name, file) = &mut files[index];
                let work = &mut file.works[entry];
                let Some(refused) = remove(&mut work.fields, &path).filter(|_| done.insert((number, path.clone())))
                else {
                    continue;
                };
                is_changed = true;
                let message = format!("left out {}, because the check refuses it: {}", shown(&refused), error.message);
                let field = error.path.split_once('.').map_or("", |(_, field)| field);
                self.report.warn(name, work.line, format!("{}.{field}", work.key), message);
            }
            if !is_changed {
                break;
            }
        }
        // Otherwise, entries without a type would be neither preprints nor published works.
        for (name, file) in &mut files {
            for work in file.works.iter_mut().filter(|work| !work.fields.contains_key("type")) {
                work.fields.insert("type".to_owned(), json!("other"));
                let message = "the entry has no type; it counts as \"other\"".to_owned();
                self.report.warn(name, work.line, format!("{}.type", work.key), message);
            }
        }
        files
    }
}

/// Returns `true` for a field that an entry can have.
pub(super) fn is_field(name: &str) -> bool {
    Publication::FIELDS.contains(&name) && !matches!(name, "id" | "key" | "relations" | "venue" | "topics")
}
