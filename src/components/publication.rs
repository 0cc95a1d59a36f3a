//! A publication in a list, and the parts that its own page shows too.

use leptos::prelude::*;

use super::{
    links::{LinkList, ShownLink, rel},
    markdown::Markdown,
};
use crate::{
    app::Site,
    content::{Author, Award, Content, Publication},
    page::Page,
};

/// A publication in a list.
#[component]
pub fn PublicationItem(
    publication: Publication,
    /// Whether it stands on this page before, so that a fragment leads there.
    #[prop(optional)]
    repeated: bool,
) -> AnyView {
    let Site { content, base, .. } = Site::expect();
    let href = base.href(&Page::of(&publication));
    let Publication { id, title, authors, awards, note, links, .. } = publication.clone();
    let id = (!repeated).then_some(id);
    view! {
        <article id=id class="publication">
            <h3 dir="auto"><a href=href>{title}</a></h3>
            <Authors authors />
            <p class="venue">{venue_and_date(&publication, &content)}</p>
            <Awards awards />
            {note.map(|text| view! { <Markdown text level=3 /> })}
            <LinkList links=links.iter().map(ShownLink::from).collect() label="Links" />
        </article>
    }
    .into_any()
}

/// The authors in order, the scholar set off, with marks and the words for them.
#[component]
pub fn Authors(
    authors: Vec<Author>,
    /// Whether names lead to the authors' own pages, where these are known.
    #[prop(optional)]
    linked: bool,
) -> AnyView {
    let Site { content, base, .. } = Site::expect();
    let last = authors.len().saturating_sub(1);
    let names = authors
        .into_iter()
        .enumerate()
        .map(|(position, author)| {
            let url = content.people.get(&author.name).and_then(|known| known.url.clone()).filter(|_| linked);
            let name = view! { <bdi>{author.name.clone()}</bdi> };
            let name = match url {
                Some(url) => view! { <a href=base.resolve(&url) rel=rel(&url)>{name}</a> }.into_any(),
                None if content.is_scholar(&author.name) => view! { <strong>{name}</strong> }.into_any(),
                None => name.into_any(),
            };
            let equal = author.equal.map(|group| marked(mark(group), "equal contribution"));
            let corresponding = author.corresponding.then(|| marked(CORRESPONDING, "corresponding author"));
            let comma = (position < last).then_some(", ");
            view! { {name} {equal} {corresponding} {comma} }
        })
        .collect_view();
    view! { <p class="authors">{names}</p> }.into_any()
}

fn marked(mark: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <sup aria-hidden="true">{mark}</sup>
        <span class="visually-hidden">" (" {words} ")"</span>
    }
}

const CORRESPONDING: &str = "✉";

/// The mark of a group of equal contributors, in the order of footnote marks (Chicago Manual of Style, 14.20).
fn mark(group: u8) -> &'static str {
    const MARKS: [&str; 6] = ["*", "†", "‡", "§", "‖", "#"];
    MARKS[usize::from(group.saturating_sub(1)) % MARKS.len()]
}

/// What the marks mean that stand in a list of publications; nothing where none stands.
#[component]
pub fn Legend(publications: Vec<Publication>) -> AnyView {
    let authors = || publications.iter().flat_map(|publication| &publication.authors);
    let mut groups: Vec<u8> = authors().filter_map(|author| author.equal).collect();
    groups.sort_unstable();
    groups.dedup();
    let marks = groups.into_iter().map(mark).collect::<Vec<_>>().join(" ");
    let equal = (!marks.is_empty()).then(|| view! { <span>{marks} " Equal contribution"</span> });
    let corresponding = authors()
        .any(|author| author.corresponding)
        .then(|| view! { <span>{CORRESPONDING} " Corresponding author"</span> });
    (equal.is_some() || corresponding.is_some())
        .then(|| view! { <p class="legend">{equal} {corresponding}</p> })
        .into_any()
}

/// The awards of a publication.
#[component]
pub fn Awards(awards: Vec<Award>) -> AnyView {
    let Site { base, .. } = Site::expect();
    (!awards.is_empty())
        .then(|| {
            let items = awards
                .into_iter()
                .map(|award| match award.url {
                    Some(url) => {
                        view! { <li><a href=base.resolve(&url) rel=rel(&url)>{award.name}</a></li> }.into_any()
                    }
                    None => view! { <li>{award.name}</li> }.into_any(),
                })
                .collect_view();
            view! { <ul class="awards" aria-label="Awards">{items}</ul> }
        })
        .into_any()
}

/// "ACM Symposium on Cloud Computing (SoCC), 2023", as far as it is known.
pub fn venue_and_date(publication: &Publication, content: &Content) -> impl IntoView + use<> {
    let venue = publication.venue.as_ref().map(|key| venue_name(key, content));
    let comma = (venue.is_some() && publication.date.is_some()).then_some(", ");
    let date = publication.date.map(|date| view! { <time datetime=date.iso()>{date.to_string()}</time> });
    view! { {venue} {comma} {date} }
}

/// The full name of a venue, and its short name in brackets.
pub fn venue_name(key: &str, content: &Content) -> String {
    match content.venues.get(key) {
        Some(venue) => match &venue.short {
            Some(short) if *short != venue.name => format!("{} ({short})", venue.name),
            _ => venue.name.clone(),
        },
        None => key.to_owned(),
    }
}

/// A list of publications under one heading, with the legend of their marks; for each publication, whether
/// it stands on this page before.
#[component]
pub fn PublicationList(publications: Vec<(Publication, bool)>) -> AnyView {
    let item = |(publication, repeated): (Publication, bool)| view! { <PublicationItem publication repeated /> };
    let items = publications.iter().cloned().map(item).collect_view();
    let publications = publications.into_iter().map(|(publication, _)| publication).collect();
    view! {
        <Legend publications />
        <div class="publications">{items}</div>
    }
    .into_any()
}
