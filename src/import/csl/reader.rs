//! The fields of a CSL-JSON item while they are read.

use serde_json::{Map, Value};

use crate::import::{draft::Draft, html, inline::plain};

/// The fields of an item that were not yet read, and the work.
pub(super) struct Reader {
    pub item: Map<String, Value>,
    pub draft: Draft,
}

impl Reader {
    pub fn new(item: &Value, line: usize) -> Reader {
        let item = item.as_object().cloned().unwrap_or_default();
        let key = ["citation-key", "id"].iter().find_map(|field| item.get(*field).map(text_of)).unwrap_or_default();
        let mut reader = Reader { item, draft: Draft::new(line, key.trim()) };
        reader.item.remove("id");
        reader.item.remove("citation-key");
        reader
    }

    pub fn take(&mut self, field: &str) -> Option<Value> {
        self.item.shift_remove(field).filter(|value| !value.is_null())
    }

    /// Returns a field as plain text.
    pub fn plain(&mut self, field: &str) -> String {
        self.take(field).map(|value| plain(&html::parse(&text_of(&value)), str::to_owned)).unwrap_or_default()
    }
}

/// Returns a string or a number as text. Crossref has lists of one text.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => list.first().map(text_of).unwrap_or_default(),
        _ => String::new(),
    }
}
