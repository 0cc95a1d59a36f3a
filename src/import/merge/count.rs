//! Counts what became of the entries.

use std::collections::BTreeSet;

use crate::import::{
    ReadFile, Skipped, Work,
    merge::{matching::How, report::FileReport, state::Merging},
};

impl Merging<'_> {
    /// Counts the entries of each file.
    pub(super) fn count(&mut self, files: &[(String, ReadFile)]) -> Vec<FileReport> {
        let dropped = std::mem::take(&mut self.dropped);
        let gone: BTreeSet<usize> = dropped.keys().filter_map(|slot| self.slots[*slot].work).collect();
        let works = std::mem::take(&mut self.record.works);
        self.record.works =
            works.into_iter().enumerate().filter(|(place, _)| !gone.contains(place)).map(|(_, work)| work).collect();
        // Places of entries become names of files and lines.
        for warning in &mut self.report.warnings {
            if let Some(file) = warning.file.strip_prefix('\0').and_then(|number| number.parse::<usize>().ok()) {
                let (name, read) = &files[file];
                warning.line = read.works[warning.line].line;
                warning.file.clone_from(name);
            }
        }
        let count = |(index, (name, file)): (usize, &(String, ReadFile))| {
            let mut report = FileReport {
                file: name.clone(),
                format: file.format.name(),
                entries: file.works.len() + file.skipped.len(),
                skipped: file.skipped.clone(),
                ..FileReport::default()
            };
            for (entry, (work, placed)) in file.works.iter().zip(&self.placed[index]).enumerate() {
                let reason = match placed {
                    Err(reason) => Some(reason),
                    Ok(placed) => dropped.get(&placed.slot),
                };
                if let Some(reason) = reason {
                    let Work { line, key, .. } = work;
                    let (key, reason) = (key.clone(), reason.clone());
                    report.skipped.push(Skipped { line: *line, key, reason, is_expected: false });
                    continue;
                }
                let Ok(placed) = placed else { continue };
                let slot = &self.slots[placed.slot];
                let is_changed = self.changed.contains(&(index, entry))
                    && slot.old.is_none_or(|old| self.old[old].as_object() != Some(&slot.value));
                match placed.how {
                    _ if slot.is_removed => report.unchanged += 1,
                    How::New => report.imported += 1,
                    How::Same(_) => report.merged += 1,
                    How::Known if is_changed => report.updated += 1,
                    How::Known => report.unchanged += 1,
                }
            }
            report.skipped.sort_by_key(|skipped| skipped.line);
            report
        };
        files.iter().enumerate().map(count).collect()
    }
}
