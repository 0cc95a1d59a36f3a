//! Searches for a text: finds and scores the publications that match its terms.

use crate::{
    search::{
        catalog::{Catalog, Scratch},
        compiled_term::CompiledTerm,
        facet::{Facet, is_in_range, year_range},
        index::{CORRECTED, EXACT, max_in_place},
        spelling::{Correction, is_one_edit_away},
    },
    util::sort,
};

/// The number of facets that terms without a field search: year, venue, topic and author.
const SEARCHED_FACETS: usize = 4;

/// The score of an exact match in each position. Prefixes score one less, corrected words two less. See
/// [`Catalog::search`].
const TITLE_SCORE: u8 = 14;
const AUTHOR_SCORE: u8 = 11;
const VALUE_SCORE: u8 = 8;
const BODY_SCORE: u8 = 5;

/// The maximum number of replacements in a [`Correction`].
const MAX_REPLACEMENTS: usize = 5;

impl Catalog {
    /// Searches for a text, unless it was the last one. Stores the results in [`Scratch`]. As long as there is no index,
    /// every publication matches.
    pub(super) fn search_text(&self, text: &str, scratch: &mut Scratch) {
        let text = if self.index.get().is_some() { text } else { "" };
        if scratch.text.as_deref() == Some(text) {
            return;
        }
        scratch.text = None;
        let Scratch { terms, corrections, matches, scores, qualities, term_scores, .. } = &mut *scratch;
        *terms = CompiledTerm::all(text, self.normalize);
        corrections.clear();
        set_all(matches, self.publication_count);
        scores.clear();
        scores.resize(self.publication_count, 0);
        term_scores.clear();
        term_scores.resize(self.publication_count, 0);
        for term in terms {
            self.match_term(term, qualities);
            let mut is_matched = self.score_term(term, qualities, term_scores);
            while !is_matched && term.read_again(self.normalize) {
                self.match_term(term, qualities);
                is_matched = self.score_term(term, qualities, term_scores);
            }
            if !is_matched && term.is_correctable() {
                let replacements = self.correct(term, qualities);
                term.is_corrected = self.score_term(term, qualities, term_scores);
                if term.is_corrected {
                    corrections.push(Correction { typed: term.typed.clone(), replacements });
                }
            }
            for (publication, (term_score, score)) in term_scores.iter_mut().zip(scores.iter_mut()).enumerate() {
                if *term_score == 0 {
                    matches[publication / 64] &= !(1 << (publication % 64));
                }
                *score += u32::from(*term_score);
                *term_score = 0;
            }
        }
        scratch.text = Some(text.to_owned());
    }

    /// Fills the quality of the match of a term in each document.
    pub(super) fn match_term(&self, term: &CompiledTerm, qualities: &mut Vec<u8>) {
        qualities.clear();
        qualities.resize(2 * (self.publication_count + self.totals.len()), 0);
        if let Some(years) = year_range(&term.typed).filter(|_| term.field == Some(Facet::Year)) {
            let start = self.value_range(Facet::Year).0;
            for (year, value) in self.values(Facet::Year).iter().zip(start..) {
                if is_in_range(&year.value, years) {
                    qualities[2 * self.publication_count + value] = EXACT;
                }
            }
        } else if let Some(index) = self.index.get() {
            index.match_term(term, qualities);
        }
    }

    /// Returns the quality of the match of a term in a value: in its names or, if the term has a field, in its key.
    pub(super) fn value_quality(&self, value: usize, has_field: bool, qualities: &[u8]) -> u8 {
        let name = qualities[2 * self.publication_count + value];
        if has_field { name.max(qualities[2 * self.publication_count + self.totals.len() + value]) } else { name }
    }

    /// Raises the score of a term in each publication to that of its best match. Returns `true` if there is a match.
    fn score_term(&self, term: &CompiledTerm, qualities: &[u8], term_scores: &mut [u8]) -> bool {
        let mut is_matched = false;
        let has_field = term.field.is_some();
        let (from, to) = self.searched_values(term);
        let authors = self.value_range(Facet::Author);
        for value in from..to {
            let quality = self.value_quality(value, has_field, qualities);
            if quality > 0 {
                let exact = if authors.0 <= value && value < authors.1 { AUTHOR_SCORE } else { VALUE_SCORE };
                max_in_place(term_scores, self.postings(value), exact - EXACT + quality);
                is_matched = true;
            }
        }
        if !has_field {
            for (term_score, qualities) in term_scores.iter_mut().zip(qualities.chunks_exact(2)) {
                let score = match qualities {
                    [0, 0] => continue,
                    [0, body] => BODY_SCORE - EXACT + *body,
                    [title, ..] => TITLE_SCORE - EXACT + *title,
                    [] => 0,
                };
                *term_score = score.max(*term_score);
                is_matched = true;
            }
        }
        is_matched
    }

    /// Returns the values that a term searches: the first, and the one after the last.
    fn searched_values(&self, term: &CompiledTerm) -> (usize, usize) {
        term.field.map_or((0, self.value_starts[SEARCHED_FACETS]), |facet| self.value_range(facet))
    }

    /// Returns `true` if a term searches a document.
    fn is_searched(&self, document: u32, term: &CompiledTerm) -> bool {
        let Some(mut value) = (document as usize).checked_sub(2 * self.publication_count) else {
            return term.field.is_none();
        };
        if term.field.is_some() && value >= self.totals.len() {
            value -= self.totals.len();
        }
        let (from, to) = self.searched_values(term);
        (from..to).contains(&value)
    }

    /// Marks the documents that contain a word one edit away from a term. Returns the words that occur where the term
    /// searches, sorted by descending frequency.
    fn correct(&self, term: &CompiledTerm, qualities: &mut [u8]) -> Vec<String> {
        let Some(index) = self.index.get() else { return Vec::new() };
        let mut replacements: Vec<(usize, u32)> = Vec::new();
        for word in index.words_without_signs() {
            if is_one_edit_away(term.words[0].as_bytes(), index.word(word)) {
                let postings = index.postings((word, word + 1));
                let count = postings.iter().filter(|document| self.is_searched(**document, term)).count();
                if count > 0 {
                    max_in_place(qualities, postings, CORRECTED);
                    replacements.push((count, word));
                }
            }
        }
        let by_count = |a: usize, b: usize| replacements[b].0.cmp(&replacements[a].0);
        let order = sort::argsort(replacements.len(), &by_count).into_iter().take(MAX_REPLACEMENTS);
        let word = |position: usize| index.word(replacements[position].1).to_vec();
        order.map(|position| String::from_utf8(word(position)).unwrap_or_default()).collect()
    }
}

/// Sets the first `count` bits.
fn set_all(bits: &mut Vec<u64>, count: usize) {
    bits.clear();
    bits.resize(count.div_ceil(64), u64::MAX);
    if let Some(last) = bits.last_mut()
        && !count.is_multiple_of(64)
    {
        *last = (1 << (count % 64)) - 1;
    }
}
