//! Everything that calls the browser: start-up, fetching, history, small interactions.

mod bootstrap;
mod fetch;
mod head;
mod interactions;
mod list;
pub mod markdown_files;
pub mod normalize;
mod prepare;
mod profile;
mod received_text;
mod request;
mod router;
mod stall_timer;
mod yielding;

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
    browser::{
        profile::Profile,
        router::Router,
        yielding::{yield_if_due, yield_now},
    },
    context::{Actions, AppContext},
    dom::hydration::run_step,
    route::{Base, Location, Route},
    util::text::Normalizer,
};

/// The allocator of both modules. It is smaller and faster than the standard library's dlmalloc.
#[cfg(not(target_feature = "atomics"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Decomposes characters (NFKD) and lowercases them by the tables of the browser.
pub const NORMALIZE: Normalizer = normalize::normalize;

/// Fetches the content and makes the page in the element `#fp:app` interactive. A page that was prerendered from the same
/// content for the same location is hydrated; otherwise it is rendered again. The attribute `data-base` of the element
/// `#fp:boot` is the path of the site.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| console::error_1(&JsValue::from_str(&panic.to_string()))));
    spawn_local(async {
        // Each part of the start is a task of its own, so that the browser handles inputs between them. This one is after
        // the compilation of the module.
        yield_now().await;
        let base = Base::new(&attribute_of("fp:boot", "data-base"));
        let Profile { content, documents, diagnostics, is_current } = fetch::profile(&base).await;
        for diagnostic in &diagnostics {
            console::warn_1(&JsValue::from_str(diagnostic));
        }
        let Some(root) = document().get_element_by_id("fp:app").and_then(|root| root.dyn_into::<HtmlElement>().ok())
        else {
            console::error_1(&JsValue::from_str(
                "index.html: found no element with the id \"fp:app\" to show the site in",
            ));
            return;
        };
        yield_now().await;
        let actions = Actions { is_interactive: true, navigate: router::navigate };
        let mut context = AppContext::new(content, documents, base, NORMALIZE, actions);
        context.indexed = Some(RwSignal::new(false));
        let router = Router::new(context);
        let location = router.location();
        let view = move || app(context, diagnostics, location.into());
        let path = attribute_of("fp:app", "data-path");
        let prerendered = Location::parse(&path);
        let here = location.get_untracked();
        // The page that the service worker stores for offline visits was prerendered for no location.
        // In a checkout, `frontispiece serve` may have rendered the page with the views of an older program.
        let is_release = !cfg!(debug_assertions);
        let can_hydrate =
            is_release && is_current && !path.is_empty() && here.is_same_view(&prerendered, context.content);
        // A prerendered page has the rules for its elements. That of the list has all rules, so `boot.js` loads nothing for it.
        let has_rules = can_hydrate && !Route::parse(&here.path, context.content).is_list();
        if prepare::prepare(&here, has_rules, context).await.is_err() {
            let _ = bootstrap::fail("a part of the module or the style sheet could not be loaded");
            return;
        }
        if can_hydrate {
            yield_now().await;
            hydrate_from(root, view).forget();
            while run_step() {
                yield_if_due().await;
            }
            yield_now().await;
            let _ = bootstrap::save_inputs();
        } else {
            let _ = bootstrap::save_inputs();
            // Rendered in a detached element, so that a panic leaves the page as it was. Then replaced in one step, so that
            // the page never becomes too short for its scroll position.
            let detached: HtmlElement = Rndr::create_element("div", None).unchecked_into();
            mount_to(detached.clone(), view).forget();
            if let Some(page) = detached.first_element_child() {
                root.replace_children_with_node_1(&page);
            }
        }
        // Without a connection, the worker's page is shown, and no file of the build can be fetched.
        head::install(is_current && !path.is_empty());
        head::list_changed();
        if !is_current {
            head::set_look(context.content.site.look);
        }
        let route = |path: &str| Route::parse(path, context.content);
        if !is_current || route(&here.path) != route(&prerendered.path) {
            head::renew(&here.path, context);
        }
        router.listen(!can_hydrate);
        interactions::install(location, context);
        let _ = bootstrap::started();
        prepare::finish(context).await;
    });
}

fn attribute_of(id: &str, name: &str) -> String {
    document().get_element_by_id(id).and_then(|element| element.get_attribute(name)).unwrap_or_default()
}
