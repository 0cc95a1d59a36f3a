//! Suggestions for values that come from other formats: BibTeX, CSL-JSON, al-folio, academicpages, Hugo.

mod dates;
mod escapes;
mod lists;
mod names;

pub(super) use dates::date;
pub(crate) use escapes::escape;
pub(super) use lists::list;
pub(super) use names::{field, word};
