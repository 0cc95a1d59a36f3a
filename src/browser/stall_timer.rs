//! Reports that a download makes no progress.

use std::cell::Cell;

use js_sys::Function;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, closure::Closure};

use crate::browser::bootstrap;

/// The time without progress after which a download is reported, in milliseconds.
const STALL_MS: i32 = 4_000;

/// A timer that calls a function if it is not reset for [`STALL_MS`].
pub struct StallTimer {
    on_stall: Closure<dyn Fn()>,
    timer: Cell<Option<i32>>,
}

impl StallTimer {
    /// Starts a timer that shows a notice with a Retry button. `what` names the download; the button calls `retry`.
    pub fn with_notice(what: &str, retry: Function) -> StallTimer {
        let message = format!("{what} is loading slowly. Still waiting…");
        StallTimer::new(Closure::new(move || drop(bootstrap::show_notice(&message, &retry))))
    }

    /// Starts a timer that calls a function.
    pub fn new(on_stall: Closure<dyn Fn()>) -> StallTimer {
        let stall_timer = StallTimer { on_stall, timer: Cell::new(None) };
        stall_timer.reset();
        stall_timer
    }

    /// Starts the time again, after progress.
    pub fn reset(&self) {
        self.stop();
        let callback = self.on_stall.as_ref().unchecked_ref();
        self.timer.set(window().set_timeout_with_callback_and_timeout_and_arguments_0(callback, STALL_MS).ok());
    }

    /// Stops the timer.
    pub fn stop(&self) {
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
