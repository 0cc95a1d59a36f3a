//! Plain JSON (RFC 8259) from JSON with comments and trailing commas.

use std::borrow::Cow;

/// Returns a text with spaces in place of comments and of commas before closing brackets. All other characters keep their
/// lines and columns.
///
/// ```
/// use frontispiece::content::plain_json;
/// assert_eq!(plain_json("[1, // one\n 2,]"), "[1,       \n 2 ]");
/// assert_eq!(plain_json("[\"// text\", ]"), "[\"// text\"  ]");
/// ```
pub fn plain_json(text: &str) -> Cow<'_, str> {
    let mut blanks: Vec<(usize, usize)> = Vec::new();
    let bytes = text.as_bytes();
    // The last byte that is neither white space nor in a comment, and the comma that may be superfluous.
    let (mut last, mut comma) = (b'[', None);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = &text[at..];
        let end = match byte {
            b'"' => string_end(bytes, at),
            b'/' if rest.starts_with("//") => at + rest.find(['\n', '\r']).unwrap_or(rest.len()),
            b'/' if rest.starts_with("/*") => rest[2..].find("*/").map_or(text.len(), |length| at + length + 4),
            _ => at + 1,
        };
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'/' if end > at + 1 => {
                // A comment that does not end is an error.
                if rest.starts_with("//") || text[..end].ends_with("*/") && end >= at + 4 {
                    blanks.push((at, end));
                }
            }
            _ => {
                if matches!(byte, b']' | b'}')
                    && let Some(comma) = comma
                {
                    blanks.push((comma, comma + 1));
                }
                // A comma without a value before it is an error.
                comma = (*byte == b',' && !matches!(last, b'[' | b'{' | b',' | b':')).then_some(at);
                last = *byte;
            }
        }
        at = end;
        // The rest of a character.
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    if blanks.is_empty() {
        return Cow::Borrowed(text);
    }
    blanks.sort_unstable();
    let mut plain = String::with_capacity(text.len());
    let mut done = 0;
    for (start, end) in blanks {
        plain.push_str(&text[done..start]);
        plain.extend(text[start..end].chars().map(|c| if matches!(c, '\n' | '\r') { c } else { ' ' }));
        done = end;
    }
    plain.push_str(&text[done..]);
    Cow::Owned(plain)
}

/// Returns the offset after the string that starts at an offset.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None => return bytes.len(),
            Some(b'"') => return at + 1,
            Some(b'\\') => at = (at + 2).min(bytes.len()),
            Some(_) => at += 1,
        }
    }
}
