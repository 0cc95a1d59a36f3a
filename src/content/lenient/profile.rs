//! Deserializes the profile from the JSON tree of a text.

use serde::Deserialize;

use crate::content::{
    Content, OrderedMap,
    lenient::{
        deserializer::ValueDeserializer,
        source::{SourceTree, describe},
        syntax::{Kind, Value},
    },
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
        let mut content = Content {
            schema: self.field("$schema"),
            site: self.field("site").unwrap_or_default(),
            person: self.field("person").unwrap_or_default(),
            people: self.map("people"),
            venues: self.map("venues"),
            topics: self.map("topics"),
            publications: self.list("publications"),
            pages: self.list("pages"),
        };
        for required in ["person", "pages"] {
            if self.root.get(required).is_none() {
                self.report(self.start, format!("the field \"{required}\" is missing"));
            }
        }
        self.repair_ids(&mut content);
        content
    }

    /// Deserializes a value. Skips inner values with errors until the rest is valid.
    fn read<T: for<'de> Deserialize<'de>>(&self, value: &Value<'t>) -> Option<T> {
        for _ in 0..MAX_ERRORS_PER_ENTRY {
            if self.is_skipped(value) {
                return None;
            }
            let error = match T::deserialize(ValueDeserializer { value, source: self }) {
                Ok(read) => return Some(read),
                Err(error) => error,
            };
            let offset = error.0.offset.unwrap_or(value.start);
            self.skip(offset);
            if let Some(message) = error.0.message {
                self.report(offset, message);
            }
        }
        self.skip(value.start);
        self.report(
            value.start,
            format!(
                "found {MAX_ERRORS_PER_ENTRY} errors in this entry, and possibly more; correct these first; the \
                 entry is not shown"
            ),
        );
        None
    }

    fn field<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Option<T> {
        self.read(self.value(name)?)
    }

    fn list<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Vec<T> {
        match self.value(name) {
            Some(Value { kind: Kind::Array(elements), .. }) => {
                elements.iter().filter_map(|value| self.read(value)).collect()
            }
            Some(other) => {
                self.report(other.start, format!("found {}; expected a list", describe(other)));
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn map<T: for<'de> Deserialize<'de>>(&self, name: &str) -> OrderedMap<T> {
        match self.value(name) {
            Some(Value { kind: Kind::Object(object), .. }) => object
                .fields
                .iter()
                .filter_map(|field| Some((field.name.clone().into_owned(), self.read(&field.value)?)))
                .collect(),
            Some(other) => {
                self.report(other.start, format!("found {}; expected an object", describe(other)));
                OrderedMap::default()
            }
            None => OrderedMap::default(),
        }
    }
}
