//! The folder with the author's own files, `public/`: what is published of it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::check::Files;

/// Returns the files of a folder that are published, with their sizes.
///
/// # Errors
/// The folder that could not be read, and why.
pub fn files(folder: &Path) -> Result<Files> {
    let mut files = Vec::new();
    walk(folder, "", Links::Follow, &mut Vec::new(), &mut |path, size| files.push((path.to_owned(), size)))?;
    Ok(files.into_iter().filter(|(path, _)| !path.split('/').any(is_junk)).collect())
}

/// Removes the files of a build that operating systems and editors have left in `public/`, and returns their paths.
///
/// # Errors
/// The file or folder that could not be read or removed, and why.
pub fn remove_junk(folder: &Path) -> Result<Vec<String>> {
    let mut junk = Vec::new();
    walk(folder, "", Links::Ignore, &mut Vec::new(), &mut |path, _| {
        if path.split('/').any(is_junk) {
            junk.push(path.to_owned());
        }
    })?;
    for path in &junk {
        let file = folder.join(path);
        fs::remove_file(&file).with_context(|| file.display().to_string())?;
        let folders = file.ancestors().skip(1).take_while(|above| *above != folder);
        // Only an empty folder can be removed so.
        for folder in folders {
            let _ = fs::remove_dir(folder);
        }
    }
    Ok(junk)
}

/// Returns `true` for the name of a file or folder that an operating system or an editor makes for itself.
fn is_junk(name: &str) -> bool {
    const NAMES: [&str; 9] = [
        ".ds_store",
        ".directory",
        ".appledouble",
        ".spotlight-v100",
        ".trashes",
        "__macosx",
        "desktop.ini",
        "ehthumbs.db",
        "thumbs.db",
    ];
    // Vim names its swap files .x.swp, .x.swo and so on.
    let is_swap_file = name
        .strip_prefix('.')
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(_, ending)| matches!(ending.as_bytes(), [b's', b'w', b'a'..=b'p']));
    let is_emacs_file = name.starts_with(".#") || name.len() > 2 && name.starts_with('#') && name.ends_with('#');
    NAMES.contains(&name.to_ascii_lowercase().as_str())
        || name.starts_with("._")
        || name.starts_with("~$")
        || name.ends_with('~')
        || is_swap_file
        || is_emacs_file
}

/// What to do with a symbolic link to a folder.
#[derive(Clone, Copy, PartialEq)]
enum Links {
    Follow,
    /// The folder is not part of the build, so nothing in it may be removed.
    Ignore,
}

/// Calls `visit` with the path below `folder` and the size of every file, in the order of their names. Names that are
/// not Unicode cannot be in the content and are passed over.
fn walk(
    folder: &Path,
    below: &str,
    links: Links,
    outer: &mut Vec<PathBuf>,
    visit: &mut dyn FnMut(&str, u64),
) -> Result<()> {
    let name = || folder.display().to_string();
    let own = folder.canonicalize().with_context(name)?;
    // A symbolic link may lead back to a folder that it is in.
    if outer.contains(&own) {
        return Ok(());
    }
    outer.push(own);
    let mut names: Vec<_> = fs::read_dir(folder).with_context(name)?.collect::<Result<_, _>>().with_context(name)?;
    names.sort_by_key(fs::DirEntry::file_name);
    for entry in names {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if below.is_empty() { name } else { [below, "/", &name].concat() };
        // A symbolic link that leads nowhere is no file.
        match fs::metadata(entry.path()) {
            Ok(about) if about.is_dir() => {
                let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
                if links == Links::Follow || !is_link {
                    walk(&entry.path(), &path, links, outer, visit)?;
                }
            }
            Ok(about) => visit(&path, about.len()),
            Err(_) => {}
        }
    }
    outer.pop();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn junk_is_known_by_its_name() {
        for name in [
            ".DS_Store",
            "Thumbs.db",
            "thumbs.db",
            "desktop.ini",
            "Desktop.ini",
            "._x.pdf",
            "paper.tex~",
            ".x.swp",
            ".paper.tex.swo",
            "#x#",
            ".#x",
            "~$talk.pptx",
            "__MACOSX",
            ".directory",
        ] {
            assert!(is_junk(name), "{name}");
        }
        for name in [
            "paper.pdf",
            ".htaccess",
            ".nojekyll",
            ".well-known",
            "_headers",
            "x.swp",
            "thumbs.png",
            "~ada",
            "#1",
            "#",
            "desktop.ini.txt",
            ".swift",
        ] {
            assert!(!is_junk(name), "{name}");
        }
    }
}
