//! The filter and the counts that the facets and the year chart show. DeferredFilter a long list they follow after the paint.

use leptos::prelude::*;

use crate::{
    context::AppContext,
    dom::effects::{after_paint, render_effect},
    route::MAX_UNPAGED,
    search::{facet::Facet, filter::Filter, results::SearchResults},
};

/// What the choices beside the list show.
#[derive(Clone, Copy)]
pub struct DeferredFilter {
    /// What is chosen.
    pub filter: Memo<Filter>,
    /// What each choice would give.
    pub found: Memo<SearchResults>,
}

impl DeferredFilter {
    /// Where there are so many publications that to follow takes long, the choices do so when the list has been painted.
    pub fn new(filter: Memo<Filter>, found: Memo<SearchResults>, context: AppContext) -> DeferredFilter {
        if !context.actions.live || context.content.publications.len() <= MAX_UNPAGED {
            return DeferredFilter { filter, found };
        }
        let painted = Trigger::new();
        render_effect(Box::new(move || {
            filter.track();
            found.track();
            after_paint(move || painted.notify());
        }));
        let filter = move |_: Option<&Filter>| {
            painted.track();
            filter.get_untracked()
        };
        let found = move |_: Option<&SearchResults>| {
            painted.track();
            found.get_untracked()
        };
        DeferredFilter { filter: Memo::new(filter), found: Memo::new(found) }
    }
}

/// How many publications there would be with this choice alone in its facet.
#[inline(never)]
pub fn count(found: Memo<SearchResults>, facet: Facet, choice: usize) -> u32 {
    found.with(|found| found.counts(facet)[choice])
}
