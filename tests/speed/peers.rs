//! Measures the build of a site, and other programs on the same data: search libraries and a site generator from npm.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use fixtures::generate::{Library, library, to_text};

use crate::HEAD_OF_TITLES;

/// The program from npm, and its own lock file.
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
    for (number, size) in sizes.iter().enumerate() {
        let site = folder("build-speed");
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("dist")).expect("make build wrote dist") {
            let file = entry.unwrap().path();
            if file.is_file() && !matches!(file.extension().and_then(|end| end.to_str()), Some("br" | "gz")) {
                fs::copy(&file, site.join(file.file_name().unwrap())).unwrap();
            }
        }
        let profile = site.join("content.json");
        fs::write(&profile, to_text(&library(*size, 7))).unwrap();
        let mut build = Command::new(env!("CARGO_BIN_EXE_frontispiece"));
        line(*size, build.arg("prerender").arg(&site).arg("/"), "frontispiece");
        if number == 0 {
            let mut eleventy = Command::new(format!("{PEERS}/node_modules/.bin/eleventy"));
            eleventy.current_dir(format!("{PEERS}/eleventy")).env("PROFILE", &profile);
            eleventy.arg("--quiet").arg(format!("--output={}", folder("eleventy").display()));
            line(
                *size,
                &mut eleventy,
                "Eleventy: a page for each paper and a list, without compression, cards and feeds",
            );
        }
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

/// Returns an empty folder for temporary files.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a command, and prints its time and its peak of memory.
fn line(size: usize, command: &mut Command, name: &str) {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command starts");
    let mut peak = 0;
    let status = loop {
        peak = peak.max(resident(&child));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        thread::sleep(Duration::from_millis(10));
    };
    assert!(status.success(), "{name}: {status}");
    println!("{size:8} {:9.2} {:9.0}  {name}", start.elapsed().as_secs_f64(), peak as f64 / 1e3);
}

/// Returns the peak of memory of a process so far, in KB (Linux, `proc_pid_status(5)`), or 0 on other systems.
fn resident(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB"));
    peak.and_then(|kilobytes| kilobytes.trim().parse().ok()).unwrap_or_default()
}
