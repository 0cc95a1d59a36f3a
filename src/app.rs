//! The whole page: header, the view for the address, footer. A pure function of content and address.

use leptos::prelude::*;

use crate::{
    components::{
        links::{link_list, linked, profile_links},
        publication::button,
    },
    content::{Affiliation, Content, ContentPage, Publication},
    dom::element::{Element, el},
    markdown::Documents,
    route::{Base, Location, Page},
    search::filter::Finder,
    views::{
        content_page::content_page, cv::cv, not_found::not_found, publication::publication_page,
        publications::publications,
    },
};

/// What views share: the content, made ready, and where it stands.
///
/// It lasts as long as the program, so that views can refer to it wherever they are.
#[derive(Clone, Copy)]
pub struct Site {
    /// The profile.
    pub content: &'static Content,
    /// The publications, ready for filtering.
    pub finder: &'static Finder,
    /// The Markdown of the profile, read.
    pub documents: &'static Documents,
    /// The path under which the site stands.
    pub base: &'static Base,
    /// The `srcset` of the portrait, where the build has made it.
    pub portrait: &'static str,
    /// What a view asks of the browser.
    pub actions: Actions,
}

impl Site {
    /// Makes a profile ready. It is never freed: a page has one, and so has a build.
    pub fn new(content: Content, finder: Finder, documents: Documents, base: Base, actions: Actions) -> Site {
        Site {
            content: Box::leak(Box::new(content)),
            finder: Box::leak(Box::new(finder)),
            documents: Box::leak(Box::new(documents)),
            base: Box::leak(Box::new(base)),
            portrait: "",
            actions,
        }
    }

    /// The publication with an id.
    pub fn publication(&self, id: &str) -> Option<&'static Publication> {
        self.finder.row(id).map(|row| &self.content.publications[row])
    }
}

/// How an address enters the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// As a new entry: Back leads to where the visitor was.
    Push,
    /// In place of the current entry, as while typing; the address may be written a little later.
    Replace,
}

/// What a view asks of the browser. On the host nothing happens.
#[derive(Clone, Copy)]
pub struct Actions {
    /// Whether anything happens; else what would need it is disabled.
    pub live: bool,
    /// Goes to an address of this site.
    pub navigate: fn(&str, Entry),
}

impl Default for Actions {
    fn default() -> Self {
        Actions { live: false, navigate: |_, _| {} }
    }
}

/// The whole page for an address.
#[component]
pub fn App(
    /// The profile, made ready.
    site: Site,
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

    let updated = site.content.site.updated.map(|date| {
        el("p").with("Last updated: ").with(el("time").attr("datetime", date.iso()).with(date.to_string()))
    });
    let cv_link = el("p").with(el("a").attr("href", site.base.href(&Page::Cv)).with("CV for print"));
    let cv_link = Page::Cv.is_in(content).then_some(cv_link);
    let main = move || {
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

    el("div")
        .attr_by("class", move || page.with(|page| Some(if introduces(page) { "site is-home" } else { "site" })))
        .with(el("a").class("skip").attr("href", "#fp:main").with("Skip to content"))
        .with(el("header").with(identity(site)).with(details(site)).with(menu(page, site)))
        .with(el("main").attr("id", "fp:main").attr("tabindex", "-1").children_by(main))
        .with(el("footer").with(profiles(site)).with(updated).with(cv_link).with(themes(site)))
}

/// Light, dark, or as the system has it; `page.js` keeps the choice, and `early.js` applies it.
fn themes(site: Site) -> Element {
    let choice = |(value, name): (&'static str, &'static str)| {
        button("theme", site).attr("value", value).attr("aria-pressed", "false").with(name)
    };
    let choices = [("system", "System"), ("light", "Light"), ("dark", "Dark")].map(choice);
    el("div").class("themes").attr("role", "group").attr("aria-label", "Theme").with(Vec::from(choices))
}

/// Whether a page says all about the person, on a phone too.
fn introduces(page: &Page) -> bool {
    *page == Page::home() || *page == Page::Cv
}

/// Who this is.
fn identity(site: Site) -> Element {
    let Site { content, base, .. } = site;
    let person = &content.person;
    let portrait = match &person.image {
        Some(image) => el("img")
            .class("portrait")
            .attr("src", base.resolve(&image.src))
            .maybe("srcset", (!site.portrait.is_empty()).then_some(site.portrait))
            .maybe("sizes", (!site.portrait.is_empty()).then_some("6rem"))
            .attr("alt", image.alt.clone())
            .attr("width", "96")
            .attr("height", "96"),
        None => el("span").class("portrait initials").attr("aria-hidden", "true").with(initials(&person.name)),
    };
    let name = el("a").attr("href", base.href(&Page::home())).with(el("bdi").with(person.name.clone()));
    el("div")
        .class("identity")
        .with(portrait)
        .with(el("p").class("name").with(name))
        .with(person.headline.clone().map(|headline| el("p").class("headline").with(headline)))
}

/// Where the scholar works and how to get in touch.
fn details(site: Site) -> Element {
    let Site { content, base, .. } = site;
    let person = &content.person;
    let known_as = person.known_as.clone().map(|name| el("p").with("Also known as ").with(el("bdi").with(name)));
    let affiliation =
        |affiliation: &Affiliation| el("li").with(linked(&affiliation.name, affiliation.url.as_ref(), base));
    let affiliations: Vec<Element> = person.affiliations.iter().map(affiliation).collect();
    let affiliations = (!affiliations.is_empty())
        .then(|| el("ul").class("affiliations").attr("aria-label", "Affiliations").with(affiliations));
    el("div")
        .class("details")
        .with(known_as)
        .with(affiliations)
        .with(person.location.clone().map(|location| el("p").with(location)))
        .with(profiles(site))
}

/// Returns the links to the scholar's mailbox and profiles. They are in the header, and again in the footer; the style
/// sheet shows one of the two: in the footer on phones, where the header of most pages is the name and the menu alone.
#[inline(never)]
fn profiles(site: Site) -> Option<Element> {
    link_list(profile_links(&site.content.person), "Profiles", site.base)
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
fn menu(page: Memo<Page>, site: Site) -> Element {
    let Site { content, base, .. } = site;
    let item = |item: &'static ContentPage| {
        let target = Page::of_content(item);
        let href = base.href(&target);
        // A publication's own page belongs to the list: not the current page, but its part of the site.
        let current = move || {
            page.with(|page| match page {
                page if *page == target => Some("page"),
                Page::Publication(_) | Page::PublicationsPart(_) if target == Page::Publications => Some("true"),
                _ => None,
            })
        };
        el("li").with(el("a").attr("href", href).attr_by("aria-current", current).with(item.title.clone()))
    };
    let items: Vec<Element> = content.pages.iter().map(item).collect();
    el("nav").attr("aria-label", "Pages").with(el("ul").with(items))
}

/// Says that the content could not be read in full.
fn problems_note(problems: &[String]) -> Option<Element> {
    let mistakes = match problems.len() {
        0 => return None,
        1 => "1 mistake".to_owned(),
        count => format!("{count} mistakes"),
    };
    let words = format!("The content has {mistakes}; what they touch may be missing from this site.");
    let item = |problem: &String| el("li").with(el("code").with(format!("content.json:{problem}")));
    let items = el("ol").with(problems.iter().map(item).collect::<Vec<_>>());
    Some(
        el("aside")
            .class("problems")
            .attr("aria-label", "Mistakes in the content")
            .with(el("p").with(words))
            .with(items),
    )
}
