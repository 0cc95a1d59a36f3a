//! `frontispiece serve`: the responses of the server, and changes of the site.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use frontispiece::build::shell::Shell;

use crate::support::build::Build;

const PROFILE: &str = r#"{
  // Noor's site
  "site": { "url": "https://noor.example/", "offline": false, "redirects": { "/old.html": "/", "/vita/": "/publications/" } },
  "person": { "name": "Noor Tessel", "headline": "Historian" },
  "publications": [{
    "id": "a", "title": "On Quills", "type": "journal", "authors": ["Noor Tessel"], "date": "2021",
    "links": [{ "kind": "paper", "url": "files/quills.pdf" }]
  }],
  "pages": [{ "slug": "", "title": "Home" }, { "slug": "publications", "title": "Publications" }],
}"#;

/// The time after which a wait fails.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A site folder and a shell. Both are removed at the end of the test.
struct Site {
    release: Build,
    folder: PathBuf,
}

impl Site {
    fn new(name: &str) -> Site {
        let release = Build::new(name, "/", PROFILE);
        release.write("tools.js", "export const read = () => [];\n");
        release.write("tools_bg.wasm", "\0asm\0");
        release.write("files/quills.pdf", "%PDF-1.7 quills");
        let site = Site { folder: release.folder.join("site"), release };
        fs::write(site.shell(), Shell::of(&site.release.dist()).unwrap().pack().unwrap()).unwrap();
        site.write("content.json", PROFILE);
        site.write("files/quills.pdf", "%PDF-1.7 quills");
        site.write("files/paper.txt", &"A paper. ".repeat(100));
        site
    }

    fn shell(&self) -> PathBuf {
        self.release.folder.join("shell.tar")
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn command(&self) -> Command {
        self.command_with(&self.shell())
    }

    fn command_with(&self, shell: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontispiece"));
        command.arg("serve").arg(&self.folder).arg("--shell").arg(shell);
        command
    }

    fn serve(&self) -> Server {
        Server::start(self.command().args(["--port", "0"]))
    }

    /// Runs the command, which must fail to start. Returns its output.
    fn fails(&self, options: &[&str]) -> String {
        let Output { status, stdout, stderr } = self.command().args(options).output().unwrap();
        let printed = [stdout, stderr].map(|text| String::from_utf8(text).unwrap()).concat();
        assert_eq!(status.code(), Some(1), "{printed}");
        printed
    }
}

/// A running server. It ends with the test.
struct Server {
    child: Child,
    port: u16,
    lines: Arc<Mutex<Vec<String>>>,
}

struct Response {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Response {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Server {
    fn start(command: &mut Command) -> Server {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = output.next().expect("the first line is the URL").unwrap();
        let port = url.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.strip_suffix('/'));
        let port = port.unwrap_or_else(|| panic!("{url}")).parse().unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let sink = lines.clone();
        thread::spawn(move || output.map_while(Result::ok).for_each(|line| sink.lock().unwrap().push(line)));
        Server { child, port, lines }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        stream
    }

    /// Sends a request and returns the bytes of the response.
    fn raw(&self, request: &str) -> Vec<u8> {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).unwrap();
        response
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let host = ("Host", format!("127.0.0.1:{}", self.port));
        let host = (!headers.iter().any(|(name, _)| *name == "Host")).then_some((host.0, &*host.1));
        let headers: String = host.iter().chain(headers).map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let bytes = self.raw(&format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n"));
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a response has headers");
        let head = str::from_utf8(&bytes[..end]).unwrap();
        let (first, rest) = head.split_once("\r\n").unwrap();
        let headers = rest.lines().map(|line| line.split_once(": ").unwrap());
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Response { status: first.split(' ').nth(1).unwrap().parse().unwrap(), headers, body: bytes[end + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Response {
        self.request("GET", path, &[])
    }

    /// Subscribes to the versions of the site.
    fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /.frontispiece/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        Events(BufReader::new(stream))
    }

    fn printed(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }

    /// Waits until the program has printed a text.
    fn prints(&self, text: &str) {
        until(&format!("prints {text}"), || self.printed().contains(text));
    }

    /// Waits until a page contains a text.
    fn shows(&self, path: &str, text: &str) {
        until(&format!("{path} shows {text}"), || self.get(path).text().contains(text));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A stream of server-sent events.
struct Events(BufReader<TcpStream>);

impl Events {
    /// Returns the next version.
    fn next(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream has ended");
            if let Some((_, data)) = line.split_once("data: ") {
                return data.trim_end().to_owned();
            }
        }
    }
}

fn until(what: &str, is_true: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_true() {
        assert!(start.elapsed() < TIMEOUT, "timeout: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Returns a page without the additions of the server, and these additions.
fn split(page: &str) -> (String, String) {
    let script = page.find("<script src=\"/.frontispiece/serve.js\"").expect("a page has the script");
    let start = page.find("<aside id=\"fp:messages\"").unwrap_or(script);
    let end = script + page[script..].find("</script>").unwrap() + "</script>".len();
    ([&page[..start], &page[end..]].concat(), page[start..end].to_owned())
}

#[test]
fn files_are_those_of_the_build() {
    let site = Site::new("serve-files");
    site.release.run().unwrap();
    let server = site.serve();
    let mut pages = 0;
    for (path, bytes) in site.release.files() {
        // Only hosts read these files.
        if [".frontispiece", "_headers", "_redirects"].contains(&&*path) {
            continue;
        }
        let url = format!("/{}", path.strip_suffix("index.html").unwrap_or(&path));
        let response = server.get(&url);
        assert_eq!(response.status, 200, "{url}");
        assert_eq!(response.header("cache-control"), "no-cache", "{url}");
        let expected = String::from_utf8_lossy(&bytes);
        match expected.contains("id=\"fp:app\"") {
            true => {
                pages += 1;
                assert!(split(&response.text()).0 == expected, "{url}");
            }
            false => assert!(response.body == bytes, "{url}"),
        }
    }
    assert_eq!(pages, 5, "the home page, the list, the publication, the CV and 404.html");
    // The policy of the page allows the script and the events.
    assert!(
        server.get("/").text().contains("script-src &#39;self&#39;")
            || server.get("/").text().contains("script-src 'self'")
    );
    assert!(server.get("/").text().contains("connect-src 'self'"));
}

#[test]
fn responses_are_those_of_a_static_host() {
    let site = Site::new("serve-statuses");
    let server = site.serve();
    for (path, status, kind) in [
        ("/", 200, "text/html; charset=utf-8"),
        ("/publications/?year=2021", 200, "text/html; charset=utf-8"),
        ("/publications.bib", 200, "application/x-bibtex; charset=utf-8"),
        ("/publications/a/a.bib", 200, "application/x-bibtex; charset=utf-8"),
        ("/publications/a/a.pdf", 200, "application/pdf"),
        ("/files/paper.txt", 200, "text/plain; charset=utf-8"),
        ("/content.json", 200, "application/json"),
        ("/site_bg.wasm", 200, "application/wasm"),
        ("/list.wasm", 200, "application/wasm"),
        ("/site.js", 200, "text/javascript; charset=utf-8"),
        ("/feed.atom", 200, "application/atom+xml"),
        ("/vita/", 200, "text/html; charset=utf-8"),
        ("/nowhere", 404, "text/html; charset=utf-8"),
        ("/publications.bib/", 404, "text/html; charset=utf-8"),
        ("/content.json/x", 404, "text/html; charset=utf-8"),
    ] {
        let response = server.get(path);
        assert_eq!((response.status, response.header("content-type")), (status, kind), "{path}");
    }
    assert!(server.get("/nowhere").text().contains("There is no page at this address"));
    assert!(server.get("/old.html").text().contains("location.replace(\"/\""));
    for (path, target) in [("/publications", "/publications/"), ("/publications?q=a", "/publications/?q=a")] {
        let response = server.get(path);
        assert_eq!((response.status, response.header("location")), (307, target), "{path}");
    }
    let head = server.request("HEAD", "/publications/", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), server.get("/publications/").body.len().to_string());
    assert_eq!(server.request("POST", "/", &[]).status, 405);
    assert!(server.get("/sw.js").text().contains("registration.unregister"));
}

#[test]
fn parts_and_known_versions_of_files_are_supported() {
    let site = Site::new("serve-ranges");
    let server = site.serve();
    for path in ["/files/paper.txt", "/publications.bib", "/publications/a/a.pdf"] {
        let whole = server.get(path);
        let part = server.request("GET", path, &[("Range", "bytes=2-4")]);
        assert_eq!((part.status, &*part.body), (206, &whole.body[2..5]), "{path}");
        assert_eq!(part.header("content-range"), format!("bytes 2-4/{}", whole.body.len()));
        assert_eq!(server.request("GET", path, &[("Range", "bytes=99999-")]).status, 416, "{path}");
        for (condition, header) in [("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")] {
            let again = server.request("GET", path, &[(condition, whole.header(header))]);
            assert_eq!((again.status, again.body.len()), (304, 0), "{path} {condition}");
        }
    }
}

#[test]
fn requests_for_other_hosts_are_refused() {
    let site = Site::new("serve-hosts");
    let server = site.serve();
    let port = server.port;
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        assert_eq!(server.request("GET", "/", &[("Host", &format!("{host}:{port}"))]).status, 200, "{host}");
    }
    for host in [format!("evil.example:{port}"), "localhost".to_owned(), format!("localhost:{}", port ^ 1)] {
        let response = server.request("GET", "/content.json", &[("Host", &host)]);
        assert_eq!(response.status, 421, "{host}");
        assert!(response.text().contains(&format!("http://localhost:{port}")), "{}", response.text());
    }
    let without = server.raw("GET /content.json HTTP/1.0\r\n\r\n");
    assert!(without.starts_with(b"HTTP/1.0 421 "), "{}", String::from_utf8_lossy(&without));
    let events = server.request("GET", "/.frontispiece/events", &[("Host", "evil.example")]);
    assert_eq!(events.status, 421);
    // The port is open only on this machine's own address.
    assert!(TcpStream::connect(("127.0.0.2", port)).is_err());
}

#[cfg(unix)]
#[test]
fn only_published_files_are_served() {
    let site = Site::new("serve-private");
    fs::write(site.release.folder.join("secret.txt"), "private words").unwrap();
    for name in [".env", ".git/config", "AGENTS.md", "README.md", "import-record.json", "notes~", "dist/.frontispiece"]
    {
        site.write(name, "private words");
    }
    site.write("dist/index.html", "private words");
    site.write(".well-known/security.txt", "Contact: mailto:noor@noor.example");
    for (target, link) in [("../../secret.txt", "files/secret.txt"), ("..", "all"), ("paper.txt", "files/same.txt")] {
        std::os::unix::fs::symlink(target, site.folder.join(link)).unwrap();
    }
    let server = site.serve();
    for path in [
        "/.env",
        "/.git/config",
        "/AGENTS.md",
        "/README.md",
        "/import-record.json",
        "/notes~",
        "/dist/index.html",
        "/.frontispiece",
        "/files/secret.txt",
        "/all/secret.txt",
        "/all/",
        "/../secret.txt",
        "/files/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/files/%2E%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/files%2fpaper.txt",
        "/..%5csecret.txt",
        "/files/paper.txt%00",
        "/%00",
        "//127.0.0.1/",
        "//publications",
        "/files//paper.txt",
        "/%ff",
    ] {
        let response = server.get(path);
        assert_eq!(response.status, 404, "{path}");
        assert!(!response.text().contains("private words"), "{path}");
    }
    for path in ["/.well-known/security.txt", "/files/same.txt"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    let link = format!("{}:1:1: found a symbolic link to ", site.folder.join("files/secret.txt").display());
    server.prints(&link);
    assert!(server.get("/").text().contains(&link));
    // A file that becomes a link later is not served either.
    fs::remove_file(site.folder.join("files/paper.txt")).unwrap();
    std::os::unix::fs::symlink("../../secret.txt", site.folder.join("files/paper.txt")).unwrap();
    assert!(server.get("/files/paper.txt").status == 404);
}

#[test]
fn a_change_is_announced_and_shown() {
    let site = Site::new("serve-changes");
    let server = site.serve();
    let mut events = server.events();
    let first = events.next();
    assert!(server.get("/").text().contains(&format!("data-version=\"{first}\"")));
    let mut last = first;
    let mut changed = |what: &str| {
        let next = events.next();
        assert_ne!(next, last, "{what}");
        last = next;
    };
    site.write("content.json", &PROFILE.replace("Historian", "Archivist"));
    changed("a file is written");
    assert!(server.get("/").text().contains("Archivist"));
    // Editors write a new file and rename it.
    site.write(".content.json.new", &PROFILE.replace("Historian", "Curator"));
    fs::rename(site.folder.join(".content.json.new"), site.folder.join("content.json")).unwrap();
    changed("a file is replaced");
    assert!(server.get("/").text().contains("Curator"));
    site.write("files/new/talk.txt", "A talk");
    changed("a file is added");
    assert_eq!(server.get("/files/new/talk.txt").text(), "A talk");
    fs::remove_file(site.folder.join("files/new/talk.txt")).unwrap();
    changed("a file is removed");
    assert_eq!(server.get("/files/new/talk.txt").status, 404);
    server.prints("rebuilt in ");
    // The bytes of a file that is not shown anywhere are current.
    site.write("files/paper.txt", "Another paper");
    assert_eq!(server.get("/files/paper.txt").text(), "Another paper");
}

#[test]
fn many_changes_at_once_end_with_the_last_one() {
    let site = Site::new("serve-burst");
    let server = site.serve();
    for number in 0..60 {
        site.write("content.json", &PROFILE.replace("Historian", &format!("Historian {number}.")));
        site.write(&format!("files/{number}.txt"), "x");
    }
    server.shows("/", "Historian 59.");
    assert!(server.printed().matches("rebuilt").count() < 60, "{}", server.printed());
}

#[test]
fn problems_appear_on_the_page_and_in_the_terminal() {
    let site = Site::new("serve-problems");
    let server = site.serve();
    let file = site.folder.join("content.json").display().to_string();
    assert!(!server.get("/").text().contains("class=\"diagnostics\""));

    // The profile has an error, and the page shows the rest.
    let text = PROFILE.replace("\"2021\"", "\"soon\"").replace("Historian", "Archivist");
    site.write("content.json", &text);
    server.shows("/", "The site has 1 error.");
    let checked = Command::new(env!("CARGO_BIN_EXE_frontispiece")).arg("check").arg(&site.folder).output().unwrap();
    let checked = String::from_utf8(checked.stderr).unwrap();
    let error = checked.lines().find(|line| line.contains("found \"soon\"")).expect("the check finds the error");
    server.prints(error);
    let (page, added) = split(&server.get("/").text());
    assert!(added.contains(&error.replace('"', "&quot;")), "{added}");
    assert!(page.contains("Archivist"));
    server.prints("; 1 error");

    // A comma is missing.
    site.write("content.json", &text.replace("\"Noor Tessel\", \"headline\"", "\"Noor Tessel\" \"headline\""));
    server.shows("/", "a comma is missing");
    server.prints("a comma is missing");

    // Nothing is readable, so the last version stays.
    for (unreadable, message) in [("", "the file is empty"), ("{ \"person\": { \"name\": \"Noor", "content.json:1:")] {
        site.write("content.json", unreadable);
        server.shows("/", "This page shows the last version that could be read.");
        server.shows("/", message);
        assert!(server.get("/").text().contains("Archivist"));
    }
    fs::write(&file, [b'{', 0xe9]).unwrap();
    server.shows("/", "the file is not UTF-8");
    fs::remove_file(&file).unwrap();
    server.shows("/", "found no such file");
    server.prints(&format!("{file}: found no such file"));
    assert!(server.get("/").text().contains("Archivist"));

    // A page of the content has the path of a file.
    site.write("content.json", &PROFILE.replace("\"slug\": \"publications\"", "\"slug\": \"files\""));
    site.write("files/index.html", "mine");
    server.shows("/", "the file files/index.html exists; a page cannot have the same URL");

    fs::remove_file(site.folder.join("files/index.html")).unwrap();
    site.write("content.json", PROFILE);
    server.shows("/", "Historian");
    until("the errors disappear", || !server.get("/").text().contains("class=\"diagnostics\""));
}

#[test]
fn a_to_do_list_is_shown_while_the_site_has_placeholders() {
    let site = Site::new("serve-to-dos");
    site.write("content.json", &PROFILE.replace("Historian", "TODO: your position"));
    let server = site.serve();
    let file = site.folder.join("content.json").display().to_string();
    let to_do = format!("{file}:4:50: person.headline: replace the sample text \"TODO: your position\"");
    server.prints("3 things to do before you publish:");
    server.prints(&format!("  {to_do}"));
    let page = server.get("/").text();
    assert!(page.contains("<summary>3 things to do before you publish</summary>"), "{page}");
    assert!(page.contains(&to_do.replace('"', "&quot;")));
    let out = site.release.folder.join("out");
    let mut build = Command::new(env!("CARGO_BIN_EXE_frontispiece"));
    build.arg("build").arg(&site.folder).arg("--out").arg(&out).arg("--shell").arg(site.shell());
    let built = build.output().unwrap();
    let printed = [built.stdout, built.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
    assert!(built.status.success() && !printed.contains("to do") && !printed.contains("TODO"), "{printed}");
    assert!(!fs::read_to_string(out.join("index.html")).unwrap().contains("to do before you publish"));
    site.write("content.json", &PROFILE.replace("\"headline\": \"Historian\"", "\"email\": \"noor@noor.example\""));
    server.shows("/", "<summary>1 thing to do before you publish</summary>");
}

#[test]
fn a_folder_may_disappear_and_return() {
    let site = Site::new("serve-gone");
    let server = site.serve();
    let elsewhere = site.release.folder.join("elsewhere");
    fs::rename(&site.folder, &elsewhere).unwrap();
    server.shows("/", "This page shows the last version that could be read.");
    server.prints("not rebuilt; the pages show the last version that could be read; 1 error");
    fs::rename(&elsewhere, &site.folder).unwrap();
    until("the errors disappear", || !server.get("/").text().contains("class=\"diagnostics\""));
    // Its changes are followed again.
    let mut events = server.events();
    events.next();
    site.write("content.json", &PROFILE.replace("Historian", "Archivist"));
    server.shows("/", "Archivist");
}

#[test]
fn a_restart_without_a_change_keeps_the_version() {
    let site = Site::new("serve-restart");
    let version = site.serve().events().next();
    assert_eq!(site.serve().events().next(), version);
    site.write("content.json", &PROFILE.replace("Historian", "Archivist"));
    assert_ne!(site.serve().events().next(), version);
}

/// In a checkout, Trunk builds the shell while the server runs. It replaces the files one after another.
#[test]
fn a_folder_with_a_shell_is_read_again() {
    let site = Site::new("serve-shell");
    let script = "export const one = 1;\n";
    fs::create_dir(site.release.dist().join("snippets")).unwrap();
    site.release.write("snippets/inline.js", script);
    let server = Server::start(site.command_with(&site.release.dist()).args(["--port", "0"]));
    assert_eq!(server.get("/snippets/inline.js").text(), script);
    let version = server.events().next();
    fs::remove_file(site.release.dist().join("tools.js")).unwrap();
    site.release.edit("index.html", "<head>", "<head><meta name=\"next\">");
    thread::sleep(Duration::from_millis(1500));
    assert!(!server.get("/").text().contains("name=\"next\""));
    site.release.write("tools.js", "export const read = () => [1];\n");
    server.shows("/", "name=\"next\"");
    assert_eq!(server.get("/tools.js").text(), "export const read = () => [1];\n");
    assert_ne!(server.events().next(), version);
}

#[test]
fn stuck_clients_do_not_block_others() {
    let site = Site::new("serve-stuck");
    site.write("files/large.bin", &"x".repeat(20_000_000));
    let server = site.serve();
    let silent: Vec<TcpStream> = (0..30).map(|_| server.connect()).collect();
    let mut slow = server.connect();
    write!(slow, "GET /files/large.bin HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port).unwrap();
    // Pages that are closed, of which the server learns at the next change.
    for _ in 0..10 {
        server.events().next();
    }
    site.write("content.json", &PROFILE.replace("Historian", "Archivist"));
    server.shows("/", "Archivist");
    let mut half = server.connect();
    half.write_all(b"GET / HT").unwrap();
    assert_eq!(server.get("/").status, 200);
    // A file that shrinks or grows while it is sent does not end the server.
    site.write("files/large.bin", "x");
    let mut received = Vec::new();
    let _ = slow.read_to_end(&mut received);
    assert!(received.len() < 20_000_000);
    assert_eq!(server.get("/files/large.bin").text(), "x");
    drop(silent);
}

#[test]
fn a_port_in_use_is_reported() {
    let site = Site::new("serve-port");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let printed = site.fails(&["--port", &port]);
    let expected =
        format!("found port {port} in use by another program; expected a free port; choose another one with --port");
    assert!(printed.contains(&expected), "{printed}");
}

#[test]
fn a_site_that_cannot_be_shown_ends_the_program() {
    let site = Site::new("serve-unreadable");
    for (text, message) in [
        ("", "content.json:1:1: the file is empty"),
        ("<html>", "found HTML; expected JSON"),
        ("{ \"a\": [", "content.json:1:"),
    ] {
        site.write("content.json", text);
        let printed = site.fails(&["--port", "0"]);
        assert!(printed.contains(message) && !printed.contains("http://"), "{printed}");
    }
    fs::remove_file(site.folder.join("content.json")).unwrap();
    assert!(site.fails(&["--port", "0"]).contains("found no content.json in this folder"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_program_with_status_0() {
    let site = Site::new("serve-interrupt");
    let mut server = site.serve();
    let _open_page = server.events().next();
    let mut events = server.events();
    events.next();
    assert!(Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    // Nothing is left in the folder.
    let names: Vec<_> = fs::read_dir(&site.folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(Path::new(&site.folder).join("content.json").exists());
}
