//! Publications of academicpages: `_publications/*.md`.

use crate::import::{
    VenueName, Work,
    site::{
        citation,
        context::{Context, Entry},
        links::{entry_links, push_link},
        notes::Notes,
        works::{
            fields::{identifiers, inline_title, put, set_date, topics},
            kinds::{kind_of_category, kind_of_venue},
        },
    },
};

pub(super) fn academicpages(entry: &Entry, title: &str, site: &Context, notes: &mut Notes) -> Work {
    let fields = &entry.document.fields;
    let mut work = Work::default();
    let title = inline_title(title, entry, site, notes);
    let venue = site.plain_field("venue", entry, notes).or_else(|| site.plain_field("journal", entry, notes));
    let category = fields.text("category").or_else(|| fields.text("type")).unwrap_or_default();
    put(&mut work, "title", title.clone());
    put(
        &mut work,
        "type",
        kind_of_category(&category).unwrap_or_else(|| kind_of_venue(venue.as_deref().unwrap_or_default())).to_owned(),
    );
    set_date(&mut work, entry, notes);
    let mut links = Vec::new();
    for (field, kind, label) in [
        ("paperurl", "paper", None),
        ("pdf", "paper", None),
        ("slidesurl", "slides", None),
        ("codeurl", "code", None),
        ("code", "code", None),
        ("videourl", "video", None),
        ("video", "video", None),
        ("posterurl", "poster", None),
        ("dataurl", "data", None),
        ("link", "website", None),
        ("arxivurl", "paper", Some("arXiv")),
    ] {
        let url = if fields.value(field).is_some() { site.url_field(field, entry, notes) } else { None };
        if let Some(url) = url {
            push_link(&mut links, Some(kind), &url, label);
        }
    }
    identifiers(&mut work, fields);
    let citation = site.plain_field("citation", entry, notes);
    let named = ["authors", "author", "coauthors"].iter().map(|field| fields.list(field)).find(|list| !list.is_empty());
    let named = named.map(|list| match &list[..] {
        [one] => citation::authors(&format!("{one} (0000)"), "").unwrap_or_else(|| vec![one.clone()]),
        _ => list,
    });
    if let Some(names) = named {
        work.fields.insert("authors".to_owned(), names.into());
    } else if let Some(citation) = &citation {
        match citation::authors(citation, &title) {
            Some(names) => {
                work.fields.insert("authors".to_owned(), names.into());
                let message = format!("the authors are read from it, the rest is left out: {citation}");
                notes.add(&entry.document.path, fields.line("citation"), "citation", message);
            }
            None => put(&mut work, "note", citation.replace(['*', '_', '<', '['], "")),
        }
    }
    if fields.flag("selected").or_else(|| fields.flag("featured")) == Some(true) {
        work.fields.insert("selected".to_owned(), true.into());
    }
    let body = site.body(entry, notes);
    let (text, found) = without_boilerplate(&body, citation.as_deref());
    for (label, url) in found {
        push_link(
            &mut links,
            Some("paper"),
            &url,
            Some(label.as_str()).filter(|label| !label.to_lowercase().contains("download")),
        );
    }
    let excerpt = site.markdown_field("excerpt", entry, notes);
    if let Some(excerpt) = excerpt.filter(|excerpt| !text.starts_with(excerpt.as_str())) {
        put(&mut work, "tldr", excerpt);
    }
    put(&mut work, "abstract", text);
    if !links.is_empty() {
        work.fields.insert("links".to_owned(), links.into());
    }
    work.topics = topics(fields);
    work.venue = venue.map(|name| VenueName { name, short: None, kind: None });
    fields.ignore(&["bibtexurl", "bibtex"]);
    work
}

/// Returns the text of a publication without the lines that its page has anyway: the download link and the citation. Also
/// returns the links of these lines.
pub(super) fn without_boilerplate(body: &str, citation: Option<&str>) -> (String, Vec<(String, String)>) {
    let mut links = Vec::new();
    let is_kept = |paragraph: &&str| {
        let lower = paragraph.to_lowercase();
        let is_download = paragraph.lines().count() == 1
            && (lower.starts_with("[download") || lower.starts_with("download") || lower.starts_with("[pdf]"))
            && paragraph.len() < 400;
        if is_download {
            let document = crate::markdown::parse(paragraph);
            links.extend(entry_links(&document.blocks));
        }
        let is_citation = lower.starts_with("recommended citation") && citation.is_some();
        let is_repeated = is_download && !links.is_empty() || is_citation;
        !is_repeated && !lower.starts_with("use [google scholar]")
    };
    let kept: Vec<&str> = body.split("\n\n").filter(is_kept).collect();
    (kept.join("\n\n").trim().to_owned(), links)
}
