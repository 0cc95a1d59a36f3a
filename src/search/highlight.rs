//! Finds the ranges of a text to highlight.

use crate::{
    search::{
        catalog::{Catalog, Scratch},
        compiled_term::CompiledTerm,
        facet::Facet,
        filter::Filter,
        tokens::Tokens,
    },
    util::text,
};

/// The number of cached foldings of characters.
const FOLD_CACHE_SIZE: usize = 512;

impl Catalog {
    /// Returns the ranges of a text that match a filter's text, in UTF-16 code units, sorted and disjoint.
    ///
    /// The typed part of each word is highlighted, in whole characters. A corrected word is highlighted as a whole.
    /// Terms with a field other than author, venue or topic highlight nothing.
    pub fn highlights(&self, text: &str, filter: &Filter) -> Vec<(u32, u32)> {
        let mut scratch = self.scratch();
        self.search_text(&filter.text, &mut scratch);
        let Scratch { terms, fold_cache, .. } = &mut *scratch;
        if terms.is_empty() {
            return Vec::new();
        }
        fold_cache.resize(FOLD_CACHE_SIZE, ('\0', String::new()));
        highlights(text, terms, &mut |char, into| {
            if char.is_ascii() {
                into.push(char.to_ascii_lowercase());
                return;
            }
            let cached = &mut fold_cache[char as usize % FOLD_CACHE_SIZE];
            if cached.0 != char {
                *cached = (char, text::fold(char.encode_utf8(&mut [0; 4]), self.normalize));
            }
            into.push_str(&cached.1);
        })
    }
}

/// Returns the ranges of a text that match any term, in UTF-16 code units. `fold` appends the folding of a character.
fn highlights(text: &str, terms: &[CompiledTerm], fold: &mut dyn FnMut(char, &mut String)) -> Vec<(u32, u32)> {
    let mut folded = String::new();
    // Characters with their combining marks: the end of each in the folded text and in the text.
    let mut clusters: Vec<(u32, u32)> = Vec::new();
    let mut end = 0;
    for char in text.chars() {
        let before = folded.len();
        fold(char, &mut folded);
        end += char.len_utf16() as u32;
        let is_combining = folded.len() == before || text::is_mark(char);
        let after = (folded.len() as u32, end);
        match clusters.last_mut() {
            Some(last) if is_combining => *last = after,
            _ => clusters.push(after),
        }
    }
    let mut words = Vec::new();
    for word in Tokens::new(&folded) {
        words.push(word);
    }
    let mut is_matched = vec![false; folded.len()];
    let mut is_any = false;
    for position in 0..words.len() {
        for term in terms {
            let is_visible = matches!(term.field, None | Some(Facet::Author | Facet::Venue | Facet::Topic));
            if is_visible && let Some(length) = term.match_length(&folded, &words[position..]) {
                is_matched[words[position].0..words[position].0 + length].fill(true);
                is_any = true;
            }
        }
    }
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    if !is_any {
        return ranges;
    }
    let (mut start, mut from) = (0, 0);
    for (end, to) in clusters {
        if is_matched[start as usize..end as usize].contains(&true) {
            match ranges.last_mut() {
                Some(last) if last.1 == from => last.1 = to,
                _ => ranges.push((from, to)),
            }
        }
        (start, from) = (end, to);
    }
    ranges
}
