//! Through the site without a mouse.

use fantoccini::key::Key;

use crate::{
    profile,
    visitor::{FOCUS, HEADING, STATUS, journey},
};

#[test]
fn the_skip_link_leads_past_the_header() {
    journey(async |visitor| {
        for path in ["/", "/publications/"] {
            visitor.opens(path).await;
            visitor.marks_the_page().await;
            visitor.presses(Key::Tab).await;
            visitor.until("document.activeElement.matches('a.skip')").await;
            visitor.until("document.activeElement.getBoundingClientRect().top >= 0").await;
            visitor.presses(Key::Enter).await;
            visitor.sees(FOCUS, "main").await;
            visitor.sees("location.pathname", visitor.path(path)).await;
            // What comes next is in the main part.
            visitor.presses(Key::Tab).await;
            visitor.until("document.querySelector('main').contains(document.activeElement)").await;
            visitor.still_sees_the_mark().await;
        }
    });
}

#[test]
fn the_list_is_found_and_filtered_by_keyboard() {
    journey(async |visitor| {
        let content = visitor.content();
        let list = profile::list(&content);
        visitor.opens("/").await;
        visitor.marks_the_page().await;
        visitor.tabs_to("document.activeElement.matches('nav a[href$=\"/publications/\"]')").await;
        visitor.presses(Key::Enter).await;
        visitor.sees(HEADING, list).await;
        visitor.sees(FOCUS, "h1").await;

        visitor.tabs_to("document.activeElement.matches('#search')").await;
        visitor.tabs_to("document.activeElement.matches('.years button')").await;
        let year = visitor.value("document.activeElement.value").await.as_str().expect("a year").to_owned();
        visitor.presses(' ').await;
        visitor.sees("location.search", format!("?year={year}")).await;
        visitor.until("document.activeElement.ariaPressed === 'true'").await;
        let of_year = content.publications.iter().filter(|one| one.year().is_some_and(|of| of.to_string() == year));
        visitor
            .sees(STATUS, format!("Showing {} of {} publications", of_year.count(), content.publications.len()))
            .await;

        // A paper from the list, and back by the browser's own key.
        visitor.tabs_to("document.activeElement.matches('.results h3 a')").await;
        visitor.presses(Key::Enter).await;
        visitor.until("document.querySelector('article.paper')").await;
        visitor.sees(FOCUS, "h1").await;
        visitor.goes_back().await;
        visitor.sees("location.search", format!("?year={year}")).await;
        visitor.still_sees_the_mark().await;
    });
}

#[test]
fn enter_in_the_search_box_loads_nothing() {
    journey(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.marks_the_page().await;
        visitor.clicks("#search").await;
        visitor.types("a").await;
        visitor.presses(Key::Enter).await;
        visitor.sees("location.search", "?q=a").await;
        visitor.still_sees_the_mark().await;
    });
}
