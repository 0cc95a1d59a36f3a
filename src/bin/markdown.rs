//! The Markdown parser as a module of its own, for a page whose content was changed after the site was built.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads Markdown texts and gives what [`frontispiece::markdown::Prepared`] is as JSON.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn prepare(texts: Vec<String>) -> String {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    serde_json::to_string(&frontispiece::markdown::Prepared::new(&texts)).unwrap_or_default()
}

fn main() {}
