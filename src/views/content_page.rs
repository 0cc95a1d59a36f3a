//! A page of the content: home, teaching, service, or whatever else the scholar adds.

use std::collections::HashSet;

use leptos::prelude::*;

use crate::{
    app::Site,
    components::{
        links::{LinkList, ShownLink},
        markdown::Markdown,
        publication::PublicationList,
    },
    content::{Entry, Publication, Section},
    page::{Base, Page},
};

/// A page of the content.
#[component]
pub fn ContentPageView(slug: String) -> impl IntoView {
    let Site { content, .. } = Site::expect();
    let page = Page::Content(slug);
    let heading = page.heading(&content);
    let sections = page.content(&content).map(|page| page.sections.clone()).unwrap_or_default();
    view! {
        <h1 tabindex="-1">{heading}</h1>
        <Sections sections />
    }
}

/// The sections of a page.
#[component]
pub fn Sections(sections: Vec<Section>) -> AnyView {
    let Site { content, .. } = Site::expect();
    let mut seen = HashSet::new();
    let sections = sections.into_iter().map(|section| {
        let chosen = section.publications.as_ref().map(|selection| content.select(selection)).unwrap_or_default();
        let chosen = chosen.into_iter().map(|publication| {
            // Of a publication that two sections choose, only the first is the target of a fragment.
            let repeated = !seen.insert(publication.id.clone());
            (publication.clone(), repeated)
        });
        let chosen = chosen.collect();
        view! { <SectionView section chosen /> }
    });
    sections.collect_view().into_any()
}

#[component]
fn SectionView(section: Section, chosen: Vec<(Publication, bool)>) -> AnyView {
    let Site { base, .. } = Site::expect();
    let Section { title, text, entries, publications } = section;
    let level = if title.is_some() { 2 } else { 1 };
    view! {
        <section>
            {title.map(|title| view! { <h2>{title}</h2> })}
            {text.map(|text| view! { <Markdown text level /> })}
            {(!entries.is_empty()).then(|| entries_view(entries, &base))}
            {publications.map(|_| view! { <Chosen publications=chosen titled={level == 2} /> })}
        </section>
    }
    .into_any()
}

/// A choice of publications and the way to all of them.
#[component]
fn Chosen(publications: Vec<(Publication, bool)>, titled: bool) -> AnyView {
    let Site { content, base, .. } = Site::expect();
    let all = content.publications.len();
    let href = base.href(&Page::Publications);
    view! {
        // A publication's heading is of the third level, so there must be one of the second above it.
        {(!titled).then(|| view! { <h2>"Publications"</h2> })}
        <PublicationList publications />
        <p class="all"><a href=href>{format!("All {all} publications")}</a></p>
    }
    .into_any()
}

fn entries_view(entries: Vec<Entry>, base: &Base) -> AnyView {
    let items = entries.into_iter().map(|entry| view! { <li>{entry_view(entry, base)}</li> }).collect_view();
    view! { <ul class="entries">{items}</ul> }.into_any()
}

fn entry_view(entry: Entry, base: &Base) -> AnyView {
    let about = [&entry.role, &entry.place, &entry.when].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    let plain = |entry: &Entry| entry.note.is_none() && entry.links.is_empty() && entry.entries.is_empty();
    let under = match entry.entries {
        entries if entries.is_empty() => None,
        entries if entries.iter().all(plain) => Some(line_view(entries)),
        entries => Some(entries_view(entries, base)),
    };
    let links = entry.links.iter().map(ShownLink::from).collect();
    view! {
        <p class="entry" dir="auto">{entry.title}</p>
        {(!about.is_empty()).then(|| view! { <p class="about">{about}</p> })}
        {under}
        {entry.note.map(|text| view! { <Markdown text level=2 /> })}
        <LinkList links label="Links" />
    }
    .into_any()
}

/// Entries with nothing but words, in one line: "NeurIPS 2024, EuroSys 2025 (Shadow PC)".
fn line_view(entries: Vec<Entry>) -> AnyView {
    let last = entries.len() - 1;
    let items = entries
        .into_iter()
        .enumerate()
        .map(|(position, entry)| {
            let mut text = entry.title;
            for part in [entry.when, entry.place].into_iter().flatten() {
                text = format!("{text} {part}");
            }
            if let Some(role) = entry.role {
                text = format!("{text} ({role})");
            }
            let comma = (position < last).then_some(", ");
            view! { <li>{text} {comma}</li> }
        })
        .collect_view();
    view! { <ul class="line">{items}</ul> }.into_any()
}
