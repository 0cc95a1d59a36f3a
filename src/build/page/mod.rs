//! The HTML around the views.

pub mod csp;
pub mod redirect;
pub mod template;
