//! The clipboard.

use leptos::prelude::window;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Copies a text and tells whether that worked. Browsers offer no clipboard to pages without https.
pub fn copy(text: String, done: Box<dyn FnOnce(bool)>) {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return done(false);
    }
    spawn_local(async move { done(JsFuture::from(clipboard.write_text(&text)).await.is_ok()) });
}
