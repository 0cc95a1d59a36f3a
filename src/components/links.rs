//! Lists of links.

use crate::{
    content::{ContentPage, Link, Person, ProfileKind, Publication},
    dom::{
        Element,
        tags::{a, li, span, ul},
    },
    route::{Base, Route},
    url::{SafeUrl, arxiv_url, doi_url},
};

/// A link of a list, with its text and its class.
#[derive(Clone)]
pub struct LabeledLink {
    /// The target of the link.
    pub url: SafeUrl,
    /// The text of the link.
    pub text: String,
    /// A class that names the kind of the link.
    pub class: &'static str,
}

impl From<&Link> for LabeledLink {
    fn from(link: &Link) -> LabeledLink {
        LabeledLink {
            url: link.url.clone(),
            text: link.text().to_owned(),
            class: link.kind.map_or("link", |kind| kind.as_str()),
        }
    }
}

/// Returns a link to a page of the content.
pub fn page_link(page: &ContentPage, base: &Base) -> Element {
    a().attr("href", base.href(&Route::from_content_page(page))).attr("dir", "auto").child(page.title.clone())
}

/// Returns the links to a person's mailbox, identifiers and profiles.
pub fn profile_links(person: &Person) -> Vec<LabeledLink> {
    let ids = &person.ids;
    // The form of a permanent URL that each database documents.
    let derived = [
        ("E-mail", "mailto:", &person.email),
        ("ORCID", "https://orcid.org/", &ids.orcid),
        ("DBLP", "https://dblp.org/pid/", &ids.dblp),
        ("Google Scholar", "https://scholar.google.com/citations?user=", &ids.google_scholar),
        ("Semantic Scholar", "https://www.semanticscholar.org/author/", &ids.semantic_scholar),
        ("OpenReview", "https://openreview.net/profile?id=", &ids.openreview),
    ];
    let mut links = Vec::new();
    for (text, start, id) in derived {
        let url = id.as_ref().and_then(|id| SafeUrl::link(&[start, id].concat()).ok());
        let class = if start == "mailto:" { "email" } else { "link" };
        links.extend(url.map(|url| LabeledLink { url, text: text.to_owned(), class }));
    }
    links.extend(person.links.iter().map(|link| LabeledLink {
        url: link.url.clone(),
        text: link.label.clone().unwrap_or_else(|| link.kind.map_or("Link", ProfileKind::label).to_owned()),
        class: link.kind.map_or("link", |kind| kind.as_str()),
    }));
    links
}

/// Returns a list of links, or `None` if there are no links. `label` is the accessible name of the list.
pub fn link_list(links: Vec<LabeledLink>, label: &'static str, base: &Base) -> Option<Element> {
    let items: Vec<Element> = links
        .into_iter()
        .map(|link| {
            let anchor = anchor(&link.url, base).class(link.class).attr("data-print-address", email_address(&link));
            li().child(anchor.child(link.text))
        })
        .collect();
    (!items.is_empty()).then(|| ul().class("links").attr("aria-label", label).child(items))
}

/// Returns the address of a link to a mailbox, for print.
fn email_address(link: &LabeledLink) -> Option<String> {
    link.url.as_str().strip_prefix("mailto:").map(str::to_owned)
}

/// Returns the links of a version or an entry.
pub fn links(links: &[Link], base: &Base) -> Option<Element> {
    link_list(links.iter().map(LabeledLink::from).collect(), "Links", base)
}

/// Returns the links of a publication: those of the content, then its DOI and its arXiv page unless a link leads there.
pub fn publication_links(publication: &Publication) -> Vec<LabeledLink> {
    let mut links: Vec<LabeledLink> = publication.links.iter().map(LabeledLink::from).collect();
    let doi = publication.doi.as_ref().map(|id| ("DOI", doi_url(id)));
    let arxiv = publication.arxiv.as_ref().map(|id| ("arXiv", arxiv_url(id)));
    for (text, url) in [doi, arxiv].into_iter().flatten() {
        let host = if text == "DOI" { "doi.org/" } else { "arxiv.org/" };
        if !links.iter().any(|link| link.url.as_str().contains(host))
            && let Ok(url) = SafeUrl::link(&url)
        {
            links.push(LabeledLink { url, text: text.to_owned(), class: "link" });
        }
    }
    links
}

/// Returns a link to a URL of the content, without its text.
pub fn anchor(url: &SafeUrl, base: &Base) -> Element {
    a().attr("href", base.resolve(url))
}

/// Returns a text as a link if there is a URL for it, and otherwise as a `span`.
pub fn maybe_link(text: &str, url: Option<&SafeUrl>, base: &Base) -> Element {
    let element = match url {
        Some(url) => anchor(url, base),
        None => span(),
    };
    element.attr("dir", "auto").child(text.to_owned())
}
