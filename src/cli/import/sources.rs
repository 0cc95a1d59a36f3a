//! Reads the files to import.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    cli::import::{
        Arguments,
        orcid::{self, Fetched},
        progress::Progress,
    },
    import::{
        ReadFile,
        merge::{RECORD_FILE, ReportWarning},
        read as read_bytes,
    },
};

/// The lists of publications to import.
#[derive(Default)]
pub struct Sources {
    /// The lists with their names.
    pub files: Vec<(String, ReadFile)>,
    /// Remarks on files that are no lists.
    pub warnings: Vec<ReportWarning>,
    /// The name of the owner, if a list says it.
    pub me: Option<String>,
    /// The ORCID iD of the owner.
    pub orcid: Option<String>,
}

/// Reads the files and folders of the arguments.
///
/// # Errors
/// Fails if a file cannot be read or has no known format, or if a folder has no list of publications.
pub fn read(arguments: &Arguments, progress: &Progress) -> Result<Sources> {
    let mut sources = Sources::default();
    // A wrong iD is reported before the first request.
    let ids = arguments.orcids.iter().map(|id| orcid::parse_id(id)).collect::<Result<Vec<String>>>()?;
    for path in &arguments.paths {
        if path.is_dir() {
            read_folder(path, &mut sources, progress)?;
        } else {
            let name = path.display().to_string();
            progress.say(format!("reading {name}"));
            let bytes = fs::read(path).with_context(|| name.clone())?;
            let file = read_bytes(&name, &bytes)?;
            sources.files.push((name, file));
        }
    }
    for id in ids {
        let Fetched { file, name } = orcid::fetch(&id, progress)?;
        sources.files.push((format!("ORCID {id}"), file));
        sources.me = sources.me.or(name);
        sources.orcid = sources.orcid.or(Some(id));
    }
    Ok(sources)
}

/// Reads every list in a folder. Other JSON and XML files are no errors there.
fn read_folder(folder: &Path, sources: &mut Sources, progress: &Progress) -> Result<()> {
    let before = sources.files.len();
    for path in lists(folder).with_context(|| folder.display().to_string())? {
        let name = path.display().to_string();
        progress.say(format!("reading {name}"));
        let bytes = fs::read(&path).with_context(|| name.clone())?;
        match read_bytes(&name, &bytes) {
            Ok(file) => sources.files.push((name, file)),
            Err(error) if has_extension(&path, &["json", "xml"]) => {
                let message = format!("left out, because it is no list of publications ({error})");
                sources.warnings.push(ReportWarning { file: name, line: 0, path: String::new(), message });
            }
            Err(error) => return Err(error.into()),
        }
    }
    if sources.files.len() == before {
        bail!(
            "{}: found no list of publications; expected files that end with .bib, .ris, .json or .xml",
            folder.display()
        );
    }
    Ok(())
}

/// Returns the files of a folder that may be lists of publications, sorted by name.
fn lists(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_own = matches!(name, "content.json" | "content.schema.json" | RECORD_FILE) || name.starts_with('.');
        if path.is_file() && !is_own && has_extension(&path, &["bib", "ris", "json", "xml"]) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let own = path.extension().and_then(|own| own.to_str()).unwrap_or_default().to_ascii_lowercase();
    extensions.contains(&own.as_str())
}
