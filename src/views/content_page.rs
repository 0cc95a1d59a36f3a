//! A page of the content: home, teaching, service, or any other page that the scholar adds.

use crate::{
    components::{
        links::{links, page_link},
        markdown::{Heading, markdown, markdown_with_ids, with_title},
        publication::{Anchor, date_element, disclosures, labeled_link, mark_legend, publication_item},
        wording::NO_PUBLICATIONS,
    },
    content::{ContentPage, Line, ListItem, Publication, Section},
    context::AppContext,
    dom::{
        Element,
        tags::{self, a, bdi, div, h1, h2, h3, li, nav, p, section, span, ul},
    },
    route::{Base, Route},
    search::{facet::Facet, filter::Filter},
    views::layout::person_details,
};

/// Returns the view of a page of the content.
pub fn content_page(route: &Route, context: AppContext) -> Vec<Element> {
    let content = context.content;
    let page = route.content(content);
    let above = page.and_then(|page| content.page_above(page));
    let above = above.map(|page| p().class("page-above").child(page_link(page, context.base)));
    let heading = h1().attr("tabindex", "-1").child(route.heading(content));
    let date = page.and_then(|page| page.date).map(|date| p().class("date").child(date_element(date)));
    let mut view = Vec::from_iter(above);
    view.push(heading);
    view.extend(date);
    view.extend(page.and_then(|page| page.text.as_ref()).map(|text| long_text(text, context)));
    let mut elements = sections(route, context);
    let is_home = *route == Route::home();
    if is_home {
        view.extend(person_details(context));
    }
    if is_home && context.content.site.home_topics != Some(false) {
        // The topics follow the first section with publications, or else the first section.
        let sections = sections_of(route, context);
        let index = sections.iter().position(|section| section.publications.is_some()).unwrap_or(0) + 1;
        let index = index.min(elements.len());
        elements.splice(index..index, topics(context));
    }
    view.extend(elements);
    view.extend(pages_below(route, context));
    if content.site.url.is_some() && page.is_some_and(ContentPage::has_feed) {
        let href = context.base.href(route) + "feed.atom";
        view.push(p().class("feed").child(a().attr("href", href).child("Feed (Atom)")));
    }
    view
}

/// The number of headings from which a text has a table of contents.
const MIN_CONTENTS: usize = 3;

/// Returns the text of a page, with a table of contents if it has many headings.
fn long_text(text: &str, context: AppContext) -> Element {
    let (text, headings) = markdown_with_ids(text, 1, context);
    let item = |heading: &Heading| {
        let link = a().attr("href", ["#", &heading.id].concat()).attr("dir", "auto").child(heading.text.clone());
        li().class((heading.level > 2).then_some("below")).child(link)
    };
    let listed = headings.iter().filter(|heading| heading.level <= 3);
    let items: Vec<Element> = listed.map(item).collect();
    let contents = (items.len() >= MIN_CONTENTS).then(|| {
        let title = p().attr("aria-hidden", "true").child("Contents");
        nav().class("contents").attr("aria-label", "Contents").child((title, ul().child(items)))
    });
    section().class("long-text").child((contents, text))
}

/// Returns the list of the pages below a page, or `None` if there are none.
pub fn pages_below(route: &Route, context: AppContext) -> Option<Element> {
    let pages = context.content.pages_below(route.content(context.content)?);
    (!pages.is_empty()).then(|| section().child(lines(&pages, context)))
}

/// Returns the topics as links to their publications, or `None` if no publication has a topic.
fn topics(context: AppContext) -> Option<Element> {
    let AppContext { content, base, .. } = context;
    let topic = |(key, count): (&str, u32)| {
        let href = base.filtered(&Filter::default().toggled(Facet::Topic, key));
        let count = span().class("count").child(format!(" {count}"));
        li().child((a().attr("href", href).attr("dir", "auto").child(content.topic_label(key).to_owned()), count))
    };
    let items: Vec<Element> = content.topic_counts().into_iter().map(topic).collect();
    (!items.is_empty())
        .then(|| section().class("by-topic").child((h2().child("Topics"), ul().class("topics").child(items))))
}

/// Returns the elements of all sections of a page.
pub fn sections(route: &Route, context: AppContext) -> Vec<Element> {
    let mut seen = Vec::new();
    sections_of(route, context).iter().map(|section| section_element(section, &mut seen, context)).collect()
}

/// Returns the sections of a page in the content, or none if the route is no page of the content.
pub fn sections_of(route: &Route, context: AppContext) -> &'static [Section] {
    route.content(context.content).map(|page| page.sections.as_slice()).unwrap_or_default()
}

/// Returns a section with its publications. `seen` has the ids of the publications that are already on the page.
fn section_element<'c>(section: &'c Section, seen: &mut Vec<&'c str>, context: AppContext) -> Element {
    let AppContext { content, base, .. } = context;
    let mut view = section_body(section, 2, context).child(entries_of_page(section, context));
    if let Some(query) = &section.publications {
        if section.title.is_none() {
            // The titles of publications are `h3`, so they need an `h2` above them.
            view = view.child(h2().child("Publications"));
        }
        let selected = content.select(query);
        let all = match content.listed().len() {
            0 => p().child(NO_PUBLICATIONS),
            count => {
                p().child(a().attr("href", base.href(&Route::Publications)).child(format!("All {count} publications")))
            }
        };
        let item = |publication: &&'c Publication| {
            let anchor = if seen.contains(&publication.id.as_str()) { Anchor::None } else { Anchor::Id };
            seen.push(&publication.id);
            publication_item(publication, anchor, Some(disclosures(publication, context)), context)
        };
        let items: Vec<Element> = selected.iter().map(item).collect();
        view = view.class("featured").child((
            div().class("publications").child(items),
            mark_legend(selected.into_iter()),
            all.class("all-publications"),
        ));
    }
    view
}

/// Returns the title, the text and the entries of a section, without its publications. The title is a heading of the
/// given level, 2 or 3.
pub fn section_body(section: &Section, level: u8, context: AppContext) -> Element {
    let heading = || if level == 2 { h2() } else { h3() };
    let level = if section.title.is_some() { level } else { level - 1 };
    tags::section().child((
        section.title.clone().map(|title| heading().child(title)),
        section.text.as_ref().map(|text| markdown(text, level, context)),
        (!section.entries.is_empty()).then(|| entries(&section.entries, context)),
    ))
}

/// Returns the entries of another page that a section shows, and a link to all of them.
fn entries_of_page(section: &Section, context: AppContext) -> Option<(Option<Element>, Element)> {
    let AppContext { content, base, .. } = context;
    let page = content.page(section.from.as_ref()?)?;
    let all = content.lines_of(page);
    let shown = &all[..section.newest.map_or(all.len(), |newest| all.len().min(newest as usize))];
    let list = (!all.is_empty()).then(|| lines(shown, context));
    let href = base.href(&Route::from_content_page(page));
    let text = format!("All entries in {} ({})", page.title, all.len());
    let link = p().class("all-publications").child(a().attr("href", href).child(text));
    Some((list, link))
}

fn entries(list: &[ListItem], context: AppContext) -> Element {
    lines(&list.iter().map(Line::Entry).collect::<Vec<_>>(), context)
}

fn lines(list: &[Line], context: AppContext) -> Element {
    let item = |line: &Line| match *line {
        Line::Entry(entry) => entry_element(entry, context),
        Line::Page(page) => li().child((
            p().class("entry-title").child(page_link(page, context.base)),
            page.date.map(|date| p().class("date").child(date_element(date))),
            page.description.clone().map(|text| p().attr("dir", "auto").child(text)),
        )),
    };
    // The class is there before the first date arrives, so that no entry moves.
    let has_date = |line: &Line| match *line {
        Line::Entry(entry) => time_of(entry).is_some(),
        Line::Page(page) => page.date.is_some(),
    };
    let class = if list.iter().any(has_date) { "entries dated" } else { "entries" };
    ul().class(class).child(list.iter().map(item).collect::<Vec<_>>())
}

fn entry_element(entry: &ListItem, context: AppContext) -> Element {
    let comma = (entry.role.is_some() && entry.place.is_some()).then_some(", ");
    let about = (entry.role.is_some() || entry.place.is_some())
        .then(|| p().class("role-and-place").child((isolated(&entry.role), comma, isolated(&entry.place))));
    let is_plain = |entry: &ListItem| {
        entry.note.is_none() && entry.links.is_empty() && entry.entries.is_empty() && entry.publications.is_empty()
    };
    let nested = match entry.entries.as_slice() {
        [] => None,
        plain if plain.iter().all(is_plain) => Some(inline_list(plain, context.base)),
        nested => Some(entries(nested, context)),
    };
    li().child((
        with_title(p().class("entry-title").attr("dir", "auto"), &entry.title, context.base),
        time_of(entry).map(|time| p().class("date").child(time)),
        about,
        publications(entry, context),
        nested,
        entry.note.as_ref().map(|text| markdown(text, 2, context)),
        links(&entry.links, context.base),
    ))
}

/// Returns links to the publications that an entry names.
fn publications(entry: &ListItem, context: AppContext) -> Option<Element> {
    let named = entry.publications.iter().filter_map(|id| context.publication(id));
    let items: Vec<Element> = named.map(|one| li().child(labeled_link(one, context))).collect();
    (!items.is_empty()).then(|| ul().class("relations").attr("aria-label", "Publications").child(items))
}

/// Returns the time of an entry: in words, or else its date.
fn time_of(entry: &ListItem) -> Option<Element> {
    isolated(&entry.when).or_else(|| entry.date.map(date_element))
}

/// Returns a text that is isolated, so that its direction does not reorder the texts beside it (W3C, "Inline markup and
/// bidirectional text in HTML").
fn isolated(text: &Option<String>) -> Option<Element> {
    text.clone().map(|text| bdi().child(text))
}

/// Returns entries without notes and links as one line: "NeurIPS 2024, EuroSys 2025 (Shadow PC)".
fn inline_list(list: &[ListItem], base: &Base) -> Element {
    let last = list.len() - 1;
    let item = |(index, entry): (usize, &ListItem)| {
        let mut item = li().child(with_title(bdi(), &entry.title, base));
        for part in [time_of(entry), isolated(&entry.place)] {
            if part.is_some() {
                item = item.child((" ", part));
            }
        }
        if entry.role.is_some() {
            item = item.child((" (", isolated(&entry.role), ")"));
        }
        if index < last { item.child(", ") } else { item }
    };
    ul().class("inline-list").child(list.iter().enumerate().map(item).collect::<Vec<_>>())
}
