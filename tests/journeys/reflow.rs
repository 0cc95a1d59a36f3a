//! Nothing is cut off with larger text, in a narrow window, or in print.

use serde_json::json;

use crate::{
    host::Build,
    visitor::{Journey, Visitor},
};

const PAGES: [&str; 7] = [
    "/",
    "/publications/",
    "/publications/?year=1066&venue=nowhere",
    "/publications/zhang2024caravan/",
    "/teaching/",
    "/service/",
    "/cv/",
];

/// The elements whose own text does not fit into them or is outside the page, except for elements that scroll or are only
/// for screen readers.
const CUT_OFF: &str = "[...document.querySelectorAll('#fp\\\\:app *')].filter(element => {
    const shown = element.checkVisibility() && !element.closest('.visually-hidden, .is-home main > h1, .skip-link, .bars, pre, .table-scroll');
    const speaks = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!shown || !speaks) return false;
    const { left, right } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    const fits = element.scrollWidth <= element.clientWidth + 1 && element.scrollHeight <= element.clientHeight + 1;
    return left < -1 || right > innerWidth + 1 || clips && !fits;
}).map(element => element.outerHTML.slice(0, 120))";

async fn cuts_off_nothing(visitor: &Visitor) {
    visitor.resolved("new Promise(requestAnimationFrame)").await;
    assert_eq!(visitor.value(CUT_OFF).await, json!([]));
    visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
}

#[test]
fn text_of_twice_the_size_fits() {
    Journey::through(Build::Root).run(async |visitor| {
        for page in PAGES {
            visitor.opens(page).await;
            visitor.run("document.documentElement.style.fontSize = '200%'").await;
            visitor.run("document.querySelector('.toggle-filters[aria-expanded=false]')?.click()").await;
            for (width, height) in [(320, 640), (390, 844), (1280, 900)] {
                visitor.resize(width, height).await;
                visitor.sees("innerWidth", width).await;
                cuts_off_nothing(visitor).await;
            }
        }
    });
}

/// A window 1280 pixels wide that is zoomed to 400 % has 320 CSS pixels.
#[test]
fn a_page_zoomed_to_four_times_its_size_fits() {
    Journey::through(Build::Root).sized(320, 225).run(async |visitor| {
        for page in PAGES {
            visitor.opens(page).await;
            visitor.run("document.querySelector('.toggle-filters[aria-expanded=false]')?.click()").await;
            cuts_off_nothing(visitor).await;
        }
    });
}

#[test]
fn print_shows_the_list_without_controls_in_black_on_white() {
    Journey::through(Build::Root).run(async |visitor| {
        visitor.opens("/publications/?has=code").await;
        let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
        visitor.devtools("Emulation.setEmulatedMedia", json!({ "media": "print", "features": dark })).await;
        let hidden = "nav, .skip-link, form, .year-chart, .toolbar, dialog, .disclosures details, .publication .links, .more-authors, button, footer a, .clear";
        let shown = "[...document.querySelectorAll(selector)].filter(element => element.checkVisibility()).length";
        visitor.sees(&shown.replace("selector", &json!(hidden).to_string()), 0).await;
        let people = "[...document.querySelectorAll('.authors bdi')].every(name => name.checkVisibility())";
        visitor.sees(people, true).await;
        visitor.sees("document.querySelector('.chips').innerText.trim()", "Has: Code").await;
        visitor.sees("getComputedStyle(document.body).backgroundColor", "rgb(255, 255, 255)").await;
        let colors = "[...new Set([...document.querySelectorAll('main *')].filter(element => element.checkVisibility())
            .map(element => getComputedStyle(element).color))]";
        visitor.sees(colors, json!(["rgb(0, 0, 0)"])).await;
        let whole = "[...document.querySelectorAll('.publication')].every(entry =>
            getComputedStyle(entry).breakInside === 'avoid' && getComputedStyle(entry).contentVisibility === 'visible')";
        visitor.sees(whole, true).await;
        let address = "getComputedStyle(document.querySelector('.publication'), '::after').content";
        let first = visitor.value("document.querySelector('.publication').dataset.printAddress").await;
        visitor.sees(address, format!("\"{}\"", first.as_str().expect("an address"))).await;
        let pdf = visitor.devtools("Page.printToPDF", json!({ "preferCSSPageSize": true })).await;
        assert!(pdf["data"].as_str().is_some_and(|data| data.len() > 10_000));
    });
}

#[test]
fn the_cv_asks_the_browser_to_print() {
    Journey::through(Build::Root).run(async |visitor| {
        visitor.opens("/").await;
        visitor.run("window.print = () => (window.printed = true)").await;
        visitor.follows("a", "CV for print").await;
        visitor.sees("document.querySelector('h1').textContent", "CV").await;
        visitor.clicks("[data-action=print]").await;
        visitor.until("window.printed").await;
    });
}

/// WCAG 2.2, success criterion 2.5.5: 44 by 44 pixels, except for links in a line of text.
#[test]
fn touch_targets_are_44_pixels_high() {
    Journey::through(Build::Root).sized(390, 844).run(async |visitor| {
        visitor.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
        for page in ["/", "/publications/?year=2024&q=cache", "/publications/zhang2024caravan/"] {
            visitor.opens(page).await;
            visitor.until("matchMedia('(pointer: coarse)').matches").await;
            visitor.run("document.querySelector('.toggle-filters[aria-expanded=false]')?.click()").await;
            let small = "[...document.querySelectorAll('button:not(.more-authors), select, summary, nav a, .links a, .chips a, .topics a, .facet li label, #fp\\\\:search')]
                .filter(target => target.checkVisibility() && target.getBoundingClientRect().height < 43.5)
                .map(target => target.outerHTML)";
            visitor.sees(small, json!([])).await;
        }
        visitor.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": false })).await;
    });
}
