//! Runs the same work on many items, on every core.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Result;
use rayon::iter::{ParallelBridge, ParallelIterator};

/// Calls `work` with each item. The items start in order but may finish in another order. Once a second, a line on the
/// standard error stream reports the progress.
///
/// # Errors
/// Returns the first error of `work`. Items that have not started by then are skipped.
pub fn each<T: Sync>(items: &[T], plural: &str, work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    each_with(|| (), items, plural, |(), item| work(item))
}

/// Does the same as [`each`] with a workspace for each thread, which `work` uses again for the next item.
///
/// # Errors
/// Returns the first error of `work`. Items that have not started by then are skipped.
pub fn each_with<T: Sync, W>(
    workspace: impl Fn() -> W + Sync + Send,
    items: &[T],
    plural: &str,
    work: impl Fn(&mut W, &T) -> Result<()> + Sync,
) -> Result<()> {
    let progress = Mutex::new(Progress { done: 0, reported: Instant::now() });
    // A parallel slice is split in halves, which would leave the largest files, at the start, to one thread.
    items.iter().par_bridge().try_for_each_init(workspace, |workspace, item| {
        work(workspace, item)?;
        lock(&progress).advance(items.len(), plural);
        Ok(())
    })
}

/// Locks a mutex. If a thread panicked while it held the lock, the data is still consistent.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Progress {
    done: usize,
    reported: Instant,
}

impl Progress {
    fn advance(&mut self, total: usize, plural: &str) {
        self.done += 1;
        if self.reported.elapsed() >= Duration::from_secs(1) && self.done < total {
            self.reported = Instant::now();
            eprintln!("{} of {} {plural}", with_thousands_separators(self.done), with_thousands_separators(total));
        }
    }
}

/// Returns a number with thousands separators: "10,000".
pub fn with_thousands_separators(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use anyhow::bail;

    use super::*;

    #[test]
    fn every_item_is_processed_once() {
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
    fn thousands_are_separated() {
        assert_eq!([0, 999, 1000, 1_234_567].map(with_thousands_separators), ["0", "999", "1,000", "1,234,567"]);
    }
}
