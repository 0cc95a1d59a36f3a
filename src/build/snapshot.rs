//! The state of a site folder at one moment, by which a change is recognized.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs::{self, Metadata},
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context, Result};
use walkdir::{DirEntry, WalkDir};

use crate::build::public;

/// The published files of a site folder at one moment.
#[derive(Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Each file by its path below the folder.
    pub files: BTreeMap<String, Stamp>,
    /// The targets of symbolic links that leave the folder, by the paths of the links. They are not published.
    pub outside_links: BTreeMap<String, PathBuf>,
}

/// The size of a file and the times of its last changes.
#[derive(Debug, PartialEq)]
pub struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// The time at which the file system changed the file, as seconds and nanoseconds. A program cannot set it.
    changed: Option<(i64, i64)>,
}

impl Snapshot {
    /// Takes a snapshot of a folder, whose path is canonical.
    ///
    /// # Errors
    /// Fails if a folder cannot be read. The error names it.
    pub fn take(site: &Path) -> Result<Snapshot> {
        fs::read_dir(site).with_context(|| site.display().to_string())?;
        let outside_links = RefCell::new(BTreeMap::new());
        let is_inside = |entry: &DirEntry| {
            if entry.depth() == 0 {
                return true;
            }
            if !entry.file_name().to_str().is_some_and(public::is_for_visitors) || public::is_build(entry) {
                return false;
            }
            let outside = if entry.path_is_symlink() { public::outside_target(entry.path(), site) } else { None };
            let is_outside = outside.is_some();
            outside_links.borrow_mut().extend(public::path_below(entry.path(), site).zip(outside));
            !is_outside
        };
        let mut files = BTreeMap::new();
        // Files that disappear meanwhile, broken links and unreadable folders have no entry.
        for entry in WalkDir::new(site).follow_links(true).into_iter().filter_entry(is_inside).flatten() {
            if let (Some(path), Ok(metadata)) = (public::path_below(entry.path(), site), entry.metadata())
                && metadata.is_file()
                && public::is_published(&path)
            {
                files.insert(path, Stamp::of(&metadata));
            }
        }
        Ok(Snapshot { files, outside_links: outside_links.into_inner() })
    }
}

impl Snapshot {
    /// Returns the path of a file that is not the same in another snapshot, if there is one.
    pub fn difference<'s>(&'s self, other: &'s Snapshot) -> Option<&'s str> {
        let (one, two) = (&self.files, &other.files);
        let differs = |path: &&String| one.get(*path) != two.get(*path);
        one.keys().chain(two.keys()).find(differs).map(String::as_str)
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Stamp {
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            Some((metadata.ctime(), metadata.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let changed = None;
        Stamp { size: metadata.len(), modified: metadata.modified().ok(), changed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let folder = std::env::temp_dir().join(format!("frontispiece-snapshot-{}-{name}", std::process::id()));
            fs::create_dir_all(folder.join("site/files")).unwrap();
            Folder(fs::canonicalize(folder).unwrap())
        }

        fn write(&self, path: &str, text: &str) {
            let file = self.0.join("site").join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }

        fn snapshot(&self) -> Snapshot {
            Snapshot::take(&self.0.join("site")).unwrap()
        }

        fn paths(&self) -> Vec<String> {
            self.snapshot().files.into_keys().collect()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn only_published_files_are_listed() {
        let folder = Folder::new("published");
        for path in [".env", ".git/config", "README.md", "a~", "dist/.frontispiece", "dist/index.html"] {
            folder.write(path, "x");
        }
        for path in ["content.json", "files/a.pdf", ".well-known/security.txt"] {
            folder.write(path, "x");
        }
        assert_eq!(folder.paths(), [".well-known/security.txt", "content.json", "files/a.pdf"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_leave_the_folder_are_reported_and_not_followed() {
        let folder = Folder::new("links");
        folder.write("../secret/a.txt", "secret");
        folder.write("files/a.txt", "a");
        for (target, link) in
            [("../secret", "all"), ("../secret/a.txt", "b.txt"), ("files/a.txt", "c.txt"), ("nowhere", "d.txt")]
        {
            std::os::unix::fs::symlink(target, folder.0.join("site").join(link)).unwrap();
        }
        assert_eq!(folder.paths(), ["c.txt", "files/a.txt"]);
        let links: Vec<(String, PathBuf)> = folder.snapshot().outside_links.into_iter().collect();
        let target = |path: &str| folder.0.join("secret").join(path);
        assert_eq!(links, [("all".to_owned(), folder.0.join("secret")), ("b.txt".to_owned(), target("a.txt"))]);
    }

    #[test]
    fn every_change_changes_the_snapshot() {
        let folder = Folder::new("changes");
        folder.write("content.json", "1");
        let mut last = folder.snapshot();
        assert!(last == folder.snapshot());
        for change in 0..4 {
            // File systems round times to some milliseconds.
            std::thread::sleep(std::time::Duration::from_millis(20));
            match change {
                0 => folder.write("content.json", "2"),
                1 => folder.write("files/a.pdf", ""),
                2 => fs::rename(folder.0.join("site/files/a.pdf"), folder.0.join("site/files/b.pdf")).unwrap(),
                _ => fs::remove_file(folder.0.join("site/files/b.pdf")).unwrap(),
            }
            let next = folder.snapshot();
            assert!(last != next, "{change}");
            let changed = ["content.json", "files/a.pdf", "files/a.pdf", "files/b.pdf"][change];
            assert_eq!(last.difference(&next), Some(changed));
            assert_eq!(next.difference(&folder.snapshot()), None);
            last = next;
        }
    }
}
