//! The text of publications made ready for searching, and what visitors type in its terms.
//!
//! A text is a sequence of words, folded ([`text::fold`]). A word is a run of letters and digits; letters of
//! scripts that put no spaces between words are words each. All words stand once, sorted, in the vocabulary, so
//! that those with the same beginning stand together, and so do the texts that hold them.

use std::cmp::Ordering;

use crate::{
    search::facet::Facet,
    util::{sort, text, text::Normalizer},
};

/// A text as a visitor types it: terms that must all be found, in any order.
///
/// ```
/// use frontispiece::search::{facet::Facet, index::{Form, Query}};
/// let query = Query::parse("deep author:\"Ada King\" in-network");
/// assert_eq!(query.terms[1].field, Some(Facet::Author));
/// assert_eq!((query.terms[1].text.as_str(), query.terms[1].form), ("Ada King", Form::Phrase));
/// assert_eq!(query.print(), "deep author:\"Ada King\" in-network");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The terms in the order in which they were typed.
    pub terms: Vec<Term>,
}

/// What must be found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The facet whose values are searched; everything is where there is none.
    pub field: Option<Facet>,
    /// What was typed, without the name of the field and the quotes.
    pub text: String,
    /// How it was typed.
    pub form: Form,
}

/// How a term was typed. The words of each must stand together in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Without quotes: what stands between blanks. The last word may go on.
    Word,
    /// With an opening quote only, to the end of the text. The last word may go on.
    Open,
    /// In quotes: whole words.
    Phrase,
}

impl Query {
    /// Reads a text: any text is a query. A field is the key of a facet and a colon, with a word after it;
    /// other colons, and quotes within a word, are punctuation. What holds no word is no term.
    pub fn parse(text: &str) -> Query {
        let mut terms = Vec::new();
        let mut at = 0;
        while let Some((term, _, end)) = next_term(text, at) {
            terms.push(term);
            at = end;
        }
        Query { terms }
    }

    /// A text that reads as this query.
    pub fn print(&self) -> String {
        let mut text = String::new();
        for term in &self.terms {
            if !text.is_empty() {
                text.push(' ');
            }
            if let Some(facet) = term.field {
                text.push_str(facet.key());
                text.push(':');
            }
            if term.form != Form::Word {
                text.push('"');
            }
            text.push_str(&term.text);
            if term.form == Form::Phrase {
                text.push('"');
            }
        }
        text
    }
}

/// The first term of a text from an offset on, with the offsets of its start and its end.
pub fn next_term(text: &str, from: usize) -> Option<(Term, usize, usize)> {
    let mut at = from;
    loop {
        let rest = text[at..].trim_start();
        at = text.len() - rest.len();
        if rest.is_empty() {
            return None;
        }
        let (field, name) = match field_at(rest) {
            Some(facet) => (Some(facet), facet.key().len() + 1),
            None => (None, 0),
        };
        let (words, form, length) = words_at(&rest[name..]);
        if has_word(words) {
            return Some((Term { field, text: words.to_owned(), form }, at, at + name + length));
        }
        if name > 0 {
            return Some((Term { field: None, text: rest[..name].to_owned(), form: Form::Word }, at, at + name));
        }
        at += length;
    }
}

/// Whether a term is the name of a field whose value is still to be typed: it is not looked for.
pub fn is_begun(term: &Term, text: &str) -> bool {
    term.field.is_none() && term.text.ends_with(':') && text.ends_with(&term.text) && field_at(&term.text).is_some()
}

/// The facet that a text begins by naming.
fn field_at(text: &str) -> Option<Facet> {
    Facet::ALL.into_iter().find(|facet| {
        let key = facet.key().as_bytes();
        let text = text.as_bytes();
        text.len() > key.len() && text[key.len()] == b':' && text[..key.len()].eq_ignore_ascii_case(key)
    })
}

/// What stands at the start of a text up to a blank or, where it starts with a quote, up to the next one; and the
/// length of it all.
fn words_at(text: &str) -> (&str, Form, usize) {
    let is_quote = |letter: char| matches!(letter, '"' | '“' | '”' | '„');
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        if start > 0 {
            if is_quote(letter) {
                return (&text[start..at], Form::Phrase, at + letter.len_utf8());
            }
        } else if at == 0 && is_quote(letter) {
            start = letter.len_utf8();
        } else if letter.is_whitespace() {
            return (&text[..at], Form::Word, at);
        }
    }
    (&text[start..], if start > 0 { Form::Open } else { Form::Word }, text.len())
}

/// Whether a text holds a letter or a digit.
fn has_word(text: &str) -> bool {
    text.chars().any(|letter| kind(letter) != Kind::Between)
}

/// What a letter is to the splitting into words.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Blanks, punctuation, arrows, mathematical signs.
    Between,
    /// A letter or a digit of a word.
    Inner,
    /// A word of its own: a letter of a script without spaces between words.
    Lone,
}

/// By the blocks of Unicode; what is not ASCII and in none of these is part of a word.
fn kind(letter: char) -> Kind {
    match letter as u32 {
        code @ 0..0x80 if (code as u8).is_ascii_alphanumeric() => Kind::Inner,
        // ASCII and Latin-1.
        0..=0xA9 | 0xAB..=0xB1 | 0xB4 | 0xB6..=0xB8 | 0xBB | 0xBF | 0xD7 | 0xF7
        // Armenian, Hebrew, Arabic, Devanagari, Thai, Tibetan, Myanmar, Ethiopic, Khmer, Mongolian.
        | 0x055A..=0x055F | 0x0589 | 0x058A | 0x05BE | 0x05C0 | 0x05C3 | 0x05F3 | 0x05F4 | 0x060C | 0x060D
        | 0x061B..=0x061F | 0x066A..=0x066D | 0x06D4 | 0x0964 | 0x0965 | 0x0E5A | 0x0E5B | 0x0F04..=0x0F14
        | 0x0F3A..=0x0F3D | 0x104A..=0x104F | 0x1360..=0x1368 | 0x17D4..=0x17DA | 0x1800..=0x180A
        // General and supplemental punctuation, symbols, CJK punctuation.
        | 0x2000..=0x206F | 0x2190..=0x2BFF | 0x2E00..=0x2E7F | 0x3000..=0x3004 | 0x3008..=0x3020 | 0x3030
        | 0x303D | 0x30A0 | 0x30FB => Kind::Between,
        // Thai and Lao, Myanmar, Khmer, Han, Hiragana and Katakana.
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => Kind::Lone,
        _ => Kind::Inner,
    }
}

/// The words of a folded text, by their offsets.
pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    pub fn of(text: &'t str) -> Words<'t> {
        Words { text, at: 0 }
    }

    /// The kind of the letter here, and the offset after it.
    fn peek(&self) -> Option<(Kind, usize)> {
        match *self.text.as_bytes().get(self.at)? {
            byte if byte.is_ascii_alphanumeric() => Some((Kind::Inner, self.at + 1)),
            0..0x80 => Some((Kind::Between, self.at + 1)),
            _ => self.text[self.at..].chars().next().map(|letter| (kind(letter), self.at + letter.len_utf8())),
        }
    }

    /// The next word.
    pub fn next(&mut self) -> Option<(usize, usize)> {
        loop {
            let (kind, after) = self.peek()?;
            let start = self.at;
            self.at = after;
            if kind == Kind::Inner {
                while let Some((Kind::Inner, after)) = self.peek() {
                    self.at = after;
                }
            }
            if kind != Kind::Between {
                return Some((start, self.at));
            }
        }
    }
}

/// Texts that are each kept once and numbered.
#[derive(Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
    /// Numbers plus one by hash, open-addressed; zero where there is none.
    table: Vec<u32>,
}

impl Texts {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.bytes[start..self.ends[number] as usize]
    }

    /// The place of a text in the table, or the free one where it belongs. FNV-1a, as in [`hash::content_hash`](crate::util::hash::content_hash).
    fn place(&self, text: &[u8]) -> usize {
        let mut hash = 0x811c_9dc5_u32;
        for byte in text {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
        let mask = self.table.len() - 1;
        let mut place = (hash ^ (hash >> 15)) as usize & mask;
        loop {
            match self.table[place] {
                0 => return place,
                number if self.get(number - 1) == text => return place,
                _ => place = (place + 1) & mask,
            }
        }
    }

    /// The number of a text.
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        if self.table.is_empty() {
            return None;
        }
        self.table[self.place(text)].checked_sub(1)
    }

    /// The number of a text, taken in where it is new: then it is the highest.
    pub fn add(&mut self, text: &[u8]) -> u32 {
        if self.len() * 2 >= self.table.len() {
            self.table = vec![0; (self.table.len() * 2).max(64)];
            for number in 0..self.ends.len() as u32 {
                let place = self.place(self.get(number));
                self.table[place] = number + 1;
            }
        }
        let place = self.place(text);
        if self.table[place] == 0 {
            self.bytes.extend_from_slice(text);
            self.ends.push(self.bytes.len() as u32);
            self.table[place] = self.ends.len() as u32;
        }
        self.table[place] - 1
    }
}

/// The numbers of texts in the order of their bytes, sorted step by step: multikey quicksort (Bentley and
/// Sedgewick, "Fast Algorithms for Sorting and Searching Strings", SODA 1997).
#[derive(Default)]
pub(crate) struct Sorting {
    pub order: Vec<u32>,
    /// Parts still to be sorted: from, to, and how many bytes are known to be equal.
    parts: Vec<(usize, usize, usize)>,
}

impl Sorting {
    pub fn of(texts: &Texts) -> Sorting {
        Sorting { order: (0..texts.len() as u32).collect(), parts: vec![(0, texts.len(), 0)] }
    }

    /// Sorts on for a while; false when done.
    pub fn step(&mut self, texts: &Texts) -> bool {
        let order = &mut self.order[..];
        let mut work = 0;
        while let Some((from, to, depth)) = self.parts.pop() {
            if to - from < 2 {
                continue;
            }
            let byte = |number: u32| texts.get(number).get(depth).map_or(0, |byte| u32::from(*byte) + 1);
            let pivot = byte(order[from + (to - from) / 2]);
            let (mut below, mut at, mut above) = (from, from, to);
            while at < above {
                match byte(order[at]).cmp(&pivot) {
                    Ordering::Less => {
                        order.swap(below, at);
                        below += 1;
                        at += 1;
                    }
                    Ordering::Greater => {
                        above -= 1;
                        order.swap(at, above);
                    }
                    Ordering::Equal => at += 1,
                }
            }
            self.parts.push((from, below, depth));
            self.parts.push((above, to, depth));
            if pivot > 0 {
                self.parts.push((below, above, depth + 1));
            }
            work += to - from;
            if work > 40_000 {
                return true;
            }
        }
        false
    }
}

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
    pub fn write(&mut self, text: &str, normalize: Normalizer) -> usize {
        let folded = text::fold(text, normalize);
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
                    index.texts.table = Vec::new();
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
                        let total = if stage == 2 { sort::prefix_sums(&mut index.starts) } else { 0 };
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

/// Where each number stands in an order.
pub(crate) fn inverse(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, number) in order.iter().enumerate() {
        places[*number as usize] = place as u32;
    }
    places
}

/// As many as an abstract has. Each may be compared with all words there are, so thousands, as only a hostile address
/// has them, would hold up the page for seconds.
const MOST_TERMS: usize = 200;

/// A term made ready.
pub(crate) struct Needle {
    pub field: Option<Facet>,
    /// As it was typed.
    pub typed: String,
    /// Its words, folded: one or more.
    pub words: Vec<String>,
    pub form: Form,
    /// Whether it is read as words that are spelled nearly like it.
    pub is_respelled: bool,
}

impl Needle {
    /// Makes the terms of a text ready; those without a word, once folded, ask for nothing. What follows the first
    /// [`MOST_TERMS`] is passed over.
    pub fn all(text: &str, normalize: Normalizer) -> Vec<Needle> {
        let mut needles = Vec::new();
        let mut at = 0;
        while needles.len() < MOST_TERMS
            && let Some((term, _, end)) = next_term(text, at)
        {
            if end == text.len() && is_begun(&term, text) {
                break;
            }
            needles.extend(Needle::of(term, normalize));
            at = end;
        }
        needles
    }

    pub fn of(term: Term, normalize: Normalizer) -> Option<Needle> {
        let Term { field, text: typed, form } = term;
        let folded = text::fold(&typed, normalize);
        let mut words = Vec::new();
        let mut split = Words::of(&folded);
        while let Some((start, end)) = split.next() {
            words.push(folded[start..end].to_owned());
        }
        (!words.is_empty()).then_some(Needle { field, typed, words, form, is_respelled: false })
    }

    /// Whether it may be read as words that are spelled nearly like it: one word of at least four letters, none
    /// of them a digit, without quotes.
    pub fn may_be_respelled(&self) -> bool {
        let word = &self.words[0];
        self.form == Form::Word
            && self.words.len() == 1
            && word.chars().count() >= 4
            && !word.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// How many bytes of the text from one of its words on are what is looked for; none where it stands not here.
    fn length_at(&self, text: &str, words: &[(usize, usize)]) -> Option<usize> {
        let start = words[0].0;
        let last = self.words.len() - 1;
        for (at, word) in self.words.iter().enumerate() {
            let (from, to) = *words.get(at)?;
            let other = &text.as_bytes()[from..to];
            if self.is_respelled {
                return is_near(word.as_bytes(), other).then_some(to - start);
            }
            if at == last && self.form != Form::Phrase {
                return other.starts_with(word.as_bytes()).then_some(from + word.len() - start);
            }
            if other != word.as_bytes() {
                return None;
            }
        }
        Some(words[last].1 - start)
    }
}

/// Whether some beginning of a word is one edit away from what was typed: a letter more, less or other, or two
/// neighbours exchanged (the edits of Damerau, "A technique for computer detection and correction of spelling
/// errors", CACM 1964). The word must not begin as typed.
pub(crate) fn is_near(typed: &[u8], word: &[u8]) -> bool {
    let mut same = 0;
    while same < typed.len() && same < word.len() && typed[same] == word[same] {
        same += 1;
    }
    // Back to the start of a letter.
    while same > 0 && typed.get(same).is_some_and(|byte| byte & 0xC0 == 0x80) {
        same -= 1;
    }
    let (typed, word) = (&typed[same..], &word[same..]);
    let (first, more) = split_letter(typed);
    if word.starts_with(more) {
        return true;
    }
    let (other, rest) = split_letter(word);
    if rest.starts_with(more) || !other.is_empty() && rest.starts_with(typed) {
        return true;
    }
    let (second, more) = split_letter(more);
    let (next, rest) = split_letter(rest);
    second == other && first == next && rest.starts_with(more)
}

/// The first letter of a text in UTF-8 (RFC 3629), and what follows.
fn split_letter(text: &[u8]) -> (&[u8], &[u8]) {
    let length = match text.first() {
        None => 0,
        Some(0..0xC0) => 1,
        Some(0xC0..0xE0) => 2,
        Some(0xE0..0xF0) => 3,
        Some(_) => 4,
    };
    text.split_at(length)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_as_described() {
        fn check(text: &str, expected: &[(&str, &str, Form)]) {
            let query = Query::parse(text);
            let terms: Vec<_> =
                query.terms.iter().map(|term| (term.field.map_or("", Facet::key), &term.text[..], term.form)).collect();
            assert_eq!(terms, expected, "{text}");
        }
        use Form::{Open, Phrase, Word};
        check("", &[]);
        check(" - \"\" . \"", &[]);
        check("deep  learning ", &[("", "deep", Word), ("", "learning", Word)]);
        check("\"deep learning\"x", &[("", "deep learning", Phrase), ("", "x", Word)]);
        check("“deep learning” \"for v", &[("", "deep learning", Phrase), ("", "for v", Open)]);
        check("author:zhang Author:\"Q Z\"", &[("author", "zhang", Word), ("author", "Q Z", Phrase)]);
        check("venue:\"usenix sec", &[("venue", "usenix sec", Open)]);
        check("author: zhang", &[("", "author:", Word), ("", "zhang", Word)]);
        check("author:\"\"zhang", &[("", "author:", Word), ("", "zhang", Word)]);
        check("foo:bar 5\" disk", &[("", "foo:bar", Word), ("", "5\"", Word), ("", "disk", Word)]);
        check("year:2020..2023 author:venue:x", &[("year", "2020..2023", Word), ("author", "venue:x", Word)]);
        check("雾中 a\u{3000}b", &[("", "雾中", Word), ("", "a", Word), ("", "b", Word)]);
    }

    #[test]
    fn texts_are_split_into_words() {
        fn check(text: &str, expected: &str) {
            let mut words = Words::of(text);
            let mut split = Vec::new();
            while let Some((start, end)) = words.next() {
                split.push(&text[start..end]);
            }
            assert_eq!(split.join("|"), expected, "{text}");
        }
        check("in-network o'brien, 2nd", "in|network|o|brien|2nd");
        check("雾中x寻路。", "雾|中|x|寻|路");
        check("霧の中・キ、", "霧|の|中|キ");
        check("안개 속의", "안개|속의");
        check("بن־ערפל — наука…", "بن|ערפל|наука");
        check("a→b ∞ c·d", "a|b|c|d");
    }

    #[test]
    fn texts_are_kept_once_and_sorted() {
        let mut texts = Texts::default();
        assert_eq!(texts.find(b"a"), None);
        let words: Vec<String> =
            (0..5000_u32).map(|number| (number.wrapping_mul(2_654_435_761) % 3000).to_string()).collect();
        let numbers: Vec<u32> = words.iter().map(|word| texts.add(word.as_bytes())).collect();
        for (word, number) in words.iter().zip(&numbers) {
            assert_eq!((texts.find(word.as_bytes()), texts.get(*number)), (Some(*number), word.as_bytes()));
        }
        let mut expected = words.clone();
        expected.sort();
        expected.dedup();
        assert_eq!((texts.len(), texts.find(b"x")), (expected.len(), None));
        let mut sorting = Sorting::of(&texts);
        while sorting.step(&texts) {}
        let sorted: Vec<&[u8]> = sorting.order.iter().map(|number| texts.get(*number)).collect();
        assert_eq!(sorted, expected.iter().map(|word| word.as_bytes()).collect::<Vec<_>>());
    }
}
