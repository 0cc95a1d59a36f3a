//! The connection, which ends and comes back.

use serde_json::json;

use super::{CONTENT, LIST, TOOLS, hears, presses, reads_the_list, starts};
use crate::{
    host::Fault,
    profile,
    visitor::{HEADING, Visitor, journey},
};

async fn is_offline(visitor: &Visitor, offline: bool) {
    let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    visitor.devtools("Network.emulateNetworkConditions", conditions).await;
}

/// Without a connection the browser itself says so: the page is asked for anew at each visit. It comes back with the
/// connection, and what was kept of it then is not asked for again.
#[test]
fn offline_at_the_start_the_browser_says_so_and_online_again_the_site_is_there() {
    journey(async |visitor| {
        visitor.host.lets_browsers_keep();
        visitor.host.lacks("/");
        for _visit in ["first", "second"] {
            is_offline(visitor, true).await;
            let address = format!("{}{}", visitor.host.origin, visitor.path(LIST));
            let refused = visitor.client.goto(&address).await.expect_err("nothing can be reached").to_string();
            assert!(refused.contains("ERR_INTERNET_DISCONNECTED"), "{refused}");
            is_offline(visitor, false).await;
            visitor.opens(LIST).await;
            reads_the_list(visitor).await;
        }
    });
}

/// The connection ends when the page has come, before anything else.
#[test]
fn offline_behind_the_page_it_stays_and_says_so() {
    journey(async |visitor| {
        let others = [".js", ".wasm", ".json", ".svg"];
        for file in others {
            visitor.host.breaks(file, Fault::Closed);
        }
        visitor.goto(LIST).await;
        hears(visitor, "could not be loaded").await;
        reads_the_list(visitor).await;
        for file in others {
            visitor.host.mends(file);
        }
        presses(visitor, "Reload").await;
        starts(visitor).await;
    });
}

#[test]
fn offline_after_the_start_all_pages_are_there_and_files_can_be_taken_when_it_is_over() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.host.lacks(TOOLS);
        visitor.host.lacks(CONTENT);
        visitor.opens("/").await;
        is_offline(visitor, true).await;
        visitor.marks_the_page().await;
        for page in content.pages.iter().rev() {
            visitor.picks_from_menu(&page.title).await;
            visitor.sees(HEADING, page.title.as_str()).await;
        }
        visitor.picks_from_menu(profile::list(&content)).await;
        visitor.clicks(".year-chart button[value='2024']").await;
        visitor.sees("location.search", "?year=2024").await;
        visitor.clicks(".share summary").await;
        let made = "document.querySelector('.share [role=status]')?.textContent";
        visitor.clicks("[data-action=download]").await;
        visitor.until(&format!("{made}?.includes('Could not create')")).await;
        is_offline(visitor, false).await;
        visitor.clicks("[data-action=download]").await;
        visitor.until(&format!("{made}?.includes('Downloaded')")).await;
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.publication-page')").await;
        visitor.still_sees_the_mark().await;
    });
}
