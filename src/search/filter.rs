//! Which publications are shown: the choice, its address, and what each further choice would give.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    content::{Content, Publication, PublicationType, VenueKind},
    search::{
        facet::{FACETS, Facet, Sort},
        index,
        index::{Form, Index, Indexing, Needle, Sorting, Term, Texts, WHOLE},
    },
    util::{percent, sort, text, text::Normalizer},
};

/// So many values can be chosen at once; more are passed over. Each stands on the page with the address of all others,
/// so those of a hostile address would fill the memory of whoever follows it.
const MOST: usize = 100;

/// What the visitor chose. It lives in the query of the address and nowhere else.
///
/// ```
/// use frontispiece::search::{facet::Facet, filter::Filter};
/// let filter = Filter::parse("venue=osdi&year=2024&q=online+learning&page=2");
/// assert_eq!(filter.query(), "q=online+learning&year=2024&venue=osdi&page=2");
/// assert_eq!(filter.toggled(Facet::Year, "2024").query(), "q=online+learning&venue=osdi");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The free text.
    pub text: String,
    /// The chosen values of each facet, in the order in which they were chosen.
    chosen: [Vec<String>; FACETS],
    /// The chosen order, where one was chosen.
    pub sort: Option<Sort>,
    /// The page of a long list, from 1; it may lie beyond the last.
    pub page: usize,
}

impl Default for Filter {
    fn default() -> Filter {
        Filter { text: String::new(), chosen: Default::default(), sort: None, page: 1 }
    }
}

impl Filter {
    /// Reads the query of an address, without its question mark. Keys it does not know are passed over, and so are
    /// orders and pages that are none. The last text, order and page hold.
    pub fn parse(query: &str) -> Filter {
        let mut filter = Filter::default();
        for part in query.split('&') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let (key, value) = (percent::decode_query(key), percent::decode_query(value));
            match key.as_str() {
                "q" => filter.text = value,
                "sort" => filter.sort = Sort::ALL.into_iter().find(|sort| sort.key() == value).or(filter.sort),
                "page" => filter.page = value.parse().ok().filter(|page| *page > 0).unwrap_or(filter.page),
                _ => {
                    if let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.key() == key)
                        && !value.is_empty()
                    {
                        filter.choose(facet, value);
                    }
                }
            }
        }
        filter
    }

    /// The query of an address: the same for the same choice.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut push = |key: &str, value: &str| {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(key);
            query.push('=');
            query.push_str(&percent::encode_query(value));
        };
        if !self.text.is_empty() {
            push("q", &self.text);
        }
        self.choices().for_each(|(facet, value)| push(facet.key(), value));
        if let Some(sort) = self.sort {
            push("sort", sort.key());
        }
        if self.page > 1 {
            push("page", &self.page.to_string());
        }
        query
    }

    /// Everything chosen, facet by facet; the free text is not among it.
    pub fn choices(&self) -> impl Iterator<Item = (Facet, &str)> {
        Facet::ALL.into_iter().flat_map(|facet| self.chosen(facet).iter().map(move |value| (facet, value.as_str())))
    }

    /// The chosen values of a facet.
    pub fn chosen(&self, facet: Facet) -> &[String] {
        &self.chosen[facet as usize]
    }

    /// Whether a value is chosen.
    pub fn has(&self, facet: Facet, value: &str) -> bool {
        self.chosen(facet).iter().any(|chosen| chosen == value)
    }

    /// Whether nothing is chosen and nothing typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.choices().next().is_none()
    }

    /// The order that holds: the chosen one, else by match where the text holds a word, else from the newest.
    pub fn sorted(&self) -> Sort {
        let asks = |(term, ..): (Term, _, _)| !index::is_begun(&term, &self.text);
        let has_word = || index::next_term(&self.text, 0).is_some_and(asks);
        match self.sort {
            None | Some(Sort::Best) if has_word() => Sort::Best,
            None | Some(Sort::Best) => Sort::Newest,
            Some(sort) => sort,
        }
    }

    fn choose(&mut self, facet: Facet, value: String) {
        if !self.has(facet, &value) && self.choices().count() < MOST {
            self.chosen[facet as usize].push(value);
        }
    }

    /// The filter with a value taken in, or out where it was in; on the first page, as with every change.
    pub fn toggled(&self, facet: Facet, value: &str) -> Filter {
        let mut filter = self.with_page(1);
        match filter.chosen(facet).iter().position(|other| other == value) {
            Some(at) => drop(filter.chosen[facet as usize].remove(at)),
            None => filter.choose(facet, value.to_owned()),
        }
        filter
    }

    /// The filter with another free text.
    pub fn with_text(&self, text: &str) -> Filter {
        let mut filter = self.with_page(1);
        text.clone_into(&mut filter.text);
        filter
    }

    /// The filter with other values of a facet.
    pub fn with_chosen(&self, facet: Facet, values: Vec<String>) -> Filter {
        let mut filter = self.with_page(1);
        filter.chosen[facet as usize].clear();
        values.into_iter().for_each(|value| filter.choose(facet, value));
        filter
    }

    /// The filter with another order.
    pub fn with_sort(&self, sort: Option<Sort>) -> Filter {
        let mut filter = self.with_page(1);
        filter.sort = sort;
        filter
    }

    /// The filter on another page.
    pub fn with_page(&self, page: usize) -> Filter {
        let mut filter = self.clone();
        filter.page = page.max(1);
        filter
    }
}

/// A value of a facet that some publication has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value in addresses.
    pub value: String,
    /// The value for a reader.
    pub label: String,
}

/// A word that stands nowhere, and how it was read.
///
/// That is a term of one word, without quotes, of at least four letters and no digit, where no text that it asks for
/// has a word that begins with it. It is read as all words there of which some beginning is one edit away from it: a
/// letter more, less or other, or two neighbours exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respelled {
    /// The word as it was typed.
    pub typed: String,
    /// Words that it may have been meant to be, folded, the most frequent first; only a few where there are many.
    pub read_as: Vec<String>,
}

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

/// Values of the publications, such as those of a facet. The values of facets are numbered through all facets.
#[derive(Default)]
struct Column {
    values: Vec<u32>,
    /// Where the values of each publication start, and where the last ones end.
    starts: Vec<u32>,
}

impl Column {
    fn of(&self, row: usize) -> &[u32] {
        &self.values[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// Counts the values of the publications whose bits are set, or are not.
    fn tally(&self, bits: &[u64], is_missing: bool, counts: &mut [u32]) {
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

/// The publications made ready for filtering.
pub struct Finder {
    normalize: Normalizer,
    /// The number of publications.
    rows: usize,
    choices: [Vec<Choice>; FACETS],
    /// Where each facet's values start among all.
    starts: [usize; FACETS + 1],
    columns: [Column; FACETS],
    /// The publications of each value, and where they start.
    holders: Vec<u32>,
    holder_starts: Vec<u32>,
    /// How many publications each value has.
    totals: Vec<u32>,
    kinds: Vec<VenueKind>,
    /// Years and kinds: the number of a year, times the number of kinds, plus the number of a kind.
    tones: Column,
    /// How many publications have each of them.
    year_kinds: Vec<u32>,
    /// The ids, and the first publication that has each.
    ids: Texts,
    id_rows: Vec<u32>,
    /// Two documents for each publication, its title and what else is written about it; one for each value, what it
    /// is called; one more for each value, its key where that is something else.
    index: Index,
    scratch: Mutex<Scratch>,
}

/// What one search leaves for the next.
#[derive(Default)]
struct Scratch {
    /// The text that was searched; none where nothing is known.
    text: Option<String>,
    needles: Vec<Needle>,
    respelled: Vec<Respelled>,
    /// The publications that meet the text, a bit for each.
    met: Vec<u64>,
    /// For each of them how well.
    scores: Vec<u32>,
    /// For each document, and for each publication, how well it meets one term.
    best: Vec<u8>,
    weights: Vec<u8>,
    /// For each facet the publications that have a chosen value.
    selected: [Vec<u64>; FACETS],
    /// For each facet the publications that meet all but this facet's choice; last those that meet everything.
    bases: [Vec<u64>; FACETS + 1],
    /// Letters beyond ASCII and what they fold to, by their last bits.
    folded: Vec<(char, String)>,
}

/// How many facets a text without a field is looked for in: year, venue, topic, author.
const SEARCHED: usize = 4;

/// What a term is worth by where it stands: whole words, beginnings and respelled words take one less each. See
/// [`Finder::find`].
const TITLE: u8 = 14;
const AUTHOR: u8 = 11;
const OTHER: u8 = 8;
const BODY: u8 = 5;

/// How many of the words are shown that a word is read as.
const SHOWN: usize = 5;

/// How many values a completed term may name.
const NAMED: usize = 5;

impl Finder {
    /// Collects the values of every facet and indexes the text.
    pub fn new(content: &Content, normalize: Normalizer) -> Finder {
        let mut building = Finder::begin(content, normalize);
        while building.step(content) {}
        building.finish()
    }

    /// The same step by step, so that a page can do other things in between.
    pub fn begin(content: &Content, normalize: Normalizer) -> Building {
        Building::new(content, normalize)
    }

    /// How letters are taken apart, for the keys of names.
    pub fn normalizer(&self) -> Normalizer {
        self.normalize
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

    /// The filter with the completed terms of its text as choices; none where no term becomes one. A term is
    /// completed by a closing quote or a blank after it, and all are where the text is done. It becomes
    ///
    /// - for years, the range, where some year is in it;
    /// - the choice whose value, or else whose label, it is, both folded and hyphenated;
    /// - else all choices that it meets as a term of a search, where these are five at most.
    ///
    /// It goes from the text with the blanks after it; all else stays as typed.
    pub fn complete(&self, filter: &Filter, is_done: bool) -> Option<Filter> {
        let text = &filter.text[..];
        let mut completed = filter.with_text("");
        let (mut at, mut copied) = (0, 0);
        while let Some((term, start, end)) = index::next_term(text, at) {
            at = end;
            let rest = text[end..].trim_start();
            let gap = text.len() - rest.len();
            let Some(facet) = term.field.filter(|_| is_done || term.form == Form::Phrase || gap > end) else {
                continue;
            };
            let values = self.named(facet, term);
            if !values.is_empty() {
                values.into_iter().for_each(|value| completed.choose(facet, value));
                completed.text.push_str(&text[copied..start]);
                copied = gap;
            }
        }
        completed.text.push_str(&text[copied..]);
        (copied > 0).then_some(completed)
    }

    /// The ranges to highlight in a text for a filter's text, in UTF-16 code units: sorted and apart. Marked is as
    /// much of each word as was typed, whole letters, and a respelled word whole; terms with another field than
    /// author, venue or topic mark nothing.
    pub fn marks(&self, text: &str, filter: &Filter) -> Vec<(u32, u32)> {
        let mut scratch = self.scratch();
        self.search(&filter.text, &mut scratch);
        let Scratch { needles, folded, .. } = &mut *scratch;
        if needles.is_empty() {
            return Vec::new();
        }
        const KEPT: usize = 512;
        folded.resize(KEPT, ('\0', String::new()));
        index::marks(text, needles, &mut |letter, into| {
            if letter.is_ascii() {
                into.push(letter.to_ascii_lowercase());
                return;
            }
            let known = &mut folded[letter as usize % KEPT];
            if known.0 != letter {
                *known = (letter, text::fold(letter.encode_utf8(&mut [0; 4]), self.normalize));
            }
            into.push_str(&known.1);
        })
    }

    fn scratch(&self) -> MutexGuard<'_, Scratch> {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the values of a facet start and end among all.
    fn range(&self, facet: Facet) -> (usize, usize) {
        (self.starts[facet as usize], self.starts[facet as usize + 1])
    }

    /// A range of years in which there is some.
    fn years(&self, facet: Facet, value: &str) -> Option<(u16, u16)> {
        let (from, to) = year_range(value).filter(|_| facet == Facet::Year)?;
        self.choices(facet).iter().any(|choice| is_between(&choice.value, (from, to))).then_some((from, to))
    }

    /// The values that a completed term of a facet names.
    fn named(&self, facet: Facet, term: Term) -> Vec<String> {
        if self.years(facet, &term.text).is_some() {
            return vec![term.text];
        }
        let choices = self.choices(facet);
        let key = |text: &str| text::slugify(text, self.normalize);
        let typed = key(&term.text);
        let mut exact = choices.iter().find(|choice| choice.value == typed);
        // The value of an author is the key of the label.
        if exact.is_none() && facet != Facet::Author {
            exact = choices.iter().find(|choice| key(&choice.value) == typed || key(&choice.label) == typed);
        }
        if let Some(choice) = exact {
            return vec![choice.value.clone()];
        }
        let mut named = Vec::new();
        if let Some(needle) = Needle::of(term, self.normalize) {
            let mut scratch = self.scratch();
            self.meet(&needle, &mut scratch.best);
            let (from, to) = self.range(facet);
            for value in from..to {
                if self.value_met(value, true, &scratch.best) > 0 {
                    named.push(choices[value - from].value.clone());
                }
            }
        }
        if named.len() > NAMED {
            named.clear();
        }
        named
    }

    /// Notes for each document how well it meets a term.
    fn meet(&self, needle: &Needle, best: &mut Vec<u8>) {
        let values = self.totals.len();
        best.clear();
        best.resize(2 * (self.rows + values), 0);
        if let Some(years) = year_range(&needle.typed).filter(|_| needle.field == Some(Facet::Year)) {
            let (from, to) = self.range(Facet::Year);
            for value in from..to {
                if is_between(&self.choices(Facet::Year)[value - from].value, years) {
                    best[2 * self.rows + value] = WHOLE;
                }
            }
        } else {
            self.index.meet(needle, best);
        }
    }

    /// How well a value meets a term: by its name or, for a term with a field, by its key.
    fn value_met(&self, value: usize, has_field: bool, best: &[u8]) -> u8 {
        let name = best[2 * self.rows + value];
        if has_field { name.max(best[2 * self.rows + self.totals.len() + value]) } else { name }
    }

    /// The values that a term may stand in.
    fn scope(&self, needle: &Needle) -> (usize, usize) {
        needle.field.map_or((0, self.starts[SEARCHED]), |facet| self.range(facet))
    }

    /// Whether a document is among those that a term may stand in.
    fn is_in_scope(&self, document: u32, needle: &Needle) -> bool {
        let Some(mut value) = (document as usize).checked_sub(2 * self.rows) else { return needle.field.is_none() };
        if needle.field.is_some() && value >= self.totals.len() {
            value -= self.totals.len();
        }
        let (from, to) = self.scope(needle);
        (from..to).contains(&value)
    }

    /// Notes in `best` the documents that hold words spelled nearly like a term, and gives the words that stand
    /// where it may, the most frequent first.
    fn respell(&self, needle: &Needle, best: &mut [u8]) -> Vec<u32> {
        let mut near: Vec<(usize, u32)> = Vec::new();
        for word in 0..self.index.word_count() as u32 {
            if index::is_near(needle.words[0].as_bytes(), self.index.word(word)) {
                let holders = self.index.holders((word, word + 1));
                let count = holders.iter().filter(|document| self.is_in_scope(**document, needle)).count();
                if count > 0 {
                    index::raise(best, holders, index::RESPELLED);
                    near.push((count, word));
                }
            }
        }
        sort::argsort(near.len(), &|a, b| near[b].0.cmp(&near[a].0)).into_iter().map(|at| near[at].1).collect()
    }

    /// Notes for each publication what a term is worth there, and tells whether it is worth anything anywhere.
    fn weigh(&self, needle: &Needle, best: &[u8], weights: &mut [u8]) -> bool {
        let mut is_met = false;
        let has_field = needle.field.is_some();
        let (from, to) = self.scope(needle);
        let authors = self.range(Facet::Author);
        for value in from..to {
            let how = self.value_met(value, has_field, best);
            if how > 0 {
                let worth = if authors.0 <= value && value < authors.1 { AUTHOR } else { OTHER };
                index::raise(weights, self.holders(value), worth - WHOLE + how);
                is_met = true;
            }
        }
        if !has_field {
            for (weight, best) in weights.iter_mut().zip(best.chunks_exact(2)) {
                let how = match best {
                    [0, 0] => continue,
                    [0, body] => BODY - WHOLE + *body,
                    [title, ..] => TITLE - WHOLE + *title,
                    [] => 0,
                };
                *weight = how.max(*weight);
                is_met = true;
            }
        }
        is_met
    }

    /// Searches for a text, unless that was the last one.
    fn search(&self, text: &str, scratch: &mut Scratch) {
        if scratch.text.as_deref() == Some(text) {
            return;
        }
        scratch.text = None;
        let Scratch { needles, respelled, met, scores, best, weights, .. } = &mut *scratch;
        *needles = Needle::all(text, self.normalize);
        respelled.clear();
        fill(met, self.rows);
        scores.clear();
        scores.resize(self.rows, 0);
        weights.clear();
        weights.resize(self.rows, 0);
        for needle in needles {
            self.meet(needle, best);
            if !self.weigh(needle, best, weights) && needle.may_be_respelled() {
                let words = self.respell(needle, best);
                needle.is_respelled = self.weigh(needle, best, weights);
                if needle.is_respelled {
                    let spell = |word: &u32| String::from_utf8(self.index.word(*word).to_vec()).unwrap_or_default();
                    let read_as = words.iter().take(SHOWN).map(spell).collect();
                    respelled.push(Respelled { typed: needle.typed.clone(), read_as });
                }
            }
            for (row, (weight, score)) in weights.iter_mut().zip(scores.iter_mut()).enumerate() {
                if *weight == 0 {
                    met[row / 64] &= !(1 << (row % 64));
                }
                *score += u32::from(*weight);
                *weight = 0;
            }
        }
        scratch.text = Some(text.to_owned());
    }

    /// The publications of a value.
    fn holders(&self, value: usize) -> &[u32] {
        &self.holders[self.holder_starts[value] as usize..self.holder_starts[value + 1] as usize]
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
            Sort::Best => rows = sort::counting_sort_desc(&rows, &|row| scratch.scores[row as usize]),
        }
        rows
    }
}

/// All bits up to a number.
fn fill(bits: &mut Vec<u64>, count: usize) {
    bits.clear();
    bits.resize(count.div_ceil(64), u64::MAX);
    if let Some(last) = bits.last_mut()
        && !count.is_multiple_of(64)
    {
        *last = (1 << (count % 64)) - 1;
    }
}

/// Turns counts of what is missing into counts of what is there.
fn subtract(missing: &mut [u32], totals: &[u32]) {
    for (count, total) in missing.iter_mut().zip(totals) {
        *count = total - *count;
    }
}

/// "2020..2023", both included, in either order.
pub fn year_range(value: &str) -> Option<(u16, u16)> {
    let (from, to) = value.split_once('.')?;
    let (from, to) = (from.parse().ok()?, to.strip_prefix('.')?.parse().ok()?);
    Some(if from <= to { (from, to) } else { (to, from) })
}

fn is_between(year: &str, (from, to): (u16, u16)) -> bool {
    year.parse().is_ok_and(|year| from <= year && year <= to)
}

/// The key of an author: that of the scholar's own name for every spelling of it.
pub fn author_key(name: &str, content: &Content, normalize: Normalizer) -> String {
    let name = if content.is_scholar(name) { &content.person.name } else { name };
    text::slugify(name, normalize)
}

/// A [`Finder`] on its way.
pub struct Building {
    finder: Finder,
    stage: usize,
    /// How far the stage has come.
    at: usize,
    /// The values of each facet, in the order in which they came up.
    values: [Texts; FACETS],
    /// For each of them, how many publications have it, and the last one, plus one.
    counts: [Vec<(u32, u32)>; FACETS],
    /// For each publication its kind.
    row_kinds: Vec<u8>,
    /// The names of authors as they are printed, and which value each is.
    names: Texts,
    name_values: Vec<Option<u32>>,
    sorting: Sorting,
    /// For each value of the facet at hand, its place among the choices.
    places: Vec<u32>,
    indexing: Indexing,
}

/// How many bytes of text a step may read. Letters beyond ASCII take the longest.
const TEXT_A_STEP: usize = 12_000;

/// How many values a step may place.
const VALUES_A_STEP: usize = 50_000;

impl Building {
    fn new(content: &Content, normalize: Normalizer) -> Building {
        let finder = Finder {
            normalize,
            rows: content.publications.len(),
            choices: Default::default(),
            starts: Default::default(),
            columns: Default::default(),
            holders: Vec::new(),
            holder_starts: Vec::new(),
            totals: Vec::new(),
            kinds: Vec::new(),
            tones: Column::default(),
            year_kinds: Vec::new(),
            ids: Texts::default(),
            id_rows: Vec::new(),
            index: Index::default(),
            scratch: Mutex::default(),
        };
        Building {
            finder,
            stage: 0,
            at: 0,
            values: Default::default(),
            counts: Default::default(),
            row_kinds: Vec::new(),
            names: Texts::default(),
            name_values: Vec::new(),
            sorting: Sorting::default(),
            places: Vec::new(),
            indexing: Indexing::default(),
        }
    }

    /// Goes on for some milliseconds at most; false when done. The content is the same each time.
    pub fn step(&mut self, content: &Content) -> bool {
        let mut work = 0;
        match self.stage {
            // Publication by publication.
            0 => {
                while work < TEXT_A_STEP {
                    let Some(publication) = content.publications.get(self.at) else {
                        for column in &mut self.finder.columns {
                            column.starts.push(column.values.len() as u32);
                        }
                        self.next(1);
                        break;
                    };
                    work += self.take(publication, content);
                    self.at += 1;
                }
            }
            // Facet by facet: sort the values, then put their places into the columns.
            1 => {
                if self.at == FACETS {
                    self.count();
                    self.next(3);
                } else {
                    self.sorting = Sorting::of(&self.values[self.at]);
                    self.stage = 2;
                }
            }
            2 => {
                if !self.sorting.step(&self.values[self.at]) {
                    self.order();
                    for value in &mut self.finder.columns[self.at].values {
                        *value = self.places[*value as usize];
                    }
                    self.at += 1;
                    self.stage = 1;
                }
            }
            // The publications of each value, from the back.
            3 => {
                while work < VALUES_A_STEP {
                    if self.at == self.finder.rows {
                        self.next(4);
                        break;
                    }
                    work += self.place(self.finder.rows - 1 - self.at);
                    self.at += 1;
                }
            }
            // What the values are called, then their keys.
            4 => {
                while work < TEXT_A_STEP {
                    if self.at == 2 * self.finder.totals.len() {
                        self.next(5);
                        break;
                    }
                    work += self.name(content);
                    self.at += 1;
                }
            }
            _ => return self.indexing.step(&mut self.finder.index),
        }
        true
    }

    /// The finder, when all steps are done.
    pub fn finish(self) -> Finder {
        self.finder
    }

    fn next(&mut self, stage: usize) {
        self.stage = stage;
        self.at = 0;
    }

    /// Takes in a publication, and gives how much work that was.
    fn take(&mut self, publication: &Publication, content: &Content) -> usize {
        let normalize = self.finder.normalize;
        if self.finder.ids.add(publication.id.as_bytes()) as usize == self.finder.id_rows.len() {
            self.finder.id_rows.push(self.at as u32);
        }
        self.row_kinds.push(kind(publication, content) as u8);
        let row = self.at as u32;
        let mut work = 200;
        for facet in Facet::ALL {
            let column = &mut self.finder.columns[facet as usize];
            column.starts.push(column.values.len() as u32);
            let values = &mut self.values[facet as usize];
            let choices = &mut self.finder.choices[facet as usize];
            let counts = &mut self.counts[facet as usize];
            let mut number = |value: &str, label: &str| {
                let number = values.add(value.as_bytes());
                if number as usize == choices.len() {
                    choices.push(Choice { value: value.to_owned(), label: label.to_owned() });
                    counts.push((0, 0));
                }
                number
            };
            let mut numbers = Vec::new();
            if facet == Facet::Author {
                for author in &publication.authors {
                    let name = self.names.add(author.name.as_bytes()) as usize;
                    if name == self.name_values.len() {
                        let label = if content.is_scholar(&author.name) { &content.person.name } else { &author.name };
                        let key = text::slugify(label, normalize);
                        self.name_values.push((!key.is_empty()).then(|| number(&key, label)));
                        work += 100;
                    }
                    numbers.extend(self.name_values[name]);
                }
            } else {
                values_of(facet, publication, content, &mut |value, label| numbers.push(number(value, label)));
            }
            for number in numbers {
                let (count, last) = &mut counts[number as usize];
                if *last != row + 1 {
                    *last = row + 1;
                    *count += 1;
                    column.values.push(number);
                }
            }
        }

        let index = &mut self.finder.index;
        work += index.write(&publication.title, normalize);
        index.end_document();
        let mut write = |text: &str| work += index.write(text, normalize);
        for text in [&publication.tldr, &publication.r#abstract, &publication.note].into_iter().flatten() {
            write(text);
        }
        for version in &publication.versions {
            if let Some(venue) = version.venue.as_ref().and_then(|key| content.venues.get(key)) {
                venue.short.iter().for_each(|short| write(short));
                write(&venue.name);
            }
        }
        index.end_document();
        work
    }

    /// Puts the choices of the facet at hand into their order.
    fn order(&mut self) {
        let facet = self.at;
        let counts = &self.counts[facet];
        let mut order = std::mem::take(&mut self.sorting.order);
        if facet == Facet::Year as usize {
            order.reverse();
        } else {
            order = sort::counting_sort_desc(&order, &|number| counts[number as usize].0);
        }
        let start = self.finder.totals.len() as u32;
        let choices = &mut self.finder.choices[facet];
        let mut unsorted = std::mem::take(choices);
        for number in &order {
            let choice = &mut unsorted[*number as usize];
            choices.push(Choice { value: std::mem::take(&mut choice.value), label: std::mem::take(&mut choice.label) });
            self.finder.totals.push(counts[*number as usize].0);
        }
        self.finder.starts[facet + 1] = self.finder.totals.len();
        self.places = index::inverse(&order);
        self.places.iter_mut().for_each(|place| *place += start);
        self.values[facet] = Texts::default();
    }

    /// Makes room for the publications of each value, and finds the kinds.
    fn count(&mut self) {
        let finder = &mut self.finder;
        finder.holder_starts.clone_from(&finder.totals);
        finder.holder_starts.push(0);
        finder.holders = vec![0; sort::prefix_sums(&mut finder.holder_starts) as usize];
        let mut places = [0; VenueKind::ALL.len()];
        for (kind, place) in VenueKind::ALL.iter().zip(&mut places) {
            if self.row_kinds.contains(&(*kind as u8)) {
                *place = finder.kinds.len() as u32;
                finder.kinds.push(*kind);
            }
        }
        let kinds = finder.kinds.len();
        finder.year_kinds = vec![0; finder.starts[1] * kinds];
        let years = &finder.columns[Facet::Year as usize];
        finder.tones.starts.clone_from(&years.starts);
        for (row, kind) in self.row_kinds.iter().enumerate() {
            for year in years.of(row) {
                let tone = year * kinds as u32 + places[usize::from(*kind)];
                finder.tones.values.push(tone);
                finder.year_kinds[tone as usize] += 1;
            }
        }
    }

    /// Takes a publication in at each of its values, and gives the number of these.
    fn place(&mut self, row: usize) -> usize {
        let finder = &mut self.finder;
        let mut work = 1;
        for column in &finder.columns {
            for value in column.of(row) {
                let place = &mut finder.holder_starts[*value as usize];
                *place -= 1;
                finder.holders[*place as usize] = row as u32;
                work += 1;
            }
        }
        work
    }

    /// Writes the document of a value, and gives the number of its bytes.
    fn name(&mut self, content: &Content) -> usize {
        let finder = &mut self.finder;
        let is_key = self.at >= finder.totals.len();
        let value = if is_key { self.at - finder.totals.len() } else { self.at };
        let facet = Facet::ALL[finder.starts[1..].partition_point(|start| *start <= value)];
        let Choice { value, label } = &finder.choices[facet as usize][value - finder.starts[facet as usize]];
        let mut work = 20;
        let mut write = |text: &str| work += finder.index.write(text, finder.normalize);
        if is_key {
            if !matches!(facet, Facet::Year | Facet::Author) {
                write(value);
            }
        } else {
            write(label);
            let person = &content.person;
            match content.venues.get(value) {
                Some(venue) if facet == Facet::Venue => write(&venue.name),
                _ if facet == Facet::Author && *label == person.name => {
                    person.aliases.iter().chain(&person.known_as).for_each(|name| write(name));
                }
                _ => {}
            }
        }
        finder.index.end_document();
        work
    }
}

/// The kind of a publication's venue, else what its type stands for.
fn kind(publication: &Publication, content: &Content) -> VenueKind {
    let venue = publication.venue.as_ref().and_then(|key| content.venues.get(key));
    match (venue.and_then(|venue| venue.kind), publication.kind) {
        (Some(kind), _) => kind,
        (None, Some(PublicationType::Conference)) => VenueKind::Conference,
        (None, Some(PublicationType::Workshop)) => VenueKind::Workshop,
        (None, Some(PublicationType::Journal)) => VenueKind::Journal,
        (None, Some(PublicationType::Preprint)) => VenueKind::PreprintServer,
        (None, Some(PublicationType::Book | PublicationType::Chapter)) => VenueKind::Publisher,
        (None, Some(PublicationType::Thesis | PublicationType::Report)) => VenueKind::University,
        (None, Some(PublicationType::Software | PublicationType::Dataset)) => VenueKind::Repository,
        (None, Some(PublicationType::Patent) | None) => VenueKind::Other,
    }
}

/// Calls `push` with each value of a publication's facet and its label; authors are not among these facets.
fn values_of(facet: Facet, publication: &Publication, content: &Content, push: &mut dyn FnMut(&str, &str)) {
    match facet {
        Facet::Year => {
            if let Some(year) = publication.year() {
                let year = format!("{year:04}");
                push(&year, &year);
            }
        }
        Facet::Venue => publication.venue.iter().for_each(|key| push(key, content.venue_label(key))),
        Facet::Topic => publication.topics.iter().for_each(|key| push(key, content.topic_label(key))),
        Facet::Author => {}
        Facet::Type => publication.kind.iter().for_each(|kind| push(kind.as_str(), kind.label())),
        Facet::Has => {
            let kinds = publication.links.iter().filter_map(|link| link.kind);
            kinds.for_each(|kind| push(kind.as_str(), kind.label()));
            if !publication.awards.is_empty() {
                push("award", "Award");
            }
        }
        Facet::Role => {
            // The first one, or one of those who contributed as much as the first one.
            let first = publication.authors.first();
            let is_first = publication.authors.iter().enumerate().any(|(position, author)| {
                let is_equal = author.equal.is_some() && author.equal == first.and_then(|first| first.equal);
                (position == 0 || is_equal) && content.is_scholar(&author.name)
            });
            if is_first {
                push("first", "First author");
            }
        }
    }
}
