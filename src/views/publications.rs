//! The publications, filtered by year, venue, topic and words.

use std::time::Duration;

use leptos::{leptos_dom::helpers::debounce, prelude::*};

use super::content_page::sections;
use crate::{
    app::{Entry, Site},
    citation::coins,
    components::{
        element::{Element, el},
        pager::pager,
        publication::{legend, publication_item},
    },
    content::Content,
    filter::{Choice, Facet, Filter, Finder, Found},
    page::{Base, Page, part, parts},
};

/// The facets that visitors choose from; addresses may name the others too.
const OFFERED: [Facet; 3] = [Facet::Year, Facet::Venue, Facet::Topic];

/// How long the visitor must pause in typing before the list follows.
const PAUSE: Duration = Duration::from_millis(200);

/// The list of publications and what narrows it. The query of the address is the state of this view, whole.
pub fn publications(filter: Memo<Filter>, site: Site) -> Vec<Element> {
    let Site { content, finder, .. } = site;
    let found = Memo::new(move |_| filter.with(|filter| finder.find(filter)));

    let heading = el("h1").attr("tabindex", "-1").with(Page::Publications.heading(content));
    let above = sections(&Page::Publications, site);
    let finder = el("div").class("finder").with(controls(filter, found, site)).with(results(filter, found, site));
    [heading].into_iter().chain(above).chain([finder]).collect()
}

/// All that narrows the list.
fn controls(filter: Memo<Filter>, found: Memo<Found>, site: Site) -> Element {
    // Whether a phone shows the choices; a desktop always does.
    let open = RwSignal::new(false);
    let toggle = el("button")
        .attr("type", "button")
        .class("toggle")
        .attr("aria-controls", "facets")
        .attr_by("aria-expanded", move || Some(open.get().to_string()))
        .on("click", move |_| open.update(|open| *open = !*open))
        .with("Filter by year, venue, topic");
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

/// How many there are, what was chosen, and the list.
fn results(filter: Memo<Filter>, found: Memo<Found>, site: Site) -> Element {
    let Site { content, finder, base, .. } = site;
    let status = move || found.with(|found| filter.with(|filter| status(filter, found, content)));
    let chosen = move || filter.with(|filter| chips(filter, finder, base)).into_iter().collect();
    // The part of the list that is shown.
    let rows = move || {
        let page = filter.with(|filter| filter.page);
        found.with(|found| {
            let (from, to) = part(page, found.publications.len());
            found.publications[from..to].to_vec()
        })
    };
    let rows = Memo::new(move |_| rows());
    let legend = move || {
        let publications = |rows: &Vec<u32>| legend(rows.iter().map(|row| &content.publications[*row as usize]));
        rows.with(publications).into_iter().collect()
    };
    let pager = move || {
        let pages = found.with(|found| parts(found.publications.len()));
        filter.with(|filter| pager(filter, filter.page.min(pages), pages, base)).into_iter().collect()
    };
    let keys = move || rows.with(|rows| lines(rows, content)).into_iter().map(Line::key).collect();
    let line = move |key| match Line::of_key(key) {
        Line::Year(Some(year)) => el("h2").class("year").with(year.to_string()),
        Line::Year(None) => el("h2").class("year").with("Undated"),
        Line::Publication(row) => {
            let publication = &content.publications[row];
            // For Zotero and the like. On a paper's own page they would stand before the better tags of its head.
            let coins = el("span").class("Z3988").attr("title", coins::context_object(publication, content));
            publication_item(publication, false, site).with(coins)
        }
    };
    el("div")
        .class("results")
        .with(el("p").attr("id", "status").attr("role", "status").attr("tabindex", "-1").text_by(status))
        .with(el("div").children_by(chosen))
        .with(el("div").children_by(legend))
        .with(el("div").class("publications").keyed_by(keys, line))
        .with(el("div").children_by(pager))
}

/// How many publications are shown.
fn status(filter: &Filter, found: &Found, content: &Content) -> String {
    let (shown, all) = (found.publications.len(), content.publications.len());
    let (from, to) = part(filter.page, shown);
    match shown {
        _ if to - from < shown && shown == all => format!("Showing {} to {to} of {all} publications", from + 1),
        _ if to - from < shown => {
            format!("Showing {} to {to} of {shown} matching publications ({all} in all)", from + 1)
        }
        _ if shown == all => format!("Showing all {all} publications"),
        _ => format!("Showing {shown} of {all} publications"),
    }
}

/// A line of the list: a year, or the publication in a row of the content under it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Line {
    Year(Option<u16>),
    Publication(usize),
}

impl Line {
    /// A number for each line: even for publications, odd for years, of which 0 stands for none.
    fn key(self) -> usize {
        match self {
            Line::Publication(row) => row * 2,
            Line::Year(year) => usize::from(year.unwrap_or(0)) * 2 + 1,
        }
    }

    fn of_key(key: usize) -> Line {
        match (key % 2, key / 2) {
            (0, row) => Line::Publication(row),
            (_, 0) => Line::Year(None),
            (_, year) => Line::Year(u16::try_from(year).ok()),
        }
    }
}

fn lines(rows: &[u32], content: &Content) -> Vec<Line> {
    let mut lines = Vec::with_capacity(rows.len());
    let mut last = None;
    for row in rows {
        let row = *row as usize;
        let year = content.publications[row].year();
        if last != Some(year) {
            lines.push(Line::Year(year));
            last = Some(year);
        }
        lines.push(Line::Publication(row));
    }
    lines
}

/// The free text.
fn search_box(filter: Memo<Filter>, site: Site) -> Element {
    let Site { base, actions, .. } = site;
    let text = Memo::new(move |_| filter.with(|filter| filter.text.clone()));
    let mut follow = debounce(PAUSE, move |text: String| {
        // The visitor may have left this page while the pause ran.
        let Some(filter) = filter.try_get_untracked() else { return };
        (actions.navigate)(&base.filtered(&filter.with_text(&text)), Entry::Replace);
    });
    let input = el("input")
        .attr("id", "search")
        .attr("name", "q")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", "Title, author or venue")
        .prop_by("value", move || text.get())
        .on("input", move |event| follow(event_target_value(&event)));
    el("p").class("search").with(el("label").attr("for", "search").with("Search")).with(input)
}

/// The choices of a facet, with what each would give.
fn facet_choices(facet: Facet, filter: Memo<Filter>, found: Memo<Found>, site: Site) -> Option<Element> {
    let choices = site.finder.choices(facet);
    let choice = |index: usize| {
        let count = Memo::new(move |_| found.with(|found| found.counts(facet)[index]));
        facet_choice(facet, &choices[index], count, filter, site)
    };
    let items: Vec<Element> = (0..choices.len()).map(choice).collect();
    (!items.is_empty())
        .then(|| el("fieldset").class("facet").with(el("legend").with(facet.label())).with(el("ul").with(items)))
}

fn facet_choice(facet: Facet, choice: &'static Choice, count: Memo<u32>, filter: Memo<Filter>, site: Site) -> Element {
    let Site { base, actions, .. } = site;
    let checked = Memo::new(move |_| filter.with(|filter| filter.has(facet, &choice.value)));
    let toggle = move |_| {
        let filter = filter.with_untracked(|filter| filter.toggled(facet, &choice.value));
        (actions.navigate)(&base.filtered(&filter), Entry::Push);
    };
    let counted = move || match count.get() {
        1 => "1 publication".to_owned(),
        count => format!("{count} publications"),
    };
    let input = el("input")
        .attr("type", "checkbox")
        .attr("name", facet.key())
        .attr("value", choice.value.clone())
        .prop_by("checked", move || checked.get())
        .on("change", toggle);
    let label = el("label")
        .with(input)
        .with(el("span").class("value").attr("dir", "auto").with(choice.label.clone()))
        .with(" ")
        .with(el("span").class("count").attr("aria-hidden", "true").text_by(move || count.get().to_string()))
        .with(el("span").class("visually-hidden").text_by(counted));
    el("li").attr_by("class", move || (count.get() == 0).then_some("none")).with(label)
}

/// What is chosen, each a link that takes it away.
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
