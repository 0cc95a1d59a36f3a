//! The site without scripts, and without WebAssembly.

use std::collections::HashSet;

use serde_json::json;

use crate::{
    host::Build,
    profile,
    profile::routes,
    visitor::{HEADING, Journey, Visitor, journey},
};

/// Returns the text of the page that a visitor can select.
async fn text(visitor: &Visitor) -> String {
    visitor.finds("body").await.text().await.expect("its text")
}

#[test]
fn without_scripts_every_page_has_its_whole_text() {
    for build in [Build::Root, Build::Sub] {
        Journey::through(build).without_javascript().run(async |visitor| {
            let content = visitor.content();
            let mut routes = routes(&content);
            if build == Build::Sub {
                // The base changes only URLs, so one page of each kind is enough. The publications are the last pages.
                routes.truncate(routes.len() - content.publications.len() + 1);
            }
            for route in routes {
                visitor.goto(&route.path).await;
                assert_eq!(visitor.finds("h1").await.text().await.expect("its text"), route.heading);
                let text = text(visitor).await;
                assert!(text.contains(&content.person.name));
                let id = route.path.trim_start_matches("/publications/").trim_end_matches('/');
                let publications =
                    content.publications.iter().filter(|one| one.id == id || route.path == "/publications/");
                for publication in publications {
                    let names = publication.authors.iter().map(|author| author.name.as_str());
                    for words in names.chain([publication.title.as_str()]) {
                        assert!(text.contains(words), "{words:?} on {}: {text}", route.path);
                    }
                }
                assert!(!text.contains("This page needs JavaScript and WebAssembly"), "{text}");
            }
        });
    }
}

#[test]
fn without_scripts_the_menu_leads_on_and_old_addresses_to_new_ones() {
    for build in [Build::Root, Build::Sub] {
        Journey::through(build).without_javascript().run(async |visitor| {
            let content = visitor.content();
            visitor.goto("/").await;
            for page in content.pages.iter().skip(1) {
                let link = format!("nav a[href='{}']", visitor.path(&format!("/{}/", page.slug)));
                visitor.clicks(&link).await;
                visitor.finds(&format!("{link}[aria-current=page]")).await;
                assert_eq!(visitor.finds("h1").await.text().await.expect("its text"), page.title);
            }
            let (old, _) = content.site.redirects.iter().next().expect("the profile has old addresses");
            visitor.goto(old).await;
            visitor.finds("main").await;
            assert_eq!(visitor.finds("h1").await.text().await.expect("its text"), profile::home(&content));
        });
    }
}

#[test]
fn without_scripts_controls_are_disabled_and_say_why() {
    for build in [Build::Root, Build::Sub] {
        Journey::through(build).without_javascript().run(async |visitor| {
            let paper = format!("/publications/{}/", visitor.content().publications[0].id);
            visitor.goto("/publications/").await;
            assert!(text(visitor).await.contains("Searching and filtering need JavaScript and WebAssembly."));
            visitor.finds("#fp\\:search:disabled").await;
            visitor.finds(".facet input:disabled").await;
            visitor.goto(&paper).await;
            visitor.finds(".copy button:disabled").await;
            assert!(text(visitor).await.contains("Copying needs JavaScript and WebAssembly."));
        });
    }
}

/// Chrome's setting would disable WebAssembly for the scripts of the test too, so this test removes the global.
#[test]
fn without_webassembly_the_page_stays_and_says_what_it_needs() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.adds_init_script("delete globalThis.WebAssembly").await;
        visitor.goto("/publications/?year=2024").await;
        visitor.reads(".banner", "need WebAssembly").await;
        visitor.reads(".banner button", "Reload").await;
        visitor
            .until("[...document.querySelectorAll('#fp\\\\:app :is(input, button)')].every(one => one.disabled)")
            .await;
        let looks = "getComputedStyle(document.querySelector('#fp\\\\:app :disabled')).cursor";
        visitor.sees(looks, "not-allowed").await;
        visitor.reads("#fp\\:status", "the filters in the URL are not applied").await;
        assert_eq!(visitor.count(".results article").await, content.publications.len());
        visitor.follows_menu(&content.pages[0].title).await;
        visitor.sees(HEADING, profile::home(&content)).await;
        let asked: HashSet<String> = visitor.requests().await.into_iter().collect();
        assert!(!asked.iter().any(|address| address.ends_with(".wasm")), "{}", json!(asked.iter().collect::<Vec<_>>()));
    });
}
