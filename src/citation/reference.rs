//! The fields of a publication that all formats use, each as one line of text.

use crate::{
    citation::{person_name::Name, text::line},
    content::{Content, LinkKind, Publication, PublicationType, VenueKind},
    route::absolute_address,
    url::{Scheme, UrlKind, doi_url},
};

/// The fields of a publication. Unknown fields are empty.
pub(crate) struct Details {
    pub title: String,
    pub authors: Vec<Name>,
    /// The publication in which it appeared: a journal, proceedings or a series.
    pub venue: String,
    /// A shorter name of the venue, if it has one.
    pub venue_short: String,
    /// The publisher: for a thesis or a report the institution, for a preprint the server.
    pub publisher: String,
    pub volume: String,
    pub issue: String,
    /// The page ranges, each as first and last page. The last page is empty for a single page.
    pub pages: Vec<(String, String)>,
    pub doi: String,
    pub arxiv: String,
    /// An absolute URL of the paper.
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
        let is_a = |kind| known.is_some_and(|venue| venue.kind == Some(kind));
        let in_venue = is_in_venue(publication.kind);
        // An archive or a publisher publishes a work, but the work does not "appear in" it. The university of a thesis
        // takes precedence over the company that prints it.
        let is_publisher = if publisher.is_empty() {
            !in_venue || is_a(VenueKind::Publisher)
        } else {
            !in_venue && (venue == publisher || (is_a(VenueKind::University) && !venue.is_empty()))
        };
        if is_publisher {
            publisher = std::mem::take(&mut venue);
        }
        if venue.is_empty() || venue_short == venue {
            venue_short.clear();
        }
        Details {
            title: line(&publication.title),
            authors: publication.authors.iter().filter_map(|author| Name::of(&author.name, content)).collect(),
            venue,
            venue_short,
            publisher,
            volume: plain(&publication.volume),
            issue: plain(&publication.issue),
            pages: ranges(&plain(&publication.pages)),
            doi: plain(&publication.doi),
            arxiv: plain(&publication.arxiv),
            url: url(publication, content),
        }
    }

    /// Returns the pages as text, such as "1-15, 20". `dash` separates the pages of a range.
    pub fn pages(&self, dash: &str) -> String {
        let range = |(first, last): &(String, String)| {
            if last.is_empty() { first.clone() } else { [first, dash, last].concat() }
        };
        self.pages.iter().map(range).collect::<Vec<_>>().join(", ")
    }
}

/// Returns `true` if a publication of this type appears in its venue. The venue of other types is the publisher.
fn is_in_venue(kind: Option<PublicationType>) -> bool {
    use PublicationType::{Book, Chapter, Conference, Journal, Workshop};
    matches!(kind, Some(Conference | Workshop | Journal | Book | Chapter))
}

/// Returns the URL by which a publication is cited: that of its DOI, otherwise a URL of the paper. It is empty if there
/// is none.
pub fn address(publication: &Publication, content: &Content) -> String {
    match publication.doi.as_deref().map(line) {
        Some(doi) if !doi.is_empty() => doi_url(&doi),
        _ => url(publication, content),
    }
}

/// Returns the first link to the paper that is or can be made an absolute URL, otherwise its page on arXiv.
fn url(publication: &Publication, content: &Content) -> String {
    let papers = publication.links.iter().filter(|link| link.kind == Some(LinkKind::Paper)).map(|link| &link.url);
    let mut places = papers.filter(|address| address.kind() != UrlKind::External(Scheme::Mailto));
    let arxiv = || match publication.arxiv.as_deref().map(line) {
        Some(id) if !id.is_empty() => ["https://arxiv.org/abs/", &id].concat(),
        _ => String::new(),
    };
    places.find_map(|address| absolute_address(address, content)).unwrap_or_else(arxiv)
}

/// Parses pages such as "1-15", "1–3, 7", "A-1--A-9".
fn ranges(pages: &str) -> Vec<(String, String)> {
    pages.split(',').map(str::trim).filter(|part| !part.is_empty()).map(range).collect()
}

fn range(part: &str) -> (String, String) {
    let is_dash = |letter| matches!(letter, '‒' | '–' | '—' | '−');
    let is_hyphen = |letter| matches!(letter, '-' | '‐' | '‑');
    let hyphens: Vec<usize> = part.match_indices(is_hyphen).map(|(at, _)| at).collect();
    // If the number of hyphens is odd, the middle one separates the range: "A-1-A-9".
    let middle = || (hyphens.len() % 2 == 1).then(|| hyphens[hyphens.len() / 2]);
    let at = part.find(is_dash).or_else(|| part.as_bytes().windows(2).position(|pair| pair == b"--")).or_else(middle);
    let Some(at) = at else { return (part.to_owned(), String::new()) };
    let trimmed =
        |part: &str| part.trim_matches(|letter| is_dash(letter) || is_hyphen(letter) || letter == ' ').to_owned();
    let (first, last) = (trimmed(&part[..at]), trimmed(&part[at..]));
    // "100-" has no end, so it is not a range.
    if first.is_empty() || last.is_empty() { (part.to_owned(), String::new()) } else { (first, last) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        content::{Link, Venue},
        url::SafeUrl,
    };

    #[test]
    fn pages_are_parsed_as_ranges() {
        #[track_caller]
        fn check(pages: &str, expected: &str) {
            let details =
                Details::of(&Publication { pages: Some(pages.to_owned()), ..Default::default() }, &Content::default());
            assert_eq!(details.pages(" to "), expected, "{pages}");
        }
        check("1-15", "1 to 15");
        check("1–15", "1 to 15");
        check("1--15", "1 to 15");
        check("1 --- 15", "1 to 15");
        check("1—15, 20,30-31", "1 to 15, 20, 30 to 31");
        check("A-1–A-9", "A-1 to A-9");
        check("A-1-A-9", "A-1 to A-9");
        check("23:1-23:20", "23:1 to 23:20");
        check("e-17-18", "e-17-18");
        check("e1234", "e1234");
        check("100-", "100-");
        check(" , ", "");
    }

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
        check(PublicationType::Book, VenueKind::Other, "", "Venue|V|");
        check(PublicationType::Thesis, VenueKind::University, "", "||Venue");
        check(PublicationType::Thesis, VenueKind::University, "P", "||Venue");
        check(PublicationType::Report, VenueKind::Other, "P", "Venue|V|P");
        check(PublicationType::Report, VenueKind::Other, "Venue", "||Venue");
        check(PublicationType::Journal, VenueKind::Journal, "Venue", "Venue|V|Venue");
        check(PublicationType::Preprint, VenueKind::PreprintServer, "", "||Venue");
    }

    #[test]
    fn the_url_of_a_paper_is_absolute() {
        #[track_caller]
        fn check(site: &str, papers: &[&str], expected: &str) {
            let link = |address: &&str| Link {
                kind: Some(LinkKind::Paper),
                url: SafeUrl::link(address).unwrap(),
                label: None,
            };
            let code =
                Link { kind: Some(LinkKind::Code), url: SafeUrl::link("https://code.example/").unwrap(), label: None };
            let publication = Publication {
                links: [code].into_iter().chain(papers.iter().map(link)).collect(),
                arxiv: Some("2310.07240".to_owned()),
                ..Default::default()
            };
            let mut content = Content::default();
            content.site.url = SafeUrl::link(site).ok();
            assert_eq!(Details::of(&publication, &content).url, expected);
        }
        check("", &["https://a.example/p.pdf"], "https://a.example/p.pdf");
        check("https://ada.example/", &["files/p.pdf"], "https://ada.example/files/p.pdf");
        check("https://ada.example", &["/files/p.pdf"], "https://ada.example/files/p.pdf");
        check("", &["files/p.pdf", "#p", "mailto:a@b.c", "http://a.example"], "http://a.example");
        check("", &["files/p.pdf"], "https://arxiv.org/abs/2310.07240");
    }
}
