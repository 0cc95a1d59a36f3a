//! Fetches the Markdown files that a profile names. Only a development server and a replaced `content.json` have any: a build
//! puts the texts into `content.json`.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use crate::{
    browser::attribute_of,
    content::{MarkdownFiles, markdown_paths},
};

#[wasm_bindgen(module = "/src/browser/js/markdown_files.js")]
extern "C" {
    #[wasm_bindgen(js_name = fetchFiles)]
    fn fetch_files(base: &str, paths: Vec<String>) -> Promise;
}

/// Fetches the Markdown files that these profiles name.
pub async fn fetch(profiles: &[&str]) -> MarkdownFiles {
    let paths: Vec<String> = profiles.iter().flat_map(|profile| markdown_paths(profile)).collect();
    let fetched = JsFuture::from(fetch_files(&attribute_of("fp:boot", "data-base"), paths.clone())).await;
    let fetched: Array = fetched.ok().and_then(|fetched| fetched.dyn_into().ok()).unwrap_or_default();
    let mut files = MarkdownFiles::default();
    for (path, result) in paths.into_iter().zip(fetched.iter()) {
        match result.dyn_into::<Uint8Array>() {
            Ok(bytes) => files.insert(path, bytes.to_vec()),
            Err(reason) => files.insert_unavailable(path, &reason.as_string().unwrap_or_default(), REMEDY),
        }
    }
    files
}

const REMEDY: &str = "create the file, or correct its path";
