//! The report of an import: what became of each entry.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::import::Skipped;

/// The report of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The imported files, in the order in which they were given.
    pub files: Vec<FileReport>,
    /// Everything that was left out, changed, merged or decided.
    pub warnings: Vec<ReportWarning>,
}

/// The entries of a file. `entries` is always the sum of the other numbers and the number of skipped entries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileReport {
    /// The name of the file.
    pub file: String,
    /// The name of its format.
    pub format: &'static str,
    /// The number of entries.
    pub entries: usize,
    /// Entries that are new publications.
    pub imported: usize,
    /// Entries whose publication an earlier import has written, and that changed it.
    pub updated: usize,
    /// Entries that are the same work as another publication.
    pub merged: usize,
    /// Entries that an earlier import has read and that changed nothing, and those whose publication was removed.
    pub unchanged: usize,
    /// Entries that have no place in the profile, with the reasons.
    pub skipped: Vec<Skipped>,
}

/// A remark on an entry, a file or the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportWarning {
    /// The name of the file.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The entry and the field: "tessel2021.keywords".
    pub path: String,
    /// What was found and what became of it.
    pub message: String,
}

impl Report {
    /// Returns `true` if an entry could not be read, or has no place in the profile.
    pub fn has_skipped(&self) -> bool {
        self.files.iter().flat_map(|file| &file.skipped).any(|skipped| !skipped.is_expected)
    }

    /// Adds a remark.
    pub(super) fn warn(&mut self, file: &str, line: usize, path: String, message: String) {
        self.warnings.push(ReportWarning { file: file.to_owned(), line, path, message });
    }

    /// Returns the report for programs.
    pub fn to_json(&self) -> Value {
        let skipped = |skipped: &Skipped| json!({ "line": skipped.line, "key": skipped.key, "reason": skipped.reason });
        let file = |file: &FileReport| {
            json!({
                "file": file.file,
                "format": file.format,
                "entries": file.entries,
                "imported": file.imported,
                "updated": file.updated,
                "merged": file.merged,
                "unchanged": file.unchanged,
                "skipped": file.skipped.iter().map(skipped).collect::<Vec<_>>(),
            })
        };
        let warning = |warning: &ReportWarning| {
            let ReportWarning { file, line, path, message } = warning;
            json!({ "file": file, "line": line, "path": path, "message": message })
        };
        json!({
            "files": self.files.iter().map(file).collect::<Vec<_>>(),
            "warnings": self.warnings.iter().map(warning).collect::<Vec<_>>(),
        })
    }

    /// Returns the report for people: a paragraph for each file, then the skipped entries, then the remarks.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for file in &self.files {
            let entries = if file.entries == 1 { "entry" } else { "entries" };
            let _ = writeln!(text, "{} ({}): {} {entries}", file.file, file.format, file.entries);
            for (number, meaning) in [
                (file.imported, "imported: new publications"),
                (file.updated, "updated: publications of an earlier import that changed"),
                (file.merged, "merged: the same work as another entry or publication"),
                (file.unchanged, "unchanged"),
                (file.skipped.len(), "skipped: not imported, see below"),
            ] {
                if number > 0 {
                    let _ = writeln!(text, "{number:>7} {meaning}");
                }
            }
        }
        let skipped = self.files.iter().flat_map(|file| file.skipped.iter().map(move |skipped| (file, skipped)));
        let lines: Vec<String> = skipped
            .map(|(file, Skipped { line, key, reason, .. })| {
                let key = if key.is_empty() { String::new() } else { format!("{key}: ") };
                format!("  {}:{line}: {key}{reason}\n", file.file)
            })
            .collect();
        if !lines.is_empty() {
            let _ =
                write!(text, "\nSkipped entries (correct them in the file, then import it again):\n{}", lines.concat());
        }
        if !self.warnings.is_empty() {
            text.push_str("\nPlease check what import has left out or decided:\n");
        }
        for ReportWarning { file, line, path, message } in &self.warnings {
            let line = if *line == 0 { String::new() } else { format!(":{line}") };
            let path = if path.is_empty() { String::new() } else { format!("{path}: ") };
            let _ = writeln!(text, "  {file}{line}: {path}{message}");
        }
        text
    }
}

/// Returns a value as messages quote it.
pub(super) fn shown(value: &Value) -> String {
    const LENGTH: usize = 300;
    let text = match value {
        Value::Array(elements) if elements.iter().all(Value::is_string) => {
            let elements: Vec<&str> = elements.iter().filter_map(Value::as_str).collect();
            format!("\"{}\"", elements.join("; "))
        }
        value => value.to_string(),
    };
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
