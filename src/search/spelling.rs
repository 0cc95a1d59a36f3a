//! Spelling correction.

/// A word that stands nowhere, and how it was read.
///
/// That is a term of one word, without quotes, of at least four letters and no digit, where no text that it asks for
/// has a word that begins with it. It is read as all words there of which some beginning is one edit away from it: a
/// letter more, less or other, or two neighbours exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respelled {
    /// The word as it was typed.
    pub typed: String,
    /// Words that it may have been meant to be, folded, the most frequent first; only a few where there are many.
    pub read_as: Vec<String>,
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
