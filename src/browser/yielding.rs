//! Yields to the browser during long computations, so that the page stays responsive.

use std::cell::Cell;

use js_sys::Date;
use wasm_bindgen_futures::JsFuture;

use crate::browser::bootstrap;

/// The time after which a computation yields, in milliseconds. Tasks that take more than 50 ms delay inputs noticeably
/// (<https://web.dev/articles/optimize-long-tasks>), and the step in which this time ends may take 30 ms.
const MAX_BUSY_MS: f64 = 12.0;

thread_local! {
    /// The time at which the last yield ended, in milliseconds since 1970.
    static LAST_YIELD: Cell<f64> = const { Cell::new(0.0) };
}

/// Yields to the browser, which can paint and handle inputs before it continues the computation.
pub async fn yield_now() {
    if let Ok(pause) = bootstrap::pause() {
        let _ = JsFuture::from(pause).await;
    }
    LAST_YIELD.set(Date::now());
}

/// Yields to the browser if the last yield was more than [`MAX_BUSY_MS`] ago.
pub async fn yield_if_due() {
    // The clock may have been set back.
    if (Date::now() - LAST_YIELD.get()).abs() > MAX_BUSY_MS {
        yield_now().await;
    }
}
