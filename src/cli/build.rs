//! `frontispiece build`: checks a site and writes it as static files.

use std::fs;

use anyhow::{Context, Result};

use crate::{
    build::{
        shell::Shell,
        site_build::{SiteBuild, base_of},
        site_folder::folder_of,
        snapshot::Snapshot,
        text_file,
    },
    cli::{arguments::BuildArguments, check, site_folder},
};

/// Builds a site into its output folder. Prints the warnings of the check.
///
/// # Errors
/// Fails if the site has errors, or if a file cannot be read or written. Then the output folder is as before.
pub fn run(arguments: &BuildArguments) -> Result<()> {
    let file = site_folder::content_file(arguments.site.as_deref())?;
    let shell = Shell::of_program(arguments.shell.as_deref())?;
    let site = folder_of(&file);
    let checked = Snapshot::take(&fs::canonicalize(site).with_context(|| site.display().to_string())?)?;
    check::report(&file)?;
    let base = match &arguments.base {
        Some(base) => base.clone(),
        None => base_of(&text_file::read(&file)?),
    };
    SiteBuild { site, out: &arguments.out, base: &base, shell: &shell, checked: &checked }.run()
}
