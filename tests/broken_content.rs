//! Broken profiles and the exact words with which each is refused; and what the page still shows of them.

use std::{cell::RefCell, collections::BTreeSet};

use frontispiece::{
    content::{
        check::{World, check},
        read, read_or_last,
    },
    text,
};

/// Asserts all problems of a profile in order; a caret in the profile marks the place of each.
#[track_caller]
fn refuses(marked: &str, expected: &[&str]) {
    let profile = marked.replace(CARET, "");
    let world = World { has_file: &|path| path == "files/there.pdf", carries: &|_| {}, decompose: text::decompose };
    let problems: Vec<String> = check(&profile, &world).iter().map(ToString::to_string).collect();
    let places = marked.match_indices(CARET).enumerate().map(|(carets_before, (offset, _))| {
        let before = marked[..offset].trim_start_matches('\u{feff}');
        let (lines, last) =
            before.rsplit_once('\n').map_or((0, before), |(lines, last)| (lines.matches('\n').count() + 1, last));
        let carets_in_line = last.matches(CARET).count();
        assert!(carets_in_line <= carets_before);
        (lines + 1, last.chars().count() - carets_in_line + 1)
    });
    let expected: Vec<String> =
        places.zip(expected).map(|((line, column), message)| format!("{line}:{column}: {message}")).collect();
    assert_eq!(problems, expected, "{profile}");
}

/// Marks a place in a profile.
const CARET: &str = "‸";

/// A profile with some publications; everything stands on line 1 up to the publications, which start line 2.
fn with_publications(publications: &str) -> String {
    format!(
        "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [{{ \"slug\": \"\", \"title\": \"Home\" }}], \
         \"venues\": {{ \"sigcomm\": {{ \"name\": \"SIGCOMM\" }} }}, \"topics\": {{ \"video\": {{ \"label\": \"Video\" }} }}, \
         \"publications\": [\n{publications}\n] }}"
    )
}

/// A publication with nothing wrong but for the fields given.
fn publication(fields: &str) -> String {
    let comma = if fields.is_empty() { "" } else { ", " };
    with_publications(&format!(
        r#"{{ "id": "a", "title": "A", "type": "journal", "authors": ["Ada"], "date": "2024"{comma}{fields} }}"#
    ))
}

#[test]
fn null_is_no_date_and_no_type() {
    refuses(
        &with_publications(
            "‸‸{ \"id\": \"a\", \"title\": \"A\", \"type\": null, \"authors\": [\"Ada\"], \"date\": null, \"doi\": null }",
        ),
        &[
            "publications[0]: the field \"date\" is missing; expected YYYY, YYYY-MM or YYYY-MM-DD",
            "publications[0]: the field \"type\" is missing; expected conference, workshop, journal, preprint, …",
        ],
    );
}

/// Our parser lets them pass, a browser's does not.
#[test]
fn control_characters_are_written_as_escapes() {
    refuses(
        &publication("\"note\": \"a‸\tb‸\nc‸\u{1}d\\n \\\\\", \"volume\": \"\\\"‸\r\""),
        &[
            "publications[0].note: found a tab within a text; expected \\t in its place",
            "publications[0].note: found a line break within a text; expected \\n in its place",
            "publications[0].note: found the control character U+0001 within a text; expected \\u0001 in its place",
            "publications[0].volume: found a line break within a text; expected \\n in its place",
        ],
    );
    // In a name, where it also makes another field of it.
    refuses(
        &with_publications("").replace("\"Ada\"", "\"Ada\", ‸\"\": 1"),
        &[
            "person[\"\"]: found the unknown field \"\"; expected one of name, aliases, knownAs, headline, affiliations, location, email, image, links, ids",
        ],
    );
}

#[test]
fn what_is_right_passes() {
    refuses(&publication(""), &[]);
    refuses(
        &publication(r#""venue": "sigcomm", "topics": ["video"], "doi": "10.1145/1.2", "arxiv": "2310.07240v2""#),
        &[],
    );
    refuses(
        &publication(r#""links": [{ "kind": "paper", "url": "files/there.pdf" }, { "url": "/publications/a/" }]"#),
        &[],
    );
    refuses(&publication(r#""volume": null, "arxiv": "math/0309136""#), &[]);
    refuses(&format!("\u{feff}{}", publication("")), &[]);
}

#[test]
fn what_is_no_json_is_said_with_its_place() {
    refuses("‸", &["the file is empty; expected an object: { \"person\": …, \"pages\": … }"]);
    refuses("‸[]", &["found a list; expected an object: { \"person\": …, \"pages\": … }"]);
    refuses("‸<!doctype html>", &["found HTML; expected JSON"]);
    refuses(
        "{\n  \"person\": { \"name\": \"Ada\" }‸",
        &["the file ends in the middle of the profile; was it cut off?"],
    );
    refuses("{ \"person\": { \"name\": \"Ada‸", &["the file ends in the middle of the profile; was it cut off?"]);
    refuses("{\n  \"person\": {}‸,\n}", &["found a comma before }; remove the comma"]);
    refuses("{ ‸// note\n}", &["found a comment; JSON has no comments, remove it"]);
    refuses("{ ‸'person': {} }", &["person: found the single quote '; expected a straight double quote (\")"]);
    refuses(
        "‸\0\0",
        &["not valid JSON: found the control character U+0000; expected an object: { \"person\": …, \
           \"pages\": … }"],
    );
}

#[test]
fn all_syntax_errors_are_found_in_one_run_and_nothing_else() {
    refuses(
        "{ \"person\": { \"nam\": \"Ada\"‸ \"knownAs\": ‸“A” },\n\"pages\": [{ \"slug\": \"\",\n \"title\": \"\" }‸,] }",
        &[
            "a comma is missing after \"Ada\"",
            "person.knownAs: found the curly quote “; expected a straight double quote (\")",
            "found a comma before ]; remove the comma",
        ],
    );
}

/// The page shows what can be read, in spite of the errors.
#[test]
fn a_profile_with_syntax_errors_is_shown() {
    let profile = with_publications(
        "{ \"id\": \"a\", \"title\": \"A\" \"date\": \"2024\" }\n{ \"id\": “b”, \"title\": \"The \"B\" paper\", },",
    );
    let reading = read(&profile).unwrap();
    assert!(!reading.is_valid_json);
    let titles: Vec<&str> = reading.content.publications.iter().map(|publication| publication.title.as_str()).collect();
    assert_eq!(titles, ["A", "The \"B\" paper"]);
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "2:26: a comma is missing after \"A\"",
            "2:43: a comma is missing after }",
            "3:9: publications[1].id: found the curly quote “; expected a straight double quote (\")",
            "3:28: publications[1].title: found a quote (\") within a text; write \\\" in its place",
            "3:38: found a comma before }; remove the comma",
            "3:41: found a comma before ]; remove the comma",
        ]
    );
    assert!(read(&with_publications("")).unwrap().is_valid_json);
}

#[test]
fn a_file_that_is_cut_off_is_not_shown() {
    let whole = include_str!("../public/content.json").trim_end();
    let last = whole.rfind(']').unwrap();
    for end in whole.char_indices().map(|(end, _)| end).skip(1).step_by(97).filter(|end| *end <= last) {
        let problem = read(&whole[..end]).expect_err("it is cut off").message;
        assert!(problem.starts_with("the file ends in the middle of the profile; was it cut off?"), "{end}: {problem}");
    }
    // A last bracket that is forgotten is no reason to hide the profile.
    let reading = read(&whole[..whole.len() - 1]).unwrap();
    assert!(!reading.is_valid_json && !reading.content.publications.is_empty());
    refuses(
        "{ \"person\": {},\n\"pages\": [\n{ \"slug\": \"\" }‸",
        &[
            "the file ends in the middle of the profile; was it cut off? If not, closing brackets are missing for those of \
           the lines 1, 2",
        ],
    );
}

/// While a file is edited in the development server.
#[test]
fn the_last_profile_that_was_valid_takes_the_place_of_an_unreadable_one() {
    let last = with_publications("");
    let reading = read_or_last("{\n\"person\": {", Some(&last)).unwrap();
    assert_eq!((reading.content.person.name.as_str(), reading.is_valid_json), ("Ada", false));
    assert_eq!(
        reading.problems[0].to_string(),
        "2:12: the file ends in the middle of the profile; was it cut off? If not, closing brackets are missing for those \
         of the lines 1, 2; this page shows the content before that mistake"
    );
    assert!(read_or_last("{", None).is_err());
    assert!(read_or_last("{", Some("[]")).is_err());
    let other = last.replace("Ada", "Bob");
    assert_eq!(read_or_last(&other, Some(&last)).unwrap().content.person.name, "Bob");
}

#[test]
fn names_of_other_formats_are_translated() {
    let one = |fields: &str, expected: &str| refuses(&publication(fields), &[expected]);
    one(
        r#"‸"journal": "Nature""#,
        "publications[0].journal: found the unknown field \"journal\"; write \"venue\" with a key of \"venues\"",
    );
    one(
        r#"‸"year": "2024""#,
        "publications[0].year: found the unknown field \"year\"; write \"date\": \"YYYY\", \"YYYY-MM\" or \
         \"YYYY-MM-DD\"",
    );
    one(r#"‸"number": "2""#, "publications[0].number: found the unknown field \"number\"; write \"issue\"");
    one(
        r#"‸"url_pdf": "x""#,
        "publications[0].url_pdf: found the unknown field \"url_pdf\"; write \"links\": [{ \"kind\": \"paper\", \
         \"url\": … }]",
    );
    one(
        r#""links": [{ "kind": ‸"pdf", "url": "https://a.example/" }]"#,
        "publications[0].links[0].kind: found \"pdf\"; expected one of paper, code, slides, talk, video, poster, \
         website, data, artifact, demo, blog, supplement; write \"paper\" for it",
    );
    for (typed, word) in [
        ("article", "journal"),
        ("inproceedings", "conference"),
        ("phdthesis", "thesis"),
        ("techreport", "report"),
        ("incollection", "chapter"),
        ("paper-conference", "conference"),
    ] {
        refuses(
            &publication("").replace("\"journal\"", &format!("‸\"{typed}\"")),
            &[&format!(
                "publications[0].type: found \"{typed}\"; expected one of conference, workshop, journal, preprint, \
                 thesis, book, chapter, report, software, dataset, patent; write \"{word}\" for it"
            )],
        );
    }
}

#[test]
fn a_text_in_place_of_a_list_is_turned_into_one() {
    refuses(
        &publication("").replace("[\"Ada\"]", "‸\"Lovelace, Ada and Luigi Menabrea\""),
        &["publications[0].authors: found \"Lovelace, Ada and Luigi Menabrea\"; expected a list: [\"Ada Lovelace\", \
           \"Luigi Menabrea\"]"],
    );
    refuses(
        &publication(r#""topics": ‸"video, fog""#),
        &["publications[0].topics: found \"video, fog\"; expected a list: [\"video\", \"fog\"]"],
    );
}

#[test]
fn dates_in_other_spellings_are_corrected() {
    for (typed, right) in [("2024/05/01", "2024-05-01"), ("May 2024", "2024-05"), ("01.05.2024", "2024-05-01")] {
        refuses(
            &publication("").replace("\"2024\"", &format!("‸\"{typed}\"")),
            &[&format!("publications[0].date: found \"{typed}\"; expected a date: write \"{right}\"")],
        );
    }
}

#[test]
fn escapes_that_json_takes_for_control_characters_are_named() {
    refuses(
        &publication(r#""abstract": ‸"a \nabla""#).replace("‸\"a ", "\"a ‸"),
        &[
            "publications[0].abstract: found \\nabla, where JSON reads \\n as a line break; a backslash within a text is \
           written twice: \\\\nabla",
        ],
    );
    let reading = read(&publication(r#""links": [{ "kind": "paper", "url": "files\new.pdf" }]"#)).unwrap();
    assert_eq!(
        reading.problems[0].message,
        "found \\new in an address, where JSON reads \\n as a line break; write / in place of the backslash: /new"
    );
}

#[test]
fn fields_that_are_missing_unknown_or_twice() {
    refuses("‸‸{}", &["the field \"person\" is missing", "the field \"pages\" is missing"]);
    refuses(
        r#"{ "person": ‸{}, "pages": [{ "slug": "", "title": "Home" }] }"#,
        &["person: the field \"name\" is missing"],
    );
    refuses(
        r#"{ ‸"persn": {}, "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" }] }"#,
        &["persn: found the unknown field \"persn\"; did you mean \"person\"?"],
    );
    refuses(
        &publication(r#"‸"titel": "B""#),
        &["publications[0].titel: found the unknown field \"titel\"; did you mean \"title\"?"],
    );
    refuses(
        &publication(r#"‸"xyzzy": 1"#),
        &["publications[0].xyzzy: found the unknown field \"xyzzy\"; expected one of id, title, type, authors, \
           venue, date, topics, links, awards, abstract, tldr, note, versions, selected, doi, arxiv, volume, issue, \
           pages, publisher, language, bibtex"],
    );
    refuses(
        &publication(r#"‸"title": "B""#),
        &["publications[0].title: the field \"title\" stands twice; keep one of them"],
    );
    refuses(&with_publications("‸{}"), &["publications[0]: the field \"title\" is missing"]);
    refuses(
        &with_publications(r#"‸‸‸‸{ "title": "A" }"#),
        &[
            "publications[0]: the field \"id\" is missing; expected a cite key: ASCII letters, digits, \"-\" and \"_\"",
            "publications[0]: the field \"date\" is missing; expected YYYY, YYYY-MM or YYYY-MM-DD",
            "publications[0]: the field \"type\" is missing; expected conference, workshop, journal, preprint, …",
            "publications[0]: the field \"authors\" is missing; expected a list of names",
        ],
    );
}

#[test]
fn values_of_the_wrong_kind() {
    let one = |fields: &str, expected: &str| refuses(&publication(fields), &[expected]);
    one(r#""volume": ‸12"#, "publications[0].volume: found the number 12; expected text: \"12\"");
    one(r#""doi": ‸true"#, "publications[0].doi: found true; expected a string");
    one(r#""links": ‸{}"#, "publications[0].links: found an object; expected a list");
    one(r#""links": [‸null]"#, "publications[0].links[0]: found null; expected an object");
    one(r#""selected": ‸"yes""#, "publications[0].selected: found \"yes\"; expected true or false");
    one(
        r#""links": [{ "kind": ‸"slide", "url": "https://a.example/" }]"#,
        "publications[0].links[0].kind: found \"slide\"; expected one of paper, code, slides, talk, video, poster, \
         website, data, artifact, demo, blog, supplement; did you mean \"slides\"?",
    );
    one(
        r#""links": [{ "kind": ‸1, "url": "https://a.example/" }]"#,
        "publications[0].links[0].kind: found the number 1; expected a word",
    );
    one(r#""links": [‸{ "kind": "code" }]"#, "publications[0].links[0]: the field \"url\" is missing");
    refuses(
        &publication("").replace("\"2024\"", "‸\"2024-13\""),
        &["publications[0].date: found \"2024-13\"; expected a date: months go from 01 to 12"],
    );
    refuses(
        &publication("").replace("\"2024\"", "‸2024"),
        &["publications[0].date: found the number 2024; expected text: \"2024\""],
    );
    refuses(
        &publication("").replace("[\"Ada\"]", "[‸1]"),
        &["publications[0].authors[0]: found the number 1; expected a name or an object with a name"],
    );
    refuses(
        &publication("").replace("[\"Ada\"]", "[‸{ ‸\"nam\": \"Ada\" }]"),
        &[
            "publications[0].authors[0]: the field \"name\" is missing",
            "publications[0].authors[0].nam: found the unknown field \"nam\"; did you mean \"name\"?",
        ],
    );
    refuses(
        &publication("").replace("\"publications\": [", "\"publications\": ‸7, ‸\"x\": ["),
        &[
            "publications: found the number 7; expected a list",
            "x: found the unknown field \"x\"; expected one of $schema, site, person, people, venues, topics, publications, pages",
        ],
    );
}

#[test]
fn addresses_that_are_not_allowed_or_lead_nowhere() {
    let link = |url: &str| publication(&format!(r#""links": [{{ "kind": "paper", "url": ‸"{url}" }}]"#));
    refuses(
        &link("javascript:alert(1)"),
        &["publications[0].links[0].url: scheme \"javascript\" is not allowed; \
           write http, https, mailto, a path of this site or #fragment"],
    );
    refuses(
        &link("files/gone.pdf"),
        &["publications[0].links[0].url: found \"files/gone.pdf\", but there is no file public/files/gone.pdf \
           and no page at that address"],
    );
    refuses(
        &publication(r#""note": ‸‸"See [this](java&#115;cript:alert(1)) and [that](/nowhere/).""#),
        &[
            "publications[0].note: scheme \"javascript\" is not allowed; write http, https, mailto, a path of this \
             site or #fragment",
            "publications[0].note: found \"/nowhere/\", but there is no file public/nowhere/ and no page at that address",
        ],
    );
}

#[test]
fn references_that_dangle() {
    let one = |fields: &str, expected: &str| refuses(&publication(fields), &[expected]);
    one(
        r#""venue": ‸"sigcom""#,
        "publications[0].venue: found \"sigcom\", which is no key of \"venues\"; did you mean \"sigcomm\"?",
    );
    one(r#""topics": ["video", ‸"x"]"#, "publications[0].topics[1]: found \"x\", which is no key of \"topics\"");
    one(
        r#""versions": [{ "venue": ‸"SIGCOMM!" }]"#,
        "publications[0].versions[0].venue: found \"SIGCOMM!\", which is no key of \"venues\"; did you mean \"sigcomm\"?",
    );
    refuses(
        &publication("").replace("\"name\": \"Ada\" }", "\"name\": \"Ada\", \"aliases\": [‸\"A. Ada\"] }"),
        &["person.aliases[0]: no author is named \"A. Ada\"; expected the exact name of an author"],
    );
    refuses(
        &publication("").replace("\"venues\"", "\"people\": { \"Adda\": ‸{} }, \"venues\""),
        &["people.Adda: no author is named \"Adda\"; expected the exact name of an author; did you mean \"Ada\"?"],
    );
}

#[test]
fn names_that_must_be_unique() {
    let two = |first: &str, second: &str| {
        with_publications(&format!(
            "{{ {first}, \"type\": \"book\", \"authors\": [\"Ada\"], \"date\": \"2024\" }},\n\
             {{ {second}, \"type\": \"book\", \"authors\": [\"Ada\"], \"date\": \"2024\" }}"
        ))
    };
    refuses(
        &two(r#""id": "Ada1", "title": "A""#, r#""id": ‸"ada1", "title": "B""#),
        &["publications[1].id: found \"ada1\", which stands before (upper and lower case count as the same); choose \
           another one"],
    );
    refuses(
        &two(r#""id": "a", "title": "Élan""#, r#""id": "b", "title": ‸"elan""#),
        &["publications[1].title: the publication \"a\" has the same title; is one of them too many?"],
    );
    refuses(
        &two(r#""id": ‸"page", "title": "A""#, r#""id": ‸"b c", "title": "B""#),
        &[
            "publications[0].id: found \"page\"; the site needs that name itself, choose another one",
            "publications[1].id: found \"b c\"; expected ASCII letters, digits, \"-\" and \"_\"",
        ],
    );
    refuses(
        r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" }, { "slug": "cv", "title": "CV" }, { "slug": ‸"cv", "title": "Vita" }, { "slug": ‸"A b", "title": "AB" }] }"#,
        &[
            "pages[2].slug: found \"cv\", which stands before (upper and lower case count as the same); choose \
             another one",
            "pages[3].slug: found \"A b\"; expected lower-case ASCII letters, digits and \"-\"",
        ],
    );
}

#[test]
fn the_rest_of_the_rules() {
    let one = |fields: &str, expected: &str| refuses(&publication(fields), &[expected]);
    one(
        r#""doi": ‸"https://doi.org/10.1/2""#,
        "publications[0].doi: found \"https://doi.org/10.1/2\"; expected a DOI without an address: \
         \"10.1145/3651890.3672274\"",
    );
    one(
        r#""arxiv": ‸"231.07240""#,
        "publications[0].arxiv: found \"231.07240\"; expected an arXiv identifier: \"2310.07240\"",
    );
    refuses(
        &publication("").replace("[\"Ada\"]", "[{ \"name\": \"Ada\", \"equal\": ‸1 }, \"Bob\", ‸\"Bob\"]"),
        &[
            "publications[0].authors[0].equal: Ada is the only author of the equal group 1; expected two or more",
            "publications[0].authors[2]: \"Bob\" stands twice among the authors",
        ],
    );
    refuses(
        r#"{ "person": { "name": ‸" ", "email": ‸"ada", "ids": { "orcid": ‸"0000-0002-1825-0098" } },
             "site": { "url": ‸"ada.example", "updated": ‸"soon", "redirects": { "/cv/": ‸‸"/", "old": ‸‸"/x/" } },
             "pages": [{ "slug": ‸"cv", "title": ‸"", "sections": [‸{}] }] }"#,
        &[
            "person.name: found nothing; expected the name as printed on papers",
            "person.email: found \"ada\"; expected an e-mail address",
            "person.ids.orcid: found \"0000-0002-1825-0098\"; expected an ORCID iD with a right check digit: \
             \"0000-0002-1825-0097\"",
            "site.url: found \"ada.example\"; expected the site's address: https://…, without ? and #",
            "site.updated: found \"soon\"; expected a date: a date is written YYYY, YYYY-MM or YYYY-MM-DD",
            "site.redirects[\"/cv/\"]: the old address \"/cv/\" is a page of this site; no redirect can stand there",
            "site.redirects[\"/cv/\"]: found \"/\"; expected the path of a page of this site, such as \"/\"",
            "site.redirects.old: found the old address \"old\"; expected a path: \"/old/\"",
            "site.redirects.old: found \"/x/\"; expected the path of a page of this site, such as \"/\"",
            "pages[0].slug: found the slug \"cv\"; expected \"\" for the first page, which is the home page",
            "pages[0].title: found nothing; expected text",
            "pages[0].sections[0]: an empty section; expected text, entries or publications",
        ],
    );
}

#[test]
fn every_problem_is_found_in_one_run_and_the_rest_is_shown() {
    let profile = with_publications(
        r#"{ "id": "a", "title": 1, "type": "jornal", "authors": [null, "Bob"], "date": "2024-02-30", "extra": [] },
{ "id": "b", "title": "B", "links": [{ "url": "data:x" }, { "url": "https://b.example/" }], "awards": [{}] },
{ "id": "c" },
"d""#,
    );
    let reading = read(&profile).unwrap();
    let titles: Vec<&str> = reading.content.publications.iter().map(|publication| publication.title.as_str()).collect();
    assert_eq!(titles, ["1", "B"]);
    assert_eq!(reading.content.publications[0].authors.len(), 1);
    assert_eq!(reading.content.publications[1].links.len(), 1);
    let problems: Vec<String> = reading.problems.iter().map(|problem| problem.path.clone()).collect();
    assert_eq!(
        problems,
        [
            "publications[0].title",
            "publications[0].type",
            "publications[0].authors[0]",
            "publications[0].date",
            "publications[0].extra",
            "publications[1].links[0].url",
            "publications[1].awards[0]",
            "publications[2]",
            "publications[3]",
        ]
    );
}

#[test]
fn the_lenient_reading_mends_names_and_sorts_by_year() {
    let profile = with_publications(
        r#"{ "title": "Old", "date": "1999" }, { "id": "x y", "title": "New", "date": "2024" },
{ "id": "X-Y", "title": "Also new", "date": "2024-05" }, { "id": "index", "title": "Undated" }"#,
    );
    let content = read(&profile).unwrap().content;
    let shown: Vec<(&str, &str)> =
        content.publications.iter().map(|publication| (publication.id.as_str(), publication.title.as_str())).collect();
    assert_eq!(shown, [("x-y", "New"), ("X-Y-2", "Also new"), ("publication-1", "Old"), ("index-2", "Undated")]);
}

#[test]
fn files_of_an_old_site_are_named_once_and_are_no_mistakes() {
    let profile = r#"{
        "site": { "url": "https://ada.example/", "redirects": { "/old/": "/" } },
        "person": { "name": "Ada", "image": { "src": "https://ada.example/me.jpg", "alt": "Ada" } },
        "pages": [{ "slug": "", "title": "Home", "sections": [{ "text":
            "[a](https://ada.example/files/my%20cv.pdf#page=2) [b](https://ada.example/files/my%20cv.pdf) [c](https://ada.example/) [d](https://ada.example.org/x.pdf)"
        }] }],
        "publications": [{ "id": "a", "title": "A", "type": "journal", "authors": ["Ada"], "date": "2024", "links": [
            { "kind": "paper", "url": "https://ada.example/files/there.pdf" },
            { "kind": "slides", "url": "https://ada.example/files/slides.pdf" },
            { "kind": "blog", "url": "https://ada.example/old/" }
        ] }]
    }"#;
    let named = RefCell::new(Vec::new());
    let carries = |path: &str| named.borrow_mut().push(path.to_owned());
    let world = World { has_file: &|path| path == "files/there.pdf", carries: &carries, decompose: text::decompose };
    assert_eq!(check(profile, &world).len(), 0);
    let named: BTreeSet<String> = named.into_inner().into_iter().collect();
    assert_eq!(Vec::from_iter(named), ["files/my cv.pdf", "files/slides.pdf", "me.jpg"]);
}

#[test]
fn languages_are_named_by_tags() {
    let wrong =
        |found: &str| format!("found \"{found}\"; expected a language tag (BCP 47): \"en\", \"de-CH\", \"zh-Hant\"");
    for good in ["de", "zh-Hant-TW", "sr-Latn", "tlh"] {
        refuses(&publication(&format!(r#""language": "{good}""#)), &[]);
    }
    for bad in ["German (Swiss)", "d", "", "de_CH", "de-", "1a"] {
        refuses(
            &publication(&format!(r#""language": ‸"{bad}""#)),
            &[&format!("publications[0].language: {}", wrong(bad))],
        );
    }
}

/// No id, slug or old address names a place outside the site.
#[test]
fn what_leads_out_of_the_site_is_refused() {
    for way_out in ["..", ".", "../x", "x/y", "/x", "x\\\\y", "%2e%2e", "..%2fx"] {
        let found = way_out.replace("\\\\", "\\");
        let expected =
            format!("publications[0].id: found \"{found}\"; expected ASCII letters, digits, \"-\" and \"_\"");
        let text =
            format!(r#"{{ "id": ‸"{way_out}", "title": "A", "type": "journal", "authors": ["Ada"], "date": "2024" }}"#);
        refuses(&with_publications(&text), &[&expected]);
        let expected = format!("pages[1].slug: found \"{found}\"; expected lower-case ASCII letters, digits and \"-\"");
        let text = format!(
            r#"{{ "person": {{ "name": "Ada" }}, "pages": [{{ "slug": "", "title": "Home" }}, {{ "slug": ‸"{way_out}", "title": "X" }}] }}"#
        );
        refuses(&text, &[&expected]);
    }
    for way_out in
        ["/../x/", "/x/../../y/", "/%2e%2e/x/", "/x%2f..%2f..%2fy", "//x/", "/./x", "/c:/x", "/x%5c..%5cy", "x/../"]
    {
        let expected =
            format!("site.redirects[{way_out:?}]: found the old address {way_out:?}; expected a path: \"/old/\"");
        let text = format!(
            r#"{{ "person": {{ "name": "Ada" }}, "site": {{ "redirects": {{ "{way_out}": ‸"/" }} }}, "pages": [{{ "slug": "", "title": "Home" }}] }}"#
        );
        refuses(&text, &[&expected]);
    }
}
