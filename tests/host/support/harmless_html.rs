//! Decides whether a page is harmless: whether harmless content could also have produced its elements and attributes.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::LazyLock,
};

use fixtures::{
    generate::generate,
    hostile::{RICH, full, is_markdown, texts, with},
};
use frontispiece::{
    build::render::{context, render},
    content::{Content, Diagnostic, Reading, read},
    route::{Base, Route},
};
use scraper::{Html, Node};
use serde_json::Value;
use url::Url;

use super::build::Build;

/// The URL under which the pages of the hostile profile are served.
const AT: &str = "https://ada.example/somewhere/";

/// The paths of all pages of the full profile, and several states of the list.
const ADDRESSES: [&str; 8] = [
    "/",
    "/publications/",
    "/publications/notes/",
    "/publications/other/",
    "/teaching/",
    "/cv/",
    "/nowhere/",
    "/publications/?q=engine&year=1843&topic=engines&venue=nothing",
];

/// Returns the HTML that the browser would build at these paths. The first page has the list of diagnostics.
pub fn pages(content: &Content, diagnostics: &[Diagnostic], addresses: &[&'static str]) -> Vec<(&'static str, String)> {
    let context = context(content.clone(), Base::new("/"));
    let diagnostics: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    let page = |(place, address): (usize, &&'static str)| {
        (*address, render(context, if place == 0 { &diagnostics } else { &[] }, address))
    };
    addresses.iter().enumerate().map(page).collect()
}

/// Returns each pair of an element and one of its attributes, and each element.
fn parts(html: &Html) -> impl Iterator<Item = (&str, &str)> {
    let elements = html.tree.nodes().filter_map(|node| node.value().as_element());
    elements.flat_map(|element| {
        let attributes = element.attrs().map(|(name, _)| name);
        attributes.chain([""]).map(|attribute| (element.name(), attribute))
    })
}

/// The allowed elements, each with its allowed attributes.
#[derive(Default)]
struct Vocabulary(HashMap<String, HashSet<String>>);

impl Vocabulary {
    fn add(&mut self, text: &str) {
        for (element, attribute) in parts(&Html::parse_document(text)) {
            self.0.entry(element.to_owned()).or_default().insert(attribute.to_owned());
        }
    }

    fn has(&self, element: &str, attribute: &str) -> bool {
        self.0.get(element).is_some_and(|attributes| attributes.contains(attribute))
    }
}

/// The elements and attributes of harmless content, with and without errors. No others may appear.
static HARMLESS: LazyLock<Vocabulary> = LazyLock::new(|| {
    let profile = full();
    let places = texts(&profile);
    let rich: Vec<(&str, &str)> =
        places.iter().filter(|place| is_markdown(place)).map(|place| (&**place, RICH)).collect();
    let mut profiles = vec![profile.to_string(), with(&rich)];
    profiles.extend(places.iter().map(|place| with(&[(place, "x y")])));
    let mut known = Vocabulary::default();
    for profile in &profiles {
        let Ok(Reading { content, diagnostics, .. }) = read(profile) else { continue };
        pages(&content, &diagnostics, &ADDRESSES).iter().for_each(|(_, html)| known.add(html));
    }
    // Rare features: many authors, other scripts, every type.
    if let Ok(Reading { content, .. }) = read(&generate(30, 7).to_string()) {
        let context = context(content, Base::new("/"));
        for page in Route::all(context.content) {
            known.add(&render(context, &[], &page.path()));
        }
    }
    for (name, file) in built("harmless", &with(&rich)) {
        if name.ends_with(".html") {
            known.add(&file);
        }
    }
    known
});

/// Returns the files of a build, except for pictures.
pub fn built(name: &str, profile: &str) -> Vec<(String, String)> {
    let build = Build::new(name, "/", profile);
    build.run().unwrap_or_else(|error| panic!("{error}\n{profile}"));
    build.files().into_iter().filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?))).collect()
}

/// Asserts that harmless content could have produced a page: it has no other elements and attributes, no other scripts,
/// and no URL that runs.
#[track_caller]
pub fn assert_harmless(text: &str, case: &str) {
    let html = Html::parse_document(text);
    let strange: BTreeSet<_> = parts(&html).filter(|(element, attribute)| !HARMLESS.has(element, attribute)).collect();
    assert!(strange.is_empty(), "{case}: {strange:?}\n{text}");
    for node in html.tree.nodes() {
        let Node::Element(element) = node.value() else { continue };
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{case}: {name}={value:?}");
            let is_address = matches!(name, "href" | "src" | "action" | "formaction" | "poster" | "data" | "cite");
            if is_address {
                assert_address(value, element.name(), case);
            }
            if name == "srcset" {
                value.split(", ").for_each(|one| assert_address(one.split(' ').next().unwrap(), "img", case));
            }
        }
        if element.name() == "script" {
            let text: String =
                node.children().filter_map(|child| child.value().as_text().map(|text| text.text.to_string())).collect();
            if element.attr("type") == Some("application/ld+json") {
                serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{case}: {error}: {text}"));
            } else {
                assert!(!text.contains("evil"), "{case}: {text}");
            }
        }
    }
}

/// Asserts that a URL, as a browser parses it, does not run and leads to another site only if it says so.
#[track_caller]
fn assert_address(text: &str, element: &str, case: &str) {
    let base = Url::parse(AT).unwrap();
    let says_so = |scheme: &str| text.to_ascii_lowercase().starts_with(scheme);
    let url = match base.join(text) {
        Ok(url) => url,
        // A browser does not follow the link.
        Err(error) => return assert!(says_so("http"), "{case}: {text:?}: {error}"),
    };
    let schemes: &[&str] = if element == "a" || element == "link" { &["https", "http", "mailto"] } else { &["https"] };
    assert!(schemes.contains(&url.scheme()), "{case}: {element} {text:?}");
    if url.origin() != base.origin() {
        assert!(says_so(url.scheme()), "{case}: {element} {text:?} leads to {url}");
    }
}
