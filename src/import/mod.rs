//! Imports lists of publications and old sites into a profile.
//!
//! The readers turn each file into [`ReadFile`]: works in the profile's own terms, entries that were skipped, and
//! warnings. Merging then adds the works to `content.json`. Nothing here reads a file or uses the network, so that the
//! browser can run it too.

mod bibtex;
mod dates;
mod decode;
mod draft;
mod escape;
mod html;
mod identifiers;
mod inline;
mod kinds;
mod latex;
mod lines;
mod person;
mod read;
mod reading;
pub mod site;
mod work;

pub use read::{ReadError, read};
pub use work::{Format, ReadFile, Skipped, VenueName, Warning, Work};
