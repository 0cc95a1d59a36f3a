//! What the readers return for a file.

use serde_json::{Map, Value};

/// The format of an imported file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// BibTeX or BibLaTeX.
    Bibtex,
    /// CSL-JSON, as Zotero and citeproc programs write it.
    CslJson,
    /// RIS, as Web of Science, Scopus and EndNote write it.
    Ris,
    /// The record or the works of the ORCID public API, as JSON or XML.
    Orcid,
    /// The XML of a person at dblp.
    Dblp,
    /// A Markdown file with front matter, in a folder of Jekyll or Hugo.
    FrontMatter,
}

impl Format {
    /// Returns the name of the format in reports.
    pub fn name(self) -> &'static str {
        match self {
            Format::Bibtex => "BibTeX",
            Format::CslJson => "CSL-JSON",
            Format::Ris => "RIS",
            Format::Orcid => "ORCID",
            Format::Dblp => "dblp",
            Format::FrontMatter => "front matter",
        }
    }
}

/// The content of an imported file. Each entry of the file is one of `works` or one of `skipped`.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadFile {
    /// The format of the file.
    pub format: Format,
    /// The works, in the order of the file.
    pub works: Vec<Work>,
    /// The entries that could not be read.
    pub skipped: Vec<Skipped>,
    /// Everything that was left out or changed, with its value.
    pub warnings: Vec<Warning>,
}

/// A publication of an imported file, before it is merged into a profile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// The line of the entry in its file, from 1.
    pub line: usize,
    /// The cite key or identifier in the file. Empty if the entry has none.
    pub key: String,
    /// The fields of the publication in `content.json`, with the names and in the order of the model. It has no `id`, `key`,
    /// `venue`, `topics` and `relations`, which merging sets. Names of people are in the form "Given Family", or objects
    /// with parts where the usual split would be wrong. `title` is inline Markdown: emphasis, strong, code, `~subscript~`,
    /// `^superscript^` and `$math$`; `abstract`, `tldr` and `note` are Markdown; all other texts are plain.
    pub fields: Map<String, Value>,
    /// Where it was published.
    pub venue: Option<VenueName>,
    /// The names of topic areas: the keywords of the entry.
    pub topics: Vec<String>,
}

/// A venue as an entry names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VenueName {
    /// The full name, as in the file: "Proceedings of the 29th ACM Symposium on Operating Systems Principles (SOSP '23)".
    pub name: String,
    /// The short name or abbreviation, if the file has a field for it.
    pub short: Option<String>,
    /// The kind of venue, if the type of the publication does not imply it.
    pub kind: Option<String>,
}

/// An entry that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The line of the entry, from 1.
    pub line: usize,
    /// Its key, if it has one.
    pub key: String,
    /// What was found, what was expected, and how to fix it.
    pub reason: String,
    /// Whether there is nothing to fix: the entry is a draft, or an example of a template.
    pub is_expected: bool,
}

/// A remark on an entry or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The entry and the field: "tessel2021.keywords".
    pub path: String,
    /// What was found and what became of it.
    pub message: String,
}

/// Returns a description of the image of a publication that has none. The content of the image is unknown, so the description only
/// names the publication.
pub(in crate::import) fn preview_description(title: &str) -> String {
    format!("Preview image of \u{201c}{title}\u{201d}")
}
