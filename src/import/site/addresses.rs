//! The old URLs of pages and files, and their new ones.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    import::{
        ReadFile,
        site::{
            folder::{Folder, folder_of, is_document},
            old_site::{FileCopy, PUBLICATION_PATH, System, WorkRef},
        },
    },
    route::redirect_file,
    url::SafeUrl,
    util::percent,
};

/// The old URLs of a site and what replaces them. It remembers the files to copy.
pub(super) struct Addresses<'f> {
    folder: &'f Folder,
    system: System,
    /// The host of the old site, such as "ada.example", in lower case.
    host: Option<String>,
    /// The path of the old site on its host, such as "/blog". Empty for the root.
    base: String,
    /// The new path of each page by its old path, without slashes at its ends and in lower case.
    pages: BTreeMap<String, String>,
    /// The old paths as they are written, for redirects.
    written: BTreeMap<String, String>,
    /// The new path of each document by its file.
    documents: BTreeMap<String, String>,
    publications: BTreeMap<String, WorkRef>,
    copies: RefCell<BTreeSet<FileCopy>>,
}

/// The place of a text, for its relative URLs.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// The file of the text.
    pub file: &'p str,
    /// The old path of its page.
    pub path: &'p str,
}

impl<'f> Addresses<'f> {
    /// Starts with no pages. `url` is the URL of the old site, and `base` the path below it.
    pub fn new(folder: &'f Folder, system: System, url: Option<&str>, base: &str) -> Addresses<'f> {
        let without_scheme = url.and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        let (host, path) = match without_scheme.map(|rest| rest.split_at(rest.find('/').unwrap_or(rest.len()))) {
            Some((host, path)) => (Some(host.to_ascii_lowercase()), path),
            None => (None, ""),
        };
        Addresses {
            folder,
            system,
            host: host.filter(|host| !host.is_empty()),
            base: [path.trim_end_matches('/'), base.trim_end_matches('/')].concat(),
            pages: BTreeMap::new(),
            written: BTreeMap::new(),
            documents: BTreeMap::new(),
            publications: BTreeMap::new(),
            copies: RefCell::default(),
        }
    }

    /// Adds the old paths of a document, and the path of the page that replaces it.
    pub fn add(&mut self, file: &str, old_paths: &[String], new_path: &str) {
        self.documents.entry(file.to_owned()).or_insert_with(|| new_path.to_owned());
        for old in old_paths {
            // Old paths may be written as complete URLs.
            let old = self.below_site(old).unwrap_or(old);
            let old = if old.starts_with('/') { old.to_owned() } else { format!("/{old}") };
            let old = old.split(['?', '#']).next().unwrap_or_default().to_owned();
            self.pages.entry(form(&old)).or_insert_with(|| new_path.to_owned());
            self.written.entry(old).or_insert_with(|| new_path.to_owned());
        }
    }

    /// Adds a path that only links of the old site use.
    pub fn add_internal(&mut self, path: &str, new_path: &str) {
        self.pages.entry(form(path)).or_insert_with(|| new_path.to_owned());
    }

    /// Adds the old paths of a publication.
    pub fn add_publication(&mut self, file: &str, key: &str, old_paths: &[String]) -> String {
        let path = format!("{PUBLICATION_PATH}{}/", self.publications.len() + 1);
        self.publications.insert(path.clone(), WorkRef { file: file.to_owned(), key: key.to_owned() });
        self.add(file, old_paths, &path);
        path
    }

    /// Returns the paths that stand for publications. A BibTeX entry of a publication has set the key of its work.
    pub fn publications_in(&self, files: &[(String, ReadFile)]) -> BTreeMap<String, WorkRef> {
        let mut publications = self.publications.clone();
        let keys: BTreeMap<&str, &str> =
            files.iter().filter_map(|(path, file)| Some((path.as_str(), file.works.first()?.key.as_str()))).collect();
        for work in publications.values_mut() {
            if let Some(key) = keys.get(work.file.as_str()) {
                work.key = (*key).to_owned();
            }
        }
        publications
    }

    /// Returns the redirects that a static host can serve: every old path except those of `pages`, the paths of new pages.
    pub fn redirects(&self, pages: &BTreeSet<String>) -> BTreeMap<String, String> {
        let mut files = BTreeSet::new();
        let mut redirects = BTreeMap::new();
        for (old, new) in &self.written {
            let Some(file) = redirect_file(old) else { continue };
            let is_page = pages.contains(&form(old)) || matches!(form(old).as_str(), "404" | "cv" | "publications");
            let is_hidden = file.split('/').any(|part| part.starts_with(['.', '_']) || part.len() > 200);
            let ending = file.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
            let is_html = ending.is_some_and(|ending| matches!(ending.to_ascii_lowercase().as_str(), "html" | "htm"));
            let is_generated = matches!(file.as_str(), "index.html" | "404.html" | "offline.html");
            if is_page || is_hidden || !is_html || is_generated || old.len() > 1000 || !files.insert(file) {
                continue;
            }
            redirects.insert(old.clone(), new.clone());
        }
        redirects
    }

    /// Returns the files to copy.
    pub fn copies(&self) -> Vec<FileCopy> {
        self.copies.borrow().iter().cloned().collect()
    }

    /// Returns the new URL of a link or an image, or the reason why it has none.
    pub fn rewrite(&self, url: &str, place: Place) -> Result<String, String> {
        let url = url.trim();
        if url.is_empty() {
            return Err("it has no URL".to_owned());
        }
        if let Some(rest) = url.strip_prefix("//") {
            return self.rewrite(&format!("https://{rest}"), place);
        }
        if url.starts_with("www.") {
            return Ok(format!("https://{url}"));
        }
        let is_email = url.contains('@') && !url.contains(['/', ':', ' ', '?', '#']);
        if is_email {
            return Ok(format!("mailto:{url}"));
        }
        if let Some(new) = self.below_site(url).and_then(|below| self.internal(below, place)) {
            return Ok(new);
        }
        let scheme = url.split(['/', '?', '#']).next().unwrap_or_default();
        if url.starts_with('#') || scheme.contains(':') {
            return match SafeUrl::link(&url.replace(' ', "%20")) {
                Ok(safe) => Ok(safe.as_str().to_owned()),
                Err(error) => Err(error.to_string()),
            };
        }
        self.internal(url, place).ok_or_else(|| format!("the old site has no file or page at {url}"))
    }

    /// Returns the new URL of a file and marks it for copying, if it exists.
    pub fn file(&self, path: &str) -> Option<String> {
        let path = path.trim_start_matches("./").trim_start_matches('/');
        let (from, to) = self.find_file(path)?;
        self.copies.borrow_mut().insert(FileCopy { to: to.clone(), from });
        Some(percent::encode_path(&to))
    }

    /// Returns the part of a URL below the old site, with a leading slash, if it is a URL of the old site.
    fn below_site<'u>(&self, url: &'u str) -> Option<&'u str> {
        let host = self.host.as_deref()?;
        let rest = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?.1;
        let (found, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if found.to_ascii_lowercase().trim_start_matches("www.") != host.trim_start_matches("www.") {
            return None;
        }
        let path = path.strip_prefix(self.base.as_str())?;
        match path.is_empty() {
            true => Some("/"),
            false => path.starts_with('/').then_some(path),
        }
    }

    fn internal(&self, url: &str, place: Place) -> Option<String> {
        let (path, suffix) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        let decoded = percent::decode_path(path).replace('\\', "/");
        let base = self.base.as_str();
        let decoded = match decoded.strip_prefix(base) {
            Some(rest) if !base.is_empty() && rest.starts_with('/') => rest.to_owned(),
            _ => decoded,
        };
        let mut candidates = Vec::new();
        if decoded.starts_with('/') {
            candidates.push(resolve("", &decoded));
        } else {
            let folder_of_page = if place.path.ends_with('/') { place.path } else { folder_of(place.path) };
            candidates.push(resolve(folder_of(place.file), &decoded));
            candidates.push(resolve(folder_of_page, &decoded));
            candidates.push(resolve("", &decoded));
        }
        let fragment = suffix.find('#').map_or("", |start| &suffix[start..]);
        for candidate in &candidates {
            if let Some(new) = self.documents.get(candidate) {
                return Some([new, fragment].concat());
            }
            if let Some(new) = self.pages.get(&form(candidate)) {
                return Some([new, fragment].concat());
            }
            if let Some(file) = self.file(candidate) {
                return Some([&file, suffix].concat());
            }
        }
        None
    }

    /// Returns the file of an old URL, and its new path.
    fn find_file(&self, path: &str) -> Option<(String, String)> {
        let is_published = |file: &str| {
            self.folder.has(file) && (!is_document(file) || file.ends_with(".html")) && !file.ends_with(".bib.md")
        };
        if path.is_empty() || path.split('/').any(|part| part.starts_with(['.', '_'])) {
            return None;
        }
        if self.system != System::HugoBlox {
            return is_published(path).then(|| (path.to_owned(), path.to_owned()));
        }
        let under = |root: &str| Some([root, path].concat()).filter(|file| is_published(file));
        if let Some(file) = under("static/").or_else(|| under("assets/")).or_else(|| under("assets/media/")) {
            return Some((file, path.to_owned()));
        }
        // A file of a page bundle is next to its page, whose path Hugo writes in lower case.
        let bundle = |file: String| {
            let below = file.strip_prefix("content/").unwrap_or(&file);
            let to = match below.rsplit_once('/') {
                Some((folder, name)) => format!("{}/{name}", hugo_path(folder)),
                None => below.to_owned(),
            };
            (file, to)
        };
        if path.starts_with("content/") {
            return is_published(path).then(|| bundle(path.to_owned()));
        }
        if let Some(file) = under("content/") {
            return Some(bundle(file));
        }
        ["static/", "assets/"]
            .iter()
            .any(|root| path.starts_with(root))
            .then(|| path.to_owned())
            .filter(|file| is_published(file))
            .map(|file| {
                let to = file.split_once('/').map_or(file.clone(), |(_, rest)| rest.to_owned());
                (file, to)
            })
    }
}

/// Returns a path as Hugo writes it: in lower case, with hyphens instead of spaces, and without other signs.
pub(super) fn hugo_path(path: &str) -> String {
    let mut written = String::with_capacity(path.len());
    for letter in path.chars().flat_map(char::to_lowercase) {
        match letter {
            ' ' if written.ends_with('-') => {}
            ' ' => written.push('-'),
            letter if letter.is_alphanumeric() || matches!(letter, '/' | '-' | '_' | '.' | '+') => written.push(letter),
            _ => {}
        }
    }
    written
}

/// Returns a path below a folder, without "." and "..", and without slashes at its ends.
fn resolve(folder: &str, path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in folder.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    segments.join("/")
}

/// Returns a path in the form for comparison: without slashes at its ends, "index.html" and ".html", in lower case.
pub(super) fn form(path: &str) -> String {
    let path = percent::decode_path(path).trim_matches('/').to_lowercase();
    let path = path.strip_suffix("index.html").unwrap_or(&path);
    let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
    path.trim_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(paths: &[&str]) -> Folder {
        paths.iter().map(|path| ((*path).to_owned(), None)).collect()
    }

    const HOME: Place<'_> = Place { file: "_pages/about.md", path: "/" };

    #[test]
    fn links_to_pages_and_files_get_their_new_urls() {
        let folder = folder(&["files/a b.pdf", "images/me.png", "_pages/about.md"]);
        let mut addresses = Addresses::new(&folder, System::AcademicPages, Some("https://ada.example"), "/home");
        addresses.add("_pages/talks.html", &["/talks/".to_owned(), "/talks.html".to_owned()], "/talks/");
        for (old, new) in [
            ("/files/a%20b.pdf", Ok("files/a%20b.pdf")),
            ("/home/files/a b.pdf#page=2", Ok("files/a%20b.pdf#page=2")),
            ("http://www.ada.example/home/files/a b.pdf", Ok("files/a%20b.pdf")),
            ("../images/me.png", Ok("images/me.png")),
            ("/talks", Ok("/talks/")),
            ("talks.html#x", Ok("/talks/#x")),
            ("https://other.example/talks/", Ok("https://other.example/talks/")),
            ("//other.example/x", Ok("https://other.example/x")),
            ("ada@lab.example", Ok("mailto:ada@lab.example")),
            ("#top", Ok("#top")),
            ("/missing.pdf", Err("/missing.pdf")),
            // Another project can have a site at the same host.
            ("https://ada.example/home/other/", Ok("https://ada.example/home/other/")),
            ("javascript:alert(1)", Err("javascript")),
            ("", Err("no URL")),
        ] {
            match (addresses.rewrite(old, HOME), new) {
                (Ok(found), Ok(new)) => assert_eq!(found, new, "{old}"),
                (Err(found), Err(part)) => assert!(found.contains(part), "{old}: {found}"),
                (found, _) => panic!("{old}: {found:?}"),
            }
        }
        let copies: Vec<String> = addresses.copies().into_iter().map(|copy| copy.to).collect();
        assert_eq!(copies, ["files/a b.pdf", "images/me.png"]);
    }

    #[test]
    fn files_of_page_bundles_keep_their_old_urls() {
        let folder = folder(&["content/publication/My Paper/paper.PDF", "static/uploads/cv.pdf", "assets/media/x.png"]);
        let addresses = Addresses::new(&folder, System::HugoBlox, None, "");
        let place = Place { file: "content/publication/My Paper/index.md", path: "/publication/my-paper/" };
        for (old, new) in [
            ("paper.PDF", "publication/my-paper/paper.PDF"),
            ("uploads/cv.pdf", "uploads/cv.pdf"),
            ("/uploads/cv.pdf", "uploads/cv.pdf"),
            ("/static/uploads/cv.pdf", "uploads/cv.pdf"),
            ("x.png", "x.png"),
        ] {
            assert_eq!(addresses.rewrite(old, place).as_deref(), Ok(new), "{old}");
        }
    }

    #[test]
    fn redirects_are_paths_that_a_static_host_can_serve() {
        let folder = Folder::default();
        let mut addresses = Addresses::new(&folder, System::AlFolio, None, "");
        let old =
            ["/about/", "about.html", "/resume.pdf", "/_x/", "/teaching/", "https://ada.example/y/", "/a/?b", "/"];
        addresses.add("a.md", &old.map(str::to_owned), "/");
        let pages = BTreeSet::from([String::new(), "teaching".to_owned()]);
        let redirects = addresses.redirects(&pages);
        assert_eq!(redirects.keys().map(String::as_str).collect::<Vec<_>>(), ["/a/", "/about.html", "/about/"]);
    }
}
