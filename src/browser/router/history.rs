//! Entries of the session history: their numbers, URLs and scroll positions.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use js_sys::Date;
use leptos::prelude::{set_timeout, window};
use wasm_bindgen::JsValue;

use crate::{browser::router::scroll::Position, dom::effects::after_paint};

/// The minimal time between two writes of a URL while the visitor types, in milliseconds. Safari refuses more than 100
/// calls in 30 seconds.
const URL_WRITE_INTERVAL_MS: f64 = 350.0;

/// The key in `sessionStorage` under which `pagehide` saves the scroll positions for a reload.
const SCROLL_STORAGE_KEY: &str = "frontispiece-scroll";

/// A URL that was not written to the history yet.
struct PendingUrl {
    href: String,
    /// Whether it gets a new entry. Otherwise it replaces the URL of the current one.
    is_new: bool,
}

/// The session history of the page. `history.state` holds the number of each entry.
pub struct History {
    /// The number of the current entry.
    entry: Cell<u32>,
    /// The highest number of an entry.
    last_entry: Cell<u32>,
    /// The scroll positions of entries that the visitor has left.
    positions: RefCell<Vec<(u32, Position)>>,
    /// The URL of the current entry if it was not written yet.
    pending_url: RefCell<Option<PendingUrl>>,
    /// The time at which the URL of an entry was last replaced, in milliseconds.
    last_write: Cell<f64>,
}

impl History {
    /// Returns the history after a load or a reload of the page.
    pub fn new() -> History {
        let entry = entry_number();
        let positions = entry.map(|_| stored_positions()).unwrap_or_default();
        let entry = entry.unwrap_or_default();
        let last_entry = positions.iter().map(|(entry, _)| *entry).max().unwrap_or(0).max(entry);
        History {
            entry: Cell::new(entry),
            last_entry: Cell::new(last_entry),
            positions: RefCell::new(positions),
            pending_url: RefCell::default(),
            last_write: Cell::default(),
        }
    }

    /// Writes the number of the current entry.
    pub fn write_entry_number(&self) {
        let _ = window().history().and_then(|history| history.replace_state(&self.entry.get().into(), ""));
    }

    /// Adds the entry that the browser has created for a fragment.
    pub fn adopt_entry(&self) {
        self.add_entry();
        self.write_entry_number();
    }

    fn add_entry(&self) {
        let number = self.last_entry.get() + 1;
        self.entry.set(number);
        self.last_entry.set(number);
    }

    /// Leaves the current entry, because the visitor has reached another one by Back or Forward.
    pub fn leave_entry(&self) {
        self.pending_url.take();
        self.remember_position();
    }

    /// Continues at the entry that the page shows from now on.
    pub fn continue_at(&self, number: u32) {
        self.entry.set(number);
    }

    /// Adds an entry for a URL that [`History::flush`] will write, or with `is_new == false` gives the current entry
    /// that URL.
    pub fn push(&self, href: &str, is_new: bool) {
        self.remember_position();
        if is_new {
            self.add_entry();
        }
        self.pending_url.replace(Some(PendingUrl { href: href.to_owned(), is_new }));
    }

    /// Replaces the URL of the current entry, at most once in [`URL_WRITE_INTERVAL_MS`].
    pub fn replace(&'static self, href: &str) {
        let pending = self.pending_url.take();
        let is_new = pending.as_ref().is_some_and(|pending| pending.is_new);
        self.pending_url.replace(Some(PendingUrl { href: href.to_owned(), is_new }));
        let wait = self.last_write.get() + URL_WRITE_INTERVAL_MS - Date::now();
        if wait <= 0.0 {
            self.flush_after_paint();
        } else if pending.is_none() {
            set_timeout(|| _ = self.flush(), Duration::from_millis(wait as u64));
        }
    }

    /// Writes the pending URL after the next paint, because the call takes a tenth of the time of a filter change.
    pub fn flush_after_paint(&'static self) {
        after_paint(|| _ = self.flush());
    }

    /// Returns `true` if a URL was not written yet.
    pub fn has_pending_url(&self) -> bool {
        self.pending_url.borrow().is_some()
    }

    /// Writes the pending URL. Returns `false` if the browser refuses a new entry; then it loads the page at the URL.
    pub fn flush(&self) -> bool {
        let Some(PendingUrl { href, is_new }) = self.pending_url.take() else { return true };
        let entry = self.entry.get().into();
        let result = window().history().and_then(|history| match is_new {
            true => history.push_state_with_url(&entry, "", Some(&href)),
            false => history.replace_state_with_url(&entry, "", Some(&href)),
        });
        if !is_new {
            // If the browser refuses, the next write repairs the URL.
            self.last_write.set(Date::now());
        } else if result.is_err() {
            let _ = window().location().assign(&href);
            return false;
        }
        true
    }

    /// Returns the scroll position of the current entry, if the visitor has left it before.
    pub fn position(&self) -> Option<Position> {
        let positions = self.positions.borrow();
        positions.iter().find(|(entry, _)| *entry == self.entry.get()).map(|(_, position)| *position)
    }

    fn remember_position(&self) {
        let mut positions = self.positions.borrow_mut();
        positions.retain(|(entry, _)| *entry != self.entry.get());
        positions.push((self.entry.get(), Position::current()));
    }

    /// Saves the scroll positions for a reload.
    pub fn store_positions(&self) {
        self.remember_position();
        let positions = self.positions.borrow();
        let text = positions
            .iter()
            .map(|(entry, position)| format!("{entry}={}", position.top() as u32))
            .collect::<Vec<_>>()
            .join(";");
        if let Ok(Some(storage)) = window().session_storage() {
            let _ = storage.set_item(SCROLL_STORAGE_KEY, &text);
        }
    }
}

/// Returns the number that the browser has stored with the current entry.
pub fn entry_number() -> Option<u32> {
    let state = window().history().and_then(|history| history.state()).ok()?;
    state.as_f64().map(|number| number as u32)
}

/// Replaces the URL of the current entry at once, for a redirect.
pub fn redirect_to(href: &str) {
    let _ = window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(href)));
}

fn stored_positions() -> Vec<(u32, Position)> {
    let storage = window().session_storage().ok().flatten();
    let text = storage.and_then(|storage| storage.get_item(SCROLL_STORAGE_KEY).ok().flatten()).unwrap_or_default();
    let entry = |entry: &str| {
        let (number, top) = entry.split_once('=')?;
        Some((number.parse().ok()?, Position::from_top(f64::from(top.parse::<u32>().ok()?))))
    };
    text.split(';').filter_map(entry).collect()
}
