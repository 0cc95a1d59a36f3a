//! The facets by which publications are filtered, and the orders in which they are listed.

use crate::{
    content::Content,
    util::{text, text::Decompose},
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

/// The number of facets.
pub(crate) const FACETS: usize = Facet::ALL.len();

/// The order in which publications are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// From the newest: the order of the content.
    Newest,
    /// The same the other way round.
    Oldest,
    /// What meets the text best first, the newest first among equals.
    Best,
}

impl Sort {
    /// Every order.
    pub const ALL: [Sort; 3] = [Sort::Newest, Sort::Oldest, Sort::Best];

    /// The key in the query of an address.
    pub fn key(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Best => "best",
        }
    }

    /// The name for a reader.
    pub fn label(self) -> &'static str {
        match self {
            Sort::Newest => "Newest first",
            Sort::Oldest => "Oldest first",
            Sort::Best => "Best match first",
        }
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

/// "2020..2023", both included, in either order.
pub fn year_range(value: &str) -> Option<(u16, u16)> {
    let (from, to) = value.split_once('.')?;
    let (from, to) = (from.parse().ok()?, to.strip_prefix('.')?.parse().ok()?);
    Some(if from <= to { (from, to) } else { (to, from) })
}

pub(crate) fn is_between(year: &str, (from, to): (u16, u16)) -> bool {
    year.parse().is_ok_and(|year| from <= year && year <= to)
}

/// The key of an author: that of the scholar's own name for every spelling of it.
pub fn author_key(name: &str, content: &Content, decompose: Decompose) -> String {
    let name = if content.is_scholar(name) { &content.person.name } else { name };
    text::key(name, decompose)
}
