//! All that touches the browser: start-up, fetching, history, what pages do by themselves.

mod bootstrap;
mod fetch;
mod head;
mod interactions;
mod notice;
mod profile;
mod router;
mod stall_timer;
mod yielding;

use std::rc::Rc;

use leptos::{
    mount::{hydrate_from, mount_to},
    prelude::*,
    tachys::renderer::Rndr,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, console};

use crate::{
    app::app,
    browser::{notice::Notice, profile::Profile, router::Router, yielding::Yielder},
    content::Content,
    context::{Actions, AppContext},
    route::{Base, Location, Route},
    search::catalog::Catalog,
    util::text::Normalizer,
};

/// Takes letters apart by the browser's own tables.
pub const NORMALIZE: Normalizer = |text| String::from(js_sys::JsString::from(text).normalize("NFKD").to_lower_case());

/// Fetches the content and brings the page in the element `#fp:app` to life. Where the page was written from the same
/// content for the same address, its nodes stay; else it is built anew. The element `#fp:boot` says in `data-base`
/// under which path the site stands.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| console::error_1(&JsValue::from_str(&panic.to_string()))));
    let base = Base::new(&attribute_of("fp:boot", "data-base"));
    spawn_local(async move {
        let notice = Rc::new(Notice::new());
        let Profile { content, documents, diagnostics, is_current } = fetch::profile(&base, &notice).await;
        for diagnostic in &diagnostics {
            console::warn_1(&JsValue::from_str(&format!("content.json:{diagnostic}")));
        }
        let Some(root) = document().get_element_by_id("fp:app").and_then(|root| root.dyn_into::<HtmlElement>().ok())
        else {
            console::error_1(&JsValue::from_str(
                "index.html: found no element with the id \"fp:app\" to show the site in",
            ));
            return;
        };
        let actions = Actions { live: true, navigate: router::navigate };
        let catalog = catalog(&content).await;
        let context = AppContext::new(content, catalog, documents, base, actions);
        let router = Router::new(context);
        let location = router.location();
        let view = move || app(context, diagnostics, location.into());
        let page = attribute_of("fp:app", "data-page");
        let written = Location::parse(&page);
        let here = location.get_untracked();
        // What stands without a connection was written for no address.
        let fits = is_current && !page.is_empty() && here.is_same_view(&written, context.content);
        let _ = bootstrap::keep();
        if fits {
            hydrate_from(root, view).forget();
        } else {
            // Apart, since the page as it was must stay where this panics; then at once, so that nothing is seen of the
            // change and the page is never too short for its scroll position.
            let apart: HtmlElement = Rndr::create_element("div", None).unchecked_into();
            mount_to(apart.clone(), view).forget();
            if let Some(context) = apart.first_element_child() {
                root.replace_children_with_node_1(&context);
            }
        }
        let page = |path: &str| Route::parse(path, context.content);
        if !is_current || page(&here.path) != page(&written.path) {
            head::renew(&here.path, context);
        }
        router.listen(!fits);
        interactions::serve(location, context);
        let _ = bootstrap::started();
    });
}

/// Makes the publications ready for filtering, now and then letting the browser do something else.
async fn catalog(content: &Content) -> Catalog {
    let mut building = Catalog::builder(content, NORMALIZE);
    let mut pauses = Yielder::new();
    while building.step(content) {
        pauses.take().await;
    }
    building.finish()
}

fn attribute_of(id: &str, name: &str) -> String {
    document().get_element_by_id(id).and_then(|element| element.get_attribute(name)).unwrap_or_default()
}
