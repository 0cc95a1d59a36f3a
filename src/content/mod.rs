//! The profile and its readers.
//!
//! There is one model ([`Content`]) and two readers. [`read()`] is lenient: it continues after every error and lists them
//! all. `frontispiece check`, which exists on the host only, rejects the file if [`read()`] or `check::check` finds an
//! error; the page shows everything that is readable, and the list. [`TrustedReader`] is for a profile in which
//! [`read()`] found no error; this is what a visitor downloads.

pub(crate) mod authors;
mod date;
pub(crate) mod diagnostic;
mod encoding;
pub(crate) mod groups;
pub(crate) mod hints;
pub(crate) mod keys;
pub(crate) mod lenient;
mod lists;
pub(crate) mod macros;
pub(crate) mod markdown_files;
mod markdown_text;
pub(crate) mod message;
mod model;
mod order;
mod ordered_map;
#[cfg(not(target_arch = "wasm32"))]
mod plain_json;
mod queries;
mod title;
mod trusted;
mod venues;

#[cfg(not(target_arch = "wasm32"))]
pub mod schema;

pub use date::Date;
pub use diagnostic::{Diagnostic, Position, Severity};
pub use encoding::decode;
pub use lenient::{FileValue, Reading, markdown_paths, read_or_last, read_with, syntax_errors};
#[cfg(not(target_arch = "wasm32"))]
pub use lenient::{read, read_with_files, with_file_texts};
pub use lists::Line;
pub use markdown_files::MarkdownFiles;
pub use markdown_text::Markdown;
pub use message::Message;
pub use model::*;
pub use ordered_map::OrderedMap;
#[cfg(not(target_arch = "wasm32"))]
pub use plain_json::plain_json;
pub use queries::Related;
pub use title::Title;
pub use trusted::TrustedReader;

/// The marker of sample texts. `frontispiece new` writes it into the texts that the author has to replace, `serve` lists them,
/// and import replaces them.
pub const SAMPLE_MARKER: &str = "TODO:";
