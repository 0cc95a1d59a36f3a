//! Finds the pages and sections of a Hugo site.

use std::collections::BTreeMap;

use crate::import::site::{
    addresses::hugo_path,
    context::Entry,
    dates::iso_date,
    document::Document,
    folder::{Folder, folder_of, stem_of},
    hugo::settings::Settings,
    notes::Notes,
};

/// The documents of a Hugo site.
#[derive(Default)]
pub(super) struct Documents {
    pub home: Option<Entry>,
    /// The widgets of the home page of older versions, in order.
    pub widgets: Vec<Entry>,
    /// The publications, and the page that lists them.
    pub publications: Vec<Entry>,
    pub publication_page: Option<Entry>,
    /// Pages without entries.
    pub pages: Vec<Entry>,
    /// The page and the entries of each section, by the name of its folder.
    pub sections: BTreeMap<String, Section>,
}

#[derive(Default)]
pub(super) struct Section {
    pub page: Option<Entry>,
    pub entries: Vec<Entry>,
}

pub(super) fn documents(folder: &Folder, settings: &Settings, notes: &mut Notes) -> Documents {
    let mut found = Documents::default();
    let paths: Vec<&str> =
        folder.below("content/").filter(|path| path.ends_with(".md") || path.ends_with(".markdown")).collect();
    for path in &paths {
        let below = &path["content/".len()..];
        let (first, rest) = below.split_once('/').unwrap_or(("", below));
        if matches!(first, "authors" | "admin") {
            continue;
        }
        if first == "slides" {
            notes.add(path, 0, "", "Markdown slides have no place in a profile, so they are left out".to_owned());
            continue;
        }
        if is_resource(path, folder) {
            notes.add(path, 0, "", "Hugo does not publish a text next to \"index.md\", so it is left out".to_owned());
            continue;
        }
        let Some(document) = Document::read(path, folder, notes) else { continue };
        let old = path_of(&document, first, settings);
        let entry = Entry { document, path: old };
        let is_index = matches!(rest, "_index.md" | "index.md");
        match (first, rest) {
            ("", "_index.md" | "index.md") => found.home = Some(entry),
            ("", _) => found.pages.push(entry),
            ("home", "index.md" | "_index.md") => {}
            ("home", _) => found.widgets.push(entry),
            ("publication" | "publications", _) if is_index => found.publication_page = Some(entry),
            // "_index.md" of a folder below is a list of its publications.
            ("publication" | "publications", rest) if rest.ends_with("/_index.md") => {}
            ("publication" | "publications", _) => found.publications.push(entry),
            (first, _) if is_index => found.sections.entry(first.to_owned()).or_default().page = Some(entry),
            (first, _) => found.sections.entry(first.to_owned()).or_default().entries.push(entry),
        }
    }
    // A folder with one page is a page.
    let single: Vec<String> =
        found.sections.iter().filter(|(_, section)| section.entries.is_empty()).map(|(name, _)| name.clone()).collect();
    for name in single {
        if let Some(page) = found.sections.remove(&name).and_then(|section| section.page) {
            found.pages.push(page);
        }
    }
    let weight =
        |entry: &Entry| entry.document.fields.text("weight").and_then(|weight| weight.parse().ok()).unwrap_or(f64::MAX);
    found.widgets.sort_by(|a, b| weight(a).total_cmp(&weight(b)));
    found
}

/// Returns `true` for a text in a page bundle: another file than the page, in its folder or below it.
fn is_resource(path: &str, folder: &Folder) -> bool {
    if matches!(path.rsplit('/').next(), Some("index.md" | "_index.md")) {
        // An "index.md" below another one belongs to its bundle too.
        let mut above = folder_of(folder_of(path));
        while above.contains('/') {
            if folder.has(&format!("{above}/index.md")) {
                return !path.starts_with("content/home/");
            }
            above = folder_of(above);
        }
        return false;
    }
    let mut above = folder_of(path);
    while above.contains('/') {
        if folder.has(&format!("{above}/index.md")) && above != "content/home" {
            return true;
        }
        above = folder_of(above);
    }
    false
}

/// Returns the path of a page as Hugo makes it.
fn path_of(document: &Document, section: &str, settings: &Settings) -> String {
    if let Some(url) = document.fields.text("url") {
        return if url.starts_with('/') { url } else { format!("/{url}") };
    }
    let below = document.path.strip_prefix("content/").unwrap_or(&document.path);
    let stem = stem_of(below);
    let is_index = matches!(stem, "index" | "_index");
    let folder = folder_of(below);
    let name = if is_index { folder.rsplit('/').next().unwrap_or_default() } else { stem };
    let slug = document.fields.text("slug").unwrap_or_else(|| name.to_owned());
    let is_entry = !(is_index && folder == section);
    if is_entry && let Some(pattern) = settings.permalink(section) {
        let date = document.fields.text("date").and_then(|date| iso_date(&date)).unwrap_or_default();
        let part = |range: std::ops::Range<usize>| date.get(range).unwrap_or_default().to_owned();
        let title =
            document.fields.text("slug").or_else(|| document.fields.text("title")).unwrap_or_else(|| slug.clone());
        let path = pattern
            .replace(":slugorfilename", &slug)
            .replace(":slugorcontentbasename", &slug)
            .replace(":contentbasename", name)
            .replace(":sections", folder_of(folder))
            .replace(":section", section)
            .replace(":filename", name)
            .replace(":slug", &title)
            .replace(":title", &title)
            .replace(":year", &part(0..4))
            .replace(":month", &part(5..7))
            .replace(":day", &part(8..10));
        return hugo_path(&format!("/{}", path.trim_start_matches('/')));
    }
    let parent = if is_index { folder_of(folder) } else { folder };
    let path = [parent, &slug].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    let path = hugo_path(&path);
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

/// Returns the old paths of a document: its own one, its aliases, and the one without the pattern of the settings.
pub(super) fn old_paths(entry: &Entry) -> Vec<String> {
    let mut paths = vec![entry.path.clone()];
    let own = entry.path.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    for alias in entry.document.fields.list("aliases") {
        paths.push(if alias.starts_with('/') || alias.contains("://") { alias } else { format!("{own}/{alias}") });
    }
    paths
}
