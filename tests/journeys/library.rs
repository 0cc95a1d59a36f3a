//! A list of 10,000 publications.

use frontispiece::content::{Content, Publication};
use serde_json::json;

use crate::{
    host::Build,
    profile,
    visitor::{ADDRESS, FOCUS, Journey, STATUS, TITLE, Visitor},
};

/// The titles in the list.
const TITLES: &str = "[...document.querySelectorAll('.publications > article h3')].map(title => title.textContent)";

fn titles<'p>(publications: impl Iterator<Item = &'p Publication>) -> Vec<String> {
    publications.map(|publication| publication.title.to_string()).collect()
}

/// Returns the publications with a facet value.
fn publications_with<'c>(content: &'c Content, facet: &str, key: &str) -> Vec<&'c Publication> {
    content.publications.iter().filter(|publication| has(publication, facet, key)).collect()
}

/// Checks a list, or the first page of a long one.
async fn sees_list(visitor: &Visitor, found: &[&Publication]) {
    let (shown, all) = (found.len(), 10_000);
    let status = match shown {
        _ if shown == all => format!("Showing 1 to 100 of {all} publications"),
        501.. => format!("Showing 1 to 100 of {shown} matching publications ({all} in total)"),
        _ => format!("Showing {shown} of {all} publications"),
    };
    visitor.sees(STATUS, status).await;
    // A long list is filled in batches.
    let length = if shown > 500 { 100 } else { shown };
    visitor.sees(TITLES, titles(found.iter().copied().take(length))).await;
}

/// Returns a venue or a topic whose number of publications is in this range.
fn value_with_count(content: &Content, range: std::ops::RangeInclusive<usize>) -> (&'static str, String) {
    let venues = content.venues.keys().map(|key| ("venue", key));
    let topics = content.topics.keys().map(|key| ("topic", key));
    let holds = |publication: &Publication, key: &str| {
        publication.venue.as_deref() == Some(key) || publication.topics.iter().any(|topic| topic == key)
    };
    let count = |key: &str| content.publications.iter().filter(|publication| holds(publication, key)).count();
    let found = venues.chain(topics).find(|(_, key)| range.contains(&count(key)));
    let (facet, key) = found.unwrap_or_else(|| panic!("something has {range:?} publications"));
    (facet, key.to_owned())
}

fn has(publication: &Publication, facet: &str, key: &str) -> bool {
    match facet {
        "venue" => publication.venue.as_deref() == Some(key),
        _ => publication.topics.iter().any(|topic| topic == key),
    }
}

/// Runs a script once a part of the list is in the page.
fn while_filled(script: &str) -> String {
    format!(
        "requestAnimationFrame(function wait() {{
            const count = document.querySelectorAll('.publications > article').length;
            if (count > 10 && count < 100) {{ {script} }}
            else if (count < 100) requestAnimationFrame(wait);
        }})"
    )
}

/// Changes of the browser's scroll position while the list is filled: what happens before Back, and in the middle.
const SCROLLS_OF_THE_BROWSER: [(&str, &str); 3] = [
    ("", ""),
    // The page becomes shorter, as the layout of an entry makes it whose estimated size was too large.
    ("document.body.style.paddingBottom = '5000px'", "document.body.style.paddingBottom = ''"),
    // The browser keeps the entries in sight where they are although entries above them change their sizes.
    ("", "scrollBy(0, -60)"),
];

#[test]
fn a_visitor_turns_the_pages_of_a_long_list() {
    Journey::through(Build::Library).run(async |visitor| {
        let content = visitor.content();
        let all: Vec<&Publication> = content.publications.iter().collect();
        visitor.goto("/publications/").await;
        visitor.run("window.first = document.querySelector('.publications > article')").await;
        visitor.starts().await;
        assert_eq!(visitor.value("first.isConnected").await, true, "the prerendered list is hydrated");
        sees_list(visitor, &all).await;

        visitor.marks_document().await;
        visitor.clicks(".pager a[rel=next]").await;
        visitor.sees(STATUS, format!("Showing 101 to 200 of {} publications", all.len())).await;
        visitor.sees(TITLES, titles(all[100..200].iter().copied())).await;
        visitor.sees(ADDRESS, "/publications/page/2/").await;
        visitor.sees(TITLE, format!("{}, page 2 · {}", profile::list(&content), content.person.name)).await;
        visitor.sees(FOCUS, "status").await;
        visitor.sees("document.querySelectorAll('main h1').length", 1).await;

        visitor.follows(".pager a", "Page 100").await;
        visitor.sees(TITLES, titles(all[9_900..].iter().copied())).await;
        assert_eq!(visitor.value("document.querySelector('.pager a[rel=next]')").await, json!(null));
        let top = "scrollTo(0, document.body.scrollHeight / 2)";
        visitor.run(top).await;
        // The browser lays out publications that become visible, and the driver scrolls to the element that it clicks.
        let entry = ".publications > article:nth-last-of-type(47) h3 a";
        visitor.run(&format!("document.querySelector(\"{entry}\").scrollIntoView({{ block: 'center' }})")).await;
        visitor.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))").await;
        let place_of_entry = format!("document.querySelector(\"{entry}\").getBoundingClientRect().top");
        // The place at the click, because the driver may scroll before it.
        let save_place = format!(
            "addEventListener('click', () => window.place = {place_of_entry}, {{ capture: true, once: true }})"
        );
        // The module requests the metadata and the BibTeX of the publication. This build has neither.
        let id = &all[all.len() - 47].id;
        visitor.host.lacks(&format!("/publications/{id}/"));
        visitor.host.lacks(&format!("/publications/{id}/{id}.bib"));
        for (before, meanwhile) in SCROLLS_OF_THE_BROWSER {
            visitor.run(&save_place).await;
            // Below the heading of the year, which stays visible.
            visitor.clicks(entry).await;
            visitor.sees("document.querySelectorAll('article.publication-page').length", 1).await;
            visitor.run(before).await;
            visitor.run(&while_filled(meanwhile)).await;
            visitor.goes_back().await;
            visitor.sees(TITLES, titles(all[9_900..].iter().copied())).await;
            // At the publication that the visitor opened, although the browser only estimates the size of those above it.
            visitor.until(&format!("Math.abs({place_of_entry} - place) < 2")).await;
        }

        // The visitor's own scroll position is kept.
        visitor.clicks(entry).await;
        visitor.sees("document.querySelectorAll('article.publication-page').length", 1).await;
        visitor.run(&while_filled("dispatchEvent(new WheelEvent('wheel')); scrollTo(0, 123)")).await;
        visitor.goes_back().await;
        visitor.sees(TITLES, titles(all[9_900..].iter().copied())).await;
        visitor.run("new Promise(done => setTimeout(done, 1500))").await;
        visitor.sees("scrollY", 123).await;

        visitor.goes_back().await;
        visitor.goes_back().await;
        sees_list(visitor, &all).await;
        visitor.is_in_marked_document().await;

        // A later page, opened from outside.
        visitor.goto("/publications/page/5/").await;
        visitor.run("window.first = document.querySelector('.publications > article')").await;
        visitor.starts().await;
        assert_eq!(visitor.value("first.isConnected").await, true, "the prerendered page is hydrated");
        visitor.sees(TITLES, titles(all[400..500].iter().copied())).await;
    });
}

#[test]
fn a_long_list_is_filtered() {
    Journey::through(Build::Library).run(async |visitor| {
        let content = visitor.content();
        let (facet, key) = value_with_count(&content, 800..=4_000);
        let (small_facet, small) = value_with_count(&content, 200..=500);
        visitor.opens("/publications/page/3/").await;
        visitor.marks_document().await;

        // Selecting a value on a later page leads to the first page of the results. The focus stays.
        let toggle = |facet: &str, key: &str| {
            format!(
                "(box => {{ box.focus(); box.click(); }})(document.querySelector('input[name={facet}][value={}]'))",
                json!(key),
            )
        };
        let show_all =
            "document.querySelectorAll('.facet .show-all[aria-expanded=false]').forEach(button => button.click())";
        visitor.run(show_all).await;
        visitor.until(&format!("document.querySelector('input[name={facet}][value={}]')", json!(key))).await;
        visitor.run(&toggle(facet, &key)).await;
        let matching = publications_with(&content, facet, &key);
        sees_list(visitor, &matching).await;
        visitor.sees(ADDRESS, format!("/publications/?{facet}={key}")).await;
        visitor.sees("document.activeElement.value", key.clone()).await;

        visitor.clicks(".pager a[rel=next]").await;
        visitor.sees(ADDRESS, format!("/publications/?{facet}={key}&page=2")).await;
        visitor.sees(TITLES, titles(matching.iter().copied().skip(100).take(100))).await;
        visitor.reloads().await;
        visitor.sees(TITLES, titles(matching.iter().copied().skip(100).take(100))).await;
        visitor.clicks(".chips .clear").await;
        sees_list(visitor, &content.publications.iter().collect::<Vec<_>>()).await;

        // Up to 500 publications are on one page, so that the browser's own search finds them.
        visitor.run(show_all).await;
        visitor.until(&format!("document.querySelector('input[name={small_facet}][value={}]')", json!(small))).await;
        visitor.run(&toggle(small_facet, &small)).await;
        let matching = publications_with(&content, small_facet, &small);
        sees_list(visitor, &matching).await;
        assert_eq!(visitor.value("document.querySelector('.pager')").await, json!(null));
        let last = matching.last().expect("there are some").title.as_str();
        visitor.sees(&format!("find({}) && String(getSelection())", json!(last)), last).await;

        // The list updates at every letter, and finally shows the results of the last text.
        visitor.opens("/publications/").await;
        visitor.clicks("#fp\\:search").await;
        visitor.types(&content.publications[4_321].id).await;
        visitor.sees(STATUS, "Showing 0 of 10000 publications").await;
        visitor.run("document.getElementById('fp:search').select()").await;
        let title = content.publications[4_321].title.as_str();
        visitor.types(&format!("\"{title}\"")).await;
        visitor.sees(&format!("{TITLES}.includes({})", json!(title)), true).await;
        visitor
            .until("new URLSearchParams(location.search).get('q') === document.getElementById('fp:search').value")
            .await;
    });
}

/// The number of titles with a match, and the number of those with a highlight.
const MARKED: &str = "(() => {
    const marked = new Set([...CSS.highlights.get('match')].map(range => range.startContainer.parentElement.closest('h3')));
    const titles = [...document.querySelectorAll('.publications > article h3')].filter(title => /caching/i.test(title.textContent));
    return [titles.length, titles.filter(title => marked.has(title)).length];
})()";

#[test]
fn matches_are_highlighted_in_all_batches_of_a_list() {
    Journey::through(Build::Library).run(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.clicks("#fp\\:search").await;
        visitor.types("caching").await;
        visitor.until("document.querySelectorAll('.publications > article').length === 100").await;
        visitor.until(&format!("(([all, marked]) => all > 50 && marked === all)({MARKED})")).await;
        // Publications that remain in the list keep their highlights.
        visitor.types(" stream").await;
        visitor.until(&format!("(([all, marked]) => all > 0 && marked === all)({MARKED})")).await;
        visitor.run("document.getElementById('fp:search').select()").await;
        visitor.types("zzzz").await;
        visitor.until("CSS.highlights.get('match').size === 0").await;
    });
}
