//! The years as a picture: a bar for each, toned by kind of venue, that is at the same time the filter by year.

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

/// Of how many years side by side all four digits are shown.
const FEW: u16 = 13;

/// Beyond so many years between the first and the last, those without publications are left out: a mistyped date must
/// not make a thousand bars.
const SPAN: u16 = 150;

/// A class for each kind of venue; `style/catalog.css` has the tones.
const TONES: [&str; 8] = ["tone-0", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5", "tone-6", "tone-7"];

/// The picture, where there are years to choose from.
pub fn years(filter: Memo<Filter>, beside: DeferredFilter, context: AppContext) -> Option<Element> {
    let AppContext { catalog, base, actions, .. } = context;
    let choices = catalog.values(Facet::Year);
    let numbers: Vec<u16> = choices.iter().filter_map(|choice| choice.value.parse().ok()).collect();
    let (newest, oldest) = (*numbers.first()?, *numbers.last()?);
    let span = newest - oldest;
    if span == 0 {
        return None;
    }
    let tallest = catalog.totals(Facet::Year).iter().copied().max().unwrap_or(1);
    let shown: Vec<u16> = if span > SPAN { numbers } else { (oldest..=newest).rev().collect() };
    let bar = move |year: usize| bar(year, year == usize::from(newest), tallest, beside, context);
    let keys = shown.into_iter().map(usize::from).collect::<Vec<usize>>();
    // `page.js` says which year or range is meant.
    let choose = move |event| {
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
    let tone = |(place, kind): (usize, &VenueKind)| {
        let swatch = svg().attr("aria-hidden", "true").child(rect().class(TONES[place % TONES.len()]));
        li().child((swatch, kind.label()))
    };
    let tones: Vec<Element> = kinds.iter().enumerate().map(tone).collect();
    Some(fieldset().class("years").disabled(!actions.live).on(Choose, choose).child((
        legend().child("Year"),
        div().class(if span < FEW { "bars" } else { "bars many" }).keyed(move || keys.clone(), bar),
        (kinds.len() > 1).then(|| ul().class("tones").attr("aria-label", "Kinds of venues").child(tones)),
    )))
}

/// The event by which `page.js` says which year or range is meant.
#[derive(Clone)]
struct Choose;

impl EventDescriptor for Choose {
    type EventType = Event;

    const BUBBLES: bool = false;

    fn name(&self) -> Cow<'static, str> {
        "choose".into()
    }

    fn event_delegation_key(&self) -> Cow<'static, str> {
        self.name()
    }
}

#[inline(never)]
fn is_chosen(filter: Memo<Filter>, year: u16) -> bool {
    filter.with(|filter| {
        filter.selected(Facet::Year).iter().any(|value| match year_range(value) {
            Some((from, to)) => (from..=to).contains(&year),
            None => value.parse() == Ok(year),
        })
    })
}

/// The bar of a year: what is found of it, kind upon kind, before what there is.
fn bar(year: usize, is_first: bool, tallest: u32, beside: DeferredFilter, context: AppContext) -> Element {
    let DeferredFilter { filter, found } = beside;
    let catalog = context.catalog;
    let value = format!("{year:04}");
    let choice = catalog.values(Facet::Year).iter().position(|choice| choice.value == value);
    let count = move || choice.map_or(0, |choice| count(found, Facet::Year, choice));
    let is_chosen = move || is_chosen(filter, year as u16);
    let mut picture = svg()
        .attr("viewBox", format!("0 0 1 {tallest}"))
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true");
    if let Some(choice) = choice {
        let total = catalog.totals(Facet::Year)[choice];
        picture = picture.child(path().class("total").attr("d", block(tallest, 0, total)));
        for kind in 0..catalog.venue_kinds().len() {
            let there = move || {
                found.with(|found| {
                    let kinds = found.year_kinds(choice);
                    block(tallest, kinds[..kind].iter().sum(), kinds[kind])
                })
            };
            picture = picture.child(path().class(TONES[kind % TONES.len()]).attr("d", there));
        }
    }
    button()
        .attr("type", "button")
        .attr("value", value.clone())
        .attr("tabindex", if is_first { "0" } else { "-1" })
        .attr("aria-pressed", move || if is_chosen() { "true" } else { "false" })
        .attr("aria-disabled", move || (count() == 0 && !is_chosen()).then_some("true"))
        .attr("aria-label", move || format!("{year:04}, {}", publication_count(count())))
        .child((picture, span().child(value)))
}

/// So many publications in a picture that is `tallest` high, upon those below.
fn block(tallest: u32, below: u32, count: u32) -> Option<String> {
    (count > 0).then(|| format!("M0 {}h1v{count}H0", tallest - below - count))
}
