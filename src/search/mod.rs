//! Searching and filtering the publications.

pub mod filter;
pub mod index;
