//! The publications: found, sorted, and taken away.

mod deferred;
mod facets;
mod year_chart;

use leptos::{ev, prelude::*};

use crate::{
    citation::export::Format,
    components::{
        pager::pager,
        publication::{action_button, disclosures, mark_legend, publication_item},
        wording::publication_count,
    },
    content::Content,
    context::{AppContext, Navigation},
    dom::{
        Element,
        tags::{
            a, bdi, button, dd, details, dialog, div, dl, dt, form, h1, h2, kbd, label, li, option, p, select, span,
            summary, ul,
        },
    },
    route::{Base, Route, page_count, page_range},
    search::{
        catalog::Catalog,
        facet::{Facet, Sort},
        filter::Filter,
        results::SearchResults,
    },
    views::{
        content_page::sections,
        publications::{deferred::DeferredFilter, facets::filters},
    },
};

/// From how many publications on the browser need not lay out those that are out of sight.
const LONG: usize = 40;

/// The list of publications and what narrows it. The query of the address is the state of this view, whole.
pub fn publications(filter: Memo<Filter>, context: AppContext) -> Vec<Element> {
    let AppContext { content, catalog, .. } = context;
    let found = Memo::new(move |_| filter.with(|filter| catalog.search(filter)));

    let heading = h1().attr("tabindex", "-1").child(Route::Publications.heading(content));
    let above = sections(&Route::Publications, context);
    let beside = DeferredFilter::new(filter, found, context);
    let results = results(filter, found, context);
    let catalog = div().class("finder").child((filters(filter, beside, context), results));
    [heading].into_iter().chain(above).chain([catalog]).collect()
}

/// How many there are, what was chosen, and the list.
fn results(filter: Memo<Filter>, found: Memo<SearchResults>, context: AppContext) -> Element {
    let AppContext { content, catalog, base, .. } = context;
    let chosen = move || filter.with(|filter| chips(filter, catalog, base)).into_iter().collect();
    // The part of the list that is shown.
    let rows = Memo::new(move |_| {
        let page = filter.with(|filter| filter.page);
        found.with(|found| {
            let (from, to) = page_range(page, found.publications.len());
            found.publications[from..to].to_vec()
        })
    });
    let legend = move || {
        let publications = |rows: &Vec<u32>| mark_legend(rows.iter().map(|row| &content.publications[*row as usize]));
        rows.with(publications).into_iter().collect()
    };
    let pager = move || {
        let pages = found.with(|found| page_count(found.publications.len()));
        filter.with(|filter| pager(filter, filter.page.min(pages), pages, base)).into_iter().collect()
    };
    let empty = move || match shown(found) {
        0 => filter.with(|filter| no_results(filter, context)),
        _ => Vec::new(),
    };
    let keys = move || {
        let by_year = filter.with(is_by_year);
        rows.with(|rows| lines(rows, by_year, content)).into_iter().map(Line::key).collect()
    };
    let class = move || match (rows.with(Vec::len) > LONG, filter.with(is_by_year)) {
        (true, true) => "publications by-year long",
        (true, false) => "publications long",
        (false, true) => "publications by-year",
        (false, false) => "publications",
    };
    let line = move |key| match Line::from_key(key) {
        Line::Best => h2().class("year best").child("Best matches"),
        Line::Year(Some(year)) => h2().class("year").child(year.to_string()),
        Line::Year(None) => h2().class("year").child("Undated"),
        Line::Publication(row) => {
            let publication = &content.publications[row];
            // For Zotero and the like. On a paper's own page they would stand before the better tags of its head.
            let coins = context.references.map(|references| (references.coins)(publication, content));
            let coins = span().class("Z3988").attr("title", coins);
            publication_item(publication, false, Some(disclosures(publication, context)), context).child(coins)
        }
    };
    div().class("results").child((
        tools(filter, found, context),
        p().class("respelled").attr("aria-live", "polite").text_content(move || found.with(respelled)),
        div().replace_children(chosen),
        div().replace_children(empty),
        div().class(class).keyed(keys, line),
        div().replace_children(legend),
        div().replace_children(pager),
        shortcuts(),
    ))
}

/// How many publications are shown.
fn status(filter: &Filter, found: &SearchResults, content: &Content) -> String {
    let (shown, all) = (found.publications.len(), content.publications.len());
    let (from, to) = page_range(filter.page, shown);
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

/// Returns the row above the list: how many there are, their order, and what is done with all that are shown.
fn tools(filter: Memo<Filter>, found: Memo<SearchResults>, context: AppContext) -> Element {
    let AppContext { content, base, actions, .. } = context;
    let status = move || found.with(|found| filter.with(|filter| status(filter, found, content)));
    let options = move || {
        let filter = filter.get();
        let offered = |sort: &Sort| *sort != Sort::Best || !filter.text.trim().is_empty();
        let option = |sort: Sort| {
            option().attr("value", sort.key()).attr("selected", sort == filter.effective_sort()).child(sort.label())
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
    let sort = select().attr("id", "fp:sort").disabled(!actions.live).on(ev::input, sort).replace_children(options);
    let these = move || match shown(found) {
        shown if shown == content.publications.len() => format!("Download all {shown} publications:"),
        1 => "Download this publication:".to_owned(),
        shown => format!("Download these {shown} publications:"),
    };
    let format = |format: Format| {
        li().child(action_button("take", context).attr("value", format.extension()).child(format.label()))
    };
    let formats: Vec<Element> = Format::ALL.into_iter().map(format).collect();
    let file = move || {
        let address = [base.as_str(), "publications.bib"].concat();
        let link = || a().attr("href", address).child("All publications: publications.bib");
        filter.with(Filter::is_empty).then(link).into_iter().collect()
    };
    let share = details().class(move || if shown(found) == 0 { "take none" } else { "take" }).child((
        summary().child("Share"),
        ul().child((
            li().child(action_button("link", context).child("Copy link")),
            li().child(action_button("keys", context).class("keys").child("Shortcuts")),
        )),
        p().text_content(these),
        ul().child(formats),
        p().replace_children(file),
    ));
    div().class("tools").child((
        p().attr("id", "fp:status").attr("role", "status").attr("tabindex", "-1").text_content(status),
        label().child((span().class("visually-hidden").child("Sort "), sort)),
        share,
    ))
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
    let line =
        |(key, what): (&'static str, &'static str)| div().child((dt().child(kbd().child(key)), dd().child(what)));
    let close = form().attr("method", "dialog").child(button().child("Close"));
    dialog().attr("id", "fp:keys").attr("aria-label", "Keyboard shortcuts").child((
        h2().child("Keyboard shortcuts"),
        dl().child(keys.into_iter().map(line).collect::<Vec<_>>()),
        close,
    ))
}

/// What to do where nothing is found: each single choice without which there is something.
fn no_results(filter: &Filter, context: AppContext) -> Vec<Element> {
    let AppContext { content, catalog, base, .. } = context;
    let mut ways = Vec::new();
    for without in catalog.relaxations(filter) {
        let what = chosen_label(without.facet, &without.value, catalog);
        let words = format!("Without {what}: {}", publication_count(without.count as u32));
        ways.push(li().child(a().attr("href", base.filtered(&without.filter)).child(words)));
    }
    let words = if ways.is_empty() {
        let all = format!("Show all {}", publication_count(content.publications.len() as u32));
        ways.push(li().child(a().attr("href", base.href(&Route::Publications)).child(all)));
        "No publication matches this."
    } else {
        "No publication matches all of this."
    };
    vec![p().child(words), ul().class("instead").child(ways)]
}

/// "Venue: OSDI", "Search: cache"
fn chosen_label(facet: Option<Facet>, value: &str, catalog: &Catalog) -> String {
    match facet {
        Some(facet) => {
            let label = catalog.label(facet, value);
            format!("{}: {}", facet.label(), label.as_deref().unwrap_or(value))
        }
        None => format!("Search: {}", value.trim()),
    }
}

/// Returns whether the list has a heading for each year: in every order but that by relevance.
fn is_by_year(filter: &Filter) -> bool {
    filter.effective_sort() != Sort::Best
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

    fn from_key(key: usize) -> Line {
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
fn chips(filter: &Filter, catalog: &Catalog, base: &Base) -> Option<Element> {
    let mut chips = Vec::new();
    if !filter.text.trim().is_empty() {
        let label = chosen_label(None, &filter.text, catalog);
        chips.push(chip(base.filtered(&filter.with_text("")), label, true));
    }
    for (facet, value) in filter.selections() {
        let known = catalog.label(facet, value).is_some();
        let label = chosen_label(Some(facet), value, catalog);
        chips.push(chip(base.filtered(&filter.toggled(facet, value)), label, known));
    }
    if chips.is_empty() {
        return None;
    }
    let clear = a().class("clear").attr("href", base.href(&Route::Publications)).child("Clear all");
    Some(ul().class("chips").attr("aria-label", "Chosen").child((chips, li().child(clear))))
}

fn chip(href: String, label: String, known: bool) -> Element {
    let chip = a().class(if known { "chip" } else { "chip unknown" }).attr("href", href).child((
        span().class("visually-hidden").child("Remove "),
        bdi().child(label),
        (!known).then_some(" (matches nothing)"),
        span().attr("aria-hidden", "true").child(" ×"),
    ));
    li().child(chip)
}
