//! The facets by which publications are filtered, their values, and the orders in which publications are listed.

use crate::{
    content::{Author, Content},
    util::{text, text::Normalizer},
};

/// A property by which publications are filtered. A publication passes if it has any selected value of each facet
/// in which values are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// The year, or a range of years ("2020..2023").
    Year,
    /// The venue, by its key.
    Venue,
    /// The topic area, by its key.
    Topic,
    /// An author, by [`author_key`].
    Author,
    /// The type of publication.
    Type,
    /// Available material and distinctions: code, slides, an award, …
    Has,
    /// The owner's role: "first" author, or one of several equal first authors.
    Role,
}

impl Facet {
    /// Every facet, in the order in which URLs name them.
    pub const ALL: [Facet; 7] =
        [Facet::Year, Facet::Venue, Facet::Topic, Facet::Author, Facet::Type, Facet::Has, Facet::Role];

    /// Returns the key in the query of a URL.
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

    /// Returns the name for a reader.
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
pub(crate) const FACET_COUNT: usize = Facet::ALL.len();

/// A value of a facet that at least one publication has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value in URLs.
    pub value: String,
    /// The value for a reader.
    pub label: String,
}

/// The order in which publications are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The newest first: the order of the content.
    Newest,
    /// The oldest first: the reverse of [`Sort::Newest`].
    Oldest,
    /// The best match for the text first; equal matches from the newest.
    Best,
}

impl Sort {
    /// Every order.
    pub const ALL: [Sort; 3] = [Sort::Newest, Sort::Oldest, Sort::Best];

    /// Returns the key in the query of a URL.
    pub fn key(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Best => "best",
        }
    }

    /// Returns the name for a reader.
    pub fn label(self) -> &'static str {
        match self {
            Sort::Newest => "Newest first",
            Sort::Oldest => "Oldest first",
            Sort::Best => "Best match first",
        }
    }
}

/// Parses a range of years, "2020..2023". It includes both years. They may be in either order.
pub fn year_range(value: &str) -> Option<(u16, u16)> {
    let (from, to) = value.split_once('.')?;
    let (from, to) = (from.parse().ok()?, to.strip_prefix('.')?.parse().ok()?);
    Some(if from <= to { (from, to) } else { (to, from) })
}

/// Returns `true` if a value of [`Facet::Year`] is in a range of years.
pub(crate) fn is_in_range(year: &str, (from, to): (u16, u16)) -> bool {
    year.parse().is_ok_and(|year| from <= year && year <= to)
}

/// Returns the value of an author: the folded, hyphenated key in `people`, or name. Every spelling of the name of a person
/// has the same value.
pub fn author_key(author: &Author, content: &Content, normalize: Normalizer) -> String {
    let name = match author.person.as_deref().filter(|_| !author.is_owner()) {
        Some(key) => key,
        None => content.listed_name(author),
    };
    text::slugify(name, normalize)
}
