//! Fetches the content, and says in words what goes wrong on the way.

use std::rc::Rc;

use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader, RequestCache};

use crate::{
    browser::{bootstrap, notice::Notice, profile, profile::Profile, stall_timer::StallTimer, yielding::Yielder},
    route::Base,
    util::hash::ContentHasher,
};

/// The pauses before a failed try is repeated by itself, in milliseconds.
const PAUSES: [i32; 2] = [1_000, 3_000];

/// Why there is no content.
enum Failure {
    /// The connection failed before an answer came.
    Network,
    /// The answer had another status than 200.
    Status(u16),
    /// The answer was a web page.
    Html,
    /// The answer broke off.
    CutOff,
    /// The answer is no profile; with what is wrong.
    Unreadable(String),
    /// The visitor pressed Retry.
    Restarted,
}

impl Failure {
    /// Whether the same request may well succeed in a moment.
    fn may_pass(&self) -> bool {
        matches!(self, Failure::Network | Failure::CutOff | Failure::Status(500..=599))
    }

    fn words(&self, url: &str) -> String {
        match self {
            Failure::Network | Failure::Restarted => {
                format!("The content of this site ({url}) could not be fetched: the connection failed.")
            }
            Failure::Status(404) => format!("The content of this site ({url}) was not found (404)."),
            Failure::Status(status) => {
                format!("The content of this site ({url}) could not be fetched: the server answered {status}.")
            }
            Failure::Html => format!(
                "The content of this site ({url}) could not be read: the server sent a web page (HTML) where JSON was expected."
            ),
            Failure::CutOff => format!("The content of this site ({url}) was cut off on the way."),
            Failure::Unreadable(why) => format!("The content of this site ({url}) could not be read: {why}"),
        }
    }
}

/// Fetches and reads `content.json`; returns when it has it, however long that takes.
pub async fn profile(base: &Base, notice: &Rc<Notice>) -> Profile {
    let prefetched_markdown = profile::prefetched_markdown();
    let url = format!("{}content.json", base.as_str());
    let mut tries = 0;
    let mut again = false;
    loop {
        let outcome = match attempt(&url, again, notice).await {
            Ok((text, hash)) => {
                profile::read(&text, &hash, &prefetched_markdown, notice).await.map_err(Failure::Unreadable)
            }
            Err(failure) => Err(failure),
        };
        again = true;
        let failure = match outcome {
            Ok(profile) => {
                notice.hide();
                return profile;
            }
            Err(Failure::Restarted) => {
                notice.hide();
                tries = 0;
                continue;
            }
            Err(failure) => failure,
        };
        let pause = PAUSES.get(tries).copied().filter(|_| failure.may_pass());
        let _ = bootstrap::reveal();
        let mut words = failure.words(&url);
        if pause.is_some() {
            words.push_str(" Trying again…");
        }
        let pressed = notice.wait(&words, pause).await;
        tries = if pressed { 0 } else { tries + 1 };
        if pressed {
            notice.hide();
        }
    }
}

/// Gives the text, and its fingerprint.
async fn attempt(url: &str, again: bool, notice: &Rc<Notice>) -> Result<(String, String), Failure> {
    let controller = AbortController::new().map_err(|_| Failure::Network)?;
    let signal = controller.signal();
    let abort = Closure::once_into_js(move || controller.abort());
    let watchdog =
        StallTimer::new(&format!("The content of this site ({url})"), notice.clone(), abort.unchecked_into());
    let broken = |failure: Failure| if signal.aborted() { Failure::Restarted } else { failure };
    let response = answer(url, again, &signal).await.ok_or_else(|| broken(Failure::Network))?;
    if !response.ok() {
        return Err(Failure::Status(response.status()));
    }
    let is_html = response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    if is_html {
        return Err(Failure::Html);
    }
    let (bytes, hash) = body(&response, &watchdog).await.map_err(|_| broken(Failure::CutOff))?;
    drop(watchdog);
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Failure::Unreadable(format!("the byte at offset {offset} is not UTF-8; save the file as UTF-8."))
    })?;
    Ok((text, hash.digits()))
}

/// The answer to the first request, which the page has sent itself, or to a new one; nothing where the connection
/// fails. Both revalidate, so that nobody sees old content with a new site.
async fn answer(url: &str, again: bool, signal: &AbortSignal) -> Option<Response> {
    if !again && let Ok(sent) = bootstrap::content(signal) {
        let response: web_sys::Response = JsFuture::from(sent).await.ok()?.dyn_into().ok()?;
        return Some(response.into());
    }
    // A repeated try must not queue behind the one that it repeats, which may still be writing to the browser's cache.
    Request::get(url).cache(RequestCache::Reload).abort_signal(Some(signal)).send().await.ok()
}

/// Reads the body piece by piece, so that a pause in it is noticed.
async fn body(response: &Response, watchdog: &StallTimer) -> Result<(Vec<u8>, ContentHasher), JsValue> {
    let mut bytes = Vec::new();
    let mut hash = ContentHasher::default();
    let mut pauses = Yielder::new();
    let Some(stream) = response.body() else { return Ok((bytes, hash)) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            return Ok((bytes, hash));
        }
        let piece: Uint8Array = Reflect::get(&piece, &"value".into())?.dyn_into()?;
        let start = bytes.len();
        bytes.resize(start + piece.length() as usize, 0);
        piece.copy_to(&mut bytes[start..]);
        hash.add(&bytes[start..]);
        pauses.take().await;
        watchdog.feed();
    }
}
