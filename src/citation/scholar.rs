//! What Google Scholar reads in the head of a paper's page, and Zotero with it.
//!
//! The names are those of [Google Scholar's inclusion guidelines](https://scholar.google.com/intl/en/scholar/inclusion.html)
//! ("Highwire Press tags").

use crate::{
    content::{Content, LinkKind, Publication, PublicationType},
    page::{Page, absolute, absolute_address},
};

/// The tags of a publication as pairs of name and content, in the order of the guidelines. Nothing where they could
/// only mislead: the guidelines want a title, an author and a date.
///
/// `pdf` is the absolute address of the paper's PDF, where there is one.
pub fn tags(publication: &Publication, pdf: Option<String>, content: &Content) -> Vec<(&'static str, String)> {
    let Some(date) = publication.date.filter(|_| !publication.authors.is_empty()) else { return Vec::new() };
    let mut tags = vec![("citation_title", publication.title.clone())];
    for author in &publication.authors {
        tags.push(("citation_author", author.name.clone()));
        let orcid = content.people.get(&author.name).and_then(|known| known.orcid.as_deref());
        let own = content.person.ids.orcid.as_deref().filter(|_| content.is_scholar(&author.name));
        if let Some(orcid) = own.or(orcid) {
            tags.push(("citation_author_orcid", ["https://orcid.org/", orcid].concat()));
        }
    }
    let mut tag = |name: &'static str, value: Option<String>| {
        if let Some(value) = value {
            tags.push((name, value));
        }
    };
    tag("citation_publication_date", Some(date.iso().replace('-', "/")));
    let venue = publication.venue.as_ref().map(|key| content.venues.get(key).map_or(key, |venue| &venue.name).clone());
    let publisher = publication.publisher.clone();
    match publication.kind {
        Some(PublicationType::Journal) => tag("citation_journal_title", venue),
        Some(PublicationType::Conference | PublicationType::Workshop) => tag("citation_conference_title", venue),
        Some(PublicationType::Chapter) => tag("citation_inbook_title", venue),
        Some(PublicationType::Thesis) => tag("citation_dissertation_institution", publisher.clone().or(venue)),
        Some(PublicationType::Report) => tag("citation_technical_report_institution", publisher.clone().or(venue)),
        _ => {}
    }
    tag("citation_volume", publication.volume.clone());
    tag("citation_issue", publication.issue.clone());
    let mut pages = publication.pages.as_deref().unwrap_or_default().split(['-', '–']).map(str::trim);
    let mut page = || pages.find(|page| !page.is_empty()).map(str::to_owned);
    tag("citation_firstpage", page());
    tag("citation_lastpage", page());
    tag("citation_publisher", publisher);
    tag("citation_doi", publication.doi.clone());
    tag("citation_arxiv_id", publication.arxiv.clone());
    tag("citation_pdf_url", pdf);
    tag("citation_abstract_html_url", absolute(&Page::of(publication).path(), content));
    tags
}

/// The absolute address of a publication's PDF, as far as the content tells: a link to the paper that ends as a PDF
/// does, or else the one on arXiv.
pub fn pdf(publication: &Publication, content: &Content) -> Option<String> {
    let papers = publication.links.iter().filter(|link| link.kind == Some(LinkKind::Paper));
    let mut pdfs = papers.filter(|link| is_pdf(link.url.as_str()));
    let given = pdfs.find_map(|link| absolute_address(&link.url, content));
    given.or_else(|| Some(["https://arxiv.org/pdf/", publication.arxiv.as_ref()?].concat()))
}

/// Whether an address leads to a PDF, by the look of it.
pub fn is_pdf(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.len() >= 4 && path.as_bytes()[path.len() - 4..].eq_ignore_ascii_case(b".pdf")
        || ["arxiv.org/pdf/", "openreview.net/pdf"].iter().any(|place| address.contains(place))
}
