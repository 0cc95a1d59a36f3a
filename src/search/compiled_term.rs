//! A term of the query, prepared for searching.

use crate::{
    search::{
        facet::Facet,
        query::{self, Quotes, Term},
        spelling::is_one_edit_away,
        tokens::Tokens,
    },
    util::{text, text::Normalizer},
};

/// The maximum number of terms, about as many as an abstract has words. Further terms are ignored. Each term may be
/// compared with every indexed word, so thousands of terms, which only a hostile URL has, would block the page for
/// seconds.
const MAX_TERMS: usize = 200;

/// A term with its words folded.
pub(crate) struct CompiledTerm {
    /// The facet to search, or `None` to search everything.
    pub field: Option<Facet>,
    /// The text as it was typed.
    pub typed: String,
    /// Its folded words, at least one.
    pub words: Vec<String>,
    pub quotes: Quotes,
    /// Whether it also matches words that are one edit away.
    pub is_corrected: bool,
}

impl CompiledTerm {
    /// Compiles the terms of a text. Terms without a word are dropped. Returns at most [`MAX_TERMS`] terms.
    pub fn all(text: &str, normalize: Normalizer) -> Vec<CompiledTerm> {
        let mut terms = Vec::new();
        let mut offset = 0;
        while terms.len() < MAX_TERMS
            && let Some((term, _, end)) = query::next_term(text, offset)
        {
            if end == text.len() && query::is_incomplete_field(&term, text) {
                break;
            }
            terms.extend(CompiledTerm::new(term, normalize));
            offset = end;
        }
        terms
    }

    /// Compiles a term. Returns `None` if it has no word once folded.
    pub fn new(term: Term, normalize: Normalizer) -> Option<CompiledTerm> {
        let Term { field, text: typed, quotes } = term;
        let folded = text::fold(&typed, normalize);
        let mut words = Vec::new();
        for (start, end) in Tokens::new(&folded) {
            words.push(folded[start..end].to_owned());
        }
        (!words.is_empty()).then_some(CompiledTerm { field, typed, words, quotes, is_corrected: false })
    }

    /// Returns `true` if spelling correction applies, which requires a single unquoted word of at least four letters
    /// and no digits.
    pub fn is_correctable(&self) -> bool {
        let word = &self.words[0];
        self.quotes == Quotes::None
            && self.words.len() == 1
            && word.chars().count() >= 4
            && !word.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// Returns the length in bytes of the match that starts at the first of `words`, or `None` if there is no match.
    /// `words` are the offsets of the words in a folded text.
    pub fn match_length(&self, text: &str, words: &[(usize, usize)]) -> Option<usize> {
        let start = words[0].0;
        let last = self.words.len() - 1;
        for (position, word) in self.words.iter().enumerate() {
            let (from, to) = *words.get(position)?;
            let other = &text.as_bytes()[from..to];
            if self.is_corrected {
                return is_one_edit_away(word.as_bytes(), other).then_some(to - start);
            }
            if position == last && self.quotes != Quotes::Closed {
                return other.starts_with(word.as_bytes()).then_some(from + word.len() - start);
            }
            if other != word.as_bytes() {
                return None;
            }
        }
        Some(words[last].1 - start)
    }
}
