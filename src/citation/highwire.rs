//! The tags in the head of a publication's page that Google Scholar and Zotero read.
//!
//! The names are those of [Google Scholar's inclusion
//! guidelines](https://scholar.google.com/intl/en/scholar/inclusion.html)
//! ("Highwire Press tags").

use crate::{
    citation::{person_name::Name, reference::Details},
    content::{Content, LinkKind, Publication, PublicationType},
    route::{Route, absolute, absolute_address},
    url::SafeUrl,
};

/// Returns the tags of a publication as pairs of name and content, in the order of the guidelines. The guidelines
/// require a title, an author and a date, so a publication without one of these has no tags.
///
/// `pdf` is the absolute URL of the publication's PDF.
pub fn tags(publication: &Publication, pdf: Option<String>, content: &Content) -> Vec<(&'static str, String)> {
    if publication.creators().is_empty() {
        return Vec::new();
    }
    let details = Details::of(publication, content);
    let mut tags = vec![("citation_title", details.title.clone())];
    let item_type = publication.kind.map(zotero_item_type);
    tags.extend(item_type.map(|item_type| ("z:itemType", item_type.to_owned())));
    let is_only_author = publication.authors.len() == 1;
    for author in publication.authors.iter().filter(|author| !author.is_others()) {
        let inverted = |name: Name| if is_only_author { unsplittable(&name) } else { name.inverted() };
        tags.extend(Name::of(author, content).map(|name| ("citation_author", inverted(name))));
        tags.extend(content.orcid(author).map(|orcid| ("citation_author_orcid", orcid)));
    }
    tags.extend(details.editors.iter().map(|editor| ("citation_editor", editor.inverted())));
    let mut tag = |name: &'static str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            tags.push((name, value));
        }
    };
    tag("citation_publication_date", publication.date.map(|date| date.datetime().replace('-', "/")));
    let venue = match publication.kind {
        Some(PublicationType::Journal) => "citation_journal_title",
        Some(PublicationType::Conference | PublicationType::Workshop) => "citation_conference_title",
        Some(PublicationType::Chapter) => "citation_inbook_title",
        _ => "citation_series_title",
    };
    let publisher = match publication.kind {
        Some(PublicationType::Thesis) => "citation_dissertation_institution",
        Some(PublicationType::Report) => "citation_technical_report_institution",
        _ => "citation_publisher",
    };
    tag(venue, Some(details.venue));
    tag(publisher, Some(details.publisher));
    tag("citation_volume", Some(details.volume));
    tag("citation_issue", Some(details.issue));
    if matches!(publication.kind, Some(PublicationType::Report | PublicationType::Patent)) {
        tag("citation_technical_report_number", Some(details.number.clone()));
    }
    tag("citation_isbn", Some(details.isbn));
    tag("citation_issn", Some(details.issn));
    if let Some((first, last)) = details.pages.ranges.into_iter().next() {
        tag("citation_firstpage", Some(first));
        tag("citation_lastpage", Some(last));
    } else if publication.kind == Some(PublicationType::Journal) {
        // The number of the article.
        tag("citation_firstpage", Some(details.number));
    }
    tag("citation_doi", Some(details.doi));
    tag("citation_arxiv_id", Some(details.arxiv));
    tag("citation_language", publication.language.clone());
    tag("citation_pdf_url", pdf);
    tag("citation_abstract_html_url", absolute(&Route::of(publication).path(), content));
    tags
}

/// Returns the item type that Zotero saves a publication as (Zotero's item types, "Embedded Metadata" translator). Without
/// it, Zotero guesses "journal article" for all types that have no tag of their own.
fn zotero_item_type(kind: PublicationType) -> &'static str {
    use PublicationType::*;
    match kind {
        Conference | Workshop => "conferencePaper",
        Journal => "journalArticle",
        Preprint => "preprint",
        Thesis => "thesis",
        Book => "book",
        Chapter => "bookSection",
        Report => "report",
        Software => "computerProgram",
        Dataset => "dataset",
        Patent => "patent",
        Other => "document",
    }
}

/// Returns "Family, Given" for an only author. Zotero's "Embedded Metadata" translator splits the only author of a page into
/// two people at the comma if both parts contain a space. No-break spaces in the family name prevent this, and other
/// readers treat them as spaces.
fn unsplittable(name: &Name) -> String {
    let inverted = name.inverted();
    match inverted.split_once(", ") {
        Some((family, given)) if family.contains(' ') && given.contains(' ') => {
            [&family.replace(' ', "\u{a0}"), ", ", given].concat()
        }
        _ => inverted,
    }
}

/// Returns the absolute URL of a publication's PDF: a link to the paper that looks like a PDF, otherwise the PDF on
/// arXiv.
pub fn pdf(publication: &Publication, content: &Content) -> Option<String> {
    let given = pdf_links(publication).find_map(|address| absolute_address(address, content));
    given.or_else(|| Some(["https://arxiv.org/pdf/", publication.arxiv.as_ref()?].concat()))
}

/// Returns the links to the paper that look like a PDF.
pub fn pdf_links(publication: &Publication) -> impl Iterator<Item = &SafeUrl> {
    let papers = publication.links.iter().filter(|link| link.kind == Some(LinkKind::Paper));
    papers.map(|link| &link.url).filter(|address| is_pdf(address.as_str()))
}

/// Returns `true` if a URL looks like that of a PDF.
fn is_pdf(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.len() >= 4 && path.as_bytes()[path.len() - 4..].eq_ignore_ascii_case(b".pdf")
        || ["arxiv.org/pdf/", "openreview.net/pdf"].iter().any(|place| address.contains(place))
}
