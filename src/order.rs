//! Sorting, compiled once.
//!
//! The standard library's sort is some kilobytes of code for each type it sorts. Here it sorts indices only,
//! whatever they stand for; in the browser that saves more than it costs.

use std::cmp::Ordering;

/// The indices `0..length` in the order of a comparison; equal ones keep their order.
///
/// ```
/// let words = ["b", "c", "a"];
/// assert_eq!(frontispiece::order::sorted(words.len(), &|a, b| words[a].cmp(words[b])), [2, 0, 1]);
/// ```
pub fn sorted(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..length).collect();
    indices.sort_by(|a, b| compare(*a, *b));
    indices
}

/// The values in the order of a comparison; equal ones keep their order.
///
/// ```
/// let sorted = frontispiece::order::sort(vec![3, 1, 2], &|a, b| b.cmp(a));
/// assert_eq!(sorted, [3, 2, 1]);
/// ```
pub fn sort<T>(values: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = sorted(values.len(), &|a, b| compare(&values[a], &values[b]));
    let mut values: Vec<Option<T>> = values.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| values[index].take()).collect()
}
