//! The details of a publication that all formats export, each as one line of text.

use crate::{
    citation::{pages::Pages, person_name::Name, text::line},
    content::{Author, Content, LinkKind, Publication, PublicationType, VenueKind},
    route::absolute_address,
    url::{Scheme, UrlKind, arxiv_url, doi_url},
};

/// The details of a publication. Unknown details are empty.
pub(crate) struct Details {
    pub title: String,
    pub authors: Vec<Name>,
    /// Whether the list of authors is incomplete.
    pub has_more_authors: bool,
    pub editors: Vec<Name>,
    /// Whether the list of editors is incomplete.
    pub has_more_editors: bool,
    pub translators: Vec<Name>,
    /// The journal, proceedings, book or series in which it appeared.
    pub venue: String,
    /// A shorter name of the venue, if it has one.
    pub venue_short: String,
    /// The publisher; for a thesis or a report the institution, for a preprint the server.
    pub publisher: String,
    pub volume: String,
    pub issue: String,
    /// The number of a report or patent, or of an article.
    pub number: String,
    pub pages: Pages,
    pub series: String,
    pub edition: String,
    pub place: String,
    pub isbn: String,
    pub issn: String,
    pub version: String,
    pub doi: String,
    pub arxiv: String,
    /// The absolute URL by which the publication is cited.
    pub url: String,
}

impl Details {
    pub fn of(publication: &Publication, content: &Content) -> Details {
        let plain = |text: &Option<String>| text.as_deref().map(line).unwrap_or_default();
        let known = publication.venue.as_ref().and_then(|key| content.venues.get(key));
        let mut venue = match (known, &publication.venue) {
            (Some(venue), _) => line(&venue.name),
            (None, key) => plain(key),
        };
        let mut venue_short = plain(&known.and_then(|venue| venue.short.clone()));
        let mut publisher = plain(&publication.publisher);
        // Without a kind of its own, the venue has the kind that the type implies.
        let implied = match publication.kind {
            Some(PublicationType::Thesis) => Some(VenueKind::University),
            Some(PublicationType::Book) => Some(VenueKind::Publisher),
            _ => None,
        };
        let venue_kind = known.and_then(|venue| venue.kind).or(implied);
        let is_a = |kind| venue_kind == Some(kind);
        let in_venue = is_in_venue(publication.kind);
        // An archive or a publisher publishes a work, but the work does not "appear in" it. The university of a thesis
        // takes precedence over the company that prints it.
        let is_publisher = if publisher.is_empty() {
            !in_venue || is_a(VenueKind::Publisher)
        } else {
            (!in_venue || is_a(VenueKind::Publisher)) && venue == publisher
                || !in_venue && is_a(VenueKind::University) && !venue.is_empty()
        };
        if is_publisher {
            publisher = std::mem::take(&mut venue);
        }
        if venue.is_empty() || venue_short == venue {
            venue_short.clear();
        }
        let names = |people: &[Author]| people.iter().filter_map(|author| Name::of(author, content)).collect();
        // Reports and patents have a number, and "issue" was the field for it.
        let has_number = matches!(publication.kind, Some(PublicationType::Report | PublicationType::Patent));
        let (mut number, mut issue) = (plain(&publication.number), plain(&publication.issue));
        if has_number && number.is_empty() {
            number = std::mem::take(&mut issue);
        }
        Details {
            title: line(&publication.title),
            authors: names(&publication.authors),
            has_more_authors: publication.authors.last().is_some_and(Author::is_others),
            editors: names(&publication.editors),
            has_more_editors: publication.editors.last().is_some_and(Author::is_others),
            translators: names(&publication.translators),
            venue,
            venue_short,
            publisher,
            volume: plain(&publication.volume),
            issue,
            number,
            series: plain(&publication.series),
            edition: plain(&publication.edition),
            place: plain(&publication.place),
            isbn: plain(&publication.isbn),
            issn: plain(&publication.issn),
            version: plain(&publication.version),
            pages: Pages::parse(&plain(&publication.pages)),
            doi: plain(&publication.doi),
            arxiv: plain(&publication.arxiv),
            url: citation_url(publication, content),
        }
    }
}

/// Returns the name of the degree of a thesis: "PhD", "Master's", "Bachelor's", or as it is written.
pub fn degree(publication: &Publication) -> Option<&str> {
    publication.degree.as_deref().map(str::trim).filter(|degree| !degree.is_empty()).map(|degree| match degree {
        "phd" => "PhD",
        "master" => "Master's",
        "bachelor" => "Bachelor's",
        other => other,
    })
}

/// Returns the type of a thesis as references name it: "Master's thesis", or the degree as it is written if it is a word
/// such as "Habilitation".
pub fn thesis_type(publication: &Publication) -> Option<String> {
    let degree = degree(publication)?;
    let is_whole = degree.to_ascii_lowercase().contains("thesis")
        || ["tion", "arbeit", "schrift", "philosophy"].iter().any(|end| degree.ends_with(end));
    Some(if is_whole { degree.to_owned() } else { [degree, " thesis"].concat() })
}

/// Returns `true` for a type that appears in its venue. Other types are published by it.
fn is_in_venue(kind: Option<PublicationType>) -> bool {
    use PublicationType::{Book, Chapter, Conference, Journal, Workshop};
    matches!(kind, Some(Conference | Workshop | Journal | Book | Chapter))
}

/// Returns the absolute URL by which a publication is cited: its `url`, else that of its DOI, else of its arXiv identifier,
/// else of the link that fits its type: the code of software, the data of a dataset, the paper or the website of others.
/// Empty if there is none.
pub fn citation_url(publication: &Publication, content: &Content) -> String {
    if let Some(url) = publication.url.as_ref().and_then(|url| absolute_address(url, content)) {
        return url;
    }
    let doi = publication.doi.as_deref().map(line).filter(|doi| !doi.is_empty());
    let arxiv = publication.arxiv.as_deref().map(line).filter(|id| !id.is_empty());
    if let Some(doi) = doi {
        return doi_url(&doi);
    }
    if let Some(id) = arxiv {
        return arxiv_url(&id);
    }
    link_url(publication, content)
}

/// Returns the absolute URL of the first link that fits the type of a publication.
fn link_url(publication: &Publication, content: &Content) -> String {
    use LinkKind::{Code, Data, Paper, Website};
    let kinds: &[LinkKind] = match publication.kind {
        Some(PublicationType::Software) => &[Code, Website, Paper],
        Some(PublicationType::Dataset) => &[Data, Website, Paper],
        _ => &[Paper, Website],
    };
    let links = kinds.iter().flat_map(|kind| publication.links.iter().filter(|link| link.kind == Some(*kind)));
    let mut urls = links.map(|link| &link.url).filter(|url| url.kind() != UrlKind::External(Scheme::Mailto));
    urls.find_map(|url| absolute_address(url, content)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Venue;

    #[test]
    fn a_venue_is_a_container_or_a_publisher() {
        #[track_caller]
        fn check(kind: PublicationType, venue: VenueKind, publisher: &str, expected: &str) {
            let venue = Venue { short: Some("V".to_owned()), name: "Venue".to_owned(), kind: Some(venue), url: None };
            let venues = [("v".to_owned(), venue)].into_iter().collect();
            let publication = Publication {
                kind: Some(kind),
                venue: Some("v".to_owned()),
                publisher: (!publisher.is_empty()).then(|| publisher.to_owned()),
                ..Default::default()
            };
            let details = Details::of(&publication, &Content { venues, ..Default::default() });
            assert_eq!([details.venue, details.venue_short, details.publisher].join("|"), expected);
        }
        check(PublicationType::Journal, VenueKind::Journal, "P", "Venue|V|P");
        check(PublicationType::Journal, VenueKind::Journal, "", "Venue|V|");
        check(PublicationType::Book, VenueKind::Publisher, "", "||Venue");
        check(PublicationType::Book, VenueKind::Publisher, "P", "Venue|V|P");
        check(PublicationType::Book, VenueKind::Publisher, "Venue", "||Venue");
        check(PublicationType::Book, VenueKind::Other, "", "Venue|V|");
        check(PublicationType::Thesis, VenueKind::University, "", "||Venue");
        check(PublicationType::Thesis, VenueKind::University, "P", "||Venue");
        check(PublicationType::Report, VenueKind::Other, "P", "Venue|V|P");
        check(PublicationType::Report, VenueKind::Other, "Venue", "||Venue");
        check(PublicationType::Journal, VenueKind::Journal, "Venue", "Venue|V|Venue");
        check(PublicationType::Preprint, VenueKind::PreprintServer, "", "||Venue");
    }

    #[test]
    fn the_citation_url_fits_the_type() {
        #[track_caller]
        fn check(site: &str, fields: &str, expected: &str) {
            let text = format!(
                r#"{{ "site": {{ {site} }}, "person": {{ "name": "Ada" }}, "pages": [],
                    "publications": [{{ "id": "a", "title": "A", {fields} }}] }}"#
            );
            let content = crate::content::read(&text).unwrap().content;
            assert_eq!(Details::of(&content.publications[0], &content).url, expected, "{fields}");
        }
        let links = r#""links": [{ "kind": "slides", "url": "https://a.example/s" },
            { "kind": "website", "url": "https://a.example/" }, { "kind": "paper", "url": "https://a.example/p.pdf" },
            { "kind": "data", "url": "https://a.example/d" }, { "kind": "code", "url": "https://a.example/c" }]"#;
        let of = |kind: &str| format!(r#""type": "{kind}", {links}"#);
        check("", &of("software"), "https://a.example/c");
        check("", &of("dataset"), "https://a.example/d");
        check("", &of("report"), "https://a.example/p.pdf");
        check("", r#""url": "https://a.example/u", "doi": "10.1/a""#, "https://a.example/u");
        check("", &format!(r#""doi": "10.1/a", "arxiv": "2310.07240", {links}"#), "https://doi.org/10.1/a");
        check("", &format!(r#""arxiv": "2310.07240", {links}"#), "https://arxiv.org/abs/2310.07240");
        let file = r#""links": [{ "kind": "paper", "url": "files/p.pdf" }]"#;
        check(r#""url": "https://ada.example""#, file, "https://ada.example/files/p.pdf");
        check("", file, "");
        let others = r##""links": [{ "kind": "paper", "url": "#p" }, { "kind": "paper", "url": "mailto:a@b.c" },
            { "kind": "website", "url": "http://a.example" }]"##;
        check("", others, "http://a.example");
        check("", r#""links": [{ "kind": "slides", "url": "https://a.example/s" }]"#, "");
    }
}
