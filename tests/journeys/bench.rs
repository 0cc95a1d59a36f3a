//! How fast the release site is on a slow phone, beside a bare HTML page of the same text: `make bench`.
//!
//! Both are served by the same host, compressed with Brotli, to the same browser, in turns. Nothing is asserted.

#[allow(dead_code)]
mod driver;
#[allow(dead_code)]
mod host;
#[allow(dead_code)]
mod profile;
#[allow(dead_code)]
mod visitor;

use std::{collections::BTreeMap, fs, time::Duration};

use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

use host::Build;
use visitor::{Journey, Visitor};

/// How often each page is loaded; medians are printed.
const ROUNDS: usize = 15;

/// When all has long happened.
const SETTLED: Duration = Duration::from_secs(4);

/// Where the bare page stands.
const BARE: &str = "/bare.html";

/// Chrome's own "Slow 4G": milliseconds, and bytes a second.
const LATENCY: f64 = 562.5;
const DOWN: f64 = 1_600_000.0 * 0.9 / 8.0;
const UP: f64 = 750_000.0 * 0.9 / 8.0;

/// The times of a page so far, in milliseconds since it was asked for.
const TIMES: &str = "new Promise(done => {
    const times = {};
    const entries = kind => new Promise(resolve => {
        new PerformanceObserver((list, observer) => { observer.disconnect(); resolve(list.getEntries()); })
            .observe({ type: kind, buffered: true });
    });
    Promise.all([entries('paint'), entries('largest-contentful-paint')]).then(([paints, largest]) => {
        times['first contentful paint'] = paints.find(paint => paint.name === 'first-contentful-paint').startTime;
        times['largest contentful paint'] = largest.at(-1).startTime;
        const started = performance.getEntriesByName('started')[0];
        if (started) times['interactive'] = started.startTime;
        done(times);
    });
})";

/// What a page has asked for, with the bytes that were sent.
const FILES: &str = "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
    .map(file => `${String(file.transferSize).padStart(7)} ${new URL(file.name).pathname}`)";

fn main() {
    Journey::through(Build::Root).sized(390, 844).unobserved().take(async |visitor| {
        let text = fs::read_to_string(Build::Root.folder().join("index.html")).expect("the home page is built");
        visitor.host.adds(BARE, &bare(&text));
        let mut times: BTreeMap<(String, &str), Vec<f64>> = BTreeMap::new();
        for round in 0..=ROUNDS {
            for page in ["/", BARE] {
                let measured = measure(visitor, page).await;
                // The first round warms the host and the browser up.
                for (name, value) in measured.as_object().filter(|_| round > 0).into_iter().flatten() {
                    times.entry((name.clone(), page)).or_default().push(value.as_f64().unwrap_or_default());
                }
            }
        }
        visitor.devtools("Network.clearBrowserCache", json!({})).await;
        visitor.opens("/").await;
        let files = visitor.value(FILES).await;
        let files: Vec<String> = serde_json::from_value(files).expect("names");
        println!("\n/ makes {} requests:", files.len());
        files.iter().for_each(|file| println!("  {file}"));
        println!("\nChromium, 390 px wide, 4 times slower, slow 4G, cold; medians of {ROUNDS} in ms");
        println!("{:<26} {:>8} {:>8} {:>7}", "", "/", "bare", "ratio");
        for name in ["first contentful paint", "largest contentful paint", "interactive"] {
            let mut of = |page| times.remove(&(name.to_owned(), page)).map(median);
            match (of("/"), of(BARE)) {
                (Some(ours), Some(bare)) => println!("{name:<26} {ours:>8.0} {bare:>8.0} {:>7.3}", ours / bare),
                (Some(ours), None) => println!("{name:<26} {ours:>8.0}"),
                _ => println!("{name:<26} {:>8}", "-"),
            }
        }
    });
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Loads a page with nothing in the cache, on a slow machine and a slow network.
async fn measure(visitor: &Visitor, page: &str) -> Value {
    visitor.client.goto("about:blank").await.expect("an empty page opens");
    visitor.devtools("Network.clearBrowserCache", json!({})).await;
    visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    visitor.devtools("Network.enable", json!({})).await;
    let slow = json!({ "offline": false, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP });
    visitor.devtools("Network.emulateNetworkConditions", slow).await;
    visitor.goto(page).await;
    // Not a word to the page meanwhile: whoever asks holds it up.
    tokio::time::sleep(SETTLED).await;
    let times = visitor.settled(TIMES).await;
    visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await;
    let fast = json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    visitor.devtools("Network.emulateNetworkConditions", fast).await;
    times
}

/// The text of a page as plain HTML: headings, paragraphs, lists and links, no attribute but `href`, no style sheet.
fn bare(page: &str) -> String {
    let html = Html::parse_document(page);
    let app = Selector::parse("#app").expect("a selector");
    let mut bare = String::from(
        "<!doctype html><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Bare</title>",
    );
    html.select(&app).for_each(|app| write_bare(app, &mut bare));
    bare
}

fn write_bare(element: ElementRef, bare: &mut String) {
    const KEPT: [&str; 11] = ["h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "a", "em", "strong"];
    const LEFT_OUT: [&str; 3] = ["noscript", "form", "button"];
    let name = element.value().name();
    if LEFT_OUT.contains(&name) {
        return;
    }
    let kept = KEPT.contains(&name);
    if kept {
        let href = element.attr("href").map(|href| format!(" href=\"{}\"", href.replace('"', "&quot;")));
        bare.push_str(&format!("<{name}{}>", href.unwrap_or_default()));
    }
    for child in element.children() {
        match child.value().as_text() {
            Some(text) => bare.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
            None => ElementRef::wrap(child).into_iter().for_each(|child| write_bare(child, bare)),
        }
    }
    if kept {
        bare.push_str(&format!("</{name}>\n"));
    }
}
