//! Helpers that know nothing of the rest: JSON, text, percent-encoding, sorting.

pub mod json;
pub mod percent;
pub mod sort;
pub mod text;
