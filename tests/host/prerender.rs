//! Tests the files of a prerendered build, made from a template in this module and fake modules.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use fixtures::generate;
use frontispiece::{
    content::{Content, read},
    route::{Base, Route},
    search::facet::Facet,
    util::hash::content_hash,
};
use image::{Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use scraper::Html;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::build::{Build, all, attribute, one, text_of, valid};

const REAL: &str = include_str!("../../public/content.json");
const MADE: &str = include_str!("../fixtures/scholar-300.json");

/// A made-up scholar with few publications, whose pages are compressed in no time.
fn small(seed: u64) -> String {
    generate::to_text(&generate::generate(6, seed))
}
const EARLY: &str = include_str!("../../src/browser/js/before_paint.js");

fn title(html: &Html) -> String {
    text_of(one(html, "head > title"))
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

/// Returns the directives of the policy in a page.
fn policy(html: &Html) -> BTreeMap<String, BTreeSet<String>> {
    let text = attribute(html, "meta[charset] + meta[http-equiv='Content-Security-Policy']", "content");
    let directive = |directive: &str| {
        let mut words = directive.split_whitespace().map(str::to_owned);
        (words.next().unwrap(), words.collect())
    };
    text.split(';').map(directive).collect()
}

/// Returns the hashes that the policy must contain for the elements that match a selector.
fn hashes(html: &Html, selector: &str) -> BTreeSet<String> {
    let mut texts: Vec<String> = all(html, selector).into_iter().map(text_of).collect();
    for without_scripts in all(html, "noscript") {
        let within = Html::parse_fragment(&text_of(without_scripts));
        texts.extend(all(&within, selector).into_iter().map(text_of));
    }
    texts.iter().map(|text| hash(text)).collect()
}

#[test]
fn every_page_is_a_separate_document() {
    // One large build is enough, because the base changes only URLs (see the next test).
    for (base, text) in [("/", REAL), ("/sub/", REAL), ("/sub/", MADE)] {
        let build = Build::new("pages", base, text);
        build.run().unwrap();
        let content = read(text).unwrap().content;
        for page in Route::all(&content) {
            check_page(&build, &page, &page.path(), &content, text);
        }
        check_page(&build, &Route::NotFound, "/404.html", &content, text);
    }
}

#[test]
fn the_base_changes_only_urls() {
    let [root, sub] = ["/", "/sub/"].map(|base| {
        let build = Build::new("bases", base, MADE);
        build.run().unwrap();
        build.files()
    });
    let is_page = |path: &&String| path.ends_with(".html");
    assert!(root.keys().filter(is_page).eq(sub.keys().filter(is_page)));
    // The texts have URLs, so the hash in the name of their file depends on the base.
    let [root_texts, sub_texts] = [&root, &sub].map(|files| {
        let name = files.keys().find(|path| path.starts_with("markdown-")).unwrap();
        name.as_str()
    });
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    // Scripts have URLs, so their hashes in the policy depend on the base.
    let hashes_of_scripts = |page: &str| -> Vec<String> {
        let scripts = page.split("<script").skip(1).map(|script| script.split_once('>').unwrap().1);
        scripts.map(|script| hash(script.split_once("</script>").unwrap().0)).collect()
    };
    let mut count = 0;
    for (path, page) in root.iter().filter(|(path, _)| is_page(path)) {
        let (page, below) = (text(page), text(&sub[path]));
        let hashes = hashes_of_scripts(&below).into_iter().zip(hashes_of_scripts(&page));
        let moved = hashes.fold(below.clone(), |moved, (from, to)| moved.replace(&from, &to));
        assert_ne!(below, page, "{path}");
        assert_eq!(moved.replace("/sub/", "/").replace(sub_texts, root_texts), page, "{path}");
        count += 1;
    }
    assert!(count > 300, "{count} pages");
}

/// Crawlers, and visitors without scripts, reach every publication from the list.
#[test]
fn a_long_list_is_written_in_pages() {
    let text = generate::generate(510, 7).to_string();
    let content = read(&text).unwrap().content;
    let build = Build::new("long", "/sub/", &text);
    build.run().unwrap();
    let mut listed = Vec::new();
    let mut address = "/sub/publications/".to_owned();
    let mut parts = 0;
    loop {
        parts += 1;
        let path = address.strip_prefix("/sub").unwrap();
        let page = Route::parse(path, &content);
        assert!(page.is_list() && page.path() == path, "{path}");
        check_page(&build, &page, path, &content, &text);
        let html = Html::parse_document(&build.read(&format!("{}index.html", &path[1..])));
        let ids =
            all(&html, ".publications > article").into_iter().map(|article| article.attr("id").unwrap().to_owned());
        let before = listed.len();
        listed.extend(ids);
        let status = format!("Showing {} to {} of 510 publications", before + 1, listed.len());
        assert_eq!(text_of(one(&html, "[role='status']")), status);
        assert_eq!(text_of(one(&html, ".pager [aria-current='page']")), format!("Page {parts}"));
        let canonical = format!("https://scholar.example.org{path}");
        assert_eq!(attribute(&html, "link[rel='canonical']", "href"), canonical);
        assert!(build.read("sitemap.xml").contains(&format!("<loc>{canonical}</loc>")));
        // Every other page of the list is at most two links away.
        assert!(all(&html, ".pager a").len() >= 5);
        match all(&html, ".pager a[rel='next']").first() {
            Some(next) => address = next.attr("href").unwrap().to_owned(),
            None => break,
        }
    }
    assert_eq!(parts, 6);
    assert_eq!(listed, content.publications.iter().map(|publication| publication.id.clone()).collect::<Vec<_>>());
    assert!(!build.dist().join("publications/page/1").exists() && !build.dist().join("publications/page/7").exists());
}

fn check_page(build: &Build, page: &Route, path: &str, content: &Content, text: &str) {
    let base = build.base;
    let file = match path.strip_suffix('/') {
        Some(folder) => format!("{folder}/index.html"),
        None => path.to_owned(),
    };
    let html = valid(&build.read(&file[1..]), path);
    assert_eq!(title(&html), page.title(content));
    let root = one(&html, "div.root");
    assert_eq!(root.attr("id"), Some("fp:app"));
    assert_eq!(root.attr("data-path"), Some(path));
    assert_eq!(root.attr("data-content-hash"), Some(content_hash(text).as_str()));
    assert_eq!(root.attr("data-content-length"), Some(text.len().to_string().as_str()));
    assert_eq!(text_of(one(&html, "#fp\\:app h1")), page.heading(content), "{path}");
    assert_eq!(all(&html, "h1").len(), 1, "{path}");
    assert!(all(&html, "#fp\\:app main").len() == 1 && !root.html().contains("Loading"));

    // The module and the Markdown.
    let boot = one(&html, "script#fp\\:boot");
    assert_eq!(boot.attr("data-integrity"), Some(integrity(b"\0asm").as_str()));
    let markdown = boot.attr("data-markdown").unwrap().strip_prefix(base).unwrap();
    assert!(markdown.starts_with("markdown-") && build.dist().join(markdown).exists());
    assert!(all(&html, "link[rel='modulepreload']").is_empty());
    let map: serde_json::Value = serde_json::from_str(&text_of(one(&html, "script[type='importmap']"))).unwrap();
    let module = integrity(build.read("site.js").as_bytes());
    for name in ["site.js", "site.js?again", "site.js#again", "site.js?again#again"] {
        assert_eq!(map["integrity"][format!("{base}{name}")], *module);
    }
    assert_eq!(attribute(&html, "link[rel='preload']", "href"), format!("{base}font.woff2"));
    assert_eq!(one(&html, "link[rel='icon']").attr("integrity"), None);

    // The additions of the author.
    assert!(
        all(&html, "noscript[data-unrendered]").is_empty() && all(&html, "head > noscript, body > noscript").len() == 2
    );
    assert_eq!(text_of(one(&html, "#fp\\:boot + p")), "Added by the scholar");
    assert_eq!(attribute(&html, "html", "class"), "mine");

    // The security policy.
    let policy = policy(&html);
    let expected = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<BTreeSet<String>>();
    let mut scripts = hashes(&html, "script:not([type='application/ld+json'])");
    scripts.extend(expected(&["'self'", "'wasm-unsafe-eval'"]));
    assert_eq!(policy["script-src"], scripts, "{path}");
    assert_eq!(policy["style-src"], hashes(&html, "style"), "{path}");
    assert_eq!(policy["default-src"], expected(&["'none'"]));
    assert_eq!(policy["img-src"], expected(&["'self'", "https:"]));
    // The policy for the URL of the service worker.
    assert_eq!(policy["trusted-types"], expected(&["worker"]));
    assert_eq!(boot.attr("data-worker"), Some(format!("{base}sw.js").as_str()));
}

#[test]
fn the_script_in_the_head_is_small_and_knows_every_facet_key() {
    assert!(EARLY.len() <= 1_400, "{} bytes", EARLY.len());
    let keys = EARLY.split_once("[?&](").unwrap().1.split_once(')').unwrap().0;
    let mut expected = vec!["q"];
    expected.extend(Facet::ALL.map(Facet::key));
    expected.extend(["sort", "page"]);
    assert_eq!(keys, expected.join("|"));
    // It is in the head, before any visible element.
    let index = include_str!("../../index.html");
    assert!(index.find("target/page/before_paint.js").unwrap() < index.find("rel=\"icon\"").unwrap());
}

#[test]
fn a_second_run_changes_nothing() {
    for (base, content, compresses) in [("/", small(7), true), ("/sub/", REAL.to_owned(), false)] {
        let build = Build::new(&format!("again{}", base.len()), base, &content);
        build.prerender(compresses).unwrap();
        let first = build.files();
        build.prerender(compresses).unwrap();
        assert!(first == build.files());
    }
}

#[test]
fn a_build_does_not_depend_on_the_number_of_threads() {
    let files = [1, 4].map(|threads| {
        let build = Build::new("threads", "/", &generate::to_text(&generate::generate(15, 9)));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| build.draw_and_compress()).unwrap();
        build.files()
    });
    assert!(files[0].contains_key("card.png") && files[0].contains_key("index.html.br"));
    assert!(files[0] == files[1]);
}

#[test]
fn another_profile_replaces_the_first_one() {
    let first = generate::to_text(&generate::generate(40, 9));
    let build = Build::new("another", "/", &first);
    build.prerender(true).unwrap();
    let before = build.files();
    build.write("publications/notes.txt", "mine");
    let papers = read(&first).unwrap().content.publications;
    let edited = format!("publications/{}/index.html", papers[0].id);
    build.edit(&edited, "</body>", "<!-- mine --></body>");
    build.write("content.json", &small(8));
    // The folder may have been moved.
    fs::rename(build.dist(), build.folder.join("moved")).unwrap();
    fs::rename(build.folder.join("moved"), build.dist()).unwrap();
    build.prerender(true).unwrap();
    let mut after = build.files();

    let fresh = Build::new("fresh", "/", &small(8));
    fresh.prerender(true).unwrap();
    let mut expected = fresh.files();
    // The manifest of the first folder also lists the copies of the author's files.
    assert!(after.remove(MANIFEST).is_some() && expected.remove(MANIFEST).is_some());
    expected.insert("publications/notes.txt".to_owned(), b"mine".to_vec());
    expected.insert(edited.clone(), after[&edited].clone());
    for own in ["publications/notes.txt", &edited] {
        for copy in [".br", ".gz"] {
            after.get(&format!("{own}{copy}")).map(|bytes| expected.insert(format!("{own}{copy}"), bytes.clone()));
        }
    }
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&after), names(&expected));
    assert!(after == expected && before.len() > 150);
    assert!(!build.dist().join(format!("publications/{}", papers[1].id)).exists());
}

const MANIFEST: &str = ".frontispiece";

#[test]
fn a_folder_without_its_manifest_is_refused_unchanged() {
    let build = Build::new("manifest", "/", &small(7));
    build.run().unwrap();
    fs::remove_file(build.dist().join(MANIFEST)).unwrap();
    build.write("content.json", &small(8));
    let before = build.files();
    let error = build.run().unwrap_err();
    assert!(
        error.ends_with(
            "found pages of an earlier build without the list of its files (.frontispiece), which is needed to remove \
             old pages; delete the folder and build the site again, or copy the whole folder with its hidden files"
        ),
        "{error}"
    );
    assert!(before == build.files());

    build.write(MANIFEST, "{");
    let error = build.run().unwrap_err();
    assert!(
        error.contains(
            "expected the list of files that a build writes; delete the folder and build the site \
             again"
        ),
        "{error}"
    );
}

#[test]
fn a_manifest_cannot_name_files_outside_the_folder() {
    let build = Build::new("outside", "/", &small(7));
    build.run().unwrap();
    let outside = build.folder.join("mine.txt");
    fs::write(&outside, "mine").unwrap();
    let digest: String = Sha256::digest("mine").iter().map(|byte| format!("{byte:02x}")).collect();
    let entry = format!("\"written\":{{\"../mine.txt\":\"{digest}\",");
    build.edit(MANIFEST, "\"written\":{", &entry);
    build.run().unwrap();
    assert_eq!(fs::read_to_string(outside).unwrap(), "mine");
}

/// Returns the files that the service worker caches, parsed from its source.
fn kept(build: &Build) -> Value {
    let worker = build.read("sw.js");
    let line = worker.lines().nth(1).unwrap().strip_prefix("const site = ").unwrap().strip_suffix(';').unwrap();
    serde_json::from_str(line).unwrap()
}

#[test]
fn the_service_worker_caches_the_files_of_a_page() {
    let build = Build::new("kept", "/sub/", REAL);
    build.write("mine-136892080d1f618a.css", "p {}");
    build.write("mine.css", "p {}");
    build.prerender(true).unwrap();
    let site = kept(&build);
    let files = site["files"].as_object().unwrap();
    for (address, hash) in files {
        let file = address.strip_prefix("/sub/").unwrap();
        assert_eq!(*hash, integrity(build.read(file).as_bytes()), "{address}");
    }
    let markdown = attribute(&valid(&build.read("index.html"), "index"), "#fp\\:boot", "data-markdown").to_owned();
    let hashed = [markdown.as_str(), "/sub/mine-136892080d1f618a.css"];
    let others = ["/sub/content.json", "/sub/list.wasm", "/sub/offline.html", "/sub/site.js", "/sub/site_bg.wasm"];
    assert_eq!(site["hashed"], json!(hashed));
    assert_eq!(
        files.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        BTreeSet::from_iter([&hashed[..], &others].concat())
    );
    assert_eq!(site["page"], "/sub/offline.html");

    // The page has no URL of its own and is not indexed.
    let page = valid(&build.read("offline.html"), "offline");
    assert_eq!(attribute(&page, "#fp\\:app", "data-path"), "");
    assert_eq!(attribute(&page, "#fp\\:app", "data-content-hash"), content_hash(REAL));
    assert_eq!(attribute(&page, "meta[name='robots']", "content"), "noindex");
    assert!(text_of(one(&page, "#fp\\:app")).contains("You are offline"));
    assert!(!build.read("sitemap.xml").contains("offline"));

    // A changed file makes a different worker with its own cache. The same files make the same worker.
    let before = build.read("sw.js");
    build.run().unwrap();
    assert_eq!(build.read("sw.js"), before);
    build.write("site.js", "export default 1;");
    build.run().unwrap();
    assert_ne!(kept(&build)["name"], site["name"]);
    assert_eq!(kept(&build)["kind"], site["kind"]);
    assert!(site["name"].as_str().unwrap().starts_with(site["kind"].as_str().unwrap()));
}

/// The attribute of the root by which the style sheets know the look, and the rule of the accent color, which the policy
/// allows.
#[test]
fn the_look_and_the_accent_of_the_profile_are_in_every_page() {
    let mut content: Value = serde_json::from_str(REAL).unwrap();
    content["site"]["look"] = "book".into();
    content["site"]["accent"] = "#7A1f22".into();
    let build = Build::new("look", "/", &content.to_string());
    // Twice: a page that has them already is the template then.
    for _ in 0..2 {
        build.run().unwrap();
        for file in ["index.html", "publications/index.html", "404.html", "offline.html"] {
            let html = valid(&build.read(file), file);
            assert_eq!(attribute(&html, "html", "data-look"), "book", "{file}");
            let style = text_of(one(&html, "head > style[data-prerendered]"));
            assert!(style.starts_with("@media screen{:root{--accent:light-dark(#7a1f22,#"), "{style}");
            assert!(policy(&html)["style-src"].contains(&hash(&style)), "{file}");
        }
    }
    for accent in ["red", "#12345", "#fff}*{display:none"] {
        content["site"]["accent"] = accent.into();
        content["site"]["look"] = Value::Null;
        build.write("content.json", &content.to_string());
        build.run().unwrap();
        let html = valid(&build.read("index.html"), "index");
        assert!(all(&html, "style[data-prerendered], html[data-look]").is_empty(), "{accent}");
    }
}

#[test]
fn one_setting_disables_the_service_worker() {
    let build = Build::new("unkept", "/", REAL);
    build.run().unwrap();
    let kind = kept(&build)["kind"].clone();
    let mut content: Value = serde_json::from_str(REAL).unwrap();
    content["site"]["offline"] = false.into();
    build.write("content.json", &content.to_string());
    build.run().unwrap();
    let html = valid(&build.read("index.html"), "index");
    assert_eq!(attribute(&html, "#fp\\:boot", "data-worker"), "");
    assert_eq!(policy(&html)["trusted-types"], BTreeSet::from(["'none'".to_owned()]));
    // Browsers with a worker request it again, and the new worker deletes the cache.
    assert_eq!(kept(&build), json!({ "kind": kind }));
    assert!(build.read("sw.js").contains("unregister()"));
    assert!(!build.files().keys().any(|path| path.starts_with("offline.html")));

    // The author's own file is kept.
    build.write("sw.js", "// mine");
    content["site"]["offline"] = true.into();
    build.write("content.json", &content.to_string());
    build.run().unwrap();
    assert_eq!(build.read("sw.js"), "// mine");
}

#[test]
fn old_urls_redirect_to_new_ones() {
    let mut content: Value = serde_json::from_str(REAL).unwrap();
    content["site"]["redirects"] =
        json!({ "/about.html": "/", "/cv": "/teaching/", "/papers/": "/publications/", "/a%20b/": "/" });
    for (base, url) in [("/", None), ("/sub/", Some("https://ada.example/sub/"))] {
        content["site"]["url"] = url.map_or(Value::Null, Value::from);
        let text = content.to_string();
        let build = Build::new(&format!("redirects{}", base.len()), base, &text);
        build.run().unwrap();
        let content = read(&text).unwrap().content;
        let moved = [("about.html", "/"), ("cv/index.html", "/teaching/"), ("papers/index.html", "/publications/")];
        for (file, target) in moved.into_iter().chain([("a b/index.html", "/")]) {
            let html = valid(&build.read(file), file);
            let page = Route::parse(target, &content);
            let href = Base::new(base).href(&page);
            let canonical = url.map_or(href.clone(), |url| format!("{url}{}", &target[1..]));
            assert_eq!(title(&html), page.title(&content));
            assert_eq!(attribute(&html, "link[rel='canonical']", "href"), canonical);
            assert_eq!(attribute(&html, "meta[name='robots']", "content"), "noindex");
            assert_eq!(text_of(one(&html, "body a")), page.title(&content));
            assert_eq!(attribute(&html, "body a", "href"), href);
            let refresh = text_of(one(&html, "noscript"));
            assert_eq!(refresh, format!("<meta http-equiv=\"refresh\" content=\"0; url={href}\">"));
            let script = text_of(one(&html, "script"));
            assert_eq!(script, format!("location.replace(\"{href}\" + location.search + location.hash)"));
            assert_eq!(policy(&html)["script-src"], BTreeSet::from([hash(&script)]));
        }
        let first = build.files();
        build.run().unwrap();
        assert!(first == build.files());
    }
}

#[test]
fn titles_cannot_break_out() {
    let titles = [
        "</title></script><script>alert(1)</script>",
        "\"quoted\" 'quoted' &amp; <!-- & $1 $& \\1 {title} {0} %s",
        "<!> <!----> ]]> </div></div>",
    ];
    let publications: Vec<Value> = titles
        .iter()
        .enumerate()
        .map(|(number, title)| {
            json!({ "id": format!("p{number}"), "title": title, "authors": [title], "date": "2020",
                    "links": [{ "kind": "paper", "url": "files/<a>&\"b\".pdf", "label": title }] })
        })
        .collect();
    let text = json!({
        "site": { "redirects": { "/<b>/": "/" } },
        "person": { "name": "A & B <i>", "aliases": titles },
        "pages": [{ "slug": "", "title": "Home" }, { "slug": "p", "title": titles[0] }],
        "publications": publications,
    });
    let build = Build::new("hostile", "/", &text.to_string());
    build.run().unwrap();
    for (number, title_of_paper) in titles.iter().enumerate() {
        let html = valid(&build.read(&format!("publications/p{number}/index.html")), title_of_paper);
        // Entities are those of Markdown.
        let title_of_paper = title_of_paper.replace("&amp;", "&");
        assert_eq!(title(&html), format!("{title_of_paper} · A & B <i>"));
        assert_eq!(text_of(one(&html, "h1")), title_of_paper);
        assert_eq!(all(&html, "script").len(), 5, "the shell's own, the import map and the linked data");
        assert_eq!(text_of(one(&html, "#fp\\:boot + p")), "Added by the scholar");
    }
    let html = valid(&build.read("<b>/index.html"), "the redirect");
    assert_eq!(text_of(one(&html, "a")), "A & B <i>");
    assert_eq!(title(&valid(&build.read("p/index.html"), "the page")), format!("{} · A & B <i>", titles[0]));
}

#[test]
fn the_language_is_that_of_the_profile() {
    let in_language = |language: Option<&str>| {
        let mut content: Value = serde_json::from_str(REAL).unwrap();
        content["site"]["language"] = language.map_or(Value::Null, Value::from);
        content.to_string()
    };
    let build = Build::new("language", "/", &in_language(None));
    build.edit("index.html", "lang=\"en\"", "lang=\"fr\"");
    for (language, expected) in [(None, "fr"), (Some("de-AT"), "de-AT"), (Some("zh"), "zh"), (None, "fr")] {
        build.write("content.json", &in_language(language));
        build.run().unwrap();
        for page in ["index.html", "publications/index.html"] {
            assert_eq!(attribute(&valid(&build.read(page), page), "html", "lang"), expected);
        }
    }
}

#[test]
fn the_policy_matches_the_template() {
    let build = Build::new("policy", "/", REAL);
    build.edit("index.html", "<style></style>", "<style>a { background: url(\"data:image/png,\") }</style>");
    build.edit("index.html", "</head>", "<link rel=\"stylesheet\" href=\"/mine.css\"></head>");
    let crlf = build.read("index.html").replace('\n', "\r\n");
    build.write("index.html", &crlf.replace("start(\"<div>\")", "start(\r\n\"<div>\")"));
    build.run().unwrap();
    let html = valid(&build.read("index.html"), "index.html");
    let policy = policy(&html);
    assert!(policy["style-src"].contains("'self'") && policy["img-src"].contains("data:"));
    assert!(policy["script-src"].contains(&hash("start(\n\"<div>\")")));
    assert!(policy["script-src"].is_superset(&hashes(&html, "script:not([type='application/ld+json'])")));
}

#[test]
fn compressed_copies_contain_the_same_bytes() {
    let build = Build::new("compressed", "/sub/", &small(7));
    build.write("picture.png", &"not text ".repeat(200));
    build.write("files/short.txt", &"a".repeat(999));
    build.write("files/long.txt", &"a".repeat(1000));
    build.prerender(true).unwrap();
    let files = build.files();
    let mut copies = 0;
    for (path, bytes) in &files {
        let mut plain = Vec::new();
        match path.rsplit_once('.') {
            Some((_, "br")) => drop(brotli::Decompressor::new(&bytes[..], 4096).read_to_end(&mut plain).unwrap()),
            Some((_, "gz")) => drop(flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain).unwrap()),
            _ => continue,
        }
        let of = &path[..path.len() - 3];
        assert!(plain == files[of] && bytes.len() < plain.len(), "{path}");
        copies += 1;
    }
    assert!(copies > 50);
    for compressed in ["index.html.br", "teaching/index.html.gz", "sw.js.br", "files/long.txt.br", "files/long.txt.gz"]
    {
        assert!(files.contains_key(compressed), "{compressed}");
    }
    for no_smaller in
        ["site_bg.wasm.br", "picture.png.gz", "index.html.br.gz", "files/short.txt.br", "files/short.txt.gz"]
    {
        assert!(!files.contains_key(no_smaller), "{no_smaller}");
    }
    // Outdated copies would be served in place of the files.
    build.write("content.json", &small(8));
    build.run().unwrap();
    assert!(build.files().keys().all(|path| !path.ends_with(".br") && !path.ends_with(".gz")));
}

#[test]
fn the_readable_part_of_content_with_errors_is_shown() {
    let text = r#"{
        "person": { "name": "Ada" },
        "pages": [{ "slug": "teaching", "title": "Teaching" }],
        "publications": [{ "id": "a", "title": "First" }, { "id": "a", "title": "Second", "date": "soon" }]
    }"#;
    let build = Build::new("errors", "/", text);
    build.run().unwrap();
    let html = valid(&build.read("index.html"), "index.html");
    assert_eq!(attribute(&html, "#fp\\:app", "data-path"), "/");
    assert_eq!(attribute(&html, "#fp\\:app", "data-content-hash"), content_hash(text));
    assert_eq!(text_of(one(&html, "h1")), "Page not found");
    assert_eq!(attribute(&html, "#fp\\:boot", "data-markdown"), "", "the browser must ask the forgiving reader");
    let html = valid(&build.read("publications/a/index.html"), "a");
    assert_eq!(text_of(one(&html, "h1")), "First");
    assert_eq!(all(&html, ".diagnostics li").len(), read(text).unwrap().diagnostics.len());
}

/// Breaks a build and returns the error of the run.
fn error_of(name: &str, spoil: impl FnOnce(&Build)) -> String {
    let build = Build::new(&format!("error-{name}"), "/", REAL);
    spoil(&build);
    let error = build.run().unwrap_err();
    error.replace(&format!("{}/", build.dist().display()), "")
}

#[test]
fn errors_say_what_was_found_and_expected_and_how_to_fix_it() {
    let shell = |name: &str, from: &str, to: &str| error_of(name, |build| build.edit("index.html", from, to));
    assert_eq!(
        shell("app", "id=\"fp:app\"", "id=\"fp:main\""),
        "index.html: found no element with the id \"fp:app\"; expected one; \
         write <div id=\"fp:app\"></div> in the <body> of index.html"
    );
    assert_eq!(
        shell("apps", "<p>Added", "<div id=\"fp:app\"></div><p>Added"),
        "index.html: found 2 of element with the id \"fp:app\"; expected one; \
         write <div id=\"fp:app\"></div> in the <body> of index.html"
    );
    assert_eq!(
        shell("banner", "id=\"fp:banner\"", ""),
        "index.html: found no element with the id \"fp:banner\" before that with the id \"fp:app\"; expected one; \
         write <div id=\"fp:banner\"></div> there in index.html"
    );
    let late_banner = error_of("late-banner", |build| {
        build.edit("index.html", "<div id=\"fp:banner\"></div>", "");
        build.edit("index.html", "<p>Added", "<div id=\"fp:banner\"></div><p>Added");
    });
    assert!(late_banner.contains("found no element with the id \"fp:banner\""), "{late_banner}");
    assert_eq!(
        shell("charset", "<meta charset=\"utf-8\">", ""),
        "index.html: found no <meta charset=\"utf-8\">; expected one; write it first in the <head> of index.html"
    );
    assert_eq!(
        shell("title", "<title>Homepage</title>", ""),
        "index.html: found no <title>; expected one; write <title>Homepage</title> in the <head> of index.html"
    );
    assert_eq!(
        shell("boot", "id=\"fp:boot\"", "id=\"start\""),
        "index.html: found no <script id=\"fp:boot\">; expected the one that pattern_script in Trunk.toml writes; \
         build with that Trunk.toml"
    );
    assert_eq!(
        shell("base", "data-module=\"/", "data-module=\"https://cdn.example/"),
        "index.html: found data-module=\"https://cdn.example/site.js\" on <script id=\"fp:boot\">; expected a URL below \
         \"/\"; pass the base that the site was built for (Trunk's --public-url)"
    );
    assert_eq!(
        error_of("module", |build| fs::remove_file(build.dist().join("site.js")).unwrap()),
        "site.js: No such file or directory (os error 2); expected the file that data-module of \
         <script id=\"fp:boot\"> in index.html names; build the site again"
    );
    assert_eq!(
        error_of("chunk", |build| fs::remove_file(build.dist().join("list.wasm")).unwrap()),
        "list.wasm: No such file or directory (os error 2); expected the file that data-chunk-list of \
         <script id=\"fp:boot\"> in index.html names; build the site again"
    );
    assert!(
        error_of("shell", |build| fs::remove_file(build.dist().join("index.html")).unwrap())
            .starts_with("index.html: No such file")
    );
    assert!(error_of("content", |build| build.write("content.json", "{")).starts_with("content.json:1:"));
    assert_eq!(
        error_of("syntax", |build| {
            build.write("content.json", "{\n\"person\": { \"nam\": \"Ada\" }\n\"pages\": [{ \"slug\" \"\" }]\n}");
        }),
        "content.json:2:27: a comma is missing after }\ncontent.json:3:19: a colon (:) is missing after the field \
         name \"slug\"\n2 errors in the JSON; correct them to check the rest of the profile"
    );
    let latin = error_of("encoding", |build| {
        fs::write(build.dist().join("content.json"), b"{\n\"person\": { \"name\": \"Ren\xe9\" } }").unwrap();
    });
    assert!(latin.starts_with("content.json:2:25: found the byte E9"), "{latin}");
}

#[test]
fn files_of_other_origin_are_not_overwritten() {
    let foreign = "found a file that is not a page of this site; expected none, because a page or an old URL of the \
                   content has this path; rename your file ";
    assert!(error_of("page", |build| build.write("404.html", "mine")).starts_with(&format!("404.html: {foreign}")));
}

/// The build continues without them, and every other file is unchanged.
#[test]
fn old_urls_that_cannot_have_a_page_are_skipped() {
    let long = "x".repeat(300);
    let of = |name: &str, redirects: Value| {
        let mut content: Value = serde_json::from_str(REAL).unwrap();
        content["site"]["redirects"] = redirects;
        let build = Build::new(name, "/", &content.to_string());
        build.write("files/mine.html", "mine");
        build.run().unwrap();
        // The content differs, and so do the pages.
        let files = build.files().into_iter().filter(|(path, _)| !path.starts_with("content.json"));
        files.map(|(path, _)| path).collect::<BTreeSet<_>>()
    };
    let wrong = [
        "/teaching/",
        "/teaching",
        "/publications/index.html",
        "/",
        "/404.html",
        "/../old/",
        "/files/mine.html",
        "/files/paper.txt",
        "/files/paper.txt/x/",
        "/sw.js",
        "/sw.js/",
        "/sw.js/x/",
        "/offline.html",
        "/robots.txt/",
        "/content.json/",
        "/publications.bib/",
        "/site.webmanifest/x.html",
        "/_headers",
        "/_redirects/",
        "/.htaccess",
        "/cv.pdf",
        &format!("/{long}/"),
        &format!("/{long}.html"),
        &"/part".repeat(300),
        "/good/index.html/x/",
    ];
    let mut redirects: serde_json::Map<String, Value> = [("/good/".to_owned(), "/".into())].into_iter().collect();
    redirects.extend(wrong.map(|from| (from.to_owned(), Value::from("/"))));
    redirects.insert("/nowhere/".to_owned(), "/gone/".into());
    assert_eq!(of("left-out", redirects.into()), of("left-out-none", json!({ "/good/": "/" })));
}

#[test]
fn a_profile_with_long_names_is_built() {
    let long = "a".repeat(300);
    let content = json!({
        "person": { "name": "Ada" },
        "pages": [{ "slug": "", "title": "Home" }, { "slug": long, "title": "Long" }],
        "publications": [{ "id": long, "title": "One" }, { "id": format!("{long}b"), "title": "Two" }],
    });
    let build = Build::new("long-names", "/", &content.to_string());
    build.prerender(true).unwrap();
    let short = &long[..200];
    for file in [
        format!("{short}/index.html"),
        format!("publications/{short}/{short}.bib"),
        format!("publications/{short}-2/index.html.br"),
    ] {
        assert!(build.dist().join(&file).exists(), "{file}");
    }
}

#[test]
fn files_of_systems_editors_and_authors_are_not_published() {
    let build = Build::new("junk", "/", REAL);
    let junk = [".DS_Store", "files/.DS_Store", "files/Thumbs.db", "files/desktop.ini", "files/._paper.txt"];
    let more = ["files/paper.txt~", "files/.paper.txt.swp", "__MACOSX/paper.txt"];
    let hidden = [".env", "files/.hidden", ".github/pages.yml", "README.md", "AGENTS.md", "import-record.json"];
    for folder in ["__MACOSX", ".github"] {
        fs::create_dir_all(build.dist().join(folder)).unwrap();
    }
    let public = [".htaccess", ".nojekyll", "files/README.md"];
    for name in junk.into_iter().chain(more).chain(hidden).chain(public) {
        build.write(name, "x");
    }
    build.run().unwrap();
    let files = build.files();
    for name in junk.into_iter().chain(more).chain(hidden) {
        assert!(!files.contains_key(name), "{name}");
    }
    assert!(!build.dist().join("__MACOSX").exists());
    for name in public.into_iter().chain(["files/paper.txt"]) {
        assert!(files.contains_key(name), "{name}");
    }
}

/// A folder behind a symbolic link is not part of the build.
#[cfg(unix)]
#[test]
fn nothing_is_removed_behind_a_symbolic_link() {
    let build = Build::new("junk-link", "/", REAL);
    let outside = build.folder.join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("notes~"), "mine").unwrap();
    std::os::unix::fs::symlink(&outside, build.dist().join("linked")).unwrap();
    build.run().unwrap();
    assert!(outside.join("notes~").exists());
}

#[test]
fn images_have_the_sizes_of_their_files() {
    let texts = [
        "![A plot](/files/a%20plot.png?2024) ![A drawing](files/drawing.SVG)",
        "> - *[![](gone.png)](/)*\n\n| ![](https://example.org/b.png) |\n|-|",
    ];
    let content = json!({
        "person": { "name": "Ada" },
        "pages": [{ "slug": "", "title": "Home", "sections": texts.map(|text| json!({ "text": text })) }],
    });
    let build = Build::new("images", "/sub/", &content.to_string());
    // The header of a PNG (PNG, section 11.2.2), which alone determines its size.
    let header = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &640u32.to_be_bytes(), &480u32.to_be_bytes()].concat();
    fs::write(build.dist().join("files/a plot.png"), header).unwrap();
    build.write("files/drawing.SVG", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 20'/>");
    build.run().unwrap();

    let html = Html::parse_document(&build.read("index.html"));
    let images = all(&html, "main img");
    let sizes = images.iter().map(|image| (image.attr("width"), image.attr("height"))).collect::<Vec<_>>();
    assert_eq!(sizes, [(Some("640"), Some("480")), (Some("30"), Some("20")), (None, None), (None, None)]);
    assert_eq!(images[0].attr("src"), Some("/sub/files/a%20plot.png?2024"));
    // In the browser, the page is made from the same data.
    let markdown = attribute(&html, "script#fp\\:boot", "data-markdown").strip_prefix("/sub/").unwrap();
    assert!(build.read(markdown).contains(",640,480,\"\"]"));
}

/// Returns the rules of `_headers` or `_redirects`, without comments.
fn rules(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn hosts_get_response_headers() {
    for base in ["/", "/sub/"] {
        let build = Build::new(&format!("headers{}", base.len()), base, REAL);
        let hashed =
            ["frontispiece-3e8db854ef4c2a7c.js", "frontispiece-3e8db854ef4c2a7c_bg.wasm", "icon-136892080d1f618.svg"];
        for name in hashed.into_iter().chain(["icon-512.png", "files/plot-3e8db854ef4c2a7c.svg"]) {
            build.write(name, "");
        }
        build.run().unwrap();
        let html = valid(&build.read("index.html"), "index.html");
        let markdown = attribute(&html, "script#fp\\:boot", "data-markdown").to_owned();
        let text = build.read("_headers");
        let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut path = "";
        for line in rules(&text) {
            match line.strip_prefix("  ") {
                Some(header) => found.entry(path).or_default().push(header),
                None => path = line,
            }
        }

        let everywhere = found.remove(&*format!("{base}*")).unwrap();
        for expected in [
            "Content-Security-Policy: frame-ancestors 'none'",
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: strict-origin-when-cross-origin",
            "Strict-Transport-Security: max-age=31536000",
            "Cross-Origin-Opener-Policy: same-origin",
            "Cross-Origin-Resource-Policy: same-origin",
        ] {
            assert!(everywhere.contains(&expected), "{expected}");
        }
        assert!(
            everywhere.iter().any(|header| header.starts_with("Permissions-Policy: ") && header.contains("camera=()"))
        );
        // The site copies BibTeX.
        assert!(!text.contains("clipboard"));
        assert_eq!(everywhere.len(), 7);
        let bibtex = found.remove(&*format!("{base}*.bib")).unwrap();
        assert_eq!(bibtex, ["Content-Type: application/x-bibtex; charset=utf-8"]);

        let expected: BTreeSet<String> = hashed.iter().map(|name| format!("{base}{name}")).chain([markdown]).collect();
        assert_eq!(found.keys().map(|path| path.to_string()).collect::<BTreeSet<_>>(), expected);
        for headers in found.values() {
            assert_eq!(headers, &["Cache-Control: public, max-age=31536000, immutable"]);
        }
    }
}

#[test]
fn hosts_get_redirects() {
    let mut content: Value = serde_json::from_str(REAL).unwrap();
    content["site"]["redirects"] = json!({
        "/about.html": "/", "/cv": "/teaching/", "/cv/": "/", "/a%20b/": "/publications/", "/x%0A/*%20/ 301!.html": "/",
        "/post-3e8db854ef4c2a7c.html": "/", "/post-3e8db854ef4c2a7c.x/": "/",
    });
    for base in ["/", "/sub/"] {
        let build = Build::new(&format!("moved{}", base.len()), base, &content.to_string());
        build.run().unwrap();
        let expected = [
            ("about.html", ""),
            ("cv/", "teaching/"),
            ("cv", "teaching/"),
            ("a%20b/", "publications/"),
            ("a%20b", "publications/"),
            ("x%0A/%2A%20/%20301%21.html", ""),
            ("post-3e8db854ef4c2a7c.html", ""),
            ("post-3e8db854ef4c2a7c.x/", ""),
            ("post-3e8db854ef4c2a7c.x", ""),
        ];
        let expected = expected.map(|(from, to)| format!("{base}{from} {base}{to} 301"));
        assert_eq!(rules(&build.read("_redirects")), expected);
        // A redirect page is not cached for a year, whatever its URL looks like.
        assert!(!build.read("_headers").contains("post-"));
    }
}

#[test]
fn the_authors_host_files_are_kept() {
    let build = Build::new("own-headers", "/", REAL);
    let own = "/*\n  X-Mine: 1\n";
    build.write("_headers", own);
    build.run().unwrap();
    assert_eq!(build.read("_headers"), own);
    assert!(!build.read("_redirects").contains("/papers/"));
    build.write("content.json", &small(7));
    build.run().unwrap();
    assert_eq!(build.read("_headers"), own);
    assert!(build.read("_redirects").contains("/papers/"));

    // Without the author's file, the build writes its own. An edited copy of a generated file belongs to the author,
    // independent of the manifest.
    fs::remove_file(build.dist().join("_headers")).unwrap();
    build.run().unwrap();
    build.edit("_headers", "nosniff", "nosniff\n  X-Mine: 1");
    let edited = build.read("_headers");
    build.run().unwrap();
    assert_eq!(build.read("_headers"), edited);
}

/// Returns a picture that is red in the left half and blue in the right half.
fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let color = |column: u32| if column < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    let picture = RgbImage::from_fn(width, height, |column, _| color(column));
    let mut jpeg = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 90)).unwrap();
    jpeg
}

#[test]
fn a_portrait_is_written_in_the_displayed_sizes() {
    let content = json!({
        "person": { "name": "Ada", "image": { "src": "files/ada.jpg", "alt": "Ada, laughing" } },
        "pages": [{ "slug": "", "title": "Home" }],
    });
    let portrait = |name: &str, bytes: &[u8]| {
        let build = Build::new(name, "/sub/", &content.to_string());
        fs::write(build.dist().join("files/ada.jpg"), bytes).unwrap();
        build.run().unwrap();
        let html = Html::parse_document(&build.read("index.html"));
        let image = one(&html, "img.portrait");
        assert_eq!((image.attr("src"), image.attr("alt")), (Some("/sub/files/ada.jpg"), Some("Ada, laughing")));
        let sizes = image.attr("sizes").is_some();
        let set = image.attr("srcset").map(str::to_owned);
        assert_eq!(sizes, set.is_some());
        (build, set)
    };
    let (build, set) = portrait("portrait", &jpeg(800, 640));
    let expected = "/sub/portrait-136.jpg 136w, /sub/portrait-272.jpg 272w, /sub/portrait-408.jpg 408w";
    assert_eq!(set.as_deref(), Some(expected));
    for size in [136, 272, 408] {
        let bytes = fs::read(build.dist().join(format!("portrait-{size}.jpg"))).unwrap();
        let read = imagesize::blob_size(&bytes).unwrap();
        assert_eq!((read.width, read.height), (size, size));
        assert!(bytes.len() < 15_000);
    }
    // Another run, and a file of the author's own.
    build.run().unwrap();
    assert!(build.dist().join("portrait-136.jpg").exists());
    assert_eq!(portrait("portrait-small", &jpeg(200, 160)).1, None);
    assert_eq!(portrait("portrait-middle", &jpeg(230, 210)).1.as_deref(), Some("/sub/portrait-136.jpg 136w"));
    assert_eq!(portrait("portrait-none", b"no picture").1, None);
    // Exif 2.32, section 4.6.2: big-endian, one entry, orientation (0x0112), short, one value: rotated by 90 degrees.
    let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let upright = jpeg(800, 640);
    let turned = [&upright[..2], exif, &upright[2..]].concat();
    let (build, set) = portrait("portrait-turned", &turned);
    assert_eq!(set.as_deref(), Some(expected));
    let upright = image::open(build.dist().join("portrait-136.jpg")).unwrap().into_rgb8();
    let colors = [(68, 13), (68, 122)].map(|(column, row)| upright.get_pixel(column, row).0.map(|value| value / 250));
    assert_eq!(colors, [[1, 0, 0], [0, 0, 1]], "red above and blue below");
}

#[test]
fn the_published_content_is_plain_json() {
    let commented = "{\n  // The owner\n  \"person\": { \"name\": \"Ada Byron\", },\n  \"pages\": [{ \"slug\": \"\", \"title\": \"Home\" }], /* end */\n}\n";
    let build = Build::new("commented", "/", commented);
    build.run().unwrap();
    let published = build.read("content.json");
    let value: serde_json::Value = serde_json::from_str(&published).unwrap();
    assert_eq!(value["person"]["name"], "Ada Byron");
    assert!(!published.contains("owner") && published.lines().count() == commented.lines().count());
    assert!(crate::support::read_trusted(&published).is_some());
    let page = valid(&build.read("index.html"), "index.html");
    assert_eq!(
        attribute(&page, "[id='fp:app']", "data-content-hash"),
        frontispiece::util::hash::content_hash(&published)
    );
    // A second run finds nothing to change.
    build.run().unwrap();
    assert_eq!(build.read("content.json"), published);
}

#[test]
fn the_record_of_imports_is_not_published() {
    let build = Build::new(
        "record",
        "/",
        "{ \"person\": { \"name\": \"Ada\" }, \"pages\": [{ \"slug\": \"\", \"title\": \"Home\" }] }",
    );
    build.write("import-record.json", "{}");
    build.write("files/import-record.json", "{}");
    build.prerender(true).unwrap();
    let files = build.files();
    let records: Vec<&String> = files.keys().filter(|path| path.contains("import-record")).collect();
    assert!(!records.is_empty() && records.iter().all(|path| path.starts_with("files/")), "{records:?}");
    // The hook removes it from a debug build too.
    let trunk = fs::read_to_string("Trunk.toml").unwrap();
    let place = |text: &str| trunk.find(text).unwrap();
    assert!(
        place("rm -f \"$TRUNK_STAGING_DIR/import-record.json\"") < place("test \"$TRUNK_PROFILE\" = release || exit 0")
    );
    let public = build.folder.join("dist");
    fs::write(public.join("import-record.json"), "{}").unwrap();
    assert!(!frontispiece::build::public::files(&public).unwrap().has("import-record.json"));
}
