//! The whole page: header, the view for the address, footer. A pure function of content and address.

use leptos::prelude::*;

use crate::{
    context::AppContext,
    dom::tags::{a, div, footer, header, main, p, time},
    route::{Location, Page},
    views::{
        content_page::content_page,
        cv::cv,
        layout::{details, identity, introduces, menu, problems_note, profiles, themes},
        not_found::not_found,
        publication::publication_page,
        publications::publications,
    },
};

/// The whole page for an address.
#[component]
pub fn App(
    /// The profile, made ready.
    site: AppContext,
    /// What could not be read of it, to be listed for the scholar who is writing it.
    #[prop(optional)]
    problems: Vec<String>,
    /// Where the visitor is.
    #[prop(into)]
    location: Signal<Location>,
) -> impl IntoView {
    let content = site.content;
    let page = Memo::new(move |_| location.with(|location| Page::parse(&location.path, content)));
    let filter = Memo::new(move |_| location.with(|location| location.filter(content)));
    // All parts of the list are one view.
    let shown = Memo::new(move |_| page.with(|page| if page.is_list() { Page::Publications } else { page.clone() }));
    Effect::new(move |_| document().set_title(&page.with(|page| page.title(content))));

    let updated = site
        .content
        .site
        .updated
        .map(|date| p().child(("Last updated: ", time().attr("datetime", date.iso()).child(date.to_string()))));
    let cv_link = p().child(a().attr("href", site.base.href(&Page::Cv)).child("CV for print"));
    let cv_link = Page::Cv.is_in(content).then_some(cv_link);
    let view_of_page = move || {
        let view = match shown.get() {
            page @ Page::Content(_) => content_page(&page, site),
            Page::Publications => publications(filter, site),
            Page::Publication(id) => match site.publication(&id) {
                Some(publication) => publication_page(publication, site),
                None => not_found(site),
            },
            Page::Cv => cv(site),
            Page::PublicationsPart(_) | Page::NotFound => not_found(site),
        };
        problems_note(&problems).into_iter().chain(view).collect()
    };

    div().class(move || page.with(|page| if introduces(page) { "site is-home" } else { "site" })).child((
        a().class("skip").attr("href", "#fp:main").child("Skip to content"),
        header().child((identity(site), details(site), menu(page, site))),
        main().attr("id", "fp:main").attr("tabindex", "-1").replace_children(view_of_page),
        footer().child((profiles(site), updated, cv_link, themes(site))),
    ))
}
