//! Splits a BibTeX file into its entries. A malformed entry affects only itself.

use crate::import::{
    bibtex::scanner::{Braces, Field, Head, Malformed, Scanner, line_end, starts_entry},
    lines::Lines,
};

/// An item of a file that has a value: an entry or a definition.
#[derive(Debug, PartialEq)]
pub(super) struct Entry<'t> {
    pub line: usize,
    /// The type as it is written, such as "InProceedings".
    pub kind: &'t str,
    pub key: &'t str,
    pub fields: Vec<Field<'t>>,
}

/// An item of a file.
#[derive(Debug, PartialEq)]
pub(super) enum Item<'t> {
    Entry(Entry<'t>),
    /// The definitions of a `@string`.
    Strings(Vec<Field<'t>>),
    /// An entry that could not be read.
    Malformed {
        line: usize,
        kind: &'t str,
        key: &'t str,
        reason: String,
    },
    /// An entry in a comment that begins with a percent sign.
    Commented {
        line: usize,
        key: &'t str,
    },
}

/// Returns the items of a file. Text between entries, `@comment` and `@preamble` are no items.
///
/// An entry ends where BibTeX ends it. If an entry is malformed, the next one begins at the next line that begins like an
/// entry.
pub(super) fn split(text: &str) -> Vec<Item<'_>> {
    let lines = Lines::new(text);
    let mut items = Vec::new();
    let mut at = 0;
    // An unbalanced comment is read as BibTeX reads it: the text after "@comment" is text between entries.
    let mut comments_balance = true;
    while let Some(found) = text[at..].find(['@', '%']) {
        let start = at + found;
        if text[start..].starts_with('%') {
            at = line_end(text, start);
            items.extend(commented(text, start, at).map(|key| Item::Commented { line: lines.line(start), key }));
            continue;
        }
        let Some(head) = Head::at(text, start) else {
            at = start + 1;
            continue;
        };
        if head.is("comment") || head.is("preamble") {
            let end = if comments_balance { comment_end(text, head.opened) } else { None };
            comments_balance = end.is_some();
            at = end.unwrap_or(head.opened);
            continue;
        }
        let read = read_item(text, &head, Braces::All, &lines)
            .or_else(|malformed| read_item(text, &head, Braces::Unescaped, &lines).map_err(|_| malformed));
        match read {
            Ok((item, end)) => {
                items.push(item);
                at = end;
            }
            Err(malformed) => {
                let line = lines.line(start);
                let reason = malformed.reason(&lines);
                items.push(Item::Malformed { line, kind: head.kind, key: head.key(text), reason });
                at = next_start(text, head.opened, malformed.at);
            }
        }
    }
    items
}

/// Returns `true` for a text with something that begins like an entry.
pub(super) fn has_entries(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| Head::at(text, at).is_some())
}

/// Reads the item after its beginning. Returns the item and its end.
fn read_item<'t>(
    text: &'t str,
    head: &Head<'t>,
    braces: Braces,
    lines: &Lines,
) -> Result<(Item<'t>, usize), Malformed> {
    let mut scanner = Scanner { text, at: head.opened, braces, lines };
    if head.is("string") {
        let fields = scanner.fields(head.closing)?;
        return Ok((Item::Strings(fields), scanner.at));
    }
    let line = lines.line(head.opened);
    let key = scanner.key(head.closing)?;
    let fields = scanner.fields(head.closing)?;
    scanner.check_end()?;
    Ok((Item::Entry(Entry { line, kind: head.kind, key, fields }), scanner.at))
}

/// Returns the end of a comment, which is where its braces balance.
fn comment_end(text: &str, opened: usize) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, byte) in (opened..).zip(text.bytes().skip(opened)) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            // A comment may be in parentheses.
            b')' if depth == 1 && text[..opened].ends_with('(') => depth = 0,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// Returns the offset at which the search for the next entry continues after a malformed one: the next line that begins
/// like an entry, or the place of the error.
fn next_start(text: &str, opened: usize, error: usize) -> usize {
    let mut at = opened;
    while at < error {
        at = line_end(text, at);
        if at <= error && starts_entry(text, at) {
            return at;
        }
    }
    error
}

/// Returns the key of an entry in a comment that begins with a percent sign.
fn commented(text: &str, start: usize, end: usize) -> Option<&str> {
    let comment = &text[start..end];
    let begin = start + comment.find('@')?;
    let is_only_signs = text[start..begin].chars().all(|letter| letter == '%' || letter.is_whitespace());
    let head = Head::at(text, begin).filter(|head| is_only_signs && !head.is_command() && head.opened <= end)?;
    Some(head.key(text))
}
