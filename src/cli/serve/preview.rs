//! `frontispiece preview`: builds a site in memory and writes it to the standard output, for `frontispiece serve`.
//!
//! A separate process builds each version of a site. Its memory is free when it ends, and a fault in it does not end the
//! server.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufWriter, Read, Write},
    panic,
    path::Path,
    thread,
};

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use crate::{
    build::{
        preview::Preview,
        shell::Shell,
        site_folder::{SiteContent, folder_of},
        snapshot::Snapshot,
    },
    check::to_dos,
    cli::{
        arguments::PreviewArguments,
        check,
        serve::report::{Message, Report},
    },
    content::{self, MarkdownFiles},
};

/// The path of the [`Header`] in the archive. The generated files are in a folder.
const HEADER: &str = "header.json";
const FILES: &str = "files/";

/// A built site, or only the messages if nothing could be built.
#[derive(Default)]
pub struct Built {
    /// The messages.
    pub report: Report,
    /// The generated files by their paths, if [`Report::is_shown`].
    pub files: BTreeMap<String, Vec<u8>>,
    /// The paths of the author's files that are also available at a second path, by the second path.
    pub copies: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    report: Report,
    copies: BTreeMap<String, String>,
}

/// Builds a site and writes it as an archive to the standard output.
///
/// # Errors
/// Fails if the shell cannot be used, or if the reader of the archive has gone.
pub fn run(arguments: &PreviewArguments) -> Result<()> {
    let shell = Shell::of_program(arguments.shell.as_deref())?;
    build(&arguments.file, &shell).write(BufWriter::new(io::stdout().lock()))
}

/// Builds the site of a `content.json`.
fn build(file: &Path, shell: &Shell) -> Built {
    let site = match read(file) {
        Ok(site) => site,
        Err(error) => return Built::failed(format!("{error:#}")),
    };
    let (preview, diagnostics) = thread::scope(|scope| {
        let preview = scope.spawn(|| preview(&site, shell));
        let diagnostics = check::diagnostics(file).map(|(diagnostics, _)| diagnostics);
        (preview.join().unwrap_or_else(|panic| panic::resume_unwind(panic)), diagnostics)
    });
    let mut built = Built::default();
    match diagnostics {
        Ok(diagnostics) => built.report.add(&diagnostics, file),
        Err(error) => built.report.errors.push(Message::new(format!("{error:#}"))),
    }
    match preview {
        Ok((preview, snapshot)) => {
            built.report.is_shown = true;
            built.report.add_outside_links(&snapshot.outside_links, folder_of(file));
            (built.files, built.copies) = (preview.files, preview.copies);
        }
        // The check has reported an unreadable content with all details.
        Err(error) if content::read(&site.text).is_ok() || built.report.errors.is_empty() => {
            built.report.errors.push(Message::new(format!("{error:#}")));
        }
        Err(_) => {}
    }
    built.report.to_dos = to_dos(&site.text).iter().map(|diagnostic| Message::of(diagnostic, file)).collect();
    built
}

/// Reads the profile. A file that is not UTF-8 has a diagnostic of the check, and is read as if it were empty.
fn read(file: &Path) -> Result<SiteContent> {
    if !fs::exists(file).with_context(|| file.display().to_string())? {
        bail!("{}: found no such file; expected the content of the site", file.display());
    }
    let empty = || SiteContent { file: file.to_owned(), text: String::new(), markdown: MarkdownFiles::default() };
    Ok(SiteContent::read(file)?.unwrap_or_else(|_| empty()))
}

fn preview(site: &SiteContent, shell: &Shell) -> Result<(Preview, Snapshot)> {
    let folder = site.folder();
    let canonical = fs::canonicalize(folder).with_context(|| folder.display().to_string())?;
    // Messages name the folder as the author has named it.
    let preview = Preview::build(&canonical, site, shell).map_err(|error| {
        anyhow!(format!("{error:#}").replace(&*canonical.display().to_string(), &folder.display().to_string()))
    })?;
    Ok((preview, Snapshot::take(&canonical)?))
}

impl Built {
    /// Returns the result of a build that has failed.
    pub fn failed(error: String) -> Built {
        Built { report: Report { errors: vec![Message::new(error)], ..Report::default() }, ..Built::default() }
    }

    /// Writes the site as an archive (tar).
    ///
    /// # Errors
    /// Fails if the output is closed.
    fn write(self, output: impl Write) -> Result<()> {
        let Built { report, files, copies } = self;
        let header = serde_json::to_vec(&Header { report, copies })?;
        let mut archive = tar::Builder::new(output);
        let header = [(HEADER.to_owned(), header)].into_iter();
        for (path, bytes) in header.chain(files.into_iter().map(|(path, bytes)| (format!("{FILES}{path}"), bytes))) {
            let mut entry = tar::Header::new_gnu();
            entry.set_size(bytes.len() as u64);
            entry.set_mode(0o644);
            archive.append_data(&mut entry, path, &*bytes)?;
        }
        archive.into_inner()?.flush()?;
        Ok(())
    }

    /// Reads the archive that [`Built::write`] writes.
    ///
    /// # Errors
    /// Fails if the bytes are not such an archive.
    pub fn read(input: impl Read) -> Result<Built> {
        let mut built = Built::default();
        let mut has_header = false;
        for entry in tar::Archive::new(input).entries()? {
            let mut entry = entry?;
            let path = entry.path()?.to_string_lossy().into_owned();
            let mut bytes = Vec::with_capacity(entry.size().try_into().unwrap_or_default());
            entry.read_to_end(&mut bytes)?;
            match path.strip_prefix(FILES) {
                Some(path) => drop(built.files.insert(path.to_owned(), bytes)),
                None => {
                    let header: Header = serde_json::from_slice(&bytes)?;
                    (built.report, built.copies, has_header) = (header.report, header.copies, true);
                }
            }
        }
        has_header.then_some(built).context("the output is incomplete")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_read_back() {
        let mut built = Built::default();
        built.report.errors.push(Message::new("an error"));
        built.report.is_shown = true;
        // The format tar has a special form for long names.
        let long = "publications/".to_owned() + &"a".repeat(150) + "/index.html";
        built.files.insert(long.clone(), b"page".to_vec());
        built.copies.insert("publications/a/a.pdf".to_owned(), "files/a.pdf".to_owned());
        let report = built.report.clone();
        let mut bytes = Vec::new();
        built.write(&mut bytes).unwrap();
        let read = Built::read(&*bytes).unwrap();
        assert_eq!(read.report, report);
        assert_eq!(read.files[&long], b"page");
        assert_eq!(read.copies["publications/a/a.pdf"], "files/a.pdf");
        assert!(Built::read(&b""[..]).is_err());
    }
}
