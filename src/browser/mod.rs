//! All that touches the browser: start-up, fetching, history, clipboard.

mod clipboard;
mod fetch;
mod markdown;
mod notice;
mod router;

use std::rc::Rc;

use leptos::{mount::{hydrate_from, mount_to}, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, console};

use self::notice::Notice;
use crate::{
    app::{Actions, App, Site},
    page::Base,
    text::Decompose,
};

/// Takes letters apart by the browser's own tables.
pub const DECOMPOSE: Decompose = |text| String::from(js_sys::JsString::from(text).normalize("NFKD").to_lower_case());

/// Fetches the content and shows the site in the element `#app`. The element `#boot`, which the page
/// holds, says in `data-base` under which path the site stands.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| console::error_1(&JsValue::from_str(&panic.to_string()))));
    let base = Base::new(&attribute_of("boot", "data-base"));
    spawn_local(async move {
        let prepared = markdown::fetch_prepared();
        let notice = Rc::new(Notice::new());
        let reading = fetch::content(&base, &notice).await;
        let documents = markdown::documents(&reading.content, prepared, &notice).await;
        for problem in &reading.problems {
            console::warn_1(&JsValue::from_str(&format!("content.json:{problem}")));
        }
        let Some(root) = document().get_element_by_id("app").and_then(|root| root.dyn_into::<HtmlElement>().ok())
        else {
            console::error_1(&JsValue::from_str(
                "index.html: found no element with the id \"app\" to show the site in",
            ));
            return;
        };
        let actions = Actions { navigate: router::navigate, copy: clipboard::copy };
        let site = Site::new(reading.content, documents, base, DECOMPOSE, actions);
        let location = router::start(site);
        let app = move || view! { <App site problems=reading.problems location /> };
        if root.get_attribute("data-content").is_some() {
            hydrate_from(root, app).forget();
        } else {
            root.set_inner_html("");
            mount_to(root, app).forget();
        }
        router::arrive();
    });
}

fn attribute_of(id: &str, name: &str) -> String {
    document().get_element_by_id(id).and_then(|element| element.get_attribute(name)).unwrap_or_default()
}
