//! Writes images, and links in place of embedded pages.

use crate::import::site::markdown::{
    element::destination,
    scan::{Scan, quoted},
    variables::resolved,
};

/// Writes an image, or its description if the file is missing.
pub(super) fn image_of(scan: &mut Scan, source: &str, description: Option<&str>) {
    let source = resolved(scan, source);
    let description = description.map(|text| resolved(scan, text)).unwrap_or_default();
    let description = description.replace(['[', ']'], "").split_whitespace().collect::<Vec<_>>().join(" ");
    match scan.context.addresses.rewrite(&source, scan.context.place) {
        Ok(url) if !url.starts_with("http:") => scan.push(&format!("![{description}]({})", destination(&url))),
        Ok(url) => {
            scan.warn(format!("the image {url} is not shown, because it has no https URL; it becomes a link"));
            let text = if description.is_empty() { "Image" } else { &description };
            scan.push(&format!("[{text}]({})", destination(&url)));
        }
        Err(reason) => {
            scan.warn(format!("the image \"{}\" is left out: {reason}", quoted(&source)));
            scan.push(&description);
        }
    }
}

/// Writes a link in place of something that the old page embedded.
pub(super) fn embedded_link(scan: &mut Scan, source: &str, text: &str, code: &str) {
    let source = resolved(scan, source);
    // The page of a video instead of its player.
    let player = source.split_once("youtube.com/embed/").or_else(|| source.split_once("youtube-nocookie.com/embed/"));
    let video = player.map(|(_, id)| id.split(['?', '&', '/']).next().unwrap_or(id));
    let (source, text) = match video {
        Some(id) => (
            format!("https://www.youtube.com/watch?v={id}"),
            if text == "Embedded page" { "Video on YouTube" } else { text },
        ),
        None => (source, text),
    };
    match scan.context.addresses.rewrite(&source, scan.context.place) {
        Ok(url) => {
            scan.warn(format!("pages embed no other pages, so this becomes a link: {code}"));
            scan.push(&format!("[{text}]({})", destination(&url)));
        }
        Err(reason) => scan.warn(format!("left out: {code}; {reason}")),
    }
}
