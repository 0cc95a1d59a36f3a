//! Files with front matter, and the fields of front matter and data files.

use std::{cell::RefCell, collections::BTreeSet};

use serde_json::{Map, Value};

use crate::import::site::{
    data::{DataError, Language, parse},
    folder::Folder,
    notes::Notes,
};

/// A file with front matter.
#[derive(Debug)]
pub(super) struct Document {
    /// The path below the folder of the site.
    pub path: String,
    pub fields: Fields,
    /// The text after the front matter.
    pub body: String,
    /// The line on which the text starts, from 1.
    pub body_line: usize,
}

impl Document {
    /// Reads a file. An error in the front matter is reported, and the fields are then empty.
    pub fn read(path: &str, folder: &Folder, notes: &mut Notes) -> Option<Document> {
        let text = folder.text(path)?;
        let (matter, language, first, body, body_line) = split(&text);
        let fields = match parse(matter, language) {
            Ok(Value::Object(map)) => map,
            Ok(Value::Null) => Map::new(),
            Ok(_) => {
                notes.add(path, first, "", "the front matter has no fields, so it is left out".to_owned());
                Map::new()
            }
            Err(DataError { line, message }) => {
                let line = if line == 0 { first } else { line + first - 1 };
                notes.add(
                    path,
                    line,
                    "",
                    format!("the front matter cannot be read ({message}); correct it and import the folder again"),
                );
                Map::new()
            }
        };
        let fields = Fields::new(path, fields, matter, first);
        Some(Document { path: path.to_owned(), fields, body: body.to_owned(), body_line })
    }

    /// Returns `true` if the system did not publish the file.
    pub fn is_draft(&self) -> bool {
        self.fields.flag("draft") == Some(true) || self.fields.flag("published") == Some(false)
    }
}

/// Returns the front matter with its language and first line, and the text with its first line.
fn split(text: &str) -> (&str, Language, usize, &str, usize) {
    let leading = text.len() - text.trim_start().len();
    let start = &text[leading..];
    let lines_before = text[..leading].matches('\n').count();
    for (fence, language) in [("---", Language::Yaml), ("+++", Language::Toml)] {
        let Some(rest) = start.strip_prefix(fence) else { continue };
        let Some(first_end) = rest.find('\n') else { continue };
        if !rest[..first_end].trim().is_empty() {
            continue;
        }
        let inner = &rest[first_end + 1..];
        let mut offset = 0;
        for line in inner.split_inclusive('\n') {
            if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
                let body_line = lines_before + 2 + inner[..offset].matches('\n').count() + 1;
                return (&inner[..offset], language, lines_before + 2, &inner[offset + line.len()..], body_line);
            }
            offset += line.len();
        }
    }
    if start.starts_with('{') && !start.starts_with("{%") && !start.starts_with("{{") {
        let mut values = serde_json::Deserializer::from_str(start).into_iter::<Value>();
        if let Some(Ok(Value::Object(_))) = values.next() {
            let end = values.byte_offset();
            let body_line = lines_before + start[..end].matches('\n').count() + 1;
            return (&start[..end], Language::Json, lines_before + 1, &start[end..], body_line);
        }
    }
    ("", Language::Yaml, 1, text, 1)
}

/// The fields of front matter, of a data file or of a part of it. It remembers which fields have been read, so that the
/// others can be reported.
#[derive(Debug)]
pub(super) struct Fields {
    file: String,
    map: Map<String, Value>,
    source: String,
    first_line: usize,
    read: RefCell<BTreeSet<String>>,
}

impl Fields {
    pub fn new(file: &str, map: Map<String, Value>, source: &str, first_line: usize) -> Fields {
        Fields { file: file.to_owned(), map, source: source.to_owned(), first_line, read: RefCell::default() }
    }

    /// Reads a data file. An error of its syntax is reported, and the fields are then empty.
    pub fn read_file(path: &str, folder: &Folder, notes: &mut Notes) -> Fields {
        let text = folder.text(path).unwrap_or_default();
        let map = match read_value(path, folder, notes) {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        };
        Fields::new(path, map, &text, 1)
    }

    /// Returns a part of the fields: the fields of an object in them.
    pub fn part(&self, name: &str) -> Fields {
        let map = self.value(name).and_then(Value::as_object).cloned().unwrap_or_default();
        Fields::of(&self.file, map, &self.source, self.first_line)
    }

    fn of(file: &str, map: Map<String, Value>, source: &str, first_line: usize) -> Fields {
        Fields::new(file, map, source, first_line)
    }

    /// Returns the fields of each object in a list, with their position in the same file.
    pub fn parts(&self, name: &str) -> Vec<Fields> {
        let items = self.value(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let objects = items.iter().filter_map(Value::as_object);
        objects.map(|map| Fields::of(&self.file, map.clone(), &self.source, self.first_line)).collect()
    }

    pub fn file(&self) -> &str {
        &self.file
    }

    pub fn value(&self, name: &str) -> Option<&Value> {
        let value = self.map.get(name)?;
        self.read.borrow_mut().insert(name.to_owned());
        Some(value).filter(|value| !is_empty(value))
    }

    /// Returns a text or a number as one line of text, or `None` if it is empty.
    pub fn text(&self, name: &str) -> Option<String> {
        scalar(self.value(name)?).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Returns a text with its line breaks.
    pub fn long_text(&self, name: &str) -> Option<String> {
        scalar(self.value(name)?)
    }

    /// Returns the first of several fields that has a text.
    pub fn any(&self, names: &[&str]) -> Option<String> {
        names.iter().filter_map(|name| self.text(name)).next()
    }

    /// Returns the texts of a list, or the only text.
    pub fn list(&self, name: &str) -> Vec<String> {
        match self.value(name) {
            Some(Value::Array(items)) => items.iter().filter_map(scalar).collect(),
            Some(value) => scalar(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.value(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// Marks fields as read that set only the appearance, or that the new site makes by itself.
    pub fn ignore(&self, names: &[&str]) {
        self.read.borrow_mut().extend(names.iter().map(|name| (*name).to_owned()));
    }

    /// Returns the line of a field of the outermost level, or the first line.
    pub fn line(&self, name: &str) -> usize {
        let is_key = |line: &str| {
            let line = line.trim_start_matches([' ', '-', '"', '\'']);
            line.strip_prefix(name)
                .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ', '\t']).starts_with([':', '=']))
        };
        self.first_line + self.source.lines().position(is_key).unwrap_or(0)
    }

    /// Reports the fields that nothing has read, with their values.
    pub fn report_unread(&self, notes: &mut Notes) {
        for (name, value) in &self.map {
            if !self.read.borrow().contains(name) && !is_empty(value) {
                notes.add(&self.file, self.line(name), name, left_out(value));
            }
        }
    }

    /// Returns the same fields, of which none has been read.
    pub fn clone_of(fields: &Fields) -> Fields {
        Fields::new(&fields.file, fields.map.clone(), &fields.source, fields.first_line)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.map.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }
}

/// Reads a data file as a value. An error of its syntax is reported.
pub(super) fn read_value(path: &str, folder: &Folder, notes: &mut Notes) -> Option<Value> {
    let text = folder.text(path)?;
    match parse(&text, Language::of(path)?) {
        Ok(value) => Some(value),
        Err(DataError { line, message }) => {
            let message = format!("the file cannot be read ({message}); correct it and import the folder again");
            notes.add(path, line, "", message);
            None
        }
    }
}

/// Returns the message for a value that has no place in the profile.
pub(super) fn left_out(value: &Value) -> String {
    let text = scalar(value).unwrap_or_else(|| value.to_string());
    format!("the profile has no place for it, so it is left out: {text}")
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(fields) => fields.values().all(is_empty),
        _ => false,
    }
}

/// Returns a text, a number or a Boolean as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> (Document, Notes) {
        let folder: Folder = [("a.md".to_owned(), Some(text.as_bytes().to_vec()))].into_iter().collect();
        let mut notes = Notes::default();
        (Document::read("a.md", &folder, &mut notes).unwrap(), notes)
    }

    #[test]
    fn front_matter_is_separated_from_the_text() {
        for (text, title, body, line) in [
            ("---\ntitle: A\n---\nText\n", Some("A"), "Text\n", 4),
            ("\n---\ntitle: A\n---\n\nText", Some("A"), "\nText", 5),
            ("+++\ntitle = 'A'\n+++\nText", Some("A"), "Text", 4),
            ("{\n\"title\": \"A\" }\nText", Some("A"), "\nText", 2),
            ("Text\n---\nmore", None, "Text\n---\nmore", 1),
            ("---\ntitle: A\nno end", None, "---\ntitle: A\nno end", 1),
            ("{% include x %}", None, "{% include x %}", 1),
            ("", None, "", 1),
        ] {
            let (document, _) = document(text);
            assert_eq!(document.fields.text("title").as_deref(), title, "{text:?}");
            assert_eq!((document.body.as_str(), document.body_line), (body, line), "{text:?}");
        }
    }

    #[test]
    fn fields_that_nothing_reads_are_reported_with_line_and_value() {
        let (document, mut notes) = document("---\ntitle: A\nhobby: chess\nempty:\n---\n");
        document.fields.text("title");
        document.fields.report_unread(&mut notes);
        let warnings = notes.warnings();
        assert_eq!(warnings.len(), 1);
        assert_eq!((warnings[0].line, warnings[0].path.as_str()), (3, "hobby"));
        assert!(warnings[0].message.ends_with("chess"), "{}", warnings[0].message);
    }

    #[test]
    fn an_error_of_the_front_matter_is_reported_and_the_text_is_kept() {
        let (document, notes) = document("---\ntitle: [\n---\nText");
        assert_eq!(document.body, "Text");
        assert!(notes.warnings()[0].message.contains("the front matter cannot be read"));
    }
}
