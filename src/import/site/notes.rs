//! Collects the remarks of an import.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::site::old_site::SiteWarning;

/// The first line and the number of occurrences of each kind of markup.
type Counts = BTreeMap<String, (usize, usize)>;

/// The remarks of an import. Those on markup that only sets the appearance are counted for each file.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    warnings: BTreeSet<SiteWarning>,
    /// The first line and the number of occurrences of each kind of markup, by file and kind.
    counted: BTreeMap<(String, &'static str), Counts>,
}

impl Notes {
    pub fn add(&mut self, file: &str, line: usize, path: &str, message: String) {
        self.warnings.insert(SiteWarning { file: file.to_owned(), line, path: path.to_owned(), message });
    }

    /// Counts markup that is removed. `kind` says what it is: "HTML tags, whose text is kept".
    pub fn count(&mut self, file: &str, line: usize, kind: &'static str, what: &str) {
        let found = self.counted.entry((file.to_owned(), kind)).or_default();
        found.entry(what.to_owned()).or_insert((line, 0)).1 += 1;
    }

    /// Returns all remarks, in the order of the files and their lines.
    pub fn warnings(&self) -> Vec<SiteWarning> {
        let mut warnings: Vec<SiteWarning> = self.warnings.iter().cloned().collect();
        for ((file, kind), found) in &self.counted {
            let line = found.values().map(|(line, _)| *line).min().unwrap_or(0);
            let list: Vec<String> = found
                .iter()
                .map(|(what, (_, count))| if *count == 1 { what.clone() } else { format!("{what} ({count} times)") })
                .collect();
            let message = format!("removed {kind}: {}", list.join(", "));
            warnings.push(SiteWarning { file: file.clone(), line, path: String::new(), message });
        }
        warnings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        warnings
    }
}
