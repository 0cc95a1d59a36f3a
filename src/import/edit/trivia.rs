//! Scans white space, comments and commas between values.

/// The text after a value.
pub(super) struct After {
    /// The offset of the comma that follows the value, if there is one.
    pub comma: Option<usize>,
    /// Whether the comma is on another line than the end of the value.
    pub is_comma_below: bool,
    /// The offset after the comma and the comments that are on the same line.
    pub line_end: usize,
}

/// Returns what follows a value that ends at an offset.
pub(super) fn after(text: &str, end: usize) -> After {
    let same_line = skip_on_line(text, end);
    if text[same_line..].starts_with(',') {
        return After { comma: Some(same_line), is_comma_below: false, line_end: skip_on_line(text, same_line + 1) };
    }
    let next = skip(text, end);
    let comma = text[next..].starts_with(',').then_some(next);
    After { comma, is_comma_below: comma.is_some(), line_end: same_line }
}

/// Returns the offset after the comments that follow an offset on the same line. A block comment that ends on another
/// line belongs to what follows it.
pub(super) fn skip_on_line(text: &str, from: usize) -> usize {
    let (mut at, mut end) = (from, from);
    loop {
        let rest = &text[at..];
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let comment = &rest[spaces..];
        if comment.starts_with("//") {
            return at + spaces + comment.find(['\n', '\r']).unwrap_or(comment.len());
        }
        match comment.strip_prefix("/*").and_then(|inner| inner.find("*/")) {
            Some(length) if !comment[..length].contains('\n') => {
                at += spaces + length + 4;
                end = at;
            }
            // A value or a comma on the same line.
            _ => return if comment.starts_with(',') { at + spaces } else { end },
        }
    }
}

/// Returns the offset after white space and comments.
fn skip(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        let rest = &text[at..];
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let comment = &rest[spaces..];
        at += spaces;
        if comment.starts_with("//") {
            at += comment.find(['\n', '\r']).unwrap_or(comment.len());
        } else if let Some(length) = comment.strip_prefix("/*").and_then(|inner| inner.find("*/")) {
            at += length + 4;
        } else {
            return at;
        }
    }
}

/// Returns the white space at the start of the line with an offset.
pub(super) fn indentation(text: &str, at: usize) -> &str {
    let line = &text[text[..at].rfind('\n').map_or(0, |newline| newline + 1)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}
