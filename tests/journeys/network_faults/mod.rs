//! Every file of the site, broken in every way: the page as it was written stays readable, and says what is wrong.
//!
//! What is broken, and what the visitor has then, beside the page as it was written:
//!
//! | | missing, failing, HTML in its place, cut off | changed | of the wrong type | late |
//! | --- | --- | --- | --- | --- |
//! | module: JavaScript | "could not be loaded", Reload | the same | the same | after 4.5 s "are still loading", Reload; starts when it comes |
//! | module: wasm | the same | the same | starts | the same |
//! | `content.json` | what is wrong, Retry; a failure that may pass is tried again twice | the new content is read | starts | "is loading slowly", Retry |
//! | `markdown-….json` | starts: the second module reads the Markdown | starts | starts | starts without it |
//! | second module | "could not be fetched", Retry | as its browser takes it | JavaScript as missing; wasm starts | "is loading slowly", Retry |
//! | BibTeX of a publication | the second module makes it | | | |
//! | icon, pictures | starts | | | starts |
//! | the page, cut off | as far as it came; of a filtered address the whole list, after 6 s | | | |
//!
//! A browser that has been there before keeps the module and the Markdown: nothing of them is asked for again.
//!
//! Journeys that wait for a timer of the page let it run [`FAST`] times as fast. All timers do so, and the constants of
//! the site keep their ratio.

mod bibtex;
mod connection;
mod content;
mod deployment;
mod markdown;
mod module;
mod page;

use fantoccini::Locator;
use serde_json::json;

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{BANNER, STARTED, Visitor, journey},
};

const LIST: &str = "/publications/";
const WASM: &str = "_bg.wasm";
const CONTENT: &str = "/content.json";
const TOOLS: &str = "/tools.js";
const TOOLS_WASM: &str = "/tools_bg.wasm";

/// By how much the timers of a page are hurried. Not more: a busy machine needs half a second for what the page waits
/// four seconds for.
const FAST: f64 = 8.0;

/// Notes what the banner says, one after the other, and at what time by the clock of `Visitor::scales_timers`.
const SPOKEN: &str = "window.spoken = [];
    new MutationObserver(() => {
        const words = [...document.querySelectorAll('.banner')].find(one => one.checkVisibility())?.textContent;
        if (words && words !== spoken.at(-1)?.words) spoken.push({ words, time: timerTime() });
    }).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });";

/// How a page with a fault goes on.
#[derive(Clone, Copy)]
enum Outcome {
    /// As if nothing had happened.
    Starts,
    /// With these words, and a button that helps when the fault is mended.
    Says(&'static str, &'static str),
}

/// What any file may suffer at once.
fn common() -> Vec<Fault> {
    let cuts = [0, 1, 50, 99].map(Fault::CutAt);
    [Fault::Status(404), Fault::Status(500), Fault::Html, Fault::Closed].into_iter().chain(cuts).collect()
}

/// Takes every other row of a table through the build at `/` and the rest through the one at `/sub/`, at the same time.
/// The base is part of every address that the page asks for and names, but what it does with a fault does not depend on
/// it.
fn journey_through<T: Sync>(
    rows: &[T],
    prepare: impl AsyncFn(&Visitor) + Sync,
    story: impl AsyncFn(&Visitor, &T) + Sync,
) {
    assert!(rows.len() > 1, "each build has a part");
    journey(async |visitor| {
        prepare(visitor).await;
        let first = usize::from(visitor.host.build == Build::Sub);
        for row in rows.iter().skip(first).step_by(2) {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            story(visitor, row).await;
        }
    });
}

/// Opens the list with each of these faults, in a browser that knows nothing of the site.
fn journey_through_faults(rows: &[(&str, Fault, Outcome)], prepare: impl AsyncFn(&Visitor) + Sync) {
    journey_through(rows, prepare, async |visitor, (file, fault, outcome)| {
        meets(visitor, file, fault.clone(), *outcome).await;
    });
}

async fn meets(visitor: &Visitor, file: &str, fault: Fault, outcome: Outcome) {
    println!("{file} {:.60}", format!("{fault:?}"));
    visitor.host.breaks(file, fault);
    visitor.goto(LIST).await;
    reads_the_list(visitor).await;
    match outcome {
        Outcome::Starts => {
            starts(visitor).await;
            visitor.host.mends(file);
        }
        Outcome::Says(words, button) => {
            hears(visitor, words).await;
            reads_the_list(visitor).await;
            visitor.host.mends(file);
            presses(visitor, button).await;
            starts(visitor).await;
        }
    }
    reads_the_list(visitor).await;
}

/// The page says something in one banner, which is announced, and waits for the visitor.
async fn hears(visitor: &Visitor, words: &str) {
    visitor.reads(".banner", words).await;
    // What the page tries by itself has come to an end.
    visitor.until(&format!("!({BANNER}).includes('Trying again')")).await;
    let roles = "[...document.querySelectorAll('.banner')].filter(one => one.checkVisibility()).map(one => one.role)";
    visitor.sees(roles, json!(["alert"])).await;
}

/// The page as it was written can be read: the name, the heading, and all publications.
pub async fn reads_the_list(visitor: &Visitor) {
    let content = visitor.content();
    visitor.reads(".name", &content.person.name).await;
    visitor.reads("main h1", profile::list(&content)).await;
    let shown = "[...document.querySelectorAll('.results article')]
        .filter(one => one.checkVisibility({ visibilityProperty: true })).length";
    visitor.sees(shown, content.publications.len()).await;
}

/// The module starts, and nothing is left of what was said before.
pub async fn starts(visitor: &Visitor) {
    visitor.until(STARTED).await;
    visitor.sees(BANNER, "").await;
}

pub async fn presses(visitor: &Visitor, button: &str) {
    let path = format!("//*[contains(@class, 'banner') and not(@hidden)]//button[normalize-space() = '{button}']");
    let button = visitor.client.find(Locator::XPath(&path)).await.unwrap_or_else(|error| panic!("{button}: {error}"));
    button.click().await.expect("it can be pressed");
}

/// How often a file has been asked for in this journey.
async fn requests_of(visitor: &Visitor, file: &str) -> usize {
    visitor.requests().await.iter().filter(|address| address.ends_with(file)).count()
}

/// What the banner has said since the page was opened, one after the other ([`SPOKEN`]).
async fn spoken(visitor: &Visitor) -> Vec<String> {
    let words = visitor.value("spoken.map(one => one.words)").await;
    serde_json::from_value(words).expect("texts")
}
