//! Finds the pages and collections of a Jekyll site, and the menu.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::import::site::{
    addresses::form,
    context::Entry,
    document::{Document, Fields, read_value, scalar},
    folder::{Folder, is_document, stem_of},
    jekyll::permalinks::path_of,
    notes::Notes,
};

/// The documents of a Jekyll site.
pub(super) struct Documents {
    pub pages: Vec<Entry>,
    /// The documents of each collection, by its name without the underscore.
    pub collections: BTreeMap<String, Vec<Entry>>,
}

/// Folders with an underscore that are no collections.
const NO_COLLECTIONS: [&str; 7] = ["_pages", "_data", "_bibliography", "_drafts", "_site", "_scripts", "_config"];

/// Folders without an underscore that have no pages.
const NO_PAGES: [&str; 9] =
    ["assets", "files", "images", "markdown_generator", "talkmap", "bin", "docs", "scripts", "inactive"];

pub(super) fn documents(folder: &Folder, settings: &Fields, notes: &mut Notes) -> Documents {
    let excluded: BTreeSet<String> =
        settings.list("exclude").iter().map(|path| path.trim_matches('/').to_owned()).collect();
    let defaults = settings.part("collections");
    let pattern_of = |collection: &str| match collection {
        "posts" => settings.text("permalink"),
        name => defaults.part(name).text("permalink"),
    };
    let mut found = Documents { pages: Vec::new(), collections: BTreeMap::new() };
    for path in folder.paths().filter(|path| is_document(path)) {
        let first = path.split('/').next().unwrap_or_default();
        if excluded.contains(first) || excluded.contains(path) {
            continue;
        }
        if first == "_drafts" {
            notes.add(path, 0, "", "the old site did not publish it, because it is a draft; it is left out".to_owned());
        } else if first.starts_with('_') && path.contains('/') && !NO_COLLECTIONS.contains(&first) {
            let name = first.trim_start_matches('_');
            let Some(document) = Document::read(path, folder, notes) else { continue };
            let old = path_of(&document, Some(name), pattern_of(name).as_deref());
            found.collections.entry(name.to_owned()).or_default().push(Entry { document, path: old });
        } else if first == "_pages" || is_page(path, first, folder) {
            let Some(document) = Document::read(path, folder, notes) else { continue };
            let old = path_of(&document, None, None);
            found.pages.push(Entry { document, path: old });
        }
    }
    found
}

/// Returns `true` for a file outside of `_pages` that Jekyll makes a page: it has front matter.
fn is_page(path: &str, first: &str, folder: &Folder) -> bool {
    let is_about_the_repository =
        ["README", "CONTRIBUTING", "CHANGELOG", "LICENSE", "INSTALL", "CUSTOMIZE", "FAQ"].contains(&stem_of(path));
    !NO_PAGES.contains(&first)
        && !first.starts_with(['_', '.'])
        && (path.contains('/') || !is_about_the_repository)
        && folder.text(path).is_some_and(|text| text.starts_with("---\n"))
}

/// An item of the menu.
#[derive(Debug, PartialEq)]
pub(super) struct MenuItem {
    pub title: String,
    pub url: String,
}

/// Returns the menu of academicpages.
pub(super) fn menu(folder: &Folder, notes: &mut Notes) -> Vec<MenuItem> {
    let value = read_value("_data/navigation.yml", folder, notes).unwrap_or(Value::Null);
    let items = value.get("main").and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |item: &Value, field: &str| item.get(field).and_then(scalar);
    items.iter().filter_map(|item| Some(MenuItem { title: text(item, "title")?, url: text(item, "url")? })).collect()
}

/// Returns the pages in the order of the menu: the home page first, and pages outside of the menu last.
pub(super) fn in_menu_order(pages: Vec<Entry>, menu: &[MenuItem]) -> Vec<(Entry, bool)> {
    let has_flags = pages.iter().any(|page| page.document.fields.flag("nav") == Some(true));
    let position = |page: &Entry| -> Option<f64> {
        if form(&page.path).is_empty() {
            return Some(-1.0);
        }
        if !menu.is_empty() {
            let path = form(&page.path);
            return menu
                .iter()
                .position(|item| form(item.url.split(['#', '?']).next().unwrap_or_default()) == path)
                .map(|index| index as f64);
        }
        let fields = &page.document.fields;
        let order = fields.text("nav_order").and_then(|order| order.parse().ok()).unwrap_or(1000.0);
        match fields.flag("nav") {
            Some(is_in_menu) => is_in_menu.then_some(order),
            None => (!has_flags && fields.text("title").is_some()).then_some(order),
        }
    };
    let mut ordered: Vec<(f64, bool, Entry)> = pages
        .into_iter()
        .map(|page| {
            let position = position(&page);
            (position.unwrap_or(f64::MAX), position.is_some(), page)
        })
        .collect();
    ordered.sort_by(|a, b| a.0.total_cmp(&b.0));
    ordered.into_iter().map(|(_, is_in_menu, page)| (page, is_in_menu)).collect()
}

/// Returns `true` for a page that the templates contain and that has nothing of the scholar: lists by category, the guide to
/// Markdown, the page for missing pages.
pub(super) fn is_part_of_template(page: &Entry) -> bool {
    const NAMES: [&str; 19] = [
        "404",
        "archive-layout-with-content",
        "category-archive",
        "collection-archive",
        "markdown",
        "non-menu-page",
        "page-archive",
        "sitemap",
        "tag-archive",
        "talkmap",
        "terms",
        "year-archive",
        "dropdown",
        "search",
        "tags",
        "categories",
        "archive",
        "feed",
        "redirect",
    ];
    // Copies of a file have a number: "terms (1).md".
    let name = stem_of(&page.document.path);
    NAMES.contains(&name.split(" (").next().unwrap_or(name))
}
