//! The site on a real nginx with the configuration in `hosting/nginx.conf`.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::{fs::symlink, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use http_body_util::{BodyExt, Empty};
use hyper::{
    HeaderMap, Request,
    body::Bytes,
    header::{
        ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, LOCATION,
        SERVER, VARY,
    },
};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};

use crate::{
    host::Build,
    profile,
    profile::routes,
    visitor::{ADDRESS, HEADING, Journey, STATUS},
};

const WHERE_FROM: &str = "run `tools/set-up.sh test`, which installs it or says how to";

/// The time limit for the start of nginx.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Starts nginx, and ends it when standard input ends. So nginx ends with these tests, even if they are killed.
const SHELL: &str = r#"
    "$0" "$@" &
    read -r _
    kill "$!"
    wait
"#;

/// nginx, which serves the release at `/`.
struct Nginx {
    origin: String,
    shell: Child,
    /// The folder with its configuration, its logs and the site.
    folder: PathBuf,
}

impl Nginx {
    fn start(name: &str) -> Nginx {
        Nginx::serving(Build::Root, name)
    }

    fn serving(build: Build, name: &str) -> Nginx {
        let (program, modules) = installed();
        let module = modules.join("ngx_http_brotli_static_module.so");
        assert!(module.exists(), "{}: there is no such module of nginx; {WHERE_FROM}", module.display());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("nginx-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("site")).expect("a folder can be made");
        link(build, &folder.join("site"));
        // The port is chosen here, because nginx does not report a port that it has chosen.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port is free");
        fs::write(folder.join("nginx.conf"), settings(&free.to_string(), &module)).expect("a file can be written");
        let shell = Command::new("sh")
            .args(["-c", SHELL, &program, "-c", "nginx.conf", "-e", "error.log", "-p"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("sh starts");
        let nginx = Nginx { origin: format!("http://{free}"), shell, folder };
        let start = Instant::now();
        while TcpStream::connect(free).is_err() {
            let log = || fs::read_to_string(nginx.folder.join("error.log")).unwrap_or_default();
            assert!(start.elapsed() < TIMEOUT, "{program} does not start: {}", log());
            thread::sleep(Duration::from_millis(20));
        }
        nginx
    }

    /// Replaces the release by another one. Files that are equal in both stay unchanged, as with `rsync --checksum`.
    fn deploys(&self, build: Build) {
        let site = self.folder.join("site");
        for entry in fs::read_dir(&site).expect("it can be read").flatten() {
            let (old, new) = (fs::read(entry.path()).ok(), fs::read(build.folder().join(entry.file_name())).ok());
            if old.is_none() || old != new {
                fs::remove_file(entry.path()).expect("a link can be removed");
            }
        }
        link(build, &site);
    }

    async fn get(&self, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
        let request = Request::get(format!("{}{path}", self.origin));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, *value));
        let request = request.body(Empty::<Bytes>::new()).expect("a request");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let (parts, body) = client.request(request).await.expect("nginx answers").into_parts();
        let body = body.collect().await.expect("the whole file").to_bytes();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

/// Links the files of a release into a folder.
fn link(build: Build, site: &Path) {
    for entry in fs::read_dir(build.folder()).expect("the release can be read") {
        let entry = entry.expect("the release can be read");
        let link = site.join(entry.file_name());
        if !link.exists() {
            symlink(entry.path(), link).expect("a link can be made");
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Returns the nginx program and the folder of its modules. Debian installs nginx in a folder that only root's PATH names.
fn installed() -> (String, PathBuf) {
    let built = |program: &&str| Some((program.to_string(), Command::new(program).arg("-V").output().ok()?.stderr));
    let (program, built) = ["nginx", "/usr/sbin/nginx"]
        .iter()
        .find_map(built)
        .unwrap_or_else(|| panic!("there is no nginx; {WHERE_FROM}"));
    let built = String::from_utf8_lossy(&built);
    let modules = built.split_whitespace().find_map(|option| option.strip_prefix("--modules-path="));
    (program, modules.unwrap_or("modules").into())
}

/// Returns `hosting/nginx.conf` with its values filled in, inside the parts of Debian's nginx.conf.
fn settings(address: &str, module: &Path) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("hosting/nginx.conf");
    let mut site = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    for (from, to) in [
        ("listen 80;", format!("listen {address};").as_str()),
        ("listen [::]:80;", ""),
        ("root /var/www/homepage;", "root site;"),
    ] {
        assert_eq!(site.matches(from).count(), 1, "{from}");
        site = site.replace(from, to);
    }
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path temp;"));
    format!(
        "load_module {};\ndaemon off;\nmaster_process off;\npid nginx.pid;\nevents {{}}\n\
         http {{\naccess_log off;\n{}\n{site}}}\n",
        module.display(),
        temporary.concat()
    )
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: impl AsRef<str>) -> Option<&str> {
        self.headers.get(name.as_ref()).map(|value| value.to_str().expect("ASCII"))
    }

    /// Checks that the response has every header of `_headers`, once and with the same value.
    fn is_secure(&self, path: &str) {
        let rules = fs::read_to_string(Build::Root.folder().join("_headers")).expect("the release has it");
        let rules = rules.lines().skip_while(|line| *line != "/*").skip(1).map_while(|line| line.strip_prefix("  "));
        let mut names = 0;
        for (name, value) in rules.filter_map(|rule| rule.split_once(": ")) {
            // There is no HSTS without HTTPS.
            let expected = if name == "Strict-Transport-Security" { vec![] } else { vec![value] };
            let found: Vec<_> = self.headers.get_all(name).iter().collect();
            assert_eq!(found, expected, "{path}: {name}");
            names += 1;
        }
        assert!(names >= 7);
        assert_eq!(self.header(SERVER), Some("nginx"), "{path}: no version");
    }
}

const FOREVER: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";

fn run(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts").block_on(story);
}

#[test]
fn nginx_sends_every_file_with_its_type() {
    let nginx = Nginx::start("files");
    run(async {
        let paper = format!("/publications/{}/", profile::of_build(Build::Root).publications[0].id);
        for (path, kind, cache) in [
            ("/", "text/html; charset=utf-8", REVALIDATE),
            (&paper, "text/html; charset=utf-8", REVALIDATE),
            ("/content.json", "application/json", REVALIDATE),
            ("/tools.js", "text/javascript; charset=utf-8", REVALIDATE),
            ("/tools_bg.wasm", "application/wasm", REVALIDATE),
            ("/publications.bib", "application/x-bibtex; charset=utf-8", REVALIDATE),
            ("/feed.atom", "application/atom+xml", REVALIDATE),
            ("/sitemap.xml", "application/xml", REVALIDATE),
            ("/site.webmanifest", "application/manifest+json", REVALIDATE),
            (&Build::Root.file_named("frontispiece-", ".js"), "text/javascript; charset=utf-8", FOREVER),
            (&Build::Root.file_named("frontispiece-", "_bg.wasm"), "application/wasm", FOREVER),
            (&Build::Root.file_named("markdown-", ".json"), "application/json", FOREVER),
            (&Build::Root.file_named("icon-", ".svg"), "image/svg+xml", FOREVER),
            (&Build::Root.file_named("styles-", ".css"), "text/css; charset=utf-8", FOREVER),
        ] {
            is_sent(&nginx, path, kind, cache).await;
        }
    });
}

/// Checks that a file is sent compressed if the browser accepts it, and not again if the browser has it. A small file has
/// no compressed copies.
async fn is_sent(nginx: &Nginx, path: &str, kind: &str, cache: &str) {
    let index = if path.ends_with('/') { "index.html" } else { "" };
    let file = format!("{}{path}{index}", nginx.folder.join("site").display());
    let has_copies = fs::metadata(&file).expect("the release has the file").len() >= 1000;
    for copy in [".br", ".gz"] {
        assert_eq!(Path::new(&format!("{file}{copy}")).exists(), has_copies, "{path} {copy}");
    }
    let mut tags = Vec::new();
    for (taken, end, encoding) in
        [("gzip, deflate, br, zstd", ".br", Some("br")), ("gzip", ".gz", Some("gzip")), ("identity", "", None)]
    {
        let (end, encoding) = if has_copies { (end, encoding) } else { ("", None) };
        let copy = PathBuf::from(format!("{file}{end}"));
        let answer = nginx.get(path, &[(ACCEPT_ENCODING, taken)]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header(CONTENT_TYPE), Some(kind), "{path} {taken}");
        assert_eq!(answer.header(CACHE_CONTROL), Some(cache), "{path}");
        answer.is_secure(path);
        assert_eq!(answer.header(CONTENT_ENCODING), encoding, "{path} {taken}");
        assert_eq!(answer.header(VARY), has_copies.then_some("Accept-Encoding"), "{path} {taken}");
        assert!(answer.body == fs::read(copy).expect("the release has the copy"), "{path} {taken}");

        let tag = answer.header(ETAG).expect("a tag").to_owned();
        let again = nginx.get(path, &[(ACCEPT_ENCODING, taken), (IF_NONE_MATCH, &tag)]).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path} {taken}");
        assert_eq!(again.header(CACHE_CONTROL), Some(cache), "{path}");
        again.is_secure(path);
        tags.push(tag);
    }
    // `Vary` tells caches that the response depends on the encoding.
    tags.sort();
    tags.dedup();
    assert!(tags.len() == if has_copies { 3 } else { 1 } || path.starts_with("/mine."), "{path}: {tags:?}");
}

#[test]
fn nginx_serves_every_page_and_the_not_found_page() {
    let nginx = Nginx::start("addresses");
    run(async {
        let content = profile::of_build(Build::Root);
        for route in routes(&content).iter().filter(|route| route.path != "/") {
            for query in ["", "?q=a%20b"] {
                let bare = format!("{}{query}", route.path.trim_end_matches('/'));
                let answer = nginx.get(&bare, &[(ACCEPT_ENCODING, "br")]).await;
                assert_eq!(answer.status, 301, "{bare}");
                assert_eq!(answer.header(LOCATION), Some(format!("{}{query}", route.path).as_str()));
                answer.is_secure(&bare);
            }
        }
        for (old, _) in content.site.redirects.iter() {
            assert_eq!(nginx.get(old, &[(ACCEPT_ENCODING, "br")]).await.status, 200, "{old}");
        }
        let not_found = |end: &str| fs::read(Build::Root.folder().join(format!("404.html{end}"))).expect("a page");
        // A missing file is not cached, even if its name has a hash.
        for path in ["/nowhere", "/nowhere/", "/publications/x/y.html", "/frontispiece-0123456789abcdef.js"] {
            for (taken, end) in [("br", ".br"), ("gzip", ".gz"), ("identity", "")] {
                let answer = nginx.get(path, &[(ACCEPT_ENCODING, taken)]).await;
                assert_eq!(answer.status, 404, "{path}");
                assert_eq!(answer.header(CONTENT_TYPE), Some("text/html; charset=utf-8"), "{path}");
                assert_eq!(answer.header(CACHE_CONTROL), Some(REVALIDATE), "{path}");
                assert!(answer.body == not_found(end), "{path}");
                answer.is_secure(path);
            }
        }
    });
}

#[test]
fn the_site_works_on_nginx() {
    let nginx = Nginx::start("walk");
    Journey::through(Build::Root).served_at(&nginx.origin).run(async |visitor| {
        let content = visitor.content();
        for route in routes(&content) {
            visitor.opens(&route.path).await;
            visitor.sees(HEADING, route.heading.as_str()).await;
        }
        visitor.opens("/").await;
        visitor.marks_document().await;
        visitor.follows_menu(profile::list(&content)).await;
        visitor.sees(HEADING, profile::list(&content)).await;
        let all = visitor.value(STATUS).await;
        visitor.clicks(".facet label .value").await;
        visitor.until("location.search !== ''").await;
        visitor.until(&format!("{STATUS} !== {all}")).await;
        let filtered = visitor.value(ADDRESS).await;
        visitor.clicks(".results article h3 a").await;
        visitor.until("document.querySelector('article.publication-page')").await;
        visitor.goes_back().await;
        visitor.sees(ADDRESS, filtered).await;
        visitor.is_in_marked_document().await;
        visitor.reloads().await;
        visitor.until(&format!("{STATUS} !== {all}")).await;

        visitor.host.lacks("/nowhere/");
        visitor.opens("/nowhere/").await;
        visitor.sees(HEADING, "Page not found").await;
        let (old, new) = content.site.redirects.iter().next().expect("the profile has old addresses");
        visitor.goto(old).await;
        visitor.sees("location.pathname", new.as_str()).await;

        // The console has no violations of the policies of the pages or of nginx, and no errors in them.
        let said = visitor.console().await.into_iter().map(|message| message.text);
        let policies: Vec<String> = said.filter(|text| text.to_lowercase().contains("polic")).collect();
        assert_eq!(policies, Vec::<String>::new());
    });
}

/// The path and the transfer size in bytes, with headers, of the page and of each of its files.
const SENT: &str = "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
    .map(file => [new URL(file.name).pathname, file.transferSize])";

/// The size of a response without a body, which a browser counts as 300 bytes (Resource Timing, section 4.3).
const HEADERS: u64 = 300;

/// Returns `true` if the path is that of a hashed file that does not depend on the content.
fn is_of_program(path: &str) -> bool {
    ["/frontispiece-", "/list-", "/publication-", "/print-", "/styles-"].iter().any(|start| path.starts_with(start))
}

#[test]
fn returning_visitors_download_only_what_has_changed() {
    let nginx = Nginx::start("again");
    Journey::through(Build::Root).served_at(&nginx.origin).run(async |visitor| {
        let visit = async || -> Vec<(String, u64)> {
            visitor.opens("/publications/").await;
            // The page makes further requests after the start.
            visitor.resolved("new Promise(done => setTimeout(done, 500))").await;
            let sent = visitor.value(SENT).await;
            serde_json::from_value(sent).expect("paths and numbers")
        };
        let sum = |sent: &[(String, u64)]| sent.iter().map(|(_, bytes)| bytes).sum::<u64>();
        let bytes_of = |build: Build, path: &str| {
            let index = if path.ends_with('/') { "index.html" } else { "" };
            let file = |end: &str| build.folder().join(format!("{}{index}{end}", &path[1..]));
            // Images and other compressed formats have no compressed copy.
            let found = fs::metadata(file(".br")).or_else(|_| fs::metadata(file("")));
            found.unwrap_or_else(|error| panic!("{}: {error}", file("").display())).len()
        };
        let first = visit().await;
        for (path, sent) in &first {
            assert_eq!(*sent, bytes_of(Build::Root, path) + HEADERS, "{path} is sent once, compressed: {first:#?}");
        }

        // All requests are answered with 304. Files with a hash in their name are not requested.
        let second = visit().await;
        println!("first visit {} bytes, second {}", sum(&first), sum(&second));
        for (path, sent) in &second {
            let is_hashed = is_of_program(path) || path.starts_with("/markdown-");
            assert_eq!(*sent, if is_hashed { 0 } else { HEADERS }, "{path}: {second:#?}");
        }

        // After an edit of a text, the page, the content and its Markdown are downloaded, but no module and no image.
        nginx.deploys(Build::Edited);
        let third = visit().await;
        println!("after an edit {}", sum(&third));
        for (path, sent) in &third {
            let has_changed =
                path.starts_with("/markdown-") || ["/publications/", "/content.json"].contains(&path.as_str());
            let expected = match has_changed {
                true => bytes_of(Build::Edited, path) + HEADERS,
                false if is_of_program(path) => 0,
                false => HEADERS,
            };
            assert_eq!(*sent, expected, "{path}: {third:#?}");
        }
        assert_eq!(third.iter().filter(|(_, sent)| *sent > HEADERS).count(), 3);
    });
}

/// wrk simulates many visitors for the number of seconds in `LOAD`.
#[test]
fn nginx_answers_every_request_under_load() {
    let nginx = Nginx::start("load");
    let seconds = std::env::var("LOAD").unwrap_or_else(|_| "3".to_owned());
    let content = profile::of_build(Build::Root);
    let pages = routes(&content).into_iter().map(|route| route.path);
    let files = ["/content.json".to_owned(), "/publications.bib".to_owned(), "/feed.atom".to_owned()];
    let files = files
        .into_iter()
        .chain([Build::Root.file_named("frontispiece-", ".js"), Build::Root.file_named("frontispiece-", "_bg.wasm")]);
    let paths: Vec<String> = pages.chain(files).map(|path| format!("{path:?}")).collect();
    let script = nginx.folder.join("paths.lua");
    let text = format!(
        "local paths, at = {{ {} }}, 0\nfunction request()\n  at = at % #paths + 1\n  \
         return wrk.format(\"GET\", paths[at], {{ [\"Accept-Encoding\"] = \"br\" }})\nend\n",
        paths.join(", ")
    );
    fs::write(&script, text).expect("a file can be written");
    let wrk = Command::new("wrk")
        .args(["--threads", "1", "--connections", "64", "--duration", &format!("{seconds}s"), "--latency", "--script"])
        .args([&script, Path::new(&nginx.origin)])
        .output()
        .unwrap_or_else(|error| panic!("wrk: {error}; {WHERE_FROM}"));
    let said = String::from_utf8_lossy(&wrk.stdout);
    println!("{said}");
    let requests = said.split_once(" requests in ").and_then(|(before, _)| before.rsplit([' ', '\n']).next());
    let requests: u64 = requests.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{said}"));
    assert!(requests > 1000, "{said}");
    assert!(!said.contains("Non-2xx") && !said.contains("Socket errors"), "{said}");
    assert_eq!(fs::read_to_string(nginx.folder.join("error.log")).expect("nginx writes it"), "");
}
