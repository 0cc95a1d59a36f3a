//! Checks the files of a site folder that the build reads or copies, apart from the content.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    build::{images::icons, snapshot::Snapshot},
    check::{
        Files,
        theme::{THEME, check_theme},
    },
    content::{Diagnostic, Message, Position, Severity, decode},
};

/// The name of the author's icon in the site folder.
pub const ICON: &str = "icon.svg";

/// Returns everything in the files of a folder that would stop a build: errors in `theme.css`, an `icon.svg` that is no SVG
/// image, and symbolic links that leave the folder. Also returns the warnings about `theme.css`.
///
/// # Errors
/// Fails if the folder cannot be read. The error names it.
pub fn check_files(folder: &Path, files: &Files) -> Result<Vec<Diagnostic>> {
    let root = fs::canonicalize(folder).with_context(|| folder.display().to_string())?;
    let links = Snapshot::take(&root)?.outside_links;
    let mut diagnostics: Vec<Diagnostic> =
        links.iter().map(|(path, target)| error(path, outside_link(target))).collect();
    if let Some(theme) = read(THEME, &root, files, &links) {
        diagnostics.extend(match theme.map(decode) {
            Ok(Ok(css)) => check_theme(&css, files),
            Ok(Err(diagnostic)) => vec![Diagnostic { file: Some(THEME.to_owned()), ..diagnostic }],
            Err(message) => vec![error(THEME, message)],
        });
    }
    if let Some(icon) = read(ICON, &root, files, &links) {
        let problem = icon
            .and_then(|icon| icons::check(&icon).map_err(|reason| Message::problem(reason).expected("an SVG image")));
        diagnostics.extend(problem.err().map(|message| error(ICON, message)));
    }
    Ok(diagnostics)
}

/// Reads a file at the top of a folder. Returns `None` if there is none, or if it is one of the links that leave the folder.
fn read(name: &str, root: &Path, files: &Files, links: &BTreeMap<String, PathBuf>) -> Option<Result<Vec<u8>, Message>> {
    if !files.has(name) || links.contains_key(name) {
        return None;
    }
    let unreadable = |error: io::Error| Message::problem(format!("the file cannot be read ({error})"));
    let file = root.join(name);
    // To read a pipe or a device may take forever.
    Some(match file.metadata() {
        Ok(metadata) if !metadata.is_file() => {
            Err(Message::found("something that is not a regular file").expected("a file"))
        }
        Ok(_) => fs::read(file).map_err(unreadable),
        Err(error) => Err(unreadable(error)),
    })
}

fn outside_link(target: &Path) -> Message {
    Message::found(format!("a symbolic link to {}, which is outside of the site folder", target.display()))
        .expected("a file in the folder")
        .suggest("copy the file instead")
}

/// Returns an error about a whole file.
fn error(path: &str, message: Message) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        file: Some(path.to_owned()),
        position: Position::of(0, ""),
        path: String::new(),
        message,
    }
}
