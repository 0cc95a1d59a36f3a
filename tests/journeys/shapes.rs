//! Selects pages of a large build that together have every shape of HTML.
//!
//! The module hydrates a page node by node. Hydration of a node depends only on its parent and on the node before it, so
//! the [`steps`] of a page are all cases that can occur. The rules of axe-core look at an element, its parent and its
//! siblings, and `heading-order` at the preceding heading. So a page adds nothing if every one of its steps is on another
//! tested page. `make soak` opens every page.

use std::{collections::HashSet, env, fs, sync::LazyLock};

use scraper::{ElementRef, Html, Selector};

use crate::{host::Build, profile, profile::routes};

/// Returns the paths of pages of the large build that together have every step, including the page for unknown URLs.
/// Returns the paths of all pages if the variable `EVERY_PAGE` is set.
pub fn paths_with_every_step() -> &'static [String] {
    static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| select_paths(Build::Large));
    &PATHS
}

fn select_paths(build: Build) -> Vec<String> {
    let paths = routes(&profile::of_build(build)).into_iter().map(|route| route.path);
    let paths: Vec<String> = paths.chain(["/nowhere/".to_owned()]).collect();
    if env::var_os("EVERY_PAGE").is_some() {
        return paths;
    }
    let pages: Vec<HashSet<String>> = paths.iter().map(|path| steps(&html_at(build, path))).collect();
    let mut missing: HashSet<&String> = pages.iter().flatten().collect();
    assert!(missing.len() > 300, "the pages have {} steps", missing.len());
    let mut selected = Vec::new();
    while !missing.is_empty() {
        let new = |page: &usize| pages[*page].iter().filter(|step| missing.contains(step)).count();
        // The first page among those with the most new steps.
        let best = (0..pages.len()).rev().max_by_key(new).expect("there are pages");
        missing.retain(|step| !pages[best].contains(*step));
        selected.push(best);
    }
    assert!(selected.len() < pages.len() / 4, "{} of {} pages", selected.len(), pages.len());
    selected.into_iter().map(|page| paths[page].clone()).collect()
}

fn html_at(build: Build, path: &str) -> String {
    let file = build.folder().join(path.trim_start_matches('/')).join("index.html");
    let file = if file.exists() { file } else { build.folder().join("404.html") };
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Returns every pair of neighboring nodes with their parents, and every pair of successive headings.
fn steps(html: &str) -> HashSet<String> {
    let html = Html::parse_document(html);
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let root = html.select(&select("#fp\\:app")).next().expect("a page has the site");
    let mut steps = HashSet::new();
    steps_within(root, "", &mut steps);
    let headings: Vec<&str> =
        root.select(&select("h1, h2, h3, h4, h5, h6")).map(|heading| heading.value().name()).collect();
    steps.extend(headings.windows(2).map(|pair| format!("{} … {}", pair[0], pair[1])));
    steps
}

fn steps_within(element: ElementRef, parent: &str, steps: &mut HashSet<String>) {
    let name = shape(element);
    let mut before = String::new();
    for child in element.children() {
        let child_element = ElementRef::wrap(child);
        let next = match child_element {
            Some(element) => shape(element),
            None if child.value().is_text() => "text".to_owned(),
            None => "comment".to_owned(),
        };
        steps.insert(format!("{parent} > {name}: {before} + {next}"));
        if let Some(child) = child_element {
            steps_within(child, &name, steps);
        }
        before = next;
    }
    steps.insert(format!("{parent} > {name}: {before} + end"));
}

/// Returns the name of an element, the names of its attributes, and the values that determine its style and its role.
fn shape(element: ElementRef) -> String {
    let attributes = element.value().attrs().map(|(name, value)| match name {
        "class" | "role" | "type" => format!("{name}={value}"),
        _ => name.to_owned(),
    });
    let mut attributes: Vec<String> = attributes.collect();
    attributes.sort();
    format!("{}[{}]", element.value().name(), attributes.join(" "))
}

#[test]
fn steps_differ_where_the_shape_of_a_page_does() {
    let page = |main: &str| steps(&format!("<div id=\"fp:app\"><main>{main}</main></div>"));
    let one = page("<ul><li>a</li><li>b</li></ul>");
    assert_eq!(one, page("<ul><li>a</li><li>c</li><li>d</li></ul>"), "the number of items does not matter");
    for other in [
        "<ul><li>a</li></ul>",
        "<ul><li>a</li><li class=\"x\">b</li></ul>",
        "<ul><li>a</li><li>b</li></ul>text",
        "<ol><li>a</li><li>b</li></ol>",
        "<ul><li>a</li><li>b<!-- c --></li></ul>",
        "<ul><li>a</li><li><b>b</b></li></ul>",
        "<ul><li>a</li><li></li></ul>",
        "<ul hidden><li>a</li><li>b</li></ul>",
    ] {
        assert_ne!(one, page(other), "{other}");
    }
    assert_ne!(page("<h2></h2><p></p><h4></h4>"), page("<h2></h2><p></p><h3></h3><p></p><h4></h4>"));
}
