//! Functions of `boot.js` that the module calls.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    /// Returns a promise of the response to the request that `boot.js` has sent for a URL, which the signal aborts. Returns
    /// undefined if there is none, or if it was returned before.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn prefetched(url: &str, signal: &AbortSignal) -> Result<JsValue, JsValue>;

    /// Loads the second module and reads a profile with its lenient reader.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn read(text: &str) -> Result<Promise, JsValue>;

    /// Loads the files that a view needs: a chunk by its name, which is "" for none, and with `needs_styles` the whole style
    /// sheet. The promise resolves when the view can be shown. It rejects with a `TypeError` if the connection failed, and
    /// otherwise if a file is missing, broken or late.
    #[wasm_bindgen(catch, js_namespace = frontispiece, js_name = loadFiles)]
    pub fn load_files(chunk: &str, needs_styles: bool) -> Result<Promise, JsValue>;

    /// Ends the start with a message that the page works without the module.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn fail(reason: &str) -> Result<(), JsValue>;

    /// Yields to the browser.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn pause() -> Result<Promise, JsValue>;

    /// Shows a message above the page, in place of the last one. Its Retry button calls `retry`.
    #[wasm_bindgen(catch, js_namespace = frontispiece, js_name = showNotice)]
    pub fn show_notice(message: &str, retry: &Function) -> Result<(), JsValue>;

    /// Shows a message like [`show_notice`]. Returns `true` when the visitor presses the button, or `false` after some
    /// milliseconds if they are given.
    #[wasm_bindgen(catch, js_namespace = frontispiece, js_name = waitForRetry)]
    pub fn wait_for_retry(message: &str, milliseconds: Option<i32>) -> Result<Promise, JsValue>;

    /// Removes the message above the page.
    #[wasm_bindgen(catch, js_namespace = frontispiece, js_name = hideNotice)]
    pub fn hide_notice() -> Result<(), JsValue>;

    /// Saves the inputs of the visitor, before the page is rendered again.
    #[wasm_bindgen(catch, js_namespace = frontispiece, js_name = saveInputs)]
    pub fn save_inputs() -> Result<(), JsValue>;

    /// Shows the list without the filters of the URL, with a note that says so.
    #[wasm_bindgen(catch, js_namespace = frontispiece, js_name = showFullList)]
    pub fn show_full_list() -> Result<(), JsValue>;

    /// Removes messages about loading, and restores the inputs of the visitor.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn started() -> Result<(), JsValue>;
}
