//! Helpers that several tests use.

pub mod build;
pub mod harmless_html;

use frontispiece::{
    content,
    content::Content,
    util::{ready::run_ready, text::normalize},
};

/// Reads a trusted profile without pauses.
pub fn read_trusted(text: &str) -> Option<Content> {
    run_ready(content::read_trusted(text, normalize, async || {}))
}
