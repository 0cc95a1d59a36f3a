//! Prepares the view of a location: loads the chunk of its code, and builds the catalog of the list.

use std::cell::RefCell;

use leptos::prelude::{GetUntracked, Set};
use wasm_bindgen_futures::JsFuture;

use crate::{
    browser::{bootstrap, head, interactions, list, yielding::yield_now},
    context::AppContext,
    route::{Location, Route, page_count},
    util::chunk::{Chunk, in_chunk},
};

thread_local! {
    /// The chunks that are loaded.
    static LOADED: RefCell<Vec<Chunk>> = const { RefCell::new(Vec::new()) };
}

/// Returns the chunk that the view of a location still lacks.
fn missing_chunk(location: &Location, context: AppContext) -> Option<Chunk> {
    let chunk = Route::parse(&location.path, context.content).chunk()?;
    LOADED.with_borrow(|loaded| !loaded.contains(&chunk)).then_some(chunk)
}

/// Returns `true` if the view of a location can be shown.
pub fn is_prepared(location: &Location, context: AppContext) -> bool {
    missing_chunk(location, context).is_none()
}

/// Prepares the view of a location. A long list is prepared before its texts are indexed, unless the URL has a text.
///
/// # Errors
/// Returns an error if the chunk could not be loaded.
pub async fn prepare(location: &Location, context: AppContext) -> Result<(), ()> {
    let Some(chunk) = missing_chunk(location, context) else { return Ok(()) };
    JsFuture::from(bootstrap::load_chunk(chunk.name()).map_err(drop)?).await.map_err(drop)?;
    if chunk == Chunk::List {
        in_chunk(list::build_catalog as fn(_) -> _)(context).await;
        let has_text = !location.filter(context.content).text.trim().is_empty();
        if page_count(context.content.listed().len()) == 1 || has_text {
            index_texts(context).await;
        }
    }
    LOADED.with_borrow_mut(|loaded| loaded.push(chunk));
    Ok(())
}

/// Indexes the texts of the catalog, if there is one and its texts are not indexed yet.
pub async fn finish(context: AppContext) {
    if context.catalog.get().is_some() && context.indexed.is_some_and(|indexed| !indexed.get_untracked()) {
        yield_now().await;
        index_texts(context).await;
        head::list_changed();
        interactions::highlight_again();
    }
}

async fn index_texts(context: AppContext) {
    in_chunk(list::index_texts as fn(_) -> _)(context).await;
    if let Some(indexed) = context.indexed {
        indexed.set(true);
    }
}
