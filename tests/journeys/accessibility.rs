//! What axe-core finds on each kind of page.

use std::{fs, path::Path};

use frontispiece::content::Content;
use serde_json::{Value, json};

use crate::{
    host::{Build, Fault},
    profile,
    profile::routes,
    visitor::{ADDRESS, Journey, Visitor},
};

/// WCAG 2.2 at level AA, and what its users recommend beyond that.
const AXE: &str = "axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
}).then(found => found.violations.map(({ id, help, nodes }) =>
    ({ id, help, nodes: nodes.slice(0, 3).map(node => `${node.target} ${node.html} ${node.failureSummary}`) })))";

/// Every page there is, and the list narrowed in every way.
fn all_pages(content: &Content) -> Vec<String> {
    let year = content.publications.iter().find_map(|one| one.year()).expect("a publication has a date");
    let narrowed = format!("/publications/?q=e&year={year}&venue=nonesuch");
    routes(content).into_iter().map(|route| route.path).chain([narrowed]).collect()
}

/// Goes to a path within the site.
async fn routes_to(visitor: &Visitor, path: &str) {
    let address = visitor.path(path);
    let script = format!(
        "const link = document.createElement('a');
         link.href = {};
         document.querySelector('main').append(link);
         link.click();
         link.remove();",
        json!(address)
    );
    visitor.run(&script).await;
    visitor.sees("location.pathname + location.search", address).await;
    visitor.settled("new Promise(requestAnimationFrame)").await;
}

/// axe-core finds nothing on the page that is shown.
async fn finds_nothing(visitor: &Visitor, state: &str) {
    let found: Value = visitor.settled(AXE).await;
    assert_eq!(found, json!([]), "{} {state}: {found:#}", visitor.value(ADDRESS).await);
}

/// Lets the browser lay out what is out of sight too: axe-core would take what overflows there for overlapping.
const WHOLE: &str = "const sheet = new CSSStyleSheet();
    sheet.replaceSync('.long > .publication { content-visibility: visible !important; }');
    document.adoptedStyleSheets = [sheet];";

/// Opens a page in the light theme and brings axe-core there.
async fn examines(visitor: &Visitor, path: &str) {
    let light = json!({ "features": [{ "name": "prefers-color-scheme", "value": "light" }] });
    visitor.devtools("Emulation.setEmulatedMedia", light).await;
    visitor.opens(path).await;
    brings_axe(visitor).await;
}

async fn brings_axe(visitor: &Visitor) {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&axe).unwrap_or_else(|error| panic!("{}: {error}; run `make test`", axe.display()));
    visitor.run(&axe).await;
    visitor.run(WHOLE).await;
}

#[test]
fn axe_finds_no_violations_on_the_real_profile() {
    Journey::through(Build::Root).take(async |visitor| {
        examines(visitor, "/").await;
        for path in all_pages(&visitor.content()) {
            routes_to(visitor, &path).await;
            finds_nothing(visitor, "as it opens").await;
        }
    });
}

/// Two go through the large profile, since there is much to see: one takes every other page.
fn nothing_stands_in_anyones_way_from(first: usize) {
    Journey::through(Build::Root).take(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        examines(visitor, "/").await;
        for path in all_pages(&profile::large()).iter().skip(first).step_by(2) {
            routes_to(visitor, path).await;
            finds_nothing(visitor, "as it opens").await;
        }
    });
}

#[test]
fn axe_finds_no_violations_on_one_half_of_the_large_profile() {
    nothing_stands_in_anyones_way_from(0);
}

#[test]
fn axe_finds_no_violations_on_the_other_half_of_the_large_profile() {
    nothing_stands_in_anyones_way_from(1);
}

/// Nothing is found in any theme at any width, while a page is in a state that a script brings about. One load serves
/// for all.
fn nothing_is_found_in(states: &[(&str, &str)]) {
    Journey::through(Build::Root).take(async |visitor| {
        visitor.host.lacks("/nowhere/");
        for (path, script) in states {
            examines(visitor, path).await;
            visitor.run(script).await;
            everywhere(visitor, script).await;
        }
    });
}

async fn everywhere(visitor: &Visitor, state: &str) {
    for (theme, forced) in [("light", "none"), ("dark", "none"), ("dark", "active")] {
        let features = json!([
            { "name": "prefers-color-scheme", "value": theme },
            { "name": "forced-colors", "value": forced },
        ]);
        visitor.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        for (width, height) in [(320, 640), (390, 844), (768, 1024), (1280, 900)] {
            visitor.resize(width, height).await;
            visitor.settled("new Promise(requestAnimationFrame)").await;
            finds_nothing(visitor, &format!("{theme}, forced colours {forced}, {width} px, after `{state}`")).await;
            visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
        }
    }
}

const FILTERS: &str = "document.querySelector('.toggle').click()";
const WHOLE_FACET: &str = "document.querySelector('.toggle').click(); document.querySelector('.whole').click()";
const DIALOG: &str = "document.getElementById('fp:keys').showModal()";
const DETAILS: &str = "for (const details of document.querySelectorAll('details')) details.open = true;
    for (const more of document.querySelectorAll('.more')) more.click();";

#[test]
fn axe_finds_no_violations_on_any_kind_of_page() {
    let paper = "/publications/zhang2024caravan/";
    let pages = ["/", "/publications/", paper, "/teaching/", "/cv/", "/nowhere/"];
    nothing_is_found_in(&pages.map(|page| (page, "")));
}

#[test]
fn axe_finds_no_violations_in_any_state_of_the_list() {
    let list = "/publications/";
    nothing_is_found_in(&[
        (list, FILTERS),
        (list, WHOLE_FACET),
        (list, DIALOG),
        (list, DETAILS),
        ("/", DETAILS),
        ("/publications/?year=1066&venue=nowhere", ""),
        ("/publications/?q=video+learnin&has=code&sort=best", FILTERS),
    ]);
}

#[test]
fn axe_finds_no_violations_without_the_module() {
    Journey::through(Build::Root).take(async |visitor| {
        visitor.host.breaks("_bg.wasm", Fault::Status(500));
        visitor.goto("/publications/?year=2024").await;
        visitor.reads(".banner", "").await;
        brings_axe(visitor).await;
        everywhere(visitor, "no module").await;
    });
}

/// Opens whatever of the list can be opened.
const OPEN: &str = "document.querySelector('.toggle').click();
    for (const button of document.querySelectorAll('.whole, .more')) button.click();
    for (const details of document.querySelectorAll('details')) details.open = true;";

#[test]
fn axe_finds_no_violations_in_a_long_list_however_much_is_open() {
    Journey::through(Build::Root).sized(390, 844).take(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        examines(visitor, "/publications/?q=network+sytems&year=2010..2015&sort=best").await;
        visitor.run(OPEN).await;
        visitor.settled("new Promise(requestAnimationFrame)").await;
        finds_nothing(visitor, "all open").await;
        visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
    });
}
