//! Pages below other pages, and longer texts.

use serde_json::json;

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{FOCUS, HEADING, Journey},
};

#[test]
fn a_page_leads_to_the_pages_below_it_and_back() {
    Journey::through(Build::Media).run(async |visitor| {
        visitor.opens("/").await;
        visitor.marks_document().await;
        visitor.follows_menu("Projects").await;
        visitor.sees(HEADING, "Projects").await;
        visitor.follows(".entry-title a", "Maps of ink").await;
        visitor.sees(HEADING, "Maps of ink").await;
        visitor.sees(FOCUS, "h1").await;
        visitor.sees("location.pathname", "/projects/ink/").await;
        // The menu has only the page above, and marks it as the current section.
        visitor.sees("document.querySelector('header [aria-current]').textContent", "Projects").await;
        visitor.sees("document.querySelector('header [aria-current]').ariaCurrent", "true").await;
        visitor.follows(".page-above a", "Projects").await;
        visitor.sees(HEADING, "Projects").await;
        visitor.goes_back().await;
        visitor.sees(HEADING, "Maps of ink").await;
        visitor.is_in_marked_document().await;
    });
}

#[test]
fn the_table_of_contents_leads_to_the_headings() {
    Journey::through(Build::Media).sized(390, 844).run(async |visitor| {
        visitor.opens("/projects/ink/").await;
        assert_eq!(visitor.texts(".contents a").await, ["A photograph", "Two figures beside each other", "A video"]);
        visitor.follows(".contents a", "A video").await;
        visitor.sees("location.hash", "#a-video").await;
        let is_in_view = "(box => box.top >= 0 && box.bottom <= innerHeight)(document.getElementById('a-video').getBoundingClientRect())";
        visitor.until(is_in_view).await;
        // A link from elsewhere leads there, too.
        visitor.opens("/projects/ink/#a-video").await;
        visitor.until(is_in_view).await;
    });
}

#[test]
fn a_feed_of_a_page_has_the_pages_below_it() {
    Journey::through(Build::Media).run(async |visitor| {
        visitor.opens("/projects/").await;
        let href = visitor.value("document.querySelector('.feed a').pathname").await;
        let titles = "text => [...text.matchAll(/<entry>.*?<title>(.*?)<\\/title>/gs)].map(([, title]) => title)";
        let feed = format!("fetch({href}).then(file => file.text()).then({titles})");
        assert_eq!(visitor.resolved(&feed).await, json!(["Maps of ink"]));
    });
}

#[test]
fn a_formula_that_was_added_after_the_build_is_shown_as_tex() {
    Journey::through(Build::Media).run(async |visitor| {
        let changed = profile::MEDIA.replace("What I work on.", "Ink takes $t^2$ to dry.");
        visitor.host.breaks("/content.json", Fault::Text(changed));
        visitor.opens("/projects/").await;
        visitor.sees("document.querySelector('main .markdown code').textContent", "$t^2$").await;
    });
}
