//! The shell: the files of a site that do not depend on its content, which are `index.html`, the modules, the style
//! sheet for print and the default icon. The program holds them, so that it can build a site without a compiler.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read},
    path::Path,
};

use anyhow::{Context, Result, anyhow, bail};
use lol_html::{RewriteStrSettings, element, rewrite_str};
use walkdir::WalkDir;

use crate::{
    build::{
        file::{hash, write},
        hosting::compress::{self, Format},
        output::GENERATED,
        page::inspect::{CHUNK, Inspection},
        public,
    },
    route::Base,
};

/// The shell that build.rs has put into the program. It is empty if there was none.
const EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/shell.tar"));

const INDEX: &str = "index.html";

/// The modules that pages load only on demand. `index.html` does not name them.
const SECOND_MODULE: [&str; 2] = ["tools.js", "tools_bg.wasm"];

/// The folder of the scripts that the modules of a debug build import.
const SNIPPETS: &str = "snippets";

/// The attributes of `index.html` whose values begin with the base, besides those of chunks.
const ATTRIBUTES: [&str; 5] = ["data-base", "data-module", "data-wasm", "href", "src"];

/// The files of the shell, for a site at `/`.
pub struct Shell {
    files: BTreeMap<String, File>,
}

struct File {
    bytes: Vec<u8>,
    /// The compressed copy (Brotli), if the shell was packed. Compressing the modules takes seconds.
    compressed: Option<Vec<u8>>,
}

impl Shell {
    /// Returns the shell in this program.
    ///
    /// # Errors
    /// Fails if the program was compiled without one.
    pub fn embedded() -> Result<Shell> {
        if EMBEDDED.is_empty() {
            bail!(
                "this program was compiled without the files of every site (its shell), which Cargo cannot build; install \
                 it with pip install frontispiece, or from a release; in a checkout, build the site with make build, or \
                 the complete program with make package"
            );
        }
        Shell::unpack(EMBEDDED)
    }

    /// Returns the shell in a file or in the folder of a build or, without either, in this program.
    ///
    /// # Errors
    /// Fails if the file or folder cannot be read or is no shell, or if the program was compiled without one.
    pub fn of_program(file: Option<&Path>) -> Result<Shell> {
        match file {
            Some(folder) if folder.is_dir() => Shell::of(folder),
            Some(file) => Shell::unpack(&fs::read(file).with_context(|| file.display().to_string())?),
            None => Shell::embedded(),
        }
    }

    /// Returns the shell of a build by Trunk, which may have been prerendered for any base.
    ///
    /// # Errors
    /// Fails if a file of the shell is missing or cannot be used. The error names it.
    pub fn of(dist: &Path) -> Result<Shell> {
        let read = |path: &str| {
            let file = dist.join(path);
            fs::read(&file)
                .with_context(|| format!("{}; expected the site that Trunk has built (make build)", file.display()))
        };
        let index = dist.join(INDEX);
        let page = String::from_utf8(read(INDEX)?).with_context(|| index.display().to_string())?;
        let inspection = Inspection::of(&page).with_context(|| index.display().to_string())?;
        let boot = inspection.check().with_context(|| index.display().to_string())?;
        let base = boot.base.clone();
        let below = |address: &str| {
            address.strip_prefix(&*base).map(str::to_owned).ok_or_else(|| {
                anyhow!("{}: found the URL {address}; expected one below the base {base}", index.display())
            })
        };
        let mut names = vec![below(&boot.module)?, below(&boot.wasm)?];
        for (_, chunk) in &boot.chunks {
            names.push(below(chunk)?);
        }
        if let Some(icon) = &inspection.icon {
            names.push(below(icon)?);
        }
        names.extend(inspection.style_sheets.iter().filter_map(|sheet| Some(sheet.strip_prefix(&*base)?.to_owned())));
        names.extend(SECOND_MODULE.map(str::to_owned));
        names.extend(snippets(dist)?);
        let page = without_content(&page).with_context(|| index.display().to_string())?;
        let page = with_base(&page, &base, "/").with_context(|| index.display().to_string())?;
        let mut contents = vec![(INDEX.to_owned(), page.into_bytes())];
        for name in names {
            contents.push((name.clone(), read(&name)?));
        }
        let mut files = BTreeMap::new();
        for (name, bytes) in contents {
            files.insert(name, File { bytes, compressed: None });
        }
        Ok(Shell { files })
    }

    /// Returns the shell as an archive (tar) of the compressed files.
    ///
    /// # Errors
    /// Fails if a name is too long for the format.
    pub fn pack(&self) -> Result<Vec<u8>> {
        let mut archive = tar::Builder::new(Vec::new());
        for (name, file) in &self.files {
            let compressed = match &file.compressed {
                Some(compressed) => compressed,
                None => &Format::BEST.compress(&file.bytes)?,
            };
            let mut header = tar::Header::new_gnu();
            header.set_size(compressed.len() as u64);
            header.set_mode(0o644);
            archive.append_data(&mut header, name, &**compressed)?;
        }
        Ok(archive.into_inner()?)
    }

    /// Reads the archive that [`Shell::pack`] returns.
    ///
    /// # Errors
    /// Fails if the bytes are not such an archive.
    pub fn unpack(archive: &[u8]) -> Result<Shell> {
        let mut files = BTreeMap::new();
        for entry in tar::Archive::new(archive).entries()? {
            let mut entry = entry.context("found a damaged archive; expected the output of pack-shell")?;
            let name = entry.path()?.to_string_lossy().into_owned();
            let mut compressed = Vec::new();
            entry.read_to_end(&mut compressed)?;
            let mut bytes = Vec::new();
            brotli::BrotliDecompress(&mut Cursor::new(&compressed), &mut bytes)
                .with_context(|| format!("{name} in the archive"))?;
            files.insert(name, File { bytes, compressed: Some(compressed) });
        }
        match files.contains_key(INDEX) {
            true => Ok(Shell { files }),
            false => bail!("found an archive without {INDEX}; expected the output of pack-shell"),
        }
    }

    /// Returns the files for a site at `/`, by their names.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, file)| (&**name, &*file.bytes))
    }

    /// Writes the files of the shell into a folder, for a site below a base.
    ///
    /// # Errors
    /// Fails if a file cannot be written. The error names it.
    pub fn write(&self, folder: &Path, base: &Base) -> Result<()> {
        for (name, file) in &self.files {
            match name == INDEX {
                true => {
                    let page = with_base(&String::from_utf8_lossy(&file.bytes), "/", base.as_str())?;
                    write(&folder.join(name), page.as_bytes())?;
                }
                false => write(&folder.join(name), &file.bytes)?,
            }
        }
        Ok(())
    }

    /// Returns the compressed copies of the files that are the same for every base.
    pub fn compressed(&self) -> compress::Precompressed {
        let copies = self.files.iter().filter(|(name, _)| *name != INDEX);
        copies.filter_map(|(_, file)| Some((hash(&file.bytes), file.compressed.clone()?))).collect()
    }

    /// Returns the page that names the modules. It changes with them, because their names contain hashes.
    pub fn index(&self) -> &[u8] {
        self.files.get(INDEX).map_or(&[], |file| &file.bytes)
    }
}

/// Returns the names of the scripts that the modules of a debug build import. A release build bundles them.
fn snippets(dist: &Path) -> Result<Vec<String>> {
    let folder = dist.join(SNIPPETS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            names.extend(public::path_below(entry.path(), dist));
        }
    }
    Ok(names)
}

/// Returns a page without everything that a build has added to it.
fn without_content(page: &str) -> Result<String> {
    let handlers = vec![
        element!(format!("[{GENERATED}]"), |element| {
            element.remove();
            Ok(())
        }),
        element!("title", |title| {
            title.set_inner_content("", lol_html::html_content::ContentType::Text);
            Ok(())
        }),
        element!("#fp\\:app", |root| {
            root.set_inner_content("", lol_html::html_content::ContentType::Text);
            Ok(())
        }),
        element!("html", |html| {
            ["data-look", "dir"].iter().for_each(|name| html.remove_attribute(name));
            if let Some(own) = html.get_attribute("data-original-lang") {
                html.remove_attribute("data-original-lang");
                html.set_attribute("lang", &own)?;
            }
            Ok(())
        }),
    ];
    Ok(rewrite_str(
        page,
        handlers.into_iter().fold(RewriteStrSettings::new(), RewriteStrSettings::append_element_content_handler),
    )?)
}

/// Returns a page whose URLs begin with another base.
fn with_base(page: &str, from: &str, to: &str) -> Result<String> {
    if from == to {
        return Ok(page.to_owned());
    }
    let handler = element!("*", |element| {
        let attributes = element.attributes().iter().map(|attribute| (attribute.name(), attribute.value()));
        for (name, value) in attributes.collect::<Vec<_>>() {
            if (ATTRIBUTES.contains(&name.as_str()) || name.starts_with(CHUNK))
                && let Some(rest) = value.strip_prefix(from)
                && !rest.starts_with('/')
            {
                element.set_attribute(&name, &format!("{to}{rest}"))?;
            }
        }
        Ok(())
    });
    Ok(rewrite_str(page, RewriteStrSettings::new().append_element_content_handler(handler))?)
}
