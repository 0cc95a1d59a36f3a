//! The color schemes: light, dark, and that of the system.

use crate::visitor::{Visitor, journey};

/// The color of the page.
const PAGE: &str = "getComputedStyle(document.body).backgroundColor";
/// The value of the pressed button.
const PRESSED: &str = "[...document.querySelectorAll('.themes [aria-pressed=true]')].map(one => one.value).join()";

const LIGHT: &str = "rgb(254, 253, 251)";

async fn the_system_is(visitor: &Visitor, scheme: &str) {
    visitor.emulates(&[("prefers-color-scheme", scheme)]).await;
}

async fn selects_theme(visitor: &Visitor, theme: &str) {
    visitor.clicks(&format!(".themes button[value={theme}]")).await;
    visitor.sees(PRESSED, theme).await;
}

async fn sees_light(visitor: &Visitor, is_light: bool) {
    visitor.sees(&format!("{PAGE} === '{LIGHT}'"), is_light).await;
}

#[test]
fn a_selected_theme_is_saved_and_applied_before_the_first_paint() {
    journey(async |visitor| {
        the_system_is(visitor, "light").await;
        visitor.opens("/").await;
        visitor.sees(PRESSED, "system").await;
        sees_light(visitor, true).await;
        the_system_is(visitor, "dark").await;
        sees_light(visitor, false).await;

        selects_theme(visitor, "light").await;
        sees_light(visitor, true).await;
        the_system_is(visitor, "light").await;
        selects_theme(visitor, "dark").await;
        sees_light(visitor, false).await;

        // The next page has the theme before the module is loaded.
        visitor.adds_init_script(&format!("addEventListener('DOMContentLoaded', () => window.early = {PAGE})")).await;
        visitor.opens("/teaching/").await;
        visitor.until(&format!("early !== '{LIGHT}'")).await;
        visitor.sees(PRESSED, "dark").await;
        // Client-side navigation keeps the theme.
        let list = visitor.content().page("publications").expect("there is a list").title.clone();
        visitor.follows_menu(&list).await;
        visitor.sees(PRESSED, "dark").await;
        sees_light(visitor, false).await;

        selects_theme(visitor, "system").await;
        sees_light(visitor, true).await;
        visitor.reloads().await;
        visitor.sees(PRESSED, "system").await;
        sees_light(visitor, true).await;
    });
}

#[test]
fn without_storage_a_selected_theme_applies_to_the_current_page() {
    journey(async |visitor| {
        the_system_is(visitor, "light").await;
        let refuses = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })";
        visitor.adds_init_script(refuses).await;
        visitor.opens("/").await;
        visitor.sees(PRESSED, "system").await;
        selects_theme(visitor, "dark").await;
        sees_light(visitor, false).await;
        visitor.reloads().await;
        sees_light(visitor, true).await;
    });
}
