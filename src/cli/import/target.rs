//! Refuses to import into a folder in which the import would destroy something.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    build::{file, public, site_files::outside_link, site_folder::folder_of},
    cli::write::Change,
    import::{merge::RECORD_FILE, site::FileCopy},
};

/// Refuses a folder with the record of an import but without its `content.json`. To the import, it would look as if the
/// scholar had removed every publication.
///
/// # Errors
/// Fails if the folder is such a folder, or if a file cannot be read.
pub fn refuse_lost_content(content_file: &Path) -> Result<()> {
    let record = folder_of(content_file).join(RECORD_FILE);
    if !fs::exists(&record).with_context(|| record.display().to_string())? {
        return Ok(());
    }
    let found = match file::read(content_file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => "no such file",
        Ok(bytes) if bytes.trim_ascii().is_empty() => "an empty file",
        _ => return Ok(()),
    };
    bail!(
        "{}: found {found}; expected the content of the earlier imports that {RECORD_FILE} records; restore the file, or \
         delete {RECORD_FILE} to start again",
        content_file.display()
    )
}

/// Refuses to write through a symbolic link that leaves the folder.
///
/// # Errors
/// Fails if there is such a link at the path of a text or in the path of a copy. The error names it.
pub fn refuse_outside_links(folder: &Path, changes: &[Change], copies: &[(PathBuf, FileCopy)]) -> Result<()> {
    let root = fs::canonicalize(folder).with_context(|| folder.display().to_string())?;
    // A link at the path of a copy is replaced, so only its folders matter.
    let folders =
        copies.iter().map(|(_, copy)| folder.join(&copy.to)).filter_map(|file| Some(file.parent()?.to_owned()));
    for path in changes.iter().map(|change| change.file.clone()).chain(folders) {
        let below = path.ancestors().take_while(|above| *above != folder && !above.as_os_str().is_empty());
        let link = below.filter(|above| above.is_symlink()).last();
        if let Some(target) = public::outside_target(&path, &root) {
            bail!("{}: {}", link.unwrap_or(&path).display(), outside_link(&target));
        }
        // The last folders of a copy may not exist yet.
        if let Some(link) = link
            && let Some(target) = public::outside_target(link, &root)
        {
            bail!("{}: {}", link.display(), outside_link(&target));
        }
    }
    Ok(())
}
