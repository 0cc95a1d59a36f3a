//! What axe-core finds on each kind of page.

use std::{collections::HashSet, fs, path::Path};

use frontispiece::content::Content;
use serde_json::{Value, json};

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{ADDRESS, Journey, Visitor},
};

/// WCAG 2.2 at level AA, and what its users recommend beyond that.
const AXE: &str = "axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
}).then(found => found.violations.map(({ id, help, nodes }) =>
    ({ id, help, nodes: nodes.slice(0, 3).map(node => `${node.target} ${node.html} ${node.failureSummary}`) })))";

/// Every page of the content, the list narrowed in every way, the first publication of each type, and
/// none.
fn kinds_of_pages(content: &Content) -> Vec<String> {
    let mut paths: Vec<String> = content.pages.iter().map(|page| format!("/{}", page.slug)).collect();
    let year = content.publications.iter().find_map(|one| one.year()).expect("a publication has a date");
    paths.push(format!("/publications/?q=e&year={year}&venue=nonesuch"));
    let mut seen = HashSet::new();
    let firsts = content.publications.iter().filter(|one| seen.insert(one.kind.map(|kind| kind.word())));
    paths.extend(firsts.map(|one| format!("/publications/{}/", one.id)));
    paths
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
async fn finds_nothing(visitor: &Visitor) {
    let found: Value = visitor.settled(AXE).await;
    assert_eq!(found, json!([]), "{}: {found:#}", visitor.value(ADDRESS).await);
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
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&axe).unwrap_or_else(|error| panic!("{}: {error}; run `make test`", axe.display()));
    visitor.run(&axe).await;
    visitor.run(WHOLE).await;
}

#[test]
fn nothing_stands_in_anyones_way_on_the_real_profile() {
    Journey::through(Build::Root).take(async |visitor| {
        examines(visitor, "/").await;
        for path in kinds_of_pages(&visitor.content()) {
            routes_to(visitor, &path).await;
            finds_nothing(visitor).await;
        }
        visitor.host.lacks("/nowhere/");
        examines(visitor, "/nowhere/").await;
        finds_nothing(visitor).await;
    });
}

#[test]
fn nothing_stands_in_anyones_way_on_the_large_profile() {
    Journey::through(Build::Root).take(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        examines(visitor, "/").await;
        for path in kinds_of_pages(&profile::large()) {
            routes_to(visitor, &path).await;
            finds_nothing(visitor).await;
        }
    });
}

/// Opens whatever of the list can be opened.
const OPEN: &str = "document.querySelector('.toggle').click();
    for (const button of document.querySelectorAll('.whole, .more')) button.click();
    for (const details of document.querySelectorAll('details')) details.open = true;";

#[test]
fn nothing_of_the_finder_stands_in_anyones_way_however_much_is_open() {
    for (width, height) in [(390, 844), (1280, 900)] {
        for theme in ["light", "dark"] {
            Journey::through(Build::Root).sized(width, height).take(async |visitor| {
                visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
                examines(visitor, "/publications/?q=network+sytems&year=2010..2015&sort=best").await;
                let theme = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
                visitor.devtools("Emulation.setEmulatedMedia", theme).await;
                visitor.run(OPEN).await;
                visitor.settled("new Promise(requestAnimationFrame)").await;
                finds_nothing(visitor).await;
                visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
                visitor.run("document.getElementById('keys').showModal()").await;
                finds_nothing(visitor).await;
            });
        }
    }
}
