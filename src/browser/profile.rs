//! The profile: as the build has checked it, or as the lenient reader gives it, which is in a module of its own.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::{
    browser::{
        attribute_of, bootstrap,
        notice::Notice,
        stall_timer::{STALL_MS, StallTimer},
        yielding::Yielder,
    },
    content::{Content, read_trusted},
    markdown::MarkdownStore,
};

/// A profile, read.
pub struct Profile {
    pub content: Content,
    pub documents: MarkdownStore,
    /// What could not be read.
    pub diagnostics: Vec<String>,
    /// Whether it is the one for which the page was written.
    pub is_current: bool,
}

/// The Markdown that the build has read, where the page names it. The promise is always kept, with the bytes or, where
/// none come in time, without. As bytes, since the browser's text would be copied into ours.
pub fn prefetched_markdown() -> Promise {
    let expired = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, STALL_MS);
    });
    let fetched = bootstrap::prefetched_markdown().unwrap_or_else(|_| expired.clone());
    Promise::race(&Array::of2(&fetched, &expired))
}

/// Reads a profile, whose fingerprint is given too; returns when it can, however long that takes.
///
/// # Errors
/// Why it cannot be read at all.
pub async fn read(
    text: &str,
    hash: &str,
    prefetched_markdown: &Promise,
    notice: &Rc<Notice>,
) -> Result<Profile, String> {
    let is_current = attribute_of("fp:app", "data-content") == hash;
    // The build names no Markdown where it has found mistakes.
    if is_current
        && let Some(markdown) = JsFuture::from(prefetched_markdown.clone()).await.ok().and_then(text_of)
        && let Some(content) = sound(text).await
    {
        let documents = MarkdownStore::from_json(markdown);
        if content.markdown_texts().iter().all(|(text, _)| documents.contains(text)) {
            return Ok(Profile { content, documents, diagnostics: Vec::new(), is_current });
        }
    }
    // A module that failed once is not asked for again by the same page: to try again is to reload.
    let reload = Closure::<dyn Fn()>::new(|| drop(window().location().reload())).into_js_value();
    let stall_timer =
        StallTimer::new("A part of this site (tools.js)", notice.clone(), reload.clone().unchecked_into());
    let parts = parse_leniently(text).await;
    drop(stall_timer);
    let Some(mut parts) = parts.map(Vec::into_iter) else {
        notice.show("A part of this site (tools.js) could not be fetched.", reload.unchecked_into());
        return std::future::pending().await;
    };
    notice.hide();
    let mut next = || parts.next().unwrap_or_default();
    let (why, content, markdown) = (next(), next(), next());
    match sound(&content).await {
        Some(content) if why.is_empty() => Ok(Profile {
            content,
            documents: MarkdownStore::from_json(markdown),
            diagnostics: parts.collect(),
            is_current,
        }),
        _ => Err(why),
    }
}

fn text_of(bytes: JsValue) -> Option<String> {
    let bytes: ArrayBuffer = bytes.dyn_into().ok()?;
    String::from_utf8(Uint8Array::new(&bytes).to_vec()).ok()
}

/// What the lenient reader gives; see `tools.rs`.
async fn parse_leniently(text: &str) -> Option<Vec<String>> {
    let parts: Array = JsFuture::from(bootstrap::read(text).ok()?).await.ok()?.dyn_into().ok()?;
    Some(parts.iter().filter_map(|part: JsValue| part.as_string()).collect())
}

async fn sound(text: &str) -> Option<Content> {
    let mut pauses = Yielder::new();
    read_trusted(text, async || pauses.take().await).await
}
