//! The pages of the site: one function for each kind of page.

pub mod content_page;
pub mod cv;
pub mod layout;
pub mod not_found;
pub mod publication;
pub mod publications;
