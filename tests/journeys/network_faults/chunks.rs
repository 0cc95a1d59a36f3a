//! Faults of the chunks, which are files with the code of some pages: the list and the CV, and the page of a publication.

use std::time::Duration;

use serde_json::json;

use super::{
    HAS_WHOLE_STYLES, LIST, Outcome,
    Outcome::{Says, Starts},
    POINTS_AT_LAST, RECORD_BANNERS, SPEEDUP, common_faults,
    connection::is_offline,
    journey_through_faults, presses, reads_the_list, requests_of, starts,
};
use crate::{
    host::{Build, Fault},
    profile,
    visitor::{BANNER, HEADING, Journey, STATUS, journey},
};

const STOPPED: Outcome = Says("could not be loaded", "Reload");

fn list_chunk() -> String {
    Build::Root.file_named("list-", ".wasm")
}

fn publication_chunk() -> String {
    Build::Root.file_named("publication-", ".wasm")
}

#[test]
fn with_a_broken_chunk_the_prerendered_page_stays() {
    let chunk = list_chunk();
    let faults = common_faults().into_iter().chain([Fault::Changed]).map(|fault| (&*chunk, fault, STOPPED));
    let typed = (&*chunk, Fault::Typed("text/plain"), Starts);
    journey_through_faults(&faults.chain([typed]).collect::<Vec<_>>(), async |_| {});
}

#[test]
fn a_chunk_that_fails_once_is_requested_again() {
    let chunk = list_chunk();
    for fault in [Fault::Status(500), Fault::CutAt(50)] {
        Journey::through(Build::Root).run(async |visitor| {
            visitor.host.breaks_at_first(&chunk, 1, fault.clone());
            visitor.opens(LIST).await;
            assert_eq!(requests_of(visitor, &chunk).await, 2);
        });
    }
}

#[test]
fn a_page_requests_only_the_chunk_that_it_needs_and_later_pages_load_theirs() {
    journey(async |visitor| {
        let content = visitor.content();
        let (list, publication) = (list_chunk(), publication_chunk());
        let requests = async || [requests_of(visitor, &list).await, requests_of(visitor, &publication).await];
        visitor.opens("/").await;
        assert_eq!(requests().await, [0, 0]);
        visitor.marks_document().await;
        visitor.follows_menu(profile::list(&content)).await;
        reads_the_list(visitor).await;
        assert_eq!(requests().await, [1, 0]);
        visitor.clicks(".year-chart button[value='2024']").await;
        visitor.sees("location.search", "?year=2024").await;
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.publication-page')").await;
        assert_eq!(requests().await, [1, 1]);
        visitor.goes_back().await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.is_in_marked_document().await;
        visitor.opens(&format!("{LIST}{}/", content.publications[0].id)).await;
        visitor.opens("/cv/").await;
        assert_eq!(requests().await, [2, 2]);
    });
}

/// After a reload of the home page, the entries of the history before it need the chunk of the list.
#[test]
fn back_and_forward_load_the_chunk_of_a_page() {
    journey(async |visitor| {
        let content = visitor.content();
        let chunk = list_chunk();
        visitor.opens(&format!("{LIST}?year=2024")).await;
        let status = visitor.value(STATUS).await;
        visitor.follows_menu(&content.pages[0].title).await;
        visitor.reloads().await;
        visitor.marks_document().await;
        visitor.goes_back().await;
        visitor.sees(STATUS, status.clone()).await;
        visitor.is_in_marked_document().await;
        visitor.goes_forward().await;
        visitor.sees(HEADING, content.pages[0].title.as_str()).await;
        visitor.reloads().await;
        // If the chunk is missing, the page of the host is loaded.
        visitor.host.breaks(&chunk, Fault::Status(404));
        visitor.devtools("Network.clearBrowserCache", json!({})).await;
        visitor.marks_document().await;
        visitor.goes_back().await;
        visitor.until("!window.mark").await;
        visitor.reads(".banner", "could not be loaded").await;
        reads_the_list(visitor).await;
        visitor.host.repairs(&chunk);
        presses(visitor, "Reload").await;
        starts(visitor).await;
        visitor.sees(STATUS, status).await;
    });
}

/// While Back waits for a chunk, the page on the screen and its entry of the history stay as they are.
#[test]
fn the_history_is_kept_while_back_waits_for_a_chunk() {
    let chunk = list_chunk();
    Journey::through(Build::Root).sized(390, 844).without_waiting_for_files().run(async |visitor| {
        let content = visitor.content();
        let home = content.pages[0].title.as_str();
        visitor.opens(LIST).await;
        visitor.run("scrollTo(0, 700)").await;
        // A click by WebDriver would scroll to the link.
        visitor.run("document.querySelector('nav a').click()").await;
        visitor.sees(HEADING, home).await;
        visitor.reloads().await;
        visitor.run("scrollTo(0, 150)").await;
        visitor.host.breaks(&chunk, Fault::Slow(Duration::from_secs(2)));
        visitor.devtools("Network.clearBrowserCache", json!({})).await;
        visitor.marks_document().await;
        // Back and Forward before the chunk arrives.
        visitor.run("history.back()").await;
        visitor.sees("location.pathname", visitor.path(LIST)).await;
        visitor.sees(HEADING, home).await;
        visitor.run("history.forward()").await;
        visitor.sees("location.pathname", visitor.path("/")).await;
        visitor.sees("Math.round(scrollY)", 150).await;
        // A return to the page from the back/forward cache.
        visitor.run("history.back()").await;
        visitor.sees("location.pathname", visitor.path(LIST)).await;
        visitor.run("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))").await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.sees("Math.round(scrollY)", 700).await;
        visitor.sees(BANNER, "").await;
        visitor.goes_forward().await;
        visitor.sees(HEADING, home).await;
        visitor.sees("Math.round(scrollY)", 150).await;
        // A link to the page on the screen adds an entry, and the one of the list remains.
        visitor.reloads().await;
        visitor.devtools("Network.clearBrowserCache", json!({})).await;
        visitor.marks_document().await;
        visitor.run("history.back()").await;
        visitor.sees("location.pathname", visitor.path(LIST)).await;
        visitor.follows_menu(home).await;
        visitor.sees("location.pathname", visitor.path("/")).await;
        visitor.host.repairs(&chunk);
        visitor.goes_back().await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.is_in_marked_document().await;
    });
}

/// The message remains when the content arrives.
#[test]
fn a_start_that_waits_for_its_chunk_says_so() {
    let chunk = list_chunk();
    Journey::through(Build::Root).without_waiting_for_files().run(async |visitor| {
        visitor.scales_timers(1.0 / SPEEDUP).await;
        visitor.adds_init_script(RECORD_BANNERS).await;
        // The content arrives steadily, and is complete after the message.
        visitor.host.breaks("/content.json", Fault::Chunks(60));
        visitor.host.breaks(&chunk, Fault::Silence);
        visitor.goto(LIST).await;
        visitor.reads(".banner", "are still loading").await;
        let content = "performance.getEntriesByType('resource').find(one => one.name.endsWith('/content.json'))";
        visitor.until(content).await;
        visitor.resolved("new Promise(done => setTimeout(done, 8_000))").await;
        visitor.reads(".banner", "are still loading").await;
        visitor.sees(&format!("spoken[0].now < {content}.responseEnd"), true).await;
        assert_eq!(visitor.value("[spoken.length, !!spoken[0].hasEnded]").await, json!([1, false]));
        reads_the_list(visitor).await;
        visitor.host.repairs(&chunk);
        starts(visitor).await;
    });
}

#[test]
fn if_a_chunk_is_missing_or_late_a_link_leads_to_the_page_of_the_host() {
    let chunk = list_chunk();
    for fault in [Fault::Status(404), Fault::Html, Fault::Closed, Fault::Silence] {
        Journey::through(Build::Root).without_waiting_for_files().run(async |visitor| {
            let content = visitor.content();
            visitor.scales_timers(1.0 / SPEEDUP).await;
            visitor.opens("/").await;
            visitor.marks_document().await;
            visitor.host.breaks(&chunk, fault.clone());
            visitor.follows_menu(profile::list(&content)).await;
            visitor.until("!window.mark").await;
            reads_the_list(visitor).await;
            visitor.host.repairs(&chunk);
            visitor.goto(LIST).await;
            starts(visitor).await;
        });
    }
}

#[test]
fn a_navigation_that_waits_for_its_chunk_is_given_up_for_another_one() {
    let chunk = list_chunk();
    Journey::through(Build::Root).without_waiting_for_files().run(async |visitor| {
        let content = visitor.content();
        let other = content.pages.last().expect("the profile has pages").title.as_str();
        visitor.opens("/").await;
        visitor.marks_document().await;
        visitor.host.breaks(&chunk, Fault::Slow(Duration::from_secs(1)));
        visitor.follows_menu(profile::list(&content)).await;
        visitor.follows_menu(other).await;
        visitor.sees(HEADING, other).await;
        visitor.until("performance.getEntriesByType('resource').some(file => file.name.includes('/list-'))").await;
        visitor.resolved("new Promise(done => setTimeout(done, 300))").await;
        visitor.sees(HEADING, other).await;
        visitor.follows_menu(profile::list(&content)).await;
        reads_the_list(visitor).await;
        visitor.is_in_marked_document().await;
    });
}

#[test]
fn without_a_connection_a_page_whose_chunk_is_missing_says_so_and_others_work() {
    journey(async |visitor| {
        let content = visitor.content();
        let other = content.pages.last().expect("the profile has pages").title.as_str();
        visitor.host.lacks(&list_chunk());
        visitor.host.lacks("/");
        visitor.opens("/").await;
        visitor.run(POINTS_AT_LAST).await;
        visitor.until(HAS_WHOLE_STYLES).await;
        visitor.marks_document().await;
        is_offline(visitor, true).await;
        visitor.follows_menu(profile::list(&content)).await;
        visitor.reads(".banner", "the connection failed").await;
        visitor.follows_menu(other).await;
        visitor.sees(HEADING, other).await;
        visitor.sees(BANNER, "").await;
        visitor.follows_menu(profile::list(&content)).await;
        visitor.reads(".banner", "the connection failed").await;
        presses(visitor, "Retry").await;
        visitor.reads(".banner", "the connection failed").await;
        is_offline(visitor, false).await;
        presses(visitor, "Retry").await;
        reads_the_list(visitor).await;
        visitor.sees(BANNER, "").await;
        visitor.is_in_marked_document().await;
    });
}
