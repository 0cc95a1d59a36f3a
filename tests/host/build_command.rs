//! `frontispiece build`: from a site folder to static files, without a compiler.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use frontispiece::build::shell::Shell;

use crate::support::build::Build;

pub const PROFILE: &str = r#"{
  // Noor's site
  "site": { "url": "https://noor.example/home/" },
  "person": { "name": "Noor Tessel" },
  "publications": [{ "id": "a", "title": "On Quills", "type": "journal", "authors": ["Noor Tessel"], "date": "2021" }],
  "pages": [{ "slug": "", "title": "Home" }, { "slug": "publications", "title": "Publications" }],
}"#;

/// A site folder, a shell, and the folder of the release build from which the shell comes. All are removed at the end of
/// the test.
pub struct Site {
    pub release: Build,
    pub folder: PathBuf,
}

impl Site {
    pub fn new(name: &str, base: &'static str) -> Site {
        let release = Build::new(name, base, PROFILE);
        release.pack_shell();
        let folder = release.folder.join("site");
        let site = Site { release, folder };
        site.write("content.json", PROFILE);
        site.write("files/paper.txt", &"A paper. ".repeat(100));
        site
    }

    pub fn shell(&self) -> PathBuf {
        self.release.folder.join("shell.tar")
    }

    pub fn out(&self) -> PathBuf {
        self.release.folder.join("out")
    }

    pub fn write(&self, path: &str, text: &str) {
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Runs the command. Returns its exit status and its output.
    pub fn build(&self, out: &Path, options: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontispiece"));
        command.arg("build").arg(&self.folder).arg("--out").arg(out).arg("--shell").arg(self.shell());
        let Output { status, stdout, stderr } = command.args(options).output().unwrap();
        let printed = [stdout, stderr].map(|text| String::from_utf8(text).unwrap()).concat();
        (status.code().unwrap(), printed)
    }

    /// Returns the names in the folder that holds the output folder.
    pub fn neighbors(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.release.folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// Returns every file below a folder.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn the_program_writes_the_files_of_a_release_build() {
    for base in ["/", "/sub/"] {
        let site = Site::new("program", base);
        let (status, printed) = site.build(&site.out(), &["--base", base]);
        assert_eq!(status, 0, "{printed}");
        site.release.draw_and_compress().unwrap();
        let (program, release) = (files(&site.out()), site.release.files());
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&program), names(&release));
        for (name, bytes) in &program {
            assert!(bytes == &release[name], "{base}: {name}");
        }
    }
}

/// The shell is the same, whichever base and profile the release build had, and whether it was prerendered.
#[test]
fn the_shell_holds_nothing_of_a_build() {
    let site = Site::new("shell", "/");
    assert_eq!(site.build(&site.out(), &[]).0, 0);
    let expected = files(&site.out());
    let pack = |of: &Site| fs::write(site.shell(), Shell::of(&of.release.dist()).unwrap().pack().unwrap()).unwrap();
    let below = Site::new("shell", "/sub/");
    below.release.edit("content.json", "Noor Tessel", "Liv Olsvik");
    for is_prerendered in [false, true] {
        if is_prerendered {
            below.release.run().unwrap();
        }
        pack(&below);
        assert_eq!(site.build(&site.out(), &[]).0, 0);
        let packed = files(&site.out());
        for (name, bytes) in &expected {
            assert!(bytes == &packed[name], "{is_prerendered}: {name}");
        }
    }
}

#[test]
fn the_shell_holds_the_style_sheets_that_its_page_names() {
    let site = Site::new("sheets", "/sub/");
    let name = "print-0123456789abcdef.css";
    site.release.write(name, "p { color: black }");
    let link = format!("<link rel=\"stylesheet\" media=\"print\" href=\"/sub/{name}\">");
    site.release.edit("index.html", "<title>Homepage</title>", &format!("<title>Homepage</title>{link}"));
    fs::write(site.shell(), Shell::of(&site.release.dist()).unwrap().pack().unwrap()).unwrap();
    assert_eq!(site.build(&site.out(), &[]).0, 0);
    assert_eq!(fs::read_to_string(site.out().join(name)).unwrap(), "p { color: black }");
    let page = fs::read_to_string(site.out().join("index.html")).unwrap();
    assert!(page.contains(&format!("href=\"/home/{name}\"")), "{page}");
}

#[test]
fn the_default_base_is_the_path_of_the_site() {
    let site = Site::new("base", "/");
    assert_eq!(site.build(&site.out(), &[]).0, 0);
    let page = fs::read_to_string(site.out().join("index.html")).unwrap();
    assert!(page.contains("data-base=\"/home/\""), "{page}");
}

#[test]
fn a_build_replaces_the_earlier_one() {
    let site = Site::new("again", "/");
    site.write("old.txt", "old");
    assert_eq!(site.build(&site.out(), &[]).0, 0);
    let first = files(&site.out());
    assert!(first.contains_key("old.txt") && first.contains_key("publications/a/index.html"));
    // Systems leave such files everywhere.
    fs::write(site.out().join(".DS_Store"), "x").unwrap();
    fs::remove_file(site.folder.join("old.txt")).unwrap();
    site.write("content.json", &PROFILE.replace("\"id\": \"a\"", "\"id\": \"b\""));
    let (status, printed) = site.build(&site.out(), &[]);
    assert_eq!(status, 0, "{printed}");
    let second = files(&site.out());
    assert!(second.contains_key("publications/b/index.html"));
    for name in ["old.txt", "publications/a/index.html", ".DS_Store"] {
        assert!(!second.contains_key(name), "{name}");
    }
    assert_eq!(site.neighbors(), ["dist", "out", "shell.tar", "site"]);
}

#[test]
fn the_output_folder_may_be_in_the_site_but_not_contain_it() {
    let site = Site::new("inside", "/");
    let out = site.folder.join("dist");
    for _ in 0..2 {
        let (status, printed) = site.build(&out, &[]);
        assert_eq!(status, 0, "{printed}");
        assert!(!out.join("dist").exists());
    }
    for out in [&*site.folder, site.folder.parent().unwrap()] {
        let before = files(out);
        let (status, printed) = site.build(out, &[]);
        assert_eq!(status, 1, "{printed}");
        assert!(printed.contains("the output folder must not contain the site folder"), "{printed}");
        assert!(before == files(out));
    }
}

#[test]
fn errors_leave_the_earlier_site_unchanged() {
    let site = Site::new("errors", "/");
    assert_eq!(site.build(&site.out(), &[]).0, 0);
    let before = files(&site.out());
    let replace = |from: &str, to: &str| site.write("content.json", &PROFILE.replace(from, to));
    replace("\"2021\"", "\"soon\"");
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && printed.contains("found \"soon\"; expected a date"), "{printed}");
    site.write("content.json", "");
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && printed.contains("content.json:1:1: "), "{printed}");
    // A page of the content has the path of a file.
    replace("\"slug\": \"publications\"", "\"slug\": \"\u{66}iles\"");
    site.write("files/index.html", "mine");
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && printed.contains("files"), "{printed}");
    fs::remove_file(site.folder.join("content.json")).unwrap();
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && printed.contains("found no content.json in this folder"), "{printed}");
    assert!(before == files(&site.out()));
    assert_eq!(site.neighbors(), ["dist", "out", "shell.tar", "site"]);
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_site_are_refused() {
    let site = Site::new("link", "/");
    fs::write(site.release.folder.join("secret.txt"), "secret").unwrap();
    std::os::unix::fs::symlink("../../secret.txt", site.folder.join("files/secret.txt")).unwrap();
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && printed.contains("files/secret.txt:1:1: found a symbolic link to "), "{printed}");
    assert!(!site.out().exists());
    fs::remove_file(site.folder.join("files/secret.txt")).unwrap();
    std::os::unix::fs::symlink("paper.txt", site.folder.join("files/same.txt")).unwrap();
    assert_eq!(site.build(&site.out(), &[]).0, 0);
    assert_eq!(
        fs::read(site.out().join("files/same.txt")).unwrap(),
        fs::read(site.folder.join("files/paper.txt")).unwrap()
    );
}

#[test]
fn files_that_are_not_for_visitors_are_named() {
    let site = Site::new("hidden", "/");
    for name in [".env", ".git/config", "AGENTS.md", "README.md", "import-record.json"] {
        site.write(name, "x");
    }
    site.write(".well-known/security.txt", "Contact: mailto:noor@noor.example");
    let (status, printed) = site.build(&site.out(), &[]);
    assert_eq!(status, 0, "{printed}");
    assert!(printed.contains("not published: .env (a hidden file)\n"), "{printed}");
    let files = files(&site.out());
    assert!(files.contains_key(".well-known/security.txt"));
    for name in [".env", ".git/config", "AGENTS.md", "README.md", "import-record.json"] {
        assert!(!files.contains_key(name), "{name}");
    }
}

#[test]
fn wrong_arguments_have_status_2() {
    for arguments in [&["build", "--nowhere"][..], &["biuld"], &["import"], &["check", "a", "b"], &[]] {
        let output = Command::new(env!("CARGO_BIN_EXE_frontispiece")).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_theme_and_the_icon_of_the_site_replace_those_of_the_program() {
    let site = Site::new("theme", "/");
    // The release has an icon of another name, as Trunk writes it.
    site.release.edit("index.html", "/icon.svg", "/icon-0123456789abcdef.svg");
    fs::rename(site.release.dist().join("icon.svg"), site.release.dist().join("icon-0123456789abcdef.svg")).unwrap();
    fs::write(site.shell(), Shell::of(&site.release.dist()).unwrap().pack().unwrap()).unwrap();
    assert_eq!(site.build(&site.out(), &["--base", "/"]).0, 0);
    assert!(site.out().join("icon-0123456789abcdef.svg").exists());

    site.write("theme.css", "\u{feff}:root { --accent: #123456 }\r\nbody { background: url(files/paper.txt) }\r\n");
    let icon = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="4"/></svg>"##;
    site.write("icon.svg", icon);
    let (status, printed) = site.build(&site.out(), &["--base", "/x/"]);
    assert_eq!(status, 0, "{printed}");
    let page = fs::read_to_string(site.out().join("publications/a/index.html")).unwrap();
    let css = ":root { --accent: #123456 }\nbody { background: url(\"/x/files/paper.txt\") }";
    assert!(page.contains(&format!("<style data-prerendered>{css}</style>")), "{page}");
    let hash = frontispiece::build::page::csp::integrity(css.as_bytes());
    assert!(page.contains(&hash), "{hash} is not in the policy");
    assert!(page.contains("href=\"/x/icon.svg\""), "{page}");
    assert_eq!(fs::read_to_string(site.out().join("icon.svg")).unwrap(), icon);
    assert!(!site.out().join("icon-0123456789abcdef.svg").exists());
    assert!(site.out().join("favicon.ico").exists());
}
