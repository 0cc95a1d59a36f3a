//! Checks that content never becomes code: hostile texts in every field and in every position of Markdown. Parsers read
//! all generated files as a browser or another program would.

use std::collections::{BTreeSet, HashSet};

use fixtures::hostile::{INPUTS, POSITIONS, full, texts, with, with_keys};
use frontispiece::{
    build::render::{context, render},
    check::{CheckContext, Files, check},
    citation::{
        bibtex,
        export::{Format, export},
    },
    content::{Content, Diagnostic, MarkdownFiles, Reading, read, schema},
    markdown::{parse, plain_text},
    route::Base,
    util::text::normalize,
};
use resvg::usvg::roxmltree;
use scraper::Html;
use serde_json::Value;

use crate::support::{
    build::one,
    harmless_html::{assert_harmless, built, pages},
};

/// Pages that together show nearly the whole profile.
const FEW: &[&str] = &["/", "/publications/notes/", "/cv/"];

/// A reader that skips a profile that equals the previous one, because a text with an error is often left out, and pages
/// that it has already read, because a text in one field leaves most pages unchanged.
#[derive(Default)]
struct Reader {
    previous: Option<Content>,
    pages: HashSet<String>,
}

impl Reader {
    #[track_caller]
    fn assert_harmless(&mut self, profile: &str, case: &str) {
        let Ok(Reading { content, diagnostics, .. }) = read(profile) else { return };
        // The list of errors is the same on every page.
        self.assert_pages_harmless(&Content::default(), &diagnostics, &["/nowhere/"], case);
        if self.previous.as_ref() != Some(&content) {
            self.assert_pages_harmless(&content, &[], FEW, case);
            self.previous = Some(content);
        }
    }

    #[track_caller]
    fn assert_pages_harmless(
        &mut self,
        content: &Content,
        diagnostics: &[Diagnostic],
        addresses: &[&'static str],
        case: &str,
    ) {
        for (address, html) in pages(content, diagnostics, addresses) {
            if !self.pages.contains(&html) {
                assert_harmless(&html, &format!("{case}, {address}"));
                self.pages.insert(html);
            }
        }
    }
}

/// Returns the pointers of free texts, and of texts that must have some form: a URL, a date, a name of another entry.
fn places() -> (Vec<String>, Vec<String>) {
    texts(&full()).into_iter().partition(|place| mistakes(&with(&[(place, "<b>")])).is_empty())
}

fn mistakes(profile: &str) -> Vec<String> {
    let files = Files::from_iter([("files/engine.mp4".to_owned(), 1)]);
    let context = CheckContext { files: &files, markdown: &MarkdownFiles::default(), carries: &|_| {}, normalize };
    check(profile, &context).iter().filter(|diagnostic| diagnostic.is_error()).map(ToString::to_string).collect()
}

#[test]
fn the_full_profile_has_every_field_of_the_schema() {
    let schema: Value = serde_json::from_str(&schema::schema()).unwrap();
    let named = |name: &str| &schema["$defs"][name];
    let mut all = BTreeSet::new();
    let definitions = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for definition in definitions {
        for name in definition["properties"].as_object().into_iter().flat_map(|properties| properties.keys()) {
            all.insert((definition["description"].as_str().unwrap_or_default(), name.as_str()));
        }
    }
    let mut met = BTreeSet::new();
    let profile = full();
    let mut waiting = vec![(&schema, &profile)];
    while let Some((schema, value)) = waiting.pop() {
        if let Some(name) = schema["$ref"].as_str() {
            waiting.push((named(name.rsplit('/').next().unwrap()), value));
        }
        for way in ["anyOf", "oneOf", "allOf"] {
            waiting.extend(schema[way].as_array().into_iter().flatten().map(|schema| (schema, value)));
        }
        for item in value.as_array().into_iter().flatten() {
            waiting.push((&schema["items"], item));
        }
        for (name, value) in value.as_object().into_iter().flatten() {
            match schema["properties"].get(name) {
                Some(property) => {
                    let place = (schema["description"].as_str().unwrap_or_default(), name.as_str());
                    met.insert(place);
                    waiting.push((property, value));
                }
                None => waiting.push((&schema["additionalProperties"], value)),
            }
        }
    }
    assert!(all.len() > 80);
    assert_eq!(all.difference(&met).collect::<Vec<_>>(), Vec::<&(&str, &str)>::new());
    assert_eq!(mistakes(&profile.to_string()), Vec::<String>::new());
}

fn plain(markdown: &str) -> String {
    plain_text(&parse(markdown).blocks)
}

/// Tests each text in each free-text field, and reads everything that a build writes.
#[test]
fn free_texts_stay_text() {
    let (free, _) = places();
    assert!(free.len() > 35, "{free:?}");
    for round in 0..INPUTS.len() {
        // In one of the rounds, every field has every text.
        let at = |place: usize| INPUTS[(place + round) % INPUTS.len()];
        let changes: Vec<(&str, &str)> = free.iter().enumerate().map(|(place, name)| (&**name, at(place))).collect();
        let profile = with(&changes);
        for (name, file) in built(&format!("hostile-{round}"), &profile) {
            let case = format!("round {round}, {name}");
            if name.ends_with(".html") {
                assert_harmless(&file, &case);
            } else if name.ends_with(".xml") {
                roxmltree::Document::parse(&file).unwrap_or_else(|error| panic!("{case}: {error}\n{file}"));
            } else if name.ends_with(".webmanifest") {
                serde_json::from_str::<Value>(&file).unwrap_or_else(|error| panic!("{case}: {error}\n{file}"));
            }
        }
        // The author is responsible for the content of `bibtex`. The generated entries can be parsed.
        let mut changed: Value = serde_json::from_str(&profile).unwrap();
        changed.pointer_mut("/publications/0").unwrap().as_object_mut().unwrap().remove("bibtex");
        let content = read(&changed.to_string()).unwrap().content;
        for publication in &content.publications {
            let text = bibtex::entry(publication, &content);
            let entries =
                biblatex::Bibliography::parse(&text).unwrap_or_else(|error| panic!("round {round}: {error}\n{text}"));
            assert_eq!(entries.len(), 1, "round {round}: {text}");
            let text = export(&content, &[&publication.id], Format::Ris, &plain);
            assert_eq!(text.lines().filter(|line| line.starts_with("TY  - ")).count(), 1, "round {round}: {text}");
            assert_eq!(text.lines().filter(|line| line.starts_with("ER  - ")).count(), 1, "round {round}: {text}");
        }
        let text = export(&content, &["notes", "other"], Format::Csl, &plain);
        serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("round {round}: {error}\n{text}"));
    }
}

/// Tests each text in each field with a required form, in two fields at a time, which are far from each other. The page
/// shows the rest and reports the errors.
fn malformed_values_stay_text(half: usize) {
    let (_, strict) = places();
    assert!(strict.len() > 25, "{strict:?}");
    let mut reader = Reader::default();
    let middle = strict.len().div_ceil(2);
    for place in (0..middle).skip(half).step_by(2) {
        let places = [strict.get(place), strict.get(place + middle)];
        for input in INPUTS {
            let changes: Vec<_> = places.into_iter().flatten().map(|place| (place.as_str(), *input)).collect();
            reader.assert_harmless(&with(&changes), &format!("{input:?} at {places:?}"));
        }
    }
}

#[test]
fn malformed_values_stay_text_in_the_even_pairs_of_fields() {
    malformed_values_stay_text(0);
}

#[test]
fn malformed_values_stay_text_in_the_odd_pairs_of_fields() {
    malformed_values_stay_text(1);
}

/// Tests the names of venues, topics, people and old URLs.
#[test]
fn keys_stay_text() {
    for input in INPUTS {
        Reader::default().assert_harmless(&with_keys(input), &format!("{input:?} as a key"));
    }
}

#[test]
fn texts_stay_text_in_every_position_of_markdown() {
    let mut reader = Reader::default();
    for input in INPUTS {
        for (position, holds) in POSITIONS.iter().enumerate() {
            let text = holds(input);
            let profile = with(&[("/pages/0/sections/0/text", &text), ("/publications/0/note", &text)]);
            reader.assert_harmless(&profile, &format!("{input:?} in position {position}"));
        }
    }
}

/// No text is lost: a title is shown unchanged, except for characters that HTML cannot contain.
#[test]
fn a_title_is_shown_as_it_was_written() {
    let folded = |text: &str| {
        let text: String = text.chars().filter(|c| *c != '\0').collect();
        text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    };
    for input in INPUTS {
        let content = read(&with(&[("/publications/0/title", input)])).unwrap().content;
        let html = Html::parse_document(&render(context(content.clone(), Base::new("/")), &[], "/publications/notes/"));
        let title: String = one(&html, "main h1").text().collect();
        if input.chars().any(|c| !c.is_whitespace() && !c.is_control()) {
            // Entities and escapes are those of Markdown.
            let text = content.publications[0].title.to_string();
            assert_eq!(folded(&title), folded(&text));
            assert!(folded(&text) == folded(input) || input.contains(['&', '\\', '*', '_', '`', '[', '\n']), "{input}");
        }
    }
}

/// The oracle detects injected code.
#[test]
fn harm_is_detected() {
    let page = |body: &str| format!("<!doctype html><html><head><title>x</title></head><body>{body}</body></html>");
    for body in [
        "<script>evil()</script>",
        "<p onclick='x'>x</p>",
        "<iframe></iframe>",
        "<a href='javascript:x'>x</a>",
        "<a href='//evil.example/'>x</a>",
        "<a href='/\\evil.example/'>x</a>",
        "<a href='java\nscript:x'>x</a>",
        "<img src='data:image/svg+xml,x' alt=''>",
        "<p style='x'>x</p>",
        "<script type='application/ld+json'>{</script>",
    ] {
        let text = page(body);
        assert!(std::panic::catch_unwind(|| assert_harmless(&text, body)).is_err(), "{body}");
    }
    assert_harmless(&page("<p>x</p><a href='https://evil.example/'>x</a>"), "harmless");
}
