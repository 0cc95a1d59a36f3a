//! Sorts with a single instance of the standard library's sort.
//!
//! Each sorted type would add several kilobytes of code. These functions sort only indices, which makes the browser's
//! WebAssembly module smaller.

use std::cmp::Ordering;

/// Returns the indices `0..length` in the order of a comparison. The sort is stable.
///
/// ```
/// let words = ["b", "c", "a"];
/// assert_eq!(frontispiece::util::sort::argsort(words.len(), &|a, b| words[a].cmp(words[b])), [2, 0, 1]);
/// ```
pub fn argsort(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..length).collect();
    indices.sort_by(|a, b| compare(*a, *b));
    indices
}

/// Returns the values in the order of a comparison. The sort is stable.
///
/// ```
/// let sorted = frontispiece::util::sort::stable_sort(vec![3, 1, 2], &|a, b| b.cmp(a));
/// assert_eq!(sorted, [3, 2, 1]);
/// ```
pub fn stable_sort<T>(values: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    if values.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return values;
    }
    let order = argsort(values.len(), &|a, b| compare(&values[a], &values[b]));
    let mut values: Vec<Option<T>> = values.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| values[index].take()).collect()
}

/// Returns the numbers in descending order of their scores. This is a stable counting sort for small scores.
///
/// ```
/// let scores = [1, 3, 2, 3];
/// let sorted = frontispiece::util::sort::counting_sort_desc(&[3, 2, 1, 0], &|number| scores[number as usize]);
/// assert_eq!(sorted, [3, 1, 2, 0]);
/// ```
pub fn counting_sort_desc(numbers: &[u32], score: &dyn Fn(u32) -> u32) -> Vec<u32> {
    let highest = numbers.iter().map(|number| score(*number)).max().unwrap_or(0);
    // The end of the range of each score, from the highest score.
    let mut ends = vec![0; highest as usize + 1];
    for number in numbers {
        ends[(highest - score(*number)) as usize] += 1;
    }
    prefix_sums(&mut ends);
    let mut sorted = vec![0; numbers.len()];
    for number in numbers.iter().rev() {
        let end = &mut ends[(highest - score(*number)) as usize];
        *end -= 1;
        sorted[*end as usize] = *number;
    }
    sorted
}

/// Replaces counts by their inclusive prefix sums, and returns the total.
pub(crate) fn prefix_sums(counts: &mut [u32]) -> u32 {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
    sum
}
