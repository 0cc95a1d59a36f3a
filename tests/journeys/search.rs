//! Searches the list of publications by text.

use frontispiece::content::{Content, Publication};
use serde_json::json;

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{FOCUS, HEADING, Journey, STATUS, Visitor, journey_in_every_browser},
};

const TYPED: &str = "document.getElementById('fp:search').value";
const SEARCHED: &str = "new URLSearchParams(location.search).get('q')";

/// Returns the name of an author, and another spelling of it in capitals and with an additional accent.
fn a_name_and_another_spelling(content: &Content) -> (String, String) {
    let accented = |letter: char| match letter {
        'a' => 'Á',
        'e' => 'É',
        'i' => 'Í',
        'o' => 'Ó',
        'u' => 'Ú',
        other => other.to_ascii_uppercase(),
    };
    let authors = content.publications.iter().rev().flat_map(|publication| &publication.authors);
    let mut names = authors.flat_map(|author| author.name.split(' '));
    let name = names
        .find(|name| name.len() > 3 && name.is_ascii() && name.contains(['a', 'e', 'i', 'o', 'u']))
        .expect("an author's name with a vowel");
    (name.to_lowercase(), name.chars().map(accented).collect())
}

/// Returns the ids of the publications whose title, authors and venue have a property.
fn ids_with(content: &Content, has: impl Fn(&str) -> bool) -> Vec<&str> {
    let venue = |publication: &Publication| {
        let key = publication.venue.as_deref().unwrap_or_default();
        match content.venues.get(key) {
            Some(venue) => format!("{}\n{}", venue.name, venue.short.as_deref().unwrap_or_default()),
            None => key.to_owned(),
        }
    };
    let found = content.publications.iter().filter(|publication| {
        let authors: Vec<&str> = publication.creators().iter().map(|author| author.name.as_str()).collect();
        has(&format!("{}\n{}\n{}", publication.title, authors.join("\n"), venue(publication)))
    });
    found.map(|publication| publication.id.as_str()).collect()
}

async fn sees_found(visitor: &Visitor, ids: &[&str], all: usize) {
    assert!(!ids.is_empty() && ids.len() < all, "the test looks for something in particular");
    visitor.sees(STATUS, format!("Showing {} of {all} publications", ids.len())).await;
    visitor.sees("[...document.querySelectorAll('.results article')].map(article => article.id)", json!(ids)).await;
}

#[test]
fn the_search_box_works_in_every_browser() {
    journey_in_every_browser(async |visitor| {
        a_name_in_capitals_and_with_an_accent_is_found(visitor).await;
        typing_updates_one_history_entry_and_loses_no_letter(visitor).await;
        a_text_and_a_value_that_change_together_both_apply(visitor).await;
        a_space_is_a_plus_or_a_percent_20_and_an_escaped_escape_stays(visitor).await;
    });
}

async fn a_name_in_capitals_and_with_an_accent_is_found(visitor: &Visitor) {
    let content = visitor.content();
    let (name, typed) = a_name_and_another_spelling(&content);
    let found = ids_with(&content, |text| text.to_lowercase().contains(&name));
    visitor.opens("/publications/").await;
    visitor.clicks("#fp\\:search").await;
    visitor.types(&typed).await;
    sees_found(visitor, &found, content.publications.len()).await;
    visitor.sees(SEARCHED, typed.as_str()).await;
    visitor.sees(TYPED, typed.as_str()).await;
    visitor.sees(FOCUS, "search").await;
    visitor.reads(".chip", &typed).await;

    visitor.reloads().await;
    sees_found(visitor, &found, content.publications.len()).await;
    visitor.sees(TYPED, typed.as_str()).await;
    // The chip removes the text, also from the search box.
    visitor.clicks(".chip").await;
    visitor.sees(TYPED, "").await;
    visitor.sees(FOCUS, "status").await;
}

#[test]
fn a_name_with_an_accent_is_found_without_it() {
    Journey::through(Build::Root).run(async |visitor| {
        let content = profile::large();
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        visitor.opens("/publications/").await;
        visitor.clicks("#fp\\:search").await;
        for (typed, name) in
            [("scholkr", "Schölkr"), ("KODOSSY", "Ködössy"), ("lebœuf", "Lebœuf"), ("leboeuf", "Lebœuf")]
        {
            let found = ids_with(&content, |text| text.contains(name));
            visitor.run("document.getElementById('fp:search').select()").await;
            visitor.types(typed).await;
            sees_found(visitor, &found, content.publications.len()).await;
        }
    });
}

async fn typing_updates_one_history_entry_and_loses_no_letter(visitor: &Visitor) {
    let content = visitor.content();
    visitor.reaches("/").await;
    visitor.follows_menu(profile::list(&content)).await;
    visitor.until(STATUS).await;
    visitor.marks_document().await;
    let entries = visitor.value("history.length").await;
    visitor.clicks("#fp\\:search").await;

    // Slowly: the list updates after each letter. A space at the end of a word is kept.
    let mut typed = String::new();
    for letter in "vi deo ".chars() {
        typed.push(letter);
        visitor.types(&letter.to_string()).await;
        visitor.sees(SEARCHED, typed.as_str()).await;
        visitor.sees(TYPED, typed.as_str()).await;
    }
    // Fast: while the list is still updating for earlier letters.
    for word in ["kv ", "cache ", "streaming & more, 100% of %41 + "] {
        typed.push_str(word);
        visitor.finds("#fp\\:search").await.send_keys(word).await.expect("it is typed");
    }
    visitor.sees(SEARCHED, typed.as_str()).await;
    visitor.sees(TYPED, typed.as_str()).await;
    visitor.sees("history.length", entries).await;
    visitor.sees(FOCUS, "search").await;

    visitor.reloads().await;
    visitor.sees(TYPED, typed.as_str()).await;
    visitor.goes_back().await;
    visitor.sees(HEADING, profile::home(&content)).await;
}

async fn a_text_and_a_value_that_change_together_both_apply(visitor: &Visitor) {
    let content = visitor.content();
    let topic = content.publications.last().expect("there are publications").topics[0].clone();
    visitor.reaches("/publications/").await;
    visitor.clicks("#fp\\:search").await;
    visitor.finds("#fp\\:search").await.send_keys("e").await.expect("it is typed");
    visitor.clicks(&format!("input[name=topic][value='{topic}']")).await;
    visitor.sees("location.search", format!("?q=e&topic={topic}")).await;
    visitor.sees(TYPED, "e").await;
    visitor.goes_back().await;
    visitor.until("!location.search.includes('topic')").await;
    visitor.sees(HEADING, profile::list(&content)).await;
}

async fn a_space_is_a_plus_or_a_percent_20_and_an_escaped_escape_stays(visitor: &Visitor) {
    for (query, typed) in [
        ("online+learning", "online learning"),
        ("online%20learning", "online learning"),
        ("c%2B%2B", "c++"),
        ("%2541", "%41"),
        ("100%", "100%"),
        ("%E4%BD%A0%E5%A5%BD", "你好"),
    ] {
        visitor.reaches(&format!("/publications/?q={query}")).await;
        visitor.sees(TYPED, typed).await;
        // The site writes the URL in its own form, and reads it back (below, for all texts at once).
        visitor.clicks("#fp\\:search").await;
        visitor.presses(fantoccini::key::Key::End).await;
        visitor.types("!").await;
        visitor.sees(SEARCHED, format!("{typed}!")).await;
    }
    let all = "!online c++ %41 100% 你好";
    visitor.run("document.getElementById('fp:search').select()").await;
    visitor.types(all).await;
    visitor.sees(SEARCHED, all).await;
    visitor.reloads().await;
    visitor.sees(TYPED, all).await;
}
