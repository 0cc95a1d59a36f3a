//! What `page.js` does in the pages, and what it asks of the module.

use leptos::prelude::*;
use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};

use crate::{
    app::Site,
    citation::bibtex,
    filter::Filter,
    page::{Location, Page},
};

/// A question of the page: one text for another.
type Answer = Closure<dyn Fn(String) -> String>;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    fn begin(bibtex: &Answer, marks: &Answer, chosen: &Answer);
    fn highlight(on: bool);
}

/// Begins to serve what the views have shown, for the life of the page.
pub fn serve(location: RwSignal<Location>, site: Site) {
    let filter = Memo::new(move |_| {
        location.with(|location| {
            let page = Page::parse(&location.path, site.content);
            if page.is_list() { location.filter(&page, site.content) } else { Filter::default() }
        })
    });
    let bibtex = move |id: String| {
        site.content.publication(&id).map(|found| bibtex::entry(found, site.content)).unwrap_or_default()
    };
    let marks = move |text: String| {
        let mut ends = String::new();
        for (start, end) in filter.with_untracked(|filter| site.finder.marks(&text, filter)) {
            ends.extend([&start.to_string(), " ", &end.to_string(), " "]);
        }
        ends
    };
    // The address of the list, then the ids of what it shows.
    let chosen = move |_| {
        filter.with_untracked(|filter| {
            let mut lines = site.base.filtered(filter);
            for row in site.finder.find(filter).publications {
                lines.push('\n');
                lines.push_str(&site.content.publications[row as usize].id);
            }
            lines
        })
    };
    let answers: [Answer; 3] = [Closure::new(bibtex), Closure::new(marks), Closure::new(chosen)];
    begin(&answers[0], &answers[1], &answers[2]);
    answers.into_iter().for_each(Closure::forget);
    Effect::new(move |_| highlight(filter.with(|filter| !filter.text.trim().is_empty())));
}
