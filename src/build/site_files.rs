//! Checks the files of a site folder that the build reads or copies, apart from the content.

use std::{
    fs::{self, File},
    path::Path,
};

use anyhow::{Context, Result};

use crate::{
    build::{
        file,
        images::icons,
        public::{OUTSIDE_LINK, outside_target},
    },
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
    let links = files.unpublished().filter(|(_, kind)| *kind == OUTSIDE_LINK);
    let targets = links.filter_map(|(path, _)| Some((path, outside_target(&root.join(path), &root)?)));
    let mut diagnostics: Vec<Diagnostic> = targets.map(|(path, target)| error(path, outside_link(&target))).collect();
    diagnostics.extend(files.paths().filter_map(|path| Some(error(path, unreadable(&root.join(path))?))));
    if let Some(theme) = read(THEME, &root, files) {
        diagnostics.extend(match decode(theme) {
            Ok(css) => check_theme(&css, files),
            Err(diagnostic) => vec![Diagnostic { file: Some(THEME.to_owned()), ..diagnostic }],
        });
    }
    if let Some(icon) = read(ICON, &root, files) {
        let problem = icons::check(&icon).err().map(|reason| Message::problem(reason).expected("an SVG image"));
        diagnostics.extend(problem.map(|message| error(ICON, message)));
    }
    Ok(diagnostics)
}

/// Reads a published file at the top of a folder. Returns `None` if there is none, or if it cannot be read, which is reported
/// already.
fn read(name: &str, root: &Path, files: &Files) -> Option<Vec<u8>> {
    if files.has(name) { file::read(&root.join(name)).ok() } else { None }
}

/// Returns why a file cannot be copied.
fn unreadable(file: &Path) -> Option<Message> {
    // To open a pipe may take forever.
    if file.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let message = Message::found("something that is not a regular file, such as a named pipe");
        return Some(message.expected("a file to publish").suggest("remove it"));
    }
    let error = File::open(file).err()?;
    Some(Message::problem(format!("the file cannot be read ({error})")).suggest("check its permissions, or remove it"))
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
