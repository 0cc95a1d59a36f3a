//! Pauses a long computation regularly.

/// A counter of work that determines the pauses of a long computation.
///
/// One unit of work takes about 20 ns on a slow phone: the time to compare two numbers in a list.
pub struct Pacer<P> {
    pause: P,
    work: usize,
}

/// The work between two pauses, in units. It takes 0.4 ms on a slow phone, and some milliseconds before the browser has
/// optimized the code.
const WORK_BETWEEN_PAUSES: usize = 20_000;

impl<P: AsyncFnMut()> Pacer<P> {
    /// Returns a pacer that calls `pause` at each pause.
    pub fn new(pause: P) -> Pacer<P> {
        Pacer { pause, work: 0 }
    }

    /// Adds units of work. Returns `true` if [`Pacer::pause`] is due.
    pub fn is_due(&mut self, work: usize) -> bool {
        self.work += work;
        self.work >= WORK_BETWEEN_PAUSES
    }

    /// Pauses, and starts to count again.
    pub async fn pause(&mut self) {
        self.work = 0;
        (self.pause)().await;
    }
}
