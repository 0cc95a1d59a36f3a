//! Searching and filtering the publications.

pub mod build;
pub mod catalog;
mod compiled_term;
pub mod facet;
pub mod filter;
mod highlight;
mod index;
mod interner;
mod promote;
pub mod query;
pub mod results;
mod score;
pub mod spelling;
mod tokens;
