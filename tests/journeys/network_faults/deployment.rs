//! A new deployment while a browser shows the previous release.

use super::{LIST, presses, reads_the_list, starts};
use crate::{host::Fault, profile, visitor::journey};

/// The files of an old page are gone. The page says so, does not reload by itself, and works after Reload.
#[test]
fn an_old_page_after_a_new_deployment_says_so_once_and_works_after_a_reload() {
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
        visitor.host.adds_page(&path, &old);
        visitor.goto(LIST).await;
        visitor.reads(".banner", "could not be loaded").await;
        reads_the_list(visitor).await;
        visitor.marks_document().await;
        visitor.resolved("new Promise(done => setTimeout(done, 500))").await;
        visitor.is_in_marked_document().await;
        let pages = visitor.requests().await.into_iter().filter(|address| address.ends_with(LIST)).count();
        assert_eq!(pages, 1);
        visitor.host.removes_page(&path);
        presses(visitor, "Reload").await;
        starts(visitor).await;
    });
}

/// An open tab needs no files of the old release after a new deployment, except the style sheet if it has shown only one page that
/// is not the list, and the chunks for kinds of pages that it has not shown yet: a link that needs them loads the page of the new
/// release.
#[test]
fn an_old_tab_works_after_a_new_deployment() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.opens(LIST).await;
        visitor.follows_menu(&content.pages[0].title).await;
        for file in [".wasm", ".js", ".json", ".css", "/"] {
            visitor.host.breaks(file, Fault::Status(404));
        }
        visitor.marks_document().await;
        visitor.follows_menu(profile::list(&content)).await;
        visitor.is_in_marked_document().await;
        for file in [".js", ".json", ".css", "/"] {
            visitor.host.repairs(file);
        }
        visitor.clicks(".results h3 a").await;
        visitor.until("!window.mark && document.querySelector('article.publication-page')").await;
        visitor.reads(".banner", "could not be loaded").await;
    });
}
