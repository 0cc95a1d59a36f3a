//! Tests of merging.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::{
    check::{CheckContext, Files, check},
    content::{Diagnostic, MarkdownFiles},
    import::{
        Format, ReadFile, Skipped, VenueName, Work,
        edit::{edit, parse},
        merge::{Merged, Options, merge},
    },
    util::text::normalize,
};

const PROFILE: &str = r#"{
  // The owner
  "person": { "name": "Noor Tessel" },
  "publications": [
    {
      "id": "old2019",
      "title": "On Old Quills",
      "type": "journal",
      "authors": ["Noor Tessel"], // alone
      "date": "2019"
    },
  ],
  "pages": [{ "slug": "", "title": "Home" }]
}
"#;

fn checked(text: &str) -> Vec<Diagnostic> {
    let markdown = MarkdownFiles::from_iter([("abs.md".to_owned(), b"My <b>own</b> text.".to_vec())]);
    check(text, &CheckContext { files: &Files::default(), markdown: &markdown, carries: &|_| {}, normalize })
}

/// Returns an entry with a key and fields. `venue` and `keywords` are not fields of the model.
fn work(key: &str, fields: Value) -> Work {
    let mut fields = fields.as_object().unwrap().clone();
    let venue = fields
        .shift_remove("venue")
        .map(|venue| VenueName { name: venue.as_str().unwrap().to_owned(), ..VenueName::default() });
    let topics = fields.shift_remove("keywords").map_or_else(Vec::new, |topics| {
        topics.as_array().unwrap().iter().map(|topic| topic.as_str().unwrap().to_owned()).collect()
    });
    let mut all = json!({ "title": key, "type": "journal", "authors": ["Noor Tessel"], "date": "2020" });
    all.as_object_mut().unwrap().extend(fields);
    let mut fields = all.as_object().unwrap().clone();
    fields.retain(|_, value| !value.is_null());
    Work { line: 1, key: key.to_owned(), fields, venue, topics }
}

fn file(works: &[Work]) -> ReadFile {
    ReadFile { format: Format::Bibtex, works: works.to_vec(), skipped: Vec::new(), warnings: Vec::new() }
}

/// A profile and its record.
#[derive(Clone, Debug, PartialEq)]
struct Site {
    content: String,
    record: Option<String>,
}

impl Site {
    fn new(content: &str) -> Site {
        Site { content: content.to_owned(), record: None }
    }

    /// Imports works, and returns the report.
    fn import(&mut self, works: &[Work]) -> Merged {
        self.import_with(None, works)
    }

    fn import_with(&mut self, me: Option<&str>, works: &[Work]) -> Merged {
        let options = Options { me: me.map(str::to_owned), orcid: None, normalize, check: &checked };
        let files = [("papers.bib".to_owned(), file(works))];
        let merged = merge(&self.content, self.record.as_deref(), &files, &options).unwrap();
        self.content.clone_from(&merged.content);
        self.record = Some(merged.record.clone());
        merged
    }

    fn value(&self) -> Value {
        parse(&self.content).unwrap()
    }

    fn publication(&self, id: &str) -> Value {
        let list = self.value()["publications"].as_array().unwrap().clone();
        list.into_iter().find(|publication| publication["id"] == id).unwrap_or(Value::Null)
    }

    fn ids(&self) -> Vec<String> {
        let value = self.value();
        let list = value["publications"].as_array().unwrap();
        list.iter().map(|publication| publication["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Changes the profile as the scholar does.
    fn edit(&mut self, change: impl FnOnce(&mut Value)) {
        let mut value = self.value();
        change(&mut value);
        self.content = edit(&self.content, &value).unwrap();
    }

    fn edit_publication(&mut self, id: &str, change: impl FnOnce(&mut Map<String, Value>)) {
        self.edit(|value| {
            let list = value["publications"].as_array_mut().unwrap();
            let publication = list.iter_mut().find(|publication| publication["id"] == id).unwrap();
            change(publication.as_object_mut().unwrap());
        });
    }
}

/// Returns the numbers of a report: imported, updated, merged, unchanged, skipped.
fn counts(merged: &Merged) -> [usize; 5] {
    let file = &merged.report.files[0];
    let counts = [file.imported, file.updated, file.merged, file.unchanged, file.skipped.len()];
    assert_eq!(counts.iter().sum::<usize>(), file.entries);
    counts
}

#[track_caller]
fn assert_warns(merged: &Merged, part: &str) {
    let warnings = &merged.report.warnings;
    assert!(warnings.iter().any(|warning| warning.message.contains(part)), "{part}: {warnings:#?}");
}

#[test]
fn the_diff_shows_only_what_was_imported() {
    let mut site = Site::new(PROFILE);
    let merged =
        site.import(&[work("tessel2021", json!({ "title": "New Quills", "date": "2021-05", "doi": "10.5555/a" }))]);
    assert_eq!(counts(&merged), [1, 0, 0, 0, 0]);
    let new = "    {\n      \"id\": \"tessel2021\",\n      \"title\": \"New Quills\",\n      \"type\": \"journal\",\n      \
               \"authors\": [\"Noor Tessel\"],\n      \"date\": \"2021-05\",\n      \"doi\": \"10.5555/a\"\n    },\n";
    assert_eq!(site.content, PROFILE.replace("  \"publications\": [\n", &format!("  \"publications\": [\n{new}")));
}

#[test]
fn a_second_import_changes_nothing() {
    let mut site = Site::new(PROFILE);
    let works = [
        work(
            "a",
            json!({ "keywords": ["Ink", "ink", "Paper"], "venue": "Proceedings of the 3rd Symposium on Quills (SOQ '20)", "type": "conference" }),
        ),
        work("b", json!({ "title": "On Old Quills", "date": "2019", "pages": "1-2" })),
        work("c", json!({ "title": "A", "venue": "Journal of Quills" })),
        work("d:e", json!({ "authors": ["N. Tessel", "Ada Byron"] })),
    ];
    let first = site.import(&works);
    assert_eq!(counts(&first), [2, 0, 2, 0, 0]);
    let before = site.clone();
    let second = site.import(&works);
    assert_eq!(counts(&second), [0, 0, 0, 4, 0]);
    assert_eq!(site, before);
}

#[test]
fn a_changed_entry_updates_only_what_import_has_written() {
    let mut site = Site::new(PROFILE);
    site.import(&[work("a", json!({ "title": "On Quills", "pages": "1-2", "volume": "3", "note": "x" }))]);
    site.edit_publication("a", |fields| {
        fields.insert("volume".to_owned(), json!("4"));
        fields.shift_remove("note");
        fields.insert("selected".to_owned(), json!(true));
    });
    let merged = site.import(&[work("a", json!({ "title": "On Quills", "pages": "1-3", "volume": "5", "note": "y" }))]);
    assert_eq!(counts(&merged), [0, 1, 0, 0, 0]);
    let publication = site.publication("a");
    assert_eq!(publication["pages"], "1-3");
    assert_eq!(publication["volume"], "4");
    assert_eq!(publication["note"], Value::Null);
    assert_eq!(publication["selected"], true);
    assert_warns(&merged, "kept \"4\" of content.json; this entry has \"5\"");
    // The conflict is listed until one of the two values changes.
    let before = site.clone();
    let merged = site.import(&[work("a", json!({ "title": "On Quills", "pages": "1-3", "volume": "5", "note": "y" }))]);
    assert_eq!(counts(&merged), [0, 0, 0, 1, 0]);
    assert_warns(&merged, "kept \"4\"");
    assert_eq!(site, before);
}

#[test]
fn an_edited_value_whose_entry_is_unchanged_is_no_conflict() {
    let mut site = Site::new(PROFILE);
    let works = [work("a", json!({ "pages": "1-2" }))];
    site.import(&works);
    site.edit_publication("a", |fields| drop(fields.insert("pages".to_owned(), json!("1-20"))));
    let before = site.clone();
    let merged = site.import(&works);
    assert_eq!(merged.report.warnings, []);
    assert_eq!(site, before);
}

/// The scholar moves a text to a file and changes it there.
#[test]
fn a_text_in_a_file_is_kept_and_a_new_text_of_the_entry_is_reported_once() {
    let mut site = Site::new(PROFILE);
    let works = |text: &str| [work("a", json!({ "abstract": text, "pages": "1-2" }))];
    site.import(&works("One."));
    site.edit_publication("a", |fields| drop(fields.insert("abstract".to_owned(), json!({ "file": "abs.md" }))));
    let before = site.clone();
    let merged = site.import(&works("One."));
    assert_eq!((merged.report.warnings, &site), (Vec::new(), &before));
    let merged = site.import(&works("Two."));
    assert_warns(&merged, "kept the text in abs.md; this entry has \"Two.\"; if that is right, write it there");
    assert_eq!(merged.report.warnings.len(), 1);
    assert_eq!(site.content, before.content);
    let before = site.clone();
    let merged = site.import(&works("Two."));
    assert_eq!((counts(&merged), merged.report.warnings, &site), ([0, 0, 0, 1, 0], Vec::new(), &before));
    // Other fields are still updated, and the layout of the value stays.
    let merged = site.import(&[work("a", json!({ "abstract": "Two.", "pages": "1-3" }))]);
    assert_eq!((counts(&merged), merged.report.warnings.len()), ([0, 1, 0, 0, 0], 0));
    assert_eq!(site.content, before.content.replace("1-2", "1-3"));
    // A file that the scholar has removed stays removed.
    site.edit_publication("a", |fields| drop(fields.shift_remove("abstract")));
    site.import(&works("Two."));
    assert_eq!(site.publication("a")["abstract"], Value::Null);
}

/// A publication had a text in a file before its first import, and two entries have other texts.
#[test]
fn entries_never_replace_a_text_in_a_file() {
    let own = json!({ "file": "abs.md" });
    let fields = "\"date\": \"2019\", \"abstract\": { \"file\": \"abs.md\" }, \"note\": { \"file\": \"gone.md\" },
      \"versions\": [{ \"note\": { \"file\": \"abs.md\" } }]";
    let mut site = Site::new(&PROFILE.replace("\"date\": \"2019\"", fields));
    let old = |key: &str, text: &str| {
        work(
            key,
            json!({ "title": "On Old Quills", "date": "2019", "abstract": text, "note": text, "doi": "10.5555/a" }),
        )
    };
    let works = [old("a", "One."), old("b", "Two.")];
    let merged = site.import(&works);
    assert_warns(&merged, "kept the text in abs.md; this entry has \"One.\"");
    assert_warns(&merged, "kept the text in gone.md; this entry has \"One.\"");
    let publication = site.publication("old2019");
    assert_eq!((&publication["abstract"], &publication["versions"][0]["note"]), (&own, &own));
    assert_eq!((&publication["note"], &publication["doi"]), (&json!({ "file": "gone.md" }), &json!("10.5555/a")));
    let before = site.clone();
    for _ in 0..2 {
        let merged = site.import(&works);
        assert!(!merged.report.warnings.iter().any(|warning| warning.message.contains("kept")), "{merged:#?}");
        assert_eq!(site, before);
    }
}

#[test]
fn removed_publications_stay_removed() {
    let mut site = Site::new(PROFILE);
    let works = [work("a", json!({})), work("b", json!({ "doi": "10.5555/b" }))];
    site.import(&works);
    site.edit(|value| value["publications"].as_array_mut().unwrap().retain(|one| one["id"] != "b"));
    let before = site.clone();
    let merged = site.import(&works);
    assert_eq!(counts(&merged), [0, 0, 0, 2, 0]);
    assert_warns(&merged, "stays removed");
    assert_eq!(site, before);
    // Another file has the same work under another key.
    let merged = site.import(&[work("other", json!({ "title": "b", "doi": "10.5555/B" }))]);
    assert_eq!(counts(&merged), [0, 0, 0, 1, 0]);
    assert_eq!(site, before);
}

#[test]
fn shorter_given_names_of_the_same_authors_are_no_conflict() {
    let names = |list: &[&str]| json!({ "title": "Quills", "doi": "10.5555/a", "authors": list });
    let full = work("a", names(&["Noor Tessel", "Liv M. Olsvik"]));
    let abbreviated = work("b", names(&["N. Tessel", "Olsvik, L."]));
    let is_conflict = |merged: &Merged| merged.report.to_text().contains("this entry has");
    let mut site = Site::new(PROFILE);
    assert!(!is_conflict(&site.import(&[full.clone(), abbreviated.clone()])));
    // The longer names of another entry may be better, so the scholar decides. Other people are a conflict.
    for (first, second) in [(&abbreviated, &full), (&full, &work("c", names(&["N. Tessel", "R. Olsvik"])))] {
        let mut site = Site::new(PROFILE);
        assert!(is_conflict(&site.import(&[first.clone(), second.clone()])));
    }
}

#[test]
fn an_id_that_the_scholar_has_changed_is_found_again() {
    let mut site = Site::new(PROFILE);
    let works = [work("a", json!({ "title": "A Study of Quills", "doi": "10.5555/a" }))];
    site.import(&works);
    site.edit_publication("a", |fields| drop(fields.insert("id".to_owned(), json!("quills"))));
    let content = site.content.clone();
    assert_eq!(counts(&site.import(&works)), [0, 0, 0, 1, 0]);
    assert_eq!(site.content, content);
}

#[test]
fn the_same_work_in_two_entries_is_merged_and_reported() {
    let mut site = Site::new(PROFILE);
    let merged = site.import(&[
        work("a", json!({ "title": "On Quills", "doi": "10.5555/a", "links": [{ "url": "https://a.example/" }] })),
        work("b", json!({ "title": "On *Quills*", "doi": "10.5555/A", "volume": "2", "links": [{ "url": "https://b.example/" }] })),
        work("c", json!({ "title": "on quills!", "authors": ["Tessel, N."], "date": "2021" })),
    ]);
    assert_eq!(counts(&merged), [1, 0, 2, 0, 0]);
    assert_warns(&merged, "the same DOI");
    assert_warns(&merged, "the same title, year and authors");
    let publication = site.publication("a");
    assert_eq!(publication["volume"], "2");
    assert_eq!(publication["links"], json!([{ "url": "https://a.example/" }, { "url": "https://b.example/" }]));
}

#[test]
fn different_works_with_one_key_stay_apart() {
    let mut site = Site::new(PROFILE);
    let works = [
        work("a", json!({ "title": "Feather Physics", "doi": "10.5555/1" })),
        work("a", json!({ "title": "Ink Chemistry", "doi": "10.5555/2" })),
    ];
    assert_eq!(counts(&site.import(&works)), [2, 0, 0, 0, 0]);
    assert_eq!(site.ids(), ["a", "ab", "old2019"]);
    let before = site.clone();
    assert_eq!(counts(&site.import(&works)), [0, 0, 0, 2, 0]);
    assert_eq!(site, before);
}

#[test]
fn a_preprint_is_related_to_its_article_in_any_order() {
    let preprint = work("p", json!({ "title": "On Quills", "type": "preprint", "arxiv": "2001.00001" }));
    let article = work("q", json!({ "title": "On Quills", "date": "2021", "doi": "10.5555/q" }));
    for works in [[preprint.clone(), article.clone()], [article.clone(), preprint.clone()]] {
        let mut site = Site::new(PROFILE);
        let merged = site.import(&works);
        assert_eq!(counts(&merged), [2, 0, 0, 0, 0]);
        assert_warns(&merged, "related \"p\" to \"q\" as its preprint");
        assert_eq!(site.publication("p")["relations"], json!([{ "kind": "preprint-of", "publication": "q" }]));
        let before = site.clone();
        site.import(&works);
        assert_eq!(site, before);
        // A relation that the scholar removes stays removed.
        site.edit_publication("p", |fields| drop(fields.shift_remove("relations")));
        let before = site.clone();
        site.import(&works);
        assert_eq!(site, before);
    }
}

#[test]
fn an_article_with_the_arxiv_identifier_of_its_preprint_is_one_work() {
    let preprint =
        work("p", json!({ "title": "On Quills", "type": "preprint", "arxiv": "2001.00001", "venue": "arXiv" }));
    let article = work(
        "q",
        json!({ "title": "On Quills", "date": "2021", "arxiv": "2001.00001v2", "venue": "Journal of Quills" }),
    );
    for works in [[preprint.clone(), article.clone()], [article.clone(), preprint.clone()]] {
        let mut site = Site::new(PROFILE);
        assert_eq!(counts(&site.import(&works)), [1, 0, 1, 0, 0]);
        let publication = site.publication(&works[0].key);
        assert_eq!((&publication["type"], &publication["date"]), (&json!("journal"), &json!("2021")));
        assert_eq!(publication["venue"], "Journal of Quills");
        let before = site.clone();
        assert_eq!(counts(&site.import(&works)), [0, 0, 0, 2, 0]);
        assert_eq!(site, before);
    }
}

#[test]
fn an_entry_without_a_type_is_a_published_work() {
    let preprint = work("p", json!({ "title": "On Quills", "type": "preprint", "arxiv": "2001.00001" }));
    let other =
        |key: &str, kind: Value| work(key, json!({ "title": "On Quills", "type": kind, "arxiv": "2001.00001" }));
    let venue = work("r", json!({ "title": "On Quills", "type": null, "venue": "SOQ" }));
    let works = [preprint, other("q", json!("poem")), venue, other("s", Value::Null)];
    let mut site = Site::new(PROFILE);
    assert_warns(&site.import(&works), "it counts as \"other\"");
    let publication = site.publication("p");
    assert_eq!((&publication["type"], &publication["venue"]), (&json!("other"), &json!("SOQ")));
    let before = site.clone();
    assert_eq!(counts(&site.import(&works)), [0, 0, 0, 4, 0]);
    assert_eq!(site, before);
}

#[test]
fn missing_authors_come_from_another_entry() {
    let mut works = [
        work("a", json!({ "title": "On Quills", "authors": null, "doi": "10.5555/a" })),
        work("b", json!({ "title": "On Quills", "authors": ["Ada Byron"], "doi": "10.5555/a" })),
    ];
    for _ in 0..2 {
        let mut site = Site::new(PROFILE);
        site.import(&works[..1]);
        let merged = site.import(&works[1..]);
        assert_eq!(site.publication(&works[0].key)["authors"], json!(["Ada Byron"]));
        assert!(!merged.report.warnings.iter().any(|warning| warning.path.ends_with(".authors")));
        works.reverse();
    }
}

#[test]
fn years_of_a_conference_are_one_venue() {
    let mut site = Site::new(PROFILE);
    let name = "ACM Symposium on Operating Systems Principles";
    let works = [
        work("a", json!({ "type": "conference", "venue": format!("Proceedings of the 29th {name} (SOSP '23)") })),
        work("b", json!({ "type": "conference", "venue": format!("Proceedings of the 28th {name} (SOSP '21)") })),
        work(
            "c",
            json!({ "type": "conference", "venue": "Proceedings of the Symposium on Operating Systems Principles" }),
        ),
        work("d", json!({ "type": "conference", "venue": "SOSP 2019" })),
        work("e", json!({ "venue": "Journal of Quillwork" })),
        work("f", json!({ "venue": "J. Quill." })),
        work("g", json!({ "venue": "Ink Letters" })),
    ];
    let merged = site.import(&works);
    assert_warns(&merged, "\"J. Quill.\" is the venue \"journal-of-quillwork\"");
    let value = site.value();
    assert_eq!(
        value["venues"],
        json!({ "sosp": { "short": "SOSP", "name": name }, "journal-of-quillwork": { "name": "Journal of Quillwork" } })
    );
    let venues: Vec<Value> = works.iter().map(|work| site.publication(&work.key)["venue"].clone()).collect();
    let keys = ["sosp", "sosp", "sosp", "sosp", "journal-of-quillwork", "journal-of-quillwork", "Ink Letters"];
    assert_eq!(venues, keys);
}

#[test]
fn a_renamed_venue_is_not_created_again() {
    let venue = |year: &str| format!("Proceedings of the {year} Symposium on Quills (SOQ)");
    let mut site = Site::new(PROFILE);
    site.import(&[work("a", json!({ "type": "conference", "venue": venue("1st") }))]);
    site.edit(|value| {
        value["venues"] = json!({ "quills": { "short": "QQ", "name": "The Quill Meeting" } });
    });
    site.edit_publication("a", |fields| drop(fields.insert("venue".to_owned(), json!("quills"))));
    let works = [
        work("a", json!({ "type": "conference", "venue": venue("1st") })),
        work("b", json!({ "type": "conference", "venue": venue("1st") })),
        work("c", json!({ "type": "conference", "venue": venue("2nd") })),
    ];
    let content = site.content.clone();
    site.import(&works[..1]);
    assert_eq!(site.content, content);
    site.import(&works);
    assert_eq!(site.value()["venues"].as_object().unwrap().len(), 1);
    assert_eq!(site.publication("b")["venue"], "quills");
    assert_eq!(site.publication("c")["venue"], "quills");
}

#[test]
fn a_name_becomes_the_key_when_a_second_spelling_declares_the_venue() {
    let one = work("a", json!({ "venue": "J. Quill." }));
    let other = work("b", json!({ "venue": "Journal of Quillwork" }));
    let mut site = Site::new(PROFILE);
    site.import(std::slice::from_ref(&one));
    assert_eq!(site.publication("a")["venue"], "J. Quill.");
    site.import(&[other]);
    assert_eq!(site.publication("a")["venue"], "journal-of-quillwork");
    let before = site.clone();
    site.import(&[one]);
    assert_eq!(site, before);
}

#[test]
fn names_that_turn_out_to_be_one_venue_are_joined() {
    let works = [
        work("a", json!({ "type": "conference", "venue": "SOQ" })),
        work("b", json!({ "type": "conference", "venue": "Symposium on Quills" })),
        work("c", json!({ "type": "conference", "venue": "Proceedings of the 2nd Symposium on Quills (SOQ '20)" })),
        work("d", json!({ "venue": "J. Quill. Res." })),
        work("e", json!({ "venue": "J. Quillw. Res." })),
        work("f", json!({ "venue": "Journal of Quillwork Research" })),
    ];
    let mut sites = vec![Site::new(PROFILE), Site::new(PROFILE), Site::new(PROFILE)];
    sites[0].import(&works);
    works.chunks(1).for_each(|part| drop(sites[1].import(part)));
    works.rchunks(2).for_each(|part| drop(sites[2].import(part)));
    for site in sites {
        assert_eq!(site.value()["venues"]["soq"], json!({ "short": "SOQ", "name": "Symposium on Quills" }));
        assert_eq!(site.value()["venues"].as_object().unwrap().len(), 2);
        let keys: Vec<Value> = works.iter().map(|work| site.publication(&work.key)["venue"].clone()).collect();
        let journal = "journal-of-quillwork-research";
        assert_eq!(keys, ["soq", "soq", "soq", journal, journal, journal]);
    }
}

#[test]
fn keywords_become_topics_up_to_a_limit() {
    let mut site = Site::new(PROFILE);
    let many: Vec<String> = (0..40).map(|number| format!("Topic {number}")).collect();
    let works = [
        work("a", json!({ "keywords": many })),
        work("b", json!({ "keywords": ["topic 3", "Topic 4"] })),
        work("c", json!({ "keywords": ["Topic 4"] })),
    ];
    let merged = site.import(&works);
    assert_eq!(site.value()["topics"], json!({ "topic-4": { "label": "Topic 4" }, "topic-3": { "label": "Topic 3" } }));
    assert_eq!(site.publication("a")["topics"], json!(["topic-3", "topic-4"]));
    assert_warns(&merged, "\"Topic 39\"");
    // The scholar renames one and removes the other.
    site.edit(|value| value["topics"] = json!({ "ink": { "label": "Ink" } }));
    for (id, topics) in [("a", json!(["ink"])), ("b", json!(["ink"])), ("c", json!(["ink"]))] {
        site.edit_publication(id, |fields| drop(fields.insert("topics".to_owned(), topics)));
    }
    let content = site.content.clone();
    site.import(&works);
    assert_eq!(site.content, content);
    site.import(&[work("d", json!({ "keywords": ["Topic 4", "Topic 3"] }))]);
    assert_eq!(site.publication("d")["topics"], json!(["ink"]));
}

#[test]
fn a_new_profile_has_the_owner_and_two_pages() {
    let mut site = Site::new("");
    let merged = site.import(&[
        work("a", json!({ "authors": ["Noor Tessel", "Ada Byron"] })),
        work("b", json!({ "authors": ["N. Tessel"] })),
    ]);
    let person = site.value()["person"].clone();
    assert_eq!((&person["name"], &person["aliases"]), (&json!("Noor Tessel"), &json!(["N. Tessel"])));
    assert_warns(&merged, "author of most publications");
    assert_eq!(checked(&site.content), []);
    let mut site = Site::new("{}");
    let merged = site.import(&[work("a", json!({ "authors": ["Noor Tessel", "Ada Byron"] }))]);
    assert_eq!(site.value()["person"]["name"], "TODO: your name as printed on papers");
    assert_warns(&merged, "--me NAME");
    site.import_with(Some("Ada Byron"), &[]);
    assert_eq!(site.value()["person"]["name"], "Ada Byron");
}

#[test]
fn an_alias_that_the_scholar_removes_is_not_added_again() {
    let mut site = Site::new(PROFILE);
    let works = [work("a", json!({ "authors": ["N. Tessel"] }))];
    let merged = site.import(&works);
    assert_eq!(site.value()["person"]["aliases"], json!(["N. Tessel"]));
    assert_warns(&merged, "another spelling of your name");
    site.edit(|value| drop(value["person"].as_object_mut().unwrap().shift_remove("aliases")));
    let before = site.clone();
    site.import(&works);
    assert_eq!(site, before);
}

#[test]
fn values_that_the_check_refuses_are_left_out_and_reported() {
    let mut site = Site::new(PROFILE);
    let works = [
        work(
            "a",
            json!({
                "doi": "no doi", "language": "?", "selected": "yes", "type": "poem", "authors": ["Ada Byron", ""],
                "links": [{ "url": "missing.pdf" }, { "url": "https://a.example/" }, { "kind": "sculpture", "url": "https://b.example/" }],
                "awards": ["Prize"], "unknown": 1
            }),
        ),
        work("b", json!({ "title": " " })),
        work("c", json!({ "title": "C", "authors": null, "type": null })),
    ];
    let merged = site.import(&works);
    assert_eq!(counts(&merged), [2, 0, 0, 0, 1]);
    assert_eq!(merged.report.files[0].skipped[0].reason, "the entry has no title; add one");
    assert!(!checked(&site.content).iter().any(Diagnostic::is_error), "{}", site.content);
    let publication = site.publication("a");
    assert_eq!(publication["links"], json!([{ "url": "https://a.example/" }, { "url": "https://b.example/" }]));
    assert_eq!((&publication["type"], &publication["authors"]), (&json!("other"), &json!(["Ada Byron"])));
    for value in ["no doi", "missing.pdf", "poem", "Prize", "sculpture"] {
        assert_warns(&merged, &format!("left out \"{value}\""));
    }
    let before = site.clone();
    site.import(&works);
    assert_eq!(site, before);
}

#[test]
fn an_update_that_the_check_refuses_is_taken_back() {
    let mut site = Site::new(PROFILE);
    site.import(&[work("a", json!({ "doi": "10.5555/a" }))]);
    let before = site.clone();
    let merged = site.import(&[work("a", json!({ "doi": "not a DOI" }))]);
    assert_eq!(counts(&merged), [0, 0, 0, 1, 0]);
    assert_eq!(site, before);
    // The alias of the owner must remain the name of an author.
    let mut site = Site::new(PROFILE);
    site.import(&[work("a", json!({ "authors": ["N. Tessel"] }))]);
    site.import(&[work("a", json!({ "authors": ["Noor Tessel"] }))]);
    assert!(!checked(&site.content).iter().any(Diagnostic::is_error), "{}", site.content);
}

#[test]
fn a_profile_that_is_not_valid_is_not_changed() {
    let options = Options { me: None, orcid: None, normalize, check: &checked };
    let merge = |content: &str, record| merge(content, record, &[], &options).map_err(|error| error.to_string());
    let error = merge("{ \"person\": { \"name\": \"Ada\" } \"pages\": [] }", None).unwrap_err();
    assert!(error.starts_with("content.json:1:30: a comma is missing after }"), "{error}");
    let error = merge("{ \"pages\": [], \"publications\": {} }", None).unwrap_err();
    assert!(error.contains("\"publications\" is not a list"), "{error}");
    let error = merge(PROFILE, Some("[]")).unwrap_err();
    assert!(error.starts_with("import-record.json: the file is not an object; restore the file"), "{error}");
}

#[test]
fn the_report_accounts_for_every_entry() {
    let mut files = vec![("a.bib".to_owned(), file(&[work("a", json!({})), work("b", json!({ "title": "A" }))]))];
    files[0].1.skipped.push(Skipped {
        line: 9,
        key: "x".into(),
        reason: "found no closing brace".into(),
        is_expected: false,
    });
    let options = Options { me: None, orcid: None, normalize, check: &checked };
    let merged = merge(PROFILE, None, &files, &options).unwrap();
    let json = merged.report.to_json();
    assert_eq!(
        json["files"],
        json!([{ "file": "a.bib", "format": "BibTeX", "entries": 3, "imported": 1, "updated": 0, "merged": 1, "unchanged": 0,
                 "skipped": [{ "line": 9, "key": "x", "reason": "found no closing brace" }] }])
    );
    let warning = &json["warnings"][0];
    assert_eq!((&warning["file"], &warning["line"], &warning["path"]), (&json!("a.bib"), &json!(1), &json!("b")));
    let text = merged.report.to_text();
    assert!(text.starts_with("a.bib (BibTeX): 3 entries\n      1 imported: new publications\n"), "{text}");
    assert!(text.contains("import it again):\n  a.bib:9: x: found no closing brace\n"), "{text}");
}

/// A strategy for entries from a small library, so that many are alike.
fn works() -> impl Strategy<Value = Vec<Work>> {
    let text = |values: &'static [&'static str]| prop::sample::select(values);
    let entry = (
        text(&["", "a", "b:1", "Page", "tessel2020", "x y"]),
        text(&["On Quills", "on quills!", "Ink", "A Study of *Ink*", "羽根", "", "$x$"]),
        text(&["journal", "conference", "preprint", "thesis", "poem"]),
        text(&["2019", "2020", "2020-05", "2031", "soon"]),
        prop::collection::vec(
            text(&["Noor Tessel", "N. Tessel", "Tessel, Noor", "Ada Byron", "The Quill Team", "et al."]),
            0..3,
        ),
        text(&["", "10.5555/a", "10.5555/B", "none"]),
        text(&["", "2001.00001", "2001.00001v2"]),
        text(&[
            "",
            "SOQ",
            "soq",
            "Journal of Quills",
            "J. Quills",
            "Proceedings of the 2nd Symposium on Quills (SOQ '20)",
            "arXiv",
        ]),
        prop::collection::vec(text(&["Ink", "ink", "Paper & Pen", "羽"]), 0..3),
        text(&["", "files/a.pdf", "https://a.example/", "javascript:x"]),
    );
    let work = entry.prop_map(|(key, title, kind, date, authors, doi, arxiv, venue, topics, link)| {
        let mut fields =
            json!({ "title": title, "type": kind, "authors": authors, "date": date, "doi": doi, "arxiv": arxiv });
        if !link.is_empty() {
            fields["links"] = json!([{ "kind": "paper", "url": link }]);
        }
        Work {
            line: 1,
            key: key.to_owned(),
            fields: fields.as_object().unwrap().clone(),
            venue: Some(VenueName { name: venue.to_owned(), ..VenueName::default() }),
            topics: topics.into_iter().map(str::to_owned).collect(),
        }
    });
    prop::collection::vec(work, 0..6)
}

/// Profiles without errors.
const PROFILES: [&str; 5] = [
    "",
    PROFILE,
    // Any name is valid without `venues`.
    r#"{ "person": { "name": "Ada Byron" }, "pages": [{ "slug": "", "title": "Home" }], "publications": [
        { "id": "A", "title": "Ink", "type": "conference", "authors": ["Ada Byron", "Noor Tessel"], "venue": "soq", "date": "2020" }] }"#,
    // Names are near keys.
    r#"{"person":{"name":"Noor Tessel","aliases":["N. Tessel"]},"venues":{"soqs":{"name":"Symposium"}},"publications":[
        {"id":"tessel2020","title":"On Quills","type":"preprint","authors":["N. Tessel"],"venue":"Journal of Quill","topics":[]}],
        "pages":[{"slug":"","title":"Home"}]}"#,
    r#"{ "person": { "name": "Noor Tessel" }, "people": { "Ada Byron": {}, "nt": { "name": "N. Tessel" } }, "venues": {
        "SOQ": { "name": "Quills" } }, "topics": { "ink": { "label": "Inks" } }, "publications": [
        { "id": "b", "title": "B", "type": "journal", "authors": ["Ada Byron", "N. Tessel"], "date": "1999", "venue": "SOQ" }],
        "pages": [{ "slug": "", "title": "Home" }] }"#,
];

#[test]
fn the_profiles_of_the_tests_have_no_errors() {
    for profile in &PROFILES[1..] {
        let errors: Vec<String> =
            checked(profile).iter().filter(|error| error.is_error()).map(ToString::to_string).collect();
        assert_eq!(errors, Vec::<String>::new(), "{profile}");
    }
}

fn profile() -> impl Strategy<Value = &'static str> {
    prop::sample::select(PROFILES.to_vec())
}

/// Returns the publications by their ids.
fn by_id(site: &Site) -> BTreeMap<String, Value> {
    let value = site.value();
    let list = value["publications"].as_array().unwrap().iter();
    list.map(|publication| (publication["id"].as_str().unwrap().to_owned(), publication.clone())).collect()
}

proptest! {
    // Each case runs the check several times.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_import_leaves_no_errors_and_accounts_for_every_entry(profile in profile(), works in works()) {
        let mut site = Site::new(profile);
        let merged = site.import(&works);
        counts(&merged);
        let errors: Vec<String> =
            checked(&site.content).iter().filter(|error| error.is_error()).map(ToString::to_string).collect();
        prop_assert_eq!(errors, Vec::<String>::new(), "{}", site.content);
    }

    #[test]
    fn importing_again_changes_nothing(profile in profile(), works in works()) {
        let mut site = Site::new(profile);
        site.import(&works);
        let once = site.clone();
        let merged = site.import(&works);
        prop_assert_eq!(&site, &once);
        let [imported, updated, merged_again, ..] = counts(&merged);
        prop_assert_eq!([imported, updated, merged_again], [0, 0, 0]);
    }

    #[test]
    fn comments_and_old_publications_stay(works in works()) {
        let mut site = Site::new(PROFILE);
        site.import(&works);
        for part in ["  // The owner\n", "    {\n      \"id\": \"old2019\",\n      \"title\": \"On Old Quills\",", "// alone\n"] {
            prop_assert!(site.content.contains(part), "{}", site.content);
        }
    }

    #[test]
    fn edits_of_the_scholar_survive(works in works(), field in prop::sample::select(vec!["title", "date", "venue", "doi", "note"])) {
        let mut site = Site::new(PROFILE);
        site.import(&works);
        let edited = match field {
            "date" => json!("1999"),
            "doi" => json!("10.5555/edited"),
            _ => json!("An Edited Text"),
        };
        let ids = site.ids();
        for (index, id) in ids.iter().enumerate() {
            site.edit_publication(id, |fields| match index % 2 {
                0 => drop(fields.insert(field.to_owned(), edited.clone())),
                _ => drop(fields.shift_remove(if field == "title" { "date" } else { field })),
            });
        }
        let value = site.value();
        site.import(&works);
        prop_assert_eq!(&site.value()["publications"], &value["publications"], "{:#}", value);
    }

    #[test]
    fn the_order_of_two_imports_does_not_matter(profile in prop::sample::select(PROFILES[..4].to_vec()), works in works(), places in prop::collection::vec(0..3, 6)) {
        // Not comparable are ids that another entry has taken, two entries of one work with different values, and the last
        // profile, whose capital keys require that each venue is declared, under the name that the first entry has.
        let library = works.into_iter().enumerate().map(|(index, mut work)| {
            work.key = format!("w{index}");
            work.fields.insert("title".to_owned(), json!(format!("Quill {index}")));
            work.fields.retain(|name, _| name != "doi" && name != "arxiv");
            work
        });
        let library: Vec<(Work, i32)> = library.zip(places).collect();
        let part = |own: i32| -> Vec<Work> {
            library.iter().filter(|(_, place)| *place == own || *place == 2).map(|(work, _)| work.clone()).collect()
        };
        let (mut one, mut other) = (Site::new(profile), Site::new(profile));
        [part(0), part(1)].iter().for_each(|works| drop(one.import_with(Some("Noor Tessel"), works)));
        [part(1), part(0)].iter().for_each(|works| drop(other.import_with(Some("Noor Tessel"), works)));
        prop_assert_eq!(by_id(&one), by_id(&other), "{}\n{}", one.content, other.content);
        for list in ["venues", "topics"] {
            let keys = |site: &Site| -> BTreeSet<String> {
                site.value()[list].as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
            };
            prop_assert_eq!(keys(&one), keys(&other));
        }
    }
}
