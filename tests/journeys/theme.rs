//! Light, dark, or as the system has it.

use serde_json::json;

use crate::visitor::{Visitor, journey};

/// The color of the page.
const PAGE: &str = "getComputedStyle(document.body).backgroundColor";
/// Which choice is pressed.
const PRESSED: &str = "[...document.querySelectorAll('.themes [aria-pressed=true]')].map(one => one.value).join()";

const LIGHT: &str = "rgb(254, 253, 251)";

async fn the_system_is(visitor: &Visitor, scheme: &str) {
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    visitor.devtools("Emulation.setEmulatedMedia", features).await;
}

async fn chooses(visitor: &Visitor, theme: &str) {
    visitor.clicks(&format!(".themes button[value={theme}]")).await;
    visitor.sees(PRESSED, theme).await;
}

async fn sees_light(visitor: &Visitor, is_light: bool) {
    visitor.sees(&format!("{PAGE} === '{LIGHT}'"), is_light).await;
}

#[test]
fn a_theme_is_chosen_kept_and_there_from_the_start() {
    journey(async |visitor| {
        the_system_is(visitor, "light").await;
        visitor.opens("/").await;
        visitor.sees(PRESSED, "system").await;
        sees_light(visitor, true).await;
        the_system_is(visitor, "dark").await;
        sees_light(visitor, false).await;

        chooses(visitor, "light").await;
        sees_light(visitor, true).await;
        the_system_is(visitor, "light").await;
        chooses(visitor, "dark").await;
        sees_light(visitor, false).await;

        // What is first seen of the next page, before any module is there, has the theme already.
        visitor.runs_first(&format!("addEventListener('DOMContentLoaded', () => window.early = {PAGE})")).await;
        visitor.opens("/teaching/").await;
        visitor.until(&format!("early !== '{LIGHT}'")).await;
        visitor.sees(PRESSED, "dark").await;
        // It stays from page to page.
        let list = visitor.content().page("publications").expect("there is a list").title.clone();
        visitor.picks_from_menu(&list).await;
        visitor.sees(PRESSED, "dark").await;
        sees_light(visitor, false).await;

        chooses(visitor, "system").await;
        sees_light(visitor, true).await;
        visitor.reloads().await;
        visitor.sees(PRESSED, "system").await;
        sees_light(visitor, true).await;
    });
}

#[test]
fn a_theme_holds_for_a_page_where_the_browser_keeps_nothing() {
    journey(async |visitor| {
        the_system_is(visitor, "light").await;
        let refuses = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })";
        visitor.runs_first(refuses).await;
        visitor.opens("/").await;
        visitor.sees(PRESSED, "system").await;
        chooses(visitor, "dark").await;
        sees_light(visitor, false).await;
        visitor.reloads().await;
        sees_light(visitor, true).await;
    });
}
