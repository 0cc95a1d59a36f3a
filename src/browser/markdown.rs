//! The Markdown of the content, read ahead of time where that can be, or by the parser's own module.

use std::rc::Rc;

use js_sys::{Array, Promise};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::Response;

use super::{
    fetch::{STALL, Watchdog},
    notice::Notice,
};
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

/// Starts to fetch what the build has prepared, where the page names it. The promise is always kept, with the
/// text or, where none comes in time, without.
pub fn fetch_prepared() -> Option<Promise> {
    let url = document().get_element_by_id("boot")?.get_attribute("data-markdown")?;
    let fetched = future_to_promise(async move { Ok(text(&url).await.unwrap_or(JsValue::UNDEFINED)) });
    let expired = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, STALL);
    });
    let both: Array = [JsValue::from(fetched), expired.into()].into_iter().collect();
    Some(Promise::race(&both))
}

async fn text(url: &str) -> Option<JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await.ok()?.dyn_into().ok()?;
    JsFuture::from(response.text().ok().filter(|_| response.ok())?).await.ok()
}

/// The Markdown of the content; returns when it has it, however long that takes.
pub async fn documents(content: &Content, fetched: Option<Promise>, notice: &Rc<Notice>) -> Documents {
    let texts = content.markdown_texts();
    if texts.is_empty() {
        return Documents::default();
    }
    if let Some(fetched) = fetched
        && let Some(text) = JsFuture::from(fetched).await.ok().and_then(|text| text.as_string())
        && let Ok(prepared) = read_whole::<Prepared>(&text)
        && let Some(documents) = prepared.documents(&texts)
    {
        return documents;
    }
    // A module that failed once is not asked for again by the same page: to try again is to reload.
    let reload = Closure::<dyn Fn()>::new(|| drop(window().location().reload())).into_js_value();
    let watchdog = Watchdog::new("A part of this site (markdown.js)", notice.clone(), reload.clone().unchecked_into());
    let documents = parsed(&texts).await;
    drop(watchdog);
    match documents {
        Some(documents) => {
            notice.hide();
            documents
        }
        None => {
            notice.show("A part of this site (markdown.js) could not be fetched.", reload.unchecked_into());
            std::future::pending().await
        }
    }
}

async fn parsed(texts: &[&str]) -> Option<Documents> {
    let list: Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
    let json = JsFuture::from(parse(list).ok()?).await.ok()?;
    let prepared: Prepared = read_whole(&json.as_string()?).ok()?;
    prepared.documents(texts)
}
