//! The options, the result and the errors of a merge.

use std::fmt;

use crate::{
    content::Diagnostic,
    import::merge::{record::FILE_NAME, report::Report},
    util::text::Normalizer,
};

/// The name of the profile in reports.
pub(super) const PROFILE: &str = "content.json";

/// The options of a merge.
pub struct Options<'o> {
    /// The name of the owner, if the user has given it.
    pub me: Option<String>,
    /// The ORCID iD of the owner, which a new profile gets.
    pub orcid: Option<String>,
    /// Separates letters from their accents.
    pub normalize: Normalizer,
    /// Returns the errors and warnings of a profile. Imported values with errors are taken back.
    pub check: &'o dyn Fn(&str) -> Vec<Diagnostic>,
}

/// The result of a merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The new text of the profile.
    pub content: String,
    /// The new text of the record.
    pub record: String,
    /// What became of each entry.
    pub report: Report,
}

/// The reason why nothing can be merged.
#[derive(Clone, Debug, PartialEq)]
pub enum MergeError {
    /// The profile has these syntax errors.
    Profile(Vec<Diagnostic>),
    /// The profile cannot be changed, for this reason.
    Unsuitable(String),
    /// The record is not valid, for this reason.
    Record(String),
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MergeError::Profile(errors) => {
                errors.iter().try_for_each(|error| writeln!(f, "{PROFILE}:{error}"))?;
                f.write_str("correct the JSON, then import again; nothing was changed")
            }
            MergeError::Unsuitable(reason) => write!(f, "{PROFILE}: {reason}; nothing was changed"),
            MergeError::Record(reason) => write!(
                f,
                "{FILE_NAME}: {reason}; restore the file, or delete it and import again: values that import has \
                 written before then count as yours; nothing was changed"
            ),
        }
    }
}

impl std::error::Error for MergeError {}
