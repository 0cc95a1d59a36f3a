//! A new deployment takes the place of the release that a browser shows.

use super::{LIST, presses, reads_the_list, starts};
use crate::{
    host::Fault,
    profile,
    visitor::{HEADING, journey},
};

/// A browser shows an old page whose files are gone: it is said, nothing is loaded by itself, and Reload helps.
#[test]
fn an_old_page_after_a_new_deployment_says_so_once_and_reload_mends_it() {
    journey(async |visitor| {
        let file = visitor.host.build.folder().join("publications/index.html");
        let page = std::fs::read_to_string(file).expect("the page can be read");
        let base = visitor.host.build.base();
        let names = ["module", "wasm", "markdown"].map(|name| format!("data-{name}=\"{base}"));
        let old = names.iter().fold(page.clone(), |page, name| page.replace(name, &format!("{name}0ld-")));
        assert_eq!(old.len(), page.len() + 3 * "0ld-".len());
        let path = visitor.path(LIST);
        visitor.host.lacks(".js");
        visitor.host.lacks(".wasm");
        visitor.host.lacks(".json");
        visitor.host.adds(&path, &old);
        visitor.goto(LIST).await;
        visitor.reads(".banner", "could not be loaded").await;
        reads_the_list(visitor).await;
        visitor.marks_the_page().await;
        visitor.settled("new Promise(done => setTimeout(done, 500))").await;
        visitor.still_sees_the_mark().await;
        let pages = visitor.requests().await.into_iter().filter(|address| address.ends_with(LIST)).count();
        assert_eq!(pages, 1);
        visitor.host.removes(&path);
        presses(visitor, "Reload").await;
        starts(visitor).await;
    });
}

/// A tab that stays open over a new deployment needs nothing of the old one.
#[test]
fn an_old_tab_after_a_new_deployment_goes_on() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.opens("/").await;
        for file in ["_bg.wasm", ".js", ".json", "/"] {
            visitor.host.breaks(file, Fault::Status(404));
        }
        visitor.marks_the_page().await;
        visitor.picks_from_menu(profile::list(&content)).await;
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.publication-page')").await;
        visitor.goes_back().await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.still_sees_the_mark().await;
    });
}
