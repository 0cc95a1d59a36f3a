//! Finds the folder of a site.

use std::{
    error::Error,
    fmt,
    path::{Path, PathBuf},
};

use crate::{cli::shell_word::shell_word, content::Message};

/// The name of the file that makes a folder a site.
pub const CONTENT: &str = "content.json";

/// There is no site where the user has named one.
#[derive(Debug)]
pub struct NoSite {
    /// The place that the user has named. `None` is the current folder.
    pub place: Option<PathBuf>,
    pub message: Message,
}

impl fmt::Display for NoSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{}: {}", place.display(), self.message),
            None => self.message.fmt(f),
        }
    }
}

impl Error for NoSite {}

/// Returns the `content.json` of a site. The argument may name the folder or the file. Without an argument, it is the file
/// in the current folder or, in a checkout of the program, in `public/`.
///
/// # Errors
/// Fails if there is no such file. The error says what to do.
pub fn content_file(argument: Option<&Path>) -> Result<PathBuf, NoSite> {
    let message = match argument {
        Some(file) if file.is_file() => return Ok(file.to_owned()),
        Some(folder) if folder.join(CONTENT).is_file() => return Ok(folder.join(CONTENT)),
        Some(folder) if folder.join(CONTENT).exists() => {
            Message::found(format!("a {CONTENT} that is not a regular file"))
                .expected("the file that describes the site")
        }
        Some(folder) if folder.is_dir() => Message::found(format!("no {CONTENT} in this folder"))
            .expected("the folder of a site")
            .suggest(format!("to make one, run: frontispiece new {}", shell_word(folder))),
        Some(_) => Message::found("no such folder").expected("the folder of a site"),
        None => {
            let found = [CONTENT, "public/content.json"].into_iter().map(PathBuf::from).find(|file| file.is_file());
            match found {
                Some(file) => return Ok(file),
                None => Message::found(format!("no {CONTENT} in the current folder"))
                    .suggest("name the folder of the site, or make one with: frontispiece new me"),
            }
        }
    };
    Err(NoSite { place: argument.map(Path::to_owned), message })
}
