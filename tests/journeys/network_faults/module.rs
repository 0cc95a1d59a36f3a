//! The module and the pictures.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    CONTENT, FAST, LIST,
    Outcome::{Says, Starts},
    SPOKEN, TOOLS, TOOLS_WASM, WASM, common, journey_through, journey_through_faults, reads_the_list, spoken, starts,
};
use crate::{
    host::{Build, Fault},
    visitor::{Journey, STARTED, STATUS, Visitor},
};

const STOPPED: super::Outcome = Says("could not be loaded", "Reload");

#[test]
fn a_broken_wasm_leaves_the_page_as_it_was_written() {
    let faults = common().into_iter().chain([Fault::Changed]).map(|fault| (WASM, fault, STOPPED));
    let typed = (WASM, Fault::Typed("application/octet-stream"), Starts);
    journey_through_faults(&faults.chain([typed]).collect::<Vec<_>>(), async |_| {});
}

#[test]
fn a_broken_javascript_leaves_the_page_as_it_was_written() {
    let faults = common().into_iter().chain([Fault::Changed, Fault::Typed("text/plain")]);
    journey_through_faults(&faults.map(|fault| (".js", fault, STOPPED)).collect::<Vec<_>>(), async |_| {});
}

#[test]
fn a_broken_picture_changes_nothing() {
    let faults = common().into_iter().map(|fault| (".svg", fault, Starts));
    journey_through_faults(&faults.collect::<Vec<_>>(), async |_| {});
}

/// Two seconds each, by the clock of the page, which is slowed down so that a busy machine is in time.
#[test]
fn slow_files_are_waited_for() {
    Journey::through(Build::Root).take(async |visitor| {
        let slow = Fault::Slow(Duration::from_secs(4));
        visitor.scales_timers(2.0).await;
        visitor.runs_first(SPOKEN).await;
        for file in [".js", ".wasm", ".json", ".svg"] {
            visitor.host.breaks(file, slow.clone());
        }
        visitor.goto(LIST).await;
        reads_the_list(visitor).await;
        visitor.until(STARTED).await;
        visitor.sees("spoken", Value::Array(Vec::new())).await;
        for file in [".js", ".wasm", ".json", ".svg"] {
            visitor.host.mends(file);
        }
        // The page itself, and what only a changed profile needs.
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

/// A part that does not come at all: nobody is left without a word for five seconds, or without the list.
#[test]
fn a_module_that_stalls_is_waited_for_in_words() {
    // The last address shows what was written; the others a part of it.
    let rows = [
        (".js", Fault::Silence, "?year=2024"),
        (WASM, Fault::Stalls, "?year=2024"),
        (".js", Fault::Stalls, "?page=1"),
        (WASM, Fault::Silence, "?page=1"),
    ];
    let prepare = async |visitor: &Visitor| {
        visitor.scales_timers(1.0 / FAST).await;
        visitor.runs_first(SPOKEN).await;
    };
    journey_through(&rows, prepare, async |visitor, (file, fault, query)| {
        let content = visitor.content();
        let all = content.publications.len();
        visitor.host.breaks(file, fault.clone());
        visitor.goto(&format!("{LIST}{query}")).await;
        visitor.marks_the_page().await;
        visitor.reads(".banner", "are still loading. This is taking longer than usual…").await;
        visitor.reads(".banner button", "Reload").await;
        visitor.sees("spoken[0].time <= 5_000", true).await;
        visitor.sees(STATUS, format!("Showing all {all} publications (the filters in the URL are not applied)")).await;
        reads_the_list(visitor).await;
        visitor.host.mends(file);
        starts(visitor).await;
        let of_year = content.publications.iter().filter(|one| one.year() == Some(2024)).count();
        let shown = if *query == "?page=1" {
            format!("Showing all {all} publications")
        } else {
            format!("Showing {of_year} of {all} publications")
        };
        visitor.sees(STATUS, shown).await;
        visitor.still_sees_the_mark().await;
    });
}

/// Several things are late at once: one thing at a time is said, and never nothing.
#[test]
fn what_is_late_one_after_the_other_is_said_once() {
    Journey::through(Build::Root).take(async |visitor| {
        visitor.scales_timers(1.0 / FAST).await;
        visitor.runs_first(SPOKEN).await;
        // The module comes after the page has said that it is late.
        visitor.host.breaks(WASM, Fault::Slow(Duration::from_secs(1)));
        visitor.host.breaks(CONTENT, Fault::Silence);
        visitor.goto(LIST).await;
        visitor.reads(".banner", "is loading slowly").await;
        let said = spoken(visitor).await;
        assert!(said.len() == 2 && said[0].contains("are still loading"), "{said:?}");
        visitor.sees("spoken[0].time <= 5_000", true).await;
        visitor.sees("[...document.querySelectorAll('.banner')].filter(one => one.checkVisibility()).length", 1).await;
        visitor.host.mends(CONTENT);
        starts(visitor).await;
    });
}
