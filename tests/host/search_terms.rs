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
        title: title.clone().into(),
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

#[test]
fn papers_are_found_by_their_identifiers() {
    let publication = |id: &str, doi: Option<&str>, arxiv: Option<&str>| Publication {
        id: id.to_owned(),
        title: format!("Paper {id}").into(),
        doi: doi.map(str::to_owned),
        arxiv: arxiv.map(str::to_owned),
        ..Publication::default()
    };
    let mut content = Content {
        publications: vec![
            publication("acm", Some("10.1145/3651890.3672274"), None),
            publication("other", Some("10.1145/3651890.99"), Some("2310.07241v3")),
            publication("arxiv", None, Some("2310.07240")),
            publication("wiley", Some("10.1002/(SICI)1097-0258<1::AID#3>3.0.CO;2-%"), None),
            publication("old", None, Some("hep-th/9901001")),
            publication("doi", Some("10.48550/arXiv.1706.03762"), None),
            publication("none", None, None),
        ],
        ..Content::default()
    };
    content.publications[6].r#abstract = Some("Version 10.12345 of and/or 1706 in 1145".to_owned().into());
    let catalog = Catalog::new(&content, normalize);
    let check = |text: &str, expected: &[&str]| assert_eq!(found(&content, &catalog, text), expected, "{text}");
    for text in [
        "10.1145/3651890.3672274",
        "https://doi.org/10.1145/3651890.3672274",
        "http://dx.doi.org/10.1145/3651890.3672274",
        "HTTPS://DOI.ORG/10.1145/3651890.3672274",
        "doi:10.1145/3651890.3672274",
        "DOI:10.1145/3651890.36",
        "\"10.1145/3651890.3672274\"",
        "\"doi: 10.1145/3651890.3672274\"",
        "paper 10.1145/3651890.3672274",
    ] {
        check(text, &["acm"]);
    }
    check("10.1145", &["acm", "other"]);
    check("10.1145/", &["acm", "other"]);
    check("doi:10", &["acm", "other", "wiley"]);
    for text in [
        "arXiv:2310.07240",
        "2310.07240",
        "2310.07240v2",
        "2310.07240V12",
        "https://arxiv.org/abs/2310.07240",
        "https://arxiv.org/pdf/2310.07240v1.pdf",
        "arxiv:2310.07240v",
        "10.48550/arXiv.2310.07240",
    ] {
        check(text, &["arxiv"]);
    }
    check("2310.072", &["other", "arxiv"]);
    check("2310.07241", &["other"]);
    check("hep-th/9901001v2", &["old"]);
    check("arxiv:hep-th/99", &["old"]);
    check("arXiv:1706.03762", &["doi"]);
    check("10.48550/arXiv.1706", &["doi"]);
    check("10.1002/(sici)1097-0258<1::aid#3>3.0.co;2-%", &["wiley"]);
    check("https://doi.org/10.1002/(SICI)1097-0258%3C1::AID%233%3E3.0.CO;2-%25", &["wiley"]);
    // Numbers do not find identifiers, and other texts with a dot or a slash are searched as words.
    check("10", &["none"]);
    check("1145", &["none"]);
    check("10.1145 paper", &["acm", "other"]);
    check("10.12345", &["none"]);
    check("and/or", &["none"]);
    check("doi:", &["doi"]);
    check("1v1", &[]);
    // The ending of a text is not a prefix, even if it is as long as one.
    check("2v025", &[]);
    check("2.pdf", &[]);
    check("1%30%30", &[]);
    check("10.9999/1", &[]);
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
