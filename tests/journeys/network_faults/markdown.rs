//! Faults of the prerendered Markdown, and of the second module, which parses the Markdown if the prerendered one cannot
//! be used.

use std::fs;

use serde_json::json;

use super::{
    CONTENT, LIST,
    Outcome::{Says, Starts},
    SPEEDUP, TOOLS, TOOLS_WASM, common_faults, journey_through, journey_through_faults, presses, requests_of,
    sees_banner, starts,
};
use crate::{
    host::{Build, Fault},
    profile,
    visitor::{Visitor, journey},
};

/// Returns the end of the URL of a build's prerendered Markdown.
pub(super) fn prerendered_markdown(build: Build) -> String {
    let page = fs::read_to_string(build.folder().join("index.html")).expect("the page can be read");
    let (_, rest) = page.split_once("data-markdown=").expect("the page names its Markdown");
    let file = rest.trim_start_matches('"').split(['"', ' ', '>']).next().expect("the first part");
    assert!(file.ends_with(".json"), "{file}");
    file.to_owned()
}

/// The HTML of all Markdown on the current page.
const MARKDOWN: &str = "[...document.querySelectorAll('.markdown')].map(text => text.innerHTML)";

#[test]
fn without_prerendered_markdown_the_page_parses_it() {
    let others = [Fault::Text("{}".to_owned()), Fault::Changed, Fault::Typed("text/plain")];
    let faults: Vec<Fault> = common_faults().into_iter().chain(others).collect();
    journey_through(
        &faults,
        async |_| {},
        async |visitor, fault| {
            visitor.opens("/").await;
            let expected = visitor.value(MARKDOWN).await;
            assert_ne!(expected, json!([]));
            let prepared = prerendered_markdown(visitor.host.build);
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(&prepared, fault.clone());
            visitor.goto("/").await;
            visitor.uses().await;
            starts(visitor).await;
            visitor.sees(MARKDOWN, expected).await;
            visitor.host.repairs(&prepared);
        },
    );
}

#[test]
fn with_prerendered_markdown_the_second_module_is_not_requested() {
    journey(async |visitor| {
        visitor.opens("/").await;
        assert!(!visitor.requests().await.iter().any(|address| address.ends_with(TOOLS)));
    });
}

#[test]
fn markdown_that_changed_since_the_build_is_shown() {
    journey(async |visitor| {
        let changed = profile::text_after_edit(visitor.host.build, "**News of today.** ");
        visitor.host.breaks(CONTENT, Fault::Text(changed));
        visitor.goto("/").await;
        visitor.uses().await;
        visitor.reads("main .markdown strong", "News of today.").await;
        starts(visitor).await;
    });
}

const MISSING: super::Outcome = Says("(tools.js) could not be fetched", "Retry");

/// The second module reads a profile that was changed since the build.
#[test]
fn a_broken_second_module_is_reported_and_the_prerendered_page_stays() {
    let both = [TOOLS, TOOLS_WASM]
        .into_iter()
        .flat_map(|file| common_faults().into_iter().map(move |fault| (file, fault, MISSING)));
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

/// The profile is that of the build. Only the Markdown is missing.
#[test]
fn unreadable_markdown_is_reported_and_retry_works() {
    journey(async |visitor| {
        let prepared = prerendered_markdown(visitor.host.build);
        visitor.host.breaks(&prepared, Fault::Status(404));
        for parser in [TOOLS, TOOLS_WASM] {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(parser, Fault::Status(404));
            visitor.goto("/").await;
            visitor.uses().await;
            sees_banner(visitor, "could not be fetched").await;
            visitor.host.repairs(parser);
            presses(visitor, "Retry").await;
            starts(visitor).await;
        }
    });
}

/// The page waits for four seconds, and then loads the second module.
#[test]
fn without_markdown_for_four_seconds_the_page_parses_it() {
    let prepare = async |visitor: &Visitor| visitor.scales_timers(1.0 / SPEEDUP).await;
    journey_through(&[Fault::Silence, Fault::Stalls], prepare, async |visitor, fault| {
        let prepared = prerendered_markdown(visitor.host.build);
        visitor.host.breaks(&prepared, fault.clone());
        visitor.goto("/").await;
        visitor.uses().await;
        visitor.until("document.querySelector('main h1') && document.querySelector('.markdown')").await;
        starts(visitor).await;
        visitor.host.repairs(&prepared);
    });
}

/// The Markdown takes 1.2 s, which is 9.6 s by the clock of the page.
#[test]
fn markdown_that_arrives_in_parts_needs_no_second_module() {
    let prepare = async |visitor: &Visitor| visitor.scales_timers(1.0 / SPEEDUP).await;
    journey_through(&["/", LIST], prepare, async |visitor, page| {
        let before = requests_of(visitor, TOOLS).await;
        visitor.devtools("Network.clearBrowserCache", json!({})).await;
        visitor.host.breaks(&prerendered_markdown(visitor.host.build), Fault::Chunks(30));
        visitor.goto(page).await;
        visitor.uses().await;
        starts(visitor).await;
        assert_eq!(requests_of(visitor, TOOLS).await, before, "{page}");
    });
}

/// The host ends the download while the content arrives.
#[test]
fn markdown_that_is_cut_off_once_needs_no_second_module() {
    journey(async |visitor| {
        let before = requests_of(visitor, TOOLS).await;
        let prepared = prerendered_markdown(visitor.host.build);
        visitor.host.breaks_at_first(&prepared, 1, Fault::CutAt(50));
        visitor.goto(LIST).await;
        starts(visitor).await;
        assert_eq!(requests_of(visitor, TOOLS).await, before);
        assert_eq!(requests_of(visitor, &prepared).await, 2);
    });
}

/// The profile has changed, and the second module does not arrive.
#[test]
fn the_page_says_that_the_second_module_is_slow() {
    let prepare = async |visitor: &Visitor| visitor.scales_timers(1.0 / SPEEDUP).await;
    journey_through(
        &[(TOOLS, Fault::Silence), (TOOLS_WASM, Fault::Stalls)],
        prepare,
        async |visitor, (file, fault)| {
            visitor.host.breaks(CONTENT, Fault::Changed);
            visitor.host.breaks(file, fault.clone());
            visitor.goto("/").await;
            visitor.uses().await;
            visitor.reads(".banner", "(tools.js) is loading slowly").await;
            visitor.reads(".banner button", "Retry").await;
            visitor.host.repairs(file);
            starts(visitor).await;
            visitor.host.repairs(CONTENT);
        },
    );
}
