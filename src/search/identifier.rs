//! DOIs and arXiv ids as words of the index.
//!
//! An identifier is one word, so that its parts do not match other searches: "10" does not find every paper with a DOI.

use crate::util::percent;

/// The first character of the word of an identifier. Such words precede all others in alphabetical order.
const MARK: &str = "\u{1}";

/// The texts before an identifier, in lower case. Those with a slash are URLs.
const PREFIXES: [&str; 5] = ["doi:", "doi.org/", "arxiv:", "arxiv.org/abs/", "arxiv.org/pdf/"];

/// The minimum length of the beginning of an identifier without a prefix: "10.1145".
const MIN_LENGTH: usize = 7;

/// Returns the word of an identifier.
pub(crate) fn word(id: &str) -> String {
    [MARK, &normalized(id).0].concat()
}

/// Returns the word that a typed text searches, if the text may be the beginning of an identifier.
pub(crate) fn typed_word(text: &str) -> Option<String> {
    let (id, has_prefix) = normalized(text);
    let is_id = || id.len() >= MIN_LENGTH && id.contains(['.', '/']) && id.bytes().any(|byte| byte.is_ascii_digit());
    (has_prefix || is_id()).then(|| [MARK, &id].concat())
}

/// Returns an identifier in lower case, without its prefix, the version of an arXiv id and punctuation after it. Also
/// returns whether it had a prefix.
fn normalized(text: &str) -> (String, bool) {
    let mut id = text.to_ascii_lowercase();
    let mut has_prefix = false;
    for prefix in PREFIXES {
        if let Some((_, rest)) = id.split_once(prefix) {
            id = if prefix.ends_with('/') {
                percent::decode_path(rest.split(['?', '#']).next().unwrap_or(rest))
            } else {
                rest.to_owned()
            };
            has_prefix = true;
        }
    }
    let id = id.trim().trim_end_matches(['.', ',', ';']);
    let id = id.strip_suffix(".pdf").unwrap_or(id);
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let version = id.bytes().rev().take_while(u8::is_ascii_digit).count();
    let id = match id[..id.len() - version].strip_suffix('v') {
        Some(bare) if bare.as_bytes().last().is_some_and(is_digit) => bare,
        _ => id,
    };
    (id.to_owned(), has_prefix)
}
