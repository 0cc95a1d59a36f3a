//! The page for a URL that is no route of the site.

use crate::{
    context::AppContext,
    dom::{
        Element,
        tags::{a, h1, li, p, ul},
    },
    route::Route,
};

/// Returns the page, with links to the home page and the list of publications.
pub fn not_found(context: AppContext) -> Vec<Element> {
    let AppContext { content, base, .. } = context;
    let link = |route: &Route, text: String| li().child(a().attr("href", base.href(route)).child(text));
    vec![
        h1().attr("tabindex", "-1").child(Route::NotFound.heading(content)),
        p().child("There is no page at this address; it may have moved."),
        ul().class("back-links").child((
            link(&Route::home(), "Home".to_owned()),
            link(&Route::Publications, Route::Publications.heading(content)),
        )),
    ]
}
