//! Promoted terms, corrections, sorting, downloads, links, relaxations, shortcuts and highlights of the list.

use std::{fs, path::PathBuf, time::Duration};

use fantoccini::key::Key;
use frontispiece::content::Publication;
use serde_json::json;

use crate::{
    host::{Build, Fault},
    profile,
    visitor::{ADDRESS, FOCUS, Journey, STATUS, Visitor, journey},
};

const QUERY: &str = "decodeURIComponent(location.search)";

#[test]
fn a_finished_term_becomes_a_chip() {
    journey(async |visitor| {
        let content = visitor.content();
        let author = &content.publications[0].authors[1].name;
        let key = author.to_lowercase().replace(' ', "-");
        visitor.opens("/publications/").await;
        visitor.clicks("#fp\\:search").await;
        visitor.types(&format!("a author:\"{author}\"")).await;
        visitor.sees(QUERY, format!("?q=a+&author={key}")).await;
        visitor.sees("document.getElementById('fp:search').value", "a ").await;
        visitor.sees(FOCUS, "search").await;
        visitor.reads(".chip", &format!("Author: {author}")).await;

        // The text of the filter stays the same, but the term disappears from the box. Enter finishes a term at once.
        visitor.types(&format!("year:{}", content.publications[0].year().expect("a date"))).await;
        visitor.presses(Key::Enter).await;
        visitor.until("location.search.includes('&year=')").await;
        visitor.sees("document.getElementById('fp:search').value.trim()", "a").await;
        visitor.resolved("new Promise(done => setTimeout(done, 400))").await;
        visitor.sees("document.getElementById('fp:search').value.trim()", "a").await;
        visitor.sees("document.querySelectorAll('.chip').length", 3).await;
    });
}

#[test]
fn the_page_names_the_correction_of_a_misspelled_word() {
    journey(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.clicks("#fp\\:search").await;
        visitor.types("streming").await;
        visitor.reads(".corrections", "Nothing matches “streming”; showing “streaming”.").await;
        visitor.until("document.querySelectorAll('.results article').length > 0").await;
    });
}

#[test]
fn the_visitor_selects_the_sort_order() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.opens("/publications/").await;
        let ids = "[...document.querySelectorAll('.results article')].map(one => one.id)";
        let mut expected: Vec<&str> = content.publications.iter().map(|one| one.id.as_str()).collect();
        visitor.sees(ids, json!(expected)).await;
        visitor.sees("document.getElementById('fp:sort').checkVisibility({ visibilityProperty: true })", true).await;
        let pick = |value: &str| {
            format!(
                "const sort = document.getElementById('fp:sort'); sort.value = '{value}';
                sort.dispatchEvent(new Event('input', {{ bubbles: true }}))"
            )
        };
        visitor.run(&pick("oldest")).await;
        visitor.sees("location.search", "?sort=oldest").await;
        expected.reverse();
        visitor.sees(ids, json!(expected)).await;
        visitor.clicks("#fp\\:search").await;
        visitor.types("video").await;
        visitor.sees("location.search", "?q=video&sort=oldest").await;
        visitor.sees("document.getElementById('fp:sort').value", "oldest").await;
        visitor.run(&pick("best")).await;
        visitor.sees("location.search", "?q=video").await;
        visitor
            .sees("[...document.querySelectorAll('h2.year')].map(year => year.textContent)", json!(["Best matches"]))
            .await;
        visitor.goes_back().await;
        visitor.sees("document.getElementById('fp:sort').value", "oldest").await;
    });
}

/// Returns the folder into which the browser downloads files.
async fn downloads(visitor: &Visitor, name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("frontispiece-{name}-{}", std::process::id()));
    let folder = folder.join(visitor.host.build.base().replace('/', "_"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let behavior = json!({ "behavior": "allow", "downloadPath": folder });
    visitor.devtools("Browser.setDownloadBehavior", behavior).await;
    folder
}

#[test]
fn the_listed_publications_are_downloaded_in_every_format() {
    journey(async |visitor| {
        let content = visitor.content();
        let year = content.publications[0].year().expect("it has a date");
        let shown: Vec<&Publication> = content.publications.iter().filter(|one| one.year() == Some(year)).collect();
        let scholar = content.person.name.to_lowercase().replace(' ', "-");
        let folder = downloads(visitor, "formats").await;
        visitor.opens(&format!("/publications/?year={year}&sort=oldest")).await;
        visitor.clicks(".share summary").await;
        visitor.reads(".share > p", &format!("Download these {} publications:", shown.len())).await;
        for (ending, marks) in [("bib", "@"), ("ris", "TY  - "), ("json", "\"type\": "), ("txt", ". ")] {
            visitor.clicks(&format!(".share button[value={ending}]")).await;
            let name = format!("{scholar}-{year}.{ending}");
            visitor.reads(".share [role=status]", &format!("Downloaded {name}")).await;
            let file = folder.join(&name);
            let mut text = String::new();
            for _ in 0..100 {
                text = fs::read_to_string(&file).unwrap_or_default();
                if !text.is_empty() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            assert!(text.matches(marks).count() >= shown.len(), "{name}: {text}");
            // BibTeX protects the capitals of titles.
            let mark =
                |one: &Publication| if ending == "bib" { format!("{{{},", one.id) } else { one.title.to_string() };
            let place =
                |one: &&Publication| text.find(&mark(one)).unwrap_or_else(|| panic!("{name}: no {}", one.title));
            let places: Vec<usize> = shown.iter().rev().map(place).collect();
            assert!(places.is_sorted(), "{name}: {places:?} {text}");
        }
        let _ = fs::remove_dir_all(&folder);
    });
}

/// The build writes no Markdown if the content has errors.
#[test]
fn publications_of_content_with_errors_are_downloaded() {
    Journey::through(Build::WithErrors).run(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.clicks(".share summary").await;
        visitor.clicks(".share button[value=ris]").await;
        visitor.reads(".share [role=status]", "Downloaded").await;
    });
}

#[test]
fn a_failed_download_is_reported() {
    journey(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.host.breaks("/tools_bg.wasm", Fault::Status(404));
        visitor.clicks(".share summary").await;
        visitor.clicks(".share button[value=bib]").await;
        visitor.reads(".share [role=status]", "Could not create the file").await;
    });
}

async fn allows_clipboard(visitor: &Visitor) {
    let permissions =
        json!({ "origin": visitor.host.origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    visitor.devtools("Browser.grantPermissions", permissions).await;
}

#[test]
fn a_link_to_the_list_is_copied() {
    journey(async |visitor| {
        allows_clipboard(visitor).await;
        // The order and the encoding differ from the form that the site writes.
        visitor.opens("/publications?topic=kv-cache&utm_source=x&q=cache%20").await;
        let shown = visitor.count(".results article").await;
        visitor.clicks(".share summary").await;
        visitor.clicks("button[data-action=copy-link]").await;
        visitor.reads(".share [role=status]", &format!("Copied the link to these {shown} publications")).await;
        let link = format!("{}{}", visitor.host.origin, visitor.path("/publications/?q=cache+&topic=kv-cache"));
        assert_eq!(visitor.resolved("navigator.clipboard.readText()").await, link);
        visitor.clicks(".clear").await;
        visitor.clicks("button[data-action=copy-link]").await;
        let all = visitor.content().publications.len();
        visitor.reads(".share [role=status]", &format!("Copied the link to all {all} publications")).await;
    });
}

#[test]
fn an_empty_result_suggests_which_filter_to_remove() {
    journey(async |visitor| {
        let content = visitor.content();
        let (newest, oldest) = (&content.publications[0], content.publications.last().expect("there are some"));
        let year = oldest.year().expect("it has a date");
        let venue = profile::venue_value(&content, newest).expect("it has a venue");
        visitor.opens(&format!("/publications/?year={year}&venue={venue}")).await;
        visitor.sees(STATUS, format!("Showing 0 of {} publications", content.publications.len())).await;
        let of_venue = content.publications.iter().filter(|one| one.venue == newest.venue).count();
        let noun = if of_venue == 1 { "publication" } else { "publications" };
        let words = format!("Remove Year: {year} ({of_venue} {noun})");
        visitor.reads(".relaxations a", &words).await;
        visitor.follows(".relaxations a", &words).await;
        visitor.sees(ADDRESS, visitor.path(&format!("/publications/?venue={venue}"))).await;
        visitor.sees(STATUS, format!("Showing {of_venue} of {} publications", content.publications.len())).await;
        visitor.sees(FOCUS, "status").await;

        visitor.opens("/publications/?year=1066&venue=nowhere").await;
        visitor.clicks(".relaxations a").await;
        visitor.sees("location.search", "").await;
    });
}

#[test]
fn shortcuts_go_to_the_search_box_and_show_the_list_of_shortcuts() {
    journey(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.presses('/').await;
        visitor.sees(FOCUS, "search").await;
        // In a text field, the keys type letters.
        visitor.types("a/?").await;
        visitor.sees("document.getElementById('fp:search').value", "a/?").await;
        visitor.sees("document.querySelectorAll('dialog[open]').length", 0).await;
        visitor.presses(Key::Escape).await;
        visitor.sees("document.getElementById('fp:search').value", "").await;
        visitor.sees("location.search", "").await;
        visitor.sees(FOCUS, "search").await;

        visitor.run("document.querySelector('.share').open = true").await;
        visitor.tabs_to("document.activeElement.matches('[data-action=show-shortcuts]')").await;
        visitor.presses('?').await;
        visitor.until("document.querySelector('dialog').open").await;
        // Shortcuts do not work while the dialog is open.
        visitor.presses('/').await;
        visitor.until("document.querySelector('dialog').contains(document.activeElement)").await;
        visitor.presses(Key::Escape).await;
        visitor.until("!document.querySelector('dialog').open").await;
        visitor.until("document.activeElement.matches('[data-action=show-shortcuts]')").await;
        visitor.presses(Key::Enter).await;
        visitor.until("document.querySelector('dialog').open").await;
        visitor.clicks("dialog button").await;
        visitor.until("!document.querySelector('dialog').open").await;
        visitor.until("document.activeElement.matches('[data-action=show-shortcuts]')").await;
        // Keys with Ctrl are shortcuts of the browser.
        visitor.presses_with(Key::Control, '/').await;
        visitor.until("document.activeElement.matches('[data-action=show-shortcuts]')").await;
        // Shortcuts work on a check box, which accepts no text.
        visitor.run("document.querySelector('[name=venue]').focus()").await;
        visitor.presses('/').await;
        visitor.sees(FOCUS, "search").await;
        // Other pages have no search box.
        visitor.opens("/").await;
        visitor.presses('/').await;
        visitor.presses('?').await;
        visitor.until("document.activeElement === document.body").await;
    });
}

#[test]
fn details_open_in_place_and_stay_open_while_filtering() {
    journey(async |visitor| {
        allows_clipboard(visitor).await;
        let content = visitor.content();
        let paper = &content.publications[0];
        let year = paper.year().expect("it has a date");
        let details = format!("[id='{}'] [data-bibtex]", paper.id);
        for query in ["", "?q=e"] {
            visitor.opens(&format!("/publications/{query}")).await;
            visitor.clicks(&format!("{details} summary")).await;
            visitor.reads(&format!("{details} code"), &format!("{{{},", paper.id)).await;
            visitor.clicks(&format!(".year-chart button[value='{year}']")).await;
            visitor.until("location.search.includes('year')").await;
            visitor.sees(&format!("document.querySelector(\"{details}\").open"), true).await;
            visitor.clicks(&format!("{details} button")).await;
            visitor.reads(&format!("{details} [role=status]"), &format!("Copied the BibTeX of {}", paper.title)).await;
            let shown = visitor.texts(&format!("{details} code")).await.concat();
            assert_eq!(visitor.resolved("navigator.clipboard.readText()").await, shown);
        }
    });
}

#[test]
fn long_lists_of_authors_expand_by_keyboard_and_print_completely() {
    journey(async |visitor| {
        let content = visitor.content();
        let long = content.publications.iter().find(|one| one.authors.len() > 12).expect("many authors");
        let authors = format!("document.querySelector(\"[id='{}'] .authors\")", long.id);
        visitor.opens("/publications/").await;
        let hidden = format!("[...{authors}.querySelectorAll('a')].filter(name => !name.checkVisibility()).length");
        let away = visitor.value(&hidden).await.as_u64().expect("a number");
        assert!(away > 1);
        visitor.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        visitor.sees(&hidden, 0).await;
        visitor.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
        visitor.sees(&hidden, away).await;

        visitor.run(&format!("{authors}.querySelector('.more-authors').focus()")).await;
        visitor.presses(Key::Enter).await;
        // The first name that was collapsed.
        visitor
            .until("document.activeElement.matches('.more-authors + span > a, .more-authors + span > strong:first-child > a')")
            .await;
        visitor.until("document.activeElement.checkVisibility()").await;
        let link = visitor.value("document.activeElement.search").await;
        visitor.presses(Key::Enter).await;
        visitor.sees("location.search", link).await;
        visitor.until("document.querySelector('.chip').textContent.includes('Author: ')").await;
    });
}

const MATCHES: &str = "[...CSS.highlights.get('match')].map(range =>
    range.startContainer.data.slice(range.startOffset, range.endOffset).toLowerCase())";

#[test]
fn matches_are_highlighted() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.opens("/publications/?q=video").await;
        let titles = content.publications.iter().filter(|one| one.title.to_lowercase().contains("video")).count();
        visitor.until(&format!("{MATCHES}.length >= {titles}")).await;
        visitor.until(&format!("{MATCHES}.every(found => found === 'video')")).await;
        visitor.run("document.getElementById('fp:search').select()").await;
        visitor.clicks("#fp\\:search").await;
        visitor.run("document.getElementById('fp:search').select()").await;
        visitor.types("cach").await;
        visitor.until(&format!("{MATCHES}.length > 0 && {MATCHES}.every(found => found === 'cach')")).await;
        visitor.presses(Key::Escape).await;
        visitor.sees(&format!("{MATCHES}.length"), 0).await;
        visitor.follows("nav a", &content.pages[0].title).await;
        visitor.sees(&format!("{MATCHES}.length"), 0).await;
    });
}

#[test]
fn long_facets_expand_and_are_searched() {
    Journey::through(Build::Root).run(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        visitor.opens("/publications/").await;
        let of_authors = ".facet:nth-of-type(6)";
        let shown = format!("document.querySelectorAll('{of_authors} li').length");
        visitor.sees(&shown, 5).await;
        visitor.clicks(&format!("{of_authors} .show-all")).await;
        visitor.sees(&shown, 100).await;
        visitor.reads(&format!("{of_authors} .more-values"), "more; keep typing to narrow the list").await;
        visitor.reads(&format!("{of_authors} label"), "Search authors").await;
        visitor.clicks(&format!("{of_authors} .value-search input")).await;
        visitor.types("SCHOLKR").await;
        let names = format!("[...document.querySelectorAll('{of_authors} li .value')].map(name => name.textContent)");
        visitor.until(&format!("{names}.length > 0 && {names}.every(name => name.includes('Schölkr'))")).await;
        visitor.sees("location.search", "").await;
        visitor.clicks(&format!("{of_authors} li label")).await;
        visitor.until("location.search.startsWith('?author=')").await;
        visitor.sees(&format!("document.querySelector('{of_authors} li input').checked"), true).await;
        visitor.run(&format!("document.querySelector('{of_authors} .value-search input').select()")).await;
        visitor.clicks(&format!("{of_authors} .value-search input")).await;
        visitor.types("zzzz").await;
        visitor.reads(&format!("{of_authors} .more-values"), "No matches").await;
        visitor.clicks(&format!("{of_authors} .show-all")).await;
        // The selected value stays visible.
        visitor.until(&format!("{shown} <= 6 && document.querySelector('{of_authors} :checked')")).await;
    });
}
