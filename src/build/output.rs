//! The output folder of a build: the files of this run and of the run before.
//!
//! Each run writes a manifest into the folder: the path and the hash of every file that it wrote. The manifest moves
//! with the folder, so the builder knows its own files on another machine too.

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

/// The files of a run: the SHA-256 of each by its path below the folder, which has no slash at its start.
type Files = BTreeMap<String, String>;

/// The attribute of every element that the build adds. It also tells our pages from other HTML files.
pub const GENERATED: &str = "data-prerendered";

/// The manifest's name. Hosts publish it or leave it out; no page needs it.
const MANIFEST: &str = ".frontispiece";

/// The folder of a build.
pub struct Output<'p> {
    /// The folder itself.
    pub folder: &'p Path,
    /// The files of the run before; empty where the folder was built anew.
    earlier: Files,
    written: Mutex<Files>,
}

impl<'p> Output<'p> {
    /// Opens a folder that holds an `index.html`.
    ///
    /// # Errors
    /// The file that could not be read or understood, and why; a folder with pages of an earlier run and without its
    /// manifest, since the files of that run cannot be told from the scholar's.
    pub fn open(folder: &'p Path) -> Result<Output<'p>> {
        let index = crate::build::text_file::read(&folder.join("index.html"))?;
        let manifest = folder.join(MANIFEST);
        let earlier = match fs::read(&manifest) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                anyhow!("{}: {error}; expected the list that a build writes: {REBUILD}", manifest.display())
            })?,
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| manifest.display().to_string());
            }
            // boot.js holds the bare name of the mark, so the element is looked for.
            Err(_) if index.contains(&format!("<meta {GENERATED} ")) => {
                bail!(
                    "{}: found pages of an earlier build, but not the list of its files ({MANIFEST}), so old pages could \
                     not be removed: {REBUILD}, or copy the folder whole, with its hidden files",
                    folder.display()
                );
            }
            Err(_) => Files::new(),
        };
        Ok(Output { folder, earlier, written: Mutex::default() })
    }

    /// Writes a page, which holds [`GENERATED`] near its start. It may take the place of another such page and of the
    /// `index.html` from which all are made, but of no other file.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn write_page(&self, path: &str, html: &str) -> Result<()> {
        let file = self.folder.join(path);
        if path != "index.html" && is_foreign(&file) {
            bail!(
                "{}: found a file that is no page of this site; expected none, since a page or an old address of \
                 the content stands there: rename public/{path}, or change the content",
                file.display()
            );
        }
        self.write(path, html.as_bytes())
    }

    /// Writes a file.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        write(&self.folder.join(path), bytes)?;
        lock(&self.written).insert(path.to_owned(), hash(bytes));
        Ok(())
    }

    /// Writes a file unless the scholar has put one of their own there, and returns whether it was written.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn write_unless_customized(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        let there = fs::read(self.folder.join(path)).ok().map(|bytes| hash(&bytes));
        let is_ours = there.as_ref() == self.earlier.get(path) || there == Some(hash(bytes)) || self.has_written(path);
        if there.is_some() && !is_ours {
            println!("public/{path} stays as it is; none was made in its place");
            return Ok(false);
        }
        self.write(path, bytes).map(|()| true)
    }

    /// Writes a text file unless the scholar has put one of their own there. Its first line, a comment after `sign`, is
    /// a signature, so that our file is recognized in a folder that was copied, too.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn write_signed(&self, path: &str, sign: &str, text: &str) -> Result<()> {
        match fs::read(self.folder.join(path)) {
            Ok(found) if !is_signed(&found, sign) => {
                println!("{path}: the site has one of its own, so ours is left out");
                Ok(())
            }
            _ => self.write(path, format!("{}\n{text}", signature(sign, text)).as_bytes()),
        }
    }

    /// Returns `true` if this run has written a file.
    pub fn has_written(&self, path: &str) -> bool {
        lock(&self.written).contains_key(path)
    }

    /// Removes the files of the run before that this one has not written, and folders that are empty then.
    /// A file that somebody has changed since stays, and a line says so.
    pub fn remove_stale(&self) {
        for (path, of) in &self.earlier {
            let file = self.folder.join(path);
            if self.has_written(path) || !is_below(path) {
                continue;
            }
            match fs::read(&file) {
                Ok(bytes) if hash(&bytes) == *of => drop(fs::remove_file(&file)),
                Ok(_) => {
                    println!("{}: no part of the site any more; it was changed, so it stays", file.display());
                    continue;
                }
                Err(_) => continue,
            }
            let folders = file.ancestors().skip(1).take_while(|above| *above != self.folder);
            // Only an empty folder can be removed so.
            for folder in folders {
                let _ = fs::remove_dir(folder);
            }
        }
    }

    /// Writes the manifest for the next run.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn finish(self) -> Result<()> {
        let files = self.written.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let manifest = self.folder.join(MANIFEST);
        let text = serde_json::to_string(&files).with_context(|| manifest.display().to_string())?;
        // A manifest that is cut off would hide the files of this run from the next one.
        let whole = self.folder.join(format!("{MANIFEST}.new"));
        write(&whole, text.as_bytes())?;
        fs::rename(&whole, &manifest).with_context(|| manifest.display().to_string())
    }
}

/// What to do if a folder cannot be brought up to date.
const REBUILD: &str = "build the site again (make build)";

/// Returns `true` if a path of a manifest, which anyone may have edited, leads to a file below the folder.
fn is_below(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Returns the first line of a file of ours. It holds a hash of what follows, since an edited copy of such a file is the
/// scholar's own.
fn signature(sign: &str, text: &str) -> String {
    let hash = content_hash(text);
    format!("{sign} Written by Frontispiece ({hash}). To say something else, put a file of this name into public/.")
}

fn is_signed(found: &[u8], sign: &str) -> bool {
    String::from_utf8_lossy(found).split_once('\n').is_some_and(|(first, text)| first == signature(sign, text))
}

/// Returns `true` if there is a file that is no page of ours.
pub fn is_foreign(file: &Path) -> bool {
    let mut start = Vec::new();
    // The mark follows the character encoding, which must stand in the first 1024 bytes (HTML, section 4.2.5.4).
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
    let create = || {
        file.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(file, bytes)
    };
    create().with_context(|| file.display().to_string())
}
