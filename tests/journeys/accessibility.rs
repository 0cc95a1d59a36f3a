//! Checks each kind of page with axe-core.

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

/// A selection of axe-core's rules.
#[derive(Clone, Copy)]
enum Rules {
    /// The rules for WCAG 2.2 at level AA, and axe-core's best practices.
    All,
    /// The rules that depend on colors.
    Colors,
    /// The rules that depend on forced colors, which change sizes too.
    ForcedColors,
    /// The rule that depends on the width of the window.
    Width,
}

impl Rules {
    /// Returns a JavaScript expression: a promise of the violations.
    fn violations(self) -> String {
        let options = match self {
            Rules::All => {
                "runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                rules: { 'target-size': { enabled: true } }"
            }
            Rules::Colors => "runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }",
            Rules::ForcedColors => {
                "runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block', 'target-size'] }"
            }
            Rules::Width => "runOnly: { type: 'rule', values: ['target-size'] }",
        };
        format!(
            "axe.run({{ {options}, resultTypes: ['violations'] }}).then(found => found.violations.map(found => ({{
                id: found.id,
                help: found.help,
                nodes: found.nodes.slice(0, 3).map(node => `${{node.target}} ${{node.html}} ${{node.failureSummary}}`),
            }})))"
        )
    }
}

/// Returns the path of a list with several filters.
fn filtered_list(content: &Content) -> String {
    let year = content.publications.iter().find_map(|one| one.year()).expect("a publication has a date");
    format!("/publications/?q=e&year={year}&venue=nonesuch")
}

/// Checks that axe-core finds no violations on the current page.
async fn finds_nothing(visitor: &Visitor, rules: Rules, state: &str) {
    let found: Value = visitor.resolved(&rules.violations()).await;
    assert_eq!(found, json!([]), "{} {state}: {found:#}", visitor.value(ADDRESS).await);
}

/// Makes the browser lay out publications that are not visible. Otherwise their contents have wrong positions, and
/// axe-core reports overlaps.
const LAYOUT_ALL: &str = "const sheet = new CSSStyleSheet();
    sheet.replaceSync('.long > .publication { content-visibility: visible !important; }');
    document.adoptedStyleSheets = [sheet];";

/// Opens a page in the light theme and loads axe-core.
async fn opens_with_axe(visitor: &Visitor, path: &str) {
    visitor.emulates(&[("prefers-color-scheme", "light")]).await;
    visitor.opens(path).await;
    loads_axe(visitor).await;
}

async fn loads_axe(visitor: &Visitor) {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&axe).unwrap_or_else(|error| panic!("{}: {error}; run `make test`", axe.display()));
    visitor.run(&axe).await;
    visitor.run(LAYOUT_ALL).await;
}

#[test]
fn axe_finds_no_violations_on_the_real_profile() {
    Journey::through(Build::Root).run(async |visitor| {
        opens_with_axe(visitor, "/").await;
        let content = visitor.content();
        for path in routes(&content).into_iter().map(|route| route.path).chain([filtered_list(&content)]) {
            visitor.routes_to(&path).await;
            finds_nothing(visitor, Rules::All, "as it opens").await;
        }
    });
}

#[test]
fn axe_finds_no_violations_on_any_shape_of_page_of_the_large_profile() {
    let paths = paths_with_every_step().iter().filter(|path| *path != "/nowhere/");
    Journey::through(Build::Root).run(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        opens_with_axe(visitor, "/").await;
        for path in paths.clone().cloned().chain([filtered_list(&profile::large())]) {
            visitor.routes_to(&path).await;
            finds_nothing(visitor, Rules::All, "as it opens").await;
        }
    });
}

/// Checks pages in every theme and at every width, each after a script has changed its state. One document shows all of
/// them, because axe-core is about twice as slow in a new document.
fn finds_nothing_in_states(build: Build, states: &[(&str, &str)]) {
    Journey::through(build).run(async |visitor| {
        opens_with_axe(visitor, "/cv/").await;
        for (path, script) in states {
            // Even if the next state is of the same page, it starts without the changes of this one.
            visitor.routes_to("/cv/").await;
            visitor.routes_to(path).await;
            visitor.run(script).await;
            finds_nothing_in_any_theme_or_width(visitor, script).await;
        }
    });
}

/// Checks the layouts of phones and desktops with all rules, then both layouts in other themes with the rules that depend
/// on the theme, then other widths with the rule that depends on the width.
async fn finds_nothing_in_any_theme_or_width(visitor: &Visitor, state: &str) {
    let (phone, desktop) = ((390, 844), (1280, 900));
    let light = ("light", "none");
    let all = [phone, desktop].map(|size| (light, size, Rules::All));
    let themes = [(("dark", "none"), Rules::Colors), (("dark", "active"), Rules::ForcedColors)]
        .into_iter()
        .flat_map(|(theme, rules)| [desktop, phone].map(|size| (theme, size, rules)));
    let widths = [(320, 640), (768, 1024)].map(|size| (light, size, Rules::Width));
    for ((theme, forced), (width, height), rules) in all.into_iter().chain(themes).chain(widths) {
        visitor.emulates(&[("prefers-color-scheme", theme), ("forced-colors", forced)]).await;
        visitor.resize(width, height).await;
        visitor.resolved("new Promise(requestAnimationFrame)").await;
        finds_nothing(visitor, rules, &format!("{theme}, forced colors {forced}, {width} px, after `{state}`")).await;
        visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
    }
}

const FILTERS: &str = "document.querySelector('.toggle-filters').click()";
/// Opens the filters, all facets, all lists of authors and all disclosures.
const OPEN: &str = "document.querySelector('.toggle-filters').click();
    for (const button of document.querySelectorAll('.show-all, .more-authors')) button.click();
    for (const details of document.querySelectorAll('details')) details.open = true;";
const DIALOG: &str = "document.getElementById('fp:shortcuts').showModal()";
const DETAILS: &str = "for (const details of document.querySelectorAll('details')) details.open = true;
    for (const more of document.querySelectorAll('.more-authors')) more.click();";

#[test]
fn axe_finds_no_violations_on_any_kind_of_page() {
    let paper = "/publications/zhang2024caravan/";
    let pages = ["/", "/publications/", paper, "/teaching/", "/cv/"];
    finds_nothing_in_states(Build::Root, &pages.map(|page| (page, "")));
}

#[test]
fn axe_finds_no_violations_on_the_page_for_unknown_urls() {
    Journey::through(Build::Root).run(async |visitor| {
        visitor.host.lacks("/nowhere/");
        opens_with_axe(visitor, "/nowhere/").await;
        finds_nothing_in_any_theme_or_width(visitor, "").await;
    });
}

#[test]
fn axe_finds_no_violations_on_pages_with_images_and_videos() {
    let pages =
        ["/", "/publications/", "/publications/paper-1/", "/publications/paper-2/", "/projects/", "/projects/ink/"];
    finds_nothing_in_states(Build::Media, &pages.map(|page| (page, "")));
}

#[test]
fn axe_finds_no_violations_in_any_state_of_the_list() {
    let list = "/publications/";
    finds_nothing_in_states(
        Build::Root,
        &[
            (list, OPEN),
            (list, DIALOG),
            ("/", DETAILS),
            ("/publications/?year=1066&venue=nowhere", ""),
            ("/publications/?q=video+learnin&has=code&sort=best", FILTERS),
        ],
    );
}

#[test]
fn axe_finds_no_violations_without_the_module() {
    Journey::through(Build::Root).run(async |visitor| {
        visitor.host.breaks("_bg.wasm", Fault::Status(500));
        visitor.goto("/publications/?year=2024").await;
        visitor.reads(".banner", "").await;
        loads_axe(visitor).await;
        finds_nothing_in_any_theme_or_width(visitor, "no module").await;
    });
}

#[test]
fn axe_finds_no_violations_in_a_long_list_with_everything_open() {
    Journey::through(Build::Root).sized(390, 844).run(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        opens_with_axe(visitor, "/publications/?q=network+sytems&year=2010..2015&sort=best").await;
        visitor.run(OPEN).await;
        visitor.resolved("new Promise(requestAnimationFrame)").await;
        finds_nothing(visitor, Rules::All, "all open").await;
        visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
    });
}
