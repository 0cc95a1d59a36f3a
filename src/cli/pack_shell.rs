//! `frontispiece pack-shell`: packs the files of a release build that do not depend on the content. `make package` calls it.

use std::path::Path;

use anyhow::Result;

use crate::build::{file::write, shell::Shell};

/// Packs the shell of the release build in `dist` into a file.
///
/// # Errors
/// Fails if the folder holds no release build, or if a file cannot be read or written.
pub fn run(dist: &Path, file: &Path) -> Result<()> {
    write(file, &Shell::of(dist)?.pack()?)
}
