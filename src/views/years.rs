//! The years as a picture: a bar for each, toned by kind of venue, that is at the same time the filter by year.

use leptos::prelude::*;

use super::filters::count;
use crate::{
    app::{Entry, Site},
    components::element::{Element, el},
    content::VenueKind,
    filter::{Facet, Filter, Found, year_range},
};

/// Of how many years side by side all four digits are shown.
const FEW: u16 = 13;

/// Beyond so many years between the first and the last, those without publications are left out: a mistyped date must
/// not make a thousand bars.
const SPAN: u16 = 150;

/// A class for each kind of venue; `style/components.css` has the tones.
const TONES: [&str; 8] = ["tone-0", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5", "tone-6", "tone-7"];

/// The picture, where there are years to choose from.
pub fn years(filter: Memo<Filter>, found: Memo<Found>, site: Site) -> Option<Element> {
    let Site { finder, base, actions, .. } = site;
    let choices = finder.choices(Facet::Year);
    let numbers: Vec<u16> = choices.iter().filter_map(|choice| choice.value.parse().ok()).collect();
    let (newest, oldest) = (*numbers.first()?, *numbers.last()?);
    let span = newest - oldest;
    if span == 0 {
        return None;
    }
    let tallest = finder.totals(Facet::Year).iter().copied().max().unwrap_or(1);
    let shown: Vec<u16> = if span > SPAN { numbers } else { (oldest..=newest).rev().collect() };
    let bar = |year: u16| {
        let value = format!("{year:04}");
        let choice = choices.iter().position(|choice| choice.value == value);
        let count = move || choice.map_or(0, |choice| count(found, Facet::Year, choice));
        let is_chosen = move || is_chosen(filter, year);
        let picture = el("svg")
            .attr("viewBox", format!("0 0 1 {tallest}"))
            .attr("preserveAspectRatio", "none")
            .attr("aria-hidden", "true");
        let picture = match choice {
            Some(choice) => {
                let total = finder.totals(Facet::Year)[choice];
                picture.children_by(move || bars(total, found.with(|found| found.year_kinds(choice).to_vec()), tallest))
            }
            None => picture,
        };
        el("button")
            .attr("type", "button")
            .attr("value", value.clone())
            .attr("tabindex", if year == newest { "0" } else { "-1" })
            .attr_by("aria-pressed", move || Some(if is_chosen() { "true" } else { "false" }))
            .attr_by("aria-disabled", move || (count() == 0 && !is_chosen()).then_some("true"))
            .attr_by("aria-label", move || Some(format!("{year:04}, {}", publications(count()))))
            .with(picture)
            .with(el("span").with(value))
    };
    let bars: Vec<Element> = shown.into_iter().map(bar).collect();
    // `page.js` says which year or range is meant.
    let choose = move |event| {
        let filter = filter.get_untracked();
        let value = event_target_value(&event);
        let is_range = |value: &String| year_range(value).is_some();
        let filter = if is_range(&value) || filter.chosen(Facet::Year).iter().any(is_range) {
            filter.with_chosen(Facet::Year, vec![value])
        } else {
            filter.toggled(Facet::Year, &value)
        };
        (actions.navigate)(&base.filtered(&filter), Entry::Push);
    };
    let kinds = finder.kinds();
    let tone = |(place, kind): (usize, &VenueKind)| {
        let swatch = el("svg").attr("aria-hidden", "true").with(rect(TONES[place % TONES.len()], 0, 1));
        el("li").with(swatch).with(kind.label())
    };
    let tones: Vec<Element> = kinds.iter().enumerate().map(tone).collect();
    Some(
        el("fieldset")
            .class("years")
            .inert(!actions.live)
            .on("choose", choose)
            .with(el("legend").with("Year"))
            .with(el("div").class(if span < FEW { "bars" } else { "bars many" }).with(bars))
            .with((kinds.len() > 1).then(|| el("ul").class("tones").attr("aria-label", "Kinds of venues").with(tones))),
    )
}

#[inline(never)]
fn is_chosen(filter: Memo<Filter>, year: u16) -> bool {
    filter.with(|filter| {
        filter.chosen(Facet::Year).iter().any(|value| match year_range(value) {
            Some((from, to)) => (from..=to).contains(&year),
            None => value.parse() == Ok(year),
        })
    })
}

/// What is found of a year, kind upon kind, before what there is.
fn bars(total: u32, kinds: Vec<u32>, tallest: u32) -> Vec<Element> {
    let mut top = tallest;
    let mut bars = vec![rect("total", tallest - total, total)];
    for (count, tone) in kinds.into_iter().zip(TONES.into_iter().cycle()) {
        if count > 0 {
            top -= count;
            bars.push(rect(tone, top, count));
        }
    }
    bars
}

fn rect(class: &'static str, y: u32, height: u32) -> Element {
    el("rect").class(class).attr("width", "1").attr("y", y.to_string()).attr("height", height.to_string())
}

/// "1 publication", "4 publications"
pub fn publications(count: u32) -> String {
    format!("{count} publication{}", if count == 1 { "" } else { "s" })
}
