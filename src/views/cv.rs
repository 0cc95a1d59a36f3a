//! All of the content on one page, in the order of the menu: to be printed.

use crate::{
    components::publication::{action_button, mark_legend, publication_item},
    content::{Publication, Section},
    context::AppContext,
    dom::{
        Element,
        tags::{div, h1, h2, p, section},
    },
    route::{Page, WHOLE},
    search::filter::Filter,
    views::content_page::words,
};

/// The CV. Who it is of stands in the header of the page, as on the home page.
pub fn cv(site: AppContext) -> Vec<Element> {
    let heading = h1().attr("tabindex", "-1").child(Page::Cv.heading(site.content));
    let print = p().class("to-print").child(action_button("print", site).child("Print"));
    // In front of the CV are the pages of the menu and the list.
    let pages = Page::all(site.content).into_iter().take_while(|page| *page != Page::Cv);
    let parts = pages.filter_map(|page| part(&page, site));
    [heading, print].into_iter().chain(parts).collect()
}

/// What a page gives to the CV: all that it says, or the list. Choices of publications are left out, since the list
/// has them all.
fn part(page: &Page, site: AppContext) -> Option<Element> {
    let says = |section: &&Section| section.text.is_some() || !section.entries.is_empty();
    let sections = page.content(site.content).map(|page| page.sections.as_slice()).unwrap_or_default();
    let mut parts: Vec<Element> = sections.iter().filter(says).map(|section| words(section, 3, site)).collect();
    if page.is_list() {
        parts.extend(publications(site));
    }
    let title = h2().child(page.heading(site.content));
    (!parts.is_empty()).then(|| section().class("part").child((title, parts)))
}

/// The publications, the newest first.
fn publications(site: AppContext) -> Vec<Element> {
    let AppContext { content, finder, .. } = site;
    let found = finder.search(&Filter::default()).publications;
    let all = found.len();
    let shown: Vec<&Publication> = found.iter().take(WHOLE).map(|row| &content.publications[*row as usize]).collect();
    let words = (shown.len() < all).then(|| format!("The newest {} of {all} publications.", shown.len()));
    let items: Vec<Element> =
        shown.iter().map(|publication| publication_item(publication, false, None, site)).collect();
    let list = (!items.is_empty()).then(|| div().class("publications numbered").child(items));
    [words.map(|words| p().child(words)), mark_legend(shown.into_iter()), list].into_iter().flatten().collect()
}
