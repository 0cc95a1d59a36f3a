//! No page stands at the address.

use crate::{
    context::AppContext,
    dom::element::{Element, el},
    route::Page,
};

/// Says so and offers the way back.
pub fn not_found(site: AppContext) -> Vec<Element> {
    let AppContext { content, base, .. } = site;
    let way = |page: &Page, text: String| el("li").with(el("a").attr("href", base.href(page)).with(text));
    vec![
        el("h1").attr("tabindex", "-1").with(Page::NotFound.heading(content)),
        el("p").with("There is no page at this address; it may have moved."),
        el("ul")
            .class("ways")
            .with(way(&Page::home(), "Home".to_owned()))
            .with(way(&Page::Publications, Page::Publications.heading(content))),
    ]
}
