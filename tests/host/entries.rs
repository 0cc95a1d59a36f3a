//! Lists of entries: news, talks, courses.

use std::fmt::Write;

use frontispiece::{
    build::render::{context, render},
    content::read,
    context::AppContext,
    route::Base,
    util::json,
};
use scraper::Html;

use crate::support::{
    build::{all, one, text_of},
    read_trusted,
};

/// Returns a profile with these pages, as JSON.
fn profile(pages: &str) -> String {
    format!(
        r#"{{ "site": {{ "url": "https://ada.example/" }}, "person": {{ "name": "Ada" }}, "pages": [{pages}],
            "publications": [{{ "id": "notes", "title": "*Notes* on Engines", "type": "journal", "authors": ["Ada"], "date": "1843" }}] }}"#
    )
}

/// Returns a site whose home page has a list with these entries.
fn with_entries(entries: &str) -> AppContext {
    site(&format!(r#"{{ "slug": "", "title": "Home", "sections": [{{ "title": "News", "entries": [{entries}] }}] }}"#))
}

fn site(pages: &str) -> AppContext {
    let reading = read(&profile(pages)).unwrap();
    assert_eq!(reading.diagnostics, []);
    // A visitor's browser reads the same.
    assert!(read_trusted(&json::encode(&reading.content)).as_ref() == Some(&reading.content));
    context(reading.content, Base::new("/sub/"))
}

fn page(site: AppContext, path: &str) -> Html {
    Html::parse_document(&render(site, &[], path))
}

/// Returns the entries of the only list on the home page, one on a line.
fn lines(entries: &str) -> String {
    let html = page(with_entries(entries), "/");
    all(&html, ".entries > li").into_iter().fold(String::new(), |mut lines, entry| {
        let _ = writeln!(lines, "{}", text_of(entry));
        lines
    })
}

#[test]
fn a_title_is_inline_markdown_with_links() {
    let html = page(
        with_entries(
            r#""Our [paper on *engines*](/publications/notes/) is at **SoCC**", { "title": "`x` and [y](https://y.example/)" }"#,
        ),
        "/",
    );
    let titles: Vec<String> = all(&html, ".entry-title").into_iter().map(|title| title.inner_html()).collect();
    assert_eq!(
        titles,
        [
            r#"Our <a href="/sub/publications/notes/">paper on <em>engines</em></a> is at <strong>SoCC</strong>"#,
            r#"<code>x</code> and <a href="https://y.example/">y</a>"#,
        ]
    );
    assert_eq!(lines(r#"{ "title": "A", "entries": ["*b*", "c"] }"#), "Ab, c\n");
}

#[test]
fn ordinary_signs_in_a_title_stay() {
    for title in ["A* search", "snake_case", "CS 101: <Intro>", "1. First", "# 1", "[sic]", "From $5 to $10", "R&D"] {
        let html = page(with_entries(&format!("{title:?}")), "/");
        let shown = one(&html, ".entry-title");
        assert_eq!((text_of(shown).as_str(), shown.child_elements().count()), (title, 0));
    }
}

#[test]
fn entries_with_a_date_are_newest_first() {
    assert_eq!(
        lines(
            r#"{ "title": "year", "date": "2024" }, { "title": "day", "date": "2024-05-17" }, "pinned",
               { "title": "next day", "date": "2024-05-18", "when": "in May" }, { "title": "month", "date": "2024-05" },
               { "title": "years", "date": "2023/2025" }, { "title": "spring", "date": "2024-21" }, { "title": "new", "date": "2026-01" },
               { "title": "same day", "date": "2024-05-17" }, "last""#
        ),
        "newJanuary 2026\nnext dayin May\npinned\nday17 May 2024\nsame day17 May 2024\nmonthMay 2024\nspringSpring 2024\n\
         year2024\nyears2023–2025\nlast\n"
    );
    // Entries below an entry, and in one line.
    assert_eq!(
        lines(
            r#"{ "title": "A", "entries": [{ "title": "b", "date": "2023" }, { "title": "c", "date": "2024-05" }] }"#
        ),
        "Ac May 2024, b 2023\n"
    );
    assert_eq!(
        lines(
            r#"{ "title": "A", "entries": [{ "title": "b", "date": "2023" }, { "title": "c", "date": "2024", "note": "n" }] }"#
        ),
        "Ac2024nb2023\nc2024n\nb2023\n"
    );
    let html = page(with_entries(r#"{ "title": "A", "date": "2024-21" }"#), "/");
    assert_eq!(one(&html, ".entry-title + .date > time").attr("datetime"), Some("2024"));
}

#[test]
fn entries_without_dates_keep_their_order() {
    assert_eq!(lines(r#""c", "a", { "title": "b", "when": "2020" }"#), "c\na\nb2020\n");
}

#[test]
fn a_section_shows_the_newest_entries_of_another_page() {
    let news = r#"{ "slug": "news", "title": "News & more", "sections": [
        { "title": "2024", "entries": [{ "title": "[a](/)", "date": "2024-05-17" }, "old"] },
        { "title": "2025", "entries": [{ "title": "b", "date": "2025" }, { "title": "c", "date": "2024-06" }] }
    ] }"#;
    let with = |section: &str| {
        site(&format!(r#"{{ "slug": "", "title": "Home", "sections": [{{ "title": "News", {section} }}] }}, {news}"#))
    };
    let shown = |section: &str| {
        let html = page(with(section), "/");
        let link = one(&html, "main section > .entries + p > a");
        assert_eq!(link.attr("href"), Some("/sub/news/"));
        assert_eq!(text_of(link), "All entries in News & more (4)");
        let titles: Vec<String> = all(&html, ".entry-title").into_iter().map(text_of).collect();
        titles.join(" ")
    };
    assert_eq!(shown(r#""from": "news", "newest": 2"#), "b old");
    assert_eq!(shown(r#""from": "news", "newest": 9"#), "b old c a");
    assert_eq!(shown(r#""from": "news""#), "b old c a");
    // The page itself keeps its sections.
    let html = page(with(r#""from": "news""#), "/news/");
    assert_eq!(all(&html, ".entry-title").into_iter().map(text_of).collect::<String>(), "aoldbc");
    // An unknown page shows nothing.
    let reading =
        read(&profile(r#"{ "slug": "", "title": "Home", "sections": [{ "title": "N", "from": "x" }] }"#)).unwrap();
    let html = page(context(reading.content, Base::new("/")), "/");
    assert_eq!(text_of(one(&html, "main > section")), "N");
    // The CV has the entries only once.
    let html = page(with(r#""from": "news""#), "/cv/");
    assert_eq!(all(&html, ".entry-title").len(), 4);
}
