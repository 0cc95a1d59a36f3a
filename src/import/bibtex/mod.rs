//! Reads BibTeX and BibLaTeX (Patashnik, "BibTeXing", 1988; the biblatex manual, version 3.20).
//!
//! [`split`] finds the entries, so that a malformed entry affects only itself. [`values`] resolves `@string` and
//! inheritance, and [`entry`] turns the fields of an entry into a work.

mod entry;
mod files;
mod kinds;
mod macros;
mod names;
mod reader;
mod rest;
mod scanner;
mod split;
mod values;
mod venues;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use crate::import::{
    draft::count_of_entries,
    work::{Format, ReadFile, Skipped, Warning},
};
use split::{Item, split};
use values::{Entries, Resolved};

/// Returns `true` for a text with an entry or a definition.
pub(super) fn has_entries(text: &str) -> bool {
    split::has_entries(text)
}

/// Reads a file.
pub(super) fn read(text: &str) -> ReadFile {
    let mut file = ReadFile { format: Format::Bibtex, works: Vec::new(), skipped: Vec::new(), warnings: Vec::new() };
    let mut entries = Entries::default();
    let mut order = Vec::new();
    for item in split(text) {
        match item {
            Item::Strings(definitions) => entries.define(definitions, &mut file.warnings),
            Item::Entry(entry) => order.push(entries.add(entry, &mut file.warnings)),
            Item::Malformed { line, kind, key, .. } if is_control(kind) => {
                file.warnings.push(control(line, kind, key));
            }
            Item::Malformed { line, key, reason, .. } => {
                file.skipped.push(Skipped { line, key: key.to_owned(), reason, is_expected: false });
            }
            Item::Commented { line, key } => {
                let message =
                    "found an entry after a percent sign, which makes it a comment; to import it, remove the sign";
                file.warnings.push(Warning { line, path: key.to_owned(), message: message.to_owned() });
            }
        }
    }
    let children = entries.children();
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut bookkeeping: BTreeMap<String, usize> = BTreeMap::new();
    for index in order {
        let entry = entries.resolved(index);
        if entry.kind == "xdata" {
            continue;
        }
        if is_control(&entry.kind) {
            file.warnings.push(control(entry.line, &entry.kind, &entry.key));
            continue;
        }
        read_entry(entry, &mut file, &mut bookkeeping, children.get(&index).copied().unwrap_or(0), &mut lines);
    }
    for (field, count) in bookkeeping {
        let message = count_of_entries(count);
        file.warnings.push(Warning { line: 0, path: field, message });
    }
    file.skipped.sort_by_key(|skipped| skipped.line);
    file.warnings.sort_by_key(|warning| warning.line);
    file
}

/// Adds the work of an entry, or the reason why there is none.
fn read_entry(
    mut entry: Resolved,
    file: &mut ReadFile,
    bookkeeping: &mut BTreeMap<String, usize>,
    children: usize,
    lines: &mut HashMap<String, usize>,
) {
    if !entry.key.is_empty() {
        if let Some(first) = lines.get(&entry.key) {
            let message =
                format!("found the key \"{}\" again after line {first}; both entries are imported", entry.key);
            file.warnings.push(Warning { line: entry.line, path: entry.key.clone(), message });
        } else {
            lines.insert(entry.key.clone(), entry.line);
        }
    }
    let mut warnings = std::mem::take(&mut entry.warnings);
    let (line, key) = (entry.line, entry.key.clone());
    match entry::read(entry, bookkeeping) {
        Ok((work, more)) => {
            warnings.extend(more);
            if children > 0 {
                let message = format!(
                    "found it as the \"crossref\" of {children} {}, which have its fields; it is imported, too",
                    if children == 1 { "entry" } else { "entries" }
                );
                warnings.push(Warning { line, path: key, message });
            }
            file.works.push(work);
        }
        Err(reason) => file.skipped.push(Skipped { line, key, reason, is_expected: false }),
    }
    file.warnings.append(&mut warnings);
}

/// Returns `true` for an entry that controls a bibliography style and is no work: IEEEtran's and REVTeX's.
fn is_control(kind: &str) -> bool {
    ["control", "ieeetranbstctl"].iter().any(|control| kind.eq_ignore_ascii_case(control))
}

fn control(line: usize, kind: &str, key: &str) -> Warning {
    let message = format!("found @{kind}, which controls a bibliography style and is no work; it is left out");
    Warning { line, path: key.to_owned(), message }
}
