//! Every file of the site, broken in every way: what was written stays readable, and the page says what is wrong.
//!
//! What is broken, and what the visitor has then, beside the page as it was written:
//!
//! | | missing, failing, HTML in its place, cut off | changed | of the wrong type | late |
//! | --- | --- | --- | --- | --- |
//! | module: JavaScript | "could not be loaded", Reload | the same | the same | after 4.5 s "has not started yet", Reload; starts when it comes |
//! | module: wasm | the same | the same | starts | the same |
//! | `content.json` | what is wrong, Retry; a failure that may pass is tried again twice | the new content is read | starts | "is slow to arrive", Retry |
//! | `markdown-….json` | starts: the second module reads the Markdown | starts | starts | starts without it |
//! | second module | "could not be fetched", Retry | as its browser takes it | JavaScript as missing; wasm starts | "is slow to arrive", Retry |
//! | icon, pictures | starts | | | starts |
//! | the page, cut off | as far as it came; of a filtered address the whole list, after 6 s | | | |
//!
//! A browser that has been there before keeps the module and the Markdown: nothing of them is asked for again.

mod content;

use std::time::Duration;

use fantoccini::{Locator, key::Key};
use serde_json::{Value, json};

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{ADDRESS, HEADING, Journey, STARTED, STATUS, Visitor, journey},
};

const LIST: &str = "/publications/";
const WASM: &str = "_bg.wasm";
const MARKDOWN: &str = ".json";
const CONTENT: &str = "/content.json";
const TOOLS: &str = "/tools.js";
const TOOLS_WASM: &str = "/tools_bg.wasm";

/// What a banner says, if one is shown.
pub const BANNER: &str =
    "[...document.querySelectorAll('.banner')].filter(one => one.checkVisibility()).map(one => one.textContent).join()";

/// Notes how long after its first paint the page first said something, in milliseconds.
const SAID: &str = "new MutationObserver(() => {
        const banner = [...document.querySelectorAll('.banner')].find(one => one.checkVisibility());
        const painted = performance.getEntriesByType('paint')[0]?.startTime;
        if (banner && painted) window.said ??= performance.now() - painted;
    }).observe(document, { childList: true, subtree: true, attributes: true });";

/// How a page with a fault goes on.
#[derive(Clone, Copy)]
enum Outcome {
    /// As if nothing had happened.
    Starts,
    /// With these words, and a button that helps when the fault is mended.
    Says(&'static str, &'static str),
}

use Outcome::{Says, Starts};

const STOPPED: Outcome = Says("could not be loaded", "Reload");

/// What any file may suffer at once.
fn common() -> Vec<Fault> {
    let cuts = [0, 1, 50, 99].map(Fault::CutAt);
    [Fault::Status(404), Fault::Status(500), Fault::Html, Fault::Closed].into_iter().chain(cuts).collect()
}

/// The page as it was written can be read: the name, the heading, and all publications.
async fn reads_the_list(visitor: &Visitor) {
    let content = visitor.content();
    visitor.reads(".name", &content.person.name).await;
    visitor.reads("main h1", profile::list(&content)).await;
    let shown = "[...document.querySelectorAll('.results article')]
        .filter(one => one.checkVisibility({ visibilityProperty: true })).length";
    visitor.sees(shown, content.publications.len()).await;
}

async fn starts(visitor: &Visitor) {
    visitor.until(STARTED).await;
    visitor.sees(BANNER, "").await;
}

async fn presses(visitor: &Visitor, button: &str) {
    let path = format!("//*[contains(@class, 'banner') and not(@hidden)]//button[normalize-space() = '{button}']");
    let button = visitor.client.find(Locator::XPath(&path)).await.unwrap_or_else(|error| panic!("{button}: {error}"));
    button.click().await.expect("it can be pressed");
}

/// Opens the list with a file broken, in a browser that knows nothing of the site.
async fn meets(visitor: &Visitor, file: &str, fault: Fault, outcome: Outcome) {
    println!("{file} {}", &format!("{fault:?}")[..format!("{fault:?}").len().min(60)]);
    visitor.devtools("Network.clearBrowserCache", json!({})).await;
    visitor.host.breaks(file, fault);
    visitor.goto(LIST).await;
    reads_the_list(visitor).await;
    match outcome {
        Starts => {
            starts(visitor).await;
            visitor.host.mends(file);
        }
        Says(words, button) => {
            visitor.reads(".banner", words).await;
            reads_the_list(visitor).await;
            visitor.host.mends(file);
            presses(visitor, button).await;
            starts(visitor).await;
        }
    }
    reads_the_list(visitor).await;
}

fn through_faults(file: &str, faults: impl IntoIterator<Item = (Fault, Outcome)>) {
    let faults: Vec<(Fault, Outcome)> = faults.into_iter().collect();
    Journey::through(Build::Root).take(async |visitor| {
        for (fault, outcome) in &faults {
            meets(visitor, file, fault.clone(), *outcome).await;
        }
    });
}

#[test]
fn a_broken_wasm_leaves_the_page_as_it_was_written() {
    let faults = common().into_iter().chain([Fault::Changed]).map(|fault| (fault, STOPPED));
    through_faults(WASM, faults.chain([(Fault::Typed("application/octet-stream"), Starts)]));
}

#[test]
fn a_broken_javascript_leaves_the_page_as_it_was_written() {
    let faults = common().into_iter().chain([Fault::Changed, Fault::Typed("text/plain")]);
    through_faults(".js", faults.map(|fault| (fault, STOPPED)));
}

#[test]
fn broken_content_is_said_over_the_page_as_it_was_written() {
    through_faults(
        CONTENT,
        [
            (Fault::Status(404), Says("was not found (404)", "Retry")),
            (Fault::Status(500), Says("the server answered 500", "Retry")),
            (Fault::Html, Says("sent a web page (HTML)", "Retry")),
            (Fault::Closed, Says("the connection failed", "Retry")),
            (Fault::CutAt(0), Says("was cut off on the way", "Retry")),
            (Fault::CutAt(1), Says("was cut off on the way", "Retry")),
            (Fault::CutAt(99), Says("was cut off on the way", "Retry")),
            (Fault::Text(String::new()), Says("the file is empty", "Retry")),
            (Fault::Text("[]".to_owned()), Says("expected an object", "Retry")),
            (
                Fault::Bytes(b"{ \"person\": { \"name\": \"Ren\xe9\" } }".to_vec()),
                Says("offset 26 is not UTF-8", "Retry"),
            ),
            (Fault::Bytes(vec![0; 1000]), Says("not valid JSON", "Retry")),
            (Fault::Typed("text/plain"), Starts),
            (Fault::Typed("application/octet-stream"), Starts),
            (Fault::Changed, Starts),
        ],
    );
}

#[test]
fn broken_markdown_is_read_anew() {
    let faults = [common(), vec![Fault::Changed, Fault::Typed("text/plain")]].concat();
    Journey::through(Build::Root).take(async |visitor| {
        let file = visitor.value("document.getElementById('fp:boot')?.dataset.markdown").await;
        assert_eq!(file, Value::Null);
        visitor.opens("/").await;
        let file = visitor.value("document.getElementById('fp:boot').dataset.markdown").await;
        let file = file.as_str().filter(|file| file.ends_with(MARKDOWN)).expect("the page names it");
        for fault in &faults {
            meets(visitor, file, fault.clone(), Starts).await;
        }
    });
}

/// The second module reads a profile that was changed since the build.
#[test]
fn a_broken_second_module_is_said_over_the_page_as_it_was_written() {
    let missing = Says("(tools.js) could not be fetched", "Retry");
    let of = |file: &'static str, fault: Fault, outcome: Outcome| (file, fault, outcome);
    let both = [TOOLS, TOOLS_WASM]
        .into_iter()
        .flat_map(|file| common().into_iter().map(move |fault| of(file, fault, missing)));
    let types = [
        of(TOOLS, Fault::Typed("text/plain"), missing),
        of(TOOLS_WASM, Fault::Typed("application/octet-stream"), Starts),
        of(TOOLS, Fault::Changed, Starts),
        of(TOOLS_WASM, Fault::Changed, missing),
    ];
    let faults: Vec<(&str, Fault, Outcome)> = both.chain(types).collect();
    Journey::through(Build::Root).take(async |visitor| {
        visitor.host.breaks(CONTENT, Fault::Changed);
        for (file, fault, outcome) in &faults {
            meets(visitor, file, fault.clone(), *outcome).await;
        }
    });
}

#[test]
fn a_broken_picture_changes_nothing() {
    through_faults(".svg", common().into_iter().map(|fault| (fault, Starts)));
}

/// Three seconds each: nothing is said, and all is well.
#[test]
fn slow_files_are_waited_for() {
    Journey::through(Build::Root).take(async |visitor| {
        let slow = Fault::Slow(Duration::from_secs(3));
        visitor.runs_first(SAID).await;
        for file in [".js", ".wasm", ".json", ".svg"] {
            visitor.host.breaks(file, slow.clone());
        }
        visitor.goto(LIST).await;
        reads_the_list(visitor).await;
        visitor.until(STARTED).await;
        visitor.sees("window.said ?? null", Value::Null).await;
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
    journey(async |visitor| {
        let content = visitor.content();
        let all = content.publications.len();
        visitor.runs_first(SAID).await;
        // The last address shows what was written; the others a part of it.
        for (file, fault, query) in [
            (".js", Fault::Silence, "?year=2024"),
            (WASM, Fault::Stalls, "?year=2024"),
            (WASM, Fault::Silence, "?page=1"),
        ] {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(file, fault);
            visitor.goto(&format!("{LIST}{query}")).await;
            visitor.marks_the_page().await;
            visitor.reads(".banner", "has not started yet: something is late. Still waiting…").await;
            visitor.reads(".banner button", "Reload").await;
            visitor.until("said < 5_000").await;
            visitor
                .sees(STATUS, format!("Showing all {all} publications; what the address asks for is not applied"))
                .await;
            reads_the_list(visitor).await;
            visitor.host.mends(file);
            starts(visitor).await;
            let of_year = content.publications.iter().filter(|one| one.year() == Some(2024)).count();
            let shown = if query == "?page=1" {
                format!("Showing all {all} publications")
            } else {
                format!("Showing {of_year} of {all} publications")
            };
            visitor.sees(STATUS, shown).await;
            visitor.still_sees_the_mark().await;
        }
    });
}

/// Several things are late at once: one thing at a time is said, and never nothing.
#[test]
fn what_is_late_one_after_the_other_is_said_once() {
    Journey::through(Build::Root).take(async |visitor| {
        visitor.runs_first(SAID).await;
        visitor.host.breaks(WASM, Fault::Slow(Duration::from_secs(2)));
        visitor.host.breaks(CONTENT, Fault::Silence);
        visitor.goto(LIST).await;
        visitor.reads(".banner", "has not started yet").await;
        visitor.until("said < 5_000").await;
        visitor.reads(".banner", "is slow to arrive").await;
        visitor.sees("[...document.querySelectorAll('.banner')].filter(one => one.checkVisibility()).length", 1).await;
        visitor.host.mends(CONTENT);
        starts(visitor).await;
    });
}

#[test]
fn a_page_that_is_cut_off_is_shown_as_far_as_it_came() {
    journey(async |visitor| {
        let content = visitor.content();
        for (percent, path) in [(75, "/"), (99, LIST), (90, "/publications/?year=2024")] {
            visitor.host.breaks(path.split('?').next().expect("a path"), Fault::CutAt(percent));
            // The driver tells of the broken connection.
            let address = format!("{}{}", visitor.host.origin, visitor.path(path));
            let _ = visitor.client.goto(&address).await;
            visitor.reads(".name", &content.person.name).await;
            // With the end of the page, its program is missing.
            visitor.sees("document.getElementById('fp:boot')?.dataset.state ?? 'none'", "none").await;
            if path != "/" {
                reads_the_list(visitor).await;
            }
            visitor.host.mends(path.split('?').next().expect("a path"));
        }
    });
}

#[test]
fn a_browser_that_was_there_before_needs_nothing_but_the_page_and_the_content() {
    journey(async |visitor| {
        visitor.host.lets_browsers_keep();
        visitor.opens(LIST).await;
        let before = visitor.requests().await.len();
        for kept in ["module", "wasm", "markdown"] {
            let file = visitor.value(&format!("document.getElementById('fp:boot').dataset.{kept}")).await;
            visitor.host.breaks(file.as_str().expect("the page names it"), Fault::Status(404));
        }
        visitor.opens("/").await;
        visitor.opens(LIST).await;
        starts(visitor).await;
        reads_the_list(visitor).await;
        assert!(visitor.requests().await.len() > before);
        for (fault, words) in [
            (Fault::Closed, "the connection failed"),
            (Fault::Status(404), "was not found (404)"),
            (Fault::Status(500), "the server answered 500"),
            (Fault::CutAt(50), "was cut off on the way"),
            (Fault::Html, "sent a web page (HTML)"),
            (Fault::Text(String::new()), "the file is empty"),
        ] {
            visitor.host.breaks(CONTENT, fault);
            visitor.goto(LIST).await;
            reads_the_list(visitor).await;
            visitor.reads(".banner", words).await;
            visitor.host.mends(CONTENT);
            presses(visitor, "Retry").await;
            starts(visitor).await;
            reads_the_list(visitor).await;
        }
    });
}

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
        visitor.reads(".banner", "could not be loaded").await;
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
        visitor.clicks(".years button[value='2024']").await;
        visitor.sees("location.search", "?year=2024").await;
        visitor.clicks(".take summary").await;
        let made = "document.querySelector('.take [role=status]')?.textContent";
        visitor.clicks("[data-do=take]").await;
        visitor.until(&format!("{made}?.includes('could not be made')")).await;
        is_offline(visitor, false).await;
        visitor.clicks("[data-do=take]").await;
        visitor.until(&format!("{made}?.includes('Downloaded')")).await;
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.paper')").await;
        visitor.still_sees_the_mark().await;
    });
}

#[test]
fn content_with_bad_entries_loses_only_them() {
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
            visitor.until(STARTED).await;
            let mistakes = if bad == 1 { "1 mistake".to_owned() } else { format!("{bad} mistakes") };
            visitor.reads(".problems", &format!("The content has {mistakes}")).await;
            visitor.sees("document.querySelectorAll('.results article').length", all - bad).await;
            visitor.reads(".name", &visitor.content().person.name).await;
            visitor.host.mends(CONTENT);
        }
        // Nothing is in it, but it is an object.
        visitor.host.breaks(CONTENT, Fault::Text("{}".to_owned()));
        for path in ["/", LIST] {
            visitor.goto(path).await;
            visitor.until(STARTED).await;
            visitor.reads(".problems", "the field \"person\" is missing").await;
            visitor.until("document.querySelector('main h1').textContent").await;
        }
    });
}

#[test]
fn content_of_50_megabytes_is_read_or_refused_in_words() {
    Journey::through(Build::Root).take(async |visitor| {
        let whole = profile::text_of_build(visitor.host.build);
        let space = " ".repeat(50_000_000);
        visitor.host.breaks(CONTENT, Fault::Text(format!("{whole}{space}")));
        visitor.goto(LIST).await;
        reads_the_list(visitor).await;
        visitor.until(STARTED).await;
        reads_the_list(visitor).await;
        visitor.host.mends(CONTENT);
        visitor.host.breaks(CONTENT, Fault::Bytes(vec![b'['; 50_000_000]));
        visitor.goto(LIST).await;
        visitor.reads(".banner", "could not be read").await;
        reads_the_list(visitor).await;
    });
}

/// A browser shows an old page whose files are gone: it is said, nothing is loaded by itself, and Reload helps.
#[test]
fn an_old_page_after_a_new_deployment_says_so_once_and_reload_mends_it() {
    journey(async |visitor| {
        let file = visitor.host.build.folder().join("publications/index.html");
        let page = std::fs::read_to_string(file).expect("the page can be read");
        let base = visitor.host.build.base();
        let names = ["module", "wasm", "markdown"].map(|name| format!("data-{name}=\"{base}"));
        let old = names.iter().fold(page.clone(), |page, name| page.replace(name, &format!("{name}0ld-")));
        assert_eq!(old.len(), page.len() + 3 * "0ld-".len());
        let path = visitor.path(LIST);
        visitor.host.lacks(".js");
        visitor.host.lacks(".wasm");
        visitor.host.lacks(".json");
        visitor.host.adds(&path, &old);
        visitor.goto(LIST).await;
        visitor.reads(".banner", "could not be loaded").await;
        reads_the_list(visitor).await;
        visitor.marks_the_page().await;
        visitor.settled("new Promise(done => setTimeout(done, 500))").await;
        visitor.still_sees_the_mark().await;
        let pages = visitor.requests().await.into_iter().filter(|address| address.ends_with(LIST)).count();
        assert_eq!(pages, 1);
        visitor.host.removes(&path);
        presses(visitor, "Reload").await;
        starts(visitor).await;
    });
}

/// A tab that stays open over a new deployment needs nothing of the old one.
#[test]
fn an_old_tab_after_a_new_deployment_goes_on() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.opens("/").await;
        for file in ["_bg.wasm", ".js", ".json", "/"] {
            visitor.host.breaks(file, Fault::Status(404));
        }
        visitor.marks_the_page().await;
        visitor.picks_from_menu(profile::list(&content)).await;
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.paper')").await;
        visitor.goes_back().await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.still_sees_the_mark().await;
    });
}

/// Lets the module panic where it makes such an element: Leptos does not expect the browser to refuse that.
const REFUSES_INPUT: &str = "(() => {
    const create = Document.prototype.createElement;
    Document.prototype.createElement = function (name, ...rest) {
        if (name === 'input') throw new DOMException('refused', 'NotSupportedError');
        return create.call(this, name, ...rest);
    };
    window.mends = () => { Document.prototype.createElement = create; };
})();";

#[test]
fn a_panic_in_a_view_leaves_the_last_page_whole_and_nothing_half_alive() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.expects_panics();
        visitor.opens("/").await;
        visitor.run(REFUSES_INPUT).await;
        visitor.marks_the_page().await;
        let before = visitor.texts("main").await;
        visitor.picks_from_menu(profile::list(&content)).await;
        visitor.reads(".banner", "has stopped").await;
        visitor
            .sees(
                BANNER,
                "The interactive part of this page has stopped or could not be loaded. Links still work.Reload",
            )
            .await;
        assert_eq!(visitor.texts("main").await, before);
        visitor.reads("main h1", profile::home(&content)).await;
        visitor
            .until("[...document.querySelectorAll('#fp\\\\:app :is(button, input)')].every(one => one.disabled)")
            .await;
        visitor.run("mends()").await;
        // No key does anything, and what opens has something in it.
        for key in ['/', '?'] {
            visitor.presses(key).await;
        }
        visitor.sees("document.querySelector('dialog[open]')", Value::Null).await;
        let open = "[...document.querySelectorAll('details')].filter(one => one.checkVisibility()).every(one => one.textContent.includes('@'))";
        visitor.sees(open, true).await;
        visitor.still_sees_the_mark().await;
        // Links are the browser's again.
        visitor.picks_from_menu(profile::list(&content)).await;
        visitor.sees(HEADING, profile::list(&content)).await;
        starts(visitor).await;
        visitor.until("window.mark === undefined").await;
    });
}

#[test]
fn a_panic_at_the_start_leaves_the_page_as_it_was_written() {
    journey(async |visitor| {
        visitor.expects_panics();
        visitor.runs_first(REFUSES_INPUT).await;
        // This address is built anew.
        visitor.goto("/publications/?year=2024").await;
        visitor.reads(".banner", "has stopped").await;
        visitor.reads("#fp\\:status", "what the address asks for is not applied").await;
        reads_the_list(visitor).await;
        visitor
            .until("[...document.querySelectorAll('#fp\\\\:app :is(button, input)')].every(one => one.disabled)")
            .await;
    });
}

const REFUSED: &str = "throw new DOMException('refused', 'SecurityError')";

#[test]
fn history_calls_that_are_refused_become_loads_of_pages() {
    journey(async |visitor| {
        let content = visitor.content();
        let calls = format!("history.pushState = history.replaceState = () => {{ {REFUSED} }};");
        visitor.runs_first(&calls).await;
        visitor.opens("/").await;
        visitor.marks_the_page().await;
        visitor.picks_from_menu(profile::list(&content)).await;
        visitor.until("window.mark === undefined").await;
        visitor.until(STARTED).await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.clicks(".years button[value='2024']").await;
        visitor.sees("location.search", "?year=2024").await;
        visitor.until(STARTED).await;
        let of_year = content.publications.iter().filter(|one| one.year() == Some(2024)).count();
        let all = content.publications.len();
        visitor.sees(STATUS, format!("Showing {of_year} of {all} publications")).await;
        visitor.goes_back().await;
        visitor.until(STARTED).await;
        visitor.sees(ADDRESS, visitor.path(LIST)).await;
        visitor.sees(STATUS, format!("Showing all {all} publications")).await;
        // What is typed is followed, only its address is not written.
        visitor.marks_the_page().await;
        visitor.clicks("#fp\\:search").await;
        visitor.types("caravan").await;
        visitor.sees(STATUS, format!("Showing 1 of {all} publications")).await;
        visitor.sees(ADDRESS, visitor.path(LIST)).await;
        visitor.presses(Key::Escape).await;
        visitor.sees(STATUS, format!("Showing all {all} publications")).await;
        visitor.still_sees_the_mark().await;
    });
}

/// Safari refuses after a hundred calls, so one may be refused and the next one not.
#[test]
fn back_leads_to_an_entry_that_the_browser_refused_to_number() {
    journey(async |visitor| {
        let content = visitor.content();
        let first = format!(
            "const replace = history.replaceState;
             history.replaceState = () => {{ history.replaceState = replace; {REFUSED} }};"
        );
        visitor.runs_first(&first).await;
        visitor.opens("/").await;
        visitor.marks_the_page().await;
        visitor.picks_from_menu(profile::list(&content)).await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.goes_back().await;
        visitor.sees(HEADING, profile::home(&content)).await;
        visitor.goes_forward().await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.still_sees_the_mark().await;
    });
}

#[test]
fn a_browser_that_keeps_nothing_and_copies_nothing_shows_the_site() {
    journey(async |visitor| {
        let content = visitor.content();
        let nothing = format!(
            "for (const name of ['localStorage', 'sessionStorage', 'caches', 'indexedDB'])
                 Object.defineProperty(window, name, {{ get() {{ {REFUSED} }} }});
             Object.defineProperty(navigator, 'clipboard', {{ value: undefined }});"
        );
        visitor.runs_first(&nothing).await;
        visitor.opens(&format!("{LIST}{}/", content.publications[0].id)).await;
        visitor.clicks(".copy button").await;
        visitor.reads(".copy [role=status]", "Copying failed; the text is selected instead").await;
        visitor.clicks(".themes button[value=dark]").await;
        visitor.sees("document.documentElement.dataset.theme", "dark").await;
        visitor.picks_from_menu(profile::list(&content)).await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.goes_back().await;
        visitor.sees(HEADING, content.publications[0].title.as_str()).await;
        visitor.reloads().await;
        visitor.sees(HEADING, content.publications[0].title.as_str()).await;
    });
}
