//! Merges imported works into a profile, repeatably.
//!
//! [`merge`] finds for each entry of the imported files the publication of the profile that is the same work, or adds one.
//! A record next to the profile says what import has written, so that a later import can tell these values from those
//! of the scholar.

mod accept;
mod check;
mod count;
mod entries;
mod fields;
mod identity;
mod ids;
mod matching;
mod merging;
mod naming;
mod new_profile;
mod options;
mod output;
mod owner;
mod person;
mod profile;
mod record;
mod relations;
mod report;
mod site;
mod state;
mod topics;
mod venue_name;
mod venues;

#[cfg(test)]
mod tests;

pub use merging::merge;
pub use new_profile::NEW_PROFILE;
pub use options::{MergeError, Merged, Options};
pub use profile::put;
pub use record::FILE_NAME as RECORD_FILE;
pub use report::{FileReport, Report, ReportWarning};
pub use site::{MergedSite, merge_site};
