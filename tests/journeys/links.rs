//! Clicks that the router handles, and clicks that it leaves to the browser.

use fantoccini::key::Key;
use serde_json::json;

use crate::{
    host::Build,
    visitor::{HEADING, Visitor, journey},
};

/// Records after all other listeners whether the router has handled a click, and prevents the browser from leaving the
/// page.
const OBSERVER: &str = "addEventListener('click', click => {
    window.taken = click.defaultPrevented;
    click.preventDefault();
})";

/// Adds a link with further attributes to the page.
async fn finds_a_link(visitor: &Visitor, href: &str, attributes: serde_json::Value) {
    let script = format!(
        "document.getElementById('test-link')?.remove();
         const link = document.createElement('a');
         link.append(document.createElement('em'));
         link.firstChild.append('a link');
         Object.entries({attributes}).forEach(([name, value]) => link.setAttribute(name, value));
         link.id = 'test-link';
         link.href = {};
         document.querySelector('main').prepend(link);
         delete window.taken;",
        json!(href)
    );
    visitor.run(&script).await;
}

#[test]
fn the_router_handles_only_plain_clicks_on_links_to_its_own_pages() {
    journey(async |visitor| {
        let content = visitor.content();
        let paper = format!("/publications/{}/", content.publications[0].id);
        let slug = content.pages.last().expect("there are pages").slug.clone();
        visitor.opens("/").await;
        visitor.run(OBSERVER).await;
        let own = |below: &str| visitor.path(below);
        let plain = || json!({});
        let base = visitor.host.build.base();
        let mut cases = vec![
            (own("/files/paper.pdf"), plain(), false),
            (own("/content.json"), plain(), false),
            (own("/nowhere/"), plain(), false),
            ("https://example.org/".to_owned(), plain(), false),
            (format!("https://example.org{}", own("/publications/")), plain(), false),
            ("mailto:someone@example.org".to_owned(), plain(), false),
            (own(&paper), json!({ "target": "_blank" }), false),
            (own(&paper), json!({ "download": "" }), false),
            (own(&paper), json!({ "target": "_self" }), true),
            (own("/publications/?year=1066"), plain(), true),
            (own(&format!("/{slug}/")), plain(), true),
            (own(&format!("/{slug}")), plain(), true),
            (own(&paper), plain(), true),
        ];
        if visitor.host.build == Build::Sub {
            // Other sites on the same host.
            cases.push(("/subway".to_owned(), plain(), false));
            cases.push(("/".to_owned(), plain(), false));
            cases.push(("/publications/".to_owned(), plain(), false));
            cases.push((base.trim_end_matches('/').to_owned(), plain(), true));
        }
        for (href, attributes, taken) in cases {
            let before = visitor.value("location.href").await;
            finds_a_link(visitor, &href, attributes.clone()).await;
            visitor.clicks("#test-link em").await;
            visitor.sees("window.taken", taken).await;
            if !taken {
                assert_eq!(visitor.value("location.href").await, before, "{href} {attributes}");
            }
        }
    });
}

#[test]
fn modified_clicks_are_left_to_the_browser() {
    journey(async |visitor| {
        let paper = visitor.path(&format!("/publications/{}/", visitor.content().publications[0].id));
        visitor.opens("/").await;
        visitor.run(OBSERVER).await;
        let heading = visitor.value(HEADING).await;
        for key in [Key::Control, Key::Shift, Key::Alt, Key::Meta] {
            finds_a_link(visitor, &paper, json!({})).await;
            visitor.clicks_with(key, "#test-link").await;
            visitor.sees("window.taken", false).await;
            assert_eq!(visitor.value(HEADING).await, heading);
        }
        assert_eq!(visitor.client.windows().await.expect("windows").len(), 1);
    });
}

#[test]
fn external_links_are_left_to_the_browser() {
    journey(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.run(OBSERVER).await;
        let own = &visitor.host.origin;
        let away = format!("a:not([href^='{own}']):not([href^='/']):not([href^='#'])");
        let hrefs = format!("[...document.querySelectorAll(`.results {away}`)].map(link => link.getAttribute('href'))");
        let hrefs: Vec<String> = serde_json::from_value(visitor.value(&hrefs).await).expect("addresses");
        let pdf = hrefs.iter().find(|href| href.ends_with(".pdf")).expect("a link to a PDF");
        for href in [&hrefs[0], pdf] {
            visitor.run("delete window.taken").await;
            visitor.clicks(&format!(".results a[href='{href}']")).await;
            visitor.sees("window.taken", false).await;
        }
        // So the page that a link opens has no `window.opener`.
        visitor.until(&format!("[...document.querySelectorAll(`{away}`)].every(link => !link.target)")).await;
    });
}
