//! The publications, filtered by year, venue, topic and words.

use std::time::Duration;

use leptos::{
    ev::{Event, SubmitEvent},
    leptos_dom::helpers::debounce,
    prelude::*,
};

use super::content_page::sections;
use crate::{
    app::{Entry, Site},
    components::{
        element::{Element, el},
        publication::{legend, publication_item},
    },
    content::Content,
    filter::{Facet, Filter, Finder, Found},
    page::{Base, Page},
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
    let site = Site::expect();
    let Site { content, finder, .. } = site;
    let filter = Memo::new(move |_| query.with(|query| Filter::parse(query)));
    let found = Memo::new(move |_| filter.with(|filter| finder.find(filter)));

    let heading = Page::Publications.heading(content);
    let above = sections(&Page::Publications, site);
    let facets = OFFERED.map(|facet| view! { <FacetChoices facet filter found /> }).into_iter().collect_view();
    // Whether a phone shows the choices; a desktop always does.
    let open = RwSignal::new(false);
    let all = content.publications.len();
    let status = move || match found.with(|found| found.publications.len()) {
        shown if shown == all => format!("Showing all {all} publications"),
        shown => format!("Showing {shown} of {all} publications"),
    };
    let legend = move || found.with(|found| legend(found.publications.iter().map(|row| &content.publications[*row])));
    let lines = move || found.with(|found| lines(&found.publications, content));
    let line_view = move |line: Line| match line {
        Line::Year(Some(year)) => el("h2").class("year").with(year.to_string()),
        Line::Year(None) => el("h2").class("year").with("Undated"),
        Line::Publication(row) => publication_item(&site.content.publications[row], false, site),
    };

    view! {
        <h1 tabindex="-1">{heading}</h1>
        {above}
        <div class="finder">
            <form class="filters" role="search" aria-label="Publications" on:submit=|event: SubmitEvent| event.prevent_default()>
                <SearchBox filter />
                <button
                    type="button"
                    class="toggle"
                    aria-expanded=move || open.get().to_string()
                    aria-controls="facets"
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    "Filter by year, venue, topic"
                </button>
                <div id="facets" class="facets" class:open=open>
                    {facets}
                </div>
            </form>
            <div class="results">
                <p id="status" role="status" tabindex="-1">{status}</p>
                <Chips filter />
                {legend}
                <div class="publications">
                    <For each=lines key=|line| *line children=line_view />
                </div>
            </div>
        </div>
    }
}

/// A line of the list: a year, or the publication in a row of the content under it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Line {
    Year(Option<u16>),
    Publication(usize),
}

fn lines(rows: &[usize], content: &Content) -> Vec<Line> {
    let mut lines = Vec::with_capacity(rows.len());
    let mut last = None;
    for row in rows {
        let year = content.publications[*row].year();
        if last != Some(year) {
            lines.push(Line::Year(year));
            last = Some(year);
        }
        lines.push(Line::Publication(*row));
    }
    lines
}

/// The free text.
#[component]
fn SearchBox(filter: Memo<Filter>) -> impl IntoView {
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
}

/// The choices of a facet, with what each would give.
#[component]
fn FacetChoices(facet: Facet, filter: Memo<Filter>, found: Memo<Found>) -> impl IntoView {
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
    (!finder.choices(facet).is_empty()).then(|| {
        view! {
            <fieldset class="facet">
                <legend>{facet.label()}</legend>
                <ul>{choices}</ul>
            </fieldset>
        }
    })
}

/// What is chosen, each a link that takes it away.
#[component]
fn Chips(filter: Memo<Filter>) -> impl IntoView {
    let Site { finder, base, .. } = Site::expect();
    move || filter.with(|filter| chips(filter, finder, base))
}

fn chips(filter: &Filter, finder: &Finder, base: &Base) -> Option<Element> {
    let mut chips = Vec::new();
    let text = filter.text.trim();
    if !text.is_empty() {
        chips.push(chip(base.filtered(&filter.with_text("")), format!("Search: {text}"), true));
    }
    for (facet, value) in filter.choices() {
        let label = finder.label(facet, value);
        let known = label.is_some();
        let label = format!("{}: {}", facet.label(), label.as_deref().unwrap_or(value));
        chips.push(chip(base.filtered(&filter.toggled(facet, value)), label, known));
    }
    if chips.is_empty() {
        return None;
    }
    let clear = el("a").class("clear").attr("href", base.href(&Page::Publications)).with("Clear all");
    Some(el("ul").class("chips").attr("aria-label", "Chosen").with(chips).with(el("li").with(clear)))
}

fn chip(href: String, label: String, known: bool) -> Element {
    let chip = el("a")
        .class(if known { "chip" } else { "chip unknown" })
        .attr("href", href)
        .with(el("span").class("visually-hidden").with("Remove "))
        .with(el("bdi").with(label))
        .with((!known).then_some(" (matches nothing)"))
        .with(el("span").attr("aria-hidden", "true").with(" ×"));
    el("li").with(chip)
}
