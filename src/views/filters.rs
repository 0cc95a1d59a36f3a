//! What narrows the list of publications: words, and the choices of each facet but the year.

use std::sync::{Arc, OnceLock};

use leptos::prelude::*;

use super::years::publications;
use crate::{
    app::{Entry, Site},
    components::element::{Element, el},
    filter::{Choice, Facet, Filter, Found},
    text::fold,
};

/// The facets with a list of choices, in the order in which they are offered.
const OFFERED: [Facet; 6] = [Facet::Venue, Facet::Topic, Facet::Author, Facet::Type, Facet::Has, Facet::Role];

/// How many choices of a facet are shown at first, and how many at most.
const FIRST: usize = 8;
const MOST: usize = 100;

/// All that narrows the list, but for the years.
pub fn filters(filter: Memo<Filter>, found: Memo<Found>, site: Site) -> Element {
    // Whether a phone shows the choices; a desktop always does.
    let open = RwSignal::new(false);
    let chosen = move || {
        let of_years = |filter: &Filter| filter.choices().filter(|(facet, _)| *facet != Facet::Year).count();
        match filter.with(of_years) {
            0 => "Filters".to_owned(),
            count => format!("Filters ({count} chosen)"),
        }
    };
    let toggle = el("button")
        .attr("type", "button")
        .class("toggle")
        .attr("aria-controls", "facets")
        .attr_by("aria-expanded", move || Some(open.get().to_string()))
        .on("click", move |_| open.update(|open| *open = !*open))
        .text_by(chosen);
    let facets: Vec<Element> =
        OFFERED.into_iter().filter_map(|facet| facet_choices(facet, filter, found, site)).collect();
    let facets = el("div")
        .attr("id", "facets")
        .attr_by("class", move || Some(if open.get() { "facets open" } else { "facets" }))
        .with(facets);
    el("form")
        .class("filters")
        .attr("role", "search")
        .attr("aria-label", "Publications")
        .on("submit", |event| event.prevent_default())
        .with(el("noscript").with(el("p").with("Searching and filtering need JavaScript and WebAssembly.")))
        .with(
            el("fieldset")
                .class("controls")
                .inert(!site.actions.live)
                .with(search_box(filter, site))
                .with(toggle)
                .with(facets),
        )
}

/// The free text.
fn search_box(filter: Memo<Filter>, site: Site) -> Element {
    let Site { base, finder, actions, .. } = site;
    let text = Memo::new(move |_| filter.with(|filter| filter.text.clone()));
    let completed = RwSignal::new(false);
    let follow = move |event, is_done: bool| {
        let filter = filter.get_untracked().with_text(&event_target_value(&event));
        let chips = finder.complete(&filter, is_done);
        let is_completed = chips.is_some();
        (actions.navigate)(&base.filtered(&chips.unwrap_or(filter)), Entry::Replace);
        if is_completed {
            completed.set(true);
        }
    };
    let input = el("input")
        .attr("id", "search")
        .attr("name", "q")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", "Title, author, venue…")
        .attr("aria-describedby", "hint")
        .prop_by("value", move || {
            completed.get();
            text.get()
        })
        .on("input", move |event| follow(event, false))
        // Enter, or the end of typing.
        .on("change", move |event| follow(event, true));
    let hint =
        el("span").class("hint").attr("id", "hint").with("Also “in quotes”, author:, venue:, topic:, year:, has:");
    el("p").class("search").with(el("label").attr("for", "search").with("Search")).with(input).with(hint)
}

/// The choices of a facet, with what each would give; nothing where all publications are the same in it.
fn facet_choices(facet: Facet, filter: Memo<Filter>, found: Memo<Found>, site: Site) -> Option<Element> {
    let Site { content, finder, base, actions, .. } = site;
    let choices = finder.choices(facet);
    let is_in_all = || finder.totals(facet)[0] as usize == content.publications.len();
    if choices.is_empty() || choices.len() == 1 && is_in_all() {
        return None;
    }
    let whole = RwSignal::new(false);
    let words = RwSignal::new(String::new());
    let folded = OnceLock::new();
    // The choices that are shown, and how many more there are.
    let shown = Arc::new(move || {
        let is_chosen = |index: &usize| filter.with(|filter| filter.has(facet, &choices[*index].value));
        if !whole.get() {
            let first = choices.len().min(FIRST);
            return ((0..first).chain((first..choices.len()).filter(is_chosen)).collect::<Vec<usize>>(), 0);
        }
        let folded: &Vec<String> =
            folded.get_or_init(|| choices.iter().map(|choice| fold(&choice.label, site.decompose)).collect());
        let words = fold(words.get().trim(), site.decompose);
        let mut shown: Vec<usize> = (0..choices.len()).filter(|index| folded[*index].contains(&words)).collect();
        let more = shown.len().saturating_sub(MOST);
        shown.truncate(MOST);
        (shown, more)
    });
    let toggle = move |event| {
        let filter = filter.with_untracked(|filter| filter.toggled(facet, &event_target_value(&event)));
        (actions.navigate)(&base.filtered(&filter), Entry::Push);
    };
    let list = el("ul").on("change", toggle).keyed_by(
        {
            let shown = shown.clone();
            move || shown().0
        },
        move |index| facet_choice(facet, index, &choices[index], filter, found),
    );
    let fieldset = el("fieldset").class("facet").with(el("legend").with(facet.label()));
    if choices.len() <= FIRST {
        return Some(fieldset.with(list));
    }
    let narrow = move || {
        let label = format!("Narrow {}", plural(facet));
        let input = el("input").attr("type", "search").attr("autocomplete", "off").attr("spellcheck", "false");
        let input = input.on("input", move |event| words.set(event_target_value(&event)));
        whole.get().then(|| el("label").with(label).with(input)).into_iter().collect()
    };
    let more = move || match shown() {
        (shown, _) if shown.is_empty() => "None has this in it".to_owned(),
        (_, 0) => String::new(),
        (_, more) => format!("and {more} more; type to narrow"),
    };
    let press = move |_| {
        words.set(String::new());
        whole.update(|whole| *whole = !*whole);
    };
    let count = choices.len();
    let button = el("button")
        .attr("type", "button")
        .class("whole")
        .attr_by("aria-expanded", move || Some(whole.get().to_string()))
        .on("click", press)
        .text_by(move || if whole.get() { "Show fewer".to_owned() } else { format!("Show all {count}") });
    Some(
        fieldset
            .with(el("div").class("narrow").children_by(narrow))
            .with(list)
            .with(el("p").class("more-choices").attr("aria-live", "polite").text_by(more))
            .with(button),
    )
}

fn plural(facet: Facet) -> &'static str {
    match facet {
        Facet::Venue => "venues",
        Facet::Topic => "topics",
        Facet::Author => "authors",
        Facet::Type => "types",
        _ => "these",
    }
}

fn facet_choice(
    facet: Facet,
    index: usize,
    choice: &'static Choice,
    filter: Memo<Filter>,
    found: Memo<Found>,
) -> Element {
    let is_chosen = move || filter.with(|filter| filter.has(facet, &choice.value));
    let count = move || found.with(|found| found.counts(facet)[index]);
    let input = el("input")
        .attr("type", "checkbox")
        .attr("name", facet.key())
        .attr("value", choice.value.clone())
        .prop_by("checked", is_chosen)
        .attr_by("disabled", move || (count() == 0 && !is_chosen()).then_some(""));
    let label = el("label")
        .with(input)
        .with(el("span").class("value").attr("dir", "auto").with(choice.label.clone()))
        .with(" ")
        .with(el("span").class("count").attr("aria-hidden", "true").text_by(move || count().to_string()))
        .with(el("span").class("visually-hidden").text_by(move || publications(count())));
    el("li").attr_by("class", move || (count() == 0).then_some("none")).with(label)
}
