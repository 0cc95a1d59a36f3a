//! What a visitor sees when something does not arrive, or not as it should.

use std::fs;

use fantoccini::Locator;
use serde_json::json;

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{HEADING, Message, STARTED, Visitor, journey},
};

const CONTENT: &str = "/content.json";
const BANNER: &str = ".banner";

/// The site is there, and nothing is left of what was said before.
async fn sees_the_site(visitor: &Visitor) {
    visitor.until(STARTED).await;
    visitor.sees(HEADING, profile::home(&visitor.content())).await;
    visitor
        .sees("[...document.querySelectorAll('.banner')].filter(banner => banner.checkVisibility()).length", 0)
        .await;
}

async fn presses(visitor: &Visitor, button: &str) {
    let path = format!("//*[contains(@class, 'banner')]//button[normalize-space() = '{button}']");
    let button = visitor.client.find(Locator::XPath(&path)).await.unwrap_or_else(|error| panic!("{button}: {error}"));
    button.click().await.expect("it can be pressed");
}

/// A failure that does not pass by itself: it is said in words, and Retry mends it.
fn retry_after(fault: Fault, words: &str) {
    journey(async |visitor| {
        visitor.host.breaks(CONTENT, fault.clone());
        visitor.goto("/").await;
        visitor.reads(BANNER, words).await;
        visitor.reads(BANNER, &visitor.path(CONTENT)).await;
        visitor.sees("document.querySelector('.banner').getAttribute('role')", "alert").await;
        // Once more in vain.
        visitor.marks_the_page().await;
        presses(visitor, "Retry").await;
        visitor.reads(BANNER, words).await;
        visitor.host.mends(CONTENT);
        presses(visitor, "Retry").await;
        sees_the_site(visitor).await;
        visitor.still_sees_the_mark().await;
    });
}

/// A failure that may pass: it is said in words, and mends itself as soon as it can.
fn recovery_after(fault: Fault, words: &str) {
    journey(async |visitor| {
        visitor.host.breaks(CONTENT, fault.clone());
        visitor.goto("/").await;
        visitor.reads(BANNER, words).await;
        visitor.reads(BANNER, "Trying again").await;
        visitor.reads(".banner button", "Retry").await;
        visitor.marks_the_page().await;
        visitor.host.mends(CONTENT);
        sees_the_site(visitor).await;
        visitor.still_sees_the_mark().await;
    });
}

#[test]
fn content_that_is_not_there() {
    retry_after(Fault::Status(404), "was not found (404)");
}

#[test]
fn content_that_is_a_web_page() {
    retry_after(Fault::Html, "the server sent a web page (HTML) where JSON was expected");
}

#[test]
fn content_that_is_no_json() {
    retry_after(Fault::Text("\nprofile\n".to_owned()), "could not be read: 2:1: not valid JSON");
}

#[test]
fn content_that_ends_too_early_as_a_file() {
    let whole = profile::text_of_build(Build::Root);
    let end = whole.char_indices().nth(whole.chars().count() / 2).expect("it is not empty").0;
    retry_after(Fault::Text(whole[..end].to_owned()), "the file ends in the middle of the profile; was it cut off?");
}

#[test]
fn content_that_is_refused() {
    retry_after(Fault::Status(403), "the server answered 403");
}

#[test]
fn content_that_is_cut_off_on_the_way() {
    recovery_after(Fault::CutOff, "was cut off on the way");
}

#[test]
fn content_that_a_tired_server_does_not_give() {
    recovery_after(Fault::Status(503), "the server answered 503");
}

#[test]
fn content_whose_connection_fails() {
    recovery_after(Fault::Closed, "the connection failed");
}

#[test]
fn content_that_fails_twice_comes_by_itself_at_the_third_try() {
    journey(async |visitor| {
        visitor.host.breaks_at_first(CONTENT, 2, Fault::Status(500));
        visitor.goto("/").await;
        visitor.reads(BANNER, "the server answered 500. Trying again").await;
        sees_the_site(visitor).await;
        assert_eq!(requests_of_content(visitor).await, 3);
    });
}

#[test]
fn content_that_keeps_failing_is_asked_for_three_times_and_then_waits_for_retry() {
    journey(async |visitor| {
        visitor.host.breaks(CONTENT, Fault::Status(500));
        visitor.goto("/").await;
        visitor.reads(BANNER, "Trying again").await;
        visitor.until("!document.querySelector('.banner').textContent.includes('Trying again')").await;
        visitor.reads(BANNER, "the server answered 500.").await;
        assert_eq!(requests_of_content(visitor).await, 3);
        visitor.host.mends(CONTENT);
        presses(visitor, "Retry").await;
        sees_the_site(visitor).await;
    });
}

async fn requests_of_content(visitor: &Visitor) -> usize {
    visitor.requests().await.iter().filter(|address| address.ends_with(CONTENT)).count()
}

#[test]
fn content_that_stalls_is_waited_for_in_words() {
    journey(async |visitor| {
        for fault in [Fault::Silence, Fault::Stalls] {
            visitor.host.breaks(CONTENT, fault);
            visitor.goto("/").await;
            visitor.reads(BANNER, "is slow to arrive").await;
            visitor.reads(".banner button", "Retry").await;
            visitor.host.mends(CONTENT);
            sees_the_site(visitor).await;
        }
    });
}

#[test]
fn content_that_stalls_can_be_asked_for_again() {
    journey(async |visitor| {
        visitor.host.breaks_at_first(CONTENT, 1, Fault::Stalls);
        visitor.goto("/").await;
        visitor.reads(BANNER, "is slow to arrive").await;
        presses(visitor, "Retry").await;
        sees_the_site(visitor).await;
        assert_eq!(requests_of_content(visitor).await, 2);
    });
}

#[test]
fn mistakes_in_the_content_are_listed_and_the_rest_is_shown() {
    journey(async |visitor| {
        let text = profile::text_of_build(visitor.host.build);
        let date = text.find("\"date\": \"").expect("a publication has a date");
        let broken = format!(
            "{}\"colour\": \"red\",\n\"date\": \"2025-13{}",
            &text[..date],
            &text[date + "\"date\": \"2025".len()..]
        );
        let expected = [
            format!(
                "content.json:{}: publications[0].colour: found the unknown field \"colour\"",
                place(&broken, "\"colour\"")
            ),
            format!("content.json:{}: publications[0].date: found \"2025-13\"", place(&broken, "\"2025-13\"")),
        ];
        visitor.host.breaks(CONTENT, Fault::Text(broken));
        visitor.opens("/publications/").await;
        visitor.reads("main .problems", "The content has 2 mistakes").await;
        let listed = visitor.texts(".problems li").await;
        let warned: Vec<Message> = visitor.console().await.into_iter().filter(|line| line.level == "WARNING").collect();
        assert_eq!(listed.len(), expected.len(), "{listed:#?}");
        for expected in expected {
            assert!(listed.iter().any(|line| line.starts_with(&expected)), "{expected}\n  not in {listed:#?}");
            assert!(
                warned.iter().any(|line| line.text.replace("\\\"", "\"").contains(&expected)),
                "{expected}\n  not in {warned:#?}"
            );
        }
        assert_eq!(visitor.counts(".results article").await, visitor.content().publications.len());
        // They are said on every page, and once.
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.paper')").await;
        assert_eq!(visitor.counts(".problems").await, 1);
    });
}

/// Line and column of a word in a text, counted from 1.
fn place(text: &str, word: &str) -> String {
    let before = &text[..text.find(word).expect("the word is in the text")];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    format!("{}:{}", before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The end of the address of a build's Markdown, read ahead of time.
fn prepared_markdown(build: Build) -> String {
    let mut names = fs::read_dir(build.folder())
        .expect("the build can be read")
        .map(|entry| entry.expect("the build can be read").file_name().into_string().expect("its names are plain"));
    let name = names.find(|name| name.starts_with("markdown-") && name.ends_with(".json"));
    format!("/{}", name.expect("the build has read its Markdown"))
}

/// What Markdown became, on the page that is shown.
const MARKDOWN: &str = "[...document.querySelectorAll('.markdown')].map(text => text.innerHTML)";

#[test]
fn markdown_that_was_not_read_ahead_of_time_is_read_by_the_page() {
    journey(async |visitor| {
        let prepared = prepared_markdown(visitor.host.build);
        visitor.opens("/").await;
        let expected = visitor.value(MARKDOWN).await;
        assert!(!visitor.requests().await.iter().any(|address| address.ends_with("/tools.js")));
        for fault in [Fault::Status(404), Fault::Html, Fault::CutOff, Fault::Closed, Fault::Text("{}".to_owned())] {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(&prepared, fault);
            visitor.goto("/").await;
            sees_the_site(visitor).await;
            visitor.sees(MARKDOWN, expected.clone()).await;
            visitor.host.mends(&prepared);
        }
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
        sees_the_site(visitor).await;
    });
}

#[test]
fn markdown_that_cannot_be_read_is_said_and_retry_mends_it() {
    journey(async |visitor| {
        let prepared = prepared_markdown(visitor.host.build);
        visitor.host.breaks(&prepared, Fault::Status(404));
        for parser in ["/tools.js", "/tools_bg.wasm"] {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(parser, Fault::Status(404));
            visitor.goto("/").await;
            visitor.reads(BANNER, "could not be fetched").await;
            visitor.host.mends(parser);
            presses(visitor, "Retry").await;
            sees_the_site(visitor).await;
        }
    });
}

/// Either the page says that it waits, or it helps itself.
#[test]
fn markdown_that_stalls_leaves_no_visitor_before_an_empty_page() {
    journey(async |visitor| {
        let prepared = prepared_markdown(visitor.host.build);
        for fault in [Fault::Silence, Fault::Stalls] {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(&prepared, fault);
            visitor.goto("/").await;
            visitor.until("document.querySelector('main h1') ?? document.querySelector('.banner:not([hidden])')").await;
            visitor.host.mends(&prepared);
            sees_the_site(visitor).await;
        }
    });
}

#[test]
fn a_module_that_does_not_arrive_is_said_and_reload_mends_it() {
    journey(async |visitor| {
        for (file, fault) in [
            (".wasm", Fault::Status(404)),
            (".js", Fault::Status(404)),
            (".wasm", Fault::Status(500)),
            (".wasm", Fault::CutOff),
            (".js", Fault::Closed),
            (".wasm", Fault::Changed),
            (".js", Fault::Changed),
        ] {
            // Not what the browser keeps from the round before.
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(file, fault);
            visitor.goto("/").await;
            visitor.reads(BANNER, "could not be loaded").await;
            visitor.sees("document.querySelector('.banner').getAttribute('role')", "alert").await;
            visitor.sees("document.querySelectorAll('.banner').length", 1).await;
            visitor.host.mends(file);
            presses(visitor, "Reload").await;
            sees_the_site(visitor).await;
        }
    });
}

/// A panic of the module cannot be had from outside; its trap reaches the page as this event.
#[test]
fn a_module_that_stops_is_said_once_and_the_page_stays() {
    journey(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.expects_panics();
        let before = visitor.texts("main").await;
        for _ in 0..2 {
            visitor
                .run("const error = new WebAssembly.RuntimeError('unreachable'); dispatchEvent(new ErrorEvent('error', { error }))")
                .await;
        }
        visitor.reads(BANNER, "has stopped").await;
        visitor
            .sees("[...document.querySelectorAll('.banner')].filter(banner => banner.checkVisibility()).length", 1)
            .await;
        assert_eq!(visitor.texts("main").await, before);
        visitor.marks_the_page().await;
        presses(visitor, "Reload").await;
        visitor.until("window.mark === undefined && document.querySelector('main h1')").await;
    });
}

/// Extensions throw errors too, and images fail to load: none of it stops the site.
#[test]
fn an_error_of_someone_else_is_no_reason_for_a_banner() {
    journey(async |visitor| {
        visitor.opens("/").await;
        visitor.run("dispatchEvent(new ErrorEvent('error', { error: new TypeError('of an extension') }))").await;
        visitor.run("dispatchEvent(new ErrorEvent('error', {}))").await;
        sees_the_site(visitor).await;
    });
}
