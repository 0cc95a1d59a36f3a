//! Lists the published files of `public/`, the folder with the author's own files.

use std::{ffi::OsStr, fs, path::Path};

use anyhow::{Context, Result};
use walkdir::{DirEntry, WalkDir};

use crate::{check::Files, import::merge::RECORD_FILE};

/// Returns the published files of a folder with their sizes.
///
/// # Errors
/// Fails if a folder cannot be read. The error names it.
pub fn files(folder: &Path) -> Result<Files> {
    Ok(list(folder, Links::Follow)?.into_iter().filter(|(path, _)| is_published(path)).collect())
}

/// Removes the files that are not published but have come into a build through `public/`: the record of `frontispiece
/// import`, and what operating systems and editors have left. Returns their paths.
///
/// # Errors
/// Fails if a file or folder cannot be read or removed. The error names it.
pub fn remove_junk(folder: &Path) -> Result<Vec<String>> {
    let paths = list(folder, Links::Ignore)?.into_iter().map(|(path, _)| path);
    let junk: Vec<String> = paths.filter(|path| !is_published(path)).collect();
    remove(folder, &junk)?;
    Ok(junk)
}

/// Removes files of a folder, and the folders that become empty.
///
/// # Errors
/// Fails if a file cannot be removed. The error names it.
pub fn remove(folder: &Path, paths: &[String]) -> Result<()> {
    for path in paths {
        let file = folder.join(path);
        fs::remove_file(&file).with_context(|| file.display().to_string())?;
        let folders = file.ancestors().skip(1).take_while(|above| *above != folder);
        // `remove_dir` removes only empty folders.
        for folder in folders {
            let _ = fs::remove_dir(folder);
        }
    }
    Ok(())
}

/// Returns `true` for the path of a file that a build publishes.
fn is_published(path: &str) -> bool {
    path != RECORD_FILE && !path.split('/').any(is_junk)
}

/// Returns `true` for the name of a file or folder that an operating system or an editor creates for its own use.
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

/// The treatment of symbolic links to folders.
#[derive(Clone, Copy, PartialEq)]
enum Links {
    Follow,
    /// Links are not followed. Their targets are not part of the build, so nothing in them may be removed.
    Ignore,
}

/// Returns the path below `folder` and the size of every file, sorted by name. Omits names that are not Unicode,
/// because the content cannot contain them.
fn list(folder: &Path, links: Links) -> Result<Vec<(String, u64)>> {
    let mut files = Vec::new();
    let has_name = |entry: &DirEntry| entry.depth() == 0 || entry.file_name().to_str().is_some();
    let walker = WalkDir::new(folder).follow_links(links == Links::Follow).sort_by_file_name();
    for entry in walker.into_iter().filter_entry(has_name) {
        let entry = match entry {
            Ok(entry) => entry,
            // A symbolic link that is broken or leads to one of its parent folders is not a file.
            Err(error) if error.loop_ancestor().is_some() || is_broken_link(error.path()) => continue,
            Err(error) => return Err(error.into()),
        };
        let Ok(metadata) = fs::metadata(entry.path()) else { continue };
        if !metadata.is_dir()
            && let Ok(below) = entry.path().strip_prefix(folder)
        {
            let names: Vec<&str> = below.iter().filter_map(OsStr::to_str).collect();
            files.push((names.join("/"), metadata.len()));
        }
    }
    Ok(files)
}

fn is_broken_link(path: Option<&Path>) -> bool {
    path.is_some_and(|path| path.is_symlink() && !path.exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once_and_broken_links_are_ignored() {
        let folder = std::env::temp_dir().join(format!("frontispiece-links-{}", std::process::id()));
        fs::create_dir_all(folder.join("papers")).unwrap();
        fs::write(folder.join("papers/b.pdf"), "12").unwrap();
        fs::write(folder.join("a.txt"), "1").unwrap();
        for (target, link) in [("..", "papers/up"), ("papers", "same"), ("nowhere", "broken"), ("a.txt", "c.txt")] {
            std::os::unix::fs::symlink(target, folder.join(link)).unwrap();
        }
        let of = |links| list(&folder, links).unwrap().into_iter().map(|(path, size)| format!("{path} {size}"));
        let (followed, ignored): (Vec<_>, Vec<_>) = (of(Links::Follow).collect(), of(Links::Ignore).collect());
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(followed, ["a.txt 1", "c.txt 1", "papers/b.pdf 2", "same/b.pdf 2"]);
        assert_eq!(ignored, ["a.txt 1", "c.txt 1", "papers/b.pdf 2"]);
    }

    #[test]
    fn junk_is_recognized_by_its_name() {
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
