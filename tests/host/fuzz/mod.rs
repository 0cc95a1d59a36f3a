//! Generates millions of unusual inputs from existing ones, and checks the invariants of every input.
//!
//! `make test` runs a sample of each target. `make fuzz` runs the number of cases that each target defines, or runs for
//! `FUZZ_SECONDS` per target. `FUZZ_SEED` selects other cases, and `FUZZ_TARGET` selects one target. Failing inputs are
//! written to `target/found/`, and `FUZZ_REPLAY` runs one again. `found.rs` contains past findings.

mod engine;
mod found;
mod import;
mod vary;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    env,
    path::Path,
    sync::LazyLock,
    thread,
    time::Duration,
};

use biblatex::{Bibliography, ChunksExt};
use engine::{Limits, Target, feature, keep, replay, run, setting, size};
use fixtures::{
    generate::{SplitMix64, generate},
    hard_markdown::hard_markdown,
    hostile::{INPUTS, POSITIONS, RICH, full, is_markdown, texts, with, with_keys},
};
use frontispiece::{
    build::render::render,
    check::{CheckContext, Files, check},
    citation::bibtex,
    content::{
        Content, Diagnostic, MarkdownFiles, Position, PublicationType, Reading, plain_json, read, read_with_files,
        with_file_texts,
    },
    markdown::{
        Block, Image, Inline, MAX_DEPTH, MarkdownStore, TitleLinks, decode, demote_headings, parse, plain_text,
        replace_quotes,
    },
    route::{Base, Location, Route},
    search::{
        catalog::Catalog,
        facet::{Facet, Sort},
        filter::Filter,
        query::Query,
    },
    url::SafeUrl,
    util::{json, text::normalize},
};
use scraper::{ElementRef, Html, Selector};
use serde_json::{Map, Value, json};
use vary::{FILE_PATHS, LETTERS, pick};

use crate::support::{build, harmless_html::assert_harmless, json_schema::JsonSchema, read_trusted};

static TARGETS: &[Target] = &[
    Target { name: "check", cases: 1_000_000, seeds: profiles, vary: vary::json, check: strict_check },
    Target { name: "load", cases: 1_000_000, seeds: profiles, vary: vary::json, check: lenient_load },
    Target { name: "query", cases: 1_000_000, seeds: queries, vary: vary_query, check: query },
    Target { name: "markdown", cases: 1_000_000, seeds: markdowns, vary: vary_markdown, check: markdown },
    Target { name: "page", cases: 100_000, seeds: pages, vary: vary_page, check: page },
    Target { name: "bibtex", cases: 100_000, seeds: profiles, vary: vary_profile, check: bibtex_entries },
    Target { name: "import", cases: 1_000_000, seeds: import::files, vary: import::vary_file, check: import::import },
];

// Profiles

/// Returns small profiles, so that cases run fast. Each has one to three publications with their references, and one
/// page.
fn profiles() -> Vec<Vec<u8>> {
    let mut profiles = vec![
        br#"{"person":{"name":"Ada"},"pages":[{"slug":"","title":"Home"}]}"#.to_vec(),
        br#"{"person":{"name":"Ada"},"pages":[],"publications":[{"id":"a","title":"A"}]}"#.to_vec(),
        full().to_string().into_bytes(),
        format!("\u{feff}{:#}", full()).into_bytes(),
        with_keys("a \"b\" <c>").into_bytes(),
        with_files().to_string().into_bytes(),
    ];
    let own = serde_json::from_str(include_str!("../../../public/content.json")).expect("it is JSON");
    for whole in [full(), own, generate(40, 7)] {
        let list = |name: &str| whole[name].as_array().map_or(0, Vec::len);
        for at in 0..list("publications") {
            profiles.push(cut(&whole, at..(at + 1 + at % 3).min(list("publications")), None).to_string().into_bytes());
        }
        for at in 0..list("pages") {
            profiles.push(cut(&whole, at..at, Some(at)).to_string().into_bytes());
        }
    }
    profiles
}

/// Returns the full profile with files in place of all Markdown.
fn with_files() -> Value {
    let mut profile = full();
    for (place, pointer) in texts(&full()).iter().filter(|pointer| is_markdown(pointer)).enumerate() {
        let path = FILE_PATHS[place % FILE_PATHS.len()];
        *profile.pointer_mut(pointer).expect("it is a place in the profile") = json!({ "file": path });
    }
    profile
}

/// The texts of the first Markdown files of [`FILE_PATHS`].
const FILE_TEXTS: [&str; 4] =
    [RICH, "[x](javascript:a) <b>a</b> [y](a b.pdf)\n[z](/none/) $x^2$ \u{200b} \"\\\n", "", INPUTS[0]];

/// The Markdown files that the profiles may name. One of them is not UTF-8, and the others of [`FILE_PATHS`] do not exist.
static FILES: LazyLock<MarkdownFiles> = LazyLock::new(|| {
    let encoded = FILE_TEXTS.map(|text| text.replace('\n', "\r\n").into_bytes());
    FILE_PATHS.into_iter().map(str::to_owned).zip(encoded.into_iter().chain([b"a\n\xe9".to_vec()])).collect()
});

/// The lines of these files.
static FILE_LINES: LazyLock<HashMap<String, Vec<&str>>> = LazyLock::new(|| {
    let lines = FILE_TEXTS.into_iter().chain(["a\n?"]).map(|text| text.split('\n').collect());
    FILE_PATHS.into_iter().map(str::to_owned).zip(lines).collect()
});

/// Reads a profile with [`FILES`].
fn load(text: &str) -> Result<Reading, Diagnostic> {
    read_with_files(text, &FILES)
}

/// Returns a profile with the texts of its files.
fn published(text: &str) -> String {
    let values = load(text).map_or_else(|_| Vec::new(), |reading| reading.file_values);
    with_file_texts(text, &values, &FILES)
}

/// Returns a profile with a range of its publications, their references, and one of its pages.
fn cut<'w>(whole: &'w Value, range: std::ops::Range<usize>, page: Option<usize>) -> Value {
    let publications = &whole["publications"].as_array().expect("a list")[range];
    let texts_of = |publication: &'w Value| {
        texts(publication).into_iter().filter_map(move |place| publication.pointer(&place)?.as_str())
    };
    let named: BTreeSet<&str> = publications.iter().flat_map(texts_of).collect();
    let those = |name: &str| -> Map<String, Value> {
        let all = whole[name].as_object().into_iter().flatten();
        all.filter(|(key, _)| named.contains(key.as_str())).map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    let mut profile = json!({ "person": { "name": whole["person"]["name"] } });
    for name in ["people", "venues", "topics"] {
        let those = those(name);
        if !those.is_empty() {
            profile[name] = those.into();
        }
    }
    if page == Some(0) {
        profile["person"] = whole["person"].clone();
        profile["site"] = whole["site"].clone();
    }
    if !publications.is_empty() {
        profile["publications"] = publications.into();
    }
    profile["pages"] = match page {
        Some(page) => json!([whole["pages"][page]]),
        None => json!([{ "slug": "", "title": "Home" }]),
    };
    profile
}

fn vary_profile(one: &[u8], other: &[u8], random: &mut SplitMix64) -> Vec<u8> {
    vary::profile(one, other, random).unwrap_or_else(|| full().to_string().into_bytes())
}

fn text_of(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

fn problems_of(text: &str) -> Vec<Diagnostic> {
    let files = ["files/paper.pdf", "files/a b.pdf", "images/plot.png"];
    let files: Files = files.into_iter().map(|path| (path.to_owned(), 1)).collect();
    check(text, &CheckContext { files: &files, markdown: &FILES, carries: &|_| {}, normalize })
}

/// Checks that all diagnostics have a position in the text or in a file, and those of the text are in order. Returns their kinds: the messages without
/// the quoted values.
fn kinds(diagnostics: &[Diagnostic], text: &str) -> Vec<u64> {
    let of_text = diagnostics.iter().filter(|diagnostic| diagnostic.file.is_none());
    assert!(of_text.is_sorted_by_key(|diagnostic| diagnostic.position), "{diagnostics:?}");
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).split('\n').collect();
    for Diagnostic { file, position: Position { line, column }, message, .. } in diagnostics {
        let lines = match file {
            Some(path) => FILE_LINES.get(path).unwrap_or_else(|| panic!("{path}: {message}")),
            None => &lines,
        };
        let length = lines.get(line - 1).map(|line| line.chars().count());
        assert!(length.is_some_and(|length| (1..=length + 1).contains(column)), "{line}:{column}: {message}");
        assert!(!message.is_empty());
    }
    // Quoted values and keys are arbitrary.
    let shape = |message: &str| match (message.find('"'), message.rfind('"')) {
        (Some(from), Some(to)) => message[..from].to_owned() + &message[to..],
        _ => message.chars().filter(|letter| !letter.is_ascii_digit()).collect(),
    };
    let place = |path: &str| {
        let parts = path.split(['.', '[']).filter(|part| vary::names().iter().any(|name| name == part));
        parts.collect::<Vec<_>>().join(".")
    };
    diagnostics.iter().map(|diagnostic| feature((place(&diagnostic.path), shape(&diagnostic.message)))).collect()
}

/// Returns the magnitude of each part of a profile.
fn sizes(content: &Content) -> Vec<u64> {
    let Content { people, venues, topics, publications, pages, site, .. } = content;
    let counts = [
        people.keys().count(),
        venues.keys().count(),
        topics.keys().count(),
        site.redirects.keys().count(),
        publications.len(),
        publications.iter().map(|publication| publication.authors.len()).sum(),
        publications.iter().map(|publication| publication.versions.len() + publication.links.len()).sum(),
        pages.iter().map(|page| page.sections.len()).sum(),
    ];
    counts.into_iter().enumerate().map(|(place, count)| feature((place, size(count)))).collect()
}

/// Checks arbitrary bytes with the strict check.
fn strict_check(input: &[u8]) -> Vec<u64> {
    let text = text_of(input);
    let diagnostics = problems_of(&text);
    let mut shown = kinds(&diagnostics, &text);
    match load(&text) {
        Ok(Reading { content, diagnostics: lenient, is_valid_json, .. }) => {
            // The strict check reports everything that the lenient parser reports.
            let known: HashSet<String> = diagnostics.iter().map(ToString::to_string).collect();
            if is_valid_json {
                lenient.iter().for_each(|diagnostic| assert!(known.contains(&diagnostic.to_string()), "{diagnostic}"));
            } else {
                assert!(!diagnostics.is_empty());
            }
            let others = serde_json::from_str::<Value>(&plain_json(text.strip_prefix('\u{feff}').unwrap_or(&text)));
            match &others {
                // serde_json stops at a number that is too large and does not check the rest.
                Err(error) if error.to_string().starts_with("number out of range") => {}
                _ => assert_eq!(others.is_ok(), is_valid_json, "{others:?} {lenient:?}"),
            }
            if !diagnostics.iter().any(Diagnostic::is_error) {
                let sound = read_trusted(&published(&plain_json(&text))).expect("what passes is sound");
                assert_eq!(sound, content);
                let written = read_trusted(&json::encode(&content)).expect("what is written is sound");
                assert_eq!(written, content);
                is_json(&plain_json(&text));
                shown.extend(sizes(&content));
            }
        }
        // If the text is cut off, the syntax errors before that position are reported too.
        Err(diagnostic) => assert!(diagnostics.contains(&diagnostic), "{diagnostic}"),
    }
    shown
}

/// Asserts that an accepted text is JSON for other parsers and matches the schema that editors use.
fn is_json(text: &str) {
    static SCHEMA: LazyLock<JsonSchema> =
        LazyLock::new(|| JsonSchema::parse(include_str!("../../../public/content.schema.json")));
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("no JSON: {error}"));
    SCHEMA.assert_valid(&value);
}

/// Loads arbitrary bytes with the lenient parser.
fn lenient_load(input: &[u8]) -> Vec<u64> {
    let text = text_of(input);
    let Reading { content, diagnostics, is_valid_json, file_values } = match load(&text) {
        Ok(reading) => reading,
        Err(diagnostic) => return kinds(&[diagnostic], &text),
    };
    let mut shown = kinds(&diagnostics, &text);
    shown.extend(sizes(&content));
    // The second module gives the page the same content that it has parsed.
    let written = json::encode(&content);
    let sound = read_trusted(&written).expect("what is written is sound");
    assert_eq!(sound, content);
    let again = read(&written).unwrap_or_else(|diagnostic| panic!("{diagnostic}: {written}"));
    assert_eq!(again.content, content);
    let is_missing = |diagnostic: &Diagnostic| diagnostic.message.ends_with("is missing");
    assert!(again.diagnostics.iter().all(is_missing), "{:?}: {written}", again.diagnostics);
    // Each publication has its own URL.
    let mut ids = HashSet::new();
    for publication in &content.publications {
        assert!(ids.insert(publication.id.to_ascii_lowercase()), "{}", publication.id);
    }
    for page in Route::all(&content) {
        let place = page.path();
        assert!(Route::parse(&place, &content) == page, "{page:?} at {place}");
    }
    if input.len().is_multiple_of(8) {
        let other = load(&text).expect("as before");
        assert_eq!((&other.content, &other.diagnostics), (&content, &diagnostics));
    }
    // Skipped values are reported.
    if is_valid_json
        && diagnostics.is_empty()
        && let Ok(value) = serde_json::from_str::<Value>(&with_file_texts(&text, &file_values, &FILES))
    {
        let written = serde_json::from_str(&written).expect("it is JSON");
        let (mut all, mut left) = (BTreeMap::new(), BTreeMap::new());
        leaves(&value, "", &mut all);
        leaves(&written, "", &mut left);
        for (leaf, count) in all {
            let is_left = left.get(&leaf).is_some_and(|left| *left >= count) || is_rewritten_name(&leaf, &left);
            assert!(is_left, "{leaf:?} is left out");
        }
    }
    shown
}

/// Returns `true` for a name that is written in another form: "Family, Given" as "Given Family", and "others" as "et al.".
fn is_rewritten_name(name: &str, left: &BTreeMap<String, usize>) -> bool {
    let is_left = |part: &str| left.keys().any(|text| text.contains(part.trim()));
    let is_others = ["others", "and others", "et al", "et. al."].contains(&name.trim().to_ascii_lowercase().as_str());
    is_others && left.contains_key("et al.") || name.contains(',') && name.split(',').all(is_left)
}

/// Counts each text, number and name in a value, except for URLs, which are normalized.
fn leaves(value: &Value, name: &str, found: &mut BTreeMap<String, usize>) {
    let mut count = |text: &str| *found.entry(text.to_owned()).or_default() += 1;
    match value {
        Value::String(_) if matches!(name, "url" | "src") => {}
        Value::String(text) => count(text),
        Value::Number(number) => count(&number.to_string()),
        Value::Bool(true) => count(name),
        Value::Bool(false) | Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| leaves(item, "", found)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| leaves(value, name, found)),
    }
}

// Queries

/// Fragments of queries.
#[rustfmt::skip]
const QUERY: &[&str] = &[
    "&", "=", "+", "%", "%20", "%41", "%2541", "%zz", "%FF", "%C3%A9", "%C3", "%00", "%26", "%3D", "%23", "#", "?", "/",
    "//", "\\", "..", ":", "\"", "%22", "”", "-", ";", "q=", "year=", "venue=", "topic=", "author=", "type=", "has=",
    "role=", "sort=", "page=", "Year=", "year=2024", "year=2019..2023", "year=9..1", "year=..", "year=99999..0", "page=0",
    "page=2", "page=18446744073709551615", "page=99999999999999999999", "page=-1", "page=+2", "page=02", "sort=oldest",
    "sort=best", "sort=newest", "role=first", "has=code", "has=award", "type=journal", "topic=weather", "author:", "year:",
    "venue:", "has:", "author:\"", "fog", "Fog", "in-network", "cachng", "schedulng", "2024", "20", "utm_source=x", "q=a&q=b",
    "wolken", "großmühlen", "霧島", "نجم",
];

fn queries() -> Vec<Vec<u8>> {
    let whole = [
        "q=online+learning&year=2024&venue=osdi&page=2",
        "year=2019..2023&year=2024&has=code&has=slides&sort=oldest",
        "q=author:%22von+Gro%C3%9Fm%C3%BChlen%22+caching+in+the&topic=weather",
        "",
        "/publications/?year=2024#main",
        "q=%",
    ];
    let parts = QUERY.iter().chain(LETTERS).chain(INPUTS);
    let many = ["topic=", "year=", "author=", "q=has:"];
    let many = many.map(|key| (0..2000).map(|number| format!("&{key}{number}")).collect::<String>());
    whole.iter().chain(parts).map(|text| text.as_bytes().to_vec()).chain(many.map(String::into_bytes)).collect()
}

fn vary_query(one: &[u8], other: &[u8], random: &mut SplitMix64) -> Vec<u8> {
    if random.below(16) == 0 {
        return vary::bytes(one, other, &[b"%", b"\xff", b"&", b"="], random);
    }
    let tokens = if random.below(4) == 0 { LETTERS } else { QUERY };
    vary::text(&text_of(one), &text_of(other), tokens, random).into_bytes()
}

static LIBRARY: LazyLock<(Content, Catalog)> = LazyLock::new(|| {
    let content = read(&generate(40, 7).to_string()).expect("it is JSON").content;
    let catalog = Catalog::new(&content, normalize);
    (content, catalog)
});

/// Checks a query: its filter, its results and its URL.
fn query(input: &[u8]) -> Vec<u64> {
    let text = text_of(input);
    let (content, catalog) = &*LIBRARY;
    let filter = Filter::parse(&text);
    let query = filter.query();
    assert!(query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'), "{query}");
    assert_eq!(Filter::parse(&query), filter, "{query}");
    assert_eq!(Filter::parse(&query).query(), query);
    assert_eq!(Filter::parse(&query.replace('+', "%20")), filter);

    // The URL stays on the list of this site, and parses to the same filter.
    for base in [Base::new("/"), Base::new("/sub/")] {
        let address = base.filtered(&filter);
        let site = url::Url::parse("https://ada.example/x/").expect("an address");
        let url = site.join(&address).expect("an address");
        assert_eq!((url.origin(), url.fragment()), (site.origin(), None), "{address}");
        assert!(url.path().starts_with(&format!("{}publications/", base.as_str())), "{address}");
        let below = base.strip(&address).expect("it is below the base");
        let location = Location::parse(below);
        if filter != Filter::default().with_page(filter.page) {
            assert_eq!(Filter::parse(&location.query), filter);
            assert_eq!(url.query(), Some(&*query));
        }
    }
    let location = Location::parse(&text);
    let page = Route::parse(&location.path, content);
    assert!(page == Route::NotFound || Route::parse(&page.path(), content) == page, "{page:?}");

    // The text of the search box.
    let typed = Query::parse(&filter.text);
    assert_eq!(Query::parse(&typed.print()), typed, "{:?}", filter.text);
    let found = catalog.search(&filter);
    assert_eq!(found.publications.len(), catalog.total(&filter));
    let rows: HashSet<u32> = found.publications.iter().copied().collect();
    assert!(
        rows.len() == found.publications.len() && rows.iter().all(|row| (*row as usize) < content.publications.len())
    );
    let newest = catalog.search(&filter.with_sort(None).with_text(""));
    assert!(rows.iter().all(|row| newest.publications.contains(row)), "a text only narrows");
    assert!(Facet::ALL.iter().all(|facet| found.counts(*facet).len() == catalog.values(*facet).len()));
    let ways = catalog.relaxations(&filter);
    assert!(ways.iter().all(|way| way.count > 0 && catalog.total(&way.filter) == way.count));
    for is_done in [false, true] {
        if let Some(completed) = catalog.promote_terms(&filter, is_done) {
            assert!(Query::parse(&completed.text).terms.len() < typed.terms.len(), "{:?}", filter.text);
        }
    }
    // Highlights a title, and a text that starts like the query.
    let title = &content.publications[input.len() % content.publications.len()].title;
    let shown: String = title.chars().chain(filter.text.chars().take(100)).collect();
    let (mut end, units) = (0, shown.encode_utf16().count() as u32);
    for (from, to) in catalog.highlights(&shown, &filter) {
        assert!(end <= from && from < to && to <= units, "{from}..{to} of {shown:?}");
        end = to;
    }
    let terms = typed
        .terms
        .iter()
        .map(|term| feature((term.field.map(Facet::key), format!("{:?}", term.quotes), term.text.is_ascii())));
    let facets = filter
        .selections()
        .map(|(facet, value)| feature((facet.key(), catalog.label(facet, value).is_some(), value.is_ascii())));
    let rest = [
        feature((filter.sort.map(Sort::key), size(filter.page))),
        feature((size(found.publications.len()), size(ways.len()), size(found.corrections.len()))),
        feature((text.contains('%'), text.contains('+'), query.contains('%'), size(query.len()))),
    ];
    terms.chain(facets).chain(rest).collect()
}

// Markdown

/// Fragments of Markdown.
#[rustfmt::skip]
const MARKDOWN: &[&str] = &[
    "a", "b ", " ", "\n", "\n\n", "\r\n", "\t", "    ", "> ", ">", "- ", "+ ", "* ", "1. ", "12) ", "999999999. ", "# ",
    "###### ", "===\n", "---\n", "***\n", "*", "**", "***", "_", "__", "~", "~~", "`", "``", "```\n", "~~~ x\n", "|", "|-|\n",
    "|:-:|-:|\n", "a|b\n-|-\nc|d\n", "[", "]", "![", "](", ")", "[a](b)", "![a](b.png)", "[a](b \"c\")", "[a](<b c>)",
    "[x]: ", "[x]: /y 'z'\n", "[x]", "[x][]", "[a][x]", "[^1]", "[^1]: ", "- [ ] ", "<", ">", "/", "\\", "\\\n", "  \n", "\"",
    "'", "=", "&", ";", "&#106;", "&#x6A;", "&lt;", "&amp;", "&Tab;", "&NewLine;", "&colon;", "&nbsp;", "&#0;",
    "&#1114112;", "&copy", "\0", "javascript:", "JaVaScRiPt:x", "data:text/html,", "https://a.b", "http://a.b/c?d#e",
    "mailto:a@b.c", "<https://a.b>", "<a@b.c>", "//", "/\\", "\\\\", "#x", "?q=a", "<b>", "</b>", "<br>", "<div>", "</div>",
    "<p a='>'>", "<script", "<script>", "</script>", "</script ", "<style>", "</style>", "<textarea>", "<pre>", "<!--", "-->",
    "<!-->", "--!>", "<![CDATA[", "]]>", "<?", "?>", "<!x", "<!", "{#id}", ":::", "$", "$$", "^", ":smile:", "---\na: b\n---\n",
];

fn markdowns() -> Vec<Vec<u8>> {
    let own: Value = serde_json::from_str(include_str!("../../../public/content.json")).expect("it is JSON");
    let of_profiles = [full(), own, generate(40, 7)];
    let of_profiles = of_profiles.iter().flat_map(|profile| {
        let places = texts(profile).into_iter().filter(|place| is_markdown(place));
        places.filter_map(|place| Some(profile.pointer(&place)?.as_str()?.to_owned())).collect::<Vec<_>>()
    });
    let hostile = INPUTS.iter().flat_map(|input| POSITIONS.iter().map(move |holds| holds(input)));
    let hard = hard_markdown(6).into_iter().map(|(_, text)| text);
    let parts = MARKDOWN.iter().map(|part| (*part).to_owned());
    let all = parts.chain(of_profiles).chain(hostile).chain(hard).chain([RICH.to_owned(), String::new()]);
    all.map(String::into_bytes).collect()
}

fn vary_markdown(one: &[u8], other: &[u8], random: &mut SplitMix64) -> Vec<u8> {
    let (one, other) = (text_of(one), text_of(other));
    let varied = match random.below(8) {
        0 => vary::text(&one, &other, LETTERS, random),
        1 => {
            // Inside a quote, a list or code.
            let start = pick(&["> ", "- ", "1. ", "    ", "  ", "\t", "| "], random);
            let times = if random.below(10) == 0 { 1 + random.below(60) as usize } else { 1 };
            let start = start.repeat(times);
            one.split_inclusive('\n').map(|line| start.clone() + line).collect()
        }
        2 => {
            let mut lines: Vec<&str> = one.split_inclusive('\n').chain(other.split_inclusive('\n')).collect();
            let count = lines.len();
            (0..count).for_each(|at| lines.swap(at, random.below(count as u64) as usize));
            lines.truncate(40);
            lines.concat()
        }
        3 => {
            let sign = pick(&["*", "**", "_", "~~", "`", "[", "\"", "<"], random);
            format!("{sign}{one}{sign}{other}")
        }
        _ => vary::text(&one, &other, MARKDOWN, random),
    };
    varied.into_bytes()
}

/// Checks the tree of a Markdown text.
fn markdown(input: &[u8]) -> Vec<u64> {
    let source = text_of(input);
    let document = parse(&source);
    let mut tree = Tree::default();
    tree.blocks(&document.blocks, 0, "");
    // A cell may be one level deeper than its table, and so on.
    assert!(tree.deepest <= MAX_DEPTH + 4, "{} levels", tree.deepest);
    let written = json::encode(&document.blocks);
    assert!(decode(&written).as_ref() == Some(&document.blocks), "{written}");
    let documents = MarkdownStore::parse_all(
        &[(&source, "fr")],
        &[(&*source, TitleLinks::AsText), (&*source, TitleLinks::Kept)],
        &[],
        &|_| {},
    );
    let mut quoted = document.blocks.clone();
    replace_quotes(&mut quoted, "fr");
    assert!(documents.get(&source) == quoted, "{written}");
    // Words are neither invented nor repeated. A space may be added between them.
    let words = plain_text(&document.blocks);
    let count = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).count();
    assert!(count(&words) <= count(&source), "{words:?}");
    if input.len().is_multiple_of(8) {
        assert!(parse(&source) == document, "not the same again");
    }
    let mut levels = Vec::new();
    headings(&demote_headings(document.blocks, 2), &mut levels);
    assert!(levels.iter().all(|level| (3..=6).contains(level)), "{levels:?}");
    let mut shown: Vec<u64> = tree.paths.into_iter().collect();
    shown.extend(document.url_errors.iter().map(|error| {
        let why: String = error.reason.split('"').step_by(2).collect();
        feature(why)
    }));
    shown.push(feature((document.too_deep, size(tree.count), size(source.len()))));
    shown
}

fn headings(blocks: &[Block], levels: &mut Vec<u8>) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => levels.push(*level),
            Block::Quote(blocks) => headings(blocks, levels),
            Block::List { items, .. } => items.iter().for_each(|item| headings(item, levels)),
            _ => {}
        }
    }
}

/// A walk through a tree that checks the invariants of its types.
#[derive(Default)]
struct Tree {
    count: usize,
    deepest: usize,
    /// The names of nested elements, up to three levels.
    paths: HashSet<u64>,
}

impl Tree {
    /// Records an element inside others, and returns the names of the last two.
    fn enter(&mut self, name: &str, depth: usize, within: &str) -> String {
        self.count += 1;
        self.deepest = self.deepest.max(depth);
        self.paths.insert(feature((within, name)));
        let parent = within.rsplit(' ').next().unwrap_or_default();
        format!("{parent} {name}")
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize, within: &str) {
        for block in blocks {
            match block {
                Block::Paragraph(content) => {
                    let path = self.enter("p", depth, within);
                    self.inlines(content, depth + 1, &path);
                }
                Block::Heading { level, content } => {
                    assert!((1..=6).contains(level));
                    let path = self.enter("h", depth, within);
                    self.inlines(content, depth + 1, &path);
                }
                Block::List { start, tight, items } => {
                    let path = self.enter(if *tight { "tight" } else { "loose" }, depth, within);
                    assert!(start.is_none_or(|start| start <= 999_999_999));
                    items.iter().for_each(|item| self.blocks(item, depth + 2, &path));
                }
                Block::Quote(blocks) => {
                    let path = self.enter("quote", depth, within);
                    self.blocks(blocks, depth + 1, &path);
                }
                Block::Code { language, .. } => {
                    self.enter(if language.is_some() { "code-of" } else { "code" }, depth, within);
                    let is_word = |word: &String| !word.is_empty() && !word.contains(char::is_whitespace);
                    assert!(language.as_ref().is_none_or(is_word), "{language:?}");
                }
                Block::Table { alignments, head, rows } => {
                    let path = self.enter("table", depth, within);
                    for row in [head].into_iter().chain(rows) {
                        assert_eq!(row.len(), alignments.len());
                        row.iter().for_each(|cell| self.inlines(cell, depth + 1, &path));
                    }
                }
                Block::Rule => drop(self.enter("hr", depth, within)),
            }
        }
    }

    fn inlines(&mut self, content: &[Inline], depth: usize, within: &str) {
        let texts = |pair: &[Inline]| matches!(pair, [Inline::Text(_), Inline::Text(_)]);
        assert!(!content.windows(2).any(texts), "{content:?}");
        for inline in content {
            let (name, within_it): (_, &[Inline]) = match inline {
                Inline::Text(text) => {
                    assert!(!text.is_empty());
                    ("text", &[])
                }
                Inline::Styled(_, content) => ("em", content),
                Inline::Code(_) | Inline::Math(_) => ("c", &[]),
                Inline::Link { url: address, content, .. } => {
                    assert_eq!(SafeUrl::link(address).as_ref(), Ok(address));
                    let is_blank = |inline: &Inline| match inline {
                        Inline::Text(text) => text.trim().is_empty(),
                        inline => matches!(inline, Inline::Break),
                    };
                    assert!(!content.iter().all(is_blank), "{content:?}");
                    ("a", content)
                }
                Inline::Image(Image { src: source, .. }) => {
                    assert_eq!(SafeUrl::image(source).as_ref(), Ok(source));
                    ("img", &[])
                }
                Inline::Break => ("br", &[]),
            };
            let path = self.enter(name, depth, within);
            self.inlines(within_it, depth + 1, &path);
        }
    }
}

// Pages

/// Returns inputs that consist of the number of a page, a line break and a profile.
fn pages() -> Vec<Vec<u8>> {
    let places =
        ["/", "/publications/", "/cv/", "/nowhere/", "0", "1", "2", "3", "/publications/?q=a&year=2024&topic=x"];
    let rich = with(&[("/pages/0/sections/0/text", RICH), ("/publications/0/note", RICH)]);
    let profiles = profiles().into_iter().chain([rich.into_bytes()]).enumerate();
    profiles.map(|(at, profile)| [places[at % places.len()].as_bytes(), b"\n", &profile].concat()).collect()
}

fn split_page(input: &[u8]) -> (String, &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    (text_of(&input[..end]), input.get(end + 1..).unwrap_or_default())
}

fn vary_page(one: &[u8], other: &[u8], random: &mut SplitMix64) -> Vec<u8> {
    let ((place, profile), (_, other)) = (split_page(one), split_page(other));
    let place = match random.below(8) {
        0 => pick(&["/", "/publications/", "/publications", "/cv/", "/teaching/", "/nowhere/"], random).to_string(),
        1 => "/publications/?".to_owned() + &text_of(&vary_query(b"q=a&year=2024", place.as_bytes(), random)),
        2 => text_of(&vary_query(place.as_bytes(), b"/publications/", random)),
        // The number of the page among all pages.
        _ => random.below(12).to_string(),
    };
    [place.replace('\n', " ").as_bytes(), b"\n", &vary_profile(profile, other, random)].concat()
}

/// Renders a whole page and parses it again.
fn page(input: &[u8]) -> Vec<u64> {
    let (place, profile) = split_page(input);
    let text = text_of(profile);
    let Ok(Reading { content, diagnostics, .. }) = load(&text) else { return Vec::new() };
    let mut shown: HashSet<u64> = kinds(&diagnostics, &text).into_iter().chain(sizes(&content)).collect();
    let all = Route::all(&content);
    let address = match place.parse::<usize>() {
        Ok(number) => all[number % all.len()].path(),
        Err(_) => place,
    };
    let page = Route::parse(&Location::parse(&address).path, &content);
    let diagnostics: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    let html = rendered(content, &diagnostics, &address, &page);
    assert_harmless(&html, &address);
    // HTML cannot contain NUL characters, and browsers ignore them.
    let html = html.replace('\0', "");
    let head = "<!doctype html><html><head><title>x</title></head><body>";
    let document = Html::parse_document(&format!("{head}{html}</body></html>"));
    assert_eq!(document.errors, [""; 0], "{html}");
    static ONCE: LazyLock<[Selector; 3]> =
        LazyLock::new(|| ["h1", "main", "[id]"].map(|selector| Selector::parse(selector).expect("a selector")));
    let [h1, main, with_id] = &*ONCE;
    assert_eq!(document.select(h1).count(), 1, "{html}");
    assert_eq!(document.select(main).count(), 1, "{html}");
    let mut ids = HashSet::new();
    for element in document.select(with_id) {
        let id = element.attr("id").unwrap_or_default();
        assert!(ids.insert(id), "{id:?} stands twice: {html}");
    }
    let name =
        |element: &ElementRef| format!("{}.{}", element.value().name(), element.attr("class").unwrap_or_default());
    for element in document.root_element().descendants().filter_map(ElementRef::wrap) {
        let parent = element.parent().and_then(ElementRef::wrap);
        let attributes: Vec<&str> = element.value().attrs().map(|(name, _)| name).collect();
        shown.insert(feature((name(&element), parent.as_ref().map(name), attributes)));
    }
    shown.into_iter().collect()
}

/// Returns the HTML of a page.
fn rendered(content: Content, diagnostics: &[String], address: &str, page: &Route) -> String {
    let title = match page {
        Route::Publication(_) => Some(page.heading(&content)),
        _ => None,
    };
    let html = render(frontispiece::build::render::context(content, Base::new("/")), diagnostics, address);
    // A title is shown unchanged, except for characters that HTML cannot contain.
    if let Some(title) = title {
        let document = Html::parse_fragment(&html);
        let heading = Selector::parse("h1").expect("a selector");
        let heading = document.select(&heading).next().map(build::text_of);
        let folded = |text: &str| text.replace('\0', "").split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(heading.map(|heading| folded(&heading)), Some(folded(&title)), "{html}");
    }
    html
}

// BibTeX

/// Returns the text on one line, with single spaces between words.
fn words(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Parses the exported BibTeX with the biblatex crate.
fn bibtex_entries(input: &[u8]) -> Vec<u64> {
    let Ok(Reading { mut content, .. }) = read(&text_of(input)) else { return Vec::new() };
    // The author is responsible for the content of `bibtex`.
    content.publications.iter_mut().for_each(|publication| publication.bibtex = None);
    let mut shown = Vec::new();
    for publication in &content.publications {
        let text = bibtex::entry(publication, &content);
        let read = Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(read.len(), 1, "{text}");
        let entry = read.get(publication.cite_key()).unwrap_or_else(|| panic!("{text}"));
        let field = |name: &str| entry.get(name).map(|chunks| chunks.format_verbatim()).unwrap_or_default();
        if publication.title.markup().is_empty() {
            assert_eq!(field("title"), words(&publication.title), "{text}");
        }
        assert_eq!(field("year"), publication.year().map(|year| year.to_string()).unwrap_or_default(), "{text}");
        let has_number = matches!(
            publication.kind,
            Some(PublicationType::Report | PublicationType::Patent | PublicationType::Journal)
        );
        let number = publication.number.as_ref().filter(|_| !has_number).or(publication.issue.as_ref()).cloned();
        for (name, value) in [("volume", &publication.volume), ("number", &number)] {
            if name == "number" && has_number && publication.number.is_some() {
                continue;
            }
            assert_eq!(field(name), value.as_deref().map(words).unwrap_or_default(), "{text}");
        }
        let named = publication.authors.iter().filter(|author| !author.is_others() && !words(&author.name).is_empty());
        let names: Vec<&str> = named.clone().map(|author| &*author.name).collect();
        let has_parts: Vec<bool> = named
            .map(|author| author.person.is_some() || author.family.is_some() || author.literal.is_some())
            .collect();
        // The crate parses every name with an equals sign in its extended format.
        if !text.contains("author = {") || !names.iter().any(|name| name.contains('=')) {
            let authors = entry.author().unwrap_or_default();
            let authors: Vec<_> = authors.into_iter().filter(|author| author.name != "others").collect();
            assert_eq!(authors.len(), names.len(), "{text}");
            for ((read, name), has_parts) in authors.iter().zip(&names).zip(&has_parts) {
                if !has_parts {
                    // The words are those of the printed name, in any order.
                    let parts =
                        [&read.prefix, &read.name, &read.given_name, &read.suffix].map(|part| words(part)).join(" ");
                    let bag = |text: &str| {
                        let mut bag: Vec<String> =
                            words(&text.replace(',', " ")).split(' ').map(str::to_owned).collect();
                        bag.sort();
                        bag
                    };
                    assert_eq!(bag(&parts), bag(name), "{text}");
                }
            }
        }
        let commands: BTreeSet<&str> =
            text.split('\\').skip(1).map(|rest| rest.split(['{', ' ']).next().unwrap_or_default()).collect();
        shown.extend(text.lines().map(|line| feature(line.split('=').next().map(str::len))));
        shown.extend(commands.into_iter().map(|command| feature(command.get(..6).unwrap_or(command))));
        shown.push(feature((publication.kind.map(PublicationType::as_str), names.len().min(5), size(text.len()))));
    }
    let file = bibtex::file(&content.publications, &content);
    let read = Bibliography::parse(&file).unwrap_or_else(|error| panic!("{error}: {file}"));
    assert_eq!(read.len(), content.publications.len(), "{file}");
    shown
}

// Runs

/// Runs a target for several seconds with the same cases each time, so that the harness keeps working.
#[track_caller]
fn some(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("it is a target");
    let limits = Limits { cases: 20_000, time: Duration::from_secs(1), case: Duration::from_secs(20) };
    match run(target, 1, 1, limits) {
        Ok(report) => assert!(report.cases > 0),
        Err(failure) => panic!("{}", failure.kept(target, 1)),
    }
}

#[test]
fn a_sample_of_bytes_is_checked() {
    some("check");
}

#[test]
fn a_sample_of_bytes_is_loaded() {
    some("load");
}

#[test]
fn a_sample_of_queries_survives_the_round_trip() {
    some("query");
}

#[test]
fn a_sample_of_markdown_becomes_trees() {
    some("markdown");
}

#[test]
fn a_sample_of_pages_is_harmless() {
    some("page");
}

#[test]
fn a_sample_of_bibtex_is_parsed() {
    some("bibtex");
}

#[test]
fn a_sample_of_files_is_imported() {
    some("import");
}

/// Past findings stay fixed.
#[test]
fn past_findings_stay_fixed() {
    for (name, input) in found::FOUND {
        let target = TARGETS.iter().find(|target| target.name == *name).expect("it is a target");
        (target.check)(input);
    }
}

/// Runs all targets completely (`make fuzz`).
#[test]
#[ignore = "minutes: `make fuzz`"]
fn fuzz() {
    if let Some(file) = env::var_os("FUZZ_REPLAY").filter(|file| !file.is_empty()) {
        return replay(TARGETS, Path::new(&file));
    }
    let seed = setting("FUZZ_SEED").unwrap_or(1);
    let workers = setting("FUZZ_WORKERS")
        .unwrap_or_else(|| thread::available_parallelism().map_or(1, |count| count.get() as u64));
    let only = env::var("FUZZ_TARGET").unwrap_or_default();
    let seconds = setting("FUZZ_SECONDS");
    let (mut cases, mut failed, mut few) = (0, Vec::new(), Vec::new());
    println!("target        cases   cases/s    slowest  corpus  median   (seed {seed}, {workers} at once)");
    for target in TARGETS.iter().filter(|target| only.is_empty() || only == target.name) {
        let limits = Limits {
            cases: if seconds.is_some() { u64::MAX } else { target.cases },
            time: Duration::from_secs(seconds.unwrap_or(1800)),
            case: Duration::from_secs(1),
        };
        match run(target, seed, workers, limits) {
            Ok(report) => {
                let rate = report.cases as f64 / report.time.as_secs_f64();
                println!(
                    "{:<9} {:>9} {rate:>9.0} {:>10} {:>7} {:>5} B",
                    target.name,
                    report.cases,
                    format!("{:.1?}", report.slowest),
                    report.corpus,
                    report.median,
                );
                keep(target, "slowest", &report.slowest_input);
                cases += report.cases;
                if report.cases < target.cases {
                    few.push(target.name);
                }
            }
            Err(failure) => {
                println!("{}", failure.kept(target, seed));
                failed.push(target.name);
            }
        }
    }
    let few = if few.is_empty() { String::new() } else { format!(" Fewer cases than it takes: {}.", few.join(", ")) };
    println!("fuzz: {cases} cases, {} of the targets failed.{few}", failed.len());
    assert!(failed.is_empty(), "failed: {}", failed.join(", "));
}
