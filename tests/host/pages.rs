//! Whole pages, rendered on the host from both profiles.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{LazyLock, OnceLock},
};

use fixtures::generate;
use frontispiece::{
    build::render::{context, render},
    check::{CheckContext, Files, check},
    citation::bibtex,
    components::links::publication_links,
    content::{Content, Diagnostic, MAX_LISTED_AUTHORS, MarkdownFiles, Reading, Venue, read, schema},
    context::AppContext,
    route::{Base, Route},
    search::{
        catalog::Catalog,
        facet::{Facet, author_key},
        filter::Filter,
    },
    url::doi_url,
    util::{ready::run_ready, text::normalize},
};
use leptos::prelude::{Owner, RwSignal, Set};
use scraper::{ElementRef, Html, Selector};

use crate::support::{build, build::all};
const REAL: &str = include_str!("../../public/content.json");
const MADE: &str = include_str!("../fixtures/scholar-300.json");

/// A profile prepared for both bases.
struct Profile {
    content: &'static Content,
    diagnostics: Vec<String>,
    sites: [AppContext; 2],
}

impl Profile {
    fn read(text: &str) -> Profile {
        let Reading { content, diagnostics, .. } = read(text).unwrap();
        let ready = |base| context(content.clone(), Base::new(base));
        let sites = ["/", "/sub/"].map(ready);
        let diagnostics = diagnostics.iter().map(Diagnostic::with_file).collect();
        Profile { content: sites[0].content, diagnostics, sites }
    }
}

static PROFILES: LazyLock<[Profile; 2]> = LazyLock::new(|| [REAL, MADE].map(Profile::read));

fn real() -> &'static Profile {
    &PROFILES[0]
}

fn page(profile: &Profile, base: &str, address: &str) -> Html {
    let site = profile.sites.iter().find(|site| site.base.as_str() == base).unwrap();
    Html::parse_document(&render(*site, &profile.diagnostics, address))
}

/// Returns the text of every element that matches a selector, with white space collapsed.
fn texts(html: &Html, selector: &str) -> Vec<String> {
    all(html, selector).into_iter().map(text_of).collect()
}

fn text_of(element: ElementRef) -> String {
    build::text_of(element).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the visible text without scripts: without text for screen readers only, and without buttons.
fn visible_text(html: &Html, selector: &str) -> String {
    let hidden = Selector::parse(".visually-hidden, button").unwrap();
    let mut seen = String::new();
    for element in all(html, selector) {
        let hidden: Vec<_> = element.select(&hidden).map(|hidden| hidden.id()).collect();
        for node in element.descendants() {
            let is_hidden = node.ancestors().any(|above| hidden.contains(&above.id()));
            if let Some(text) = node.value().as_text().filter(|_| !is_hidden) {
                seen.push_str(text);
            }
        }
    }
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn one(html: &Html, selector: &str) -> String {
    let found = texts(html, selector);
    assert_eq!(found.len(), 1, "{selector}: {found:?}");
    found.into_iter().next().unwrap()
}

#[test]
fn both_profiles_pass_the_check() {
    let files: Files = [("content.json".to_owned(), 1), ("content.schema.json".to_owned(), 1)].into_iter().collect();
    let diagnostics = |text| {
        let context = CheckContext { files: &files, markdown: &MarkdownFiles::default(), carries: &|_| {}, normalize };
        check(text, &context).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(diagnostics(REAL), [""; 0]);
    // These warnings are correct: the generated profile has titles with the markup of other programs.
    let shown = |what: &str| format!("title: found {what:?}, ").replace("\\\\", "\\");
    let expected = ["{and}", "</script>", "[Links](https://example.org/)", "\\\\"].map(shown);
    let found = diagnostics(MADE);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (diagnostic, expected) in found.iter().zip(&expected) {
        assert!(diagnostic.contains(" warning: ") && diagnostic.contains(expected), "{diagnostic}: {expected}");
    }
}

#[test]
fn the_schema_file_matches_the_types() {
    let file = include_str!("../../public/content.schema.json");
    assert!(file == schema::schema(), "run `cargo run -- schema > public/content.schema.json`");
}

#[test]
fn the_second_profile_matches_the_generator() {
    let made = generate::to_text(&generate::generate(300, 7));
    assert!(made == MADE, "run `cargo run --example generate -- 300 7 > tests/fixtures/scholar-300.json`");
}

#[test]
fn every_route_has_its_document_structure() {
    for profile in PROFILES.iter() {
        let content = profile.content;
        for route in Route::all(content).into_iter().chain([Route::NotFound]) {
            let address = if route == Route::NotFound { "/no/such/page/".to_owned() } else { route.path() };
            for base in ["/", "/sub/"] {
                let html = page(profile, base, &address);
                assert_eq!(one(&html, "h1"), folded(&route.heading(content)), "{address}");
                assert_eq!(all(&html, "h1[tabindex='-1']").len(), 1, "{address}");
                for landmark in ["header", "header nav", "main#fp\\:main", "footer"] {
                    assert_eq!(all(&html, landmark).len(), 1, "{address}: {landmark}");
                }
                assert_eq!(texts(&html, "header nav a").len(), content.pages.len());
                let current = texts(&html, "nav a[aria-current='page']");
                match &route {
                    Route::Content(_) | Route::Publications => {
                        assert_eq!(current, [route.heading(content)], "{address}")
                    }
                    Route::Publication(_) | Route::PublicationsPage(_) => {
                        assert!(current.is_empty() && all(&html, "nav a[aria-current='true']").len() == 1)
                    }
                    Route::Cv | Route::NotFound => assert!(all(&html, "nav a[aria-current]").is_empty()),
                }
                check_headings(&html, &address);
                check_ids(&html, &address);
                check_addresses(&html, content, &Base::new(base), &address);
                assert!(all(&html, "[style]").is_empty() && all(&html, "script").is_empty(), "{address}");
                assert!(all(&html, ".diagnostics").is_empty());
            }
        }
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asserts that no heading level is skipped on the way down.
fn check_headings(html: &Html, address: &str) {
    let mut last = 0;
    for heading in all(html, "h1, h2, h3, h4, h5, h6") {
        let level: u8 = heading.value().name()[1..].parse().unwrap();
        assert!(level <= last + 1, "{address}: {} after h{last}", heading.html());
        last = level;
    }
}

fn check_ids(html: &Html, address: &str) {
    let ids: Vec<&str> = all(html, "[id]").into_iter().filter_map(|element| element.value().id()).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{address}: an id stands twice");
}

/// Asserts that every link leads to another site, to a fragment of this page, to a page of this site, or to one of its
/// files.
fn check_addresses(html: &Html, content: &Content, base: &Base, address: &str) {
    for link in all(html, "a[href]") {
        let href = link.value().attr("href").unwrap();
        if href.starts_with("http") || href.starts_with("mailto:") {
            // So the page that a link opens has no `window.opener`.
            assert_eq!(link.value().attr("target"), None, "{address}: {href}");
        } else if let Some(id) = href.strip_prefix('#') {
            assert!(all(html, "[id]").iter().any(|element| element.value().id() == Some(id)), "{address}: {href}");
        } else {
            let path = href.split('?').next().unwrap();
            let below = base.strip(path).unwrap_or_else(|| panic!("{address}: {href} is not below the base"));
            let is_file = ["/publications.bib", "/news/feed.atom"].contains(&below);
            let is_there = is_file || Route::parse(below, content) != Route::NotFound;
            assert!(is_there, "{address}: {href}");
        }
        assert!(!text_of(link).is_empty(), "{address}: the link to {href} has no text");
    }
}

#[test]
fn every_publication_is_in_the_list_and_on_its_own_page() {
    for profile in PROFILES.iter() {
        let content = profile.content;
        let list = page(profile, "/", "/publications/");
        let articles = all(&list, "article");
        let ids: Vec<&str> = articles.iter().filter_map(|article| article.value().id()).collect();
        let expected: Vec<&str> = content.publications.iter().map(|publication| publication.id.as_str()).collect();
        assert_eq!(ids, expected);
        let all_shown = format!("Showing all {} publications", expected.len());
        assert_eq!(one(&list, "[role='status']"), all_shown);

        for (publication, article) in content.publications.iter().zip(articles) {
            let own = page(profile, "/", &Route::of(publication).path());
            let in_list = text_of(article);
            let on_page = one(&own, "article.publication-page");
            for shown in [&in_list, &on_page] {
                let mut expected = vec![folded(&publication.title)];
                // A list omits most names of a long list of authors.
                let has_all = shown == &on_page || publication.authors.len() <= MAX_LISTED_AUTHORS;
                let authors = publication.creators().iter().take(if has_all { usize::MAX } else { 3 });
                expected.extend(authors.map(|author| folded(&author.name)));
                expected.extend(publication.date.map(|date| date.to_string()));
                let venue = |key| content.venues.get(key).map_or(key, |venue: &Venue| venue.name.as_str());
                expected.extend(publication.venue.as_deref().map(|key| folded(venue(key))));
                expected.extend(publication.status.map(|status| status.label().to_owned()));
                expected.extend(publication.awards.iter().map(|award| folded(&award.name)));
                expected.extend(publication.links.iter().map(|link| folded(link.text())));
                for expected in expected {
                    assert!(shown.contains(&expected), "{}: no {expected:?} in {shown}", publication.id);
                }
            }
            let mut facts: Vec<String> = [
                &publication.doi,
                &publication.arxiv,
                &publication.volume,
                &publication.issue,
                &publication.pages,
                &publication.number,
                &publication.series,
                &publication.edition,
                &publication.publisher,
                &publication.place,
                &publication.isbn,
                &publication.issn,
                &publication.version,
            ]
            .into_iter()
            .flatten()
            .map(|fact| folded(fact))
            .collect();
            let others = publication.editors.iter().chain(&publication.translators);
            facts.extend(others.map(|person| folded(&person.name)));
            for related in content.relations(publication) {
                facts.extend([related.label().to_owned(), folded(&related.other.title)]);
            }
            facts.extend(publication.topics.iter().map(|topic| folded(content.topic_label(topic))));
            facts.extend(publication.kind.map(|kind| kind.label().to_owned()));
            facts.extend(publication.versions.iter().filter_map(|version| Some(version.date?.to_string())));
            for fact in facts {
                assert!(on_page.contains(&fact), "{}: no {fact:?} in {on_page}", publication.id);
            }
            assert_eq!(
                on_page.contains("Abstract"),
                publication.r#abstract.is_some() || publication.title.contains("Abstract")
            );
            let bibtex = one(&own, ".bibtex pre code");
            assert!(bibtex.contains(&format!("{{{},", publication.cite_key())), "{bibtex}");
        }
    }
}

/// Repeats the content of the first profile on purpose.
#[test]
fn the_real_list_shows_all_titles_links_marks_and_awards() {
    let html = page(real(), "/", "/publications/");
    let titles = [
        "Agentic Context Engineering: Evolving Contexts for Self-Improving Language Models",
        "Agentic Bridge Framework: Closing the Gap Between Agentic Capability and Performance Benchmarks",
        "FlowRL: Matching Reward Distributions for LLM Reasoning",
        "Agentic Plan Caching: Test-Time Memory for Cost-Efficient LLM Agents",
        "LowRA: Accurate and Efficient LoRA Fine-Tuning of LLMs under 2 Bits",
        "CacheBlend: Fast Large Language Model Serving for RAG with Cached Knowledge Fusion",
        "CacheGen: KV Cache Compression and Streaming for Fast Large Language Model Serving",
        "Caravan: Practical Online Learning of In-Network ML Models with Labeling Agents",
        "The Dataflow Abstract Machine Simulator Framework",
        "GRACE: Loss-Resilient Real-Time Video through Neural Codecs",
        "OneAdapt: Fast Adaptation for Deep Learning Applications via Backpropagation",
        "Optimizing Real-Time Video Experience with Data Scalable Codec",
        "AccMPEG: Optimizing Video Encoding for Video Analytics",
        "Understanding the Potential of Server-Driven Edge Video Analytics",
        "Server-Driven Video Streaming for Deep Learning Inference",
    ];
    assert_eq!(texts(&html, "article h3 a"), titles);
    assert_eq!(texts(&html, "h2.year"), ["2025", "2024", "2023", "2022", "2020"]);

    let links = texts(&html, "article .links a");
    let count = |kind: &str| links.iter().filter(|link| *link == kind).count();
    assert_eq!([count("Paper"), count("Code"), count("Slides"), count("Talk"), count("Website")], [14, 11, 2, 2, 1]);
    assert_eq!(links.len(), 30);

    assert_eq!(
        texts(&html, "article .awards li"),
        ["EuroSys Best Paper Award", "SRC JUMP 2.0 Best Paper Award", "ISCA Distinguished Artifact Award"]
    );
    let marked = texts(&html, "article:has(sup) h3");
    assert_eq!(marked, [titles[0], titles[11], titles[14]]);
    assert_eq!(texts(&html, "sup").len(), 6);
    assert_eq!(one(&html, ".mark-legend"), "* Equal contribution");
    assert_eq!(texts(&html, ".authors strong"), vec!["Qizheng Zhang"; 15]);
    assert_eq!(
        visible_text(&html, "#zhang2025context .authors"),
        "Qizheng Zhang*, Changran Hu*, Shubhangi Upasani, Boyuan Ma, Fenglu Hong, Vamsidhar Kamanuru, Jay Rainton, Chen Wu, \
         Mengmeng Ji, Hanchen Li, Urmish Thakker, James Zou, Kunle Olukotun"
    );
    // Seen in short, heard and printed in full.
    assert_eq!(one(&html, "#yao2025cacheblend .venue > .venue-label[aria-hidden='true']"), "EuroSys 2025");
    assert_eq!(
        one(&html, "#yao2025cacheblend .venue-full"),
        "ACM European Conference on Computer Systems (EuroSys), 2025"
    );
    let notes = texts(&html, "article .markdown");
    assert_eq!(
        notes,
        [
            "A short version of this work was published at ICML 2025 Workshop on Efficient Systems for Foundation Models \
             (ES-FoMo).Thanks to the Discover AI youtube channel for making a nice video about our work!",
            "A short version of this work was published at the Compound AI Systems Workshop and the SOSP PACMI’24 Workshop."
        ]
    );
    let note_links: Vec<_> =
        all(&html, "article .markdown a").iter().filter_map(|link| link.value().attr("href")).collect();
    assert_eq!(
        note_links,
        [
            "https://www.youtube.com/watch?v=njw0mLSEejA",
            "https://sites.google.com/view/compound-ai-systems-workshop/home",
            "https://sites.google.com/view/pacmi/home"
        ]
    );
}

#[test]
fn the_real_home_page_describes_its_owner() {
    let html = page(real(), "/", "/");
    let text = one(&html, "main");
    for sentence in [
        "I am a fourth-year CS Ph.D. student at Stanford University.",
        "I am a member of Stanford Pervasive Parallelism Lab and LMCache.",
        "My advisor is Kunle Olukotun. I have also been working with Junchen Jiang and Muhammad Shahbaz.",
        "Agentic Systems: Caravan [OSDI 2024], Agentic Plan Caching [NeurIPS 2025]",
        "KV Cache Management for LLMs: CacheGen [SIGCOMM 2024], CacheBlend [EuroSys 2025]",
        "Video Streaming and Analytics: DDS [SIGCOMM 2020], Saliency+Video [HotMobile 2022], AccMPEG [MLSys 2022], OneAdapt \
         [SoCC 2023], Grace [NSDI 2024]",
        "The pronunciation of my first name (Qizheng) is very close to that of “keygen” in public key encryption.",
        "I also go by Alex.",
        "Personal SF bay area boba/dining map: See here.",
    ] {
        assert!(text.contains(sentence), "no {sentence:?} in {text}");
    }
    assert!(!text.contains("reading group") && !text.contains("Democratizing"), "a comment of the seed is shown");
    assert_eq!(one(&html, "footer > p:first-child"), "Last updated: October 2025");
    assert_eq!(one(&html, ".all-publications a"), "All 15 publications");
    assert_eq!(
        texts(&html, ".affiliations li"),
        ["Stanford University", "Stanford Pervasive Parallelism Lab", "LMCache"]
    );
    assert_eq!(one(&html, "h1 + aside.person-details > p"), "Also known as Alex");
    assert!(all(&html, "img, .portrait").is_empty(), "nothing takes the place of a picture");
}

#[test]
fn the_real_teaching_and_service_pages_are_complete() {
    let teaching = page(real(), "/", "/teaching/");
    assert_eq!(
        texts(&teaching, ".entries > li"),
        [
            "Stanford CS 244: Advanced Topics in NetworkingSpring 2024Course Assistant",
            "UChicago CMSC 23000: Operating SystemsAutumn 2021Course Assistant"
        ]
    );
    assert_eq!(texts(&teaching, ".entries > li > .date"), ["Spring 2024", "Autumn 2021"]);
    let service = page(real(), "/", "/service/");
    let lines: Vec<String> = all(&service, ".entries > li")
        .into_iter()
        .map(|entry| {
            let parts = Selector::parse(".entry-title, .date, .role-and-place, .inline-list").unwrap();
            entry.select(&parts).map(text_of).collect::<Vec<_>>().join(": ")
        })
        .collect();
    assert_eq!(
        lines,
        [
            "Program Committee: EuroSys 2025 (Shadow PC)",
            "Area Chair: NeurIPS 2025 Workshop on Multi-Turn Interactions in Large Language Models (MTI-LLM)",
            "Conference Reviewer: NeurIPS 2024, ICLR 2025, ICML 2025, NeurIPS 2025 Datasets and Benchmarks Track, AAAI 2026, \
             ICLR 2026, AISTATS 2026",
            "Workshop Reviewer: NeurIPS 2024 Workshop on Machine Learning and Compression, ICML 2025 Workshop on Efficient \
             Systems for Foundation Models (ES-FoMo), NeurIPS 2025 Workshop on Continual and Compatible Foundation Model \
             Updates (CCFM)",
            "Artifact Evaluation Committee: MLSys 2023, OSDI 2023, ATC 2023",
            "Stanford Computer Science Undergraduate Mentoring Program: 2024",
            "Stanford Computer Science Student Applicant Support Program: 2022, 2023, 2024"
        ]
    );
}

#[test]
fn every_section_of_the_content_is_shown() {
    fn entry_words(entries: &[frontispiece::content::ListItem], words: &mut Vec<String>) {
        for entry in entries {
            words.push(entry.title.as_str().to_owned());
            words.extend([&entry.role, &entry.place, &entry.when].into_iter().flatten().cloned());
            words.extend(entry.links.iter().map(|link| link.text().to_owned()));
            entry_words(&entry.entries, words);
        }
    }
    for profile in PROFILES.iter() {
        for content_page in &profile.content.pages {
            let html = page(profile, "/", &Route::from_content_page(content_page).path());
            let shown = one(&html, "main");
            for section in &content_page.sections {
                let mut words = Vec::from_iter(section.title.clone());
                entry_words(&section.entries, &mut words);
                if let Some(selection) = &section.publications {
                    words.extend(
                        profile.content.select(selection).iter().map(|publication| publication.title.to_string()),
                    );
                }
                for words in words {
                    assert!(shown.contains(&folded(&words)), "no {words:?} in {shown}");
                }
            }
        }
    }
}

#[test]
fn a_text_is_searched_once_the_texts_are_indexed() {
    let content = real().content;
    let catalog: &OnceLock<Catalog> =
        Box::leak(Box::new(run_ready(Catalog::build(content, normalize, async || {})).into()));
    let owner = Owner::new();
    let indexed = owner.with(|| RwSignal::new(false));
    let site = AppContext { catalog, indexed: Some(indexed), ..real().sites[0] };
    let seen = |query: &str| {
        let html = Html::parse_document(&render(site, &[], &format!("/publications/?{query}")));
        (one(&html, "#fp\\:status"), all(&html, "article").len())
    };
    let text = content.listed()[0].title.as_str();
    let filter = Filter::default().with_text(&format!("\"{text}\""));
    let all = content.listed().len();
    assert_eq!(seen(&filter.query()), ("Searching…".to_owned(), all));
    for query in ["", "q=+"] {
        assert_eq!(seen(query), (format!("Showing all {all} publications"), all));
    }
    run_ready(catalog.get().unwrap().index_texts(content, async || {}));
    indexed.set(true);
    assert_eq!(seen(&filter.query()), (format!("Showing 1 of {all} publications"), 1));
}

#[test]
fn the_url_alone_determines_the_page() {
    for profile in PROFILES.iter() {
        let content = profile.content;
        let catalog = Catalog::new(content, normalize);
        for facet in Facet::ALL {
            for choice in catalog.values(facet).iter().take(4) {
                let filter = Filter::default().toggled(facet, &choice.value);
                let html = page(profile, "/", &format!("/publications/?{}", filter.query()));
                let expected = catalog.search(&filter).publications;
                let expected: Vec<&str> =
                    expected.iter().map(|row| content.publications[*row as usize].id.as_str()).collect();
                let shown: Vec<&str> =
                    all(&html, "article").iter().filter_map(|article| article.value().id()).collect();
                assert_eq!(shown, expected, "{facet:?}={}", choice.value);
                let chip = one(&html, ".chip");
                assert_eq!(chip, folded(&format!("Remove {}: {} ×", facet.label(), choice.label)));
                assert_eq!(all(&html, ".chip")[0].value().attr("href"), Some("/publications/"));
                let all_there = content.publications.len();
                if expected.len() < all_there {
                    let status = format!("Showing {} of {all_there} publications", expected.len());
                    assert_eq!(one(&html, "[role='status']"), status);
                }
            }
        }
    }
}

#[test]
fn facets_are_fieldsets_with_counts_that_ignore_their_own_selection() {
    let html = page(real(), "/", "/publications/?year=2024&topic=kv-cache");
    let legends = texts(&html, "fieldset > legend");
    assert_eq!(legends, ["Year", "Topic", "Venue", "Type", "Has", "Author", "Role"]);
    let of = |facet: &str| texts(&html, &format!("fieldset.facet:has([name={facet}]) li label"));
    // Five of many, independent of the selection.
    assert_eq!(of("venue").len(), 5);
    assert_eq!(of("author").len(), 5);
    assert_eq!(of("topic").len(), 6);
    assert_eq!(
        of("type"),
        ["Conference paper 11 publication", "Workshop paper 00 publications", "Preprint 00 publications"]
    );
    assert_eq!(texts(&html, ".show-all"), ["Show all 13", "Show all 77"]);
    assert_eq!(
        texts(&html, "article h3"),
        ["CacheGen: KV Cache Compression and Streaming for Fast Large Language Model Serving"]
    );
    assert_eq!(one(&html, "[role='status']"), "Showing 1 of 15 publications");

    // Values without results that are not selected are present but not offered.
    let offered = all(&html, "li:not(.is-empty) input:not([disabled])").len();
    let boxes = all(&html, ".facet li input").len();
    assert_eq!(offered + all(&html, "li.is-empty input[disabled]").len(), boxes);
    let chosen_without = page(real(), "/", "/publications/?venue=osdi&topic=kv-cache");
    assert_eq!(all(&chosen_without, "li.is-empty input[value=osdi]:not([disabled])").len(), 1);
}

#[test]
fn a_selected_value_is_in_its_facet_even_if_it_is_rare() {
    let profile = &PROFILES[1];
    let catalog = Catalog::new(profile.content, normalize);
    for facet in [Facet::Venue, Facet::Author] {
        let choice = catalog.values(facet).last().unwrap();
        let html = page(profile, "/", &format!("/publications/?{}={}", facet.key(), choice.value));
        let name = format!("[name={}]", facet.key());
        let values: Vec<_> = all(&html, &name).iter().filter_map(|input| input.value().attr("value")).collect();
        assert_eq!(values.len(), 6);
        assert_eq!(values[5], choice.value);
    }
}

/// Returns the values of a facet's checkboxes, in the order of the page.
fn boxes(html: &Html, facet: Facet) -> Vec<&str> {
    let inputs = all(html, &format!(".facet [name={}]", facet.key()));
    inputs.iter().map(|input| input.value().attr("value").unwrap()).collect()
}

/// Returns how many of the values of a facet are shown at first: five, or six if there is no seventh.
fn shown_at_first(values: usize) -> usize {
    if values <= 6 { values } else { 5 }
}

/// For each filter and facet, selected values and values with results come first, each group in the usual order.
#[test]
fn values_with_results_come_first_in_a_filtered_list() {
    let mut moved = 0;
    for profile in PROFILES.iter() {
        let catalog = Catalog::new(profile.content, normalize);
        let last = |facet: Facet| catalog.values(facet).last().unwrap().value.as_str();
        let any = Filter::default();
        let filters = [
            any.clone(),
            any.toggled(Facet::Venue, last(Facet::Venue)),
            any.toggled(Facet::Author, last(Facet::Author)),
            any.toggled(Facet::Year, last(Facet::Year)).toggled(Facet::Topic, last(Facet::Topic)),
            any.toggled(Facet::Author, last(Facet::Author))
                .toggled(Facet::Venue, &catalog.values(Facet::Venue)[0].value),
            any.with_text("xyzzy"),
        ];
        for filter in filters {
            let html = page(profile, "/", &format!("/publications/?{}", filter.query()));
            let found = catalog.search(&filter);
            for facet in [Facet::Venue, Facet::Topic, Facet::Author, Facet::Type, Facet::Has] {
                let usual: Vec<&str> = catalog.values(facet).iter().map(|choice| choice.value.as_str()).collect();
                let (first, last): (Vec<&str>, Vec<&str>) = usual.iter().zip(found.counts(facet)).fold(
                    (Vec::new(), Vec::new()),
                    |(mut first, mut last), (value, count)| {
                        let group = if *count > 0 || filter.has(facet, value) { &mut first } else { &mut last };
                        group.push(*value);
                        (first, last)
                    },
                );
                let ordered = [first, last].concat();
                let first = shown_at_first(usual.len());
                let is_shown = |(place, value): &(usize, &&str)| *place < first || filter.has(facet, value);
                let expected: Vec<&str> =
                    ordered.iter().enumerate().filter(is_shown).map(|(_, value)| *value).collect();
                assert_eq!(boxes(&html, facet), expected, "{facet:?} of {}", filter.query());
                if filter.is_empty() {
                    assert_eq!(expected, usual[..first], "{facet:?}");
                }
                moved += usize::from(expected[..first] != usual[..first]);
            }
        }
    }
    assert!(moved > 5, "{moved}");
}

/// A selected checkbox keeps its position, whichever way it was selected.
#[test]
fn selecting_a_value_moves_no_value_of_its_facet() {
    let profile = &PROFILES[1];
    for query in ["year=2015", "q=network&has=code"] {
        let before = page(profile, "/", &format!("/publications/?{query}"));
        for facet in [Facet::Venue, Facet::Topic, Facet::Author, Facet::Type] {
            let values = boxes(&before, facet);
            let offered = all(&before, &format!(".facet [name={}]:not([disabled])", facet.key()));
            for offered in [offered.first(), offered.last()].into_iter().flatten() {
                let value = offered.value().attr("value").unwrap();
                let filter = Filter::parse(query).toggled(facet, value);
                let after = page(profile, "/", &format!("/publications/?{}", filter.query()));
                assert_eq!(boxes(&after, facet), values, "{}", filter.query());
            }
        }
    }
}

#[test]
fn the_search_hint_names_the_type() {
    let hint = one(&page(real(), "/", "/publications/"), ".hint");
    let fields: Vec<&str> = hint.split(' ').filter_map(|word| word.strip_suffix(':')).collect();
    assert_eq!(fields, ["author", "venue", "topic", "type", "year", "has"]);
    // The search accepts each of them.
    let catalog = Catalog::new(real().content, normalize);
    for field in fields {
        let facet = Facet::ALL.into_iter().find(|facet| facet.key() == field).unwrap();
        let label = percent(&catalog.values(facet)[0].label);
        let html = page(real(), "/", &format!("/publications/?q={field}:%22{label}%22"));
        assert!(!all(&html, "article").is_empty() && texts(&html, ".corrections:not(:empty)").is_empty(), "{field}");
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn a_facet_with_only_one_value_is_omitted() {
    let publication = |id: &str, venue: &str| serde_json::json!({ "id": id, "title": id, "authors": ["Ada"], "date": "2024", "type": "journal", "venue": venue });
    let text = serde_json::json!({
        "person": { "name": "Ada" }, "pages": [], "venues": { "a": { "name": "A" }, "b": { "name": "B" } },
        "publications": [publication("x", "a"), publication("y", "b")],
    });
    let profile = Profile::read(&text.to_string());
    let html = page(&profile, "/", "/publications/");
    // A single year has no year chart either.
    assert_eq!(texts(&html, "fieldset > legend"), ["Venue"]);
}

#[test]
fn every_year_of_the_range_is_a_button_with_its_count() {
    for profile in PROFILES.iter() {
        let content = profile.content;
        let html = page(profile, "/", "/publications/?year=2022..2024");
        let mut years: Vec<u16> = content.publications.iter().filter_map(|one| one.year()).collect();
        years.sort_unstable();
        let expected: Vec<String> = (years[0]..=years[years.len() - 1])
            .rev()
            .map(|year| {
                let count = years.iter().filter(|other| **other == year).count();
                let noun = if count == 1 { "publication" } else { "publications" };
                format!("{year}, {count} {noun}, {}, {}", (2022..=2024).contains(&year), count == 0)
            })
            .collect();
        let bars = all(&html, ".year-chart button");
        let said = bars.iter().map(|bar| {
            let said = |name| bar.value().attr(name).unwrap_or("false");
            format!("{}, {}, {}", said("aria-label"), said("aria-pressed"), said("aria-disabled"))
        });
        // A selected year is enabled, because otherwise it could not be deselected.
        let expected: Vec<String> = expected.iter().map(|one| one.replace("true, true", "true, false")).collect();
        assert_eq!(said.collect::<Vec<_>>(), expected);
        assert_eq!(all(&html, ".year-chart button[tabindex='0']").len(), 1);

        // The bars show the publications of each year.
        for (bar, year) in bars.iter().zip((years[0]..=years[years.len() - 1]).rev()) {
            let blocks = Selector::parse("path[d]:not(.total)").unwrap();
            // "M0 3h1v4H0" is 4 units high.
            let height = |block: ElementRef| {
                let (_, height) = block.value().attr("d").unwrap().split_once('v').unwrap();
                height.trim_end_matches("H0").parse::<usize>().unwrap()
            };
            let sum: usize = bar.select(&blocks).map(height).sum();
            assert_eq!(sum, years.iter().filter(|other| **other == year).count(), "{year}");
        }
        let tones: BTreeSet<&str> =
            all(&html, ".bars path[d]:not(.total)").iter().filter_map(|rect| rect.value().attr("class")).collect();
        assert_eq!(tones.len(), all(&html, ".kind-legend li").len());
    }
}

#[test]
fn undated_publications_are_not_in_the_year_chart() {
    let publication = |id: &str, date: Option<&str>| serde_json::json!({ "id": id, "title": id, "authors": ["Ada"], "type": "journal", "date": date.unwrap_or("soon") });
    let text = serde_json::json!({
        "person": { "name": "Ada" }, "pages": [],
        "publications": [publication("x", Some("2024")), publication("y", Some("2022")), publication("z", None)],
    });
    let profile = Profile::read(&text.to_string());
    let labels: Vec<String> = all(&page(&profile, "/", "/publications/"), ".year-chart button")
        .iter()
        .filter_map(|bar| bar.value().attr("aria-label").map(str::to_owned))
        .collect();
    assert_eq!(labels, ["2024, 1 publication", "2023, 0 publications", "2022, 1 publication"]);
}

/// The topics follow the first publications. They are sorted by descending frequency, and each leads to its
/// publications.
#[test]
fn the_home_page_leads_to_topics() {
    for profile in PROFILES.iter() {
        let content = profile.content;
        let home = page(profile, "/sub/", "/");
        let sections = all(&home, "main > section");
        let given = &content.page("").unwrap().sections;
        assert_eq!(sections.len(), given.len() + 1);
        let papers = given.iter().position(|section| section.publications.is_some()).unwrap();
        let links: Vec<ElementRef> = sections[papers + 1].select(&Selector::parse(".topics a").unwrap()).collect();
        let counts = texts(&home, ".topics .count");
        assert!(!links.is_empty() && links.len() == counts.len());
        let mut last = usize::MAX;
        for (link, count) in links.iter().zip(counts) {
            let key = link.value().attr("href").unwrap().strip_prefix("/sub/publications/?topic=").unwrap();
            assert_eq!(text_of(*link), folded(content.topic_label(key)));
            let expected =
                content.publications.iter().filter(|one| one.topics.iter().any(|topic| topic == key)).count();
            assert_eq!(count, expected.to_string());
            assert!(expected <= last);
            last = expected;
        }
        assert!(all(&page(profile, "/sub/", "/teaching/"), ".topics").is_empty());
    }
}

/// `site.homeTopics` removes the topics from the home page and nowhere else.
#[test]
fn the_home_page_has_no_topics_if_the_content_disables_them() {
    let with = |value: serde_json::Value| {
        let mut content: serde_json::Value = serde_json::from_str(REAL).unwrap();
        content["site"]["homeTopics"] = value;
        Profile::read(&content.to_string())
    };
    let shown = page(real(), "/", "/");
    let without = with(false.into());
    assert_eq!(without.diagnostics, Vec::<String>::new());
    let home = page(&without, "/", "/");
    assert!(all(&home, ".topics").is_empty());
    assert_eq!(all(&home, "main > section").len(), without.content.page("").unwrap().sections.len());
    // A publication and the list still have topics.
    assert!(!all(&page(&without, "/", "/publications/zhang2024caravan/"), ".topics a").is_empty());
    assert!(!all(&page(&without, "/", "/publications/"), ".facet [name=topic]").is_empty());
    for value in [true.into(), serde_json::Value::Null] {
        let home = page(&with(value), "/", "/");
        assert_eq!(texts(&home, ".topics a"), texts(&shown, ".topics a"));
        assert_eq!(all(&home, ".topics").len(), 1);
    }
}

/// E-mail and profiles are in the footer of every page, and beside the introduction on the home page and the CV, where the
/// style sheet hides those of the footer.
#[test]
fn every_page_has_the_contact_links_in_its_footer() {
    let profile = &PROFILES[1];
    let links = |html: &Html, part: &str| -> Vec<(String, String)> {
        let link = |link: ElementRef| (text_of(link), link.value().attr("href").unwrap().to_owned());
        all(html, &format!("{part} [aria-label=Profiles] a")).into_iter().map(link).collect()
    };
    for address in ["/", "/publications/", "/publications/?year=2015", "/teaching/", "/cv/", "/no/such/page/"] {
        let html = page(profile, "/", address);
        let footer = links(&html, "footer");
        assert!(footer.len() > 5 && footer[0].1.starts_with("mailto:"), "{address}: {footer:?}");
        let details = links(&html, "main > .person-details");
        if ["/", "/cv/"].contains(&address) {
            assert_eq!(footer, details, "{address}");
        } else {
            assert!(details.is_empty(), "{address}");
        }
    }
    assert!(all(&page(real(), "/", "/"), "footer ul").is_empty(), "a profile without links has no list of them");
}

#[test]
fn the_short_name_of_a_venue_has_its_full_name() {
    let list = page(real(), "/", "/publications/");
    let abbreviations: Vec<(String, &str)> = all(&list, ".facet abbr")
        .into_iter()
        .map(|abbreviation| (text_of(abbreviation), abbreviation.value().attr("title").unwrap()))
        .collect();
    let venues = &real().content.venues;
    let is_venue = |(short, name): &(String, &str)| {
        venues.iter().any(|(_, venue)| venue.short.as_deref() == Some(short) && venue.name == *name)
    };
    assert!(abbreviations.len() >= 4 && abbreviations.iter().all(is_venue));
}

#[test]
fn the_theme_has_three_options() {
    let home = page(real(), "/", "/");
    assert_eq!(texts(&home, "footer [role='group'][aria-label='Theme'] button"), ["System", "Light", "Dark"]);
    for button in all(&home, ".themes button") {
        assert_eq!(button.value().attr("disabled"), Some(""), "it needs the module");
    }
}

#[test]
fn links_of_a_publications_page_have_icons_next_to_their_text() {
    let mut icons = BTreeMap::new();
    for profile in PROFILES.iter() {
        let list = page(profile, "/", "/publications/");
        assert!(!all(&list, ".links a").is_empty() && all(&list, "a .icon").is_empty());
        for publication in profile.content.publications.iter().take(60) {
            let html = page(profile, "/", &Route::of(publication).path());
            let links = all(&html, ".publication-page > .links a");
            assert_eq!(links.len(), publication_links(publication).len() + 1);
            let cite = links.last().unwrap().value().attr("href").unwrap().replace("#fp:", "#fp\\:");
            assert_eq!(all(&html, &cite).len(), 1, "it leads to the BibTeX");
            for link in links {
                assert!(!text_of(link).is_empty());
                let selector = Selector::parse("svg.icon[aria-hidden='true'][viewBox='0 0 16 16'] > path").unwrap();
                let path = link.select(&selector).next().unwrap().value().attr("d").unwrap().to_owned();
                let kind = link.value().attr("class").unwrap_or_default().to_owned();
                assert_eq!(icons.entry(kind).or_insert_with(|| path.clone()), &path, "each kind has one icon");
            }
        }
    }
    let different: BTreeSet<&String> = icons.values().collect();
    assert!(different.len() > 3 && icons["cite"] != icons["paper"], "{icons:?}");
}

#[test]
fn names_lead_to_an_authors_publications() {
    for profile in PROFILES.iter() {
        let content = profile.content;
        let list = page(profile, "/sub/", "/publications/");
        let names = Selector::parse(".authors a").unwrap();
        for (publication, article) in content.publications.iter().zip(all(&list, "article")) {
            let expected: Vec<(String, String)> = publication
                .creators()
                .iter()
                .filter(|author| !author.is_others())
                .map(|author| {
                    let key = author_key(author, content, normalize);
                    let filter = Filter::default().toggled(Facet::Author, &key);
                    (folded(&author.name), format!("/sub/publications/?{}", filter.query()))
                })
                .collect();
            // All authors are listed once and in order, even if some are collapsed.
            let shown: Vec<(String, String)> = article
                .select(&names)
                .map(|link| (text_of(link), link.value().attr("href").unwrap().to_owned()))
                .collect();
            if publication.authors.len() > MAX_LISTED_AUTHORS {
                // The others are on the page of the publication.
                let own = format!("/sub{}", Route::of(publication).path());
                let (more, named): (Vec<_>, Vec<_>) = shown.into_iter().partition(|(_, href)| *href == own);
                let omitted: usize =
                    more.iter().map(|(text, _)| text.split(' ').nth(1).unwrap().parse::<usize>().unwrap()).sum();
                assert_eq!(named.len() + omitted, expected.len(), "{}", publication.id);
                assert!(named.len() <= 10 && named.iter().all(|name| expected.contains(name)), "{}", publication.id);
                continue;
            }
            assert_eq!(shown, expected, "{}", publication.id);
            let collapsed_ranges = Selector::parse(".more-authors").unwrap();
            let collapsed_ranges: Vec<ElementRef> = article.select(&collapsed_ranges).collect();
            assert_eq!(!collapsed_ranges.is_empty(), publication.authors.len() > 10, "{}", publication.id);
            for fold in collapsed_ranges {
                let away = ElementRef::wrap(fold.next_sibling().unwrap()).unwrap();
                assert_eq!(text_of(fold), format!("and {} more,", away.select(&names).count()));
                assert!(away.select(&Selector::parse("strong").unwrap()).next().is_none(), "{}", publication.id);
                let said = |name| fold.value().attr(name);
                assert_eq!((said("aria-expanded"), said("disabled")), (Some("false"), Some("")));
            }
        }
        // The page of a publication shows all authors, with links.
        let publication = content.publications.iter().max_by_key(|one| one.authors.len()).unwrap();
        let own = page(profile, "/sub/", &Route::of(publication).path());
        assert!(all(&own, ".publication-page .more-authors").is_empty());
        assert_eq!(all(&own, ".publication-page > .authors a").len(), publication.authors.len());
    }
}

#[test]
fn publications_have_their_abstract_and_bibtex_in_place() {
    for profile in PROFILES.iter() {
        let content = profile.content;
        let list = page(profile, "/", "/publications/");
        for (publication, article) in content.publications.iter().zip(all(&list, "article")) {
            let find = |selector: &str| article.select(&Selector::parse(selector).unwrap()).map(text_of).collect();
            let summaries: Vec<String> = find("details > summary");
            let words = match (&publication.r#abstract, &publication.tldr) {
                (Some(_), _) => Some("Abstract"),
                (None, Some(_)) => Some("In short"),
                (None, None) => None,
            };
            assert_eq!(summaries, Vec::from_iter(words.into_iter().chain(["BibTeX"])), "{}", publication.id);
            let code: Vec<String> = find("details[data-bibtex] code");
            // The entry of a long list of authors is fetched when it is opened.
            let has_entry = publication.authors.len() <= MAX_LISTED_AUTHORS;
            let entry = if has_entry { folded(&bibtex::entry(publication, content)) } else { String::new() };
            assert_eq!(code, [entry]);
            assert_eq!(find("button[data-action=copy-bibtex][disabled]") as Vec<String>, ["Copy BibTeX"]);
        }
    }
}

#[test]
fn the_url_determines_the_order_of_the_list() {
    let ids = |html: &Html| -> Vec<String> {
        all(html, "article").iter().filter_map(|one| one.value().id().map(str::to_owned)).collect()
    };
    let newest = page(real(), "/", "/publications/");
    assert_eq!(texts(&newest, "#fp\\:sort option"), ["Newest first", "Oldest first"]);
    assert_eq!(one(&newest, "#fp\\:sort option[selected]"), "Newest first");

    let oldest = page(real(), "/", "/publications/?sort=oldest");
    assert_eq!(one(&oldest, "#fp\\:sort option[selected]"), "Oldest first");
    assert_eq!(texts(&oldest, "h2.year"), ["2020", "2022", "2023", "2024", "2025"]);
    assert_eq!(ids(&oldest).into_iter().rev().collect::<Vec<_>>(), ids(&newest));

    let best = page(real(), "/", "/publications/?q=video");
    assert_eq!(texts(&best, "#fp\\:sort option"), ["Newest first", "Oldest first", "Best match first"]);
    assert_eq!(one(&best, "#fp\\:sort option[selected]"), "Best match first");
    assert_eq!(texts(&best, "h2.year"), ["Best matches"]);
    let by_year = page(real(), "/", "/publications/?q=video&sort=newest");
    assert!(texts(&by_year, "h2.year").len() > 1);
}

#[test]
fn listed_publications_can_be_downloaded() {
    let html = page(real(), "/sub/", "/publications/");
    assert_eq!(one(&html, ".share > summary"), "Share");
    assert_eq!(one(&html, ".share > p:nth-of-type(1)"), "Download all 15 publications:");
    let formats = ["BibTeX (.bib)", "RIS (.ris)", "CSL-JSON (.json)", "Plain list for a CV (.txt)"];
    assert_eq!(texts(&html, ".share button[data-action=download][disabled]"), formats);
    assert_eq!(all(&html, ".share a")[0].value().attr("href"), Some("/sub/publications.bib"));
    assert_eq!(texts(&html, ".share button[data-action=copy-link][disabled]"), ["Copy link"]);

    let some = page(real(), "/", "/publications/?year=2024");
    assert_eq!(one(&some, ".share > p:nth-of-type(1)"), "Download these 4 publications:");
    assert!(all(&some, ".share a").is_empty());
    let single = page(real(), "/", "/publications/?venue=osdi");
    assert_eq!(one(&single, ".share > p:nth-of-type(1)"), "Download this publication:");
}

#[test]
fn an_empty_result_suggests_other_filters() {
    let html = page(real(), "/sub/", "/publications/?year=2020&venue=osdi");
    assert_eq!(texts(&html, ".results > div:has(.relaxations) > p"), ["No publication matches all filters."]);
    assert_eq!(
        texts(&html, ".relaxations a"),
        ["Remove Year: 2020 (1 publication)", "Remove Venue: OSDI (1 publication)"]
    );
    let hrefs: Vec<_> = all(&html, ".relaxations a").iter().filter_map(|link| link.value().attr("href")).collect();
    assert_eq!(hrefs, ["/sub/publications/?venue=osdi", "/sub/publications/?year=2020"]);
    assert_eq!(all(&html, ".share.is-empty").len(), 1);

    let none = page(real(), "/sub/", "/publications/?year=1066&venue=nowhere");
    assert_eq!(texts(&none, ".relaxations a"), ["Show all 15 publications"]);
    assert_eq!(all(&none, ".relaxations a")[0].value().attr("href"), Some("/sub/publications/"));
    assert!(all(&page(real(), "/", "/publications/?year=2020"), ".relaxations").is_empty());
}

#[test]
fn a_corrected_word_is_reported() {
    let html = page(real(), "/", "/publications/?q=streming");
    assert_eq!(one(&html, ".corrections"), "Nothing matches “streming”; showing “streaming”.");
    assert!(!all(&html, "article").is_empty());
    assert_eq!(one(&page(real(), "/", "/publications/?q=streaming"), ".corrections"), "");
}

#[test]
fn the_shortcuts_are_listed_in_a_dialog() {
    let html = page(real(), "/", "/publications/");
    assert_eq!(all(&html, "dialog:not([open])#fp\\:shortcuts[aria-label]").len(), 1);
    assert_eq!(one(&html, "#fp\\:shortcuts h2"), "Keyboard shortcuts");
    assert_eq!(texts(&html, "#fp\\:shortcuts dt")[..3], ["/", "Esc", "?"]);
    assert_eq!(texts(&html, "button[data-action=show-shortcuts]"), ["Show shortcuts"]);
}

#[test]
fn unknown_values_are_marked_chips() {
    let html = page(real(), "/sub/", "/publications/?venue=nowhere&q=video");
    assert_eq!(texts(&html, ".chip"), ["Remove Search: video ×", "Remove Venue: nowhere (matches nothing) ×"]);
    let hrefs: Vec<_> = all(&html, ".chips a").iter().filter_map(|link| link.value().attr("href")).collect();
    assert_eq!(hrefs, ["/sub/publications/?venue=nowhere", "/sub/publications/?q=video", "/sub/publications/"]);
    assert_eq!(one(&html, "[role='status']"), "Showing 0 of 15 publications");
}

#[test]
fn related_publications_share_a_topic() {
    for profile in PROFILES.iter() {
        let content = profile.content;
        for publication in &content.publications {
            let html = page(profile, "/", &Route::of(publication).path());
            let related: Vec<&str> =
                all(&html, ".related article").iter().filter_map(|item| item.value().id()).collect();
            let shares = |id: &str| {
                content.publication(id).unwrap().topics.iter().any(|topic| publication.topics.contains(topic))
            };
            assert!(related.iter().all(|id| shares(id) && *id != publication.id));
            let there_are =
                content.publications.iter().filter(|other| other.id != publication.id && shares(&other.id)).count();
            assert_eq!(related.len(), there_are.min(4));
        }
    }
}

#[test]
fn content_is_never_markup() {
    let hostile = r##"</title><script>alert(1)</script><img src=x onerror=alert(1)>"'&"##;
    let text = serde_json::json!({
        "person": { "name": hostile, "headline": hostile, "location": hostile, "affiliations": [{ "name": hostile }] },
        "venues": { "v": { "name": hostile } }, "topics": { "t": { "label": hostile } },
        "publications": [{
            "id": "a", "title": hostile, "authors": [hostile], "venue": "v", "topics": ["t"], "date": "2024",
            "abstract": format!("x {hostile} y"), "awards": [{ "name": hostile }], "bibtex": hostile,
            "links": [{ "url": "https://a.example/\"onmouseover=alert(1)", "label": hostile }],
        }],
        "pages": [{ "slug": "", "title": hostile, "sections": [{ "title": hostile, "text": hostile, "publications": {} }] }],
    });
    let profile = Profile::read(&text.to_string());
    assert!(profile.diagnostics.is_empty(), "{:?}", profile.diagnostics);
    for address in ["/", "/publications/", "/publications/a/", "/publications/?q=%3Cscript%3E&venue=%22%3E%3Cimg%3E"] {
        let html = page(&profile, "/", address);
        assert!(all(&html, "script, img, [onerror], [onmouseover]").is_empty(), "{address}");
        assert!(one(&html, ".name").contains(folded(hostile).as_str()), "{address}");
    }
}

#[test]
fn a_broken_profile_shows_its_readable_part() {
    let text = REAL.replacen("\"date\": \"2025\"", "\"date\": \"someday\"", 1).replacen(
        "\"kind\": \"paper\"",
        "\"kind\": \"papr\"",
        1,
    );
    let profile = Profile::read(&text);
    assert_eq!(profile.diagnostics.len(), 2);
    let html = page(&profile, "/", "/publications/");
    assert_eq!(all(&html, "article").len(), 15);
    assert_eq!(one(&html, ".diagnostics p"), "The content has 2 errors. Affected items may be missing from this site.");
    assert_eq!(texts(&html, ".diagnostics li"), profile.diagnostics);
    assert!(profile.diagnostics[0].starts_with("content.json:57:15: publications[0].date: "));
    assert!(texts(&html, "h2.year").contains(&"Undated".to_owned()));
}

/// Text in another language than the site is marked, for screen readers and hyphenation.
#[test]
fn text_in_another_language_is_marked() {
    let text = r#"{
        "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" }],
        "publications": [
            { "id": "de", "title": "Im Nebel", "language": "de", "abstract": "Es ist neblig." },
            { "id": "en", "title": "In the Fog", "abstract": "It is foggy." }
        ]
    }"#;
    let profile = Profile::read(text);
    let list = page(&profile, "/", "/publications/");
    let said = |html: &Html, selector: &str| {
        all(html, selector).iter().map(|one| one.attr("lang").unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said(&list, "article h3"), ["de", ""]);
    assert_eq!(said(&list, ".disclosures .markdown"), ["de", ""]);
    assert_eq!(said(&page(&profile, "/", "/publications/de/"), "h1, .publication-page .markdown"), ["de", "de"]);
    assert_eq!(said(&page(&profile, "/", "/publications/en/"), "h1, .publication-page .markdown"), ["", ""]);
}

/// The CV has everything once: sections as on their pages, publications only in the list.
#[test]
fn the_cv_has_all_pages_in_one() {
    for profile in PROFILES.iter() {
        let content = profile.content;
        let html = page(profile, "/", "/cv/");
        let titles: Vec<String> = content.pages.iter().map(|page| folded(&page.title)).collect();
        assert_eq!(texts(&html, "main > section > h2"), titles);
        let ids: Vec<&str> = all(&html, "article").iter().filter_map(|article| article.value().id()).collect();
        let expected: Vec<&str> = content.publications.iter().map(|publication| publication.id.as_str()).collect();
        assert_eq!(ids, expected);
        let said = one(&html, "main");
        for section in content.pages.iter().flat_map(|page| &page.sections) {
            let says = section.text.is_some() || !section.entries.is_empty();
            let is_there = section.title.as_ref().is_none_or(|title| texts(&html, "h3").contains(&folded(title)));
            assert_eq!(is_there, says || section.title.is_none(), "{:?}", section.title);
            for entry in &section.entries {
                assert!(said.contains(&folded(&entry.title)), "{}", entry.title);
            }
        }
        assert_eq!(texts(&html, "button[data-action='print'][disabled]"), ["Print CV"]);
        assert_eq!(all(&html, ".is-cv .person-details").len(), 1);
        assert_eq!(texts(&page(profile, "/", "/"), "footer a[href='/cv/']"), ["CV for print"]);
    }
}

/// The printed citation has the URL to cite, otherwise the DOI, otherwise an absolute URL of the paper.
#[test]
fn publications_have_the_url_for_print() {
    for profile in PROFILES.iter() {
        let html = page(profile, "/sub/", "/publications/");
        for (publication, article) in profile.content.publications.iter().zip(all(&html, "article")) {
            let address = article.value().attr("data-print-address").unwrap();
            match &publication.doi {
                _ if publication.url.is_some() => assert_eq!(address, publication.url.as_ref().unwrap().as_str()),
                Some(doi) => assert_eq!(address, doi_url(doi)),
                None => assert!(address.is_empty() || address.starts_with("http"), "{address}"),
            }
        }
    }
}
