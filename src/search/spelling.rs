//! Spelling correction: a word without a match is replaced by the words that are one edit away.

/// A typed word without a match, and the words that are searched instead.
///
/// Spelling correction applies to a single unquoted word of at least four letters and no digits that is not a prefix of
/// any word in the searched texts. It is replaced by all words with a prefix that is one edit away: a letter inserted,
/// deleted or changed, or two adjacent letters swapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The typed word.
    pub typed: String,
    /// The replacements, folded, sorted by descending frequency; at most five.
    pub replacements: Vec<String>,
}

/// Returns `true` if a prefix of a word is one edit away from the typed word: a letter inserted, deleted or changed, or
/// two adjacent letters swapped (the edits of Damerau, "A technique for computer detection and correction of spelling
/// errors", CACM 1964). The typed word must not itself be a prefix of the word.
pub(crate) fn is_one_edit_away(typed: &[u8], word: &[u8]) -> bool {
    let mut same = 0;
    while same < typed.len() && same < word.len() && typed[same] == word[same] {
        same += 1;
    }
    // Go back to the start of a character.
    while same > 0 && typed.get(same).is_some_and(|byte| byte & 0xC0 == 0x80) {
        same -= 1;
    }
    let (typed, word) = (&typed[same..], &word[same..]);
    let (first, more) = split_char(typed);
    if word.starts_with(more) {
        return true;
    }
    let (other, rest) = split_char(word);
    if rest.starts_with(more) || !other.is_empty() && rest.starts_with(typed) {
        return true;
    }
    let (second, more) = split_char(more);
    let (next, rest) = split_char(rest);
    second == other && first == next && rest.starts_with(more)
}

/// Splits UTF-8 (RFC 3629) after its first character.
fn split_char(text: &[u8]) -> (&[u8], &[u8]) {
    let length = match text.first() {
        None => 0,
        Some(0..0xC0) => 1,
        Some(0xC0..0xE0) => 2,
        Some(0xE0..0xF0) => 3,
        Some(_) => 4,
    };
    text.split_at(length)
}
