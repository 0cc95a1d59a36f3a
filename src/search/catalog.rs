//! The publications prepared for searching and filtering.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::{
    content::VenueKind,
    search::{
        compiled_term::CompiledTerm,
        facet::{FACET_COUNT, Facet, FacetValue, is_in_range, year_range},
        index::Index,
        spelling::Correction,
    },
    util::{interner::Interner, text::Normalizer},
};

/// The publications prepared for searching and filtering. The number of a publication is its index in
/// [`crate::content::Content::publications`].
///
/// [`Catalog::new`] builds a catalog, and [`Catalog::search`] searches it. [`Catalog::build`] builds one that filters
/// publications at once and finds their texts later, after [`Catalog::index_texts`].
pub struct Catalog {
    pub(super) normalize: Normalizer,
    pub(super) publication_count: usize,
    pub(super) values: [Vec<FacetValue>; FACET_COUNT],
    /// The first number of the values of each facet. The values of all facets are numbered together.
    pub(super) value_starts: [usize; FACET_COUNT + 1],
    /// The values of each publication, by facet.
    pub(super) columns: [Column; FACET_COUNT],
    /// The publications of each value.
    pub(super) postings: Vec<u32>,
    pub(super) posting_starts: Vec<u32>,
    /// The number of publications of each value.
    pub(super) totals: Vec<u32>,
    pub(super) venue_kinds: Vec<VenueKind>,
    /// The year and venue kind of each publication as one number: the number of the year, times the number of kinds,
    /// plus the number of the kind.
    pub(super) year_kinds: Column,
    /// The number of publications of each year and venue kind.
    pub(super) year_kind_totals: Vec<u32>,
    /// The ids of the publications.
    pub(super) ids: Interner,
    pub(super) id_publications: Vec<u32>,
    /// The index. Its documents are, in this order: for each publication its title and its other text, one after the
    /// other; for each value its names; for each value its key, or an empty document if the key equals the name.
    /// [`Catalog::index_texts`] sets it.
    pub(super) index: OnceLock<Index>,
    pub(super) scratch: Mutex<Scratch>,
}

impl Catalog {
    /// Returns the values of a facet: years from the newest, others by descending frequency, then by value.
    pub fn values(&self, facet: Facet) -> &[FacetValue] {
        &self.values[facet as usize]
    }

    /// Returns the number of publications of each value of a facet.
    pub fn totals(&self, facet: Facet) -> &[u32] {
        let (from, to) = self.value_range(facet);
        &self.totals[from..to]
    }

    /// Returns the venue kinds that occur, by which the year chart divides the publications of a year. The kind of a
    /// publication is that of its venue, otherwise the kind that follows from its type.
    pub fn venue_kinds(&self) -> &[VenueKind] {
        &self.venue_kinds
    }

    /// Returns the index of the first publication with an id.
    pub fn publication_index(&self, id: &str) -> Option<usize> {
        self.ids.find(id.as_bytes()).map(|number| self.id_publications[number as usize] as usize)
    }

    /// Returns the label of a value, or `None` if no publication has it. A range of years has a label if a publication
    /// is from one of its years.
    pub fn label(&self, facet: Facet, value: &str) -> Option<String> {
        if let Some(known) = self.values(facet).iter().find(|known| known.value == value) {
            return Some(known.label.clone());
        }
        let (from, to) = self.known_year_range(facet, value)?;
        Some(format!("{from} to {to}"))
    }

    /// Parses a range of years, unless no publication is from one of its years.
    pub(super) fn known_year_range(&self, facet: Facet, value: &str) -> Option<(u16, u16)> {
        let years = year_range(value).filter(|_| facet == Facet::Year)?;
        self.values(facet).iter().any(|year| is_in_range(&year.value, years)).then_some(years)
    }

    /// Returns the publications of a value.
    pub(super) fn postings(&self, value: usize) -> &[u32] {
        &self.postings[self.posting_starts[value] as usize..self.posting_starts[value + 1] as usize]
    }

    /// Returns the first number of a facet's values, and the one after the last.
    pub(super) fn value_range(&self, facet: Facet) -> (usize, usize) {
        (self.value_starts[facet as usize], self.value_starts[facet as usize + 1])
    }

    pub(super) fn scratch(&self) -> MutexGuard<'_, Scratch> {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A table with the values of each publication, for example those of a facet.
#[derive(Default)]
pub(super) struct Column {
    pub(super) values: Vec<u32>,
    /// The start of the values of each publication, and the end of the last ones.
    pub(super) starts: Vec<u32>,
}

impl Column {
    /// Returns the values of a publication.
    pub(super) fn of(&self, publication: usize) -> &[u32] {
        &self.values[self.starts[publication] as usize..self.starts[publication + 1] as usize]
    }

    /// Returns the values of a publication, which can be changed.
    pub(super) fn of_mut(&mut self, publication: usize) -> &mut [u32] {
        &mut self.values[self.starts[publication] as usize..self.starts[publication + 1] as usize]
    }

    /// Counts the values of the publications whose bits are set or, if `is_inverted`, are not set.
    pub(super) fn tally(&self, bits: &[u64], is_inverted: bool, counts: &mut [u32]) {
        for (position, bits) in bits.iter().enumerate() {
            let mut bits = if is_inverted { !bits } else { *bits };
            while bits != 0 {
                let publication = position * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                // The bits after the last publication are unused.
                let Some([start, end]) = self.starts.get(publication..publication + 2) else { break };
                for value in &self.values[*start as usize..*end as usize] {
                    counts[*value as usize] += 1;
                }
            }
        }
    }
}

/// The results of the last text search, and buffers. A set of publications has one bit for each.
#[derive(Default)]
pub(super) struct Scratch {
    /// The text of the last search.
    pub(super) text: Option<String>,
    /// Its terms and their corrections.
    pub(super) terms: Vec<CompiledTerm>,
    pub(super) corrections: Vec<Correction>,
    /// The publications that match it.
    pub(super) matches: Vec<u64>,
    /// The score of each publication.
    pub(super) scores: Vec<u32>,
    /// The quality of the match of one term in each document of the index.
    pub(super) qualities: Vec<u8>,
    /// The score of one term in each publication.
    pub(super) term_scores: Vec<u8>,
    /// For each facet the publications with a selected value.
    pub(super) selected: [Vec<u64>; FACET_COUNT],
    /// For each facet, the publications that pass the filter of all other facets. The last set passes all facets.
    pub(super) passing: [Vec<u64>; FACET_COUNT + 1],
    /// Characters beyond ASCII and their foldings, in slots by the last bits of the character.
    pub(super) fold_cache: Vec<(char, String)>,
}
