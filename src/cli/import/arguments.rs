//! The arguments of `frontispiece import`.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use crate::cli::site_folder::CONTENT;

/// The arguments of the command.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = "\
Examples:
  frontispiece import papers.bib              add what is new in a bibliography to the site of the current folder
  frontispiece import papers.bib --dry-run    only report what would change
  frontispiece import --orcid 0000-0002-1825-0097
  frontispiece import ../old-site --site me   move a site of academicpages, al-folio or Hugo Blox

The same import can be repeated: it adds what is new, and keeps what you have edited or removed.
Exit status: 0 every entry found a place, 1 some were skipped or the site cannot be changed, 2 wrong usage or an unreadable
file (nothing is written).")]
pub struct Arguments {
    /// The files and folders to import: .bib, CSL-JSON, RIS, ORCID or dblp files, or old sites
    #[arg(value_name = "FILE_OR_FOLDER", required_unless_present = "orcids")]
    pub paths: Vec<PathBuf>,
    /// The folder of the site [default: the current folder, or public/ in a checkout]
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// Your name as printed on papers, if it is not found by itself
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub me: Option<String>,
    /// Fetch the works of an ORCID iD, and their metadata from Crossref
    #[arg(long = "orcid", value_name = "ID", value_parser = name)]
    pub orcids: Vec<String>,
    /// Write nothing, only report
    #[arg(long = "dry-run")]
    pub is_dry_run: bool,
    /// Print the report as JSON
    #[arg(long = "json")]
    pub is_json: bool,
}

/// Returns a text without spaces around it, which must not be empty.
pub fn name(text: &str) -> std::result::Result<String, &'static str> {
    match text.trim() {
        "" => Err("found an empty text"),
        trimmed => Ok(trimmed.to_owned()),
    }
}

impl Arguments {
    /// Returns the profile to write, which may not exist yet.
    ///
    /// # Errors
    /// Fails if the folder of the site or a file to import does not exist.
    pub fn profile(&self) -> Result<PathBuf> {
        if let Some(missing) = self.paths.iter().find(|path| !path.exists()) {
            bail!("{}: found no such file or folder", missing.display());
        }
        let of = |folder: &Path| {
            let [own, in_checkout] = [folder.join(CONTENT), folder.join("public").join(CONTENT)];
            let is_checkout = !own.is_file() && folder.join("public").is_dir();
            if is_checkout { in_checkout } else { own }
        };
        match self.site.as_deref() {
            Some(file) if file.is_file() => Ok(file.to_owned()),
            Some(folder) if folder.is_dir() => Ok(of(folder)),
            Some(other) => bail!("{}: found no such folder; expected the folder of the site", other.display()),
            None => Ok(of(Path::new(""))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(site: &str, path: &str) -> Result<PathBuf> {
        let site = (!site.is_empty()).then(|| PathBuf::from(site));
        Arguments { paths: vec![PathBuf::from(path)], site, ..Arguments::default() }.profile()
    }

    #[test]
    fn the_profile_of_a_checkout_is_in_public() {
        assert_eq!(of("", "Cargo.toml").unwrap(), PathBuf::from("public/content.json"));
        assert_eq!(of(".", "Cargo.toml").unwrap(), PathBuf::from("./public/content.json"));
        assert_eq!(of("src", "Cargo.toml").unwrap(), PathBuf::from("src/content.json"));
    }

    #[test]
    fn missing_files_and_folders_are_named() {
        let error = of("", "no-such-file.bib").unwrap_err().to_string();
        assert_eq!(error, "no-such-file.bib: found no such file or folder");
        let error = of("no-such-folder", "Cargo.toml").unwrap_err().to_string();
        assert_eq!(error, "no-such-folder: found no such folder; expected the folder of the site");
    }
}
