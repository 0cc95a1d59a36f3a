//! Prepares the view of a location: loads the chunk of its code, and builds the catalog of the list.

use std::cell::{Cell, RefCell};

use js_sys::TypeError;
use leptos::prelude::{GetUntracked, Set};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    browser::{bootstrap, head, interactions, list, yielding::yield_now},
    context::AppContext,
    route::{Location, Route, page_count},
    util::chunk::{Chunk, in_chunk},
};

thread_local! {
    /// The chunks whose views can be shown.
    static PREPARED: RefCell<Vec<Chunk>> = const { RefCell::new(Vec::new()) };
    /// Whether the catalog is being built or indexed.
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
}

/// The reason why a view cannot be prepared.
pub enum Failure {
    /// The connection failed.
    Connection,
    /// The chunk is missing, broken or late.
    Chunk,
}

impl Failure {
    fn of(error: JsValue) -> Failure {
        if error.is_instance_of::<TypeError>() { Failure::Connection } else { Failure::Chunk }
    }
}

/// Returns the chunk that the view of a location still lacks.
fn missing_chunk(location: &Location, context: AppContext) -> Option<Chunk> {
    let chunk = Route::parse(&location.path, context.content).chunk()?;
    (!is_chunk_prepared(chunk)).then_some(chunk)
}

fn is_chunk_prepared(chunk: Chunk) -> bool {
    PREPARED.with_borrow(|prepared| prepared.contains(&chunk))
}

/// Returns `true` if the view of a location can be shown.
pub fn is_prepared(location: &Location, context: AppContext) -> bool {
    missing_chunk(location, context).is_none()
}

/// Prepares the view of a location. A long list is prepared before its texts are indexed, unless the URL has a text.
///
/// # Errors
/// Returns an error if the chunk could not be loaded.
pub async fn prepare(location: &Location, context: AppContext) -> Result<(), Failure> {
    let Some(chunk) = missing_chunk(location, context) else { return Ok(()) };
    JsFuture::from(bootstrap::load_chunk(chunk.name()).map_err(Failure::of)?).await.map_err(Failure::of)?;
    if chunk == Chunk::List {
        // Another navigation may be building the catalog.
        while IS_BUSY.replace(true) {
            yield_now().await;
        }
        if context.catalog.get().is_none() {
            in_chunk(list::build_catalog as fn(_) -> _)(context).await;
            let has_text = !location.filter(context.content).text.trim().is_empty();
            if page_count(context.content.listed().len()) == 1 || has_text {
                index_texts(context).await;
            }
        }
        IS_BUSY.set(false);
    }
    if !is_chunk_prepared(chunk) {
        PREPARED.with_borrow_mut(|prepared| prepared.push(chunk));
    }
    Ok(())
}

/// Indexes the texts of the catalog, if there is one and its texts are not indexed yet.
pub async fn finish(context: AppContext) {
    let is_indexed = context.indexed.is_none_or(|indexed| indexed.get_untracked());
    if context.catalog.get().is_none() || is_indexed || IS_BUSY.replace(true) {
        return;
    }
    yield_now().await;
    index_texts(context).await;
    IS_BUSY.set(false);
    head::list_changed();
    interactions::highlight_again();
}

async fn index_texts(context: AppContext) {
    in_chunk(list::index_texts as fn(_) -> _)(context).await;
    if let Some(indexed) = context.indexed {
        indexed.set(true);
    }
}
