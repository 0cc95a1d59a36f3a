//! The files of an old site.

use std::{borrow::Cow, collections::BTreeMap};

/// The files of an old site by their paths below its folder, with slashes. Files that only have to be copied have no
/// content.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    files: BTreeMap<String, Option<Vec<u8>>>,
}

/// The folders that contain programs, build results or tools.
const IGNORED_FOLDERS: [&str; 12] = [
    ".git",
    ".github",
    ".jekyll-cache",
    ".sass-cache",
    "_site",
    "_includes",
    "_layouts",
    "_plugins",
    "_sass",
    "node_modules",
    "resources",
    "vendor",
];

impl FromIterator<(String, Option<Vec<u8>>)> for Folder {
    fn from_iter<I: IntoIterator<Item = (String, Option<Vec<u8>>)>>(files: I) -> Folder {
        Folder { files: files.into_iter().filter(|(path, _)| !Folder::ignores(path)).collect() }
    }
}

impl Folder {
    /// Returns `true` if the import needs the content of a file, and not only its name.
    ///
    /// ```
    /// use frontispiece::import::site::Folder;
    /// assert!(Folder::needs_content("_pages/about.md"));
    /// assert!(!Folder::needs_content("files/paper.pdf"));
    /// ```
    pub fn needs_content(path: &str) -> bool {
        const ENDINGS: [&str; 10] = ["md", "markdown", "mkd", "html", "htm", "yml", "yaml", "toml", "json", "bib"];
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        ENDINGS.contains(&ending.as_str()) || path.ends_with("Gemfile") || path.ends_with("go.mod")
    }

    /// Returns `true` for a file of a folder with programs, build results or tools, which the import does not read.
    pub fn ignores(path: &str) -> bool {
        let first = path.split('/').next().unwrap_or_default();
        // Hugo writes the site to "public".
        IGNORED_FOLDERS.contains(&first) || (first == "public" && path.contains('/'))
    }

    /// Returns `true` if there is a file at a path.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Returns `true` if there is a file in a folder.
    pub fn has_folder(&self, path: &str) -> bool {
        self.below(&[path, "/"].concat()).next().is_some()
    }

    /// Returns the text of a file: UTF-8 with or without a byte order mark, or else Latin-1.
    pub fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        let bytes = self.files.get(path)?.as_deref()?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
        };
        Some(if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text })
    }

    /// Returns the content of a file.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path)?.as_deref()
    }

    /// Returns every path, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Returns the paths that begin with a prefix, such as "_talks/".
    pub fn below<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = &'f str> {
        self.files
            .range(prefix.to_owned()..)
            .map(|(path, _)| path.as_str())
            .take_while(move |path| path.starts_with(prefix))
    }

    /// Returns the first of several paths at which there is a file.
    pub fn first<'p>(&self, paths: &[&'p str]) -> Option<&'p str> {
        paths.iter().copied().find(|path| self.has(path))
    }
}

/// Returns `true` for a file whose text can be a page or an entry.
pub(super) fn is_document(path: &str) -> bool {
    [".md", ".markdown", ".mkd", ".html", ".htm"].iter().any(|ending| path.to_ascii_lowercase().ends_with(ending))
}

/// Returns the folder of a path: "a/b" for "a/b/c.md", and "" for "c.md".
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns the name of a file without its extension.
pub(super) fn stem_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
