//! `frontispiece import`: the command, its files and its exit status.

use std::{
    collections::HashMap,
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::PathBuf,
    process::{Command, Output},
    thread,
};

use frontispiece::content::plain_json;
use serde_json::{Value, json};

/// A folder with a site. It is removed at the end of the test.
struct Site(PathBuf);

const PROFILE: &str = "{\n\t// Noor's site\n\t\"person\": { \"name\": \"Noor Tessel\" },\n\t\"publications\": [\n\t],\n\t\"pages\": \
                       [{ \"slug\": \"\", \"title\": \"Home\" }], // the end\n}\n";

const BIBTEX: &str = "@article{tessel2021,\n  title = {On Quills},\n  author = {Tessel, Noor and Byron, A.},\n  journal = {Journal \
                      of Quillwork},\n  year = 2021,\n  keywords = {ink, paper}\n}\n\n@misc{broken,\n  title = {Half\n\n\
                      @book{vray2019,\n  title = {Feathers},\n  author = {Tessel, N.},\n  publisher = {Fenn},\n  year = 2019\n}\n";

impl Site {
    fn new(name: &str) -> Site {
        let folder = std::env::temp_dir().join(format!("frontispiece-import-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Site(folder)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let file = self.0.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        file.display().to_string()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    }

    /// Runs the command for this site. Returns its exit status and its output.
    fn import(&self, arguments: &[&str]) -> (i32, Output) {
        self.import_from(arguments, &[])
    }

    fn import_from(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, Output) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontispiece"));
        command.arg("import").args(arguments).args(["--site", self.0.to_str().unwrap()]);
        command.envs(variables.iter().copied());
        let output = command.output().unwrap();
        (output.status.code().unwrap(), output)
    }

    fn check(&self) -> (i32, Output) {
        let output = Command::new(env!("CARGO_BIN_EXE_frontispiece"))
            .args(["check", self.0.to_str().unwrap()])
            .output()
            .unwrap();
        (output.status.code().unwrap(), output)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn json_of(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("the standard output is JSON")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Asserts that the entries of each file are the sum of what became of them.
fn assert_sums(report: &Value) {
    for file in report["files"].as_array().unwrap() {
        let number = |name: &str| file[name].as_u64().unwrap();
        let sum = ["imported", "updated", "merged", "unchanged"].map(number).iter().sum::<u64>();
        assert_eq!(number("entries"), sum + file["skipped"].as_array().unwrap().len() as u64, "{file}");
    }
}

#[test]
fn a_list_is_imported_and_every_entry_is_accounted_for() {
    let site = Site::new("list");
    site.write("content.json", PROFILE);
    let list = site.write("papers.bib", BIBTEX);
    let (status, output) = site.import(&[&list, "--json"]);
    let report = json_of(&output);
    assert_eq!(status, 1, "{report:#}");
    let file = &report["files"][0];
    assert_eq!((&file["file"], &file["format"]), (&json!(list), &json!("BibTeX")));
    assert_eq!((&file["entries"], &file["imported"]), (&json!(3), &json!(2)));
    assert_eq!((&file["skipped"][0]["key"], &file["skipped"][0]["line"]), (&json!("broken"), &json!(9)));
    assert_sums(&report);
    let fields: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["files", "warnings"]);
    for warning in report["warnings"].as_array().unwrap() {
        assert_eq!(warning.as_object().unwrap().keys().collect::<Vec<_>>(), ["file", "line", "path", "message"]);
    }
    let content = site.read("content.json");
    assert!(content.starts_with("{\n\t// Noor's site\n") && content.ends_with("// the end\n}\n"), "{content}");
    assert!(content.contains("\n\t\t\t\"id\": \"tessel2021\",\n\t\t\t\"title\": \"On Quills\",\n"), "{content}");
    assert_eq!(site.check().0, 0);
    assert_eq!(site.files(), ["content.json", "import-record.json", "papers.bib"]);
    // The same command changes nothing.
    let record = site.read("import-record.json");
    let (status, output) = site.import(&[&list, "--json"]);
    assert_eq!((status, &json_of(&output)["files"][0]["unchanged"]), (1, &json!(2)));
    assert_eq!((site.read("content.json"), site.read("import-record.json")), (content, record));
}

/// The check of an import reads the files of the site, so a text in a file is no error.
#[test]
fn a_text_that_the_scholar_has_moved_to_a_file_stays_there() {
    let site = Site::new("files");
    let bibtex = "@article{tessel2021,\n  title = {On Quills},\n  author = {Tessel, Noor},\n  journal = {Ink},\n  \
                  abstract = {Quills write.},\n  year = 2021\n}\n";
    site.write("content.json", PROFILE);
    let list = site.write("papers.bib", bibtex);
    assert_eq!(site.import(&[&list]).0, 0);
    let content =
        site.read("content.json").replace("\"Quills write.\"", "{ \"file\": \"texts/quills.md\" } /* mine */");
    assert!(content.contains("quills.md"), "{content}");
    site.write("content.json", &content);
    site.write("texts/quills.md", "Quills *write*.\n");
    let record = site.read("import-record.json");
    let (status, output) = site.import(&[&list, "--json"]);
    let report = json_of(&output);
    assert_eq!((status, &report["files"][0]["unchanged"], &report["warnings"]), (0, &json!(1), &json!([])));
    assert_eq!((site.read("content.json"), site.read("import-record.json")), (content.clone(), record));
    site.write("papers.bib", &bibtex.replace("write", "draw").replace("2021\n", "2022\n"));
    let (status, output) = site.import(&[&list, "--json"]);
    let message = &json_of(&output)["warnings"][0]["message"];
    let expected =
        "kept the text in texts/quills.md; this entry has \"Quills draw.\"; if that is right, write it there";
    assert_eq!((status, message), (0, &json!(expected)));
    assert_eq!(site.read("content.json"), content.replace("\"date\": \"2021\"", "\"date\": \"2022\""));
    assert_eq!(site.read("texts/quills.md"), "Quills *write*.\n");
    assert_eq!(site.check().0, 0);
}

#[test]
fn a_new_profile_records_the_version_of_its_format() {
    let site = Site::new("version");
    let list = site.write("papers.bib", BIBTEX);
    site.import(&[&list]);
    let content: Value = serde_json::from_str(&plain_json(&site.read("content.json"))).unwrap();
    assert_eq!(content["schemaVersion"], 1);
    assert_eq!(site.check().0, 0);
}

#[test]
fn the_report_for_people_is_readable() {
    let site = Site::new("text");
    site.write("content.json", PROFILE);
    let list = site.write("papers.bib", BIBTEX);
    let (_, output) = site.import(&[&list]);
    let report = text(&output.stdout);
    assert!(
        report.starts_with(&format!("{list} (BibTeX): 3 entries\n      2 imported: new publications\n")),
        "{report}"
    );
    assert!(report.contains(&format!("import it again):\n  {list}:9: broken: ")), "{report}");
    assert!(report.contains("added \"N. Tessel\", another spelling of your name"), "{report}");
    assert!(report.contains("\nwrote "), "{report}");
    let (_, output) = site.import(&[&list]);
    assert!(text(&output.stdout).ends_with("content.json is up to date\n"));
}

#[test]
fn a_trial_run_writes_nothing() {
    let site = Site::new("trial");
    site.write("content.json", PROFILE);
    let list = site.write("papers.bib", &BIBTEX[..BIBTEX.find("@misc").unwrap()]);
    let (status, output) = site.import(&[&list, "--dry-run"]);
    assert_eq!(status, 0);
    assert!(text(&output.stdout).contains("nothing was written (--dry-run)"));
    assert_eq!(site.read("content.json"), PROFILE);
    assert_eq!(site.files(), ["content.json", "papers.bib"]);
}

#[test]
fn nothing_is_written_if_a_file_cannot_be_read() {
    let site = Site::new("unreadable");
    site.write("content.json", PROFILE);
    let list = site.write("papers.bib", BIBTEX);
    let wrong = site.write("letter.txt", "Dear colleagues,");
    for (arguments, part) in [
        (vec![&*list, &wrong], "letter.txt: found a text without entries"),
        (vec![&list, "missing.bib"], "missing.bib: found no such file or folder"),
        (vec![], "required arguments were not provided"),
        (vec![&list, "--jsn"], "unexpected argument '--jsn'"),
        (vec!["--orcid", "0000-0002-1825-0098"], "ISO 7064"),
    ] {
        let (status, output) = site.import(&arguments);
        assert_eq!(status, 2, "{arguments:?}");
        assert!(text(&output.stderr).contains(part), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty());
        assert_eq!(site.read("content.json"), PROFILE);
    }
    site.write("content.json", "{ \"person\": { \"name\": \"Ada\" } \"pages\": [] }");
    let (status, output) = site.import(&[&list]);
    assert_eq!(status, 1);
    let expected = format!("{}:1:30: a comma is missing after }}", site.0.join("content.json").display());
    assert!(text(&output.stderr).contains(&expected), "{}", text(&output.stderr));
    assert_eq!(site.files(), ["content.json", "letter.txt", "papers.bib"]);
}

#[test]
fn a_folder_is_imported_into_a_new_site() {
    let site = Site::new("folder");
    site.write("lists/a.bib", "@book{a, title = {Feathers}, author = {Noor Tessel}, year = 2019}");
    site.write(
        "lists/b.json",
        r#"[{ "id": "b", "type": "book", "title": "Ink", "author": [{ "family": "Tessel", "given": "Noor" }] }]"#,
    );
    site.write("lists/package.json", r#"{ "name": "x" }"#);
    let folder = site.0.join("lists").display().to_string();
    let (status, output) = site.import(&[&folder, "--json"]);
    let report = json_of(&output);
    assert_eq!(status, 0, "{report:#} {}", text(&output.stderr));
    assert_sums(&report);
    assert_eq!(report["files"].as_array().unwrap().len(), 2);
    assert!(report["warnings"].to_string().contains("package.json"));
    let content: Value = serde_json::from_str(&plain_json(&site.read("content.json"))).unwrap();
    assert_eq!(content["person"]["name"], "Noor Tessel");
    assert_eq!(content["publications"].as_array().unwrap().len(), 2);
    assert_eq!(site.check().0, 0);
}

/// Serves answers at a loopback address: the path of the request, and the status and the body of its answer. Returns its
/// URL.
fn serve(answers: HashMap<String, (u16, String)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let answers = answers.clone();
            thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let first = lines.next().unwrap().unwrap();
                while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
                let path = first.split(' ').nth(1).unwrap();
                let (status, body) = answers.get(path).cloned().unwrap_or((404, "Not found".to_owned()));
                let head =
                    format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                let _ = stream.write_all([head, body].concat().as_bytes());
            });
        }
    });
    url
}

/// A work as ORCID's API returns it.
fn orcid_work(code: u32, title: &str, doi: &str) -> Value {
    json!({
        "put-code": code, "title": { "title": { "value": title } }, "type": "journal-article",
        "publication-date": { "year": { "value": "2020" } },
        "external-ids": { "external-id": [
            { "external-id-type": "doi", "external-id-value": doi, "external-id-relationship": "self" }] },
        "contributors": { "contributor": [{ "credit-name": { "value": "Noor Tessel" } }] }
    })
}

#[test]
fn the_works_of_an_orcid_id_are_fetched() {
    let id = "0000-0002-1825-0097";
    let record = json!({
        "orcid-identifier": { "path": id },
        "person": { "name": { "credit-name": { "value": "Noor Tessel" } } },
        "activities-summary": { "works": { "group": [
            { "work-summary": [orcid_work(7, "Quils", "10.5555/a")] }, { "work-summary": [orcid_work(8, "Ink", "10.5555/b(1)")] }] } }
    });
    let works = json!({ "bulk": [{ "work": orcid_work(7, "Quils", "10.5555/a") }, { "work": orcid_work(8, "Ink", "10.5555/b(1)") }] });
    let csl = json!({
        "type": "article-journal", "title": "On Quills", "DOI": "10.5555/a", "container-title": "Journal of Quillwork",
        "author": [{ "family": "Tessel", "given": "Noor" }], "issued": { "date-parts": [[2020, 5]] }
    });
    let csl_path = "/works/10.5555%2Fa/transform/application/vnd.citationstyles.csl+json".to_owned();
    let url = serve(HashMap::from([
        (format!("/v3.0/{id}/record"), (200, record.to_string())),
        (format!("/v3.0/{id}/works/7,8"), (200, works.to_string())),
        (csl_path, (200, csl.to_string())),
    ]));
    let variables = [("FRONTISPIECE_ORCID_URL", &*url), ("FRONTISPIECE_CROSSREF_URL", &url)];
    let site = Site::new("orcid");
    let (status, output) = site.import_from(&["--orcid", &format!("https://orcid.org/{id}"), "--json"], &variables);
    let errors = text(&output.stderr);
    assert_eq!(status, 0, "{errors}");
    let report = json_of(&output);
    assert_sums(&report);
    assert_eq!(report["files"][0]["imported"], 2, "{report:#}");
    assert!(report["warnings"].to_string().contains("Crossref has no metadata of 10.5555/b(1)"), "{report:#}");
    assert!(errors.contains(&format!("requesting the record of {id} from ORCID: {url}/v3.0/{id}/record")), "{errors}");
    assert!(errors.contains("requesting the metadata of 2 DOIs from Crossref"), "{errors}");
    let content: Value = serde_json::from_str(&plain_json(&site.read("content.json"))).unwrap();
    assert_eq!(content["person"]["name"], "Noor Tessel");
    assert_eq!(content["person"]["ids"]["orcid"], id);
    let titles: Vec<&Value> = content["publications"].as_array().unwrap().iter().map(|one| &one["title"]).collect();
    assert_eq!(titles, ["On Quills", "Ink"]);
    assert_eq!(content["publications"][0]["date"], "2020-05");
    // Without an answer of ORCID nothing is imported.
    let (status, output) = site.import_from(&["--orcid", "0000-0002-1694-233X"], &variables);
    assert_eq!(status, 2);
    assert!(text(&output.stderr).contains("0000-0002-1694-233X/record"), "{}", text(&output.stderr));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_leaves_the_folder() {
    use std::os::unix::fs::symlink;
    let old = format!("{}/tests/fixtures/sites/academicpages", env!("CARGO_MANIFEST_DIR"));
    for (link, target) in [("content.json", "real.json"), ("import-record.json", "record.json"), ("files", "pdfs")] {
        let elsewhere = Site::new(&format!("elsewhere-{link}"));
        let site = Site::new(&format!("links-{link}"));
        elsewhere.write("real.json", PROFILE);
        elsewhere.write("record.json", "{}");
        elsewhere.write("pdfs/mine.txt", "mine");
        symlink(elsewhere.0.join(target), site.0.join(link)).unwrap();
        if link != "content.json" {
            site.write("content.json", PROFILE);
        }
        let before = (site.files(), elsewhere.files());
        let (status, output) = site.import(&[&old]);
        let errors = text(&output.stderr);
        assert_eq!(status, 1, "{link}: {errors}");
        let expected = format!("{}: found a symbolic link to ", site.0.join(link).display());
        assert!(errors.starts_with(&expected) && errors.contains("outside of the site folder"), "{errors}");
        assert_eq!((site.files(), elsewhere.files()), before);
        assert_eq!((elsewhere.read("real.json"), elsewhere.read("record.json")), (PROFILE.to_owned(), "{}".to_owned()));
        assert_eq!(fs::read_dir(elsewhere.0.join("pdfs")).unwrap().count(), 1);
    }
    // A link within the folder is followed, and stays a link.
    let site = Site::new("links-inside");
    site.write("data/real.json", PROFILE);
    symlink("data/real.json", site.0.join("content.json")).unwrap();
    site.write("papers/x.txt", "");
    symlink("papers", site.0.join("files")).unwrap();
    let (status, output) = site.import(&[&old]);
    assert_eq!((status, &*text(&output.stderr)), (0, ""));
    assert!(site.0.join("content.json").is_symlink() && site.0.join("papers/wells.pdf").is_file());
    assert!(site.read("data/real.json").len() > PROFILE.len());
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_an_old_site_is_left_out() {
    let site = Site::new("old-links");
    for (file, text) in [
        ("old/_config.yml", "title: Quill Tessel\nauthor:\n  name: Quill Tessel\n"),
        ("old/_pages/about.md", "---\npermalink: /\ntitle: About\n---\n[CV](/files/cv.pdf) [Talk](/files/talk.pdf)\n"),
        ("old/files/talk.pdf", "%PDF-1.4 a talk"),
        ("secret.pdf", "secret"),
    ] {
        site.write(file, text);
    }
    for (target, link) in [("../../secret.pdf", "cv.pdf"), ("nowhere", "broken.pdf"), ("..", "up")] {
        std::os::unix::fs::symlink(target, site.0.join("old/files").join(link)).unwrap();
    }
    site.write("new/content.json", PROFILE);
    let new = site.0.join("new");
    let output = Command::new(env!("CARGO_BIN_EXE_frontispiece"))
        .args(["import", site.0.join("old").to_str().unwrap(), "--site", new.to_str().unwrap()])
        .output()
        .unwrap();
    let report = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report} {}", text(&output.stderr));
    assert!(new.join("files/talk.pdf").is_file() && !new.join("files/cv.pdf").exists(), "{report}");
    for link in ["cv.pdf: found a symbolic link to ../../secret.pdf,", "broken.pdf: found a symbolic link to nowhere,"]
    {
        assert!(report.contains(link), "{report}");
    }
}

#[test]
fn a_site_that_has_lost_its_content_is_refused() {
    let site = Site::new("lost");
    site.write("content.json", PROFILE);
    let list = site.write("papers.bib", BIBTEX);
    site.import(&[&list]);
    let (content, record) = (site.read("content.json"), site.read("import-record.json"));
    for (lost, found) in
        [(None, "found no such file"), (Some(""), "found an empty file"), (Some(" \n"), "found an empty file")]
    {
        fs::remove_file(site.0.join("content.json")).unwrap();
        if let Some(text) = lost {
            site.write("content.json", text);
        }
        let (status, output) = site.import(&[&list]);
        let errors = text(&output.stderr);
        assert_eq!(status, 1, "{errors}");
        assert!(errors.contains(&format!("content.json: {found}; expected the content of the earlier")), "{errors}");
        assert_eq!(fs::read_to_string(site.0.join("content.json")).ok().as_deref(), lost);
        assert_eq!(site.read("import-record.json"), record);
        site.write("content.json", &content);
    }
}

/// A limit of the file size has the effect of a full disk.
#[cfg(unix)]
#[test]
fn a_failed_write_is_no_wrong_usage() {
    let site = Site::new("full");
    site.write("content.json", PROFILE);
    let list = site.write("papers.bib", BIBTEX);
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_frontispiece"), "import"])
        .args([&list, "--site", site.0.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("content.json: File too large"), "{}", text(&output.stderr));
    assert_eq!(
        (site.read("content.json"), site.files()),
        (PROFILE.to_owned(), vec!["content.json".into(), "papers.bib".into()])
    );
}
