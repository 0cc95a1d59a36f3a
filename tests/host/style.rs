//! The style sheets have no unused rules, and are small.

use std::{collections::HashSet, fs, io::Write, path::Path};

use frontispiece::{
    build::{
        page::styles::Styles,
        render::{context, render},
    },
    content::{Content, read},
    route::{Base, MAX_UNPAGED, Route},
};
use scraper::{ElementRef, Html, Selector};

/// States of elements that only the browser sets: the part of a selector, its replacement on the host, and the reason.
const STATES: [(&str, &str, &str); 34] = [
    (":hover", "", "the pointer"),
    (":focus-visible", "", "the focus"),
    (":focus-within", "", "the focus"),
    (":focus", "", "the focus"),
    ("button:disabled", "button", "boot.js disables all controls if the module has failed"),
    (":disabled", "[disabled]", "scraper does not support it"),
    ("details:not([open])", "details", "a visitor opens it"),
    (":checked", "", "a property that the view sets"),
    (":dir(rtl)", "", "the direction that `lang` gives to the page"),
    ("::highlight(match)", "body", "highlights.js: matches of the search"),
    ("::backdrop", "", "a pseudo-element of an open dialog"),
    ("::placeholder", "", "a pseudo-element of an input"),
    ("::details-content", "", "a pseudo-element of a disclosure"),
    ("::before", "", "content of the style sheet"),
    ("::after", "", "content of the style sheet"),
    ("details[open]", "details", "a visitor opens it"),
    ("[open] >", "details >", "a visitor opens it"),
    ("[open]", "", "a visitor opens it"),
    ("[aria-pressed=\"true\"]", "[aria-pressed]", "boot.js: the selected theme"),
    (".copy [role=\"status\"]", ".copy", "actions.js: the message after copying"),
    ("code:empty", "code", "references.js: BibTeX that is not fetched yet"),
    ("noscript p", "noscript", "scraper reads the content of noscript as text"),
    (".open", "", "facets.rs: the open filters on a phone"),
    ("[aria-expanded=\"true\"]", "[aria-expanded]", "facets.rs and actions.js: expanded parts"),
    ("[data-in-range]", "", "year_chart.js: the range of years while the visitor drags"),
    ("[data-pending]", "[role=status]", "live_regions.js: a text that is not announced yet"),
    ("p[data-pending]", "p", "live_regions.js: a text that is not announced yet"),
    (":not(:has(~ main))", "", "a page that arrives in parts"),
    (":not(:has(~ footer))", "", "a page that arrives in parts"),
    ("details:empty", "details", "a page that arrives in parts"),
    (":not(:has(+ *))", "", "a page that arrives in parts"),
    (":not(:has(> .actions))", ":has(> .actions)", "a page that arrives in parts"),
    (":not(:has(.themes > :nth-child(3)))", ":has(.themes > :nth-child(3))", "a page that arrives in parts"),
    (":root", "html", "scraper does not support it"),
];

/// Elements and attributes that no view renders, and the reason.
const ABSENT: [(&str, &str); 9] = [
    ("[data-theme", "before_paint.js: the theme that the visitor has selected"),
    ("[data-look", "the build: the look that the profile names"),
    (".banner", "boot.js: messages about failures"),
    (".stopped", "boot.js: the module has failed"),
    (".filtered", "before_paint.js: the URL has filters"),
    (".unpainted", "before_paint.js: nothing is painted yet"),
    (".publication .teaser video", "actions.js: a video that plays in a list"),
    (".is-playing", "actions.js: a video that plays in a list"),
    (".value-search", "facets.rs: the search box of an expanded facet"),
];

/// Returns the names and texts of the style sheets: those that `Trunk.toml` lists, then the one for print.
fn sheets() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let trunk = fs::read_to_string(root.join("Trunk.toml")).unwrap();
    let (_, list) = trunk.split_once("\n    sheets=\"").unwrap();
    let names = list.split('"').next().unwrap().split(' ').chain(["print"]);
    names.map(|name| (name.to_owned(), fs::read_to_string(root.join(format!("style/{name}.css"))).unwrap())).collect()
}

/// Collects the selectors of a style sheet. The selectors of nested rules (CSS Nesting) include their parents.
fn selectors(css: &str, parent: Option<&str>, found: &mut Vec<String>) {
    let mut rest = css;
    while let Some(at) = rest.find(['{', ';']) {
        let prelude = rest[..at].trim();
        if rest[at..].starts_with(';') {
            rest = &rest[at + 1..];
            continue;
        }
        let length = block_length(&rest[at..], ['{', '}']);
        let block = &rest[at + 1..at + length - 1];
        rest = &rest[at + length..];
        if ["@layer", "@media", "@supports"].iter().any(|rule| prelude.starts_with(rule)) {
            selectors(block, parent, found);
        } else if !prelude.starts_with('@') {
            for selector in split(prelude) {
                let whole = match parent {
                    Some(parent) if selector.starts_with('&') => selector.replace('&', parent),
                    Some(parent) => format!("{parent} {selector}"),
                    None => selector.to_owned(),
                };
                selectors(block, Some(&whole), found);
                found.push(whole);
            }
        }
    }
}

/// Returns the length of a block at the start of a text, including its brackets.
fn block_length(css: &str, [open, close]: [char; 2]) -> usize {
    let mut depth = 0;
    for (at, c) in css.char_indices() {
        depth += i32::from(c == open) - i32::from(c == close);
        if depth == 0 {
            return at + 1;
        }
    }
    panic!("found a block without an end: {css}")
}

/// Splits a list of selectors. The selectors may contain lists in parentheses.
fn split(list: &str) -> Vec<&str> {
    let mut depth = 0;
    let separates = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    };
    list.split(separates).map(str::trim).collect()
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("*/").expect("the end of a comment").1)
}

/// Returns the selector to search for in the HTML of the host, or `None` if no view renders such elements.
fn host_selector(selector: &str, used: &mut [bool]) -> Option<String> {
    for (at, (part, _)) in ABSENT.iter().enumerate() {
        if selector.contains(part) {
            used[STATES.len() + at] = true;
            return None;
        }
    }
    let mut selector = selector.to_owned();
    // The longest states first, because some contain others.
    let mut states: Vec<usize> = (0..STATES.len()).collect();
    states.sort_by_key(|at| usize::MAX - STATES[*at].0.len());
    for at in states {
        let (state, no_results, _) = STATES[at];
        if selector.contains(state) {
            used[at] = true;
            selector = selector.replace(state, no_results);
        }
    }
    // Removes what remains of a negated state.
    let selector = selector.replace(":not()", "").trim().to_owned();
    Some(if selector.is_empty() || selector.ends_with(['>', '~', '+']) { format!("{selector} *") } else { selector })
}

/// A profile with elements that the two others lack.
const RARE: &str = r##"{
    "person": { "name": "Ada", "image": { "src": "ada.jpg", "alt": "Ada" } },
    "pages": [
        { "slug": "", "title": "Ada", "sections": [
            { "text": "# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f\n\n- one\n- two\n\n***\n\n> q\n\n    code\n\n|a|b|c|\n|:-|:-:|-:|\n|1|2|3|\n\n~~s~~ **b** ![i](i.png)" },
            { "text": "$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned} \\! \\begin{cases} 1 & 2 \\end{cases}$$ $$\\begin{array}{|c|c|} \\hline a & b \\\\ \\hline c & d \\end{array}$$ $\\textsf{a} \\texttt{b} \\textsc{c} \\cancel{x} \\bcancel{y} \\xcancel{z}$" },
            { "title": "News", "entries": [{ "title": "x", "when": "now", "role": "r", "entries": [{ "title": "y", "when": "then", "role": "z", "note": "n" }] }] },
            { "text": "t", "entries": ["one"] }
        ] },
        { "slug": "publications", "title": "Papers", "sections": [{ "text": "Before the list." }] },
        { "slug": "posts", "title": "Posts", "sections": [{ "entries": [{ "title": "T", "publications": ["a"] }] }] },
        { "slug": "posts/one", "title": "One", "date": "2024", "text": "# a\n\n## b\n\n## c" }
    ],
    "topics": { "t": { "label": "T" } },
    "publications": [{ "id": "a", "title": "A", "authors": ["Ada"], "topics": ["t"], "nonesuch": 1 }]
}"##;

/// Returns the same profile without details of the person, and with a list of several pages.
fn rare_with_long_list() -> String {
    let mut profile: serde_json::Value = serde_json::from_str(RARE).unwrap();
    profile["person"] = serde_json::json!({ "name": "Ada" });
    let publication = |number: usize| serde_json::json!({ "id": format!("p{number}"), "title": "P", "topics": ["t"] });
    profile["publications"] = (0..=MAX_UNPAGED).map(publication).collect();
    profile.to_string()
}

/// Returns the pages of the profiles, and the list in every state that a URL can have.
fn pages() -> Vec<Html> {
    let states = [
        "?year=1066&venue=nowhere",
        "?venue=osdi&year=2024&q=a",
        "?year=2024&has=code",
        "?q=streming",
        "?q=learning&sort=best",
        "?sort=title",
        "?page=2",
        "?type=workshop",
    ];
    let profiles = [
        include_str!("../../public/content.json"),
        include_str!("../fixtures/scholar-300.json"),
        include_str!("../fixtures/media/content.json"),
        RARE,
        &rare_with_long_list(),
    ];
    let mut pages = Vec::new();
    for profile in profiles {
        let reading = read(profile).unwrap();
        let diagnostics: Vec<String> = reading.diagnostics.iter().map(ToString::to_string).collect();
        let addresses = addresses(&reading.content, &states);
        let context = context(reading.content, Base::new("/"));
        pages.extend(addresses.iter().map(|address| {
            let html = render(context, &diagnostics, address);
            Html::parse_document(&format!("<html><body><div id=\"fp:app\">{html}</div></body></html>"))
        }));
    }
    pages
}

fn addresses(content: &Content, states: &[&str]) -> Vec<String> {
    let pages = Route::all(content).into_iter().map(|page| page.path());
    let states = states.iter().map(|state| format!("/publications/{state}"));
    // The pages of publications are similar, so 80 pages are enough.
    states.chain(pages.take(80)).chain(["/cv/".to_owned(), "/nowhere/".to_owned()]).collect()
}

/// Returns the selectors that match nothing on any page.
fn unused(wanted: Vec<(String, String)>, pages: &[Html]) -> Vec<String> {
    let (mut left, mut unsupported) = (Vec::new(), Vec::new());
    for (name, selector) in wanted {
        match Selector::parse(&selector) {
            Ok(parsed) => left.push((name, parsed)),
            Err(_) => unsupported.push(format!("{name}, as {selector}: scraper does not support it")),
        }
    }
    for page in pages {
        left.retain(|(_, selector)| page.select(selector).next().is_none());
    }
    unsupported.into_iter().chain(left.into_iter().map(|(name, _)| name)).collect()
}

#[test]
fn every_selector_matches_something() {
    let mut used = vec![false; STATES.len() + ABSENT.len()];
    let mut wanted = Vec::new();
    for (name, css) in sheets() {
        let mut found = Vec::new();
        selectors(&without_comments(&css), None, &mut found);
        assert!(!found.is_empty() || name == "looks", "{name}");
        for selector in found {
            if let Some(host_selector) = host_selector(&selector, &mut used) {
                wanted.push((format!("{name}.css: {selector}"), host_selector));
            }
        }
    }
    assert!(wanted.len() > 300, "{}", wanted.len());
    // Shows that an unused selector is found.
    wanted.push(("nonesuch".to_owned(), "main > .nonesuch".to_owned()));
    assert_eq!(unused(wanted, &pages()), ["nonesuch"]);
    let exceptions = STATES.iter().map(|(state, ..)| state).chain(ABSENT.iter().map(|(part, _)| part));
    let idle: Vec<&&str> = exceptions.zip(used).filter_map(|(part, used)| (!used).then_some(part)).collect();
    assert!(idle.is_empty(), "unused exceptions: {idle:?}");
}

/// Returns the compounds of a selector whose match depends on siblings, each with the compounds that the ancestors must match.
fn sibling_steps(selector: &str) -> Vec<(String, Vec<String>)> {
    // Returns the last compound of a text and the compounds of its ancestors.
    let last = |text: &str| {
        let text = text.trim_end_matches(":not(");
        let mut ancestors: Vec<String> =
            text.split([' ', '>']).filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let compound = if text.ends_with([' ', '>']) { None } else { ancestors.pop() };
        (compound.unwrap_or("*".to_owned()), ancestors)
    };
    let mut steps = Vec::new();
    let mut left = selector.to_owned();
    // Removes the arguments of `:has()`, which are not siblings of the element, and those of `:nth-child(n + 2)`.
    while let Some(at) = [":has(", ":nth-"].iter().filter_map(|name| left.find(name)).min() {
        let open = at + left[at..].find('(').expect("it has arguments");
        let end = open + block_length(&left[open..], ['(', ')']);
        if left[at..].starts_with(":has(+") || left[at..].starts_with(":has(~") {
            steps.push(last(&left[..at]));
        }
        left.replace_range(at..end, "");
    }
    for (at, _) in left.match_indices(['+', '~']).filter(|(at, _)| !left[at + 1..].starts_with('=')) {
        let after = left[at + 1..].trim_start();
        let mut depth = 0;
        let end = after.find(|c: char| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth < 0 || depth == 0 && " ,>+~".contains(c)
        });
        // A combinator in `:is()` belongs to the compound that contains it.
        let open = left[..at].rfind(":is(").filter(|open| open + block_length(&left[open + 3..], ['(', ')']) > at);
        let ancestors = last(left[..open.unwrap_or(at)].trim_end()).1;
        steps.push((after[..end.unwrap_or(after.len())].to_owned(), ancestors));
    }
    steps
}

/// If the style of an entry may depend on its siblings, browsers compute the style of the whole list again when a filter
/// removes entries or adds some (`docs/decisions/0029-no-siblings-of-entries.md`).
#[test]
fn no_selector_asks_for_siblings_of_entries() {
    let selects = |selector: &str, element: ElementRef| {
        let selector = host_selector(selector, &mut [false; STATES.len() + ABSENT.len()]);
        Selector::parse(&selector.unwrap_or("*".to_owned())).is_ok_and(|selector| selector.matches(&element))
    };
    let all = |page: &Html, selector: &str| page.select(&Selector::parse(selector).unwrap()).count();
    let pages = pages();
    let page = pages.iter().find(|page| all(page, ".by-year > .publication") > 10).unwrap();
    let entry = page.select(&Selector::parse(".by-year > .publication").unwrap()).next().unwrap();
    let above: Vec<ElementRef> = entry.ancestors().filter_map(ElementRef::wrap).collect();
    let asks = |selector: &str| {
        sibling_steps(selector).iter().any(|(compound, ancestors)| {
            let has = |ancestor: &String| above.iter().any(|above| selects(ancestor, *above));
            selects(compound, entry) && ancestors.iter().all(has)
        })
    };
    for selector in [
        ".publications > * + *",
        ".year + .publication",
        "#fp\\:banner.stopped ~ * .x",
        ".publications > :is(h2, h2 + *)",
        "main:not(:has(~ footer)) .publication:not(:has(+ *))",
    ] {
        assert!(asks(selector), "{selector}");
    }
    for selector in [
        "#fp\\:banner.stopped ~ #fp\\:app .x",
        ".markdown > * + *",
        ".publication:has(a + b)",
        ".publication:nth-child(n + 2)",
        ".links + .x",
    ] {
        assert!(!asks(selector), "{selector}");
    }
    for (name, css) in sheets().into_iter().filter(|(name, _)| name != "print") {
        let mut found = Vec::new();
        selectors(&without_comments(&css), None, &mut found);
        let asking: Vec<_> = found.into_iter().filter(|selector| asks(selector)).collect();
        assert!(asking.is_empty(), "{name}.css: {asking:?}");
    }
}

/// Parts of selectors for elements and attributes that a page may get before it has the whole style sheet.
const BEFORE_START: [&str; 5] = ["[data-theme", "[data-look", ".banner", ".stopped", ".filtered"];

/// Returns `true` if a page has all classes of a selector except those of [`BEFORE_START`].
fn has_classes(page: &Html, selector: &str) -> bool {
    let ends = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    let mut classes = selector.split('.').skip(1).filter_map(|rest| rest.split(ends).next());
    let has = |class: &str| page.select(&Selector::parse(&format!(".{class}")).unwrap()).next().is_some();
    classes.all(|class| ["banner", "filtered"].contains(&class) || has(class))
}

#[test]
fn each_page_has_the_rules_for_its_elements() {
    let css: String =
        sheets().iter().filter(|(name, _)| name != "print").map(|(_, css)| without_comments(css)).collect();
    let mut all = Vec::new();
    selectors(&css, None, &mut all);
    let mut used = vec![false; STATES.len() + ABSENT.len()];
    let parsed = |selector: &String| Some(Selector::parse(&host_selector(selector, &mut used)?).expect("a selector"));
    let parsed: Vec<Option<Selector>> = all.iter().map(parsed).collect();
    let styles = Styles::parse(&css, "<html><head><body>").unwrap();
    // Matching every selector takes long, so some pages are enough.
    for page in pages().iter().step_by(7) {
        let (own, is_whole) = styles.of_page(&page.html());
        let has_search = page.select(&Selector::parse("#fp\\:search").unwrap()).next().is_some();
        assert_eq!(is_whole, has_search);
        assert!(is_whole || own.len() < css.len() * 3 / 4, "{} of {} bytes", own.len(), css.len());
        let mut kept = Vec::new();
        selectors(&own, None, &mut kept);
        let kept: HashSet<&String> = kept.iter().collect();
        for (selector, parsed) in all.iter().zip(&parsed) {
            let is_needed = match parsed {
                Some(parsed) => page.select(parsed).next().is_some(),
                None => BEFORE_START.iter().any(|part| selector.contains(part)) && has_classes(page, selector),
            };
            assert!(!is_needed || kept.contains(selector), "{selector}");
        }
    }
}

#[test]
fn nested_rules_and_lists_are_split() {
    let css = "@layer a, b; /* { */ @layer a { p:is(i, b), q { color: red; &[x] { top: 0 } > em { top: 0; } } @media (x) { s { top: 0 } } } @keyframes k { to { top: 0 } }";
    let mut found = Vec::new();
    selectors(&without_comments(css), None, &mut found);
    found.sort();
    assert_eq!(found, ["p:is(i, b)", "p:is(i, b) > em", "p:is(i, b)[x]", "q", "q > em", "q[x]", "s"]);
}

#[test]
fn every_style_sheet_is_used() {
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("style")).unwrap();
    let files = files.map(|file| file.unwrap().path()).filter(|file| file.extension().is_some_and(|end| end == "css"));
    let mut files: Vec<String> = files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let mut listed: Vec<String> = sheets().into_iter().map(|(name, _)| name).collect();
    files.sort();
    listed.sort();
    assert_eq!(files, listed);
    let index = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html")).unwrap();
    let files: Vec<&str> = index.split("href=\"").filter_map(|rest| rest.split('"').next()).collect();
    let files: Vec<&&str> = files.iter().filter(|file| file.ends_with(".css")).collect();
    assert_eq!(files, [&"target/page/styles.css", &"target/page/print.css"]);
}

/// The size of all style sheets together, without comments. The build minifies them too.
#[test]
fn the_style_sheets_are_small() {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    for (_, css) in sheets() {
        encoder.write_all(without_comments(&css).as_bytes()).unwrap();
    }
    let size = encoder.into_inner().len();
    assert!(size <= 8_000, "{size} bytes");
}
