//! A term of the query, prepared for searching.

use crate::{
    search::{
        facet::Facet,
        identifier,
        query::{self, Quotes, Term},
        spelling::is_one_edit_away,
        tokens::{Tokens, is_sign},
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
    /// Whether some of the words are signs.
    pub has_signs: bool,
    /// Whether the only word is an identifier.
    is_identifier: bool,
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
        let (words, has_signs, is_identifier, is_corrected) = (Vec::new(), false, false, false);
        let mut term = CompiledTerm { field, typed, words, has_signs, is_identifier, quotes, is_corrected };
        term.read_words(true, normalize);
        if term.words.is_empty() {
            return None;
        }
        if field.is_none()
            && let Some(id) = identifier::typed_word(&term.typed)
        {
            term.words.clear();
            term.words.push(id);
            term.is_identifier = true;
        }
        Some(term)
    }

    /// Reads the typed text in another way, because the term matches nothing: "10.12345" as a number if it begins no
    /// identifier, and "learn*" without its sign. Returns `false` if there is no other way.
    pub fn read_again(&mut self, normalize: Normalizer) -> bool {
        let is_other = self.is_identifier || self.has_signs;
        if is_other {
            self.read_words(self.is_identifier, normalize);
            self.is_identifier = false;
        }
        is_other
    }

    /// Splits the typed text into words.
    fn read_words(&mut self, with_signs: bool, normalize: Normalizer) {
        self.words.clear();
        self.has_signs = false;
        let folded = text::fold(&self.typed, normalize);
        for (start, end) in Tokens::new(&folded) {
            let word = &folded[start..end];
            let is_sign = is_sign(word.as_bytes());
            if with_signs || !is_sign {
                self.has_signs |= is_sign;
                self.words.push(word.to_owned());
            }
        }
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
        let bytes = text.as_bytes();
        let is_skipped = |(from, _): &(usize, usize)| !self.has_signs && is_sign(&bytes[*from..]);
        if is_skipped(&words[0]) {
            return None;
        }
        let start = words[0].0;
        let last = self.words.len() - 1;
        let mut words = words.iter().filter(|word| !is_skipped(word));
        let mut end = start;
        for (position, word) in self.words.iter().enumerate() {
            let (from, to) = *words.next()?;
            end = to;
            let other = &bytes[from..to];
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
        Some(end - start)
    }
}
