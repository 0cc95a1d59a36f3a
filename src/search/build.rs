//! Builds the catalog from the content.

use std::{
    mem,
    sync::{Mutex, OnceLock},
};

use crate::{
    content::{Content, NameNumber, Publication, PublicationType, VenueKind},
    search::{
        catalog::{Catalog, Column},
        facet::{FACET_COUNT, Facet, FacetValue, author_key},
        index::Index,
    },
    util::{
        interner::{Interner, inverse, sort_strings},
        pacer::Pacer,
        ready::run_ready,
        sort,
        text::Normalizer,
    },
};

impl Catalog {
    /// Builds the catalog of a content, with the index of its texts.
    pub fn new(content: &Content, normalize: Normalizer) -> Catalog {
        run_ready(async {
            let catalog = Catalog::build(content, normalize, async || {}).await;
            catalog.index_texts(content, async || {}).await;
            catalog
        })
    }

    /// Builds the catalog of a content, and awaits `pause` at least every few milliseconds. It finds no texts before
    /// [`Catalog::index_texts`].
    pub async fn build(content: &Content, normalize: Normalizer, pause: impl AsyncFnMut()) -> Catalog {
        let mut pacer = Pacer::new(pause);
        let mut builder = CatalogBuilder::new(content, normalize);
        let count = content.listed().len();
        for (index, publication) in content.publications.iter().enumerate() {
            builder.add_id(index, publication);
            if index >= count {
                continue;
            }
            let work = builder.add_publication(index, publication, content);
            if pacer.is_due(work) {
                pacer.pause().await;
            }
        }
        for column in &mut builder.catalog.columns {
            column.starts.push(column.values.len() as u32);
        }
        for facet in Facet::ALL {
            let order = sort_strings(&builder.value_numbers[facet as usize], &mut pacer).await;
            pacer.pause().await;
            let order = builder.sort_values(facet, order);
            pacer.pause().await;
            builder.order_values(facet, &order);
        }
        builder.make_room_for_postings();
        // Counts down, so that the publications of each value are in ascending order.
        for index in (0..count).rev() {
            let work = builder.add_postings(index);
            if pacer.is_due(work) {
                pacer.pause().await;
            }
        }
        builder.count_year_kinds();
        builder.catalog
    }

    /// Builds the index of the texts, so that they can be found, and awaits `pause` at least every few milliseconds. `content`
    /// is that of the catalog.
    pub async fn index_texts(&self, content: &Content, pause: impl AsyncFnMut()) {
        let mut pacer = Pacer::new(pause);
        let publications = content.listed();
        let mut index = Index::new(publications.len());
        // First the documents of each publication, then one with the names of each value, then one with the key of each
        // value.
        for document in 0..publications.len() + 2 * self.totals.len() {
            let work = match publications.get(document) {
                Some(publication) => write_publication_documents(publication, content, &mut index, self.normalize),
                None => self.write_value_document(document - publications.len(), content, &mut index),
            };
            if pacer.is_due(work) {
                pacer.pause().await;
            }
        }
        index.finish(&mut pacer).await;
        let _ = self.index.set(index);
    }

    /// Writes a document of a value into the index, its names or its key, and returns the units of work.
    fn write_value_document(&self, document: usize, content: &Content, index: &mut Index) -> usize {
        let is_key = document >= self.totals.len();
        let number = if is_key { document - self.totals.len() } else { document };
        let facet = Facet::ALL[self.value_starts[1..].partition_point(|start| *start <= number)];
        let FacetValue { value, label } = &self.values[facet as usize][number - self.value_starts[facet as usize]];
        let mut work = 20;
        let mut write = |text: &str| work += index.write(text, self.normalize);
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
        index.end_document();
        work * WORK_PER_BYTE
    }
}

/// A catalog under construction, with the data that only the construction needs.
struct CatalogBuilder {
    catalog: Catalog,
    /// The values of each facet, in the order in which they were found. The publications have the numbers of this order until
    /// [`CatalogBuilder::add_postings`].
    value_numbers: [Interner; FACET_COUNT],
    /// The number of publications of each of these values, and the last such publication, plus one.
    value_counts: [Vec<(u32, u32)>; FACET_COUNT],
    /// The final number of each of these values.
    ordered_numbers: [Vec<u32>; FACET_COUNT],
    /// The venue kind of each publication.
    publication_kinds: Vec<u8>,
    /// The values that publications have stated so far.
    stated: [StatedValues; FACET_COUNT],
}

/// The values of a facet by the ways in which publications state them, so that each value is computed only once.
#[derive(Default)]
struct StatedValues {
    /// The texts by which publications state values.
    texts: Interner,
    /// The value of each of these texts.
    of_texts: Vec<StatedValue>,
    /// The value of each number that states a value.
    of_numbers: Vec<StatedValue>,
}

impl StatedValues {
    /// Returns the value of a statement.
    fn of(&mut self, statement: Statement) -> &mut StatedValue {
        let (values, index) = match statement {
            Statement::Text(text) => (&mut self.of_texts, self.texts.add(text.as_bytes()) as usize),
            Statement::Number(number) => (&mut self.of_numbers, number as usize),
        };
        if index >= values.len() {
            values.resize(index + 1, StatedValue::Unknown);
        }
        &mut values[index]
    }
}

/// What a publication states about a facet. Two publications that state the same have the same value.
enum Statement<'a> {
    /// A small number, such as a year, an index in a list of types or a [`NameNumber`]. It needs no lookup.
    Number(u32),
    /// A text, such as the name of a venue.
    Text(&'a str),
}

/// The value of a statement.
#[derive(Clone, Copy)]
enum StatedValue {
    /// It was not computed yet.
    Unknown,
    /// There is none.
    None,
    /// The value with this number.
    Number(u32),
}

/// The units of work per byte of text. Characters beyond ASCII take the longest.
const WORK_PER_BYTE: usize = 5;

impl CatalogBuilder {
    fn new(content: &Content, normalize: Normalizer) -> CatalogBuilder {
        let catalog = Catalog {
            normalize,
            publication_count: content.listed().len(),
            values: Default::default(),
            value_starts: Default::default(),
            columns: Default::default(),
            postings: Vec::new(),
            posting_starts: Vec::new(),
            totals: Vec::new(),
            venue_kinds: Vec::new(),
            year_kinds: Column::default(),
            year_kind_totals: Vec::new(),
            ids: Interner::with_capacity(content.publications.len()),
            id_publications: Vec::new(),
            index: OnceLock::new(),
            scratch: Mutex::default(),
        };
        CatalogBuilder {
            catalog,
            value_numbers: Default::default(),
            value_counts: Default::default(),
            ordered_numbers: Default::default(),
            publication_kinds: Vec::new(),
            stated: Default::default(),
        }
    }

    fn add_id(&mut self, index: usize, publication: &Publication) {
        if self.catalog.ids.add(publication.id.as_bytes()) as usize == self.catalog.id_publications.len() {
            self.catalog.id_publications.push(index as u32);
        }
    }

    /// Adds the publication at an index, and returns the units of work.
    fn add_publication(&mut self, index: usize, publication: &Publication, content: &Content) -> usize {
        let normalize = self.catalog.normalize;
        self.publication_kinds.push(venue_kind(publication, content) as u8);
        let index = index as u32;
        let mut work = 200 * WORK_PER_BYTE;
        for facet in Facet::ALL {
            let column = &mut self.catalog.columns[facet as usize];
            column.starts.push(column.values.len() as u32);
            let stated = &mut self.stated[facet as usize];
            let value_numbers = &mut self.value_numbers[facet as usize];
            let values = &mut self.catalog.values[facet as usize];
            let counts = &mut self.value_counts[facet as usize];
            let mut add = |statement: Statement, value: &dyn Fn() -> FacetValue| {
                let stated = stated.of(statement);
                if let StatedValue::Unknown = stated {
                    work += 100 * WORK_PER_BYTE;
                    let value = value();
                    // A name without letters has no value.
                    *stated = if facet == Facet::Author && value.value.is_empty() {
                        StatedValue::None
                    } else {
                        let number = value_numbers.add(value.value.as_bytes());
                        if number as usize == values.len() {
                            values.push(value);
                            counts.push((0, 0));
                        }
                        StatedValue::Number(number)
                    };
                }
                let StatedValue::Number(number) = *stated else { return };
                let (count, last) = &mut counts[number as usize];
                if *last != index + 1 {
                    *last = index + 1;
                    *count += 1;
                    column.values.push(number);
                }
            };
            add_values(facet, publication, content, normalize, &mut add);
        }
        work
    }

    /// Sorts the values of a facet, given in alphabetical order, into the order in which they are shown.
    fn sort_values(&self, facet: Facet, mut order: Vec<u32>) -> Vec<u32> {
        let counts = &self.value_counts[facet as usize];
        if facet == Facet::Year {
            order.reverse();
            return order;
        }
        sort::counting_sort_desc(&order, &|number| counts[number as usize].0)
    }

    /// Numbers the values of a facet again, in the given order.
    fn order_values(&mut self, facet: Facet, order: &[u32]) {
        let facet = facet as usize;
        let counts = &self.value_counts[facet];
        let start = self.catalog.totals.len() as u32;
        let values = &mut self.catalog.values[facet];
        let mut unsorted = mem::take(values);
        for number in order {
            let value = &mut unsorted[*number as usize];
            values.push(FacetValue { value: mem::take(&mut value.value), label: mem::take(&mut value.label) });
            self.catalog.totals.push(counts[*number as usize].0);
        }
        self.catalog.value_starts[facet + 1] = self.catalog.totals.len();
        self.ordered_numbers[facet] = inverse(order).into_iter().map(|position| start + position).collect();
        self.value_numbers[facet] = Interner::default();
    }

    /// Makes room for the postings.
    fn make_room_for_postings(&mut self) {
        let catalog = &mut self.catalog;
        catalog.posting_starts.clone_from(&catalog.totals);
        catalog.posting_starts.push(0);
        catalog.postings = vec![0; sort::prefix_sums(&mut catalog.posting_starts) as usize];
    }

    /// Counts the publications of each year by venue kind.
    fn count_year_kinds(&mut self) {
        let catalog = &mut self.catalog;
        let mut positions = [0; VenueKind::ALL.len()];
        for (kind, position) in VenueKind::ALL.iter().zip(&mut positions) {
            if self.publication_kinds.contains(&(*kind as u8)) {
                *position = catalog.venue_kinds.len() as u32;
                catalog.venue_kinds.push(*kind);
            }
        }
        let kind_count = catalog.venue_kinds.len();
        catalog.year_kind_totals = vec![0; catalog.value_starts[1] * kind_count];
        let years = &catalog.columns[Facet::Year as usize];
        catalog.year_kinds.starts.clone_from(&years.starts);
        for (publication, kind) in self.publication_kinds.iter().enumerate() {
            for year in years.of(publication) {
                let year_kind = year * kind_count as u32 + positions[usize::from(*kind)];
                catalog.year_kinds.values.push(year_kind);
                catalog.year_kind_totals[year_kind as usize] += 1;
            }
        }
    }

    /// Gives the values of a publication their final numbers, and adds it to the postings of each value. Returns the units of
    /// work.
    fn add_postings(&mut self, publication: usize) -> usize {
        let catalog = &mut self.catalog;
        let mut work = 1;
        for (column, ordered_numbers) in catalog.columns.iter_mut().zip(&self.ordered_numbers) {
            for value in column.of_mut(publication) {
                *value = ordered_numbers[*value as usize];
                let slot = &mut catalog.posting_starts[*value as usize];
                *slot -= 1;
                catalog.postings[*slot as usize] = publication as u32;
                work += 1;
            }
        }
        work
    }
}

/// Writes the title and the other text of a publication into the index, and returns the units of work.
fn write_publication_documents(
    publication: &Publication,
    content: &Content,
    index: &mut Index,
    normalize: Normalizer,
) -> usize {
    let mut work = index.write(&publication.title, normalize);
    index.end_document();
    let mut write = |text: &str| work += index.write(text, normalize);
    for text in [&publication.tldr, &publication.r#abstract, &publication.note].into_iter().flatten() {
        write(text);
    }
    // The index of the values has the listed names.
    for author in publication.creators().iter().filter(|author| author.person.is_some()) {
        if content.listed_name(author) != author.name {
            write(&author.name);
        }
    }
    for version in &publication.versions {
        if let Some(key) = &version.venue {
            let venue = content.venues.get(key);
            venue.iter().filter_map(|venue| venue.short.as_deref()).for_each(&mut write);
            write(venue.map_or(key, |venue| &venue.name));
        }
    }
    let mut write_identifiers = |publication: &Publication| {
        for id in [&publication.doi, &publication.arxiv].into_iter().flatten() {
            index.write_identifier(id);
        }
    };
    write_identifiers(publication);
    for (_, folded) in content.folded_into(publication) {
        write_identifiers(folded);
    }
    index.end_document();
    work * WORK_PER_BYTE
}

/// Returns the kind of a publication's venue, otherwise the kind that follows from its type.
fn venue_kind(publication: &Publication, content: &Content) -> VenueKind {
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
        (None, Some(PublicationType::Patent | PublicationType::Other) | None) => VenueKind::Other,
    }
}

/// A function that adds a value of a facet. It receives what a publication states, and a function that returns the value.
type AddValue<'a> = dyn FnMut(Statement, &dyn Fn() -> FacetValue) + 'a;

/// Calls `add` for each value of a publication in a facet.
fn add_values(facet: Facet, publication: &Publication, content: &Content, normalize: Normalizer, add: &mut AddValue) {
    let new = |value: String, label: &str| FacetValue { value, label: label.to_owned() };
    let mut add_word = |number: u32, word: &str, label: &str| {
        add(Statement::Number(number), &|| new(word.to_owned(), label));
    };
    match facet {
        Facet::Year => {
            if let Some(year) = publication.year() {
                let value = || format!("{year:04}");
                add(Statement::Number(year.into()), &|| FacetValue { value: value(), label: value() });
            }
        }
        Facet::Venue => {
            if let Some(venue) = &publication.venue {
                let value = || new(content.venue_key(venue, normalize), content.venue_label(venue));
                add(Statement::Text(venue), &value);
            }
        }
        Facet::Topic => {
            for key in &publication.topics {
                add(Statement::Text(key), &|| new(key.clone(), content.topic_label(key)));
            }
        }
        Facet::Author => {
            for author in publication.creators().iter().filter(|author| !author.is_others()) {
                let value = || new(author_key(author, content, normalize), content.listed_name(author));
                match (author.name_number, &author.person) {
                    (NameNumber(0), None) => add(Statement::Text(&author.name), &value),
                    // A name is not a key.
                    (NameNumber(0), Some(key)) => add(Statement::Text(&["\0", key].concat()), &value),
                    (NameNumber(number), _) => add(Statement::Number(number), &value),
                }
            }
        }
        Facet::Type => publication.kind.iter().for_each(|kind| add_word(*kind as u32, kind.as_str(), kind.label())),
        Facet::Has => {
            let kinds = publication.links.iter().filter_map(|link| link.kind);
            kinds.for_each(|kind| add_word(kind as u32 + 1, kind.as_str(), kind.label()));
            if !publication.awards.is_empty() {
                add_word(0, "award", "Award");
            }
        }
        Facet::Role => {
            // The owner is the first author, or contributed equally to the first author.
            let first = publication.authors.first();
            let is_first = publication.authors.iter().enumerate().any(|(position, author)| {
                let is_equal = author.equal.is_some() && author.equal == first.and_then(|first| first.equal);
                (position == 0 || is_equal) && author.is_owner()
            });
            if is_first {
                add_word(0, "first", "First author");
            }
        }
    }
}
