//! Finds sample texts in a profile.

use crate::content::{
    Message,
    lenient::{
        source::SourceTree,
        syntax::{Kind, Value},
    },
};

impl SourceTree<'_> {
    /// Reports every text value that contains a marker.
    pub(crate) fn report_texts_with(&self, marker: &str, message: &dyn Fn(&str) -> Message) {
        self.root.fields.iter().for_each(|field| self.report_texts_within(&field.value, marker, message));
    }

    fn report_texts_within(&self, value: &Value, marker: &str, message: &dyn Fn(&str) -> Message) {
        let within = |value: &Value| self.report_texts_within(value, marker, message);
        match &value.kind {
            Kind::String(text) if text.contains(marker) => self.report(value.start, message(text)),
            Kind::Object(object) => object.fields.iter().for_each(|field| within(&field.value)),
            Kind::Array(elements) => elements.iter().for_each(within),
            _ => {}
        }
    }
}
