//! Tests content that is far larger or deeper than that of any author: reading and showing it takes bounded time and
//! bounded stack.

use std::{
    fmt::Write,
    thread,
    time::{Duration, Instant},
};

use fixtures::{generate, hard_markdown::hard_markdown};
use frontispiece::{
    build::render::{context, render},
    check::{CheckContext, Files, check},
    content::{Content, ContentPage, Diagnostic, MarkdownFiles, Section, read},
    markdown::{MAX_DEPTH as MAX_LEVELS, decode, demote_headings, parse, plain_text},
    math::{Display, convert},
    route::Base,
    util::{json, json::MAX_DEPTH, text::normalize},
};
use serde_json::{Map, Value, json};

use crate::{formulas::hard_formulas, support::read_trusted};

/// A depth and length beyond any intended content. A recursion that takes 210 bytes for each level overflows [`STACK`].
const N: usize = 2_500;

/// The length for `make fuzz`, where these tests are compiled with optimization and timed.
const MORE: usize = 50_000;

/// The maximum time of a case in `make fuzz`, through all stages. Quadratic time would take minutes.
const BOUND: Duration = Duration::from_secs(5);

/// Half of the smallest stack that threads other than the first have on current systems, and that WebAssembly has.
const STACK: usize = 1 << 19;

fn on_a_small_stack<T: Send + 'static>(deed: impl FnOnce() -> T + Send + 'static) -> T {
    thread::Builder::new().stack_size(STACK).spawn(deed).expect("a thread starts").join().expect("it does not panic")
}

fn problems_of(text: &str) -> Vec<Diagnostic> {
    check(
        text,
        &CheckContext { files: &Files::default(), markdown: &MarkdownFiles::default(), carries: &|_| {}, normalize },
    )
}

fn profile_with(markdown: &str) -> String {
    let sections = json!([{ "text": markdown }]);
    json!({
        "person": { "name": "Ada" },
        "pages": [{ "slug": "", "title": "Home", "sections": sections }],
    })
    .to_string()
}

/// Parses, copies, compares, encodes, decodes, walks, checks, renders and drops a text.
fn goes_through_all_stages(name: &str, source: String) {
    let document = parse(&source);
    let json = json::encode(&document.blocks);
    assert!(decode(&json) == Some(document.blocks.clone()), "{name}");
    plain_text(&demote_headings(document.blocks, 2));
    let refuses = |diagnostic: &Diagnostic| diagnostic.path == "pages[0].sections[0].text";
    let diagnostics = problems_of(&profile_with(&source));
    assert!(diagnostics.iter().all(refuses), "{name}: {diagnostics:?}");
    // A text that is nested too deeply is reported.
    let is_said = diagnostics.iter().any(|diagnostic| diagnostic.message.contains("levels deep"));
    assert_eq!(is_said, document.too_deep, "{name}");
    let section = Section { text: Some(source.into()), ..Section::default() };
    let pages = vec![ContentPage { sections: vec![section], ..ContentPage::default() }];
    let context = context(Content { pages, ..Content::default() }, Base::new("/"));
    assert!(render(context, &[], "/").contains("</footer>"), "{name}");
}

#[test]
fn hard_markdown_takes_bounded_stack() {
    on_a_small_stack(|| hard_markdown(N).into_iter().for_each(|(name, source)| goes_through_all_stages(name, source)));
}

/// The other checks would take seconds for 50,000 levels and lines.
#[test]
fn a_text_with_too_many_levels_is_checked_further_once_it_is_corrected() {
    let findings_about_levels = |levels: usize| {
        let diagnostics =
            problems_of(&profile_with(&format!("{}a\n\n[a](https://a.example/b c)", "> ".repeat(levels))));
        diagnostics.iter().map(|diagnostic| diagnostic.message.contains("levels deep")).collect::<Vec<_>>()
    };
    assert_eq!(findings_about_levels(MAX_LEVELS + 1), [true]);
    assert_eq!(findings_about_levels(2), [false]);
}

#[test]
#[ignore = "timed, so by `make fuzz` alone"]
fn hard_markdown_takes_bounded_time() {
    on_a_small_stack(|| {
        let mut times = Vec::new();
        for (name, source) in hard_markdown(MORE) {
            let start = Instant::now();
            goes_through_all_stages(name, source);
            times.push((start.elapsed(), name));
        }
        times.sort();
        times.reverse();
        println!("the slowest Markdown of {}, {MORE} repetitions each, through all stages:", times.len());
        times.iter().take(5).for_each(|(time, name)| println!("{time:>10.1?} {name}"));
        assert!(times[0].0 < BOUND, "{:?}", times[0]);
    });
}

#[test]
#[ignore = "timed, so by `make fuzz` alone"]
fn hard_formulas_take_bounded_time() {
    for tex in hard_formulas() {
        let start = Instant::now();
        let _ = convert(&tex, Display::Block);
        assert!(start.elapsed() < Duration::from_secs(1), "{:?}: {}", start.elapsed(), &tex[..20]);
    }
}

#[test]
fn deep_json_is_refused_with_a_message() {
    on_a_small_stack(|| {
        let in_person = |text: &str| format!("{{ \"person\": {text}");
        for (name, text) in [
            ("lists", "[".repeat(MORE)),
            ("lists that end", "[".repeat(MORE) + &"]".repeat(MORE)),
            ("objects", "{\"a\":".repeat(MORE)),
            ("lists in a profile", in_person(&"[".repeat(MORE))),
            ("objects in a profile", in_person(&"{\"name\":".repeat(MORE))),
            ("entries", format!("{{\"pages\":[{{\"sections\":[{}", "{\"entries\":[".repeat(MORE))),
            ("keys", format!("{{\"people\":{}", "{\"a\":".repeat(MORE))),
        ] {
            let found = "levels deep; is a bracket repeated?";
            let diagnostic = read(&text).expect_err(name);
            assert!(diagnostic.message.ends_with(found), "{name}: {diagnostic}");
            assert_eq!(problems_of(&text), [diagnostic], "{name}");
            assert!(read_trusted(&text).is_none(), "{name}");
        }
    });
}

/// Entries at the maximum depth are shown, and one level more is refused. Brackets inside texts do not count.
#[test]
fn the_deepest_entries_are_read_and_shown() {
    on_a_small_stack(|| {
        // The profile, the pages, the page, the sections, the section, and then a list and an object for each level.
        let nested = |levels: usize| {
            let (open, close) = ("{\"title\":\"[[[\\\"{\",\"entries\":[", "]}");
            let entries = open.repeat(levels) + "\"last\"" + &close.repeat(levels);
            format!(
                "{{\"person\":{{\"name\":\"Ada\"}},\"pages\":[{{\"slug\":\"\",\"title\":\"Home\",\
                 \"sections\":[{{\"entries\":[{entries}]}}]}}]}}"
            )
        };
        let deepest = (MAX_DEPTH - 7) / 2;
        let text = nested(deepest);
        assert_eq!(problems_of(&text), []);
        let content = read(&text).expect("it is JSON").content;
        let again = read_trusted(&text).expect("it is sound");
        assert_eq!(format!("{again:?}"), format!("{content:?}"));
        assert!(read_trusted(&json::encode(&content)).is_some());
        assert!(render(context(content, Base::new("/")), &[], "/").contains("last"));

        let text = nested(deepest + 1);
        assert_eq!(problems_of(&text).len(), 1);
        assert!(read(&text).is_err());
    });
}

/// Thousands of errors are all listed, each at its position.
#[test]
fn errors_in_every_publication_are_all_listed() {
    let library = generate::library(2_000, 7);
    let publications = library["publications"].as_array().expect("a list");
    let mut text = String::from(
        "{ \"person\": { \"name\": \"Ada\" }, \"pages\": [{ \"slug\": \"\", \"title\": \"Home\" }], \"publications\": [",
    );
    for (place, publication) in publications.iter().enumerate() {
        let mut wrong = publication.clone();
        wrong["color"] = json!("red");
        wrong["date"] = json!(2024);
        wrong["doi"] = json!("none");
        let comma = if place > 0 { ",\n" } else { "" };
        write!(text, "{comma}{wrong}").expect("a text takes it");
    }
    text.push_str("] }");
    let diagnostics = problems_of(&text);
    assert!(diagnostics.len() >= 3 * publications.len(), "{}", diagnostics.len());
    for (place, publication) in publications.iter().enumerate().step_by(499) {
        let path = format!("publications[{place}]");
        let of = |field: &str| {
            let path = format!("{path}.{field}");
            diagnostics.iter().filter(|diagnostic| diagnostic.path == path).collect::<Vec<_>>()
        };
        let (color, doi) = (of("color"), of("doi"));
        assert_eq!((color.len(), doi.len()), (1, 1), "{publication}");
        let line = text.lines().nth(color[0].position.line - 1).expect("a line");
        let rest: String = line.chars().skip(color[0].position.column - 1).take(7).collect();
        assert_eq!(rest, "\"color\"");
    }
}

fn profile_of(name: &str, value: Value) -> String {
    let mut profile = json!({ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" }] });
    profile[name] = value;
    profile.to_string()
}

/// Fragments of broken JSON that make a parser look ahead.
#[rustfmt::skip]
const SYNTAX: &[&str] = &[
    "\"", "\" ", "\"a ", "\", \"", "\", a", "\"]", "\"}", "\"\n", "\n", "\"a\" ", "\"a\", ", "\"a\": ", "\"a\": 1 ", "\"a\": {",
    "\"a\": [", "\"a\": \"b, ", "\"a\": \"b\n", "\"a\": \"b\"c\", ", "{", "[", "{ \"a\": ", "{ \"a\" ", "{}", "[]", "[1] ", "}", "]", "} ",
    "},", "],", ",", ":", "a ", "a,", "a: ", "a\" ", "a b\n", "'", "'a ", "'a', ", "“", "“a”, ", "“a ", "„a", "\\", "\"\\", "\\\"",
    "\"\\p\", ", "/*", "/* ", "//", "// \n", "#", "\u{a0}", "\u{feff}1,", "1 ", "1.", ";", "=", "\0", "\"a\": 1, { ", "{ \"a\": 1 ",
    "{ \"a\": 1,\n", " { \"a\": 1,\n", "\"a\": { \"b\": 1 }, { \"b\": 2 }, ", "\"a\", \"b\" \n", "x\"y", "\"x\":\"y\"z", "]}", "\"[", "\"{",
];

/// Returns a profile in which a fragment is repeated up to a length.
fn in_list(piece: &str, length: usize) -> String {
    format!(
        "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [], \"publications\": [{}] }}",
        piece.repeat(length / piece.len())
    )
}

fn in_object(piece: &str, length: usize) -> String {
    format!(
        "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [], \"venues\": {{ {} }} }}",
        piece.repeat(length / piece.len())
    )
}

/// Any repeated fragment is parsed or refused, with a bounded number of syntax errors.
#[test]
fn broken_json_takes_bounded_stack() {
    on_a_small_stack(|| {
        for piece in SYNTAX {
            let length = 2 * N / 5;
            for text in [in_list(piece, length), in_object(piece, length), piece.repeat(length / piece.len())] {
                let diagnostics = problems_of(&text);
                // A list may end with a comma, so this one is valid and has an error for each element.
                let is_list = read(&text).is_ok_and(|reading| reading.is_valid_json) && *piece == "\"a\", ";
                assert!(is_list || (1..=103).contains(&diagnostics.len()), "{piece:?}: {}", diagnostics.len());
            }
        }
    });
}

/// Returns profiles whose errors are all of one kind or all in one place.
fn one_error_everywhere() -> Vec<(&'static str, String)> {
    let count = 3000;
    let with = profile_of;
    let publications = |publication: &dyn Fn(usize) -> Value| (0..count).map(publication).collect::<Value>();
    let names = |prefix: &str| (0..count).map(|number| format!("{prefix} {number}")).collect::<Vec<String>>();
    let people: Value = names("Person").into_iter().map(|name| (name, json!({}))).collect::<Map<_, _>>().into();
    let mut unknown_people = json!([{ "id": "a", "title": "A", "authors": names("Author") }]);
    let unknown_topics = json!([{ "id": "a", "title": "A", "topics": names("Topic") }]);
    let mut syntax: Vec<(&str, String)> = SYNTAX.iter().map(|piece| (*piece, in_list(piece, 200_000))).collect();
    syntax.extend(SYNTAX.iter().map(|piece| (*piece, in_object(piece, 200_000))));
    let mut all = vec![
        ("ids", with("publications", publications(&|number| json!({ "id": "a", "title": number.to_string() })))),
        ("slugs", with("pages", publications(&|number| json!({ "slug": "a", "title": number.to_string() })))),
        ("authors", with("publications", json!([{ "id": "a", "title": "A", "authors": vec![json!(1.5); 20_000] }]))),
        ("topics", with("publications", unknown_topics)),
        ("people", {
            let mut profile: Value = serde_json::from_str(&with("people", people)).expect("it is JSON");
            profile["publications"] = unknown_people.take();
            profile.to_string()
        }),
        (
            "a long name",
            with("venues", json!({ "a".repeat(50_000): { "name": "V" } })).replacen(
                "\"pages\"",
                &format!(
                    "\"publications\":[{{\"id\":\"a\",\"title\":\"A\",\"venue\":\"{}\"}}],\"pages\"",
                    "b".repeat(50_000)
                ),
                1,
            ),
        ),
    ];
    all.extend(syntax);
    all
}

#[test]
#[ignore = "timed, so by `make fuzz` alone"]
fn one_repeated_error_takes_bounded_time() {
    for (name, profile) in one_error_everywhere() {
        let start = Instant::now();
        let diagnostics = problems_of(&profile);
        println!("{} errors listed in {:.1?}: {name}", diagnostics.len(), start.elapsed());
        assert!(!diagnostics.is_empty() && start.elapsed() < BOUND, "{name}");
    }
}

/// An entry with more than a thousand errors is skipped, and this is reported.
#[test]
fn an_entry_with_too_many_errors_is_skipped() {
    let text = profile_of("publications", json!([{ "id": "a", "title": "A", "authors": vec![json!(1.5); 2000] }]));
    let reading = read(&text).expect("it is JSON");
    assert_eq!(reading.content.publications.len(), 0);
    assert!(reading.diagnostics[0].message.ends_with("the entry is not shown"), "{}", reading.diagnostics[0]);
}

/// A library of 100,000 papers passes the check. Only `make fuzz` runs this, because it takes long.
#[test]
#[ignore = "87 MB: `make fuzz`"]
fn a_library_of_100_000_papers_passes() {
    let text = generate::to_text(&generate::library(100_000, 7));
    let start = Instant::now();
    let context =
        CheckContext { files: &Files::default(), markdown: &MarkdownFiles::default(), carries: &|_| {}, normalize };
    let errors: Vec<Diagnostic> = check(&text, &context).into_iter().filter(Diagnostic::is_error).collect();
    assert_eq!(errors, []);
    println!("{} bytes checked in {:.1?}", text.len(), start.elapsed());
    let start = Instant::now();
    let content = read_trusted(&text).expect("it is sound");
    println!("and read in {:.1?}: {} publications", start.elapsed(), content.publications.len());
    assert_eq!(content.publications.len(), 100_000);
}
