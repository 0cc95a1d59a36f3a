//! The workflow that builds the artifacts, and the artifacts.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use frontispiece::{
    citation::export::{Format, export},
    content::{self, plain_json},
    markdown::{parse, plain_text},
};
use serde_json::Value;

use crate::packages::{
    machine::{Machine, VERSION, artifact, succeeds},
    workflow::workflow,
};

/// The workflow of a site uses the same actions as that of the checkout, which Dependabot updates.
#[test]
fn actions_are_pinned_by_their_commits() {
    let own = include_str!("../../../.github/workflows/pages.yml");
    let template = include_str!("../../../template/.github/workflows/pages.yml");
    let release = include_str!("../../../.github/workflows/release.yml");
    let uses = |text: &'static str| -> BTreeMap<&str, &str> {
        let lines = text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "));
        lines.map(|action| action.split_once('@').expect("an action has a version")).collect()
    };
    for (action, version) in uses(template) {
        assert_eq!(uses(own).get(action), Some(&version), "{action}");
    }
    for (action, version) in [own, template, release].into_iter().flat_map(uses) {
        let (commit, comment) = version.split_once(" # v").unwrap_or_else(|| panic!("{action}@{version}"));
        let is_hash = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(is_hash && comment.split('.').count() == 3, "{action}@{version}");
        // The same action has the same version everywhere.
        assert!(
            [own, template, release].map(uses).iter().all(|uses| uses.get(action).is_none_or(|one| *one == version))
        );
    }
}

/// The release workflow writes the files that the workflow of a site downloads.
#[test]
fn the_release_has_the_files_that_a_site_downloads() {
    let release = workflow(include_str!("../../../.github/workflows/release.yml"));
    let targets = release["jobs"]["program"]["strategy"]["matrix"]["include"].as_array().unwrap();
    let targets: Vec<&str> = targets.iter().filter_map(|one| one["target"].as_str()).collect();
    assert!(targets.contains(&"x86_64-unknown-linux-musl"), "{targets:?}");
    let script = include_str!("../../../packaging/package.sh");
    assert!(script.contains("name=frontispiece-$version-$target"));
    let template = include_str!("../../../template/.github/workflows/pages.yml");
    assert!(template.contains("archive=frontispiece-$FRONTISPIECE_VERSION-x86_64-unknown-linux-musl.tar.gz"));
}

/// The package for crates.io has the sources of the program and nothing else.
#[test]
fn the_crate_has_only_the_sources_of_the_program() {
    let mut cargo = Command::new(env!("CARGO"));
    let list = succeeds(cargo.args([
        "package",
        "--package",
        "frontispiece",
        "--list",
        "--allow-dirty",
        "--offline",
        "--quiet",
    ]));
    let folders = ["src/", "template/"];
    let files = [
        ".cargo_vcs_info.json",
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "Cargo.toml.orig",
        "LICENSE",
        "README.md",
        "build.rs",
    ];
    for line in list.lines().filter(|line| !line.starts_with("warning") && !line.trim_start().starts_with(['|', '='])) {
        assert!(
            folders.iter().any(|folder| line.starts_with(folder)) || files.contains(&line) || line.is_empty(),
            "{line}"
        );
    }
    for needed in ["build.rs", "template/.gitignore", "template/.github/workflows/pages.yml", "src/main.rs"] {
        assert!(list.lines().any(|line| line == needed), "{needed}: {list}");
    }
}

/// `make package` runs this test. The target is 20 s in total on two cores.
#[test]
#[ignore = "needs the artifacts of make package in FRONTISPIECE_ARTIFACTS"]
fn a_list_becomes_a_site_with_only_the_wheel() {
    let wheel = artifact("whl").expect("FRONTISPIECE_ARTIFACTS is set");
    let machine = Machine::new("wheel");
    let folder = machine.scratch.path().join("empty");
    fs::create_dir(&folder).unwrap();
    let content = content::read(include_str!("../../fixtures/scholar-300.json")).unwrap().content;
    let ids: Vec<&str> = content.publications.iter().map(|publication| &*publication.id).collect();
    fs::write(
        folder.join("papers.bib"),
        export(&content, &ids, Format::Bibtex, &|text| plain_text(&parse(text).blocks)),
    )
    .unwrap();

    // The program on PATH may be a script that looks for the interpreter.
    let executable = succeeds(Command::new("python3").args(["-c", "import sys; print(sys.executable)"]));
    let python = PathBuf::from(executable.trim());
    let environment = machine.scratch.path().join("environment");
    let mut times: Vec<(&str, Duration)> = Vec::new();
    let mut step = |name: &'static str, command: &mut Command| {
        let started = Instant::now();
        let printed = succeeds(command);
        times.push((name, started.elapsed()));
        printed
    };
    step("python3 -m venv", machine.command(&python, &folder, &[]).args(["-m", "venv"]).arg(&environment));
    let bin = environment.join("bin");
    let mut pip = machine.command(&bin.join("pip"), &folder, &[]);
    step("pip install", pip.args(["install", "--no-index", "--disable-pip-version-check"]).arg(&wheel));
    let program = bin.join("frontispiece");
    let mut run = |name: &'static str, arguments: &[&str]| {
        step(name, machine.command(&program, &folder, std::slice::from_ref(&bin)).args(arguments))
    };
    assert!(run("frontispiece --version", &["--version"]).contains(VERSION));
    let report = run("frontispiece new me --bib papers.bib", &["new", "me", "--bib", "papers.bib"]);
    assert!(report.contains(&format!("papers.bib (BibTeX): {} entries", ids.len())), "{report}");
    run("frontispiece check me", &["check", "me"]);
    run("frontispiece build me", &["build", "me"]);
    let total: Duration = times.iter().map(|(_, time)| *time).sum();
    println!("from a list of {} publications to a site, with only the wheel:", ids.len());
    for (name, time) in times.iter().chain([&("total", total)]) {
        println!("  {:6.2} s  {name}", time.as_secs_f64());
    }
    // Import has merged entries that are the same work.
    let text = fs::read_to_string(folder.join("me/content.json")).unwrap();
    let profile: Value = serde_json::from_str(&plain_json(&text)).unwrap();
    let publications = profile["publications"].as_array().unwrap();
    assert!(publications.len() > ids.len() * 9 / 10);
    for publication in publications {
        let page = folder.join("dist/publications").join(publication["id"].as_str().unwrap()).join("index.html");
        assert!(page.is_file(), "{}", page.display());
    }
}
