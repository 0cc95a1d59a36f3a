//! The values of fields: `@string`, concatenation, and fields that entries inherit from others.

use std::collections::HashMap;

use crate::import::{
    bibtex::{
        macros,
        scanner::{Field, Piece},
        split::Entry,
    },
    work::Warning,
};

/// An entry whose values are texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    pub line: usize,
    /// The type in lower case.
    pub kind: String,
    pub key: String,
    /// The fields with their names in lower case and their values in LaTeX.
    pub fields: Vec<(String, String)>,
    pub warnings: Vec<Warning>,
}

impl Resolved {
    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, value)| own == name && !value.trim().is_empty()).map(|(_, value)| &**value)
    }
}

/// The entries of a file.
#[derive(Default)]
pub(super) struct Entries {
    /// The values of `@string` by their names in lower case.
    strings: HashMap<String, String>,
    entries: Vec<Resolved>,
    /// The first entry with each key, in lower case.
    keys: HashMap<String, usize>,
}

/// The length in bytes up to which values are joined, because each `@string` may double the length of another one.
const MAX_VALUE: usize = 200_000;

/// The number of steps up to which an entry inherits fields.
const MAX_ANCESTORS: usize = 5;

/// The fields that an entry has from the entry that its `crossref` names. Other fields, such as "doi", "pages" and
/// "abstract", describe only the entry itself.
const INHERITED: [&str; 21] = [
    "editor",
    "editortype",
    "series",
    "volume",
    "number",
    "publisher",
    "organization",
    "institution",
    "address",
    "location",
    "year",
    "month",
    "date",
    "isbn",
    "issn",
    "edition",
    "eventtitle",
    "venue",
    "translator",
    "booktitle",
    "booksubtitle",
];

impl Entries {
    /// Adds the definitions of a `@string`.
    pub fn define(&mut self, definitions: Vec<Field>, warnings: &mut Vec<Warning>) {
        for field in definitions {
            let value = self.joined(&field, field.name, warnings);
            self.strings.insert(field.name.to_lowercase(), value);
        }
    }

    /// Adds an entry and returns its index.
    pub fn add(&mut self, entry: Entry, warnings: &mut Vec<Warning>) -> usize {
        let mut resolved = Resolved {
            line: entry.line,
            kind: entry.kind.to_ascii_lowercase(),
            key: entry.key.to_owned(),
            ..Resolved::default()
        };
        for field in &entry.fields {
            let name = field.name.to_ascii_lowercase();
            let path = if entry.key.is_empty() { name.clone() } else { [entry.key, ".", &name].concat() };
            let value = self.joined(field, &path, warnings);
            match resolved.fields.iter().find(|(known, _)| *known == name) {
                Some((_, known)) if *known != value => {
                    let message = format!("found this field again with the value \"{value}\"; the first value is used");
                    warnings.push(Warning { line: field.line, path, message });
                }
                Some(_) => {}
                None => resolved.fields.push((name, value)),
            }
        }
        let index = self.entries.len();
        if !entry.key.is_empty() {
            self.keys.entry(entry.key.to_lowercase()).or_insert(index);
        }
        self.entries.push(resolved);
        index
    }

    /// Joins the parts of a value.
    fn joined(&self, field: &Field, path: &str, warnings: &mut Vec<Warning>) -> String {
        let mut value = String::new();
        for piece in &field.value {
            let part = match piece {
                Piece::Text(text) => text,
                Piece::Name(name) => {
                    let lower = name.to_lowercase();
                    match self.strings.get(&lower).map(String::as_str).or_else(|| macros::value(&lower)) {
                        Some(text) => text,
                        None => {
                            let message = format!(
                                "found the abbreviation \"{name}\", which no @string defines; its name is used; to use a \
                                 text, put it in braces"
                            );
                            warnings.push(Warning { line: field.line, path: path.to_owned(), message });
                            name
                        }
                    }
                }
            };
            if value.len() + part.len() > MAX_VALUE && !value.is_empty() {
                let message = format!("found a value of more than {MAX_VALUE} bytes; its end is left out");
                warnings.push(Warning { line: field.line, path: path.to_owned(), message });
                break;
            }
            value.push_str(part);
        }
        value
    }

    /// Returns for each entry that others name in `crossref` the number of these.
    pub fn children(&self) -> HashMap<usize, usize> {
        let mut children = HashMap::new();
        for parent in self.entries.iter().filter_map(|entry| self.index(entry.get("crossref")?)) {
            *children.entry(parent).or_insert(0) += 1;
        }
        children
    }

    fn index(&self, key: &str) -> Option<usize> {
        self.keys.get(&key.trim().to_lowercase()).copied()
    }

    /// Returns an entry with the fields that it inherits.
    pub fn resolved(&self, index: usize) -> Resolved {
        let mut entry = self.entries[index].clone();
        self.inherit(&mut entry, index, MAX_ANCESTORS);
        entry.fields.retain(|(name, _)| name != "crossref" && name != "xdata");
        entry
    }

    fn inherit(&self, entry: &mut Resolved, index: usize, steps: usize) {
        let names: Vec<(bool, String)> = [("xdata", true), ("crossref", false)]
            .into_iter()
            .flat_map(|(field, is_data)| {
                let keys = entry.get(field).unwrap_or_default().split(',');
                keys.map(|key| (is_data, key.trim().to_owned())).filter(|(_, key)| !key.is_empty()).collect::<Vec<_>>()
            })
            .collect();
        for (is_data, key) in names {
            let field = if is_data { "xdata" } else { "crossref" };
            let Some(parent) = self.index(&key).filter(|parent| *parent != index) else {
                let path = [&entry.key, ".", field].concat();
                let message =
                    format!("found \"{key}\"; expected the key of an entry of this file; add that entry to the file");
                entry.warnings.push(Warning { line: entry.line, path, message });
                continue;
            };
            if steps == 0 {
                continue;
            }
            let mut from = self.entries[parent].clone();
            self.inherit(&mut from, parent, steps - 1);
            for (name, value) in from.fields {
                let own = if is_data { Some(name) } else { inherited_name(&entry.kind, &from.kind, &name) };
                if let Some(own) = own.filter(|own| entry.get(own).is_none()) {
                    // A year of its own is not refined by the month of another entry.
                    let has_date = ["year", "date"].iter().any(|field| entry.get(field).is_some());
                    if !is_data && has_date && matches!(&*own, "year" | "month" | "date") {
                        continue;
                    }
                    entry.fields.retain(|(known, _)| *known != own);
                    entry.fields.push((own, value));
                }
            }
        }
    }
}

/// Returns the name under which an entry has a field of the entry that its `crossref` names (biblatex manual, appendix B).
fn inherited_name(kind: &str, parent: &str, name: &str) -> Option<String> {
    let is_part = matches!(
        kind,
        "inproceedings"
            | "conference"
            | "incollection"
            | "inbook"
            | "suppbook"
            | "suppcollection"
            | "inreference"
            | "bookinbook"
    );
    match name {
        "title" if is_part => Some("booktitle".to_owned()),
        "subtitle" if is_part => Some("booksubtitle".to_owned()),
        "title" if kind == "article" => Some("journaltitle".to_owned()),
        "author" if matches!(kind, "inbook" | "bookinbook" | "suppbook") && parent.ends_with("book") => {
            Some("author".to_owned())
        }
        "journal" | "journaltitle" if kind == "article" => Some(name.to_owned()),
        _ => INHERITED.contains(&name).then(|| name.to_owned()),
    }
}
