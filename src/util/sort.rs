//! Sorts with a single instance of a short merge sort.
//!
//! Each sorted type would add several kilobytes of code. These functions sort only indices, which makes the browser's
//! WebAssembly module smaller. So does the merge sort: a single instance of the standard library's sort has 1.9 KB more
//! (Brotli).

use std::cmp::Ordering;

/// Returns the indices `0..length` in the order of a comparison. The sort is stable. It makes at most
/// `length * log2(length)` comparisons, rounded up (Knuth, The Art of Computer Programming, volume 3, section 5.2.4), and
/// `length` more to find what is in order already. If everything is, it makes only these.
///
/// ```
/// let words = ["b", "c", "a"];
/// assert_eq!(frontispiece::util::sort::argsort(words.len(), &|a, b| words[a].cmp(words[b])), [2, 0, 1]);
/// ```
pub fn argsort(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..length).collect();
    let mut width = 1;
    while width < length {
        let mut merged = Vec::with_capacity(length);
        for pair in sorted.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            if let (Some(last), Some(first)) = (left.last(), right.first())
                && compare(*last, *first).is_le()
            {
                merged.extend_from_slice(pair);
                continue;
            }
            while let (Some((a, more_left)), Some((b, more_right))) = (left.split_first(), right.split_first()) {
                if compare(*a, *b).is_le() {
                    merged.push(*a);
                    left = more_left;
                } else {
                    merged.push(*b);
                    right = more_right;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        sorted = merged;
        width *= 2;
    }
    sorted
}

/// Returns the values in the order of a comparison. The sort is stable.
///
/// ```
/// let sorted = frontispiece::util::sort::stable_sort(vec![3, 1, 2], &|a, b| b.cmp(a));
/// assert_eq!(sorted, [3, 2, 1]);
/// ```
pub fn stable_sort<T>(mut values: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    if values.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return values;
    }
    let order = argsort(values.len(), &|a, b| compare(&values[a], &values[b]));
    permute(&mut values, order);
    values
}

/// Moves values into the order of a permutation of their indices, one cycle of the permutation after the other.
///
/// ```
/// let mut values = ["a", "b", "c"];
/// frontispiece::util::sort::permute(&mut values, vec![2, 0, 1]);
/// assert_eq!(values, ["c", "a", "b"]);
/// ```
pub fn permute<T>(values: &mut [T], mut order: Vec<usize>) {
    for start in 0..values.len() {
        let mut place = start;
        while order[place] != start {
            let from = std::mem::replace(&mut order[place], place);
            values.swap(place, from);
            place = from;
        }
        order[place] = place;
    }
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort(values in prop::collection::vec(0..20_u8, 0..70)) {
            let mut expected: Vec<usize> = (0..values.len()).collect();
            expected.sort_by_key(|index| values[*index]);
            let comparisons = Cell::new(0);
            let order = argsort(values.len(), &|a, b| {
                comparisons.set(comparisons.get() + 1);
                values[a].cmp(&values[b])
            });
            prop_assert_eq!(&order, &expected);
            let passes = values.len().next_power_of_two().ilog2() as usize;
            prop_assert!(comparisons.get() <= values.len() * (passes + 1));
            let is_sorted = values.is_sorted();
            prop_assert!(!is_sorted || comparisons.get() <= values.len());
            let mut permuted = values.clone();
            permute(&mut permuted, order);
            prop_assert_eq!(permuted, expected.iter().map(|index| values[*index]).collect::<Vec<_>>());
        }
    }
}
