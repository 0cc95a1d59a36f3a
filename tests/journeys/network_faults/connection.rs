//! Loss of the connection, and its return.

use serde_json::json;

use super::{CONTENT, FILES, LIST, TOOLS, presses, reads_the_list, sees_banner, starts};
use crate::{
    host::Fault,
    profile,
    visitor::{HEADING, Visitor, journey},
};

pub async fn is_offline(visitor: &Visitor, offline: bool) {
    let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    visitor.devtools("Network.emulateNetworkConditions", conditions).await;
}

/// Without a service worker, the browser requests the page at each visit, and shows its own error page if there is no
/// connection. Later visits do not request cached files again.
#[test]
fn without_a_connection_the_browser_reports_it_and_with_one_the_site_works() {
    journey(async |visitor| {
        visitor.host.enables_caching();
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

/// The connection ends after the page has arrived, and before its other files.
#[test]
fn if_the_connection_ends_after_the_page_the_page_stays_and_says_so() {
    journey(async |visitor| {
        for file in FILES {
            visitor.host.breaks(file, Fault::Closed);
        }
        visitor.goto(LIST).await;
        sees_banner(visitor, "could not be loaded").await;
        reads_the_list(visitor).await;
        for file in FILES {
            visitor.host.repairs(file);
        }
        presses(visitor, "Reload").await;
        starts(visitor).await;
    });
}

/// The visitor has opened a page of each kind, so their code is loaded.
#[test]
fn without_a_connection_after_the_start_all_pages_work_and_downloads_work_later() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.host.lacks(TOOLS);
        visitor.host.lacks(CONTENT);
        // A list that is shown for a second requests its metadata.
        visitor.host.lacks(LIST);
        visitor.opens("/").await;
        visitor.follows_menu(profile::list(&content)).await;
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.publication-page')").await;
        is_offline(visitor, true).await;
        visitor.marks_document().await;
        for page in content.pages.iter().rev() {
            visitor.follows_menu(&page.title).await;
            visitor.sees(HEADING, page.title.as_str()).await;
        }
        visitor.follows_menu(profile::list(&content)).await;
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
        visitor.is_in_marked_document().await;
    });
}
