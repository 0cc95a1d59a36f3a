//! Every URL of the site, opened from outside.

use serde_json::json;

use crate::{
    host::Build,
    profile,
    profile::routes,
    visitor::{ADDRESS, FOCUS, HEADING, TITLE, Visitor, journey_in_every_browser},
};

/// The marked items of the menu with their values of `aria-current`.
pub const CURRENT: &str = "[...document.querySelectorAll('nav [aria-current]')]
    .map(item => [item.textContent, item.getAttribute('aria-current')])";

#[test]
fn every_url_works_in_every_browser() {
    journey_in_every_browser(async |visitor| {
        every_url_opens_its_page_with_and_without_the_last_slash(visitor).await;
        an_old_url_redirects_to_the_new_one(visitor).await;
        the_page_for_unknown_urls_has_working_links(visitor).await;
    });
}

async fn every_url_opens_its_page_with_and_without_the_last_slash(visitor: &Visitor) {
    let content = visitor.content();
    let mut routes = routes(&content);
    if visitor.host.build == Build::Sub {
        let bare: Vec<&str> = routes.iter().map(|route| route.path.trim_end_matches('/')).collect();
        let bare: Vec<String> = bare.into_iter().map(|path| visitor.path(path)).collect();
        let full: Vec<String> = routes.iter().map(|route| visitor.path(&route.path)).collect();
        visitor.opens("/").await;
        let reached = format!(
            "Promise.all({}.map(path => fetch(path).then(page => page.ok && new URL(page.url).pathname)))",
            json!(bare)
        );
        assert_eq!(visitor.resolved(&reached).await, json!(full));
    }
    // What differs between browsers and builds depends on the kind of the page: of the publications, which are the last
    // pages, the first and the last are enough. start.rs opens all at both bases.
    let first = routes.len() - content.publications.len();
    routes.drain(first + 1..routes.len() - 1);
    for route in routes {
        // The host redirects a URL without the slash, and the page is the same.
        let bare = Some(route.path.trim_end_matches('/')).filter(|_| visitor.host.build == Build::Sub);
        for path in [route.path.as_str()].into_iter().chain(bare) {
            visitor.opens(path).await;
            visitor.sees(HEADING, route.heading.as_str()).await;
            visitor.sees(TITLE, route.title.as_str()).await;
            assert_eq!(visitor.texts("h1").await, [route.heading.as_str()], "one h1 at {path}");
            let current: Vec<_> = route.current.iter().map(|(item, how)| vec![item.as_str(), how]).collect();
            visitor.sees(CURRENT, current).await;
            visitor.sees("location.pathname", visitor.path(&route.path)).await;
        }
    }
}

async fn an_old_url_redirects_to_the_new_one(visitor: &Visitor) {
    let content = visitor.content();
    assert!(content.site.redirects.iter().count() > 0, "the profile has redirects");
    for (from, to) in content.site.redirects.iter() {
        let route = routes(&content).into_iter().find(|route| route.path == *to).expect("it leads to a page");
        visitor.goto(from).await;
        visitor.sees(HEADING, route.heading).await;
        visitor.sees(TITLE, route.title).await;
        visitor.sees("location.pathname", visitor.path(to)).await;
    }
}

async fn the_page_for_unknown_urls_has_working_links(visitor: &Visitor) {
    let content = visitor.content();
    let home = profile::home(&content);
    let list = profile::list(&content);
    for unknown in ["/publications/nosuchpaper/", "/nowhere/", "/nowhere", "/publications/x/y/z"] {
        let path = visitor.path(unknown);
        visitor.host.lacks(&path);
        visitor.opens(unknown).await;
        visitor.marks_document().await;
        for (way, heading) in [("Home", home), (list, list)] {
            visitor.sees(HEADING, "Page not found").await;
            visitor.sees(TITLE, format!("Page not found · {}", content.person.name)).await;
            visitor.sees(ADDRESS, path.as_str()).await;
            assert_eq!(visitor.count("nav [aria-current]").await, 0);

            visitor.follows("main a", way).await;
            visitor.sees(HEADING, heading).await;
            visitor.sees(FOCUS, "h1").await;
            visitor.goes_back().await;
            visitor.sees(HEADING, "Page not found").await;
            visitor.is_in_marked_document().await;
        }
    }
}
