//! The whole page: header, the view for the address, footer. A pure function of content and address.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    components::links::{LinkList, profile_links},
    content::{Content, Problem, Reading},
    filter::Finder,
    page::{Base, Location, Page},
    text::Decompose,
    views::{
        content_page::ContentPageView, not_found::NotFound, publication::PublicationView, publications::Publications,
    },
};

/// What views share: the content, made ready, and where it stands.
#[derive(Clone)]
pub struct Site {
    /// The profile.
    pub content: Arc<Content>,
    /// The publications, ready for filtering.
    pub finder: Arc<Finder>,
    /// The path under which the site stands.
    pub base: Base,
    /// What a view asks of the browser.
    pub actions: Actions,
}

impl Site {
    /// The site that [`App`] serves to every view.
    pub fn expect() -> Site {
        expect_context()
    }
}

/// How an address enters the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// As a new entry: Back leads to where the visitor was.
    Push,
    /// In place of the current entry, as while typing.
    Replace,
}

/// What a view asks of the browser. On the host nothing happens.
#[derive(Clone, Copy)]
pub struct Actions {
    /// Goes to an address of this site.
    pub navigate: fn(&str, Entry),
    /// Copies a text to the clipboard and tells whether that worked.
    pub copy: fn(String, Box<dyn FnOnce(bool)>),
}

impl Default for Actions {
    fn default() -> Self {
        Actions { navigate: |_, _| {}, copy: |_, done| done(false) }
    }
}

/// The whole page for an address.
#[component]
pub fn App(
    /// The profile and what could not be read of it.
    reading: Reading,
    /// The path under which the site stands.
    base: Base,
    /// Where the visitor is.
    #[prop(into)]
    location: Signal<Location>,
    /// Takes letters apart from their accents.
    decompose: Decompose,
    #[prop(optional)] actions: Actions,
    /// Whether to list the problems of the content, for the scholar who is writing it.
    #[prop(optional)]
    list_problems: bool,
) -> impl IntoView {
    let Reading { content, problems } = reading;
    let site = Site { finder: Arc::new(Finder::new(&content, decompose)), content: Arc::new(content), base, actions };
    provide_context(site.clone());

    let content = site.content.clone();
    let page = Memo::new(move |_| location.with(|location| Page::parse(&location.path, &content)));
    let query = Memo::new(move |_| location.with(|location| location.query.clone()));
    let content = site.content.clone();
    Effect::new(move |_| document().set_title(&page.with(|page| page.title(&content))));

    let is_home = move || page.with(|page| *page == Page::home());
    let content = site.content.clone();
    let view_of_page = move || match page.get() {
        Page::Content(slug) => view! { <ContentPageView slug /> }.into_any(),
        Page::Publications => view! { <Publications query /> }.into_any(),
        Page::Publication(id) => match content.publication(&id).cloned() {
            Some(publication) => view! { <PublicationView publication /> }.into_any(),
            None => view! { <NotFound /> }.into_any(),
        },
        Page::NotFound => view! { <NotFound /> }.into_any(),
    };
    let updated = site.content.site.updated;

    view! {
        <div class="site" class:is-home=is_home>
            <a class="skip" href="#main">"Skip to content"</a>
            <header>
                <Identity />
                <Menu page />
            </header>
            <main id="main" tabindex="-1">
                <Problems problems list=list_problems />
                {view_of_page}
            </main>
            <footer>
                {updated.map(|date| view! { <p>"Last updated: " <time datetime=date.iso()>{date.to_string()}</time></p> })}
            </footer>
        </div>
    }
}

/// Who this is.
#[component]
fn Identity() -> AnyView {
    let Site { content, base, .. } = Site::expect();
    let person = &content.person;
    let portrait = match &person.image {
        Some(image) => {
            view! { <img class="portrait" src=base.resolve(&image.src) alt=image.alt.clone() width="96" height="96" /> }
                .into_any()
        }
        None => view! { <span class="portrait initials" aria-hidden="true">{initials(&person.name)}</span> }.into_any(),
    };
    let affiliations = person
        .affiliations
        .iter()
        .map(|affiliation| {
            let name = affiliation.name.clone();
            match &affiliation.url {
                Some(url) => view! { <li><a href=base.resolve(url) rel="noopener">{name}</a></li> }.into_any(),
                None => view! { <li>{name}</li> }.into_any(),
            }
        })
        .collect_view();
    let known_as = person.known_as.clone();
    view! {
        <div class="identity">
            {portrait}
            <p class="name">
                <a href=base.href(&Page::home())><bdi>{person.name.clone()}</bdi></a>
            </p>
            {person.headline.clone().map(|headline| view! { <p class="headline">{headline}</p> })}
        </div>
        <div class="details">
            {known_as.map(|name| view! { <p class="known-as">"Also known as " <bdi>{name}</bdi></p> })}
            {(!person.affiliations.is_empty())
                .then(|| view! { <ul class="affiliations" aria-label="Affiliations">{affiliations}</ul> })}
            {person.location.clone().map(|location| view! { <p class="location">{location}</p> })}
            <LinkList links=profile_links(person) label="Profiles" />
        </div>
    }
    .into_any()
}

/// The first letters of the first and the last word of a name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// The pages of the content, the current one marked.
#[component]
fn Menu(page: Memo<Page>) -> AnyView {
    let Site { content, base, .. } = Site::expect();
    let items = content
        .pages
        .iter()
        .map(|item| {
            let target = Page::of_content(item);
            let href = base.href(&target);
            // A publication's own page belongs to the list: not the current page, but its part of the site.
            let current = move || {
                page.with(|page| match page {
                    page if *page == target => Some("page"),
                    Page::Publication(_) if target == Page::Publications => Some("true"),
                    _ => None,
                })
            };
            view! { <li><a href=href aria-current=current>{item.title.clone()}</a></li> }
        })
        .collect_view();
    view! { <nav aria-label="Pages"><ul>{items}</ul></nav> }.into_any()
}

/// Says that the content could not be read in full.
#[component]
fn Problems(problems: Vec<Problem>, list: bool) -> AnyView {
    let count = problems.len();
    (count > 0)
        .then(|| {
            let mistakes = if count == 1 { "1 mistake".to_owned() } else { format!("{count} mistakes") };
            let items =
                problems.iter().map(|problem| view! { <li><code>{format!("content.json:{problem}")}</code></li> });
            let items = list.then(|| view! { <ol>{items.collect_view()}</ol> });
            view! {
                <aside class="problems" aria-label="Mistakes in the content">
                    <p>"The content has " {mistakes} "; what they touch may be missing from this site."</p>
                    {items}
                </aside>
            }
        })
        .into_any()
}
