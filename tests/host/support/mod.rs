//! Helpers that several tests use.

pub mod build;
pub mod harmless_html;
