//! The server: HTTP/1.1 for browsers on this machine.

use std::{convert::Infallible, future::pending, io, sync::Arc, time::Duration};

use http_body_util::{BodyExt, Channel, Full, combinators::UnsyncBoxBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;
use tower_http::services::ServeDir;

use crate::cli::serve::{
    backend::SiteFiles,
    page::{SCRIPT, SCRIPT_PATH},
    site::{Found, Site},
};

/// The URL of the events that tell pages the version of the site.
const EVENTS_PATH: &str = "/.frontispiece/events";

/// The maximum number of connections. Each open page has one for its events.
const MAX_CONNECTIONS: usize = 256;

/// How long a client may take to send a request, or to accept a part of the response.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(30);

/// How often a page without news receives a comment, by which the server notices that the page is closed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

type Body = UnsyncBoxBody<Bytes, io::Error>;

/// Serves the current version of the site.
pub async fn serve(listener: TcpListener, sites: watch::Receiver<Arc<Site>>) -> Infallible {
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let port = listener.local_addr().map_or(0, |address| address.port());
    loop {
        // The semaphore is never closed.
        let Ok(slot) = slots.clone().acquire_owned().await else { return pending().await };
        match listener.accept().await {
            Ok((stream, _)) => {
                let sites = sites.clone();
                tokio::spawn(async move {
                    connection(stream, port, sites).await;
                    drop(slot);
                });
            }
            // Too many open files, or a client that has gone. The next attempt may succeed.
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}

/// Answers the requests of a connection, until one side closes it.
async fn connection(stream: TcpStream, port: u16, sites: watch::Receiver<Arc<Site>>) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(CLIENT_TIMEOUT));
    let service = service_fn(|request| {
        let sites = sites.clone();
        async move { Ok::<_, Infallible>(respond(request, port, &sites).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(CLIENT_TIMEOUT);
    // An error is a client that has gone, is too slow, or does not speak HTTP.
    let _ = http.serve_connection(TokioIo::new(Box::pin(stream)), service).await;
}

async fn respond(request: Request<Incoming>, port: u16, sites: &watch::Receiver<Arc<Site>>) -> Response<Body> {
    let mut response = match request.uri().path() {
        _ if !is_for_this_machine(&request, port) => text(
            StatusCode::MISDIRECTED_REQUEST,
            "text/plain; charset=utf-8",
            format!("This server answers only requests for http://127.0.0.1:{port} and http://localhost:{port}.\n"),
        ),
        _ if ![Method::GET, Method::HEAD].contains(request.method()) => {
            let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "text/plain", "Use GET or HEAD.\n");
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            response
        }
        EVENTS_PATH if request.method() == Method::GET => events(sites.clone()),
        SCRIPT_PATH => text(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT),
        _ => {
            let site = sites.borrow().clone();
            file(request, site).await
        }
    };
    let headers = response.headers_mut();
    // A browser must ask again for every file, because any of them may have changed.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // No other site may load unpublished files into its pages.
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    response
}

/// Returns `true` if a request names this server. A request for another host comes from a page whose host name leads to this
/// machine (DNS rebinding), and that page could read the response.
fn is_for_this_machine<B>(request: &Request<B>, port: u16) -> bool {
    let is_ours = |authority: &str| {
        let (host, given) = match authority.rsplit_once(':') {
            Some((host, given)) if !given.contains(']') => (host, given.parse().ok()),
            _ => (authority, Some(80)),
        };
        ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host.eq_ignore_ascii_case(name)) && given == Some(port)
    };
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let target = request.uri().authority();
    host.is_some_and(is_ours)
        && request.headers().get_all(HOST).iter().count() == 1
        && target.is_none_or(|target| is_ours(target.as_str()))
}

/// Returns the stream of server-sent events (HTML, section 9.2). Each event is the version of the site.
fn events(mut sites: watch::Receiver<Arc<Site>>) -> Response<Body> {
    let (mut sender, body) = Channel::<Bytes, io::Error>::new(1);
    tokio::spawn(async move {
        // A page tries to connect again every second after the program has ended.
        let mut message = format!("retry: 1000\ndata: {}\n\n", sites.borrow_and_update().version);
        // An error means that the page is closed.
        while sender.send_data(message.into()).await.is_ok() {
            message = match timeout(KEEP_ALIVE, sites.changed()).await {
                Ok(Ok(())) => format!("data: {}\n\n", sites.borrow_and_update().version),
                Ok(Err(_)) => return,
                Err(_) => ":\n\n".to_owned(),
            };
        }
    });
    let mut response = Response::new(body.boxed_unsync());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response
}

/// Returns a file as static hosts do, or the page for unknown URLs.
async fn file(request: Request<Incoming>, site: Arc<Site>) -> Response<Body> {
    let path = request.uri().path().to_ascii_lowercase();
    // An encoded separator is part of a name, which no file has. An empty name would make a redirect lead to another host.
    let names_no_file = ["//", "%2f", "%5c", "%00"].iter().any(|part| path.contains(part));
    if names_no_file {
        return not_found(site).await;
    }
    let mut files = ServeDir::with_backend("", SiteFiles(site.clone()));
    let mut response = match files.try_call(request.map(|_| Full::<Bytes>::default())).await {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => return not_found(site).await,
        Ok(response) => response.map(|body| body.map_err(io::Error::other).boxed_unsync()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return not_found(site).await,
        // For example, a file that this user may not read.
        Err(error) => {
            return text(StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", format!("{error}\n"));
        }
    };
    set_content_type(&path, &mut response);
    response
}

/// Completes the type of a text file with its encoding, and sets the type of BibTeX files, as hosts of this site do.
fn set_content_type(path: &str, response: &mut Response<Body>) {
    let Some(kind) = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return };
    let kind = match path.ends_with(".bib") {
        true => "application/x-bibtex; charset=utf-8".to_owned(),
        false if kind.starts_with("text/") && !kind.contains(';') => format!("{kind}; charset=utf-8"),
        false => return,
    };
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
}

async fn not_found(site: Arc<Site>) -> Response<Body> {
    match tokio::task::spawn_blocking(move || site.find("404.html")).await {
        Ok(Ok(Found::Memory(page, _))) => text(StatusCode::NOT_FOUND, "text/html; charset=utf-8", page),
        _ => text(StatusCode::NOT_FOUND, "text/plain", "There is no page at this address.\n"),
    }
}

fn text(status: StatusCode, kind: &'static str, text: impl Into<Bytes>) -> Response<Body> {
    let text = text.into();
    let length = HeaderValue::from(text.len());
    let mut response = Response::new(Full::from(text).map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CONTENT_LENGTH, length);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_accepted() {
        let check = |uri: &str, hosts: &[&str], expected: bool| {
            let mut request = Request::builder().uri(uri);
            for host in hosts {
                request = request.header(HOST, *host);
            }
            assert_eq!(is_for_this_machine(&request.body(()).unwrap(), 8080), expected, "{uri} {hosts:?}");
        };
        for host in ["localhost:8080", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"] {
            check("/", &[host], true);
        }
        for host in [
            "evil.example:8080",
            "localhost",
            "localhost:8081",
            "localhost:",
            "localhost:8080.evil.example",
            "evil.localhost:8080",
            "127.0.0.1.evil.example:8080",
            "[::1]",
            "",
        ] {
            check("/", &[host], false);
        }
        check("/", &[], false);
        check("/", &["localhost:8080", "evil.example:8080"], false);
        check("http://localhost:8080/", &["localhost:8080"], true);
        check("http://evil.example/", &["localhost:8080"], false);
    }
}
