//! Limits the nesting of Markdown.

use std::{borrow::Cow, iter};

/// The maximum nesting depth; deeper elements are flattened. Walking a tree, dropping it and decoding it from JSON
/// recurse, and hostile text could nest a million levels.
pub const MAX_DEPTH: usize = 32;

/// The maximum number of container markers at the start of a line. The parser examines all open containers for each
/// line, so its time is proportional to the product of lines and containers.
pub(super) const MAX_CONTAINER_MARKERS: usize = 256;

/// Returns a text without the container markers of each line that exceed [`MAX_CONTAINER_MARKERS`].
pub(super) fn limit_nesting(source: &str) -> Cow<'_, str> {
    let mut limited = String::new();
    let mut kept = 0;
    let mut start = 0;
    for line in source.split_inclusive(['\n', '\r']) {
        let mut markers = container_markers(line);
        if let (Some(end), Some(last)) = (markers.by_ref().nth(MAX_CONTAINER_MARKERS - 1), markers.last()) {
            limited.push_str(&source[kept..start + end]);
            kept = start + last;
        }
        start += line.len();
    }
    if kept == 0 {
        return Cow::Borrowed(source);
    }
    limited.push_str(&source[kept..]);
    Cow::Owned(limited)
}

/// Returns the offset after each marker of a block quote or a list item at the start of a line.
///
/// See <https://spec.commonmark.org/0.31.2/#container-blocks>.
fn container_markers(line: &str) -> impl Iterator<Item = usize> {
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
