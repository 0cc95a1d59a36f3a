//! Checks the files of a site folder that the build reads or copies, apart from the content.

use std::{
    collections::BTreeMap,
    fs,
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
/// image, symbolic links that leave the folder, and entries that are not regular files. Also returns the warnings about
/// `theme.css`.
///
/// # Errors
/// Fails if the folder cannot be read. The error names it.
pub fn check_files(folder: &Path, files: &Files) -> Result<Vec<Diagnostic>> {
    let root = fs::canonicalize(folder).with_context(|| folder.display().to_string())?;
    let links = Snapshot::take(&root)?.outside_links;
    let mut diagnostics: Vec<Diagnostic> =
        links.iter().map(|(path, target)| error(path, outside_link(target))).collect();
    // To read a pipe or a device may take forever.
    let is_irregular = |path: &&str| root.join(path).metadata().is_ok_and(|metadata| !metadata.is_file());
    diagnostics.extend(files.paths().filter(is_irregular).map(|path| {
        let message = Message::found("something that is not a regular file, such as a named pipe");
        error(path, message.expected("a file to publish").suggest("remove it"))
    }));
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

/// Reads a file at the top of a folder. Returns `None` if there is none, or if it is reported already: if it is no regular file,
/// or one of the links that leave the folder.
fn read(name: &str, root: &Path, files: &Files, links: &BTreeMap<String, PathBuf>) -> Option<Result<Vec<u8>, Message>> {
    let file = root.join(name);
    if !files.has(name) || links.contains_key(name) || !file.is_file() {
        return None;
    }
    Some(fs::read(file).map_err(|error| Message::problem(format!("the file cannot be read ({error})"))))
}

/// Returns the message about a symbolic link in a site folder whose target is outside of the folder.
pub fn outside_link(target: &Path) -> Message {
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
