//! What `page.js` does in the pages, and what it asks of the module.

use leptos::prelude::*;
use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};

use crate::{citation::bibtex, context::AppContext, route::Location};

/// A question of the page: one text for another.
type Answer = Closure<dyn Fn(String) -> String>;

#[wasm_bindgen(module = "/src/browser/js/interactions.js")]
extern "C" {
    fn begin(bibtex: &Answer, marks: &Answer, chosen: &Answer);
}

/// Begins to serve what the views have shown, for the life of the page.
pub fn serve(location: RwSignal<Location>, context: AppContext) {
    let filter = move || location.with_untracked(|location| location.filter(context.content));
    let bibtex = move |id: String| {
        context.publication(&id).map(|found| bibtex::entry(found, context.content)).unwrap_or_default()
    };
    let marks = move |text: String| {
        let mut ends = String::new();
        for (start, end) in context.catalog.highlights(&text, &filter()) {
            ends.extend([&start.to_string(), " ", &end.to_string(), " "]);
        }
        ends
    };
    // The address of the list, then the ids of what it shows.
    let chosen = move |_| {
        let filter = filter();
        let mut lines = context.base.filtered(&filter);
        for row in context.catalog.search(&filter).publications {
            lines.push('\n');
            lines.push_str(&context.content.publications[row as usize].id);
        }
        lines
    };
    let answers: [Answer; 3] = [Closure::new(bibtex), Closure::new(marks), Closure::new(chosen)];
    begin(&answers[0], &answers[1], &answers[2]);
    answers.into_iter().for_each(Closure::forget);
}
