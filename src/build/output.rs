//! The folder of a build: what is written into it, and what an earlier run has written.
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

use sha2::{Digest, Sha256};

use crate::{build::parallel::lock, util::hash::content_hash};

/// The files of a run: the SHA-256 of each by its path below the folder, which has no slash at its start.
type Files = BTreeMap<String, String>;

/// An attribute by which a page is known as one of ours.
pub const MARK: &str = "data-prerendered";

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
    pub fn open(folder: &'p Path) -> Result<Output<'p>, String> {
        let index = crate::build::text_file::read(&folder.join("index.html"))?;
        let manifest = folder.join(MANIFEST);
        let earlier = match fs::read(&manifest) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                format!("{}: {error}; expected the list that a build writes: {ANEW}", manifest.display())
            })?,
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(format!("{}: {error}", manifest.display()));
            }
            // boot.js holds the bare name of the mark, so the element is looked for.
            Err(_) if index.contains(&format!("<meta {MARK} ")) => {
                return Err(format!(
                    "{}: found pages of an earlier build, but not the list of its files ({MANIFEST}), so old pages could \
                     not be removed: {ANEW}, or copy the folder whole, with its hidden files",
                    folder.display()
                ));
            }
            Err(_) => Files::new(),
        };
        Ok(Output { folder, earlier, written: Mutex::default() })
    }

    /// Writes a page, which holds [`MARK`] near its start. It may take the place of another such page and of the
    /// `index.html` from which all are made, but of no other file.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn write_page(&self, path: &str, html: &str) -> Result<(), String> {
        let file = self.folder.join(path);
        if path != "index.html" && is_foreign(&file) {
            return Err(format!(
                "{}: found a file that is no page of this site; expected none, since a page or an old address of \
                 the content stands there: rename public/{path}, or change the content",
                file.display()
            ));
        }
        self.write(path, html.as_bytes())
    }

    /// Writes a file.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        write(&self.folder.join(path), bytes)?;
        lock(&self.written).insert(path.to_owned(), hash(bytes));
        Ok(())
    }

    /// Writes a file unless the scholar has put one of their own there, and says whether it did.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn offer(&self, path: &str, bytes: &[u8]) -> Result<bool, String> {
        let there = fs::read(self.folder.join(path)).ok().map(|bytes| hash(&bytes));
        let is_ours = there.as_ref() == self.earlier.get(path) || there == Some(hash(bytes)) || self.has_written(path);
        if there.is_some() && !is_ours {
            println!("public/{path} stays as it is; none was made in its place");
            return Ok(false);
        }
        self.write(path, bytes).map(|()| true)
    }

    /// The same for a text that says in its first line, a comment after `sign`, who has written it: so it is known again
    /// in a folder that was copied, too.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn offer_sealed(&self, path: &str, sign: &str, text: &str) -> Result<(), String> {
        match fs::read(self.folder.join(path)) {
            Ok(found) if !is_sealed(&found, sign) => {
                println!("{path}: the site has one of its own, so ours is left out");
                Ok(())
            }
            _ => self.write(path, format!("{}\n{text}", seal(sign, text)).as_bytes()),
        }
    }

    /// Whether this run has written a file.
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
    pub fn finish(self) -> Result<(), String> {
        let files = self.written.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let manifest = self.folder.join(MANIFEST);
        let text = serde_json::to_string(&files).map_err(|error| format!("{}: {error}", manifest.display()))?;
        // A manifest that is cut off would hide the files of this run from the next one.
        let whole = self.folder.join(format!("{MANIFEST}.new"));
        write(&whole, text.as_bytes())?;
        fs::rename(&whole, &manifest).map_err(|error| format!("{}: {error}", manifest.display()))
    }
}

/// What to do where a folder cannot be brought up to date.
const ANEW: &str = "build the site again (make build)";

/// Whether a path of a manifest, which anyone may have edited, leads to a file below the folder.
fn is_below(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// The first line of a file of ours. It goes by what follows: an edited copy of such a file is the scholar's own.
fn seal(sign: &str, text: &str) -> String {
    let hash = content_hash(text);
    format!("{sign} Written by Frontispiece ({hash}). To say something else, put a file of this name into public/.")
}

fn is_sealed(found: &[u8], sign: &str) -> bool {
    String::from_utf8_lossy(found).split_once('\n').is_some_and(|(first, text)| first == seal(sign, text))
}

/// Whether there is a file that is no page of ours.
pub fn is_foreign(file: &Path) -> bool {
    let mut start = Vec::new();
    // The mark follows the character encoding, which must stand in the first 1024 bytes (HTML, section 4.2.5.4).
    match File::open(file).and_then(|file| file.take(2048).read_to_end(&mut start)) {
        Ok(_) => !String::from_utf8_lossy(&start).contains(MARK),
        Err(_) => false,
    }
}

/// The SHA-256 of a file, in hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a file and the folders that it stands in; the error names it.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(wrong)?;
    }
    fs::write(file, bytes).map_err(wrong)
}
