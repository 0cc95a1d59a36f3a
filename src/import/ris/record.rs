//! The lines and the fields of a record.

use crate::import::inline::single_spaced;

/// Splits a line such as "TY  - JOUR" into its tag and its value.
pub(super) fn tag(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['\u{FEFF}', ' ']);
    let tag = line.get(..2)?;
    let is_tag = tag.as_bytes()[0].is_ascii_uppercase()
        && (tag.as_bytes()[1].is_ascii_uppercase() || tag.as_bytes()[1].is_ascii_digit());
    let rest = &line[2..];
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let value = rest[spaces..].strip_prefix('-')?;
    (is_tag && (1..=3).contains(&spaces) && (value.is_empty() || value.starts_with([' ', '\t'])))
        .then_some((tag, value.trim()))
}

/// The fields of a record.
pub(super) struct Record {
    pub line: usize,
    pub kind: String,
    pub fields: Vec<(String, String)>,
}

impl Record {
    pub fn new(line: usize, kind: &str) -> Record {
        Record { line, kind: kind.to_ascii_uppercase(), fields: Vec::new() }
    }

    pub fn add(&mut self, tag: &str, value: &str) {
        self.fields.push((tag.to_owned(), value.to_owned()));
    }

    pub fn extend(&mut self, line: &str) {
        if let Some((_, value)) = self.fields.last_mut() {
            let separator = if line.trim().is_empty() { "\n\n" } else { "\n" };
            value.extend([separator, line.trim()]);
        }
    }

    /// Removes and returns the values of a tag that are not empty.
    pub fn all(&mut self, tag: &str) -> Vec<String> {
        let mut values = Vec::new();
        self.fields.retain_mut(|(known, value)| {
            let is_read = known == tag;
            if is_read && !value.trim().is_empty() {
                values.push(std::mem::take(value).trim().to_owned());
            }
            !is_read
        });
        values
    }

    /// Removes and returns the first value of the first of several tags that has one.
    pub fn first(&mut self, tags: &[&str]) -> String {
        for tag in tags {
            if let Some(at) = self.fields.iter().position(|(known, value)| known == tag && !value.trim().is_empty()) {
                return single_spaced(&self.fields.remove(at).1);
            }
        }
        String::new()
    }
}
