//! Browsers that refuse calls of the history, the storage or the clipboard.

use fantoccini::key::Key;

use crate::{
    profile,
    visitor::{ADDRESS, HEADING, STATUS, journey},
};

const LIST: &str = "/publications/";

const REFUSED: &str = "throw new DOMException('refused', 'SecurityError')";

#[test]
fn refused_history_calls_become_loads_of_pages() {
    journey(async |visitor| {
        let content = visitor.content();
        let calls = format!("history.pushState = history.replaceState = () => {{ {REFUSED} }};");
        visitor.adds_init_script(&calls).await;
        visitor.opens("/").await;
        visitor.marks_document().await;
        visitor.follows_menu(profile::list(&content)).await;
        visitor.until("window.mark === undefined").await;
        visitor.starts().await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.clicks(".year-chart button[value='2024']").await;
        visitor.sees("location.search", "?year=2024").await;
        visitor.starts().await;
        let of_year = content.publications.iter().filter(|one| one.year() == Some(2024)).count();
        let all = content.publications.len();
        visitor.sees(STATUS, format!("Showing {of_year} of {all} publications")).await;
        visitor.goes_back().await;
        visitor.starts().await;
        visitor.sees(ADDRESS, visitor.path(LIST)).await;
        visitor.sees(STATUS, format!("Showing all {all} publications")).await;
        // The list follows the typed text, but the URL stays the same.
        visitor.marks_document().await;
        visitor.clicks("#fp\\:search").await;
        visitor.types("caravan").await;
        visitor.sees(STATUS, format!("Showing 1 of {all} publications")).await;
        visitor.sees(ADDRESS, visitor.path(LIST)).await;
        visitor.presses(Key::Escape).await;
        visitor.sees(STATUS, format!("Showing all {all} publications")).await;
        visitor.is_in_marked_document().await;
    });
}

/// Safari refuses calls after the first 100 in 30 seconds, so it may refuse one call and accept the next.
#[test]
fn back_leads_to_an_entry_that_the_browser_refused_to_number() {
    journey(async |visitor| {
        let content = visitor.content();
        let first = format!(
            "const replace = history.replaceState;
             history.replaceState = () => {{ history.replaceState = replace; {REFUSED} }};"
        );
        visitor.adds_init_script(&first).await;
        visitor.opens("/").await;
        visitor.marks_document().await;
        visitor.follows_menu(profile::list(&content)).await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.goes_back().await;
        visitor.sees(HEADING, profile::home(&content)).await;
        visitor.goes_forward().await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.is_in_marked_document().await;
    });
}

#[test]
fn the_site_works_without_storage_and_clipboard() {
    journey(async |visitor| {
        let content = visitor.content();
        let nothing = format!(
            "for (const name of ['localStorage', 'sessionStorage', 'caches', 'indexedDB'])
                 Object.defineProperty(window, name, {{ get() {{ {REFUSED} }} }});
             Object.defineProperty(navigator, 'clipboard', {{ value: undefined }});"
        );
        visitor.adds_init_script(&nothing).await;
        visitor.opens(&format!("{LIST}{}/", content.publications[0].id)).await;
        visitor.clicks(".copy button").await;
        visitor.reads(".copy [role=status]", "Copying failed; the text is selected instead").await;
        visitor.clicks(".themes button[value=dark]").await;
        visitor.sees("document.documentElement.dataset.theme", "dark").await;
        visitor.follows_menu(profile::list(&content)).await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.goes_back().await;
        visitor.sees(HEADING, content.publications[0].title.as_str()).await;
        visitor.reloads().await;
        visitor.sees(HEADING, content.publications[0].title.as_str()).await;
    });
}
