//! What the site may cost a visitor, and that it never moves under their eyes.

use std::{collections::BTreeSet, fs, io::Write, path::Path};

use serde_json::json;

use crate::{
    host::{Build, Fault},
    profile,
    profile::routes,
    visitor::{HEADING, Journey, Visitor, journey},
};

/// How many requests the home page may make.
const REQUESTS: usize = 10;
/// How many bytes of WebAssembly and JavaScript there may be, compressed with Brotli.
const BYTES: usize = 140_000;

#[test]
fn the_home_page_makes_few_requests_and_all_of_its_own_host() {
    journey(async |visitor| {
        visitor.opens("/").await;
        let requests = visitor.requests().await;
        assert!((2..=REQUESTS).contains(&requests.len()), "{requests:#?}");
        let resources = visitor.value("performance.getEntriesByType('resource').map(resource => resource.name)").await;
        let resources: Vec<String> = serde_json::from_value(resources).expect("addresses");
        assert!(!resources.is_empty());
        assert!(resources.iter().all(|address| address.starts_with(&visitor.host.origin)), "{resources:#?}");
    });
}

#[test]
fn the_wasm_and_javascript_that_a_visitor_needs_are_small() {
    Journey::through(Build::Root).take(async |visitor| {
        for path in ["/", "/publications/", "/publications/?q=e"] {
            visitor.opens(path).await;
        }
        let folder = Build::Root.folder();
        let requests: BTreeSet<String> = visitor.requests().await.into_iter().collect();
        let programs = requests.iter().filter(|address| address.ends_with(".wasm") || address.ends_with(".js"));
        let sizes: Vec<(usize, &str)> = programs
            .filter_map(|address| address.strip_prefix(&visitor.host.origin))
            .map(|path| (compressed(&folder.join(&path[1..])), path))
            .collect();
        assert!(sizes.len() >= 2, "{requests:#?}");
        let sum: usize = sizes.iter().map(|(size, _)| size).sum();
        assert!(sum <= BYTES, "{sum} bytes are more than {BYTES}: {sizes:#?}");
    });
}

fn compressed(path: &Path) -> usize {
    // The best quality, and the window that browsers support.
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    encoder.write_all(&fs::read(path).expect("it can be read")).expect("memory takes it");
    encoder.into_inner().len()
}

/// The places of what has moved, of each shift before and after.
const SHIFTS: &str = "new Promise(resolve => new PerformanceObserver((list, observer) => {
    observer.disconnect();
    const place = ({ node, previousRect: from, currentRect: to }) =>
        `${node?.nodeName} ${node?.id} ${node?.className}: ${[from.x, from.y, from.width]} to ${[to.x, to.y, to.width]}`;
    resolve(list.getEntries().map(shift => shift.sources.map(place)));
}).observe({ type: 'layout-shift', buffered: true }))";

/// A slow connection brings a page in pieces, and a slow machine reads it in pieces: the browser paints each of them.
#[test]
fn nothing_moves_while_a_page_appears() {
    for (width, height) in [(390, 844), (1280, 800)] {
        for (build, pieces) in [(Build::Root, 30), (Build::Sub, 1)] {
            Journey::through(build).sized(width, height).take(async |visitor| {
                // A busy machine may need so long to start that the page says so, which moves it.
                visitor.scales_timers(20.0).await;
                for path in ["/", "/publications/", "/publications/?q=e"] {
                    visitor.host.breaks(&visitor.path(path.trim_end_matches("?q=e")), Fault::Pieces(pieces));
                    visitor.opens(path).await;
                    two_frames(visitor).await;
                    // A shift of our own shows that the browser does report them.
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
                    let shifts = visitor.settled(SHIFTS).await;
                    assert_eq!(shifts.as_array().map(Vec::len), Some(1), "{path} at {width}: {shifts:#}");
                }
            });
        }
    }
}

async fn two_frames(visitor: &Visitor) {
    let frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))";
    visitor.settled(frames).await;
}

/// Goes to each path within the site and gives those that are wider than the window.
const TOO_WIDE: &str = "(async paths => {
    const link = document.createElement('a');
    const wide = [];
    for (const path of paths) {
        link.href = path;
        document.querySelector('main').append(link);
        link.click();
        while (location.pathname !== path || !document.querySelector('main h1')) await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth || root.clientWidth !== 320) {
            const over = [...document.body.querySelectorAll('main :not(pre *, .table-scroll *)')]
                .filter(part => part.getBoundingClientRect().right > 320);
            wide.push(`${path}: ${root.scrollWidth} ${over.at(-1)?.outerHTML.slice(0, 300)}`);
        }
    }
    return wide;
})";

#[test]
fn no_page_is_wider_than_the_smallest_phone() {
    for large in [false, true] {
        Journey::through(Build::Root).sized(320, 640).take(async |visitor| {
            let content = if large { profile::large() } else { visitor.content() };
            if large {
                visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
            }
            visitor.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
            visitor.opens("/").await;
            visitor.marks_the_page().await;
            let routes = routes(&content);
            let paths: Vec<&str> = routes.iter().map(|route| route.path.as_str()).collect();
            let wide = visitor.settled(&format!("{TOO_WIDE}({})", json!(paths))).await;
            assert_eq!(wide, json!([]));
            visitor.sees(HEADING, routes.last().expect("there are routes").heading.as_str()).await;
            visitor.still_sees_the_mark().await;
        });
    }
}
