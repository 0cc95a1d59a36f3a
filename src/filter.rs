//! Which publications are shown: the choice, its address, and what each further choice would give.

use crate::{
    content::{Content, LinkKind, Publication, PublicationType},
    order, percent,
    search::Index,
    text::{self, Decompose},
};

/// A property by which publications are filtered. Values of one facet are alternatives; facets narrow
/// each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// The year, or a range of years ("2020..2023").
    Year,
    /// The venue, by its key.
    Venue,
    /// The topic area, by its key.
    Topic,
    /// An author, by the folded, hyphenated name.
    Author,
    /// The type of publication.
    Type,
    /// What there is besides the paper: code, slides, an award, …
    Has,
    /// The scholar's role: "first" author, or one of several equal first authors.
    Role,
}

impl Facet {
    /// Every facet, in the order in which addresses name them.
    pub const ALL: [Facet; 7] =
        [Facet::Year, Facet::Venue, Facet::Topic, Facet::Author, Facet::Type, Facet::Has, Facet::Role];

    /// The key in the query of an address.
    pub fn key(self) -> &'static str {
        match self {
            Facet::Year => "year",
            Facet::Venue => "venue",
            Facet::Topic => "topic",
            Facet::Author => "author",
            Facet::Type => "type",
            Facet::Has => "has",
            Facet::Role => "role",
        }
    }

    /// The name for a reader.
    pub fn label(self) -> &'static str {
        match self {
            Facet::Year => "Year",
            Facet::Venue => "Venue",
            Facet::Topic => "Topic",
            Facet::Author => "Author",
            Facet::Type => "Type",
            Facet::Has => "Has",
            Facet::Role => "Role",
        }
    }
}

/// Orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// New
    Newest,
    /// Old
    Oldest,
    /// Best
    Best,
}

impl Sort {
    /// All
    pub const ALL: [Sort; 3] = [Sort::Newest, Sort::Oldest, Sort::Best];
    /// Key
    pub fn key(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Best => "best",
        }
    }
    /// Label
    pub fn label(self) -> &'static str {
        match self {
            Sort::Newest => "Newest first",
            Sort::Oldest => "Oldest first",
            Sort::Best => "Best match first",
        }
    }
}

/// What the visitor chose. It lives in the query of the address and nowhere else.
///
/// ```
/// use frontispiece::filter::{Facet, Filter};
/// let filter = Filter::parse("venue=osdi&year=2024&q=online+learning");
/// assert_eq!(filter.query(), "q=online+learning&year=2024&venue=osdi");
/// assert_eq!(filter.toggled(Facet::Year, "2024").query(), "q=online+learning&venue=osdi");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The free text.
    pub text: String,
    /// The order, where it is not the usual one.
    pub sort: Option<Sort>,
    /// The page.
    pub page: usize,
    /// The chosen values of each facet, in the order in which they were chosen.
    chosen: [Vec<String>; Facet::ALL.len()],
}

impl Filter {
    /// Reads the query of an address, without its question mark. Keys it does not know are passed over.
    pub fn parse(query: &str) -> Filter {
        let mut filter = Filter::default();
        for part in query.split('&') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let (key, value) = (percent::decode(key, true), percent::decode(value, true));
            if key == "q" {
                filter.text = value;
            } else if key == "sort" {
                filter.sort = Sort::ALL.into_iter().find(|sort| sort.key() == value);
            } else if let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.key() == key)
                && !value.is_empty()
                && !filter.has(facet, &value)
            {
                filter.chosen[facet as usize].push(value);
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
            query.push_str(&percent::encode(value));
        };
        if !self.text.is_empty() {
            push("q", &self.text);
        }
        self.choices().for_each(|(facet, value)| push(facet.key(), value));
        if let Some(sort) = self.sort {
            push("sort", sort.key());
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

    /// The filter with a value taken in, or out where it was in.
    pub fn toggled(&self, facet: Facet, value: &str) -> Filter {
        let mut filter = self.clone();
        let chosen = &mut filter.chosen[facet as usize];
        match chosen.iter().position(|other| other == value) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(value.to_owned()),
        }
        filter
    }

    /// Sorted
    pub fn sorted(&self) -> Sort {
        self.sort.unwrap_or(if self.text.trim().is_empty() { Sort::Newest } else { Sort::Best })
    }
    /// With
    pub fn with_sort(&self, sort: Option<Sort>) -> Filter {
        Filter { sort, ..self.clone() }
    }
    /// With
    pub fn with_chosen(&self, facet: Facet, values: Vec<String>) -> Filter {
        let mut filter = self.clone();
        filter.chosen[facet as usize] = values;
        filter
    }

    /// The filter with another free text.
    pub fn with_text(&self, text: &str) -> Filter {
        Filter { text: text.to_owned(), ..self.clone() }
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

/// A word read as others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Respelled {
    /// Typed
    pub typed: String,
    /// Read as
    pub read_as: Vec<String>,
}

/// Without
pub struct Without {
    /// Filter
    pub filter: Filter,
    /// Facet
    pub facet: Option<Facet>,
    /// Value
    pub value: String,
    /// Count
    pub count: u32,
}

/// What a filter gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Indices of [`Content::publications`], in its order.
    pub publications: Vec<u32>,
    /// Respelled
    pub respelled: Vec<Respelled>,
    year_kinds: Vec<Vec<u32>>,
    /// For each facet, for each of its choices: how many publications there would be if this were the
    /// only one chosen in its facet.
    counts: [Vec<u32>; Facet::ALL.len()],
}

impl Found {
    /// Kinds
    pub fn year_kinds(&self, year: usize) -> &[u32] {
        &self.year_kinds[year]
    }
    /// The counts of a facet, in the order of [`Finder::choices`].
    pub fn counts(&self, facet: Facet) -> &[u32] {
        &self.counts[facet as usize]
    }
}

/// The publications made ready for filtering.
pub struct Finder {
    choices: [Vec<Choice>; Facet::ALL.len()],
    /// For each publication, for each facet: indices of its values among the choices.
    rows: Vec<[Vec<u32>; Facet::ALL.len()]>,
    index: Index,
}

impl Finder {
    /// Collects the values of every facet and indexes the text.
    pub fn new(content: &Content, decompose: Decompose) -> Finder {
        let mut choices: [Vec<Choice>; Facet::ALL.len()] = Default::default();
        let mut rows = vec![<[Vec<u32>; Facet::ALL.len()]>::default(); content.publications.len()];
        for facet in Facet::ALL {
            // A value with each row that has it, sorted so that equal values stand together.
            let mut pairs: Vec<(String, String, u32)> = Vec::new();
            for (row, publication) in content.publications.iter().enumerate() {
                values(facet, publication, content, decompose, |value, label| pairs.push((value, label, row as u32)));
            }
            let mut pairs = order::sort(pairs, &|a, b| a.cmp(b));
            pairs.dedup_by(|a, b| a.0 == b.0 && a.2 == b.2);
            let mut groups: Vec<&[(String, String, u32)]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
            match facet {
                Facet::Year => groups.reverse(),
                _ => groups = order::sort(groups, &|a, b| b.len().cmp(&a.len()).then_with(|| a[0].1.cmp(&b[0].1))),
            }
            for (choice, group) in groups.into_iter().enumerate() {
                choices[facet as usize].push(Choice { value: group[0].0.clone(), label: group[0].1.clone() });
                group.iter().for_each(|(_, _, row)| rows[*row as usize][facet as usize].push(choice as u32));
            }
        }
        Finder { choices, rows, index: Index::new(content, decompose) }
    }

    /// The values of a facet: years from the newest, others from the most frequent.
    pub fn choices(&self, facet: Facet) -> &[Choice] {
        &self.choices[facet as usize]
    }

    /// The value of a facet for a reader; nothing where no publication has it. A range of years is
    /// known where some year is in it.
    pub fn label(&self, facet: Facet, value: &str) -> Option<String> {
        if let Some(choice) = self.choices(facet).iter().find(|choice| choice.value == value) {
            return Some(choice.label.clone());
        }
        let (from, to) = (facet == Facet::Year).then(|| year_range(value)).flatten()?;
        let known = self.selected(facet, &[value.to_owned()]).contains(&true);
        known.then(|| format!("{from} to {to}"))
    }

    /// Totals
    pub fn totals(&self, facet: Facet) -> Vec<u32> {
        self.find(&Filter::default()).counts(facet).to_vec()
    }
    /// Kinds
    pub fn kinds(&self) -> &[&'static str] {
        &["Conference", "Journal"]
    }
    /// Without
    pub fn without(&self, filter: &Filter) -> Vec<Without> {
        let mut list = Vec::new();
        if !filter.text.is_empty() {
            let other = filter.with_text("");
            let count = self.find(&other).publications.len() as u32;
            list.push(Without { filter: other, facet: None, value: filter.text.clone(), count });
        }
        for (facet, value) in filter.choices() {
            let other = filter.toggled(facet, value);
            let count = self.find(&other).publications.len() as u32;
            list.push(Without { filter: other, facet: Some(facet), value: value.to_owned(), count });
        }
        list
    }
    /// Complete
    pub fn complete(&self, filter: &Filter, is_done: bool) -> Option<Filter> {
        let (before, value) = filter.text.split_once("author:")?;
        if !is_done && !value.ends_with(' ') {
            return None;
        }
        let choice = self.choices(Facet::Author).iter().find(|choice| choice.value.contains(value.trim()))?;
        Some(filter.with_text(before.trim_end()).toggled(Facet::Author, &choice.value))
    }
    /// Marks
    pub fn marks(&self, text: &str, filter: &Filter) -> Vec<(u32, u32)> {
        let at = text.to_lowercase().find(&filter.text.trim().to_lowercase());
        at.map(|at| (at as u32, (at + filter.text.trim().len()) as u32)).into_iter().collect()
    }

    /// The publications that pass, and what each further choice would give.
    pub fn find(&self, filter: &Filter) -> Found {
        let words = self.index.words(&filter.text);
        let selected = Facet::ALL.map(|facet| self.selected(facet, filter.chosen(facet)));
        let mut found = Found {
            publications: Vec::new(),
            respelled: Vec::new(),
            year_kinds: vec![vec![0, 0]; self.choices(Facet::Year).len()],
            counts: Facet::ALL.map(|facet| vec![0; self.choices(facet).len()]),
        };
        for (row, values) in self.rows.iter().enumerate() {
            if !self.index.holds(row, &words) {
                continue;
            }
            let fails = |facet: &Facet| {
                let at = *facet as usize;
                !filter.chosen(*facet).is_empty() && !values[at].iter().any(|value| selected[at][*value as usize])
            };
            // A publication that fails one facet alone still counts for that facet's own choices.
            let mut failing = Facet::ALL.into_iter().filter(fails);
            let counted = match (failing.next(), failing.next()) {
                (None, _) => {
                    found.publications.push(row as u32);
                    &Facet::ALL[..]
                }
                (Some(only), None) => &Facet::ALL[only as usize..][..1],
                _ => continue,
            };
            for facet in counted {
                for value in &values[*facet as usize] {
                    found.counts[*facet as usize][*value as usize] += 1;
                    if *facet == Facet::Year {
                        found.year_kinds[*value as usize][row % 2] += 1;
                    }
                }
            }
        }
        if filter.sorted() == Sort::Oldest {
            found.publications.reverse();
        }
        found
    }

    /// Which choices of a facet the chosen values name.
    fn selected(&self, facet: Facet, chosen: &[String]) -> Vec<bool> {
        let names = |choice: &Choice, value: &String| {
            choice.value == *value
                || facet == Facet::Year
                    && choice
                        .value
                        .parse()
                        .is_ok_and(|year: u16| year_range(value).is_some_and(|(from, to)| (from..=to).contains(&year)))
        };
        let choices = self.choices(facet).iter();
        choices.map(|choice| chosen.iter().any(|value| names(choice, value))).collect()
    }
}

/// "2020..2023", both included, in either order.
pub fn year_range(value: &str) -> Option<(u16, u16)> {
    let (from, to) = value.split_once("..")?;
    let (from, to) = (from.parse().ok()?, to.parse().ok()?);
    Some(if from <= to { (from, to) } else { (to, from) })
}

/// The key of an author: that of the scholar's own name for every spelling of it.
pub fn author_key(name: &str, content: &Content, decompose: Decompose) -> String {
    let name = if content.is_scholar(name) { &content.person.name } else { name };
    text::key(name, decompose)
}

/// Calls `push` with each value of a publication's facet and its label.
fn values(
    facet: Facet,
    publication: &Publication,
    content: &Content,
    decompose: Decompose,
    mut push: impl FnMut(String, String),
) {
    let mut word = |value: &str, label: &str| push(value.to_owned(), label.to_owned());
    match facet {
        Facet::Year => publication.year().into_iter().for_each(|year| {
            let year = format!("{year:04}");
            push(year.clone(), year);
        }),
        Facet::Venue => publication.venue.iter().for_each(|key| word(key, content.venue_label(key))),
        Facet::Topic => publication.topics.iter().for_each(|key| word(key, content.topic_label(key))),
        Facet::Author => publication.authors.iter().for_each(|author| {
            let name = if content.is_scholar(&author.name) { &content.person.name } else { &author.name };
            push(author_key(name, content, decompose), name.clone());
        }),
        Facet::Type => publication.kind.iter().for_each(|kind: &PublicationType| word(kind.word(), kind.label())),
        Facet::Has => {
            let kinds = publication.links.iter().filter_map(|link| link.kind);
            kinds.for_each(|kind: LinkKind| word(kind.word(), kind.label()));
            if !publication.awards.is_empty() {
                word("award", "Award");
            }
        }
        Facet::Role => {
            let first = publication.authors.first();
            let equal_first = |name: &str| {
                publication.authors.iter().any(|author| {
                    author.name == name && author.equal.is_some() && author.equal == first.and_then(|first| first.equal)
                })
            };
            let is_first = publication.authors.iter().enumerate().any(|(position, author)| {
                content.is_scholar(&author.name) && (position == 0 || equal_first(&author.name))
            });
            if is_first {
                word("first", "First author");
            }
        }
    }
}
