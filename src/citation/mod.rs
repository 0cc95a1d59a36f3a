//! Publications in the citation formats of other programs. Each format has a module with a function for one publication
//! and a function `file` for a list of them. Fields that are empty in the content are omitted.

pub mod bibtex;
pub mod coins;
pub mod csl_json;
pub mod export;
pub mod highwire;
pub mod plain_text;
pub mod ris;

pub use reference::{citation_url, degree, thesis_type};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use {
    person_name::{Name, is_group},
    reference::Details,
};

mod latex;
mod pages;
pub(crate) mod person_name;
mod reference;
mod text;
mod title;
mod title_case;

/// A function that returns the plain text of Markdown, for formats without markup. The caller parses the Markdown
/// (`markdown::MarkdownStore`), because the visitor's WebAssembly module does not contain the parser.
pub type PlainText<'f> = &'f dyn Fn(&str) -> String;
