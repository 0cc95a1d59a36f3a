//! Old sites of academicpages, al-folio and Hugo Blox: what the import makes of them, and what the check says of it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use frontispiece::{
    check::{CheckContext, Files, check},
    cli::old_site,
    content::{Diagnostic, MarkdownFiles, plain_json},
    import::{
        merge::{MergedSite, Options, merge_site},
        site::{Folder, OldSite, System, read_site},
    },
    util::text::normalize,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const SITES: [(&str, System); 4] = [
    ("academicpages", System::AcademicPages),
    ("al-folio", System::AlFolio),
    ("hugo-blox", System::HugoBlox),
    ("hugo-academic", System::HugoBlox),
];

fn root(name: &str) -> PathBuf {
    Path::new("tests/fixtures/sites").join(name)
}

fn site(name: &str) -> OldSite {
    read_site(&old_site::read_folder(&root(name)).unwrap().0).expect("a site of a known system")
}

/// Returns the diagnostics of a profile whose folder has the copied files.
fn diagnostics(text: &str, files: &Files) -> Vec<Diagnostic> {
    check(text, &CheckContext { files, markdown: &MarkdownFiles::default(), carries: &|_| {}, normalize })
}

fn merged_into(profile: &str, record: Option<&str>, site: OldSite) -> MergedSite {
    let files: Files = site.copies.iter().map(|copy| (copy.to.clone(), 1)).collect();
    let options = Options { me: None, orcid: None, normalize, check: &|text| diagnostics(text, &files) };
    merge_site(profile, record, site, &options).unwrap()
}

/// Returns the profile of an import into an empty folder.
fn profile(name: &str) -> Value {
    serde_json::from_str(&plain_json(&merged_into("", None, site(name)).merged.content)).unwrap()
}

fn page<'p>(profile: &'p Value, slug: &str) -> &'p Value {
    profile["pages"].as_array().unwrap().iter().find(|page| page["slug"] == slug).expect(slug)
}

/// Returns the paths of the warnings that have a text in their message.
fn warned(site: &OldSite, text: &str) -> Vec<(String, usize)> {
    let found = site.warnings.iter().filter(|warning| warning.message.contains(text));
    found.map(|warning| (warning.file.clone(), warning.line)).collect()
}

#[test]
fn every_system_is_recognized() {
    for (name, system) in SITES {
        assert_eq!(site(name).system, system, "{name}");
    }
    let folder: Folder =
        [("content.json".to_owned(), Some(b"{}".to_vec())), ("papers.bib".to_owned(), Some(Vec::new()))]
            .into_iter()
            .collect();
    assert!(read_site(&folder).is_none());
}

#[test]
fn an_imported_site_has_no_errors() {
    for (name, _) in SITES {
        let site = site(name);
        let files: Files = site.copies.iter().map(|copy| (copy.to.clone(), 1)).collect();
        let merged = merged_into("", None, site);
        let errors: Vec<String> = diagnostics(&merged.merged.content, &files)
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .map(ToString::to_string)
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        assert!(!merged.merged.content.contains("/publications/@"), "{name}: a publication has no URL");
    }
}

#[test]
fn every_entry_is_accounted_for() {
    for (name, entries, imported) in
        [("academicpages", 3, 2), ("al-folio", 2, 2), ("hugo-blox", 2, 1), ("hugo-academic", 1, 1)]
    {
        let report = merged_into("", None, site(name)).merged.report;
        let sum = |number: fn(&frontispiece::import::merge::FileReport) -> usize| {
            report.files.iter().map(number).sum::<usize>()
        };
        assert_eq!((sum(|file| file.entries), sum(|file| file.imported)), (entries, imported), "{name}");
        for file in &report.files {
            let placed = file.imported + file.updated + file.merged + file.unchanged + file.skipped.len();
            assert_eq!(file.entries, placed, "{name}: {}", file.file);
        }
    }
}

#[test]
fn importing_a_site_twice_changes_nothing() {
    for (name, _) in SITES {
        let first = merged_into("", None, site(name)).merged;
        let second = merged_into(&first.content, Some(&first.record), site(name)).merged;
        assert_eq!(second.content, first.content, "{name}");
        assert_eq!(second.record, first.record, "{name}");
        assert!(second.report.files.iter().all(|file| file.imported + file.updated + file.merged == 0), "{name}");
    }
}

#[test]
fn only_files_that_the_content_refers_to_are_copied_and_they_exist() {
    for (name, _) in SITES {
        let site = site(name);
        let text = serde_json::to_string(&json!([
            site.pages,
            site.person,
            site.files.iter().flat_map(|(_, file)| &file.works).map(|work| &work.fields).collect::<Vec<_>>()
        ]))
        .unwrap();
        assert!(!site.copies.is_empty(), "{name}");
        for copy in &site.copies {
            assert!(root(name).join(&copy.from).is_file(), "{name}: {}", copy.from);
            assert!(text.contains(&copy.to), "{name}: {} is copied without need", copy.to);
        }
    }
    let copied: Vec<String> = site("academicpages").copies.into_iter().map(|copy| copy.to).collect();
    assert!(!copied.contains(&"images/unused.png".to_owned()));
}

#[test]
fn settings_become_the_person_and_the_site() {
    let profile = profile("academicpages");
    assert_eq!(
        profile["person"],
        json!({
            "name": "Quill Tessel",
            "aliases": ["Q. Tessel"],
            "headline": "Professor of Ink & Paper",
            "affiliations": [{ "name": "University of Inkford" }],
            "location": "Inkford",
            "email": "quill@inkford.example",
            "image": { "src": "images/portrait.png", "alt": "Portrait of Quill Tessel" },
            "links": [
                { "kind": "github", "url": "https://github.com/qtessel" },
                { "kind": "researchgate", "url": "https://www.researchgate.net/profile/Quill-Tessel" },
                { "url": "files/cv.pdf", "label": "CV (PDF)" },
            ],
            "ids": { "orcid": "0000-0002-1825-0097", "googleScholar": "QuIlLtEsSeL" },
        })
    );
    assert_eq!(profile["site"]["url"], "https://tessel.example/");
    assert_eq!(profile["site"]["language"], "en-US");
    assert_eq!(warned(&site("academicpages"), "they/them"), [("_config.yml".to_owned(), 16)]);
}

#[test]
fn publications_of_academicpages_have_authors_links_and_their_bibtex_entry() {
    let profile = profile("academicpages");
    let publications = profile["publications"].as_array().unwrap();
    let wells = publications.iter().find(|work| work["id"] == "2021-03-01-wells").unwrap();
    assert_eq!(wells["title"], "Wells of *Blue* Ink");
    assert_eq!(wells["authors"], json!(["Q. Tessel", "A. Vray"]));
    assert_eq!(
        wells["links"],
        json!([{ "kind": "paper", "url": "files/wells.pdf" }, { "kind": "slides", "url": "files/wells-slides.pdf" }])
    );
    assert_eq!(
        (&wells["abstract"], &wells["tldr"]),
        (&json!("We measured the depth of 12 wells."), &json!("Blue wells are deeper."))
    );
    let quills = publications.iter().find(|work| work["id"] == "tessel2019quills").unwrap();
    assert_eq!((&quills["pages"], &quills["doi"]), (&json!("3-9"), &json!("10.5555/quill.19")));
    let skipped = site("academicpages").files.into_iter().find(|(path, _)| path.contains("2009-10-01")).unwrap();
    assert!(skipped.1.skipped[0].reason.contains("example of the template"));
}

#[test]
fn pages_keep_their_text_and_collections_become_entries() {
    let profile = profile("academicpages");
    let home = page(&profile, "");
    assert_eq!(
        home["sections"][0]["text"],
        "I study **ink** at the [University of Inkford](https://inkford.example/). My [vita](/cv/) lists the rest,\nand \
         my newest paper is [about wells](/publications/2021-03-01-wells/).\n\n![A pot of ink](images/pot.png)"
    );
    assert_eq!(home["sections"][1]["title"], "News");
    assert_eq!(
        page(&profile, "talks")["sections"],
        json!([{ "entries": [
            { "title": "Pens", "role": "Tutorial", "where": "Quill Days, Inkford", "date": "2022-01-03" },
            { "title": "Ink at Sea", "role": "Invited talk", "where": "Harbor Society, Port Blot", "date": "2020-05-02",
              "note": "[Slides here](files/sea.pdf)" },
        ] }])
    );
    let blog = page(&profile, "blog")["sections"][0]["text"].as_str().unwrap();
    assert!(blog.contains("```html\n<b>{{ not liquid }}</b>\n```"), "{blog}");
    let slugs: Vec<&str> =
        profile["pages"].as_array().unwrap().iter().filter_map(|page| page["slug"].as_str()).collect();
    assert_eq!(slugs[..4], ["", "publications", "talks", "cv"]);
}

#[test]
fn everything_left_out_is_reported_with_file_and_line() {
    let site = site("academicpages");
    for (text, place) in [
        ("/gone.html", ("_pages/about.md", 21)),
        ("{% for post in site.talks reversed %}", ("_pages/talks.html", 6)),
        ("a part of the template", ("_pages/terms.md", 1)),
        ("only the old site's own templates", ("_data/books.yml", 0)),
        ("because it is a draft", ("_drafts/later.md", 0)),
    ] {
        assert!(warned(&site, text).contains(&(place.0.to_owned(), place.1)), "{text}: {:#?}", site.warnings);
    }
    let (_, wells) = site.files.iter().find(|(path, _)| path.contains("wells")).unwrap();
    assert!(wells.warnings.iter().any(|warning| warning.line == 11 && warning.message.contains("The Ink Fund")));
}

#[test]
fn old_urls_redirect_to_the_new_pages() {
    for (name, from, to) in [
        ("academicpages", "/about.html", "/"),
        ("academicpages", "/resume", "/cv/"),
        ("academicpages", "/publication/2021-wells", "/publications/2021-03-01-wells/"),
        ("academicpages", "/publication/2019-quills", "/publications/tessel2019quills/"),
        ("academicpages", "/publication/2009-10-01-paper-title-number-1", "/publications/"),
        ("academicpages", "/posts/2020/08/why-ink/", "/blog/"),
        ("al-folio", "/blog/2021/letters/", "/blog/"),
        ("al-folio", "/projects/press/", "/projects/"),
        ("al-folio", "/news/one/", "/"),
        ("hugo-blox", "/publication/ink-wells/", "/publications/blot2020wells/"),
        ("hugo-blox", "/papers/wells/", "/publications/blot2020wells/"),
        ("hugo-blox", "/talk/reading-aloud/", "/talks/"),
        ("hugo-academic", "/publication/sharp/", "/publications/sharp/"),
    ] {
        assert_eq!(profile(name)["site"]["redirects"][from], to, "{name}: {from}");
    }
}

#[test]
fn al_folio_is_imported_with_its_data_files() {
    let profile = profile("al-folio");
    let person = &profile["person"];
    assert_eq!(
        (&person["email"], &person["headline"]),
        (&json!("anna@inkford.example"), &json!("Inkford. Printer of books."))
    );
    assert!(
        person["links"].as_array().unwrap().contains(&json!({ "url": "https://press.example/", "label": "The Press" }))
    );
    assert_eq!(profile["people"], json!({ "Quill Tessel": { "url": "https://tessel.example/" } }));
    let sections = page(&profile, "cv")["sections"].as_array().unwrap();
    assert_eq!(sections[0]["entries"][0]["note"], "- Thesis on type.\n- Advisors\n  - Q. Tessel");
    let home = page(&profile, "")["sections"].as_array().unwrap();
    assert_eq!(home[1]["title"], "News");
    assert_eq!(
        home[1]["entries"][1]["title"],
        "Our paper on [type](https://code.example/type) was accepted at *Print*."
    );
    assert_eq!(home[2], json!({ "title": "Selected publications", "publications": { "selected": true } }));
    let kinds: Vec<&Value> =
        profile["publications"][0]["links"].as_array().unwrap().iter().map(|link| &link["url"]).collect();
    assert_eq!(kinds, ["assets/pdf/type.pdf", "https://code.example/type"]);
    let image = json!({
        "src": "assets/img/publication_preview/type.png",
        "alt": "Preview image of “Type and Typesetting”",
    });
    assert_eq!(profile["publications"][0]["image"], image);
    assert_eq!(profile["publications"][1]["image"], Value::Null);
    let missing = "the image \"assets/img/publication_preview/gone.png\" is left out: the old site has no such file";
    let site = site("al-folio");
    assert!(site.files.iter().any(|(_, file)| file.warnings.iter().any(|warning| warning.message == missing)));
    let text = page(&profile, "projects").to_string();
    assert!(text.contains("![The press](assets/img/press.png)") && text.contains("<div>{{ kept }}</div>"), "{text}");
}

#[test]
fn hugo_blox_is_imported_with_blocks_and_page_bundles() {
    let profile = profile("hugo-blox");
    let wells = &profile["publications"][0];
    assert_eq!(wells["authors"][0], json!({ "name": "Noor Blot", "equal": 1 }));
    assert_eq!((&wells["volume"], &wells["pages"], &wells["selected"]), (&json!("12"), &json!("1-20"), &json!(true)));
    assert_eq!(wells["note"], "> Read the **letters**.");
    assert_eq!(wells["image"]["src"], "publication/ink-wells/featured.png");
    let titles: Vec<&Value> =
        page(&profile, "")["sections"].as_array().unwrap().iter().map(|section| &section["title"]).collect();
    assert_eq!(titles, ["About Me", "Interests", "📚 My Research", "Featured Publications"]);
    let post = page(&profile, "posts").to_string();
    assert!(
        post.contains("[the talk](/talks/)") && post.contains("[the paper](/publications/blot2020wells/)"),
        "{post}"
    );
    assert_eq!(page(&profile, "service")["sections"][0]["title"], "Committees");
    let site = site("hugo-blox");
    assert_eq!(warned(&site, "{{< chart data=\"line\" >}}"), [("content/post/first/index.md".to_owned(), 7)]);
    assert_eq!(warned(&site, "she/her").len(), 1);
}

#[test]
fn front_matter_in_toml_is_read() {
    let profile = profile("hugo-academic");
    assert_eq!(profile["person"]["links"], json!([{ "kind": "x", "url": "https://twitter.com/bonib" }]));
    assert_eq!(profile["publications"][0]["date"], "2017-05-04");
    let titles: Vec<&Value> =
        page(&profile, "")["sections"].as_array().unwrap().iter().map(|section| &section["title"]).collect();
    assert_eq!(titles, [&Value::Null, &json!("Interests"), &json!("Education"), &json!("Experience")]);
}

#[test]
fn what_the_scholar_has_written_changed_or_removed_stays() {
    let first = merged_into("", None, site("academicpages")).merged;
    let mut edited: Value = serde_json::from_str(&plain_json(&first.content)).unwrap();
    edited["person"]["headline"] = json!("Emeritus");
    edited["person"].as_object_mut().unwrap().remove("location");
    edited["site"]["redirects"].as_object_mut().unwrap().remove("/resume");
    edited["site"]["redirects"].as_object_mut().unwrap().remove("/portfolio/well/");
    let pages = edited["pages"].as_array_mut().unwrap();
    pages.retain(|page| page["slug"] != "portfolio");
    pages.iter_mut().find(|page| page["slug"] == "talks").unwrap()["title"] = json!("My talks");
    let edited = serde_json::to_string_pretty(&edited).unwrap();
    let second = merged_into(&edited, Some(&first.record), site("academicpages")).merged;
    assert_eq!(second.content, edited);

    // A value that the old site has changed is updated, unless the scholar has changed it too.
    let mut changed = site("academicpages");
    changed.person.insert("headline".to_owned(), json!("Dean"));
    changed.person.insert("email".to_owned(), json!("dean@inkford.example"));
    let third = merged_into(&second.content, Some(&second.record), changed).merged;
    let profile: Value = serde_json::from_str(&plain_json(&third.content)).unwrap();
    assert_eq!(
        (&profile["person"]["headline"], &profile["person"]["email"]),
        (&json!("Emeritus"), &json!("dean@inkford.example"))
    );
    let conflict = third.report.warnings.iter().find(|warning| warning.path == "person.headline").unwrap();
    assert!(conflict.message.contains("Emeritus") && conflict.message.contains("Dean"), "{}", conflict.message);
}

#[test]
fn an_existing_profile_keeps_its_own_values() {
    let own = "{\n  // mine\n  \"person\": { \"name\": \"Q. T.\", \"headline\": \"Mine\" },\n  \"pages\": [{ \"slug\": \"\", \"title\": \"Hello\", \
               \"sections\": [{ \"text\": \"Mine\" }] }]\n}\n";
    let merged = merged_into(own, None, site("academicpages")).merged;
    assert!(merged.content.contains("// mine") && merged.content.contains("\"title\": \"Hello\""));
    assert!(merged.content.contains("\"headline\": \"Mine\""));
    assert!(merged.content.contains("\"slug\": \"talks\""));
    let kept: BTreeSet<&str> = merged
        .report
        .warnings
        .iter()
        .filter(|warning| warning.message.starts_with("kept"))
        .map(|warning| warning.path.as_str())
        .collect();
    assert_eq!(kept, BTreeSet::from(["pages (home)", "person.headline", "person.name"]));
}

/// Returns pieces of front matter, Markdown, HTML, Liquid and shortcodes.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,8}",
        prop::sample::select(
            &[
                "---\n",
                "+++\n",
                "title: x\n",
                "title = 'x'\n",
                "date: 2020-01-02\n",
                "permalink: /x/\n",
                "- a\n",
                "authors: [admin, y]\n",
                "{% for x in y %}",
                "{% endfor %}",
                "{%}",
                "{{%}}",
                "{% raw %}",
                "{% endraw %}",
                "{% include figure.html path=\"a.png\" %}",
                "{{ site.url }}",
                "{{< figure src=\"a.png\" >}}",
                "{{% callout %}}",
                "{{% /callout %}}",
                "{{< spoiler >}}",
                "{:",
                "}",
                "{.x}",
                "<a href=\"/x\">",
                "</a>",
                "<ul>",
                "<ol>",
                "<li>",
                "</li>",
                "</ul>",
                "<table>",
                "<tr>",
                "<td>",
                "</td>",
                "</table>",
                "<pre>",
                "</pre>",
                "<b>",
                "</b>",
                "<sup>",
                "</sup>",
                "<h2>",
                "</h2>",
                "<br>",
                "<img src=a.png>",
                "<!--",
                "-->",
                "<script>",
                "<details>",
                "<summary>",
                "</summary>",
                "<blockquote>",
                "</blockquote>",
                "<div>",
                "</div>",
                "<p>",
                "](",
                "[",
                "![",
                ")",
                "]: /x",
                "`",
                "```\n",
                "~~~\n",
                "$$",
                "\\\\\n",
                "# h\n",
                "===\n",
                "    code\n",
                "| a | b |\n",
                "|---|---|\n",
                "\n\n",
                "&nbsp;",
                "&amp;",
                "é",
                "\u{301}",
                "sections:\n",
            ][..]
        )
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_input_panics(
        about in pieces(), paper in pieces(), talk in pieces(), config in pieces(), bib in pieces(), is_hugo in any::<bool>(),
    ) {
        let files = if is_hugo {
            [("config/_default/hugo.yaml", config), ("content/_index.md", about), ("content/publication/x/index.md", paper),
             ("content/event/x/index.md", talk), ("content/authors/admin/_index.md", bib)]
        } else {
            [("_config.yml", format!("author:\n{config}")), ("_pages/about.md", about), ("_publications/x.md", paper), ("_talks/2020-01-01-x.md", talk),
             ("_bibliography/x.bib", bib)]
        };
        let folder: Folder = files.into_iter().map(|(path, text)| (path.to_owned(), Some(text.into_bytes()))).collect();
        if let Some(site) = read_site(&folder) {
            let entries: usize = site.files.iter().map(|(_, file)| file.works.len() + file.skipped.len()).sum();
            let first = merged_into("", None, site).merged;
            let placed: usize = first.report.files.iter().map(|file| file.entries).sum();
            prop_assert_eq!(placed, entries);
            prop_assert!(serde_json::from_str::<Value>(&plain_json(&first.content)).is_ok());
        }
    }
}

#[test]
fn hostile_text_is_converted_in_linear_time() {
    for piece in [
        "{%",
        "{%}",
        "{{<",
        "<a ",
        "[",
        "](",
        "`",
        "<ul><li>",
        "<table><tr><td>",
        "$$",
        "{:",
        "<!--",
        "&",
        "<b>",
        "\n",
        "\\",
        "# \n",
    ] {
        let text = format!("---\npermalink: /\n---\n{}", piece.repeat(60_000 / piece.len()));
        let files = [("_config.yml", "author:\n  name: A\n".to_owned()), ("_pages/about.md", text)];
        let folder: Folder = files.into_iter().map(|(path, text)| (path.to_owned(), Some(text.into_bytes()))).collect();
        assert!(read_site(&folder).is_some(), "{piece}");
    }
}

/// The folder of a test, which is removed at its end.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_command_imports_a_folder_once() {
    let scratch = Scratch(std::env::temp_dir().join(format!("frontispiece-import-site-{}", std::process::id())));
    fs::create_dir_all(&scratch.0).unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_frontispiece")).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let target = scratch.0.to_str().unwrap();
    let source = root("academicpages");
    let import = ["import", source.to_str().unwrap(), "--site", target, "--json"];

    let (status, _) = run(&[&import[..], &["--dry-run"]].concat());
    assert_eq!((status, fs::read_dir(&scratch.0).unwrap().count()), (Some(0), 0));
    let (status, report) = run(&import);
    let report: Value = serde_json::from_str(&report).unwrap();
    let files = report["files"].as_array().unwrap();
    assert_eq!((status, files.len()), (Some(0), 3));
    for file in files {
        let numbers = ["imported", "updated", "merged", "unchanged"].iter().map(|count| file[*count].as_u64().unwrap());
        let skipped = file["skipped"].as_array().unwrap().len() as u64;
        assert_eq!(file["entries"].as_u64().unwrap(), numbers.sum::<u64>() + skipped);
    }
    assert!(report["warnings"].to_string().contains("_pages/about.md"));
    assert!(scratch.0.join("files/wells.pdf").is_file());
    assert_eq!(run(&["check", target]).0, Some(0));

    // The second import changes nothing, and keeps a file that the scholar has replaced.
    fs::write(scratch.0.join("files/cv.pdf"), "mine").unwrap();
    let before =
        ["content.json", "import-record.json", "files/cv.pdf"].map(|file| fs::read(scratch.0.join(file)).unwrap());
    let (status, report) = run(&import);
    let after =
        ["content.json", "import-record.json", "files/cv.pdf"].map(|file| fs::read(scratch.0.join(file)).unwrap());
    assert_eq!((status, after), (Some(0), before));
    assert!(report.contains("because another file is there"), "{report}");
}

#[test]
fn copies_have_the_content_of_the_old_files() {
    let scratch = Scratch(std::env::temp_dir().join(format!("frontispiece-site-{}", std::process::id())));
    let site = site("hugo-blox");
    for copy in &site.copies {
        old_site::copy(copy, &root("hugo-blox"), &scratch.0).unwrap();
        assert_eq!(fs::read(scratch.0.join(&copy.to)).unwrap(), fs::read(root("hugo-blox").join(&copy.from)).unwrap());
    }
}
