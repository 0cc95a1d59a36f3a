//! Scroll positions, and targets of fragments.

use leptos::prelude::{document, request_animation_frame, window};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollRestoration};

use crate::{browser::router::focus::focus_without_scrolling, util::percent};

/// The number of frames in which a page may become long enough for its scroll position, or receive the target of the
/// fragment. A long list is filled in steps.
const MAX_FRAMES_TO_SETTLE: u32 = 60;

/// Decides whether the browser or the router scrolls after Back, Forward and a reload.
pub fn set_restoration(restoration: ScrollRestoration) {
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(restoration);
    }
}

/// Returns the scroll position in CSS pixels.
pub fn position() -> f64 {
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

/// Scrolls to a position while the page grows, unless the visitor scrolls meanwhile.
pub fn restore(top: f64) {
    restore_within(top, MAX_FRAMES_TO_SETTLE);
}

fn restore_within(top: f64, frames: u32) {
    scroll_to(top);
    let reached = || position().floor();
    let here = reached();
    if here + 1.0 < top && frames > 0 {
        request_animation_frame(move || {
            if reached() == here {
                restore_within(top, frames - 1);
            }
        });
    }
}

/// Goes to the target of the fragment once it exists, unless the visitor scrolls meanwhile.
pub fn await_fragment() {
    await_fragment_within(MAX_FRAMES_TO_SETTLE);
}

fn await_fragment_within(frames: u32) {
    let top = position();
    if frames == 0 || window().location().hash().is_ok_and(|hash| hash.len() < 2) {
        return;
    }
    request_animation_frame(move || {
        if position() == top && !go_to_fragment(true) {
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
