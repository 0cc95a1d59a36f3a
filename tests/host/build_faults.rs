//! `frontispiece build` loses no file of the user, and leaves nothing half-written.

use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use frontispiece::build::{shell::Shell, site_build::SiteBuild, snapshot::Snapshot};

use crate::build_command::{PROFILE, Site, files};

/// Builds into the output folder and expects that it is refused, with a message that names a path, and unchanged.
fn assert_refused(site: &Site, named: &str) {
    let before = files(&site.out());
    let (status, printed) = site.build(&site.out(), &[]);
    assert_eq!(status, 1, "{named}: {printed}");
    let message = "found files that no build has put there or that were changed after the build";
    assert!(printed.contains(message) && printed.contains(&format!("({named})")), "{printed}");
    assert!(before == files(&site.out()), "{named}");
}

#[test]
fn a_folder_with_other_files_is_refused_unchanged() {
    let site = Site::new("foreign", "/");
    for (file, named) in [
        ("notes/mine.txt", "notes/"),
        ("thesis.tex~", "thesis.tex~"),
        (".env", ".env"),
        (".frontispiece.new", ".frontispiece.new"),
        ("old~/chapter.tex", "old~/"),
    ] {
        let file = site.out().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "mine").unwrap();
        assert_refused(&site, named);
        fs::remove_dir_all(site.out()).unwrap();
    }
    fs::create_dir_all(site.out().join("empty")).unwrap();
    assert_refused(&site, "empty/");
    assert!(site.out().join("empty").is_dir());
}

#[test]
fn what_has_come_or_changed_after_a_build_is_refused_unchanged() {
    let site = Site::new("changed", "/");
    assert_eq!(site.build(&site.out(), &[]).0, 0);
    for (path, named) in
        [("CNAME", "CNAME"), ("sitemap.xml", "sitemap.xml"), ("files/paper.txt", "files/paper.txt"), ("a/b.txt", "a/")]
    {
        let file = site.out().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let before = fs::read(&file).ok();
        fs::write(&file, "mine").unwrap();
        assert_refused(&site, named);
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
        match before {
            Some(before) => fs::write(&file, before).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        let _ = fs::remove_dir(site.out().join("a"));
    }
    // A file that was deleted is written again.
    fs::remove_file(site.out().join("sitemap.xml")).unwrap();
    assert_eq!(site.build(&site.out(), &[]).0, 0);
    assert!(site.out().join("sitemap.xml").exists());
}

#[cfg(unix)]
#[test]
fn links_and_names_that_are_not_unicode_are_refused() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let site = Site::new("foreign-links", "/");
    fs::create_dir_all(site.out()).unwrap();
    let latin1 = site.out().join(OsStr::from_bytes(b"R\xe9sum\xe9.tex"));
    fs::write(&latin1, "mine").unwrap();
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && latin1.exists() && printed.contains("sum\u{fffd}.tex"), "{printed}");
    fs::remove_file(latin1).unwrap();
    for target in ["nowhere", "../site"] {
        let link = site.out().join("link");
        std::os::unix::fs::symlink(target, &link).unwrap();
        assert_refused(&site, "link");
        assert!(link.is_symlink());
        fs::remove_file(link).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn the_output_folder_itself_stays() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let site = Site::new("same-folder", "/");
    fs::create_dir_all(site.out()).unwrap();
    fs::set_permissions(site.out(), fs::Permissions::from_mode(0o2750)).unwrap();
    let before = fs::metadata(site.out()).unwrap();
    for _ in 0..2 {
        let (status, printed) = site.build(&site.out(), &[]);
        assert_eq!(status, 0, "{printed}");
        let after = fs::metadata(site.out()).unwrap();
        assert_eq!((after.ino(), after.mode()), (before.ino(), before.mode()));
    }
}

#[test]
fn content_that_changes_after_the_check_is_not_published() {
    let site = Site::new("unchecked", "/");
    let shell = Shell::of_program(Some(&site.shell())).unwrap();
    let checked = Snapshot::take(&fs::canonicalize(&site.folder).unwrap()).unwrap();
    let build = |checked: &Snapshot| {
        let (site, out) = (&*site.folder, &*site.out());
        SiteBuild { site, out, base: "/", shell: &shell, checked }.run()
    };
    build(&checked).unwrap();
    let before = files(&site.out());
    site.write("content.json", &PROFILE.replace("\"2021\"", "\"soon\""));
    let error = format!("{:#}", build(&checked).unwrap_err());
    let file = site.folder.join("content.json");
    let expected = format!("{}: the file changed after the site was checked; run the command again", file.display());
    assert_eq!(error, expected);
    assert!(before == files(&site.out()));
}

#[cfg(unix)]
#[test]
fn an_interrupted_build_leaves_nothing() {
    let site = Site::new("interrupted", "/");
    let papers: Vec<String> = (0..400)
        .map(|n| {
            format!(
                "{{ \"id\": \"p{n}\", \"title\": \"Quill {n}\", \"type\": \"journal\", \"authors\": [\"Noor Tessel\"], \
                 \"date\": \"2021\" }}"
            )
        })
        .collect();
    let start = PROFILE.find("[{ \"id\"").unwrap() + 1;
    let profile = [&PROFILE[..start], &papers.join(","), ",", &PROFILE[start..]].concat();
    site.write("content.json", &profile);
    let (parent, out) = (site.release.folder.join("new"), site.release.folder.join("new/out"));
    for signal in ["INT", "TERM", "HUP"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontispiece"));
        command.arg("build").arg(&site.folder).arg("--out").arg(&out).arg("--shell").arg(site.shell());
        let mut build = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let started = Instant::now();
        while !fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_some()) {
            assert!(started.elapsed() < Duration::from_secs(60), "the build has written nothing");
            thread::sleep(Duration::from_millis(2));
        }
        let id = build.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap().success());
        assert_eq!(build.wait().unwrap().code(), Some(130), "{signal}");
        assert!(!parent.exists(), "{signal}");
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_reported() {
    let site = Site::new("pipe", "/");
    for name in ["files/pipe", "theme.css", "icon.svg"] {
        let pipe = site.folder.join(name);
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (status, printed) = site.build(&site.out(), &[]);
        assert!(status == 1 && printed.contains(name) && printed.contains("not a regular file"), "{printed}");
        assert!(!site.out().exists());
        fs::remove_file(pipe).unwrap();
    }
    // Such a manifest is not read.
    fs::create_dir(site.out()).unwrap();
    assert!(Command::new("mkfifo").arg(site.out().join(".frontispiece")).status().unwrap().success());
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && printed.contains("delete the folder and build the site again"), "{printed}");
    fs::remove_file(site.folder.join("content.json")).unwrap();
    assert!(Command::new("mkfifo").arg(site.folder.join("content.json")).status().unwrap().success());
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && printed.contains("a content.json that is not a regular file"), "{printed}");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_missing_folder_is_no_output() {
    let site = Site::new("dangling", "/");
    std::os::unix::fs::symlink("nowhere", site.out()).unwrap();
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && printed.contains("found a link to a folder that does not exist"), "{printed}");
    assert!(site.out().is_symlink());
}

#[test]
fn a_compressed_copy_of_the_user_stays() {
    let site = Site::new("own-copy", "/");
    site.write("files/long.txt", &"A paper. ".repeat(1000));
    site.write("files/long.txt.gz", "mine");
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 0 && printed.contains("files/long.txt.gz: your own file stays"), "{printed}");
    assert_eq!(fs::read_to_string(site.out().join("files/long.txt.gz")).unwrap(), "mine");
    assert!(site.out().join("files/long.txt.br").exists());
}

#[test]
fn messages_name_the_files_of_the_user() {
    let site = Site::new("named", "/");
    site.write("icon.svg", "not an image");
    let (status, printed) = site.build(&site.out(), &[]);
    let file = site.folder.join("icon.svg").display().to_string();
    assert!(status == 1 && printed.contains(&file) && !printed.contains(".new"), "{printed}");
    fs::remove_file(site.folder.join("icon.svg")).unwrap();
    // The path of a page is the path of a file.
    site.write("publications", "mine");
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 1 && printed.contains("publications") && !printed.contains(".new"), "{printed}");
}

#[test]
fn files_at_the_paths_of_pages_are_errors_of_the_check() {
    let site = Site::new("taken", "/");
    for (file, named) in [
        ("404.html", "the file 404.html exists"),
        ("offline.html/a.txt", "the folder offline.html exists"),
        ("publications/a/index.html", "the file publications/a/index.html exists"),
        ("publications/a", "the file publications/a exists"),
    ] {
        site.write(file, "mine");
        let check = Command::new(env!("CARGO_BIN_EXE_frontispiece")).arg("check").arg(&site.folder).output().unwrap();
        let printed = String::from_utf8(check.stderr).unwrap();
        assert!(check.status.code() == Some(1) && printed.contains(named), "{file}: {printed}");
        let top = site.folder.join(file.split('/').next().unwrap());
        let _ = fs::remove_dir_all(&top).or_else(|_| fs::remove_file(&top));
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_are_named() {
    let site = Site::new("nowhere", "/");
    for (target, link) in [("nowhere", "files/broken"), ("..", "files/up")] {
        std::os::unix::fs::symlink(target, site.folder.join(link)).unwrap();
    }
    let (status, printed) = site.build(&site.out(), &[]);
    assert_eq!(status, 0, "{printed}");
    for link in ["files/broken", "files/up"] {
        assert!(printed.contains(&format!("not published: {link} (a link to ")), "{printed}");
    }
}

#[test]
fn the_outputs_of_earlier_builds_are_named() {
    let site = Site::new("earlier", "/");
    assert_eq!(site.build(&site.folder.join("course"), &[]).0, 0);
    let link = "\"title\": \"Home\", \"sections\": [{ \"text\": \"[c](course/index.html)\" }]";
    site.write("content.json", &PROFILE.replace("\"title\": \"Home\"", link));
    let (status, printed) = site.build(&site.out(), &[]);
    let reason =
        "found \"course/index.html\", which is not published, because course is the output of an earlier build";
    assert!(status == 1 && printed.contains(reason), "{printed}");
    site.write("content.json", PROFILE);
    let (status, printed) = site.build(&site.out(), &[]);
    assert!(status == 0 && printed.contains("not published: course (the output of an earlier build)\n"), "{printed}");
}

#[test]
fn a_file_that_comes_during_a_build_stays() {
    let site = Site::new("during", "/");
    let shell = Shell::of_program(Some(&site.shell())).unwrap();
    let checked = Snapshot::take(&fs::canonicalize(&site.folder).unwrap()).unwrap();
    let out = site.out();
    let error = thread::scope(|scope| {
        let build = scope
            .spawn(|| SiteBuild { site: &site.folder, out: &out, base: "/", shell: &shell, checked: &checked }.run());
        while !fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_some()) && !build.is_finished() {}
        fs::write(out.join("thesis.pdf"), "mine").unwrap();
        build.join().unwrap().unwrap_err()
    });
    assert!(error.to_string().contains("(thesis.pdf)"), "{error:#}");
    assert_eq!(files(&site.out()).keys().collect::<Vec<_>>(), ["thesis.pdf"]);
}
