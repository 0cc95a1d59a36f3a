//! All of the content on one page, in the order of the menu: to be printed.

use crate::{
    components::publication::{action_button, mark_legend, publication_item},
    content::{Publication, Section},
    context::AppContext,
    dom::{
        Element,
        tags::{div, h1, h2, p, section},
    },
    route::{MAX_UNPAGED, Route},
    search::filter::Filter,
    views::{content_page::words, layout::details},
};

/// Returns the CV: the scholar's details as on the home page, then what every page says.
pub fn cv(context: AppContext) -> Vec<Element> {
    let heading = h1().attr("tabindex", "-1").child(Route::Cv.heading(context.content));
    let print = p().class("to-print").child(action_button("print", context).child("Print"));
    // In front of the CV are the pages of the menu and the list.
    let pages = Route::all(context.content).into_iter().take_while(|page| *page != Route::Cv);
    let parts = pages.filter_map(|page| part(&page, context));
    [heading].into_iter().chain(details(context)).chain([print]).chain(parts).collect()
}

/// What a page gives to the CV: all that it says, or the list. Choices of publications are left out, since the list
/// has them all.
fn part(page: &Route, context: AppContext) -> Option<Element> {
    let says = |section: &&Section| section.text.is_some() || !section.entries.is_empty();
    let sections = page.content(context.content).map(|page| page.sections.as_slice()).unwrap_or_default();
    let mut parts: Vec<Element> = sections.iter().filter(says).map(|section| words(section, 3, context)).collect();
    if page.is_list() {
        parts.extend(publications(context));
    }
    let title = h2().child(page.heading(context.content));
    (!parts.is_empty()).then(|| section().class("part").child((title, parts)))
}

/// The publications, the newest first.
fn publications(context: AppContext) -> Vec<Element> {
    let AppContext { content, catalog, .. } = context;
    let found = catalog.search(&Filter::default()).publications;
    let all = found.len();
    let shown: Vec<&Publication> =
        found.iter().take(MAX_UNPAGED).map(|row| &content.publications[*row as usize]).collect();
    let words = (shown.len() < all).then(|| format!("The newest {} of {all} publications.", shown.len()));
    let items: Vec<Element> =
        shown.iter().map(|publication| publication_item(publication, false, None, context)).collect();
    let list = (!items.is_empty()).then(|| div().class("publications numbered").child(items));
    [words.map(|words| p().child(words)), list, mark_legend(shown.into_iter())].into_iter().flatten().collect()
}
