//! What narrows the list of publications: words, and the choices of each facet but the year.

use std::sync::{Arc, OnceLock};

use leptos::{ev, prelude::*};

use crate::{
    components::{publication::action_button, wording::publication_count},
    content::Content,
    context::{AppContext, Navigation},
    dom::{
        Element,
        tags::{abbr, button, div, fieldset, form, input, label, legend, li, noscript, p, span, svg, ul, use_},
    },
    search::{
        facet::{Facet, FacetValue},
        filter::Filter,
    },
    util::text::fold,
    views::publications::{
        deferred::{DeferredFilter, count},
        year_chart::years,
    },
};

/// The facets with a list of choices, in the order in which they are offered.
const OFFERED: [Facet; 6] = [Facet::Topic, Facet::Venue, Facet::Type, Facet::Has, Facet::Author, Facet::Role];

/// How many choices of a facet are shown at first, and how many at most. One more is shown too, since the button that
/// shows it would take its place.
const FIRST: usize = 5;
const MOST: usize = 100;

/// Returns everything that narrows the list.
pub fn filters(filter: Memo<Filter>, beside: DeferredFilter, context: AppContext) -> Element {
    // Whether a phone shows the choices; a desktop always does.
    let open = RwSignal::new(false);
    let chosen = move || match filter.with(|filter| filter.selections().count()) {
        0 => "Filters".to_owned(),
        count => format!("Filters ({count} chosen)"),
    };
    let toggle = button()
        .attr("type", "button")
        .class("toggle")
        .attr("aria-controls", "fp:facets")
        .attr("aria-expanded", move || open.get().to_string())
        .on(ev::click, move |_| open.update(|open| *open = !*open))
        .text_content(chosen);
    let facets: Vec<Element> =
        OFFERED.into_iter().filter_map(|facet| facet_choices(facet, filter, beside, context)).collect();
    let done =
        move || format!("Show {}", publication_count(beside.found.with(|found| found.publications.len() as u32)));
    let done = action_button("done", context).text_content(done);
    let facets = div()
        .attr("id", "fp:facets")
        .class(move || if open.get() { "facets open" } else { "facets" })
        .child((years(filter, beside, context), facets, p().class("done").child(done)));
    form()
        .class("filters")
        .attr("role", "search")
        .attr("aria-label", "Publications")
        .on(ev::submit, |event| event.prevent_default())
        .child((
            noscript().child(p().child("Searching and filtering need JavaScript and WebAssembly.")),
            fieldset().class("controls").disabled(!context.actions.live).child((
                search_box(filter, context),
                toggle,
                facets,
            )),
        ))
}

/// The free text.
fn search_box(filter: Memo<Filter>, context: AppContext) -> Element {
    let AppContext { base, catalog, actions, .. } = context;
    let text = Memo::new(move |_| filter.with(|filter| filter.text.clone()));
    let completed = RwSignal::new(false);
    let follow = move |event, is_done: bool| {
        let filter = filter.get_untracked().with_text(&event_target_value(&event));
        let chips = catalog.promote_terms(&filter, is_done);
        let is_completed = chips.is_some();
        (actions.navigate)(&base.filtered(&chips.unwrap_or(filter)), Navigation::Replace);
        if is_completed {
            completed.set(true);
        }
    };
    let input = input()
        .attr("id", "fp:search")
        .attr("name", "q")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", "Title, author, venue…")
        .attr("aria-describedby", "fp:hint")
        .prop("value", move || {
            completed.get();
            text.get()
        })
        .on(ev::input, move |event| follow(event, false))
        // Enter, or the end of typing.
        .on(ev::change, move |event| follow(event, true));
    let hint = span().class("hint").attr("id", "fp:hint").child("“in quotes” author: venue: topic: type: year: has:");
    let magnifier = svg().class("icon").attr("aria-hidden", "true").child(use_().attr("href", "#icon-search"));
    let label = label().class("visually-hidden").attr("for", "fp:search").child("Search");
    p().class("search").child((label, magnifier, input, hint))
}

/// The choices of a facet, with what each would give; nothing where all publications are the same in it.
fn facet_choices(facet: Facet, filter: Memo<Filter>, beside: DeferredFilter, context: AppContext) -> Option<Element> {
    let AppContext { content, catalog, base, actions, .. } = context;
    let choices = catalog.values(facet);
    let is_in_all = || catalog.totals(facet)[0] as usize == content.publications.len();
    if choices.is_empty() || choices.len() == 1 && is_in_all() {
        return None;
    }
    let whole = RwSignal::new(false);
    let words = RwSignal::new(String::new());
    let folded = Arc::new(OnceLock::new());
    let shown = move || shown(facet, beside, whole, &words, &folded, context);
    let more = shown.clone();
    let toggle = move |event| {
        let filter = filter.with_untracked(|filter| filter.toggled(facet, &event_target_value(&event)));
        (actions.navigate)(&base.filtered(&filter), Navigation::Push);
    };
    let list = ul()
        // It scrolls then, and all that is in it may be disabled.
        .attr("tabindex", move || whole.get().then_some("0"))
        .on(ev::change, toggle)
        .keyed(move || shown().0, move |index| facet_choice(facet, index, &choices[index], beside, content));
    let fieldset = fieldset().class("facet").child(legend().child(facet.label()));
    if choices.len() <= FIRST + 1 {
        return Some(fieldset.child(list));
    }
    let narrow = move || {
        let text = format!("Narrow {}", plural(facet));
        let input = input().attr("type", "search").attr("autocomplete", "off").attr("spellcheck", "false");
        let input = input.on(ev::input, move |event| words.set(event_target_value(&event)));
        whole.get().then(|| label().child((text, input))).into_iter().collect()
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
    let button = button()
        .attr("type", "button")
        .class("whole")
        .attr("aria-expanded", move || whole.get().to_string())
        .on(ev::click, press)
        .text_content(move || if whole.get() { "Show fewer".to_owned() } else { format!("Show all {count}") });
    Some(fieldset.child((
        div().class("narrow").replace_children(narrow),
        list,
        p().class("more-choices").attr("aria-live", "polite").text_content(more),
        button,
    )))
}

/// Returns the choices of a facet that are shown, and how many more there are in the whole list.
///
/// Choices with results and chosen ones come first, in their usual order; then those without results. A facet does not
/// count its own choices, so ticking a box moves no box of the same facet. Chosen ones are never cut off.
#[inline(never)]
fn shown(
    facet: Facet,
    beside: DeferredFilter,
    whole: RwSignal<bool>,
    words: &RwSignal<String>,
    folded: &OnceLock<Vec<String>>,
    context: AppContext,
) -> (Vec<usize>, usize) {
    let choices = context.catalog.values(facet);
    let is_whole = whole.get();
    let fold = |text: &str| fold(text, context.catalog.normalizer());
    let folded = is_whole.then(|| folded.get_or_init(|| choices.iter().map(|choice| fold(&choice.label)).collect()));
    let words = if is_whole { fold(words.get().trim()) } else { String::new() };
    let most = if is_whole || choices.len() <= FIRST + 1 { MOST } else { FIRST };
    let (mut shown, mut more) = (Vec::new(), 0);
    beside.filter.with(|filter| {
        beside.found.with(|found| {
            let counts = found.counts(facet);
            for with_results in [true, false] {
                for (index, choice) in choices.iter().enumerate() {
                    let is_chosen = || filter.has(facet, &choice.value);
                    if (counts[index] > 0 || is_chosen()) != with_results
                        || folded.is_some_and(|folded| !holds(&folded[index], &words))
                    {
                        continue;
                    }
                    if shown.len() < most || is_chosen() {
                        shown.push(index);
                    } else {
                        more += 1;
                    }
                }
            }
        });
    });
    (shown, if is_whole { more } else { 0 })
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

fn facet_choice(
    facet: Facet,
    index: usize,
    choice: &'static FacetValue,
    beside: DeferredFilter,
    content: &Content,
) -> Element {
    let DeferredFilter { filter, found } = beside;
    // What a short name stands for.
    let long = content.venues.get(&choice.value).filter(|venue| facet == Facet::Venue && venue.name != choice.label);
    let name = match long {
        Some(venue) => abbr().attr("title", venue.name.clone()),
        None => span(),
    };
    let name = name.class("value").attr("dir", "auto").child(choice.label.clone());
    let is_chosen = move || is_chosen(filter, facet, &choice.value);
    let count = move || count(found, facet, index);
    let input = input()
        .attr("type", "checkbox")
        .attr("name", facet.key())
        .attr("value", choice.value.clone())
        .prop("checked", is_chosen)
        .disabled(move || count() == 0 && !is_chosen());
    let label = label().child((
        input,
        name,
        " ",
        span().class("count").attr("aria-hidden", "true").text_content(move || count().to_string()),
        span().class("visually-hidden").text_content(move || publication_count(count())),
    ));
    li().class(move || (count() == 0).then_some("none")).child(label)
}

// Each is asked for in many places; to follow a signal takes much code.
#[inline(never)]
fn is_chosen(filter: Memo<Filter>, facet: Facet, value: &str) -> bool {
    filter.with(|filter| filter.has(facet, value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{build::render::context, content::read, route::Base};

    /// A facet, its list open or not, the words that narrow it, and what is chosen: places of years, venues and authors.
    fn cases() -> impl Strategy<Value = (usize, bool, &'static str, Vec<(usize, usize)>)> {
        let choices = proptest::collection::vec((0..3_usize, 0..400_usize), 0..4);
        (0..OFFERED.len(), any::<bool>(), proptest::sample::select(vec!["", "a", " AN", "Ö", "zzzz"]), choices)
    }

    #[test]
    fn choices_with_results_precede_those_without() {
        let content = read(include_str!("../../../tests/fixtures/scholar-300.json")).unwrap().content;
        let context = context(content, Base::new("/"));
        proptest!(|((facet, is_whole, words, chosen) in cases())| {
            let facet = OFFERED[facet];
            let mut filter = Filter::default();
            for (of, place) in chosen {
                let of = [Facet::Year, Facet::Venue, Facet::Author][of];
                let choices = context.catalog.values(of);
                filter = filter.toggled(of, &choices[place % choices.len()].value);
            }
            let found = context.catalog.search(&filter);
            let choices = context.catalog.values(facet);
            let has_results =
                |index: usize| found.counts(facet)[index] > 0 || filter.has(facet, &choices[index].value);
            let needle = fold(words.trim(), context.catalog.normalizer());
            let is_named =
                |index: &usize| !is_whole || fold(&choices[*index].label, context.catalog.normalizer()).contains(&needle);

            let (shown, more) = Owner::new().with(|| {
                let beside = {
                    let (filter, found) = (filter.clone(), found.clone());
                    DeferredFilter { filter: Memo::new(move |_| filter.clone()), found: Memo::new(move |_| found.clone()) }
                };
                let (whole, words) = (RwSignal::new(is_whole), RwSignal::new(words.to_owned()));
                super::shown(facet, beside, whole, &words, &OnceLock::new(), context)
            });

            prop_assert!(shown.iter().all(is_named));
            let mut ordered = shown.clone();
            ordered.sort_by_key(|index| (!has_results(*index), *index));
            prop_assert_eq!(&shown, &ordered, "results first, else the usual order");
            ordered.dedup();
            prop_assert_eq!(shown.len(), ordered.len(), "each once");
            let named: Vec<usize> = (0..choices.len()).filter(is_named).collect();
            let most = if is_whole || choices.len() <= FIRST + 1 { MOST } else { FIRST };
            prop_assert!(shown.len() >= named.len().min(most));
            if is_whole {
                prop_assert_eq!(shown.len() + more, named.len());
            }
            for index in named {
                let is_chosen = filter.has(facet, &choices[index].value);
                let cut_off = !shown.contains(&index);
                prop_assert!(!(cut_off && is_chosen), "a chosen value is shown");
                // None without results is shown in place of one that has some.
                prop_assert!(!(cut_off && has_results(index)) || shown.iter().all(|shown| has_results(*shown)));
            }
        });
    }
}
