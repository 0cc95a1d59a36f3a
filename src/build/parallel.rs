//! The same work on many things, on every core.

use std::{
    num::NonZero,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;

/// Calls `work` with each item, in no certain order. Every second it says on stderr how far it is.
///
/// # Errors
/// The first one of the work; what has not begun by then is left.
pub fn each<T: Sync>(items: &[T], plural: &str, work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(None);
    let progress = Mutex::new(Progress { done: 0, said: Instant::now() });
    let run = || {
        while let Some(item) = items.get(next.fetch_add(1, Relaxed)) {
            match work(item) {
                Ok(()) => lock(&progress).step(items.len(), plural),
                Err(error) => {
                    next.store(items.len(), Relaxed);
                    lock(&failed).get_or_insert(error);
                }
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        (1..threads).for_each(|_| drop(scope.spawn(run)));
        run();
    });
    match lock(&failed).take() {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// Locks; a thread that panicked while it held the lock has left nothing half done.
pub fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

struct Progress {
    done: usize,
    said: Instant,
}

impl Progress {
    fn step(&mut self, all: usize, plural: &str) {
        self.done += 1;
        if self.said.elapsed() >= Duration::from_secs(1) && self.done < all {
            self.said = Instant::now();
            eprintln!("{} of {} {plural}", grouped(self.done), grouped(all));
        }
    }
}

/// A number with its thousands set off: "10,000".
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn every_item_is_worked_on_once() {
        let sum = AtomicUsize::new(0);
        let items: Vec<usize> = (1..=100).collect();
        let worked = each(&items, "numbers", |item| {
            sum.fetch_add(*item, Relaxed);
            Ok(())
        });
        worked.unwrap();
        assert_eq!(sum.into_inner(), 5050);
    }

    #[test]
    fn an_error_stops_the_work() {
        assert_eq!(each(&[1, 2, 3], "numbers", |_| bail!("no number")).unwrap_err().to_string(), "no number");
    }

    #[test]
    fn thousands_are_set_off() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
