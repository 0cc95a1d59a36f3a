//! A folder in which a new site is written, until it is complete.

use std::{
    fs,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result, bail};

use crate::build::temporary::{Temporary, Uninterrupted, remove_abandoned};

/// The entry that a new folder may have: it was cloned from an empty repository.
const REPOSITORY: &str = ".git";

/// A hidden folder, in the same file system as the folder of the site. It is removed unless it has become the site.
pub struct Staging {
    folder: Temporary,
    site: PathBuf,
    /// Whether the folder of the site existed before.
    exists: bool,
}

impl Staging {
    /// Creates the folder.
    ///
    /// # Errors
    /// Fails if the folder of the site has files, which the error names, or if a folder cannot be created.
    pub fn new(site: &Path) -> Result<Staging> {
        let context = || site.display().to_string();
        let exists = site.is_dir();
        let site = if exists { fs::canonicalize(site) } else { std::path::absolute(site) }.with_context(context)?;
        let Some(name) = site.file_name() else {
            bail!("{}: expected a folder for the site", site.display());
        };
        let start = format!(".{}.", name.to_string_lossy());
        let parent = if exists { &*site } else { site.parent().unwrap_or(&site) };
        remove_abandoned(parent, &start, ENDING).with_context(context)?;
        refuse_files(&site)?;
        let folder = parent.join(format!("{start}{}{ENDING}", process::id()));
        let folder = Temporary::create(folder).with_context(|| site.display().to_string())?;
        Ok(Staging { folder, site, exists })
    }

    /// Returns the folder in which to write the site.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Makes the folder the folder of the site.
    ///
    /// # Errors
    /// Fails if a file cannot be moved. The error names it, and the folder of the site is as before.
    pub fn finish(self) -> Result<()> {
        let moves = Uninterrupted::start();
        let result = match self.exists {
            true => self.move_entries(),
            false => fs::rename(self.folder(), &self.site).with_context(|| self.site.display().to_string()),
        };
        drop(moves);
        result
    }

    /// Moves the files into a folder that exists. It is not replaced, because it may be the current folder.
    fn move_entries(&self) -> Result<()> {
        let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
        let mut move_all = || -> Result<()> {
            for entry in fs::read_dir(self.folder()).with_context(|| self.folder().display().to_string())? {
                let from = entry.with_context(|| self.folder().display().to_string())?.path();
                let to = self.site.join(from.file_name().unwrap_or_default());
                fs::rename(&from, &to).with_context(|| to.display().to_string())?;
                moved.push((from, to));
            }
            Ok(())
        };
        move_all().inspect_err(|_| {
            for (from, to) in &moved {
                let _ = fs::rename(to, from);
            }
        })
    }
}

/// The end of the name of the folder.
const ENDING: &str = ".new";

/// Refuses a folder with files. It may be missing.
///
/// # Errors
/// Fails if the folder has files, or if it is a file.
fn refuse_files(site: &Path) -> Result<()> {
    const MAX_NAMED: usize = 5;
    let context = || site.display().to_string();
    if fs::symlink_metadata(site).is_err() {
        return Ok(());
    }
    if !site.is_dir() {
        bail!("{}: found a file or a broken link; expected a new folder or an empty one", site.display());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(site).with_context(context)? {
        names.push(entry.with_context(context)?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| name != REPOSITORY);
    names.sort();
    if names.is_empty() {
        return Ok(());
    }
    let more = if names.len() > MAX_NAMED { ", …" } else { "" };
    names.truncate(MAX_NAMED);
    bail!(
        "{}: found {}{more}; expected a new folder or an empty one; to add publications to a site, use frontispiece import",
        site.display(),
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that is removed at the end of the test.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Scratch {
            let folder = std::env::temp_dir().join(format!("frontispiece-staging-{}-{name}", process::id()));
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).unwrap();
            Scratch(folder)
        }

        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<String> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn nothing_is_left_of_a_site_that_is_not_finished() {
        let scratch = Scratch::new("unfinished");
        for site in ["me", "a/b/me"] {
            let staging = Staging::new(&scratch.0.join(site)).unwrap();
            fs::write(staging.folder().join("content.json"), "{}").unwrap();
            assert!(!scratch.0.join(site).exists());
            // An earlier run was killed.
            fs::create_dir_all(staging.folder().with_file_name(".me.1.new/files")).unwrap();
            drop(Staging::new(&scratch.0.join(site)).unwrap());
            drop(staging);
            assert!(scratch.names().is_empty(), "{:?}", scratch.names());
        }
        fs::create_dir(scratch.0.join(".git")).unwrap();
        drop(Staging::new(&scratch.0).unwrap());
        assert_eq!(scratch.names(), [".git"]);
    }

    #[test]
    fn the_site_is_complete_when_its_folder_appears() {
        let scratch = Scratch::new("finished");
        for site in ["a/me", "."] {
            let site = scratch.0.join(site);
            let staging = Staging::new(&site).unwrap();
            fs::create_dir(staging.folder().join("files")).unwrap();
            fs::write(staging.folder().join("files/a.txt"), "a").unwrap();
            staging.finish().unwrap();
            assert_eq!(fs::read_to_string(site.join("files/a.txt")).unwrap(), "a");
            let _ = fs::remove_dir_all(scratch.0.join("a"));
        }
        assert_eq!(scratch.names(), ["files"]);
    }

    #[test]
    fn files_in_the_way_are_named() {
        let scratch = Scratch::new("files");
        let message = |site: &Path| Staging::new(site).err().unwrap().to_string();
        for name in 1..=6 {
            fs::write(scratch.0.join(format!("{name}.txt")), "").unwrap();
        }
        let text = message(&scratch.0);
        assert!(text.contains("found 1.txt, 2.txt, 3.txt, 4.txt, 5.txt, …; expected a new folder"), "{text}");
        assert!(message(&scratch.0.join("1.txt")).contains("found a file or a broken link; expected a new folder"));
    }
}
