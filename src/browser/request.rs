//! Requests files of the site, and receives their bodies in parts.

use gloo_net::http::{Request, Response};
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader, RequestCache};

use crate::{
    browser::{bootstrap, received_text::ReceivedText, stall_timer::StallTimer, yielding::yield_if_due},
    content::TrustedReader,
};

/// Returns the response to the request that `boot.js` has sent for a URL, or for a retry or a second instance of the module, to
/// a new request. Like that of `boot.js` for the content, a new request revalidates the cache, so that nobody sees old content with
/// a new site.
///
/// # Errors
/// Returns an error if the connection fails or the request is aborted.
pub async fn request(url: &str, is_retry: bool, signal: &AbortSignal) -> Result<Response, JsValue> {
    if !is_retry && let Some(sent) = bootstrap::prefetched(url, signal)?.dyn_ref::<Promise>() {
        let response: web_sys::Response = JsFuture::from(sent.clone()).await?.dyn_into()?;
        return Ok(response.into());
    }
    // A retry must not wait for the first request, which may still be writing to the browser's cache.
    let cache = if is_retry { RequestCache::Reload } else { RequestCache::NoCache };
    Request::get(url).cache(cache).abort_signal(Some(signal)).send().await.map_err(|_| JsValue::UNDEFINED)
}

/// Receives the body of a response in parts, and resets the timer after each one. `reader` reads each part while the next one
/// arrives. `capacity` is the expected number of bytes, or 0.
///
/// # Errors
/// Returns an error if the body is cut off or the request is aborted.
pub async fn read_body(
    response: &Response,
    capacity: usize,
    mut reader: Option<&mut TrustedReader>,
    stall_timer: &StallTimer,
) -> Result<ReceivedText, JsValue> {
    let mut received = ReceivedText::with_capacity(capacity);
    let Some(stream) = response.body() else { return Ok(received) };
    let stream: ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
    loop {
        let part = JsFuture::from(stream.read()).await?;
        stall_timer.stop();
        if Reflect::get(&part, &"done".into())?.is_truthy() {
            return Ok(received);
        }
        let part: Uint8Array = Reflect::get(&part, &"value".into())?.dyn_into()?;
        let mut start = 0;
        while start < part.length() {
            // A part that was already there arrives in the same task as the part before it.
            yield_if_due().await;
            start = received.add(&part, start);
            if let Some(reader) = &mut reader {
                reader.read(received.text(), &mut yield_if_due).await;
            }
        }
        stall_timer.reset();
    }
}
