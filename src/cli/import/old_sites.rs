//! Imports the folders of old sites.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{
    check::Files,
    cli::{
        import::{arguments::Arguments, progress::Progress},
        old_site::{self, Copied},
    },
    import::{
        merge::{Merged, Options, ReportWarning, merge_site},
        site::{FileCopy, OldSite, read_site},
    },
};

/// Returns `true` for the folder of an old site.
///
/// # Errors
/// Fails if the folder cannot be read.
pub fn is_old_site(folder: &Path) -> Result<bool> {
    Ok(folder.is_dir() && read_site(&old_site::read_folder(folder)?.0).is_some())
}

/// The old sites among the folders of the arguments.
pub struct OldSites {
    sites: Vec<(PathBuf, OldSite)>,
    /// The remarks on files that were left out.
    warnings: Vec<ReportWarning>,
}

/// Returns the warning about a symbolic link that is left out.
fn left_out_warning(link: &Path) -> ReportWarning {
    let target = fs::read_link(link).unwrap_or_default();
    let message = format!(
        "found a symbolic link to {}, which is missing or outside of the old site; it is left out; copy the file instead",
        target.display()
    );
    ReportWarning { file: link.display().to_string(), line: 0, path: String::new(), message }
}

impl OldSites {
    /// Reads the folders that are old sites, and returns the arguments without them.
    ///
    /// # Errors
    /// Fails if a folder cannot be read.
    pub fn split(arguments: &Arguments, progress: &Progress) -> Result<(OldSites, Arguments)> {
        let (mut sites, mut paths, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
        for path in &arguments.paths {
            if path.is_dir() {
                progress.say(format!("reading {}", path.display()));
                let (folder, left_out) = old_site::read_folder(path)?;
                if let Some(site) = read_site(&folder) {
                    sites.push((path.clone(), site));
                    warnings.extend(left_out.iter().map(|link| left_out_warning(link)));
                    continue;
                }
            }
            paths.push(path.clone());
        }
        Ok((OldSites { sites, warnings }, Arguments { paths, ..arguments.clone() }))
    }

    /// Returns `true` if no folder is an old site.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }

    /// Returns the published files as they will be when the files of the old sites are copied.
    pub fn with_copies(&self, published: &Files) -> Files {
        let sizes = published.paths().map(|path| (path.to_owned(), published.size(path).unwrap_or(0)));
        let copies = self.sites.iter().flat_map(|(root, site)| site.copies.iter().map(move |copy| (root, copy)));
        let copies = copies.filter(|(_, copy)| !published.has(&copy.to)).map(|(root, copy)| {
            let size = root.join(&copy.from).metadata().map_or(0, |file| file.len());
            (copy.to.clone(), size)
        });
        sizes.chain(copies).collect()
    }

    /// Merges the old sites into a profile. Returns the files to copy to the folder of the profile, each with the folder of
    /// its old site. A file that is there already is not copied; if it has another content, the report says so.
    ///
    /// # Errors
    /// Fails if the profile or a file cannot be read.
    pub fn merge(self, merged: &mut Merged, options: &Options, folder: &Path) -> Result<Vec<(PathBuf, FileCopy)>> {
        let mut copies: Vec<(PathBuf, FileCopy)> = Vec::new();
        for (root, site) in self.sites {
            let system = site.system.name();
            let record = Some(merged.record.as_str()).filter(|record| !record.is_empty());
            let result = match merge_site(&merged.content, record, site, options) {
                Ok(result) => result,
                Err(error) => bail!(error),
            };
            let mut report = result.merged.report;
            for name in report.files.iter_mut().map(|file| &mut file.file) {
                *name = root.join(&*name).display().to_string();
            }
            for name in report.warnings.iter_mut().map(|warning| &mut warning.file) {
                if root.join(&*name).exists() {
                    *name = root.join(&*name).display().to_string();
                }
            }
            for copy in result.copies {
                let same = copies.iter().any(|(_, other)| other.to == copy.to);
                match old_site::compare(&copy, &root, folder)? {
                    Copied::New if !same => copies.push((root.clone(), copy)),
                    Copied::Same => {}
                    Copied::New | Copied::Different => report.warnings.push(ReportWarning {
                        file: root.join(&copy.from).display().to_string(),
                        line: 0,
                        path: String::new(),
                        message: format!(
                            "not copied to {}, because another file is there; the content of {system} refers to this \
                             place, so compare the two files",
                            folder.join(&copy.to).display()
                        ),
                    }),
                }
            }
            merged.content = result.merged.content;
            merged.record = result.merged.record;
            merged.report.files.append(&mut report.files);
            merged.report.warnings.append(&mut report.warnings);
        }
        merged.report.warnings.extend(self.warnings);
        Ok(copies)
    }
}
