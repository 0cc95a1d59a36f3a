//! General helpers: colors, pauses in long computations, hashes, JSON, percent-encoding, sorting, text.

pub mod color;
pub mod hash;
pub mod json;
pub mod pacer;
pub mod percent;
pub mod ready;
pub mod sort;
pub mod text;
