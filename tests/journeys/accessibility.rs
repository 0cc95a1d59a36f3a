//! What axe-core finds on each kind of page.

use std::{fs, path::Path};

use frontispiece::content::Content;
use serde_json::{Value, json};

use crate::{
    host::{Build, Fault},
    profile,
    profile::routes,
    shapes::paths_with_every_step,
    visitor::{ADDRESS, Journey, Visitor},
};

/// Which rules of axe-core are applied.
#[derive(Clone, Copy)]
enum Rules {
    /// Those of WCAG 2.2 at level AA, and what its users recommend beyond that.
    All,
    /// Those that depend on colors, or on sizes, which forced colors change too: the others see the same elements in
    /// every theme.
    OfTheme,
    /// The one that depends on the width of the window.
    OfWidth,
}

impl Rules {
    /// A promise of the violations.
    fn violations(self) -> String {
        let chosen = match self {
            Rules::All => {
                "runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                rules: { 'target-size': { enabled: true } }"
            }
            Rules::OfTheme => {
                "runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block', 'target-size'] }"
            }
            Rules::OfWidth => "runOnly: { type: 'rule', values: ['target-size'] }",
        };
        format!(
            "axe.run({{ {chosen}, resultTypes: ['violations'] }}).then(found => found.violations.map(found => ({{
                id: found.id,
                help: found.help,
                nodes: found.nodes.slice(0, 3).map(node => `${{node.target}} ${{node.html}} ${{node.failureSummary}}`),
            }})))"
        )
    }
}

/// The list narrowed in several ways.
fn narrowed(content: &Content) -> String {
    let year = content.publications.iter().find_map(|one| one.year()).expect("a publication has a date");
    format!("/publications/?q=e&year={year}&venue=nonesuch")
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
async fn finds_nothing(visitor: &Visitor, rules: Rules, state: &str) {
    let found: Value = visitor.settled(&rules.violations()).await;
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
        let content = visitor.content();
        for path in routes(&content).into_iter().map(|route| route.path).chain([narrowed(&content)]) {
            routes_to(visitor, &path).await;
            finds_nothing(visitor, Rules::All, "as it opens").await;
        }
    });
}

#[test]
fn axe_finds_no_violations_on_any_shape_of_page_of_the_large_profile() {
    let mut paths = paths_with_every_step(Build::Large);
    paths.retain(|path| path != "/nowhere/");
    Journey::through(Build::Root).take(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        examines(visitor, "/").await;
        for path in paths.iter().cloned().chain([narrowed(&profile::large())]) {
            routes_to(visitor, &path).await;
            finds_nothing(visitor, Rules::All, "as it opens").await;
        }
    });
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

/// The layout for phones and the one for desktops, with all rules; then what depends on the theme, in either layout, and
/// what depends on the width.
async fn everywhere(visitor: &Visitor, state: &str) {
    let (phone, desktop) = ((390, 844), (1280, 900));
    let light = ("light", "none");
    let all = [phone, desktop].map(|size| (light, size, Rules::All));
    let of_theme = [("dark", "none"), ("dark", "active")]
        .into_iter()
        .flat_map(|theme| [desktop, phone].map(|size| (theme, size, Rules::OfTheme)));
    let of_width = [(320, 640), (768, 1024)].map(|size| (light, size, Rules::OfWidth));
    for ((theme, forced), (width, height), rules) in all.into_iter().chain(of_theme).chain(of_width) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": theme },
            { "name": "forced-colors", "value": forced },
        ]);
        visitor.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        visitor.resize(width, height).await;
        visitor.settled("new Promise(requestAnimationFrame)").await;
        finds_nothing(visitor, rules, &format!("{theme}, forced colors {forced}, {width} px, after `{state}`")).await;
        visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
    }
}

const FILTERS: &str = "document.querySelector('.toggle-filters').click()";
const WHOLE_FACET: &str =
    "document.querySelector('.toggle-filters').click(); document.querySelector('.show-all').click()";
const DIALOG: &str = "document.getElementById('fp:shortcuts').showModal()";
const DETAILS: &str = "for (const details of document.querySelectorAll('details')) details.open = true;
    for (const more of document.querySelectorAll('.more-authors')) more.click();";

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
const OPEN: &str = "document.querySelector('.toggle-filters').click();
    for (const button of document.querySelectorAll('.show-all, .more-authors')) button.click();
    for (const details of document.querySelectorAll('details')) details.open = true;";

#[test]
fn axe_finds_no_violations_in_a_long_list_however_much_is_open() {
    Journey::through(Build::Root).sized(390, 844).take(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        examines(visitor, "/publications/?q=network+sytems&year=2010..2015&sort=best").await;
        visitor.run(OPEN).await;
        visitor.settled("new Promise(requestAnimationFrame)").await;
        finds_nothing(visitor, Rules::All, "all open").await;
        visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
    });
}
