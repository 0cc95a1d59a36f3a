//! A host of static files, like those that serve such sites, that can be told to fail.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http_body_util::{BodyExt, Channel, Full, combinators::UnsyncBoxBody};
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LOCATION},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, sync::Notify};
use tower_http::services::{ServeDir, ServeFile};

use crate::profile;

/// A release of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Build {
    /// Served at `/`.
    Root,
    /// Served below `/sub/`.
    Sub,
    /// The pages of the second profile, served at `/`.
    Large,
    /// The pages of a profile with 10,000 publications, served at `/`.
    Library,
    /// The first release with a module of another name and another profile, served at `/`.
    Later,
    /// The first release after a word of the profile was changed, served at `/`, with compressed copies.
    Edited,
    /// The first release for a scholar who wants nothing to be kept, served at `/`.
    Unkept,
    /// The first release for a profile with mistakes, served at `/`.
    Mistaken,
    /// The first release with publications whose ids are names of globals that some browsers lack, served at `/`.
    Globals,
    /// The first release for a profile with Arabic and Hebrew texts, served at `/`.
    Bidi,
}

/// How a host spells the addresses of pages; it redirects every other spelling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spelling {
    /// A folder has a slash at its end, a file the name of the file: most hosts.
    #[default]
    Plain,
    /// The same, but without ".html" and "index.html": Cloudflare Pages
    /// (<https://developers.cloudflare.com/pages/configuration/serving-pages/>).
    WithoutEnding,
    /// Without ".html", "index.html" and the last slash: Vercel with `cleanUrls` and `trailingSlash: false`.
    WithoutSlash,
}

impl Spelling {
    /// The address to which a host leads from another one, or that of the file which it sends; both below its folder.
    fn of(self, path: &str, folder: &Path) -> Result<String, String> {
        let holds = |file: String| folder.join(file.trim_start_matches('/')).is_file();
        let bare = path.strip_suffix("/index.html").or(path.strip_suffix(".html")).unwrap_or(path);
        let bare = bare.trim_end_matches('/');
        let (page, file) = match (holds(format!("{bare}/index.html")), holds(format!("{bare}.html"))) {
            (true, _) if self == Spelling::WithoutEnding || bare.is_empty() => (format!("{bare}/"), format!("{bare}/")),
            (true, _) => (bare.to_owned(), format!("{bare}/")),
            (false, true) => (bare.to_owned(), format!("{bare}.html")),
            (false, false) => return Ok(path.to_owned()),
        };
        match self == Spelling::Plain || path == page {
            true => Ok(if self == Spelling::Plain { path.to_owned() } else { file }),
            false => Err(page),
        }
    }
}

impl Build {
    /// The path under which it is served, with a slash at either end.
    pub fn base(self) -> &'static str {
        match self {
            Build::Sub => "/sub/",
            _ => "/",
        }
    }

    /// Where its files are.
    pub fn folder(self) -> PathBuf {
        let at = |path: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let folder = match self {
            Build::Root => at("dist"),
            Build::Sub => SUB.clone(),
            Build::Large => LARGE.clone(),
            Build::Library => LIBRARY.clone(),
            Build::Later => LATER.clone(),
            Build::Unkept => UNKEPT.clone(),
            Build::Mistaken => MISTAKEN.clone(),
            Build::Globals => GLOBALS.clone(),
            Build::Bidi => BIDI.clone(),
            Build::Edited => EDITED.clone(),
        };
        assert!(folder.join("index.html").exists(), "{} holds no site: run `make test`", folder.display());
        folder
    }
}

/// Options for builds whose compressed copies and social cards no journey looks at.
const PLAIN: &[&str] = &["--no-compression", "--no-pictures"];

static SUB: LazyLock<PathBuf> =
    LazyLock::new(|| prerendered("sub", "/sub/", &profile::text_of_build(Build::Root), None, &[]));
static LARGE: LazyLock<PathBuf> = LazyLock::new(|| prerendered("large", "/", &profile::text_of_large(), None, PLAIN));
static LIBRARY: LazyLock<PathBuf> =
    LazyLock::new(|| prerendered("library", "/", &profile::text_of_library(), None, PLAIN));
static LATER: LazyLock<PathBuf> = LazyLock::new(|| {
    prerendered("later", "/", &profile::text_of_large(), Some("frontispiece-1a7e41a7e41a7e41"), PLAIN)
});
static EDITED: LazyLock<PathBuf> = LazyLock::new(|| {
    let text = profile::text_of_build(Build::Root);
    prerendered("edited", "/", &text.replacen("\"text\": \"", "\"text\": \"Edited. ", 1), None, &["--no-pictures"])
});
static UNKEPT: LazyLock<PathBuf> = LazyLock::new(|| {
    let text = profile::text_of_build(Build::Root);
    prerendered("unkept", "/", &text.replacen("\"site\": {", "\"site\": { \"offline\": false,", 1), None, PLAIN)
});

static GLOBALS: LazyLock<PathBuf> =
    LazyLock::new(|| prerendered("globals", "/", &profile::text_with_globals(), None, PLAIN));
static BIDI: LazyLock<PathBuf> = LazyLock::new(|| prerendered("bidi", "/", profile::BIDI, None, PLAIN));
static MISTAKEN: LazyLock<PathBuf> =
    LazyLock::new(|| prerendered("mistaken", "/", &profile::text_with_mistakes(), None, PLAIN));

/// Prerenders the release again: for another base, with another profile, or with its module under another name.
///
/// Trunk writes the base into `index.html` alone, so this gives the same bytes as a `trunk build` with `--public-url`,
/// in a fraction of the time; `commands::a_fresh_clone_serves_and_builds` builds with Trunk for the same base.
fn prerendered(name: &str, base: &str, content: &str, module: Option<&str>, options: &[&str]) -> PathBuf {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = checkout.join("target").join(name);
    let _ = fs::remove_dir_all(&folder);
    copy_files(&Build::Root.folder(), &folder);
    // The folders of the scholar; all others hold pages, which are written anew.
    for entry in fs::read_dir(checkout.join("public")).expect("public/ can be read") {
        let path = entry.expect("public/ can be read").path();
        if path.is_dir() {
            copy_folder(&path, &folder.join(path.file_name().expect("a folder has a name")));
        }
    }
    let index = folder.join("index.html");
    let mut page = fs::read_to_string(&index).expect("it can be read");
    if base != "/" {
        for attribute in ["data-base", "data-module", "data-wasm", "href", "src"] {
            page = page.replace(&format!("{attribute}=\"/"), &format!("{attribute}=\"{base}"));
        }
    }
    if let Some(module) = module {
        let (_, rest) = page.split_once("data-module=").expect("the page names the module");
        let (old, _) = rest.trim_start_matches(['"', '/']).split_once(".js").expect("it is JavaScript");
        let old = old.to_owned();
        page = page.replace(&old, module);
        for end in [".js", "_bg.wasm"] {
            let name = |stem: &str| folder.join(format!("{stem}{end}"));
            fs::rename(name(&old), name(module)).expect("a file can be renamed");
        }
    }
    fs::write(&index, page).expect("a file can be written");
    fs::write(folder.join("content.json"), content).expect("a file can be written");
    let status = Command::new(env!("CARGO_BIN_EXE_frontispiece"))
        .arg("prerender")
        .arg(&folder)
        .arg(base)
        .args(options)
        .current_dir(checkout)
        .stdout(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the pages of {name} are written");
    folder
}

/// Copies a folder with all that it holds.
fn copy_folder(from: &Path, to: &Path) {
    copy_files(from, to);
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() {
            copy_folder(&path, &to.join(path.file_name().expect("a folder has a name")));
        }
    }
}

/// Copies the files of a folder, without those in its folders and without compressed copies.
fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let file = entry.expect("a folder can be read").path();
        let is_compressed = file.extension().is_some_and(|end| end == "br" || end == "gz");
        if file.is_file() && !is_compressed {
            fs::copy(&file, to.join(file.file_name().expect("a file has a name"))).expect("a file can be copied");
        }
    }
}

/// What may happen to a file on the way.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Another status than 200.
    Status(u16),
    /// A web page.
    Html,
    /// Another text.
    Text(String),
    /// Other bytes.
    Bytes(Vec<u8>),
    /// All of it, as what it is not.
    Typed(&'static str),
    /// Nothing for so long, then all of it.
    Slow(Duration),
    /// All of it, in so many pieces, each a while after the one before.
    Pieces(usize),
    /// So many hundredths of it, then the connection ends.
    CutAt(usize),
    /// Half of it, then nothing, until [`Host::mends`].
    Stalls,
    /// Nothing, not even a status, until [`Host::mends`].
    Silence,
    /// The connection ends at once.
    Closed,
    /// All of it, and something more.
    Changed,
}

/// A host of one release; it serves as long as the runtime runs that it was started on.
#[derive(Clone)]
pub struct Host {
    pub build: Build,
    /// "http://127.0.0.1:4321", without a slash at the end
    pub origin: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    faults: Mutex<Vec<Scheduled>>,
    /// Pages that the release does not have, by their path, compressed with Brotli.
    added: Mutex<HashMap<String, Vec<u8>>>,
    /// Ends of paths at which something went wrong on purpose, now or earlier.
    troubled: Mutex<Vec<String>>,
    mended: Notify,
    /// Whether browsers are told what to keep, as `hosting.rs` has it.
    keeps: AtomicBool,
    /// The release that has taken the place of the first one.
    deployed: Mutex<Option<Build>>,
    spelling: Mutex<Spelling>,
}

struct Scheduled {
    path: String,
    fault: Fault,
    /// How often yet; nothing where until it is mended.
    times: Option<usize>,
}

type Answer = Response<UnsyncBoxBody<Bytes, io::Error>>;

impl Host {
    pub async fn start(build: Build) -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let origin = format!("http://{}", listener.local_addr().expect("it is bound"));
        let host = Host { build, origin, state: Arc::default() };
        build.folder();
        tokio::spawn(host.clone().serve(listener));
        host
    }

    /// The same release on another host, which runs already and never fails.
    pub fn at(build: Build, origin: &str) -> Host {
        Host { build, origin: origin.to_owned(), state: Arc::default() }
    }

    /// Lets files whose path ends so fail until they are mended.
    pub fn breaks(&self, path: &str, fault: Fault) {
        self.schedule(path, fault, None);
    }

    /// Lets files whose path ends so fail for the first few requests.
    pub fn breaks_at_first(&self, path: &str, times: usize, fault: Fault) {
        self.schedule(path, fault, Some(times));
    }

    /// Serves files whose path ends so as they are, and goes on with what stalls.
    pub fn mends(&self, path: &str) {
        self.state.faults.lock().unwrap().retain(|scheduled| scheduled.path != path);
        self.state.mended.notify_waiters();
    }

    /// Serves another release in place of the first one.
    pub fn deploys(&self, build: Build) {
        build.folder();
        *self.state.deployed.lock().unwrap() = Some(build);
    }

    /// Serves a page of its own at a path.
    pub fn adds(&self, path: &str, html: &str) {
        let mut compressed = Vec::new();
        brotli::BrotliCompress(&mut html.as_bytes(), &mut compressed, &brotli::enc::BrotliEncoderParams::default())
            .expect("memory takes it");
        self.state.added.lock().unwrap().insert(path.to_owned(), compressed);
    }

    /// Serves what the release has at a path again.
    pub fn removes(&self, path: &str) {
        self.state.added.lock().unwrap().remove(path);
    }

    /// Spells the addresses of pages in another way from now on.
    pub fn spells(&self, spelling: Spelling) {
        *self.state.spelling.lock().unwrap() = spelling;
    }

    /// Tells browsers to keep files that are named after what is in them, and to ask again for all others.
    pub fn lets_browsers_keep(&self) {
        self.state.keeps.store(true, Ordering::Relaxed);
    }

    /// Declares that nothing stands at a path, so that the browser's own complaint is no surprise.
    pub fn lacks(&self, path: &str) {
        self.state.troubled.lock().unwrap().push(path.to_owned());
    }

    /// Whether a message of the console is the browser's own about a fault that was asked for: one of the network,
    /// or of a file whose integrity is not what the page expects.
    pub fn explains(&self, source: &str, message: &str) -> bool {
        let refused = message.contains("integrity") || message.contains("Fetch API cannot load");
        // A worker that was not to be had is not named.
        let is_worker = message.contains("when fetching the script");
        let addresses = message.split([' ', '\'']).filter(|word| word.starts_with(&self.origin));
        let troubled = self.state.troubled.lock().unwrap();
        let is_troubled = |address: &str| {
            let path = address.split('?').next().unwrap_or("").trim_end_matches('.');
            troubled.iter().any(|end| path.ends_with(end))
        };
        match source {
            "network" if is_worker => troubled.iter().any(|end| "/sw.js".ends_with(end)),
            "network" => addresses.take(1).any(is_troubled),
            // It names the page where the file came from what the browser keeps.
            "javascript" if message.contains("MIME type") => !troubled.is_empty(),
            "security" | "javascript" if refused => addresses.skip(1).any(is_troubled),
            _ => false,
        }
    }

    fn schedule(&self, path: &str, fault: Fault, times: Option<usize>) {
        self.lacks(path);
        self.state.faults.lock().unwrap().push(Scheduled { path: path.to_owned(), fault, times });
    }

    async fn serve(self, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let host = self.clone();
            let answer = service_fn(move |request| host.clone().answer(request));
            // An error here is a connection that broke, as some are told to.
            tokio::spawn(async move { http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await });
        }
    }

    async fn answer(self, request: Request<Incoming>) -> io::Result<Answer> {
        let added = self.state.added.lock().unwrap().get(request.uri().path()).cloned();
        if let Some(page) = added {
            let mut answer = text(200, "text/html", "");
            *answer.body_mut() = Full::from(page).map_err(|never| match never {}).boxed_unsync();
            answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            return Ok(answer);
        }
        let Some(fault) = self.fault_at(request.uri().path()) else { return self.file(request).await };
        match fault {
            Fault::Status(status) => Ok(text(status, "text/plain", "broken on purpose")),
            Fault::Html => Ok(text(200, "text/html", "<!doctype html><title>Welcome to this network</title>")),
            Fault::Text(replacement) => Ok(text(200, "application/json", &replacement)),
            Fault::Closed => Err(io::ErrorKind::ConnectionAborted.into()),
            Fault::Silence => {
                self.state.mended.notified().await;
                self.file(request).await
            }
            Fault::Changed => self.changed(request).await,
            Fault::Bytes(replacement) => Ok(answer(200, "application/json", replacement)),
            Fault::Typed(kind) => {
                let mut answer = self.file(request).await?;
                answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
                Ok(answer)
            }
            Fault::Slow(pause) => {
                tokio::time::sleep(pause).await;
                self.file(request).await
            }
            Fault::Pieces(count) => self.pieces(request, count).await,
            Fault::CutAt(percent) => self.part(request, percent, false).await,
            Fault::Stalls => self.part(request, 50, true).await,
        }
    }

    /// The next fault of a path.
    fn fault_at(&self, path: &str) -> Option<Fault> {
        let mut faults = self.state.faults.lock().unwrap();
        let at = faults.iter().position(|scheduled| path.ends_with(&scheduled.path))?;
        let scheduled = &mut faults[at];
        let fault = scheduled.fault.clone();
        if let Some(times) = &mut scheduled.times {
            *times -= 1;
            if *times == 0 {
                faults.remove(at);
            }
        }
        Some(fault)
    }

    /// A file with a line more at its end.
    async fn changed(self, mut request: Request<Incoming>) -> io::Result<Answer> {
        request.headers_mut().clear();
        let (mut parts, body) = self.file(request).await?.into_parts();
        let bytes = [&body.collect().await?.to_bytes()[..], b"\n"].concat();
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(Response::from_parts(parts, Full::from(bytes).map_err(|never| match never {}).boxed_unsync()))
    }

    /// A file in so many pieces, with time for a frame or two after each.
    async fn pieces(self, mut request: Request<Incoming>, count: usize) -> io::Result<Answer> {
        request.headers_mut().clear();
        let (mut parts, body) = self.file(request).await?.into_parts();
        let mut rest = body.collect().await?.to_bytes();
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(rest.len()));
        let length = rest.len().div_ceil(count);
        let (mut sender, body) = Channel::<Bytes, io::Error>::new(1);
        tokio::spawn(async move {
            while !rest.is_empty() {
                let _ = sender.send_data(rest.split_to(length.min(rest.len()))).await;
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
        });
        Ok(Response::from_parts(parts, body.boxed_unsync()))
    }

    /// So many hundredths of a file; the rest once mended, if `goes_on`, or else never.
    async fn part(self, mut request: Request<Incoming>, percent: usize, goes_on: bool) -> io::Result<Answer> {
        // Also where the browser has it already and only asks whether it is still the same.
        request.headers_mut().clear();
        let (mut parts, body) = self.file(request).await?.into_parts();
        let mut first = body.collect().await?.to_bytes();
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(first.len()));
        let second = first.split_off(first.len() * percent / 100);
        let is_page = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "text/html");
        let (mut sender, body) = Channel::new(1);
        tokio::spawn(async move {
            let _ = sender.send_data(first).await;
            if goes_on {
                self.state.mended.notified().await;
                let _ = sender.send_data(second).await;
            } else {
                // When that has arrived: with the connection goes what is on its way, and what the browser has not read yet.
                tokio::time::sleep(Duration::from_millis(if is_page { 1500 } else { 100 })).await;
                sender.abort(io::ErrorKind::ConnectionAborted.into());
            }
        });
        Ok(Response::from_parts(parts, body.boxed_unsync()))
    }

    /// What stands at the path: a file, a folder's page (with a redirect to the path with a slash at its
    /// end), or the site's page for what was not found.
    async fn file(&self, request: Request<Incoming>) -> io::Result<Answer> {
        let (mut parts, _) = request.into_parts();
        let bare = self.build.base().trim_end_matches('/');
        let address = parts.uri.to_string();
        let below = match address.strip_prefix(bare) {
            Some("") => "/",
            Some(below) if below.starts_with('/') => below,
            _ => return Ok(text(404, "text/plain", "nothing stands outside the base")),
        };
        let folder = self.state.deployed.lock().unwrap().unwrap_or(self.build).folder();
        let (path, query) = below.split_at(below.find('?').unwrap_or(below.len()));
        let spelling = *self.state.spelling.lock().unwrap();
        let below = match spelling.of(path, &folder) {
            Ok(path) => format!("{path}{query}"),
            Err(page) => return Ok(redirect(&format!("{bare}{page}{query}"))),
        };
        parts.uri = below.parse().map_err(io::Error::other)?;
        let not_found = ServeFile::new(folder.join("404.html"));
        let mut files = ServeDir::new(&folder)
            .precompressed_br()
            .precompressed_gzip()
            .redirect_path_prefix(bare)
            .not_found_service(not_found);
        let request = Request::from_parts(parts, Full::<Bytes>::default());
        let mut answer = files.try_call(request).await?.map(|body| body.map_err(io::Error::other).boxed_unsync());
        if self.state.keeps.load(Ordering::Relaxed) {
            let hashed = ["/frontispiece-", "/markdown-", "/icon-"].iter().any(|start| below.starts_with(start));
            let rule = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
            answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(rule));
        }
        Ok(answer)
    }
}

fn redirect(address: &str) -> Answer {
    let mut answer = text(308, "text/plain", "");
    answer.headers_mut().insert(LOCATION, HeaderValue::from_str(address).expect("an address"));
    answer
}

fn text(status: u16, kind: &'static str, text: &str) -> Answer {
    answer(status, kind, text.as_bytes().to_vec())
}

fn answer(status: u16, kind: &'static str, body: Vec<u8>) -> Answer {
    let mut answer = Response::new(Full::from(body).map_err(|never| match never {}).boxed_unsync());
    *answer.status_mut() = StatusCode::from_u16(status).expect("a status of HTTP");
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}
