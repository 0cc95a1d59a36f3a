//! Reads sites of academicpages and al-folio, which Jekyll builds.

mod assemble;
mod collect;
mod permalinks;
mod person;
mod plan;
mod sections;

pub(super) use assemble::read;
pub(super) use person::is_language;
