//! `frontispiece preview`: builds a site in memory for `frontispiece serve`, and renders its pages on request.
//!
//! A separate process builds each version of a site. Its memory is free when it ends, and a fault in it does not end the
//! server. The process writes frames to its standard output: first an archive of the site without its pages, then a page for
//! each path that it reads from its standard input. It ends with the standard input.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, BufRead, ErrorKind, Read, Write},
    panic,
    path::Path,
    thread,
};

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use crate::{
    build::{preview::Preview, shell::Shell, site::Pages, site_folder::SiteContent},
    check::to_dos,
    cli::{
        arguments::PreviewArguments,
        check,
        serve::report::{Message, Report, workflow_to_do},
    },
    content::MarkdownFiles,
};

/// The path of the [`Header`] in the archive. The generated files are in a folder.
const HEADER: &str = "header.json";
const FILES: &str = "files/";

/// A site without its pages, or only the messages if nothing could be built.
#[derive(Default)]
pub struct Built {
    /// The messages.
    pub report: Report,
    /// The paths of the pages, if [`Report::is_shown`].
    pub pages: BTreeSet<String>,
    /// The other generated files by their paths.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The paths of the author's files that are also available at a second path, by the second path.
    pub copies: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    report: Report,
    pages: BTreeSet<String>,
    copies: BTreeMap<String, String>,
}

/// Builds a site and writes it to the standard output, then renders pages.
///
/// # Errors
/// Fails if the shell cannot be used, or if the reader of the output has gone.
pub fn run(arguments: &PreviewArguments) -> Result<()> {
    let shell = Shell::of_program(arguments.shell.as_deref())?;
    let (built, pages) = build(&arguments.file, &shell);
    let mut output = io::stdout().lock();
    write_frame(&mut output, &built.archive()?)?;
    if let Some(pages) = pages {
        for path in io::stdin().lock().lines() {
            write_frame(&mut output, pages.page(&path?).unwrap_or_default().as_bytes())?;
        }
    }
    Ok(())
}

/// Writes the length of some bytes and the bytes.
fn write_frame(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&(bytes.len() as u64).to_le_bytes())?;
    output.write_all(bytes)?;
    output.flush()
}

/// Reads the bytes that the process writes next.
///
/// # Errors
/// Fails if the process has ended.
pub fn read_frame(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let mut bytes = Vec::new();
    let length = u64::from_le_bytes(length);
    match input.take(length).read_to_end(&mut bytes)? as u64 == length {
        true => Ok(bytes),
        false => Err(ErrorKind::UnexpectedEof.into()),
    }
}

/// Builds the site of a `content.json`. Also returns its pages, if it has any.
fn build(file: &Path, shell: &Shell) -> (Built, Option<Pages>) {
    let site = match read(file) {
        Ok(site) => site,
        Err(error) => return (Built::failed(format!("{error:#}")), None),
    };
    let (preview, diagnostics) = thread::scope(|scope| {
        let preview = scope.spawn(|| preview(&site, shell));
        let diagnostics = check::diagnostics(file).map(|(diagnostics, _)| diagnostics);
        (preview.join().unwrap_or_else(|panic| panic::resume_unwind(panic)), diagnostics)
    });
    let (mut built, mut pages) = (Built::default(), None);
    match diagnostics {
        Ok(diagnostics) => built.report.add(&diagnostics, file),
        Err(error) => built.report.errors.push(Message::new(format!("{error:#}"))),
    }
    match preview {
        Ok(preview) => {
            built.report.is_shown = true;
            built.pages = preview.pages.paths().map(str::to_owned).collect();
            (built.files, built.copies) = (preview.files, preview.copies);
            pages = Some(preview.pages);
        }
        Err(error) => {
            // The check reports the same with all details. Anything else appears when its errors are corrected.
            if built.report.errors.is_empty() {
                built.report.errors.push(Message::new(format!("{error:#}")));
            }
        }
    }
    built.report.to_dos = to_dos(&site.text).iter().map(|diagnostic| Message::of(diagnostic, file)).collect();
    built.report.to_dos.extend(workflow_to_do(site.folder()));
    (built, pages)
}

/// Reads the profile. A file that is not UTF-8 has a diagnostic of the check, and is read as if it were empty.
fn read(file: &Path) -> Result<SiteContent> {
    if !fs::exists(file).with_context(|| file.display().to_string())? {
        bail!("{}: found no such file; expected the content of the site", file.display());
    }
    let empty = || SiteContent { file: file.to_owned(), text: String::new(), markdown: MarkdownFiles::default() };
    Ok(SiteContent::read(file)?.unwrap_or_else(|_| empty()))
}

fn preview(site: &SiteContent, shell: &Shell) -> Result<Preview> {
    let folder = site.folder();
    let canonical = fs::canonicalize(folder).with_context(|| folder.display().to_string())?;
    // Messages name the folder as the author has named it.
    Preview::build(&canonical, site, shell).map_err(|error| {
        anyhow!(format!("{error:#}").replace(&*canonical.display().to_string(), &folder.display().to_string()))
    })
}

impl Built {
    /// Returns the result of a build that has failed.
    pub fn failed(error: String) -> Built {
        Built { report: Report { errors: vec![Message::new(error)], ..Report::default() }, ..Built::default() }
    }

    /// Returns the site as an archive (tar).
    ///
    /// # Errors
    /// Fails if the path of a file is too long for the format.
    fn archive(self) -> Result<Vec<u8>> {
        let Built { report, pages, files, copies } = self;
        let header = serde_json::to_vec(&Header { report, pages, copies })?;
        let mut archive = tar::Builder::new(Vec::new());
        let header = [(HEADER.to_owned(), header)].into_iter();
        for (path, bytes) in header.chain(files.into_iter().map(|(path, bytes)| (format!("{FILES}{path}"), bytes))) {
            let mut entry = tar::Header::new_gnu();
            entry.set_size(bytes.len() as u64);
            entry.set_mode(0o644);
            archive.append_data(&mut entry, path, &*bytes)?;
        }
        Ok(archive.into_inner()?)
    }

    /// Reads the first frame of the process.
    ///
    /// # Errors
    /// Fails if the bytes are not an archive of a site.
    pub fn read(archive: &[u8]) -> Result<Built> {
        let mut built = Built::default();
        let mut has_header = false;
        for entry in tar::Archive::new(archive).entries()? {
            let mut entry = entry?;
            let path = entry.path()?.to_string_lossy().into_owned();
            let mut bytes = Vec::with_capacity(entry.size().try_into().unwrap_or_default());
            entry.read_to_end(&mut bytes)?;
            match path.strip_prefix(FILES) {
                Some(path) => drop(built.files.insert(path.to_owned(), bytes)),
                None => {
                    let header: Header = serde_json::from_slice(&bytes)?;
                    has_header = true;
                    (built.report, built.pages, built.copies) = (header.report, header.pages, header.copies);
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
        let long = "publications/".to_owned() + &"a".repeat(150) + ".bib";
        built.files.insert(long.clone(), b"entry".to_vec());
        built.copies.insert("publications/a/a.pdf".to_owned(), "files/a.pdf".to_owned());
        let report = built.report.clone();
        built.pages.insert("index.html".to_owned());
        let read = Built::read(&built.archive().unwrap()).unwrap();
        assert_eq!(read.report, report);
        assert_eq!(read.files[&long], b"entry");
        assert_eq!(read.copies["publications/a/a.pdf"], "files/a.pdf");
        assert!(read.pages.contains("index.html"));
        assert!(Built::read(b"").is_err());
    }

    #[test]
    fn a_frame_is_whole_or_an_error() {
        let mut bytes = Vec::new();
        write_frame(&mut bytes, b"page").unwrap();
        write_frame(&mut bytes, b"").unwrap();
        let mut input = &*bytes;
        assert_eq!(read_frame(&mut input).unwrap(), b"page");
        assert_eq!(read_frame(&mut input).unwrap(), b"");
        assert!(read_frame(&mut input).is_err());
        assert!(read_frame(&mut &bytes[..10]).is_err());
    }
}
