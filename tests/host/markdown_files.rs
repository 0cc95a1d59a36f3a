//! Markdown files that a profile names in place of texts: `{ "file": "about.md" }`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process,
};

use fixtures::hostile::{INPUTS, POSITIONS, RICH, full, is_markdown, texts};
use frontispiece::{
    build::site_folder::{SiteContent, file_of},
    check::{CheckContext, Files, check},
    content::{
        Content, MarkdownFiles, Reading, markdown_paths, plain_json, read, read_with_files, schema, with_file_texts,
    },
    util::text::normalize,
};
use serde_json::{Value, json};

use crate::support::{build::Build, read_trusted};

/// A site folder. It is removed at the end of the test.
struct Site(PathBuf);

impl Site {
    /// Writes a site whose home page has a text.
    fn new(name: &str, text: &str) -> Site {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("markdown-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        let site = Site(folder);
        site.write("content.json", profile(text));
        site
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Site {
        let file = self.0.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
        self
    }

    fn read(&self) -> SiteContent {
        SiteContent::read(&self.0.join("content.json")).unwrap().unwrap()
    }

    /// Returns the findings of the check: the path of the file below the folder, the position and the message.
    fn findings(&self) -> Vec<String> {
        let site = self.read();
        let files = frontispiece::build::public::files(&self.0).unwrap();
        let context = CheckContext { files: &files, markdown: &site.markdown, carries: &|_| {}, normalize };
        let line = |diagnostic| {
            let file = file_of(diagnostic, &site.file);
            format!("{}:{diagnostic}", file.strip_prefix(&self.0).unwrap().display())
        };
        check(&site.text, &context).iter().map(line).collect()
    }

    fn text(&self) -> Option<String> {
        let site = self.read();
        let content = read_with_files(&site.text, &site.markdown).unwrap().content;
        content.pages[0].sections.first()?.text.as_deref().map(str::to_owned)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns a profile whose home page has a section with a text, on line 2. The text is JSON.
fn profile(text: &str) -> String {
    format!(
        "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [{{ \"slug\": \"\", \"title\": \"Home\", \"sections\": [\n\
         {{ \"title\": \"About\", \"text\": {text} }}] }}] }}"
    )
}

const ABOUT: &str = r#"{ "file": "about.md" }"#;

/// The finding about a section whose text cannot be read.
const EMPTY: &str =
    "content.json:2:1: pages[0].sections[0]: the section is empty; expected text, entries, from or publications";

/// Asserts the findings of a site with an `about.md`.
#[track_caller]
fn finds(name: &str, text: &str, about: &[u8], expected: &[&str]) {
    let site = Site::new(name, text);
    site.write("about.md", about).write("texts/more.md", "More").write("files/there.pdf", "x");
    assert_eq!(site.findings(), expected, "{text}");
}

#[test]
fn a_text_may_be_in_a_file() {
    let site = Site::new("text", ABOUT);
    site.write("about.md", "\u{feff}# I\r\n\r\nam *Ada*.\r\n");
    assert_eq!(site.findings(), [""; 0]);
    assert_eq!(site.text().as_deref(), Some("# I\n\nam *Ada*.\n"));
    let site = Site::new("folder", r#"{ "file": "über/a b%20#?.md" }"#);
    site.write("über/a b%20#?.md", "");
    assert_eq!((site.findings(), site.text()), (Vec::new(), Some(String::new())));
}

#[test]
fn every_file_of_the_content_is_listed() {
    let site =
        Site::new("files", r#"{ "file": "gone.md" }, "entries": [{ "title": "A", "note": { "file": "a/b.md" } }]"#);
    site.write("a/b.md", "x");
    let files: Vec<PathBuf> = site.read().files();
    assert_eq!(files, ["content.json", "a/b.md", "gone.md"].map(|path| site.0.join(path)));
}

/// Each row: the value, the column and the field of the finding, and its message. A section without its text is empty.
#[test]
fn a_value_that_names_no_file_is_reported_at_its_position() {
    const INSIDE: &str =
        "expected a path below the folder of content.json, such as \"about.md\"; copy the file into that folder";
    const FOUND: &str = "which does not exist; expected a Markdown file in the folder of content.json;";
    const PATH: &str = "expected the path of a Markdown file";
    const FORMS: &str = "expected text or { \"file\": \"about.md\" }";
    let rows = [
        (r#"{ "file": 3 }"#, 39, ".file", format!("found the number 3; {PATH}, such as \"about.md\"")),
        (r#"{ "file": null }"#, 39, ".file", format!("found null; {PATH}, such as \"about.md\"")),
        (r#"{ "file": " " }"#, 39, ".file", format!("found nothing; {PATH}, such as \"about.md\"")),
        (r#"{ "fil": "a.md" }"#, 31, ".fil", "found the unknown field \"fil\"; did you mean \"file\"?".to_owned()),
        (r#"{ "text": "x" }"#, 31, ".text", format!("found the unknown field \"text\"; {FORMS}")),
        ("{}", 29, "", format!("found an object without the field \"file\"; {FORMS}")),
        ("[]", 29, "", format!("found a list; {FORMS}")),
        ("true", 29, "", format!("found true; {FORMS}")),
        (r#"{ "file": "../about.md" }"#, 39, ".file", format!("found \"../about.md\"; {INSIDE}")),
        (
            r#"{ "file": "/about.md" }"#,
            39,
            ".file",
            format!("found \"/about.md\"; {INSIDE}, and write its path without \"/\" at the start"),
        ),
        (
            r#"{ "file": "C:\\about.md" }"#,
            39,
            ".file",
            format!("found \"C:\\about.md\"; {INSIDE}, and write its path without a colon"),
        ),
        (
            r#"{ "file": "texts\\more.md" }"#,
            39,
            ".file",
            "found \"texts\\more.md\"; expected a path with \"/\" between folders: \"texts/more.md\"".to_owned(),
        ),
        (
            r#"{ "file": "content.json" }"#,
            39,
            ".file",
            format!("found \"content.json\"; {PATH}, which ends in .md; rename the file"),
        ),
        (
            r#"{ "file": "none.md" }"#,
            39,
            ".file",
            format!("found \"none.md\", {FOUND} create the file, or correct its path"),
        ),
        (r#"{ "file": "About.md" }"#, 39, ".file", format!("found \"About.md\", {FOUND} did you mean \"about.md\"?")),
        (
            r#"{ "file": "public/about.md" }"#,
            39,
            ".file",
            format!("found \"public/about.md\", {FOUND} did you mean \"about.md\"?"),
        ),
        (
            r#"{ "file": "more.md" }"#,
            39,
            ".file",
            format!("found \"more.md\", {FOUND} did you mean \"texts/more.md\"?"),
        ),
    ];
    for (row, (value, column, field, message)) in rows.iter().enumerate() {
        let message = format!("content.json:2:{column}: pages[0].sections[0].text{field}: {message}");
        finds(&format!("row-{row}"), value, b"I am Ada.", &[EMPTY, &message]);
    }
    // The other value of an object does not prevent reading the file.
    finds(
        "more",
        r#"{ "file": "about.md", "more": 1 }"#,
        b"I am Ada.",
        &[
            "content.json:2:51: pages[0].sections[0].text.more: found the unknown field \"more\"; expected only \"file\": remove it",
        ],
    );
    finds(
        "twice",
        r#"{ "file": "about.md", "file": "about.md" }"#,
        b"I am Ada.",
        &["content.json:2:51: pages[0].sections[0].text.file: duplicate field \"file\"; remove one"],
    );
    finds("escaped", r#"{ "\u0066ile": "about\u002emd" }"#, b"I am Ada.", &[]);
    finds("absent", r#"null, "entries": ["A"]"#, b"", &[]);
}

#[test]
fn other_fields_do_not_accept_a_file() {
    let site = Site::new("title", r#""About""#);
    site.write("about.md", "x");
    site.write("content.json", profile("\"x\"").replace("\"Home\"", ABOUT));
    assert_eq!(
        site.findings(),
        [
            "content.json:1:41: pages: there is no page; expected at least the home page, with the slug \"\"",
            "content.json:1:65: pages[0].title: found an object; expected a string",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_link_must_not_lead_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let outside = Site::new("outside", "\"x\"");
    outside.write("secret.md", "secret");
    let site = Site::new("link", ABOUT);
    site.write("texts/more.md", "More");
    let links = [("about.md", outside.0.join("secret.md")), ("texts/b.md", "more.md".into()), ("c", outside.0.clone())];
    for (link, target) in &links {
        symlink(target, site.0.join(link)).unwrap();
    }
    let refused = |path: &str, link: &str| {
        let path = format!(
            "content.json:2:39: pages[0].sections[0].text.file: found \"{path}\", which is not published, because {link} is \
             a link to a place outside of the site folder; expected a Markdown file in the folder of content.json; put the \
             text into a published file"
        );
        [
            "content.json:2:1: pages[0].sections[0]: the section is empty; expected text, entries, from or publications"
                .into(),
            path,
        ]
    };
    assert_eq!(site.findings(), refused("about.md", "about.md"));
    assert_eq!(site.text(), None);
    site.write("content.json", profile(r#"{ "file": "c/secret.md" }"#));
    assert_eq!(site.findings(), refused("c/secret.md", "c"));
    site.write("content.json", profile(r#"{ "file": "texts/b.md" }"#));
    assert_eq!((site.findings(), site.text().as_deref()), (Vec::new(), Some("More")));
}

#[test]
fn a_folder_is_no_file() {
    let site = Site::new("no-file", ABOUT);
    site.write("about.md/x.md", "x");
    assert!(site.findings()[1].contains("found \"about.md\", which is a folder; expected"), "{:?}", site.findings());
}

/// A pipe is not opened, because it may never end.
#[cfg(unix)]
#[test]
fn a_pipe_is_no_file() {
    let site = Site::new("pipe", ABOUT);
    let made = process::Command::new("mkfifo").arg(site.0.join("about.md")).status().unwrap();
    assert!(made.success());
    assert!(site.findings()[1].contains("which is not a regular file; expected"), "{:?}", site.findings());
}

#[test]
fn another_encoding_is_reported_in_the_file() {
    finds(
        "latin-1",
        ABOUT,
        b"# About\n\nI am Ren\xe9.",
        &[
            EMPTY,
            "about.md:3:9: pages[0].sections[0].text: found the byte E9, the letter \u{e9} in Latin-1 and Windows-1252; the \
             file is not UTF-8; save the file as UTF-8 (in VS Code: click the encoding in the status bar, then \"Save with \
             Encoding\"; in Notepad: File, Save as, Encoding; in TextEdit: Format, Make Plain Text, then File, Save, Plain \
             Text Encoding)",
        ],
    );
    let utf_16: Vec<u8> = "# About".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let site = Site::new("utf-16", ABOUT);
    site.write("about.md", utf_16);
    assert!(
        site.findings()[1].starts_with("about.md:1:1: pages[0].sections[0].text: the file is not UTF-8, but UTF-16")
    );
}

#[test]
fn problems_of_a_text_are_reported_in_its_file() {
    let about = "# About\r\n\r\nSee [a](javascript:x) and [b](/nowhere/),\r\n[c](files/there.pdf), [b again](/nowhere/).\r\n\
                 \r\nkm<sup>2</sup> and $\\foo$ <b>x</b>\r\n\r\n![](files/there.png) a\u{200b}b [^1]\r\n\
                 [x](files/no such.pdf)\r\n";
    let site = Site::new("problems", ABOUT);
    site.write("about.md", about).write("files/there.pdf", "x").write("files/there.png", "x");
    let nowhere = "found \"/nowhere/\", but there is no file nowhere/ and no page with that URL";
    let expected = [
        (
            "3:9",
            "",
            "scheme \"javascript\" is not allowed; write http, https, mailto, a path of this site or #fragment",
        ),
        ("3:31", "", nowhere),
        ("4:33", "", nowhere),
        ("6:3", "warning: ", "found \"<sup>\", which is removed, so \"km<sup>2</sup>\" becomes \"km2\"; write Unicode"),
        ("6:20", "warning: ", "found \"$\\foo$\", a formula that pages show as TeX: unknown command \"\\foo\""),
        ("6:27", "warning: ", "found \"<b>\", which is removed; write **…**"),
        ("8:5", "warning: ", "the image \"files/there.png\" has no description; describe it"),
        ("8:23", "warning: ", "found an invisible character (U+200B) after \"](files/there.png) a\"; remove it"),
        ("8:26", "warning: ", "found \"[^1]\", which appears unchanged on the page; move the note into the text"),
        ("9:1", "warning: ", "found \"[x](files/no such.pdf)\", which is not a link, because its URL contains a space"),
    ];
    let findings = site.findings();
    assert_eq!(findings.len(), expected.len(), "{findings:#?}");
    for (found, (position, severity, message)) in findings.iter().zip(expected) {
        let expected = format!("about.md:{position}: {severity}pages[0].sections[0].text: {message}");
        assert!(found.starts_with(&expected), "{found}\n{expected}");
    }
}

/// A relative URL means the same as in content.json, also in a file of a folder.
#[test]
fn urls_in_a_file_are_relative_to_the_site() {
    let site = Site::new("relative", r#"{ "file": "texts/about.md" }"#);
    site.write("texts/about.md", "[a](files/a.pdf)\n[b](b.pdf)").write("files/a.pdf", "x").write("texts/b.pdf", "x");
    let findings = site.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(
        findings[0].starts_with("texts/about.md:2:5: pages[0].sections[0].text: found \"b.pdf\", but"),
        "{findings:?}"
    );
}

#[test]
fn findings_for_programs_name_the_file() {
    let site = Site::new("json", ABOUT);
    site.write("about.md", "One\n\n[two](/nowhere/)\n")
        .write("content.json", profile(ABOUT).replace("Home", "<i>Home</i>"));
    let run = |arguments: &[&str]| {
        let output = process::Command::new(env!("CARGO_BIN_EXE_frontispiece"))
            .arg("check")
            .arg(&site.0)
            .args(arguments)
            .output()
            .unwrap();
        (output.status.code().unwrap(), output)
    };
    let (status, output) = run(&["--json"]);
    let findings: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |index: usize, field: &str| findings[index][field].clone();
    assert_eq!(status, 1);
    assert_eq!(of(0, "file"), json!(site.0.join("content.json").display().to_string()));
    assert_eq!(of(1, "file"), json!(site.0.join("about.md").display().to_string()));
    assert_eq!((of(1, "line"), of(1, "column")), (json!(3), json!(7)));
    assert_eq!(of(1, "path"), "pages[0].sections[0].text");
    let (status, output) = run(&[]);
    let report = String::from_utf8(output.stderr).unwrap();
    let line = format!("{}:3:7: pages[0].sections[0].text: found \"/nowhere/\"", site.0.join("about.md").display());
    assert!(status == 1 && report.contains(&line), "{report}");
}

/// Returns the pointers of all Markdown of the profile with every field.
fn markdown_pointers() -> Vec<String> {
    texts(&full()).into_iter().filter(|pointer| is_markdown(pointer)).collect()
}

/// The fields are those of the type Markdown in the schema.
#[test]
fn every_markdown_field_of_the_schema_accepts_a_file() {
    let schema: Value = serde_json::from_str(&schema::schema()).unwrap();
    let mut expected = BTreeSet::new();
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        for (field, property) in definition["properties"].as_object().into_iter().flatten() {
            if property.to_string().contains("#/$defs/Markdown\"") {
                expected.insert((name.trim_end_matches("Fields").to_owned(), field.clone()));
            }
        }
    }
    let owner = |pointer: &str| {
        let parts: Vec<&str> = pointer.split('/').filter(|part| part.parse::<usize>().is_err()).collect();
        let owner = match parts[parts.len() - 2] {
            "publications" => "Publication",
            "versions" => "Version",
            "image" => "Figure",
            "video" => "Video",
            "pages" => "ContentPage",
            "sections" => "Section",
            "entries" => "ListItem",
            other => panic!("{other}"),
        };
        (owner.to_owned(), parts[parts.len() - 1].to_owned())
    };
    let found: BTreeSet<_> = markdown_pointers().iter().map(|pointer| owner(pointer)).collect();
    assert_eq!(found, expected);
    assert_eq!(expected.len(), 9);
}

/// Returns the full profile with files in place of all Markdown, and these files with texts.
fn with_files(text: impl Fn(usize) -> String) -> (Value, Value, MarkdownFiles) {
    let (mut inline, mut named, mut files) = (full(), full(), MarkdownFiles::default());
    for (index, pointer) in markdown_pointers().iter().enumerate() {
        let (path, text) = (format!("texts/{index}.md"), text(index));
        *inline.pointer_mut(pointer).unwrap() = json!(text);
        *named.pointer_mut(pointer).unwrap() = json!({ "file": path });
        files.insert(path, text.into_bytes());
    }
    (inline, named, files)
}

#[test]
fn a_file_is_found_however_its_name_is_written() {
    for text in [
        r#"{ "bio": { "file": "a.md" } }"#,
        r#"{ "bio": { "\u0066ile": "a.md" } }"#,
        r#"{ "bio": { file: "a.md" }, "profile": "files" }"#,
    ] {
        assert_eq!(markdown_paths(text), ["a.md"], "{text}");
    }
    assert!(markdown_paths(r#"{ "links": [{ "url": "files/a.pdf" }] }"#).is_empty());
}

/// No text of a file is lost, changed or taken for something else: the profile is the same as with the texts in it, for all
/// readers and in the published file.
#[test]
fn a_text_in_a_file_means_the_same_as_in_the_profile() {
    let all: Vec<String> = INPUTS
        .iter()
        .flat_map(|input| POSITIONS.iter().map(|position| position(input)))
        .chain([RICH.to_owned()])
        // The reader removes carriage returns and a byte order mark, and a file with NUL at its start seems to be UTF-16.
        .map(|text| text.replace('\r', "").replace('\0', "\u{1}").trim_start_matches('\u{feff}').to_owned())
        .collect();
    let count = markdown_pointers().len();
    for start in (0..all.len()).step_by(count) {
        let (inline, named, files) = with_files(|index| all[(start + index) % all.len()].clone());
        let text = format!("\u{feff}{named:#}").replace("{\n", "{ // a comment\n");
        let expected = read(&inline.to_string()).unwrap();
        let Reading { content, diagnostics, file_values, .. } = read_with_files(&text, &files).unwrap();
        assert_eq!((&content, diagnostics.len()), (&expected.content, 0), "{start}");
        assert_eq!(file_values.len(), count);
        let named: BTreeSet<String> = file_values.iter().map(|value| value.path.clone()).collect();
        assert_eq!(markdown_paths(&text), Vec::from_iter(named));
        // The build removes the comments first.
        let plain = plain_json(&text);
        let values = read_with_files(&plain, &files).unwrap().file_values;
        let published = with_file_texts(&plain, &values, &files);
        assert_eq!(serde_json::from_str::<Value>(&published).unwrap(), inline, "{start}");
        assert_eq!(read_trusted(&published).unwrap(), content);
        // The strict check finds the same, apart from the positions.
        let errors = |text: &str, files: &MarkdownFiles| -> Vec<String> {
            let context = CheckContext { files: &Files::default(), markdown: files, carries: &|_| {}, normalize };
            let mut found: Vec<String> =
                check(text, &context).iter().map(|found| format!("{}: {}", found.path, found.message)).collect();
            found.sort();
            found
        };
        assert_eq!(errors(&text, &files), errors(&inline.to_string(), &MarkdownFiles::default()), "{start}");
    }
}

/// Of a profile whose files are all missing, everything else is shown.
#[test]
fn missing_files_do_not_hide_the_rest() {
    let (_, named, _) = with_files(|_| String::new());
    let mut without = full();
    for pointer in markdown_pointers() {
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        without.pointer_mut(parent).unwrap().as_object_mut().unwrap().shift_remove(field);
    }
    let reading = read(&named.to_string()).unwrap();
    let content: Content = read(&without.to_string()).unwrap().content;
    assert_eq!(reading.content, content);
    assert_eq!(reading.diagnostics.len(), markdown_pointers().len());
    for diagnostic in &reading.diagnostics {
        assert!(diagnostic.message.starts_with("found \"texts/") && diagnostic.path.ends_with(".file"), "{diagnostic}");
    }
}

const SITE: &str = r#"{
    // Files are read by the build.
    "site": { "url": "https://ada.example/" },
    "person": { "name": "Ada", "links": [{ "label": "Notes", "url": "https://ada.example/linked.md" }] },
    "pages": [{ "slug": "", "title": "Home", "sections": [
        { "text": { "file": "texts/about.md" } },
        { "text": { "file": "linked.md" } },
        { "text": { "file": "embedded.md" } },
        { "text": { "file": "texts/deep/more.md" } }
    ] }]
}"#;

#[test]
fn a_build_publishes_the_texts_and_only_files_that_are_linked() {
    let build = Build::new("markdown-files", "/", SITE);
    for folder in ["texts/deep", "other"] {
        fs::create_dir_all(build.dist().join(folder)).unwrap();
    }
    build.write("texts/about.md", "\u{feff}I am *Ada*.\r\nSee \"[this](embedded.md)\".\r\n");
    build.write("texts/deep/more.md", "# More\n\n> \\*text\\*\t\u{1}");
    build.write("linked.md", "Linked");
    build.write("embedded.md", "Embedded");
    build.write("other/unused.md", "Unused");
    build.run().unwrap();
    let published = build.read("content.json");
    let content = read_trusted(&published).expect("visitors read it");
    let texts: Vec<&str> = content.pages[0].sections.iter().filter_map(|section| section.text.as_deref()).collect();
    assert_eq!(
        texts,
        ["I am *Ada*.\nSee \"[this](embedded.md)\".\n", "Linked", "Embedded", "# More\n\n> \\*text\\*\t\u{1}"]
    );
    let files = build.files();
    let markdown: Vec<&String> = files.keys().filter(|path| path.ends_with(".md")).collect();
    assert_eq!(markdown, ["embedded.md", "linked.md", "other/unused.md"]);
    assert!(!build.dist().join("texts").exists());
    let home = build.read("index.html");
    assert!(home.contains("<em>Ada</em>") && home.contains("Embedded"), "{home}");
    assert!(!home.contains("class=\"diagnostics\""));
    // A second run changes nothing.
    build.run().unwrap();
    assert_eq!(build.read("content.json"), published);
    assert_eq!(build.files().len(), files.len());
}

#[test]
fn a_build_shows_the_rest_if_a_file_is_missing() {
    let build = Build::new("markdown-missing", "/", SITE);
    build.write("linked.md", "Linked");
    build.write("embedded.md", "Embedded");
    build.run().unwrap();
    let home = build.read("index.html");
    assert!(home.contains(">Linked</p>") && home.contains(">Embedded</p>"), "{home}");
    assert!(home.contains(
        "content.json:6:29: pages[0].sections[0].text.file: found &quot;texts/about.md&quot;, which does not exist"
    ));
    // Visitors' readers get the texts that there are.
    let published = build.read("content.json");
    assert!(published.contains("{ \"text\": \"Linked\" }") && published.contains("{ \"file\": \"texts/about.md\" }"));
    assert!(build.dist().join("linked.md").exists() && !build.dist().join("embedded.md").exists());
}

#[test]
fn another_encoding_is_named_on_the_page() {
    let build = Build::new("markdown-encoding", "/", &profile(ABOUT));
    fs::write(build.dist().join("about.md"), b"Ren\xe9").unwrap();
    build.run().unwrap();
    assert!(build.read("index.html").contains("<code>about.md:1:4: pages[0].sections[0].text: found the byte E9"));
}
