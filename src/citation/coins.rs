//! COinS: references in a page for other programs (OpenURL ContextObjects in spans, <http://ocoins.info>; NISO
//! Z39.88-2004, the KEV formats journal, book, dissertation, patent and Dublin Core). The visitor's WebAssembly module
//! contains this code, so it is written to be small.

use crate::{
    citation::reference::{Details, thesis_type},
    content::{Content, MAX_LISTED_AUTHORS, Publication, PublicationType},
    util::percent,
};

/// Returns the ContextObject of a publication as keys and values, for the `title` of a `<span class="Z3988">`.
///
/// ```
/// let text = r#"{ "person": { "name": "Ada Lovelace" }, "pages": [], "publications": [
///     { "id": "ada1843", "title": "A & E", "type": "journal", "authors": ["Ada Lovelace"], "date": "1843-08" }
/// ] }"#;
/// let content = frontispiece::content::read(text).unwrap().content;
/// assert_eq!(
///     frontispiece::citation::coins::context_object(&content.publications[0], &content),
///     "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&rft.genre=article\
///      &rft.atitle=A+%26+E&rft.aulast=Lovelace&rft.aufirst=Ada&rft.au=Lovelace%2C+Ada&rft.date=1843-08",
/// );
/// ```
pub fn context_object(publication: &Publication, content: &Content) -> String {
    let details = Details::of(publication, content);
    let Format { format, genre, title, venue, publisher } = Format::of(publication.kind);
    let mut object = String::from("ctx_ver=Z39.88-2004");
    let mut pair = |key: &str, value: &str| {
        if !value.is_empty() && !key.is_empty() {
            object.extend(["&", key, "=", &percent::encode_all(value)]);
        }
    };
    pair("rft_val_fmt", &["info:ofi/fmt:kev:mtx:", format].concat());
    pair(genre.0, genre.1);
    pair(title, &details.title);
    if venue != "rft.series" || details.series.is_empty() {
        pair(venue, &details.venue);
    }
    if format == "journal" {
        pair("rft.stitle", &details.venue_short);
        pair("rft.volume", &details.volume);
        pair("rft.issue", &details.issue);
    }
    if title == "rft.atitle" {
        pair("rft.pages", &details.pages.with_dash("-"));
        if let [(first, last)] = details.pages.ranges.as_slice() {
            pair("rft.spage", first);
            pair("rft.epage", last);
        }
    }
    match format {
        "patent" => pair("rft.number", &details.number),
        "journal" => pair("rft.artnum", &details.number),
        "dissertation" => pair("rft.degree", &thesis_type(publication).unwrap_or_default()),
        "book" => {
            pair("rft.edition", &details.edition);
            pair("rft.place", &details.place);
            pair("rft.isbn", &details.isbn);
            pair("rft.series", &details.series);
        }
        _ => {}
    }
    if matches!(format, "journal" | "book") {
        pair("rft.issn", &details.issn);
    }
    pair(publisher, &details.publisher);
    let (last, first, author) = match format {
        "patent" => ("rft.invlast", "rft.invfirst", "rft.inventor"),
        "dc" => ("", "", "rft.creator"),
        _ => ("rft.aulast", "rft.aufirst", "rft.au"),
    };
    // A page of a list would have megabytes of names of large collaborations.
    for (place, name) in details.authors.iter().take(MAX_LISTED_AUTHORS).enumerate() {
        if place == 0 && !name.is_literal() {
            pair(last, &name.whole_family());
            pair(first, &name.given);
        }
        pair(author, &name.inverted());
    }
    if let Some(date) = publication.date {
        pair("rft.date", &date.datetime());
    }
    for (scheme, id) in [("info:doi/", &details.doi), ("info:arxiv/", &details.arxiv), ("", &details.url)] {
        if !id.is_empty() {
            pair("rft_id", &[scheme, id].concat());
        }
    }
    object
}

/// The keys of a KEV format for common fields. An empty key means that the format lacks the field.
struct Format {
    /// The last part of the format's identifier.
    format: &'static str,
    genre: (&'static str, &'static str),
    title: &'static str,
    venue: &'static str,
    publisher: &'static str,
}

impl Format {
    fn of(kind: Option<PublicationType>) -> Format {
        use PublicationType::*;
        const GENRE: &str = "rft.genre";
        let (format, genre, title, venue, publisher) = match kind {
            Some(Journal) => ("journal", (GENRE, "article"), "rft.atitle", "rft.jtitle", ""),
            Some(Conference | Workshop) => ("book", (GENRE, "proceeding"), "rft.atitle", "rft.btitle", "rft.pub"),
            Some(Chapter) => ("book", (GENRE, "bookitem"), "rft.atitle", "rft.btitle", "rft.pub"),
            Some(Book) => ("book", (GENRE, "book"), "rft.btitle", "rft.series", "rft.pub"),
            Some(Report) => ("book", (GENRE, "report"), "rft.btitle", "rft.series", "rft.pub"),
            Some(Thesis) => ("dissertation", (GENRE, ""), "rft.title", "", "rft.inst"),
            Some(Patent) => ("patent", (GENRE, ""), "rft.title", "", "rft.assignee"),
            // There is no list of types. These are the words of Zotero, the most common reader of COinS.
            Some(Preprint) => ("dc", ("rft.type", "preprint"), "rft.title", "rft.source", "rft.publisher"),
            Some(Software) => ("dc", ("rft.type", "computerProgram"), "rft.title", "rft.source", "rft.publisher"),
            Some(Dataset) => ("dc", ("rft.type", "dataset"), "rft.title", "rft.source", "rft.publisher"),
            Some(Other) | None => ("dc", ("rft.type", "document"), "rft.title", "rft.source", "rft.publisher"),
        };
        Format { format, genre, title, venue, publisher }
    }
}
