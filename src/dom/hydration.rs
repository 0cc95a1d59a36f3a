//! The steps of hydration. Hydrated at once, a long page would not respond to inputs meanwhile.

use std::cell::RefCell;

use leptos::prelude::Owner;

use super::keyed::Mode;

/// A part of the page to hydrate, and the owner of its effects.
type Step = (Owner, Box<dyn FnOnce()>);

thread_local! {
    static STEPS: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// Runs the next step of hydration. Returns `false` if none is left. The steps that it adds are the next ones, so effects
/// start in the order of the document, as in a page that is created at once.
pub fn run_step() -> bool {
    let mut later = STEPS.take();
    if later.is_empty() {
        return false;
    }
    let (owner, run) = later.remove(0);
    owner.with(run);
    STEPS.with_borrow_mut(|steps| steps.append(&mut later));
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
