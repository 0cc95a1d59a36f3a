//! Chunks: parts of the visitor's module that only some pages need, each in a file of its own.
//!
//! `tools/split-module.mjs` makes the chunks of a release. Elsewhere the module has all code.

use std::hint::black_box;

/// A part of the module in a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// The list of publications, the search, and the CV, which lists the publications too.
    List,
    /// The page of a publication.
    Publication,
}

impl Chunk {
    /// Returns the name, with which the name of the file begins.
    pub fn name(self) -> &'static str {
        match self {
            Chunk::List => "list",
            Chunk::Publication => "publication",
        }
    }
}

/// Returns the same function. Code outside of a chunk calls a function of the chunk only by this one, after the chunk is loaded.
///
/// The compiler must not know which function this is: it would call it directly, or compile it into the caller. The result has
/// to be called by its address.
#[inline(always)]
pub fn in_chunk<F>(function: F) -> F {
    black_box(function)
}
