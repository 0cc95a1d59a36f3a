//! Leaks under long use: 200 changes of page and filter in one document (`make soak`: 12,000).
//!
//! The test counts the listeners and the nodes in the browser, also those outside the document, and the memory of
//! JavaScript and of the module, each after a garbage collection.

use std::env;

use frontispiece::{content, content::Content};
use serde_json::{Value, json};

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{HEADING, Journey, Visitor},
};

/// Returns the number of rounds, and the number of changes in each round. The counts are taken after each round. The first
/// round is for warming up.
fn rounds() -> (usize, usize) {
    let changes = env::var("SOAK").ok().and_then(|text| text.parse::<usize>().ok());
    changes.map_or((4, 50), |changes| (6, changes / 5))
}

/// The maximal growth of memory, in bytes per change.
const MAX_GROWTH: f64 = 1024.0;

/// The growth of memory that every run may have, in bytes: compiled code, inline caches and nodes that the browser has not
/// collected yet.
const TOLERANCE: f64 = 256.0 * 1024.0;

/// Defines `use`, which performs random actions of a visitor. The random numbers are the same in each run (Lehmer's
/// generator with the parameters of Park and Miller).
const ACTIONS: &str = "
    let state = 7;
    const below = limit => (state = state * 48271 % 2147483647) % limit;
    const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const shown = selector => [...document.querySelectorAll(selector)]
        .filter(one => !one.disabled && one.checkVisibility());
    const press = selector => {
        const found = shown(selector);
        found[below(found.length)]?.click();
        return found.length > 0;
    };
    const change = (element, value) => {
        if (!element) return false;
        element.value = value;
        element.dispatchEvent(new Event('input', { bubbles: true }));
        return true;
    };
    const words = ['a', 'net', 'learning', 'author:', '\"of the\"', 'zzzz', ''];
    const actions = [
        () => press('nav a'),
        () => press('.publications h3 a'),
        () => press('.topics a, .authors a[href*=\"author=\"]'),
        () => press('.facet input'),
        () => press('.year-chart button'),
        () => press('.chip, .clear'),
        () => press('.disclosures summary, .more-authors'),
        () => change(document.getElementById('fp:search'), words[below(words.length)]),
        () => change(document.getElementById('fp:sort'), ['newest', 'oldest'][below(2)]),
        () => press('.pager a'),
    ];
    let made = 0;
    window.use = async changes => {
        while (changes > 0) {
            const before = location.href;
            if (!actions[below(actions.length)]()) continue;
            changes--;
            made++;
            await painted();
            // Only after 50 changes, so that Back does not leave the site.
            if (location.href !== before && made > 50 && below(4) === 0) {
                // A busy browser goes back later than the next paint.
                const isBack = new Promise(done => addEventListener('popstate', done, { once: true }));
                history.back();
                changes--;
                await isBack;
                await painted();
            }
        }
    };";

/// Saves a reference to the memory of the module, to which only the module has access.
const MEMORY: &str = "for (const way of ['instantiate', 'instantiateStreaming']) {
        const original = WebAssembly[way];
        WebAssembly[way] = async (...given) => {
            const result = await original.apply(WebAssembly, given);
            // Chunks export no memory.
            window.memory ??= (result.instance ?? result).exports?.memory;
            return result;
        };
    }";

/// The number of nodes in the main part of the page.
const NODES: &str = "(walker => { let nodes = 0; while (walker.nextNode()) nodes++; return nodes; })
    (document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_ALL))";

#[derive(Debug)]
struct Count {
    listeners: f64,
    nodes: f64,
    /// The number of nodes of the list of publications.
    list: f64,
    heap: f64,
    module: f64,
}

/// Counts on the home page, after a visit of the list. The browser may still hold the nodes of the list.
async fn count(visitor: &Visitor, content: &Content) -> Count {
    let (home, list) = (profile::home(content), profile::list(content));
    visitor.follows_menu(list).await;
    visitor.sees(HEADING, list).await;
    visitor.sees("document.querySelectorAll('.results article').length", content.publications.len()).await;
    let list = visitor.value(NODES).await.as_f64().expect("a number");
    visitor.follows_menu(home).await;
    visitor.sees(HEADING, home).await;
    visitor.resolved("new Promise(done => setTimeout(done, 1000))").await;
    for _ in 0..2 {
        visitor.devtools("HeapProfiler.collectGarbage", json!({})).await;
    }
    let metrics = visitor.devtools("Performance.getMetrics", json!({})).await;
    let of = |name: &str| {
        let all = metrics["metrics"].as_array().into_iter().flatten();
        let found = all.filter(|metric| metric["name"] == name).find_map(|metric| metric["value"].as_f64());
        found.unwrap_or_else(|| panic!("{name} is not in {metrics}"))
    };
    let module = visitor.value("memory.buffer.byteLength").await.as_f64().expect("a number");
    Count { listeners: of("JSEventListeners"), nodes: of("Nodes"), list, heap: of("JSHeapUsedSize"), module }
}

/// Returns the average growth from one value to the next, by least squares.
fn slope(values: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let places: Vec<f64> = (0..values.len()).map(|place| place as f64).collect();
    let (x, y) = (mean(&places), mean(values));
    let products = places.iter().zip(values).map(|(place, value)| (place - x) * (value - y));
    products.sum::<f64>() / places.iter().map(|place| (place - x).powi(2)).sum::<f64>()
}

fn leaks_nothing(name: &str, text: &str) {
    let content = content::read(text).expect("a profile").content;
    let (rounds, a_round) = rounds();
    Journey::through(Build::Root).run(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(text.to_owned()));
        visitor.adds_init_script(MEMORY).await;
        visitor.opens("/").await;
        visitor.marks_document().await;
        visitor.devtools("Performance.enable", json!({})).await;
        visitor.run(ACTIONS).await;
        let mut counts = Vec::new();
        for _ in 0..rounds {
            let mut left = a_round;
            while left > 0 {
                let now = left.min(500);
                assert_eq!(visitor.resolved(&format!("use({now})")).await, Value::Null);
                left -= now;
            }
            counts.push(count(visitor, &content).await);
        }
        visitor.is_in_marked_document().await;
        println!("{name}: {rounds} rounds of {a_round} changes");
        println!("{:>9} {:>6} {:>12} {:>12}", "listeners", "nodes", "heap", "module");
        for Count { listeners, nodes, heap, module, .. } in &counts {
            println!("{listeners:>9} {nodes:>6} {heap:>12} {module:>12}");
        }
        let of = |what: fn(&Count) -> f64| slope(&counts.iter().map(what).collect::<Vec<_>>()[1..]) / a_round as f64;
        let grown = of(|count| count.heap + count.module);
        println!("memory grows by {grown:.0} bytes for each change, listeners by {:.4}", of(|count| count.listeners));
        let max = MAX_GROWTH + TOLERANCE / (a_round * (rounds - 1)) as f64;
        assert!(grown <= max, "{grown} bytes for each change, expected at most {max}: {counts:#?}");
        // Compares the lowest count of the later rounds with the highest of the first ones. The nodes of one list are
        // tolerated.
        let of = |half: &[Count], what: fn(&Count) -> f64| half.iter().map(what).collect::<Vec<f64>>();
        let (first, last) = counts.split_at(rounds / 2);
        for (what, tolerance) in
            [((|count| count.listeners) as fn(&Count) -> f64, 0.0), (|count| count.nodes, 1.1 * first[0].list)]
        {
            let most = of(first, what).into_iter().fold(0.0, f64::max);
            let least = of(last, what).into_iter().fold(f64::INFINITY, f64::min);
            assert!(least <= most + tolerance, "found a leak: {counts:#?}");
        }
    });
}

#[test]
fn long_use_leaks_nothing() {
    leaks_nothing("the first profile", &profile::text_of_build(Build::Root));
}

#[test]
fn long_use_of_many_publications_leaks_nothing() {
    leaks_nothing("300 publications", &profile::text_of_large());
}
