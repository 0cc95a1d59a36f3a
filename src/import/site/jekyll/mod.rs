//! Reads sites of academicpages and al-folio, which Jekyll builds.

mod assemble;
mod collect;
mod permalinks;
mod person;

pub(super) use assemble::read;
pub(super) use person::is_language;
