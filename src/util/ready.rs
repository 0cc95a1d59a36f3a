//! Runs async functions that never wait.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Runs a future that never waits, and returns its output.
///
/// A long computation is an async function that awaits a pause regularly. In the browser, the page responds to the
/// visitor during these pauses. Elsewhere, the pause is `async
/// {}`, which returns at once, and this function runs the computation to its end.
///
/// A future that waits is polled until it is ready, which blocks the thread.
///
/// ```
/// use frontispiece::util::ready::run_ready;
/// async fn sum(numbers: &[u32], mut pause: impl AsyncFnMut()) -> u32 {
///     let mut sum = 0;
///     for number in numbers {
///         sum += number;
///         pause().await;
///     }
///     sum
/// }
/// assert_eq!(run_ready(sum(&[1, 2, 3], async || {})), 6);
/// ```
pub fn run_ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, future::poll_fn};

    use super::*;

    #[test]
    fn a_future_is_polled_until_it_is_ready() {
        let polls = Cell::new(0);
        let waits_twice = poll_fn(|_| {
            polls.set(polls.get() + 1);
            if polls.get() < 3 { Poll::Pending } else { Poll::Ready(polls.get()) }
        });
        assert_eq!(run_ready(waits_twice), 3);
        assert_eq!(run_ready(async { "ready" }), "ready");
    }
}
