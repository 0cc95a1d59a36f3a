//! Installs the scripts that handle events of the whole document, and provides the functions that they call.

use leptos::prelude::*;
use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};

use crate::{browser::list, context::AppContext, route::Location};

/// A function that a script calls.
type Callback = Closure<dyn Fn(String) -> String>;

#[wasm_bindgen(module = "/src/browser/js/actions.js")]
extern "C" {
    #[wasm_bindgen(js_name = install)]
    fn install_actions(selected: &Callback);
}

#[wasm_bindgen(module = "/src/browser/js/year_chart.js")]
extern "C" {
    #[wasm_bindgen(js_name = install)]
    fn install_year_chart();
}

#[wasm_bindgen(module = "/src/browser/js/shortcuts.js")]
extern "C" {
    #[wasm_bindgen(js_name = install)]
    fn install_shortcuts();
}

#[wasm_bindgen(module = "/src/browser/js/live_regions.js")]
extern "C" {
    #[wasm_bindgen(js_name = install)]
    fn install_live_regions();
}

#[wasm_bindgen(module = "/src/browser/js/highlights.js")]
extern "C" {
    #[wasm_bindgen(js_name = install)]
    fn install_highlights(matches: &Callback);

    /// Highlights the matches of the search again, although neither the search nor the list has changed.
    #[wasm_bindgen(js_name = highlightAgain)]
    pub fn highlight_again();
}

/// Installs the scripts for the lifetime of the document.
pub fn install(location: RwSignal<Location>, context: AppContext) {
    let filter = move || location.with_untracked(|location| location.filter(context.content));
    let matches = move |text: String| list::matches(&text, &filter(), context);
    let selected = move |_| {
        let filter = filter();
        context.base.filtered(&filter) + &list::selected(&filter, context)
    };
    let callbacks: [Callback; 2] = [Closure::new(selected), Closure::new(matches)];
    install_actions(&callbacks[0]);
    install_year_chart();
    install_shortcuts();
    // Before the highlights, whose observer must see the regions in their final state.
    install_live_regions();
    install_highlights(&callbacks[1]);
    callbacks.into_iter().for_each(Closure::forget);
}
