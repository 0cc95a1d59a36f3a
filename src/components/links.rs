//! Lists of links.

use leptos::prelude::*;

use crate::{
    address::{Address, Kind},
    app::Site,
    content::{Link, Person, ProfileKind},
};

/// A link ready to be shown.
#[derive(Clone)]
pub struct ShownLink {
    /// Where it leads.
    pub address: Address,
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
            class: link.kind.map_or("link", |kind| kind.word()),
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
        let address = Address::link(&[start, id.as_deref()?].concat()).ok()?;
        Some(ShownLink { address, text: text.to_owned(), class: "link" })
    });
    let given = person.links.iter().map(|link| ShownLink {
        address: link.url.clone(),
        text: link.label.clone().unwrap_or_else(|| link.kind.map_or("Link", ProfileKind::label).to_owned()),
        class: link.kind.map_or("link", |kind| kind.word()),
    });
    made.chain(given).collect()
}

/// A list of links; nothing where there are none.
#[component]
pub fn LinkList(links: Vec<ShownLink>, #[prop(into)] label: String) -> AnyView {
    let Site { base, .. } = Site::expect();
    (!links.is_empty())
        .then(|| {
            let items = links
                .into_iter()
                .map(|link| {
                    let rel = rel(&link.address);
                    view! { <li><a class=link.class href=base.resolve(&link.address) rel=rel>{link.text}</a></li> }
                })
                .collect_view();
            view! { <ul class="links" aria-label=label>{items}</ul> }
        })
        .into_any()
}

/// A page that is opened from here gets no handle on this one.
pub fn rel(address: &Address) -> Option<&'static str> {
    matches!(address.kind(), Kind::External(_)).then_some("noopener")
}
