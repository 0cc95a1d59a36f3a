//! DOIs and arXiv ids as words of the index.
//!
//! An identifier is one word, so that its parts do not match other searches: "10" does not find every paper with a DOI.

use crate::util::percent;

/// The first character of the word of an identifier. Such words precede all others in alphabetical order.
const MARK: &str = "\u{1}";

/// The texts that may precede an identifier, in this order. The last one is the beginning of the DOIs that arXiv
/// registers for its papers.
const PREFIXES: [&str; 11] = [
    "doi:",
    "https://",
    "http://",
    "www.",
    "dx.",
    "doi.org/",
    "arxiv:",
    "arxiv.org/",
    "abs/",
    "pdf/",
    "10.48550/arxiv.",
];

/// The minimum length of the beginning of an identifier without a prefix: "10.1145".
const MIN_LENGTH: usize = 7;

/// Returns the word of an identifier: in lower case, without prefixes and without the version of an arXiv id.
pub(crate) fn word(id: &str) -> String {
    parse(id).0
}

/// Returns the word that a typed text searches, if the text may be the beginning of an identifier.
pub(crate) fn typed_word(text: &str) -> Option<String> {
    let (word, has_prefix) = parse(text);
    let is_id = word.len() > MIN_LENGTH && word.bytes().any(|byte| matches!(byte, b'.' | b'/'));
    (has_prefix && word != MARK || is_id).then_some(word)
}

/// Returns the word of an identifier, and whether the text has a prefix.
fn parse(text: &str) -> (String, bool) {
    let lower = percent::decode_path(text).to_ascii_lowercase();
    let mut id = lower.trim_start();
    let mut has_prefix = false;
    for prefix in PREFIXES {
        if let Some(rest) = id.strip_prefix(prefix) {
            id = rest.trim_start();
            has_prefix = true;
        }
    }
    id = id.strip_suffix(".pdf").unwrap_or(id);
    let bytes = id.as_bytes();
    let mut end = bytes.len();
    while end > 0 && bytes[end - 1].is_ascii_digit() {
        end -= 1;
    }
    if end > 1 && bytes[end - 1] == b'v' && bytes[end - 2].is_ascii_digit() {
        id = &id[..end - 1];
    }
    ([MARK, id].concat(), has_prefix)
}
