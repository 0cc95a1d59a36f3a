//! Imports lists of publications and old sites into a profile.
//!
//! The readers turn each file into [`ReadFile`]: works in the profile's own terms, entries that were skipped, and
//! warnings. Merging then adds the works to `content.json`. Nothing here reads a file or uses the network, so that the
//! browser can run it too.

pub mod edit;
pub mod merge;
mod work;

pub use work::{Format, ReadFile, Skipped, VenueName, Warning, Work};
