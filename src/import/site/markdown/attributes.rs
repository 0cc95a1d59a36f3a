//! Removes the attributes that kramdown and Goldmark write in braces: `{: .class}` and `{style="…"}`.

use crate::import::site::markdown::scan::{ATTRIBUTES, Dialect, Scan, quoted};

/// Removes the attributes at the current position. Returns `false` if the brace is text.
pub(super) fn attributes(scan: &mut Scan) -> bool {
    let rest = scan.rest();
    let Some(end) = rest.char_indices().take(400).find(|(_, c)| matches!(c, '}' | '\n')) else { return false };
    if end.1 != '}' {
        return false;
    }
    let code = &rest[..=end.0];
    let is_attributes = match scan.context.dialect {
        Dialect::Kramdown => code.starts_with("{:"),
        Dialect::Goldmark => {
            let inner = code[1..code.len() - 1].trim();
            let begins = inner.starts_with(['.', '#'])
                || inner.split_once('=').is_some_and(|(name, _)| {
                    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                });
            let line_start = scan.source[..scan.at].rfind('\n').map_or(0, |end| end + 1);
            let before = scan.source[line_start..scan.at].trim();
            let after = rest[code.len()..].split('\n').next().unwrap_or_default().trim();
            begins && after.is_empty() && (before.is_empty() || before.starts_with('#') || before.ends_with(')'))
        }
    };
    if !is_attributes {
        return false;
    }
    // kramdown's "* TOC" with "{:toc}" is a table of contents.
    if code.contains("toc") {
        for marker in ["* TOC", "- TOC", "1. TOC", "* toc", "- toc", "* Table of contents", "- Table of contents"] {
            let trimmed = scan.out.trim_end();
            if trimmed.ends_with(marker) {
                let length = trimmed.len() - marker.len();
                scan.out.truncate(length);
                break;
            }
        }
    }
    scan.count(ATTRIBUTES, &quoted(code));
    scan.at += code.len();
    let length = scan.out.trim_end_matches([' ', '\t']).len();
    scan.out.truncate(length);
    true
}
