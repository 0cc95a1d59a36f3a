//! Faults of the module, the style sheets and the images.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    CONTENT, FILES, HAS_WHOLE_STYLES, LIST,
    Outcome::{Says, Starts},
    POINTS_AT_LAST, RECORD_BANNERS, SPEEDUP, TOOLS, TOOLS_WASM, WASM, banner_texts, common_faults,
    connection::is_offline,
    journey_through, journey_through_faults, presses, reads_the_list, requests_of, sees_banner, starts,
};
use crate::{
    host::{Build, Fault},
    profile,
    visitor::{BANNER, HEADING, Journey, SCROLL, STATUS, Visitor, journey},
};

/// The end of the paths of all style sheets.
const STYLES: &str = ".css";

const STOPPED: super::Outcome = Says("could not be loaded", "Reload");

#[test]
fn with_a_broken_wasm_the_prerendered_page_stays() {
    let faults = common_faults().into_iter().chain([Fault::Changed]).map(|fault| (WASM, fault, STOPPED));
    let typed = (WASM, Fault::Typed("application/octet-stream"), Starts);
    journey_through_faults(&faults.chain([typed]).collect::<Vec<_>>(), async |_| {});
}

#[test]
fn with_a_broken_javascript_the_prerendered_page_stays() {
    let faults = common_faults().into_iter().chain([Fault::Changed, Fault::Typed("text/plain")]);
    journey_through_faults(&faults.map(|fault| (".js", fault, STOPPED)).collect::<Vec<_>>(), async |_| {});
}

/// Whether the page shows the content of [`has_changed_content`].
const SHOWS_CHANGE: &str = "document.querySelector('main').textContent.includes('Changed. ')";

/// Changes the content, so that the module renders pages again. Pages without the list then need the whole style sheet.
fn has_changed_content(visitor: &Visitor) {
    visitor.host.breaks(CONTENT, Fault::Text(profile::text_after_edit(visitor.host.build, "Changed. ")));
}

#[test]
fn with_a_broken_style_sheet_the_prerendered_page_stays() {
    let faults = common_faults().into_iter().chain([Fault::Changed, Fault::Typed("text/plain")]);
    let prepare = async |visitor: &Visitor| has_changed_content(visitor);
    journey_through(&faults.collect::<Vec<_>>(), prepare, async |visitor, fault| {
        visitor.host.breaks(STYLES, fault.clone());
        visitor.goto("/").await;
        let text = visitor.value("document.getElementById('fp:app').textContent").await;
        visitor.uses().await;
        sees_banner(visitor, "could not be loaded").await;
        assert_eq!(visitor.value("document.getElementById('fp:app').textContent").await, text);
        assert_eq!(visitor.value(SHOWS_CHANGE).await, false);
        visitor.host.repairs(STYLES);
        presses(visitor, "Reload").await;
        starts(visitor).await;
        visitor.sees(SHOWS_CHANGE, true).await;
    });
}

#[test]
fn a_page_that_is_rendered_again_waits_for_a_late_style_sheet() {
    let prepare = async |visitor: &Visitor| {
        visitor.scales_timers(1.0 / SPEEDUP).await;
        visitor.adds_init_script(RECORD_BANNERS).await;
        has_changed_content(visitor);
    };
    journey_through(&[Fault::Silence, Fault::Stalls], prepare, async |visitor, fault| {
        visitor.host.breaks(STYLES, fault.clone());
        visitor.goto("/").await;
        visitor.marks_document().await;
        visitor.uses().await;
        sees_banner(visitor, "are still loading. This is taking longer than usual…").await;
        visitor.reads(".banner button", "Reload").await;
        visitor.sees("spoken[0].time <= 5_000", true).await;
        assert_eq!(visitor.value(SHOWS_CHANGE).await, false);
        visitor.host.repairs(STYLES);
        starts(visitor).await;
        visitor.sees(SHOWS_CHANGE, true).await;
        visitor.is_in_marked_document().await;
    });
}

/// The page of the list has all rules, so it neither waits for the style sheet nor requests it.
#[test]
fn the_list_needs_no_style_sheet() {
    journey(async |visitor| {
        let content = visitor.content();
        let path = visitor.host.build.file_named("styles-", ".css");
        visitor.host.breaks(&path, Fault::Silence);
        for query in ["", "?year=2024"] {
            visitor.opens(&format!("{LIST}{query}")).await;
        }
        visitor.follows_menu(&content.pages[0].title).await;
        visitor.sees(HEADING, content.pages[0].title.as_str()).await;
        assert_eq!(requests_of(visitor, &path).await, 0);
    });
}

#[test]
fn a_style_sheet_that_fails_once_is_requested_again() {
    let path = Build::Root.file_named("styles-", ".css");
    for fault in [Fault::Status(500), Fault::CutAt(50)] {
        Journey::through(Build::Root).run(async |visitor| {
            visitor.host.breaks_at_first(&path, 1, fault.clone());
            visitor.opens("/").await;
            visitor.run(POINTS_AT_LAST).await;
            visitor.until(HAS_WHOLE_STYLES).await;
        });
    }
}

#[test]
fn the_style_sheet_is_requested_when_the_visitor_points_to_a_link_or_goes_back() {
    let path = Build::Root.file_named("styles-", ".css");
    journey(async |visitor| {
        let content = visitor.content();
        let home = content.pages[0].title.as_str();
        let other = content.pages.last().expect("the profile has pages").title.as_str();
        visitor.opens("/").await;
        visitor.resolved("new Promise(done => setTimeout(done, 700))").await;
        assert_eq!(requests_of(visitor, &path).await, 0);
        visitor.run(POINTS_AT_LAST).await;
        visitor.until(HAS_WHOLE_STYLES).await;
        visitor.follows_menu(other).await;
        visitor.sees(HEADING, other).await;
        assert_eq!(requests_of(visitor, &path).await, 1);
        visitor.reloads().await;
        visitor.goes_back().await;
        visitor.sees(HEADING, home).await;
        visitor.until(HAS_WHOLE_STYLES).await;
    });
}

#[test]
fn if_the_style_sheet_is_missing_or_late_a_link_leads_to_the_page_of_the_host() {
    let faults = [Fault::Status(404), Fault::Html, Fault::Closed, Fault::CutAt(50), Fault::Silence];
    for fault in faults {
        Journey::through(Build::Root).without_waiting_for_files().run(async |visitor| {
            let content = visitor.content();
            let other = content.pages.last().expect("the profile has pages").title.as_str();
            visitor.scales_timers(1.0 / SPEEDUP).await;
            visitor.host.breaks(STYLES, fault.clone());
            visitor.opens("/").await;
            visitor.marks_document().await;
            visitor.follows_menu(other).await;
            visitor.until("!window.mark").await;
            visitor.sees(HEADING, other).await;
            visitor.starts().await;
            visitor.host.repairs(STYLES);
            visitor.marks_document().await;
            visitor.follows_menu(&content.pages[0].title).await;
            visitor.sees(HEADING, content.pages[0].title.as_str()).await;
            visitor.is_in_marked_document().await;
        });
    }
}

#[test]
fn without_a_connection_and_the_style_sheet_only_the_page_on_the_screen_works() {
    journey(async |visitor| {
        let content = visitor.content();
        let home = content.pages[0].title.as_str();
        let other = content.pages.last().expect("the profile has pages").title.as_str();
        visitor.host.lacks(&Build::Root.file_named("styles-", ".css"));
        visitor.host.lacks("/");
        visitor.opens("/").await;
        visitor.marks_document().await;
        is_offline(visitor, true).await;
        visitor.run("scrollTo(0, 200)").await;
        visitor.run("document.querySelector('nav a').click()").await;
        visitor.sees(SCROLL, 0).await;
        visitor.resolved("new Promise(done => setTimeout(done, 300))").await;
        visitor.sees(BANNER, "").await;
        visitor.follows_menu(other).await;
        visitor.reads(".banner", "the connection failed").await;
        visitor.sees(HEADING, home).await;
        is_offline(visitor, false).await;
        presses(visitor, "Retry").await;
        visitor.sees(HEADING, other).await;
        visitor.sees(BANNER, "").await;
        visitor.is_in_marked_document().await;
    });
}

#[test]
fn a_broken_image_changes_nothing() {
    let faults = common_faults().into_iter().map(|fault| (".svg", fault, Starts));
    journey_through_faults(&faults.collect::<Vec<_>>(), async |_| {});
}

/// Each file takes two seconds by the clock of the page, which is slowed down so that a busy machine is fast enough.
#[test]
fn slow_files_are_waited_for() {
    Journey::through(Build::Root).run(async |visitor| {
        let slow = Fault::Slow(Duration::from_secs(4));
        visitor.scales_timers(2.0).await;
        visitor.adds_init_script(RECORD_BANNERS).await;
        for file in FILES {
            visitor.host.breaks(file, slow.clone());
        }
        visitor.goto(LIST).await;
        reads_the_list(visitor).await;
        visitor.starts().await;
        visitor.sees("spoken", Value::Array(Vec::new())).await;
        for file in FILES {
            visitor.host.repairs(file);
        }
        // Not the page itself, and not the files that only a changed profile needs.
        visitor.devtools("Network.clearBrowserCache", json!({})).await;
        for file in [LIST, TOOLS, TOOLS_WASM] {
            visitor.host.breaks(file, slow.clone());
        }
        visitor.host.breaks(CONTENT, Fault::Changed);
        visitor.goto(LIST).await;
        reads_the_list(visitor).await;
        starts(visitor).await;
        reads_the_list(visitor).await;
    });
}

/// Takes steps for three seconds after the first request, like the module while it reads a long list. Between them, it yields
/// to the browser.
const BUSY: &str = "const request = window.fetch;
    window.fetch = (...given) => {
        window.work ??= (async () => {
            for (const end = performance.now() + 3_000; performance.now() < end;) {
                await scheduler.yield();
                window.isReported = !!document.querySelector('.banner');
            }
        })();
        return request(...given);
    };";

#[test]
fn the_page_says_that_the_module_is_slow_while_it_is_busy() {
    journey(async |visitor| {
        visitor.scales_timers(1.0 / SPEEDUP).await;
        visitor.adds_init_script(BUSY).await;
        visitor.host.breaks(".js", Fault::Silence);
        visitor.goto(LIST).await;
        visitor.reads(".banner", "are still loading").await;
        assert_eq!(visitor.resolved("work.then(() => isReported)").await, true);
        visitor.host.repairs(".js");
        starts(visitor).await;
    });
}

/// If a file never arrives, the visitor sees a message within five seconds of the first request, and the list.
#[test]
fn the_page_says_that_the_module_is_slow() {
    // The last URL shows the prerendered list. The others filter it.
    let rows = [
        (".js", Fault::Silence, "?year=2024"),
        (WASM, Fault::Stalls, "?year=2024"),
        (".js", Fault::Stalls, "?page=1"),
        (WASM, Fault::Silence, "?page=1"),
    ];
    let prepare = async |visitor: &Visitor| {
        visitor.scales_timers(1.0 / SPEEDUP).await;
        visitor.adds_init_script(RECORD_BANNERS).await;
    };
    journey_through(&rows, prepare, async |visitor, (file, fault, query)| {
        let content = visitor.content();
        let all = content.publications.len();
        visitor.host.breaks(file, fault.clone());
        visitor.goto(&format!("{LIST}{query}")).await;
        visitor.marks_document().await;
        visitor.reads(".banner", "are still loading. This is taking longer than usual…").await;
        visitor.reads(".banner button", "Reload").await;
        visitor.sees("spoken[0].time <= 5_000", true).await;
        visitor.sees(STATUS, format!("Showing all {all} publications (the filters in the URL are not applied)")).await;
        reads_the_list(visitor).await;
        visitor.host.repairs(file);
        starts(visitor).await;
        let of_year = content.publications.iter().filter(|one| one.year() == Some(2024)).count();
        let shown = if *query == "?page=1" {
            format!("Showing all {all} publications")
        } else {
            format!("Showing {of_year} of {all} publications")
        };
        visitor.sees(STATUS, shown).await;
        visitor.is_in_marked_document().await;
    });
}

/// If several files are late, the page shows one message at a time.
#[test]
fn several_late_files_are_reported_one_after_the_other() {
    Journey::through(Build::Root).run(async |visitor| {
        visitor.scales_timers(1.0 / SPEEDUP).await;
        visitor.adds_init_script(RECORD_BANNERS).await;
        // The module arrives after the page has said that it is slow.
        visitor.host.breaks(WASM, Fault::Slow(Duration::from_secs(1)));
        visitor.host.breaks(CONTENT, Fault::Silence);
        visitor.goto(LIST).await;
        visitor.reads(".banner", "is loading slowly").await;
        let said = banner_texts(visitor).await;
        assert!(said.len() == 2 && said[0].contains("are still loading"), "{said:?}");
        visitor.sees("spoken[0].time <= 5_000", true).await;
        visitor.sees("[...document.querySelectorAll('.banner')].filter(one => one.checkVisibility()).length", 1).await;
        visitor.host.repairs(CONTENT);
        starts(visitor).await;
    });
}
