//! The list of publications: search, facets, sorting, sharing and export.

mod deferred;
mod facets;
mod year_chart;

use std::cell::Cell;

use leptos::{ev, prelude::*};

use crate::{
    citation::export::Format,
    components::{
        action_button::action_button,
        pager::pager,
        publication::{Anchor, disclosures, mark_legend, publication_item},
        wording::{NO_PUBLICATIONS, publication_count},
    },
    content::{Content, PublicationStatus},
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

/// The number of publications on a page above which the browser lays out only the visible ones.
const MAX_FULL_LAYOUT: usize = 40;

/// The number of publications at the top of such a page that the browser always lays out, if the build has written the page.
const FIRST_PUBLICATIONS: usize = 6;

/// Returns the list of publications with its filters. The query of the URL is the only state of this view.
pub fn publications(filter: Memo<Filter>, context: AppContext) -> Vec<Element> {
    let AppContext { content, .. } = context;
    let catalog = context.catalog();
    let results = Memo::new(move |_| {
        filter.with(|filter| {
            // Computes the results again when the texts are indexed.
            let _ = is_searching(filter, context);
            catalog.search(filter)
        })
    });

    let mut view = vec![h1().attr("tabindex", "-1").child(Route::Publications.heading(content))];
    view.extend(sections(&Route::Publications, context));
    let deferred = DeferredFilter::new(filter, results, context);
    let results = results_column(filter, results, context);
    view.push(div().class("faceted-search").child((filters(filter, deferred, context), results)));
    view
}

/// Returns the toolbar, the selected filters, the list of results, and the links to its pages.
fn results_column(filter: Memo<Filter>, results: Memo<SearchResults>, context: AppContext) -> Element {
    let AppContext { content, base, .. } = context;
    let catalog = context.catalog();
    let chips = move || filter.with(|filter| chips(filter, catalog, base)).into_iter().collect();
    // The indices of the publications on the current page.
    let indices = Memo::new(move |_| {
        let page = filter.with(|filter| filter.page);
        results.with(|results| {
            let (from, to) = page_range(page, results.publications.len());
            results.publications[from..to].to_vec()
        })
    });
    let legend = move || {
        let publication = |index: &u32| &content.publications[*index as usize];
        indices.with(|indices| mark_legend(indices.iter().map(publication))).into_iter().collect()
    };
    // Effects read the filter before the memos that are computed from it. If an effect first reads a memo that stays the same,
    // Leptos 0.8 may not run the effect when the filter changes: `MemoInner::update_if_necessary` does not mark the effect as
    // dirty if the effect itself has caused the update of the filter.
    let pager = move || {
        filter
            .with(|filter| {
                let pages = results.with(|results| page_count(results.publications.len()));
                pager(filter, filter.page.min(pages), pages, base)
            })
            .into_iter()
            .collect()
    };
    let no_results = move || {
        filter.with(|filter| match result_count(results) {
            0 => no_results(filter, context),
            _ => Vec::new(),
        })
    };
    let keys = move || {
        let by_year = filter.with(is_by_year);
        indices.with(|indices| rows(indices, by_year, content)).into_iter().map(Row::key).collect()
    };
    let class = move || match (filter.with(is_by_year), indices.with(Vec::len) > MAX_FULL_LAYOUT) {
        (true, true) => "publications by-year long",
        (true, false) => "publications by-year",
        (false, true) => "publications long",
        (false, false) => "publications",
    };
    let created = Cell::new(0);
    let row = move |key| match Row::from_key(key) {
        Row::BestMatches => h2().class("year").child("Best matches"),
        Row::Status(status) => h2().class("year").child(status.label()),
        Row::Year(Some(year)) => h2().class("year").child(year.to_string()),
        Row::Year(None) => h2().class("year").child("Undated"),
        Row::Publication(index) => {
            let publication = &content.publications[index];
            // For Zotero and similar tools. The page of a publication has none, because its tags in `<head>` say more.
            let coins = context.references.map(|references| (references.coins)(publication, content));
            let coins = span().class("Z3988").attr("title", coins);
            // Entries that the module creates may be anywhere.
            let is_first = !context.actions.is_interactive && created.replace(created.get() + 1) < FIRST_PUBLICATIONS;
            publication_item(publication, Anchor::Id, Some(disclosures(publication, context)), context)
                .attr("data-first", is_first)
                .child(coins)
        }
    };
    div().class("results").child((
        toolbar(filter, results, context),
        p().class("corrections").attr("aria-live", "polite").text_content(move || results.with(corrections)),
        div().replace_children(chips),
        div().replace_children(no_results),
        div().class(class).keyed_static(keys, row),
        div().replace_children(legend),
        div().replace_children(pager),
        shortcuts(),
    ))
}

/// Returns `true` if a filter has a text and the texts are not indexed yet.
fn is_searching(filter: &Filter, context: AppContext) -> bool {
    !filter.text.trim().is_empty() && !context.is_indexed()
}

/// Returns the status line: how many publications the list shows.
fn status(filter: &Filter, results: &SearchResults, content: &Content) -> String {
    let (count, all) = (results.publications.len(), content.listed().len());
    let (from, to) = page_range(filter.page, count);
    match count {
        _ if to - from < count && count == all => format!("Showing {} to {to} of {all} publications", from + 1),
        _ if to - from < count => {
            format!("Showing {} to {to} of {count} matching publications ({all} in total)", from + 1)
        }
        _ if count == all && all == 1 => "Showing the only publication".to_owned(),
        _ if count == all => format!("Showing all {all} publications"),
        _ => format!("Showing {count} of {all} publications"),
    }
}

#[inline(never)]
fn result_count(results: Memo<SearchResults>) -> usize {
    results.with(|results| results.publications.len())
}

/// Returns a text that names the corrected words, or an empty text if there are none.
fn corrections(results: &SearchResults) -> String {
    let mut text = String::new();
    for correction in &results.corrections {
        let replacements = correction.replacements.join("” or “");
        text.extend(["Nothing matches “", &correction.typed, "”; showing “", &replacements, "”. "]);
    }
    text
}

/// Returns the row above the list: the status line, the sort order, and the menu to share and download.
fn toolbar(filter: Memo<Filter>, results: Memo<SearchResults>, context: AppContext) -> Element {
    let AppContext { content, base, actions, .. } = context;
    let status = move || {
        filter.with(|filter| {
            let is_searching = is_searching(filter, context);
            results
                .with(|results| if is_searching { "Searching…".to_owned() } else { status(filter, results, content) })
        })
    };
    let options = move || {
        let filter = filter.get();
        // Without a text, all publications match equally well.
        let is_available = |sort: &Sort| *sort != Sort::Best || !filter.text.trim().is_empty();
        let option = |sort: Sort| {
            option().attr("value", sort.key()).attr("selected", sort == filter.effective_sort()).child(sort.label())
        };
        Sort::ALL.into_iter().filter(is_available).map(option).collect()
    };
    let sort = move |event| {
        let value = event_target_value(&event);
        let filter = filter.get_untracked();
        let default = filter.with_sort(None).effective_sort();
        let sort = Sort::ALL.into_iter().find(|sort| sort.key() == value && *sort != default);
        (actions.navigate)(&base.filtered(&filter.with_sort(sort)), Navigation::Push);
    };
    let sort =
        select().attr("id", "fp:sort").disabled(!actions.is_interactive).on(ev::input, sort).replace_children(options);
    let download_label = move || match result_count(results) {
        count if count == content.listed().len() => format!("Download all {count} publications:"),
        1 => "Download this publication:".to_owned(),
        count => format!("Download these {count} publications:"),
    };
    let format = |format: Format| {
        li().child(action_button("download", context).attr("value", format.extension()).child(format.label()))
    };
    let formats: Vec<Element> = Format::ALL.into_iter().map(format).collect();
    // The file that the build has written. It has all publications.
    let file = move || {
        let href = [base.as_str(), "publications.bib"].concat();
        let link = || a().attr("href", href).child("Open publications.bib (all publications)");
        filter.with(Filter::is_empty).then(link).into_iter().collect()
    };
    let has_results = move || {
        let is_searching = filter.with(|filter| is_searching(filter, context));
        result_count(results) > 0 && !is_searching
    };
    let share = details().class(move || if has_results() { "share" } else { "share is-empty" }).child((
        summary().child("Share"),
        ul().child((
            li().child(action_button("copy-link", context).child("Copy link")),
            li().child(action_button("show-shortcuts", context).child("Show shortcuts")),
        )),
        p().text_content(download_label),
        ul().child(formats),
        p().replace_children(file),
    ));
    div().class("toolbar").child((
        p().attr("id", "fp:status").attr("role", "status").attr("tabindex", "-1").text_content(status),
        label().child((span().class("visually-hidden").child("Sort "), sort)),
        share,
    ))
}

/// Returns the dialog that lists the keyboard shortcuts of `shortcuts.js` and `year_chart.js`.
fn shortcuts() -> Element {
    let shortcuts = [
        ("/", "Go to the search box"),
        ("Esc", "Clear the search box"),
        ("?", "Show these shortcuts"),
        ("← →", "Go to the previous or next year of the chart"),
        ("Home End", "Go to the first or last year"),
        ("Space", "Select or deselect the year"),
        ("Shift + ← →", "Select a range of years"),
    ];
    let row =
        |(key, effect): (&'static str, &'static str)| div().child((dt().child(kbd().child(key)), dd().child(effect)));
    let close = form().attr("method", "dialog").child(button().child("Close"));
    dialog().attr("id", "fp:shortcuts").attr("aria-label", "Keyboard shortcuts").child((
        h2().child("Keyboard shortcuts"),
        dl().child(shortcuts.into_iter().map(row).collect::<Vec<_>>()),
        close,
    ))
}

/// Returns a message and links to filters with results. Each link removes one selected value or the text. If none of
/// these has results, a link leads to all publications.
fn no_results(filter: &Filter, context: AppContext) -> Vec<Element> {
    let AppContext { content, base, .. } = context;
    let catalog = context.catalog();
    if content.listed().is_empty() {
        return vec![p().child(NO_PUBLICATIONS)];
    }
    let mut links = Vec::new();
    for relaxation in catalog.relaxations(filter) {
        let removed = selection_label(relaxation.facet, &relaxation.value, catalog);
        let label = format!("Remove {removed} ({})", publication_count(relaxation.count as u32));
        links.push(li().child(a().attr("href", base.filtered(&relaxation.filter)).child(label)));
    }
    let message = if links.is_empty() {
        let all = format!("Show all {}", publication_count(content.listed().len() as u32));
        links.push(li().child(a().attr("href", base.href(&Route::Publications)).child(all)));
        "No publication matches."
    } else {
        "No publication matches all filters."
    };
    vec![p().child(message), ul().class("relaxations").child(links)]
}

/// Returns the label of a selected value or of the text: "Venue: OSDI", "Search: cache".
fn selection_label(facet: Option<Facet>, value: &str, catalog: &Catalog) -> String {
    match facet {
        Some(facet) => {
            let label = catalog.label(facet, value);
            format!("{}: {}", facet.label(), label.as_deref().unwrap_or(value))
        }
        None => format!("Search: {}", value.trim()),
    }
}

/// Returns `true` if the list has a heading for each year. Only a list sorted by relevance has none.
fn is_by_year(filter: &Filter) -> bool {
    filter.effective_sort() != Sort::Best
}

/// A row of the list.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Row {
    /// The heading of a list that is sorted by relevance.
    BestMatches,
    /// The heading of publications that are not published yet.
    Status(PublicationStatus),
    /// The heading of a year, or of the undated publications.
    Year(Option<u16>),
    /// The publication with this index.
    Publication(usize),
}

/// The key of [`Row::BestMatches`]. It is above the keys of all years. The keys of [`Row::Status`] follow.
const BEST_MATCHES_KEY: usize = (u16::MAX as usize + 1) * 2 + 1;

impl Row {
    /// Returns the number that identifies the row: even for publications, odd for headings.
    fn key(self) -> usize {
        match self {
            Row::BestMatches => BEST_MATCHES_KEY,
            Row::Status(status) => BEST_MATCHES_KEY + 2 + 2 * status as usize,
            Row::Publication(index) => index * 2,
            Row::Year(year) => usize::from(year.unwrap_or(0)) * 2 + 1,
        }
    }

    /// Returns the row with a key.
    fn from_key(key: usize) -> Row {
        match (key % 2, key / 2) {
            _ if key == BEST_MATCHES_KEY => Row::BestMatches,
            (0, index) => Row::Publication(index),
            _ if key > BEST_MATCHES_KEY => Row::Status(PublicationStatus::ALL[(key - BEST_MATCHES_KEY) / 2 - 1]),
            (_, 0) => Row::Year(None),
            (_, year) => Row::Year(u16::try_from(year).ok()),
        }
    }
}

/// Returns the rows for publications in this order: a heading before each group, then the publications.
fn rows(indices: &[u32], by_year: bool, content: &Content) -> Vec<Row> {
    let mut rows = Vec::with_capacity(indices.len());
    let mut last_heading = None;
    for index in indices {
        let index = *index as usize;
        let publication = &content.publications[index];
        let heading = match publication.status {
            _ if !by_year => Row::BestMatches,
            Some(status) => Row::Status(status),
            None => Row::Year(publication.year()),
        };
        if last_heading != Some(heading) {
            rows.push(heading);
            last_heading = Some(heading);
        }
        rows.push(Row::Publication(index));
    }
    rows
}

/// Returns a link for each selected value and for the text, which removes it from the filter, and a link that removes
/// all. Returns `None` if the filter is empty.
fn chips(filter: &Filter, catalog: &Catalog, base: &Base) -> Option<Element> {
    let mut chips = Vec::new();
    if !filter.text.trim().is_empty() {
        let label = selection_label(None, &filter.text, catalog);
        chips.push(chip(base.filtered(&filter.with_text("")), label, true));
    }
    for (facet, value) in filter.selections() {
        let is_known = catalog.label(facet, value).is_some();
        let label = selection_label(Some(facet), value, catalog);
        chips.push(chip(base.filtered(&filter.toggled(facet, value)), label, is_known));
    }
    if chips.is_empty() {
        return None;
    }
    let clear = a().class("clear").attr("href", base.href(&Route::Publications)).child("Clear filters");
    Some(ul().class("chips").attr("aria-label", "Selected filters").child((chips, li().child(clear))))
}

/// Returns a link that removes a selected value or the text. `is_known` is `false` if no publication has the value.
fn chip(href: String, label: String, is_known: bool) -> Element {
    let chip = a().class(if is_known { "chip" } else { "chip unknown" }).attr("href", href).child((
        span().class("visually-hidden").child("Remove "),
        bdi().child(label),
        (!is_known).then_some(" (matches nothing)"),
        span().attr("aria-hidden", "true").child(" ×"),
    ));
    li().child(chip)
}
