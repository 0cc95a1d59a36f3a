//! `frontispiece new`: the folder of a new site.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use frontispiece::{
    content::SAMPLE_MARKER,
    content::{plain_json, schema::schema},
    import::merge::NEW_PROFILE,
};
use serde_json::{Value, json};

use crate::support::{build::Build, scratch::Scratch};

const PAPERS: &str = "@article{tessel2021,\n  title = {On Quills},\n  author = {Tessel, Noor},\n  journal = {Journal of \
                      Quillwork},\n  year = 2021\n}\n@book{byron1999, title = {Ink}, author = {Noor Tessel and Ada Byron}, \
                      year = 1999}\n";

/// The files of a site with sample texts.
const FILES: [&str; 6] = [".github", ".gitignore", "AGENTS.md", "README.md", "content.json", "content.schema.json"];

/// Runs the program in a folder. Returns its exit status and its output.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontispiece"));
    let Output { status, stdout, stderr } =
        command.args(arguments).current_dir(folder).env_remove("UV").output().unwrap();
    (status.code().unwrap(), [stdout, stderr].map(|text| String::from_utf8(text).unwrap()).concat())
}

fn profile(scratch: &Scratch, name: &str) -> Value {
    serde_json::from_str(&plain_json(&scratch.read(name))).unwrap()
}

/// Asserts that the check of a new site finds no errors, and that the program builds it.
fn assert_builds(scratch: &Scratch, site: &str) {
    let (status, printed) = run(scratch.path(), &["check", site]);
    assert_eq!(status, 0, "{printed}");
    let release = Build::new("new", "/", "{}");
    let shell = release.pack_shell();
    let (status, printed) = run(scratch.path(), &["build", site, "--shell", shell.to_str().unwrap()]);
    assert_eq!(status, 0, "{printed}");
    assert!(scratch.read("dist/index.html").contains("data-base=\"/"));
    assert!(!scratch.path().join("dist/README.md").exists() && !scratch.path().join("dist/AGENTS.md").exists());
}

#[test]
fn a_new_site_has_sample_texts_and_can_be_built() {
    let scratch = Scratch::new("new");
    let (status, printed) = run(scratch.path(), &["new", "me"]);
    assert_eq!(status, 0, "{printed}");
    assert_eq!(scratch.names("me"), FILES);
    assert_eq!(scratch.names("."), ["me"]);
    assert_eq!(scratch.read("me/content.json"), NEW_PROFILE);
    assert_eq!(scratch.read("me/content.schema.json"), schema());
    assert!(printed.starts_with("created the site in me (no errors or warnings)\n"), "{printed}");
    for next in ["  frontispiece serve me ", "  frontispiece build me "] {
        assert!(printed.contains(next), "{printed}");
    }
    assert_builds(&scratch, "me");
}

#[test]
fn a_list_gives_the_name_and_the_publications() {
    let scratch = Scratch::new("new-bib");
    scratch.write("papers.bib", PAPERS);
    scratch.write("more.bib", "@book{c, title = {Paper}, author = {Noor Tessel}, year = 2001}");
    let (status, printed) = run(scratch.path(), &["new", "a/me", "--bib", "papers.bib", "--bib", "more.bib"]);
    assert_eq!(status, 0, "{printed}");
    assert!(printed.contains("papers.bib (BibTeX): 2 entries\n") && !printed.contains(".new"), "{printed}");
    let profile = profile(&scratch, "a/me/content.json");
    assert_eq!(profile["person"]["name"], "Noor Tessel");
    let ids: Vec<&str> =
        profile["publications"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, ["tessel2021", "c", "byron1999"]);
    // What is not known is still marked.
    assert!(profile["person"]["headline"].as_str().unwrap().starts_with(SAMPLE_MARKER));
    assert_builds(&scratch, "a/me");
    // The same import changes nothing.
    let before = scratch.read("a/me/content.json");
    assert_eq!(run(scratch.path(), &["import", "papers.bib", "--site", "a/me"]).0, 0);
    assert_eq!(scratch.read("a/me/content.json"), before);
}

#[test]
fn a_name_that_is_given_is_known() {
    let scratch = Scratch::new("new-name");
    let (status, printed) = run(scratch.path(), &["new", "me", "--me", "Ada Byron"]);
    assert_eq!(status, 0, "{printed}");
    assert_eq!(scratch.names("me"), FILES);
    assert_eq!(profile(&scratch, "me/content.json")["person"]["name"], "Ada Byron");
    scratch.write("papers.bib", PAPERS);
    let (status, printed) = run(scratch.path(), &["new", "ada", "--me", "Ada Byron", "--bib", "papers.bib"]);
    assert_eq!(status, 0, "{printed}");
    assert_eq!(profile(&scratch, "ada/content.json")["person"]["name"], "Ada Byron");
}

#[test]
fn an_old_site_is_moved_with_everything() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sites");
    // The first and the third site have drafts, which are left out.
    for (name, owner, file) in [
        ("academicpages", "Quill Tessel", "files/wells.pdf"),
        ("al-folio", "Anna B. Vray", "assets/pdf/type.pdf"),
        ("hugo-blox", "Noor Blot", "uploads/cv.pdf"),
        ("hugo-academic", "Bo Nib", "files/sharp.pdf"),
    ] {
        let scratch = Scratch::new(name);
        let (status, printed) = run(scratch.path(), &["new", "me", "--from", sites.join(name).to_str().unwrap()]);
        assert_eq!(status, 0, "{name}: {printed}");
        let text = scratch.read("me/content.json");
        assert_eq!(profile(&scratch, "me/content.json")["person"]["name"], owner);
        // The old site has a text for everything that is a sample text in a new one.
        assert_eq!(text.matches(SAMPLE_MARKER).count(), 1, "only the comment names the mark: {text}");
        assert!(scratch.path().join("me").join(file).is_file(), "{name}");
        assert_builds(&scratch, "me");
    }
}

#[test]
fn an_orcid_id_becomes_part_of_the_profile() {
    let scratch = Scratch::new("new-orcid");
    let id = "0000-0002-1825-0097";
    let record = json!({ "orcid-identifier": { "path": id },
        "person": { "name": { "credit-name": { "value": "Noor Tessel" } } },
        "activities-summary": { "works": { "group": [] } } });
    scratch.write(&format!("v3.0/{id}/record"), &record.to_string());
    let url = crate::support::file_server::serve_files(scratch.path());
    let output = Command::new(env!("CARGO_BIN_EXE_frontispiece"))
        .args(["new", "me", "--orcid", id, "--me", "Noor Tessel"])
        .current_dir(scratch.path())
        .envs([("FRONTISPIECE_ORCID_URL", &url), ("FRONTISPIECE_CROSSREF_URL", &url)])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let person = &profile(&scratch, "me/content.json")["person"];
    assert_eq!((&person["name"], &person["ids"]), (&json!("Noor Tessel"), &json!({ "orcid": id })));
    assert_builds(&scratch, "me");
}

#[test]
fn a_folder_with_files_is_refused_unchanged() {
    let scratch = Scratch::new("new-files");
    scratch.write("me/notes.txt", "mine");
    let (status, printed) = run(scratch.path(), &["new", "me"]);
    assert_eq!(status, 1, "{printed}");
    assert!(printed.contains("me: found notes.txt; expected a new folder or an empty one"), "{printed}");
    assert_eq!((scratch.names("."), scratch.names("me")), (vec!["me".to_owned()], vec!["notes.txt".to_owned()]));
}

#[test]
fn an_empty_folder_and_an_empty_repository_are_filled() {
    let scratch = Scratch::new("new-empty");
    scratch.write("me/.git/config", "");
    let (status, printed) = run(&scratch.path().join("me"), &["new", "."]);
    assert_eq!(status, 0, "{printed}");
    assert_eq!(scratch.names("me"), [&[".git"], &FILES[..]].concat());
    assert_builds(&scratch, "me");
}

#[test]
fn nothing_is_left_if_the_site_cannot_be_created() {
    let scratch = Scratch::new("new-failure");
    scratch.write("letter.txt", "Dear Noor");
    scratch.write("folder/papers.bib", PAPERS);
    let before = scratch.names(".");
    for (arguments, expected) in [
        (&["--bib", "missing.bib"][..], "missing.bib: found no such file or folder"),
        (&["--bib", "letter.txt"], "letter.txt"),
        (&["--from", "folder"], "folder: found no site of a system that import knows"),
        (&["--from", "missing"], "missing: found no such file or folder"),
        (&["--orcid", "0000-0002-1825-0098"], "ISO 7064"),
    ] {
        let (status, printed) = run(scratch.path(), &[&["new", "a/me"], arguments].concat());
        assert_eq!(status, 2, "{printed}");
        assert!(printed.contains(expected), "{printed}");
        assert_eq!(scratch.names("."), before);
    }
    let (status, _) = run(scratch.path(), &["new"]);
    assert_eq!(status, 2);
}

#[test]
fn the_site_is_created_without_the_entries_that_are_skipped() {
    let scratch = Scratch::new("new-skipped");
    scratch.write("papers.bib", &format!("{PAPERS}@misc{{broken,\n  title = {{Half\n"));
    let (status, printed) = run(scratch.path(), &["new", "me", "--bib", "papers.bib"]);
    assert_eq!(status, 1, "{printed}");
    assert!(printed.contains("broken") && printed.contains("created the site in me"), "{printed}");
    assert_eq!(profile(&scratch, "me/content.json")["publications"].as_array().unwrap().len(), 2);
    assert_eq!(run(scratch.path(), &["check", "me"]).0, 0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new("new-read-only");
    fs::create_dir(scratch.path().join("locked")).unwrap();
    let lock = |mode| fs::set_permissions(scratch.path().join("locked"), fs::Permissions::from_mode(mode)).unwrap();
    lock(0o555);
    let is_root = fs::write(scratch.path().join("locked/x"), "").is_ok();
    let (status, printed) = run(scratch.path(), &["new", "locked/me"]);
    lock(0o755);
    // The superuser may write everywhere.
    if !is_root {
        assert_eq!(status, 1, "{printed}");
        assert!(printed.contains("locked/me: Permission denied"), "{printed}");
        assert!(scratch.names("locked").is_empty());
    }
}

#[test]
fn an_import_into_an_empty_folder_creates_the_same_profile() {
    let scratch = Scratch::new("new-import");
    scratch.write("papers.bib", PAPERS);
    fs::create_dir(scratch.path().join("imported")).unwrap();
    assert_eq!(run(scratch.path(), &["import", "papers.bib", "--site", "imported"]).0, 0);
    assert_eq!(run(scratch.path(), &["new", "new", "--bib", "papers.bib"]).0, 0);
    for name in ["content.json", "content.schema.json", "import-record.json"] {
        assert_eq!(scratch.read(&format!("imported/{name}")), scratch.read(&format!("new/{name}")), "{name}");
    }
    // A new site with sample texts becomes the same by importing later.
    assert_eq!(run(scratch.path(), &["new", "later"]).0, 0);
    assert_eq!(run(scratch.path(), &["import", "papers.bib", "--site", "later"]).0, 0);
    assert_eq!(scratch.read("later/content.json"), scratch.read("new/content.json"));
}
