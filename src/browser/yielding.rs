//! Yields to the browser during long computations, so that the page stays responsive.

use js_sys::Date;
use wasm_bindgen_futures::JsFuture;

use crate::browser::bootstrap;

/// The time after which a computation yields, in milliseconds. Tasks that take more than 50 ms delay inputs noticeably
/// (<https://web.dev/articles/optimize-long-tasks>), and the step in which this time ends may take as long again.
const MAX_BUSY_MS: f64 = 20.0;

/// Yields to the browser, which can paint and handle inputs before it continues the computation.
pub async fn yield_now() {
    if let Ok(pause) = bootstrap::pause() {
        let _ = JsFuture::from(pause).await;
    }
}

/// Yields to the browser at intervals of at least [`MAX_BUSY_MS`].
pub struct Yielder {
    /// The time at which the computation started or last yielded, in milliseconds.
    last_yield: f64,
}

impl Yielder {
    /// Returns a yielder at the start of a computation.
    pub fn new() -> Yielder {
        Yielder { last_yield: Date::now() }
    }

    /// Yields if the last yield is longer than [`MAX_BUSY_MS`] ago.
    pub async fn yield_if_due(&mut self) {
        if Date::now() - self.last_yield > MAX_BUSY_MS {
            yield_now().await;
            self.last_yield = Date::now();
        }
    }
}
