//! Deserializes the profile from the JSON tree of a text.

use crate::content::{
    Content, Message, SCHEMA_VERSION,
    lenient::{
        deserializer::{ObjectAccess, ValueDeserializer},
        source::{SourceTree, describe, index_at},
        syntax::{Kind, Value},
    },
    macros::object::Object,
};

/// The maximum number of errors in an entry, which is deserialized again after each error. An entry with more errors is
/// skipped.
const MAX_ERRORS_PER_ENTRY: usize = 1000;

impl<'t> SourceTree<'t> {
    /// Deserializes the profile, with publications in the order of the file.
    pub(crate) fn content(&self) -> Content {
        self.report_tree_diagnostics();
        for field in &self.root.fields {
            if !Content::FIELDS.contains(&&*field.name) {
                self.report_unknown_field(field, Content::FIELDS);
            }
        }
        if let Some(value) = self.value("schemaVersion") {
            self.check_schema_version(value);
        }
        let mut content = Content::default();
        for (index, name) in Content::FIELDS.iter().enumerate() {
            if let Some(value) = self.value(name) {
                self.read_field(&mut content, index, value);
            } else if Content::REQUIRED & (1 << index) != 0 {
                self.report(self.start, Message::problem(format!("the field \"{name}\" is missing")));
            }
        }
        content.separate_cite_keys();
        self.repair_ids(&mut content);
        content
    }

    /// Reports a version of the format that this program does not know, and skips it.
    fn check_schema_version(&self, value: &Value<'t>) {
        let version = match &value.kind {
            Kind::Null => return,
            Kind::Number(number) => number.parse().ok(),
            _ => None,
        };
        let message = match version {
            Some(1..=SCHEMA_VERSION) => return,
            Some(0) | None => {
                let message = Message::found(describe(value)).expected("the version of the format of this file");
                message.instead(format!("the whole number {SCHEMA_VERSION}"))
            }
            Some(newer) => Message::found(format!("{newer}, so this file was written for a newer Frontispiece"))
                .expected(format!("at most {SCHEMA_VERSION}"))
                .suggest("upgrade Frontispiece to the version that wrote the file, or a newer one"),
        };
        if self.skip(value.start) {
            self.report(value.start, message);
        }
    }

    /// Deserializes a field of the profile. Skips inner values with errors until the rest is valid.
    ///
    /// If the field is a list or an object with many entries, it continues at the entry with the error. So a list is
    /// deserialized twice, however many of its entries have errors.
    fn read_field(&self, content: &mut Content, index: usize, value: &Value<'t>) {
        let (mut entry, mut errors) = (0, 0);
        while !self.is_skipped(value) {
            let field = ValueDeserializer { value, source: self, first_entry: entry };
            let error = match content.read_field(index, &mut ObjectAccess::of_one_field(field)) {
                Ok(()) if entry == 0 => return,
                // All errors are found. Now the entries before this one are deserialized, too.
                Ok(()) => {
                    entry = 0;
                    continue;
                }
                Err(error) => error,
            };
            let offset = error.0.offset.unwrap_or(value.start);
            self.skip(offset);
            if let Some(message) = error.0.message {
                self.report(offset, message);
            }
            let (place, start) = entry_at(value, offset);
            errors = if place == entry { errors + 1 } else { 1 };
            entry = place;
            if errors == MAX_ERRORS_PER_ENTRY {
                self.skip(start);
                self.report(
                    start,
                    Message::found(format!("{MAX_ERRORS_PER_ENTRY} errors in this entry, and possibly more"))
                        .suggest("correct these first; the entry is not shown"),
                );
            }
        }
    }
}

/// Returns the index and the offset of the entry at an offset, or those of the value if the offset is in no entry.
fn entry_at(value: &Value, offset: usize) -> (usize, usize) {
    let entry = match &value.kind {
        Kind::Array(elements) => {
            index_at(elements, |value| (value.start, value.end), offset).map(|index| (index, elements[index].start))
        }
        Kind::Object(object) => index_at(&object.fields, |field| (field.start, field.value.end), offset)
            .map(|index| (index, object.fields[index].value.start)),
        _ => None,
    };
    entry.unwrap_or((0, value.start))
}
