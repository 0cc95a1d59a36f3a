//! A page of the content: home, teaching, service, or whatever else the scholar adds.

use crate::{
    components::{
        links::links,
        markdown::markdown,
        publication::{disclosures, mark_legend, publication_item},
    },
    content::{ListItem, Publication, Section},
    context::AppContext,
    dom::{
        Element,
        tags::{self, a, bdi, div, h1, h2, h3, li, p, section, span, ul},
    },
    route::Route,
    search::{
        facet::{Facet, FacetValue},
        filter::Filter,
    },
    views::layout::details,
};

/// A page of the content.
pub fn content_page(page: &Route, context: AppContext) -> Vec<Element> {
    let heading = h1().attr("tabindex", "-1").child(page.heading(context.content));
    let mut view = vec![heading];
    let mut sections = sections(page, context);
    let is_home = *page == Route::home();
    if is_home {
        view.extend(details(context));
    }
    if is_home && context.content.site.home_topics != Some(false) {
        // After the introduction and the papers that are shown there, what else there is to be found.
        let given = page.content(context.content).map(|page| page.sections.as_slice()).unwrap_or_default();
        let place = given.iter().position(|section| section.publications.is_some()).unwrap_or(0) + 1;
        let place = place.min(sections.len());
        sections.splice(place..place, topics(context));
    }
    view.extend(sections);
    view
}

/// The topics, each leading to its publications; nothing where there are none.
fn topics(context: AppContext) -> Option<Element> {
    let AppContext { catalog, base, .. } = context;
    let counts = catalog.totals(Facet::Topic);
    let topic = |(choice, count): (&FacetValue, &u32)| {
        let href = base.filtered(&Filter::default().toggled(Facet::Topic, &choice.value));
        let count = span().class("count").child(format!(" {count}"));
        li().child((a().attr("href", href).attr("dir", "auto").child(choice.label.clone()), count))
    };
    let items: Vec<Element> = catalog.values(Facet::Topic).iter().zip(counts).map(topic).collect();
    let list = || section().class("by-topic").child((h2().child("Topics"), ul().class("topics").child(items)));
    (!counts.is_empty()).then(list)
}

/// The sections that the content gives for a page.
pub fn sections(page: &Route, context: AppContext) -> Vec<Element> {
    let mut seen = Vec::new();
    let sections = page.content(context.content).map(|page| page.sections.as_slice()).unwrap_or_default();
    sections.iter().map(|section| section_element(section, &mut seen, context)).collect()
}

fn section_element<'c>(section: &'c Section, seen: &mut Vec<&'c str>, context: AppContext) -> Element {
    let AppContext { content, base, .. } = context;
    let mut view = words(section, 2, context);
    if let Some(selection) = &section.publications {
        if section.title.is_none() {
            // A publication's heading is of the third level, so one of the second must stand above it.
            view = view.child(h2().child("Publications"));
        }
        let chosen = content.select(selection);
        let all = format!("All {} publications", content.publications.len());
        let item = |publication: &&'c Publication| {
            let repeated = seen.contains(&publication.id.as_str());
            seen.push(&publication.id);
            publication_item(publication, repeated, Some(disclosures(publication, context)), context)
        };
        let items: Vec<Element> = chosen.iter().map(item).collect();
        view = view.class("chosen").child((
            div().class("publications").child(items),
            mark_legend(chosen.into_iter()),
            p().class("all").child(a().attr("href", base.href(&Route::Publications)).child(all)),
        ));
    }
    view
}

/// What a section says by itself, with its title as a heading of the second or the third level.
pub fn words(section: &Section, level: u8, context: AppContext) -> Element {
    let heading = || if level == 2 { h2() } else { h3() };
    let level = if section.title.is_some() { level } else { level - 1 };
    tags::section().child((
        section.title.clone().map(|title| heading().child(title)),
        section.text.as_ref().map(|text| markdown(text, level, context)),
        (!section.entries.is_empty()).then(|| entries(&section.entries, context)),
    ))
}

fn entries(list: &[ListItem], context: AppContext) -> Element {
    let items: Vec<Element> = list.iter().map(|entry| entry_element(entry, context)).collect();
    ul().class("entries").child(items)
}

fn entry_element(entry: &ListItem, context: AppContext) -> Element {
    let comma = (entry.role.is_some() && entry.place.is_some()).then_some(", ");
    let about = (entry.role.is_some() || entry.place.is_some())
        .then(|| p().class("about").child((isolated(&entry.role), comma, isolated(&entry.place))));
    let plain = |entry: &ListItem| entry.note.is_none() && entry.links.is_empty() && entry.entries.is_empty();
    let under = match entry.entries.as_slice() {
        [] => None,
        plain_entries if plain_entries.iter().all(plain) => Some(line(plain_entries)),
        nested => Some(entries(nested, context)),
    };
    li().child((
        p().class("entry").attr("dir", "auto").child(entry.title.clone()),
        entry.when.is_some().then(|| p().class("when").child(isolated(&entry.when))),
        about,
        under,
        entry.note.as_ref().map(|text| markdown(text, 2, context)),
        links(&entry.links, context.base),
    ))
}

/// A text that is isolated, so that its direction does not reorder the texts beside it (W3C, "Inline markup and
/// bidirectional text in HTML").
fn isolated(text: &Option<String>) -> Option<Element> {
    text.clone().map(|text| bdi().child(text))
}

/// Entries with nothing but words, in one line: "NeurIPS 2024, EuroSys 2025 (Shadow PC)".
fn line(list: &[ListItem]) -> Element {
    let last = list.len() - 1;
    let item = |(position, entry): (usize, &ListItem)| {
        let mut item = li().child(bdi().child(entry.title.clone()));
        for part in [&entry.when, &entry.place] {
            if part.is_some() {
                item = item.child((" ", isolated(part)));
            }
        }
        if entry.role.is_some() {
            item = item.child((" (", isolated(&entry.role), ")"));
        }
        if position < last { item.child(", ") } else { item }
    };
    ul().class("line").child(list.iter().enumerate().map(item).collect::<Vec<_>>())
}
