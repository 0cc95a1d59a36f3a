//! `frontispiece check --json`: the findings for programs, beside the text for people.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use serde_json::{Value, json};

/// A site folder with a profile. It is removed at the end of the test.
struct Site(PathBuf);

impl Site {
    fn new(name: &str, profile: impl AsRef<[u8]>) -> Site {
        let folder = std::env::temp_dir().join(format!("frontispiece-json-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("content.json"), profile).unwrap();
        Site(folder)
    }

    /// Runs `frontispiece check` on the folder. Returns its exit status and its output.
    fn check(&self, options: &[&str]) -> (i32, Output) {
        run(&[&["check", &self.0.display().to_string()], options].concat())
    }

    /// Returns the exit status and the findings.
    fn findings(&self) -> (i32, Vec<Value>) {
        let (status, output) = self.check(&["--json"]);
        (status, serde_json::from_slice(&output.stdout).expect("the output is a JSON list"))
    }

    /// Returns the lines of the report as text that describe a finding.
    fn lines(&self) -> Vec<String> {
        let (_, output) = self.check(&[]);
        let report = String::from_utf8(output.stderr).unwrap();
        report.lines().filter(|line| line.contains("content.json:")).map(str::to_owned).collect()
    }

    fn file(&self) -> String {
        self.0.join("content.json").display().to_string()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run(arguments: &[&str]) -> (i32, Output) {
    let output = Command::new(env!("CARGO_BIN_EXE_frontispiece")).args(arguments).output().expect("it runs");
    (output.status.code().expect("it ends by itself"), output)
}

/// Returns a profile with the fields of one publication.
fn profile(fields: &str) -> String {
    format!(
        "{{ \"person\": {{ \"name\": \"Ada\" }}, \"pages\": [{{ \"slug\": \"\", \"title\": \"Home\" }}], \
         \"publications\": [\n{{ \"id\": \"a\", \"type\": \"journal\", \"authors\": [\"Ada\"], {fields} }}] }}"
    )
}

#[test]
fn every_part_of_a_finding_is_a_field() {
    let site = Site::new("fields", profile("\"title\": \"<i>A</i>\", \"date\": \"May 2024\""));
    let (status, findings) = site.findings();
    assert_eq!(status, 1);
    let expected = json!([
        {
            "severity": "warning", "file": site.file(), "line": 2, "column": 62, "path": "publications[0].title",
            "found": "\"<i>\", which appears unchanged on the page", "expected": null, "suggestion": "write \"*A*\""
        },
        {
            "severity": "error", "file": site.file(), "line": 2, "column": 82, "path": "publications[0].date",
            "found": "\"May 2024\"", "expected": "a date", "suggestion": "write \"2024-05\""
        },
    ]);
    assert_eq!(Value::from(findings), expected);
}

#[test]
fn errors_of_the_whole_file_have_no_path() {
    for (name, profile, found, expected) in [
        ("empty", &b""[..], "the file is empty", json!("an object: { \"person\": …, \"pages\": … }")),
        ("html", b"<p>", "HTML", json!("JSON")),
        (
            "latin-1",
            b"{ \"a\": \"caf\xe9\" }",
            "the byte E9, the letter é in Latin-1 and Windows-1252; the file is not UTF-8",
            Value::Null,
        ),
    ] {
        let (status, findings) = Site::new(name, profile).findings();
        assert_eq!((status, findings.len()), (1, 1), "{name}");
        assert_eq!(findings[0]["path"], Value::Null);
        assert_eq!(findings[0]["found"], found);
        assert_eq!(findings[0]["expected"], expected);
    }
}

#[test]
fn the_exit_status_tells_errors_from_wrong_arguments() {
    let site = Site::new("valid", profile("\"title\": \"A\", \"date\": \"2024\""));
    assert_eq!(site.findings(), (0, Vec::new()));
    assert_eq!(site.check(&[]).0, 0);
    let site = Site::new("warning", profile("\"title\": \"A &amp; B\", \"date\": \"2024\""));
    let (status, findings) = site.findings();
    assert_eq!((status, findings.len()), (0, 1));
    for arguments in [&["--jason"][..], &["--json", "--json"], &["another"]] {
        let (status, output) = site.check(arguments);
        assert_eq!((status, output.stdout.len()), (2, 0), "{arguments:?}");
    }
    assert_eq!(run(&["check", "/there/is/no/such/folder"]).0, 1);
    assert_eq!(run(&["chekc"]).0, 2);
}

/// The text and the JSON list the same findings, and the text contains every part.
#[test]
fn text_and_json_list_the_same_findings() {
    let syntax = "{\n\"person\": { \"nam\": \"Ada\" }\n\"pages\": [{ \"slug\": \"\", }],\n'a': 'b' }";
    let values = profile(
        "\"title\": \"``A'' {DNA} C\", \"date\": 2024, \"links\": [{ \"url\": \"www.lab.example:80\" }, { \"url\": \
         \"/nowhere/\" }, { \"kind\": \"pdf\", \"url\": \"javascript:x\" }], \"doi\": \"https://doi.org/10.1145/1.2\", \
         \"venue\": \"v\", \"topics\": \"x, y\", \"journal\": 1, \"jounal\": 1, \"note\": \"[x](a b.pdf) <i>y</i> [^1]\", \
         \"versions\": [{ \"date\": \"soon\\u001f\", \"note\": 3 }], \"title\": \"B\", \"language\": \"e\"",
    );
    let large = include_str!("../fixtures/scholar-300.json").replace("\"date\": \"20", "\"date\": \"x20");
    for (name, profile, at_least) in [("syntax", syntax, 3), ("values", &values, 16), ("large", &large, 300)] {
        let site = Site::new(name, profile);
        let (_, findings) = site.findings();
        let lines = site.lines();
        assert!(findings.len() >= at_least, "{name}: {lines:#?}");
        assert_eq!(findings.len(), lines.len(), "{name}: {lines:#?}");
        for (finding, line) in findings.iter().zip(&lines) {
            let text = |field: &str| finding[field].as_str().unwrap_or_default();
            let start = format!("{}:{}:{}: ", site.file(), finding["line"], finding["column"]);
            let warning = if finding["severity"] == "warning" { "warning: " } else { "" };
            let path = if finding["path"].is_null() { String::new() } else { format!("{}: ", text("path")) };
            let rest =
                line.strip_prefix(&format!("{start}{warning}{path}")).unwrap_or_else(|| panic!("{line}: {finding}"));
            let rest = rest.strip_prefix("found ").unwrap_or(rest);
            // Between the parts there is only punctuation.
            let mut rest = rest.strip_prefix(text("found")).unwrap_or_else(|| panic!("{line}: {finding}"));
            for (field, separators) in [("expected", &["; expected "][..]), ("suggestion", &["; ", ": "])] {
                if let Some(part) = finding[field].as_str() {
                    let after =
                        separators.iter().find_map(|separator| rest.strip_prefix(separator)?.strip_prefix(part));
                    rest = after.unwrap_or_else(|| panic!("{line}: {finding}"));
                }
            }
            assert_eq!(rest, "", "{line}: {finding}");
            assert!(!text("found").is_empty() && !text("found").contains("; expected "), "{line}: {finding}");
        }
    }
}

#[test]
fn a_site_that_cannot_be_checked_has_one_finding() {
    let site = Site::new("lost", "{}");
    let folder = site.0.display().to_string();
    fs::remove_file(site.0.join("content.json")).unwrap();
    let (status, findings) = site.findings();
    assert_eq!((status, findings.len()), (1, 1));
    assert_eq!(
        findings[0],
        json!({
            "severity": "error", "file": site.file(), "line": 1, "column": 1, "path": null,
            "found": "no content.json in this folder", "expected": "the folder of a site",
            "suggestion": format!("to make one, run: frontispiece new {folder}")
        })
    );
    let (status, output) = run(&["check", "/there/is/no/such/folder", "--json"]);
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((status, &findings[0]["found"]), (1, &json!("no such folder")));
}

/// An unreadable style sheet hides no other finding.
#[test]
fn an_unreadable_theme_is_one_of_the_findings() {
    let site = Site::new("theme", profile("\"title\": \"A\", \"date\": \"May 2024\""));
    fs::write(site.0.join("theme.css"), b"\xff\xfea\0").unwrap();
    let (status, findings) = site.findings();
    assert_eq!((status, findings.len()), (1, 2), "{findings:?}");
    assert_eq!(findings[1]["file"], site.0.join("theme.css").display().to_string());
    let report = String::from_utf8(site.check(&[]).1.stderr).unwrap();
    assert!(report.contains("theme.css:1:1: ") && report.contains("publications[0].date"), "{report}");
}

#[test]
fn what_stops_a_build_is_an_error_of_the_check() {
    let site = Site::new("build", profile("\"title\": \"A\", \"date\": \"2024\""));
    fs::write(site.0.join("icon.svg"), "x").unwrap();
    let (status, findings) = site.findings();
    assert_eq!((status, findings.len()), (1, 1), "{findings:?}");
    assert_eq!(findings[0]["file"], site.0.join("icon.svg").display().to_string());
    assert_eq!(findings[0]["expected"], "an SVG image");
    fs::write(site.0.join("icon.svg"), "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'/>").unwrap();
    assert_eq!(site.findings(), (0, Vec::new()));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_an_error() {
    let (site, other) = (Site::new("links", profile("\"title\": \"A\", \"date\": \"2024\"")), Site::new("other", "{}"));
    fs::write(other.0.join("theme.css"), "a { color: red").unwrap();
    let target = fs::canonicalize(other.0.join("theme.css")).unwrap();
    for link in ["icon.svg", "notes.txt", "theme.css"] {
        std::os::unix::fs::symlink(&target, site.0.join(link)).unwrap();
    }
    fs::write(site.0.join("inside.txt"), "").unwrap();
    std::os::unix::fs::symlink("inside.txt", site.0.join("same.txt")).unwrap();
    let (status, output) = site.check(&[]);
    let report = String::from_utf8(output.stderr).unwrap();
    assert_eq!((status, report.lines().count()), (1, 4), "{report}");
    for (line, link) in report.lines().zip(["icon.svg", "notes.txt", "theme.css"]) {
        let expected = format!(
            "{}:1:1: found a symbolic link to {}, which is outside of the site folder; expected a file in the folder; copy \
             the file instead",
            site.0.join(link).display(),
            target.display()
        );
        assert_eq!(line, expected);
    }
}
