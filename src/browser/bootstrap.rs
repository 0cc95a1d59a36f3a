//! What the page itself, `boot.js`, does for the module.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    /// The answer to the request for `content.json` that was sent while the module was on its way.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn content(signal: &AbortSignal) -> Result<Promise, JsValue>;

    /// The text of the Markdown that the build has read, or undefined.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn prefetched_markdown() -> Result<Promise, JsValue>;

    /// Loads the lenient reader and gives it the text of a profile.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn read(text: &str) -> Result<Promise, JsValue>;

    /// Lets the browser do what it has waiting.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn pause() -> Result<Promise, JsValue>;

    /// Notes what the visitor has done, before the page is built anew.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn keep() -> Result<(), JsValue>;

    /// Shows the whole list where the one that the address asks for is late, and says so.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn reveal() -> Result<(), JsValue>;

    /// Puts names and contents, in turns, into the head in place of what was said there of another page.
    #[wasm_bindgen(catch, js_namespace = frontispiece, js_name = renewHead)]
    pub fn renew_head(tags: Array) -> Result<(), JsValue>;

    /// Goes on with what the visitor has done.
    #[wasm_bindgen(catch, js_namespace = frontispiece)]
    pub fn started() -> Result<(), JsValue>;
}
