//! The start of the module on a prerendered page.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::{
    host::{Build, Fault},
    profile,
    profile::routes,
    routes::CURRENT,
    shapes::paths_with_every_step,
    visitor::{ADDRESS, FOCUS, HEADING, Journey, SCROLL, STARTED, STATUS, Visitor, journey},
};

const WASM: &str = ".wasm";

/// Marks every node of the prerendered page, and records violations of the policy.
const MARKS: &str = "window.refused = [];
    addEventListener('securitypolicyviolation', event => refused.push(`${event.violatedDirective} ${event.blockedURI}`));
    window.nodes = () => {
        const walker = document.createTreeWalker(document.getElementById('fp:app'), NodeFilter.SHOW_ALL);
        const nodes = [];
        while (walker.nextNode()) nodes.push(walker.currentNode);
        return nodes;
    };
    addEventListener('DOMContentLoaded', () => nodes().forEach(node => { node.mark = true; }));";

/// The nodes that are not part of the prerendered page, and the number of those that are.
const NEW_AND_OLD: &str = "[nodes().filter(node => !node.mark).map(node => node.outerHTML ?? node.data),
    nodes().filter(node => node.mark).length]";

/// Prepares [`every_node_survives_the_start`].
async fn marks_nodes(visitor: &Visitor) {
    visitor.adds_init_script(MARKS).await;
    visitor.host.lacks(&visitor.path("/nowhere/"));
}

/// Checks that the module replaces no node of the pages at these paths.
async fn every_node_survives_the_start(visitor: &Visitor, paths: impl IntoIterator<Item = String>) {
    for path in paths {
        visitor.goto(&path).await;
        let before = visitor.value("nodes().length").await;
        visitor.starts().await;
        visitor.resolved("new Promise(requestAnimationFrame)").await;
        assert_eq!(visitor.value(NEW_AND_OLD).await, json!([[], before]), "{path}");
        assert_eq!(visitor.value("refused").await, json!([]), "{path}");
    }
}

#[test]
fn every_node_of_every_page_survives_the_start() {
    journey(async |visitor| {
        marks_nodes(visitor).await;
        for route in routes(&visitor.content()) {
            every_node_survives_the_start(visitor, [route.path.clone()]).await;
            let current: Vec<_> = route.current.iter().map(|(item, how)| vec![item.as_str(), how]).collect();
            let headings = "[...document.querySelectorAll('h1')].map(heading => heading.textContent)";
            let seen = format!("[{headings}, document.title, {CURRENT}]");
            visitor.sees(&seen, json!([[route.heading], route.title, current])).await;
        }
        every_node_survives_the_start(visitor, ["/nowhere/".to_owned()]).await;
    });
}

#[test]
fn every_node_of_every_shape_of_page_of_the_large_profile_survives_the_start() {
    Journey::through(Build::Large).run(async |visitor| {
        marks_nodes(visitor).await;
        every_node_survives_the_start(visitor, paths_with_every_step().iter().cloned()).await;
    });
}

/// Records the computed styles of every element and of its pseudo-elements, each as a text of `property: value`.
const RECORD_STYLES: &str = "window.styles = () => {
        const shown = [document.documentElement, ...document.body.querySelectorAll('*')].flatMap(element =>
            [null, '::before', '::after'].map(pseudo => [element, pseudo, getComputedStyle(element, pseudo)]));
        const present = shown.filter(([, pseudo, style]) => !pseudo || style.content !== 'none');
        return present.flatMap(([element, pseudo, style]) => [...style].map(property =>
            `${element.localName}.${element.className} ${pseudo ?? ''} ${property}: ${style.getPropertyValue(property)}`));
    };
    window.changedStyles = before => styles().filter((text, at) => text !== before[at]);";

/// Opens everything that a page without the list has: disclosures, videos, and messages of buttons. The button that
/// shows all authors is not pressed, because it moves the focus to a link, which loads the style sheet.
const OPENS_ALL: &str = "document.querySelectorAll('details').forEach(one => { one.open = true; });
    document.querySelectorAll('[data-action=show-authors]').forEach(one => { one.ariaExpanded = true; });
    document.querySelectorAll('[data-action]:not([data-action=print], [data-action=show-authors])')
        .forEach(one => one.click());";

/// The rules in a page are all that its elements need, also those that appear when the visitor uses the page.
#[test]
fn the_whole_style_sheet_changes_nothing_on_pages_without_the_list() {
    for build in [Build::Root, Build::Media] {
        Journey::through(build).run(async |visitor| {
            visitor.adds_init_script(RECORD_STYLES).await;
            visitor.emulates(&[("prefers-reduced-motion", "reduce")]).await;
            let content = visitor.content();
            let mut routes = routes(&content);
            // The pages of the content, the CV and a publication.
            routes.truncate(content.pages.len() + 2);
            routes.retain(|route| route.path != "/publications/");
            for route in routes {
                visitor.opens(&route.path).await;
                visitor.run(OPENS_ALL).await;
                // Until the messages of the buttons have appeared.
                visitor.resolved("new Promise(done => setTimeout(done, 200))").await;
                visitor.run("window.before = styles()").await;
                visitor.until("document.getElementById('fp:page-styles')").await;
                visitor.resolved("frontispiece.loadFiles('', true)").await;
                visitor.sees("document.getElementById('fp:page-styles')", Value::Null).await;
                visitor.sees("before.length > 10_000 && styles().length === before.length", true).await;
                assert_eq!(visitor.value("changedStyles(before).slice(0, 5)").await, json!([]), "{}", route.path);
            }
        });
    }
}

/// Records the color and the font of every element when the rules of a page are removed.
const RECORD_REPLACEMENT: &str = "window.fonts = () => [...document.body.querySelectorAll('*')].map(element => {
        const { color, fontFamily, fontSize, fontWeight } = getComputedStyle(element);
        return [color, fontFamily, fontSize, fontWeight].join();
    });
    new MutationObserver(records => {
        const removed = records.flatMap(record => [...record.removedNodes]);
        if (removed.some(node => node.id === 'fp:page-styles')) window.before = fonts();
    }).observe(document, { childList: true, subtree: true });";

/// The page is never without rules, and the style sheet is requested once.
#[test]
fn the_whole_style_sheet_applies_when_the_rules_of_a_page_are_removed() {
    for journey in [Journey::through(Build::Root), Journey::through(Build::Root).in_firefox()] {
        journey.run(async |visitor| {
            visitor.opens("/").await;
            visitor.run(RECORD_REPLACEMENT).await;
            visitor.resolved("frontispiece.loadFiles('', true)").await;
            visitor.until("window.before?.length > 100").await;
            visitor.sees("fonts().filter((text, at) => text !== before[at])", json!([])).await;
            let requests =
                "performance.getEntriesByType('resource').filter(one => one.name.includes('/styles-')).length";
            assert_eq!(visitor.value(requests).await, 1);
        });
    }
}

/// Stops the start at the pause with this number, until `release()`.
fn held_at(pause: usize) -> String {
    format!(
        "(() => {{
            let pauses = 0, functions;
            Object.defineProperty(globalThis, 'frontispiece', {{
                get: () => functions,
                set(value) {{
                    const original = value.pause;
                    const held = () => new Promise(resolve => {{ window.release = resolve; }});
                    value.pause = () => (++pauses === {pause} ? held() : original());
                    functions = value;
                }},
            }});
        }})();"
    )
}

/// The module starts in several tasks. Between them, the page is half interactive.
#[test]
fn inputs_during_the_start_are_applied_once() {
    const EXPANDED: &str = "document.querySelector('.show-all').getAttribute('aria-expanded')";
    journey(async |visitor| {
        let content = visitor.content();
        let year = content.publications[0].year().expect("it has a date");
        let topic = &content.publications[0].topics[0];
        for pause in 1..=6 {
            println!("pause {pause}");
            let added = json!({ "source": held_at(pause) });
            let added = visitor.devtools("Page.addScriptToEvaluateOnNewDocument", added).await;
            visitor.goto("/publications/").await;
            visitor.until("window.release").await;
            assert_eq!(visitor.value(STARTED).await, false);
            visitor.clicks(&format!("input[name=topic][value='{topic}']")).await;
            visitor.clicks(&format!(".year-chart button[value='{year}']")).await;
            visitor.clicks(".show-all").await;
            assert_eq!(visitor.value(EXPANDED).await, "false");
            visitor.run("release()").await;
            visitor.until(STARTED).await;
            visitor
                .sees(
                    "[...new URLSearchParams(location.search)].sort().join(' ')",
                    format!("topic,{topic} year,{year}"),
                )
                .await;
            visitor.sees("document.querySelectorAll('.facet input:checked').length", 1).await;
            visitor.sees("document.querySelectorAll('.year-chart [aria-pressed=true]').length", 1).await;
            visitor.sees(EXPANDED, "true").await;
            visitor.devtools("Page.removeScriptToEvaluateOnNewDocument", added).await;
        }
    });
}

/// The visible states of the list: the number of publications and the text of the status, in each frame.
const SEEN: &str = "window.seen = new Set();
    (function look() {
        const status = document.getElementById('fp:status');
        const list = [...document.querySelectorAll('.results article')];
        const shown = list.filter(one => one.checkVisibility({ visibilityProperty: true })).length;
        if (status?.checkVisibility({ visibilityProperty: true })) seen.add(`${shown}: ${status.textContent}`);
        requestAnimationFrame(look);
    })();";

#[test]
fn a_filtered_url_never_shows_the_full_list() {
    journey(async |visitor| {
        let content = visitor.content();
        let year = content.publications[0].year().expect("it has a date");
        let right = content.publications.iter().filter(|one| one.year() == Some(year)).count();
        let expected = format!("{right}: Showing {right} of {} publications", content.publications.len());
        visitor.adds_init_script(SEEN).await;
        visitor.host.breaks(WASM, Fault::Silence);
        visitor.goto(&format!("/publications/?year={year}")).await;
        visitor.reads("main h1", profile::list(&content)).await;
        visitor.resolved("new Promise(done => setTimeout(done, 300))").await;
        assert_eq!(visitor.value("[...seen]").await, json!([]));
        visitor.host.repairs(WASM);
        visitor.starts().await;
        visitor.until("seen.size > 0").await;
        assert_eq!(visitor.value("[...seen]").await, json!([expected]));
    });
}

#[test]
fn if_the_module_fails_a_filtered_url_shows_the_full_list_and_says_so() {
    journey(async |visitor| {
        let all = visitor.content().publications.len();
        visitor.host.breaks(WASM, Fault::Status(404));
        visitor.goto("/publications/?year=2024").await;
        visitor
            .reads("#fp\\:status", &format!("Showing all {all} publications (the filters in the URL are not applied)"))
            .await;
        visitor.reads(".results article", "").await;
        visitor
            .until("[...document.querySelectorAll('#fp\\\\:app :is(input, button)')].every(one => one.disabled)")
            .await;
    });
}

/// Opens a page, and delays the module.
async fn opens_before_start(visitor: &Visitor, below: &str) {
    visitor.devtools("Network.clearBrowserCache", json!({})).await;
    visitor.host.breaks(WASM, Fault::Silence);
    visitor.goto(below).await;
    visitor.until("document.querySelector('#fp\\\\:search')?.disabled !== true").await;
    assert_eq!(visitor.value(STARTED).await, false);
}

/// Lets the module start.
async fn starts(visitor: &Visitor) {
    visitor.host.repairs(WASM);
    visitor.starts().await;
}

#[test]
fn a_text_typed_before_the_start_is_kept_and_applied() {
    journey(async |visitor| {
        // With the prerendered list, which is hydrated, and with filtered lists, which are rendered again.
        for query in ["", "?year=2024", "?q=video"] {
            opens_before_start(visitor, &format!("/publications/{query}")).await;
            visitor.clicks("#fp\\:search").await;
            visitor.types("carvan").await;
            for _ in 0..3 {
                visitor.presses(Key::Left).await;
            }
            starts(visitor).await;
            visitor.sees("document.activeElement.value", "carvan").await;
            visitor.types("a").await;
            visitor.sees("document.getElementById('fp:search').value", "caravan").await;
            visitor.until("new URLSearchParams(location.search).get('q') === 'caravan'").await;
            visitor.sees("document.querySelectorAll('.results article').length", 1).await;
            visitor.sees(FOCUS, "search").await;
        }
    });
}

#[test]
fn check_boxes_clicked_before_the_start_are_applied() {
    journey(async |visitor| {
        let content = visitor.content();
        let all = content.publications.len();
        let topic = &content.publications[0].topics[0];
        let other = content.topics.keys().find(|key| key != topic).expect("another topic");
        let of_topic = content.publications.iter().filter(|one| one.topics.contains(topic)).count();
        let boxes = [topic.as_str(), other].map(|topic| format!("input[name=topic][value='{topic}']"));
        opens_before_start(visitor, "/publications/").await;
        visitor.clicks(&boxes[0]).await;
        visitor.clicks(&boxes[1]).await;
        visitor.clicks(&boxes[1]).await;
        starts(visitor).await;
        visitor.sees(STATUS, format!("Showing {of_topic} of {all} publications")).await;
        visitor.sees(ADDRESS, visitor.path(&format!("/publications/?topic={topic}"))).await;
        visitor.sees(&format!("document.querySelector(\"{}\").checked", boxes[0]), true).await;
        visitor.sees("document.querySelectorAll('.facet input:checked').length", 1).await;
    });
}

#[test]
fn a_year_clicked_before_the_start_is_applied() {
    journey(async |visitor| {
        let content = visitor.content();
        let year = content.publications[0].year().expect("it has a date");
        opens_before_start(visitor, "/publications/").await;
        visitor.clicks(&format!(".year-chart button[value='{year}']")).await;
        starts(visitor).await;
        visitor.sees("location.search", format!("?year={year}")).await;
        visitor.sees("document.querySelectorAll('.year-chart [aria-pressed=true]').length", 1).await;
    });
}

#[test]
fn the_start_keeps_the_focus() {
    journey(async |visitor| {
        let focused = "document.activeElement.textContent";
        for query in ["", "?topic=nonesuch"] {
            opens_before_start(visitor, &format!("/publications/{query}")).await;
            visitor.tabs_to(&format!("{focused} === 'Teaching'")).await;
            starts(visitor).await;
            visitor.resolved("new Promise(requestAnimationFrame)").await;
            visitor.sees(focused, "Teaching").await;
            visitor.presses(Key::Enter).await;
            visitor.sees(HEADING, "Teaching").await;
        }
    });
}

#[test]
fn the_start_keeps_the_scroll_position() {
    journey(async |visitor| {
        let changed = profile::text_after_edit(visitor.host.build, "News. ");
        for is_rendered_again in [false, true] {
            opens_before_start(visitor, "/publications/").await;
            if is_rendered_again {
                visitor.host.breaks("/content.json", Fault::Text(changed.clone()));
                visitor.goto("/publications/").await;
            }
            visitor.run("scrollTo(0, 700)").await;
            starts(visitor).await;
            visitor.resolved("new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))").await;
            visitor.sees(SCROLL, 700).await;
        }
    });
}

#[test]
fn links_work_before_the_start() {
    journey(async |visitor| {
        let content = visitor.content();
        opens_before_start(visitor, "/publications/").await;
        visitor.marks_document().await;
        visitor.clicks(".results h3 a").await;
        visitor.sees(HEADING, content.publications[0].title.as_str()).await;
        visitor.until("window.mark === undefined").await;
        starts(visitor).await;
    });
}

/// Changes that an extension or a translation may make to a page before the module starts.
const CHANGES: [(&str, &str); 4] = [
    ("another element before the menu", "document.querySelector('nav ul').prepend(document.createElement('p'))"),
    ("no heading", "document.querySelector('main h1').remove()"),
    ("an empty page", "document.getElementById('fp:app').replaceChildren()"),
    (
        "every text in an element of its own, as translations do it",
        "nodes().filter(node => node.nodeType === 3).forEach(text => {
            const font = document.createElement('font');
            text.replaceWith(font);
            font.append(text);
        })",
    ),
];

#[test]
fn a_page_that_was_changed_before_the_start_is_rendered_again() {
    journey(async |visitor| {
        for (change, script) in CHANGES {
            // The script is removed after each change, so that the changes do not add up.
            let added = visitor
                .devtools(
                    "Page.addScriptToEvaluateOnNewDocument",
                    json!({ "source": format!("{MARKS} addEventListener('DOMContentLoaded', () => {{ {script} }})") }),
                )
                .await;
            visitor.goto("/publications/").await;
            visitor.starts().await;
            assert_eq!(visitor.texts("h1").await, [profile::list(&visitor.content())], "{change}");
            visitor.clicks(".year-chart button[value='2024']").await;
            visitor.sees(ADDRESS, visitor.path("/publications/?year=2024")).await;
            visitor.sees("document.querySelectorAll('.results article').length", 4).await;
            visitor.sees("document.querySelectorAll('.banner').length", 0).await;
            visitor.expects_panics();
            visitor.devtools("Page.removeScriptToEvaluateOnNewDocument", added).await;
        }
    });
}

/// A replaced `content.json` applies to every page, without a new build.
#[test]
fn a_replaced_profile_is_shown_on_every_page() {
    journey(async |visitor| {
        let large = profile::large();
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        for path in ["/", "/publications/", "/publications/?year=2020", "/teaching/"] {
            visitor.opens(path).await;
            visitor.sees("document.querySelector('.name').textContent", large.person.name.as_str()).await;
        }
        // A page of the first profile that the second does not have.
        let gone = format!("/publications/{}/", visitor.content().publications[0].id);
        visitor.opens(&gone).await;
        visitor.sees(HEADING, "Page not found").await;
    });
}

/// Returns what a visitor may do first on a page: a name, and the events of the browser's input.
fn first_uses() -> [(&'static str, Vec<(&'static str, Value)>); 4] {
    let key = |kind| {
        ("Input.dispatchKeyEvent", json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 }))
    };
    let touch = |kind, points| ("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points }));
    let mouse =
        |kind, x| ("Input.dispatchMouseEvent", json!({ "type": kind, "x": x, "y": 300, "deltaX": 0, "deltaY": 200 }));
    [
        ("moves the mouse", vec![mouse("mouseMoved", 90), mouse("mouseMoved", 95)]),
        ("turns the wheel", vec![mouse("mouseWheel", 95)]),
        ("presses a key", vec![key("keyDown"), key("keyUp")]),
        ("touches the page", vec![touch("touchStart", json!([{ "x": 5, "y": 400 }])), touch("touchEnd", json!([]))]),
    ]
}

/// Opens the home page, and checks that it does not start the module. Returns the number of requests so far.
async fn opens_without_start(visitor: &Visitor) -> usize {
    visitor.devtools("Network.clearBrowserCache", json!({})).await;
    visitor.goto("/").await;
    let before = visitor.requests().await.len();
    visitor.resolved("new Promise(done => setTimeout(done, 700))").await;
    assert_eq!(visitor.requests().await.len(), before, "it requests nothing");
    assert_eq!(visitor.value(STARTED).await, false);
    before
}

#[test]
fn a_page_without_a_search_starts_when_the_visitor_first_uses_it() {
    journey(async |visitor| {
        for (name, events) in first_uses() {
            println!("The visitor {name}.");
            opens_without_start(visitor).await;
            for (method, parameters) in events {
                visitor.devtools(method, parameters).await;
            }
            visitor.until(STARTED).await;
        }
    });
}

#[test]
fn a_resting_mouse_and_a_tap_on_a_link_start_nothing() {
    journey(async |visitor| {
        let before = opens_without_start(visitor).await;
        // Chromium sends this event if a page appears below the mouse.
        visitor.run("document.body.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }))").await;
        let tap = "document.querySelector('nav a[href$=\"/teaching/\"]').dispatchEvent(
            new PointerEvent('pointerdown', { bubbles: true, pointerType: 'touch' }))";
        visitor.run(tap).await;
        visitor.resolved("new Promise(done => setTimeout(done, 700))").await;
        assert_eq!(visitor.requests().await.len(), before);
    });
}

/// Otherwise a page that is open for long would show an old profile, and would request files that the next deployment has
/// removed.
#[test]
fn a_page_that_nobody_uses_starts_after_ten_seconds() {
    journey(async |visitor| {
        visitor.scales_timers(0.1).await;
        visitor.goto("/").await;
        visitor.until(STARTED).await;
        visitor.sees("timerTime() >= 10_000", true).await;
    });
}

/// After a reload, the entries of the history that the module has written still belong to one document.
#[test]
fn back_after_a_reload_shows_the_page_of_the_url() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.opens("/").await;
        visitor.follows("nav a", "Teaching").await;
        visitor.sees(HEADING, "Teaching").await;
        visitor.client.refresh().await.expect("the page loads again");
        assert_eq!(visitor.value(STARTED).await, false);
        visitor.run("history.back()").await;
        visitor.sees(HEADING, profile::home(&content)).await;
        visitor.sees(ADDRESS, visitor.path("/")).await;
    });
}

#[test]
fn a_used_page_does_not_start_again_after_ten_seconds() {
    journey(async |visitor| {
        visitor.scales_timers(0.1).await;
        visitor.opens("/").await;
        visitor.sees("timerTime() >= 10_000", true).await;
        visitor.run("setTimeout(() => {}, 5_000)").await;
        visitor.sees("timerTime() >= 15_000", true).await;
        visitor.sees(STARTED, true).await;
        let requests = visitor.requests().await;
        assert_eq!(requests.iter().filter(|address| address.ends_with("/content.json")).count(), 1, "{requests:#?}");
        assert!(visitor.console().await.is_empty());
    });
}

#[test]
fn back_during_the_start_shows_the_page_of_the_url() {
    journey(async |visitor| {
        let content = visitor.content();
        let (home, list) = (profile::home(&content), profile::list(&content));
        for pause in 1..=6 {
            println!("pause {pause}");
            visitor.opens("/").await;
            visitor.follows_menu(list).await;
            visitor.sees(HEADING, list).await;
            let added = json!({ "source": held_at(pause) });
            let added = visitor.devtools("Page.addScriptToEvaluateOnNewDocument", added).await;
            visitor.client.refresh().await.expect("the page loads again");
            visitor.until("window.release").await;
            visitor.devtools("Page.removeScriptToEvaluateOnNewDocument", added).await;
            visitor.run("history.back()").await;
            visitor.sees(HEADING, home).await;
            visitor.sees(ADDRESS, visitor.path("/")).await;
        }
    });
}

/// Stops the module at its first pause after the start, until `release()`.
const HELD_BEFORE_THE_INDEX: &str = "(() => {
    let functions;
    Object.defineProperty(globalThis, 'frontispiece', {
        get: () => functions,
        set(value) {
            const original = value.pause;
            const isStarted = () => document.getElementById('fp:boot').dataset.state === 'started';
            value.pause = () => isStarted() && !window.release
                ? new Promise(resolve => { window.release = resolve; })
                : original();
            functions = value;
        },
    });
})();";

/// The texts of a long list are indexed after the start.
#[test]
fn filters_work_before_the_texts_are_indexed() {
    const ALL: &str = "Showing 1 to 100 of 10000 publications";
    const HAS_HIGHLIGHTS: &str = "CSS.highlights.get('match').size > 0";
    const CAN_SHARE: &str = "!document.querySelector('.share').matches('.is-empty')";
    Journey::through(Build::Library).run(async |visitor| {
        let content = visitor.content();
        visitor.adds_init_script(HELD_BEFORE_THE_INDEX).await;
        visitor.goto("/publications/").await;
        visitor.until("window.release").await;
        visitor.sees(STATUS, ALL).await;
        let venue = visitor.value("document.querySelector('input[name=venue]').value").await;
        let venue = venue.as_str().expect("a key");
        let count = content.listed().iter().filter(|one| one.venue.as_deref() == Some(venue)).count();
        let of_venue = format!("Showing 1 to 100 of {count} matching publications (10000 in total)");
        visitor.clicks("input[name=venue]").await;
        visitor.sees(STATUS, of_venue.clone()).await;
        // Every publication of the venue matches its name, so that the text changes only the status and the highlights.
        visitor.clicks("#fp\\:search").await;
        visitor.types(content.venue_label(venue)).await;
        visitor.sees(STATUS, "Searching…").await;
        visitor.sees(CAN_SHARE, false).await;
        assert_eq!(visitor.value(HAS_HIGHLIGHTS).await, false);
        visitor.run("release()").await;
        visitor.sees(STATUS, of_venue).await;
        visitor.sees(CAN_SHARE, true).await;
        visitor.sees(HAS_HIGHLIGHTS, true).await;

        // The whole title of one publication.
        visitor.goto("/publications/").await;
        visitor.until("window.release").await;
        visitor.clicks("#fp\\:search").await;
        visitor.types(&content.listed()[4_321].title).await;
        visitor.sees(STATUS, "Searching…").await;
        visitor.run("release()").await;
        visitor.sees(STATUS, "Showing 1 of 10000 publications").await;
    });
}

#[test]
fn the_first_use_of_a_page_has_its_effect_after_the_start() {
    journey(async |visitor| {
        visitor.goto("/").await;
        visitor.clicks("[data-action=theme][value=dark]").await;
        visitor.sees("document.documentElement.dataset.theme", "dark").await;
        visitor.sees("document.querySelector('[data-action=theme][value=dark]').ariaPressed", "true").await;
        visitor.goto("/").await;
        visitor.clicks("[data-bibtex] summary").await;
        visitor.reads("[data-bibtex] code", "@").await;
    });
}

#[test]
fn every_file_is_requested_once() {
    journey(async |visitor| {
        for path in ["/", "/publications/", "/publications/?q=e"] {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            let before = visitor.requests().await.len();
            visitor.opens(path).await;
            let mut requests: Vec<String> = visitor.requests().await.split_off(before);
            let all = requests.len();
            requests.sort();
            requests.dedup();
            assert_eq!(requests.len(), all, "{requests:#?}");
            let suffixes = [".js", ".wasm", "/content.json"];
            assert!(suffixes.iter().all(|suffix| requests.iter().any(|file| file.ends_with(suffix))), "{requests:#?}");
        }
        let resources = "performance.getEntriesByType('resource').map(one => one.name)";
        let resources: Vec<String> =
            serde_json::from_value::<Vec<String>>(visitor.value(resources).await).expect("names");
        assert!(!resources.is_empty());
        assert_ne!(
            visitor.value("document.querySelector('meta[http-equiv=Content-Security-Policy]')").await,
            Value::Null
        );
    });
}
