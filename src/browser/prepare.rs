//! Prepares the view of a location: loads the chunk of its code and the style sheet, and builds the catalog of the list.

use std::cell::Cell;

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
    /// Whether the views of each [`Chunk`] can be shown.
    static PREPARED: [Cell<bool>; 2] = const { [Cell::new(false), Cell::new(false)] };
    /// Whether the whole style sheet is loaded.
    static HAS_STYLES: Cell<bool> = const { Cell::new(false) };
    /// Whether the catalog is being built or indexed.
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
}

/// The reason why a view cannot be prepared.
pub enum Failure {
    /// The connection failed.
    Connection,
    /// A file is missing, broken or late.
    File,
}

impl Failure {
    fn of(error: JsValue) -> Failure {
        if error.is_instance_of::<TypeError>() { Failure::Connection } else { Failure::File }
    }
}

/// Returns the chunk that the view of a location still lacks.
fn missing_chunk(location: &Location, context: AppContext) -> Option<Chunk> {
    let chunk = Route::parse(&location.path, context.content).chunk()?;
    (!is_chunk_prepared(chunk)).then_some(chunk)
}

fn is_chunk_prepared(chunk: Chunk) -> bool {
    PREPARED.with(|prepared| prepared[chunk as usize].get())
}

/// Returns `true` if the view of a location can be shown in place of another one.
pub fn is_prepared(location: &Location, context: AppContext) -> bool {
    HAS_STYLES.get() && missing_chunk(location, context).is_none()
}

/// Prepares the view of a location. A long list is prepared before its texts are indexed, unless the URL has a text.
/// With `has_rules`, the document already has the style rules that the view needs.
///
/// # Errors
/// Returns an error if a file could not be loaded.
pub async fn prepare(location: &Location, has_rules: bool, context: AppContext) -> Result<(), Failure> {
    let chunk = missing_chunk(location, context);
    let needs_styles = !has_rules && !HAS_STYLES.get();
    if chunk.is_some() || needs_styles {
        let loading = bootstrap::load_files(chunk.map_or("", Chunk::name), needs_styles);
        JsFuture::from(loading.map_err(Failure::of)?).await.map_err(Failure::of)?;
    }
    if needs_styles {
        HAS_STYLES.set(true);
    }
    let Some(chunk) = chunk else { return Ok(()) };
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
    PREPARED.with(|prepared| prepared[chunk as usize].set(true));
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
