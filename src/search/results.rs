//! The results of a filter: the publications in order, and the counts of all values.

use crate::{
    search::{
        catalog::{Catalog, Scratch},
        facet::{FACET_COUNT, Facet, Sort, is_in_range, year_range},
        filter::Filter,
        spelling::Correction,
    },
    util::sort,
};

/// The results of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchResults {
    /// Indices of [`crate::content::Content::publications`], in the order in which they are listed.
    pub publications: Vec<u32>,
    /// The spelling corrections of the text.
    pub corrections: Vec<Correction>,
    /// For each value of each facet: the number of publications if it were the only selected value of its facet.
    counts: Vec<u32>,
    /// The start of the values of each facet in `counts`.
    value_starts: [usize; FACET_COUNT + 1],
    /// The number of publications for each year and venue kind.
    year_kind_counts: Vec<u32>,
    venue_kind_count: usize,
}

impl SearchResults {
    /// Returns the counts of a facet's values, in the order of [`Catalog::values`].
    pub fn counts(&self, facet: Facet) -> &[u32] {
        &self.counts[self.value_starts[facet as usize]..self.value_starts[facet as usize + 1]]
    }

    /// Returns the counts of a year by venue kind, in the order of [`Catalog::venue_kinds`]. The year is an index of
    /// [`Catalog::values`].
    pub fn year_kinds(&self, year: usize) -> &[u32] {
        &self.year_kind_counts[year * self.venue_kind_count..(year + 1) * self.venue_kind_count]
    }
}

/// A filter without one selection of another filter, and the number of its results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// The filter.
    pub filter: Filter,
    /// The facet of the removed value, or `None` if the text is removed.
    pub facet: Option<Facet>,
    /// The removed value or text.
    pub value: String,
    /// The number of publications.
    pub count: usize,
}

impl Catalog {
    /// Returns the publications that pass a filter, and the counts of all values.
    ///
    /// With [`Sort::Best`], the publications are sorted by score, which is the sum of the scores of all terms. The
    /// score of a term is that of its best match: 14 in the title, 11 in an author, 8 in the venue, a topic or the year
    /// (and in the other facets, if the term has a field), 5 in the rest of the text. A prefix of a word scores one
    /// less, a corrected word two less.
    pub fn search(&self, filter: &Filter) -> SearchResults {
        let mut scratch = self.scratch();
        let scratch = &mut *scratch;
        let sizes = self.apply_filters(filter, scratch);

        let mut results = SearchResults {
            publications: self.in_order(filter.effective_sort(), sizes[FACET_COUNT], scratch),
            corrections: scratch.corrections.clone(),
            counts: vec![0; self.totals.len()],
            value_starts: self.value_starts,
            year_kind_counts: vec![0; self.year_kind_totals.len()],
            venue_kind_count: self.venue_kinds.len(),
        };
        for facet in Facet::ALL {
            let passing = if filter.selected(facet).is_empty() { FACET_COUNT } else { facet as usize };
            // If more than half of the publications pass, it is faster to count the others.
            let is_inverted = sizes[passing] * 2 > self.publication_count;
            let (passing, (from, to)) = (&scratch.passing[passing], self.value_range(facet));
            self.columns[facet as usize].tally(passing, is_inverted, &mut results.counts);
            if is_inverted {
                subtract_from(&self.totals[from..to], &mut results.counts[from..to]);
            }
            if facet == Facet::Year {
                self.year_kinds.tally(passing, is_inverted, &mut results.year_kind_counts);
                if is_inverted {
                    subtract_from(&self.year_kind_totals, &mut results.year_kind_counts);
                }
            }
        }
        results
    }

    /// Returns the number of publications that pass a filter.
    pub fn total(&self, filter: &Filter) -> usize {
        self.apply_filters(filter, &mut self.scratch())[FACET_COUNT]
    }

    /// Returns the filters without one selected value or without the text that have results, sorted by descending
    /// number of results.
    pub fn relaxations(&self, filter: &Filter) -> Vec<Relaxation> {
        let mut relaxations: Vec<Relaxation> = Vec::new();
        let mut push = |filter: Filter, facet: Option<Facet>, value: &str| {
            let count = self.total(&filter);
            if count > 0 {
                let position = relaxations.iter().position(|other| other.count < count).unwrap_or(relaxations.len());
                relaxations.insert(position, Relaxation { filter, facet, value: value.to_owned(), count });
            }
        };
        for (facet, value) in filter.selections() {
            push(filter.toggled(facet, value), Some(facet), value);
        }
        if !filter.text.is_empty() {
            push(filter.with_text(""), None, &filter.text);
        }
        relaxations
    }

    /// Fills [`Scratch::passing`], and returns the number of publications in each of its sets. The sets of facets
    /// without a selected value are not filled.
    fn apply_filters(&self, filter: &Filter, scratch: &mut Scratch) -> [usize; FACET_COUNT + 1] {
        self.search_text(&filter.text, scratch);
        let Scratch { matches, selected, passing, .. } = scratch;
        for facet in Facet::ALL {
            let bits = &mut selected[facet as usize];
            bits.clear();
            let start = self.value_range(facet).0;
            for selected in filter.selected(facet) {
                bits.resize(matches.len(), 0);
                let years = if facet == Facet::Year { year_range(selected) } else { None };
                for (known, value) in self.values(facet).iter().zip(start..) {
                    if known.value == *selected || years.is_some_and(|years| is_in_range(&known.value, years)) {
                        for publication in self.postings(value) {
                            bits[*publication as usize / 64] |= 1 << (publication % 64);
                        }
                    }
                }
            }
        }
        let mut sizes = [0; FACET_COUNT + 1];
        for (ignored, size) in sizes.iter_mut().enumerate() {
            if Facet::ALL.get(ignored).is_some_and(|facet| filter.selected(*facet).is_empty()) {
                continue;
            }
            let bits = &mut passing[ignored];
            bits.clear();
            bits.extend_from_slice(matches);
            for (facet, selected) in selected.iter().enumerate() {
                // `selected` is empty if no value of the facet is selected.
                if facet != ignored {
                    for (bits, other) in bits.iter_mut().zip(selected) {
                        *bits &= *other;
                    }
                }
            }
            for bits in bits {
                *size += bits.count_ones() as usize;
            }
        }
        sizes
    }

    /// Returns the publications that pass, in the given order.
    fn in_order(&self, sort: Sort, count: usize, scratch: &Scratch) -> Vec<u32> {
        let mut publications = Vec::with_capacity(count);
        for (position, bits) in scratch.passing[FACET_COUNT].iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                publications.push(position as u32 * 64 + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
        match sort {
            Sort::Newest => {}
            Sort::Oldest => publications.reverse(),
            Sort::Best => {
                let score = |publication| scratch.scores[publication as usize];
                publications = sort::counting_sort_desc(&publications, &score);
            }
        }
        publications
    }
}

/// Replaces each count by its total minus the count.
fn subtract_from(totals: &[u32], counts: &mut [u32]) {
    for (count, total) in counts.iter_mut().zip(totals) {
        *count = total - *count;
    }
}
