//! The whole page as a pure function of the content and the location.

use leptos::prelude::*;

use crate::{
    components::publication::date_element,
    context::AppContext,
    dom::{
        Element,
        effects::render_effect,
        tags::{a, div, footer, header, main, p},
    },
    route::{Location, Route},
    util::chunk::in_chunk,
    views::{
        content_page::content_page,
        cv::cv,
        layout::{diagnostics_panel, identity, menu, profiles, themes},
        not_found::not_found,
        publication::publication_page,
        publications::publications,
    },
};

/// Returns the whole page for a location: header, the view of the route, footer.
///
/// `diagnostics` are the messages for the author about content that could not be read.
pub fn app(context: AppContext, diagnostics: Vec<String>, location: Signal<Location>) -> Element {
    let content = context.content;
    let route = Memo::new(move |_| location.with(|location| Route::parse(&location.path, content)));
    let filter = Memo::new(move |_| location.with(|location| location.filter(content)));
    // All pages of the list share one view.
    let view_route =
        Memo::new(move |_| route.with(|route| if route.is_list() { Route::Publications } else { route.clone() }));
    render_effect(Box::new(move || document().set_title(&route.with(|route| route.title(content)))));

    let updated = context.content.site.updated.map(|date| p().child(("Last updated: ", date_element(date))));
    let cv_link = p().child(a().attr("href", context.base.href(&Route::Cv)).child("CV for print"));
    let cv_link = Route::Cv.exists_in(content).then_some(cv_link);
    let route_view = move || match view_route.get() {
        route @ Route::Content(_) => content_page(&route, context),
        Route::Publications => in_chunk(publications as fn(_, _) -> _)(filter, context),
        Route::Publication(id) => match context.publication(&id) {
            Some(publication) => in_chunk(publication_page as fn(_, _) -> _)(publication, context),
            None => not_found(context),
        },
        Route::Cv => in_chunk(cv as fn(_) -> _)(context),
        Route::PublicationsPage(_) | Route::NotFound => not_found(context),
    };

    // The style sheets show the headline only on the home page and the CV.
    let class = move |route: &Route| match route {
        Route::Cv => "site is-cv",
        route if *route == Route::home() => "site is-home",
        _ => "site",
    };
    div().class(move || route.with(class)).child((
        a().class("skip-link").attr("href", "#fp:main").child("Skip to content"),
        header().child((identity(context), menu(route, context))),
        diagnostics_panel(&diagnostics),
        main().attr("id", "fp:main").attr("tabindex", "-1").replace_children(route_view),
        footer().child((profiles(context), updated, cv_link, themes(context))),
    ))
}
