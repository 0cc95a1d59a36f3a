//! The profile and how it is read.
//!
//! One model ([`Content`]), one reader ([`read()`]) and two ways to use it. The page is lenient: it shows
//! all that [`read()`] could make of the file and lists the rest. `frontispiece check` is strict: it refuses
//! the file if [`read()`] or [`check`](check::check) has anything to say.

mod date;
mod keyed;
mod lookup;
mod model;
mod problem;
mod read;
mod record;

pub mod check;
pub mod schema;

pub use date::Date;
pub use keyed::Keyed;
pub use model::*;
pub use problem::{Position, Problem};
pub use read::{Reading, read, read_whole};
