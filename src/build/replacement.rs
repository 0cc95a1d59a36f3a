//! Replaces the site in an output folder. The new site is written into a hidden folder inside of it and takes the place of
//! the old site when it is complete, so nothing else needs to be writable.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result};

use crate::build::temporary::{Temporary, Uninterrupted};

/// The start of the names of temporary folders. The process id and `.new` or `.old` follow.
const PREFIX: &str = ".frontispiece.";

/// A new site, which replaces the old one when it is complete.
pub struct Replacement {
    out: PathBuf,
    new: Temporary,
}

impl Replacement {
    /// Creates an empty folder for the new site. Removes the folders that an interrupted build has left.
    ///
    /// # Errors
    /// Fails if a folder cannot be created or read. The error names the output folder.
    pub fn start(out: &Path) -> Result<Replacement> {
        let start = || -> io::Result<Temporary> {
            if out.exists() {
                for name in names(out)? {
                    if is_temporary(&name.to_string_lossy()) {
                        fs::remove_dir_all(out.join(name))?;
                    }
                }
            }
            Temporary::create(out.join(format!("{PREFIX}{}.new", process::id())))
        };
        Ok(Replacement { new: start().with_context(|| out.display().to_string())?, out: out.to_owned() })
    }

    /// Returns the folder for the new site.
    pub fn folder(&self) -> &Path {
        self.new.path()
    }

    /// Replaces everything in the output folder.
    ///
    /// # Errors
    /// Fails if a file cannot be moved. Then the old site is in its place again. The error names the file.
    pub fn finish(self) -> Result<()> {
        let old = self.out.join(format!("{PREFIX}{}.old", process::id()));
        let old = Temporary::create(old).with_context(|| self.out.display().to_string())?;
        let moves = Uninterrupted::start();
        let mut moved = Vec::new();
        let result =
            move_all(&self.out, old.path(), &mut moved).and_then(|()| move_all(self.new.path(), &self.out, &mut moved));
        if result.is_err() {
            for (from, to) in moved.iter().rev() {
                let _ = fs::rename(to, from);
            }
        }
        drop(moves);
        result
    }
}

/// Moves everything except temporary folders from one folder into another one, and appends the old and the new path of each
/// entry.
fn move_all(from: &Path, to: &Path, moved: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
    for name in names(from).with_context(|| from.display().to_string())? {
        if !is_temporary(&name.to_string_lossy()) {
            let paths = (from.join(&name), to.join(&name));
            fs::rename(&paths.0, &paths.1).with_context(|| paths.0.display().to_string())?;
            moved.push(paths);
        }
    }
    Ok(())
}

fn names(folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
}

/// Returns `true` for the name of a temporary folder of a build.
pub fn is_temporary(name: &str) -> bool {
    let number = |ending| name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(ending));
    let number = number(".new").or_else(|| number(".old"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("frontispiece-replacement-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn listed(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            names(folder).unwrap().into_iter().map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_old_site_stays_until_the_new_one_is_complete() {
        let folder = scratch("stays");
        let out = folder.join("a/out");
        drop(Replacement::start(&out).unwrap());
        assert!(!folder.exists(), "nothing is left of a build that has failed");
        for (file, before) in [("1", &[][..]), ("2", &["1"])] {
            let new = Replacement::start(&out).unwrap();
            fs::write(new.folder().join(file), "").unwrap();
            assert_eq!(listed(&out)[1..], *before);
            drop(new);
            let new = Replacement::start(&out).unwrap();
            fs::write(new.folder().join(file), "").unwrap();
            new.finish().unwrap();
            assert_eq!(listed(&out), [file]);
        }
        fs::create_dir(out.join(".frontispiece.7.new")).unwrap();
        fs::write(out.join(".frontispiece.7.new/3"), "").unwrap();
        drop(Replacement::start(&out).unwrap());
        assert_eq!(listed(&out), ["2"]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn temporary_folders_are_recognized() {
        assert!(is_temporary(".frontispiece.12.new") && is_temporary(".frontispiece.1.old"));
        for name in [".frontispiece", ".frontispiece.new", ".frontispiece.x.new", ".frontispiece.1.txt", "1.new"] {
            assert!(!is_temporary(name), "{name}");
        }
    }
}
