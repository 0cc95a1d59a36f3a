//! A page that is cut off during the download, and returning visitors.

use serde_json::json;

use super::{CONTENT, LIST, SPEEDUP, journey_through, presses, reads_the_list, sees_banner, starts};
use crate::{
    host::Fault,
    visitor::{Visitor, journey},
};

#[test]
fn the_part_of_a_page_that_has_arrived_is_shown() {
    journey(async |visitor| {
        let content = visitor.content();
        // The style sheet shows the list after six seconds.
        visitor.devtools("Animation.enable", json!({})).await;
        visitor.devtools("Animation.setPlaybackRate", json!({ "playbackRate": SPEEDUP })).await;
        for (percent, path) in [(75, "/"), (99, LIST), (93, "/publications/?year=2024")] {
            visitor.host.breaks(path.split('?').next().expect("a path"), Fault::CutAt(percent));
            // The driver reports the broken connection.
            let address = format!("{}{}", visitor.host.origin, visitor.path(path));
            let _ = visitor.client.goto(&address).await;
            visitor.reads(".name", &content.person.name).await;
            // The script is at the end of the page, which is missing.
            visitor.sees("document.getElementById('fp:boot')?.dataset.state ?? 'none'", "none").await;
            if path != "/" {
                reads_the_list(visitor).await;
            }
            visitor.host.repairs(path.split('?').next().expect("a path"));
        }
    });
}

/// Opens the list, then removes from the host the files that the browser must have cached. Returns these files.
async fn visits_and_caches(visitor: &Visitor) -> Vec<String> {
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
fn returning_visitors_request_only_the_page_and_the_content() {
    journey(async |visitor| {
        visitor.host.enables_caching();
        visits_and_caches(visitor).await;
        let before = visitor.requests().await.len();
        visitor.opens("/").await;
        visitor.opens(LIST).await;
        starts(visitor).await;
        reads_the_list(visitor).await;
        assert!(visitor.requests().await.len() > before);
    });
}

#[test]
fn returning_visitors_see_errors_of_the_content() {
    let rows = [
        (Fault::Closed, "the connection failed"),
        (Fault::Status(404), "was not found (404)"),
        (Fault::Status(500), "the server answered 500"),
        (Fault::CutAt(50), "was cut off during the download"),
        (Fault::Html, "sent a web page (HTML)"),
        (Fault::Text(String::new()), "the file is empty"),
    ];
    let prepare = async |visitor: &Visitor| {
        visitor.scales_timers(1.0 / SPEEDUP).await;
        visitor.host.enables_caching();
    };
    journey_through(&rows, prepare, async |visitor, (fault, words)| {
        let kept = visits_and_caches(visitor).await;
        visitor.host.breaks(CONTENT, fault.clone());
        visitor.goto(LIST).await;
        reads_the_list(visitor).await;
        sees_banner(visitor, words).await;
        visitor.host.repairs(CONTENT);
        presses(visitor, "Retry").await;
        starts(visitor).await;
        reads_the_list(visitor).await;
        kept.iter().for_each(|file| visitor.host.repairs(file));
    });
}
