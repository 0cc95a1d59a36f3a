//! The Markdown of the content, read ahead of time where that can be, or by the parser's own module.

use js_sys::{Array, Promise};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::notice::Notice;
use crate::{
    content::{Content, read_whole},
    markdown::{Documents, Prepared},
};

#[wasm_bindgen]
extern "C" {
    /// Loads the parser and gives it texts; `boot.js` defines it.
    #[wasm_bindgen(catch, js_name = frontispieceMarkdown)]
    fn parse(texts: Array) -> Result<Promise, JsValue>;
}

/// Starts to fetch what the build has prepared, where the page names it.
pub fn fetch_prepared() -> Option<Promise> {
    let url = document().get_element_by_id("boot")?.get_attribute("data-markdown")?;
    Some(window().fetch_with_str(&url))
}

/// The Markdown of the content; returns when it has it, however long that takes.
pub async fn documents(content: &Content, fetched: Option<Promise>) -> Documents {
    let texts = content.markdown_texts();
    if texts.is_empty() {
        return Documents::default();
    }
    if let Some(fetched) = fetched
        && let Some(prepared) = read_prepared(fetched).await
        && let Some(documents) = prepared.documents(&texts)
    {
        return documents;
    }
    if let Some(documents) = parsed(&texts).await {
        return documents;
    }
    Notice::new().wait("A part of this site (markdown.js) could not be fetched.", None).await;
    // A module that failed once is not asked for again by the same page.
    let _ = window().location().reload();
    std::future::pending().await
}

async fn read_prepared(fetched: Promise) -> Option<Prepared> {
    let response: Response = JsFuture::from(fetched).await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(response.text().ok().filter(|_| response.ok())?).await.ok()?;
    read_whole(&text.as_string()?).ok()
}

async fn parsed(texts: &[&str]) -> Option<Documents> {
    let list: Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
    let json = JsFuture::from(parse(list).ok()?).await.ok()?;
    let prepared: Prepared = read_whole(&json.as_string()?).ok()?;
    prepared.documents(texts)
}
