//! `frontispiece prerender`: writes every page of a release build, and the files for hosts and other programs.

use std::path::Path;

use anyhow::{Result, bail};

use crate::build::site::Prerender;

const NO_COMPRESSION: &str = "--no-compression";
const NO_PICTURES: &str = "--no-pictures";

/// Prerenders the site in a folder that Trunk has built, for the path under which it will be served.
///
/// # Errors
/// Fails if an option is unknown or a file is not valid. The error says how to fix it.
pub fn run(folder: &Path, base: &str, options: &[&str]) -> Result<()> {
    if let Some(unknown) = options.iter().find(|option| ![NO_COMPRESSION, NO_PICTURES].contains(option)) {
        bail!("found {unknown}; expected {NO_COMPRESSION} or {NO_PICTURES}");
    }
    Prerender {
        folder,
        base,
        social_cards: !options.contains(&NO_PICTURES),
        compress: !options.contains(&NO_COMPRESSION),
    }
    .run()
}
