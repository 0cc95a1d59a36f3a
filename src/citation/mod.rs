//! Publications as other programs cite them.

pub mod bibtex;
pub mod scholar;
