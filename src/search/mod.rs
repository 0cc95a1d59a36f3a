//! Searching and filtering the publications.

pub mod facet;
pub mod filter;
pub mod index;
