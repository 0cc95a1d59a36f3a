//! Reads the profile. The trusted reader reads a profile that the build has validated. The lenient reader of the second
//! module reads every other profile.

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::{
    browser::{
        NORMALIZE, attribute_of, bootstrap,
        received_text::ReceivedText,
        stall_timer::{STALL_MS, StallTimer},
        yielding::{Yielder, yield_now},
    },
    content::{Content, read_trusted},
    markdown::MarkdownStore,
};

/// A profile and its parsed Markdown.
pub struct Profile {
    pub content: Content,
    pub documents: MarkdownStore,
    /// The errors in the content, as messages for the author. Each begins with the name of its file.
    pub diagnostics: Vec<String>,
    /// Whether the page was prerendered from the same content.
    pub is_current: bool,
}

/// Returns a promise of the Markdown that the build has parsed. It never rejects. It resolves to the bytes, or to
/// undefined if the build has written no Markdown or the download takes longer than [`STALL_MS`].
///
/// The module receives bytes because a JavaScript string would be copied once more.
pub fn prefetched_markdown() -> Promise {
    let expired = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, STALL_MS);
    });
    let fetched = bootstrap::prefetched_markdown().unwrap_or_else(|_| expired.clone());
    Promise::race(&Array::of2(&fetched, &expired))
}

/// Reads a profile. `hash` is the hash of its text. If the second module is needed and cannot be loaded, shows a notice
/// and never returns.
///
/// # Errors
/// Returns the reason if even the lenient reader cannot read the text.
pub async fn read(text: &str, hash: &str, prefetched_markdown: &Promise) -> Result<Profile, String> {
    let is_current = attribute_of("fp:app", "data-content-hash") == hash;
    // The build writes no Markdown if the content has errors.
    if is_current
        && let Ok(markdown) = JsFuture::from(prefetched_markdown.clone()).await
        && let Some(documents) = documents_of(markdown).await
        && let Some(content) = read_validated(text, &documents).await
    {
        return Ok(Profile { content, documents, diagnostics: Vec::new(), is_current });
    }
    // A page cannot import a module again after the import has failed, so the Retry button reloads the page.
    let reload = Closure::<dyn Fn()>::new(|| drop(window().location().reload())).into_js_value();
    let stall_timer = StallTimer::new("A part of this site (tools.js)", reload.clone().unchecked_into());
    let parts = parse_leniently(text).await;
    drop(stall_timer);
    let Some(mut parts) = parts.map(Vec::into_iter) else {
        let _ = bootstrap::show_notice("A part of this site (tools.js) could not be fetched.", reload.unchecked_ref());
        return std::future::pending().await;
    };
    let _ = bootstrap::hide_notice();
    let mut next = || parts.next().unwrap_or_default();
    let (why, content, documents) = (next(), next(), MarkdownStore::from_json(next()));
    match read_validated(&content, &documents).await {
        Some(content) if why.is_empty() => Ok(Profile { content, documents, diagnostics: parts.collect(), is_current }),
        _ => Err(why),
    }
}

/// The number of bytes of Markdown that are loaded between two pauses, which takes some milliseconds on a slow phone.
const BYTES_PER_PAUSE: usize = 1 << 18;

/// Loads the Markdown that the build has parsed, and yields to the browser in between. Returns `None` for another file in its
/// place: its name has its hash.
async fn documents_of(markdown: JsValue) -> Option<MarkdownStore> {
    yield_now().await;
    let markdown: ArrayBuffer = markdown.dyn_into().ok()?;
    let bytes = Uint8Array::new(&markdown);
    let length = bytes.length();
    let mut received = ReceivedText::with_capacity(length as usize);
    let mut yielder = Yielder::new();
    for start in (0..length).step_by(BYTES_PER_PAUSE) {
        received.add(&bytes.subarray(start, length.min(start + BYTES_PER_PAUSE as u32)));
        yielder.yield_if_due().await;
    }
    let (text, hash) = received.finish().ok()?;
    if !attribute_of("fp:boot", "data-markdown").contains(&hash) {
        return None;
    }
    yield_now().await;
    Some(MarkdownStore::from_json(text))
}

/// Calls `read` of the second module (`bin/tools.rs`), and returns its result. Returns `None` if the module could not be
/// loaded.
async fn parse_leniently(text: &str) -> Option<Vec<String>> {
    let parts: Array = JsFuture::from(bootstrap::read(text).ok()?).await.ok()?.dyn_into().ok()?;
    Some(parts.iter().filter_map(|part: JsValue| part.as_string()).collect())
}

/// Reads a validated profile with the trusted reader, and yields to the browser between steps.
async fn read_validated(text: &str, documents: &MarkdownStore) -> Option<Content> {
    yield_now().await;
    let mut yielder = Yielder::new();
    let parse_title = |title: &str, links| documents.title(title, links);
    read_trusted(text, &parse_title, NORMALIZE, async || yielder.yield_if_due().await).await
}
