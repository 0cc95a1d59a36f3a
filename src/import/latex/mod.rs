//! Converts LaTeX text to Unicode and inline markup.

mod accents;
mod commands;
mod math;
mod parse;
mod symbols;
mod verbatim;

#[cfg(test)]
mod tests;

pub(super) use math::plain_formula;
pub(super) use parse::{Latex, parse};
pub(super) use verbatim::verbatim;
