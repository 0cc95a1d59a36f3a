//! General helpers: futures that never wait, hashes, JSON, percent-encoding, sorting, text.

pub mod hash;
pub mod json;
pub mod percent;
pub mod ready;
pub mod sort;
pub mod text;
