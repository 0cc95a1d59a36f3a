//! Excerpts of the text for messages.

use crate::content::lenient::syntax::parser::Parser;

impl<'t> Parser<'t> {
    /// Returns the token or words that start at an offset.
    pub(super) fn shown(&self, at: usize) -> String {
        let end = self.phrase_end(at).max(self.next_letter(at));
        match self.letter(at) {
            Some(letter) if letter.is_control() => format!("the control character U+{:04X}", u32::from(letter)),
            _ => shortened(self.text[at..end].trim_end()),
        }
    }

    /// Returns the bracket, text or last words that end at an offset.
    pub(super) fn shown_before(&self, end: usize) -> String {
        const MAX_LETTERS: usize = 40;
        let before = &self.text[..end];
        if before.ends_with(['}', ']']) {
            return before[end - 1..].to_owned();
        }
        let start = before.char_indices().rev().take(MAX_LETTERS).last().map_or(end, |(start, _)| start);
        let words = &before[start..];
        match words.strip_suffix('"').map(|inner| inner.rfind('"')) {
            Some(Some(quote)) => words[quote..].to_owned(),
            Some(None) => last_words(words),
            None => words.rsplit(['"', ':', ',', '[', ' ', '\n']).next().unwrap_or(words).to_owned(),
        }
    }
}

/// Returns the first words of a text.
pub(super) fn shortened(text: &str) -> String {
    const MAX_LETTERS: usize = 40;
    match text.char_indices().nth(MAX_LETTERS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Returns the last words of a text.
pub(super) fn last_words(text: &str) -> String {
    const MAX_LETTERS: usize = 30;
    let text = text.rsplit('\n').next().unwrap_or(text).trim();
    match text.char_indices().rev().nth(MAX_LETTERS) {
        Some((start, letter)) => format!("…{}", text[start + letter.len_utf8()..].trim_start()),
        None => text.to_owned(),
    }
}
