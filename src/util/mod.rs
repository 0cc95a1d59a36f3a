//! General helpers: hashes, JSON, percent-encoding, sorting, text.

pub mod hash;
pub mod json;
pub mod percent;
pub mod sort;
pub mod text;
