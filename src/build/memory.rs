//! The files of a build that stays in memory.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crate::build::parallel::lock;

/// The files of a build that stays in memory, by their paths below the site.
#[derive(Default)]
pub struct Memory {
    /// The files that do not depend on the content. A file of the author replaces one of them.
    shell: BTreeMap<String, Vec<u8>>,
    written: Mutex<BTreeMap<String, Vec<u8>>>,
    copies: Mutex<BTreeMap<String, String>>,
}

impl Memory {
    /// Returns a build that has only the files of a shell.
    pub fn new(shell: BTreeMap<String, Vec<u8>>) -> Memory {
        Memory { shell, ..Memory::default() }
    }

    /// Returns a file that the build has written, or a file of the shell unless the author has one at that path.
    pub fn read(&self, path: &str, has_author_file: bool) -> Option<Vec<u8>> {
        lock(&self.written).get(path).or_else(|| self.shell.get(path).filter(|_| !has_author_file)).cloned()
    }

    /// Returns `true` if the build has written a file at a path.
    pub fn has_written(&self, path: &str) -> bool {
        lock(&self.written).contains_key(path)
    }

    /// Writes a file.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        lock(&self.written).insert(path.to_owned(), bytes.to_owned());
    }

    /// Notes that a file of the author is also available at another path.
    pub fn copy(&self, from: &str, to: &str) {
        lock(&self.copies).insert(to.to_owned(), from.to_owned());
    }

    /// Returns the written files, and the originals of the copied files by the paths of the copies.
    pub fn into_files(self) -> (BTreeMap<String, Vec<u8>>, BTreeMap<String, String>) {
        let Memory { written, copies, .. } = self;
        (
            written.into_inner().unwrap_or_else(PoisonError::into_inner),
            copies.into_inner().unwrap_or_else(PoisonError::into_inner),
        )
    }
}
