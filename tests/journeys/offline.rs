//! A site that the browser has kept: visits without a connection, and what a new release then finds.

use serde_json::{Value, json};

use crate::{
    host::{Build, Fault, Spelling},
    profile,
    profile::routes,
    visitor::{BANNER, HEADING, Journey, STARTED, STATUS, TITLE, Visitor},
};

/// What browsers keep of this host, by the names of their stores.
const STORES: &str = "caches.keys()";

/// Whether the worker has everything, and serves the next page.
const READY: &str = "navigator.serviceWorker.getRegistration().then(found =>
    found?.active?.state === 'activated' && !found.installing && !found.waiting)";

/// Whether nothing is kept any more, when the browser has asked whether there is another worker.
const FORGOTTEN: &str = "(async () => {
    const found = await navigator.serviceWorker.getRegistration();
    await found?.update();
    return !found && !(await caches.keys()).length;
})()";

/// Whether another worker waits for the pages of the first one to be closed.
const WAITS: &str = "navigator.serviceWorker.getRegistration().then(async found => {
    await found.update();
    return !!found.waiting;
})";

async fn until_kept(visitor: &Visitor) {
    visitor.until_settled(READY).await;
}

/// The host, and all else, is out of reach, or there again.
fn is_away(visitor: &Visitor, away: bool) {
    match away {
        true => visitor.host.breaks("", Fault::Closed),
        false => visitor.host.mends(""),
    }
}

async fn module(visitor: &Visitor) -> String {
    visitor.value("document.getElementById('fp:boot').dataset.module").await.as_str().expect("a text").to_owned()
}

fn journey(story: impl AsyncFn(&Visitor) + Sync) {
    for build in [Build::Root, Build::Sub] {
        Journey::through(build).keeping().take(async |visitor| {
            visitor.host.lets_browsers_keep();
            story(visitor).await;
        });
    }
}

#[test]
fn a_second_visit_needs_no_connection() {
    journey(async |visitor| {
        let content = visitor.content();
        let all = content.publications.len();
        visitor.opens("/").await;
        until_kept(visitor).await;
        assert_eq!(visitor.settled(STORES).await.as_array().map(Vec::len), Some(1));
        is_away(visitor, true);
        for route in routes(&content) {
            visitor.opens(&route.path).await;
            visitor.sees(HEADING, route.heading.as_str()).await;
            visitor.sees(TITLE, route.title.as_str()).await;
            assert_eq!(visitor.value(BANNER).await, "", "at {}", route.path);
        }
        visitor.opens("/nowhere/").await;
        visitor.sees(HEADING, "Page not found").await;
        // With its query, without its last slash, and from there on as ever.
        visitor.opens("/publications?year=2024").await;
        let of_year = content.publications.iter().filter(|one| one.year() == Some(2024)).count();
        visitor.sees(STATUS, format!("Showing {of_year} of {all} publications")).await;
        visitor.marks_the_page().await;
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.publication-page')").await;
        visitor.goes_back().await;
        visitor.sees(STATUS, format!("Showing {of_year} of {all} publications")).await;
        visitor.still_sees_the_mark().await;
        // The host is back, and its own page is shown again.
        is_away(visitor, false);
        visitor.opens("/publications/").await;
        visitor.sees("document.getElementById('fp:app').dataset.path", "/publications/").await;
    });
}

/// Hosts that lead from one spelling of an address to another answer with redirects, also for what is kept.
#[test]
fn a_host_that_redirects_pages_is_kept_too() {
    for (spelling, build) in [(Spelling::WithoutEnding, Build::Root), (Spelling::WithoutSlash, Build::Sub)] {
        Journey::through(build).keeping().take(async |visitor| {
            visitor.host.spells(spelling);
            visitor.opens("/publications/?year=2024").await;
            visitor.sees("location.search", "?year=2024").await;
            until_kept(visitor).await;
            is_away(visitor, true);
            for route in routes(&visitor.content()) {
                visitor.opens(&route.path).await;
                visitor.sees(HEADING, route.heading.as_str()).await;
                assert_eq!(visitor.value(BANNER).await, "", "at {}", route.path);
            }
            is_away(visitor, false);
            visitor.opens("/publications").await;
            visitor.sees(HEADING, "Publications").await;
        });
    }
}

/// What is kept stands in for what the host has lost; what it says is heard.
#[test]
fn when_online_the_network_always_wins() {
    journey(async |visitor| {
        visitor.opens("/").await;
        until_kept(visitor).await;
        for lost in ["module", "wasm", "markdown"] {
            let file = visitor.value(&format!("document.getElementById('fp:boot').dataset.{lost}")).await;
            let file = file.as_str().expect("the page names it").to_owned();
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(&file, Fault::Closed);
            visitor.opens("/publications/").await;
            visitor.host.mends(&file);
        }
        visitor.host.breaks("/content.json", Fault::Status(500));
        visitor.goto("/").await;
        visitor.reads(".banner", "the server answered 500").await;
        visitor.host.mends("/content.json");
        let text = profile::text_of_build(visitor.host.build);
        let changed = text.replacen("\"text\": \"", "\"text\": \"**News of today.** ", 1);
        visitor.host.breaks("/content.json", Fault::Text(changed));
        visitor.opens("/").await;
        visitor.reads("main .markdown strong", "News of today.").await;
        visitor.host.mends("/content.json");
        // Nothing that is no page is put in place of a file.
        is_away(visitor, true);
        let pdf = format!("{}{}", visitor.host.origin, visitor.path("/files/paper.pdf"));
        let _ = visitor.client.goto(&pdf).await;
        visitor.sees("document.getElementById('fp:app')", Value::Null).await;
        is_away(visitor, false);
    });
}

/// The page of one release is never shown with the module or the content of another.
#[test]
fn a_new_release_takes_the_place_of_the_old_one_whole() {
    Journey::through(Build::Root).keeping().take(async |visitor| {
        visitor.host.lets_browsers_keep();
        let (old, new) = (visitor.content(), profile::of_build(Build::Later));
        visitor.opens("/publications/").await;
        until_kept(visitor).await;
        let old_module = module(visitor).await;
        // While it is copied to the host, file by file, nothing of it is kept.
        let sees = async |content: &frontispiece::content::Content| {
            visitor.sees("document.querySelector('.name').textContent", content.person.name.as_str()).await;
            visitor.sees(STATUS, format!("Showing all {} publications", content.publications.len())).await;
            assert_eq!(visitor.value(BANNER).await, "");
            assert_eq!(visitor.counts(".diagnostics").await, 0);
        };
        let old_text = profile::text_of_build(Build::Root);
        visitor.host.breaks("/content.json", Fault::Text(old_text));
        visitor.host.deploys(Build::Later);
        visitor.opens("/publications/").await;
        visitor
            .settled("navigator.serviceWorker.getRegistration().then(found => found.update().catch(() => {}))")
            .await;
        visitor.settled("new Promise(done => setTimeout(done, 500))").await;
        assert_eq!(visitor.settled(STORES).await.as_array().map(Vec::len), Some(1));
        is_away(visitor, true);
        visitor.opens("/publications/").await;
        sees(&old).await;
        assert_eq!(module(visitor).await, old_module);
        is_away(visitor, false);

        // All of it is there: with a connection it is seen at once, without one as soon as no old page is open.
        visitor.host.mends("/content.json");
        visitor.opens("/publications/").await;
        sees(&new).await;
        assert_ne!(module(visitor).await, old_module);
        visitor.until_settled(WAITS).await;
        is_away(visitor, true);
        visitor.opens("/publications/").await;
        sees(&old).await;
        assert_eq!(module(visitor).await, old_module);
        let window = visitor.client.new_window(true).await.expect("a window opens").handle;
        visitor.client.close_window().await.expect("it closes");
        visitor.client.switch_to_window(window).await.expect("there it is");
        visitor.opens("/publications/").await;
        sees(&new).await;
        assert_ne!(module(visitor).await, old_module);
        is_away(visitor, false);
        visitor.opens("/publications/").await;
        until_kept(visitor).await;
        assert_eq!(visitor.settled(STORES).await.as_array().map(Vec::len), Some(1), "the old one is forgotten");
    });
}

#[test]
fn offline_false_clears_the_cache() {
    Journey::through(Build::Root).keeping().take(async |visitor| {
        visitor.host.lets_browsers_keep();
        visitor.opens("/").await;
        until_kept(visitor).await;
        visitor.host.deploys(Build::Unkept);
        visitor.opens("/").await;
        visitor.until_settled(FORGOTTEN).await;
        visitor.opens("/").await;
        visitor.settled("new Promise(done => setTimeout(done, 2500))").await;
        assert_eq!(visitor.settled("navigator.serviceWorker.getRegistrations().then(all => all.length)").await, 0);
        visitor.sees("document.getElementById('fp:boot').dataset.worker", "").await;
    });
}

/// The first visit ends no differently where nothing can be kept.
#[test]
fn a_failed_registration_of_the_worker_shows_nothing() {
    journey(async |visitor| {
        visitor.host.breaks("/sw.js", Fault::Status(404));
        visitor.opens("/").await;
        visitor.settled("new Promise(done => setTimeout(done, 2500))").await;
        assert_eq!(visitor.settled(STORES).await, json!([]));
        visitor.until(STARTED).await;
        assert_eq!(visitor.value(BANNER).await, "");
    });
}
