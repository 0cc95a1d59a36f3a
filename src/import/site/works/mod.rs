//! Publications with front matter: `_publications/*.md` of academicpages and `content/publication/*/index.md` of Hugo
//! Blox.

mod academicpages;
mod complete;
mod fields;
mod hugo;
mod kinds;
mod publication;

pub(super) use publication::{APPEARANCE, is_example, publication};
