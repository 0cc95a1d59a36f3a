//! The steps of hydration. Hydrated at once, a long page would not respond to inputs meanwhile.

use std::cell::RefCell;

use leptos::prelude::Owner;

use super::keyed::Mode;

/// A part of the page to hydrate, and the owner of its effects.
type Step = (Owner, Box<dyn FnOnce()>);

thread_local! {
    static STEPS: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// Runs the next step of hydration. Returns `false` if none is left.
pub fn run_step() -> bool {
    let Some((owner, run)) = STEPS.with_borrow_mut(Vec::pop) else { return false };
    owner.with(run);
    true
}

/// Creates a part of the page now, or hydrates it in a later step.
#[inline(never)]
pub(super) fn now_or_later(mode: Mode, run: Box<dyn FnOnce()>) {
    match mode {
        Mode::Create => run(),
        Mode::Hydrate => STEPS.with_borrow_mut(|steps| steps.push((Owner::current().unwrap_or_default(), run))),
    }
}
