//! The year chart: a bar for each year, stacked by kind of venue. The bars are also the filter by year.

use std::borrow::Cow;

use leptos::{
    ev::{Event, EventDescriptor},
    prelude::*,
};

use crate::{
    components::wording::publication_count,
    content::VenueKind,
    context::{AppContext, Navigation},
    dom::{
        Element,
        tags::{button, div, fieldset, legend, li, path, rect, span, svg, ul},
    },
    search::{
        facet::{Facet, year_range},
        filter::Filter,
    },
    views::publications::deferred::{DeferredFilter, count},
};

/// The difference between the first and the last year below which all four digits of a year are visible.
const MAX_SPAN_WITH_FULL_YEARS: u16 = 13;

/// The difference between the first and the last year up to which years without publications have a bar. Beyond it, a
/// mistyped date would create a thousand bars.
const MAX_SPAN_WITH_EMPTY_YEARS: u16 = 150;

/// A class for each kind of venue. `style/search.css` has the tones.
const TONES: [&str; 8] = ["tone-0", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5", "tone-6", "tone-7"];

/// Returns the chart, or `None` if all publications are from the same year.
pub fn year_chart(filter: Memo<Filter>, deferred: DeferredFilter, context: AppContext) -> Option<Element> {
    let AppContext { base, actions, .. } = context;
    let catalog = context.catalog();
    let years: Vec<u16> = catalog.values(Facet::Year).iter().filter_map(|year| year.value.parse().ok()).collect();
    let (newest, oldest) = (*years.first()?, *years.last()?);
    let span = newest - oldest;
    if span == 0 {
        return None;
    }
    let max_count = catalog.totals(Facet::Year).iter().copied().max().unwrap_or(1);
    let years = if span > MAX_SPAN_WITH_EMPTY_YEARS { years } else { (oldest..=newest).rev().collect() };
    let bar = move |year: usize| bar(year, year == usize::from(newest), max_count, deferred, context);
    let keys = years.into_iter().map(usize::from).collect::<Vec<usize>>();
    // `year_chart.js` sets the value of the element to the selected year or range.
    let select = move |event| {
        let filter = filter.get_untracked();
        let value = event_target_value(&event);
        let is_range = |value: &String| year_range(value).is_some();
        let filter = if is_range(&value) || filter.selected(Facet::Year).iter().any(is_range) {
            filter.with_selected(Facet::Year, vec![value])
        } else {
            filter.toggled(Facet::Year, &value)
        };
        (actions.navigate)(&base.filtered(&filter), Navigation::Push);
    };
    let kinds = catalog.venue_kinds();
    let kind = |(index, kind): (usize, &VenueKind)| {
        let swatch = svg().attr("aria-hidden", "true").child(rect().class(TONES[index % TONES.len()]));
        li().child((swatch, kind.label()))
    };
    let legend_items: Vec<Element> = kinds.iter().enumerate().map(kind).collect();
    let class = if span < MAX_SPAN_WITH_FULL_YEARS { "bars" } else { "bars short-labels" };
    Some(fieldset().class("year-chart").disabled(!actions.is_interactive).on(YearSelect, select).child((
        legend().child("Year"),
        div().class(class).keyed(move || keys.clone(), bar),
        (kinds.len() > 1).then(|| ul().class("kind-legend").attr("aria-label", "Kinds of venues").child(legend_items)),
    )))
}

/// The event that `year_chart.js` dispatches when the visitor selects a year or a range.
#[derive(Clone)]
struct YearSelect;

impl EventDescriptor for YearSelect {
    type EventType = Event;

    const BUBBLES: bool = false;

    fn name(&self) -> Cow<'static, str> {
        "yearselect".into()
    }

    fn event_delegation_key(&self) -> Cow<'static, str> {
        self.name()
    }
}

/// Returns `true` if a year is selected, or in a selected range.
#[inline(never)]
fn is_selected(filter: Memo<Filter>, year: u16) -> bool {
    filter.with(|filter| {
        filter.selected(Facet::Year).iter().any(|value| match year_range(value) {
            Some((from, to)) => (from..=to).contains(&year),
            None => value.parse() == Ok(year),
        })
    })
}

/// Returns the bar of a year: the results, stacked by kind of venue, in front of all publications of the year.
fn bar(year: usize, is_first: bool, max_count: u32, deferred: DeferredFilter, context: AppContext) -> Element {
    let DeferredFilter { filter, results } = deferred;
    let catalog = context.catalog();
    let value = format!("{year:04}");
    let index = catalog.values(Facet::Year).iter().position(|year| year.value == value);
    let count = move || index.map_or(0, |index| count(results, Facet::Year, index));
    let is_selected = move || is_selected(filter, year as u16);
    let mut chart = svg()
        .attr("viewBox", format!("0 0 1 {max_count}"))
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true");
    if let Some(index) = index {
        let total = catalog.totals(Facet::Year)[index];
        chart = chart.child(path().class("total").attr("d", segment(max_count, 0, total)));
        for kind in 0..catalog.venue_kinds().len() {
            let data = move || {
                results.with(|results| {
                    let counts = results.year_kinds(index);
                    segment(max_count, counts[..kind].iter().sum(), counts[kind])
                })
            };
            chart = chart.child(path().class(TONES[kind % TONES.len()]).attr("d", data));
        }
    }
    button()
        .attr("type", "button")
        .attr("value", value.clone())
        .attr("tabindex", if is_first { "0" } else { "-1" })
        .attr("aria-pressed", move || if is_selected() { "true" } else { "false" })
        .attr("aria-disabled", move || (count() == 0 && !is_selected()).then_some("true"))
        .attr("aria-label", move || format!("{year:04}, {}", publication_count(count())))
        .child((chart, span().child(value)))
}

/// Returns the path of a bar segment for `count` publications above `below` others, in a chart of the height
/// `max_count`. Returns `None` if `count` is 0.
fn segment(max_count: u32, below: u32, count: u32) -> Option<String> {
    (count > 0).then(|| format!("M0 {}h1v{count}H0", max_count - below - count))
}
