//! The steps of hydration. Hydrated at once, a long page would not respond to inputs meanwhile.

use std::cell::RefCell;

use leptos::prelude::Owner;

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

/// Adds a step. It runs with the current owner.
#[inline(never)]
pub(super) fn add_step(run: Box<dyn FnOnce()>) {
    STEPS.with_borrow_mut(|steps| steps.push((Owner::current().unwrap_or_default(), run)));
}
