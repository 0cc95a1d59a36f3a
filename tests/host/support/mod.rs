//! Helpers that several tests use.

pub mod build;
pub mod file_server;
pub mod harmless_html;
pub mod json_schema;
pub mod scratch;

use frontispiece::{
    content::{Content, TrustedReader},
    markdown::parse_title,
    util::{ready::run_ready, text::normalize},
};

/// Reads a trusted profile without pauses, and the markup of its titles.
pub fn read_trusted(text: &str) -> Option<Content> {
    run_ready(TrustedReader::new(text.len(), normalize).finish(text, &parse_title, async || {}))
}
