//! The type and the venue of a CSL-JSON item.

use crate::import::{csl::reader::Reader, kinds, work::VenueName};

/// Sets the type, the venue, the publisher and the fields that depend on the type.
pub(super) fn venue(reader: &mut Reader, kind: &str) {
    let mut kind = kind;
    let [mut container, short, abbreviation, collection, event, event_title] =
        ["container-title", "container-title-short", "journalAbbreviation", "collection-title", "event", "event-title"]
            .map(|field| reader.plain(field));
    let crossref_short = reader.plain("short-container-title");
    let mut publisher = reader.plain("publisher");
    let event = if event_title.is_empty() { event } else { event_title };
    if container.is_empty() && kind == "conference" {
        container = event;
    } else if !event.is_empty() && event != container {
        reader.draft.no_place("event-title", &event);
    }
    let server = kinds::preprint_server(&container).or_else(|| kinds::preprint_server(&publisher));
    match kind {
        "journal" | "other" if server.is_some() => kind = "preprint",
        // An article in a container is no preprint.
        "preprint" if server.is_none() && !container.is_empty() && !reader.draft.has("arxiv") => kind = "journal",
        "conference" if kinds::is_workshop(&container) => kind = "workshop",
        _ => {}
    }
    if kind == "preprint" {
        if let Some(server) = server {
            if kinds::preprint_server(&publisher) == Some(server) {
                publisher.clear();
            }
            container = server.to_owned();
        } else if container.is_empty() && publisher.is_empty() && reader.draft.has("arxiv") {
            container = "arXiv".to_owned();
        }
    }
    reader.draft.set("type", kind);
    reader.draft.set("series", collection);
    reader.draft.set("publisher", publisher);
    places(reader, kind);
    genre(reader, kind);
    let short =
        [short, abbreviation, crossref_short].into_iter().find(|short| !short.is_empty() && *short != container);
    if !container.is_empty() {
        reader.draft.work.venue = Some(VenueName { name: container, short, kind: None });
    } else if let Some(short) = short {
        reader.draft.no_place("container-title-short", &short);
    }
}

fn places(reader: &mut Reader, kind: &str) {
    let [event, publisher] = ["event-place", "publisher-place"].map(|field| reader.plain(field));
    let (place, other, field) = if matches!(kind, "conference" | "workshop") && !event.is_empty() {
        (event, publisher, "publisher-place")
    } else if publisher.is_empty() {
        (event, publisher, "")
    } else {
        (publisher, event, "event-place")
    };
    if !other.is_empty() && other != place {
        reader.draft.no_place(field, &other);
    }
    reader.draft.set("place", place);
}

/// Sets the degree of a thesis. The genre of another work repeats its type or has no place.
fn genre(reader: &mut Reader, kind: &str) {
    let genre = reader.plain("genre");
    let genre = if genre.is_empty() { reader.plain("degree") } else { genre };
    if genre.is_empty() {
        return;
    }
    let repeats =
        ["preprint", "technical report", "report", "article", "dataset", "software", "book", "journal article"];
    if kind == "thesis" {
        reader.draft.set("degree", kinds::degree(&genre));
    } else if !repeats.contains(&&*genre.to_lowercase()) {
        reader.draft.no_place("genre", &genre);
    }
}
