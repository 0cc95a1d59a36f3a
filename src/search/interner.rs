//! Strings numbered.

use std::cmp::Ordering;

/// Texts that are each kept once and numbered.
#[derive(Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
    /// Numbers plus one by hash, open-addressed; zero where there is none.
    table: Vec<u32>,
}

impl Texts {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.bytes[start..self.ends[number] as usize]
    }

    /// The place of a text in the table, or the free one where it belongs. FNV-1a, as in [`text::fingerprint`].
    fn place(&self, text: &[u8]) -> usize {
        let mut hash = 0x811c_9dc5_u32;
        for byte in text {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
        let mask = self.table.len() - 1;
        let mut place = (hash ^ (hash >> 15)) as usize & mask;
        loop {
            match self.table[place] {
                0 => return place,
                number if self.get(number - 1) == text => return place,
                _ => place = (place + 1) & mask,
            }
        }
    }

    /// Frees the hash table once every string is known: then none is found any more.
    pub fn free_table(&mut self) {
        self.table = Vec::new();
    }

    /// The number of a text.
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        if self.table.is_empty() {
            return None;
        }
        self.table[self.place(text)].checked_sub(1)
    }

    /// The number of a text, taken in where it is new: then it is the highest.
    pub fn add(&mut self, text: &[u8]) -> u32 {
        if self.len() * 2 >= self.table.len() {
            self.table = vec![0; (self.table.len() * 2).max(64)];
            for number in 0..self.ends.len() as u32 {
                let place = self.place(self.get(number));
                self.table[place] = number + 1;
            }
        }
        let place = self.place(text);
        if self.table[place] == 0 {
            self.bytes.extend_from_slice(text);
            self.ends.push(self.bytes.len() as u32);
            self.table[place] = self.ends.len() as u32;
        }
        self.table[place] - 1
    }
}

/// The numbers of texts in the order of their bytes, sorted step by step: multikey quicksort (Bentley and
/// Sedgewick, "Fast Algorithms for Sorting and Searching Strings", SODA 1997).
#[derive(Default)]
pub(crate) struct Sorting {
    pub order: Vec<u32>,
    /// Parts still to be sorted: from, to, and how many bytes are known to be equal.
    parts: Vec<(usize, usize, usize)>,
}

impl Sorting {
    pub fn of(texts: &Texts) -> Sorting {
        Sorting { order: (0..texts.len() as u32).collect(), parts: vec![(0, texts.len(), 0)] }
    }

    /// Sorts on for a while; false when done.
    pub fn step(&mut self, texts: &Texts) -> bool {
        let order = &mut self.order[..];
        let mut work = 0;
        while let Some((from, to, depth)) = self.parts.pop() {
            if to - from < 2 {
                continue;
            }
            let byte = |number: u32| texts.get(number).get(depth).map_or(0, |byte| u32::from(*byte) + 1);
            let pivot = byte(order[from + (to - from) / 2]);
            let (mut below, mut at, mut above) = (from, from, to);
            while at < above {
                match byte(order[at]).cmp(&pivot) {
                    Ordering::Less => {
                        order.swap(below, at);
                        below += 1;
                        at += 1;
                    }
                    Ordering::Greater => {
                        above -= 1;
                        order.swap(at, above);
                    }
                    Ordering::Equal => at += 1,
                }
            }
            self.parts.push((from, below, depth));
            self.parts.push((above, to, depth));
            if pivot > 0 {
                self.parts.push((below, above, depth + 1));
            }
            work += to - from;
            if work > 40_000 {
                return true;
            }
        }
        false
    }
}

/// Where each number stands in an order.
pub(crate) fn inverse(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, number) in order.iter().enumerate() {
        places[*number as usize] = place as u32;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_once_and_sorted() {
        let mut texts = Texts::default();
        assert_eq!(texts.find(b"a"), None);
        let words: Vec<String> =
            (0..5000_u32).map(|number| (number.wrapping_mul(2_654_435_761) % 3000).to_string()).collect();
        let numbers: Vec<u32> = words.iter().map(|word| texts.add(word.as_bytes())).collect();
        for (word, number) in words.iter().zip(&numbers) {
            assert_eq!((texts.find(word.as_bytes()), texts.get(*number)), (Some(*number), word.as_bytes()));
        }
        let mut expected = words.clone();
        expected.sort();
        expected.dedup();
        assert_eq!((texts.len(), texts.find(b"x")), (expected.len(), None));
        let mut sorting = Sorting::of(&texts);
        while sorting.step(&texts) {}
        let sorted: Vec<&[u8]> = sorting.order.iter().map(|number| texts.get(*number)).collect();
        assert_eq!(sorted, expected.iter().map(|word| word.as_bytes()).collect::<Vec<_>>());
    }
}
