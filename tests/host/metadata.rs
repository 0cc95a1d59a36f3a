//! Checks the metadata of a build: heads of pages, feeds and icons, parsed with other projects' parsers.

use std::{collections::BTreeSet, fs};

use frontispiece::{
    components::links::profile_links,
    content::{Author, Content, MAX_LISTED_AUTHORS, Publication, PublicationType, read},
    route::{Route, absolute, absolute_address},
};
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::Term;
use resvg::usvg::roxmltree::Document;
use scraper::Html;
use serde_json::{Value, json};

use crate::support::build::{Build, all, attribute, one, text_of, valid};

const REAL: &str = include_str!("../../public/content.json");
const MADE: &str = include_str!("../fixtures/scholar-300.json");

/// A text that breaks out of an element, an attribute, a line or a direction unless it is escaped.
const HOSTILE: &str =
    "</title></script><script>alert(1)</script> \"q\" 'a' & <!-- \n\r\t \u{202e}evil\u{2066} \\ } ]]> %0A {x} \u{1}";

fn page(build: &Build, page: &Route) -> Html {
    let path = format!("{}index.html", page.path().trim_start_matches('/'));
    valid(&build.read(&path), &path)
}

fn values<'h>(html: &'h Html, selector: &str, attribute: &str) -> Vec<&'h str> {
    all(html, selector).iter().map(|element| element.attr(attribute).unwrap_or_default()).collect()
}

fn meta<'h>(html: &'h Html, name: &str) -> Vec<&'h str> {
    values(html, &format!("head > meta[name='{name}'], head > meta[property='{name}']"), "content")
}

fn linked_data(html: &Html) -> Option<String> {
    let scripts = all(html, "head > script[type='application/ld+json'][data-prerendered]");
    assert!(scripts.len() <= 1);
    scripts.first().map(|script| text_of(*script))
}

fn json_ld(html: &Html) -> Option<Value> {
    linked_data(html).map(|text| serde_json::from_str(&text).unwrap())
}

/// The required part of schema.org's own context: the terms whose values are URLs or dates. None of these terms is a
/// list in it, so the order of authors is that of the text.
const CONTEXT: &str = r#"{ "@context": {
    "@vocab": "http://schema.org/",
    "url": { "@type": "@id" }, "sameAs": { "@type": "@id" }, "image": { "@type": "@id" },
    "contentUrl": { "@type": "@id" }, "datePublished": { "@type": "Date" }, "dateModified": { "@type": "Date" }
} }"#;

/// A page's linked data as the oxjsonld crate parses it, in its order: subject, term and object of each statement. URLs
/// are in angle brackets.
struct Statements(Vec<[String; 3]>);

impl Statements {
    fn of(html: &Html) -> Statements {
        let text = linked_data(html).unwrap();
        let parser = JsonLdParser::new().for_slice(&text).with_load_document_callback(|address, _| {
            assert_eq!(address, "https://schema.org");
            Ok(JsonLdRemoteDocument { document: CONTEXT.into(), document_url: address.to_owned() })
        });
        let statements = parser.map(|statement| {
            let statement = statement.unwrap();
            let term = statement.predicate.as_str();
            let object = match statement.object {
                Term::Literal(literal) => literal.value().to_owned(),
                node => node.to_string(),
            };
            [statement.subject.to_string(), term.strip_prefix("http://schema.org/").unwrap_or(term).to_owned(), object]
        });
        let statements: Vec<[String; 3]> = statements.collect();
        // The crate drops invalid URLs without an error.
        assert_eq!(statements.len() + 1, count(&serde_json::from_str(&text).unwrap()), "{text}");
        Statements(statements)
    }

    fn get(&self, subject: &str, term: &str) -> Vec<&str> {
        self.0.iter().filter(|[its, of, _]| its == subject && of == term).map(|[.., object]| &**object).collect()
    }

    fn kind(&self, subject: &str) -> &str {
        let [kind] = self.get(subject, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")[..] else {
            panic!("{subject}")
        };
        kind.trim_start_matches("<http://schema.org/").trim_end_matches('>')
    }
}

/// Returns the number of values and nodes in JSON-LD. Each is the object of one statement, except for the outermost
/// node.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(values) => values.iter().map(count).sum(),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(name, _)| !["@context", "@id"].contains(&name.as_str()));
            1 + fields.map(|(_, value)| count(value)).sum::<usize>()
        }
        _ => 1,
    }
}

/// The terms of schema.org that the site uses, by type. Each was checked in schema.org's documentation.
const TERMS: &[(&str, &[&str])] = &[
    ("ProfilePage", &["url", "name", "inLanguage", "dateModified", "mainEntity"]),
    (
        "Person",
        &[
            "@id",
            "name",
            "alternateName",
            "description",
            "url",
            "image",
            "email",
            "affiliation",
            "workLocation",
            "sameAs",
            "givenName",
            "familyName",
        ],
    ),
    ("Organization", &["name", "url"]),
    ("Place", &["name"]),
    ("CreativeWorkSeries", &["name", "alternateName", "url", "issn"]),
    ("Periodical", &["name", "alternateName", "url", "issn"]),
    ("Book", &["isbn", "bookEdition"]),
    ("Thesis", &["inSupportOf"]),
    ("Report", &["reportNumber"]),
    ("SoftwareSourceCode", &["codeRepository"]),
    ("PublicationVolume", &["volumeNumber", "isPartOf"]),
    ("PublicationIssue", &["issueNumber", "isPartOf"]),
    ("PropertyValue", &["propertyID", "value"]),
    ("MediaObject", &["contentUrl", "encodingFormat"]),
];

/// The terms of every CreativeWork that the site uses.
const WORK: &[&str] = &[
    "@id",
    "url",
    "name",
    "alternateName",
    "headline",
    "author",
    "editor",
    "translator",
    "datePublished",
    "inLanguage",
    "creativeWorkStatus",
    "version",
    "translationOfWork",
    "workTranslation",
    "isBasedOn",
    "exampleOfWork",
    "workExample",
    "correction",
    "hasPart",
    "isPartOf",
    "publisher",
    "abstract",
    "description",
    "award",
    "keywords",
    "identifier",
    "sameAs",
    "encoding",
    "image",
];
const WORKS: &[&str] = &["Thesis", "Book", "SoftwareSourceCode", "Dataset", "CreativeWork", "BlogPosting"];
const WORKS_WITH_PAGES: &[&str] = &["ScholarlyArticle", "Report", "Chapter"];

fn uses_only_terms(value: &Value) {
    match value {
        Value::Array(values) => values.iter().for_each(uses_only_terms),
        Value::Object(fields) => {
            let kind = fields["@type"].as_str().unwrap();
            for (name, value) in fields {
                let listed = TERMS.iter().any(|(of, terms)| *of == kind && terms.contains(&&**name));
                let of_work = (WORKS.contains(&kind) || WORKS_WITH_PAGES.contains(&kind)) && WORK.contains(&&**name)
                    || WORKS_WITH_PAGES.contains(&kind) && name == "pagination";
                assert!(["@type", "@context"].contains(&&**name) || listed || of_work, "{kind} has no {name}");
                assert!(!value.is_null() && *value != json!([]) && *value != json!(""), "{kind}: {name} is empty");
                uses_only_terms(value);
            }
        }
        _ => {}
    }
}

#[test]
fn the_head_of_every_page_describes_it() {
    for (name, text, base) in [("real", REAL, "/"), ("real", REAL, "/sub/"), ("made", MADE, "/")] {
        let build = Build::new(&format!("heads-{name}-{}", base.len()), base, text);
        build.run().unwrap();
        let content = read(text).unwrap().content;
        for page in Route::all(&content) {
            let html = self::page(&build, &page);
            check_head(&html, &page, &content, base);
            if let Route::Publication(id) = &page {
                check_paper(&html, content.publication(id).unwrap(), &content);
            }
        }
        let html = valid(&build.read("404.html"), "404.html");
        assert_eq!(meta(&html, "robots"), ["noindex"]);
        assert!(all(&html, "link[rel='canonical']").is_empty() && meta(&html, "og:url").is_empty());
        assert_eq!(json_ld(&html), None);
    }
}

fn check_head(html: &Html, page: &Route, content: &Content, base: &str) {
    let path = page.path();
    let url = absolute(&path, content).unwrap();
    let one_of = |name: &str| {
        let found = meta(html, name);
        assert_eq!(found.len(), 1, "{path}: {name}");
        assert!(!found[0].trim().is_empty(), "{path}: {name}");
        found[0].to_owned()
    };
    assert_eq!(text_of(one(html, "head > title")), page.title(content));
    assert_eq!(values(html, "link[rel='canonical']", "href"), [&url]);
    assert_eq!(one_of("og:url"), url);
    assert_eq!(one_of("og:description"), one_of("description"));
    assert!(one_of("description").chars().count() <= 201);
    assert_eq!(one_of("og:site_name"), content.person.name);
    let content_page = page.content(content);
    let is_dated = content_page.is_some_and(|page| page.date.is_some());
    assert_eq!(
        one_of("og:type"),
        match page {
            Route::Publication(_) => "article",
            page if *page == Route::home() => "profile",
            _ if is_dated => "article",
            _ => "website",
        }
    );
    if *page == Route::home() {
        assert_eq!(one_of("og:title"), content.person.name);
        assert_eq!(Some(one_of("description")), content.site.description);
    } else {
        assert_eq!(one_of("og:title"), page.heading(content));
    }
    // There are no social cards, because these builds do not draw them.
    assert_eq!(one_of("twitter:card"), "summary");
    assert!(meta(html, "og:image").is_empty());
    assert_eq!(attribute(html, "html", "lang"), content.site.language.as_deref().unwrap());
    assert_eq!(one(html, "html").attr("dir"), None);
    for (selector, file) in
        [("link[rel='manifest']", "site.webmanifest"), ("link[rel='apple-touch-icon']", "apple-touch-icon.png")]
    {
        assert_eq!(attribute(html, selector, "href"), format!("{base}{file}"));
    }
    let own_feed = content_page.filter(|page| page.feed).map(|page| format!("{base}{}/feed.atom", page.slug));
    let feeds: Vec<String> = [format!("{base}feed.atom")].into_iter().chain(own_feed).collect();
    assert_eq!(values(html, "link[rel='alternate'][type='application/atom+xml']", "href"), feeds);
    let json = json_ld(html);
    json.iter().for_each(uses_only_terms);
    if *page == Route::home() {
        check_scholar(&Statements::of(html), &url, content);
    } else {
        assert_eq!(json.is_some(), matches!(page, Route::Publication(_)) || is_dated);
    }
}

fn check_scholar(said: &Statements, home: &str, content: &Content) {
    let scholar = format!("<{home}#person>");
    let person = &content.person;
    let page = &said.0[0][0];
    assert_eq!((said.kind(page), said.kind(&scholar)), ("ProfilePage", "Person"));
    assert_eq!(said.get(page, "mainEntity"), [&scholar]);
    assert_eq!(said.get(&scholar, "name"), [&person.name]);
    assert_eq!(said.get(&scholar, "url"), [format!("<{home}>")]);
    let affiliations = said.get(&scholar, "affiliation").into_iter().flat_map(|place| said.get(place, "name"));
    assert!(affiliations.eq(person.affiliations.iter().map(|affiliation| &affiliation.name)));
    let elsewhere = profile_links(person).into_iter().filter_map(|link| absolute_address(&link.url, content));
    let elsewhere = elsewhere.filter(|address| address.starts_with("http")).map(|address| format!("<{address}>"));
    assert_eq!(said.get(&scholar, "sameAs"), elsewhere.collect::<Vec<_>>());
}

fn check_paper(html: &Html, publication: &Publication, content: &Content) {
    use PublicationType::{Conference, Journal, Preprint, Workshop};
    let id = &publication.id;
    assert_eq!(meta(html, "citation_title"), [publication.title.as_str()]);
    let authors = meta(html, "citation_author");
    let named: Vec<&Author> = publication.authors.iter().filter(|author| !author.is_others()).collect();
    assert_eq!(authors.len(), named.len(), "{id}");
    assert_eq!(meta(html, "citation_editor").len(), publication.editors.len(), "{id}");
    for (author, written) in named.iter().zip(authors) {
        let known = content.people.get(&author.name);
        match known.and_then(|known| known.family.as_ref().zip(known.given.as_ref())) {
            // A suffix may be at the end.
            Some((family, given)) => {
                let start = family.split(' ').next().unwrap();
                assert!(written.starts_with(start) && written.contains(&format!(", {given}")), "{id}: {written}");
            }
            None => {
                let last = author.name.split_whitespace().last().unwrap();
                assert!(written == author.name || written.contains(last), "{id}: {written}");
            }
        }
    }
    // Seasons and the ends of intervals have no form in these tags.
    let date = publication.date.map(|date| date.datetime());
    let slashes = date.iter().map(|date| date.replace('-', "/"));
    assert_eq!(meta(html, "citation_publication_date"), slashes.collect::<Vec<_>>());
    let venue = publication.venue.as_ref().map(|key| content.venues.get(key).map_or(key, |venue| &venue.name));
    let of_kind = |kinds: &[&str], name: &str| {
        let expected: Vec<&str> =
            venue.filter(|_| kinds.contains(&publication.kind.unwrap().as_str())).map(|v| &**v).into_iter().collect();
        assert_eq!(meta(html, name), expected, "{id}: {name}");
    };
    of_kind(&["conference", "workshop"], "citation_conference_title");
    of_kind(&["journal"], "citation_journal_title");
    assert_eq!(meta(html, "citation_doi"), publication.doi.iter().collect::<Vec<_>>());
    for pdf in meta(html, "citation_pdf_url") {
        assert!(pdf.starts_with("http"), "{id}: {pdf}");
        assert_eq!(values(html, "link[rel='item'][type='application/pdf']", "href"), [pdf]);
    }

    // FAIR Signposting.
    let bibtex = attribute(html, "link[rel='describedby']", "href");
    assert!(bibtex.ends_with(&format!("/publications/{id}/{id}.bib")));
    assert!(values(html, "link[rel='type']", "href").contains(&"https://schema.org/AboutPage"));
    let doi = publication.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
    assert_eq!(values(html, "link[rel='cite-as']", "href"), doi.iter().collect::<Vec<_>>());

    let said = Statements::of(html);
    let paper = format!("<{}>", absolute(&Route::of(publication).path(), content).unwrap());
    let is_article = matches!(publication.kind.unwrap(), Conference | Workshop | Journal | Preprint);
    assert_eq!(said.kind(&paper) == "ScholarlyArticle", is_article, "{id}");
    assert_eq!(said.get(&paper, "name"), [publication.title.as_str()]);
    assert_eq!(said.get(&paper, "headline"), [publication.title.as_str()]);
    let authors = said.get(&paper, "author");
    let kinds = named.iter().map(|author| if author.literal.is_some() { "Organization" } else { "Person" });
    assert_eq!(authors.iter().map(|author| said.kind(author)).collect::<Vec<_>>(), kinds.collect::<Vec<_>>(), "{id}");
    for (term, people) in
        [("author", &publication.authors), ("editor", &publication.editors), ("translator", &publication.translators)]
    {
        let names = said.get(&paper, term).into_iter().flat_map(|person| said.get(person, "name"));
        let people = people.iter().filter(|person| !person.is_others());
        assert_eq!(names.collect::<Vec<_>>(), people.map(|person| &person.name).collect::<Vec<_>>(), "{id}: {term}");
    }
    assert_eq!(said.get(&paper, "datePublished"), date.iter().collect::<Vec<_>>());
    assert_eq!(said.get(&paper, "award"), publication.awards.iter().map(|award| &award.name).collect::<Vec<_>>());
    let arxiv = publication.arxiv.as_ref().map(|id| format!("https://arxiv.org/abs/{id}"));
    let cited = publication.url.as_ref().map(|url| url.as_str().to_owned());
    let same = doi.iter().chain(&arxiv).chain(&cited).map(|address| format!("<{address}>"));
    assert_eq!(said.get(&paper, "sameAs"), same.collect::<Vec<_>>());
    // From the issue to the venue, and from the volume to the series.
    let mut around: Vec<&str> = said.get(&paper, "isPartOf");
    let mut next = 0;
    while let Some(part) = around.get(next).copied() {
        around.extend(said.get(part, "isPartOf"));
        next += 1;
    }
    around.dedup();
    let each = |term: &str| around.iter().flat_map(|part| said.get(part, term)).collect::<Vec<_>>();
    assert_eq!(each("issueNumber"), publication.issue.iter().collect::<Vec<_>>());
    assert_eq!(each("volumeNumber"), publication.volume.iter().collect::<Vec<_>>());
    // A thesis or a preprint is no part of the university or the server that publishes it.
    let publishers: Vec<&str> =
        said.get(&paper, "publisher").iter().flat_map(|organization| said.get(organization, "name")).collect();
    let is_published_by = publishers.iter().any(|name| Some(*name) == venue.map(String::as_str));
    let containers = each("name");
    let series = publication.series.as_ref();
    if containers.len() > series.iter().count() || !is_published_by {
        assert_eq!(containers, venue.into_iter().chain(series).collect::<Vec<_>>(), "{id}");
    }
    let item_type = meta(html, "z:itemType");
    assert_eq!(item_type.len(), 1, "{id}");
    assert_eq!(item_type == ["journalArticle"], publication.kind == Some(Journal), "{id}");
}

#[test]
fn crawlers_and_feed_readers_find_every_page() {
    for (name, text) in [("real", REAL), ("made", MADE)] {
        let build = Build::new(&format!("feeds-{name}"), "/", text);
        build.run().unwrap();
        let content = read(text).unwrap().content;

        let sitemap = build.read("sitemap.xml");
        let sitemap = Document::parse(&sitemap).unwrap();
        let root = sitemap.root_element();
        assert_eq!(root.tag_name().namespace(), Some("http://www.sitemaps.org/schemas/sitemap/0.9"));
        let listed: Vec<&str> =
            root.descendants().filter(|node| node.has_tag_name("loc")).filter_map(|node| node.text()).collect();
        let pages: Vec<String> =
            Route::all(&content).iter().map(|page| absolute(&page.path(), &content).unwrap()).collect();
        assert_eq!(listed, pages);
        let site = content.site.url.as_ref().unwrap().as_str();
        assert!(build.read("robots.txt").ends_with(&format!("\nSitemap: {site}sitemap.xml\n")));

        let feed: atom_syndication::Feed = build.read("feed.atom").parse().unwrap();
        assert_eq!(feed.id, site);
        assert_eq!(feed.entries.len(), content.publications.len().min(100));
        assert!(feed.entries.is_sorted_by(|a, b| a.updated >= b.updated));
        assert!(feed.entries.iter().all(|entry| entry.updated <= feed.updated));
        for entry in &feed.entries {
            let id = entry.id.strip_prefix(site).unwrap().trim_matches('/').rsplit('/').next().unwrap();
            let publication = content.publication(id).unwrap();
            assert_eq!(entry.title.value, publication.title.as_str());
            assert_eq!(entry.updated.to_rfc3339()[..4], publication.year().unwrap().to_string());
            let names: Vec<&str> = entry.authors.iter().map(|author| &*author.name).collect();
            let authors = publication.creators().iter().filter(|author| !author.is_others()).take(MAX_LISTED_AUTHORS);
            assert_eq!(names, authors.map(|author| &*author.name).collect::<Vec<_>>());
            assert_eq!(entry.summary.is_some(), publication.r#abstract.is_some() || publication.tldr.is_some());
        }

        let manifest: Value = serde_json::from_str(&build.read("site.webmanifest")).unwrap();
        assert_eq!(manifest["name"], *content.person.name);
        for icon in manifest["icons"].as_array().unwrap() {
            let file = build.dist().join(icon["src"].as_str().unwrap().trim_start_matches('/'));
            let size = imagesize::size(&file).unwrap();
            assert_eq!(icon["sizes"], format!("{}x{}", size.width, size.height));
        }
        assert_eq!(imagesize::size(build.dist().join("apple-touch-icon.png")).unwrap().width, 180);
        assert_eq!(fs::read(build.dist().join("favicon.ico")).unwrap()[..6], [0, 0, 1, 0, 1, 0]);
    }
}

/// Returns a profile in which every text is hostile.
fn hostile() -> Value {
    json!({
        "site": { "url": "https://ada.example/", "description": HOSTILE, "language": "he" },
        "person": { "name": HOSTILE, "headline": HOSTILE, "affiliations": [{ "name": HOSTILE }] },
        "venues": { "v": { "name": HOSTILE, "short": "V" } },
        "topics": { "t": { "label": HOSTILE } },
        "publications": [{
            "id": "a", "title": HOSTILE, "type": "journal", "authors": [HOSTILE, HOSTILE], "venue": "v",
            "date": "2024-02-29", "topics": ["t"], "awards": [{ "name": HOSTILE }], "abstract": HOSTILE, "tldr": HOSTILE,
            "volume": HOSTILE, "issue": HOSTILE, "pages": HOSTILE, "publisher": HOSTILE,
            "doi": "10.1002/(SICI)1<1::AID#3>3.0.CO;2-%|\"",
        }],
        "pages": [{ "slug": "", "title": HOSTILE, "sections": [{ "title": HOSTILE, "text": HOSTILE, "entries": [HOSTILE] }] }],
    })
}

/// Returns a text as an HTML parser returns it: preprocessing changes CR to LF.
fn as_html(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Returns a text as an XML parser returns it.
fn as_xml(text: &str) -> String {
    as_html(text).replace('\u{1}', "")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn hostile_texts_stay_text() {
    let build = Build::new("hostile", "/", &hostile().to_string());
    build.draw().unwrap();
    for file in ["index.html", "publications/index.html", "publications/a/index.html"] {
        // A control character is always a parse error in HTML, and is kept.
        let html = Html::parse_document(&build.read(file));
        // The scripts of the template, and linked data.
        let linked = all(&html, "script[type='application/ld+json']").len();
        assert_eq!(all(&html, "script").len(), 3 + linked, "{file}");
        assert_eq!(all(&html, "head").len(), 1);
        assert_eq!(attribute(&html, "html", "dir"), "rtl");
        for script in all(&html, "script") {
            assert!(
                !text_of(script).contains("alert(1)") || script.attr("type") == Some("application/ld+json"),
                "{file}"
            );
        }
    }
    let html = Html::parse_document(&build.read("publications/a/index.html"));
    assert_eq!(squeezed(meta(&html, "citation_title")[0]), squeezed(&as_xml(HOSTILE)));
    assert_eq!(squeezed(meta(&html, "og:title")[0]), squeezed(&as_html(HOSTILE)));
    uses_only_terms(&json_ld(&html).unwrap());
    let said = Statements::of(&html);
    let doi = "https://doi.org/10.1002/(SICI)1%3C1::AID%233%3E3.0.CO;2-%25%7C%22";
    assert_eq!(said.get("<https://ada.example/publications/a/>", "sameAs"), [format!("<{doi}>")]);
    assert_eq!(attribute(&html, "link[rel='cite-as']", "href"), doi);
    assert_eq!(attribute(&html, "dl.metadata a", "href"), doi);
    // A title is one line.
    let title = HOSTILE.replace(['\n', '\r'], " ");
    for term in ["name", "headline"] {
        assert_eq!(said.get("<https://ada.example/publications/a/>", term), [title.as_str()], "{term}");
    }
    for term in ["award", "pagination"] {
        assert_eq!(said.get("<https://ada.example/publications/a/>", term), [HOSTILE], "{term}");
    }
    let home = Statements::of(&Html::parse_document(&build.read("index.html")));
    assert_eq!(home.get("<https://ada.example/#person>", "name"), [HOSTILE]);

    let feed: atom_syndication::Feed = build.read("feed.atom").parse().unwrap();
    assert_eq!(squeezed(&feed.entries[0].title.value), squeezed(&as_xml(HOSTILE)));
    let sitemap = build.read("sitemap.xml");
    assert_eq!(Document::parse(&sitemap).unwrap().descendants().filter(|node| node.has_tag_name("loc")).count(), 4);
    let manifest: Value = serde_json::from_str(&build.read("site.webmanifest")).unwrap();
    assert_eq!(manifest["name"], HOSTILE);

    // A social card with all of these characters.
    let card = attribute(&html, "meta[property='og:image']", "content");
    assert_eq!(card, "https://ada.example/publications/a/card.png");
    let size = imagesize::size(build.dist().join("publications/a/card.png")).unwrap();
    assert_eq!((size.width, size.height), (1200, 630));
}

#[test]
fn without_a_site_url_nothing_uses_it() {
    let mut content: Value = serde_json::from_str(REAL).unwrap();
    content["site"].as_object_mut().unwrap().remove("url");
    let build = Build::new("no-address", "/", &content.to_string());
    build.draw().unwrap();
    let files: BTreeSet<String> = build.files().into_keys().collect();
    for absent in ["sitemap.xml", "feed.atom", "card.png"] {
        assert!(!files.contains(absent), "{absent}");
    }
    for there in ["robots.txt", "publications.bib", "site.webmanifest", "favicon.ico"] {
        assert!(files.contains(there), "{there}");
    }
    assert_eq!(build.read("robots.txt"), "User-agent: *\nAllow: /\n");
    let html = page(&build, &Route::Publication("zhang2024caravan".to_owned()));
    for selector in
        ["link[rel='canonical']", "meta[property='og:url']", "meta[property='og:image']", "link[rel='alternate']"]
    {
        assert!(all(&html, selector).is_empty(), "{selector}");
    }
    assert_eq!(meta(&html, "citation_title").len(), 1);
    assert_eq!(meta(&html, "description").len(), 1);
    assert!(!json_ld(&html).unwrap().to_string().contains("null"));
}

#[test]
fn a_pdf_is_in_the_folder_of_its_page() {
    let mut content: Value = serde_json::from_str(REAL).unwrap();
    let papers = content["publications"].as_array_mut().unwrap();
    papers[0]["links"] = json!([{ "kind": "paper", "url": "files/mine%20too.pdf" }]);
    papers[1]["links"] = json!([{ "kind": "paper", "url": "https://alex-q-z.github.io/files/mine%20too.pdf?dl=1" }]);
    papers[2]["links"] = json!([{ "kind": "paper", "url": "https://alex-q-z.github.io/files/not-here.pdf" }]);
    papers[3]["links"] = json!([{ "kind": "paper", "url": "https://doi.org/10.1000/1" }]);
    let id = |index: usize| papers[index]["id"].as_str().unwrap().to_owned();
    let (ids, arxiv) = ([id(0), id(1), id(2), id(3)], papers[3]["arxiv"].as_str().unwrap().to_owned());
    let build = Build::new("pdfs", "/", &content.to_string());
    build.write("files/mine too.pdf", "%PDF-1.7");
    build.run().unwrap();
    for id in &ids[..2] {
        assert_eq!(build.read(&format!("publications/{id}/{id}.pdf")), "%PDF-1.7");
    }
    let site = "https://alex-q-z.github.io";
    for (id, pdf) in ids.iter().zip([
        format!("{site}/publications/{0}/{0}.pdf", ids[0]),
        format!("{site}/publications/{0}/{0}.pdf", ids[1]),
        format!("{site}/files/not-here.pdf"),
        format!("https://arxiv.org/pdf/{arxiv}"),
    ]) {
        assert_eq!(meta(&page(&build, &Route::Publication(id.clone())), "citation_pdf_url"), [pdf]);
    }
}

#[test]
fn files_of_the_author_are_kept() {
    let build = Build::new("own", "/", REAL);
    for file in ["robots.txt", "favicon.ico", "feed.atom", "publications/zhang2024caravan/zhang2024caravan.bib"] {
        fs::create_dir_all(build.dist().join(file).parent().unwrap()).unwrap();
        build.write(file, "mine");
    }
    build.edit(
        "index.html",
        "<title>",
        "<meta name=\"description\" content=\"Mine\"><link rel=\"me\" href=\"x\"><title>",
    );
    build.run().unwrap();
    // The build runs twice: files of the first run do not belong to the author.
    build.run().unwrap();
    for file in ["robots.txt", "favicon.ico", "feed.atom", "publications/zhang2024caravan/zhang2024caravan.bib"] {
        assert_eq!(build.read(file), "mine");
    }
    let html = page(&build, &Route::home());
    assert_eq!(meta(&html, "description"), ["Mine"]);
    assert_eq!(meta(&html, "og:type"), ["profile"]);
    assert_eq!(values(&html, "link[rel='me']", "href"), ["x"]);
    assert_eq!(values(&html, "link[rel='canonical']", "href").len(), 1);
}

#[test]
fn every_page_has_a_social_card() {
    let build = Build::new("pictures", "/", REAL);
    build.draw().unwrap();
    let first = build.files();
    let content = read(REAL).unwrap().content;
    for page in Route::all(&content) {
        let path = format!("{}card.png", page.path().trim_start_matches('/'));
        let html = self::page(&build, &page);
        assert_eq!(meta(&html, "og:image"), [absolute(&path, &content).unwrap()]);
        assert_eq!(meta(&html, "twitter:card"), ["summary_large_image"]);
        assert_eq!(meta(&html, "og:image:alt").len(), 1);
        let size = imagesize::size(build.dist().join(&path)).unwrap();
        assert_eq!((size.width, size.height), (1200, 630));
        assert!(first[&path].len() > 10_000, "{path} is blank");
    }
}

/// If no font has a letter, there is no social card. Otherwise the card would have boxes in place of a name.
#[test]
fn a_social_card_is_drawn_only_with_all_its_letters() {
    let content = json!({
        "site": { "url": "https://ada.example/" }, "person": { "name": "\u{10FFFD}" },
        "pages": [{ "slug": "", "title": "Home" }],
    });
    let build = Build::new("no-letters", "/", &content.to_string());
    build.draw().unwrap();
    assert!(!build.dist().join("card.png").exists());
    assert_eq!(meta(&page(&build, &Route::home()), "twitter:card"), ["summary"]);
}
