//! `frontispiece prerender`: writes every page into a folder that Trunk has built. Trunk.toml calls it.

use std::path::Path;

use anyhow::Result;

use crate::build::site::Prerender;

/// Prerenders the site in a folder that Trunk has built, for the path under which it will be served.
///
/// # Errors
/// Fails if a file is not valid or cannot be read or written. The error says how to fix it.
pub fn run(folder: &Path, base: &str, social_cards: bool, compress: bool) -> Result<()> {
    Prerender { folder, base, social_cards, compress, precompressed: &Default::default() }.run()
}
