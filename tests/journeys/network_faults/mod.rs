//! Every fault of every file of the site. The prerendered page stays readable, and says what is wrong.
//!
//! The result of each fault, in addition to the prerendered page:
//!
//! | | missing, failing, replaced by HTML, cut off | changed | wrong type | late |
//! | --- | --- | --- | --- | --- |
//! | module: JavaScript | "could not be loaded", Reload | the same | the same | after 4.5 s "are still loading", Reload; starts when it arrives |
//! | module: wasm | the same | the same | starts | the same |
//! | chunk of the page | the same | the same | starts | the same |
//! | chunk of another page | a link to it loads its page from the host | the same | starts | after 4 s likewise |
//! | style sheet, on the list | starts | the same | the same | the same |
//! | style sheet, on a page that is rendered again | "could not be loaded", Reload | the same | the same | after 4.5 s "are still loading", Reload; starts when it arrives |
//! | style sheet, elsewhere | starts; a link loads its page from the host | the same | the same | after 4 s likewise |
//! | `content.json` | the reason, Retry; transient failures are retried twice | the new content is read | starts | "is loading slowly", Retry |
//! | `markdown-….json` | starts: the second module reads the Markdown; if it was cut off, only after another request | starts | starts | starts when it arrives; after 4 s without progress, the second module reads the Markdown |
//! | Markdown files that `content.json` names | starts without the text, and lists the error | the new text is shown | starts | "is loading slowly", Retry |
//! | second module | "could not be fetched", Retry | depends on the browser | JavaScript as missing; wasm starts | "is loading slowly", Retry |
//! | BibTeX of a publication | the second module makes it | | | |
//! | icon, images | starts | | | starts |
//! | the page, cut off | the part that arrived; for a filtered URL the full list, after 6 s | | | |
//!
//! The browser of a returning visitor has the module and the Markdown in its cache, and does not request them again.
//!
//! Journeys that wait for timers of the page divide the delays of all timers by [`SPEEDUP`]. The ratios between the delays
//! stay the same.

mod bibtex;
mod chunks;
mod connection;
mod content;
mod deployment;
mod markdown;
mod markdown_files;
mod module;
mod page;

use fantoccini::Locator;
use serde_json::json;

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{BANNER, Journey, Visitor, at_both_bases},
};

const LIST: &str = "/publications/";
const WASM: &str = "_bg.wasm";
const CONTENT: &str = "/content.json";
/// The ends of the paths of all files that a page requests.
const FILES: [&str; 5] = [".js", ".wasm", ".json", ".svg", ".css"];
const TOOLS: &str = "/tools.js";
const TOOLS_WASM: &str = "/tools_bg.wasm";

/// The factor by which the timers of a page are faster. With a higher factor, a busy machine would not finish in half a
/// second the requests for which the page waits four seconds.
const SPEEDUP: f64 = 8.0;

/// Records the texts of the banner in order, whether the banner disappeared after a text, and two times in milliseconds: since
/// the first request by the clock of `Visitor::scales_timers`, and by the clock of the browser. On a busy machine, timers
/// that wait for the first paint or for the visitor run before the first request, so they do not count.
const RECORD_BANNERS: &str = "window.spoken = [];
    let begunAt;
    window.fetch = (request => (...given) => {
        begunAt ??= timerTime();
        return request(...given);
    })(window.fetch);
    new MutationObserver(() => {
        const words = [...document.querySelectorAll('.banner')].find(one => one.checkVisibility())?.textContent;
        if (!words && spoken.length) spoken.at(-1).hasEnded = true;
        if (words && words !== spoken.at(-1)?.words)
            spoken.push({ words, time: timerTime() - begunAt, now: performance.now() });
    }).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });";

/// Whether the document has the whole style sheet in place of the rules of its page.
const HAS_WHOLE_STYLES: &str = "[...document.styleSheets].some(one => one.href?.includes('/styles-') && !one.disabled
        && one.cssRules.length && matchMedia(one.media.mediaText || 'all').matches)
    && !document.getElementById('fp:page-styles')";

/// Points to the last link of the menu, whose page needs no chunk.
const POINTS_AT_LAST: &str =
    "[...document.querySelectorAll('nav a')].at(-1).dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))";

/// The result of a fault.
#[derive(Clone, Copy)]
enum Outcome {
    /// The module starts as usual.
    Starts,
    /// A banner with this text and this button. After the fault is repaired, the button works.
    Says(&'static str, &'static str),
}

/// Returns the faults that every file can have.
fn common_faults() -> Vec<Fault> {
    let cuts = [0, 1, 50, 99].map(Fault::CutAt);
    [Fault::Status(404), Fault::Status(500), Fault::Html, Fault::Closed].into_iter().chain(cuts).collect()
}

/// Tests every second row of a table on the build at `/`, and the others on the one at `/sub/`, at the same time. The
/// result of a fault does not depend on the base, which only changes the URLs.
fn journey_through<T: Sync>(
    rows: &[T],
    prepare: impl AsyncFn(&Visitor) + Sync,
    test: impl AsyncFn(&Visitor, &T) + Sync,
) {
    assert!(rows.len() > 1, "each build has rows");
    let journeys = [Build::Root, Build::Sub].map(|build| Journey::through(build).without_waiting_for_files());
    at_both_bases(journeys, async |visitor| {
        prepare(visitor).await;
        let first = usize::from(visitor.host.build == Build::Sub);
        for row in rows.iter().skip(first).step_by(2) {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            test(visitor, row).await;
        }
    });
}

/// Opens the list with each of these faults, with an empty cache.
fn journey_through_faults(rows: &[(&str, Fault, Outcome)], prepare: impl AsyncFn(&Visitor) + Sync) {
    journey_through(rows, prepare, async |visitor, (file, fault, outcome)| {
        has_outcome(visitor, file, fault.clone(), *outcome).await;
    });
}

async fn has_outcome(visitor: &Visitor, file: &str, fault: Fault, outcome: Outcome) {
    println!("{file} {:.60}", format!("{fault:?}"));
    visitor.host.breaks(file, fault);
    visitor.goto(LIST).await;
    reads_the_list(visitor).await;
    match outcome {
        Outcome::Starts => {
            starts(visitor).await;
            visitor.host.repairs(file);
        }
        Outcome::Says(words, button) => {
            sees_banner(visitor, words).await;
            reads_the_list(visitor).await;
            visitor.host.repairs(file);
            presses(visitor, button).await;
            starts(visitor).await;
        }
    }
    reads_the_list(visitor).await;
}

/// Checks that the page has one banner with this text, which is announced, and that the page has stopped retrying.
async fn sees_banner(visitor: &Visitor, words: &str) {
    visitor.reads(".banner", words).await;
    visitor.until(&format!("!({BANNER}).includes('Trying again')")).await;
    let roles = "[...document.querySelectorAll('.banner')].filter(one => one.checkVisibility()).map(one => one.role)";
    visitor.sees(roles, json!(["alert"])).await;
}

/// Checks that the prerendered page is visible: the name, the heading, and all publications.
pub async fn reads_the_list(visitor: &Visitor) {
    let content = visitor.content();
    visitor.reads(".name", &content.person.name).await;
    visitor.reads("main h1", profile::list(&content)).await;
    let shown = "[...document.querySelectorAll('.results article')]
        .filter(one => one.checkVisibility({ visibilityProperty: true })).length";
    visitor.sees(shown, content.publications.len()).await;
}

/// Waits until the module has started and no banner is visible.
pub async fn starts(visitor: &Visitor) {
    visitor.starts().await;
    visitor.sees(BANNER, "").await;
}

pub async fn presses(visitor: &Visitor, button: &str) {
    let path = format!("//*[contains(@class, 'banner')]//button[normalize-space() = '{button}']");
    let button = visitor.client.find(Locator::XPath(&path)).await.unwrap_or_else(|error| panic!("{button}: {error}"));
    button.click().await.expect("the button can be clicked");
}

/// Returns the number of requests for a file in this journey.
async fn requests_of(visitor: &Visitor, file: &str) -> usize {
    visitor.requests().await.iter().filter(|address| address.ends_with(file)).count()
}

/// Returns all texts of the banner since the page was opened, in order (see [`RECORD_BANNERS`]).
async fn banner_texts(visitor: &Visitor) -> Vec<String> {
    let words = visitor.value("spoken.map(one => one.words)").await;
    serde_json::from_value(words).expect("texts")
}
