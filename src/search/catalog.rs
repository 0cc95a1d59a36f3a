//! Catalog.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    content::VenueKind,
    search::{
        compiled_term::Needle,
        facet::{Choice, FACETS, Facet, is_between, year_range},
        index::Index,
        interner::Texts,
        spelling::Respelled,
    },
    util::text::Decompose,
};

/// The publications made ready for filtering.
pub struct Finder {
    pub(super) decompose: Decompose,
    /// The number of publications.
    pub(super) rows: usize,
    pub(super) choices: [Vec<Choice>; FACETS],
    /// Where each facet's values start among all.
    pub(super) starts: [usize; FACETS + 1],
    pub(super) columns: [Column; FACETS],
    /// The publications of each value, and where they start.
    pub(super) holders: Vec<u32>,
    pub(super) holder_starts: Vec<u32>,
    /// How many publications each value has.
    pub(super) totals: Vec<u32>,
    pub(super) kinds: Vec<VenueKind>,
    /// Years and kinds: the number of a year, times the number of kinds, plus the number of a kind.
    pub(super) tones: Column,
    /// How many publications have each of them.
    pub(super) year_kinds: Vec<u32>,
    /// The ids, and the first publication that has each.
    pub(super) ids: Texts,
    pub(super) id_rows: Vec<u32>,
    /// Two documents for each publication, its title and what else is written about it; one for each value, what it
    /// is called; one more for each value, its key where that is something else.
    pub(super) index: Index,
    pub(super) scratch: Mutex<Scratch>,
}

impl Finder {
    /// How letters are taken apart, for the keys of names.
    pub fn decompose(&self) -> Decompose {
        self.decompose
    }

    /// The values of a facet: years from the newest, others from the most frequent, then by value.
    pub fn choices(&self, facet: Facet) -> &[Choice] {
        &self.choices[facet as usize]
    }

    /// How many publications each value of a facet has.
    pub fn totals(&self, facet: Facet) -> &[u32] {
        &self.totals[self.range(facet).0..self.range(facet).1]
    }

    /// The kinds by which years are split, those that some publication has: its venue's, else what its type stands
    /// for.
    pub fn kinds(&self) -> &[VenueKind] {
        &self.kinds
    }

    /// The index of the publication with an id.
    pub fn row(&self, id: &str) -> Option<usize> {
        self.ids.find(id.as_bytes()).map(|number| self.id_rows[number as usize] as usize)
    }

    /// The value of a facet for a reader; nothing where no publication has it. A range of years is
    /// known where some year is in it.
    pub fn label(&self, facet: Facet, value: &str) -> Option<String> {
        if let Some(choice) = self.choices(facet).iter().find(|choice| choice.value == value) {
            return Some(choice.label.clone());
        }
        let (from, to) = self.years(facet, value)?;
        Some(format!("{from} to {to}"))
    }

    /// The publications of a value.
    pub(super) fn holders(&self, value: usize) -> &[u32] {
        &self.holders[self.holder_starts[value] as usize..self.holder_starts[value + 1] as usize]
    }

    /// Where the values of a facet start and end among all.
    pub(super) fn range(&self, facet: Facet) -> (usize, usize) {
        (self.starts[facet as usize], self.starts[facet as usize + 1])
    }

    /// A range of years in which there is some.
    pub(super) fn years(&self, facet: Facet, value: &str) -> Option<(u16, u16)> {
        let (from, to) = year_range(value).filter(|_| facet == Facet::Year)?;
        self.choices(facet).iter().any(|choice| is_between(&choice.value, (from, to))).then_some((from, to))
    }

    pub(super) fn scratch(&self) -> MutexGuard<'_, Scratch> {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Values of the publications, such as those of a facet. The values of facets are numbered through all facets.
#[derive(Default)]
pub(super) struct Column {
    pub(super) values: Vec<u32>,
    /// Where the values of each publication start, and where the last ones end.
    pub(super) starts: Vec<u32>,
}

impl Column {
    pub(super) fn of(&self, row: usize) -> &[u32] {
        &self.values[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// Counts the values of the publications whose bits are set, or are not.
    pub(super) fn tally(&self, bits: &[u64], is_missing: bool, counts: &mut [u32]) {
        for (at, bits) in bits.iter().enumerate() {
            let mut bits = if is_missing { !bits } else { *bits };
            while bits != 0 {
                let row = at * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                // The bits after the last publication are none.
                let Some([start, end]) = self.starts.get(row..row + 2) else { break };
                for value in &self.values[*start as usize..*end as usize] {
                    counts[*value as usize] += 1;
                }
            }
        }
    }
}

/// What one search leaves for the next.
#[derive(Default)]
pub(super) struct Scratch {
    /// The text that was searched; none where nothing is known.
    pub(super) text: Option<String>,
    pub(super) needles: Vec<Needle>,
    pub(super) respelled: Vec<Respelled>,
    /// The publications that meet the text, a bit for each.
    pub(super) met: Vec<u64>,
    /// For each of them how well.
    pub(super) scores: Vec<u32>,
    /// For each document, and for each publication, how well it meets one term.
    pub(super) best: Vec<u8>,
    pub(super) weights: Vec<u8>,
    /// For each facet the publications that have a chosen value.
    pub(super) selected: [Vec<u64>; FACETS],
    /// For each facet the publications that meet all but this facet's choice; last those that meet everything.
    pub(super) bases: [Vec<u64>; FACETS + 1],
    /// Letters beyond ASCII and what they fold to, by their last bits.
    pub(super) folded: Vec<(char, String)>,
}
