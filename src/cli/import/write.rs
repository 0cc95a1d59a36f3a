//! Writes files completely or not at all.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result};

/// Writes texts to files. Each file has either its old or its new content at any time, also after a crash. All new contents
/// are on the disk before the first file is replaced, and the files are replaced in the given order.
///
/// # Errors
/// Fails if a file cannot be written. The error names it.
pub fn write_all(files: &[(&Path, &str)]) -> Result<()> {
    let mut prepared: Vec<(PathBuf, PathBuf)> = Vec::new();
    for (file, text) in files {
        // A link stays a link.
        let target = fs::canonicalize(file).unwrap_or_else(|_| (*file).to_owned());
        let written = prepare(&target, text).with_context(|| file.display().to_string());
        match written {
            Ok(temporary) => prepared.push((temporary, target)),
            Err(error) => {
                prepared.iter().for_each(|(temporary, _)| drop(fs::remove_file(temporary)));
                return Err(error);
            }
        }
    }
    for (temporary, target) in &prepared {
        let replaced = fs::rename(temporary, target);
        if replaced.is_err() {
            prepared.iter().for_each(|(temporary, _)| drop(fs::remove_file(temporary)));
        }
        replaced.with_context(|| target.display().to_string())?;
    }
    Ok(())
}

/// Writes a text to a temporary file in the folder of the target, and returns its path.
fn prepare(target: &Path, text: &str) -> std::io::Result<PathBuf> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = target.with_file_name(format!(".{name}.{}.tmp", process::id()));
    let write = || {
        let mut file = File::create(&temporary)?;
        file.write_all(text.as_bytes())?;
        if let Ok(metadata) = fs::metadata(target) {
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()
    };
    write().inspect_err(|_| drop(fs::remove_file(&temporary)))?;
    Ok(temporary)
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
        let missing = folder.join("none/b.json");
        assert!(write_all(&[(&file, "new"), (&missing, "x")]).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        write_all(&[(&file, "new")]).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        let left = fs::read_dir(&folder).unwrap().count();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(left, 1);
    }
}
