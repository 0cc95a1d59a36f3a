//! Tests that need a browser: its Unicode tables, the DOM of elements, and hostile content.
#![cfg(target_arch = "wasm32")]
// For the macro `json!` in `hostile.rs`.
#![recursion_limit = "256"]

use std::collections::{BTreeSet, HashSet};

use frontispiece::{
    app::app,
    browser::{
        NORMALIZE,
        normalize::{by_browser, normalize},
    },
    content::{Diagnostic, MarkdownFiles, Reading, TrustedReader, read_with},
    context::{Actions, AppContext},
    dom::tags::{a, br, div, li, ol, p},
    markdown::{MarkdownStore, decode, parse, replace_quotes},
    route::{Base, Location},
    search::{catalog::Catalog, facet::Facet, filter::Filter},
    util::{json, ready::run_ready, text::fold},
};
use js_sys::{Function, Promise};
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

/// Reads a profile as the second module does.
fn read(text: &str) -> Result<Reading, Diagnostic> {
    read_with(text, &MarkdownFiles::default(), NORMALIZE)
}

#[allow(dead_code)]
#[path = "fixtures/hostile.rs"]
mod hostile;

#[path = "fixtures/hard_markdown.rs"]
mod hard_markdown;

use hostile::{INPUTS, POSITIONS, RICH, full, is_markdown, texts, with, with_keys};

wasm_bindgen_test_configure!(run_in_browser);

const REAL: &str = include_str!("../public/content.json");

/// The letters whose forms the module keeps, with ASCII and combining characters and letters of other scripts around them.
#[wasm_bindgen_test]
fn letters_have_the_same_normal_form_alone_and_in_a_text() {
    let letters: Vec<char> = ('\u{A0}'..='\u{260}').collect();
    for letter in &letters {
        for text in
            [format!("{letter}"), format!("A{letter}z {letter}{letter}"), format!("{letter}\u{301}\u{323}Σ{letter}")]
        {
            assert_eq!(normalize(&text), by_browser(&text), "{text}");
        }
    }
    let all: String = letters.iter().collect();
    assert_eq!(normalize(&all), by_browser(&all));
}

/// Uses the same table as the host (src/util/text.rs).
#[wasm_bindgen_test]
fn names_are_folded_as_on_the_host() {
    for line in include_str!("fixtures/folded.tsv").lines() {
        let (text, expected) = line.split_once('\t').unwrap();
        assert_eq!(fold(text, NORMALIZE), expected, "{text}");
    }
}

#[wasm_bindgen_test]
fn the_profile_is_decoded_and_filtered() {
    let reading = read(REAL).unwrap();
    assert!(reading.diagnostics.is_empty());
    let catalog = Catalog::new(&reading.content, NORMALIZE);
    assert_eq!(catalog.search(&Filter::default().toggled(Facet::Year, "2024")).publications.len(), 4);
    assert_eq!(catalog.search(&Filter::default().with_text("QIZHÉNG caravan")).publications.len(), 1);
}

#[wasm_bindgen_test]
fn the_output_of_the_lenient_parser_is_decoded() {
    let Reading { content, .. } = read(REAL).unwrap();
    let written = json::encode(&content);
    let read = TrustedReader::new(written.len(), NORMALIZE).finish(&written, &|_, _| Vec::new(), async || {});
    let read = run_ready(read).unwrap();
    assert_eq!(read, content);
    let texts = content.markdown_texts();
    let documents = MarkdownStore::from_json(
        MarkdownStore::parse_all(&texts, &content.titles_with_markup(), &[], &|_| {}).as_str().to_owned(),
    );
    for (text, language) in texts {
        let mut expected = parse(text).blocks;
        replace_quotes(&mut expected, language);
        assert_eq!(documents.get(text), expected);
    }
}

/// The browser creates the same elements that the host renders.
#[wasm_bindgen_test]
fn the_browser_creates_the_elements_of_the_host() {
    let tree = || {
        p().class("a").attr("title", "\"quoted\" & <more>").child((
            "1 < 2 & ",
            a().attr("href", "/?a=1&b=2").child(("link", None::<&'static str>, "ed")),
            br(),
            "مرحبا".to_owned(),
        ))
    };
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    mount_to(root.clone(), tree).forget();
    let html = r#"<p class="a" title="&quot;quoted&quot; &amp; &lt;more&gt;">1 &lt; 2 &amp; <a href="/?a=1&amp;b=2">linked</a><br>مرحبا</p>"#;
    let expected = document().create_element("div").unwrap();
    expected.set_inner_html(html);
    assert!(root.first_element_child().unwrap().is_equal_node(expected.first_child().as_ref()));
}

/// Reactive parts change in place: text, attributes, and a list whose nodes stay with their keys.
#[wasm_bindgen_test]
async fn reactive_parts_change_in_place() {
    let keys = RwSignal::new(vec![1, 2, 3]);
    let list = move || {
        let item = |key: usize| li().attr("id", format!("item-{key}")).text_content(move || key.to_string());
        div().class(move || (keys.with(Vec::len) > 3).then_some("long")).child((
            p().text_content(move || format!("{} items", keys.with(Vec::len))),
            ol().keyed(move || keys.get(), item),
        ))
    };
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    mount_to(root.clone(), list).forget();
    let html = |class: &str, words: &str, keys: &[usize]| {
        let items: String = keys.iter().map(|key| format!("<li id=\"item-{key}\">{key}</li>")).collect();
        format!("<div{class}><p>{words}</p><ol>{items}</ol></div>")
    };
    assert_eq!(root.inner_html(), html("", "3 items", &[1, 2, 3]));
    let third = document().get_element_by_id("item-3").unwrap();
    for (new, class) in [(vec![3, 5, 2, 4], " class=\"long\""), (vec![4, 3], ""), (vec![], ""), (vec![3], "")] {
        keys.set(new.clone());
        leptos::task::tick().await;
        assert_eq!(root.inner_html(), html(class, &format!("{} items", new.len()), &new));
        let now = document().get_element_by_id("item-3");
        assert_eq!(now.is_some(), new.contains(&3));
        if new.len() > 1 {
            assert!(third.is_same_node(now.map(Into::into).as_ref()), "the node of a key that stays is the same");
        }
    }
    root.remove();
}

/// Lets the browser answer its driver, which has a timeout of 20 seconds.
async fn pause() {
    let wait = Function::new_with_args("done", "setTimeout(done)");
    let promise = Promise::new(&mut |done, _| {
        wait.call1(&JsValue::NULL, &done).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// The stack of WebAssembly has one megabyte, and an overflow is a trap.
#[wasm_bindgen_test]
async fn hard_markdown_is_parsed_and_shown() {
    for (name, source) in hard_markdown::hard_markdown(10_000) {
        pause().await;
        let blocks = parse(&source).blocks;
        assert!(decode(&json::encode(&blocks)) == Some(blocks), "{name}");
        let text = serde_json::Value::from(source);
        let profile = format!(
            "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [{{ \"slug\": \"\", \"title\": \"Home\", \
             \"sections\": [{{ \"text\": {text} }}] }}] }}"
        );
        assert!(!parts_of(&profile, &["/"]).is_empty(), "{name}");
    }
}

/// Pages that together show nearly the whole profile.
const SAMPLE_PAGES: &[&str] = &["/", "/publications/notes/", "/cv/"];

/// Returns each pair of an element and one of its attributes, each element, and a description of each unsafe URL as the
/// browser parses it.
const PARTS: &str = r#"
    const parts = new Set(), own = ['a', 'area', 'form', 'iframe', 'img', 'script', 'link', 'object', 'embed', 'video'];
    for (const element of root.querySelectorAll('*')) {
        parts.add(element.localName);
        for (const { name, value } of element.attributes) {
            parts.add(`${element.localName} ${name}`);
            if (!['href', 'src', 'action', 'formaction', 'xlink:href'].includes(name)) continue;
            if (element.localName === 'use' && value.startsWith('#')) continue;
            const url = new URL(value, location.href);
            const runs = !['http:', 'https:', 'mailto:'].includes(url.protocol);
            const leads = url.host === 'evil.example' && !value.toLowerCase().startsWith(url.protocol);
            if (runs || leads) parts.add(`address ${JSON.stringify(value)} of ${element.localName} is ${url}`);
        }
    }
    return [...parts].join('\n');
"#;

/// Returns the elements and attributes of a profile's pages, built in the document as a visitor's browser builds them.
/// Returns nothing if the text is not a profile.
fn parts_of(profile: &str, addresses: &[&'static str]) -> BTreeSet<String> {
    let Ok(Reading { content, diagnostics, .. }) = read(profile) else { return BTreeSet::new() };
    let documents = MarkdownStore::parse_all(&content.markdown_texts(), &content.titles_with_markup(), &[], &|_| {});
    let catalog = Catalog::new(&content, NORMALIZE);
    let site = AppContext::new(content, documents, Base::new("/"), NORMALIZE, Actions::default());
    let site = AppContext { catalog: Box::leak(Box::new(catalog.into())), ..site };
    let diagnostics: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    let parts = Function::new_with_args("root", PARTS);
    let parts_of_page = |address: &&'static str| {
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        let (diagnostics, location) = (diagnostics.clone(), Signal::stored(Location::parse(address)));
        let shown = mount_to(root.clone(), move || app(site, diagnostics, location));
        let parts = parts.call1(&JsValue::NULL, &root).unwrap().as_string().unwrap();
        drop(shown);
        root.remove();
        parts.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    addresses.iter().flat_map(parts_of_page).collect()
}

/// Returns the calls of `evil` so far. First adds an image, and waits until it has failed to load and its handler has run.
async fn evil_calls() -> Vec<String> {
    let wait = "const image = new Image(); window.loaded = done; image.src = 'data:,';
        image.setAttribute('onerror', 'evil(`control`); loaded()'); document.body.append(image);";
    let wait = Function::new_with_args("done", wait);
    let promise = Promise::new(&mut |done, _| {
        wait.call1(&JsValue::NULL, &done).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
    let calls = js_sys::eval("evil.calls.join('\\n')").unwrap().as_string().unwrap();
    calls.lines().map(str::to_owned).collect()
}

/// The test page has no policy, so injected scripts would run.
#[wasm_bindgen_test]
async fn hostile_content_stays_text() {
    js_sys::eval("window.evil = what => evil.calls.push(what); evil.calls = []; window.alert = evil").unwrap();
    let profile = full();
    let places = texts(&profile);
    let rich: Vec<(&str, &str)> =
        places.iter().filter(|place| is_markdown(place)).map(|place| (&**place, RICH)).collect();
    let mut harmless = parts_of(&with(&rich), SAMPLE_PAGES);
    for place in &places {
        pause().await;
        harmless.extend(parts_of(&with(&[(place, "x y")]), SAMPLE_PAGES));
    }
    harmless.extend(parts_of("{}", SAMPLE_PAGES));
    assert!(harmless.len() > 100 && !harmless.iter().any(|part| part.starts_with("address ")), "{harmless:?}");

    let mut profiles = Vec::new();
    for (round, input) in INPUTS.iter().enumerate() {
        let at = |place: usize| INPUTS[(place + round) % INPUTS.len()];
        let changes: Vec<(&str, &str)> = places.iter().enumerate().map(|(place, name)| (&**name, at(place))).collect();
        profiles.push(with(&changes));
        // Single fields are tested only on the host (tests/host/injection.rs), because that would take minutes here.
        profiles.push(with(&[(&places[round % places.len()], input)]));
        profiles.push(with_keys(input));
        let mut profile = full();
        let sections = POSITIONS.iter().map(|holds| serde_json::json!({ "text": holds(input) }));
        profile["pages"][0]["sections"] = sections.collect();
        profiles.push(profile.to_string());
    }
    // Refusals make many profiles equal. The first rounds show the diagnostics themselves.
    let mut seen = HashSet::new();
    profiles.retain(|profile| read(profile).is_ok_and(|reading| seen.insert(format!("{:?}", reading.content))));
    for profile in &profiles {
        pause().await;
        let unexpected: Vec<String> = parts_of(profile, SAMPLE_PAGES).difference(&harmless).cloned().collect();
        assert!(unexpected.is_empty(), "{unexpected:?} of {profile}");
    }
    console_log!("{} hostile profiles", profiles.len());
    assert_eq!(evil_calls().await, ["control"]);
}
