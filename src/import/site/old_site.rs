//! What the import of an old site returns.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::import::ReadFile;

/// A system that builds academic sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// The Jekyll template academicpages.
    AcademicPages,
    /// The Jekyll theme al-folio.
    AlFolio,
    /// Hugo Blox, formerly Wowchemy and Academic.
    HugoBlox,
}

impl System {
    /// Returns the name of the system in reports.
    pub fn name(self) -> &'static str {
        match self {
            System::AcademicPages => "academicpages",
            System::AlFolio => "al-folio",
            System::HugoBlox => "Hugo Blox",
        }
    }
}

/// The content of an old site in the terms of `content.json`.
#[derive(Clone, Debug, PartialEq)]
pub struct OldSite {
    /// The system that built the site.
    pub system: System,
    /// The fields of `person`.
    pub person: Map<String, Value>,
    /// The fields of `site`, without `redirects`.
    pub site: Map<String, Value>,
    /// The co-authors of `people`, by name.
    pub people: Map<String, Value>,
    /// The publications: one file each of front matter, and the bibliographies.
    pub files: Vec<(String, ReadFile)>,
    /// The pages, in the order of the menu. The first one is the home page.
    pub pages: Vec<Value>,
    /// The old paths and the paths that replace them. Those of publications are keys of `publications`.
    pub redirects: BTreeMap<String, String>,
    /// The paths that stand for a publication in `pages` and `redirects` until merging has chosen its id.
    pub publications: BTreeMap<String, WorkRef>,
    /// The files that the content refers to, sorted by their new path.
    pub copies: Vec<FileCopy>,
    /// Everything that has no place in the profile, with its value.
    pub warnings: Vec<SiteWarning>,
}

/// A work in [`OldSite::files`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkRef {
    /// The file.
    pub file: String,
    /// The key of the work in it.
    pub key: String,
}

/// A file to copy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileCopy {
    /// The path below the folder of the new site, which is also the old URL of the file.
    pub to: String,
    /// The path below the folder of the old site.
    pub from: String,
}

/// A remark on a file of the old site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SiteWarning {
    /// The path of the file below the folder of the old site.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The field of the front matter or the settings; empty for the text.
    pub path: String,
    /// What was found and what became of it.
    pub message: String,
}

impl OldSite {
    /// Replaces the paths of publications by their URLs, once merging has chosen their ids. `id_of` returns the id of a
    /// work, or `None` if the work was not imported. A redirect to such a work leads to the list of publications.
    pub fn resolve_publications(&mut self, id_of: &dyn Fn(&WorkRef) -> Option<String>) {
        let paths: Vec<(String, String)> = self
            .publications
            .iter()
            .map(|(path, work)| {
                (
                    path.clone(),
                    id_of(work).map_or_else(|| "/publications/".to_owned(), |id| format!("/publications/{id}/")),
                )
            })
            .collect();
        let replaced = |text: &str| paths.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        for target in self.redirects.values_mut() {
            *target = replaced(target);
        }
        for page in &mut self.pages {
            replace_texts(page, &replaced);
        }
        for value in self.person.values_mut() {
            replace_texts(value, &replaced);
        }
    }

    /// Lets the links from publications to other publications lead to the list, because they are checked before their ids
    /// are known.
    pub(super) fn without_links_between_works(mut self) -> OldSite {
        let paths: Vec<&String> = self.publications.keys().collect();
        let replaced =
            |text: &str| paths.iter().fold(text.to_owned(), |text, path| text.replace(*path, "/publications/"));
        for work in self.files.iter_mut().flat_map(|(_, file)| &mut file.works) {
            work.fields.values_mut().for_each(|value| replace_texts(value, &replaced));
        }
        self
    }
}

fn replace_texts(value: &mut Value, replaced: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) if text.contains(PUBLICATION_PATH) => *text = replaced(text),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_texts(item, replaced)),
        Value::Object(fields) => fields.values_mut().for_each(|value| replace_texts(value, replaced)),
        _ => {}
    }
}

/// The start of a path that stands for a publication. It ends with a slash, so that no path is the start of another one.
pub(super) const PUBLICATION_PATH: &str = "/publications/@";
