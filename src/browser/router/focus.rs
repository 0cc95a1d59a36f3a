//! Focus after a change of the page.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use crate::dom::effects::after_paint;

/// Moves the focus to the first element that a selector matches.
pub fn focus(selector: &str) {
    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus_without_scrolling(&element);
    }
}

/// Moves the focus to an element. The scroll position stays.
pub fn focus_without_scrolling(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Returns `true` if an element other than the body has the focus.
pub fn has_focus() -> bool {
    let document = document();
    document.active_element().is_some_and(|active| document.body().is_none_or(|body| *active != **body))
}

/// The element that had the focus before a change of the page.
pub enum FocusSnapshot {
    /// No element.
    Nothing,
    /// An element that is not a chip of the filter.
    Element,
    /// A chip of the filter, by its position from 1.
    Chip(usize),
}

impl FocusSnapshot {
    /// Captures the focus, and releases it if its element will be replaced.
    pub fn capture() -> FocusSnapshot {
        if !has_focus() {
            return FocusSnapshot::Nothing;
        }
        let active = document().active_element();
        let within = |selector| active.as_ref().and_then(|active| active.closest(selector).ok().flatten());
        let chip = within(".chips li");
        // When the focused element is removed, a browser lays out the half-changed page at once. Releasing the focus
        // first avoids this.
        if within(".chips, .relaxations, .pager").is_some()
            && let Some(active) = active.as_ref().and_then(JsCast::dyn_ref::<HtmlElement>)
        {
            let _ = active.blur();
        }
        match std::iter::successors(chip, Element::previous_element_sibling).count() {
            0 => FocusSnapshot::Element,
            position => FocusSnapshot::Chip(position),
        }
    }

    /// Restores focus that a filter change removed: to the chip at the same position, else to the last chip, else to
    /// the number of results.
    pub fn restore(self) {
        self.restore_now();
        // The facets beside a long list change after the next paint, and one of them may have had the focus.
        after_paint(move || self.restore_now());
    }

    fn restore_now(&self) {
        if matches!(self, FocusSnapshot::Nothing) || has_focus() {
            return;
        }
        if let FocusSnapshot::Chip(position) = self {
            focus(&format!(".chips li:nth-child({position}) .chip"));
            if !has_focus() {
                // The last item is the button that clears the filter.
                focus(".chips li:nth-last-child(2) .chip");
            }
        }
        if !has_focus() {
            focus("#fp\\:status");
        }
    }
}
