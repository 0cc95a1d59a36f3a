//! The years as a picture: a bar for each, toned by kind of venue, that is at the same time the filter by year.

use leptos::prelude::*;

use crate::{
    components::wording::publication_count,
    content::VenueKind,
    context::{AppContext, Navigation},
    dom::element::{Element, el},
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

/// A class for each kind of venue; `style/components.css` has the tones.
const TONES: [&str; 8] = ["tone-0", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5", "tone-6", "tone-7"];

/// The picture, where there are years to choose from.
pub fn years(filter: Memo<Filter>, beside: DeferredFilter, site: AppContext) -> Option<Element> {
    let AppContext { finder, base, actions, .. } = site;
    let choices = finder.values(Facet::Year);
    let numbers: Vec<u16> = choices.iter().filter_map(|choice| choice.value.parse().ok()).collect();
    let (newest, oldest) = (*numbers.first()?, *numbers.last()?);
    let span = newest - oldest;
    if span == 0 {
        return None;
    }
    let tallest = finder.totals(Facet::Year).iter().copied().max().unwrap_or(1);
    let shown: Vec<u16> = if span > SPAN { numbers } else { (oldest..=newest).rev().collect() };
    let bar = move |year: usize| bar(year, year == usize::from(newest), tallest, beside, site);
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
    let kinds = finder.venue_kinds();
    let tone = |(place, kind): (usize, &VenueKind)| {
        let swatch = el("svg").attr("aria-hidden", "true").with(el("rect").class(TONES[place % TONES.len()]));
        el("li").with(swatch).with(kind.label())
    };
    let tones: Vec<Element> = kinds.iter().enumerate().map(tone).collect();
    Some(
        el("fieldset")
            .class("years")
            .inert(!actions.live)
            .on("choose", choose)
            .with(el("legend").with("Year"))
            .with(el("div").class(if span < FEW { "bars" } else { "bars many" }).keyed_by(move || keys.clone(), bar))
            .with((kinds.len() > 1).then(|| el("ul").class("tones").attr("aria-label", "Kinds of venues").with(tones))),
    )
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
fn bar(year: usize, is_first: bool, tallest: u32, beside: DeferredFilter, site: AppContext) -> Element {
    let DeferredFilter { filter, found } = beside;
    let finder = site.finder;
    let value = format!("{year:04}");
    let choice = finder.values(Facet::Year).iter().position(|choice| choice.value == value);
    let count = move || choice.map_or(0, |choice| count(found, Facet::Year, choice));
    let is_chosen = move || is_chosen(filter, year as u16);
    let mut picture = el("svg")
        .attr("viewBox", format!("0 0 1 {tallest}"))
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true");
    if let Some(choice) = choice {
        let total = finder.totals(Facet::Year)[choice];
        picture = picture.with(el("path").class("total").maybe("d", block(tallest, 0, total)));
        for kind in 0..finder.venue_kinds().len() {
            let there = move || {
                found.with(|found| {
                    let kinds = found.year_kinds(choice);
                    block(tallest, kinds[..kind].iter().sum(), kinds[kind])
                })
            };
            picture = picture.with(el("path").class(TONES[kind % TONES.len()]).attr_by("d", there));
        }
    }
    el("button")
        .attr("type", "button")
        .attr("value", value.clone())
        .attr("tabindex", if is_first { "0" } else { "-1" })
        .attr_by("aria-pressed", move || Some(if is_chosen() { "true" } else { "false" }))
        .attr_by("aria-disabled", move || (count() == 0 && !is_chosen()).then_some("true"))
        .attr_by("aria-label", move || Some(format!("{year:04}, {}", publication_count(count()))))
        .with(picture)
        .with(el("span").with(value))
}

/// So many publications in a picture that is `tallest` high, upon those below.
fn block(tallest: u32, below: u32, count: u32) -> Option<String> {
    (count > 0).then(|| format!("M0 {}h1v{count}H0", tallest - below - count))
}
