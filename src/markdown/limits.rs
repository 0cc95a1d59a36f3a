//! Limits to nesting.

use std::{borrow::Cow, iter};

/// Deeper nesting is flattened: walking a tree, dropping it and reading it back from JSON recurse, and hostile text
/// could nest a million times.
pub const MAX_DEPTH: usize = 32;

/// How many signs of quotes and items the parser is given at the start of a line. It looks at all that are open for each
/// line that follows, so its time is the product of the two.
pub(super) const MAX_SIGNS: usize = 256;

/// A text without the signs of quotes and items beyond so many on one line.
pub(super) fn shallow(source: &str) -> Cow<'_, str> {
    let mut shallow = String::new();
    let mut kept = 0;
    let mut start = 0;
    for line in source.split_inclusive(['\n', '\r']) {
        let mut signs = signs(line);
        if let (Some(end), Some(last)) = (signs.by_ref().nth(MAX_SIGNS - 1), signs.last()) {
            shallow.push_str(&source[kept..start + end]);
            kept = start + last;
        }
        start += line.len();
    }
    if kept == 0 {
        return Cow::Borrowed(source);
    }
    shallow.push_str(&source[kept..]);
    Cow::Owned(shallow)
}

/// Where each sign of a quote or an item at the start of a line ends.
///
/// See <https://spec.commonmark.org/0.31.2/#container-blocks>.
fn signs(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    let is_blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    let mut at = 0;
    iter::from_fn(move || {
        at += bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let end = match bytes.get(at + digits)? {
            b'>' if digits == 0 => at + 1,
            b'-' | b'+' | b'*' if digits == 0 && is_blank(at + 1) => at + 1,
            b'.' | b')' if digits > 0 && is_blank(at + digits + 1) => at + digits + 1,
            _ => return None,
        };
        at = end;
        Some(end)
    })
}
