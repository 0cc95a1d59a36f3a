//! Publications of Hugo Blox: `content/publication/*/index.md`.

use serde_json::{Value, json};

use crate::import::{
    VenueName, Work,
    site::{
        context::{Context, Entry},
        folder::folder_of,
        links::{featured_image, listed_links, push_link},
        notes::Notes,
        works::{
            fields::{author_of, identifiers, inline_title, put, set_date, topics},
            kinds::{divided_venue, identifier, kind_of_hugo, kind_of_venue},
        },
    },
    work::preview_description,
};

pub(super) fn hugo(entry: &Entry, title: &str, site: &Context, notes: &mut Notes) -> Work {
    let fields = &entry.document.fields;
    let mut work = Work::default();
    put(&mut work, "title", inline_title(title, entry, site, notes));
    let kind = ["publication_types", "publication_type"].iter().flat_map(|field| fields.list(field)).next();
    let name = site.plain_field("publication", entry, notes);
    let kind =
        kind.as_deref().and_then(kind_of_hugo).unwrap_or_else(|| kind_of_venue(name.as_deref().unwrap_or_default()));
    put(&mut work, "type", kind.to_owned());
    let remarks = fields.list("author_notes");
    let authors: Vec<Value> = fields
        .list("authors")
        .iter()
        .enumerate()
        .map(|(index, author)| author_of(author, remarks.get(index), site))
        .collect();
    if !authors.is_empty() {
        work.fields.insert("authors".to_owned(), authors.into());
    }
    set_date(&mut work, entry, notes);
    let mut links = Vec::new();
    for (field, kind, label) in [
        ("url_pdf", "paper", None),
        ("url_preprint", "paper", Some("Preprint")),
        ("url_code", "code", None),
        ("url_dataset", "data", None),
        ("url_poster", "poster", None),
        ("url_project", "website", Some("Project")),
        ("url_slides", "slides", None),
        ("url_source", "website", Some("Source")),
        ("url_video", "video", None),
        ("external_link", "website", None),
    ] {
        if fields.value(field).is_some()
            && let Some(url) = site.url_field(field, entry, notes)
        {
            push_link(&mut links, Some(kind), &url, label);
        }
    }
    listed_links(entry, site, notes, &mut links);
    let bundle = folder_of(&entry.document.path).to_owned();
    let paper = ["paper.pdf".to_owned(), format!("{}.pdf", bundle.rsplit('/').next().unwrap_or_default())];
    // Hugo Blox links a PDF with the name of the folder by itself.
    if entry.document.path.ends_with("/index.md")
        && !links.iter().any(|link| link["kind"] == "paper" && link.get("label").is_none())
        && let Some(url) = paper.iter().find_map(|name| site.addresses.file(&format!("{bundle}/{name}")))
    {
        push_link(&mut links, Some("paper"), &url, None);
    }
    if !links.is_empty() {
        work.fields.insert("links".to_owned(), links.into());
    }
    if let Some(text) = site.markdown_field("abstract", entry, notes) {
        put(&mut work, "abstract", text);
    }
    if let Some(text) = site.markdown_field("summary", entry, notes)
        && work
            .fields
            .get("abstract")
            .and_then(Value::as_str)
            .is_none_or(|abstract_| !abstract_.starts_with(text.as_str()))
    {
        put(&mut work, "tldr", text);
    }
    put(&mut work, "note", site.body(entry, notes));
    if fields.flag("featured") == Some(true) {
        work.fields.insert("selected".to_owned(), true.into());
    }
    identifiers(&mut work, fields);
    let ids = fields.part("hugoblox").part("ids");
    for field in ["doi", "arxiv"] {
        if let Some(id) = ids.text(field).and_then(|id| identifier(field, &id)) {
            work.fields.entry(field).or_insert(id.into());
        }
    }
    if let Some(name) = name {
        let (name, place) = divided_venue(&name);
        work.fields.extend(place);
        let short = site.plain_field("publication_short", entry, notes);
        let short = short.map(|short| divided_venue(&short).0).filter(|short| *short != name && !short.is_empty());
        work.venue = (!name.is_empty()).then_some(VenueName { name, short, kind: None });
    }
    work.topics = topics(fields);
    if let Some(image) = featured_image(entry, site) {
        work.fields.insert("image".to_owned(), publication_image(&image, title, entry, site, notes));
    }
    fields.ignore(&["featured", "image", "hugoblox", "publication_short", "show_date", "share", "profile", "type"]);
    work
}

/// Returns the featured image of a publication.
fn publication_image(path: &str, title: &str, entry: &Entry, site: &Context, notes: &mut Notes) -> Value {
    let settings = entry.document.fields.part("image");
    let alt = settings.any(&["alt_text", "alt"]).filter(|alt| !alt.trim().is_empty());
    let alt = alt.unwrap_or_else(|| preview_description(title));
    let mut image = json!({ "src": site.addresses.file(path), "alt": alt });
    if let Some(caption) = settings.text("caption").filter(|caption| !caption.trim().is_empty()) {
        image["caption"] = site.markdown(&caption, entry.document.fields.line("image"), entry, notes).into();
    }
    image
}
