//! Lists and copies the published files of a site folder, which has `content.json` and the author's own files. In a checkout,
//! this is `public/`.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Error, Result, anyhow, bail};
use walkdir::{DirEntry, WalkDir};

use crate::{check::Files, import::merge::RECORD_FILE};

/// The name of the manifest that a build writes into its folder. Hosts may publish it or omit it, because no page needs it.
pub const MANIFEST: &str = ".frontispiece";

/// What an unpublished file is that would be published if it did not leave the folder.
pub const OUTSIDE_LINK: &str = "a link to a place outside of the site folder";

/// The files for the people and programs that work on a site. They are at the top of its folder.
const FOR_AUTHORS: [&str; 3] = [RECORD_FILE, "AGENTS.md", "README.md"];

/// Returns the published files of a folder with their sizes, and the files and folders that are not published.
///
/// # Errors
/// Fails if a folder cannot be read. The error names it.
pub fn files(folder: &Path) -> Result<Files> {
    let unpublished = RefCell::new(BTreeMap::new());
    let add = |path: &Path, kind: &'static str| {
        let names: Vec<_> =
            path.strip_prefix(folder).unwrap_or(path).iter().map(|name| name.to_string_lossy()).collect();
        unpublished.borrow_mut().insert(names.join("/"), kind);
    };
    let root = fs::canonicalize(folder).with_context(|| folder.display().to_string())?;
    let files = list(folder, Links::Follow, |entry| {
        let kind = kind_of_unpublished(entry, folder, &root);
        kind.inspect(|&kind| add(entry.path(), kind)).is_none()
    })?;
    files
        .useless_links
        .iter()
        .for_each(|link| add(link, "a link to a file that does not exist, or to a folder above it"));
    Ok(files.sizes.into_iter().collect::<Files>().with_unpublished(unpublished.into_inner()))
}

/// Returns what an entry of a site folder is if it is not published. `root` is the canonical path of the folder.
fn kind_of_unpublished(entry: &DirEntry, folder: &Path, root: &Path) -> Option<&'static str> {
    let Some(name) = entry.file_name().to_str() else { return Some("a file whose name is not valid Unicode") };
    let path = entry.path();
    if is_junk(name) {
        return Some("a file of an editor or of the system");
    }
    if !is_for_visitors(name) {
        return Some("a hidden file");
    }
    if is_build(entry) {
        return Some("the output of an earlier build");
    }
    if entry.path_is_symlink() && outside_target(path, root).is_some() {
        return Some(OUTSIDE_LINK);
    }
    path_below(path, folder).is_some_and(|path| !is_published(&path)).then_some("a file for authors")
}

/// Returns the published file at a path below a site folder, or `None` if there is none or if a symbolic link leaves the
/// folder. `site` is the canonical path of the folder.
pub fn find(site: &Path, path: &str) -> Option<PathBuf> {
    let is_below = || Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if !is_published(path) || !is_below() {
        return None;
    }
    let file = fs::canonicalize(site.join(path)).ok()?;
    (file.starts_with(site) && file.is_file()).then_some(file)
}

/// Returns the files and folders of a site that are not published, with what they are. Omits the output folder, and the files
/// that every site has.
pub fn omitted<'f>(files: &'f Files, site: &Path, out: &Path) -> Vec<(&'f str, &'static str)> {
    const EXPECTED: [&str; 3] = [".git", ".github", ".gitignore"];
    let is_expected = |path: &str| {
        EXPECTED.contains(&path) || FOR_AUTHORS.contains(&path) || path.rsplit('/').next().is_some_and(is_of_system)
    };
    files.unpublished().filter(|(path, _)| !is_expected(path) && site.join(path) != *out).collect()
}

/// Removes the files that are not published but have come into a build through `public/`. Returns their paths.
///
/// # Errors
/// Fails if a file or folder cannot be read or removed. The error names it.
pub fn remove_junk(folder: &Path) -> Result<Vec<String>> {
    let junk: Vec<String> =
        all_files(folder)?.into_iter().filter(|path| !is_published(path) && path != MANIFEST).collect();
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

/// Copies the published files of a site folder, whose path is canonical, into the folder of a build.
///
/// # Errors
/// Fails if a file cannot be copied, or has changed since the check: it may have become a symbolic link that leaves the site
/// folder. The error names the file.
pub fn copy(files: &Files, site: &Path, to: &Path) -> Result<()> {
    for path in files.paths() {
        let file = site.join(path);
        let context = || file.display().to_string();
        // The check reports both. To read a pipe may take forever.
        if outside_target(&file, site).is_some() || !file.is_file() {
            bail!("{}: the file changed after the site was checked; run the command again", file.display());
        }
        let copy = to.join(path);
        copy.parent().map_or(Ok(()), fs::create_dir_all).with_context(context)?;
        let before = fs::metadata(&file).and_then(|metadata| metadata.modified()).ok();
        let copied = fs::copy(&file, &copy).with_context(context)?;
        let after = fs::metadata(&file).with_context(context)?;
        if Some(copied) != files.size(path) || after.len() != copied || after.modified().ok() != before {
            bail!("{}: the file changed while it was copied; run the command again", file.display());
        }
    }
    Ok(())
}

/// Returns the target of a file if it is outside of the site folder, whose path is canonical.
pub fn outside_target(file: &Path, site: &Path) -> Option<PathBuf> {
    fs::canonicalize(file).ok().filter(|target| !target.starts_with(site))
}

/// Returns the paths below a folder of all files in it.
///
/// # Errors
/// Fails if a folder cannot be read. The error names it.
pub fn all_files(folder: &Path) -> Result<Vec<String>> {
    Ok(list(folder, Links::Ignore, |_| true)?.sizes.into_iter().map(|(path, _)| path).collect())
}

/// Returns `true` for the path of a file that a build publishes: not a file for authors, a hidden file, or a file of a system
/// or an editor.
pub fn is_published(path: &str) -> bool {
    !FOR_AUTHORS.contains(&path) && path.split('/').all(is_for_visitors)
}

/// Returns `false` for the name of a file or folder that is junk or hidden, such as `.git` and `.env`. Some hidden files are
/// for web servers.
pub fn is_for_visitors(name: &str) -> bool {
    const FOR_SERVERS: [&str; 4] = [".domains", ".htaccess", ".nojekyll", ".well-known"];
    !is_junk(name) && (!name.starts_with('.') || FOR_SERVERS.contains(&name))
}

/// Returns `true` for the name of a file or folder that an operating system or an editor creates for its own use.
pub fn is_junk(name: &str) -> bool {
    // Vim names its swap files .x.swp, .x.swo and so on.
    let is_swap_file = name
        .strip_prefix('.')
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(_, ending)| matches!(ending.as_bytes(), [b's', b'w', b'a'..=b'p']));
    let is_emacs_file = name.starts_with(".#") || name.len() > 2 && name.starts_with('#') && name.ends_with('#');
    let is_backup = ["~", ".bak", ".orig"].iter().any(|ending| name.ends_with(ending));
    is_of_system(name) || name.starts_with("~$") || is_backup || is_swap_file || is_emacs_file
}

/// Returns `true` for the name of a file or folder that an operating system creates.
fn is_of_system(name: &str) -> bool {
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
    NAMES.contains(&name.to_ascii_lowercase().as_str()) || name.starts_with("._")
}

/// Returns `true` for a folder inside of a site that a build has written. It is not part of the site.
pub fn is_build(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_type().is_dir() && entry.path().join(MANIFEST).is_file()
}

/// Returns the path of a file below a folder, with slashes.
pub fn path_below(file: &Path, folder: &Path) -> Option<String> {
    let names: Option<Vec<&str>> = file.strip_prefix(folder).ok()?.iter().map(OsStr::to_str).collect();
    names.map(|names| names.join("/"))
}

/// The treatment of symbolic links to folders.
#[derive(Clone, Copy, PartialEq)]
enum Links {
    Follow,
    /// Links are not followed. Their targets are not part of the build, so nothing in them may be removed.
    Ignore,
}

/// The files of a folder.
#[derive(Default)]
struct Listing {
    /// The path below the folder and the size of every file, sorted by path.
    sizes: Vec<(String, u64)>,
    /// The symbolic links that lead nowhere, or to one of their parent folders.
    useless_links: Vec<PathBuf>,
}

/// Returns the files of a folder. Omits the files and folders that `is_listed` refuses, and names that are not Unicode,
/// because the content cannot contain them.
fn list(folder: &Path, links: Links, is_listed: impl Fn(&DirEntry) -> bool) -> Result<Listing> {
    let mut listing = Listing::default();
    let has_name = |entry: &DirEntry| entry.depth() == 0 || is_listed(entry) && entry.file_name().to_str().is_some();
    let walker = WalkDir::new(folder).follow_links(links == Links::Follow).sort_by_file_name();
    for entry in walker.into_iter().filter_entry(has_name) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.loop_ancestor().is_some() || is_broken_link(error.path()) => {
                listing.useless_links.extend(error.path().map(Path::to_owned));
                continue;
            }
            Err(error) => return Err(walk_error(&error, folder)),
        };
        let Ok(metadata) = fs::metadata(entry.path()) else { continue };
        if !metadata.is_dir()
            && let Some(path) = path_below(entry.path(), folder)
        {
            listing.sizes.push((path, metadata.len()));
        }
    }
    Ok(listing)
}

/// Returns an error that names the path at which listing a folder has failed.
pub fn walk_error(error: &walkdir::Error, folder: &Path) -> Error {
    let path = error.path().unwrap_or(folder).display();
    // The text of a walkdir error has the path, too.
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    anyhow!("{path}: {reason}")
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
        let of = |links| {
            list(&folder, links, |_| true).unwrap().sizes.into_iter().map(|(path, size)| format!("{path} {size}"))
        };
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
            "content.json.bak",
            "content.json.orig",
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
