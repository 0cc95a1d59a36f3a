//! Checks valid JSON for errors that do not depend on the types of the model.

use std::collections::HashSet;

use crate::content::{
    Message,
    diagnostic::did_you_mean,
    hints,
    lenient::{
        source::SourceTree,
        syntax::{Field, Kind, Object, Value},
    },
};

impl SourceTree<'_> {
    /// Reports repeated fields and suspicious escapes.
    pub(super) fn report_tree_diagnostics(&self) {
        self.report_repeated_fields(&self.root);
        self.report_suspicious_escapes(&self.root);
    }

    pub(super) fn report_unknown_field(&self, field: &Field, fields: &[&str]) {
        if self.skip(field.value.start) {
            let name = &*field.name;
            let hint = did_you_mean(name, fields.iter().copied());
            let message = if let Some(advice) = hints::field(name, fields) {
                Message::found(format!("the unknown field \"{name}\"")).suggest(advice)
            } else if hint.is_empty() {
                Message::found(format!("the unknown field \"{name}\""))
                    .expected(format!("one of {}", fields.join(", ")))
            } else {
                Message::found(format!("the unknown field \"{name}\"")).suggest(hint)
            };
            self.report(field.start, message);
        }
    }

    fn report_repeated_fields(&self, object: &Object) {
        let mut seen = HashSet::new();
        for field in &object.fields {
            if seen.insert(&*field.name) {
                self.report_repeated_fields_within(&field.value);
            } else {
                self.skip(field.value.start);
                let message = Message::problem(format!("duplicate field \"{}\"", &*field.name)).suggest("remove one");
                self.report(field.start, message);
            }
        }
    }

    fn report_repeated_fields_within(&self, value: &Value) {
        match &value.kind {
            Kind::Object(object) => self.report_repeated_fields(object),
            Kind::Array(elements) => elements.iter().for_each(|element| self.report_repeated_fields_within(element)),
            _ => {}
        }
    }

    /// Reports escapes that are valid JSON but were most likely meant as backslashes.
    fn report_suspicious_escapes(&self, object: &Object) {
        for Field { name, value, .. } in &object.fields {
            self.report_suspicious_escapes_within(name, value);
        }
    }

    fn report_suspicious_escapes_within(&self, name: &str, value: &Value) {
        match &value.kind {
            Kind::Object(object) => self.report_suspicious_escapes(object),
            Kind::Array(elements) => {
                elements.iter().for_each(|element| self.report_suspicious_escapes_within(name, element));
            }
            Kind::String(_) => {
                let is_address = matches!(name, "url" | "src");
                if let Some((offset, message)) = hints::escape(&self.text[value.start..value.end], is_address) {
                    self.report(value.start + offset, message);
                }
            }
            _ => {}
        }
    }
}
