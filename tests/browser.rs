//! What only a browser can show: its own tables of letters, the tree of elements as DOM, the clipboard of none.
#![cfg(target_arch = "wasm32")]

use frontispiece::{
    browser::DECOMPOSE,
    components::element::el,
    content::{Reading, Sound, read, write},
    filter::{Facet, Filter, Finder},
    markdown::{Documents, parse},
    text::fold,
};
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

const REAL: &str = include_str!("../public/content.json");

/// The same table as on the host (src/text.rs).
#[wasm_bindgen_test]
fn folds_names_as_the_host_does() {
    for line in include_str!("fixtures/folded.tsv").lines() {
        let (text, expected) = line.split_once('\t').unwrap();
        assert_eq!(fold(text, DECOMPOSE), expected, "{text}");
    }
}

#[wasm_bindgen_test]
fn reads_and_filters_the_profile() {
    let reading = read(REAL).unwrap();
    assert!(reading.problems.is_empty());
    let finder = Finder::new(&reading.content, DECOMPOSE);
    assert_eq!(finder.find(&Filter::default().toggled(Facet::Year, "2024")).publications.len(), 4);
    assert_eq!(finder.find(&Filter::default().with_text("QIZHÉNG caravan")).publications.len(), 1);
}

#[wasm_bindgen_test]
fn what_the_forgiving_reader_gives_is_read() {
    let Reading { content, .. } = read(REAL).unwrap();
    let read = Sound::read(&write(&content)).unwrap();
    assert_eq!(format!("{read:?}"), format!("{content:?}"));
    let texts = content.markdown_texts();
    let documents = Documents::of(Documents::read(&texts, &|_| None).as_str().to_owned());
    for text in texts {
        assert_eq!(documents.get(text), parse(text).blocks);
    }
}

/// The elements that the browser builds are those that the host writes.
#[wasm_bindgen_test]
fn elements_in_the_browser_are_those_of_the_host() {
    let tree = || {
        el("p")
            .class("a")
            .attr("title", "\"quoted\" & <more>")
            .with("1 < 2 & ")
            .with(el("a").attr("href", "/?a=1&b=2").with("link").with(None::<&'static str>).with("ed"))
            .with(el("br"))
            .with("مرحبا".to_owned())
    };
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    mount_to(root.clone(), move || view! { {tree()} }).forget();
    let html = r#"<p class="a" title="&quot;quoted&quot; &amp; &lt;more&gt;">1 &lt; 2 &amp; <a href="/?a=1&amp;b=2">linked</a><br>مرحبا</p>"#;
    let expected = document().create_element("div").unwrap();
    expected.set_inner_html(html);
    assert!(root.first_element_child().unwrap().is_equal_node(expected.first_child().as_ref()));
}

/// What follows a signal changes in place: text, attributes, and a list whose nodes stay with their keys.
#[wasm_bindgen_test]
async fn what_follows_a_signal_changes_in_place() {
    let keys = RwSignal::new(vec![1, 2, 3]);
    let list = move || {
        let item = |key: usize| el("li").attr("id", format!("item-{key}")).text_by(move || key.to_string());
        el("div")
            .attr_by("class", move || (keys.with(Vec::len) > 3).then_some("long"))
            .with(el("p").text_by(move || format!("{} items", keys.with(Vec::len))))
            .with(el("ol").keyed_by(move || keys.get(), item))
    };
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    mount_to(root.clone(), move || view! { {list()} }).forget();
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
