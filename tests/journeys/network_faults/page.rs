//! The page itself, cut off during the download, and visits of a browser that was there before.

use serde_json::json;

use super::{CONTENT, FAST, LIST, hears, journey_through, presses, reads_the_list, starts};
use crate::{
    host::Fault,
    visitor::{Visitor, journey},
};

#[test]
fn a_page_that_is_cut_off_is_shown_as_far_as_it_came() {
    journey(async |visitor| {
        let content = visitor.content();
        // The list appears six seconds after that, by a style sheet.
        visitor.devtools("Animation.enable", json!({})).await;
        visitor.devtools("Animation.setPlaybackRate", json!({ "playbackRate": FAST })).await;
        for (percent, path) in [(75, "/"), (99, LIST), (90, "/publications/?year=2024")] {
            visitor.host.breaks(path.split('?').next().expect("a path"), Fault::CutAt(percent));
            // The driver tells of the broken connection.
            let address = format!("{}{}", visitor.host.origin, visitor.path(path));
            let _ = visitor.client.goto(&address).await;
            visitor.reads(".name", &content.person.name).await;
            // With the end of the page, its program is missing.
            visitor.sees("document.getElementById('fp:boot')?.dataset.state ?? 'none'", "none").await;
            if path != "/" {
                reads_the_list(visitor).await;
            }
            visitor.host.mends(path.split('?').next().expect("a path"));
        }
    });
}

/// Opens the list; then the host has no longer what the browser should have kept of it. Returns what that is.
async fn visits_and_keeps(visitor: &Visitor) -> Vec<String> {
    visitor.opens(LIST).await;
    let mut kept = Vec::new();
    for name in ["module", "wasm", "markdown"] {
        let file = visitor.value(&format!("document.getElementById('fp:boot').dataset.{name}")).await;
        kept.push(file.as_str().expect("the page names it").to_owned());
    }
    kept.iter().for_each(|file| visitor.host.breaks(file, Fault::Status(404)));
    kept
}

#[test]
fn a_browser_that_was_there_before_needs_nothing_but_the_page_and_the_content() {
    journey(async |visitor| {
        visitor.host.lets_browsers_keep();
        visits_and_keeps(visitor).await;
        let before = visitor.requests().await.len();
        visitor.opens("/").await;
        visitor.opens(LIST).await;
        starts(visitor).await;
        reads_the_list(visitor).await;
        assert!(visitor.requests().await.len() > before);
    });
}

#[test]
fn a_browser_that_was_there_before_says_what_is_wrong_with_the_content() {
    let rows = [
        (Fault::Closed, "the connection failed"),
        (Fault::Status(404), "was not found (404)"),
        (Fault::Status(500), "the server answered 500"),
        (Fault::CutAt(50), "was cut off during the download"),
        (Fault::Html, "sent a web page (HTML)"),
        (Fault::Text(String::new()), "the file is empty"),
    ];
    let prepare = async |visitor: &Visitor| {
        visitor.scales_timers(1.0 / FAST).await;
        visitor.host.lets_browsers_keep();
    };
    journey_through(&rows, prepare, async |visitor, (fault, words)| {
        let kept = visits_and_keeps(visitor).await;
        visitor.host.breaks(CONTENT, fault.clone());
        visitor.goto(LIST).await;
        reads_the_list(visitor).await;
        hears(visitor, words).await;
        visitor.host.mends(CONTENT);
        presses(visitor, "Retry").await;
        starts(visitor).await;
        reads_the_list(visitor).await;
        kept.iter().for_each(|file| visitor.host.mends(file));
    });
}
