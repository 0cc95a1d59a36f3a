//! Reads the profile from the tree of a text.

use serde::Deserialize;

use crate::content::{
    Content, Keyed,
    lenient::{
        deserializer::Node,
        source::{Source, describe},
        syntax::{Kind, Value},
    },
};

/// After so many mistakes an entry is left out: it is read again after each.
const MOST_FAULTS: usize = 1000;

impl<'t> Source<'t> {
    /// Reads the profile, publications in the order of the file.
    pub(crate) fn content(&self) -> Content {
        self.note_tree_problems();
        for property in &self.root.fields {
            if !Content::FIELDS.contains(&&*property.name) {
                self.note_unknown_field(property, Content::FIELDS);
            }
        }
        let mut content = Content {
            schema: self.field("$schema"),
            site: self.field("site").unwrap_or_default(),
            person: self.field("person").unwrap_or_default(),
            people: self.keyed("people"),
            venues: self.keyed("venues"),
            topics: self.keyed("topics"),
            publications: self.list("publications"),
            pages: self.list("pages"),
        };
        for required in ["person", "pages"] {
            if self.root.get(required).is_none() {
                self.note(self.start, format!("the field \"{required}\" is missing"));
            }
        }
        self.mend_names(&mut content);
        content
    }

    /// Reads one value, striking out what cannot be read until the rest can.
    fn read<T: for<'de> Deserialize<'de>>(&self, value: &Value<'t>) -> Option<T> {
        for _ in 0..MOST_FAULTS {
            if self.is_struck(value) {
                return None;
            }
            let fault = match T::deserialize(Node { value, source: self }) {
                Ok(read) => return Some(read),
                Err(fault) => fault,
            };
            let offset = fault.0.offset.unwrap_or(value.start);
            self.strike(offset);
            if let Some(message) = fault.0.message {
                self.note(offset, message);
            }
        }
        self.strike(value.start);
        self.note(value.start, format!("found {MOST_FAULTS} mistakes in it, and maybe more; it is left out"));
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
                self.note(other.start, format!("found {}; expected a list", describe(other)));
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn keyed<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Keyed<T> {
        match self.value(name) {
            Some(Value { kind: Kind::Object(object), .. }) => object
                .fields
                .iter()
                .filter_map(|property| Some((property.name.clone().into_owned(), self.read(&property.value)?)))
                .collect(),
            Some(other) => {
                self.note(other.start, format!("found {}; expected an object", describe(other)));
                Keyed::default()
            }
            None => Keyed::default(),
        }
    }
}
