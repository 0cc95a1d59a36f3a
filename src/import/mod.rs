//! Imports lists of publications and old sites into a profile.
//!
//! The readers turn each file into [`ReadFile`]: works in the profile's own terms, entries that were skipped, and
//! warnings. Merging then adds the works to `content.json`. Nothing here reads a file or uses the network, so that the
//! browser can run it too.

mod bibtex;
mod csl;
mod dates;
mod dblp;
mod decode;
mod draft;
pub mod edit;
mod escape;
mod html;
mod identifiers;
mod inline;
mod json;
mod kinds;
mod latex;
mod lines;
pub mod merge;
mod orcid;
mod person;
mod read;
mod reading;
mod ris;
pub mod site;
mod work;
mod xml;

pub use orcid::OrcidPerson;
pub use read::{ReadError, orcid_person, read};
pub use work::{Format, ReadFile, Skipped, VenueName, Warning, Work};
