//! Reads and writes files, and identifies them by their hashes.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::build::temporary::Uninterrupted;

/// Returns the SHA-256 of a file in hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a regular file.
///
/// # Errors
/// Fails if it cannot be read, or if it is something else: to read a pipe or a device may take forever.
pub fn read(file: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(file)?.is_file() {
        return Err(io::Error::other("found something that is not a regular file; expected a file"));
    }
    fs::read(file)
}

/// Writes a file and creates its folders. The error names the file.
pub fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    // Otherwise a thread could create a temporary folder again after an interruption has removed it.
    let _writing = Uninterrupted::start();
    let written = match fs::write(file, bytes) {
        // Most files are in a folder that exists, so it is not checked first.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(file, bytes))
        }
        written => written,
    };
    written.with_context(|| file.display().to_string())
}
