//! Lists of links.

use crate::{
    content::{Link, Person, ProfileKind},
    dom::{
        Element,
        tags::{a, li, span, ul},
    },
    route::Base,
    url::{SafeUrl, UrlKind},
};

/// A link ready to be shown.
#[derive(Clone)]
pub struct ShownLink {
    /// Where it leads.
    pub address: SafeUrl,
    /// Its text.
    pub text: String,
    /// A class that says what kind of link it is.
    pub class: &'static str,
}

impl From<&Link> for ShownLink {
    fn from(link: &Link) -> ShownLink {
        ShownLink {
            address: link.url.clone(),
            text: link.text().to_owned(),
            class: link.kind.map_or("link", |kind| kind.as_str()),
        }
    }
}

/// Everything by which a person can be reached: e-mail, identifiers, profiles.
pub fn profile_links(person: &Person) -> Vec<ShownLink> {
    let ids = &person.ids;
    // Each database's own form of a permanent address of a person.
    let identifiers = [
        ("ORCID", "https://orcid.org/", &ids.orcid),
        ("DBLP", "https://dblp.org/pid/", &ids.dblp),
        ("Google Scholar", "https://scholar.google.com/citations?user=", &ids.google_scholar),
        ("Semantic Scholar", "https://www.semanticscholar.org/author/", &ids.semantic_scholar),
        ("OpenReview", "https://openreview.net/profile?id=", &ids.openreview),
    ];
    let email = [("E-mail", "mailto:", &person.email)];
    let made = email.into_iter().chain(identifiers).filter_map(|(text, start, id)| {
        let address = SafeUrl::link(&[start, id.as_deref()?].concat()).ok()?;
        let class = if start == "mailto:" { "email" } else { "link" };
        Some(ShownLink { address, text: text.to_owned(), class })
    });
    let given = person.links.iter().map(|link| ShownLink {
        address: link.url.clone(),
        text: link.label.clone().unwrap_or_else(|| link.kind.map_or("Link", ProfileKind::label).to_owned()),
        class: link.kind.map_or("link", |kind| kind.as_str()),
    });
    made.chain(given).collect()
}

/// A list of links; nothing where there are none.
pub fn link_list(links: impl IntoIterator<Item = ShownLink>, label: &'static str, base: &Base) -> Option<Element> {
    let items: Vec<Element> = links
        .into_iter()
        .map(|link| {
            let anchor = anchor(&link.address, base).class(link.class).attr("data-address", mail(&link));
            li().child(anchor.child(link.text))
        })
        .collect();
    (!items.is_empty()).then(|| ul().class("links").attr("aria-label", label).child(items))
}

/// What is printed of the address of a mailbox.
fn mail(link: &ShownLink) -> Option<String> {
    link.address.as_str().strip_prefix("mailto:").map(str::to_owned)
}

/// The links of a publication or an entry.
pub fn links(links: &[Link], base: &Base) -> Option<Element> {
    link_list(links.iter().map(ShownLink::from), "Links", base)
}

/// A link to an address of the content, without its text. A page that is opened by it gets no handle on this one.
pub fn anchor(address: &SafeUrl, base: &Base) -> Element {
    let rel = matches!(address.kind(), UrlKind::External(_)).then_some("noopener");
    a().attr("href", base.resolve(address)).attr("rel", rel)
}

/// A text that is a link where there is an address for it.
pub fn linked(text: &str, address: Option<&SafeUrl>, base: &Base) -> Element {
    let element = match address {
        Some(address) => anchor(address, base),
        None => span(),
    };
    element.attr("dir", "auto").child(text.to_owned())
}
