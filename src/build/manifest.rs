//! The manifest of a build: the path and the hash of every file in its folder. It moves with the folder, so the builder
//! recognizes its own files on another machine too.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::ErrorKind,
    path::Path,
    sync::{Mutex, PoisonError},
};

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::build::{
    file::{hash, read, write},
    parallel,
    parallel::lock,
    public::{self, MANIFEST},
    replacement,
};

/// The SHA-256 of files by their paths below the folder, without a leading slash.
pub type Files = BTreeMap<String, String>;

/// The remedy if a folder cannot be updated.
pub const REBUILD: &str = "delete the folder and build the site again";

/// The files of a folder at the end of a build.
#[derive(Default, Deserialize, Serialize)]
pub struct Manifest {
    /// The files that the build wrote.
    #[serde(default)]
    pub written: Files,
    /// The other files, which were copied.
    #[serde(default)]
    others: Files,
}

impl Manifest {
    /// Returns the manifest of a folder, given the files that the build has written.
    ///
    /// # Errors
    /// Fails if a file cannot be read. The error names it.
    pub fn of(folder: &Path, written: Files) -> Result<Manifest> {
        let mut paths = public::all_files(folder)?;
        paths.retain(|path| !written.contains_key(path) && path != MANIFEST);
        let others = Mutex::new(Files::new());
        parallel::each(&paths, "files read", |path| {
            let hash = hash_of(&folder.join(path))?;
            lock(&others).insert(path.clone(), hash);
            Ok(())
        })?;
        Ok(Manifest { written, others: others.into_inner().unwrap_or_else(PoisonError::into_inner) })
    }

    /// Reads the manifest in a folder. Returns `None` if there is none.
    ///
    /// # Errors
    /// Fails if it cannot be read or parsed.
    pub fn read(folder: &Path) -> Result<Option<Manifest>> {
        let file = folder.join(MANIFEST);
        match read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| {
                anyhow!("{}: {error}; expected the list of files that a build writes; {REBUILD}", file.display())
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(anyhow!("{}: {error}; {REBUILD}", file.display())),
        }
    }

    /// Writes the manifest into a folder.
    ///
    /// # Errors
    /// Fails if it cannot be written. The error names the file.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let file = folder.join(MANIFEST);
        let text = serde_json::to_string(self).with_context(|| file.display().to_string())?;
        // A truncated manifest would hide the files of this run from the next one.
        let whole = folder.join(format!("{MANIFEST}.new"));
        write(&whole, text.as_bytes())?;
        fs::rename(&whole, &file).with_context(|| file.display().to_string())
    }

    /// Returns the hash of a file.
    fn hash(&self, path: &str) -> Option<&String> {
        self.written.get(path).or_else(|| self.others.get(path))
    }

    /// Returns the paths of all folders.
    fn folders(&self) -> BTreeSet<&str> {
        let paths = self.written.keys().chain(self.others.keys());
        paths.flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..end])).collect()
    }
}

fn hash_of(file: &Path) -> Result<String> {
    Ok(hash(&fs::read(file).with_context(|| file.display().to_string())?))
}

/// Refuses an output folder with anything that no build has put there, and with files that were changed after the build. The
/// folder may be missing or empty.
///
/// # Errors
/// Fails if there are such files, or if the folder cannot be read. The error names the first files.
pub fn refuse_foreign_files(folder: &Path) -> Result<()> {
    const MOST_NAMED: usize = 5;
    if !fs::exists(folder).with_context(|| folder.display().to_string())? {
        if folder.is_symlink() {
            bail!(
                "{}: found a link to a folder that does not exist; create the folder, or delete the link",
                folder.display()
            );
        }
        return Ok(());
    }
    if !folder.is_dir() {
        bail!("{}: found a file; expected a folder for the site; choose another one with --out", folder.display());
    }
    let manifest = Manifest::read(folder)?.unwrap_or_default();
    let foreign = foreign(folder, &manifest)?;
    if foreign.is_empty() {
        return Ok(());
    }
    let more = if foreign.len() > MOST_NAMED { ", …" } else { "" };
    let named = foreign[..foreign.len().min(MOST_NAMED)].join(", ");
    bail!(
        "{}: found files that no build has put there or that were changed after the build ({named}{more}); the new site \
         would replace the whole folder; move them next to content.json if the site needs them, delete them, or choose \
         another folder with --out",
        folder.display()
    )
}

/// Returns the paths of everything in a folder that is not as in the manifest, sorted.
fn foreign(folder: &Path, manifest: &Manifest) -> Result<Vec<String>> {
    let folders = manifest.folders();
    let (mut known, mut foreign) = (Vec::new(), Vec::new());
    let mut entries = WalkDir::new(folder).min_depth(1).into_iter();
    while let Some(entry) = entries.next() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy();
        let (is_folder, is_file) = (entry.file_type().is_dir(), entry.file_type().is_file());
        let path = public::path_below(entry.path(), folder);
        match path {
            // Systems write these two again and again, and they hold no data of the user.
            _ if is_file && [".DS_Store", "Thumbs.db"].contains(&&*name) => {}
            Some(path) if is_file && path == MANIFEST => {}
            Some(path) if is_file && manifest.hash(&path).is_some() => known.push(path),
            Some(path) if is_folder && folders.contains(&*path) => {}
            _ if is_folder && entry.depth() == 1 && replacement::is_temporary(&name) => entries.skip_current_dir(),
            path => {
                let path = path.unwrap_or_else(|| {
                    entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_string_lossy().into_owned()
                });
                foreign.push(if is_folder { path + "/" } else { path });
                if is_folder {
                    entries.skip_current_dir();
                }
            }
        }
    }
    let changed = Mutex::new(foreign);
    parallel::each(&known, "files compared", |path| {
        if Some(&hash_of(&folder.join(path))?) != manifest.hash(path) {
            lock(&changed).push(path.clone());
        }
        Ok(())
    })?;
    let mut foreign = changed.into_inner().unwrap_or_else(PoisonError::into_inner);
    foreign.sort();
    Ok(foreign)
}
