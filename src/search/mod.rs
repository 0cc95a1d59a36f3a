//! Searches and filters the publications.
//!
//! - A [`filter`] is the visitor's selection: text, values of facets, an order. It is the query of the URL.
//! - The text is a [`query`] of terms. `tokens` splits texts into words; `compiled_term` prepares a term.
//!   `identifier` recognizes DOIs and arXiv ids.
//! - The [`catalog`] holds the publications prepared for search: the values of each facet and an inverted `index` of
//!   all words. [`build`] makes it.
//! - [`results`] are the results of a filter: publications in order, and the count of each value. `score` ranks them,
//!   and [`spelling`] corrects words without a match.
//! - `promote` turns typed terms into selected values. `highlight` finds the matches in a text of the page.

pub mod build;
pub mod catalog;
mod compiled_term;
pub mod facet;
pub mod filter;
mod highlight;
mod identifier;
mod index;
mod promote;
pub mod query;
pub mod results;
mod score;
pub mod spelling;
mod tokens;
