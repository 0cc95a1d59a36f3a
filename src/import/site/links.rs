//! Links of publications and entries.

use serde_json::{Map, Value};

use crate::{
    import::site::{
        context::{Context, Entry},
        folder::folder_of,
        notes::Notes,
    },
    markdown::{Block, Inline},
};

/// Adds a link, unless its URL is there already.
pub(super) fn push_link(links: &mut Vec<Value>, kind: Option<&str>, url: &str, label: Option<&str>) {
    if links.iter().any(|link| link["url"] == url) {
        return;
    }
    let mut link = Map::new();
    if let Some(kind) = kind {
        link.insert("kind".to_owned(), kind.into());
    }
    link.insert("url".to_owned(), url.into());
    if let Some(label) = label.filter(|label| !label.trim().is_empty()) {
        link.insert("label".to_owned(), label.trim().into());
    }
    links.push(Value::Object(link));
}

/// Returns the texts and the URLs of the links in a text.
pub(super) fn entry_links(blocks: &[Block]) -> Vec<(String, String)> {
    let mut links = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => inline_links(content, &mut links),
            Block::List { items, .. } => items.iter().for_each(|item| links.extend(entry_links(item))),
            Block::Quote(blocks) => links.extend(entry_links(blocks)),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| inline_links(cell, &mut links));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
    links
}

fn inline_links(content: &[Inline], links: &mut Vec<(String, String)>) {
    for inline in content {
        match inline {
            Inline::Link { url, content, .. } => {
                let text = crate::markdown::plain_text(&[Block::Paragraph(content.clone())]);
                links.push((text, url.as_str().to_owned()));
            }
            Inline::Styled(_, content) => {
                inline_links(content, links);
            }
            _ => {}
        }
    }
}

/// Adds the links of the list `links` of Hugo Blox.
pub(super) fn listed_links(entry: &Entry, site: &Context, notes: &mut Notes, links: &mut Vec<Value>) {
    for link in entry.document.fields.parts("links") {
        let Some(url) = link.any(&["url", "link"]).and_then(|url| site.url(&url, "links", entry, notes)) else {
            continue;
        };
        let label = link.any(&["name", "label"]);
        let kind = match link.text("type").unwrap_or_default().to_lowercase().as_str() {
            "pdf" | "preprint" => Some("paper"),
            "code" => Some("code"),
            "dataset" => Some("data"),
            "poster" => Some("poster"),
            "slides" => Some("slides"),
            "video" => Some("video"),
            "project" | "site" => Some("website"),
            _ => None,
        };
        push_link(links, kind, &url, label.as_deref().or((kind.is_none()).then_some("Link")));
    }
}

/// Returns the path of the image in the folder of an entry that Hugo Blox shows with it.
pub(super) fn featured_image(entry: &Entry, site: &Context) -> Option<String> {
    let folder = folder_of(&entry.document.path);
    let is_bundle = entry.document.path.ends_with("/index.md") || entry.document.path.ends_with("/_index.md");
    let start = format!("{folder}/featured.");
    let image = site.folder.below(&start).next().map(str::to_owned);
    image.filter(|_| is_bundle)
}

/// Reports a featured image, for which entries of pages have no place.
pub(super) fn report_featured_image(entry: &Entry, site: &Context, notes: &mut Notes) {
    if let Some(image) = featured_image(entry, site) {
        let message = format!("entries of pages have no place for the image, so it is not copied: {image}");
        notes.add(&entry.document.path, 0, "image", message);
    }
}
