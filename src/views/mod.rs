//! One file a page.

pub mod content_page;
pub mod cv;
pub mod filters;
pub mod not_found;
pub mod publication;
pub mod publications;
pub mod years;
