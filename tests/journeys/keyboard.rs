//! The site by keyboard.

use fantoccini::key::Key;
use serde_json::json;

use crate::{
    profile,
    visitor::{FOCUS, HEADING, STATUS, Visitor, journey_in_every_browser},
};

#[test]
fn the_site_works_by_keyboard_in_every_browser() {
    journey_in_every_browser(async |visitor| {
        the_skip_link_leads_past_the_header(visitor).await;
        the_list_is_reached_and_filtered_by_keyboard(visitor).await;
        enter_in_the_search_box_loads_nothing(visitor).await;
        removing_a_chip_moves_the_focus_to_the_next_one(visitor).await;
        results_are_announced_after_a_pause_in_typing(visitor).await;
    });
}

async fn the_skip_link_leads_past_the_header(visitor: &Visitor) {
    for path in ["/", "/publications/"] {
        visitor.opens(path).await;
        visitor.marks_document().await;
        visitor.presses(Key::Tab).await;
        visitor.until("document.activeElement.matches('a.skip-link')").await;
        visitor.until("document.activeElement.getBoundingClientRect().top >= 0").await;
        visitor.presses(Key::Enter).await;
        visitor.sees(FOCUS, "main").await;
        visitor.sees("location.pathname", visitor.path(path)).await;
        // The next stop of Tab is in the main part.
        visitor.presses(Key::Tab).await;
        visitor.until("document.querySelector('main').contains(document.activeElement)").await;
        visitor.is_in_marked_document().await;
    }
}

async fn the_list_is_reached_and_filtered_by_keyboard(visitor: &Visitor) {
    let content = visitor.content();
    let list = profile::list(&content);
    visitor.opens("/").await;
    visitor.marks_document().await;
    visitor.tabs_to("document.activeElement.matches('nav a[href$=\"/publications/\"]')").await;
    visitor.presses(Key::Enter).await;
    visitor.sees(HEADING, list).await;
    visitor.sees(FOCUS, "h1").await;

    visitor.tabs_to("document.activeElement.matches('#fp\\\\:search')").await;
    visitor.tabs_to("document.activeElement.matches('.year-chart button')").await;
    let year = visitor.value("document.activeElement.value").await.as_str().expect("a year").to_owned();
    visitor.presses(' ').await;
    visitor.sees("location.search", format!("?year={year}")).await;
    visitor.until("document.activeElement.ariaPressed === 'true'").await;
    let of_year = content.publications.iter().filter(|one| one.year().is_some_and(|of| of.to_string() == year));
    visitor.sees(STATUS, format!("Showing {} of {} publications", of_year.count(), content.publications.len())).await;

    visitor.tabs_to("document.activeElement.matches('.chip')").await;

    // Opens a publication, and goes back with the browser's shortcut.
    visitor.tabs_to("document.activeElement.matches('.results h3 a')").await;
    visitor.presses(Key::Enter).await;
    visitor.until("document.querySelector('article.publication-page')").await;
    visitor.sees(FOCUS, "h1").await;
    visitor.goes_back().await;
    visitor.sees("location.search", format!("?year={year}")).await;
    visitor.is_in_marked_document().await;
}

async fn enter_in_the_search_box_loads_nothing(visitor: &Visitor) {
    visitor.reaches("/publications/").await;
    visitor.marks_document().await;
    visitor.clicks("#fp\\:search").await;
    visitor.types("a").await;
    visitor.presses(Key::Enter).await;
    visitor.sees("location.search", "?q=a").await;
    visitor.is_in_marked_document().await;
}

/// The text of the focused chip, or the id of another focused element.
const CHIP: &str = "document.activeElement.querySelector('bdi')?.textContent ?? document.activeElement.id";

async fn removing_a_chip_moves_the_focus_to_the_next_one(visitor: &Visitor) {
    visitor.reaches("/publications/?q=a&year=2024&year=2025&has=code").await;
    let chips = visitor.texts(".chip bdi").await;
    assert_eq!(chips.len(), 4, "{chips:?}");
    visitor.run("document.querySelector('.chip').focus()").await;
    visitor.tabs_to(&format!("({CHIP}) === {}", json!(chips[1]))).await;
    visitor.presses(Key::Enter).await;
    visitor.sees(CHIP, chips[2].as_str()).await;
    visitor.presses(Key::Enter).await;
    visitor.sees(CHIP, chips[3].as_str()).await;
    // No chip follows the last one, so the focus moves to the one before.
    visitor.presses(Key::Enter).await;
    visitor.sees(CHIP, chips[0].as_str()).await;
    visitor.presses(Key::Enter).await;
    visitor.sees(CHIP, "fp:status").await;
    visitor.sees("location.search", "").await;
}

/// Records the texts of the status as screen readers get them: after the observers of the page.
const LISTENS: &str = "window.heard = [];
    const status = document.getElementById('fp:status');
    const listen = () => setTimeout(() => {
        const words = status.getAttribute('aria-busy') ? undefined : status.textContent;
        if (words && heard.at(-1) !== words) heard.push(words);
    });
    new MutationObserver(listen).observe(status, { childList: true, characterData: true, subtree: true, attributes: true });";

/// The visible text of the status.
const SEEN: &str = "(status => status.dataset.pending ?? status.textContent)(document.getElementById('fp:status'))";

async fn results_are_announced_after_a_pause_in_typing(visitor: &Visitor) {
    let all = visitor.content().publications.len();
    visitor.reaches("/publications/").await;
    visitor.run(LISTENS).await;
    visitor.clicks("#fp\\:search").await;
    visitor.types("caravan").await;
    visitor.sees(SEEN, format!("Showing 1 of {all} publications")).await;
    visitor.sees("heard", json!([format!("Showing 1 of {all} publications")])).await;
    visitor.types(" of none xqzwy").await;
    visitor.sees(STATUS, format!("Showing 0 of {all} publications")).await;
    assert_eq!(visitor.value("heard.length").await, 2, "{}", visitor.value("heard").await);
    visitor.sees("document.querySelectorAll('main [role=status]').length", 1).await;
    // The new text is visible before it is announced.
    visitor.clicks(".chip").await;
    visitor.sees(STATUS, format!("Showing all {all} publications")).await;
    visitor.clicks("#fp\\:search").await;
    visitor.presses('z').await;
    visitor.presses('z').await;
    visitor.until("document.getElementById('fp:status').dataset.pending").await;
    let height = "document.getElementById('fp:status').getBoundingClientRect().height";
    let before = visitor.value(height).await;
    visitor.sees(STATUS, format!("Showing 0 of {all} publications")).await;
    assert_eq!(visitor.value(height).await, before);
    // A text that was typed and deleted again is not announced.
    visitor.run("heard.length = 0").await;
    visitor.presses('z').await;
    visitor.presses(Key::Backspace).await;
    visitor.resolved("new Promise(done => setTimeout(done, 900))").await;
    assert_eq!(visitor.value("heard.filter(words => !words.startsWith('Showing 0'))").await, json!([]));
}
