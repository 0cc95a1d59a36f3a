//! Limits for downloads, and for movements of the page while it loads.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::json;
use walkdir::WalkDir;

use crate::{
    host::{Build, Fault},
    profile::routes,
    shapes::paths_with_every_step,
    visitor::{HEADING, Journey, Visitor, journey},
};

/// The maximal number of requests of the home page.
const MAX_REQUESTS: usize = 10;
/// The maximal size of WebAssembly and JavaScript in bytes, compressed with Brotli, on the home page and on the list.
const MAX_BYTES: [(&str, u64); 3] = [("/", 110_000), ("/publications/", 140_000), ("/publications/?q=e", 140_000)];

#[test]
fn the_home_page_makes_at_most_10_requests_and_only_to_its_own_host() {
    journey(async |visitor| {
        visitor.opens("/").await;
        let requests = visitor.requests().await;
        assert!((2..=MAX_REQUESTS).contains(&requests.len()), "{requests:#?}");
        let resources = visitor.value("performance.getEntriesByType('resource').map(resource => resource.name)").await;
        let resources: Vec<String> = serde_json::from_value(resources).expect("addresses");
        assert!(!resources.is_empty());
        assert!(resources.iter().all(|address| address.starts_with(&visitor.host.origin)), "{resources:#?}");
    });
}

#[test]
fn a_visitors_wasm_and_javascript_are_small() {
    Journey::through(Build::Root).run(async |visitor| {
        let folder = Build::Root.folder();
        // The sum includes the files of the pages before.
        for (path, max_bytes) in MAX_BYTES {
            visitor.opens(path).await;
            let requests: BTreeSet<String> = visitor.requests().await.into_iter().collect();
            let programs = requests.iter().filter(|address| address.ends_with(".wasm") || address.ends_with(".js"));
            let sizes: Vec<(u64, &str)> = programs
                .filter_map(|address| address.strip_prefix(&visitor.host.origin))
                .map(|path| (compressed(&folder.join(&path[1..])), path))
                .collect();
            assert!(sizes.len() >= 2, "{requests:#?}");
            let sum: u64 = sizes.iter().map(|(size, _)| size).sum();
            println!("{path}: {sum} bytes");
            assert!(sum <= max_bytes, "{path}: {sum} bytes are more than {max_bytes}: {sizes:#?}");
        }
    });
}

/// Returns the size of the compressed copy that the build has written next to a file.
fn compressed(file: &Path) -> u64 {
    let copy = file.with_added_extension("br");
    fs::metadata(&copy).unwrap_or_else(|error| panic!("{}: {error}", copy.display())).len()
}

/// The messages of panics name source files. Their folders may contain the name of a user.
#[test]
fn no_module_names_a_folder_of_the_machine() {
    let of_checkout = ["/src/", "/vendor/", "/target/"].map(|folder| [env!("CARGO_MANIFEST_DIR"), folder].concat());
    let of_crates = ["registry/src/", "registry\\src\\", "git/checkouts/", "git\\checkouts\\"];
    let mut source_files = 0;
    for file in WalkDir::new(Build::Root.folder()).into_iter().map(|file| file.expect("the release can be read")) {
        if !file.path().extension().is_some_and(|extension| extension == "wasm" || extension == "js") {
            continue;
        }
        let bytes = fs::read(file.path()).expect("it can be read");
        let text = String::from_utf8_lossy(&bytes);
        for folder in of_checkout.iter().map(String::as_str).chain(of_crates) {
            assert!(!text.contains(folder), "{} contains {folder}", file.path().display());
        }
        source_files += text.matches(".rs").count();
    }
    assert_ne!(source_files, 0, "the modules name source files");
}

/// The layout shifts of the current document, as a promise. Each is a list of the elements that have moved, with their
/// rectangles before and after it.
pub const SHIFTS: &str = "new Promise(resolve => {
    const place = ({ node, previousRect: from, currentRect: to }) =>
        `${node?.nodeName} ${node?.id} ${node?.className}: ${[from.x, from.y, from.width]} to ${[to.x, to.y, to.width]}`;
    const found = [];
    const observer = new PerformanceObserver(list => {
        for (const shift of list.getEntries()) found.push(shift.sources.map(place));
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    // The browser reports earlier shifts in a later task.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(found), 20)));
})";

/// On a slow connection or a slow machine, the browser paints a page in several parts.
#[test]
fn nothing_moves_while_a_page_appears() {
    for (width, height) in [(390, 844), (1280, 800)] {
        for (build, pieces) in [(Build::Root, 30), (Build::Sub, 1)] {
            Journey::through(build).sized(width, height).run(async |visitor| {
                // On a busy machine, a banner about the slow start may move the page.
                visitor.scales_timers(20.0).await;
                for path in ["/", "/publications/", "/publications/?q=e", "/teaching/"] {
                    visitor.host.breaks(&visitor.path(path.trim_end_matches("?q=e")), Fault::Chunks(pieces));
                    visitor.opens(path).await;
                    two_frames(visitor).await;
                    // A deliberate shift, which shows that the browser reports shifts.
                    visitor
                        .run(
                            "setTimeout(() => {
                                const push = document.createElement('div');
                                push.id = 'push';
                                push.style.height = '300px';
                                document.body.prepend(push);
                            })",
                        )
                        .await;
                    visitor.until("document.getElementById('push')").await;
                    two_frames(visitor).await;
                    let shifts = visitor.resolved(SHIFTS).await;
                    assert_eq!(shifts.as_array().map(Vec::len), Some(1), "{path} at {width}: {shifts:#}");
                }
            });
        }
    }
}

async fn two_frames(visitor: &Visitor) {
    let frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))";
    visitor.resolved(frames).await;
}

/// Defines `tooWide`, which returns what is too wide for the smallest phone on the current page.
const TOO_WIDE: &str = "window.tooWide = path => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth && root.clientWidth === 320) return [];
    const over = [...document.body.querySelectorAll('main :not(pre *, .table-scroll *)')]
        .filter(part => part.getBoundingClientRect().right > 320);
    return [`${path}: ${root.scrollWidth} ${over.at(-1)?.outerHTML.slice(0, 300)}`];
};";

/// Navigates to each path, and returns what is too wide.
const TOO_WIDE_AFTER_NAVIGATION: &str = "(async paths => {
    const link = document.createElement('a');
    const wide = [];
    for (const path of paths) {
        link.href = path;
        document.querySelector('main').append(link);
        link.click();
        while (location.pathname !== path || !document.querySelector('main h1')) await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        wide.push(...tooWide(path));
    }
    return wide;
})";

/// Puts the prerendered page at each path into the current document, and returns what is too wide, and all titles.
const TOO_WIDE_AS_PRERENDERED: &str = "(async paths => {
    const load = path => new Promise((done, fail) => {
        const request = new XMLHttpRequest();
        request.open('GET', path);
        request.responseType = 'document';
        request.onload = () => done(request.response);
        request.onerror = () => fail(path);
        request.send();
    });
    const [wide, titles] = [[], []];
    for (const path of paths) {
        const page = await load(path);
        document.getElementById('fp:app').replaceWith(page.getElementById('fp:app'));
        wide.push(...tooWide(path));
        titles.push(page.title);
    }
    return [wide, titles];
})";

async fn opens_on_the_smallest_phone(visitor: &Visitor) {
    visitor.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
    visitor.opens("/").await;
    // The pages that are put into this document need more rules than the home page has.
    visitor.resolved("frontispiece.loadFiles('', true)").await;
    visitor.marks_document().await;
    visitor.run(TOO_WIDE).await;
}

#[test]
fn no_page_is_wider_than_the_smallest_phone() {
    for build in [Build::Root, Build::Large] {
        Journey::through(build).sized(320, 640).run(async |visitor| {
            let routes = routes(&visitor.content());
            let paths = json!(routes.iter().map(|route| &route.path).collect::<Vec<_>>());
            let titles: Vec<&str> = routes.iter().map(|route| route.title.as_str()).collect();
            opens_on_the_smallest_phone(visitor).await;
            let found = visitor.resolved(&format!("{TOO_WIDE_AS_PRERENDERED}({paths})")).await;
            assert_eq!(found, json!([[], titles]));
            visitor.is_in_marked_document().await;
        });
    }
}

/// Of the large profile, one page of each shape (`make soak`: every page).
#[test]
fn no_shape_of_page_is_wider_than_the_smallest_phone_after_navigation() {
    for build in [Build::Root, Build::Large] {
        Journey::through(build).sized(320, 640).run(async |visitor| {
            let mut routes = routes(&visitor.content());
            if build == Build::Large {
                routes.retain(|route| paths_with_every_step().contains(&route.path));
            }
            let paths: Vec<&str> = routes.iter().map(|route| route.path.as_str()).collect();
            opens_on_the_smallest_phone(visitor).await;
            let wide = visitor.resolved(&format!("{TOO_WIDE_AFTER_NAVIGATION}({})", json!(paths))).await;
            assert_eq!(wide, json!([]));
            visitor.sees(HEADING, routes.last().expect("there are routes").heading.as_str()).await;
            visitor.is_in_marked_document().await;
        });
    }
}
