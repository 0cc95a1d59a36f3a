//! Converts the shortcodes of Hugo: `{{< figure src="x.png" >}}` and `{{% callout note %}}`.

use crate::import::site::markdown::{
    element::{close, destination},
    liquid::shared,
    media::{embedded_link, image_of},
    scan::{HIDDEN, Kind, Scan, quoted},
    tag::Arguments,
    variables::link_target,
};

/// Converts the shortcode at the current position. Returns `false` if it does not end, so that it is text.
pub(super) fn shortcode(scan: &mut Scan) -> bool {
    let (start, sign) = (scan.at, if scan.rest().starts_with("{{<") { ">}}" } else { "%}}" });
    let Some(end) = scan.find(sign) else { return false };
    let code = &scan.source[start..end + 3];
    let inner = code[3..code.len().saturating_sub(3).max(3)].trim();
    scan.at = end + 3;
    if let Some(text) = inner.strip_prefix("/*") {
        // An escaped shortcode is shown as code.
        scan.push(&format!("`{{{{< {} >}}}}`", text.trim_end_matches("*/").trim()));
        return true;
    }
    let is_closing = inner.starts_with('/');
    let inner = inner.trim_start_matches('/').trim_end_matches('/').trim();
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let name = name.trim();
    if is_closing {
        close(scan, name, false);
        return true;
    }
    let arguments = Arguments::parse(rest);
    let first = arguments.positional.first().map(String::as_str);
    let source = arguments.any(&["src", "url", "path", "id", "image", "link", "href"]).or(first);
    let has_end =
        scan.source[scan.at..].contains(&format!("/{name}")) || scan.source[scan.at..].contains(&format!("/ {name}"));
    match name {
        "figure" | "image" | "img" => match source {
            Some(source) => {
                let description = arguments.any(&["alt", "title", "caption"]).map(str::to_owned);
                image_of(scan, source, description.as_deref());
                if let Some(caption) = arguments.get("caption") {
                    scan.new_block();
                    scan.push(&format!("*{}*", caption.trim_matches('*')));
                    scan.new_block();
                }
            }
            None => scan.warn(format!("an image without a file is left out: {}", quoted(code))),
        },
        "youtube" | "vimeo" => shared(scan, name, source.unwrap_or_default(), code),
        "gist" => {
            let id = arguments.positional.iter().take(2).map(String::as_str).collect::<Vec<_>>().join("/");
            shared(scan, name, &id, code);
        }
        "video" | "audio" | "iframe" | "pdf" | "embed" => match source {
            Some(source) => {
                let source = source.to_owned();
                let text = match name {
                    "video" => "Video",
                    "audio" => "Audio",
                    "pdf" => "PDF",
                    _ => "Embedded page",
                };
                embedded_link(scan, &source, text, &quoted(code));
            }
            None => scan.warn(format!("left out: {}", quoted(code))),
        },
        "staticref" | "link" | "button" | "cta" => {
            let (text, url) = if name == "cta" {
                (arguments.get("cta_text").map(str::to_owned), arguments.get("cta_link").or(source))
            } else {
                (arguments.any(&["text", "label"]).map(str::to_owned), source)
            };
            let target = scan.context.addresses.rewrite(url.unwrap_or_default(), scan.context.place);
            match text {
                Some(text) if !has_end => match target {
                    Ok(url) => scan.push(&format!("[{text}]({})", destination(&url))),
                    Err(reason) => {
                        scan.warn(format!("the link {}: {reason}; its text is kept", quoted(code)));
                        scan.push(&text);
                    }
                },
                _ => {
                    scan.enter(
                        name,
                        Kind::Link(target.map_err(|reason| format!("the link {}: {reason}", quoted(code)))),
                    );
                    scan.push("[");
                }
            }
        }
        "ref" | "relref" => {
            let target = link_target(inner).unwrap_or_default();
            match scan.context.addresses.rewrite(&target, scan.context.place) {
                Ok(url) => scan.push(&url),
                Err(reason) => scan.warn(format!("{} is left out: {reason}", quoted(code))),
            }
        }
        "cite" | "mention" => match source {
            Some(page) => {
                let page = arguments.get("page").unwrap_or(page);
                let text = page.trim_matches('/').rsplit('/').next().unwrap_or(page);
                match scan.context.addresses.rewrite(page, scan.context.place) {
                    Ok(url) => scan.push(&format!("[{text}]({})", destination(&url))),
                    Err(_) => scan.push(text),
                }
            }
            None => scan.warn(format!("left out: {}", quoted(code))),
        },
        "callout" | "alert" | "hint" | "notice" => {
            scan.new_block();
            scan.enter(name, Kind::Quote);
        }
        "spoiler" | "details" | "toggle" => {
            scan.new_block();
            scan.enter(name, Kind::Block);
            if let Some(text) = arguments.any(&["text", "summary", "title"]).or(first) {
                scan.push(&format!("**{text}**"));
                scan.new_block();
            }
        }
        "math" | "hl" | "fragment" | "center" | "left" | "right" | "columns" | "column" | "rawhtml" | "html"
        | "div" | "span" | "card" => {
            if has_end {
                scan.enter(name, Kind::Plain);
            }
            scan.count(HIDDEN, &format!("{{{{< {name} >}}}}"));
        }
        "highlight" | "code" => {
            scan.new_block();
            scan.push(&format!("```{}\n", first.unwrap_or_default()));
            scan.enter(name, Kind::Fence);
        }
        "icon" | "toc" | "emoji" | "hr" | "br" => scan.count(HIDDEN, &quoted(code)),
        // This shortcode writes the path of the page before a relative path.
        "blogdown/postref" => {}
        _ => {
            scan.warn(format!("the shortcode is unknown, so it is left out; its content is kept: {}", quoted(code)));
            if has_end {
                scan.enter(name, Kind::Plain);
            }
        }
    }
    true
}
