//! Removes the tags of raw HTML in Markdown, and keeps the text between them, paragraphs and line breaks.

/// Block elements, whose text must not run into the text before.
const BLOCK_TAGS: &str = "address article aside blockquote center dd details div dl dt figcaption figure footer \
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table td th ul";

/// Returns the visible text of an HTML block with its punctuation escaped. If a script, a style or a comment is still
/// open, also returns the missing closing markup.
pub(super) fn html_text(html: &str) -> (String, Option<&'static str>) {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_escaped(&rest[..at], &mut text);
        rest = &rest[at..];
        let name = tag_name(rest);
        let element = name.trim_start_matches('/');
        let length = if let Some(end) = closing_markup(rest) {
            // The dashes of `<!-->` both open and close the comment. An attribute may quote `</script>`.
            let from = end.starts_with("</").then(|| tag_length(rest)).flatten().unwrap_or(2);
            match find_end(end, &rest[from..]) {
                Some(length) => from + length,
                None => return (text, Some(end)),
            }
        } else if !element.starts_with(|c: char| c.is_ascii_alphabetic()) {
            push_escaped("<", &mut text);
            1
        } else if let Some(length) = tag_length(rest) {
            if name.eq_ignore_ascii_case("br") {
                text.push_str("  \n");
            } else if BLOCK_TAGS.split(' ').any(|tag| tag.eq_ignore_ascii_case(element)) {
                text.push_str("\n\n");
            }
            length
        } else {
            // Text without the end of the tag is not a tag; otherwise the rest would be its attributes.
            break;
        };
        rest = &rest[length..];
    }
    push_escaped(rest, &mut text);
    (text, None)
}

/// Escapes all Markdown syntax, including indentation, but not entities.
fn push_escaped(html: &str, out: &mut String) {
    for c in html.chars() {
        match c {
            '\n' | '\r' if out.ends_with("  \n") => continue,
            '\n' | '\r' => out.truncate(out.trim_end_matches([' ', '\t']).len()),
            ' ' | '\t' if out.is_empty() || out.ends_with('\n') => continue,
            '#' if out.ends_with('&') => {}
            '&' | ';' => {}
            _ if c.is_ascii_punctuation() => out.push('\\'),
            _ => {}
        }
        out.push(c);
    }
}

/// Returns the closing markup if `html` begins with a comment, script, style or other element with hidden content.
pub(super) fn closing_markup(html: &str) -> Option<&'static str> {
    match tag_name(html) {
        name if name.starts_with("!--") => Some("-->"),
        name if name.starts_with("![CDATA[") => Some("]]>"),
        name if name.starts_with('?') => Some("?>"),
        name if name.starts_with('!') && name[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => Some(">"),
        name if name.eq_ignore_ascii_case("script") => Some("</script"),
        name if name.eq_ignore_ascii_case("style") => Some("</style"),
        _ => None,
    }
}

/// Returns the offset in `html` after the closing markup that begins with `end`.
pub(super) fn find_end(end: &str, html: &str) -> Option<usize> {
    if !end.starts_with("</") {
        return html.find(end).map(|at| at + end.len());
    }
    let mut at = html.find("</")?;
    while !tag_name(&html[at..]).eq_ignore_ascii_case(&end[1..]) {
        at += 2 + html[at + 2..].find("</")?;
    }
    html[at..].find('>').map(|length| at + length + 1)
}

/// Returns the name in `<name …>`, or `/name` in an end tag.
pub(super) fn tag_name(html: &str) -> &str {
    let name = html.get(1..).unwrap_or_default();
    let slash = usize::from(name.starts_with('/'));
    let end = name[slash..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '<' | '>'));
    &name[..end.map_or(name.len(), |length| slash + length)]
}

/// Returns the length of a tag, which may contain a quoted `>` in an attribute.
fn tag_length(html: &str) -> Option<usize> {
    let mut quote = None;
    let end = html.find(|c| {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        quote.is_none() && c == '>'
    });
    end.map(|at| at + 1)
}
