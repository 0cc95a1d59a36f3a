//! No page stands at the address.

use crate::{
    context::AppContext,
    dom::{
        Element,
        tags::{a, h1, li, p, ul},
    },
    route::Route,
};

/// Says so and offers the way back.
pub fn not_found(context: AppContext) -> Vec<Element> {
    let AppContext { content, base, .. } = context;
    let way = |page: &Route, text: String| li().child(a().attr("href", base.href(page)).child(text));
    vec![
        h1().attr("tabindex", "-1").child(Route::NotFound.heading(content)),
        p().child("There is no page at this address; it may have moved."),
        ul().class("ways").child((
            way(&Route::home(), "Home".to_owned()),
            way(&Route::Publications, Route::Publications.heading(content)),
        )),
    ]
}
