//! The profile and how it is read.
//!
//! One model ([`Content`]) and two readers. [`read()`] forgives: it goes on after every mistake and lists them.
//! `frontispiece check`, which exists on the host only, refuses the file if it, or `check::check`, finds an error; the
//! page shows all that could be read, and the list. [`Sound`] is for a profile in which [`read()`] found no mistake; it is what a
//! visitor downloads.

mod date;
mod hints;
mod keyed;
mod lookup;
mod model;
mod problem;
mod read;
mod record;
mod sound;
mod syntax;

#[cfg(not(target_arch = "wasm32"))]
pub mod check;
pub mod schema;

pub use date::Date;
pub use keyed::Keyed;
pub use model::*;
pub use problem::{Position, Problem, Severity};
pub use read::{Reading, read, read_or_last, syntax_errors};
pub use sound::{Sound, write};
