//! Merges the entries of the files.

use serde_json::{Map, Value, json};

use crate::import::{
    ReadFile, Work,
    merge::{
        accept::is_field,
        check::complete,
        fields::{Entry, merge_fields},
        ids::Ids,
        matching::{How, Matcher, Placed},
        profile::Slot,
        record::RecordedWork,
        relations::relate,
        report::shown,
        state::{Merging, is_preprint},
        topics::{MAX_TOPICS, Topics},
    },
};

/// An entry of a file and its publication.
struct ReadEntry<'e> {
    file: &'e str,
    /// The number of the file, and the place in it.
    place: (usize, usize),
    work: &'e Work,
    placed: &'e Placed,
    venue: Option<&'e str>,
}

impl Merging<'_> {
    /// Finds the publication of each entry, and merges the fields.
    pub(super) fn read(&mut self, files: &[(String, ReadFile)]) {
        let normalize = self.options.normalize;
        let mut matcher = Matcher::new(&mut self.slots, &self.record, normalize);
        for (_, file) in files {
            let place = |work: &Work| match work.fields.get("title").and_then(Value::as_str).map(str::trim) {
                Some(title) if !title.is_empty() => Ok(matcher.place(file.format, work)),
                _ => Err("the entry has no title; add one".to_owned()),
            };
            self.placed.push(file.works.iter().map(place).collect());
        }
        let venues = self.find_venues(files);
        let topics = self.find_topics(files);
        let ids: Vec<&str> = self.slots.iter().map(Slot::id).collect();
        let removed = self.record.works.iter().map(|work| work.id.as_str());
        let mut ids = Ids::new(ids.into_iter().chain(removed), normalize);
        for (index, (name, file)) in files.iter().enumerate() {
            for warning in &file.warnings {
                self.report.warn(name, warning.line, warning.path.clone(), warning.message.clone());
            }
            for (entry, work) in file.works.iter().enumerate() {
                let Ok(placed) = self.placed[index][entry].clone() else { continue };
                let venue = venues.get(&(index, entry)).map(String::as_str);
                let read = ReadEntry { file: name, place: (index, entry), work, placed: &placed, venue };
                self.merge_entry(&read, &topics, &mut ids);
            }
        }
    }

    /// Merges the fields of an entry into its publication.
    fn merge_entry(&mut self, read: &ReadEntry, topics: &Topics, ids: &mut Ids) {
        let ReadEntry { file, place, work, placed, venue } = *read;
        let slot = placed.slot;
        let path = |field: &str| if work.key.is_empty() { field.to_owned() } else { format!("{}{field}", work.key) };
        if self.slots[slot].is_removed {
            let id = self.slots[slot].work.map(|work| self.record.works[work].id.clone()).unwrap_or_default();
            let message = format!(
                "the publication \"{id}\" was removed from content.json and stays removed; to import it again, delete \
                 its entry in import-record.json"
            );
            return self.report.warn(file, work.line, path(""), message);
        }
        let mut fields = Map::new();
        for (name, value) in &work.fields {
            match is_field(name) {
                true => drop(fields.insert(name.clone(), value.clone())),
                false => {
                    let message = format!("left out {}, because publications have no such field", shown(value));
                    self.report.warn(file, work.line, path(&format!(".{name}")), message);
                }
            }
        }
        if let Some(venue) = venue {
            fields.insert("venue".to_owned(), json!(venue));
        }
        let (keys, left_out) = topics.of(&work.topics);
        if !keys.is_empty() {
            fields.insert("topics".to_owned(), Value::Array(keys));
        }
        if !left_out.is_empty() {
            let message = format!(
                "left out the keywords \"{}\": you have removed these topics, or there are more than {MAX_TOPICS} and \
                 this is the only entry with them",
                left_out.join("\", \"")
            );
            self.report.warn(file, work.line, path(".keywords"), message);
        }
        let is_new = self.slots[slot].value.is_empty();
        if is_new {
            let (id, key) = ids.choose(&work.key, &fields);
            self.slots[slot].value.insert("id".to_owned(), json!(id));
            if let Some(key) = key {
                self.slots[slot].value.insert("key".to_owned(), json!(key));
            }
            if !fields.contains_key("authors") && !fields.contains_key("editors") {
                let message = "the entry has no authors; imported without them".to_owned();
                self.report.warn(file, work.line, path(".authors"), message);
            }
        }
        let id = self.slots[slot].id().to_owned();
        let number = *self.slots[slot].work.get_or_insert_with(|| {
            self.record.works.push(RecordedWork { id: id.clone(), ..RecordedWork::default() });
            self.record.works.len() - 1
        });
        if let How::Same(reason) = placed.how {
            let message = format!("the same work as the publication \"{id}\" ({reason}); merged into it");
            self.report.warn(file, work.line, path(""), message);
        }
        let before = self.slots[slot].value.clone();
        let entry = Entry { source: &placed.source, fields: &fields, is_preprint: is_preprint(work) };
        let conflicts =
            merge_fields(&mut self.slots[slot].value, &mut self.record.works[number], &entry, self.options.normalize);
        for (field, message) in conflicts {
            self.report.warn(file, work.line, format!("{id}.{field}"), message);
        }
        if is_new {
            complete(&mut self.slots[slot].value);
        }
        if before != self.slots[slot].value {
            self.changed.insert(place);
        }
    }

    /// Records the titles of entries that differ from what import has written, so that they are recognized again.
    pub(super) fn record_titles(&mut self, files: &[(String, ReadFile)]) {
        for (placed, (_, file)) in self.placed.iter().zip(files) {
            for (placed, work) in placed.iter().zip(&file.works) {
                let Ok(Placed { slot, source, .. }) = placed else { continue };
                let Some(recorded) = self.slots[*slot].work.filter(|_| self.slots[*slot].is_listed()) else { continue };
                let recorded = &mut self.record.works[recorded];
                let title = work.fields.get("title").and_then(Value::as_str).unwrap_or_default();
                if recorded.fields.get("title").and_then(Value::as_str) == Some(title) {
                    recorded.titles.remove(source);
                } else {
                    recorded.titles.insert(source.clone(), title.to_owned());
                }
            }
        }
    }

    /// Relates preprints to their articles, and names works that are kept apart.
    pub(super) fn relate_preprints(&mut self, files: &[(String, ReadFile)]) {
        for (index, (file, read)) in files.iter().enumerate() {
            for (entry, work) in read.works.iter().enumerate() {
                let Ok(placed) = &self.placed[index][entry] else { continue };
                let (slot, preprint, other_doi) = (placed.slot, placed.preprint, placed.other_doi);
                if let Some(other) = preprint
                    && let Some((preprint, published)) = relate(&mut self.slots, &mut self.record, slot, other)
                {
                    let message = format!("related \"{preprint}\" to \"{published}\" as its preprint");
                    self.report.warn(file, work.line, work.key.clone(), message);
                }
                if let Some(other) = other_doi {
                    let message = format!(
                        "kept apart from the publication \"{}\", which has the same title and authors but another DOI; if \
                         they are versions of one work, relate them with \"relations\"",
                        self.slots[other].id()
                    );
                    self.report.warn(file, work.line, work.key.clone(), message);
                }
            }
        }
    }
}
