//! Publications whose ids are names of globals. An element with such an id takes the place of a global that the browser
//! lacks (HTML, "Named access on the Window object").

use crate::{
    host::Build,
    profile::GLOBALS,
    visitor::{BANNER, HEADING, Journey, STATUS, Visitor},
};

/// Removes these globals from every page.
async fn lacks(visitor: &Visitor, names: &[&str]) {
    let deleted: String = names.iter().map(|name| format!("delete globalThis.{name};")).collect();
    visitor.adds_init_script(&deleted).await;
}

#[test]
fn a_site_starts_if_publications_have_the_names_of_missing_globals() {
    Journey::through(Build::Globals).run(async |visitor| {
        lacks(visitor, &["trustedTypes", "Highlight", "scheduler"]).await;
        let all = visitor.content().publications.len();
        visitor.opens("/publications/").await;
        assert_eq!(visitor.value("globalThis.trustedTypes?.localName").await, "article", "the entry is the global");
        assert_eq!(visitor.value(BANNER).await, "");
        visitor.sees(STATUS, format!("Showing all {all} publications")).await;
        visitor.opens("/publications/?q=caravan").await;
        visitor.sees(STATUS, format!("Showing 1 of {all} publications")).await;
        for name in GLOBALS {
            visitor.opens(&format!("/publications/{name}/")).await;
            visitor.sees(&format!("{HEADING}.length > 0"), true).await;
        }
    });
}

#[test]
fn a_page_without_webassembly_says_so_even_if_a_publication_has_that_name() {
    Journey::through(Build::Globals).run(async |visitor| {
        lacks(visitor, &["WebAssembly"]).await;
        visitor.goto("/publications/").await;
        visitor.reads(".banner", "need WebAssembly").await;
        visitor.until("[...document.querySelectorAll('main :is(input, button)')].every(one => one.disabled)").await;
    });
}
