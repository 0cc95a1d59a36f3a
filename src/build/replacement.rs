//! Replaces the site in an output folder. The new site is written into a hidden folder inside of it and takes the place of
//! the old site when it is complete, so nothing else needs to be writable.

use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result, bail};

use crate::build::{
    public::MANIFEST,
    temporary::{Temporary, Uninterrupted, has_process_id},
};

/// The start of the names of temporary folders. The process id and `.new` follow.
const PREFIX: &str = ".frontispiece.";

/// The file in a temporary folder that a build locks as long as it runs.
const LOCK: &str = "lock";

/// A new site, which replaces the old one when it is complete.
pub struct Replacement {
    out: PathBuf,
    // It is unlocked before the folder is removed.
    #[expect(dead_code, reason = "it is locked until the end")]
    lock: File,
    /// The folder with the lock, the new site, and the old site while the new one takes its place.
    temporary: Temporary,
    /// The new site.
    new: PathBuf,
}

impl Replacement {
    /// Creates an empty folder for the new site. Removes the folders that an interrupted build has left.
    ///
    /// # Errors
    /// Fails if another build writes into the output folder, or if a folder cannot be created or read. The error names the
    /// output folder.
    pub fn start(out: &Path) -> Result<Replacement> {
        let context = || out.display().to_string();
        let name = OsString::from(format!("{PREFIX}{}.new", process::id()));
        remove_abandoned(out, &name)?;
        let temporary = Temporary::create(out.join(&name)).with_context(context)?;
        let lock = File::create(temporary.path().join(LOCK)).with_context(context)?;
        lock.lock().with_context(context)?;
        // Two builds may have started at the same time.
        remove_abandoned(out, &name)?;
        let new = temporary.path().join("new");
        fs::create_dir(&new).with_context(context)?;
        Ok(Replacement { out: out.to_owned(), lock, temporary, new })
    }

    /// Returns the folder for the new site.
    pub fn folder(&self) -> &Path {
        &self.new
    }

    /// Replaces everything in the output folder.
    ///
    /// # Errors
    /// Fails if a file cannot be moved. Then the old site is in its place again. The error names the file.
    pub fn finish(self) -> Result<()> {
        let old = self.temporary.path().join("old");
        fs::create_dir(&old).with_context(|| self.out.display().to_string())?;
        let moves = Uninterrupted::start();
        let mut moved = Vec::new();
        // The manifest leaves last and comes first. So the next build knows the files if the computer stops meanwhile.
        let result = names(&self.out).and_then(|mut names| {
            names.reverse();
            move_all(names, &self.out, &old, &mut moved)?;
            move_all(self::names(&self.new)?, &self.new, &self.out, &mut moved)
        });
        let is_restored = result.is_ok() || moved.iter().rev().all(|(from, to)| move_entry(to, from).is_ok());
        drop(moves);
        if is_restored {
            return result;
        }
        let folder = self.temporary.keep();
        result.with_context(|| format!("the files of the earlier site are in {}", folder.display()))
    }
}

/// Removes the temporary folders of builds that run no more, apart from the folder of this build.
fn remove_abandoned(out: &Path, own: &OsString) -> Result<()> {
    if !out.exists() {
        return Ok(());
    }
    for name in names(out)?.into_iter().filter(|name| name != own && is_temporary(&name.to_string_lossy())) {
        let folder = out.join(name);
        // Without the file, the build ended before it could lock it, or after it had removed it.
        let lock = File::open(folder.join(LOCK));
        if let Ok(lock) = &lock
            && let Err(TryLockError::WouldBlock) = lock.try_lock()
        {
            bail!("{}: another build writes into this folder; wait until it has ended", out.display());
        }
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).with_context(|| folder.display().to_string());
            }
            _ => {}
        }
    }
    Ok(())
}

/// Moves everything except temporary folders from one folder into another one, and appends the old and the new path of each
/// entry.
fn move_all(names: Vec<OsString>, from: &Path, to: &Path, moved: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
    for name in names.into_iter().filter(|name| !is_temporary(&name.to_string_lossy())) {
        let paths = (from.join(&name), to.join(&name));
        move_entry(&paths.0, &paths.1).with_context(|| paths.0.display().to_string())?;
        moved.push(paths);
    }
    Ok(())
}

/// Moves a file or folder within a file system. Some, such as the layers of containers, cannot rename a folder.
fn move_entry(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices && from.is_dir() => {
            fs::create_dir_all(to)?;
            for entry in fs::read_dir(from)? {
                let entry = entry?;
                move_entry(&entry.path(), &to.join(entry.file_name()))?;
            }
            fs::remove_dir(from)
        }
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            fs::copy(from, to)?;
            fs::remove_file(from)
        }
        result => result,
    }
}

/// Returns the names in a folder. The manifest is the first one.
fn names(folder: &Path) -> Result<Vec<OsString>> {
    let names = fs::read_dir(folder).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<OsString>>>()
    });
    let mut names = names.with_context(|| folder.display().to_string())?;
    names.sort_by_key(|name| name != MANIFEST);
    Ok(names)
}

/// Returns `true` for the name of a temporary folder of a build.
pub fn is_temporary(name: &str) -> bool {
    has_process_id(name, PREFIX, ".new")
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
    fn two_builds_do_not_write_into_one_folder() {
        let folder = scratch("two");
        let other = folder.join(".frontispiece.7.new");
        fs::create_dir_all(&other).unwrap();
        let lock = File::create(other.join(LOCK)).unwrap();
        lock.lock().unwrap();
        let error = Replacement::start(&folder).err().map(|error| error.to_string());
        let expected = "another build writes into this folder; wait until it has ended";
        assert_eq!(error, Some(format!("{}: {expected}", folder.display())));
        assert_eq!(listed(&folder), [".frontispiece.7.new"]);
        // The other build has been killed.
        drop(lock);
        Replacement::start(&folder).unwrap().finish().unwrap();
        assert!(listed(&folder).is_empty());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn temporary_folders_are_recognized() {
        assert!(is_temporary(".frontispiece.12.new"));
        for name in [".frontispiece", ".frontispiece.new", ".frontispiece.x.new", ".frontispiece.1.old", "1.new"] {
            assert!(!is_temporary(name), "{name}");
        }
    }
}
