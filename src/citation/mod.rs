//! Publications as other programs cite them. Each format has a module, with a text for one publication and a
//! `file` for any choice of them. What is empty in the content is absent there.

pub mod bibtex;
pub mod coins;
pub mod csl_json;
pub mod export;
pub mod highwire;
pub mod plain_text;
pub mod ris;

pub(crate) use reference::Details;
pub use reference::citation_url;

mod pages;
mod person_name;
mod reference;
mod text;
mod title_case;

/// Gives the words of a Markdown text, for formats without markup. Whoever calls has read the Markdown already
/// (`markdown::MarkdownStore`), which needs a parser that a visitor's module does not have.
pub type PlainText<'f> = &'f dyn Fn(&str) -> String;
