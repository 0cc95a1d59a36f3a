//! Score.

use crate::{
    search::{
        catalog::{Finder, Scratch},
        compiled_term::Needle,
        facet::{Facet, is_between, year_range},
        index::{self, WHOLE},
        spelling::{Respelled, is_near},
    },
    util::sort,
};

/// How many facets a text without a field is looked for in: year, venue, topic, author.
const SEARCHED: usize = 4;

/// What a term is worth by where it stands: whole words, beginnings and respelled words take one less each. See
/// [`Finder::find`].
const TITLE: u8 = 14;
const AUTHOR: u8 = 11;
const OTHER: u8 = 8;
const BODY: u8 = 5;

/// How many of the words are shown that a word is read as.
const SHOWN: usize = 5;

impl Finder {
    /// Searches for a text, unless that was the last one.
    pub(super) fn search(&self, text: &str, scratch: &mut Scratch) {
        if scratch.text.as_deref() == Some(text) {
            return;
        }
        scratch.text = None;
        let Scratch { needles, respelled, met, scores, best, weights, .. } = &mut *scratch;
        *needles = Needle::all(text, self.decompose);
        respelled.clear();
        fill(met, self.rows);
        scores.clear();
        scores.resize(self.rows, 0);
        weights.clear();
        weights.resize(self.rows, 0);
        for needle in needles {
            self.meet(needle, best);
            if !self.weigh(needle, best, weights) && needle.may_be_respelled() {
                let words = self.respell(needle, best);
                needle.is_respelled = self.weigh(needle, best, weights);
                if needle.is_respelled {
                    let spell = |word: &u32| String::from_utf8(self.index.word(*word).to_vec()).unwrap_or_default();
                    let read_as = words.iter().take(SHOWN).map(spell).collect();
                    respelled.push(Respelled { typed: needle.typed.clone(), read_as });
                }
            }
            for (row, (weight, score)) in weights.iter_mut().zip(scores.iter_mut()).enumerate() {
                if *weight == 0 {
                    met[row / 64] &= !(1 << (row % 64));
                }
                *score += u32::from(*weight);
                *weight = 0;
            }
        }
        scratch.text = Some(text.to_owned());
    }

    /// Notes for each document how well it meets a term.
    pub(super) fn meet(&self, needle: &Needle, best: &mut Vec<u8>) {
        let values = self.totals.len();
        best.clear();
        best.resize(2 * (self.rows + values), 0);
        if let Some(years) = year_range(&needle.typed).filter(|_| needle.field == Some(Facet::Year)) {
            let (from, to) = self.range(Facet::Year);
            for value in from..to {
                if is_between(&self.choices(Facet::Year)[value - from].value, years) {
                    best[2 * self.rows + value] = WHOLE;
                }
            }
        } else {
            self.index.meet(needle, best);
        }
    }

    /// Notes for each publication what a term is worth there, and tells whether it is worth anything anywhere.
    fn weigh(&self, needle: &Needle, best: &[u8], weights: &mut [u8]) -> bool {
        let mut is_met = false;
        let has_field = needle.field.is_some();
        let (from, to) = self.scope(needle);
        let authors = self.range(Facet::Author);
        for value in from..to {
            let how = self.value_met(value, has_field, best);
            if how > 0 {
                let worth = if authors.0 <= value && value < authors.1 { AUTHOR } else { OTHER };
                index::raise(weights, self.holders(value), worth - WHOLE + how);
                is_met = true;
            }
        }
        if !has_field {
            for (weight, best) in weights.iter_mut().zip(best.chunks_exact(2)) {
                let how = match best {
                    [0, 0] => continue,
                    [0, body] => BODY - WHOLE + *body,
                    [title, ..] => TITLE - WHOLE + *title,
                    [] => 0,
                };
                *weight = how.max(*weight);
                is_met = true;
            }
        }
        is_met
    }

    /// How well a value meets a term: by its name or, for a term with a field, by its key.
    pub(super) fn value_met(&self, value: usize, has_field: bool, best: &[u8]) -> u8 {
        let name = best[2 * self.rows + value];
        if has_field { name.max(best[2 * self.rows + self.totals.len() + value]) } else { name }
    }

    /// The values that a term may stand in.
    fn scope(&self, needle: &Needle) -> (usize, usize) {
        needle.field.map_or((0, self.starts[SEARCHED]), |facet| self.range(facet))
    }

    /// Whether a document is among those that a term may stand in.
    fn is_in_scope(&self, document: u32, needle: &Needle) -> bool {
        let Some(mut value) = (document as usize).checked_sub(2 * self.rows) else { return needle.field.is_none() };
        if needle.field.is_some() && value >= self.totals.len() {
            value -= self.totals.len();
        }
        let (from, to) = self.scope(needle);
        (from..to).contains(&value)
    }

    /// Notes in `best` the documents that hold words spelled nearly like a term, and gives the words that stand
    /// where it may, the most frequent first.
    fn respell(&self, needle: &Needle, best: &mut [u8]) -> Vec<u32> {
        let mut near: Vec<(usize, u32)> = Vec::new();
        for word in 0..self.index.word_count() as u32 {
            if is_near(needle.words[0].as_bytes(), self.index.word(word)) {
                let holders = self.index.holders((word, word + 1));
                let count = holders.iter().filter(|document| self.is_in_scope(**document, needle)).count();
                if count > 0 {
                    index::raise(best, holders, index::RESPELLED);
                    near.push((count, word));
                }
            }
        }
        sort::sorted(near.len(), &|a, b| near[b].0.cmp(&near[a].0)).into_iter().map(|at| near[at].1).collect()
    }
}

/// All bits up to a number.
fn fill(bits: &mut Vec<u64>, count: usize) {
    bits.clear();
    bits.resize(count.div_ceil(64), u64::MAX);
    if let Some(last) = bits.last_mut()
        && !count.is_multiple_of(64)
    {
        *last = (1 << (count % 64)) - 1;
    }
}
