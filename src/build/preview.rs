//! Builds a site folder in memory, for `frontispiece serve`: without social cards, compressed copies and the files that only
//! hosts read.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;

use crate::{
    build::{
        hosting::service_worker,
        memory::Memory,
        output::Output,
        shell::Shell,
        site::{CONTENT, PageOptions, Pages},
        site_folder::{SiteContent, published},
    },
    route::Base,
};

/// A site in memory.
pub struct Preview {
    /// The pages. Rendering all of them takes most of the time of a build, and the author looks only at a few.
    pub pages: Pages,
    /// The other generated files by their paths. The author's files and the files of the shell are not among them.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The paths of the author's files that are also available at a second path, by the second path.
    pub copies: BTreeMap<String, String>,
}

impl Preview {
    /// Builds the site of a folder for the path `/`, with the content that is readable. `folder` is the canonical path of the
    /// folder.
    ///
    /// # Errors
    /// Fails if nothing of the content is readable, or if another file cannot be used. The error names the file.
    pub fn build(folder: &Path, site: &SiteContent, shell: &Shell) -> Result<Preview> {
        let base = Base::new("/");
        let (text, reading) = published(site)?;
        let shell = shell.files().map(|(name, bytes)| (name.to_owned(), bytes.to_owned())).collect();
        let output = Output::in_memory(folder, Memory::new(shell));
        output.write(CONTENT, text.as_bytes())?;
        let pages = Pages::prepare(&text, reading, &PageOptions { base: &base, worker: "", cards: false }, &output)?;
        pages.paths().try_for_each(|path| output.refuse_foreign_page(path))?;
        service_worker::write_unregistering(&base, &output)?;
        let (files, copies) = output.into_memory().unwrap_or_default().into_files();
        Ok(Preview { pages, files, copies })
    }
}
