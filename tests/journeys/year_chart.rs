//! The year chart: years and ranges of them, by pointer and by keyboard.

use fantoccini::key::Key;
use frontispiece::content::{Content, Publication};
use serde_json::json;

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{Journey, STATUS, Visitor, journey},
};

const PRESSED: &str = "[...document.querySelectorAll('.year-chart [aria-pressed=true]')].map(year => year.value)";
const QUERY: &str = "decodeURIComponent(location.search)";

fn bar(year: u16) -> String {
    format!(".year-chart button[value='{year}']")
}

/// Returns the years of a profile in ascending order.
fn years(content: &Content) -> Vec<u16> {
    let years: Vec<u16> = content.publications.iter().filter_map(Publication::year).collect();
    let first = years.iter().min().expect("there are dates");
    (*first..=*years.iter().max().expect("there are dates")).collect()
}

async fn sees_the_years(visitor: &Visitor, content: &Content, from: u16, to: u16) {
    let shown = content.publications.iter().filter(|one| one.year().is_some_and(|year| (from..=to).contains(&year)));
    let words = format!("Showing {} of {} publications", shown.count(), content.publications.len());
    visitor.sees(STATUS, words).await;
    visitor.sees(PRESSED, json!((from..=to).rev().map(|year| year.to_string()).collect::<Vec<_>>())).await;
}

#[test]
fn a_range_of_years_is_selected_by_shift_or_by_dragging() {
    journey(async |visitor| {
        let content = visitor.content();
        let years = years(&content);
        let (last, middle, first) = (years[years.len() - 1], years[years.len() - 3], years[0]);
        visitor.opens("/publications/").await;
        visitor.clicks(&bar(middle)).await;
        sees_the_years(visitor, &content, middle, middle).await;
        visitor.clicks_with(Key::Shift, &bar(last)).await;
        visitor.sees(QUERY, format!("?year={middle}..{last}")).await;
        sees_the_years(visitor, &content, middle, last).await;
        visitor.reads(".chip", &format!("Year: {middle} to {last}")).await;

        visitor.drags(&bar(last - 1), &bar(first)).await;
        visitor.sees(QUERY, format!("?year={first}..{}", last - 1)).await;
        sees_the_years(visitor, &content, first, last - 1).await;
        visitor.sees("document.querySelectorAll('[data-in-range]').length", 0).await;
        // Dragging with a finger scrolls. It selects no range, and no year.
        visitor.clicks(&bar(last)).await;
        visitor.sees(QUERY, format!("?year={last}")).await;
        visitor.clicks(&bar(last)).await;
        visitor.sees(QUERY, "").await;
        visitor.goes_back().await;
        visitor.goes_back().await;
        sees_the_years(visitor, &content, first, last - 1).await;
    });
}

#[test]
fn years_are_selected_by_keyboard() {
    journey(async |visitor| {
        let content = visitor.content();
        let years = years(&content);
        let (last, first) = (years[years.len() - 1], years[0]);
        let focused = "document.activeElement.value";
        visitor.opens("/publications/").await;
        visitor.tabs_to("document.activeElement.matches('.year-chart button')").await;
        visitor.sees(focused, last.to_string()).await;
        visitor.presses(Key::Left).await;
        visitor.sees(focused, (last - 1).to_string()).await;
        visitor.sees(QUERY, "").await;
        visitor.presses(' ').await;
        visitor.sees(QUERY, format!("?year={}", last - 1)).await;
        visitor.presses_with(Key::Shift, Key::Left).await;
        visitor.presses_with(Key::Shift, Key::Left).await;
        visitor.sees(QUERY, format!("?year={}..{}", last - 3, last - 1)).await;
        visitor.sees(focused, (last - 3).to_string()).await;
        visitor.presses_with(Key::Shift, Key::Right).await;
        sees_the_years(visitor, &content, last - 2, last - 1).await;

        visitor.presses(Key::Home).await;
        visitor.sees(focused, first.to_string()).await;
        visitor.presses(Key::Left).await;
        visitor.sees(focused, first.to_string()).await;
        visitor.presses(Key::End).await;
        visitor.presses(Key::Enter).await;
        sees_the_years(visitor, &content, last, last).await;
        // The chart is one stop of Tab: the year that had the focus last.
        visitor.presses(Key::Left).await;
        visitor.presses(Key::Tab).await;
        visitor.until("!document.activeElement.matches('.year-chart *')").await;
        visitor.presses_with(Key::Shift, Key::Tab).await;
        visitor.sees(focused, (last - 1).to_string()).await;
    });
}

#[test]
fn years_have_a_name_a_count_and_a_pressed_state() {
    Journey::through(Build::Root).sized(390, 844).run(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        let content = profile::large();
        let years = years(&content);
        let last = years[years.len() - 1];
        visitor.opens("/publications/").await;
        visitor.clicks(".toggle-filters").await;
        visitor.devtools("Accessibility.enable", json!({})).await;
        let tree = visitor.devtools("Accessibility.getFullAXTree", json!({})).await;
        let nodes = tree["nodes"].as_array().expect("a tree");
        let group = nodes.iter().find(|node| node["role"]["value"] == "group" && node["name"]["value"] == "Year");
        assert!(group.is_some(), "a group named Year");
        for year in &years {
            let count = content.publications.iter().filter(|one| one.year() == Some(*year)).count();
            let name = format!("{year}, {count} publication{}", if count == 1 { "" } else { "s" });
            let button = nodes.iter().find(|node| node["name"]["value"] == name.as_str());
            let button = button.unwrap_or_else(|| panic!("no button {name:?}"));
            assert_eq!(button["role"]["value"], "button");
            let pressed = button["properties"].as_array().expect("properties");
            assert!(pressed.iter().any(|one| one["name"] == "pressed" && one["value"]["value"] == "false"), "{button}");
        }
        // Not all years fit. The newest are visible, and the chart scrolls instead of the page.
        let place = format!("document.querySelector(\"{}\").getBoundingClientRect().right <= innerWidth", bar(last));
        visitor.sees(&place, true).await;
        visitor
            .until("document.querySelector('.bars').scrollWidth > document.querySelector('.bars').clientWidth")
            .await;
        visitor.run(&format!("document.querySelector(\"{}\").scrollIntoView()", bar(years[0]))).await;
        visitor.clicks(&bar(years[0])).await;
        sees_the_years(visitor, &content, years[0], years[0]).await;
    });
}
