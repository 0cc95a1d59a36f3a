//! CSL-JSON, the data format of the Citation Style Language (the schema `csl-data.json` of CSL 1.0.2), which Zotero,
//! pandoc and citeproc read.

use crate::{
    citation::{
        PlainText,
        person_name::Name,
        reference::{Details, thesis_type},
        title,
    },
    content::{Content, Date, Publication, PublicationType},
    util::json::encode_string,
};

/// Returns the CSL-JSON item of a publication, a JSON object. `plain` returns the text of its abstract.
///
/// ```
/// let text = r#"{ "person": { "name": "Ada Lovelace" }, "pages": [], "publications": [
///     { "id": "ada1843", "title": "Notes", "type": "report", "authors": ["Ada Lovelace"], "date": "1843-08" }
/// ] }"#;
/// let content = frontispiece::content::read(text).unwrap().content;
/// let item = frontispiece::citation::csl_json::entry(&content.publications[0], &content, &str::to_owned);
/// let expected = r#"{
///   "id": "ada1843",
///   "type": "report",
///   "title": "Notes",
///   "author": [{ "family": "Lovelace", "given": "Ada" }],
///   "issued": { "date-parts": [[1843, 8]] }
/// }"#;
/// assert_eq!(item, expected);
/// ```
pub fn entry(publication: &Publication, content: &Content, plain: PlainText) -> String {
    use PublicationType::{Book, Conference, Preprint, Report, Thesis, Workshop};
    let details = Details::of(publication, content);
    let mut authors: Vec<String> = details.authors.iter().map(author).collect();
    if details.has_more_authors {
        authors.push("{ \"literal\": \"et al.\" }".to_owned());
    }
    let people = |names: &[Name]| wrapped("[", &names.iter().map(author).collect::<Vec<_>>().join(", "), "]");
    // A preprint has the number of its server (as in Zotero), and a report or patent has its own number. Other works
    // have issues, and their preprint becomes a note.
    let arxiv = if details.arxiv.is_empty() { String::new() } else { ["arXiv:", &details.arxiv].concat() };
    let (number, issue, note) = match publication.kind {
        Some(Preprint) => (&*arxiv, &*details.issue, ""),
        _ => (&*details.number, &*details.issue, &*arxiv),
    };
    let (container, container_short) = match publication.kind {
        // These appear in a series.
        Some(Book | Thesis | Report) if details.series.is_empty() => ("collection-title", ""),
        _ => ("container-title", &*details.venue_short),
    };
    let is_of_meeting = matches!(publication.kind, Some(Conference | Workshop));
    let genre = thesis_type(publication).filter(|_| publication.kind == Some(Thesis)).unwrap_or_default();
    let words = publication.r#abstract.as_deref().map(plain).unwrap_or_default();
    let topics: Vec<&str> = publication.topics.iter().map(|topic| content.topic_label(topic)).collect();
    let fields = [
        ("id", string(publication.cite_key())),
        ("type", string(item_type(publication.kind))),
        ("title", string(&title::csl(&publication.title))),
        ("author", wrapped("[", &authors.join(", "), "]")),
        ("editor", people(&details.editors)),
        ("translator", people(&details.translators)),
        ("issued", publication.date.map(issued).unwrap_or_default()),
        ("status", string(publication.status.map_or("", |status| status.as_str()))),
        ("genre", string(&genre)),
        (container, string(&details.venue)),
        ("container-title-short", string(container_short)),
        ("collection-title", string(&details.series)),
        ("edition", string(&details.edition)),
        ("volume", string(&details.volume)),
        ("issue", string(issue)),
        ("number", string(number)),
        ("page", string(&details.pages.with_dash("-"))),
        ("number-of-pages", string(&details.pages.total)),
        ("publisher", string(&details.publisher)),
        (if is_of_meeting { "event-place" } else { "publisher-place" }, string(&details.place)),
        ("version", string(&details.version)),
        ("ISBN", string(&details.isbn)),
        ("ISSN", string(&details.issn)),
        ("DOI", string(&details.doi)),
        ("URL", string(&details.url)),
        ("language", string(publication.language.as_deref().unwrap_or_default())),
        ("abstract", string(words.trim())),
        ("keyword", string(&topics.join(", "))),
        ("note", string(note)),
    ];
    let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let fields: Vec<String> = fields.map(|(name, value)| ["  \"", name, "\": ", &value].concat()).collect();
    ["{\n", &fields.join(",\n"), "\n}"].concat()
}

/// Returns a file with the items of these publications in their order, a JSON array.
pub fn file<'c>(
    publications: impl IntoIterator<Item = &'c Publication>,
    content: &Content,
    plain: PlainText,
) -> String {
    let items: Vec<String> = publications.into_iter().map(|publication| entry(publication, content, plain)).collect();
    ["[", &items.join(",\n"), "]\n"].concat()
}

fn item_type(kind: Option<PublicationType>) -> &'static str {
    use PublicationType::*;
    match kind {
        Some(Conference | Workshop) => "paper-conference",
        Some(Journal) => "article-journal",
        Some(Preprint) => "article",
        Some(Thesis) => "thesis",
        Some(Book) => "book",
        Some(Chapter) => "chapter",
        Some(Report) => "report",
        Some(Software) => "software",
        Some(Dataset) => "dataset",
        Some(Patent) => "patent",
        Some(Other) | None => "document",
    }
}

fn author(name: &Name) -> String {
    let parts = [
        (if name.is_literal() { "literal" } else { "family" }, &name.family),
        ("given", &name.given),
        ("non-dropping-particle", &name.particle),
        ("suffix", &name.suffix),
    ];
    let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
    let parts: Vec<String> = parts.map(|(key, value)| ["\"", key, "\": ", &string(value)].concat()).collect();
    wrapped("{ ", &parts.join(", "), " }")
}

/// Returns a date or an interval, with its season.
fn issued(date: Date) -> String {
    let parts = |date: Date| {
        let parts = [Some(date.year()), date.month().map(u16::from), date.day().map(u16::from)];
        let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.to_string()).collect();
        ["[", &parts.join(", "), "]"].concat()
    };
    let dates: Vec<String> = [Some(date), date.end()].into_iter().flatten().map(parts).collect();
    let season = date.season().map(|season| format!(", \"season\": {season}")).unwrap_or_default();
    ["{ \"date-parts\": [", &dates.join(", "), "]", &season, " }"].concat()
}

/// Returns a value between two texts. An empty value stays empty, and its field is omitted.
fn wrapped(open: &str, value: &str, close: &str) -> String {
    if value.is_empty() { String::new() } else { [open, value, close].concat() }
}

/// Returns a JSON string.
fn string(text: &str) -> String {
    let mut json = String::new();
    if !text.is_empty() {
        encode_string(text, &mut json);
    }
    json
}
