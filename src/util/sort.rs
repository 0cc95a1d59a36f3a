//! Sorting, compiled once.
//!
//! The standard library's sort is some kilobytes of code for each type it sorts. Here it sorts indices only,
//! whatever they stand for; in the browser that saves more than it costs.

use std::cmp::Ordering;

/// The indices `0..length` in the order of a comparison; equal ones keep their order.
///
/// ```
/// let words = ["b", "c", "a"];
/// assert_eq!(frontispiece::util::sort::sorted(words.len(), &|a, b| words[a].cmp(words[b])), [2, 0, 1]);
/// ```
pub fn sorted(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..length).collect();
    indices.sort_by(|a, b| compare(*a, *b));
    indices
}

/// The values in the order of a comparison; equal ones keep their order.
///
/// ```
/// let sorted = frontispiece::util::sort::sort(vec![3, 1, 2], &|a, b| b.cmp(a));
/// assert_eq!(sorted, [3, 2, 1]);
/// ```
pub fn sort<T>(values: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = sorted(values.len(), &|a, b| compare(&values[a], &values[b]));
    let mut values: Vec<Option<T>> = values.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| values[index].take()).collect()
}

/// Numbers from the highest score to the lowest, those with the same in the order that they have: a counting sort,
/// for scores that are small.
///
/// ```
/// let scores = [1, 3, 2, 3];
/// let sorted = frontispiece::util::sort::highest_first(&[3, 2, 1, 0], &|number| scores[number as usize]);
/// assert_eq!(sorted, [3, 1, 2, 0]);
/// ```
pub fn highest_first(numbers: &[u32], score: &dyn Fn(u32) -> u32) -> Vec<u32> {
    let highest = numbers.iter().map(|number| score(*number)).max().unwrap_or(0);
    // Where the numbers of each score end, the highest first.
    let mut ends = vec![0; highest as usize + 1];
    for number in numbers {
        ends[(highest - score(*number)) as usize] += 1;
    }
    sum_up(&mut ends);
    let mut sorted = vec![0; numbers.len()];
    for number in numbers.iter().rev() {
        let end = &mut ends[(highest - score(*number)) as usize];
        *end -= 1;
        sorted[*end as usize] = *number;
    }
    sorted
}

/// Turns counts into the sums up to and with each, and gives the last.
pub(crate) fn sum_up(counts: &mut [u32]) -> u32 {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
    sum
}
