//! The output folder of a build: the files of this run and of the previous run.
//!
//! Each run writes a manifest into the folder (`manifest.rs`).

use std::{
    fs::{self, File},
    io::{ErrorKind, Read},
    path::{Component, Path, PathBuf},
    sync::Mutex,
};

use anyhow::{Context, Result, anyhow, bail};

use crate::{
    build::{
        file::{hash, write},
        manifest::{Files, Manifest, REBUILD},
        memory::Memory,
        parallel::lock,
        public::{self, MANIFEST},
    },
    content::decode,
    util::hash::content_hash,
};

/// The attribute of every element that the build adds. It also distinguishes generated pages from other HTML files.
pub const GENERATED: &str = "data-prerendered";

/// The output of a build: a folder, or the memory of the program.
pub struct Output<'p> {
    /// The output folder, which also has the author's files. If the output is in memory, it is the site folder, which stays
    /// as it is.
    pub folder: &'p Path,
    /// The files of the previous run. Empty if the folder has just been built.
    earlier: Files,
    written: Mutex<Files>,
    memory: Option<Memory>,
}

impl<'p> Output<'p> {
    /// Opens a folder that holds an `index.html`.
    ///
    /// # Errors
    /// Fails if a file cannot be read or parsed. Also fails if the folder has pages of an earlier run but no manifest,
    /// because the generated files cannot be distinguished from the author's own.
    pub fn open(folder: &'p Path) -> Result<Output<'p>> {
        let index = crate::build::text_file::read(&folder.join("index.html"))?;
        let earlier = match Manifest::read(folder)? {
            Some(manifest) => manifest.written,
            // boot.js contains the bare attribute name, so the test looks for an element with the attribute.
            None if index.contains(&format!("<meta {GENERATED} ")) => {
                bail!(
                    "{}: found pages of an earlier build without the list of its files ({MANIFEST}), which is needed \
                     to remove old pages; {REBUILD}, or copy the whole folder with its hidden files",
                    folder.display()
                );
            }
            None => Files::new(),
        };
        Ok(Output { folder, earlier, written: Mutex::default(), memory: None })
    }

    /// Returns an output that keeps all files in memory. `site` is the canonical path of the site folder.
    pub fn in_memory(site: &'p Path, memory: Memory) -> Output<'p> {
        Output { folder: site, earlier: Files::new(), written: Mutex::default(), memory: Some(memory) }
    }

    /// Returns the memory of an output in memory.
    pub fn into_memory(self) -> Option<Memory> {
        self.memory
    }

    /// Returns `true` if the files are kept in memory.
    pub fn is_in_memory(&self) -> bool {
        self.memory.is_some()
    }

    /// Returns the file at a path on disk. An output in memory has only the author's published files there.
    pub fn file(&self, path: &str) -> Option<PathBuf> {
        match self.memory {
            Some(_) => public::find(self.folder, path),
            None => Some(self.folder.join(path)).filter(|file| file.is_file()),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Fails if there is no such file, or if it cannot be read. The error names it.
    pub fn read(&self, path: &str) -> Result<Vec<u8>> {
        let file = self.folder.join(path);
        let bytes = match &self.memory {
            None => fs::read(&file),
            Some(memory) => {
                let authored = self.file(path);
                match memory.read(path, authored.is_some()) {
                    Some(bytes) => Ok(bytes),
                    None => authored.map_or_else(|| Err(ErrorKind::NotFound.into()), fs::read),
                }
            }
        };
        bytes.with_context(|| file.display().to_string())
    }

    /// Reads a file in UTF-8.
    ///
    /// # Errors
    /// Fails if there is no such file, if it cannot be read, or if it is not UTF-8. The error names it.
    pub fn read_text(&self, path: &str) -> Result<String> {
        decode(self.read(path)?).map_err(|error| anyhow!("{}:{error}", self.folder.join(path).display()))
    }

    /// Removes a file of the folder that no page needs. An output in memory has no such files.
    pub fn remove(&self, path: &str) {
        if self.memory.is_none() {
            let _ = fs::remove_file(self.folder.join(path));
        }
    }

    /// Prints a note about the build. Builds in memory are repeated at each change and print none.
    fn note(&self, line: &str) {
        if self.memory.is_none() {
            println!("{line}");
        }
    }

    /// Writes a page, which holds [`GENERATED`] near its start. It may replace another generated page and the
    /// `index.html` from which all pages are made, but no other file.
    ///
    /// # Errors
    /// Fails if the file cannot be written. The error names it.
    pub fn write_page(&self, path: &str, html: &str) -> Result<()> {
        self.refuse_foreign_page(path)?;
        self.write(path, html.as_bytes())
    }

    /// Refuses the path of a page at which the author has put another file.
    ///
    /// # Errors
    /// Fails if there is such a file. The error names it.
    pub fn refuse_foreign_page(&self, path: &str) -> Result<()> {
        if path != "index.html"
            && let Some(file) = self.file(path)
            && is_foreign(&file)
        {
            bail!(
                "{}: found a file that is not a page of this site; expected none, because a page or an old URL of the \
                 content has this path; rename your file {path}, or change the content",
                file.display()
            );
        }
        Ok(())
    }

    /// Writes a file.
    ///
    /// # Errors
    /// Fails if the file cannot be written. The error names it.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        if let Some(memory) = &self.memory {
            memory.write(path, bytes);
            return Ok(());
        }
        write(&self.folder.join(path), bytes)?;
        lock(&self.written).insert(path.to_owned(), hash(bytes));
        Ok(())
    }

    /// Writes a file unless the author has put their own file there. Returns `true` if it was written.
    ///
    /// # Errors
    /// Fails if the file cannot be written. The error names it.
    pub fn write_unless_customized(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        if self.is_customized(path, bytes) {
            self.note(&format!("keeping your own {path} instead of generating it"));
            return Ok(false);
        }
        self.write(path, bytes).map(|()| true)
    }

    /// Returns `true` if there is a file at a path that this run and the previous run have not written, with other bytes.
    fn is_customized(&self, path: &str, bytes: &[u8]) -> bool {
        let there = self.file(path).and_then(|file| fs::read(file).ok()).map(|bytes| hash(&bytes));
        let is_ours =
            || there.as_ref() == self.earlier.get(path) || there == Some(hash(bytes)) || self.has_written(path);
        there.is_some() && !is_ours()
    }

    /// Copies a file unless the author has put their own file there, as [`Output::write_unless_customized`] does. An output
    /// in memory only notes the path of the original. Returns `false` if there is no such file, or if the author has another.
    ///
    /// # Errors
    /// Fails if the copy cannot be written. The error names it.
    pub fn copy_unless_customized(&self, from: &str, to: &str) -> Result<bool> {
        match &self.memory {
            Some(memory) => {
                let is_copied = self.file(from).is_some() && self.file(to).is_none();
                if is_copied {
                    memory.copy(from, to);
                }
                Ok(is_copied || self.file(to).is_some_and(|file| is_same(&file, &self.folder.join(from))))
            }
            None => match fs::read(self.folder.join(from)) {
                Ok(bytes) => self.write_unless_customized(to, &bytes),
                Err(_) => Ok(false),
            },
        }
    }

    /// Writes a text file unless the author has put their own file there. The first line is a signature: a comment that
    /// starts with `sign`. It identifies a generated file in a copied folder too.
    ///
    /// # Errors
    /// Fails if the file cannot be written. The error names it.
    pub fn write_signed(&self, path: &str, sign: &str, text: &str) -> Result<()> {
        match self.file(path).map(fs::read) {
            Some(Ok(found)) if !is_signed(&found, sign) => {
                self.note(&format!("keeping your own {path} instead of generating it"));
                Ok(())
            }
            _ => self.write(path, format!("{}\n{text}", signature(sign, text)).as_bytes()),
        }
    }

    /// Returns `true` if this run has written a file at a path.
    pub fn has_written(&self, path: &str) -> bool {
        match &self.memory {
            Some(memory) => memory.has_written(path),
            None => lock(&self.written).contains_key(path),
        }
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
        let written = self.written.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        Manifest::of(self.folder, written)?.write(self.folder)
    }
}

/// Returns `true` if two files have the same bytes.
fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::read(one), fs::read(other)), (Ok(one), Ok(other)) if one == other)
}

/// Returns `true` if a path leads to a file below the folder. Anyone may have edited the manifest.
fn is_below(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Returns the first line of a generated text file. It holds a hash of the text, because an edited copy of such a file
/// belongs to the author.
fn signature(sign: &str, text: &str) -> String {
    let hash = content_hash(text);
    format!("{sign} Written by Frontispiece ({hash}). To replace it, put a file with this name next to content.json.")
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
