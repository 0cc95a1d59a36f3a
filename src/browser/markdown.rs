//! The Markdown of the content, read ahead of time where that can be, or by the parser's own module.

use std::rc::Rc;

use js_sys::{Array, Promise};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::{
    boot,
    fetch::{STALL, Watchdog},
    notice::Notice,
};
use crate::{
    content::{Content, read_whole},
    markdown::{Documents, Prepared},
};

/// What the build has prepared, where the page names it. The promise is always kept, with the text or, where none
/// comes in time, without.
pub fn prepared() -> Promise {
    let expired = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, STALL);
    });
    let fetched = boot::prepared().unwrap_or_else(|_| expired.clone());
    Promise::race(&Array::of2(&fetched, &expired))
}

/// The Markdown of the content; returns when it has it, however long that takes.
pub async fn documents(content: &Content, fetched: Promise, notice: &Rc<Notice>) -> Documents {
    let texts = content.markdown_texts();
    if texts.is_empty() {
        return Documents::default();
    }
    if let Some(text) = JsFuture::from(fetched).await.ok().and_then(|text| text.as_string())
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
    let json = JsFuture::from(boot::parse(list).ok()?).await.ok()?;
    let prepared: Prepared = read_whole(&json.as_string()?).ok()?;
    prepared.documents(texts)
}
