//! Builds a site folder in memory, for `frontispiece serve`: without social cards, compressed copies and the files that only
//! hosts read.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Result, anyhow};

use crate::{
    build::{
        hosting::service_worker,
        memory::Memory,
        output::Output,
        shell::Shell,
        site::{CONTENT, PageOptions, Pages},
    },
    content::{self, plain_json},
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
    /// Builds the site of a folder for the path `/`, with the content that is readable. `site` is the canonical path of the
    /// folder, and `text` is the text of its `content.json`.
    ///
    /// # Errors
    /// Fails if nothing of the content is readable, or if another file cannot be used. The error names the file.
    pub fn build(site: &Path, text: &str, shell: &Shell) -> Result<Preview> {
        let base = Base::new("/");
        // The lenient reader of the second module, which reads invalid JSON in the browser, expects the text as it is.
        let text = if content::syntax_errors(text).is_empty() { plain_json(text) } else { text.into() };
        let reading =
            content::read(&text).map_err(|diagnostic| anyhow!("{}:{diagnostic}", site.join(CONTENT).display()))?;
        let shell = shell.files().map(|(name, bytes)| (name.to_owned(), bytes.to_owned())).collect();
        let output = Output::in_memory(site, Memory::new(shell));
        output.write(CONTENT, text.as_bytes())?;
        let pages = Pages::prepare(&text, reading, &PageOptions { base: &base, worker: "", cards: None }, &output)?;
        pages.paths().try_for_each(|path| output.refuse_foreign_page(path))?;
        service_worker::write_unregistering(&base, &output)?;
        let (files, copies) = output.into_memory().unwrap_or_default().into_files();
        Ok(Preview { pages, files, copies })
    }
}
