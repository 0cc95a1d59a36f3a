//! Searching for terms that are not only letters: names with signs such as "C++".

use frontispiece::{
    content::{Content, Publication, read},
    search::{catalog::Catalog, filter::Filter, query::Query},
    util::text::normalize,
};
use proptest::{collection::vec, prelude::*, sample::select};

/// Returns the ids of the publications that a search finds, best match first.
fn found<'c>(content: &'c Content, catalog: &Catalog, text: &str) -> Vec<&'c str> {
    let results = catalog.search(&Filter::default().with_text(text));
    results.publications.iter().map(|index| &content.publications[*index as usize].id[..]).collect()
}

/// Returns a profile with one publication per title. Its id is the position of the title.
fn titled(titles: &[String]) -> Content {
    let publication = |(index, title): (usize, &String)| Publication {
        id: index.to_string(),
        title: title.clone(),
        ..Publication::default()
    };
    Content { publications: titles.iter().enumerate().map(publication).collect(), ..Content::default() }
}

#[test]
fn names_with_signs_are_found() {
    let content = read(include_str!("../fixtures/cases/20-search-signs.json")).unwrap().content;
    let catalog = Catalog::new(&content, normalize);
    let check = |text: &str, expected: &[&str]| assert_eq!(found(&content, &catalog, text), expected, "{text}");
    // Each letter narrows the list.
    check("c", &["c1", "c2", "c3", "c4"]);
    check("c+", &["c1"]);
    check("C++", &["c1"]);
    check("\"C++\"", &["c1"]);
    check("“c++", &["c1"]);
    check("C#", &["c2"]);
    check("\"C#\"", &["c2"]);
    check("F#", &["c5"]);
    check("memory C++ safety", &["c1"]);
    check("C++ async", &[]);
    // A phrase without signs ignores them.
    check("\"in c\"", &["c1", "c2"]);
    // Signs that no paper has are ignored.
    check("cache*", &["c4"]);
    check("#async", &["c2"]);
    check("compilers++", &["c3"]);
}

#[test]
fn signs_belong_to_names_wherever_they_are() {
    let titles = [
        "A* Search in .NET",
        "ASP.NET and the Net",
        "C++11 (and C++)/Java",
        "A Search for *Stars*",
        "Grade A+B",
        "Googling Google+…",
    ]
    .map(str::to_owned);
    let content = titled(&titles);
    let catalog = Catalog::new(&content, normalize);
    let check = |text: &str, expected: &[&str]| assert_eq!(found(&content, &catalog, text), expected, "{text}");
    check("A*", &["0"]);
    check("\"a* search\"", &["0"]);
    check("\"a search\"", &["0", "3"]);
    check(".net", &["0"]);
    check("net", &["0", "1"]);
    check("c++", &["2"]);
    check("c++11", &["2"]);
    check("a+", &["4"]);
    check("\"a b\"", &["4"]);
    check("google+", &["5"]);
    check("*stars*", &["3"]);
    let highlighted = |text: &str, query: &str| -> Vec<String> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let ranges = catalog.highlights(text, &Filter::default().with_text(query));
        ranges.iter().map(|(from, to)| String::from_utf16(&units[*from as usize..*to as usize]).unwrap()).collect()
    };
    assert_eq!(highlighted("C++, C and C++20", "c++"), ["C++", "C++"]);
    assert_eq!(highlighted("C++, C and C++20", "c+"), ["C+", "C+"]);
    assert_eq!(highlighted("C++, C", "c"), ["C", "C"]);
    assert_eq!(highlighted("Use .NET, a net", ".net"), [".NET"]);
    assert_eq!(highlighted("On A* search; a search", "\"a search\""), ["A* search", "a search"]);
    assert_eq!(highlighted("Starlings", "stars*"), [""; 0]);
    assert_eq!(highlighted("Stars", "stars+"), ["Stars"]);
}

proptest! {
    /// A visitor who copies a title into the search box finds the paper.
    #[test]
    fn every_title_finds_itself(
        titles in vec(
            prop_oneof![
                vec(select(vec![
                    "c", "A", "net", "ö", "ﬁ", "雾", "11", "+", "++", "#", "*", ".", "..", "…", " ", " ", "\"", "”", "-",
                    "/", ":", "(", ")", "\u{301}", "Ⅷ", "\u{a0}",
                ]), 1..14).prop_map(|parts| parts.concat()),
                "\\PC{1,30}",
            ],
            1..6,
        ),
    ) {
        let content = titled(&titles);
        let catalog = Catalog::new(&content, normalize);
        for (index, title) in titles.iter().enumerate() {
            if Query::parse(title).terms.iter().all(|term| term.field.is_none()) {
                let id = index.to_string();
                prop_assert!(found(&content, &catalog, title).contains(&id.as_str()), "{:?} in {:?}", title, titles);
            }
        }
    }
}
