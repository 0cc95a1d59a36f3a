//! Reads the folder of an old site, and copies its files.

use std::{
    cell::RefCell,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::{
    build::{
        file,
        public::{outside_target, path_below, walk_error},
        temporary::Temporary,
    },
    cli::write::temporary_path,
    import::site::{FileCopy, Folder},
};

/// The size in bytes above which a file of text is not read: no profile has as much.
const MAX_TEXT: u64 = 20_000_000;

/// Reads the files of an old site: the texts with their content, and the other files by their names only. Also returns the
/// symbolic links that leave the folder or lead nowhere, which are left out: the files might be private.
///
/// # Errors
/// Fails if a folder or a text cannot be read. The error names it.
pub fn read_folder(root: &Path) -> Result<(Folder, Vec<PathBuf>)> {
    let canonical = fs::canonicalize(root).with_context(|| root.display().to_string())?;
    let left_out = RefCell::new(Vec::new());
    let mut files = Vec::new();
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    let is_read = |entry: &walkdir::DirEntry| {
        let is_ignored = path_below(entry.path(), root)
            .is_some_and(|path| !path.is_empty() && Folder::ignores(&[path, "/x".to_owned()].concat()));
        if is_ignored {
            return false;
        }
        let is_left_out =
            entry.depth() > 0 && entry.path_is_symlink() && outside_target(entry.path(), &canonical).is_some();
        if is_left_out {
            left_out.borrow_mut().push(entry.path().to_owned());
        }
        !is_left_out
    };
    for entry in entries.filter_entry(is_read) {
        let entry = match entry {
            Ok(entry) => entry,
            // A link that leads nowhere, or to one of its parent folders.
            Err(error) if error.path().is_some_and(Path::is_symlink) => {
                left_out.borrow_mut().extend(error.path().map(Path::to_owned));
                continue;
            }
            Err(error) => return Err(walk_error(&error, root)),
        };
        // A name that is not Unicode cannot be in a URL of the content.
        let Some(path) = path_below(entry.path(), root).filter(|_| entry.file_type().is_file()) else { continue };
        let is_text = Folder::needs_content(&path) && entry.metadata().is_ok_and(|file| file.len() <= MAX_TEXT);
        let content = match is_text {
            true => Some(fs::read(entry.path()).with_context(|| entry.path().display().to_string())?),
            false => None,
        };
        files.push((path, content));
    }
    Ok((files.into_iter().collect(), left_out.into_inner()))
}

/// What became of a file to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copied {
    /// The file is new.
    New,
    /// The file was there already, with the same content.
    Same,
    /// Another file is at its place, which is kept.
    Different,
}

/// Returns what copying a file will do.
///
/// # Errors
/// Fails if one of the files cannot be read. The error names it.
pub fn compare(copy: &FileCopy, from: &Path, to: &Path) -> Result<Copied> {
    let (source, target) = (from.join(&copy.from), to.join(&copy.to));
    let old = match file::read(&target) {
        Ok(old) => old,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Copied::New),
        Err(_) if target.exists() && !target.is_file() => return Ok(Copied::Different),
        Err(error) => return Err(error).with_context(|| target.display().to_string()),
    };
    let new = fs::read(&source).with_context(|| source.display().to_string())?;
    Ok(if old == new { Copied::Same } else { Copied::Different })
}

/// Copies a file to a place where there is none. The file appears there only once it is complete.
///
/// # Errors
/// Fails if a file cannot be read or written. The error names it.
pub fn copy(copy: &FileCopy, from: &Path, to: &Path) -> Result<()> {
    let (source, target) = (from.join(&copy.from), to.join(&copy.to));
    let folder = target.parent().unwrap_or(to);
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let part = Temporary::at(temporary_path(&target));
    let copied = fs::copy(&source, part.path()).and_then(|_| fs::rename(part.path(), &target));
    copied.with_context(|| format!("cannot copy {} to {}", source.display(), target.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_copied_once_and_never_over_other_files() {
        let root = std::env::temp_dir().join(format!("frontispiece-copies-{}", std::process::id()));
        let (from, to) = (root.join("old"), root.join("new"));
        fs::create_dir_all(from.join("static")).unwrap();
        fs::create_dir_all(&to).unwrap();
        fs::write(from.join("static/a.pdf"), "new").unwrap();
        let file = FileCopy { from: "static/a.pdf".to_owned(), to: "files/a.pdf".to_owned() };
        assert_eq!(compare(&file, &from, &to).unwrap(), Copied::New);
        copy(&file, &from, &to).unwrap();
        assert_eq!(compare(&file, &from, &to).unwrap(), Copied::Same);
        assert_eq!(fs::read_dir(to.join("files")).unwrap().count(), 1);
        fs::write(to.join("files/a.pdf"), "mine").unwrap();
        assert_eq!(compare(&file, &from, &to).unwrap(), Copied::Different);
        let (folder, _) = read_folder(&from).unwrap();
        assert!(folder.has("static/a.pdf") && folder.bytes("static/a.pdf").is_none());
        fs::remove_dir_all(&root).unwrap();
    }
}
