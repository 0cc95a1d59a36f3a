//! Long work in pieces, between which the browser may do something else.

use js_sys::Date;
use wasm_bindgen_futures::JsFuture;

use crate::browser::bootstrap;

/// How long the page may be busy at a stretch, in milliseconds.
const BUSY: f64 = 30.0;

/// Lets the browser do something else now and then.
pub struct Yielder {
    last: f64,
}

impl Yielder {
    /// Begins to be busy.
    pub fn new() -> Yielder {
        Yielder { last: Date::now() }
    }

    /// Yields if the page has been busy for long.
    pub async fn take(&mut self) {
        if Date::now() - self.last > BUSY {
            if let Ok(pause) = bootstrap::pause() {
                let _ = JsFuture::from(pause).await;
            }
            self.last = Date::now();
        }
    }
}
