//! The conversion of a text, sign by sign.

use crate::{
    import::site::{
        markdown::{
            attributes::attributes,
            element::{close_all, destination},
            html::html,
            liquid::liquid,
            scan::{Conversion, Dialect, HIDDEN, Scan, quoted},
            shortcode::shortcode,
            variables::resolved,
        },
        notes::Notes,
    },
    markdown::{parse, plain_text},
};

/// Converts a text. Its first line is `first_line` of its file.
pub(in crate::import::site) fn convert(
    text: &str,
    first_line: usize,
    context: &Conversion,
    notes: &mut Notes,
) -> String {
    let mut scan = Scan::new(context, text, first_line, notes);
    while scan.at < text.len() {
        step(&mut scan);
    }
    close_all(&mut scan);
    tidied(&scan.out)
}

/// Converts a text of one line, such as a title, to plain text.
pub(in crate::import::site) fn plain(text: &str, line: usize, context: &Conversion, notes: &mut Notes) -> String {
    if !text.contains(['<', '{', '&', '*', '_', '`', '[', '\\']) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let converted = convert(text, line, context, notes);
    plain_text(&parse(&converted).blocks).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn step(scan: &mut Scan) {
    let rest = scan.rest();
    let Some(sign) = rest.chars().next() else { return };
    let is_raw = scan.at < scan.raw_until;
    let is_liquid = scan.context.dialect == Dialect::Kramdown && !is_raw;
    let handled = match sign {
        '`' | '~' => code(scan),
        '$' => mathematics(scan),
        '\\' => backslash(scan),
        '{' if rest.starts_with("{{<") || rest.starts_with("{{%") => {
            scan.context.dialect == Dialect::Goldmark && shortcode(scan)
        }
        '{' if is_liquid && (rest.starts_with("{%") || rest.starts_with("{{")) => liquid(scan),
        // The end of a part without Liquid.
        '{' if scan.context.dialect == Dialect::Kramdown && is_end_of_raw(rest) => {
            scan.at += rest.find("%}").map_or(rest.len(), |end| end + 2);
            true
        }
        '{' => attributes(scan),
        '<' => {
            html(scan);
            true
        }
        '[' => {
            if !definition(scan) {
                scan.brackets.push(scan.out.len());
                scan.push("[");
                scan.at += 1;
            }
            true
        }
        ']' => bracket(scan),
        '\n' => {
            line_end(scan);
            true
        }
        '&' => leading_space(scan),
        ' ' | '\t' => indented_code(scan),
        _ => false,
    };
    if !handled {
        let mut length = sign.len_utf8();
        // Ordinary letters are copied in one step.
        if sign.is_alphanumeric() || sign == ' ' {
            length = rest.find(|c: char| !c.is_alphanumeric() && c != ' ').unwrap_or(rest.len()).max(length);
        }
        scan.push(&rest[..length]);
        scan.at += length;
    }
}

fn is_end_of_raw(rest: &str) -> bool {
    rest.strip_prefix("{%").is_some_and(|inner| inner.trim_start_matches(['-', ' ']).starts_with("endraw"))
}

/// Copies a fenced block or a code span without changes.
fn code(scan: &mut Scan) -> bool {
    let rest = scan.rest();
    let Some(sign) = rest.chars().next() else { return false };
    let length = rest.len() - rest.trim_start_matches(sign).len();
    if length >= 3 && (scan.is_at_line_start() || is_after_list_marker(scan)) {
        let fence = &rest[..length];
        let mut end = 0;
        for (index, line) in rest.split_inclusive('\n').enumerate() {
            end += line.len();
            let trimmed = line.trim();
            if index > 0 && trimmed.starts_with(fence) && trimmed.trim_start_matches(sign).is_empty() {
                break;
            }
        }
        let block = rest[..end].trim_end_matches('\n');
        let block = block.replace("{% raw %}", "").replace("{% endraw %}", "").replace("{%raw%}", "");
        scan.push(&block);
        scan.at += rest[..end].trim_end_matches('\n').len();
        return true;
    }
    if sign != '`' {
        return false;
    }
    let fence = &rest[..length];
    let mut offset = length;
    while let Some(found) = rest[offset..].find(fence).map(|found| offset + found) {
        let run = rest[found..].len() - rest[found..].trim_start_matches('`').len();
        if rest[offset..found].contains("\n\n") || found - offset > 10_000 {
            break;
        }
        if run == length {
            let span = rest[..found + run].replace("{% raw %}", "").replace("{% endraw %}", "");
            scan.push(&span);
            scan.at += found + run;
            return true;
        }
        offset = found + run;
    }
    scan.push(fence);
    scan.at += length;
    true
}

fn is_after_list_marker(scan: &Scan) -> bool {
    let line = scan.source[..scan.at].rfind('\n').map_or(0, |end| end + 1);
    let before = scan.source[line..scan.at].trim();
    before.trim_end_matches(['.', ')']).chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '*' | '+' | '>' | ' '))
}

/// Removes the no-break spaces that indent a line.
fn leading_space(scan: &mut Scan) -> bool {
    const SPACE: &str = "&nbsp;";
    let line = scan.out.rsplit('\n').next().unwrap_or_default();
    if !scan.rest().starts_with(SPACE) || !line.trim().is_empty() {
        return false;
    }
    scan.at += SPACE.len();
    true
}

/// Copies a displayed formula without changes.
fn mathematics(scan: &mut Scan) -> bool {
    let rest = scan.rest();
    if !rest.starts_with("$$") {
        return false;
    }
    let Some(end) = rest[2..].find("$$").map(|end| end + 4).filter(|end| *end < 10_000) else { return false };
    scan.push(&rest[..end]);
    scan.at += end;
    true
}

/// Copies an escape. kramdown writes a hard line break as two backslashes.
fn backslash(scan: &mut Scan) -> bool {
    let rest = scan.rest();
    if scan.context.dialect == Dialect::Kramdown
        && let Some(after) = rest.strip_prefix("\\\\")
    {
        let after_blanks = after.trim_start_matches([' ', '\t']);
        if after_blanks.starts_with('\n') || after_blanks.is_empty() {
            let follows_text = !after_blanks.trim_start_matches('\n').is_empty() && !after_blanks.starts_with("\n\n");
            scan.push(if follows_text { "\\" } else { "" });
            scan.at = scan.source.len() - after_blanks.len();
            return true;
        }
    }
    let length = 1 + rest[1..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    scan.push(&rest[..length]);
    scan.at += length;
    true
}

/// Begins a new line. In an HTML block, the indentation of the next line has no meaning.
fn line_end(scan: &mut Scan) {
    let rest = scan.rest();
    let blank = rest[1..].trim_start_matches([' ', '\t']).starts_with('\n');
    if blank {
        scan.brackets.clear();
    }
    if scan.html_blocks == 0 {
        scan.push("\n");
        scan.at += 1;
        return;
    }
    let next = rest.trim_start();
    scan.at = scan.source.len() - next.len();
    if blank {
        scan.new_block();
    } else if !scan.out.ends_with(['\n', ' ']) {
        scan.new_line();
    }
}

/// Copies a line of an indented code block without changes.
fn indented_code(scan: &mut Scan) -> bool {
    let rest = scan.rest();
    let is_start = scan.at == 0 || scan.source[..scan.at].ends_with('\n');
    if scan.html_blocks > 0 || !is_start || !(rest.starts_with("    ") || rest.starts_with('\t')) {
        return false;
    }
    let before = scan.out.trim_end_matches([' ', '\t']);
    let follows_blank = before.is_empty()
        || before.ends_with("\n\n")
        || last_line(before).starts_with(['\t'])
        || last_line(before).starts_with("    ");
    // The block before the indented ones decides whether this is code or a part of a list.
    let is_in_list = before
        .rsplit("\n\n")
        .find(|block| !block.starts_with([' ', '\t', '\n']))
        .is_some_and(|block| block.starts_with(['-', '*', '+']) || block.starts_with(|c: char| c.is_ascii_digit()));
    let line = rest.split('\n').next().unwrap_or_default();
    let is_markup = line.trim_start().starts_with(['<', '{']);
    if !follows_blank || is_in_list || is_markup || line.trim().is_empty() {
        return false;
    }
    scan.push(line);
    scan.at += line.len();
    true
}

fn last_line(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.rsplit('\n').next().unwrap_or_default()
}

/// Ends the text of a link or an image, and writes its new URL.
fn bracket(scan: &mut Scan) -> bool {
    let open = scan.brackets.pop();
    let Some((url, title, length)) = scan.rest().strip_prefix("](").and_then(target) else {
        return false;
    };
    let Some(open) = open.filter(|open| *open <= scan.out.len() && scan.out.is_char_boundary(*open)) else {
        return false;
    };
    scan.at += 2 + length;
    let is_image = scan.out[..open].ends_with('!');
    let url = resolved(scan, &url);
    match scan.context.addresses.rewrite(&url, scan.context.place) {
        Ok(url) if is_image && url.starts_with("http:") => {
            scan.warn(format!("the image {url} is not shown, because it has no https URL; it becomes a link"));
            scan.out.remove(open - 1);
            scan.push(&format!("]({}{title})", destination(&url)));
        }
        Ok(url) => scan.push(&format!("]({}{title})", destination(&url))),
        Err(reason) => {
            let what = if is_image { "image" } else { "link" };
            scan.warn(format!("the {what} \"{}\" is removed: {reason}; its text is kept", quoted(&url)));
            scan.remove_bracket(open);
        }
    }
    true
}

/// Returns the URL, the title with a space before it, and the length up to the closing parenthesis.
fn target(text: &str) -> Option<(String, String, usize)> {
    let mut depth = 0;
    let mut quote = None;
    let mut end = None;
    for (at, sign) in text.char_indices().take(4000) {
        match sign {
            '\n' if text[at..].trim_start_matches(['\n', ' ', '\t']).len() + 1 < text[at..].len()
                && text[at + 1..].trim_start_matches([' ', '\t']).starts_with('\n') =>
            {
                return None;
            }
            '"' if quote == Some('"') => quote = None,
            '"' if text[..at].ends_with([' ', '\n']) => quote = Some('"'),
            _ if quote.is_some() => {}
            '(' => depth += 1,
            ')' if depth == 0 => {
                end = Some(at);
                break;
            }
            ')' => depth -= 1,
            _ => {}
        }
    }
    let end = end?;
    let inner = text[..end].trim();
    if let Some((url, rest)) = inner.strip_prefix('<').and_then(|inner| inner.split_once('>')) {
        let title = rest.trim();
        let title = if title.is_empty() { String::new() } else { format!(" {title}") };
        return Some((url.to_owned(), title, end + 1));
    }
    for quote in ['"', '\''] {
        if let Some(start) = inner.strip_suffix(quote).and_then(|rest| rest.find(&format!(" {quote}")))
            && start > 0
        {
            return Some((inner[..start].trim().to_owned(), format!(" {}", inner[start..].trim()), end + 1));
        }
    }
    // Quotation marks around a URL, and sizes after it, are mistakes.
    let url = inner.trim_matches('"');
    Some((url.to_owned(), String::new(), end + 1))
}

/// Writes the definition of a link reference, `[label]: url`, at the start of a line.
fn definition(scan: &mut Scan) -> bool {
    let rest = scan.rest();
    if !scan.is_at_line_start() {
        return false;
    }
    let line = rest.split('\n').next().unwrap_or_default();
    let Some((label, target)) = line.split_once("]:") else { return false };
    let target = target.trim();
    if label.contains('\n') || label.starts_with("[^") || target.is_empty() {
        return false;
    }
    let (url, title) = target.split_once(char::is_whitespace).unwrap_or((target, ""));
    if label.eq_ignore_ascii_case("[comment") || label == "[//" || url == "#" || url == "<>" {
        scan.count(HIDDEN, "[comment]: <> (…)");
        scan.at += line.len();
        return true;
    }
    let url = resolved(scan, url.trim_matches(['<', '>']));
    let title = if title.is_empty() { String::new() } else { format!(" {}", title.trim()) };
    match scan.context.addresses.rewrite(&url, scan.context.place) {
        Ok(url) => scan.push(&format!("{label}]: {}{title}", destination(&url))),
        Err(reason) => scan.warn(format!("the link {label}] is removed: {reason}")),
    }
    scan.at += line.len();
    true
}

/// Removes white space at the ends of lines, except hard line breaks, and more than one blank line outside of code.
fn tidied(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    let mut blanks = 0;
    let text = text.trim_matches('\n').trim_end();
    // Four spaces begin a code block, fewer have no meaning.
    let text = if text.starts_with("    ") { text } else { text.trim_start_matches(' ') };
    for line in text.split('\n') {
        let trimmed = line.trim_start();
        match fence {
            Some(open) if trimmed.starts_with(open) => fence = None,
            None if trimmed.starts_with("```") => fence = Some("```"),
            None if trimmed.starts_with("~~~") => fence = Some("~~~"),
            _ => {}
        }
        let is_break = line.ends_with("  ") && !line.trim().is_empty();
        let line = if fence.is_some() || is_break { line } else { line.trim_end() };
        if line.is_empty() && fence.is_none() {
            blanks += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if blanks > 0 { "\n\n" } else { "\n" });
        }
        blanks = 0;
        tidy.push_str(line);
    }
    tidy
}
