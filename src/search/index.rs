//! The inverted index: the words of all documents, and the documents of each word.
//!
//! Documents consist of folded words ([`text::fold`]). Each distinct word is in the vocabulary once, in alphabetical
//! order. So words with the same prefix are adjacent, and so are their postings.

use std::ops::Range;

use crate::{
    search::{
        compiled_term::CompiledTerm,
        identifier,
        query::Quotes,
        tokens::{Tokens, is_sign},
    },
    util::{
        interner::{Interner, inverse, sort_strings},
        pacer::Pacer,
        sort, text,
        text::Normalizer,
    },
};

/// The separator in [`Index::forward`] between two texts of one document, so that no phrase matches across them.
const BREAK: u32 = u32::MAX;

/// The quality of a match. The quality of no match is 0.
pub(crate) const CORRECTED: u8 = 1;
const PREFIX: u8 = 2;
pub(crate) const EXACT: u8 = 3;

/// An index of documents, each of one or several texts. [`Index::finish`] completes it after the last document.
#[derive(Default)]
pub(crate) struct Index {
    strings: Interner,
    /// The vocabulary: the numbers of `strings` in alphabetical order. The number of a word is its position here.
    vocabulary: Vec<u32>,
    /// The number of signs and identifiers, which are the first words of the vocabulary.
    sign_count: usize,
    /// The words of each document in order.
    forward: Vec<u32>,
    ends: Vec<u32>,
    /// The documents of each word.
    postings: Vec<u32>,
    posting_starts: Vec<u32>,
}

impl Index {
    /// Returns an empty index for the texts of a number of publications.
    pub fn new(publications: usize) -> Index {
        // Each publication may have two words of its own: its identifiers. Without enough room, the table grows. To hash 131,072
        // words again takes 60 ms on a slow phone.
        Index { strings: Interner::with_capacity(2 * publications), ..Index::default() }
    }

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

    /// Adds a DOI or an arXiv id to the current document.
    pub fn write_identifier(&mut self, id: &str) {
        let word = self.strings.add(identifier::word(id).as_bytes());
        self.forward.push(word);
        self.forward.push(BREAK);
    }

    /// Ends the current document.
    pub fn end_document(&mut self) {
        self.ends.push(self.forward.len() as u32);
    }

    /// Completes the index after the last document.
    pub async fn finish<P: AsyncFnMut()>(&mut self, pacer: &mut Pacer<P>) {
        self.vocabulary = sort_strings(&self.strings, pacer).await;
        self.strings.free_table();
        self.sign_count = self.vocabulary.partition_point(|word| is_sign(self.strings.get(*word)));
        let words = inverse(&self.vocabulary);
        for chunk in self.forward.chunks_mut(10_000) {
            for word in chunk.iter_mut().filter(|word| **word != BREAK) {
                *word = words[*word as usize];
            }
            if pacer.is_due(chunk.len()) {
                pacer.pause().await;
            }
        }
        // First counts the documents of each word. The prefix sums of these counts are the ends of the postings. Then
        // fills the postings from the back, which turns the ends into starts.
        self.posting_starts = vec![0; words.len() + 1];
        for is_counting in [true, false] {
            // The last document that contains each word, plus one.
            let mut last_seen = vec![0; words.len()];
            // Counts down, so that the postings of each word are in ascending order.
            for document in (0..self.ends.len()).rev() {
                let (start, end) = self.document(document);
                for word in &self.forward[start..end] {
                    if *word == BREAK || last_seen[*word as usize] == document as u32 + 1 {
                        continue;
                    }
                    last_seen[*word as usize] = document as u32 + 1;
                    let slot = &mut self.posting_starts[*word as usize];
                    if is_counting {
                        *slot += 1;
                    } else {
                        *slot -= 1;
                        self.postings[*slot as usize] = document as u32;
                    }
                }
                if pacer.is_due(end - start + 1) {
                    pacer.pause().await;
                }
            }
            if is_counting {
                self.postings = vec![0; sort::prefix_sums(&mut self.posting_starts) as usize];
            }
        }
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
        // The phrase is searched only in the documents of the rarest word.
        let mut rarest = self.postings((from, to));
        for (from, to, _) in &ranges {
            let postings = self.postings((*from, *to));
            if postings.len() < rarest.len() {
                rarest = postings;
            }
        }
        let mut without_signs = Vec::new();
        for document in rarest {
            let (start, end) = self.document(*document as usize);
            let mut words = &self.forward[start..end];
            if !term.has_signs && words.iter().any(|word| self.is_sign(*word)) {
                without_signs.clear();
                for word in words {
                    if !self.is_sign(*word) {
                        without_signs.push(*word);
                    }
                }
                words = &without_signs;
            }
            for window in words.windows(ranges.len()) {
                if window.iter().zip(&ranges).all(|(word, (from, to, _))| from <= word && word < to) {
                    let quality = if window[last] < exact { EXACT } else { PREFIX };
                    max_in_place(qualities, std::slice::from_ref(document), quality);
                }
            }
        }
    }

    fn is_sign(&self, word: u32) -> bool {
        (word as usize) < self.sign_count
    }

    /// Returns the words that are not signs.
    pub fn words_without_signs(&self) -> Range<u32> {
        self.sign_count as u32..self.word_count() as u32
    }

    /// Returns the size of the vocabulary.
    fn word_count(&self) -> usize {
        self.vocabulary.len()
    }

    /// Returns a word, folded.
    pub fn word(&self, word: u32) -> &[u8] {
        self.strings.get(self.vocabulary[word as usize])
    }

    /// Returns the documents that contain words of a range. A document that contains several of the words is listed
    /// several times.
    pub fn postings(&self, (from, to): (u32, u32)) -> &[u32] {
        let start = |word: u32| self.posting_starts[word as usize] as usize;
        &self.postings[start(from)..start(to)]
    }

    /// Returns the start and the end of the words of a document.
    fn document(&self, document: usize) -> (usize, usize) {
        let start = if document == 0 { 0 } else { self.ends[document - 1] as usize };
        (start, self.ends[document] as usize)
    }

    /// Returns the start and the end of the words that equal a word or, unless `is_whole`, have it as a prefix. The
    /// third number is the end of the words that equal it, which are none or the first.
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
