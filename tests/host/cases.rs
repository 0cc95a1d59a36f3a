//! Small profiles that other programs get wrong, from public issue trackers, with the correct outputs.
//!
//! Each file in `tests/fixtures/cases` is a whole profile with invented names. The rows of [`CASES`] name an output of one
//! publication and texts that it must have or must not have. The sources of the correct values are in the comments.

use std::{fs, path::Path};

use frontispiece::{
    build::render::{context, render},
    check::{CheckContext, Files, check},
    citation::{bibtex, coins, csl_json, highwire, ris},
    content::{Content, MarkdownFiles, Severity, read},
    route::{Base, Route},
    util::text,
};

/// What a row looks at.
#[derive(Clone, Copy, Debug)]
enum Output {
    Bibtex,
    Ris,
    Csl,
    Coins,
    /// Tags in the head, one on each line: "name: content".
    Tags,
    /// The HTML of the publication's page.
    Page,
    /// The HTML of the list of publications.
    List,
    /// The HTML of the CV.
    Cv,
}

use Output::{Bibtex, Coins, Csl, Cv, List, Page, Ris, Tags};

/// A row: the case, the id of the publication, the output, the texts that it has, and the texts that it has not.
type Row = (&'static str, &'static str, Output, &'static [&'static str], &'static [&'static str]);

const CASES: &[Row] = &[
    // A person is identified by a key, not by a name (ORCID Trust).
    ("03-namesakes-two-papers", "tessel2021b", Tags, &["citation_author: Morita, Yuki"], &["0000-0002-1825-0097"]),
    (
        "03-namesakes-two-papers",
        "tessel2023a",
        Tags,
        &["citation_author_orcid: https://orcid.org/0000-0002-1825-0097"],
        &[],
    ),
    // ACL Anthology: papers keep the printed name, and the author filter has one value.
    (
        "04-colleague-variants",
        "tessel2018z",
        List,
        &["?author=olsvik", "M. Dahl"],
        &["?author=m-dahl", "?author=maren-k-dahl"],
    ),
    // Zotero splits an only author "Family Family, Given Given" at the comma if both parts have a space.
    (
        "05-sole-author-two-word-family",
        "fuente2020",
        Tags,
        &["citation_author: de\u{a0}la\u{a0}Fuente, Marisol Andrea"],
        &[],
    ),
    ("05-sole-author-two-word-family", "ruiz2022", Tags, &["citation_author: Ruiz Ordaz, Pilar Inés"], &[]),
    // Zotero's item types.
    ("06-zotero-types", "b", Tags, &["z:itemType: book"], &["journalArticle"]),
    ("06-zotero-types", "p", Tags, &["z:itemType: preprint"], &[]),
    ("06-zotero-types", "s", Tags, &["z:itemType: computerProgram"], &[]),
    ("06-zotero-types", "d", Tags, &["z:itemType: dataset"], &[]),
    (
        "06-zotero-types",
        "x",
        Tags,
        &["z:itemType: patent", "citation_technical_report_number: EP 0 000 001"],
        &["citation_issue"],
    ),
    // better-bibtex's fixtures: "y", "i" and "e" join two family names.
    (
        "07-surname-conjunction",
        "q2022",
        Bibtex,
        &["Solana y Beltrán, Iñaki", "Ferrer i Mas, Pau", "Castro e Melo, Rui", "van der Veer, Jón Þór"],
        &[],
    ),
    // BibTeXing, section 4: braces, and the word "others".
    ("08-collaboration", "halo2023", Bibtex, &["author = {{The HALO Collaboration}}"], &[]),
    ("08-collaboration", "halo2023", Csl, &[r#""literal": "The HALO Collaboration""#], &["family"]),
    ("08-collaboration", "halo2023", Tags, &["citation_author: The HALO Collaboration"], &[]),
    ("08-collaboration", "halo2022", Bibtex, &["Vray, Ossian and others"], &["al., et"]),
    ("08-collaboration", "halo2022", Page, &["et al."], &["?author=et-al"]),
    ("08-collaboration", "halo2021", Bibtex, &["{Fennmark Feather Consortium} and others"], &[]),
    ("08-collaboration", "halo2021", Tags, &["citation_author: Fennmark Feather Consortium"], &["others", "et al"]),
    // BibTeXing, section 4: a comma means that the family name is first.
    ("09-family-first", "p2022", Bibtex, &["author = {Tessel, Noor and Vray, Ossian L. and de Brug, Ineke}"], &[]),
    ("09-family-first", "p2022", Page, &["Ossian L. Vray", "Ineke de Brug", "<strong><a"], &["Vray, Ossian L.</bdi>"]),
    // BibTeXing: a master's thesis has its own type; CSL's "genre", RIS' M3.
    ("10-masters-thesis", "tessel2012msc", Bibtex, &["@mastersthesis{"], &["@phdthesis"]),
    ("10-masters-thesis", "tessel2012msc", Csl, &[r#""genre": "Master's thesis""#], &[]),
    ("10-masters-thesis", "tessel2012msc", Ris, &["M3  - Master's thesis"], &[]),
    // The README promises that the key survives.
    ("11-cite-keys", "tessel-2021", Bibtex, &["@article{tessel:2021,"], &[]),
    ("11-cite-keys", "DBLP-conf-quill-TesselV21", Bibtex, &["@article{DBLP:conf/quill/TesselV21,"], &[]),
    ("11-cite-keys", "m-ller2020", Ris, &["ID  - müller2020"], &[]),
    ("11-cite-keys", "10-5555-jq-7", Csl, &[r#""id": "10.5555/jq.7""#], &[]),
    // CSL's "status" and "season", biblatex's "pubstate" and EDTF dates.
    ("12-in-press", "tessel-press", Bibtex, &["pubstate = {inpress}"], &["year"]),
    ("12-in-press", "tessel-press", Csl, &[r#""status": "in press""#], &["issued"]),
    ("12-in-press", "tessel-press", List, &["In press</h2>"], &["Undated"]),
    ("12-in-press", "tessel-season", Csl, &[r#""season": 1"#], &[]),
    ("12-in-press", "tessel-season", Page, &["Spring 2024"], &[]),
    ("12-in-press", "tessel-range", Bibtex, &["date = {2023/2024}", "year = {2023}"], &[]),
    ("12-in-press", "tessel-range", Csl, &["[[2023], [2024]]"], &[]),
    // FORCE11's principle 6 and DataCite: software and data are cited by their address.
    ("14-url-only", "s1", Bibtex, &["url = {https://git.example/quillkit}"], &[]),
    ("14-url-only", "s1", Ris, &["UR  - https://git.example/quillkit"], &[]),
    ("14-url-only", "d1", Csl, &[r#""URL": "https://data.example/census""#], &[]),
    ("14-url-only", "d1", Coins, &["rft_id=https%3A%2F%2Fdata.example%2Fcensus"], &[]),
    ("14-url-only", "r1", Bibtex, &["url = {https://office.example/policy.pdf}"], &[]),
    ("14-url-only", "w1", Bibtex, &["url = {https://proc.example/p/17}"], &[]),
    // Article numbers are no ranges.
    ("15-pages", "ga", Tags, &["citation_firstpage: 043102-1"], &["citation_lastpage"]),
    ("15-pages", "gb", Bibtex, &["pages = {A-12}"], &[]),
    ("15-pages", "gc", Ris, &["SP  - 2024-17"], &["EP"]),
    ("15-pages", "gd", Bibtex, &["pages = {C3-32--C3-35}"], &[]),
    ("15-pages", "ge", Bibtex, &["pages = {16-1--16-4}"], &[]),
    ("15-pages", "gf", Tags, &["citation_firstpage: 123", "citation_lastpage: 145"], &[]),
    ("15-pages", "gj", Bibtex, &["pages = {i--xii, 3--9}"], &[]),
    ("15-pages", "gk", Bibtex, &["pages = {1--10}", "pagetotal = {13}"], &[]),
    ("15-pages", "gm", Ris, &["SP  - 12-3"], &["EP"]),
    // UAX #15: canonically equivalent texts are the same.
    ("18-decomposed-name", "n2", Tags, &["citation_author_orcid: https://orcid.org/0000-0002-1825-0097"], &[]),
    ("18-decomposed-name", "n3", Tags, &["citation_author_orcid: https://orcid.org/0000-0002-1825-0097"], &[]),
    // Inline Markdown; each format has its own markup, and plain text where it has none.
    (
        "13-title-markup",
        "m1",
        Page,
        &["Growth of <em>Anser fennicus</em> quills under CO<sub>2</sub></h1>"],
        &["*Anser", "~2~"],
    ),
    ("13-title-markup", "m1", List, &["<em>Anser fennicus</em>"], &["*Anser"]),
    ("13-title-markup", "m1", Cv, &["<em>Anser fennicus</em>"], &["*Anser"]),
    (
        "13-title-markup",
        "m1",
        Bibtex,
        &["title = {Growth of \\emph{Anser fennicus} quills under {CO}\\textsubscript{2}}"],
        &[],
    ),
    ("13-title-markup", "m1", Csl, &["Growth of <i>Anser fennicus</i> quills under CO<sub>2</sub>"], &[]),
    ("13-title-markup", "m1", Ris, &["TI  - Growth of Anser fennicus quills under CO2"], &[]),
    ("13-title-markup", "m1", Tags, &["citation_title: Growth of Anser fennicus quills under CO2"], &[]),
    ("13-title-markup", "m2", Page, &["Quills &amp; Ink &lt;revisited"], &["Quills &amp;amp; Ink "]),
    ("13-title-markup", "m3", Bibtex, &["An {$O(n \\log n)$} bound for \\emph{sparse} barbs"], &[]),
    (
        "13-title-markup",
        "m3",
        Page,
        &["An <bdi><math aria-label=\"O(n log n)\"><mi>O</mi>", "</math></bdi> bound for <em>sparse</em> barbs"],
        &[],
    ),
    ("19-senior-authors", "e1", Page, &["(equal contribution)", "(joint supervision)", "Joint supervision"], &[]),
    // BibTeXing: "author or editor".
    ("21-series", "l1", Bibtex, &["series = {Lecture Notes in Quillwork}", "volume = {12345}"], &[]),
    ("21-series", "l2", Bibtex, &["@incollection{", "editor = {Tessel, Noor and Vray, Ossian}"], &[]),
    (
        "21-series",
        "l3",
        Bibtex,
        &["@book{", "editor = {Tessel, Noor and Vray, Ossian}", "isbn = {978-0-00-000000-2}"],
        &["author"],
    ),
    ("21-series", "l3", Csl, &[r#""editor": [{ "family": "Tessel""#], &["\"author\""]),
    ("21-series", "l3", Ris, &["TY  - EDBOOK", "AU  - Tessel, Noor"], &[]),
    ("21-series", "l3", List, &["(eds.)"], &[]),
    // W3C: inserted texts are isolated.
    ("22-bidi-venue", "h1", List, &["<bdi>مجلة علوم الريش"], &[]),
    ("24-old-ids", "i1", Bibtex, &["eprint = {hep-th/9901001}"], &[]),
    // ISO 690: a reference to an article has volume, issue and pages.
    ("26-cv", "w1", Cv, &["12(3)", "pp. 45–67"], &[]),
    ("27-thesis-json-ld", "y1", Tags, &["citation_dissertation_institution: Fennmark University"], &[]),
];

/// Changes to cases that need a new field: the case, and a text with its replacement.
const FIELDS: &[(&str, &str, &str)] = &[
    ("03-namesakes-two-papers", r#""Yuki Morita","#, r#"{ "name": "Yuki Morita", "person": "law" },"#),
    (
        "03-namesakes-two-papers",
        r#""Yuki Morita"
   ]"#,
        r#"{ "name": "Yuki Morita", "person": "Yuki Morita" } ]"#,
    ),
    ("03-namesakes-two-papers", r#""people": {"#, r#""people": { "law": { "name": "Yuki Morita" },"#),
    (
        "04-colleague-variants",
        r#""venues": {"#,
        r#""people": { "olsvik": { "name": "Maren Olsvik", "aliases": ["Maren K. Dahl", "M. Dahl"] } }, "venues": {"#,
    ),
    ("10-masters-thesis", r#""note": "Master's thesis""#, r#""degree": "master""#),
    ("12-in-press", r#""id": "tessel-press","#, r#""id": "tessel-press", "status": "in press","#),
    ("12-in-press", r#""date": "forthcoming""#, r#""status": "forthcoming""#),
    ("12-in-press", r#""Spring 2024""#, r#""2024-21""#),
    (
        "13-title-markup",
        r#""title": "Growth of <i>Anser fennicus</i> quills under CO<sub>2</sub>""#,
        r#""title": "Growth of *Anser fennicus* quills under CO~2~""#,
    ),
    ("13-title-markup", r"\\emph{sparse}", "*sparse*"),
    ("19-senior-authors", r#""name": "Pau Mas","#, r#""name": "Pau Mas", "senior": true,"#),
    ("21-series", r#""volume": "12345","#, r#""volume": "12345", "series": "Lecture Notes in Quillwork","#),
    (
        "21-series",
        r#""title": "Barbs in History","#,
        r#""title": "Barbs in History", "editors": ["Noor Tessel", "Ossian Vray"],"#,
    ),
    (
        "21-series",
        r#""title": "The Handbook of Quills","#,
        r#""title": "The Handbook of Quills", "isbn": "978-0-00-000000-2","#,
    ),
];

/// Returns the text of a case with its new fields.
fn case(name: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/cases/{name}.json"));
    let mut text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    // The fixtures are indented, and each item is on its own line.
    for (_, from, to) in FIELDS.iter().filter(|(case, ..)| *case == name) {
        let at = text.rfind(from).unwrap_or_else(|| panic!("{name}: no {from}"));
        text.replace_range(at..at + from.len(), to);
    }
    if name == "21-series" {
        // The edited book has no authors.
        let at = text.rfind("\"authors\"").unwrap();
        text.replace_range(at..at + 9, "\"editors\"");
    }
    text
}

fn output(content: &Content, id: &str, output: Output) -> String {
    let publication = content.publication(id).unwrap_or_else(|| panic!("no {id}"));
    let plain = |text: &str| text.to_owned();
    let page = |path: &str| render(context(content.clone(), Base::new("/")), &[], path);
    match output {
        Bibtex => bibtex::entry(publication, content),
        Ris => ris::entry(publication, content, &plain),
        Csl => csl_json::entry(publication, content, &plain),
        Coins => coins::context_object(publication, content),
        Tags => {
            let tags = highwire::tags(publication, None, content);
            tags.iter().map(|(name, content)| format!("{name}: {content}\n")).collect()
        }
        Page => page(&Route::of(publication).path()),
        List => page("/publications/"),
        Cv => page("/cv/"),
    }
}

#[test]
fn every_case_has_its_correct_outputs() {
    let mut faults = Vec::new();
    for (name, id, kind, has, has_not) in CASES {
        let content = read(&case(name)).unwrap().content;
        let found = output(&content, id, *kind);
        for (texts, expected) in [(has, true), (has_not, false)] {
            for text in texts.iter().filter(|text| found.contains(**text) != expected) {
                let excerpt = if found.len() < 2_000 { found.as_str() } else { "" };
                faults.push(format!("{name} {id} {kind:?}: {text:?} expected: {expected}\n{excerpt}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// No case is refused: every list is correct.
#[test]
fn no_case_has_an_error() {
    let files = Files::default();
    let context = CheckContext {
        files: &files,
        markdown: &MarkdownFiles::default(),
        carries: &|_| {},
        normalize: text::normalize,
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap().trim_end_matches(".json").to_owned())
        .collect();
    names.sort();
    assert!(names.len() > 20);
    for name in names {
        let diagnostics = check(&case(&name), &context);
        let errors: Vec<String> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .map(ToString::to_string)
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

#[test]
fn months_determine_the_order_of_a_year() {
    let content = read(&case("17-months")).unwrap().content;
    assert_eq!(content.publications.iter().map(|one| &*one.id).collect::<Vec<_>>(), ["nov", "jun", "feb"]);
}

/// 100 papers of 2,900 authors: the list, the CV and the feed contain about as many names as they show.
#[test]
fn a_list_of_large_collaborations_stays_small() {
    let authors: Vec<String> = (0..2_900).map(|number| format!("\"Ada B. Quillson{number}\"")).collect();
    let authors = authors.join(",");
    let publication = |number: usize| {
        format!(
            r#"{{ "id": "halo{number}", "title": "Search {number}", "type": "journal", "date": "2023", "topics": ["a"],
                "authors": [{authors}] }}"#
        )
    };
    let publications: Vec<String> = (0..100).map(publication).collect();
    let text = format!(
        r#"{{ "person": {{ "name": "Noor Tessel" }}, "topics": {{ "a": {{ "label": "A" }} }},
            "pages": [{{ "slug": "", "title": "Home" }}, {{ "slug": "publications", "title": "Publications" }}],
            "publications": [{}] }}"#,
        publications.join(",")
    );
    let context = context(read(&text).unwrap().content, Base::new("/"));
    let names = |path: &str| render(context, &[], path).matches("Quillson").count();
    assert!(names("/cv/") < 100 * 20, "{}", names("/cv/"));
    let list = render(context, &[], "/publications/");
    assert!(list.len() < 500_000, "{}", list.len());
    let own = render(context, &[], "/publications/halo0/");
    assert!(own.matches("Quillson").count() >= 2_900);
    let related = own.split("class=\"related\"").nth(1).expect("it has related papers");
    assert!(related.matches("Quillson").count() < 200);
}

/// A list has one entry for an article and its folded preprint. The preprint keeps its page, and is found by its identifier.
#[test]
fn a_folded_preprint_is_in_the_entry_of_its_article() {
    let text = r#"{ "person": { "name": "Noor Tessel" }, "venues": { "arxiv": { "name": "arXiv", "kind": "preprint server" } },
        "pages": [{ "slug": "", "title": "Home", "sections": [{ "publications": { "newest": 3 } }] },
            { "slug": "publications", "title": "Publications" }],
        "publications": [
            { "id": "pre", "title": "Barbs (preprint)", "type": "preprint", "authors": ["Noor Tessel"], "date": "2024",
              "venue": "arxiv", "arxiv": "2401.00001",
              "relations": [{ "kind": "preprint-of", "publication": "art", "folded": true }] },
            { "id": "art", "title": "Barbs", "type": "journal", "authors": ["Noor Tessel"], "date": "2023" }] }"#;
    let context = context(read(text).unwrap().content, Base::new("/"));
    let page = |path: &str| render(context, &[], path);
    for path in ["/", "/publications/", "/cv/", "/publications/?q=2401.00001"] {
        let html = page(path);
        assert_eq!(html.matches("<article").count(), 1, "{path}");
        assert!(html.contains("<p>Preprint: <a href=\"/publications/pre/\"><bdi>arXiv</bdi></a>, 2024</p>"), "{path}");
        assert!(html.contains("<div id=\"pre\""), "{path}");
    }
    assert!(page("/publications/").contains("Showing the only publication"));
    assert!(page("/publications/pre/").contains("Barbs (preprint)</h1>"));
    assert!(page("/publications/art/").contains("Preprint: "));
    let files = Files::default();
    let check = |text: &str| {
        let context = CheckContext {
            files: &files,
            markdown: &MarkdownFiles::default(),
            carries: &|_| {},
            normalize: text::normalize,
        };
        check(text, &context).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(check(text), [""; 0]);
    let chain = text.replace(
        r#""date": "2023" }"#,
        r#""date": "2023", "relations": [{ "kind": "version-of", "publication": "pre", "folded": true }] }"#,
    );
    assert_eq!(check(&chain).len(), 2);
    assert!(check(&chain)[0].contains("found true, but \"art\" is itself folded"), "{:?}", check(&chain));
}
