//! Build.

use std::sync::Mutex;

use crate::{
    content::{Content, Publication, PublicationType, VenueKind},
    search::{
        catalog::{Column, Finder},
        facet::{Choice, FACETS, Facet},
        index::{Index, Indexing},
        interner::{Sorting, Texts, inverse},
    },
    util::{sort, text, text::Decompose},
};

impl Finder {
    /// Collects the values of every facet and indexes the text.
    pub fn new(content: &Content, decompose: Decompose) -> Finder {
        let mut building = Finder::begin(content, decompose);
        while building.step(content) {}
        building.finish()
    }

    /// The same step by step, so that a page can do other things in between.
    pub fn begin(content: &Content, decompose: Decompose) -> Building {
        Building::new(content, decompose)
    }
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
    fn new(content: &Content, decompose: Decompose) -> Building {
        let finder = Finder {
            decompose,
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
        let decompose = self.finder.decompose;
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
                        let key = text::key(label, decompose);
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
        work += index.write(&publication.title, decompose);
        index.end_document();
        let mut write = |text: &str| work += index.write(text, decompose);
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
            order = sort::highest_first(&order, &|number| counts[number as usize].0);
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
        self.places = inverse(&order);
        self.places.iter_mut().for_each(|place| *place += start);
        self.values[facet] = Texts::default();
    }

    /// Makes room for the publications of each value, and finds the kinds.
    fn count(&mut self) {
        let finder = &mut self.finder;
        finder.holder_starts.clone_from(&finder.totals);
        finder.holder_starts.push(0);
        finder.holders = vec![0; sort::sum_up(&mut finder.holder_starts) as usize];
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
        let mut write = |text: &str| work += finder.index.write(text, finder.decompose);
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
        Facet::Type => publication.kind.iter().for_each(|kind| push(kind.word(), kind.label())),
        Facet::Has => {
            let kinds = publication.links.iter().filter_map(|link| link.kind);
            kinds.for_each(|kind| push(kind.word(), kind.label()));
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
