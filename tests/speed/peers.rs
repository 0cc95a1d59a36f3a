//! Measures the build of a site, and other programs on the same data: search libraries and a site generator from npm.

use std::{
    fs,
    path::Path,
    process::{self, Command},
};

use fixtures::generate::{Library, library, to_text};

use crate::{
    HEAD_OF_TITLES,
    process::{folder, run},
};

/// The folder of the other programs, with a lock file of their own.
const PEERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/speed/peers");

/// Prints the speed of other search libraries on the titles of a library of each size.
pub fn print_search(sizes: &[usize]) {
    install();
    println!("{HEAD_OF_TITLES}");
    for size in sizes {
        let mut library = Library::new(*size, 7);
        let titles: Vec<_> = (0..*size as u64).map(|number| library.publication(number)["title"].take()).collect();
        let file = folder("search-speed").join("titles.json");
        fs::write(&file, serde_json::to_string(&titles).unwrap()).unwrap();
        let status = Command::new("node")
            .args(["--expose-gc", &format!("{PEERS}/search.mjs")])
            .args([&file, &Path::new(PEERS).join("../typed.json")])
            .status();
        assert!(status.is_ok_and(|status| status.success()), "node runs search.mjs");
    }
}

/// Prints time and memory of builds of each size, and those of Eleventy for the first size.
pub fn print_builds(sizes: &[usize]) {
    install();
    println!("{:>8} {:>9} {:>9}", "papers", "seconds", "MB");
    // A file system may write slowly after thousands of files were deleted: ext4 took 3.1 s for a build of 1.3 to 1.7 s. So
    // each build has a new folder, and all of them are deleted at the end.
    let folder = folder(&format!("build-speed-{}", process::id()));
    let shell = folder.join("shell.tar");
    let program = || Command::new(env!("CARGO_BIN_EXE_frontispiece"));
    run(program().arg("pack-shell").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/dist")).arg(&shell)).unwrap();
    for size in sizes {
        let site = folder.join(size.to_string());
        fs::create_dir(&site).unwrap();
        fs::write(site.join("content.json"), to_text(&library(*size, 7))).unwrap();
        let mut build = program();
        build.arg("build").arg(&site).arg("--out").arg(folder.join(format!("{size}-out"))).arg("--shell").arg(&shell);
        print_line(*size, &mut build, "frontispiece");
    }
    let output = folder.join("eleventy");
    let profile = folder.join("profile.json");
    fs::write(&profile, to_text(&library(sizes[0], 7))).unwrap();
    let mut eleventy = Command::new(format!("{PEERS}/node_modules/.bin/eleventy"));
    eleventy.current_dir(format!("{PEERS}/eleventy")).env("PROFILE", &profile);
    eleventy.arg("--quiet").arg(format!("--output={}", output.display()));
    print_line(sizes[0], &mut eleventy, "Eleventy (without compression, social cards and feeds)");
    fs::remove_dir_all(folder).unwrap();
}

fn print_line(size: usize, command: &mut Command, name: &str) {
    match run(command) {
        Ok(used) => println!("{size:8} {:9.2} {:9.0}  {name}", used.seconds, used.peak as f64 / 1e3),
        Err(error) => println!("{size:8} {:>9} {:>9}  {name}: {error}", "-", "-"),
    }
}

/// Installs the packages of the lock file, once.
fn install() {
    let locked = Path::new(PEERS).join("node_modules/.package-lock.json");
    if !locked.exists() {
        let status = Command::new("npm").args(["ci", "--ignore-scripts", "--silent"]).current_dir(PEERS).status();
        assert!(status.is_ok_and(|status| status.success()), "npm installs the packages of {PEERS}");
    }
}
