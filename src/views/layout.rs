//! The parts around the view of every page: name, menu, footer, theme buttons, and the errors of the content.

use leptos::prelude::*;

use crate::{
    components::{
        action_button::action_button,
        links::{link_list, maybe_link, profile_links},
    },
    content::{Affiliation, ContentPage},
    context::AppContext,
    dom::{
        Element,
        tags::{a, aside, bdi, code, div, img, li, nav, ol, p, ul},
    },
    route::Route,
};

/// Returns the buttons for the color scheme. `actions.js` saves the visitor's selection, and `before_paint.js` applies
/// it.
pub fn themes(context: AppContext) -> Element {
    let button = |(value, label): (&'static str, &'static str)| {
        action_button("theme", context).attr("value", value).attr("aria-pressed", "false").child(label)
    };
    let buttons = [("system", "System"), ("light", "Light"), ("dark", "Dark")].map(button);
    div().class("themes").attr("role", "group").attr("aria-label", "Theme").child(Vec::from(buttons))
}

/// Returns the scholar's name and headline. The style sheets show the headline only on the home page and the CV.
pub fn identity(context: AppContext) -> Element {
    let AppContext { content, base, .. } = context;
    let person = &content.person;
    let name = a().attr("href", base.href(&Route::home())).child(bdi().child(person.name.clone()));
    div().class("identity").child((
        p().class("name").child(name),
        person.headline.clone().map(|headline| p().class("headline").child(headline)),
    ))
}

/// Returns the scholar's portrait, affiliations, location and profiles, or `None` if the content has none of these.
pub fn person_details(context: AppContext) -> Option<Element> {
    let AppContext { content, base, .. } = context;
    let person = &content.person;
    let portrait = person.image.as_ref().map(|image| {
        let sizes = (!context.portrait.is_empty()).then_some("8rem");
        img()
            .class("portrait")
            .attr("src", base.resolve(&image.src))
            .attr("srcset", sizes.map(|_| context.portrait))
            .attr("sizes", sizes)
            .attr("alt", image.alt.clone())
            .attr("width", "136")
            .attr("height", "136")
    });
    let known_as = person.known_as.clone().map(|name| p().child(("Also known as ", bdi().child(name))));
    let affiliation =
        |affiliation: &Affiliation| li().child(maybe_link(&affiliation.name, affiliation.url.as_ref(), base));
    let affiliations: Vec<Element> = person.affiliations.iter().map(affiliation).collect();
    let affiliations = (!affiliations.is_empty())
        .then(|| ul().class("affiliations").attr("aria-label", "Affiliations").child(affiliations));
    let location = person.location.clone().map(|location| p().child(location));
    let parts: Vec<Element> =
        [portrait, known_as, affiliations, location, profiles(context)].into_iter().flatten().collect();
    let label = format!("About {}", person.name);
    (!parts.is_empty()).then(|| aside().class("person-details").attr("aria-label", label).child(parts))
}

/// Returns the links to the scholar's mailbox and profiles. Every page has them in its footer. The style sheets hide
/// the footer's links on the pages that have [`person_details`].
#[inline(never)]
pub fn profiles(context: AppContext) -> Option<Element> {
    link_list(profile_links(&context.content.person), "Profiles", context.base)
}

/// Returns the menu: links to the pages of the content. The link to the current page is marked.
pub fn menu(route: Memo<Route>, context: AppContext) -> Element {
    let AppContext { content, base, .. } = context;
    let item = |page: &'static ContentPage| {
        let target = Route::from_content_page(page);
        let href = base.href(&target);
        // The page of a publication belongs to the list, and other pages to the pages above them: `true` marks the current
        // section (ARIA 1.2, `aria-current`).
        let current = move || {
            route.with(|route| match route {
                route if *route == target => Some("page"),
                Route::Publication(_) | Route::PublicationsPage(_) if target == Route::Publications => Some("true"),
                Route::Content(slug) if is_below(slug, &page.slug) => Some("true"),
                _ => None,
            })
        };
        li().child(a().attr("href", href).attr("aria-current", current).child(page.title.clone()))
    };
    let items: Vec<Element> = content.pages.iter().filter(|page| page.is_in_menu()).map(item).collect();
    nav().attr("aria-label", "Pages").child(ul().child(items))
}

/// Returns `true` if a page is below another one: "projects/terns" is below "projects".
fn is_below(slug: &str, other: &str) -> bool {
    slug.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'))
}

/// Returns a panel that lists the errors of the content, which begin with the name of their file, or `None` if there are none.
pub fn diagnostics_panel(diagnostics: &[String]) -> Option<Element> {
    let errors = match diagnostics.len() {
        0 => return None,
        1 => "1 error".to_owned(),
        count => format!("{count} errors"),
    };
    let summary = format!("The content has {errors}. Affected items may be missing from this site.");
    let item = |diagnostic: &String| li().child(code().child(diagnostic.clone()));
    let items = ol().child(diagnostics.iter().map(item).collect::<Vec<_>>());
    Some(aside().class("diagnostics").attr("aria-label", "Errors in the content").child((p().child(summary), items)))
}
