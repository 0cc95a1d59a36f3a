//! Functions of the list chunk.

use std::pin::Pin;

use crate::{
    browser::{NORMALIZE, yielding::yield_if_due},
    context::AppContext,
    search::{catalog::Catalog, filter::Filter},
    util::chunk::in_chunk,
};

/// An async function of a chunk. Its state is behind a pointer, because the code outside does not know its size.
type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Builds the catalog, and yields to the browser between steps.
pub fn build_catalog(context: AppContext) -> Task {
    Box::pin(async move {
        let catalog = Catalog::build(context.content, NORMALIZE, yield_if_due).await;
        let _ = context.catalog.set(catalog);
    })
}

/// Builds the index of the texts, and yields to the browser between steps.
pub fn index_texts(context: AppContext) -> Task {
    Box::pin(async move {
        context.catalog().index_texts(context.content, yield_if_due).await;
    })
}

/// Returns the matches of a filter in a text: the offsets of the start and the end of each in turn, separated by spaces.
/// Returns an empty text if there is no catalog.
pub fn matches(text: &str, filter: &Filter, context: AppContext) -> String {
    let matches = in_chunk(matches_in as fn(&str, &Filter, AppContext) -> String);
    context.catalog.get().map(|_| matches(text, filter, context)).unwrap_or_default()
}

fn matches_in(text: &str, filter: &Filter, context: AppContext) -> String {
    let mut offsets = String::new();
    for (start, end) in context.catalog().highlights(text, filter) {
        offsets.extend([&start.to_string(), " ", &end.to_string(), " "]);
    }
    offsets
}

/// Returns the ids of the publications of a filter, each after a line break. Returns an empty text if there is no catalog.
pub fn selected(filter: &Filter, context: AppContext) -> String {
    let selected_ids = in_chunk(selected_ids as fn(&Filter, AppContext) -> String);
    context.catalog.get().map(|_| selected_ids(filter, context)).unwrap_or_default()
}

fn selected_ids(filter: &Filter, context: AppContext) -> String {
    let mut lines = String::new();
    for index in context.catalog().search(filter).publications {
        lines.push('\n');
        lines.push_str(&context.content.publications[index as usize].id);
    }
    lines
}
