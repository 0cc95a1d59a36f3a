//! Tells the visitor when a download makes no progress.

use std::{cell::Cell, rc::Rc};

use js_sys::Function;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, closure::Closure};

use crate::browser::notice::Notice;

/// How long no byte may come before the visitor is told, in milliseconds.
pub const STALL: i32 = 4_000;

/// Tells the visitor when nothing has come for a while; what Retry then does is up to who waits.
pub struct StallTimer {
    bark: Closure<dyn Fn()>,
    timer: Cell<Option<i32>>,
}

impl StallTimer {
    /// Starts the wait for `what`.
    pub fn new(what: &str, notice: Rc<Notice>, retry: Function) -> StallTimer {
        let words = format!("{what} is slow to arrive. Still waiting…");
        let bark = Closure::new(move || notice.show(&words, retry.clone()));
        let watchdog = StallTimer { bark, timer: Cell::new(None) };
        watchdog.feed();
        watchdog
    }

    /// Starts the wait anew.
    pub fn feed(&self) {
        self.stop();
        let callback = self.bark.as_ref().unchecked_ref();
        self.timer.set(window().set_timeout_with_callback_and_timeout_and_arguments_0(callback, STALL).ok());
    }

    fn stop(&self) {
        if let Some(timer) = self.timer.take() {
            window().clear_timeout_with_handle(timer);
        }
    }
}

impl Drop for StallTimer {
    fn drop(&mut self) {
        self.stop();
    }
}
