//! What surrounds the view of every page: who this is, the menu, the choice of a theme, mistakes in the content.

use leptos::prelude::*;

use crate::{
    components::{
        links::{link_list, linked, profile_links},
        publication::action_button,
    },
    content::{Affiliation, ContentPage},
    context::AppContext,
    dom::{
        Element,
        tags::{a, aside, bdi, code, div, img, li, nav, ol, p, span, ul},
    },
    route::Route,
};

/// Light, dark, or as the system has it; `actions.js` saves the choice and `before_paint.js` applies it.
pub fn themes(context: AppContext) -> Element {
    let choice = |(value, name): (&'static str, &'static str)| {
        action_button("theme", context).attr("value", value).attr("aria-pressed", "false").child(name)
    };
    let choices = [("system", "System"), ("light", "Light"), ("dark", "Dark")].map(choice);
    div().class("themes").attr("role", "group").attr("aria-label", "Theme").child(Vec::from(choices))
}

/// Whether a page says all about the person, on a phone too.
pub fn shows_full_profile(page: &Route) -> bool {
    *page == Route::home() || *page == Route::Cv
}

/// Who this is.
pub fn identity(context: AppContext) -> Element {
    let AppContext { content, base, .. } = context;
    let person = &content.person;
    let portrait = match &person.image {
        Some(image) => img()
            .class("portrait")
            .attr("src", base.resolve(&image.src))
            .attr("srcset", (!context.portrait.is_empty()).then_some(context.portrait))
            .attr("sizes", (!context.portrait.is_empty()).then_some("6rem"))
            .attr("alt", image.alt.clone())
            .attr("width", "96")
            .attr("height", "96"),
        None => span().class("portrait initials").attr("aria-hidden", "true").child(initials(&person.name)),
    };
    let name = a().attr("href", base.href(&Route::home())).child(bdi().child(person.name.clone()));
    div().class("identity").child((
        portrait,
        p().class("name").child(name),
        person.headline.clone().map(|headline| p().class("headline").child(headline)),
    ))
}

/// Where the scholar works and how to get in touch.
pub fn details(context: AppContext) -> Element {
    let AppContext { content, base, .. } = context;
    let person = &content.person;
    let known_as = person.known_as.clone().map(|name| p().child(("Also known as ", bdi().child(name))));
    let affiliation = |affiliation: &Affiliation| li().child(linked(&affiliation.name, affiliation.url.as_ref(), base));
    let affiliations: Vec<Element> = person.affiliations.iter().map(affiliation).collect();
    let affiliations = (!affiliations.is_empty())
        .then(|| ul().class("affiliations").attr("aria-label", "Affiliations").child(affiliations));
    div().class("details").child((
        known_as,
        affiliations,
        person.location.clone().map(|location| p().child(location)),
        profiles(context),
    ))
}

/// Returns the links to the scholar's mailbox and profiles. They are in the header, and again in the footer; the style
/// sheet shows one of the two: in the footer on phones, where the header of most pages is the name and the menu alone.
#[inline(never)]
pub fn profiles(context: AppContext) -> Option<Element> {
    link_list(profile_links(&context.content.person), "Profiles", context.base)
}

/// The first letters of the first and the last word of a name; the style sheet has them in capitals.
fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|letter| !letter.is_ascii_punctuation()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).collect()
}

/// The pages of the content, the current one marked.
pub fn menu(page: Memo<Route>, context: AppContext) -> Element {
    let AppContext { content, base, .. } = context;
    let item = |item: &'static ContentPage| {
        let target = Route::from_content_page(item);
        let href = base.href(&target);
        // A publication's own page belongs to the list: not the current page, but its part of the site.
        let current = move || {
            page.with(|page| match page {
                page if *page == target => Some("page"),
                Route::Publication(_) | Route::PublicationsPage(_) if target == Route::Publications => Some("true"),
                _ => None,
            })
        };
        li().child(a().attr("href", href).attr("aria-current", current).child(item.title.clone()))
    };
    let items: Vec<Element> = content.pages.iter().map(item).collect();
    nav().attr("aria-label", "Pages").child(ul().child(items))
}

/// Lists the errors of the content.
pub fn diagnostics_panel(diagnostics: &[String]) -> Option<Element> {
    let errors = match diagnostics.len() {
        0 => return None,
        1 => "1 error".to_owned(),
        count => format!("{count} errors"),
    };
    let words = format!("The content has {errors}. Affected items may be missing from this site.");
    let item = |diagnostic: &String| li().child(code().child(format!("content.json:{diagnostic}")));
    let items = ol().child(diagnostics.iter().map(item).collect::<Vec<_>>());
    Some(aside().class("problems").attr("aria-label", "Errors in the content").child((p().child(words), items)))
}
