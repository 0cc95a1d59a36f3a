//! Where an entry was published.

use crate::import::{bibtex::reader::Reader, identifiers, kinds, latex, work::VenueName};

/// Sets the type and the venue of a work.
pub(super) fn read(reader: &mut Reader) {
    arxiv(reader);
    let mut kind = reader.kind.publication;
    // The fields with a venue in their order. MathSciNet has the full name of a journal in a field of its own.
    let fields: &[&str] = match kind {
        "journal" => &["fjournal", "journaltitle", "journal", "booktitle", "venue"],
        "conference" | "workshop" => {
            &["booktitle", "journaltitle", "journal", "eventtitle", "maintitle", "venue", "conference"]
        }
        "chapter" => &["booktitle", "maintitle", "journaltitle", "journal"],
        "book" | "thesis" | "patent" => &["journaltitle", "journal"],
        _ => &["journaltitle", "journal", "booktitle", "eventtitle", "howpublished", "venue"],
    };
    let mut venue = String::new();
    for field in fields {
        let name = if *field == "howpublished" { howpublished(reader) } else { reader.plain(field) };
        if venue.is_empty() {
            venue = name;
        } else if !name.is_empty() && name != venue {
            match *field {
                "journal"
                    if reader.draft.work.venue.is_none() && reader.short.is_none() && name.len() < venue.len() =>
                {
                    reader.short = Some(name);
                }
                "venue" => reader.place(&name),
                _ => reader.draft.no_place(field, &name),
            }
        }
    }
    if kind == "conference" && kinds::is_workshop(&venue) {
        kind = "workshop";
    }
    let server = kinds::preprint_server(&venue).or_else(|| {
        let publisher = reader.peek("publisher");
        kinds::preprint_server(&publisher).filter(|server| *server == publisher.trim() || *server == "SSRN")
    });
    let is_arxiv = reader.draft.has("arxiv");
    let is_published = reader.draft.has("doi") && identifiers::arxiv(reader.draft.text("doi")).is_none();
    match kind {
        "journal" | "conference" | "chapter" if server.is_some() => kind = "preprint",
        // An article with a DOI of its own is published.
        "journal" if venue.is_empty() && is_arxiv && !is_published => kind = "preprint",
        "preprint"
            if reader.kind.is_vague && !is_arxiv && server.is_none() && !reader.peek("eventtitle").is_empty() =>
        {
            kind = "other"
        }
        "other" if reader.kind.is_vague && (server.is_some() || is_arxiv && venue.is_empty()) => kind = "preprint",
        "other" if reader.kind.is_vague && is_arxiv && kinds::preprint_server(&venue).is_some() => kind = "preprint",
        _ => {}
    }
    if kind == "preprint" {
        if let Some(server) = server {
            if !reader.draft.has("arxiv") && server == "arXiv" {
                let id = identifiers::arxiv(&venue).unwrap_or_default();
                reader.draft.set("arxiv", id);
            }
            venue = server.to_owned();
        } else if venue.is_empty() && reader.draft.has("arxiv") {
            venue = "arXiv".to_owned();
        }
    }
    reader.draft.set("type", kind);
    degree(reader, kind);
    let short = ["abbr", "shortjournal", "shortbooktitle", "acronym", "venueshort", "venue_short"];
    for field in short {
        let name = reader.plain(field);
        if !name.is_empty() && name != venue {
            if reader.short.is_none() {
                reader.short = Some(name);
            } else if reader.short.as_ref() != Some(&name) {
                reader.draft.no_place(field, &name);
            }
        }
    }
    // The only name of a venue is its short name.
    if venue.is_empty() && matches!(kind, "journal" | "conference" | "workshop") {
        venue = reader.short.take().unwrap_or_default();
    }
    if !venue.is_empty() {
        let short = reader.short.take();
        reader.draft.work.venue = Some(VenueName { name: venue, short, kind: None });
    } else if let Some(short) = reader.short.take() {
        reader.draft.no_place("abbr", &short);
    }
}

/// Sets the arXiv identifier from "eprint", "arxiv" or "arxivid", or from the volume of dblp: "abs/2310.07240".
fn arxiv(reader: &mut Reader) {
    let kind =
        ["archiveprefix", "eprinttype"].map(|field| reader.verbatim(field).unwrap_or_default().to_lowercase()).concat();
    for field in ["eprint", "arxiv", "arxivid", "arxiv_id", "arxiv-id"] {
        let Some(value) = reader.verbatim(field) else { continue };
        let is_other = field == "eprint" && !kind.is_empty() && !kind.contains("arxiv");
        let id = identifiers::arxiv(&value).filter(|_| !is_other);
        match id {
            Some(id) if !reader.draft.has("arxiv") => reader.draft.set("arxiv", id),
            Some(_) => {}
            None if kind == "hal" => {
                reader.draft.link("eprint", "", &["https://hal.science/", &value].concat(), "HAL");
            }
            None if identifiers::is_web_url(&value) => reader.draft.link(field, "paper", &value, ""),
            None if kind.is_empty() => reader.draft.no_place(field, &value),
            None => reader.draft.no_place(field, &[&kind, ":", &value].concat()),
        }
    }
    let volume = reader.peek("volume");
    if let Some(id) = volume.strip_prefix("abs/").and_then(identifiers::arxiv) {
        reader.plain("volume");
        if !reader.draft.has("arxiv") {
            reader.draft.set("arxiv", id);
        }
    }
}

/// Returns the text of "howpublished", and sets the URL or the arXiv identifier that it contains.
fn howpublished(reader: &mut Reader) -> String {
    let Some(value) = reader.take("howpublished") else { return String::new() };
    let text = latex::verbatim(&value);
    if let Some(id) = identifiers::arxiv(&text) {
        if !reader.draft.has("arxiv") {
            reader.draft.set("arxiv", id);
        }
        return "arXiv".to_owned();
    }
    if identifiers::is_web_url(&text) && !text.contains(char::is_whitespace) {
        reader.urls.push(("howpublished", text));
        return String::new();
    }
    reader.plain_text("howpublished", &value)
}

/// Sets the degree of a thesis.
fn degree(reader: &mut Reader, kind: &str) {
    if kind != "thesis" {
        return;
    }
    let named = reader.plain("type");
    let degree =
        if named.is_empty() { reader.kind.degree.unwrap_or_default().to_owned() } else { kinds::degree(&named) };
    reader.draft.set("degree", degree);
}
