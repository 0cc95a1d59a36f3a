//! The inverted index.

use crate::{
    search::{
        compiled_term::Needle,
        interner::{Sorting, Texts, inverse},
        query::Form,
        tokens::Words,
    },
    util::{sort, text, text::Decompose},
};

/// Stands in [`Index::forward`] between two texts of one document, and is no word.
const BREAK: u32 = u32::MAX;

/// How well a word is met, from 1.
pub(crate) const RESPELLED: u8 = 1;
const BEGINNING: u8 = 2;
pub(crate) const WHOLE: u8 = 3;

/// Documents, each one or several texts, and their words both ways.
#[derive(Default)]
pub(crate) struct Index {
    texts: Texts,
    /// The vocabulary: numbers of `texts` by the order of their bytes. A word is its place here.
    sorting: Sorting,
    /// The words of each document in order, and where they end.
    forward: Vec<u32>,
    ends: Vec<u32>,
    /// The documents that hold each word, and where they start.
    holders: Vec<u32>,
    starts: Vec<u32>,
}

impl Index {
    /// Adds a text to the document that is being written, and gives the number of its bytes.
    pub fn write(&mut self, text: &str, decompose: Decompose) -> usize {
        let folded = text::fold(text, decompose);
        let mut words = Words::of(&folded);
        while let Some((start, end)) = words.next() {
            let word = self.texts.add(&folded.as_bytes()[start..end]);
            self.forward.push(word);
        }
        self.forward.push(BREAK);
        text.len()
    }

    /// Ends the document that is being written.
    pub fn end_document(&mut self) {
        self.ends.push(self.forward.len() as u32);
    }

    pub fn word_count(&self) -> usize {
        self.sorting.order.len()
    }

    pub fn word(&self, word: u32) -> &[u8] {
        self.texts.get(self.sorting.order[word as usize])
    }

    fn document(&self, document: usize) -> (usize, usize) {
        let start = if document == 0 { 0 } else { self.ends[document - 1] as usize };
        (start, self.ends[document] as usize)
    }

    /// The documents that hold words from a range; one that holds several stands there several times.
    pub fn holders(&self, (from, to): (u32, u32)) -> &[u32] {
        &self.holders[self.starts[from as usize] as usize..self.starts[to as usize] as usize]
    }

    /// The words that begin as given.
    fn beginning(&self, word: &[u8]) -> (u32, u32) {
        let bound = |past: bool| {
            let (mut from, mut to) = (0, self.word_count() as u32);
            while from < to {
                let middle = (from + to) / 2;
                let other = self.word(middle);
                if other < word || past && other.starts_with(word) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            from
        };
        (bound(false), bound(true))
    }

    /// The words that begin as given, and the end of those among them that are it: none or the first.
    fn range(&self, word: &str, whole: bool) -> (u32, u32, u32) {
        let (from, to) = self.beginning(word.as_bytes());
        let exact = from + u32::from(from < to && self.word(from).len() == word.len());
        (from, if whole { exact } else { to }, exact)
    }

    /// Notes in `best` how well each document meets what is looked for.
    pub fn meet(&self, needle: &Needle, best: &mut [u8]) {
        let last = needle.words.len() - 1;
        let ranges: Vec<(u32, u32, u32)> =
            (0..=last).map(|at| self.range(&needle.words[at], at < last || needle.form == Form::Phrase)).collect();
        let (from, to, exact) = ranges[last];
        if last == 0 {
            raise(best, self.holders((exact, to)), BEGINNING);
            raise(best, self.holders((from, exact)), WHOLE);
            return;
        }
        // The documents of the rarest word are read.
        let mut rarest = self.holders((from, to));
        for (from, to, _) in &ranges {
            let holders = self.holders((*from, *to));
            if holders.len() < rarest.len() {
                rarest = holders;
            }
        }
        for document in rarest {
            let (start, end) = self.document(*document as usize);
            for window in self.forward[start..end].windows(ranges.len()) {
                if window.iter().zip(&ranges).all(|(word, (from, to, _))| from <= word && word < to) {
                    let how = if window[last] < exact { WHOLE } else { BEGINNING };
                    raise(best, std::slice::from_ref(document), how);
                }
            }
        }
    }
}

/// Notes for documents that they are met at least this well.
pub(crate) fn raise(best: &mut [u8], documents: &[u32], how: u8) {
    for document in documents {
        let best = &mut best[*document as usize];
        if *best < how {
            *best = how;
        }
    }
}

/// An [`Index`] whose documents are all written, on its way to being ready.
#[derive(Default)]
pub(crate) struct Indexing {
    stage: usize,
    at: usize,
    /// For each text its word.
    words: Vec<u32>,
    /// For each word the last document, plus one, in which it was seen.
    seen: Vec<u32>,
}

impl Indexing {
    /// Goes on for a while; false when done.
    pub fn step(&mut self, index: &mut Index) -> bool {
        match self.stage {
            0 => {
                index.sorting = Sorting::of(&index.texts);
                self.stage = 1;
            }
            1 => {
                if !index.sorting.step(&index.texts) {
                    index.texts.free_table();
                    self.words = inverse(&index.sorting.order);
                    self.seen = vec![0; self.words.len()];
                    index.starts = vec![0; self.words.len() + 1];
                    self.stage = 2;
                }
            }
            4 => return false,
            stage => {
                let mut work = 0;
                while work < 60_000 {
                    if self.at == index.ends.len() {
                        self.at = 0;
                        self.stage += 1;
                        self.seen.fill(0);
                        // Ends of the words' documents; filling them from the back leaves the starts.
                        let total = if stage == 2 { sort::sum_up(&mut index.starts) } else { 0 };
                        if stage == 2 {
                            index.holders = vec![0; total as usize];
                        }
                        return stage == 2;
                    }
                    // From the back, so that each word's documents come out in their order.
                    let document = index.ends.len() - 1 - self.at;
                    let (start, end) = index.document(document);
                    for word in &mut index.forward[start..end] {
                        if *word == BREAK {
                            continue;
                        }
                        if stage == 2 {
                            *word = self.words[*word as usize];
                        }
                        let seen = &mut self.seen[*word as usize];
                        if *seen == document as u32 + 1 {
                            continue;
                        }
                        *seen = document as u32 + 1;
                        let place = &mut index.starts[*word as usize];
                        if stage == 2 {
                            *place += 1;
                        } else {
                            *place -= 1;
                            index.holders[*place as usize] = document as u32;
                        }
                    }
                    work += end - start + 1;
                    self.at += 1;
                }
            }
        }
        true
    }
}
