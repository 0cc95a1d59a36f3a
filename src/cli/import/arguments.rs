//! The arguments of `frontispiece import`.

use std::path::{Path, PathBuf};

/// The arguments of the command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments {
    /// The files and folders to import.
    pub paths: Vec<PathBuf>,
    /// The ORCID iDs whose records are fetched.
    pub orcids: Vec<String>,
    /// The profile. It may not exist yet.
    pub profile: PathBuf,
    /// The name of the owner.
    pub me: Option<String>,
    /// Whether to write nothing.
    pub is_dry_run: bool,
    /// Whether to print the report for programs.
    pub is_json: bool,
}

/// Parses the arguments, or returns `None` if they are wrong or name files that do not exist.
pub fn arguments(arguments: &[&str]) -> Option<Arguments> {
    let mut parsed = Arguments::default();
    let mut site = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().filter(|value| !value.trim().is_empty() && !value.starts_with("--"));
        match *argument {
            "--site" => site = Some(PathBuf::from(value()?)),
            "--me" => parsed.me = Some(value()?.trim().to_owned()),
            "--orcid" => parsed.orcids.push((*value()?).to_owned()),
            "--dry-run" => parsed.is_dry_run = true,
            "--json" => parsed.is_json = true,
            option if option.starts_with('-') => return None,
            path => parsed.paths.push(PathBuf::from(path)),
        }
    }
    let is_wrong =
        parsed.paths.is_empty() && parsed.orcids.is_empty() || parsed.paths.iter().any(|path| !path.exists());
    parsed.profile = profile(site.as_deref())?;
    (!is_wrong).then_some(parsed)
}

/// Returns the profile of a site: its file `content.json`, or the one in its folder `public/`. Returns `None` if the
/// folder does not exist.
fn profile(site: Option<&Path>) -> Option<PathBuf> {
    let names = ["content.json", "public/content.json"];
    match site {
        Some(file) if file.is_file() => Some(file.to_owned()),
        Some(folder) if folder.is_dir() => {
            let existing = names.iter().map(|name| folder.join(name)).find(|file| file.is_file());
            let is_checkout = folder.join("public").is_dir();
            Some(existing.unwrap_or_else(|| folder.join(names[usize::from(is_checkout)])))
        }
        Some(_) => None,
        None => {
            let existing = names.iter().rev().map(PathBuf::from).find(|file| file.is_file());
            let is_checkout = Path::new("public").is_dir();
            Some(existing.unwrap_or_else(|| PathBuf::from(names[usize::from(is_checkout)])))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_may_be_in_any_order() {
        let parsed = arguments(&["--me", "Noor Tessel", "Cargo.toml", "--json", "--site", "src", "--dry-run"]).unwrap();
        assert_eq!(parsed.paths, [PathBuf::from("Cargo.toml")]);
        assert_eq!((parsed.me.as_deref(), parsed.is_json, parsed.is_dry_run), (Some("Noor Tessel"), true, true));
        assert_eq!(parsed.profile, PathBuf::from("src/content.json"));
        assert_eq!(arguments(&["Cargo.toml"]).unwrap().profile, PathBuf::from("public/content.json"));
    }

    #[test]
    fn wrong_arguments_are_refused() {
        for wrong in [
            &[][..],
            &["--json"],
            &["no-such-file.bib"],
            &["Cargo.toml", "--me"],
            &["Cargo.toml", "--me", "--json"],
            &["Cargo.toml", "--site", "no-such-folder"],
            &["Cargo.toml", "--jsn"],
        ] {
            assert_eq!(arguments(wrong), None, "{wrong:?}");
        }
    }
}
