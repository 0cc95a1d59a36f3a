use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// Returns the fields of the only work of a file.
#[track_caller]
fn work(text: &str) -> Value {
    let file = read(text);
    assert_eq!((file.works.len(), &file.skipped), (1, &Vec::new()), "{text}");
    Value::Object(file.works[0].fields.clone())
}

/// Checks some fields of the only work of a file. A missing field is null.
#[track_caller]
fn check(text: &str, expected: Value) {
    let work = work(text);
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(work[field], *value, "{field} of {text}");
    }
}

/// Returns the warnings of a file as lines.
fn warnings(text: &str) -> Vec<String> {
    let line = |warning: Warning| format!("{} {}: {}", warning.line, warning.path, warning.message);
    read(text).warnings.into_iter().map(line).collect()
}

#[test]
fn an_article_has_its_fields() {
    let text = r#"@article{tessel2021, title = {On {Q}uills}, author = "Tessel, Noor and others", journal = {Journal of Quills},
        year = 2021, month = may # " 3", volume = 4, number = {2}, pages = {1--15}, doi = {https://doi.org/10.1000/q},
        url = {https://doi.org/10.1000/q}, keywords = {ink; feathers}}"#;
    let file = read(text);
    assert_eq!(file.warnings, []);
    let work = &file.works[0];
    let expected = json!({
        "title": "On Quills", "type": "journal", "authors": ["Noor Tessel", "et al."], "date": "2021-05-03",
        "doi": "10.1000/q", "volume": "4", "issue": "2", "pages": "1-15",
    });
    assert_eq!(Value::Object(work.fields.clone()), expected);
    assert_eq!(work.venue.as_ref().unwrap().name, "Journal of Quills");
    assert_eq!(work.topics, ["ink", "feathers"]);
    assert_eq!((work.line, &*work.key), (1, "tessel2021"));
}

#[test]
fn a_malformed_entry_affects_only_itself() {
    let text = "@article{a, title = {A}}\n@article{b, title = {B, year = 2020}\n\n@article{c, title = {C}}\n\
        @article{d title = {D}}\n@article{e, title = {E} year = 2020}\n@article{f, title = \"F, year = 2020}\n\
        @article{g, title = {G}}, year = 2020}\n@book{h, author = {H}}\n@misc{i, title = {I}}\n@misc{j, title = {J}";
    let file = read(text);
    assert_eq!(file.works.iter().map(|work| &*work.key).collect::<Vec<_>>(), ["a", "c", "i"]);
    let skipped: Vec<String> =
        file.skipped.iter().map(|one| format!("{} {} {}", one.line, one.key, one.reason)).collect();
    let expected = [
        "2 b line 4, column 1: found \"@article{c, title = {C}}\" after the value of \"title\"; expected a comma or \"}\"; \
         check the commas, braces and quotes of this field",
        "5 d line 5, column 12: found \"title = {D}}\" after the key \"d\"; expected a comma; write \"d,\"",
        "6 e line 6, column 25: found \"year = 2020}\" after the value of \"title\"; expected a comma or \"}\"; check the \
         commas, braces and quotes of this field",
        "7 f line 7, column 36: found \"}\" in the value of \"title\", which begins in line 7; expected \"\"\" before it; close \
         the value",
        "8 g line 8, column 24: found the end of the entry before its field \"year\"; expected it after the last field; \
         remove the superfluous closing brace",
        "9 h found no title; expected a field \"title\"; add it to the entry",
        "11 j line 11, column 21: found the end of the file after the value of \"title\"; expected a comma or \"}\"; check the \
         commas, braces and quotes of this field",
    ];
    assert_eq!(skipped, expected);
}

#[test]
fn values_may_be_joined_and_abbreviated() {
    let text = r#"@string{pub = "Quill " # {Press}} @String(unused = {x})
        @preamble{"\newcommand{\x}{y}"} @comment{@book{no, title = {No}}} free text a@b.example {x}
        @Book ( a, Title = "The {"}Quill{"}" # { and } # "Ink", publisher = pub, year = 1998,, )"#;
    check(
        text,
        json!({ "title": "The \"Quill\" and Ink", "publisher": "Quill Press", "date": "1998", "type": "book" }),
    );
    let text = "@article{a, title={A}, journal = \\apj}";
    assert_eq!(read(text).skipped.len(), 1);
    let text = "@article{a, title={A}, journal = {\\apj}, month = feb, year = 2020}";
    assert_eq!(read(text).works[0].venue.as_ref().unwrap().name, "The Astrophysical Journal");
    assert_eq!(
        warnings("@misc{a, title = {A}, publisher = quill}"),
        [
            "1 a.publisher: found the abbreviation \"quill\", which no @string defines; its name is used; to use a text, put it \
         in braces"
        ]
    );
}

#[test]
fn fields_are_inherited() {
    let text = "@inproceedings{a, title = {A}, crossref = {p}, pages = {1}}
        @proceedings{p, title = {Proceedings of Quills}, editor = {Brug, Ineke}, year = 2020, doi = {10.1000/p}}";
    let file = read(text);
    let work = &file.works[0];
    assert_eq!(work.venue.as_ref().unwrap().name, "Proceedings of Quills");
    let expected =
        json!({ "title": "A", "type": "conference", "editors": ["Ineke Brug"], "date": "2020", "pages": "1" });
    assert_eq!(Value::Object(work.fields.clone()), expected);
    assert_eq!(file.works.len(), 2);
    check(
        "@xdata{x, publisher = {Quill}} @book{b, title = {B}, xdata = {x}}",
        json!({ "publisher": "Quill", "title": "B" }),
    );
    let cycle =
        "@book{a, title={A}, crossref = {b}} @book{b, title={B}, crossref = {a}} @book{c, title={C}, crossref={z}}";
    assert_eq!(read(cycle).works.len(), 3);
    assert!(warnings(cycle).iter().any(|warning| warning.contains("found \"z\"; expected the key of an entry")));
}

#[test]
fn types_of_entries_are_mapped() {
    #[track_caller]
    fn check_type(entry: &str, expected: &str) {
        let work = work(&entry.replacen('{', "{a, title = {A}, ", 1));
        assert_eq!(work["type"], expected, "{entry}");
    }
    check_type("@inproceedings{booktitle = {Workshop on Quills}}", "workshop");
    check_type("@article{journal = {arXiv preprint arXiv:2310.07240}}", "preprint");
    check_type("@article{journal = {CoRR}, volume = {abs/2310.07240}}", "preprint");
    check_type("@misc{eprint = {2310.07240}, archivePrefix = {arXiv}}", "preprint");
    check_type("@misc{howpublished = {\\url{https://a.example}}}", "other");
    check_type("@phdthesis{school = {Fenn University}}", "thesis");
    check_type("@techreport{institution = {Fenn}}", "report");
    check_type("@software{}", "software");
    check_type("@unpublished{note = {Submitted}}", "preprint");
    check_type("@incollection{booktitle = {Quills}}", "chapter");
    check_type("@talk{}", "other");
    let thesis = "@mastersthesis{a, title = {A}, school = {Fenn University}, type = {Bachelor's thesis}}";
    check(thesis, json!({ "degree": "bachelor", "publisher": "Fenn University" }));
    check("@phdthesis{a, title = {A}, type = {Habilitation}}", json!({ "degree": "Habilitation" }));
    assert_eq!(
        warnings("@quill{a, title = {A}}"),
        ["1 a.type: found the type @quill, which is unknown; the work has the type \"other\""]
    );
}

#[test]
fn identifiers_lose_their_urls() {
    check(
        "@article{a, title={A}, eprint = {2310.07240}, archivePrefix = {arXiv}, url = {http://arxiv.org/abs/2310.07240v2}}",
        json!({ "arxiv": "2310.07240", "url": null }),
    );
    check(
        "@article{a, title={A}, url = {https://dx.doi.org/10.1000/x\\_y}}",
        json!({ "doi": "10.1000/x_y", "url": null }),
    );
    check("@article{a, title={A}, url = {\\url{http://a.example/\\%20b}}}", json!({ "url": "http://a.example/%20b" }));
    assert_eq!(warnings("@misc{a, title={A}, url = {javascript:alert(1)}}").len(), 1);
}

#[test]
fn dates_and_states_are_read() {
    check("@misc{a, title={A}, date = {2024-05/2024-06}}", json!({ "date": "2024-05/2024-06" }));
    check("@misc{a, title={A}, year = {2024}, month = {Spring}}", json!({ "date": "2024-21" }));
    check("@misc{a, title={A}, year = {2024}, month = {5}, day = {7}}", json!({ "date": "2024-05-07" }));
    check("@misc{a, title={A}, year = {in press}}", json!({ "date": null, "status": "in press" }));
    check("@misc{a, title={A}, note = {To appear}}", json!({ "note": null, "status": "forthcoming" }));
    check("@misc{a, title={A}, pubstate = {submitted}, note = {Under review}}", json!({ "status": "under review" }));
    let warnings = warnings("@misc{a, title={A}, year = {soon}}");
    let expected = "1 a.year: found \"soon\"; expected a date such as \"2024-05-17\"; the work has no date";
    assert_eq!(warnings, [expected]);
}

#[test]
fn custom_fields_become_links_awards_and_a_selection() {
    let text =
        "@inproceedings{a, title={A}, abbr={SOSP}, booktitle={Symposium}, pdf={a.pdf}, code={https://a.example/c},
        slides={files/s.pdf}, html={https://a.example/}, selected={true}, award={Best paper}, award_name={Best},
        video={https://a.example/v}, bibtex_show={true}, preview={a.png}, supp={s.zip}}";
    check(
        text,
        json!({
            "links": [
                { "kind": "paper", "url": "assets/pdf/a.pdf" }, { "kind": "code", "url": "https://a.example/c" },
                { "kind": "slides", "url": "files/s.pdf" }, { "url": "https://a.example/", "label": "HTML" },
                { "kind": "video", "url": "https://a.example/v" }, { "kind": "supplement", "url": "assets/pdf/s.zip" },
            ],
            "selected": true,
            "awards": [{ "name": "Best paper" }],
            "image": { "src": "assets/img/publication_preview/a.png", "alt": "Preview image of “A”" },
        }),
    );
    assert_eq!(read(text).works[0].venue.as_ref().unwrap().short.as_deref(), Some("SOSP"));
    assert_eq!(
        warnings(text),
        ["0 bibtex_show: found it in 1 entry; it is for another program, or repeats another field, so it is left out",]
    );
}

#[test]
fn files_of_reference_managers_are_linked_or_reported() {
    let link = json!([{ "kind": "paper", "url": "papers/a.pdf" }]);
    for value in [
        "papers/a.pdf",
        ":papers/a.pdf:PDF",
        "Full text:papers/a.pdf:application/pdf",
        ":papers/a.pdf:pdf;s:x.html:text/html",
    ] {
        check(&format!("@misc{{a, title={{A}}, file={{{value}}}}}"), json!({ "links": link }));
    }
    for value in [":C$\\backslash$:/Users/Ada/a.pdf:pdf", "a.pdf:/home/ada/a.pdf:application/pdf"] {
        let text = format!("@misc{{a, title={{A}}, file={{{value}}}}}");
        check(&text, json!({ "links": null }));
        assert_eq!(warnings(&text).len(), 1, "{text}");
    }
}

#[test]
fn repeated_keys_and_comments_are_reported() {
    let file = read("@misc{a, title={A}}\n@misc{a, title={B}}\n% @misc{c, title={C}}\n@IEEEtranBSTCTL{x, a = \"b\"}");
    assert_eq!((file.works.len(), file.skipped.len(), file.warnings.len()), (2, 0, 3), "{:?}", file.warnings);
}

#[test]
fn titles_are_inline_markdown() {
    check(
        r"@misc{a, title = {{On} \emph{A*} Search, {CO}$_2$, $O(n \log n)$ and snake_case}, subtitle = {A *fair* Test}}",
        json!({ "title": "On *A\\** Search, CO~2~, $O(n \\log n)$ and snake_case: A \\*fair* Test" }),
    );
}

/// Returns pieces of BibTeX in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "@article{a,",
        "\n@book{b,\n",
        "@misc(",
        "title",
        " = ",
        "{",
        "}",
        "\"",
        ",",
        "\n",
        "#",
        "@string{s = {x}}",
        "s",
        "author = {A and B},",
        "@comment{",
        "@preamble{",
        "%",
        "\\",
        "\\\"o",
        "$",
        "$_2$",
        "<i>",
        "</i>",
        "year = 2020",
        "crossref = {a}",
        "xdata={b}",
        "title = {T}",
        "}\n\n",
        "and",
        "\\emph{",
        "&amp;",
        "@",
        "=",
        ")",
        "é",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_entry_is_a_work_or_skipped(text in pieces()) {
        let file = read(&text);
        let items = split(&text);
        let entries = items.iter().filter(|item| matches!(item, Item::Entry(_) | Item::Malformed { .. })).count();
        prop_assert_eq!(file.works.len() + file.skipped.len(), entries);
    }

    #[test]
    fn a_malformed_entry_leaves_its_neighbors(broken in "[^@]{0,40}") {
        let text = format!("@misc{{a, title = {{A}}}}\n@misc{{b, title = {{B}}, {broken}\n@misc{{c, title = {{C}}}}\n");
        let file = read(&text);
        let keys: Vec<&str> = file.works.iter().map(|work| &*work.key).collect();
        prop_assert!(keys.starts_with(&["a"]) && keys.ends_with(&["c"]), "{:?} {}", keys, text);
        prop_assert_eq!(file.works.len() + file.skipped.len(), 3);
    }
}

#[test]
fn thousands_of_beginnings_are_read_quickly() {
    let text = "@misc( x".repeat(20_000) + "= {T}";
    assert!(read(&text).skipped.len() > 100);
}
