//! The profiles, and the expected texts of their pages.

use std::{
    collections::BTreeMap,
    fs,
    ops::Deref,
    path::Path,
    sync::{Mutex, PoisonError},
};

use fixtures::generate;
use frontispiece::{
    content,
    content::{Content, Publication},
    util::text::normalize,
};

use crate::host::Build;

/// A profile that is read once and never freed.
#[derive(Clone, Copy)]
pub struct Shared(&'static Content);

impl Deref for Shared {
    type Target = Content;

    fn deref(&self) -> &Content {
        self.0
    }
}

/// Returns the profile of a build.
pub fn of_build(build: Build) -> Shared {
    static READ: Mutex<BTreeMap<Build, Shared>> = Mutex::new(BTreeMap::new());
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    *read.entry(build).or_insert_with(|| {
        let reading = content::read(&text_of_build(build)).expect("a profile");
        Shared(Box::leak(Box::new(reading.content)))
    })
}

/// Returns the text of a build's profile.
pub fn text_of_build(build: Build) -> String {
    read_file(&build.folder().join("content.json"))
}

/// Returns the text of a build's profile with words at the start of its first text of Markdown.
pub fn text_after_edit(build: Build, words: &str) -> String {
    text_of_build(build).replacen("\"text\": \"", &format!("\"text\": \"{words}"), 1)
}

/// Returns the second profile: a generated scholar with 300 publications.
pub fn large() -> Shared {
    of_build(Build::Large)
}

/// Returns the text of the second profile.
pub fn text_of_large() -> String {
    read_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/scholar-300.json"))
}

/// Names of globals that some browsers lack.
pub const GLOBALS: [&str; 4] = ["WebAssembly", "trustedTypes", "Highlight", "scheduler"];

/// Returns the text of the first profile with these names as the ids of the first publications.
pub fn text_with_globals() -> String {
    let text = text_of_build(Build::Root);
    let (before, list) = text.split_once("\"publications\": [").expect("there are publications");
    let mut parts = list.splitn(GLOBALS.len() + 1, "\"id\": \"").map(str::to_owned).collect::<Vec<_>>();
    for (part, name) in parts.iter_mut().skip(1).zip(GLOBALS) {
        let end = part.find('"').expect("an id ends");
        part.replace_range(..end, name);
    }
    format!("{before}\"publications\": [{}", parts.join("\"id\": \""))
}

/// The text of a profile with Arabic and Hebrew texts.
pub const BIDI: &str = include_str!("../fixtures/cases/22-bidi-venue.json");

/// The text of a profile with images and videos.
pub const MEDIA: &str = include_str!("../fixtures/media/content.json");

/// Returns the text of the first profile with two errors: an unknown field and an invalid date.
pub fn text_with_errors() -> String {
    let text = text_of_build(Build::Root).replacen("\"site\": {", "\"site\": { \"color\": \"blue\",", 1);
    let date = "\"date\": \"";
    let start = text.rfind(date).expect("a publication has a date") + date.len();
    let end = start + text[start..].find('"').expect("it ends");
    format!("{}soon{}", &text[..start], &text[end..])
}

/// Returns the text of a generated library with this many publications.
pub fn text_of_library(publications: usize) -> String {
    generate::to_text(&generate::library(publications, 7))
}

fn read_file(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the value of a publication's venue in filters.
pub fn venue_value(content: &Content, publication: &Publication) -> Option<String> {
    publication.venue.as_deref().map(|venue| content.venue_key(venue, normalize))
}

/// Returns the heading of the home page.
pub fn home(content: &Content) -> &str {
    heading(content, "")
}

/// Returns the heading of the list of publications.
pub fn list(content: &Content) -> &str {
    heading(content, "publications")
}

fn heading<'c>(content: &'c Content, slug: &str) -> &'c str {
    &content.page(slug).expect("every site has this page").title
}

/// An expected page.
pub struct Route {
    /// The path below the base, with a slash at both ends.
    pub path: String,
    pub heading: String,
    pub title: String,
    /// The marked item of the menu and the value of its `aria-current`.
    pub current: Option<(String, &'static str)>,
}

/// Returns every page of a profile.
pub fn routes(content: &Content) -> Vec<Route> {
    let name = &content.person.name;
    let pages = content.pages.iter().map(|page| Route {
        path: if page.slug.is_empty() { "/".to_owned() } else { format!("/{}/", page.slug) },
        heading: page.title.clone(),
        title: if page.slug.is_empty() { name.clone() } else { format!("{} · {name}", page.title) },
        current: Some((page.title.clone(), "page")),
    });
    let cv = Route { path: "/cv/".to_owned(), heading: "CV".to_owned(), title: format!("CV · {name}"), current: None };
    let list = content.page("publications").map(|page| (page.title.clone(), "true"));
    let publications = content.publications.iter().map(|publication| Route {
        path: format!("/publications/{}/", publication.id),
        heading: publication.title.to_string(),
        title: format!("{} · {name}", publication.title),
        current: list.clone(),
    });
    pages.chain([cv]).chain(publications).collect()
}
