//! Runs the commands of the README in a fresh clone of the commit.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    net::TcpListener,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command},
    time::{Duration, Instant, SystemTime},
};

use crate::{
    host::Build,
    visitor::{HEADING, Journey},
};

/// The time limit of a command, on a slow machine with the tools installed.
const TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// A clone of the commit in a separate folder. It has no `dist` or `node_modules`, which the first command must create.
/// Cargo uses the target folder of this checkout, which has the compiled dependencies.
struct Clone {
    folder: PathBuf,
    created: SystemTime,
}

impl Clone {
    fn new() -> Clone {
        let checkout = env!("CARGO_MANIFEST_DIR");
        let commit = git(Path::new(checkout), &["rev-parse", "HEAD"]);
        // Cargo does not compile a crate again if its folder is the same and its files are not newer. So clones of one
        // commit are in the same folder, and their files have the time of the commit. The folder is outside Cargo's
        // target folder, in which Trunk ignores changes.
        let mut hasher = DefaultHasher::new();
        (checkout, &commit).hash(&mut hasher);
        let folder = env::temp_dir().join(format!("frontispiece-clone-{:016x}", hasher.finish()));
        let _ = fs::remove_dir_all(&folder);
        git(Path::new(checkout), &["clone", "--quiet", "--no-hardlinks", checkout, &folder.display().to_string()]);
        let seconds = git(&folder, &["log", "-1", "--format=%ct"]).parse().expect("a time");
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        for file in git(&folder, &["ls-files", "-z"]).split_terminator('\0') {
            let file = fs::File::options().append(true).open(folder.join(file)).expect("a file of the clone opens");
            file.set_modified(time).expect("a time can be set");
        }
        Clone { folder, created: SystemTime::now() }
    }

    /// Returns a command that runs in the clone.
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_MANIFEST_DIR")).join("target"));
        // Removes variables that `make test` and Cargo have set for their children. Cargo compiles ring and its dependents
        // again, here and in the checkout, whenever a variable of a package changes.
        const OF_MAKE: [&str; 6] =
            ["RUSTC_WORKSPACE_WRAPPER", "CLIPPY_ARGS", "RUSTC_BOOTSTRAP", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"];
        const OF_CARGO: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "OUT_DIR"];
        for name in env::vars_os().filter_map(|(name, _)| name.into_string().ok()) {
            if OF_MAKE.contains(&&*name) || OF_CARGO.iter().any(|start| name.starts_with(start)) {
                command.env_remove(name);
            }
        }
        command
    }

    /// Runs a command. It must succeed without a warning. Returns its output.
    fn runs(&self, program: &str, arguments: &[&str]) -> String {
        let begun = Instant::now();
        let output = self.command(program, arguments).output().expect("the program runs");
        let printed = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
        assert!(output.status.success(), "{program} {arguments:?}: {}\n{printed}", output.status);
        assert!(!printed.contains("WARN"), "{program} {arguments:?} warns:\n{printed}");
        println!("{program} {}: {:.0} s", arguments.join(" "), begun.elapsed().as_secs_f64());
        printed
    }

    fn edit(&self, path: &str, edit: impl FnOnce(&str) -> String) {
        let file = self.folder.join(path);
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
        fs::write(&file, edit(&text)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Removes Cargo's records of the modules that were compiled for the clone, so that it compiles them again.
    /// wasm-bindgen has written the path of the clone into them. Cargo would use them for this checkout too, because its
    /// sources are the same.
    fn forget_modules(&self) {
        let records = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/wasm32-unknown-unknown/debug/.fingerprint");
        for record in fs::read_dir(records).into_iter().flatten().flatten() {
            let is_new = |file: fs::DirEntry| {
                file.metadata().and_then(|data| data.modified()).is_ok_and(|time| time >= self.created)
            };
            if record.file_name().to_string_lossy().starts_with("frontispiece-")
                && fs::read_dir(record.path()).into_iter().flatten().flatten().any(is_new)
            {
                fs::remove_dir_all(record.path()).expect("a record can be removed");
            }
        }
    }
}

/// Returns the output of a Git command, without the line break at its end.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").args(arguments).current_dir(folder).output().expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("names are UTF-8").trim_end_matches('\n').to_owned()
}

impl Drop for Clone {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        self.forget_modules();
    }
}

/// A development server and all processes that it has started.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // make starts Trunk, and Trunk starts other processes. All of them are in one process group.
        let _ = Command::new("kill").args(["--", &format!("-{}", self.0.id())]).status();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it is bound").port()
}

#[test]
fn a_fresh_clone_serves_and_builds() {
    let clone = Clone::new();
    let port = free_port();
    let mut serve = clone.command("make", &["serve", &format!("PORT={port}")]);
    let server = Server(serve.process_group(0).spawn().expect("make runs"));
    let origin = format!("http://127.0.0.1:{port}");
    let begun = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < TIMEOUT, "make serve: nothing answers at {origin}");
        std::thread::sleep(Duration::from_millis(500));
    }
    println!("make serve: {:.0} s until it answers", begun.elapsed().as_secs_f64());
    Journey::through(Build::Root).served_at(&origin).without_logs().run(async |visitor| {
        visitor.opens("/").await;
        let name = visitor.content().person.name.clone();
        visitor.sees("document.querySelector('.name').textContent", name.as_str()).await;

        // After an edit of the content, the page reloads without any action in the browser.
        let begun = Instant::now();
        let named = |name: &str| format!("\"name\": \"{name}\"");
        clone.edit("public/content.json", |text| text.replacen(&named(&name), &named("Ada Lovelace"), 1));
        visitor.sees("document.querySelector('.name')?.textContent", "Ada Lovelace").await;
        println!("content.json saved: {:.1} s until the page shows it", begun.elapsed().as_secs_f64());
        visitor.starts().await;

        // If a comma is missing, the page shows the whole content and the line of the error.
        clone.edit("public/content.json", |text| text.replacen("\"Ada Lovelace\",", "\"Ada Byron\"", 1));
        visitor.sees("document.querySelector('.name')?.textContent", "Ada Byron").await;
        visitor.reads(".diagnostics", "comma").await;

        // If the file is unreadable, the page keeps the last valid content.
        let before = fs::read_to_string(clone.folder.join("public/content.json")).expect("it is there");
        clone.edit("public/content.json", |_| before.replacen("\"Ada Byron\"", "\"Ada King\",", 1));
        visitor.sees("document.querySelector('.name')?.textContent", "Ada King").await;
        visitor.starts().await;
        clone.edit("public/content.json", |text| text[..text.len() / 2].to_owned());
        visitor.reads(".diagnostics", "cut off").await;
        visitor.sees("document.querySelector('.name')?.textContent", "Ada King").await;
        visitor.until(&format!("{HEADING} !== undefined")).await;
    });
    drop(server);
    // The server is not a child of this process, so nothing tells when it has ended.
    let begun = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the server has not stopped");
        std::thread::sleep(Duration::from_millis(50));
    }

    clone.edit("public/content.json", |_| {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("public/content.json")).expect("it is there")
    });
    clone.runs("make", &["clean"]);
    for folder in ["target", "dist", "node_modules"] {
        assert!(!clone.folder.join(folder).exists(), "make clean removes {folder}");
    }
    // `make test` runs `make build` for "/". Another base needs no second release: Trunk writes it only into the page.
    let commands = clone.runs("make", &["--dry-run", "build", "PUBLIC_URL=/sub/"]);
    let build = commands.lines().last().unwrap_or_default();
    assert_eq!(build, "trunk build --release --public-url /sub/");
    clone.runs("sh", &["-c", &build.replacen(" --release", "", 1)]);
    let page = fs::read_to_string(clone.folder.join("dist/index.html")).expect("Trunk writes dist/index.html");
    assert!(
        page.contains("data-base=\"/sub/\"") && page.contains("data-module=\"/sub/frontispiece-"),
        "it is for /sub/"
    );
}
