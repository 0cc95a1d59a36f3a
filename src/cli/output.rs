//! The folder of a build: what is written into it, and what an earlier run has written.
//!
//! A list of the files stays behind outside the folder, which is deployed whole. The list goes by the hash of
//! the `index.html` that it was written with: so it is found again after the folder was moved, and not found
//! for a folder that was built anew.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    sync::Mutex,
};

use sha2::{Digest, Sha256};

use super::parallel::lock;
use crate::text::fingerprint;

/// The files of a run: the SHA-256 of each by its path below the folder, which has no slash at its start.
type Files = BTreeMap<String, String>;

/// An attribute by which a page is known as one of ours.
pub const MARK: &str = "data-prerendered";

/// The folder of a build.
pub struct Output<'p> {
    /// The folder itself.
    pub folder: &'p Path,
    /// Where the lists of earlier runs are kept.
    lists: PathBuf,
    /// The list of the run before, where there is one.
    earlier: Option<(PathBuf, Files)>,
    written: Mutex<Files>,
}

impl<'p> Output<'p> {
    /// Opens a folder that holds an `index.html`; `target` is a folder that is not deployed.
    ///
    /// # Errors
    /// The file that could not be read or understood, and why.
    pub fn open(folder: &'p Path, target: &Path) -> Result<Output<'p>, String> {
        let lists = target.join("prerendered");
        let list = lists.join(hash(super::read(&folder.join("index.html"))?.as_bytes()));
        let earlier = match list.exists() {
            true => {
                let files = serde_json::from_str(&super::read(&list)?)
                    .map_err(|error| format!("{}: {error}; remove this file", list.display()))?;
                Some((list, files))
            }
            false => None,
        };
        Ok(Output { folder, lists, earlier, written: Mutex::default() })
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
        let earlier = self.earlier.as_ref().and_then(|(_, files)| files.get(path));
        let is_ours = there == earlier.cloned() || there == Some(hash(bytes)) || self.has_written(path);
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
    /// A file that is no longer as it was written stays.
    pub fn remove_stale(&self) {
        let Some((_, earlier)) = &self.earlier else { return };
        for (path, of) in earlier {
            let file = self.folder.join(path);
            if self.has_written(path) || !fs::read(&file).is_ok_and(|bytes| hash(&bytes) == *of) {
                continue;
            }
            let _ = fs::remove_file(&file);
            let folders = file.ancestors().skip(1).take_while(|above| *above != self.folder);
            // Only an empty folder can be removed so.
            for folder in folders {
                let _ = fs::remove_dir(folder);
            }
        }
    }

    /// Leaves the list for the next run.
    ///
    /// # Errors
    /// The file that could not be written, and why.
    pub fn finish(self) -> Result<(), String> {
        let files = self.written.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(name) = files.get("index.html") else { return Ok(()) };
        let list = self.lists.join(name);
        let text = serde_json::to_string(&files).map_err(|error| format!("{}: {error}", list.display()))?;
        if let Some((earlier, _)) = self.earlier {
            let _ = fs::remove_file(earlier);
        }
        write(&list, text.as_bytes())?;
        super::compress::prune(&self.lists);
        Ok(())
    }
}

/// The first line of a file of ours. It goes by what follows: an edited copy of such a file is the scholar's own.
fn seal(sign: &str, text: &str) -> String {
    let hash = fingerprint(text);
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
