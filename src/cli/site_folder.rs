//! Finds the folder of a site.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// The name of the file that makes a folder a site.
pub const CONTENT: &str = "content.json";

/// Returns the `content.json` of a site. The argument may name the folder or the file. Without an argument, it is the file
/// in the current folder or, in a checkout of the program, in `public/`.
///
/// # Errors
/// Fails if there is no such file. The error says what to do.
pub fn content_file(argument: Option<&Path>) -> Result<PathBuf> {
    match argument {
        Some(file) if file.is_file() => Ok(file.to_owned()),
        Some(folder) if folder.join(CONTENT).is_file() => Ok(folder.join(CONTENT)),
        Some(folder) if folder.is_dir() => bail!(
            "{}: found no {CONTENT} in this folder; expected the folder of a site; to make one, run: frontispiece new {}",
            folder.display(),
            folder.display()
        ),
        Some(other) => bail!("{}: found no such folder; expected the folder of a site", other.display()),
        None => {
            let found = [CONTENT, "public/content.json"].into_iter().map(PathBuf::from).find(|file| file.is_file());
            match found {
                Some(file) => Ok(file),
                None => bail!(
                    "found no {CONTENT} in the current folder; name the folder of the site, or make one with: \
                     frontispiece new me"
                ),
            }
        }
    }
}
