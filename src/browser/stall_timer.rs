//! Tells the visitor when a download makes no progress.

use std::cell::Cell;

use js_sys::Function;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, closure::Closure};

use crate::browser::bootstrap;

/// The time without progress after which the visitor sees a notice, in milliseconds.
pub const STALL_MS: i32 = 4_000;

/// A timer that shows a notice with a Retry button if it is not reset for [`STALL_MS`].
pub struct StallTimer {
    on_stall: Closure<dyn Fn()>,
    timer: Cell<Option<i32>>,
}

impl StallTimer {
    /// Starts the timer for a download. `what` names it in the notice; `retry` is called by the Retry button.
    pub fn new(what: &str, retry: Function) -> StallTimer {
        let message = format!("{what} is loading slowly. Still waiting…");
        let on_stall = Closure::new(move || drop(bootstrap::show_notice(&message, &retry)));
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
