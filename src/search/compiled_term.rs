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
    /// The words to search instead if nothing matches, the next ones last.
    other_words: Vec<Vec<String>>,
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
        let (mut words, mut without_signs) = (Vec::new(), Vec::new());
        for (start, end) in Tokens::new(&folded) {
            let word = &folded[start..end];
            words.push(word.to_owned());
            if !is_sign(word.as_bytes()) {
                without_signs.push(word.to_owned());
            }
        }
        let id = if field.is_none() { identifier::typed_word(&typed) } else { None };
        let mut other_words = Vec::new();
        if without_signs.len() < words.len() {
            other_words.push(without_signs);
        }
        other_words.push(words);
        other_words.extend(id.map(|id| vec![id]));
        let (words, has_signs, is_corrected) = (Vec::new(), false, false);
        let mut term = CompiledTerm { field, typed, words, has_signs, other_words, quotes, is_corrected };
        term.use_other_words();
        (!term.words.is_empty()).then_some(term)
    }

    /// Replaces the words of a term that matches nothing: "learn*" is searched without its sign, and "10.12345" as a
    /// number if it begins no identifier. Returns `false` if there is nothing to replace.
    pub fn use_other_words(&mut self) -> bool {
        let Some(words) = self.other_words.pop() else { return false };
        self.has_signs = words.iter().any(|word| is_sign(word.as_bytes()));
        self.words = words;
        true
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
