//! Reads the profile. The trusted reader reads a profile that the build has validated. The lenient reader of the second
//! module reads every other profile.

use js_sys::Array;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::{
    browser::{
        NORMALIZE, attribute_of, bootstrap,
        request::{read_body, request},
        stall_timer::StallTimer,
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
    if let Some(reader) = reader.filter(|_| is_current)
        && let Some(documents) = documents().await
        && let Some(content) = finish(reader, &text, &documents).await
    {
        return Ok(Profile { content, documents, diagnostics: Vec::new(), is_current });
    }
    // A page cannot import a module again after the import has failed, so the Retry button reloads the page.
    let reload = Closure::<dyn Fn()>::new(|| drop(window().location().reload())).into_js_value();
    let stall_timer = StallTimer::with_notice("A part of this site (tools.js)", reload.clone().unchecked_into());
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

/// Receives the Markdown that the build has parsed. Returns `None` if it cannot be fetched, makes no progress, or is another
/// file: its name has its hash.
async fn documents() -> Option<MarkdownStore> {
    yield_now().await;
    let url = attribute_of("fp:boot", "data-markdown");
    // The build writes none if the content has errors.
    if url.is_empty() {
        return None;
    }
    // Nothing has read the response to the first request while the content arrived, so the host may have ended it.
    for is_retry in [false, true] {
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        let stall_timer = StallTimer::new(Closure::new(move || controller.abort()));
        let body = match request(&url, is_retry, &signal).await {
            // An estimate. A longer text is copied when it grows, which blocks the page: for 30 ms on a slow phone if it has 8 MB.
            // Memory that is never written takes no room on the device.
            Ok(response) => read_body(&response, expected_bytes() / 4, None, &stall_timer).await,
            Err(error) => Err(error),
        };
        match body {
            Ok(body) => {
                let (text, hash) = body.finish().ok()?;
                yield_now().await;
                return url.contains(&hash).then(|| MarkdownStore::from_json(text));
            }
            Err(_) if signal.aborted() => return None,
            Err(_) => {}
        }
    }
    None
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
