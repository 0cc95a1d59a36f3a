//! Highlights.

use crate::{
    search::{
        catalog::{Finder, Scratch},
        compiled_term::Needle,
        facet::Facet,
        filter::Filter,
        tokens::Words,
    },
    util::text,
};

impl Finder {
    /// The ranges to highlight in a text for a filter's text, in UTF-16 code units: sorted and apart. Marked is as
    /// much of each word as was typed, whole letters, and a respelled word whole; terms with another field than
    /// author, venue or topic mark nothing.
    pub fn marks(&self, text: &str, filter: &Filter) -> Vec<(u32, u32)> {
        let mut scratch = self.scratch();
        self.search(&filter.text, &mut scratch);
        let Scratch { needles, folded, .. } = &mut *scratch;
        if needles.is_empty() {
            return Vec::new();
        }
        const KEPT: usize = 512;
        folded.resize(KEPT, ('\0', String::new()));
        marks(text, needles, &mut |letter, into| {
            if letter.is_ascii() {
                into.push(letter.to_ascii_lowercase());
                return;
            }
            let known = &mut folded[letter as usize % KEPT];
            if known.0 != letter {
                *known = (letter, text::fold(letter.encode_utf8(&mut [0; 4]), self.decompose));
            }
            into.push_str(&known.1);
        })
    }
}

/// The ranges of a text, in UTF-16 code units, where something stands that is looked for: as much of each word as
/// was typed, whole letters.
pub(crate) fn marks(text: &str, needles: &[Needle], fold: &mut dyn FnMut(char, &mut String)) -> Vec<(u32, u32)> {
    let mut folded = String::new();
    // Letters with what belongs to them: where each ends in the folded text and in the text.
    let mut letters: Vec<(u32, u32)> = Vec::new();
    let mut end = 0;
    for letter in text.chars() {
        let before = folded.len();
        fold(letter, &mut folded);
        end += letter.len_utf16() as u32;
        let joins = folded.len() == before || text::is_mark(letter);
        let after = (folded.len() as u32, end);
        match letters.last_mut() {
            Some(last) if joins => *last = after,
            _ => letters.push(after),
        }
    }
    let mut words = Vec::new();
    let mut split = Words::of(&folded);
    while let Some(word) = split.next() {
        words.push(word);
    }
    let mut marked = vec![false; folded.len()];
    let mut is_any = false;
    for at in 0..words.len() {
        for needle in needles {
            let is_seen = matches!(needle.field, None | Some(Facet::Author | Facet::Venue | Facet::Topic));
            if is_seen && let Some(length) = needle.length_at(&folded, &words[at..]) {
                marked[words[at].0..words[at].0 + length].fill(true);
                is_any = true;
            }
        }
    }
    let mut marks: Vec<(u32, u32)> = Vec::new();
    if !is_any {
        return marks;
    }
    let (mut start, mut from) = (0, 0);
    for (end, to) in letters {
        if marked[start as usize..end as usize].contains(&true) {
            match marks.last_mut() {
                Some(last) if last.1 == from => last.1 = to,
                _ => marks.push((from, to)),
            }
        }
        (start, from) = (end, to);
    }
    marks
}
