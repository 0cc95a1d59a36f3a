//! Finds the venues and topics of the entries in the profile, and adds new ones.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    content::{Content, macros::object::Object},
    import::{
        ReadFile,
        merge::{
            options::PROFILE,
            profile::{Slot, put},
            state::Merging,
            topics::Topics,
            venues::{PlainNames, Venues},
        },
    },
};

impl Merging<'_> {
    /// Returns the venue of each entry: a key of `venues`, or a name.
    pub(super) fn find_venues(&mut self, files: &[(String, ReadFile)]) -> HashMap<(usize, usize), String> {
        let mut declared = self.object("venues");
        let written = |slot: &Slot| slot.work.and_then(|work| self.record.works[work].fields.get("venue"));
        let mut renamed = HashMap::new();
        let mut plain = PlainNames::new();
        for slot in &self.slots {
            let versions = slot.value.get("versions").and_then(Value::as_array).into_iter().flatten();
            let of_versions = versions.filter_map(|version| version.get("venue")?.as_str());
            plain.extend(of_versions.filter(|name| !declared.contains_key(*name)).map(str::to_owned));
            let Some(venue) = slot.text("venue") else { continue };
            match written(slot).and_then(Value::as_str) {
                Some(old) if declared.contains_key(venue) && !declared.contains_key(old) => {
                    renamed.entry(old.to_owned()).or_insert_with(|| venue.to_owned());
                }
                Some(old) if old == venue => {}
                _ if !declared.contains_key(venue) => drop(plain.insert(venue.to_owned())),
                _ => {}
            }
        }
        let mut venues = Venues::new(&declared, &self.record, &renamed, self.options.normalize);
        let mut places = HashMap::new();
        let mut new_names = Vec::new();
        for (index, (name, file)) in files.iter().enumerate() {
            for (entry, work) in file.works.iter().enumerate() {
                let (Some(venue), Ok(placed)) = (&work.venue, &self.placed[index][entry]) else { continue };
                let is_named = !venue.name.trim().is_empty();
                if self.slots[placed.slot].is_removed || !is_named || self.is_earlier(work, placed) {
                    continue;
                }
                let kind = work.fields.get("type").and_then(Value::as_str).unwrap_or_default();
                let (place, is_new_name) = venues.find(venue, kind);
                places.insert((index, entry), place);
                if is_new_name {
                    new_names.push((name, work, venue, place));
                }
            }
        }
        let count = declared.len();
        venues.declare(&mut declared, &plain);
        for (file, work, venue, place) in new_names {
            if venues.name(place) == venue.name.trim() {
                continue;
            }
            let message = format!("\"{}\" is the venue \"{}\"", venue.name.trim(), venues.value(place));
            self.report.warn(file, work.line, format!("{}.venue", work.key), message);
        }
        if declared.len() > count {
            put(&mut self.root, Content::FIELDS, "venues", Value::Object(declared.clone()));
        }
        // Names that an earlier import has written become keys.
        for slot in &mut self.slots {
            let Some(work) = slot.work else { continue };
            let fields = &mut self.record.works[work].fields;
            let Some(name) = fields.get("venue").and_then(Value::as_str).filter(|name| !declared.contains_key(*name))
            else {
                continue;
            };
            if slot.text("venue") == Some(name)
                && let Some(key) = venues.new_value(name)
            {
                let message = format!("\"{name}\" is now \"{key}\", another name of the same venue");
                self.report.warn(PROFILE, 0, format!("{}.venue", slot.id()), message);
                slot.value.insert("venue".to_owned(), json!(key));
                fields.insert("venue".to_owned(), json!(key));
            }
        }
        venues.record(&mut self.record);
        places.into_iter().map(|(entry, place)| (entry, venues.value(place).to_owned())).collect()
    }

    /// Declares the topics of the entries.
    pub(super) fn find_topics(&mut self, files: &[(String, ReadFile)]) -> Topics {
        let mut declared = self.object("topics");
        let mut renamed = HashMap::new();
        let keys = |list: Option<&Value>| -> Vec<String> {
            let list = list.and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        for slot in self.slots.iter().filter(|slot| slot.old.is_some()) {
            let Some(work) = slot.work else { continue };
            let (old, new) = (keys(self.record.works[work].fields.get("topics")), keys(slot.value.get("topics")));
            let gone: Vec<&String> =
                old.iter().filter(|key| !new.contains(key) && !declared.contains_key(*key)).collect();
            let added: Vec<&String> = new.iter().filter(|key| !old.contains(key)).collect();
            if let ([old], [new]) = (gone.as_slice(), added.as_slice()) {
                renamed.entry((*old).clone()).or_insert_with(|| (*new).clone());
            }
        }
        for key in self.record.topics.values_mut() {
            if let Some(new) = renamed.get(key.as_str()).filter(|_| !declared.contains_key(key.as_str())) {
                key.clone_from(new);
            }
        }
        let is_listed = |(index, entry): (usize, usize)| {
            self.placed[index][entry].as_ref().is_ok_and(|placed| !self.slots[placed.slot].is_removed)
        };
        let entries: Vec<&[String]> = files
            .iter()
            .enumerate()
            .flat_map(|(index, (_, file))| {
                file.works.iter().enumerate().map(move |(entry, work)| ((index, entry), work))
            })
            .filter(|(place, _)| is_listed(*place))
            .map(|(_, work)| work.topics.as_slice())
            .collect();
        let count = declared.len();
        let topics = Topics::new(&mut declared, &mut self.record, &entries, &renamed, self.options.normalize);
        if declared.len() > count {
            put(&mut self.root, Content::FIELDS, "topics", Value::Object(declared));
        }
        topics
    }
}
