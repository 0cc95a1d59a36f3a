//! General helpers: chunks of the module, colors, pauses in long computations, hashes, JSON, percent-encoding, printing, sorting, text.

// First, because macros are visible only below their definition.
#[cfg(not(target_arch = "wasm32"))]
#[macro_use]
pub mod printing;

pub mod chunk;
pub mod color;
pub mod hash;
pub(crate) mod interner;
pub mod json;
pub mod pacer;
pub mod percent;
pub mod ready;
pub mod sort;
pub mod text;
