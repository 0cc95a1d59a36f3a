//! `make bench`: the speed of the release site on a slow phone, compared with a bare HTML page of the same text, and the
//! speed of lists of 10,000 and of 100,000 publications.
//!
//! The same host serves both pages in turn to the same browser, compressed with Brotli. These tests assert nothing.

use std::{collections::BTreeMap, fs, time::Duration};

use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

use crate::{
    host::Build,
    visitor::{Journey, Visitor},
};

/// The number of loads of each page. The medians are printed. Twenty loads do not show a difference of 2 %.
const ROUNDS: usize = 40;

/// The time after which a page has finished loading.
const LOAD_TIME: Duration = Duration::from_secs(4);

/// The time after the first use of a page until it has loaded the module, which is shorter than that until the service worker
/// starts.
const START_TIME: Duration = Duration::from_millis(1500);

/// The path of the bare page.
const BARE: &str = "/bare.html";

/// "Slow 4G" of Chrome's developer tools, in milliseconds and in bytes per second.
const LATENCY: f64 = 562.5;
const DOWN: f64 = 1_600_000.0 * 0.9 / 8.0;
const UP: f64 = 750_000.0 * 0.9 / 8.0;

/// The time until the module has started, on a page that starts it at once.
const INTERACTIVE: &str = "interactive";

/// The time from the first use of a page until the module has started, on a page that starts it then.
const INTERACTIVE_AFTER_USE: &str = "interactive after use";

/// The times of a page so far, in milliseconds since the start of the navigation.
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
        if (started) times.interactive = started.startTime;
        done(times);
    });
})";

/// The transfer size of each file that a page has requested, in bytes, and its path.
const FILES: &str = "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
    .map(file => [file.transferSize, new URL(file.name).pathname])";

#[test]
#[ignore = "nothing is asserted: `make bench`"]
fn paint() {
    Journey::through(Build::Root).sized(390, 844).without_logs().run(async |visitor| {
        visitor.goto("/").await;
        tokio::time::sleep(LOAD_TIME).await;
        print_files(visitor, "at first").await;
        visitor.uses().await;
        // The service worker stores the other pages later.
        tokio::time::sleep(START_TIME).await;
        print_files(visitor, "once it is used").await;
        println!("\nChromium, 390 px wide, 4 times slower, slow 4G, cold; medians of {ROUNDS} in ms");
        for page in ["/", "/publications/"] {
            compare(visitor, page).await;
        }
    });
}

/// Prints the files that the page has requested so far, and their transfer sizes, compressed and with their headers.
async fn print_files(visitor: &Visitor, when: &str) {
    let files: Vec<(u32, String)> = serde_json::from_value(visitor.value(FILES).await).expect("sizes and names");
    let total: u32 = files.iter().map(|file| file.0).sum();
    println!("\n/ {when}: {} requests, {total} bytes", files.len());
    files.iter().for_each(|(size, name)| println!("  {size:>7} {name}"));
}

/// Prints the times of a page and of a bare page with the same text.
async fn compare(visitor: &Visitor, page: &'static str) {
    let file = Build::Root.folder().join(format!("{}index.html", &page[1..]));
    let text = fs::read_to_string(file).expect("the page is built");
    visitor.host.adds_page(BARE, &bare(&text));
    let mut times: BTreeMap<(String, &str), Vec<f64>> = BTreeMap::new();
    for round in 0..=ROUNDS {
        for page in [page, BARE] {
            let measured = measure(visitor, page).await;
            // The first round warms up the host and the browser.
            for (name, value) in measured.as_object().filter(|_| round > 0).into_iter().flatten() {
                times.entry((name.clone(), page)).or_default().push(value.as_f64().unwrap_or_default());
            }
        }
    }
    println!("{:<26} {page:>14} {:>8} {:>7}", "", "bare", "ratio");
    for name in ["first contentful paint", "largest contentful paint", INTERACTIVE, INTERACTIVE_AFTER_USE] {
        let mut of = |page| times.remove(&(name.to_owned(), page)).map(median);
        match (of(page), of(BARE)) {
            (Some(ours), Some(bare)) => println!("{name:<26} {ours:>14.0} {bare:>8.0} {:>7.3}", ours / bare),
            (Some(ours), None) => println!("{name:<26} {ours:>14.0}"),
            // A page is interactive after its start or after its first use.
            _ => {}
        }
    }
}

/// The number of loads of a long list, and the number of repetitions of each interaction.
const LOADS: usize = 5;
const REPETITIONS: usize = 5;

/// The time after which the list has finished updating.
const UPDATE_TIME: Duration = Duration::from_millis(1500);

/// Records the start and the duration of each task of 50 ms or more (W3C, Long Tasks API), and the duration from each
/// interaction to the next paint, in steps of 8 ms (W3C, Event Timing API).
const RECORDER: &str = "window.tasks = []; window.paints = [];
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(task => [task.startTime, task.duration])))
        .observe({ type: 'longtask', buffered: true });
    new PerformanceObserver(list => paints.push(
        ...list.getEntries().filter(event => event.interactionId).map(event => event.duration)
    )).observe({ type: 'event', durationThreshold: 16 });";

/// The times from the arrival and from the request of the content to an interactive page, and the longest tasks since then.
/// The app reads the content while it arrives. After the request, the browser also lays out the rest of the page.
const STARTUP: &str = "(() => {
    const content = performance.getEntriesByType('resource').find(file => file.name.endsWith('/content.json'));
    const started = performance.getEntriesByName('started')[0].startTime;
    return [content.responseEnd, content.startTime].flatMap(from => {
        const between = tasks.filter(([start, length]) => start + length > from && start < started);
        return [started - from, Math.max(0, ...between.map(task => task[1]))];
    });
})()";

/// An interaction: its name, a script that runs before, the element, and the key to press. Without a key, the element is
/// clicked.
type Interaction = (&'static str, &'static str, &'static str, Option<Key>);

const INTERACTIONS: [Interaction; 9] = [
    ("select a venue", "clear()", "box('venue', 0)", None),
    ("select a second topic", "clear(); box('topic', 0).click()", "box('topic', 1)", None),
    ("select an author", "clear()", "box('author', 1)", None),
    ("select a year", "clear()", "document.querySelectorAll('.year-chart button')[1]", None),
    ("clear all filters", "clear(); box('venue', 1).click()", "document.querySelector('.chips .clear')", None),
    ("type the first letter", "clear()", SEARCH, Some(("s", 83))),
    ("type the fourth letter", "clear(); type('sch')", SEARCH, Some(("e", 69))),
    ("sort by oldest first", "clear()", "document.getElementById('fp:sort')", Some(("ArrowDown", 40))),
    ("go to the next page", "clear()", "document.querySelector('.pager a[rel=next]')", None),
];

/// An interaction with a button that the benchmark adds. It shows which part of the times is due to the browser: its script
/// replaces the entries like a filter, but counts and filters nothing and keeps the URL.
const CONTROL: Interaction = ("a script replaces the list", "control.onclick = replaceEntries", "control", None);

const SEARCH: &str = "document.getElementById('fp:search')";

/// The name of a key and its Windows virtual key code.
type Key = (&'static str, u32);

/// The functions and the button that the scripts of [`INTERACTIONS`] and [`CONTROL`] use. Like the app, `replaceEntries`
/// changes the first six entries before the next paint and adds the others after it.
const HELPERS: &str = "
    window.clear = () => (document.querySelector('.chips .clear') ?? document.querySelector('nav a[href$=\"publications/\"]')).click();
    window.box = (facet, place) => document.querySelectorAll(`input[name=${facet}]`)[place];
    window.type = text => {
        const search = document.getElementById('fp:search');
        search.value = text;
        search.dispatchEvent(new Event('input', { bubbles: true }));
    };
    window.replaceEntries = () => {
        const list = document.querySelector('.publications');
        const entries = [...list.querySelectorAll('.publication')].reverse();
        const add = (from, to) => list.append(...entries.slice(from, to).map(entry => entry.cloneNode(true)));
        list.textContent = '';
        add(0, 6);
        requestAnimationFrame(() => setTimeout(() => add(6)));
    };
    window.control = document.createElement('button');
    control.style.cssText = 'position: fixed; inset: 50% auto auto 0; z-index: 9';
    control.textContent = 'Control';
    document.body.append(control);";

#[test]
#[ignore = "nothing is asserted: `make bench`"]
fn library() {
    long_list(Build::Library, "10,000");
}

#[test]
#[ignore = "nothing is asserted: `make bench`"]
fn archive() {
    long_list(Build::Archive, "100,000");
}

/// Prints the time until a long list can be used, and the times of its interactions.
fn long_list(build: Build, size: &str) {
    Journey::through(build).without_logs().run(async |visitor| {
        visitor.adds_init_script(RECORDER).await;
        visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
        let mut startups = Vec::new();
        for _ in 0..LOADS {
            visitor.opens("/publications/").await;
            tokio::time::sleep(LOAD_TIME).await;
            startups.push(numbers(visitor.value(STARTUP).await));
        }
        let of = |place: usize| median(startups.iter().map(|startup| startup[place]).collect());
        let worst = |place: usize| startups.iter().map(|startup| startup[place]).fold(0.0, f64::max);
        println!("\n{size} publications, Chromium, 1280 px wide, 4 times slower; medians in ms");
        for (from, place) in [("arrival", 0), ("request", 2)] {
            println!("from the {from} of the content to use {:>6.0} (of {LOADS})", of(place));
            println!("longest task meanwhile                 {:>6.0}, worst {:.0}", of(place + 1), worst(place + 1));
        }
        println!("{:<26} {:>9} {:>6} {:>13} {:>6}", "", "to paint", "worst", "longest task", "worst");
        visitor.run(HELPERS).await;
        let all = performs(visitor, &INTERACTIONS).await;
        println!("{:<26} {:>9.0}", "all of these", median(all));
        // The control comes last, because the app does not know the entries that it adds.
        performs(visitor, &[CONTROL]).await;
        visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await;
    });
}

/// Performs interactions several times and prints their times. Returns the times until the next paint, in milliseconds.
async fn performs(visitor: &Visitor, interactions: &[Interaction]) -> Vec<f64> {
    let mut all = Vec::new();
    for &(name, before, element, key) in interactions {
        let mut times = Vec::new();
        for _ in 0..REPETITIONS {
            times.push(interacts(visitor, before, element, key).await);
        }
        let of = |place: usize| times.iter().map(move |one: &Vec<f64>| one[place]);
        let worst = |place: usize| of(place).fold(0.0, f64::max);
        let [paint, task] = [0, 1].map(|place| median(of(place).collect()));
        println!("{name:<26} {paint:>9.0} {:>6.0} {task:>13.0} {:>6.0}", worst(0), worst(1));
        all.extend(of(0));
    }
    all
}

/// Performs an interaction. Returns the time until the next paint and the duration of the longest task, in milliseconds,
/// and the number of recorded interactions.
async fn interacts(visitor: &Visitor, before: &str, element: &str, key: Option<Key>) -> Vec<f64> {
    visitor.run(before).await;
    tokio::time::sleep(UPDATE_TIME).await;
    visitor.run(&format!("window.target = {element}; target.focus({{ preventScroll: true }})")).await;
    // The layout of publications that become visible may move the element, so this scrolls more than once.
    for _ in 0..3 {
        visitor.run("target.scrollIntoView({ block: 'nearest' })").await;
        tokio::time::sleep(UPDATE_TIME / 6).await;
    }
    let place = "(({ x, y, width, height }) => [x + width / 2, y + height / 2])(target.getBoundingClientRect())";
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
    tokio::time::sleep(UPDATE_TIME).await;
    let times = "[Math.max(...paints), Math.max(0, ...tasks.map(task => task[1])), paints.length]";
    let times = visitor.value(times).await;
    assert_ne!(times[2], 0, "{element} received the event");
    numbers(times)
}

fn numbers(value: Value) -> Vec<f64> {
    serde_json::from_value(value).expect("numbers")
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Loads a page with an empty cache, on a slow machine and a slow network, and returns its times.
async fn measure(visitor: &Visitor, page: &str) -> Value {
    visitor.client.goto("about:blank").await.expect("an empty page opens");
    visitor.devtools("Network.clearBrowserCache", json!({})).await;
    visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    visitor.devtools("Network.enable", json!({})).await;
    let slow = json!({ "offline": false, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP });
    visitor.devtools("Network.emulateNetworkConditions", slow).await;
    visitor.goto(page).await;
    // The page gets no commands meanwhile, because they would slow it down.
    tokio::time::sleep(LOAD_TIME).await;
    let mut times = visitor.resolved(TIMES).await;
    if page != BARE && times.get(INTERACTIVE).is_none() {
        visitor.run("performance.mark('used')").await;
        visitor.uses().await;
        tokio::time::sleep(LOAD_TIME).await;
        times[INTERACTIVE_AFTER_USE] = visitor.value("performance.measure('start', 'used', 'started').duration").await;
    }
    visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await;
    let fast = json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    visitor.devtools("Network.emulateNetworkConditions", fast).await;
    times
}

/// Returns the text of a page as plain HTML: headings, paragraphs, lists and links, without style sheets, and without
/// attributes except `href`.
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
