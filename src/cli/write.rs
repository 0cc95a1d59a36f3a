//! Writes files completely or not at all.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result, bail};

use crate::build::{
    temporary::{Temporary, Uninterrupted, remove_abandoned},
    text_file,
};

/// A file to write.
pub struct Change {
    pub file: PathBuf,
    /// The text that the file has had when it was read. `None` if there was no such file.
    pub old: Option<String>,
    pub new: String,
}

/// Returns the text of a file, or `None` if there is no such file.
///
/// # Errors
/// Fails if it cannot be read. The error names it.
pub fn read_if_present(file: &Path) -> Result<Option<String>> {
    match fs::exists(file).with_context(|| file.display().to_string())? {
        true => text_file::read(file).map(Some),
        false => Ok(None),
    }
}

/// Refuses to write if a file is not as it was when it was read. The user may have saved it in the meantime.
///
/// # Errors
/// Fails if there is such a file. The error names it.
pub fn refuse_changed_files(changes: &[Change]) -> Result<()> {
    for Change { file, old, .. } in changes {
        if read_if_present(file)? != *old {
            bail!("{}: the file changed during the import; nothing was written; run the command again", file.display());
        }
    }
    Ok(())
}

/// Writes files. Each file has either its old or its new content at any time, also after a crash. All new contents are on the
/// disk before the first file is replaced, and the files are replaced in the given order.
///
/// # Errors
/// Fails if a file cannot be written, or has changed since it was read. The error names it.
pub fn write_all(changes: &[Change]) -> Result<()> {
    let mut prepared = Vec::new();
    for Change { file, new, .. } in changes {
        // A link stays a link.
        let target = fs::canonicalize(file).unwrap_or_else(|_| file.clone());
        let written = prepare(&target, new).with_context(|| file.display().to_string())?;
        prepared.push((written, target));
    }
    let replacement = Uninterrupted::start();
    let replace_all = || -> Result<()> {
        refuse_changed_files(changes)?;
        for (temporary, target) in &prepared {
            fs::rename(temporary.path(), target).with_context(|| target.display().to_string())?;
        }
        Ok(())
    };
    let result = replace_all();
    drop(replacement);
    result
}

/// Writes a text to a temporary file in the folder of the target, and returns it.
fn prepare(target: &Path, text: &str) -> io::Result<Temporary> {
    let permissions = fs::metadata(target).ok().map(|metadata| metadata.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::other("the file is read-only; make it writable"));
    }
    let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    remove_abandoned(folder, &temporary_start(target), ENDING)?;
    let temporary = Temporary::at(temporary_path(target));
    let mut file = File::create(temporary.path())?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()?;
    Ok(temporary)
}

/// The end of the names of temporary files.
const ENDING: &str = ".tmp";

/// Returns the path of a hidden file in the folder of a file, for its new content.
pub fn temporary_path(target: &Path) -> PathBuf {
    target.with_file_name(format!("{}{}{ENDING}", temporary_start(target), process::id()))
}

/// Returns the start of the names of temporary files for a file.
fn temporary_start(target: &Path) -> String {
    format!(".{}.", target.file_name().unwrap_or_default().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_if_one_file_cannot_be() {
        let folder = std::env::temp_dir().join(format!("frontispiece-write-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("a.json");
        fs::write(&file, "old").unwrap();
        let change = |file: &Path, old: Option<&str>, new: &str| Change {
            file: file.to_owned(),
            old: old.map(str::to_owned),
            new: new.to_owned(),
        };
        let missing = folder.join("none/b.json");
        assert!(write_all(&[change(&file, Some("old"), "new"), change(&missing, None, "x")]).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        // The user has saved the file in the meantime.
        for old in [Some("older"), None] {
            let error = write_all(&[change(&file, old, "new")]).unwrap_err().to_string();
            assert!(error.contains("the file changed during the import"), "{error}");
            assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        }
        // An earlier import was killed.
        fs::write(folder.join(".a.json.7.tmp"), "x").unwrap();
        write_all(&[change(&file, Some("old"), "new")]).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        let left = fs::read_dir(&folder).unwrap().count();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(left, 1);
    }
}
