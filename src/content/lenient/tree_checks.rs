//! What is valid JSON, but no valid profile, whatever the types say.

use std::collections::HashSet;

use crate::content::{
    diagnostic::did_you_mean,
    hints,
    lenient::{
        source::Source,
        syntax::{Field, Kind, Object, Value},
    },
};

impl Source<'_> {
    /// Notes what is valid JSON, but no valid profile, whatever the types say.
    pub(super) fn note_tree_problems(&self) {
        self.note_repeated_fields(&self.root);
        self.note_suspicious_escapes(&self.root);
    }

    pub(super) fn note_unknown_field(&self, property: &Field, fields: &[&str]) {
        if self.strike(property.value.start) {
            let name = &*property.name;
            let hint = did_you_mean(name, fields.iter().copied());
            let message = if let Some(advice) = hints::field(name, fields) {
                format!("found the unknown field \"{name}\"; {advice}")
            } else if hint.is_empty() {
                format!("found the unknown field \"{name}\"; expected one of {}", fields.join(", "))
            } else {
                format!("found the unknown field \"{name}\"{hint}")
            };
            self.note(property.start, message);
        }
    }

    fn note_repeated_fields(&self, object: &Object) {
        let mut seen = HashSet::new();
        for property in &object.fields {
            if seen.insert(&*property.name) {
                self.note_repeated_fields_within(&property.value);
            } else {
                self.strike(property.value.start);
                let message = format!("the field \"{}\" stands twice; keep one of them", &*property.name);
                self.note(property.start, message);
            }
        }
    }

    fn note_repeated_fields_within(&self, value: &Value) {
        match &value.kind {
            Kind::Object(object) => self.note_repeated_fields(object),
            Kind::Array(elements) => elements.iter().for_each(|element| self.note_repeated_fields_within(element)),
            _ => {}
        }
    }

    /// Notes escapes that are valid JSON, but were most likely meant as backslashes.
    fn note_suspicious_escapes(&self, object: &Object) {
        for Field { name, value, .. } in &object.fields {
            self.note_suspicious_escapes_within(name, value);
        }
    }

    fn note_suspicious_escapes_within(&self, name: &str, value: &Value) {
        match &value.kind {
            Kind::Object(object) => self.note_suspicious_escapes(object),
            Kind::Array(elements) => {
                elements.iter().for_each(|element| self.note_suspicious_escapes_within(name, element));
            }
            Kind::String(_) => {
                let is_address = matches!(name, "url" | "src");
                if let Some((offset, message)) = hints::escape(&self.text[value.start..value.end], is_address) {
                    self.note(value.start + offset, message);
                }
            }
            _ => {}
        }
    }
}
