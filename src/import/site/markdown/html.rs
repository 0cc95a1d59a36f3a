//! Converts the HTML elements in Markdown.

use crate::import::site::markdown::{
    element::{close, table},
    media::{embedded_link, image_of},
    scan::{APPEARANCE, HIDDEN, Kind, Scan, quoted},
    tag::{Tag, decode_entities},
    variables::resolved,
};

/// Converts the HTML at the current position: a comment, a tag, or the sign `<` itself.
pub(super) fn html(scan: &mut Scan) {
    let rest = scan.rest();
    if rest.starts_with("<!--") {
        let end = scan.find("-->").map_or(scan.source.len(), |end| end + 3);
        scan.count(HIDDEN, "<!-- -->");
        scan.at = end;
        return;
    }
    let Some(tag) = Tag::parse(rest) else {
        // An autolink, a declaration or a mathematical sign.
        scan.push("<");
        scan.at += 1;
        return;
    };
    if tag.is_closing {
        scan.at += tag.length;
        closing(scan, &tag.name);
        return;
    }
    let start = scan.at;
    scan.at += tag.length;
    opening(scan, &tag, start);
}

fn opening(scan: &mut Scan, tag: &Tag, start: usize) {
    let name = tag.name.as_str();
    match name {
        "a" => link(scan, tag),
        "b" | "strong" => scan.enter(name, Kind::Marks("**")),
        "i" | "em" | "cite" | "var" | "dfn" => scan.enter(name, Kind::Marks("*")),
        "s" | "del" | "strike" => scan.enter(name, Kind::Marks("~~")),
        "br" => line_break(scan),
        "hr" => {
            scan.new_block();
            scan.push("---");
            scan.new_block();
        }
        "img" => image(scan, tag),
        "sub" => scan.enter(name, Kind::Script(subscript)),
        "sup" => scan.enter(name, Kind::Script(superscript)),
        "code" | "tt" | "kbd" | "samp" => code(scan, name),
        "pre" => preformatted(scan),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            scan.new_block();
            let level = usize::from(name.as_bytes()[1] - b'0');
            scan.push(&"#".repeat(level));
            scan.push(" ");
            scan.enter(name, Kind::Heading);
        }
        "ul" | "ol" | "menu" => {
            scan.new_block();
            scan.enter(name, Kind::List(usize::from(name == "ol")));
        }
        "li" => item(scan),
        "blockquote" => {
            scan.new_block();
            scan.enter(name, Kind::Quote);
        }
        "table" => {
            scan.new_block();
            scan.enter(name, Kind::Table(Vec::new()));
        }
        "tr" | "td" | "th" => table(scan, name),
        "dt" | "summary" => {
            scan.new_block();
            scan.enter(name, Kind::Block);
            scan.enter(name, Kind::Marks("**"));
        }
        "figcaption" | "caption" => {
            scan.new_block();
            scan.enter(name, Kind::Block);
        }
        "p" | "div" | "section" | "article" | "header" | "footer" | "center" | "figure" | "details" | "dl" | "dd"
        | "main" | "aside" | "nav" | "address" | "fieldset" => {
            if name == "p" {
                // A paragraph ends where the next one begins.
                close(scan, name, true);
            }
            scan.new_block();
            if name != "p" {
                scan.count(APPEARANCE, &format!("<{name}>"));
            }
            scan.enter(name, Kind::Block);
        }
        "iframe" | "video" | "audio" | "embed" | "object" | "source" => embedded(scan, tag, start),
        "script" | "style" | "svg" | "form" | "button" | "select" | "textarea" | "noscript" | "canvas" | "template" => {
            removed(scan, tag, start);
        }
        "input" | "link" | "meta" | "base" | "col" | "wbr" | "track" | "param" => {
            let code = quoted(&scan.source[start..scan.at]);
            scan.count(APPEARANCE, &code);
        }
        _ => {
            if !matches!(name, "tbody" | "thead" | "tfoot" | "colgroup") {
                scan.count(APPEARANCE, &format!("<{name}>"));
            }
            if !tag.is_empty {
                scan.enter(name, Kind::Plain);
            }
        }
    }
}

fn closing(scan: &mut Scan, name: &str) {
    if name == "br" {
        line_break(scan);
    } else {
        close(scan, name, false);
    }
}

fn link(scan: &mut Scan, tag: &Tag) {
    let Some(url) = tag.arguments.get("href") else {
        // An anchor.
        scan.count(APPEARANCE, "<a> without a URL");
        scan.enter("a", Kind::Plain);
        return;
    };
    let url = resolved(scan, url);
    let target = scan.context.addresses.rewrite(&url, scan.context.place);
    scan.enter("a", Kind::Link(target.map_err(|reason| format!("the link to \"{}\": {reason}", quoted(&url)))));
    scan.push("[");
}

fn image(scan: &mut Scan, tag: &Tag) {
    match tag.arguments.any(&["src", "data-src"]) {
        Some(source) => image_of(scan, source, tag.arguments.any(&["alt", "title"])),
        None => scan.count(APPEARANCE, "<img> without a file"),
    }
}

/// Writes a hard line break. Tables keep the tag, because Markdown has no other break in a cell.
pub(super) fn line_break(scan: &mut Scan) {
    let line_start = scan.out.rfind('\n').map_or(0, |end| end + 1);
    let line = &scan.out[line_start..];
    if scan.open.iter().any(|open| matches!(open.kind, Kind::Table(_))) || line.trim_start().starts_with('|') {
        scan.push("<br>");
        return;
    }
    let is_blank = line.trim().is_empty();
    let is_heading = line.trim_start().starts_with('#');
    let after = scan.rest().trim_start_matches([' ', '\t']);
    let ends_paragraph = after.is_empty() || after.starts_with("\n\n") || after.starts_with("\n#");
    if is_blank || is_heading || ends_paragraph {
        scan.push(" ");
        return;
    }
    if after.starts_with('\n') {
        scan.push("\\");
    } else {
        scan.push("\\\n");
        scan.at = scan.source.len() - after.len();
    }
}

fn item(scan: &mut Scan) {
    close_item(scan);
    let list = scan.open.iter().rposition(|open| matches!(open.kind, Kind::List(_)));
    let marker = match list.map(|index| &mut scan.open[index].kind) {
        Some(Kind::List(0)) | None => "- ".to_owned(),
        Some(Kind::List(number)) => {
            *number += 1;
            format!("{}. ", *number - 1)
        }
        Some(_) => return,
    };
    // The marker has the indentation of the lists around its own list.
    let depth: usize = scan
        .open
        .iter()
        .take(list.unwrap_or(0))
        .map(|open| match open.kind {
            Kind::List(0) => 2,
            Kind::List(_) => 3,
            _ => 0,
        })
        .sum();
    let end = scan.out.trim_end().len();
    scan.out.truncate(end);
    if end > 0 {
        let is_after_item = scan.out.rsplit('\n').next().is_some_and(|line| line.starts_with("- "));
        let is_first = list.map_or(!is_after_item, |index| scan.open[index].start >= end);
        scan.push(if is_first && depth == 0 { "\n\n" } else { "\n" });
    }
    scan.push(&" ".repeat(depth));
    scan.push(&marker);
    scan.enter("li", Kind::Item);
    let text = scan.rest().trim_start_matches([' ', '\t']);
    scan.at = scan.source.len() - text.len();
}

/// Closes the item before the next one in the same list.
fn close_item(scan: &mut Scan) {
    let list = scan.open.iter().rposition(|open| matches!(open.kind, Kind::List(_))).map_or(0, |index| index + 1);
    if scan.open[list..].iter().any(|open| matches!(open.kind, Kind::Item)) {
        close(scan, "li", true);
    }
}

fn code(scan: &mut Scan, name: &str) {
    let end_tag = format!("</{name}>");
    let Some(end) = scan.find(&end_tag) else { return };
    let text = decode_entities(scan.source[scan.at..end].trim());
    scan.at = end + end_tag.len();
    if text.is_empty() {
        return;
    }
    if text.contains('<') || text.contains('\n') {
        // Markup inside the code has no place in a code span.
        let plain = strip_tags(&text).split_whitespace().collect::<Vec<_>>().join(" ");
        return scan.push(&code_span(&plain));
    }
    scan.push(&code_span(&text));
}

fn code_span(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

fn preformatted(scan: &mut Scan) {
    let end = scan.find("</pre>");
    let text = &scan.source[scan.at..end.unwrap_or(scan.source.len())];
    scan.at = end.map_or(scan.source.len(), |end| end + "</pre>".len());
    scan.new_block();
    let text = decode_entities(&strip_tags(text));
    let fence = if text.contains("```") { "~~~~" } else { "```" };
    scan.push(&format!("{fence}\n{}\n{fence}", text.trim_matches('\n')));
    scan.new_block();
}

fn strip_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = Tag::parse(rest).map_or(1, |tag| tag.length);
        if length == 1 {
            plain.push('<');
        }
        rest = &rest[length..];
    }
    plain + rest
}

/// Replaces a video or another embedded page by a link.
fn embedded(scan: &mut Scan, tag: &Tag, start: usize) {
    let code = quoted(&scan.source[start..scan.at]);
    if !tag.is_empty && !matches!(tag.name.as_str(), "embed" | "source") {
        scan.enter(&tag.name, Kind::Plain);
    }
    let Some(source) = tag.arguments.any(&["src", "data-src", "data"]) else {
        return scan.count(APPEARANCE, &format!("<{}>", tag.name));
    };
    let text = tag.arguments.get("title").unwrap_or(match tag.name.as_str() {
        "video" | "source" => "Video",
        "audio" => "Audio",
        _ => "Embedded page",
    });
    let text = text.replace(['[', ']'], "");
    embedded_link(scan, source, &text, &code);
}

/// Removes a script, a form or another element with its content, and reports it.
fn removed(scan: &mut Scan, tag: &Tag, start: usize) {
    let end_tag = format!("</{}>", tag.name);
    let line = scan.line();
    if !tag.is_empty
        && let Some(end) = scan.find(&end_tag)
    {
        scan.at = end + end_tag.len();
    }
    let code = quoted(&scan.source[start..scan.at]);
    match tag.arguments.get("src").filter(|source| source.contains("gist.github.com")) {
        Some(source) => {
            let source = source.trim_end_matches(".js").to_owned();
            embedded_link(scan, &source, "Code on GitHub", &code);
        }
        None => scan.warn_at(line, format!("content is never code, so this is left out: {code}")),
    }
}

fn superscript(letter: char) -> Option<char> {
    Some(match letter {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + (letter as u32 - '0' as u32))?,
        '+' => '⁺',
        '-' | '−' | '–' => '⁻',
        '(' => '⁽',
        ')' => '⁾',
        'n' => 'ⁿ',
        _ => return None,
    })
}

fn subscript(letter: char) -> Option<char> {
    Some(match letter {
        '0'..='9' => char::from_u32(0x2080 + (letter as u32 - '0' as u32))?,
        '+' => '₊',
        '-' | '−' | '–' => '₋',
        '(' => '₍',
        ')' => '₎',
        _ => return None,
    })
}
