//! Scroll positions, and targets of fragments.

use std::cell::Cell;

use leptos::prelude::{document, request_animation_frame, window};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollRestoration};

use crate::{browser::router::focus::focus_without_scrolling, util::percent};

/// The number of frames in which a page may become long enough for its scroll position, or receive the target of the
/// fragment. A long list is filled in steps.
const MAX_FRAMES_TO_SETTLE: u32 = 60;

/// The number of frames in which the browser lays out the entries that come into sight, and those that replace them.
const FRAMES_TO_LAY_OUT: u32 = 6;

thread_local! {
    /// The number of calls of [`stop`] since the module was started.
    static STOPS: Cell<u32> = const { Cell::new(0) };
}

/// Decides whether the browser or the router scrolls after Back, Forward and a reload.
pub fn set_restoration(restoration: ScrollRestoration) {
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(restoration);
    }
}

/// A scroll position that can be found again although the browser only guesses the height of entries that it has not laid
/// out yet (`content-visibility` in `style/publications.css`).
#[derive(Clone, Copy)]
pub struct Position {
    /// The distance from the top of the document, in CSS pixels.
    top: f64,
    /// The number of the first article that is in sight, and its distance from the top of the viewport in CSS pixels.
    article: Option<(u32, f64)>,
}

impl Position {
    /// Returns the position at a distance from the top of the document, in CSS pixels.
    pub fn from_top(top: f64) -> Position {
        Position { top, article: None }
    }

    /// Returns the current position.
    pub fn current() -> Position {
        let articles = document().get_elements_by_tag_name("article");
        let in_sight = (0..articles.length()).find_map(|number| {
            let bounds = articles.item(number)?.get_bounding_client_rect();
            (bounds.bottom() > 0.0).then(|| (number, bounds.top()))
        });
        Position { top: top(), article: in_sight }
    }

    /// Returns the distance from the top of the document, in CSS pixels.
    pub fn top(self) -> f64 {
        self.top
    }

    /// Returns the same position in the document as it is laid out now.
    fn top_now(self) -> f64 {
        let now = self.article.and_then(|(number, offset)| {
            let article = document().get_elements_by_tag_name("article").item(number)?;
            Some(top() + article.get_bounding_client_rect().top() - offset)
        });
        now.unwrap_or(self.top)
    }
}

/// Returns the distance of the viewport from the top of the document, in CSS pixels.
fn top() -> f64 {
    window().scroll_y().unwrap_or(0.0)
}

/// Scrolls to a position in CSS pixels.
pub fn scroll_to(top: f64) {
    window().scroll_to_with_x_and_y(0.0, top);
}

/// Scrolls to the number of results.
pub fn scroll_to_status() {
    if let Some(status) = document().get_element_by_id("fp:status") {
        status.scroll_into_view();
    }
}

/// Ends [`restore`] and [`await_fragment`], because another navigation begins, or because the visitor may scroll: by a
/// key, the wheel, a press or a touch.
pub fn stop() {
    STOPS.set(STOPS.get().wrapping_add(1));
}

/// Runs a function in the next frame, unless [`stop`] is called before.
fn in_next_frame_unless_stopped(run: impl FnOnce() + 'static) {
    let before = STOPS.get();
    request_animation_frame(move || {
        if STOPS.get() == before {
            run();
        }
    });
}

/// Scrolls to a position while the page grows, until [`stop`] is called.
///
/// The browser may scroll meanwhile too: when it lays out entries above the viewport, and when the page becomes shorter.
/// Therefore another scroll position does not show that the visitor has scrolled.
pub fn restore(position: Position) {
    restore_within(position, MAX_FRAMES_TO_SETTLE, FRAMES_TO_LAY_OUT);
}

fn restore_within(position: Position, frames: u32, frames_to_lay_out: u32) {
    let target = position.top_now();
    scroll_to(target);
    let is_long_enough = top() + 1.0 > target.floor();
    let frames_to_lay_out = if is_long_enough { frames_to_lay_out - 1 } else { FRAMES_TO_LAY_OUT };
    if frames > 0 && frames_to_lay_out > 0 {
        in_next_frame_unless_stopped(move || restore_within(position, frames - 1, frames_to_lay_out));
    }
}

/// Goes to the target of the fragment once it exists, unless [`stop`] is called before.
pub fn await_fragment() {
    await_fragment_within(MAX_FRAMES_TO_SETTLE);
}

fn await_fragment_within(frames: u32) {
    if frames == 0 || window().location().hash().is_ok_and(|hash| hash.len() < 2) {
        return;
    }
    in_next_frame_unless_stopped(move || {
        if !go_to_fragment(true) {
            await_fragment_within(frames - 1);
        }
    });
}

/// Moves the focus to the target of the fragment, and scrolls there if `scrolls`. Returns `false` if there is no
/// target.
pub fn go_to_fragment(scrolls: bool) -> bool {
    let hash = window().location().hash().unwrap_or_default();
    let Some(id) = hash.strip_prefix('#').filter(|id| !id.is_empty()) else { return false };
    let Some(element) = document().get_element_by_id(&percent::decode_path(id)) else { return false };
    if scrolls {
        element.scroll_into_view();
    }
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        if element.tab_index() < 0 && !element.has_attribute("tabindex") {
            let _ = element.set_attribute("tabindex", "-1");
        }
        focus_without_scrolling(&element);
    }
    true
}
