//! The CV: a page for print with the whole content, in the order of the menu.

use crate::{
    components::{
        action_button::action_button,
        markdown::markdown,
        publication::{Anchor, mark_legend, publication_item},
    },
    content::{Publication, Section},
    context::AppContext,
    dom::{
        Element,
        tags::{div, h1, h2, p, section},
    },
    route::{MAX_UNPAGED, Route},
    search::filter::Filter,
    views::{
        content_page::{pages_below, section_body, sections_of},
        layout::person_details,
    },
};

/// Returns the CV: the scholar's details as on the home page, then the content of every page.
pub fn cv(context: AppContext) -> Vec<Element> {
    let mut view = vec![h1().attr("tabindex", "-1").child(Route::Cv.heading(context.content))];
    view.extend(person_details(context));
    view.push(p().class("print-button").child(action_button("print", context).child("Print CV")));
    // `Route::all` lists the pages of the menu and the list of publications before the CV.
    let routes = Route::all(context.content).into_iter().take_while(|route| *route != Route::Cv);
    // A page lists those below it, whose texts are too long for a CV.
    let is_below = |route: &Route| route.content(context.content).is_some_and(|page| page.parent_slug().is_some());
    for route in routes.filter(|route| !is_below(route)) {
        view.extend(part(&route, context));
    }
    view
}

/// Returns the part of the CV for a page: its sections with text or entries, or the list of publications. It leaves out
/// selected publications, because the list has all of them.
fn part(route: &Route, context: AppContext) -> Option<Element> {
    let has_body = |section: &&Section| section.text.is_some() || !section.entries.is_empty();
    let sections = sections_of(route, context).iter().filter(has_body);
    let text = route.content(context.content).and_then(|page| page.text.as_ref());
    let mut children = Vec::from_iter(text.map(|text| section().child(markdown(text, 2, context))));
    children.extend(sections.map(|section| section_body(section, 3, context)));
    if route.is_list() {
        children.extend(publications(context));
    }
    children.extend(pages_below(route, context));
    let title = h2().child(route.heading(context.content));
    (!children.is_empty()).then(|| section().class("cv-part").child((title, children)))
}

/// Returns the list of publications, newest first, and the legend of its marks.
fn publications(context: AppContext) -> Vec<Element> {
    let AppContext { content, .. } = context;
    let catalog = context.catalog();
    let found = catalog.search(&Filter::default()).publications;
    let all = found.len();
    let shown: Vec<&Publication> =
        found.iter().take(MAX_UNPAGED).map(|index| &content.publications[*index as usize]).collect();
    let note = (shown.len() < all).then(|| format!("The newest {} of {all} publications.", shown.len()));
    let items: Vec<Element> =
        shown.iter().map(|publication| publication_item(publication, Anchor::Id, None, context)).collect();
    let list = (!items.is_empty()).then(|| div().class("publications numbered").child(items));
    [note.map(|note| p().child(note)), list, mark_legend(shown.into_iter())].into_iter().flatten().collect()
}
