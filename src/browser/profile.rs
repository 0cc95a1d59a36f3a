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
        yielding::{yield_if_due, yield_now},
    },
    content::{Content, TrustedReader},
    markdown::MarkdownStore,
};

/// The content of the site.
pub struct Received {
    pub text: String,
    /// The hash of the text.
    pub hash: String,
    /// A reader that has read a part of the text, if the page was prerendered.
    pub reader: Option<Box<TrustedReader>>,
}

/// A profile and its parsed Markdown.
pub struct Profile {
    pub content: Content,
    pub documents: MarkdownStore,
    /// The errors in the content, as messages for the author. Each begins with the name of its file.
    pub diagnostics: Vec<String>,
    /// Whether the page was prerendered from the same content.
    pub is_current: bool,
}

/// Returns the number of bytes of the content from which the page was prerendered, or 0 if the page was not prerendered.
pub fn expected_bytes() -> usize {
    attribute_of("fp:app", "data-content-length").parse().unwrap_or(0)
}

/// Returns a reader for the content from which the page was prerendered, or `None` if the page was not prerendered.
pub fn reader() -> Option<Box<TrustedReader>> {
    let is_prerendered = !attribute_of("fp:app", "data-content-hash").is_empty();
    is_prerendered.then(|| TrustedReader::new(expected_bytes(), NORMALIZE))
}

/// Reads a profile. If the second module is needed and cannot be loaded, shows a notice and never returns.
///
/// # Errors
/// Returns the reason if even the lenient reader cannot read the text.
pub async fn read(Received { text, hash, reader }: Received) -> Result<Profile, String> {
    let is_current = attribute_of("fp:app", "data-content-hash") == hash;
    // The build writes no Markdown if the content has errors.
    if let Some(reader) = reader.filter(|_| is_current)
        && let Some(documents) = documents_of(parsed_markdown().await).await
        && let Some(content) = finish(reader, &text, &documents).await
    {
        return Ok(Profile { content, documents, diagnostics: Vec::new(), is_current });
    }
    // A page cannot import a module again after the import has failed, so the Retry button reloads the page.
    let reload = Closure::<dyn Fn()>::new(|| drop(window().location().reload())).into_js_value();
    let stall_timer = StallTimer::new("A part of this site (tools.js)", reload.clone().unchecked_into());
    let parts = parse_leniently(&text).await;
    drop(stall_timer);
    let Some(mut parts) = parts.map(Vec::into_iter) else {
        let _ = bootstrap::show_notice("A part of this site (tools.js) could not be fetched.", reload.unchecked_ref());
        return std::future::pending().await;
    };
    let _ = bootstrap::hide_notice();
    let mut next = || parts.next().unwrap_or_default();
    let (why, content, documents) = (next(), next(), MarkdownStore::from_json(next()));
    match finish(TrustedReader::new(content.len(), NORMALIZE), &content, &documents).await {
        Some(content) if why.is_empty() => Ok(Profile { content, documents, diagnostics: parts.collect(), is_current }),
        _ => Err(why),
    }
}

/// Returns the bytes of the Markdown that the build has parsed, or undefined if they have not arrived [`STALL_MS`] after the
/// content.
///
/// The module receives bytes because a JavaScript string would be copied once more.
async fn parsed_markdown() -> JsValue {
    let expired = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, STALL_MS);
    });
    let fetched = bootstrap::prefetched_markdown().unwrap_or_else(|_| expired.clone());
    JsFuture::from(Promise::race(&Array::of2(&fetched, &expired))).await.unwrap_or_default()
}

/// Loads the Markdown that the build has parsed, and yields to the browser in between. Returns `None` for another file in its
/// place: its name has its hash.
async fn documents_of(markdown: JsValue) -> Option<MarkdownStore> {
    yield_now().await;
    let markdown: ArrayBuffer = markdown.dyn_into().ok()?;
    let bytes = Uint8Array::new(&markdown);
    let mut received = ReceivedText::with_capacity(bytes.length() as usize);
    let mut start = 0;
    while start < bytes.length() {
        start = received.add(&bytes, start);
        yield_if_due().await;
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

/// Reads the rest of a validated profile, and yields to the browser between steps.
async fn finish(reader: Box<TrustedReader>, text: &str, documents: &MarkdownStore) -> Option<Content> {
    yield_now().await;
    let parse_title = |title: &str, links| documents.title(title, links);
    reader.finish(text, &parse_title, yield_if_due).await
}
