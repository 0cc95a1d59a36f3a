//! Which publications are selected, and how that is written in the query of a URL.

use crate::{
    search::{
        facet::{FACETS, Facet, Sort},
        query::{self, Term},
    },
    util::percent,
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
    pub(super) chosen: [Vec<String>; FACETS],
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
            let (key, value) = (percent::decode(key, true), percent::decode(value, true));
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
            query.push_str(&percent::encode(value));
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
        let asks = |(term, ..): (Term, _, _)| !query::is_begun(&term, &self.text);
        let has_word = || query::next_term(&self.text, 0).is_some_and(asks);
        match self.sort {
            None | Some(Sort::Best) if has_word() => Sort::Best,
            None | Some(Sort::Best) => Sort::Newest,
            Some(sort) => sort,
        }
    }

    pub(super) fn choose(&mut self, facet: Facet, value: String) {
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
