//! No page stands at the address.

use crate::{
    context::AppContext,
    dom::{
        Element,
        tags::{a, h1, li, p, ul},
    },
    route::Page,
};

/// Says so and offers the way back.
pub fn not_found(site: AppContext) -> Vec<Element> {
    let AppContext { content, base, .. } = site;
    let way = |page: &Page, text: String| li().child(a().attr("href", base.href(page)).child(text));
    vec![
        h1().attr("tabindex", "-1").child(Page::NotFound.heading(content)),
        p().child("There is no page at this address; it may have moved."),
        ul().class("ways").child((
            way(&Page::home(), "Home".to_owned()),
            way(&Page::Publications, Page::Publications.heading(content)),
        )),
    ]
}
