//! Checks the exact messages for broken profiles, and the parts of these profiles that the page still shows.

use std::{cell::RefCell, collections::BTreeSet};

use frontispiece::{
    check::{CheckContext, Files, check},
    content::{Diagnostic, MarkdownFiles, Severity, read, read_or_last},
    util::text,
};

/// Asserts all diagnostics of a profile in order. A caret in the profile marks the position of each.
#[track_caller]
fn refuses(marked: &str, expected: &[&str]) {
    let profile = marked.replace(CARET, "");
    let context = CheckContext {
        files: &files(),
        markdown: &MarkdownFiles::default(),
        carries: &|_| {},
        normalize: text::normalize,
    };
    let diagnostics = check(&profile, &context);
    for Diagnostic { message, .. } in &diagnostics {
        let finding = message.finding();
        let has_other_parts =
            ["; expected ", "; write ", "; remove ", "; did you mean"].iter().any(|part| finding.contains(part));
        assert!(!finding.is_empty() && !has_other_parts, "{message:?}");
        assert_eq!(message.expectation().is_some(), message.contains("; expected "), "{message:?}");
    }
    let diagnostics: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
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
    assert_eq!(diagnostics, expected, "{profile}");
}

/// Returns the files of the site folder.
fn files() -> Files {
    let files = [
        ("files/there.pdf", 100),
        ("files/a b.pdf", 100),
        ("files/Upper.PDF", 100),
        ("files/re\u{301}sume\u{301}.pdf", 100),
        ("talks/deck.pdf", 100),
        ("images/small.png", 2_000_000),
        ("images/a b.png", 100),
        ("images/large.svg", 2_850_000),
        ("docs/index.html", 100),
        ("folder/a.txt", 100),
    ];
    files.into_iter().map(|(path, size)| (path.to_owned(), size)).collect()
}

/// The mark of a position in a profile.
const CARET: &str = "‸";

/// Returns a profile with these publications. The publications start on line 2, and everything before them is on line
/// 1.
fn with_publications(publications: &str) -> String {
    format!(
        "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [{{ \"slug\": \"\", \"title\": \"Home\" }}], \
         \"venues\": {{ \"sigcomm\": {{ \"name\": \"SIGCOMM\" }} }}, \"topics\": {{ \"video\": {{ \"label\": \"Video\" }} }}, \
         \"publications\": [\n{publications}\n] }}"
    )
}

/// Returns a publication that is valid except for the given fields.
fn publication(fields: &str) -> String {
    let comma = if fields.is_empty() { "" } else { ", " };
    with_publications(&format!(
        r#"{{ "id": "a", "title": "A", "type": "journal", "authors": ["Ada"], "date": "2024"{comma}{fields} }}"#
    ))
}

#[test]
fn a_null_date_or_type_counts_as_missing() {
    refuses(
        &with_publications(
            "‸‸{ \"id\": \"a\", \"title\": \"A\", \"type\": null, \"authors\": [\"Ada\"], \"date\": null, \"doi\": null }",
        ),
        &[
            "warning: publications[0]: the field \"date\" is missing, so the publication is listed as undated; expected \
             YYYY, YYYY-MM or YYYY-MM-DD; or write \"status\": \"in press\"",
            "publications[0]: the field \"type\" is missing; expected conference, workshop, journal, preprint, …",
        ],
    );
}

/// Our parser accepts control characters in strings, but a browser's parser does not.
#[test]
fn control_characters_are_written_as_escapes() {
    refuses(
        &publication("\"note\": \"a‸\tb‸\nc‸\u{1}d\\n \\\\\", \"volume\": \"\\\"‸\r\""),
        &[
            "publications[0].note: found a tab inside a text; write \\t instead",
            "publications[0].note: found a line break inside a text; write \\n instead",
            "publications[0].note: found the control character U+0001 inside a text; write \\u0001 instead",
            "publications[0].volume: found a line break inside a text; write \\n instead",
        ],
    );
    // In a name, a control character also makes a different field of it.
    refuses(
        &with_publications("").replace("\"Ada\"", "\"Ada\", ‸\"\": 1"),
        &[
            "person[\"\"]: found the unknown field \"\"; expected one of name, aliases, knownAs, headline, affiliations, location, email, image, links, ids",
        ],
    );
}

#[test]
fn valid_profiles_are_accepted() {
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
fn invalid_json_is_reported_with_its_position() {
    refuses("‸", &["the file is empty; expected an object: { \"person\": …, \"pages\": … }"]);
    refuses("‸[]", &["found a list; expected an object: { \"person\": …, \"pages\": … }"]);
    refuses("‸<!doctype html>", &["found HTML; expected JSON"]);
    refuses(
        "{\n  \"person\": { \"name\": \"Ada\" }‸",
        &["the file ends in the middle of the profile; was it cut off?"],
    );
    refuses("{ \"person\": { \"name\": \"Ada‸", &["the file ends in the middle of the profile; was it cut off?"]);
    refuses("{\n  \"person\": {}‸\n  \"site\": {}\n}", &["a comma is missing after }"]);
    refuses("{ ‸# note\n}", &["found a comment that begins with #; begin it with //"]);
    refuses("{ ‸'person': {} }", &["person: found the single quote '; expected a straight double quote (\")"]);
    refuses(
        "‸\0\0",
        &["not valid JSON: found the control character U+0000; expected an object: { \"person\": …, \
           \"pages\": … }"],
    );
}

#[test]
fn all_syntax_errors_and_nothing_else_are_found_in_one_run() {
    refuses(
        "{ \"person\": { \"nam\": \"Ada\"‸ \"knownAs\": ‸“A” },\n\"pages\": [{ \"slug\": \"\",\n \"title\": \"\" },] }",
        &[
            "a comma is missing after \"Ada\"",
            "person.knownAs: found the curly quote “; expected a straight double quote (\")",
        ],
    );
}

/// The page shows the readable part of a profile with errors.
#[test]
fn a_profile_with_syntax_errors_is_shown() {
    let profile = with_publications(
        "{ \"id\": \"a\", \"title\": \"A\" \"date\": \"2024\" }\n{ \"id\": “b”, \"title\": \"The \"B\" paper\", },",
    );
    let reading = read(&profile).unwrap();
    assert!(!reading.is_valid_json);
    let titles: Vec<&str> = reading.content.publications.iter().map(|publication| publication.title.as_str()).collect();
    assert_eq!(titles, ["A", "The \"B\" paper"]);
    let diagnostics: Vec<String> = reading.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        diagnostics,
        [
            "2:26: a comma is missing after \"A\"",
            "2:43: a comma is missing after }",
            "3:9: publications[1].id: found the curly quote “; expected a straight double quote (\")",
            "3:28: publications[1].title: found a quote (\") inside a text; write \\\" instead",
        ]
    );
    assert!(read(&with_publications("")).unwrap().is_valid_json);
}

#[test]
fn a_truncated_file_is_not_shown() {
    let whole = include_str!("../../public/content.json").trim_end();
    let last = whole.rfind(']').unwrap();
    for end in whole.char_indices().map(|(end, _)| end).skip(1).step_by(97).filter(|end| *end <= last) {
        let diagnostic = read(&whole[..end]).expect_err("it is cut off").message;
        assert!(
            diagnostic.starts_with("the file ends in the middle of the profile; was it cut off?"),
            "{end}: {diagnostic}"
        );
    }
    // A missing last bracket does not hide the profile.
    let reading = read(&whole[..whole.len() - 1]).unwrap();
    assert!(!reading.is_valid_json && !reading.content.publications.is_empty());
    refuses(
        "{ \"person\": {},\n\"pages\": [\n{ \"slug\": \"\" }‸",
        &["the file ends in the middle of the profile; was it cut off? If not, close the brackets that are opened \
             in lines 1, 2"],
    );
}

#[test]
fn a_version_that_this_program_does_not_know_is_refused() {
    let with = |version: &str| {
        format!(
            "{{ \"schemaVersion\": {version}, \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [{{ \"slug\": \"\", \"title\": \"Home\" }}] }}"
        )
    };
    for version in ["1", "null"] {
        refuses(&with(version), &[]);
    }
    for version in ["2", "4294967295"] {
        let newer = format!(
            "schemaVersion: found {version}, so this file was written for a newer Frontispiece; expected at most 1; upgrade \
             Frontispiece to the version that wrote the file, or a newer one"
        );
        refuses(&with(&format!("‸{version}")), &[&newer]);
    }
    for (version, found) in [
        ("0", "the number 0"),
        ("-1", "the number -1"),
        ("1.0", "the number 1.0"),
        ("1e0", "the number 1e0"),
        ("\"1\"", "\"1\""),
        ("true", "true"),
        ("[1]", "a list"),
        ("{}", "an object"),
    ] {
        let message = format!(
            "schemaVersion: found {found}; expected the version of the format of this file: the whole number 1"
        );
        refuses(&with(&format!("‸{version}")), &[&message]);
    }
    // The page shows the rest.
    let reading = read(&with("2")).unwrap();
    assert_eq!((reading.content.person.name.as_str(), reading.content.schema_version), ("Ada", None));
    assert_eq!(read(&with("1")).unwrap().content.schema_version, Some(1));
}

/// The development server shows the last valid profile while the author edits the file.
#[test]
fn the_last_valid_profile_replaces_an_unreadable_one() {
    let (last, files) = (with_publications(""), MarkdownFiles::default());
    let reading = read_or_last("{\n\"person\": {", Some(&last), &files, text::normalize).unwrap();
    assert_eq!((reading.content.person.name.as_str(), reading.is_valid_json), ("Ada", false));
    assert_eq!(
        reading.diagnostics[0].to_string(),
        "2:12: the file ends in the middle of the profile; was it cut off? If not, close the brackets that are opened \
         in lines 1, 2; this page shows the last readable content"
    );
    assert!(read_or_last("{", None, &files, text::normalize).is_err());
    assert!(read_or_last("{", Some("[]"), &files, text::normalize).is_err());
    let other = last.replace("Ada", "Bob");
    assert_eq!(read_or_last(&other, Some(&last), &files, text::normalize).unwrap().content.person.name, "Bob");
}

#[test]
fn names_of_other_formats_are_translated() {
    let one = |fields: &str, expected: &str| refuses(&publication(fields), &[expected]);
    one(
        r#"‸"journal": "Nature""#,
        "publications[0].journal: found the unknown field \"journal\"; write \"venue\" with the name or with a key of \"venues\"",
    );
    one(
        r#"‸"year": "2024""#,
        "publications[0].year: found the unknown field \"year\"; write \"date\": \"YYYY\", \"YYYY-MM\" or \
         \"YYYY-MM-DD\"",
    );
    one(
        r#"‸"issuenumber": "2""#,
        "publications[0].issuenumber: found the unknown field \"issuenumber\"; write \"issue\"",
    );
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
                 thesis, book, chapter, report, software, dataset, patent, other; write \"{word}\" for it"
            )],
        );
    }
}

#[test]
fn a_text_in_place_of_a_list_gets_a_suggestion() {
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
fn escapes_that_are_control_characters_in_json_are_reported() {
    refuses(
        &publication(r#""abstract": ‸"a \nabla""#).replace("‸\"a ", "\"a ‸"),
        &["publications[0].abstract: found \\nabla, where JSON reads \\n as a line break; double the backslash: \
             \\\\nabla"],
    );
    let reading = read(&publication(r#""links": [{ "kind": "paper", "url": "files\new.pdf" }]"#)).unwrap();
    assert_eq!(
        reading.diagnostics[0].message,
        "found \\new in a URL, where JSON reads \\n as a line break; replace the backslash with a slash: /new"
    );
}

#[test]
fn missing_unknown_and_duplicate_fields_are_refused() {
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
        &["publications[0].xyzzy: found the unknown field \"xyzzy\"; expected one of id, key, title, type, authors, \
           editors, translators, venue, date, status, topics, links, image, video, awards, abstract, tldr, note, versions, relations, \
           selected, url, doi, arxiv, volume, issue, number, pages, series, edition, publisher, place, isbn, issn, \
           version, degree, language, bibtex"],
    );
    refuses(&publication(r#"‸"title": "B""#), &["publications[0].title: duplicate field \"title\"; remove one"]);
    refuses(&with_publications("‸{}"), &["publications[0]: the field \"title\" is missing"]);
    refuses(
        &with_publications(r#"‸‸‸‸{ "title": "A" }"#),
        &[
            "publications[0]: the field \"id\" is missing; expected a cite key: ASCII letters, digits, \"-\" and \"_\"",
            "warning: publications[0]: the field \"date\" is missing, so the publication is listed as undated; expected \
             YYYY, YYYY-MM or YYYY-MM-DD; or write \"status\": \"in press\"",
            "publications[0]: the field \"type\" is missing; expected conference, workshop, journal, preprint, …",
            "publications[0]: the field \"authors\" is missing; expected a list of names",
        ],
    );
}

#[test]
fn values_of_the_wrong_type_are_refused() {
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
            "x: found the unknown field \"x\"; expected one of $schema, schemaVersion, site, person, people, venues, topics, publications, pages",
        ],
    );
}

#[test]
fn forbidden_and_broken_urls_are_refused() {
    let link = |url: &str| publication(&format!(r#""links": [{{ "kind": "paper", "url": ‸"{url}" }}]"#));
    refuses(
        &link("javascript:alert(1)"),
        &["publications[0].links[0].url: scheme \"javascript\" is not allowed; \
           write http, https, mailto, a path of this site or #fragment"],
    );
    refuses(
        &link("files/gone.pdf"),
        &["publications[0].links[0].url: found \"files/gone.pdf\", but there is no file files/gone.pdf and no \
           page with that URL"],
    );
    refuses(
        &publication(r#""note": ‸‸"See [this](java&#115;cript:alert(1)) and [that](/nowhere/).""#),
        &[
            "publications[0].note: scheme \"javascript\" is not allowed; write http, https, mailto, a path of this \
             site or #fragment",
            "publications[0].note: found \"/nowhere/\", but there is no file nowhere/ and no page with that URL",
        ],
    );
}

#[test]
fn dangling_references_are_refused() {
    let one = |fields: &str, expected: &str| refuses(&publication(fields), &[expected]);
    one(
        r#""venue": ‸"sigcom""#,
        "publications[0].venue: found \"sigcom\", which is not a key of \"venues\"; did you mean \"sigcomm\"?",
    );
    one(
        r#""topics": ["video", ‸"x"]"#,
        "publications[0].topics[1]: found \"x\", which is not a key of \"topics\"; declare it under \"topics\"",
    );
    one(
        r#""versions": [{ "venue": ‸"SIGCOMM!" }]"#,
        "publications[0].versions[0].venue: found \"SIGCOMM!\", which is not a key of \"venues\"; did you mean \
         \"sigcomm\"?",
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
fn duplicate_names_are_refused() {
    let two = |first: &str, second: &str| {
        with_publications(&format!(
            "{{ {first}, \"type\": \"book\", \"authors\": [\"Ada\"], \"date\": \"2024\" }},\n\
             {{ {second}, \"type\": \"book\", \"authors\": [\"Ada\"], \"date\": \"2024\" }}"
        ))
    };
    refuses(
        &two(r#""id": "Ada1", "title": "A""#, r#""id": ‸"ada1", "title": "B""#),
        &["publications[1].id: \"ada1\" is already used (upper and lower case count as the same); choose another one"],
    );
    refuses(
        &two(r#""id": "a", "title": "Élan""#, r#""id": "b", "title": ‸"elan""#),
        &["warning: publications[1].title: same title as publication \"a\"; remove one if it is a duplicate"],
    );
    refuses(
        &two(r#""id": ‸"page", "title": "A""#, r#""id": ‸"b c", "title": "B""#),
        &[
            "publications[0].id: \"page\" is reserved; choose another one",
            "publications[1].id: found \"b c\"; expected ASCII letters, digits, \"-\" and \"_\"",
        ],
    );
    refuses(
        r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" }, { "slug": "cv", "title": "CV" }, { "slug": ‸"cv", "title": "Vita" }, { "slug": ‸"A b", "title": "AB" }] }"#,
        &[
            "pages[2].slug: \"cv\" is already used (upper and lower case count as the same); choose another one",
            "pages[3].slug: found \"A b\"; expected lower-case ASCII letters, digits and \"-\", or \"projects/terns\" for a page below another one",
        ],
    );
}

#[test]
fn the_remaining_rules_are_checked() {
    let one = |fields: &str, expected: &str| refuses(&publication(fields), &[expected]);
    one(
        r#""doi": ‸"https://doi.org/10.1/2""#,
        "publications[0].doi: found \"https://doi.org/10.1/2\"; expected a DOI, not a URL: \"10.1145/3651890.3672274\"",
    );
    one(
        r#""arxiv": ‸"231.07240""#,
        "publications[0].arxiv: found \"231.07240\"; expected an arXiv identifier: \"2310.07240\"",
    );
    refuses(
        &publication("").replace("[\"Ada\"]", "[{ \"name\": \"Ada\", \"equal\": ‸1 }, \"Bob\", ‸\"Bob\"]"),
        &[
            "publications[0].authors[0].equal: Ada is the only author in group 1 of \"equal\"; expected two or more",
            "warning: publications[0].authors[2]: the author \"Bob\" is listed twice; remove one, unless two authors \
             have this name",
        ],
    );
    refuses(
        r#"{ "person": { "name": ‸" ", "email": ‸"ada", "ids": { "orcid": ‸"0000-0002-1825-0098" } },
             "site": { "url": ‸"ada.example", "updated": ‸"soon", "redirects": { "/cv/": ‸‸"/", "old": ‸‸"/x/" } },
             "pages": [{ "slug": ‸"cv", "title": ‸"", "sections": [‸{}] }] }"#,
        &[
            "person.name: found nothing; expected the name as printed on papers",
            "person.email: found \"ada\"; expected an e-mail address, such as \"ada@lab.example\"",
            "person.ids.orcid: found \"0000-0002-1825-0098\"; expected an ORCID iD with a valid check digit: \
             \"0000-0002-1825-0097\"",
            "site.url: found \"ada.example\"; expected the site's URL: https://…, without ? and #; write \
             \"https://ada.example\"",
            "site.updated: found \"soon\"; expected a date: a date is written YYYY, YYYY-MM or YYYY-MM-DD",
            "site.redirects[\"/cv/\"]: the old URL \"/cv/\" is a page of this site; remove the redirect",
            "site.redirects[\"/cv/\"]: found \"/\"; expected the path of a page of this site, such as \"/\"",
            "site.redirects.old: found the old URL \"old\"; expected a path: \"/old/\"",
            "site.redirects.old: found \"/x/\"; expected the path of a page of this site, such as \"/\"",
            "pages[0].slug: found the slug \"cv\"; expected \"\" for the first page, which is the home page",
            "pages[0].title: found nothing; expected text",
            "pages[0].sections[0]: the section is empty; expected text, entries, from or publications",
        ],
    );
}

#[test]
fn every_diagnostic_is_found_in_one_run_and_the_rest_is_shown() {
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
    let diagnostics: Vec<String> = reading.diagnostics.iter().map(|diagnostic| diagnostic.path.clone()).collect();
    assert_eq!(
        diagnostics,
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
fn the_lenient_parser_repairs_names_and_sorts_by_year() {
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
fn files_of_an_old_site_are_listed_once_without_errors() {
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
    let context = CheckContext {
        files: &files(),
        markdown: &MarkdownFiles::default(),
        carries: &carries,
        normalize: text::normalize,
    };
    assert_eq!(check(profile, &context).len(), 0);
    let named: BTreeSet<String> = named.into_inner().into_iter().collect();
    assert_eq!(Vec::from_iter(named), ["files/my cv.pdf", "files/slides.pdf", "me.jpg"]);
}

#[test]
fn languages_must_be_tags() {
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

/// No id, slug or old URL can be a path outside the site.
#[test]
fn an_accent_color_must_be_readable() {
    let profile = |site: &str| {
        format!(
            r#"{{ "site": {{ {site} }}, "person": {{ "name": "Ada" }}, "pages": [{{ "slug": "", "title": "Home" }}] }}"#
        )
    };
    for accent in ["#0b4a6b", "#7a1f22", "#06c"] {
        refuses(&profile(&format!(r#""accent": "{accent}""#)), &[]);
    }
    refuses(
        &profile(r##""look": "plain", "accent": ‸"#e91e63""##),
        &[
            "warning: site.accent: found \"#e91e63\", whose contrast with the page is 3.7 to 1; expected at least 4.5 to 1 \
           (WCAG 2.2, 1.4.3), so that links can be read: write a darker color, such as \"#970f3d\"",
        ],
    );
    refuses(&profile(r#""accent": ‸"red""#), &[r##"site.accent: found "red"; expected a color such as "#0b4a6b""##]);
    refuses(
        &profile(r#""look": ‸"dark""#),
        &["site.look: found \"dark\"; expected one of plain, book, compact, night"],
    );
}

#[test]
fn paths_out_of_the_site_are_refused() {
    for way_out in ["..", ".", "../x", "/x", "x\\\\y", "%2e%2e", "..%2fx"] {
        let found = way_out.replace("\\\\", "\\");
        let expected =
            format!("publications[0].id: found \"{found}\"; expected ASCII letters, digits, \"-\" and \"_\"");
        let text =
            format!(r#"{{ "id": ‸"{way_out}", "title": "A", "type": "journal", "authors": ["Ada"], "date": "2024" }}"#);
        refuses(&with_publications(&text), &[&expected]);
        let expected = format!(
            "pages[1].slug: found \"{found}\"; expected lower-case ASCII letters, digits and \"-\", or \"projects/terns\" for a page below another one"
        );
        let text = format!(
            r#"{{ "person": {{ "name": "Ada" }}, "pages": [{{ "slug": "", "title": "Home" }}, {{ "slug": ‸"{way_out}", "title": "X" }}] }}"#
        );
        refuses(&text, &[&expected]);
    }
    for way_out in
        ["/../x/", "/x/../../y/", "/%2e%2e/x/", "/x%2f..%2f..%2fy", "//x/", "/./x", "/c:/x", "/x%5c..%5cy", "x/../"]
    {
        let expected =
            format!("site.redirects[{way_out:?}]: found the old URL {way_out:?}; expected a path: \"/old/\"");
        let text = format!(
            r#"{{ "person": {{ "name": "Ada" }}, "site": {{ "redirects": {{ "{way_out}": ‸"/" }} }}, "pages": [{{ "slug": "", "title": "Home" }}] }}"#
        );
        refuses(&text, &[&expected]);
    }
}

/// Returns a publication with a title and authors, given as JSON.
fn titled(title: &str, authors: &str) -> String {
    publication("").replace("\"title\": \"A\"", &format!("\"title\": {title}")).replace("[\"Ada\"]", authors)
}

#[test]
fn a_profile_with_warnings_is_valid() {
    let text = titled("\"A & B\"", "[\"Lin Wei\", \"Noor Tessel\", \"Lin Wei\"]");
    let context = CheckContext {
        files: &files(),
        markdown: &MarkdownFiles::default(),
        carries: &|_| {},
        normalize: text::normalize,
    };
    let diagnostics = check(&text, &context);
    assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.severity).collect::<Vec<_>>(), [Severity::Warning]);
    assert!(read(&text).unwrap().diagnostics.is_empty());
}

#[test]
fn files_are_found_as_browsers_find_them() {
    let link = |url: &str| publication(&format!(r#""links": [{{ "url": ‸"{url}" }}]"#));
    for url in [
        "files/a%20b.pdf",
        "files/a b.pdf",
        "/files/a%20b.pdf?download=1#page=2",
        "files/%74here.pdf",
        "./files/x/../there.pdf",
        "docs/",
        "/publications.bib",
        "/feed.atom",
        "/publications/a/a.bib",
    ] {
        refuses(&link(url).replace(CARET, ""), &[]);
        refuses(&publication(&format!(r#""note": "[x](<{url}>)""#)), &[]);
    }
    refuses(&publication(r#""note": "![A plot](<images/a b.png>) [x](files/a%20b.pdf)""#), &[]);
    for (url, file, hint) in [
        ("public/files/a%20b.pdf", "public/files/a b.pdf", "write \"files/a%20b.pdf\", without public/"),
        (
            "files/upper.pdf",
            "files/upper.pdf",
            "write \"files/Upper.PDF\", because most hosts distinguish upper and lower case",
        ),
        ("files/a_b.pdf", "files/a_b.pdf", "did you mean \"files/a%20b.pdf\"?"),
        ("files/a%2520b.pdf", "files/a%20b.pdf", "did you mean \"files/a%20b.pdf\"?"),
        ("files/deck.pdf", "files/deck.pdf", "did you mean \"talks/deck.pdf\"?"),
        ("files/theree.pdf", "files/theree.pdf", "did you mean \"files/there.pdf\"?"),
        (
            "files/r\u{e9}sum\u{e9}.pdf",
            "files/r\u{e9}sum\u{e9}.pdf",
            "there is a file files/re\u{301}sume\u{301}.pdf with the same name, but with differently encoded \
             accents (Unicode normalization); rename the file",
        ),
        ("www.lab.org", "www.lab.org", "write \"https://www.lab.org\""),
        ("a@b.uk", "a@b.uk", "write \"mailto:a@b.uk\""),
        (
            "scholar.google.com/citations?user=x",
            "scholar.google.com/citations",
            "write \"https://scholar.google.com/citations?user=x\"",
        ),
        ("http//lab.org", "http/lab.org", "write \"https://lab.org\""),
        ("10.1145/1234.5678", "10.1145/1234.5678", "write \"https://doi.org/10.1145/1234.5678\""),
        ("/publication/a/", "publication/a/", "did you mean \"/publications/a/\"?"),
    ] {
        let target = url.split('?').next().unwrap();
        let expected = format!(
            "publications[0].links[0].url: found \"{target}\", but there is no file {file} and no page with \
             that URL; {hint}"
        );
        refuses(&link(url), &[&expected]);
    }
    refuses(
        &link("folder/"),
        &["warning: publications[0].links[0].url: found \"folder/\", which is a folder without index.html; most \
             hosts show an error page for it; link to a file in it"],
    );
}

#[test]
fn a_link_to_an_old_url_gets_the_new_one() {
    refuses(
        r#"{ "person": { "name": "Ada" }, "site": { "redirects": { "/old/": "/" } },
             "pages": [{ "slug": "", "title": "Home", "sections": [{ "text": ‸"[x](/old/)" }] }] }"#,
        &["pages[0].sections[0].text: found \"/old/\", but there is no file old/ and no page with that URL; \
             it is an old URL (site.redirects); write \"/\""],
    );
}

#[test]
fn markdown_links_with_a_space_are_reported() {
    refuses(
        &publication(r#""note": ‸"[x](files/a b.pdf)", "abstract": ‸"![x](c d.png)""#),
        &[
            "publications[0].note: found \"[x](files/a b.pdf)\", which is not a link, because its URL contains a \
             space; write [x](files/a%20b.pdf) or [x](<files/a b.pdf>)",
            "warning: publications[0].abstract: found \"![x](c d.png)\", which is not an image, because its URL \
             contains a space; write ![x](c%20d.png) or ![x](<c d.png>)",
        ],
    );
    refuses(&publication(r#""note": "[sic](p. 5) and [Doe 2020](cf. p. 3) in [0, 1](see Eq. 3)""#), &[]);
}

#[test]
fn an_encoded_slash_is_not_a_separator() {
    for (url, right) in [
        ("files%2Fa%20b.pdf", "files/a%20b.pdf"),
        ("files%5cthere.pdf", "files/there.pdf"),
        ("files/there%00.pdf", "files/there.pdf"),
    ] {
        refuses(
            &publication(&format!(r#""links": [{{ "url": ‸"{url}" }}]"#)),
            &[&format!(
                "publications[0].links[0].url: found \"{url}\", which does not name a file, because it contains an \
                 encoded slash or %00; write \"{right}\""
            )],
        );
    }
    for url in ["/", ".", "?q=a%2Fb", "a/.."] {
        refuses(&publication(&format!(r#""links": [{{ "url": "{url}" }}]"#)), &[]);
    }
}

#[test]
fn a_page_may_have_the_name_of_a_folder() {
    let slug = |slug: &str| {
        format!(
            r#"{{ "person": {{ "name": "Ada" }}, "pages": [{{ "slug": "", "title": "Home" }}, {{ "slug": ‸"{slug}", "title": "X" }}] }}"#
        )
    };
    refuses(&slug("folder").replace(CARET, ""), &[]);
    refuses(
        &slug("docs"),
        &["pages[1].slug: the file docs/index.html exists; a page cannot have the same URL; rename \
                              the file or choose another slug"],
    );
}

#[test]
fn names_that_are_too_long_for_file_systems_are_refused() {
    let (right, wrong) = ("a".repeat(200), "a".repeat(201));
    let id = |id: &str| publication("").replace("\"id\": \"a\"", &format!("\"id\": ‸\"{id}\""));
    let slug = |slug: &str| {
        format!(
            r#"{{ "person": {{ "name": "Ada" }}, "pages": [{{ "slug": "", "title": "Home" }}, {{ "slug": ‸"{slug}", "title": "X" }}] }}"#
        )
    };
    refuses(&id(&right).replace(CARET, ""), &[]);
    refuses(&slug(&right).replace(CARET, ""), &[]);
    let expected = "found 201 characters; expected at most 200: shorten it";
    refuses(&id(&wrong), &[&format!("publications[0].id: {expected}")]);
    refuses(&slug(&wrong), &[&format!("pages[1].slug: {expected}")]);
    assert_eq!(read(&id(&wrong).replace(CARET, "")).unwrap().content.publications[0].id, right);
}

#[test]
fn old_urls_get_their_own_pages() {
    let redirect = |from: &str, to: &str| {
        format!(
            r#"{{ "person": {{ "name": "Ada" }}, "site": {{ "redirects": {{ "{from}": ‸"{to}" }} }},
                 "pages": [{{ "slug": "", "title": "Home" }}, {{ "slug": "teaching", "title": "Teaching" }}] }}"#
        )
    };
    for from in ["/about/", "/about.html", "/v1.2/", "/.well-known/x/", "/files/"] {
        refuses(&redirect(from, "/").replace(CARET, ""), &[]);
    }
    for (from, message) in [
        ("/sw.js", "found the old URL \"/sw.js\"; the build itself writes sw.js; remove the redirect"),
        (
            "/files/there.pdf",
            "found the old URL \"/files/there.pdf\"; the file files/there.pdf has this URL; remove the redirect or the \
             file",
        ),
        (
            "/_headers",
            "found the old URL \"/_headers\"; expected no segment that begins with \".\" or \"_\", because hosts hide \
             such files: \"_headers\"",
        ),
        (
            "/cv.pdf",
            "found the old URL \"/cv.pdf\"; expected a URL that ends in \"/\", \".html\" or \".htm\", because hosts \
             do not send \".pdf\" files as web pages; write \"/cv.pdf/\" for a folder, or configure the redirect on \
             your host",
        ),
        (
            "/con/",
            "warning: \"con\" is the name of a device, so the site cannot be built or unpacked on Windows; choose another \
             name",
        ),
        (
            "/a./",
            "warning: \"a.\" ends in a dot or a space, so the site cannot be built or unpacked on Windows; choose another \
             name",
        ),
    ] {
        let place = format!("site.redirects[{from:?}]: ");
        let expected = match message.strip_prefix("warning: ") {
            Some(message) => format!("warning: {place}{message}"),
            None => format!("{place}{message}"),
        };
        refuses(&redirect(from, "/"), &[&expected]);
    }
    refuses(
        &redirect("/courses/", "/teachin/"),
        &[
            "site.redirects[\"/courses/\"]: found \"/teachin/\"; expected the path of a page of this site, such as \"/\"; \
           did you mean \"/teaching/\"?",
        ],
    );
}

#[test]
fn names_of_windows_devices_get_a_warning() {
    refuses(
        &publication("").replace("\"id\": \"a\"", "\"id\": ‸\"nul\""),
        &["warning: publications[0].id: \"nul\" is the name of a device, so the site cannot be built or unpacked on \
           Windows; choose another name"],
    );
    refuses(
        r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" }, { "slug": ‸"com1", "title": "X" }] }"#,
        &[
            "warning: pages[1].slug: \"com1\" is the name of a device, so the site cannot be built or unpacked on Windows; \
           choose another name",
        ],
    );
}

#[test]
fn names_in_formats_of_other_programs_get_a_warning() {
    refuses(
        &titled("\"A\"", "[\"Doe, Jane\", ‸\"Max Roe and Eva Bravo\", ‸{ \"name\": \"et al.\" }, \"John Smith, Jr.\"]"),
        &[
            "warning: publications[0].authors[1]: found \"Max Roe and Eva Bravo\"; write each author as a separate \
             text: \"Max Roe\", \"Eva Bravo\"",
            "warning: publications[0].authors[2]: found \"et al.\", which would be shown as the name of a person; \
             list all authors, or write \"et al.\" as the last author",
        ],
    );
    // The same names as references.
    let profile = titled("\"A\"", "[\"Doe, Jane\"]")
        .replace("{ \"name\": \"Ada\" }", "{ \"name\": ‸\"Lovelace, Ada\", \"aliases\": [‸\"Doe, Jane\"] }")
        .replace("\"venues\"", "\"people\": { \"Doe, Jane\": ‸{} }, \"venues\"");
    let form = "found \"Doe, Jane\"; write the given name first, without a comma: \"Jane Doe\"";
    refuses(
        &profile,
        &[
            "warning: person.name: found \"Lovelace, Ada\"; write the given name first, without a comma: \"Ada Lovelace\"",
            &format!("warning: person.aliases[0]: {form}"),
            &format!("warning: people[\"Doe, Jane\"]: {form}"),
        ],
    );
    // Names are compared after Unicode normalization.
    refuses(&titled("\"A\"", "[\"Zoe\u{301} Lind\", \"Max\u{a0}Roe\"]"), &[]);
}

#[test]
fn unusual_pages_get_a_warning() {
    for pages in ["1-15", "1–15", "i–xii, 3–9", "e1234", "043102-1", "1–10 (13 pages)", "pp. 3-9"] {
        refuses(&publication(&format!(r#""pages": "{pages}""#)), &[]);
    }
    for pages in ["12-15 and 17", "1-9;12-15", "24 pp.", "123–"] {
        let expected = format!(
            "warning: publications[0].pages: found \"{pages}\"; expected pages such as \"1-15\", \"1-15, 20-25\", \
             \"e1234\" or \"1-15 (15 pages)\""
        );
        refuses(&publication(&format!(r#""pages": ‸"{pages}""#)), &[&expected]);
    }
}

#[test]
fn names_with_doubtful_parts_are_reported_once() {
    let profile = titled("\"A\"", "[‸\"Max Le Doe\", \"The HALO Collaboration\"]");
    refuses(
        &profile,
        &["warning: publications[0].authors[0]: the family name in \"Max Le Doe\" is unclear; define it under \
             \"people\", for example: \"Max Le Doe\": { \"given\": \"Max\", \"family\": \"Le Doe\" } or { \"given\": \
             \"Max Le\", \"family\": \"Doe\" }"],
    );
    let known = titled("\"A\"", "[\"Max Le Doe\"]").replace(
        "\"venues\"",
        "\"people\": { \"Max Le Doe\": { \"given\": \"Max\", \"family\": \"Le Doe\" } }, \"venues\"",
    );
    refuses(&known, &[]);
    let twice = with_publications(
        r#"{ "id": "a", "title": "A", "type": "book", "authors": [‸"Max Le Doe"], "date": "2024" },
{ "id": "b", "title": "B", "type": "book", "authors": ["Max Le Doe"], "date": "2024" }"#,
    );
    let expected = "warning: publications[0].authors[0]: the family name in \"Max Le Doe\" is unclear; define it \
                    under \"people\", for example: \"Max Le Doe\": { \"given\": \"Max\", \"family\": \"Le Doe\" } or \
                    { \"given\": \"Max Le\", \"family\": \"Doe\" }";
    refuses(&twice, &[expected]);
}

#[test]
fn organizations_are_recognized_by_people_or_by_their_words() {
    for name in [
        "Centers for Disease Control and Prevention",
        "National Academies of Sciences, Engineering, and Medicine",
        "Johnson & Johnson",
        "Springer Nature, Inc.",
    ] {
        let authors = format!("[‸\"{name}\"]");
        let entry = format!("\"{name}\": {{ \"family\": \"{name}\" }}");
        let known = |people: &str| {
            titled("\"A\"", &authors).replace("\"venues\"", &format!("\"people\": {{ {people} }}, \"venues\""))
        };
        refuses(&known(&entry).replace(CARET, ""), &[]);
        let place = "warning: publications[0].authors[0]: ";
        if !name.contains('&') {
            // The exports recognize the group.
            refuses(&titled("\"A\"", &authors).replace(CARET, ""), &[]);
            continue;
        }
        let expected = format!("{place}found \"{name}\"; if it is an organization, write under \"people\": {entry}");
        refuses(&titled("\"A\"", &authors), &[&expected]);
    }
    refuses(
        &titled("\"A\"", "[‸\"Jane Doe and the CMS Collaboration\", ‸\"{The HALO Collaboration}\"]"),
        &[
            "warning: publications[0].authors[0]: found \"Jane Doe and the CMS Collaboration\"; write each author as \
             a separate text: \"Jane Doe\", \"the CMS Collaboration\"",
            "warning: publications[0].authors[1]: found \"{The HALO Collaboration}\", which appears unchanged on the \
             page; write \"The HALO Collaboration\"",
        ],
    );
}

/// Tests every plain-text field.
#[test]
fn markup_in_plain_text_gets_a_warning_in_every_field() {
    let profile = r#"{
        "site": { "description": ‸"<i>x</i>" },
        "person": { "name": "Ada", "knownAs": ‸"<i>x</i>", "headline": ‸"<i>x</i>", "location": ‸"<i>x</i>",
            "image": { "src": "images/small.png", "alt": ‸"<i>x</i>" },
            "affiliations": [{ "name": ‸"<i>x</i>" }],
            "links": [{ "url": "https://a.example/", "label": ‸"<i>x</i>" }] },
        "people": { "Ada": { "given": ‸"<i>x</i>", "family": ‸"<i>x</i>" } },
        "venues": { "v": { "name": ‸"<i>x</i>", "short": ‸"<i>x</i>" } },
        "topics": { "t": { "label": ‸"<i>x</i>", "description": ‸"<i>x</i>" } },
        "publications": [{ "id": "a", "title": ‸"<i>x</i>", "type": "book", "authors": ["Ada", ‸"<i>x</i>"], "date": "2024",
            "volume": ‸"<i>x</i>", "issue": ‸"<i>x</i>", "pages": ‸"<i>x</i>", "publisher": ‸"<i>x</i>",
            "awards": [{ "name": ‸"<i>x</i>" }], "links": [{ "url": "/", "label": ‸"<i>x</i>" }] }],
        "pages": [{ "slug": "", "title": ‸"<i>x</i>", "sections": [{ "title": ‸"<i>x</i>", "entries": [
            ‸"<i>x</i>", { "title": ‸"<i>x</i>", "role": ‸"<i>x</i>", "where": ‸"<i>x</i>", "when": ‸"<i>x</i>",
                "entries": [‸"<i>x</i>"] }] }] }]
    }"#;
    let context = CheckContext {
        files: &files(),
        markdown: &MarkdownFiles::default(),
        carries: &|_| {},
        normalize: text::normalize,
    };
    let found = check(&profile.replace(CARET, ""), &context);
    let expected = profile.matches(CARET).count();
    assert_eq!(found.len(), expected, "{found:#?}");
    for diagnostic in &found {
        let path = &diagnostic.path;
        let is_entry = path.contains("entries") && !["role", "where", "when"].iter().any(|end| path.ends_with(end));
        let remedy = if path == "publications[0].title" || is_entry { "write \"*x*\"" } else { "remove the tags" };
        let expected = format!("found \"<i>\", which appears unchanged on the page; {remedy}");
        assert_eq!(diagnostic.message, *expected, "{diagnostic}");
        assert_eq!(diagnostic.severity, Severity::Warning);
    }
}

#[test]
fn the_links_in_titles_of_entries_are_checked() {
    let with = |entries: &str| {
        format!(
            "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [{{ \"slug\": \"\", \"title\": \"Home\", \
             \"sections\": [{{ \"entries\": [{entries}] }}] }}] }}"
        )
    };
    refuses(
        &with(
            r#""*See* [slides](files/there.pdf), [home](/) and [ab](https://a.example/x--y_{z}?a=b&amp;c)",
               { "title": "A `term`, CO~2~, $O(n)$ and <https://a.example/a--b>" }"#,
        ),
        &[],
    );
    refuses(
        &with(
            r#"‸"[lost](files/lost.pdf)", { "title": ‸"[run](javascript:alert) it" }, ‸"A ![bird](images/small.png)", ‸"\\emph{x}""#,
        ),
        &[
            "pages[0].sections[0].entries[0]: found \"files/lost.pdf\", but there is no file files/lost.pdf and no page with that URL",
            "pages[0].sections[0].entries[1].title: scheme \"javascript\" is not allowed; write http, https, mailto, a path of this site or #fragment",
            "warning: pages[0].sections[0].entries[2]: found \"![bird](images/small.png)\", an image in a title, of which pages show only the text; move the image to \"note\"",
            "warning: pages[0].sections[0].entries[3]: found \"\\emph{x}\", which appears unchanged on the page; write \"*x*\"",
        ],
    );
}

#[test]
fn pages_below_others_are_checked() {
    let with = |pages: &str| {
        format!(
            "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [{{ \"slug\": \"\", \"title\": \"Home\" }}, {{ \"slug\": \
             \"projects\", \"title\": \"Projects\" }}, {pages}] }}"
        )
    };
    refuses(&with(r#"{ "slug": "projects/terns", "title": "A" }, { "slug": "a/b", "title": "B", "menu": true }"#), &[]);
    refuses(
        &with(
            r#"{ "slug": ‸"project/terns", "title": "A" }, { "slug": ‸"projects//x", "title": "B" }, { "slug": ‸"publications/y", "title": "C" }"#,
        ),
        &[
            "warning: pages[2].slug: found \"project/terns\", but there is no page \"project\" that lists it; did you mean \"projects\"?",
            "pages[3].slug: found \"projects//x\"; expected lower-case ASCII letters, digits and \"-\", or \"projects/terns\" for a page below another one",
            "pages[4].slug: found \"publications/y\", below the page of the publications; choose another name, because publications have their pages there",
        ],
    );
}

#[test]
fn feeds_and_named_publications_are_checked() {
    let with = |home: &str, entries: &str| {
        publication("").replace(
            "\"title\": \"Home\" }]",
            &format!("\"title\": \"Home\"{home} }}, {{ \"slug\": \"talks\", \"title\": \"Talks\", {entries} }}]"),
        )
    };
    let talk =
        r#""feed": true, "sections": [{ "entries": [{ "title": "T", "date": "2024", "publications": ["a"] }] }]"#;
    refuses(&with("", talk), &[]);
    refuses(
        &with(
            r#", "feed": ‸true"#,
            r#""feed": ‸true, "sections": [{ "entries": [{ "title": "T", "publications": ["a", ‸"aa"] }] }]"#,
        ),
        &[
            "pages[0].feed: the home page has the feed of the publications; write the entries in a page of their own, and \"feed\": true there",
            "warning: pages[1].feed: the page has no entry with a date, so it has no feed; write the dates of the entries as \"date\"",
            "pages[1].sections[0].entries[0].publications[1]: found \"aa\", which is not the id of a publication",
        ],
    );
}

#[test]
fn the_page_from_which_a_section_shows_entries_exists() {
    let with = |section: &str| {
        format!(
            "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [{{ \"slug\": \"\", \"title\": \"Home\", \"sections\": \
             [{{ {section} }}] }}, {{ \"slug\": \"news\", \"title\": \"News\", \"sections\": [{{ \"entries\": [\"A\"] }}] }}, \
             {{ \"slug\": \"empty\", \"title\": \"Empty\" }}] }}"
        )
    };
    refuses(&with(r#""from": "news", "newest": 1"#), &[]);
    for (section, message) in [
        (
            r#""from": ‸"nwes""#,
            r#"pages[0].sections[0].from: found "nwes", which is not the slug of a page; did you mean "news"?"#,
        ),
        (
            r#""from": ‸"""#,
            r#"pages[0].sections[0].from: found "", the slug of this page; expected the slug of another page; write the entries as "entries""#,
        ),
        (
            r#""from": ‸"empty""#,
            r#"warning: pages[0].sections[0].from: the page "empty" has no entries and no pages below it; write them in the sections of that page"#,
        ),
        (
            r#""entries": ["A", "B"], "newest": ‸1"#,
            r#"pages[0].sections[0].newest: the section has "newest" but no page from which it shows entries; move its entries to a page of their own, and write the slug of that page as "from""#,
        ),
        (r#""from": "news", "newest": ‸0"#, "pages[0].sections[0].newest: found 0; expected at least 1"),
        (
            r#""entries": ["A"], ‸"latest": 5"#,
            r#"pages[0].sections[0].latest: found the unknown field "latest"; write "newest", with the slug of a page as "from""#,
        ),
    ] {
        refuses(&with(section), &[message]);
    }
}

#[test]
fn markup_of_other_programs_gets_a_warning() {
    for (title, messages) in [
        (r"G{\\'o}mez", vec![r#"found "{\'o}", which appears unchanged on the page; write "ó""#]),
        (
            r"\\emph{sparse} barbs",
            vec!["found \"\\emph{sparse}\", which appears unchanged on the page; write \"*sparse*\""],
        ),
        ("A &amp; B", vec!["found the HTML entity \"&amp;\"; write \"&\""]),
        (
            "[x](https://a.example/)",
            vec![
                "found \"[x](https://a.example/)\", a link or an image in a title, of which pages show only the text; \
                 move it to \"links\"",
            ],
        ),
        (
            "Jane\u{202E}eoD",
            vec!["found a control character for the direction of text (U+202E) after \"Jane\"; remove it"],
        ),
    ] {
        let expected: Vec<String> =
            messages.iter().map(|message| format!("warning: publications[0].title: {message}")).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        refuses(&titled(&format!("‸\"{title}\""), "[\"Ada\"]"), &expected);
    }
}

#[test]
fn line_breaks_and_tabs_in_single_line_texts_are_reported() {
    refuses(
        &titled(r#"‸"On \nu 3""#, r#"[‸"Jane\nDoe", ‸"Max\tRoe"]"#),
        &[
            r#"warning: publications[0].title: found a line break after "On " in a single-line text; replace it with a space; or, if you meant \nu, double the backslash: \\nu"#,
            r#"warning: publications[0].authors[0]: found a line break after "Jane" in a single-line text; replace it with a space; or, if you meant \nDoe, double the backslash: \\nDoe"#,
            r#"warning: publications[0].authors[1]: found a tab after "Max" in a single-line text; replace it with a space; or, if you meant \tRoe, double the backslash: \\tRoe"#,
        ],
    );
    refuses(&titled(r#""On \\nu 3""#, "[\"Ada\"]").replace(r"\\nu", "ν"), &[]);
    refuses(&publication(r#""note": "One\ntwo\tthree""#), &[]);
}

#[test]
fn entities_in_names_do_not_separate_names() {
    refuses(
        &titled("\"A\"", "[‸\"Ren&eacute; Doe\", ‸\"Jane&nbsp;Doe\"]"),
        &[
            "warning: publications[0].authors[0]: found \"&eacute;\", which appears unchanged on the page; write \"é\"",
            "warning: publications[0].authors[1]: found \"&nbsp;\", which appears unchanged on the page; write a space",
        ],
    );
}

#[test]
fn markdown_of_other_programs_gets_a_warning() {
    refuses(
        &publication(
            r#""abstract": ‸"On $x^2$ and $\\foo$.", "tldr": ‸"See [@doe2021].", "note": ‸"km<sup>2</sup>",
               "versions": [{ "note": ‸"![A plot](images/small.png){.left}" }]"#,
        ),
        &[
            "warning: publications[0].abstract: found \"$\\foo$\", a formula that pages show as TeX: unknown command \
             \"\\foo\"; correct it, or write it with other commands",
            "warning: publications[0].tldr: found \"[@doe2021]\", which appears unchanged on the page; write a link \
             to the publication: [title](/publications/id/)",
            "warning: publications[0].note: found \"<sup>\", which is removed, so \"km<sup>2</sup>\" becomes \"km2\"; \
             write Unicode characters (², ₂) or words",
            "warning: publications[0].versions[0].note: found \"{.left}\", which appears unchanged on the page; \
             remove it, because this Markdown supports only sizes of images: ![description](a.png){width=300}",
        ],
    );
}

#[test]
fn images_without_description_and_large_images_get_a_warning() {
    refuses(
        &publication(r#""note": ‸"![](images/small.png)", "abstract": ‸"![A plot](images/large.svg)""#),
        &[
            "warning: publications[0].note: the image \"images/small.png\" has no description; describe it for people \
             who cannot see it: ![description](images/small.png)",
            "warning: publications[0].abstract: the image images/large.svg has 2.8 MB and loads slowly; reduce \
             it to less than 2 MB, for example to a width of 1600 pixels",
        ],
    );
    let person = |image: &str| {
        publication("").replace("{ \"name\": \"Ada\" }", &format!("{{ \"name\": \"Ada\", \"image\": {image} }}"))
    };
    refuses(&person(r#"{ "src": "images/small.png", "alt": "Ada" }"#), &[]);
    refuses(
        &person(r#"{ "src": ‸"/images/large.svg?1", "alt": ‸" " }"#),
        &[
            "warning: person.image.src: the image images/large.svg has 2.8 MB and loads slowly; reduce it to \
             less than 2 MB, for example to a width of 1600 pixels",
            "warning: person.image.alt: found nothing; describe the picture for people who cannot see it",
        ],
    );
}

#[test]
fn images_that_browsers_do_not_show_are_refused() {
    refuses(
        &publication(
            r#""image": { "src": ‸"files/there.pdf", "alt": "A" }, "note": ‸"![A](https://a.example/b.MOV){width=9 height=9}""#,
        ),
        &[
            "publications[0].image.src: found \"files/there.pdf\", which is not an image that browsers show; export the \
             figure as PNG or SVG",
            "publications[0].note: found \"https://a.example/b.MOV\", which is not an image that browsers show; convert \
             it to MP4 or WebM, and put it into the site folder",
        ],
    );
    refuses(
        &publication(r#""video": ‸{ "src": "https://a.example/b.mp4", "alt": "A" }"#)
            .replace("‸{ \"src\": ", "{ \"src\": ‸"),
        &[
            "publications[0].video.src: scheme \"https\" is not allowed; write the path of an MP4 or WebM file of this site",
        ],
    );
}

#[test]
fn captions_that_are_tooltips_and_images_without_a_size_get_a_warning() {
    let note = |text: &str| publication(&format!("\"note\": ‸{}", serde_json::json!(text)));
    refuses(&note("![A](images/small.png \"By Ada\")").replace('‸', ""), &[]);
    refuses(
        &note("See ![A](images/small.png \"By Ada\")"),
        &[
            "warning: publications[0].note: found the caption \"By Ada\", which is only a tooltip; put the image into a \
           paragraph of its own to show the caption",
        ],
    );
    refuses(
        &note("![A](https://a.example/a.png){width=300}"),
        &[
            "warning: publications[0].note: the size of the image \"https://a.example/a.png\" of another site is unknown, \
           so the text below it moves when it arrives; copy it into the site folder, or write its size in pixels after \
           it: {width=300 height=200}",
        ],
    );
}

#[test]
fn email_addresses_and_ids_must_be_plain() {
    let person =
        |fields: &str| publication("").replace("{ \"name\": \"Ada\" }", &format!("{{ \"name\": \"Ada\", {fields} }}"));
    refuses(&person(r#""email": "ada@lab.example""#), &[]);
    for email in ["mailto:ada@lab.example", "ada@lab.example?subject=x", "ada @ lab.example", "Ada <ada@lab.example>"] {
        refuses(
            &person(&format!(r#""email": ‸"{email}""#)),
            &[&format!("warning: person.email: found \"{email}\"; write only the e-mail address: \"ada@lab.example\"")],
        );
    }
    refuses(
        &person(
            r#""ids": { "orcid": ‸"https://orcid.org/0000-0002-1825-0097", "dblp": ‸"https://dblp.org/pid/65/9612.html",
                "googleScholar": ‸"https://scholar.google.com/citations?user=JicYPdAAAAAJ&hl=en",
                "semanticScholar": ‸"https://www.semanticscholar.org/author/Ada/1741101",
                "openreview": ‸"https://openreview.net/profile?id=~Ada1" }"#,
        ),
        &[
            "person.ids.orcid: found \"https://orcid.org/0000-0002-1825-0097\"; expected an ORCID iD with hyphens, \
             not a URL: write \"0000-0002-1825-0097\"",
            "warning: person.ids.dblp: found \"https://dblp.org/pid/65/9612.html\"; expected a DBLP person key: write \
             \"65/9612\"",
            "warning: person.ids.googleScholar: found \"https://scholar.google.com/citations?user=JicYPdAAAAAJ&hl=en\"; \
             expected Google Scholar's user id: write \"JicYPdAAAAAJ\"",
            "warning: person.ids.semanticScholar: found \"https://www.semanticscholar.org/author/Ada/1741101\"; expected \
             Semantic Scholar's author number: write \"1741101\"",
            "warning: person.ids.openreview: found \"https://openreview.net/profile?id=~Ada1\"; expected an OpenReview \
             profile id: write \"~Ada1\"",
        ],
    );
    refuses(
        &person(
            r#""ids": { "orcid": "0000-0002-1825-0097", "dblp": "65/9612", "googleScholar": "JicYPdAAAAAJ", "semanticScholar": "1741101", "openreview": "~Ada1" }"#,
        ),
        &[],
    );
    refuses(
        &person(r#""ids": { "dblp": ‸"https://dblp.org/search?q=ada" }"#),
        &["warning: person.ids.dblp: found \"https://dblp.org/search?q=ada\"; expected a DBLP person key: \"65/9612\""],
    );
}

#[test]
fn identifiers_of_papers_are_extracted_from_urls() {
    refuses(
        &publication(r#""doi": ‸"https://doi.org/10.1145/1.2", "arxiv": ‸"https://arxiv.org/abs/2310.07240v2""#),
        &[
            "publications[0].doi: found \"https://doi.org/10.1145/1.2\"; expected a DOI, not a URL: write \
             \"10.1145/1.2\"",
            "publications[0].arxiv: found \"https://arxiv.org/abs/2310.07240v2\"; expected an arXiv identifier: write \
             \"2310.07240v2\"",
        ],
    );
}

#[test]
fn deceptive_urls_get_a_warning() {
    let link = |url: &str| publication(&format!(r#""links": [{{ "url": ‸"{url}" }}]"#));
    refuses(&link("https://m\u{fc}nchen.example/@ada").replace(CARET, ""), &[]);
    refuses(
        &link("https://user@host.example/x"),
        &["warning: publications[0].links[0].url: found \"https://user@host.example/x\", which leads to \
           \"host.example\" and sends the text before \"@\" as a user name; write \"https://host.example/x\""],
    );
    refuses(
        &publication("\"note\": ‸\"[x](https://p\u{430}ypal.example/)\""),
        &["warning: publications[0].note: found the host \"p\u{430}ypal.example\", whose part \"p\u{430}ypal\" \
             mixes letters of several scripts or has letters that look like Latin ones; type the URL again"],
    );
}

#[test]
fn a_url_without_a_scheme_gets_one() {
    for (url, right) in [
        ("www.lab.org:8080/x", "https://www.lab.org:8080/x"),
        ("localhost:8000/", "http://localhost:8000/"),
        ("doi:10.1145/1234.5678", "https://doi.org/10.1145/1234.5678"),
    ] {
        refuses(
            &publication(&format!(r#""links": [{{ "url": ‸"{url}" }}]"#)),
            &[&format!(
                "publications[0].links[0].url: \"{url}\" does not begin with a scheme, such as https:; write {right}"
            )],
        );
        refuses(&publication(&format!(r#""links": [{{ "url": "{right}" }}]"#)), &[]);
    }
}

#[test]
fn the_url_of_the_site_is_not_deceptive() {
    let site = |url: &str| publication("").replacen("{ ", &format!("{{ \"site\": {{ \"url\": ‸\"{url}\" }}, "), 1);
    for url in ["https://ada.example/", "https://m\u{fc}nchen.example/~ada/"] {
        refuses(&site(url).replace(CARET, ""), &[]);
    }
    refuses(
        &site("https://me@ada.example/"),
        &["warning: site.url: found \"https://me@ada.example/\", which leads to \"ada.example\" and sends the text \
             before \"@\" as a user name; write \"https://ada.example/\""],
    );
    refuses(
        &site("https://p\u{430}ypal.example/"),
        &["warning: site.url: found the host \"p\u{430}ypal.example\", whose part \"p\u{430}ypal\" mixes letters of \
             several scripts or has letters that look like Latin ones; type the URL again"],
    );
}

#[test]
fn invalid_email_addresses_are_reported() {
    let person = |email: &str| {
        publication("").replace("{ \"name\": \"Ada\" }", &format!("{{ \"name\": \"Ada\", \"email\": ‸\"{email}\" }}"))
    };
    for email in ["ada@lab.example", "o'neil+x@a-b.example", "m\u{fc}ller@m\u{fc}nchen.example"] {
        refuses(&person(email).replace(CARET, ""), &[]);
    }
    for email in ["a@b..org", "a b@lab.example", "a@b", "@lab.example", "a%b@lab.example"] {
        refuses(
            &person(email),
            &[&format!("person.email: found \"{email}\"; expected an e-mail address, such as \"ada@lab.example\"")],
        );
    }
    for email in ["ada@lab.example.", "ada@lab.example#x", "ada@lab.example%3Fsubject=x"] {
        refuses(
            &person(email),
            &[&format!("warning: person.email: found \"{email}\"; write only the e-mail address: \"ada@lab.example\"")],
        );
    }
    refuses(
        &person("ada\u{202E}@lab.example"),
        &[
            "warning: person.email: found a control character for the direction of text (U+202E) after \"ada\"; remove it",
        ],
    );
}

#[test]
fn quoted_texts_are_shortened() {
    let long = "word".repeat(40);
    let start = &long[..59];
    refuses(
        &publication(&format!(r#""venue": ‸"{long}", "doi": ‸"{long}", "links": [{{ "url": ‸"{long}" }}]"#)),
        &[
            &format!(
                "publications[0].venue: found \"{start}…\", which is not a key of \"venues\"; declare it under \"venues\""
            ),
            &format!("publications[0].doi: found \"{start}…\"; expected a DOI, not a URL: \"10.1145/3651890.3672274\""),
            &format!(
                "publications[0].links[0].url: found \"{start}…\", but there is no file {start}… and no page \
                 with that URL"
            ),
        ],
    );
}

#[test]
fn a_name_in_place_of_a_key_gets_the_key() {
    let profile = |fields: &str| {
        publication(fields).replace(
            "{ \"name\": \"SIGCOMM\" }",
            "{ \"short\": \"SIGCOMM '24\", \"name\": \"Special Interest Group on Data Communication\" }",
        )
    };
    for name in ["Special Interest Group on Data Communication", "SIGCOMM '24"] {
        refuses(
            &profile(&format!(r#""venue": ‸"{name}""#)),
            &[&format!(
                "warning: publications[0].venue: found \"{name}\", the name of the venue \"sigcomm\"; write the key \"sigcomm\""
            )],
        );
    }
    refuses(
        &profile(r#""topics": [‸"VIDEO"]"#),
        &["publications[0].topics[0]: found \"VIDEO\", which is not a key of \"topics\"; write the key \"video\""],
    );
}

/// Two spellings would be two values of a filter.
#[test]
fn near_duplicates_get_a_warning() {
    let two = |first: &str, second: &str| {
        let entry = |id: &str, fields: &str| {
            format!(r#"{{ "id": "{id}", "title": "{id}", "type": "journal", "date": "2024", {fields} }}"#)
        };
        with_publications(&format!("{}, {}", entry("a", first), entry("b", second)))
    };
    refuses(
        &two(r#""authors": ["Ada"], "venue": "Journal of Quillwork""#, r#""authors": ["Ada"], "venue": ‸"J. Quill.""#),
        &[
            "warning: publications[1].venue: found \"J. Quill.\", which is probably the venue \"Journal of Quillwork\"; \
           write the same name in both places, or its key if it is declared under \"venues\"",
        ],
    );
    refuses(
        &two(r#""authors": [‸"M. Olsvik"]"#, r#""authors": ["Maren Kaja Olsvik"]"#),
        &[
            "warning: publications[0].authors[0]: found \"M. Olsvik\", which is probably \"Maren Kaja Olsvik\"; if so, add \
           \"aliases\": [\"M. Olsvik\"] to the entry of this person under \"people\"",
        ],
    );
    refuses(
        &two(r#""authors": ["Zoé Lindström"]"#, r#""authors": [‸"Zoe Lindstrom"]"#),
        &[
            "warning: publications[1].authors[0]: found \"Zoe Lindstrom\", which is probably \"Zoé Lindström\"; if so, add \
           \"aliases\": [\"Zoe Lindstrom\"] to the entry of this person under \"people\"",
        ],
    );
    // Initials of two people.
    let three = r#""authors": ["Maren Olsvik", "Mats Olsvik", "M. Olsvik"]"#;
    refuses(&two(three, r#""authors": ["Ada"]"#), &[]);
}

#[test]
fn doubtful_names_of_authors_get_a_warning() {
    for (author, message) in [
        (
            "Ada Byron, Noor Tessel",
            "found \"Ada Byron, Noor Tessel\", which is read as one person; if these are two people, write \"Ada Byron\", \
             \"Noor Tessel\"; otherwise { \"given\": \"Noor Tessel\", \"family\": \"Ada Byron\" }",
        ),
        (
            "Nguyễn Văn Minh",
            "the family name in \"Nguyễn Văn Minh\" is unclear; if it is \"Nguyễn\", write { \"name\": \"Nguyễn Văn Minh\", \
             \"family\": \"Nguyễn\", \"given\": \"Văn Minh\" }; otherwise define it under \"people\", for example: \
             \"Nguyễn Văn Minh\": { \"given\": \"Nguyễn Văn\", \"family\": \"Minh\" }",
        ),
    ] {
        let message = format!("warning: publications[0].authors[0]: {message}");
        refuses(&titled("\"A\"", &format!("[‸\"{author}\"]")), &[&message]);
    }
    for author in ["García Lorca, Ana María", "van der Berg, Jan Piet", "Byron, Ada Augusta"] {
        refuses(&titled("\"A\"", &format!("[\"{author}\"]")), &[]);
    }
}
