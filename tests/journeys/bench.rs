//! How fast the release site is on a slow phone, beside a bare HTML page of the same text, and how fast with 10,000
//! publications: `make bench`.
//!
//! Both pages are served by the same host, compressed with Brotli, to the same browser, in turns. Nothing is asserted.

use std::{collections::BTreeMap, fs, time::Duration};

use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

use crate::{
    host::Build,
    visitor::{Journey, Visitor},
};

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

#[test]
#[ignore = "nothing is asserted: `make bench`"]
fn paint() {
    Journey::through(Build::Root).sized(390, 844).unobserved().take(async |visitor| {
        visitor.opens("/").await;
        let files = visitor.value(FILES).await;
        let files: Vec<String> = serde_json::from_value(files).expect("names");
        println!("\n/ makes {} requests:", files.len());
        files.iter().for_each(|file| println!("  {file}"));
        println!("\nChromium, 390 px wide, 4 times slower, slow 4G, cold; medians of {ROUNDS} in ms");
        for page in ["/", "/publications/"] {
            compare(visitor, page).await;
        }
    });
}

/// Prints the times of a page and of the same text without any style.
async fn compare(visitor: &Visitor, page: &'static str) {
    let file = Build::Root.folder().join(format!("{}index.html", &page[1..]));
    let text = fs::read_to_string(file).expect("the page is built");
    visitor.host.adds(BARE, &bare(&text));
    let mut times: BTreeMap<(String, &str), Vec<f64>> = BTreeMap::new();
    for round in 0..=ROUNDS {
        for page in [page, BARE] {
            let measured = measure(visitor, page).await;
            // The first round warms the host and the browser up.
            for (name, value) in measured.as_object().filter(|_| round > 0).into_iter().flatten() {
                times.entry((name.clone(), page)).or_default().push(value.as_f64().unwrap_or_default());
            }
        }
    }
    println!("{:<26} {page:>14} {:>8} {:>7}", "", "bare", "ratio");
    for name in ["first contentful paint", "largest contentful paint", "interactive"] {
        let mut of = |page| times.remove(&(name.to_owned(), page)).map(median);
        match (of(page), of(BARE)) {
            (Some(ours), Some(bare)) => println!("{name:<26} {ours:>14.0} {bare:>8.0} {:>7.3}", ours / bare),
            (Some(ours), None) => println!("{name:<26} {ours:>14.0}"),
            _ => println!("{name:<26} {:>14}", "-"),
        }
    }
}

/// How often the list of 10,000 publications is loaded, and how often each thing is done on it.
const LOADS: usize = 5;
const TIMES_DONE: usize = 5;

/// When a list of 10,000 has long followed.
const RESTED: Duration = Duration::from_millis(1500);

/// Keeps the tasks that take 50 ms or more (W3C, Long Tasks API): when they began, and how long they took. And of what
/// the visitor does how long it took until the next picture was on the screen, in steps of 8 ms (W3C, Event Timing
/// API, by which browsers report "interaction to next paint").
const KEEPING: &str = "window.tasks = []; window.paints = [];
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(task => [task.startTime, task.duration])))
        .observe({ type: 'longtask', buffered: true });
    new PerformanceObserver(list => paints.push(
        ...list.getEntries().filter(event => event.interactionId).map(event => event.duration)
    )).observe({ type: 'event', durationThreshold: 16 });";

/// From the arrival of the content to a page that can be used, and the longest task in between.
const STARTUP: &str = "(() => {
    const arrived = performance.getEntriesByType('resource').find(file => file.name.endsWith('/content.json')).responseEnd;
    const started = performance.getEntriesByName('started')[0].startTime;
    const between = tasks.filter(([start, length]) => start + length > arrived && start < started);
    return [started - arrived, Math.max(0, ...between.map(task => task[1]))];
})()";

/// What a visitor does: before it, in JavaScript, what makes it new; then on which element, and the key that is pressed
/// there, or else it is clicked.
const DEEDS: [(&str, &str, &str, Option<Key>); 9] = [
    ("a venue chosen", "clear()", "box('venue', 0)", None),
    ("a second topic chosen", "clear(); box('topic', 0).click()", "box('topic', 1)", None),
    ("an author chosen", "clear()", "box('author', 1)", None),
    ("a year chosen", "clear()", "document.querySelectorAll('.year-chart button')[1]", None),
    ("all choices cleared", "clear(); box('venue', 1).click()", "document.querySelector('.chips .clear')", None),
    ("a first letter typed", "clear()", SEARCH, Some(("s", 83))),
    ("a fourth letter typed", "clear(); type('sch')", SEARCH, Some(("e", 69))),
    ("sorted from the oldest", "clear()", "document.getElementById('fp:sort')", Some(("ArrowDown", 40))),
    ("the next page", "clear()", "document.querySelector('.pager a[rel=next]')", None),
];

const SEARCH: &str = "document.getElementById('fp:search')";

/// The name of a key, and its number in Windows, by which Chromium knows it.
type Key = (&'static str, u32);

/// What those are written in.
const WORDS: &str = "
    window.clear = () => (document.querySelector('.chips .clear') ?? document.querySelector('nav a[href$=\"publications/\"]')).click();
    window.box = (facet, place) => document.querySelectorAll(`input[name=${facet}]`)[place];
    window.type = text => {
        const search = document.getElementById('fp:search');
        search.value = text;
        search.dispatchEvent(new Event('input', { bubbles: true }));
    };";

#[test]
#[ignore = "nothing is asserted: `make bench`"]
fn library() {
    Journey::through(Build::Library).unobserved().take(async |visitor| {
        visitor.runs_first(KEEPING).await;
        visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
        let mut startups = Vec::new();
        for _ in 0..LOADS {
            visitor.opens("/publications/").await;
            tokio::time::sleep(SETTLED).await;
            startups.push(numbers(visitor.value(STARTUP).await));
        }
        let of = |place: usize| median(startups.iter().map(|startup| startup[place]).collect());
        let worst = startups.iter().map(|startup| startup[1]).fold(0.0, f64::max);
        println!("\n10,000 publications, Chromium, 1280 px wide, 4 times slower; medians in ms");
        println!("from the arrival of the content to use {:>6.0} (of {LOADS})", of(0));
        println!("longest task meanwhile                 {:>6.0}, worst {worst:.0}", of(1));
        println!("{:<26} {:>9} {:>6} {:>13} {:>6}", "", "to paint", "worst", "longest task", "worst");
        visitor.run(WORDS).await;
        let mut all = Vec::new();
        for (name, before, element, key) in DEEDS {
            let mut done = Vec::new();
            for _ in 0..TIMES_DONE {
                done.push(does(visitor, before, element, key).await);
            }
            let of = |place: usize| done.iter().map(move |one: &Vec<f64>| one[place]);
            let worst = |place: usize| of(place).fold(0.0, f64::max);
            let [paint, task] = [0, 1].map(|place| median(of(place).collect()));
            println!("{name:<26} {paint:>9.0} {:>6.0} {task:>13.0} {:>6.0}", worst(0), worst(1));
            all.extend(of(0));
        }
        println!("{:<26} {:>9.0}", "all of these", median(all));
        visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await;
    });
}

/// Does something as a visitor would, and gives how long it took until that was painted, and the longest task from then
/// on.
async fn does(visitor: &Visitor, before: &str, element: &str, key: Option<Key>) -> Vec<f64> {
    visitor.run(before).await;
    tokio::time::sleep(RESTED).await;
    visitor.run(&format!("window.meant = {element}; meant.focus({{ preventScroll: true }})")).await;
    // What comes into sight is laid out, and may move it.
    for _ in 0..3 {
        visitor.run("meant.scrollIntoView({ block: 'nearest' })").await;
        tokio::time::sleep(RESTED / 6).await;
    }
    let place = "(({ x, y, width, height }) => [x + width / 2, y + height / 2])(meant.getBoundingClientRect())";
    let place = numbers(visitor.value(place).await);
    visitor.run("tasks.length = paints.length = 0").await;
    let (method, kinds) = match key {
        Some(_) => ("Input.dispatchKeyEvent", ["keyDown", "keyUp"]),
        None => ("Input.dispatchMouseEvent", ["mousePressed", "mouseReleased"]),
    };
    for kind in kinds {
        let event = match key {
            Some((name, number)) => {
                let text = if name.len() == 1 { name } else { "" };
                json!({ "type": kind, "key": name, "code": name, "text": text, "windowsVirtualKeyCode": number })
            }
            None => json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 }),
        };
        visitor.devtools(method, event).await;
    }
    tokio::time::sleep(RESTED).await;
    let done = "[Math.max(...paints), Math.max(0, ...tasks.map(task => task[1])), paints.length]";
    let done = visitor.value(done).await;
    assert_ne!(done[2], 0, "{element} was met");
    numbers(done)
}

fn numbers(value: Value) -> Vec<f64> {
    serde_json::from_value(value).expect("numbers")
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
    let app = Selector::parse("#fp\\:app").expect("a selector");
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
