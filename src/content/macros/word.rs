//! Reading one of several words.

use std::fmt;

use serde::de::{self, Visitor};

use crate::{
    content::{diagnostic::did_you_mean, hints},
    util::text::PART_SEPARATOR,
};

/// Deserializes one of several words as its index in the list.
pub(crate) struct WordIndex(pub &'static [&'static str]);

impl Visitor<'_> for WordIndex {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word")
    }

    fn visit_str<E: de::Error>(self, found: &str) -> Result<usize, E> {
        let unknown = || E::custom(UnknownWord { found, words: self.0 });
        self.0.iter().position(|word| *word == found).ok_or_else(unknown)
    }
}

/// The message about an unknown word, in parts (`Message::from_alternate_form`). It is composed only if it is displayed,
/// so that the trusted reader, which displays none, does not contain the hints.
struct UnknownWord<'f> {
    found: &'f str,
    words: &'static [&'static str],
}

impl fmt::Display for UnknownWord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UnknownWord { found, words } = self;
        let hint = match hints::word(found, words) {
            Some(word) => format!("write \"{word}\" for it"),
            None => did_you_mean(found, words.iter().copied()),
        };
        write!(f, "\"{found}\"{PART_SEPARATOR}one of {}{PART_SEPARATOR};{hint}", words.join(", "))
    }
}
