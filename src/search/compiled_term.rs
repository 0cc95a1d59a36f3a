//! Terms

use crate::{
    search::{
        facet::Facet,
        query::{self, Form, Term},
        spelling::is_near,
        tokens::Words,
    },
    util::{text, text::Decompose},
};

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
    pub fn all(text: &str, decompose: Decompose) -> Vec<Needle> {
        let mut needles = Vec::new();
        let mut at = 0;
        while needles.len() < MOST_TERMS
            && let Some((term, _, end)) = query::next_term(text, at)
        {
            if end == text.len() && query::is_begun(&term, text) {
                break;
            }
            needles.extend(Needle::of(term, decompose));
            at = end;
        }
        needles
    }

    pub fn of(term: Term, decompose: Decompose) -> Option<Needle> {
        let Term { field, text: typed, form } = term;
        let folded = text::fold(&typed, decompose);
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
    pub fn length_at(&self, text: &str, words: &[(usize, usize)]) -> Option<usize> {
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
