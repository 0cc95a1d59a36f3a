//! The filter and the results that the facets and the year chart show. If the list is long, they update after it has been
//! painted.

use leptos::prelude::*;

use crate::{
    context::AppContext,
    dom::effects::{after_paint, render_effect},
    route::page_count,
    search::{facet::Facet, filter::Filter, results::SearchResults},
};

/// The filter and the results as the facets and the year chart show them.
#[derive(Clone, Copy)]
pub struct DeferredFilter {
    /// The filter.
    pub filter: Memo<Filter>,
    /// The results, with the count of each facet value.
    pub results: Memo<SearchResults>,
}

impl DeferredFilter {
    /// Returns the filter and the results, which change at once if all publications fit on one page, and otherwise after
    /// the next paint.
    pub fn new(filter: Memo<Filter>, results: Memo<SearchResults>, context: AppContext) -> DeferredFilter {
        if !context.actions.is_interactive || page_count(context.content.listed().len()) == 1 {
            return DeferredFilter { filter, results };
        }
        let painted = Trigger::new();
        render_effect(Box::new(move || {
            filter.track();
            results.track();
            after_paint(move || painted.notify());
        }));
        let filter = move |_: Option<&Filter>| {
            painted.track();
            filter.get_untracked()
        };
        let results = move |_: Option<&SearchResults>| {
            painted.track();
            results.get_untracked()
        };
        DeferredFilter { filter: Memo::new(filter), results: Memo::new(results) }
    }
}

/// Returns the number of results if the value with this index were the only selected one of its facet.
#[inline(never)]
pub fn count(results: Memo<SearchResults>, facet: Facet, index: usize) -> u32 {
    results.with(|results| results.counts(facet)[index])
}
