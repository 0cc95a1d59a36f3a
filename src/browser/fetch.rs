//! Fetches the content, and tells the visitor if that fails.

use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::{
    browser::{
        bootstrap, profile,
        profile::{Profile, Received},
        request::{read_body, request},
        stall_timer::StallTimer,
    },
    route::Base,
};

/// The delays before a failed request is repeated, in milliseconds.
const RETRY_DELAYS_MS: [i32; 2] = [1_000, 3_000];

/// The reason why there is no content.
enum Failure {
    /// The connection failed before the response.
    Network,
    /// The response had another status than 200.
    Status(u16),
    /// The response was a web page.
    Html,
    /// The response was cut off.
    CutOff,
    /// The response is not a profile; the text says why.
    Unreadable(String),
    /// The visitor pressed Retry.
    Restarted,
}

impl Failure {
    /// Returns `true` if the same request may succeed a moment later.
    fn is_transient(&self) -> bool {
        matches!(self, Failure::Network | Failure::CutOff | Failure::Status(500..=599))
    }

    fn message(&self, url: &str) -> String {
        match self {
            Failure::Network | Failure::Restarted => {
                format!("The content of this site ({url}) could not be fetched: the connection failed.")
            }
            Failure::Status(404) => format!("The content of this site ({url}) was not found (404)."),
            Failure::Status(status) => {
                format!("The content of this site ({url}) could not be fetched: the server answered {status}.")
            }
            Failure::Html => format!(
                "The content of this site ({url}) could not be read: the server sent a web page (HTML) instead of \
                 JSON."
            ),
            Failure::CutOff => format!("The content of this site ({url}) was cut off during the download."),
            Failure::Unreadable(why) => format!("The content of this site ({url}) could not be read: {why}"),
        }
    }
}

/// Fetches and reads `content.json`. Retries until it succeeds.
pub async fn profile(base: &Base) -> Profile {
    let url = format!("{}content.json", base.as_str());
    let mut tries = 0;
    let mut is_retry = false;
    loop {
        let outcome = match attempt(&url, std::mem::replace(&mut is_retry, true)).await {
            Ok(received) => profile::read(received).await.map_err(Failure::Unreadable),
            Err(failure) => Err(failure),
        };
        let failure = match outcome {
            Ok(profile) => {
                let _ = bootstrap::hide_notice();
                return profile;
            }
            Err(Failure::Restarted) => {
                let _ = bootstrap::hide_notice();
                tries = 0;
                continue;
            }
            Err(failure) => failure,
        };
        let delay = RETRY_DELAYS_MS.get(tries).copied().filter(|_| failure.is_transient());
        let _ = bootstrap::show_full_list();
        let mut message = failure.message(&url);
        if delay.is_some() {
            message.push_str(" Trying again…");
        }
        let Ok(pressed) = bootstrap::wait_for_retry(&message, delay) else { return std::future::pending().await };
        let is_pressed = JsFuture::from(pressed).await.is_ok_and(|pressed| pressed.is_truthy());
        tries = if is_pressed { 0 } else { tries + 1 };
        if is_pressed {
            let _ = bootstrap::hide_notice();
        }
    }
}

/// Returns the content.
async fn attempt(url: &str, is_retry: bool) -> Result<Received, Failure> {
    let controller = AbortController::new().map_err(|_| Failure::Network)?;
    let signal = controller.signal();
    let abort = Closure::once_into_js(move || controller.abort());
    let stall_timer = StallTimer::with_notice(&format!("The content of this site ({url})"), abort.unchecked_into());
    let or_restarted = |failure: Failure| if signal.aborted() { Failure::Restarted } else { failure };
    let response = request(url, is_retry, &signal).await.map_err(|_| or_restarted(Failure::Network))?;
    if !response.ok() {
        return Err(Failure::Status(response.status()));
    }
    let is_html = response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    if is_html {
        return Err(Failure::Html);
    }
    let mut reader = profile::reader();
    let body = read_body(&response, profile::expected_bytes(), reader.as_deref_mut(), &stall_timer).await;
    let body = body.map_err(|_| or_restarted(Failure::CutOff))?;
    drop(stall_timer);
    let unreadable = |offset| format!("the byte at offset {offset} is not UTF-8; save the file as UTF-8.");
    let (text, hash) = body.finish().map_err(|offset| Failure::Unreadable(unreadable(offset)))?;
    Ok(Received { text, hash, reader })
}
