//! RIS records ("RIS Format Specifications", Research Information Systems, 2001, with the types and tags that version 2
//! of 2011 added).

use crate::{
    citation::{
        PlainText,
        person_name::Name,
        reference::{Details, thesis_type},
        text::line,
    },
    content::{Content, Publication, PublicationType},
};

/// Returns the RIS record of a publication. Each line ends with CR and LF. `plain` returns the text of its abstract.
///
/// ```
/// let text = r#"{ "person": { "name": "Ada Lovelace" }, "pages": [], "publications": [
///     { "id": "ada1843", "title": "Notes", "type": "report", "authors": ["Ada Lovelace"], "date": "1843-08" }
/// ] }"#;
/// let content = frontispiece::content::read(text).unwrap().content;
/// let entry = frontispiece::citation::ris::entry(&content.publications[0], &content, &str::to_owned);
/// assert_eq!(
///     entry.lines().collect::<Vec<_>>(),
///     ["TY  - RPRT", "AU  - Lovelace, Ada", "PY  - 1843", "DA  - 1843/08/", "TI  - Notes", "ID  - ada1843", "ER  - "],
/// );
/// ```
pub fn entry(publication: &Publication, content: &Content, plain: PlainText) -> String {
    use PublicationType::{Book, Chapter, Conference, Dataset, Journal, Patent, Report, Software, Thesis, Workshop};
    let details = Details::of(publication, content);
    let mut record = String::new();
    // A line break would end the field, and RIS has no escapes.
    let mut field = |tag: &str, value: &str| {
        let value = line(value);
        if !value.is_empty() {
            record.extend([tag, "  - ", &value, "\r\n"]);
        }
    };
    let is_edited = publication.kind == Some(Book) && details.authors.is_empty() && !details.editors.is_empty();
    field("TY", if is_edited { "EDBOOK" } else { reference_type(publication.kind) });
    for name in if is_edited { &details.editors } else { &details.authors } {
        field("AU", &author(name));
    }
    if details.has_more_authors {
        field("AU", "et al.");
    }
    if !is_edited {
        details
            .editors
            .iter()
            .for_each(|name| field(if publication.kind == Some(Book) { "A3" } else { "A2" }, &author(name)));
    }
    details.translators.iter().for_each(|name| field("A4", &author(name)));
    if let Some(date) = publication.date {
        let two = |number: Option<u8>| number.map_or_else(String::new, |number| format!("{number:02}"));
        field("PY", &format!("{:04}", date.year()));
        // What follows the day is a text.
        let other = if date.season().is_some() || date.end().is_some() {
            ["/", &date.to_string()].concat()
        } else {
            String::new()
        };
        field("DA", &format!("{:04}/{}/{}{other}", date.year(), two(date.month()), two(date.day())));
    }
    field("TI", &details.title);
    field("T2", &details.venue);
    if publication.kind == Some(PublicationType::Journal) {
        // The full name, as in version 1. Some programs read JO as the abbreviation.
        field("JF", &details.venue);
    }
    field("J2", &details.venue_short);
    field(if matches!(publication.kind, Some(Conference | Workshop | Chapter)) { "T3" } else { "T2" }, &details.series);
    field("ET", &details.edition);
    if matches!(publication.kind, Some(Software | Dataset)) {
        field("ET", &details.version);
    }
    if publication.kind == Some(Thesis) {
        field("M3", &thesis_type(publication).unwrap_or_default());
    }
    field("VL", &details.volume);
    field("IS", &details.issue);
    let number = match publication.kind {
        Some(Report | Patent) => "SN",
        // The article number.
        Some(Journal) => "C7",
        _ => "M1",
    };
    field(number, &details.number);
    match details.pages.ranges.as_slice() {
        [(first, last)] => {
            field("SP", first);
            field("EP", last);
        }
        _ => field("SP", &details.pages.with_dash("-")),
    }
    field("PB", &details.publisher);
    field("CY", &details.place);
    for number in [&details.isbn, &details.issn] {
        field("SN", number);
    }
    field("DO", &details.doi);
    if !details.arxiv.is_empty() {
        field("AN", &["arXiv:", &details.arxiv].concat());
    }
    field("UR", &details.url);
    field("N1", publication.status.map_or("", |status| status.label()));
    field("LA", publication.language.as_deref().unwrap_or_default());
    field("AB", &publication.r#abstract.as_deref().map(plain).unwrap_or_default());
    for topic in &publication.topics {
        field("KW", content.topic_label(topic));
    }
    field("ID", publication.cite_key());
    record.push_str("ER  - \r\n");
    record
}

/// Returns a file with the records of these publications in their order.
pub fn file<'c>(
    publications: impl IntoIterator<Item = &'c Publication>,
    content: &Content,
    plain: PlainText,
) -> String {
    publications.into_iter().map(|publication| entry(publication, content, plain)).collect()
}

fn reference_type(kind: Option<PublicationType>) -> &'static str {
    use PublicationType::*;
    match kind {
        // CPAPER, added in 2011, is for papers that are not in proceedings.
        Some(Conference | Workshop) => "CONF",
        Some(Journal) => "JOUR",
        Some(Preprint) => "UNPB",
        Some(Thesis) => "THES",
        Some(Book) => "BOOK",
        Some(Chapter) => "CHAP",
        Some(Report) => "RPRT",
        Some(Software) => "COMP",
        Some(Dataset) => "DATA",
        Some(Patent) => "PAT",
        Some(Other) | None => "GEN",
    }
}

/// Returns "Family, Given, Suffix". A comma within a part would shift the parts, so it is removed.
fn author(name: &Name) -> String {
    let parts = [&name.whole_family(), &name.given, &name.suffix].map(|part| part.replace(',', " "));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
