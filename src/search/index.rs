//! The inverted index: the words of all documents, and the documents of each word.
//!
//! Documents consist of folded words ([`text::fold`]). Each distinct word is in the vocabulary once, in alphabetical
//! order. So words with the same prefix follow one another, and so do their postings.

use crate::{
    search::{
        compiled_term::CompiledTerm,
        interner::{IncrementalSort, Interner, inverse},
        query::Quotes,
        tokens::Tokens,
    },
    util::{sort, text, text::Normalizer},
};

/// The separator in [`Index::forward`] between two texts of one document, so that no phrase matches across them.
const BREAK: u32 = u32::MAX;

/// The quality of a match; no match is 0.
pub(crate) const CORRECTED: u8 = 1;
const PREFIX: u8 = 2;
pub(crate) const EXACT: u8 = 3;

/// Documents, each one or several texts, by their words. [`IndexBuilder`] finishes it once every document is written.
#[derive(Default)]
pub(crate) struct Index {
    strings: Interner,
    /// The vocabulary: the numbers of `strings` in alphabetical order. A word is its position here.
    vocabulary: IncrementalSort,
    /// The words of each document in order, and where they end.
    forward: Vec<u32>,
    ends: Vec<u32>,
    /// The documents of each word, and where they start.
    postings: Vec<u32>,
    posting_starts: Vec<u32>,
}

impl Index {
    /// Adds a text to the current document, and returns its length in bytes.
    pub fn write(&mut self, text: &str, normalize: Normalizer) -> usize {
        let folded = text::fold(text, normalize);
        for (start, end) in Tokens::new(&folded) {
            let word = self.strings.add(&folded.as_bytes()[start..end]);
            self.forward.push(word);
        }
        self.forward.push(BREAK);
        text.len()
    }

    /// Ends the current document.
    pub fn end_document(&mut self) {
        self.ends.push(self.forward.len() as u32);
    }

    /// Raises the quality of each document that matches a term.
    pub fn match_term(&self, term: &CompiledTerm, qualities: &mut [u8]) {
        let last = term.words.len() - 1;
        let is_whole = |position: usize| position < last || term.quotes == Quotes::Closed;
        let ranges: Vec<(u32, u32, u32)> =
            (0..=last).map(|position| self.range(&term.words[position], is_whole(position))).collect();
        let (from, to, exact) = ranges[last];
        if last == 0 {
            max_in_place(qualities, self.postings((exact, to)), PREFIX);
            max_in_place(qualities, self.postings((from, exact)), EXACT);
            return;
        }
        // Only the documents of the rarest word are searched for the phrase.
        let mut rarest = self.postings((from, to));
        for (from, to, _) in &ranges {
            let postings = self.postings((*from, *to));
            if postings.len() < rarest.len() {
                rarest = postings;
            }
        }
        for document in rarest {
            let (start, end) = self.document(*document as usize);
            for window in self.forward[start..end].windows(ranges.len()) {
                if window.iter().zip(&ranges).all(|(word, (from, to, _))| from <= word && word < to) {
                    let quality = if window[last] < exact { EXACT } else { PREFIX };
                    max_in_place(qualities, std::slice::from_ref(document), quality);
                }
            }
        }
    }

    /// Returns the size of the vocabulary.
    pub fn word_count(&self) -> usize {
        self.vocabulary.order.len()
    }

    /// Returns a word, folded.
    pub fn word(&self, word: u32) -> &[u8] {
        self.strings.get(self.vocabulary.order[word as usize])
    }

    /// Returns the documents that contain words of a range. A document that contains several occurs several times.
    pub fn postings(&self, (from, to): (u32, u32)) -> &[u32] {
        let start = |word: u32| self.posting_starts[word as usize] as usize;
        &self.postings[start(from)..start(to)]
    }

    /// Returns where the words of a document start and end.
    fn document(&self, document: usize) -> (usize, usize) {
        let start = if document == 0 { 0 } else { self.ends[document - 1] as usize };
        (start, self.ends[document] as usize)
    }

    /// Returns the range of the words that equal a word or, unless `is_whole`, have it as a prefix. The third number is
    /// the end of those that equal it: none or the first.
    fn range(&self, word: &str, is_whole: bool) -> (u32, u32, u32) {
        let (from, to) = self.with_prefix(word.as_bytes());
        let exact = from + u32::from(from < to && self.word(from).len() == word.len());
        (from, if is_whole { exact } else { to }, exact)
    }

    /// Returns the range of the words with a prefix.
    fn with_prefix(&self, prefix: &[u8]) -> (u32, u32) {
        let bound = |is_after: bool| {
            let (mut from, mut to) = (0, self.word_count() as u32);
            while from < to {
                let middle = (from + to) / 2;
                let other = self.word(middle);
                if other < prefix || is_after && other.starts_with(prefix) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            from
        };
        (bound(false), bound(true))
    }
}

/// Raises the values of some documents or publications to at least `value`.
pub(crate) fn max_in_place(values: &mut [u8], indices: &[u32], value: u8) {
    for index in indices {
        let old = &mut values[*index as usize];
        if *old < value {
            *old = value;
        }
    }
}

/// Finishes an [`Index`] in steps of a few milliseconds, once every document is written.
#[derive(Default)]
pub(crate) struct IndexBuilder {
    stage: Stage,
    /// The number of documents that the stage is done with.
    position: usize,
    /// The word of each string.
    words: Vec<u32>,
    /// The last document, plus one, in which each word was seen.
    last_seen: Vec<u32>,
}

/// The stages of [`IndexBuilder`].
#[derive(Clone, Copy, Default, PartialEq)]
enum Stage {
    #[default]
    Begin,
    SortVocabulary,
    /// Count the documents of each word.
    CountPostings,
    /// Write the documents of each word.
    FillPostings,
    Done,
}

impl IndexBuilder {
    /// Works for a few milliseconds. Returns false when the index is finished.
    pub fn step(&mut self, index: &mut Index) -> bool {
        match self.stage {
            Stage::Begin => {
                index.vocabulary = IncrementalSort::new(&index.strings);
                self.stage = Stage::SortVocabulary;
            }
            Stage::SortVocabulary => {
                if !index.vocabulary.step(&index.strings) {
                    index.strings.free_table();
                    self.words = inverse(&index.vocabulary.order);
                    self.last_seen = vec![0; self.words.len()];
                    index.posting_starts = vec![0; self.words.len() + 1];
                    self.stage = Stage::CountPostings;
                }
            }
            Stage::CountPostings | Stage::FillPostings => return self.step_postings(index),
            Stage::Done => return false,
        }
        true
    }

    /// Counts or fills the postings of some documents.
    fn step_postings(&mut self, index: &mut Index) -> bool {
        /// The maximal number of words in a step.
        const WORDS_PER_STEP: usize = 60_000;
        let is_counting = self.stage == Stage::CountPostings;
        let mut work = 0;
        while work < WORDS_PER_STEP {
            if self.position == index.ends.len() {
                self.position = 0;
                self.last_seen.fill(0);
                if is_counting {
                    // The sums are where the postings of each word end. Filling them from the back turns these into
                    // where they start.
                    index.postings = vec![0; sort::prefix_sums(&mut index.posting_starts) as usize];
                    self.stage = Stage::FillPostings;
                } else {
                    self.stage = Stage::Done;
                }
                return is_counting;
            }
            // From the back, so that the postings of each word are in ascending order.
            let document = index.ends.len() - 1 - self.position;
            let (start, end) = index.document(document);
            for word in &mut index.forward[start..end] {
                if *word == BREAK {
                    continue;
                }
                if is_counting {
                    *word = self.words[*word as usize];
                }
                let last_seen = &mut self.last_seen[*word as usize];
                if *last_seen == document as u32 + 1 {
                    continue;
                }
                *last_seen = document as u32 + 1;
                let slot = &mut index.posting_starts[*word as usize];
                if is_counting {
                    *slot += 1;
                } else {
                    *slot -= 1;
                    index.postings[*slot as usize] = document as u32;
                }
            }
            work += end - start + 1;
            self.position += 1;
        }
        true
    }
}
