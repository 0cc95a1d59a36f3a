//! Results.

use crate::{
    search::{
        catalog::{Finder, Scratch},
        facet::{FACETS, Facet, Sort, is_between, year_range},
        filter::Filter,
        spelling::Respelled,
    },
    util::sort,
};

/// What a filter gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Indices of [`Content::publications`], in the order in which they are shown.
    pub publications: Vec<u32>,
    /// Words of the text that stand nowhere.
    pub respelled: Vec<Respelled>,
    /// For each value of each facet: how many publications there would be if this were the only one chosen in its
    /// facet.
    counts: Vec<u32>,
    /// Where each facet starts in `counts`.
    starts: [usize; FACETS + 1],
    /// The counts of the years by kind, as many for each as there are kinds.
    year_kinds: Vec<u32>,
    kinds: usize,
}

impl Found {
    /// The counts of a facet, in the order of [`Finder::choices`].
    pub fn counts(&self, facet: Facet) -> &[u32] {
        &self.counts[self.starts[facet as usize]..self.starts[facet as usize + 1]]
    }

    /// The count of a year by kind, in the order of [`Finder::kinds`]; the year is an index of [`Finder::choices`].
    pub fn year_kinds(&self, year: usize) -> &[u32] {
        &self.year_kinds[year * self.kinds..(year + 1) * self.kinds]
    }
}

/// A filter that leaves out one choice of another, and what that brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Without {
    /// The filter.
    pub filter: Filter,
    /// The facet of the choice; none where it is the text.
    pub facet: Option<Facet>,
    /// The value that was chosen, or the text.
    pub value: String,
    /// How many publications there are.
    pub count: usize,
}

impl Finder {
    /// The publications that pass, and what each further choice would give.
    ///
    /// [`Sort::Best`] is by the sum over the terms of what each is worth where it stands best: in the title 14, among
    /// the authors 11, in the venue, the topics or the year 8 (the same for a type and the like, where these are
    /// asked for), in the rest of the text 5; one less where only the beginning of a word is met, two less where a
    /// word is read as another.
    pub fn find(&self, filter: &Filter) -> Found {
        let mut scratch = self.scratch();
        let scratch = &mut *scratch;
        let sizes = self.narrow(filter, scratch);

        let mut found = Found {
            publications: self.listed(filter.sorted(), sizes[FACETS], scratch),
            respelled: scratch.respelled.clone(),
            counts: vec![0; self.totals.len()],
            starts: self.starts,
            year_kinds: vec![0; self.year_kinds.len()],
            kinds: self.kinds.len(),
        };
        for facet in 0..FACETS {
            let base = if filter.chosen[facet].is_empty() { FACETS } else { facet };
            // What is missing is counted where that is less.
            let is_missing = sizes[base] * 2 > self.rows;
            let (base, (from, to)) = (&scratch.bases[base], (self.starts[facet], self.starts[facet + 1]));
            self.columns[facet].tally(base, is_missing, &mut found.counts);
            if is_missing {
                subtract(&mut found.counts[from..to], &self.totals[from..to]);
            }
            if facet == Facet::Year as usize {
                self.tones.tally(base, is_missing, &mut found.year_kinds);
                if is_missing {
                    subtract(&mut found.year_kinds, &self.year_kinds);
                }
            }
        }
        found
    }

    /// How many publications pass.
    pub fn total(&self, filter: &Filter) -> usize {
        self.narrow(filter, &mut self.scratch())[FACETS]
    }

    /// For each value chosen, and for the text: what there is without it, where there is something; the most first.
    pub fn without(&self, filter: &Filter) -> Vec<Without> {
        let mut ways: Vec<Without> = Vec::new();
        let mut push = |filter: Filter, facet: Option<Facet>, value: &str| {
            let count = self.total(&filter);
            if count > 0 {
                let at = ways.iter().position(|way| way.count < count).unwrap_or(ways.len());
                ways.insert(at, Without { filter, facet, value: value.to_owned(), count });
            }
        };
        for (facet, value) in filter.choices() {
            push(filter.toggled(facet, value), Some(facet), value);
        }
        if !filter.text.is_empty() {
            push(filter.with_text(""), None, &filter.text);
        }
        ways
    }

    /// Finds `bases`, and how many publications are in each. Those of facets without a choice are not kept up.
    fn narrow(&self, filter: &Filter, scratch: &mut Scratch) -> [usize; FACETS + 1] {
        self.search(&filter.text, scratch);
        let Scratch { met, selected, bases, .. } = scratch;
        for facet in Facet::ALL {
            let bits = &mut selected[facet as usize];
            bits.clear();
            let from = self.range(facet).0;
            for chosen in filter.chosen(facet) {
                bits.resize(met.len(), 0);
                let years = if facet == Facet::Year { year_range(chosen) } else { None };
                for (choice, value) in self.choices(facet).iter().zip(from..) {
                    if choice.value == *chosen || years.is_some_and(|years| is_between(&choice.value, years)) {
                        for row in self.holders(value) {
                            bits[*row as usize / 64] |= 1 << (row % 64);
                        }
                    }
                }
            }
        }
        let mut sizes = [0; FACETS + 1];
        for (base, size) in sizes.iter_mut().enumerate() {
            if base < FACETS && filter.chosen[base].is_empty() {
                continue;
            }
            let bits = &mut bases[base];
            bits.clear();
            bits.extend_from_slice(met);
            for (facet, selected) in selected.iter().enumerate() {
                // Nothing is selected where nothing is chosen.
                if facet != base {
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

    /// The publications that meet everything, in their order.
    fn listed(&self, sort: Sort, count: usize, scratch: &Scratch) -> Vec<u32> {
        let mut rows = Vec::with_capacity(count);
        for (at, bits) in scratch.bases[FACETS].iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                rows.push(at as u32 * 64 + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
        match sort {
            Sort::Newest => {}
            Sort::Oldest => rows.reverse(),
            Sort::Best => rows = sort::highest_first(&rows, &|row| scratch.scores[row as usize]),
        }
        rows
    }
}

/// Turns counts of what is missing into counts of what is there.
fn subtract(missing: &mut [u32], totals: &[u32]) {
    for (count, total) in missing.iter_mut().zip(totals) {
        *count = total - *count;
    }
}
