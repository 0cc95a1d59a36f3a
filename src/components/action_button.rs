//! Buttons whose actions are in JavaScript.

use crate::{
    context::AppContext,
    dom::{Element, tags::button},
};

/// Returns a button with an action of `browser/js/actions.js`.
pub fn action_button(action: &'static str, context: AppContext) -> Element {
    button().attr("type", "button").attr("data-action", action).disabled(!context.actions.is_interactive)
}
