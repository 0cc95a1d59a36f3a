//! Render effects, which end with their owner, and work after the next paint.

use std::time::Duration;

use leptos::{
    prelude::{RenderEffect, StoredValue, on_cleanup, request_animation_frame, set_timeout},
    reactive::graph::{Subscriber, ToAnySubscriber},
};

/// Runs an effect now and whenever a signal that it reads changes, until the current owner is disposed.
pub fn render_effect(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| run());
    // Otherwise the signals would keep a reference to it, and the signals of the page are never dropped.
    let subscriber = effect.to_any_subscriber();
    on_cleanup(move || subscriber.clear_sources(&subscriber));
    // `new_local` would ask for the current thread, which adds 2 KB to the module.
    StoredValue::new(effect);
}

/// The effects of elements under construction. They start at once or are collected.
///
/// One effect of a keyed list runs all effects of its items, because the overhead of hundreds of render effects exceeds
/// the work that they do.
#[derive(Default)]
pub(super) struct Effects {
    collected: Option<Vec<Box<dyn FnMut()>>>,
}

impl Effects {
    /// Returns a collector of effects, which the caller runs later.
    pub fn collecting() -> Effects {
        Effects { collected: Some(Vec::new()) }
    }

    /// Returns `true` if effects start when they are added.
    pub fn start_at_once(&self) -> bool {
        self.collected.is_none()
    }

    /// Adds an effect.
    #[inline(never)]
    pub fn add(&mut self, run: Box<dyn FnMut()>) {
        match &mut self.collected {
            Some(effects) => effects.push(run),
            None => render_effect(run),
        }
    }

    /// Returns the collected effects.
    pub fn collected(self) -> Vec<Box<dyn FnMut()>> {
        self.collected.unwrap_or_default()
    }
}

/// Runs a function after the browser has painted the changes made so far.
pub fn after_paint(run: impl FnOnce() + 'static) {
    after_paint_boxed(Box::new(run));
}

// Compiled once for all callers, because the code that asks the browser is large.
#[inline(never)]
fn after_paint_boxed(run: Box<dyn FnOnce()>) {
    request_animation_frame(move || set_timeout(run, Duration::ZERO));
}
