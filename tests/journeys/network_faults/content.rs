//! Faults of `content.json`, which the page requests at each visit.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    CONTENT, LIST, Outcome::Starts, RECORD_BANNERS, SPEEDUP, TOOLS, banner_texts, journey_through,
    journey_through_faults, markdown::prerendered_markdown, presses, reads_the_list, requests_of, sees_banner, starts,
};
use crate::{
    host::{Build, Fault},
    profile,
    visitor::{Journey, Message, Visitor, journey},
};

#[test]
fn missing_or_unreadable_content_is_reported_and_retry_works() {
    let whole = profile::text_of_build(Build::Root);
    let end = whole.char_indices().nth(whole.chars().count() / 2).expect("it is not empty").0;
    let rows = [
        (Fault::Status(404), "was not found (404)"),
        (Fault::Status(403), "the server answered 403"),
        (Fault::Html, "the server sent a web page (HTML) instead of JSON"),
        (Fault::Text(String::new()), "the file is empty"),
        (Fault::Text("[]".to_owned()), "expected an object"),
        (Fault::Text("\nprofile\n".to_owned()), "could not be read: 2:1: not valid JSON"),
        (Fault::Text(whole[..end].to_owned()), "the file ends in the middle of the profile; was it cut off?"),
        (Fault::Bytes(b"{ \"person\": { \"name\": \"Ren\xe9\" } }".to_vec()), "offset 26 is not UTF-8"),
        (Fault::Bytes(vec![0; 1000]), "not valid JSON"),
    ];
    journey_through(
        &rows,
        async |_| {},
        async |visitor, (fault, words)| {
            visitor.host.breaks(CONTENT, fault.clone());
            visitor.goto(LIST).await;
            sees_banner(visitor, words).await;
            visitor.reads(".banner", &visitor.path(CONTENT)).await;
            reads_the_list(visitor).await;
            visitor.marks_document().await;
            // The second try fails too.
            presses(visitor, "Retry").await;
            sees_banner(visitor, words).await;
            visitor.host.repairs(CONTENT);
            presses(visitor, "Retry").await;
            starts(visitor).await;
            reads_the_list(visitor).await;
            visitor.is_in_marked_document().await;
        },
    );
}

async fn speeds_up_and_records(visitor: &Visitor) {
    visitor.scales_timers(1.0 / SPEEDUP).await;
    visitor.adds_init_script(RECORD_BANNERS).await;
}

/// Returns the faults after which the page retries by itself.
fn transient_faults() -> Vec<(Fault, &'static str)> {
    let cuts = [0, 1, 50, 99].map(|percent| (Fault::CutAt(percent), "was cut off during the download"));
    let others = [
        (Fault::Status(500), "the server answered 500"),
        (Fault::Status(503), "the server answered 503"),
        (Fault::Closed, "the connection failed"),
    ];
    others.into_iter().chain(cuts).collect()
}

#[test]
fn content_that_keeps_failing_is_requested_three_times_and_then_waits_for_retry() {
    journey_through(&transient_faults(), speeds_up_and_records, async |visitor, (fault, words)| {
        visitor.host.breaks(CONTENT, fault.clone());
        let before = requests_of(visitor, CONTENT).await;
        visitor.goto(LIST).await;
        sees_banner(visitor, words).await;
        let said = banner_texts(visitor).await;
        assert!(said.iter().any(|said| said.contains(words) && said.contains("Trying again…")), "{said:?}");
        assert_eq!(requests_of(visitor, CONTENT).await - before, 3, "{fault:?}");
        reads_the_list(visitor).await;
        visitor.marks_document().await;
        visitor.host.repairs(CONTENT);
        presses(visitor, "Retry").await;
        starts(visitor).await;
        reads_the_list(visitor).await;
        visitor.is_in_marked_document().await;
    });
}

#[test]
fn content_that_fails_twice_is_read_at_the_third_try() {
    let mut rows = transient_faults();
    // If a connection is closed, the browser itself may repeat the request.
    rows.retain(|(fault, _)| !matches!(fault, Fault::Closed));
    journey_through(&rows, speeds_up_and_records, async |visitor, (fault, words)| {
        visitor.host.breaks_at_first(CONTENT, 2, fault.clone());
        let before = requests_of(visitor, CONTENT).await;
        visitor.goto("/").await;
        visitor.uses().await;
        visitor.until("document.querySelector('main h1')").await;
        visitor.marks_document().await;
        starts(visitor).await;
        let said = banner_texts(visitor).await;
        let is_expected = |said: &String| said.contains(words) && said.contains("Trying again…Retry");
        assert!(said.iter().any(is_expected), "{fault:?}: {said:?}");
        assert_eq!(requests_of(visitor, CONTENT).await - before, 3, "{fault:?}");
        visitor.is_in_marked_document().await;
    });
}

#[test]
fn content_is_read_once_the_connection_is_back() {
    journey(async |visitor| {
        visitor.host.breaks(CONTENT, Fault::Closed);
        visitor.goto("/").await;
        visitor.uses().await;
        visitor.reads(".banner", "the connection failed. Trying again…").await;
        visitor.reads(".banner button", "Retry").await;
        visitor.marks_document().await;
        visitor.host.repairs(CONTENT);
        starts(visitor).await;
        visitor.is_in_marked_document().await;
    });
}

/// The content takes 1.2 s. Its parts are read while they arrive; if that failed, the second module would read it. The limit
/// for the Markdown begins when the content has arrived.
#[test]
fn content_that_arrives_in_parts_needs_no_second_module() {
    let prepare = async |visitor: &Visitor| visitor.scales_timers(1.0 / SPEEDUP).await;
    journey_through(&["/", LIST], prepare, async |visitor, page| {
        visitor.host.breaks(CONTENT, Fault::Chunks(30));
        visitor.host.breaks(&prerendered_markdown(visitor.host.build), Fault::Slow(Duration::from_secs(1)));
        visitor.goto(page).await;
        visitor.uses().await;
        starts(visitor).await;
        assert_eq!(requests_of(visitor, TOOLS).await, 0, "{page}");
    });
}

#[test]
fn content_with_another_type_or_other_whitespace_is_read() {
    journey_through_faults(
        &[
            (CONTENT, Fault::Typed("text/plain"), Starts),
            (CONTENT, Fault::Typed("application/octet-stream"), Starts),
            (CONTENT, Fault::Changed, Starts),
        ],
        async |_| {},
    );
}

#[test]
fn the_page_says_that_content_is_slow() {
    journey(async |visitor| {
        visitor.scales_timers(1.0 / SPEEDUP).await;
        for fault in [Fault::Silence, Fault::Stalls] {
            visitor.host.breaks(CONTENT, fault);
            visitor.goto(LIST).await;
            visitor.reads(".banner", "is loading slowly").await;
            visitor.reads(".banner button", "Retry").await;
            reads_the_list(visitor).await;
            visitor.host.repairs(CONTENT);
            starts(visitor).await;
        }
    });
}

#[test]
fn content_that_stalls_can_be_requested_again() {
    journey(async |visitor| {
        visitor.scales_timers(1.0 / SPEEDUP).await;
        visitor.host.breaks_at_first(CONTENT, 1, Fault::Stalls);
        visitor.goto("/").await;
        visitor.uses().await;
        visitor.reads(".banner", "is loading slowly").await;
        presses(visitor, "Retry").await;
        starts(visitor).await;
        assert_eq!(requests_of(visitor, CONTENT).await, 2);
    });
}

#[test]
fn errors_in_the_content_are_listed_and_the_rest_is_shown() {
    journey(async |visitor| {
        let text = profile::text_of_build(visitor.host.build);
        let date = text.find("\"date\": \"").expect("a publication has a date");
        let broken = format!(
            "{}\"color\": \"red\",\n\"date\": \"2025-13{}",
            &text[..date],
            &text[date + "\"date\": \"2025".len()..]
        );
        let expected = [
            format!(
                "content.json:{}: publications[0].color: found the unknown field \"color\"",
                position(&broken, "\"color\"")
            ),
            format!("content.json:{}: publications[0].date: found \"2025-13\"", position(&broken, "\"2025-13\"")),
        ];
        visitor.host.breaks(CONTENT, Fault::Text(broken));
        visitor.opens("/publications/").await;
        visitor.reads(".diagnostics", "The content has 2 errors").await;
        let listed = visitor.texts(".diagnostics li").await;
        let warned: Vec<Message> = visitor.console().await.into_iter().filter(|line| line.level == "WARNING").collect();
        assert_eq!(listed.len(), expected.len(), "{listed:#?}");
        for expected in expected {
            assert!(listed.iter().any(|line| line.starts_with(&expected)), "{expected}\n  not in {listed:#?}");
            assert!(
                warned.iter().any(|line| line.text.replace("\\\"", "\"").contains(&expected)),
                "{expected}\n  not in {warned:#?}"
            );
        }
        assert_eq!(visitor.count(".results article").await, visitor.content().publications.len());
        // Every page lists the errors once.
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.publication-page')").await;
        assert_eq!(visitor.count(".diagnostics").await, 1);
    });
}

/// Returns the line and the column of a word in a text, both counted from 1.
fn position(text: &str, word: &str) -> String {
    let before = &text[..text.find(word).expect("the word is in the text")];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    format!("{}:{}", before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[test]
fn content_with_invalid_publications_loses_only_these() {
    journey(async |visitor| {
        let whole: Value = serde_json::from_str(&profile::text_of_build(visitor.host.build)).expect("a profile");
        let all = whole["publications"].as_array().expect("a list").len();
        for bad in [1, all] {
            let mut broken = whole.clone();
            for entry in 0..bad {
                broken["publications"][entry] = json!(7);
            }
            visitor.host.breaks(CONTENT, Fault::Text(broken.to_string()));
            visitor.goto(LIST).await;
            visitor.starts().await;
            let errors = if bad == 1 { "1 error".to_owned() } else { format!("{bad} errors") };
            visitor.reads(".diagnostics", &format!("The content has {errors}")).await;
            visitor.sees("document.querySelectorAll('.results article').length", all - bad).await;
            visitor.reads(".name", &visitor.content().person.name).await;
            visitor.host.repairs(CONTENT);
        }
        // An empty object is a valid profile.
        visitor.host.breaks(CONTENT, Fault::Text("{}".to_owned()));
        for path in ["/", LIST] {
            visitor.goto(path).await;
            visitor.starts().await;
            visitor.reads(".diagnostics", "the field \"person\" is missing").await;
            visitor.until("document.querySelector('main h1').textContent").await;
        }
    });
}

#[test]
fn content_of_50_megabytes_is_read_or_refused_with_a_message() {
    Journey::through(Build::Root).run(async |visitor| {
        let whole = profile::text_of_build(visitor.host.build);
        let space = " ".repeat(50_000_000);
        visitor.host.breaks(CONTENT, Fault::Text(format!("{whole}{space}")));
        visitor.goto(LIST).await;
        reads_the_list(visitor).await;
        visitor.starts().await;
        reads_the_list(visitor).await;
        visitor.host.repairs(CONTENT);
        visitor.host.breaks(CONTENT, Fault::Bytes(vec![b'['; 50_000_000]));
        visitor.goto(LIST).await;
        visitor.reads(".banner", "could not be read").await;
        reads_the_list(visitor).await;
    });
}
