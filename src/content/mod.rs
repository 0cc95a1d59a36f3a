//! The profile and how it is read.
//!
//! One model ([`Content`]) and two readers. [`read()`] forgives: it goes on after every mistake and lists them.
//! `frontispiece check`, which exists on the host only, refuses the file if it, or `check::check`, finds an error; the
//! page shows all that could be read, and the list. [`TrustedReader`] is for a profile in which [`read()`] found no mistake; it is what a
//! visitor downloads.

mod date;
pub(crate) mod diagnostic;
mod hints;
pub(crate) mod lenient;
pub(crate) mod macros;
mod model;
mod ordered_map;
mod queries;
mod trusted;

pub mod schema;

pub use date::Date;
pub use diagnostic::{Position, Problem, Severity};
pub use lenient::{Reading, read, read_or_last, syntax_errors};
pub use model::*;
pub use ordered_map::OrderedMap;
pub use trusted::{TrustedReader, to_json};
