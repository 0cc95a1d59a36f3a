//! The Markdown that the build has read ahead of time, and the second module, which reads it where that is of no use.

use std::fs;

use serde_json::json;

use super::{
    CONTENT, FAST,
    Outcome::{Says, Starts},
    TOOLS, TOOLS_WASM, common, hears, journey_through, journey_through_faults, presses, starts,
};
use crate::{
    host::{Build, Fault},
    profile,
    visitor::{Visitor, journey},
};

/// The end of the address of a build's Markdown, read ahead of time.
fn prepared_markdown(build: Build) -> String {
    let page = fs::read_to_string(build.folder().join("index.html")).expect("the page can be read");
    let (_, rest) = page.split_once("data-markdown=").expect("the page names its Markdown");
    let file = rest.trim_start_matches('"').split(['"', ' ', '>']).next().expect("the first part");
    assert!(file.ends_with(".json"), "{file}");
    file.to_owned()
}

/// What Markdown became, on the page that is shown.
const MARKDOWN: &str = "[...document.querySelectorAll('.markdown')].map(text => text.innerHTML)";

#[test]
fn markdown_that_was_not_read_ahead_of_time_is_read_by_the_page() {
    let others = [Fault::Text("{}".to_owned()), Fault::Changed, Fault::Typed("text/plain")];
    let faults: Vec<Fault> = common().into_iter().chain(others).collect();
    journey_through(
        &faults,
        async |_| {},
        async |visitor, fault| {
            visitor.opens("/").await;
            let expected = visitor.value(MARKDOWN).await;
            assert_ne!(expected, json!([]));
            let prepared = prepared_markdown(visitor.host.build);
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(&prepared, fault.clone());
            visitor.goto("/").await;
            starts(visitor).await;
            visitor.sees(MARKDOWN, expected).await;
            visitor.host.mends(&prepared);
        },
    );
}

#[test]
fn the_second_module_is_not_asked_for_where_the_markdown_was_read_ahead_of_time() {
    journey(async |visitor| {
        visitor.opens("/").await;
        assert!(!visitor.requests().await.iter().any(|address| address.ends_with(TOOLS)));
    });
}

#[test]
fn markdown_that_changed_since_the_build_is_shown() {
    journey(async |visitor| {
        let text = profile::text_of_build(visitor.host.build);
        let changed = text.replacen("\"text\": \"", "\"text\": \"**News of today.** ", 1);
        visitor.host.breaks(CONTENT, Fault::Text(changed));
        visitor.goto("/").await;
        visitor.reads("main .markdown strong", "News of today.").await;
        starts(visitor).await;
    });
}

const MISSING: super::Outcome = Says("(tools.js) could not be fetched", "Retry");

/// The second module reads a profile that was changed since the build.
#[test]
fn a_broken_second_module_is_said_over_the_page_as_it_was_written() {
    let both =
        [TOOLS, TOOLS_WASM].into_iter().flat_map(|file| common().into_iter().map(move |fault| (file, fault, MISSING)));
    let types = [
        (TOOLS, Fault::Typed("text/plain"), MISSING),
        (TOOLS_WASM, Fault::Typed("application/octet-stream"), Starts),
        (TOOLS, Fault::Changed, Starts),
        (TOOLS_WASM, Fault::Changed, MISSING),
    ];
    journey_through_faults(&both.chain(types).collect::<Vec<_>>(), async |visitor| {
        visitor.host.breaks(CONTENT, Fault::Changed);
    });
}

/// Here the profile is that of the build, and only the Markdown has not come.
#[test]
fn markdown_that_cannot_be_read_is_said_and_retry_mends_it() {
    journey(async |visitor| {
        let prepared = prepared_markdown(visitor.host.build);
        visitor.host.breaks(&prepared, Fault::Status(404));
        for parser in [TOOLS, TOOLS_WASM] {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(parser, Fault::Status(404));
            visitor.goto("/").await;
            hears(visitor, "could not be fetched").await;
            visitor.host.mends(parser);
            presses(visitor, "Retry").await;
            starts(visitor).await;
        }
    });
}

/// The page waits for it for four seconds, then helps itself.
#[test]
fn markdown_that_stalls_leaves_no_visitor_before_an_empty_page() {
    let prepare = async |visitor: &Visitor| visitor.scales_timers(1.0 / FAST).await;
    journey_through(&[Fault::Silence, Fault::Stalls], prepare, async |visitor, fault| {
        let prepared = prepared_markdown(visitor.host.build);
        visitor.host.breaks(&prepared, fault.clone());
        visitor.goto("/").await;
        visitor.until("document.querySelector('main h1') && document.querySelector('.markdown')").await;
        starts(visitor).await;
        visitor.host.mends(&prepared);
    });
}

/// The profile has changed, and what reads it does not come.
#[test]
fn a_second_module_that_stalls_is_waited_for_in_words() {
    let prepare = async |visitor: &Visitor| visitor.scales_timers(1.0 / FAST).await;
    journey_through(
        &[(TOOLS, Fault::Silence), (TOOLS_WASM, Fault::Stalls)],
        prepare,
        async |visitor, (file, fault)| {
            visitor.host.breaks(CONTENT, Fault::Changed);
            visitor.host.breaks(file, fault.clone());
            visitor.goto("/").await;
            visitor.reads(".banner", "(tools.js) is loading slowly").await;
            visitor.reads(".banner button", "Retry").await;
            visitor.host.mends(file);
            starts(visitor).await;
            visitor.host.mends(CONTENT);
        },
    );
}
