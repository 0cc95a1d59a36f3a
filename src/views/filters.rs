//! What narrows the list of publications: words, and the choices of each facet but the year.

use std::sync::{Arc, OnceLock};

use leptos::prelude::*;

use super::{publications::Beside, years::publications};
use crate::{
    app::{Entry, Site},
    components::element::{Element, el},
    content::Content,
    filter::{Choice, Facet, Filter, Found},
    text::fold,
};

/// The facets with a list of choices, in the order in which they are offered.
const OFFERED: [Facet; 6] = [Facet::Venue, Facet::Topic, Facet::Author, Facet::Type, Facet::Has, Facet::Role];

/// How many choices of a facet are shown at first, and how many at most.
const FIRST: usize = 8;
const MOST: usize = 100;

/// All that narrows the list, but for the years.
pub fn filters(filter: Memo<Filter>, beside: Beside, site: Site) -> Element {
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
        .attr("aria-controls", "fp:facets")
        .attr_by("aria-expanded", move || Some(open.get().to_string()))
        .on("click", move |_| open.update(|open| *open = !*open))
        .text_by(chosen);
    let facets: Vec<Element> =
        OFFERED.into_iter().filter_map(|facet| facet_choices(facet, filter, beside, site)).collect();
    let facets = el("div")
        .attr("id", "fp:facets")
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
        .attr("id", "fp:search")
        .attr("name", "q")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", "Title, author, venue…")
        .attr("aria-describedby", "fp:hint")
        .prop_by("value", move || {
            completed.get();
            text.get()
        })
        .on("input", move |event| follow(event, false))
        // Enter, or the end of typing.
        .on("change", move |event| follow(event, true));
    let hint = el("span").class("hint").attr("id", "fp:hint").with("“in quotes” author: venue: topic: year: has:");
    el("p").class("search").with(el("label").attr("for", "fp:search").with("Search")).with(input).with(hint)
}

/// The choices of a facet, with what each would give; nothing where all publications are the same in it.
fn facet_choices(facet: Facet, filter: Memo<Filter>, beside: Beside, site: Site) -> Option<Element> {
    let Site { content, finder, base, actions, .. } = site;
    let choices = finder.choices(facet);
    let is_in_all = || finder.totals(facet)[0] as usize == content.publications.len();
    if choices.is_empty() || choices.len() == 1 && is_in_all() {
        return None;
    }
    let whole = RwSignal::new(false);
    let words = RwSignal::new(String::new());
    let folded = Arc::new(OnceLock::new());
    let shown = move || shown(facet, beside.filter, whole, &words, &folded, site);
    let more = shown.clone();
    let toggle = move |event| {
        let filter = filter.with_untracked(|filter| filter.toggled(facet, &event_target_value(&event)));
        (actions.navigate)(&base.filtered(&filter), Entry::Push);
    };
    let list = el("ul")
        // It scrolls then, and all that is in it may be disabled.
        .attr_by("tabindex", move || whole.get().then_some("0"))
        .on("change", toggle)
        .keyed_by(move || shown().0, move |index| facet_choice(facet, index, &choices[index], beside, content));
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
    let more = move || match more() {
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

/// The choices of a facet that are shown, and how many more there are.
#[inline(never)]
fn shown(
    facet: Facet,
    filter: Memo<Filter>,
    whole: RwSignal<bool>,
    words: &RwSignal<String>,
    folded: &OnceLock<Vec<String>>,
    site: Site,
) -> (Vec<usize>, usize) {
    let choices = site.finder.choices(facet);
    if !whole.get() {
        let shown = |filter: &Filter| {
            let is_shown = |index: &usize| *index < FIRST || filter.has(facet, &choices[*index].value);
            (0..choices.len()).filter(is_shown).collect()
        };
        return (filter.with(shown), 0);
    }
    let fold = |text: &str| fold(text, site.finder.decompose());
    let folded = folded.get_or_init(|| choices.iter().map(|choice| fold(&choice.label)).collect());
    let words = fold(words.get().trim());
    let mut shown: Vec<usize> = (0..choices.len()).filter(|index| holds(&folded[*index], &words)).collect();
    let more = shown.len().saturating_sub(MOST);
    shown.truncate(MOST);
    (shown, more)
}

/// Whether a text stands in another. The library's search is fast for long texts, and a kilobyte.
fn holds(text: &str, part: &str) -> bool {
    (0..=text.len()).any(|at| text.as_bytes()[at..].starts_with(part.as_bytes()))
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

fn facet_choice(facet: Facet, index: usize, choice: &'static Choice, beside: Beside, content: &Content) -> Element {
    let Beside { filter, found } = beside;
    // What a short name stands for.
    let long = content.venues.get(&choice.value).filter(|venue| facet == Facet::Venue && venue.name != choice.label);
    let name = match long {
        Some(venue) => el("abbr").attr("title", venue.name.clone()),
        None => el("span"),
    };
    let name = name.class("value").attr("dir", "auto").with(choice.label.clone());
    let is_chosen = move || is_chosen(filter, facet, &choice.value);
    let count = move || count(found, facet, index);
    let input = el("input")
        .attr("type", "checkbox")
        .attr("name", facet.key())
        .attr("value", choice.value.clone())
        .prop_by("checked", is_chosen)
        .attr_by("disabled", move || (count() == 0 && !is_chosen()).then_some(""));
    let label = el("label")
        .with(input)
        .with(name)
        .with(" ")
        .with(el("span").class("count").attr("aria-hidden", "true").text_by(move || count().to_string()))
        .with(el("span").class("visually-hidden").text_by(move || publications(count())));
    el("li").attr_by("class", move || (count() == 0).then_some("none")).with(label)
}

// Each is asked for in many places; to follow a signal takes much code.
#[inline(never)]
fn is_chosen(filter: Memo<Filter>, facet: Facet, value: &str) -> bool {
    filter.with(|filter| filter.has(facet, value))
}

/// How many publications there would be with this choice alone in its facet.
#[inline(never)]
pub fn count(found: Memo<Found>, facet: Facet, choice: usize) -> u32 {
    found.with(|found| found.counts(facet)[choice])
}
