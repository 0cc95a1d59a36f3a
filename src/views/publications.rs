//! The publications, filtered by year, venue, topic and words.

use std::time::Duration;

use leptos::{
    ev::{Event, SubmitEvent},
    leptos_dom::helpers::debounce,
    prelude::*,
};

use super::content_page::Sections;
use crate::{
    app::{Entry, Site},
    components::publication::{Legend, PublicationItem},
    content::Publication,
    filter::{Facet, Filter, Found},
    page::Page,
};

/// The facets that visitors choose from; addresses may name the others too.
const OFFERED: [Facet; 3] = [Facet::Year, Facet::Venue, Facet::Topic];

/// How long the visitor must pause in typing before the list follows.
const PAUSE: Duration = Duration::from_millis(200);

/// The list of publications and what narrows it.
#[component]
pub fn Publications(
    /// The query of the address: the state of this view, whole.
    query: Memo<String>,
) -> impl IntoView {
    let Site { content, finder, .. } = Site::expect();
    let filter = Memo::new(move |_| query.with(|query| Filter::parse(query)));
    let found = Memo::new(move |_| filter.with(|filter| finder.find(filter)));

    let heading = Page::Publications.heading(&content);
    let sections = Page::Publications.content(&content).map(|page| page.sections.clone()).unwrap_or_default();
    let facets = OFFERED.map(|facet| view! { <FacetChoices facet filter found /> }).collect_view();
    let all = content.publications.len();
    let status = move || match found.with(|found| found.publications.len()) {
        shown if shown == all => format!("Showing all {all} publications"),
        shown => format!("Showing {shown} of {all} publications"),
    };
    let shown = move || {
        let rows = found.with(|found| found.publications.clone());
        rows.into_iter().map(|row| content.publications[row].clone()).collect::<Vec<_>>()
    };
    let listed = Signal::derive(shown);

    view! {
        <h1 tabindex="-1">{heading}</h1>
        <Sections sections />
        <div class="finder">
            <form class="filters" role="search" aria-label="Publications" on:submit=|event: SubmitEvent| event.prevent_default()>
                <SearchBox filter />
                {facets}
            </form>
            <div class="results">
                <p id="status" role="status" tabindex="-1">{status}</p>
                <Chips filter />
                {move || view! { <Legend publications=listed.get() /> }}
                <div class="publications">
                    <For each=move || lines(listed.get()) key=Line::key let:line>
                        {line_view(line)}
                    </For>
                </div>
            </div>
        </div>
    }
}

/// A line of the list: a year, or a publication under it.
#[derive(Clone)]
enum Line {
    Year(Option<u16>),
    Publication(Box<Publication>),
}

impl Line {
    fn key(&self) -> String {
        match self {
            // No id has a space in it.
            Line::Year(year) => format!("year {year:?}"),
            Line::Publication(publication) => publication.id.clone(),
        }
    }
}

fn lines(publications: Vec<Publication>) -> Vec<Line> {
    let mut lines = Vec::with_capacity(publications.len());
    let mut last = None;
    for publication in publications {
        let year = publication.year();
        if last != Some(year) {
            lines.push(Line::Year(year));
            last = Some(year);
        }
        lines.push(Line::Publication(Box::new(publication)));
    }
    lines
}

fn line_view(line: Line) -> AnyView {
    match line {
        Line::Year(Some(year)) => view! { <h2 class="year">{year.to_string()}</h2> }.into_any(),
        Line::Year(None) => view! { <h2 class="year">"Undated"</h2> }.into_any(),
        Line::Publication(publication) => view! { <PublicationItem publication=*publication /> }.into_any(),
    }
}

/// The free text.
#[component]
fn SearchBox(filter: Memo<Filter>) -> AnyView {
    let Site { base, actions, .. } = Site::expect();
    let text = Memo::new(move |_| filter.with(|filter| filter.text.clone()));
    let follow = debounce(PAUSE, move |text: String| {
        // The visitor may have left this page while the pause ran.
        let Some(filter) = filter.try_get_untracked() else { return };
        (actions.navigate)(&base.filtered(&filter.with_text(&text)), Entry::Replace);
    });
    let mut follow = follow;
    view! {
        <p class="search">
            <label for="search">"Search"</label>
            <input
                id="search"
                type="search"
                autocomplete="off"
                spellcheck="false"
                placeholder="Title, author or venue"
                prop:value=text
                on:input=move |event: Event| follow(event_target_value(&event))
            />
        </p>
    }
    .into_any()
}

/// The choices of a facet, with what each would give.
#[component]
fn FacetChoices(facet: Facet, filter: Memo<Filter>, found: Memo<Found>) -> AnyView {
    let Site { finder, base, actions, .. } = Site::expect();
    let choices = finder
        .choices(facet)
        .iter()
        .enumerate()
        .map(|(index, choice)| {
            let count = Memo::new(move |_| found.with(|found| found.counts(facet)[index]));
            let value = choice.value.clone();
            let checked = Memo::new(move |_| filter.with(|filter| filter.has(facet, &value)));
            let (base, value) = (base.clone(), choice.value.clone());
            let toggle = move |_| {
                let filter = filter.with_untracked(|filter| filter.toggled(facet, &value));
                (actions.navigate)(&base.filtered(&filter), Entry::Push);
            };
            let counted = move || match count.get() {
                1 => "1 publication".to_owned(),
                count => format!("{count} publications"),
            };
            view! {
                <li class:none=move || count.get() == 0>
                    <label>
                        <input
                            type="checkbox"
                            name=facet.key()
                            value=choice.value.clone()
                            prop:checked=checked
                            on:change=toggle
                        />
                        <span class="value" dir="auto">{choice.label.clone()}</span>
                        " "
                        <span class="count" aria-hidden="true">{count}</span>
                        <span class="visually-hidden">{counted}</span>
                    </label>
                </li>
            }
        })
        .collect_view();
    (!finder.choices(facet).is_empty())
        .then(|| {
            view! {
                <fieldset class="facet">
                    <legend>{facet.label()}</legend>
                    <ul>{choices}</ul>
                </fieldset>
            }
        })
        .into_any()
}

/// What is chosen, each a link that takes it away.
#[component]
fn Chips(filter: Memo<Filter>) -> AnyView {
    let Site { finder, base, .. } = Site::expect();
    let chips = move || {
        filter.with(|filter| {
            let words = (!filter.text.trim().is_empty()).then(|| {
                let label = format!("Search: {}", filter.text.trim());
                chip(base.filtered(&filter.with_text("")), label, true)
            });
            let choices = filter.choices().map(|(facet, value)| {
                let label = finder.label(facet, value);
                let known = label.is_some();
                let label = format!("{}: {}", facet.label(), label.as_deref().unwrap_or(value));
                chip(base.filtered(&filter.toggled(facet, value)), label, known)
            });
            let chips: Vec<AnyView> = words.into_iter().chain(choices).collect();
            (!chips.is_empty()).then(|| {
                view! {
                    <ul class="chips" aria-label="Chosen">
                        {chips}
                        <li><a class="clear" href=base.href(&Page::Publications)>"Clear all"</a></li>
                    </ul>
                }
            })
        })
    };
    chips.into_any()
}

fn chip(href: String, label: String, known: bool) -> AnyView {
    let nothing = (!known).then_some(" (matches nothing)");
    view! {
        <li>
            <a class="chip" class:unknown=!known href=href>
                <span class="visually-hidden">"Remove "</span>
                <bdi>{label}</bdi>
                {nothing}
                <span aria-hidden="true">" ×"</span>
            </a>
        </li>
    }
    .into_any()
}
