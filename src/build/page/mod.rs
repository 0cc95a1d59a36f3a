//! The HTML around the views.

pub mod csp;
pub mod html;
pub mod inspect;
pub mod language;
pub mod redirect;
pub mod styles;
pub mod template;
pub mod theme;
