//! The filters of the list of publications: the search box, the year chart, and the values of all other facets.

use std::sync::{Arc, OnceLock};

use leptos::{ev, prelude::*};

use crate::{
    components::{action_button::action_button, icon::icon, wording::publication_count},
    content::Content,
    context::{AppContext, Navigation},
    dom::{
        Element,
        tags::{abbr, button, div, fieldset, form, input, label, legend, li, noscript, p, span, ul},
    },
    search::{
        facet::{Facet, FacetValue},
        filter::Filter,
    },
    util::text::fold,
    views::publications::{
        deferred::{DeferredFilter, count},
        year_chart::year_chart,
    },
};

/// The facets with a list of values, in the order of the page.
const LISTED_FACETS: [Facet; 6] = [Facet::Topic, Facet::Venue, Facet::Type, Facet::Has, Facet::Author, Facet::Role];

/// The number of values of a collapsed facet. A facet with one value more is not collapsed, because the button to expand
/// it would take as much space as the value.
const MAX_COLLAPSED_VALUES: usize = 5;

/// The number of values of an expanded facet.
const MAX_EXPANDED_VALUES: usize = 100;

/// Returns the form with all filters.
pub fn filters(filter: Memo<Filter>, deferred: DeferredFilter, context: AppContext) -> Element {
    // Whether the facets are visible on a phone. On a desktop they always are.
    let is_open = RwSignal::new(false);
    let toggle_label = move || match filter.with(|filter| filter.selections().count()) {
        0 => "Filters".to_owned(),
        count => format!("Filters ({count} selected)"),
    };
    let toggle = button()
        .attr("type", "button")
        .class("toggle-filters")
        .attr("aria-controls", "fp:facets")
        .attr("aria-expanded", move || is_open.get().to_string())
        .on(ev::click, move |_| is_open.update(|is_open| *is_open = !*is_open))
        .text_content(toggle_label);
    let facets: Vec<Element> =
        LISTED_FACETS.into_iter().filter_map(|facet| facet_group(facet, filter, deferred, context)).collect();
    let close_label = move || {
        let count = deferred.results.with(|results| results.publications.len());
        format!("Show {}", publication_count(count as u32))
    };
    let close = action_button("close-filters", context).text_content(close_label);
    let facets = div()
        .attr("id", "fp:facets")
        .class(move || if is_open.get() { "facets open" } else { "facets" })
        .child((year_chart(filter, deferred, context), facets, p().class("close-filters").child(close)));
    form()
        .class("filters")
        .attr("role", "search")
        .attr("aria-label", "Publications")
        .on(ev::submit, |event| event.prevent_default())
        .child((
            noscript().child(p().child("Searching and filtering need JavaScript and WebAssembly.")),
            fieldset().class("controls").disabled(!context.actions.is_interactive).child((
                search_box(filter, context),
                toggle,
                facets,
            )),
        ))
}

/// Returns the box for the text of the filter. Finished terms with a field become selected values.
fn search_box(filter: Memo<Filter>, context: AppContext) -> Element {
    let AppContext { base, actions, .. } = context;
    let catalog = context.catalog();
    let text = Memo::new(move |_| filter.with(|filter| filter.text.clone()));
    // Notified if terms were removed from the box. The text of the filter may be the same as before.
    let promoted = RwSignal::new(false);
    let apply = move |event, is_done: bool| {
        let filter = filter.get_untracked().with_text(&event_target_value(&event));
        let promoted_filter = catalog.promote_terms(&filter, is_done);
        let is_promoted = promoted_filter.is_some();
        (actions.navigate)(&base.filtered(&promoted_filter.unwrap_or(filter)), Navigation::Replace);
        if is_promoted {
            promoted.set(true);
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
            promoted.get();
            text.get()
        })
        .on(ev::input, move |event| apply(event, false))
        // After Enter, or when the box loses the focus.
        .on(ev::change, move |event| apply(event, true));
    let hint = span().class("hint").attr("id", "fp:hint").child("“in quotes” author: venue: topic: type: year: has:");
    let magnifier = icon("M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2zM10.7 10.7 14.5 14.5");
    let label = label().class("visually-hidden").attr("for", "fp:search").child("Search");
    p().class("search").child((label, magnifier, input, hint))
}

/// Returns the check boxes for the values of a facet, or `None` if all publications have the same value.
fn facet_group(facet: Facet, filter: Memo<Filter>, deferred: DeferredFilter, context: AppContext) -> Option<Element> {
    let AppContext { content, base, actions, .. } = context;
    let catalog = context.catalog();
    let values = catalog.values(facet);
    let is_in_all = || catalog.totals(facet)[0] as usize == content.listed().len();
    if values.is_empty() || values.len() == 1 && is_in_all() {
        return None;
    }
    let is_expanded = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let folded_labels = Arc::new(OnceLock::new());
    let visible = move || visible_values(facet, deferred, is_expanded, &text, &folded_labels, context);
    let visible_and_more = visible.clone();
    let toggle = move |event| {
        let filter = filter.with_untracked(|filter| filter.toggled(facet, &event_target_value(&event)));
        (actions.navigate)(&base.filtered(&filter), Navigation::Push);
    };
    let list = ul()
        // An expanded list scrolls. It needs the focus for the keyboard, because all of its check boxes may be disabled.
        .attr("tabindex", move || is_expanded.get().then_some("0"))
        .on(ev::change, toggle)
        .keyed(move || visible().0, move |index| facet_value(facet, index, &values[index], deferred, content));
    let fieldset = fieldset().class("facet").child(legend().child(facet.label()));
    if values.len() <= MAX_COLLAPSED_VALUES + 1 {
        return Some(fieldset.child(list));
    }
    let value_search = move || {
        let label_text = format!("Search {}", plural(facet));
        let input = input().attr("type", "search").attr("autocomplete", "off").attr("spellcheck", "false");
        let input = input.on(ev::input, move |event| text.set(event_target_value(&event)));
        is_expanded.get().then(|| label().child((label_text, input))).into_iter().collect()
    };
    let more = move || match visible_and_more() {
        (visible, _) if visible.is_empty() => "No matches".to_owned(),
        (_, 0) => String::new(),
        (_, more) => format!("{more} more; keep typing to narrow the list"),
    };
    let expand = move |_| {
        text.set(String::new());
        is_expanded.update(|is_expanded| *is_expanded = !*is_expanded);
    };
    let count = values.len();
    let button = button()
        .attr("type", "button")
        .class("show-all")
        .attr("aria-expanded", move || is_expanded.get().to_string())
        .on(ev::click, expand)
        .text_content(move || if is_expanded.get() { "Show fewer".to_owned() } else { format!("Show all {count}") });
    Some(fieldset.child((
        div().class("value-search").replace_children(value_search),
        list,
        p().class("more-values").attr("aria-live", "polite").text_content(more),
        button,
    )))
}

/// Returns the indices of the visible values of a facet, and the number of values that an expanded facet leaves out.
/// `text` selects values of an expanded facet by their labels.
///
/// Selected values and values with results come first, in the order of the catalog; values without results follow. The
/// counts of a facet do not depend on its own selections, so a click on a check box never moves another one of the same
/// facet. Selected values are always visible.
#[inline(never)]
fn visible_values(
    facet: Facet,
    deferred: DeferredFilter,
    is_expanded: RwSignal<bool>,
    text: &RwSignal<String>,
    folded_labels: &OnceLock<Vec<String>>,
    context: AppContext,
) -> (Vec<usize>, usize) {
    let values = context.catalog().values(facet);
    let is_expanded = is_expanded.get();
    let fold = |text: &str| fold(text, context.normalize);
    let labels =
        is_expanded.then(|| folded_labels.get_or_init(|| values.iter().map(|value| fold(&value.label)).collect()));
    let text = if is_expanded { fold(text.get().trim()) } else { String::new() };
    let max = max_visible(is_expanded, values.len());
    let (mut visible, mut more) = (Vec::new(), 0);
    deferred.filter.with(|filter| {
        deferred.results.with(|results| {
            let counts = results.counts(facet);
            for with_results in [true, false] {
                for (index, value) in values.iter().enumerate() {
                    let is_selected = || filter.has(facet, &value.value);
                    if (counts[index] > 0 || is_selected()) != with_results
                        || labels.is_some_and(|labels| !contains(&labels[index], &text))
                    {
                        continue;
                    }
                    if visible.len() < max || is_selected() {
                        visible.push(index);
                    } else {
                        more += 1;
                    }
                }
            }
        });
    });
    (visible, if is_expanded { more } else { 0 })
}

/// Returns the maximal number of visible values of a facet with `count` values, not counting selected ones.
fn max_visible(is_expanded: bool, count: usize) -> usize {
    if is_expanded || count <= MAX_COLLAPSED_VALUES + 1 { MAX_EXPANDED_VALUES } else { MAX_COLLAPSED_VALUES }
}

/// Returns `true` if a text contains another. `str::contains` is faster for long texts, but adds 1 KB to the module.
fn contains(text: &str, part: &str) -> bool {
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

/// Returns the check box for a value of a facet, with the number of its results.
fn facet_value(
    facet: Facet,
    index: usize,
    value: &'static FacetValue,
    deferred: DeferredFilter,
    content: &Content,
) -> Element {
    let DeferredFilter { filter, results } = deferred;
    // The full name of a venue if the label is its short name.
    let full = content.venues.get(&value.value).filter(|venue| facet == Facet::Venue && venue.name != value.label);
    let name = match full {
        Some(venue) => abbr().attr("title", venue.name.clone()),
        None => span(),
    };
    let name = name.class("value").attr("dir", "auto").child(value.label.clone());
    let is_selected = move || is_selected(filter, facet, &value.value);
    let count = move || count(results, facet, index);
    let input = input()
        .attr("type", "checkbox")
        .attr("name", facet.key())
        .attr("value", value.value.clone())
        .prop("checked", is_selected)
        .disabled(move || count() == 0 && !is_selected());
    let label = label().child((
        input,
        name,
        " ",
        span().class("count").attr("aria-hidden", "true").text_content(move || count().to_string()),
        span().class("visually-hidden").text_content(move || publication_count(count())),
    ));
    li().class(move || (count() == 0).then_some("is-empty")).child(label)
}

// Not inlined, because reading a signal takes much code and each caller would repeat it.
#[inline(never)]
fn is_selected(filter: Memo<Filter>, facet: Facet, value: &str) -> bool {
    filter.with(|filter| filter.has(facet, value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{build::render::context, content::read, route::Base};

    /// Generates the index of a facet, whether it is expanded, the text in its search box, and selected values: each the
    /// index of a facet (year, venue or author) and an index of its values.
    fn cases() -> impl Strategy<Value = (usize, bool, &'static str, Vec<(usize, usize)>)> {
        let selections = proptest::collection::vec((0..3_usize, 0..400_usize), 0..4);
        let texts = proptest::sample::select(vec!["", "a", " AN", "Ö", "zzzz"]);
        (0..LISTED_FACETS.len(), any::<bool>(), texts, selections)
    }

    #[test]
    fn values_with_results_precede_values_without() {
        let content = read(include_str!("../../../tests/fixtures/scholar-300.json")).unwrap().content;
        let context = context(content, Base::new("/"));
        proptest!(|((facet, is_expanded, text, selections) in cases())| {
            let facet = LISTED_FACETS[facet];
            let mut filter = Filter::default();
            for (selected_facet, index) in selections {
                let selected_facet = [Facet::Year, Facet::Venue, Facet::Author][selected_facet];
                let values = context.catalog().values(selected_facet);
                filter = filter.toggled(selected_facet, &values[index % values.len()].value);
            }
            let results = context.catalog().search(&filter);
            let values = context.catalog().values(facet);
            let fold = |text: &str| fold(text, context.normalize);
            let has_results =
                |index: usize| results.counts(facet)[index] > 0 || filter.has(facet, &values[index].value);
            let matches = |index: &usize| !is_expanded || fold(&values[*index].label).contains(&fold(text.trim()));

            let (visible, more) = Owner::new().with(|| {
                let (filter, results) = (filter.clone(), results.clone());
                let deferred = DeferredFilter {
                    filter: Memo::new(move |_| filter.clone()),
                    results: Memo::new(move |_| results.clone()),
                };
                let (is_expanded, text) = (RwSignal::new(is_expanded), RwSignal::new(text.to_owned()));
                visible_values(facet, deferred, is_expanded, &text, &OnceLock::new(), context)
            });

            prop_assert!(visible.iter().all(matches));
            let mut ordered = visible.clone();
            ordered.sort_by_key(|index| (!has_results(*index), *index));
            prop_assert_eq!(&visible, &ordered, "values with results first, else in the order of the catalog");
            ordered.dedup();
            prop_assert_eq!(visible.len(), ordered.len(), "each value once");
            let matching: Vec<usize> = (0..values.len()).filter(matches).collect();
            prop_assert!(visible.len() >= matching.len().min(max_visible(is_expanded, values.len())));
            if is_expanded {
                prop_assert_eq!(visible.len() + more, matching.len());
            }
            for index in matching {
                let is_hidden = !visible.contains(&index);
                prop_assert!(!(is_hidden && filter.has(facet, &values[index].value)), "a selected value is visible");
                // No value without results is visible instead of a value with results.
                prop_assert!(!(is_hidden && has_results(index)) || visible.iter().all(|visible| has_results(*visible)));
            }
        });
    }
}
