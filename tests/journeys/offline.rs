//! Offline visits, and new releases of a site that the service worker has stored.

use serde_json::{Value, json};

use crate::{
    host::{Build, Fault, UrlForm},
    profile,
    profile::routes,
    visitor::{BANNER, HEADING, Journey, STATUS, TITLE, Visitor},
};

/// The names of the caches of this host.
const CACHES: &str = "caches.keys()";

/// Whether the worker has stored the site and will serve the next page.
const IS_READY: &str = "navigator.serviceWorker.getRegistration().then(found =>
    found?.active?.state === 'activated' && !found.installing && !found.waiting)";

/// Whether the worker and all caches are gone after the browser has looked for an update of the worker.
const IS_UNREGISTERED: &str = "(async () => {
    const found = await navigator.serviceWorker.getRegistration();
    await found?.update();
    return !found && !(await caches.keys()).length;
})()";

/// Whether a new worker is waiting until the pages of the old one are closed.
const IS_NEW_WORKER_WAITING: &str = "navigator.serviceWorker.getRegistration().then(async found => {
    await found.update();
    return !!found.waiting;
})";

async fn until_stored(visitor: &Visitor) {
    visitor.until_resolved(IS_READY).await;
}

/// Ends or restores the connection to the host.
fn set_offline(visitor: &Visitor, is_offline: bool) {
    if is_offline {
        visitor.host.breaks("", Fault::Closed);
    } else {
        visitor.host.repairs("");
    }
}

/// Opens every page. The worker answers every request for a page with the same file, so publications between the first and
/// the last one, which are the last pages, are opened by links.
async fn opens_every_page(visitor: &Visitor) {
    let content = visitor.content();
    let routes = routes(&content);
    let between = routes.len() - content.publications.len() + 1..routes.len() - 1;
    assert!(!between.is_empty());
    for (number, route) in routes.iter().enumerate() {
        if between.contains(&number) {
            visitor.routes_to(&route.path).await;
        } else {
            visitor.opens(&route.path).await;
        }
        visitor.sees(HEADING, route.heading.as_str()).await;
        visitor.sees(TITLE, route.title.as_str()).await;
        assert_eq!(visitor.value(BANNER).await, "", "at {}", route.path);
    }
}

async fn module(visitor: &Visitor) -> String {
    visitor.value("document.getElementById('fp:boot').dataset.module").await.as_str().expect("a text").to_owned()
}

fn journey(test: impl AsyncFn(&Visitor) + Sync) {
    for build in [Build::Root, Build::Sub] {
        Journey::through(build).with_service_worker().run(async |visitor| {
            visitor.host.enables_caching();
            test(visitor).await;
        });
    }
}

#[test]
fn a_second_visit_needs_no_connection() {
    journey(async |visitor| {
        let content = visitor.content();
        let all = content.publications.len();
        visitor.opens("/").await;
        until_stored(visitor).await;
        assert_eq!(visitor.resolved(CACHES).await.as_array().map(Vec::len), Some(1));
        set_offline(visitor, true);
        opens_every_page(visitor).await;
        visitor.opens("/nowhere/").await;
        visitor.sees(HEADING, "Page not found").await;
        // With a query, and without the last slash. After that, navigation works as usual.
        visitor.opens("/publications?year=2024").await;
        let of_year = content.publications.iter().filter(|one| one.year() == Some(2024)).count();
        visitor.sees(STATUS, format!("Showing {of_year} of {all} publications")).await;
        visitor.marks_document().await;
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.publication-page')").await;
        visitor.goes_back().await;
        visitor.sees(STATUS, format!("Showing {of_year} of {all} publications")).await;
        visitor.is_in_marked_document().await;
        // With a connection, the page of the host is shown again.
        set_offline(visitor, false);
        visitor.opens("/publications/").await;
        visitor.sees("document.getElementById('fp:app').dataset.path", "/publications/").await;
    });
}

/// Some hosts redirect to another form of the URL, also when the worker stores the pages.
#[test]
fn a_site_whose_host_redirects_pages_is_stored_too() {
    for (spelling, build) in [(UrlForm::WithoutExtension, Build::Root), (UrlForm::WithoutSlash, Build::Sub)] {
        Journey::through(build).with_service_worker().run(async |visitor| {
            visitor.host.changes_url_form(spelling);
            visitor.opens("/publications/?year=2024").await;
            visitor.sees("location.search", "?year=2024").await;
            until_stored(visitor).await;
            set_offline(visitor, true);
            opens_every_page(visitor).await;
            set_offline(visitor, false);
            visitor.opens("/publications").await;
            visitor.sees(HEADING, "Publications").await;
        });
    }
}

/// The stored files replace only files that cannot be fetched. A response of the host is always used.
#[test]
fn when_online_the_network_always_wins() {
    journey(async |visitor| {
        visitor.opens("/").await;
        until_stored(visitor).await;
        for lost in ["module", "wasm", "markdown"] {
            let file = visitor.value(&format!("document.getElementById('fp:boot').dataset.{lost}")).await;
            let file = file.as_str().expect("the page names it").to_owned();
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(&file, Fault::Closed);
            visitor.opens("/publications/").await;
            visitor.host.repairs(&file);
        }
        visitor.host.breaks("/content.json", Fault::Status(500));
        visitor.goto("/").await;
        visitor.uses().await;
        visitor.reads(".banner", "the server answered 500").await;
        visitor.host.repairs("/content.json");
        let changed = profile::text_after_edit(visitor.host.build, "**News of today.** ");
        visitor.host.breaks("/content.json", Fault::Text(changed));
        visitor.opens("/").await;
        visitor.reads("main .markdown strong", "News of today.").await;
        visitor.host.repairs("/content.json");
        // The stored page never replaces a missing file.
        set_offline(visitor, true);
        let pdf = format!("{}{}", visitor.host.origin, visitor.path("/files/paper.pdf"));
        let _ = visitor.client.goto(&pdf).await;
        visitor.sees("document.getElementById('fp:app')", Value::Null).await;
        set_offline(visitor, false);
    });
}

/// A page is never shown with the module or the content of another release.
#[test]
fn a_new_release_replaces_the_old_one_completely() {
    Journey::through(Build::Root).with_service_worker().run(async |visitor| {
        visitor.host.enables_caching();
        let (old, new) = (visitor.content(), profile::of_build(Build::Later));
        visitor.opens("/publications/").await;
        until_stored(visitor).await;
        let old_module = module(visitor).await;
        // While the files are being copied to the host, the worker stores none of them.
        let sees = async |content: &frontispiece::content::Content| {
            visitor.sees("document.querySelector('.name').textContent", content.person.name.as_str()).await;
            visitor.sees(STATUS, format!("Showing all {} publications", content.publications.len())).await;
            assert_eq!(visitor.value(BANNER).await, "");
            assert_eq!(visitor.count(".diagnostics").await, 0);
        };
        let old_text = profile::text_of_build(Build::Root);
        visitor.host.breaks("/content.json", Fault::Text(old_text));
        visitor.host.deploys(Build::Later);
        visitor.opens("/publications/").await;
        visitor
            .resolved("navigator.serviceWorker.getRegistration().then(found => found.update().catch(() => {}))")
            .await;
        visitor.resolved("new Promise(done => setTimeout(done, 500))").await;
        assert_eq!(visitor.resolved(CACHES).await.as_array().map(Vec::len), Some(1));
        set_offline(visitor, true);
        visitor.opens("/publications/").await;
        sees(&old).await;
        assert_eq!(module(visitor).await, old_module);
        set_offline(visitor, false);

        // The release is complete. Online visits show it at once, and offline visits once no old page is open.
        visitor.host.repairs("/content.json");
        visitor.opens("/publications/").await;
        sees(&new).await;
        assert_ne!(module(visitor).await, old_module);
        visitor.until_resolved(IS_NEW_WORKER_WAITING).await;
        set_offline(visitor, true);
        visitor.opens("/publications/").await;
        sees(&old).await;
        assert_eq!(module(visitor).await, old_module);
        let window = visitor.client.new_window(true).await.expect("a window opens").handle;
        visitor.client.close_window().await.expect("the window closes");
        visitor.client.switch_to_window(window).await.expect("the other window exists");
        visitor.opens("/publications/").await;
        sees(&new).await;
        assert_ne!(module(visitor).await, old_module);
        set_offline(visitor, false);
        visitor.opens("/publications/").await;
        until_stored(visitor).await;
        assert_eq!(visitor.resolved(CACHES).await.as_array().map(Vec::len), Some(1), "the old cache is deleted");
    });
}

#[test]
fn offline_false_clears_the_cache() {
    Journey::through(Build::Root).with_service_worker().run(async |visitor| {
        visitor.host.enables_caching();
        visitor.opens("/").await;
        until_stored(visitor).await;
        visitor.host.deploys(Build::WithoutOffline);
        visitor.opens("/").await;
        visitor.until_resolved(IS_UNREGISTERED).await;
        visitor.opens("/").await;
        visitor.resolved("new Promise(done => setTimeout(done, 2500))").await;
        assert_eq!(visitor.resolved("navigator.serviceWorker.getRegistrations().then(all => all.length)").await, 0);
        visitor.sees("document.getElementById('fp:boot').dataset.worker", "").await;
    });
}

/// If the worker cannot be registered, the visitor does not notice it.
#[test]
fn a_failed_registration_of_the_worker_shows_nothing() {
    journey(async |visitor| {
        visitor.host.breaks("/sw.js", Fault::Status(404));
        visitor.opens("/").await;
        visitor.resolved("new Promise(done => setTimeout(done, 2500))").await;
        assert_eq!(visitor.resolved(CACHES).await, json!([]));
        visitor.starts().await;
        assert_eq!(visitor.value(BANNER).await, "");
    });
}
