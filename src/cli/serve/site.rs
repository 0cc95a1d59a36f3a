//! The site that the server shows: the generated files, and the author's files in the site folder.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, ErrorKind},
    path::PathBuf,
    sync::Arc,
    time::SystemTime,
};

use hyper::body::Bytes;

use crate::{
    build::{public, shell::Shell, snapshot::Snapshot},
    cli::serve::{page, preview::Built, process::Renderer, report::Report},
    util::hash::content_hash,
};

/// One version of the site.
pub struct Site {
    /// The canonical path of the site folder.
    root: PathBuf,
    /// The process that renders the pages. Versions without pages of their own share it.
    renderer: Option<Arc<Renderer>>,
    /// The paths of the pages.
    pages: BTreeSet<String>,
    /// The other generated files.
    generated: BTreeMap<String, Generated>,
    /// The paths of the author's files that are also available at a second path, by the second path.
    copies: BTreeMap<String, String>,
    /// The paths of the author's published files. The server sends no other file of the folder, whatever the file system
    /// accepts as another spelling of a name.
    authored: BTreeSet<String>,
    /// The paths of all folders.
    folders: BTreeSet<String>,
    /// The messages for the author.
    pub report: Report,
    /// The version, which is the same after a restart of the program if nothing has changed.
    pub version: String,
    built: SystemTime,
}

/// A generated file.
#[derive(Clone)]
struct Generated {
    bytes: Bytes,
    /// The time of the build that changed it last.
    modified: SystemTime,
}

/// The file at a path.
pub enum Found {
    Folder,
    /// A file in memory, and the time of its last change.
    Memory(Bytes, SystemTime),
    /// A file in the site folder.
    Disk(PathBuf),
}

impl Site {
    /// Returns a site without files.
    pub fn new(root: PathBuf) -> Site {
        Site {
            root,
            renderer: None,
            pages: BTreeSet::new(),
            generated: BTreeMap::new(),
            copies: BTreeMap::new(),
            authored: BTreeSet::new(),
            folders: BTreeSet::new(),
            report: Report::default(),
            version: String::new(),
            built: SystemTime::now(),
        }
    }

    /// Returns the next version. If nothing could be built, it has the pages of this version.
    pub fn next(&self, built: Built, renderer: Option<Renderer>, snapshot: &Snapshot, shell: &Shell) -> Site {
        let Built { report, pages, files, copies } = built;
        let now = SystemTime::now();
        let mut site = Site {
            root: self.root.clone(),
            renderer: self.renderer.clone(),
            pages: self.pages.clone(),
            generated: self.generated.clone(),
            copies: self.copies.clone(),
            authored: snapshot.files.keys().cloned().collect(),
            folders: BTreeSet::new(),
            version: content_hash(&format!("{snapshot:?}{report:?}{}", String::from_utf8_lossy(shell.index()))),
            built: now,
            report,
        };
        if site.report.is_shown {
            let is_replaced = |name: &str| site.authored.contains(name) || files.contains_key(name);
            let shell = shell.files().filter(|(name, _)| !is_replaced(name));
            let shell = shell.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect::<Vec<_>>();
            let file = |(path, bytes): (String, Vec<u8>)| {
                let same = self.generated.get(&path).filter(|old| old.bytes == bytes).cloned();
                let file = same.unwrap_or_else(|| Generated { bytes: bytes.into(), modified: now });
                (path, file)
            };
            site.generated = files.into_iter().chain(shell).map(file).collect();
            (site.renderer, site.pages, site.copies) = (renderer.map(Arc::new), pages, copies);
        }
        site.folders = site.list_folders();
        site
    }

    fn list_folders(&self) -> BTreeSet<String> {
        let paths = self.pages.iter().chain(self.generated.keys()).chain(self.copies.keys()).chain(&self.authored);
        let folders =
            |path: &String| path.match_indices('/').map(|(end, _)| path[..end].to_owned()).collect::<Vec<_>>();
        [String::new()].into_iter().chain(paths.flat_map(folders)).collect()
    }

    /// Returns the file at a path below the site, such as "publications/index.html". Pages have the messages for the author
    /// and the script that reloads them.
    ///
    /// # Errors
    /// Fails if there is no such file, or if the page cannot be rendered.
    pub fn find(&self, path: &str) -> io::Result<Found> {
        if self.folders.contains(path) {
            return Ok(Found::Folder);
        }
        if let Some(renderer) = &self.renderer
            && self.pages.contains(path)
        {
            let page = renderer.page(path)?;
            let page = page::with_messages(&page, &self.report, &self.version).unwrap_or_else(|| page.into());
            return Ok(Found::Memory(page, self.built));
        }
        if let Some(Generated { bytes, modified }) = self.generated.get(path) {
            return Ok(Found::Memory(bytes.clone(), *modified));
        }
        let path = self.copies.get(path).map_or(path, String::as_str);
        let file = self.authored.contains(path).then(|| public::find(&self.root, path)).flatten();
        file.map(Found::Disk).ok_or_else(|| ErrorKind::NotFound.into())
    }
}
