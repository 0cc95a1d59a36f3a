//! `frontispiece new`: creates the folder of a site.

pub mod arguments;
mod staging;
pub mod template;

use std::{env, fs, path::Path};

use anyhow::{Context, Result, anyhow};

use crate::{
    build::file,
    cli::{
        check,
        failure::Failure,
        import::{self, Import, prepare},
        new::{arguments::Arguments, staging::Staging},
        shell_word::shell_word,
        site_folder::CONTENT,
    },
    import::merge::RECORD_FILE,
};

/// Creates a site. The folder appears only once it is complete. Returns `true` if every entry of the lists found a place.
///
/// # Errors
/// Fails if the folder is not empty, or if a file cannot be read or written. Then nothing is left of the new site. The exit
/// status is 2 if a list or an old site cannot be read.
pub fn run(arguments: &Arguments) -> Result<bool, Failure> {
    let Arguments { folder, old_site, .. } = arguments;
    if let Some(old_site) = old_site
        && old_site.exists()
        && !import::is_old_site(old_site).map_err(Failure::of_input)?
    {
        return Err(Failure::of_input(anyhow!(
            "{}: found no site of a system that import knows; expected the folder of a site of academicpages, al-folio or \
             Hugo Blox; for a list of publications, use --bib",
            old_site.display()
        )));
    }
    let staging = Staging::new(folder)?;
    let import = fill(arguments, staging.folder()).map_err(|Failure { error, status }| {
        // The user does not know the temporary folder.
        let message = format!("{error:#}");
        let message = message.replace(&*staging.folder().display().to_string(), &folder.display().to_string());
        Failure { error: anyhow!(message), status }
    })?;
    staging.finish()?;
    if arguments.has_sources() {
        println!("{}", report(&import));
    }
    println!("{}", farewell(folder)?);
    Ok(!import.report.has_skipped())
}

/// Writes the files of a new site into a folder. Returns what was imported.
fn fill(arguments: &Arguments, site: &Path) -> Result<Import, Failure> {
    let Arguments { lists, orcid, old_site, me, .. } = arguments;
    let mut import = prepare(&import::Arguments {
        paths: lists.iter().chain(old_site).cloned().collect(),
        site: Some(site.to_owned()),
        me: me.clone(),
        orcids: orcid.iter().cloned().collect(),
        ..import::Arguments::default()
    })?;
    if !arguments.has_sources() {
        // There is nothing that a later import would have to know.
        import.changes.retain(|change| !change.file.ends_with(RECORD_FILE));
    }
    import.write()?;
    for (path, text) in template::files() {
        let target = site.join(path);
        // The old site may have such a file.
        if !fs::exists(&target).with_context(|| target.display().to_string())? {
            file::write(&target, text.as_bytes())?;
        }
    }
    Ok(import)
}

/// Returns the report of the import, with the files as they are called now.
fn report(import: &Import) -> String {
    let copied = match import.copies.len() {
        0 => String::new(),
        1 => "\ncopied 1 file of the old site\n".to_owned(),
        number => format!("\ncopied {number} files of the old site\n"),
    };
    [import.report.to_text(), copied].concat()
}

/// Returns the last lines: what the site is like, and what to do next.
fn farewell(folder: &Path) -> Result<String> {
    let counts = check::summary(&folder.join(CONTENT))?;
    let program = program(&|variable| env::var_os(variable).is_some());
    let (name, argument) = (folder.display(), shell_word(folder));
    let publish = match template::has_repository() {
        true => "",
        false => {
            "\n\nBefore you publish it on GitHub Pages, set FRONTISPIECE_REPOSITORY in .github/workflows/pages.yml."
        }
    };
    Ok(format!(
        "created the site in {name} ({counts})\n\n\
         Next:\n  \
         {program} serve {argument}    # shows it while you edit {}\n  \
         {program} build {argument}    # writes the files for a web server; {} says how to publish\n  \
         {program} check {argument}    # prints the errors and warnings{publish}",
        folder.join(CONTENT).display(),
        folder.join("README.md").display(),
    ))
}

/// Returns the command that runs this program again. `uvx` sets `UV` and installs nothing; `uv run` sets `VIRTUAL_ENV`, too.
fn program(is_set: &dyn Fn(&str) -> bool) -> &'static str {
    match is_set("UV") && !is_set("VIRTUAL_ENV") {
        true => "uvx frontispiece",
        false => "frontispiece",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_command_is_one_that_the_user_has() {
        assert_eq!(program(&|_| false), "frontispiece");
        assert_eq!(program(&|variable| variable == "UV"), "uvx frontispiece");
        assert_eq!(program(&|_| true), "frontispiece");
    }
}
