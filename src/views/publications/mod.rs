//! The publications: found, sorted, and taken away.

mod deferred;
mod facets;
mod year_chart;

use leptos::prelude::*;

use crate::{
    citation::{coins, export::Format},
    components::{
        pager::pager,
        publication::{button, disclosures, legend, publication_item},
        wording::publication_count,
    },
    content::Content,
    context::{AppContext, Navigation},
    dom::element::{Element, el},
    route::{Base, Page, part, parts},
    search::{
        catalog::Catalog,
        facet::{Facet, Sort},
        filter::Filter,
        results::SearchResults,
    },
    views::{
        content_page::sections,
        publications::{deferred::DeferredFilter, facets::filters, year_chart::years},
    },
};

/// From how many publications on the browser need not lay out those that are out of sight.
const LONG: usize = 40;

/// The list of publications and what narrows it. The query of the address is the state of this view, whole.
pub fn publications(filter: Memo<Filter>, site: AppContext) -> Vec<Element> {
    let AppContext { content, finder, .. } = site;
    let found = Memo::new(move |_| filter.with(|filter| finder.search(filter)));

    let heading = el("h1").attr("tabindex", "-1").with(Page::Publications.heading(content));
    let above = sections(&Page::Publications, site);
    let beside = DeferredFilter::new(filter, found, site);
    let results = results(filter, found, beside, site);
    let finder = el("div").class("finder").with(filters(filter, beside, site)).with(results);
    [heading].into_iter().chain(above).chain([finder]).collect()
}

/// How many there are, what was chosen, and the list.
fn results(filter: Memo<Filter>, found: Memo<SearchResults>, beside: DeferredFilter, site: AppContext) -> Element {
    let AppContext { content, finder, base, .. } = site;
    let status = move || found.with(|found| filter.with(|filter| status(filter, found, content)));
    let chosen = move || filter.with(|filter| chips(filter, finder, base)).into_iter().collect();
    // The part of the list that is shown.
    let rows = Memo::new(move |_| {
        let page = filter.with(|filter| filter.page);
        found.with(|found| {
            let (from, to) = part(page, found.publications.len());
            found.publications[from..to].to_vec()
        })
    });
    let legend = move || {
        let publications = |rows: &Vec<u32>| legend(rows.iter().map(|row| &content.publications[*row as usize]));
        rows.with(publications).into_iter().collect()
    };
    let pager = move || {
        let pages = found.with(|found| parts(found.publications.len()));
        filter.with(|filter| pager(filter, filter.page.min(pages), pages, base)).into_iter().collect()
    };
    let empty = move || match shown(found) {
        0 => filter.with(|filter| instead(filter, site)),
        _ => Vec::new(),
    };
    let keys = move || {
        let by_year = filter.with(|filter| filter.effective_sort() != Sort::Best);
        rows.with(|rows| lines(rows, by_year, content)).into_iter().map(Line::key).collect()
    };
    let class = move || Some(if rows.with(Vec::len) > LONG { "publications long" } else { "publications" });
    let line = move |key| match Line::of_key(key) {
        Line::Best => el("h2").class("year best").with("Best matches"),
        Line::Year(Some(year)) => el("h2").class("year").with(year.to_string()),
        Line::Year(None) => el("h2").class("year").with("Undated"),
        Line::Publication(row) => {
            let publication = &content.publications[row];
            // For Zotero and the like. On a paper's own page they would stand before the better tags of its head.
            let coins = el("span").class("Z3988").attr("title", coins::context_object(publication, content));
            publication_item(publication, false, Some(disclosures(publication, site)), site).with(coins)
        }
    };
    el("div")
        .class("results")
        .with(years(filter, beside, site))
        .with(el("p").attr("id", "fp:status").attr("role", "status").attr("tabindex", "-1").text_by(status))
        .with(el("p").class("respelled").attr("aria-live", "polite").text_by(move || found.with(respelled)))
        .with(el("div").children_by(chosen))
        .with(tools(filter, found, site))
        .with(el("div").children_by(legend))
        .with(el("div").children_by(empty))
        .with(el("div").attr_by("class", class).keyed_by(keys, line))
        .with(el("div").children_by(pager))
        .with(shortcuts())
}

/// How many publications are shown.
fn status(filter: &Filter, found: &SearchResults, content: &Content) -> String {
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

#[inline(never)]
fn shown(found: Memo<SearchResults>) -> usize {
    found.with(|found| found.publications.len())
}

/// How words were read of which no publication has any.
fn respelled(found: &SearchResults) -> String {
    let mut words = String::new();
    for word in &found.corrections {
        let read_as = word.replacements.join("” or “");
        words.extend(["Nothing matches “", &word.typed, "”; showing “", &read_as, "”. "]);
    }
    words
}

/// The order, and what is done with all that is shown.
fn tools(filter: Memo<Filter>, found: Memo<SearchResults>, site: AppContext) -> Element {
    let AppContext { content, base, actions, .. } = site;
    let options = move || {
        let filter = filter.get();
        let offered = |sort: &Sort| *sort != Sort::Best || !filter.text.trim().is_empty();
        let option = |sort: Sort| {
            let chosen = (sort == filter.effective_sort()).then_some("");
            el("option").attr("value", sort.key()).maybe("selected", chosen).with(sort.label())
        };
        Sort::ALL.into_iter().filter(offered).map(option).collect()
    };
    let sort = move |event| {
        let value = event_target_value(&event);
        let filter = filter.get_untracked();
        let usual = filter.with_sort(None).effective_sort();
        let sort = Sort::ALL.into_iter().find(|sort| sort.key() == value && *sort != usual);
        (actions.navigate)(&base.filtered(&filter.with_sort(sort)), Navigation::Push);
    };
    let sort = el("select").attr("id", "fp:sort").inert(!actions.live).on("input", sort).children_by(options);
    let these = move || match shown(found) {
        shown if shown == content.publications.len() => format!("Download all {shown} publications"),
        1 => "Download this publication".to_owned(),
        shown => format!("Download these {shown} publications"),
    };
    let format =
        |format: Format| el("li").with(button("take", site).attr("value", format.extension()).with(format.label()));
    let formats: Vec<Element> = Format::ALL.into_iter().map(format).collect();
    let file = move || {
        let address = [base.as_str(), "publications.bib"].concat();
        let link = || el("a").attr("href", address).with("All publications: publications.bib");
        filter.with(Filter::is_empty).then(link).into_iter().collect()
    };
    let download = el("details")
        .attr_by("class", move || Some(if shown(found) == 0 { "take none" } else { "take" }))
        .with(el("summary").text_by(these))
        .with(el("ul").with(formats))
        .with(el("p").children_by(file));
    el("div")
        .class("tools")
        .with(el("label").with("Sort ").with(sort))
        .with(button("link", site).with("Copy link"))
        .with(button("keys", site).class("keys").with("Shortcuts"))
        .with(download)
}

/// What `browser/page.js` does at which key.
fn shortcuts() -> Element {
    let keys = [
        ("/", "to the search box"),
        ("Esc", "in the search box: clears it"),
        ("?", "these shortcuts"),
        ("← →", "in the picture of years: to the year before or after"),
        ("Home End", "to the first or the last year"),
        ("Space", "chooses the year or takes it back"),
        ("Shift + ← →", "chooses a range of years"),
    ];
    let line = |(key, what): (&'static str, &'static str)| {
        el("div").with(el("dt").with(el("kbd").with(key))).with(el("dd").with(what))
    };
    let close = el("form").attr("method", "dialog").with(el("button").with("Close"));
    el("dialog")
        .attr("id", "fp:keys")
        .attr("aria-label", "Keyboard shortcuts")
        .with(el("h2").with("Keyboard shortcuts"))
        .with(el("dl").with(keys.into_iter().map(line).collect::<Vec<_>>()))
        .with(close)
}

/// What to do where nothing is found: each single choice without which there is something.
fn instead(filter: &Filter, site: AppContext) -> Vec<Element> {
    let AppContext { content, finder, base, .. } = site;
    let mut ways = Vec::new();
    for without in finder.relaxations(filter) {
        let what = chosen_label(without.facet, &without.value, finder);
        let words = format!("Without {what}: {}", publication_count(without.count as u32));
        ways.push(el("li").with(el("a").attr("href", base.filtered(&without.filter)).with(words)));
    }
    let words = if ways.is_empty() {
        let all = format!("Show all {}", publication_count(content.publications.len() as u32));
        ways.push(el("li").with(el("a").attr("href", base.href(&Page::Publications)).with(all)));
        "No publication matches this."
    } else {
        "No publication matches all of this."
    };
    vec![el("p").with(words), el("ul").class("instead").with(ways)]
}

/// "Venue: OSDI", "Search: cache"
fn chosen_label(facet: Option<Facet>, value: &str, finder: &Catalog) -> String {
    match facet {
        Some(facet) => {
            let label = finder.label(facet, value);
            format!("{}: {}", facet.label(), label.as_deref().unwrap_or(value))
        }
        None => format!("Search: {}", value.trim()),
    }
}

/// A line of the list: a year, or the publication in a row of the content under it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Line {
    Best,
    Year(Option<u16>),
    Publication(usize),
}

const BEST: usize = (u16::MAX as usize + 1) * 2 + 1;

impl Line {
    /// A number for each line: even for publications, odd for years, of which 0 stands for none, and for the one
    /// heading of what is not sorted by year.
    fn key(self) -> usize {
        match self {
            Line::Best => BEST,
            Line::Publication(row) => row * 2,
            Line::Year(year) => usize::from(year.unwrap_or(0)) * 2 + 1,
        }
    }

    fn of_key(key: usize) -> Line {
        match (key % 2, key / 2) {
            _ if key == BEST => Line::Best,
            (0, row) => Line::Publication(row),
            (_, 0) => Line::Year(None),
            (_, year) => Line::Year(u16::try_from(year).ok()),
        }
    }
}

fn lines(rows: &[u32], by_year: bool, content: &Content) -> Vec<Line> {
    let mut lines = Vec::with_capacity(rows.len());
    let mut last = None;
    for row in rows {
        let row = *row as usize;
        let heading = if by_year { Line::Year(content.publications[row].year()) } else { Line::Best };
        if last != Some(heading) {
            lines.push(heading);
            last = Some(heading);
        }
        lines.push(Line::Publication(row));
    }
    lines
}

/// What is chosen, each a link that takes it away.
fn chips(filter: &Filter, finder: &Catalog, base: &Base) -> Option<Element> {
    let mut chips = Vec::new();
    if !filter.text.trim().is_empty() {
        let label = chosen_label(None, &filter.text, finder);
        chips.push(chip(base.filtered(&filter.with_text("")), label, true));
    }
    for (facet, value) in filter.selections() {
        let known = finder.label(facet, value).is_some();
        let label = chosen_label(Some(facet), value, finder);
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
