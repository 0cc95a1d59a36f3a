//! The elements of a page's `<head>`.

pub mod json_ld;
pub mod tags;
