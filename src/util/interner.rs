//! Numbers strings, and sorts the numbers alphabetically.

use std::cmp::Ordering;

use crate::util::pacer::Pacer;

/// A set of strings, numbered in the order in which they were added.
#[derive(Default)]
pub(crate) struct Interner {
    bytes: Vec<u8>,
    /// The offset of the end of each string.
    ends: Vec<u32>,
    /// A hash table with open addressing: numbers plus one, or zero for a free slot.
    table: Vec<u32>,
}

impl Interner {
    /// Returns an empty set whose hash table has room for a number of strings.
    pub fn with_capacity(strings: usize) -> Interner {
        Interner { table: vec![0; (2 * strings + 1).next_power_of_two().max(64)], ..Interner::default() }
    }

    /// Returns the number of strings.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the string with a number.
    pub fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.bytes[start..self.ends[number] as usize]
    }

    /// Returns the slot of a string in the table, or the free slot to insert it. The hash is FNV-1a
    /// (Fowler, Noll and Vo).
    fn slot(&self, string: &[u8]) -> usize {
        let mut hash = 0x811c_9dc5_u32;
        for byte in string {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
        let mask = self.table.len() - 1;
        let mut slot = (hash ^ (hash >> 15)) as usize & mask;
        loop {
            match self.table[slot] {
                0 => return slot,
                number if self.get(number - 1) == string => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// Frees the hash table once every string is added. From then on, [`Interner::find`] returns `None`.
    pub fn free_table(&mut self) {
        self.table = Vec::new();
    }

    /// Returns the number of a string.
    pub fn find(&self, string: &[u8]) -> Option<u32> {
        if self.table.is_empty() {
            return None;
        }
        self.table[self.slot(string)].checked_sub(1)
    }

    /// Returns the number of a string. Adds the string if it is new, with the next number.
    pub fn add(&mut self, string: &[u8]) -> u32 {
        if self.len() * 2 >= self.table.len() {
            self.table = vec![0; (self.table.len() * 2).max(64)];
            for number in 0..self.ends.len() as u32 {
                let slot = self.slot(self.get(number));
                self.table[slot] = number + 1;
            }
        }
        let slot = self.slot(string);
        if self.table[slot] == 0 {
            self.bytes.extend_from_slice(string);
            self.ends.push(self.bytes.len() as u32);
            self.table[slot] = self.ends.len() as u32;
        }
        self.table[slot] - 1
    }
}

/// Returns the numbers of the strings, sorted by the bytes of the strings: multikey quicksort (Bentley and Sedgewick,
/// "Fast Algorithms for Sorting and Searching Strings", SODA 1997).
pub(crate) async fn sort_strings<P: AsyncFnMut()>(strings: &Interner, pacer: &mut Pacer<P>) -> Vec<u32> {
    let mut order: Vec<u32> = (0..strings.len() as u32).collect();
    // The ranges that are not sorted yet: start, end, and the number of leading bytes that are equal.
    let mut ranges = vec![(0, strings.len(), 0)];
    while let Some((from, to, depth)) = ranges.pop() {
        if to - from < 2 {
            continue;
        }
        let byte = |number: u32| strings.get(number).get(depth).map_or(0, |byte| u32::from(*byte) + 1);
        let pivot = byte(order[from + (to - from) / 2]);
        let (mut below, mut next, mut above) = (from, from, to);
        while next < above {
            match byte(order[next]).cmp(&pivot) {
                Ordering::Less => {
                    order.swap(below, next);
                    below += 1;
                    next += 1;
                }
                Ordering::Greater => {
                    above -= 1;
                    order.swap(next, above);
                }
                Ordering::Equal => next += 1,
            }
        }
        ranges.push((from, below, depth));
        ranges.push((above, to, depth));
        if pivot > 0 {
            ranges.push((below, above, depth + 1));
        }
        if pacer.is_due(to - from) {
            pacer.pause().await;
        }
    }
    order
}

/// Returns the position of each number in a permutation.
pub(crate) fn inverse(order: &[u32]) -> Vec<u32> {
    let mut positions = vec![0; order.len()];
    for (position, number) in order.iter().enumerate() {
        positions[*number as usize] = position as u32;
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::util::ready::run_ready;

    #[test]
    fn strings_are_stored_once_and_sorted() {
        let mut strings = Interner::default();
        assert_eq!(strings.find(b"a"), None);
        let words: Vec<String> =
            (0..5000_u32).map(|number| (number.wrapping_mul(2_654_435_761) % 3000).to_string()).collect();
        let numbers: Vec<u32> = words.iter().map(|word| strings.add(word.as_bytes())).collect();
        for (word, number) in words.iter().zip(&numbers) {
            assert_eq!((strings.find(word.as_bytes()), strings.get(*number)), (Some(*number), word.as_bytes()));
        }
        let mut expected = words.clone();
        expected.sort();
        expected.dedup();
        assert_eq!((strings.len(), strings.find(b"x")), (expected.len(), None));
        let order = run_ready(sort_strings(&strings, &mut Pacer::new(async || {})));
        let sorted: Vec<&[u8]> = order.iter().map(|number| strings.get(*number)).collect();
        assert_eq!(sorted, expected.iter().map(|word| word.as_bytes()).collect::<Vec<_>>());
    }
}
