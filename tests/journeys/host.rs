//! A host of static files that can simulate faults.

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

use fixtures::files::copy_files;
use frontispiece::{
    build::{
        file,
        manifest::Manifest,
        memory::Memory,
        output::Output,
        site::{PageOptions, Pages},
    },
    content,
    route::Base,
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
    /// The home page and the first pages of the list of a profile with 10,000 publications, served at `/`. To write all
    /// pages would take a minute.
    Library,
    /// The same of a profile with 100,000 publications, for `make bench`.
    Archive,
    /// The second profile with a module of another name, served at `/`: a later release.
    Later,
    /// The first profile after an edit, served at `/`, with compressed copies.
    Edited,
    /// The first profile with `"offline": false`, served at `/`.
    WithoutOffline,
    /// The first profile with errors, served at `/`.
    WithErrors,
    /// The first profile with publications whose ids are names of globals that some browsers lack, served at `/`.
    Globals,
    /// The first release for a profile with Arabic and Hebrew texts, served at `/`.
    Bidi,
    /// The first release for a profile with images and videos, served at `/`.
    Media,
}

/// The form of the URLs of pages on a host. The host redirects other forms to this one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UrlForm {
    /// The URL of a folder ends with a slash, and the URL of a file with the name of the file: most hosts.
    #[default]
    Plain,
    /// The same, but without ".html" and "index.html": Cloudflare Pages
    /// (<https://developers.cloudflare.com/pages/configuration/serving-pages/>).
    WithoutExtension,
    /// Without ".html", "index.html" and the last slash: Vercel with `cleanUrls` and `trailingSlash: false`.
    WithoutSlash,
}

impl UrlForm {
    /// Returns the path of the file that the host sends for a path. Both paths are below the folder of the host.
    ///
    /// # Errors
    /// Returns the path to which the host redirects.
    fn resolve(self, path: &str, folder: &Path) -> Result<String, String> {
        let has_file = |file: String| folder.join(file.trim_start_matches('/')).is_file();
        let bare = path.strip_suffix("/index.html").or(path.strip_suffix(".html")).unwrap_or(path);
        let bare = bare.trim_end_matches('/');
        let (page, file) = match (has_file(format!("{bare}/index.html")), has_file(format!("{bare}.html"))) {
            (true, _) if self == UrlForm::WithoutExtension || bare.is_empty() => {
                (format!("{bare}/"), format!("{bare}/"))
            }
            (true, _) => (bare.to_owned(), format!("{bare}/")),
            (false, true) => (bare.to_owned(), format!("{bare}.html")),
            (false, false) => return Ok(path.to_owned()),
        };
        match self == UrlForm::Plain || path == page {
            true => Ok(if self == UrlForm::Plain { path.to_owned() } else { file }),
            false => Err(page),
        }
    }
}

impl Build {
    /// Returns the path under which the release is served, with a slash at both ends.
    pub fn base(self) -> &'static str {
        match self {
            Build::Sub => "/sub/",
            _ => "/",
        }
    }

    /// Returns the folder with the files of the release.
    pub fn folder(self) -> PathBuf {
        let at = |path: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let folder = match self {
            Build::Root => at("dist"),
            Build::Sub => SUB.clone(),
            Build::Large => LARGE.clone(),
            Build::Library => LIBRARY.clone(),
            Build::Archive => ARCHIVE.clone(),
            Build::Later => LATER.clone(),
            Build::WithoutOffline => WITHOUT_OFFLINE.clone(),
            Build::WithErrors => WITH_ERRORS.clone(),
            Build::Globals => GLOBALS.clone(),
            Build::Bidi => BIDI.clone(),
            Build::Media => MEDIA.clone(),
            Build::Edited => EDITED.clone(),
        };
        assert!(folder.join("index.html").exists(), "found no site in {}; run `make test`", folder.display());
        folder
    }

    /// Returns the path of a file at the top of the release by the start and the end of its name.
    pub fn file_named(self, start: &str, end: &str) -> String {
        let names = fs::read_dir(self.folder()).expect("the release can be read").flatten();
        let mut names = names.filter_map(|entry| entry.file_name().into_string().ok());
        let found = names.find(|name| name.starts_with(start) && name.ends_with(end));
        format!("/{}", found.unwrap_or_else(|| panic!("the release has no {start}…{end}")))
    }
}

/// The options of builds whose compressed copies and social cards are not tested.
const PLAIN: &[&str] = &["--no-compression", "--no-pictures"];

static SUB: LazyLock<PathBuf> =
    LazyLock::new(|| prerendered("sub", "/sub/", &profile::text_of_build(Build::Root), None, &["--no-compression"]));
static LARGE: LazyLock<PathBuf> = LazyLock::new(|| prerendered("large", "/", &profile::text_of_large(), None, PLAIN));
static LIBRARY: LazyLock<PathBuf> = LazyLock::new(|| first_pages("library", 10_000));
static ARCHIVE: LazyLock<PathBuf> = LazyLock::new(|| first_pages("archive", 100_000));
static LATER: LazyLock<PathBuf> = LazyLock::new(|| {
    prerendered("later", "/", &profile::text_of_large(), Some("frontispiece-1a7e41a7e41a7e41"), PLAIN)
});
static EDITED: LazyLock<PathBuf> = LazyLock::new(|| {
    let text = profile::text_after_edit(Build::Root, "Edited. ");
    prerendered("edited", "/", &text, None, &["--no-pictures"])
});
static WITHOUT_OFFLINE: LazyLock<PathBuf> = LazyLock::new(|| {
    let text = profile::text_of_build(Build::Root);
    prerendered(
        "without-offline",
        "/",
        &text.replacen("\"site\": {", "\"site\": { \"offline\": false,", 1),
        None,
        PLAIN,
    )
});

static GLOBALS: LazyLock<PathBuf> =
    LazyLock::new(|| prerendered("globals", "/", &profile::text_with_globals(), None, PLAIN));
static BIDI: LazyLock<PathBuf> = LazyLock::new(|| prerendered("bidi", "/", profile::BIDI, None, PLAIN));
static MEDIA: LazyLock<PathBuf> = LazyLock::new(|| prerendered("media", "/", profile::MEDIA, None, PLAIN));
static WITH_ERRORS: LazyLock<PathBuf> =
    LazyLock::new(|| prerendered("with-errors", "/", &profile::text_with_errors(), None, PLAIN));

/// Prerenders the release again, with another base, another profile, or another name of the module.
///
/// Trunk writes the base only into `index.html`, so the result has the same bytes as a `trunk build` with `--public-url`
/// and takes a fraction of the time. `commands::a_fresh_clone_serves_and_builds` builds with Trunk for the same base.
fn prerendered(name: &str, base: &str, content: &str, module: Option<&str>, options: &[&str]) -> PathBuf {
    let folder = unrendered(name, base, content, module);
    let status = Command::new(env!("CARGO_BIN_EXE_frontispiece"))
        .arg("prerender")
        .arg(&folder)
        .arg(base)
        .args(options)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the pages of {name} are written");
    folder
}

/// Writes the home page and the first pages of the list of a library with this many publications. The other files of each
/// publication are not written, because to write and delete thousands of files takes most of the time. The content has no
/// errors and names no files.
fn first_pages(name: &str, publications: usize) -> PathBuf {
    let folder = unrendered(name, "/", &profile::text_of_library(publications), None);
    write_first_pages(&folder).unwrap_or_else(|error| panic!("the {name}: {error:#}"));
    folder
}

fn write_first_pages(folder: &Path) -> anyhow::Result<()> {
    const INDEX: &str = "index.html";
    // An output in memory keeps every file that it finds in the folder.
    let of_release = Manifest::read(folder)?.unwrap_or_default().written;
    for path in of_release.keys().filter(|path| *path != INDEX) {
        let _ = fs::remove_file(folder.join(path));
    }
    let output = Output::in_memory(folder, Memory::new([(INDEX.to_owned(), fs::read(folder.join(INDEX))?)].into()));
    let text = fs::read_to_string(folder.join("content.json"))?;
    let reading = content::read(&text).map_err(|diagnostic| anyhow::anyhow!("{diagnostic}"))?;
    let options = PageOptions { base: &Base::new("/"), worker: "", cards: false };
    let pages = Pages::prepare(&text, reading, &options, &output)?;
    let lists = (2..=5).map(|number| format!("publications/page/{number}/index.html"));
    for path in [INDEX, "404.html", "publications/index.html"].map(str::to_owned).into_iter().chain(lists) {
        output.write_page(&path, &pages.page(&path).expect("the profile has this page"))?;
    }
    let (files, _) = output.into_memory().unwrap_or_default().into_files();
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".bib") || !path.contains('/')) {
        file::write(&folder.join(path), bytes)?;
    }
    Ok(())
}

/// Copies the release and the folders of the author, with another base, another profile, or another name of the module.
fn unrendered(name: &str, base: &str, content: &str, module: Option<&str>) -> PathBuf {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = checkout.join("target").join(name);
    let _ = fs::remove_dir_all(&folder);
    copy_files(&Build::Root.folder(), &folder);
    // The folders of the author. All other folders have pages, which are written again.
    for entry in fs::read_dir(checkout.join("public")).expect("public/ can be read") {
        let path = entry.expect("public/ can be read").path();
        if path.is_dir() {
            copy_folder(&path, &folder.join(path.file_name().expect("a folder has a name")));
        }
    }
    copy_files(&checkout.join("tests/fixtures/media/files"), &folder.join("files"));
    let index = folder.join("index.html");
    let mut page = fs::read_to_string(&index).expect("it can be read");
    if base != "/" {
        for attribute in
            ["data-base", "data-module", "data-wasm", "data-chunk-list", "data-chunk-publication", "href", "src"]
        {
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
    folder
}

/// Copies a folder with all files and folders in it.
fn copy_folder(from: &Path, to: &Path) {
    copy_files(from, to);
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() {
            copy_folder(&path, &to.join(path.file_name().expect("a folder has a name")));
        }
    }
}

/// A fault of a response.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Another status than 200.
    Status(u16),
    /// A web page instead of the file.
    Html,
    /// Another text instead of the file.
    Text(String),
    /// Other bytes instead of the file.
    Bytes(Vec<u8>),
    /// The file with another `Content-Type`.
    Typed(&'static str),
    /// The file after a delay.
    Slow(Duration),
    /// The file in this number of chunks, with a pause after each.
    Chunks(usize),
    /// This percentage of the file, then the end of the connection.
    CutAt(usize),
    /// Half of the file, and the rest after [`Host::repairs`].
    Stalls,
    /// No response, not even a status, until [`Host::repairs`].
    Silence,
    /// The end of the connection.
    Closed,
    /// The file with another line at its end.
    Changed,
}

/// A host of one release. It serves as long as the runtime on which it was started is running.
#[derive(Clone)]
pub struct Host {
    pub build: Build,
    /// The origin, such as "http://127.0.0.1:4321".
    pub origin: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    faults: Mutex<Vec<ScheduledFault>>,
    /// Additional pages by path, compressed with Brotli.
    added: Mutex<HashMap<String, Vec<u8>>>,
    /// The ends of all paths that have or had a fault.
    faulty_paths: Mutex<Vec<String>>,
    repaired: Notify,
    /// Whether responses have the `Cache-Control` of `src/build/hosting/headers.rs`.
    has_caching: AtomicBool,
    /// The release that has replaced the first one.
    deployed: Mutex<Option<Build>>,
    url_form: Mutex<UrlForm>,
}

struct ScheduledFault {
    /// The end of the path.
    path: String,
    fault: Fault,
    /// The remaining number of responses with the fault, or `None` until it is repaired.
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

    /// Returns a host that is already running and simulates no faults.
    pub fn at(build: Build, origin: &str) -> Host {
        Host { build, origin: origin.to_owned(), state: Arc::default() }
    }

    /// Adds a fault to all files whose path has this end, until they are repaired.
    pub fn breaks(&self, path: &str, fault: Fault) {
        self.schedule(path, fault, None);
    }

    /// Adds a fault to the next requests for files whose path has this end.
    pub fn breaks_at_first(&self, path: &str, times: usize, fault: Fault) {
        self.schedule(path, fault, Some(times));
    }

    /// Removes the faults of files whose path has this end, and continues all stalled responses.
    pub fn repairs(&self, path: &str) {
        self.state.faults.lock().unwrap().retain(|scheduled| scheduled.path != path);
        self.state.repaired.notify_waiters();
    }

    /// Replaces the release by another one.
    pub fn deploys(&self, build: Build) {
        build.folder();
        *self.state.deployed.lock().unwrap() = Some(build);
    }

    /// Adds a page that is not part of the release.
    pub fn adds_page(&self, path: &str, html: &str) {
        let mut compressed = Vec::new();
        brotli::BrotliCompress(&mut html.as_bytes(), &mut compressed, &brotli::enc::BrotliEncoderParams::default())
            .expect("writing to memory succeeds");
        self.state.added.lock().unwrap().insert(path.to_owned(), compressed);
    }

    /// Removes an added page.
    pub fn removes_page(&self, path: &str) {
        self.state.added.lock().unwrap().remove(path);
    }

    /// Changes the form of the URLs of pages.
    pub fn changes_url_form(&self, url_form: UrlForm) {
        *self.state.url_form.lock().unwrap() = url_form;
    }

    /// Tells browsers to cache files with a hash in their name, and to revalidate all others.
    pub fn enables_caching(&self) {
        self.state.has_caching.store(true, Ordering::Relaxed);
    }

    /// Declares that there is no file at a path, so that the browser's error is expected.
    pub fn lacks(&self, path: &str) {
        self.state.faulty_paths.lock().unwrap().push(path.to_owned());
    }

    /// Returns `true` if a message of the console is the browser's report of a simulated fault: an error of the network,
    /// or of a file with the wrong integrity.
    pub fn explains(&self, source: &str, message: &str) -> bool {
        let is_refused = message.contains("integrity") || message.contains("Fetch API cannot load");
        // This message does not name the worker.
        let is_worker = message.contains("when fetching the script");
        let urls = message.split([' ', '\'']).filter(|word| word.starts_with(&self.origin));
        let faulty_paths = self.state.faulty_paths.lock().unwrap();
        let is_faulty = |url: &str| {
            let path = url.split('?').next().unwrap_or("").trim_end_matches('.');
            faulty_paths.iter().any(|end| path.ends_with(end))
        };
        match source {
            "network" if is_worker => faulty_paths.iter().any(|end| "/sw.js".ends_with(end)),
            "network" => urls.take(1).any(is_faulty),
            // If the file came from the cache, the message names the page instead of the file.
            "javascript" if message.contains("MIME type") => !faulty_paths.is_empty(),
            "security" | "javascript" if is_refused => urls.skip(1).any(is_faulty),
            _ => false,
        }
    }

    fn schedule(&self, path: &str, fault: Fault, times: Option<usize>) {
        self.lacks(path);
        self.state.faults.lock().unwrap().push(ScheduledFault { path: path.to_owned(), fault, times });
    }

    async fn serve(self, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let host = self.clone();
            let answer = service_fn(move |request| host.clone().answer(request));
            // An error here is a connection that was closed, which is one of the faults.
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
                self.state.repaired.notified().await;
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
            Fault::Chunks(count) => self.chunks(request, count).await,
            Fault::CutAt(percent) => self.part(request, percent, false).await,
            Fault::Stalls => self.part(request, 50, true).await,
        }
    }

    /// Returns the next fault of a path.
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

    /// Returns a file with another line at its end.
    async fn changed(self, mut request: Request<Incoming>) -> io::Result<Answer> {
        request.headers_mut().clear();
        let (mut parts, body) = self.file(request).await?.into_parts();
        let bytes = [&body.collect().await?.to_bytes()[..], b"\n"].concat();
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(Response::from_parts(parts, Full::from(bytes).map_err(|never| match never {}).boxed_unsync()))
    }

    /// Returns a file in `count` chunks, with a pause of one or two frames after each.
    async fn chunks(self, mut request: Request<Incoming>, count: usize) -> io::Result<Answer> {
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

    /// Returns a percentage of a file. If `continues`, the rest follows once the fault is repaired. Otherwise the
    /// connection ends.
    async fn part(self, mut request: Request<Incoming>, percent: usize, continues: bool) -> io::Result<Answer> {
        // Without the headers of the request, the host never answers 304.
        request.headers_mut().clear();
        let (mut parts, body) = self.file(request).await?.into_parts();
        let mut first = body.collect().await?.to_bytes();
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(first.len()));
        let second = first.split_off(first.len() * percent / 100);
        let is_page = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "text/html");
        let (mut sender, body) = Channel::new(1);
        tokio::spawn(async move {
            let _ = sender.send_data(first).await;
            if continues {
                self.state.repaired.notified().await;
                let _ = sender.send_data(second).await;
            } else {
                // Waits until the browser has read the first part, because it discards unread data when a connection ends.
                tokio::time::sleep(Duration::from_millis(if is_page { 1500 } else { 100 })).await;
                sender.abort(io::ErrorKind::ConnectionAborted.into());
            }
        });
        Ok(Response::from_parts(parts, body.boxed_unsync()))
    }

    /// Returns the response for a path: a file, the page of a folder (after a redirect to the path with a slash at its
    /// end), or the page for unknown URLs.
    async fn file(&self, request: Request<Incoming>) -> io::Result<Answer> {
        let (mut parts, _) = request.into_parts();
        let bare = self.build.base().trim_end_matches('/');
        let address = parts.uri.to_string();
        let below = match address.strip_prefix(bare) {
            Some("") => "/",
            Some(below) if below.starts_with('/') => below,
            _ => return Ok(text(404, "text/plain", "there is nothing outside the base")),
        };
        let folder = self.state.deployed.lock().unwrap().unwrap_or(self.build).folder();
        let (path, query) = below.split_at(below.find('?').unwrap_or(below.len()));
        let url_form = *self.state.url_form.lock().unwrap();
        let below = match url_form.resolve(path, &folder) {
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
        if self.state.has_caching.load(Ordering::Relaxed) {
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
