//! Pages below other pages, longer texts, talks about publications, and feeds of pages.

use std::str::FromStr;

use atom_syndication::Feed;
use frontispiece::{
    build::render::{context, render},
    content::read,
    context::AppContext,
    route::{Base, Route},
};
use scraper::Html;
use serde_json::Value;

use crate::support::build::{Build, all, attribute, one, text_of, valid};

const PROFILE: &str = r##"{
    "site": { "url": "https://ada.example/sub/", "redirects": { "/old/terns.html": "/projects/terns/" } },
    "person": { "name": "Ada" },
    "publications": [
        { "id": "results", "title": "*Notes* on Engines", "type": "journal", "authors": ["Ada"], "date": "1843" },
        { "id": "other", "title": "Other", "type": "journal", "authors": ["Ada"], "date": "1842" }
    ],
    "pages": [
        { "slug": "", "title": "Home", "sections": [{ "title": "Posts", "from": "posts", "newest": 1 }] },
        { "slug": "posts", "title": "Posts", "feed": true, "menu": false },
        { "slug": "posts/old", "title": "Old post", "date": "2023-01-02", "text": "Hello." },
        { "slug": "posts/new", "title": "New post", "date": "2024-03", "description": "In short.",
          "text": "# Start\n\n## The *first* step\n\ntext [below](#results-2)\n\n### Results\n\n## Results\n\n> # Quoted\n\n## ?!" },
        { "slug": "projects", "title": "Projects", "sections": [{ "text": "All of them:" }] },
        { "slug": "projects/terns", "title": "Terns", "description": "A bird." },
        { "slug": "projects/quills", "title": "Quills", "menu": true },
        { "slug": "talks", "title": "Talks", "feed": true, "sections": [{ "title": "Invited", "entries": [
            { "title": "[Ink at *Sea*](files/a.pdf)", "date": "2024-05-17", "where": "Turin", "publications": ["results", "other"],
              "links": [{ "kind": "slides", "url": "https://s.example/" }] },
            { "title": "B & C", "date": "2024-05-17", "role": "Panel", "note": "*Long*." },
            "undated",
            { "title": "D", "date": "2025" }
        ] }] }
    ]
}"##;

fn site() -> AppContext {
    let reading = read(PROFILE).unwrap();
    assert_eq!(reading.diagnostics, []);
    context(reading.content, Base::new("/sub/"))
}

fn page(path: &str) -> Html {
    Html::parse_document(&render(site(), &[], path))
}

fn texts(html: &Html, selector: &str) -> Vec<String> {
    all(html, selector).into_iter().map(text_of).collect()
}

#[test]
fn the_menu_has_no_pages_below_others_unless_they_say_so() {
    let html = page("/projects/terns/");
    assert_eq!(texts(&html, "header nav a"), ["Home", "Projects", "Quills", "Talks"]);
    assert_eq!(attribute(&html, "header nav a[aria-current=true]", "href"), "/sub/projects/");
    assert_eq!(
        attribute(&page("/projects/quills/"), "header nav a[aria-current=page]", "href"),
        "/sub/projects/quills/"
    );
    assert!(all(&page("/posts/new/"), "header nav [aria-current]").is_empty());
}

#[test]
fn a_page_lists_the_pages_below_it() {
    let html = page("/projects/");
    assert_eq!(texts(&html, "main .entries > li"), ["TernsA bird.", "Quills"]);
    assert_eq!(attribute(&html, "main .entries > li:first-child a", "href"), "/sub/projects/terns/");
    assert_eq!(
        texts(&page("/posts/"), "main .entries > li"),
        ["New postMarch 2024In short.", "Old post2 January 2023"]
    );
    // They count as entries of their page.
    let home = page("/");
    assert_eq!(texts(&home, ".entries > li"), ["New postMarch 2024In short."]);
    assert_eq!(text_of(one(&home, ".entries + p")), "All entries in Posts (2)");
    // The CV lists them, too, but does not contain their texts.
    let cv = page("/cv/");
    assert_eq!(texts(&cv, ".cv-part > h2"), ["Posts", "Projects", "Talks", "Publications"]);
    assert!(!text_of(one(&cv, "main")).contains("Hello."));
}

#[test]
fn a_page_below_another_one_leads_back() {
    let html = page("/posts/new/");
    let above = one(&html, "main > p:first-child + h1");
    assert_eq!(text_of(above), "New post");
    assert_eq!(attribute(&html, "main > p:first-child > a", "href"), "/sub/posts/");
    assert_eq!(attribute(&html, "main > h1 + p > time", "datetime"), "2024-03");
    assert!(all(&page("/posts/"), "main > p:first-child").is_empty());
}

#[test]
fn pages_below_others_have_ordinary_urls() {
    let content = site().content;
    for path in ["/projects/terns/", "/projects/terns", "/projects/terns/index.html"] {
        assert_eq!(Route::parse(path, content), Route::Content("projects/terns".to_owned()));
    }
    for path in ["/projects//terns/", "/terns/", "/projects/terns/x/", "/projects/Terns/"] {
        assert_eq!(Route::parse(path, content), Route::NotFound, "{path}");
    }
    for route in Route::all(content) {
        assert_eq!(Route::parse(&route.path(), content), route);
    }
}

#[test]
fn a_long_text_has_a_table_of_contents() {
    let html = page("/posts/new/");
    let links = all(&html, "nav.contents a");
    let targets: Vec<&str> = links.iter().map(|link| link.attr("href").unwrap()).collect();
    // "results" is the id of a publication, and "results-2" that of a deeper heading. A heading in a quote is none of the text.
    one(&html, "h4[id='results-2']");
    assert_eq!(targets, ["#start", "#the-first-step", "#results-3", "#section"]);
    assert_eq!(texts(&html, "nav.contents a")[..2], ["Start", "The first step"]);
    for target in targets {
        one(&html, &format!("main [id='{}']", &target[1..]));
    }
    assert_eq!(text_of(one(&html, "[id='the-first-step'] > em")), "first");
    assert!(all(&page("/posts/old/"), ".contents").is_empty());
    assert_eq!(text_of(one(&page("/posts/old/"), "main .markdown")), "Hello.");
}

#[test]
fn talks_and_publications_name_each_other() {
    let html = page("/talks/");
    assert_eq!(texts(&html, ".relations li"), ["Journal article: Notes on Engines", "Journal article: Other"]);
    assert_eq!(attribute(&html, ".relations li:first-child a", "href"), "/sub/publications/results/");
    let html = page("/publications/results/");
    let section =
        all(&html, "article > section").into_iter().find(|one| text_of(*one).starts_with("Mentioned in")).unwrap();
    assert_eq!(text_of(section), "Mentioned inTalks: Ink at Sea, Turin, 17 May 2024Slides");
    assert!(!text_of(one(&page("/publications/other/"), "main")).contains("Panel"));
}

#[test]
fn a_build_has_files_for_pages_below_others_and_feeds() {
    let build = Build::new("posts", "/sub/", PROFILE);
    build.write("files/a.pdf", "%PDF");
    build.run().unwrap();
    let sitemap = build.read("sitemap.xml");
    assert!(sitemap.contains("<loc>https://ada.example/sub/projects/terns/</loc>"), "{sitemap}");
    assert!(build.read("old/terns.html").contains("/sub/projects/terns/"));
    let post = valid(&build.read("posts/new/index.html"), "post");
    assert_eq!(attribute(&post, "link[rel=canonical]", "href"), "https://ada.example/sub/posts/new/");
    assert_eq!(attribute(&post, "meta[name=description]", "content"), "In short.");
    assert_eq!(attribute(&post, "meta[property='og:type']", "content"), "article");
    let data: Value =
        serde_json::from_str(&text_of(one(&post, "script[type='application/ld+json'][data-prerendered]"))).unwrap();
    assert_eq!((&data["@type"], &data["datePublished"]), (&"BlogPosting".into(), &"2024-03".into()));
    assert_eq!(data["author"]["@id"], "https://ada.example/sub/#person");

    let feed = Feed::from_str(&build.read("talks/feed.atom")).unwrap();
    let entries = feed.entries.iter().map(|entry| {
        let summary = entry.summary.as_ref().map_or("", |text| &text.value);
        [&entry.id, &entry.title.value, &entry.links[0].href, summary]
            .map(|text| text.replace("https://ada.example/sub/", ""))
    });
    let expected = [
        ["talks/#2025-1", "D", "talks/", ""],
        ["talks/#2024-05-17-2", "Ink at Sea", "files/a.pdf", "Turin"],
        ["talks/#2024-05-17-1", "B & C", "talks/", "Panel\nLong."],
    ];
    assert_eq!(entries.collect::<Vec<_>>(), expected);
    let talks = valid(&build.read("talks/index.html"), "talks");
    let feeds: Vec<_> =
        all(&talks, "link[type='application/atom+xml']").iter().map(|link| link.attr("href").unwrap()).collect();
    assert_eq!(feeds, ["/sub/feed.atom", "/sub/talks/feed.atom"]);
    assert_eq!(attribute(&talks, "main > .feed > a", "href"), "/sub/talks/feed.atom");
    let feed = Feed::from_str(&build.read("posts/feed.atom")).unwrap();
    let ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["https://ada.example/sub/posts/new/", "https://ada.example/sub/posts/old/"]);
    assert_eq!(feed.updated.to_rfc3339(), "2024-03-01T00:00:00+00:00");
}
