//! Converts the Liquid tags of Jekyll.

use crate::import::site::markdown::{
    PUBLICATIONS_MARK,
    element::close,
    media::{embedded_link, image_of},
    scan::{HIDDEN, Kind, Scan, quoted},
    tag::Arguments,
    variables::{link_target, value_of},
};

/// Converts the tag or the variable at the current position. Returns `false` if it does not end, so that it is text.
pub(super) fn liquid(scan: &mut Scan) -> bool {
    let (start, line) = (scan.at, scan.line());
    let is_variable = scan.rest().starts_with("{{");
    // The % of "{%}" does not belong to both signs.
    scan.at += 2;
    let Some(end) = scan.find(if is_variable { "}}" } else { "%}" }) else {
        scan.at = start;
        return false;
    };
    let code = &scan.source[start..end + 2];
    let inner = code[2..code.len() - 2].trim_matches(['-', ' ', '\n', '\t']);
    scan.at = end + 2;
    if is_variable {
        match value_of(inner, scan.context) {
            Some(value) => scan.push(&value),
            None => {
                let message = format!("the value of {} is unknown, so it is left out", quoted(code));
                scan.warn(message);
            }
        }
        return true;
    }
    let (name, arguments) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    match name {
        "raw" => {
            let end = scan.find("endraw").map(|at| scan.source[..at].rfind("{%").unwrap_or(at));
            scan.raw_until = end.unwrap_or(scan.source.len()).max(scan.at);
        }
        "endraw" => {}
        "comment" => {
            skip(scan, "comment");
            scan.count(HIDDEN, "{% comment %}");
        }
        "highlight" => {
            let language = arguments.split_whitespace().next().unwrap_or_default();
            let end = scan.find("endhighlight").map(|at| scan.source[..at].rfind("{%").unwrap_or(at));
            let text = &scan.source[scan.at..end.unwrap_or(scan.source.len()).max(scan.at)];
            scan.new_block();
            scan.push(&format!("```{language}\n{}\n```", text.trim_matches('\n')));
            scan.at += text.len();
            scan.new_block();
        }
        "endhighlight" => {}
        "details" => {
            scan.new_block();
            scan.enter("details", Kind::Block);
            scan.push(&format!("**{}**", arguments.trim()));
            scan.new_block();
        }
        "enddetails" => close(scan, "details", false),
        "include" | "include_relative" | "include_cached" => include(scan, arguments, code),
        "bibliography" | "bibliography_count" => {
            scan.new_block();
            scan.push(PUBLICATIONS_MARK);
            scan.new_block();
        }
        "link" | "post_url" => {
            let target = link_target(inner).unwrap_or_default();
            match scan.context.addresses.rewrite(&target, scan.context.place) {
                Ok(url) => scan.push(&url),
                Err(reason) => scan.warn(format!("{} is left out: {reason}", quoted(code))),
            }
        }
        "gist" | "twitter" | "youtube" | "vimeo" => {
            let first = Arguments::parse(arguments).positional.into_iter().next().unwrap_or_default();
            shared(scan, name, &first, code);
        }
        "katexmm" | "endkatexmm" | "katex" | "endkatex" | "mathjax" | "endmathjax" | "assign" | "increment"
        | "decrement" | "cycle" | "break" | "continue" | "seo" | "feed_meta" | "toc" => {
            scan.count(HIDDEN, &quoted(code));
        }
        "for" | "if" | "unless" | "case" | "capture" | "tablerow" => {
            skip(scan, name);
            let block = quoted(&scan.source[start..scan.at]);
            scan.warn_at(line, format!("template code is left out: {block}"));
        }
        "cite" | "reference" => {
            scan.warn(format!("a citation is shown as its key: {}", quoted(code)));
            scan.push(&format!("\\[{}\\]", arguments.split(" --").next().unwrap_or_default().trim()));
        }
        _ => scan.warn(format!("template code is left out: {}", quoted(code))),
    }
    true
}

/// Skips a block up to its end, with the blocks of the same name in it.
fn skip(scan: &mut Scan, name: &str) {
    let end_name = format!("end{name}");
    let mut depth = 1;
    while depth > 0 {
        let Some(start) = scan.find("{%") else {
            scan.at = scan.source.len();
            return;
        };
        scan.at = start + 2;
        let inner = scan.rest().trim_start_matches(['-', ' ', '\n', '\t']);
        if inner.starts_with(&end_name) {
            depth -= 1;
        } else if inner.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '\n', '\t', '%', '-'])) {
            depth += 1;
        }
        scan.at = scan.find("%}").map_or(scan.source.len(), |end| end + 2);
    }
}

fn include(scan: &mut Scan, arguments: &str, code: &str) {
    let arguments = Arguments::parse(arguments);
    let file = arguments.positional.first().map_or("", String::as_str);
    let name = file.split('.').next().unwrap_or(file);
    let name = name.rsplit('/').next().unwrap_or(name);
    let source = arguments.any(&["path", "url", "src", "image_path", "image", "file", "id", "video_id"]);
    match (name, source) {
        ("base_path" | "author-profile" | "toc" | "head" | "scripts" | "feature_row" | "pagination", None) => {
            scan.count(HIDDEN, &quoted(code));
        }
        ("bib_search" | "selected_papers" | "bibliography", _) => scan.count(HIDDEN, &quoted(code)),
        ("video" | "audio", Some(source)) => {
            let source = match (arguments.get("provider"), source) {
                (Some("youtube"), id) => format!("https://www.youtube.com/watch?v={id}"),
                (Some("vimeo"), id) => format!("https://vimeo.com/{id}"),
                (_, path) => path.to_owned(),
            };
            let text = arguments.get("title").unwrap_or(if name == "video" { "Video" } else { "Audio" }).to_owned();
            embedded_link(scan, &source, &text, &quoted(code));
        }
        (name, Some(source)) if name.contains("youtube") => shared(scan, "youtube", source, code),
        (name, Some(source))
            if ["figure", "image", "img", "picture", "photo"].iter().any(|kind| name.contains(kind)) =>
        {
            let description = arguments.any(&["alt", "title", "caption"]).map(str::to_owned);
            image_of(scan, source, description.as_deref());
            if let Some(caption) = arguments.get("caption") {
                scan.new_block();
                scan.push(&format!("*{}*", caption.trim()));
                scan.new_block();
            }
        }
        _ => scan.warn(format!("template code is left out: {}", quoted(code))),
    }
}

/// Writes a link to a video, a post or code on another site.
pub(super) fn shared(scan: &mut Scan, service: &str, id: &str, code: &str) {
    let is_url = id.contains("://");
    let (url, text) = match service {
        _ if is_url => (id.to_owned(), "Embedded page"),
        "youtube" => (format!("https://www.youtube.com/watch?v={id}"), "Video on YouTube"),
        "vimeo" => (format!("https://vimeo.com/{id}"), "Video on Vimeo"),
        "gist" => (format!("https://gist.github.com/{id}"), "Code on GitHub"),
        _ => return scan.warn(format!("left out: {}", quoted(code))),
    };
    if id.is_empty() {
        return scan.warn(format!("left out: {}", quoted(code)));
    }
    embedded_link(scan, &url, text, &quoted(code));
}
