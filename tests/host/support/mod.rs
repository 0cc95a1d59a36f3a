//! What several of the tests use.

pub mod build;
pub mod harmless_html;
