//! The output folder of a build: the files of this run and of the previous run.
//!
//! Each run writes a manifest into the folder: the path and the hash of every file that it wrote. The manifest moves
//! with the folder, so the builder recognizes its own files on another machine too.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{ErrorKind, Read},
    path::{Component, Path},
    sync::Mutex,
};

use anyhow::{Context, Result, anyhow, bail};
use sha2::{Digest, Sha256};

use crate::{build::parallel::lock, util::hash::content_hash};

/// The files of a run: the SHA-256 of each by its path below the folder, without a leading slash.
type Files = BTreeMap<String, String>;

/// The attribute of every element that the build adds. It also distinguishes generated pages from other HTML files.
pub const GENERATED: &str = "data-prerendered";

/// The name of the manifest. Hosts may publish it or omit it, because no page needs it.
const MANIFEST: &str = ".frontispiece";

/// The output folder of a build.
pub struct Output<'p> {
    /// The folder itself.
    pub folder: &'p Path,
    /// The files of the previous run. Empty if the folder has just been built.
    earlier: Files,
    written: Mutex<Files>,
}

impl<'p> Output<'p> {
    /// Opens a folder that holds an `index.html`.
    ///
    /// # Errors
    /// Fails if a file cannot be read or parsed. Also fails if the folder has pages of an earlier run but no manifest,
    /// because the generated files cannot be distinguished from the author's own.
    pub fn open(folder: &'p Path) -> Result<Output<'p>> {
        let index = crate::build::text_file::read(&folder.join("index.html"))?;
        let manifest = folder.join(MANIFEST);
        let earlier = match fs::read(&manifest) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                anyhow!("{}: {error}; expected the list of files that a build writes; {REBUILD}", manifest.display())
            })?,
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| manifest.display().to_string());
            }
            // boot.js contains the bare attribute name, so the test looks for an element with the attribute.
            Err(_) if index.contains(&format!("<meta {GENERATED} ")) => {
                bail!(
                    "{}: found pages of an earlier build without the list of its files ({MANIFEST}), which is needed \
                     to remove old pages; {REBUILD}, or copy the whole folder with its hidden files",
                    folder.display()
                );
            }
            Err(_) => Files::new(),
        };
        Ok(Output { folder, earlier, written: Mutex::default() })
    }

    /// Writes a page, which holds [`GENERATED`] near its start. It may replace another generated page and the
    /// `index.html` from which all pages are made, but no other file.
    ///
    /// # Errors
    /// Fails if the file cannot be written. The error names it.
    pub fn write_page(&self, path: &str, html: &str) -> Result<()> {
        let file = self.folder.join(path);
        if path != "index.html" && is_foreign(&file) {
            bail!(
                "{}: found a file that is not a page of this site; expected none, because a page or an old URL of the \
                 content has this path; rename public/{path}, or change the content",
                file.display()
            );
        }
        self.write(path, html.as_bytes())
    }

    /// Writes a file.
    ///
    /// # Errors
    /// Fails if the file cannot be written. The error names it.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        write(&self.folder.join(path), bytes)?;
        lock(&self.written).insert(path.to_owned(), hash(bytes));
        Ok(())
    }

    /// Writes a file unless the author has put their own file there. Returns `true` if it was written.
    ///
    /// # Errors
    /// Fails if the file cannot be written. The error names it.
    pub fn write_unless_customized(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        let there = fs::read(self.folder.join(path)).ok().map(|bytes| hash(&bytes));
        let is_ours = there.as_ref() == self.earlier.get(path) || there == Some(hash(bytes)) || self.has_written(path);
        if there.is_some() && !is_ours {
            println!("keeping public/{path} instead of generating it");
            return Ok(false);
        }
        self.write(path, bytes).map(|()| true)
    }

    /// Writes a text file unless the author has put their own file there. The first line is a signature: a comment that
    /// starts with `sign`. It identifies a generated file in a copied folder too.
    ///
    /// # Errors
    /// Fails if the file cannot be written. The error names it.
    pub fn write_signed(&self, path: &str, sign: &str, text: &str) -> Result<()> {
        match fs::read(self.folder.join(path)) {
            Ok(found) if !is_signed(&found, sign) => {
                println!("keeping your own {path} instead of generating it");
                Ok(())
            }
            _ => self.write(path, format!("{}\n{text}", signature(sign, text)).as_bytes()),
        }
    }

    /// Returns `true` if this run has written a file at a path.
    pub fn has_written(&self, path: &str) -> bool {
        lock(&self.written).contains_key(path)
    }

    /// Removes the files of the previous run that this run has not written, and the folders that become empty. Keeps
    /// files that somebody has changed since then, and prints a line for each.
    pub fn remove_stale(&self) {
        for (path, of) in &self.earlier {
            let file = self.folder.join(path);
            if self.has_written(path) || !is_below(path) {
                continue;
            }
            match fs::read(&file) {
                Ok(bytes) if hash(&bytes) == *of => drop(fs::remove_file(&file)),
                Ok(_) => {
                    println!(
                        "keeping {}, which is not part of the site anymore, because it was changed after the \
                         build",
                        file.display()
                    );
                    continue;
                }
                Err(_) => continue,
            }
            let folders = file.ancestors().skip(1).take_while(|above| *above != self.folder);
            // `remove_dir` removes only empty folders.
            for folder in folders {
                let _ = fs::remove_dir(folder);
            }
        }
    }

    /// Writes the manifest for the next run.
    ///
    /// # Errors
    /// Fails if the file cannot be written. The error names it.
    pub fn finish(self) -> Result<()> {
        let files = self.written.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let manifest = self.folder.join(MANIFEST);
        let text = serde_json::to_string(&files).with_context(|| manifest.display().to_string())?;
        // A truncated manifest would hide the files of this run from the next one.
        let whole = self.folder.join(format!("{MANIFEST}.new"));
        write(&whole, text.as_bytes())?;
        fs::rename(&whole, &manifest).with_context(|| manifest.display().to_string())
    }
}

/// The remedy if a folder cannot be updated.
const REBUILD: &str = "build the site again (make build)";

/// Returns `true` if a path leads to a file below the folder. Anyone may have edited the manifest.
fn is_below(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Returns the first line of a generated text file. It holds a hash of the text, because an edited copy of such a file
/// belongs to the author.
fn signature(sign: &str, text: &str) -> String {
    let hash = content_hash(text);
    format!("{sign} Written by Frontispiece ({hash}). To replace it, put a file with this name into public/.")
}

fn is_signed(found: &[u8], sign: &str) -> bool {
    String::from_utf8_lossy(found).split_once('\n').is_some_and(|(first, text)| first == signature(sign, text))
}

/// Returns `true` if there is a file that is not a generated page.
pub fn is_foreign(file: &Path) -> bool {
    let mut start = Vec::new();
    // The mark follows the character encoding, which must be in the first 1024 bytes (HTML, section 4.2.5.4).
    match File::open(file).and_then(|file| file.take(2048).read_to_end(&mut start)) {
        Ok(_) => !String::from_utf8_lossy(&start).contains(GENERATED),
        Err(_) => false,
    }
}

/// Returns the SHA-256 of a file in hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a file and creates its folders. The error names the file.
pub fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    let written = match fs::write(file, bytes) {
        // Most files are in a folder that exists, so it is not checked first.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(file, bytes))
        }
        written => written,
    };
    written.with_context(|| file.display().to_string())
}
