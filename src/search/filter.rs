//! The filter: the visitor's selection of publications, and its form in the query of a URL.

use crate::{
    search::{
        facet::{FACET_COUNT, Facet, Sort},
        query::{self, Term},
    },
    util::percent,
};

/// The maximum number of selected values. Further values are ignored. The page shows each value with a link that
/// contains all others, so without a limit a hostile URL could exhaust the visitor's memory.
const MAX_SELECTED_VALUES: usize = 100;

/// The visitor's selection. It is stored only in the query of the URL.
///
/// ```
/// use frontispiece::search::{facet::Facet, filter::Filter};
/// let filter = Filter::parse("venue=osdi&year=2024&q=online+learning&page=2");
/// assert_eq!(filter.query(), "q=online+learning&year=2024&venue=osdi&page=2");
/// assert_eq!(filter.toggled(Facet::Year, "2024").query(), "q=online+learning&venue=osdi");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The text of the search box.
    pub text: String,
    /// The selected values of each facet, in the order of their selection.
    selected: [Vec<String>; FACET_COUNT],
    /// The selected order, if any. See [`Filter::effective_sort`].
    pub sort: Option<Sort>,
    /// The number of the page in a long list, from 1. It may be greater than the number of pages.
    pub page: usize,
}

impl Default for Filter {
    fn default() -> Filter {
        Filter { text: String::new(), selected: Default::default(), sort: None, page: 1 }
    }
}

impl Filter {
    /// Parses the query of a URL, without its question mark. Unknown keys and invalid `sort` or `page` values are
    /// ignored. If `q`, `sort` or `page` is repeated, the last valid value wins.
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
                        filter.select(facet, value);
                    }
                }
            }
        }
        filter
    }

    /// Returns the query of the URL. Equal filters have equal queries.
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
        self.selections().for_each(|(facet, value)| push(facet.key(), value));
        if let Some(sort) = self.sort {
            push("sort", sort.key());
        }
        if self.page > 1 {
            push("page", &self.page.to_string());
        }
        query
    }

    /// Returns every selected value, facet by facet. The text is not included.
    pub fn selections(&self) -> impl Iterator<Item = (Facet, &str)> {
        Facet::ALL.into_iter().flat_map(|facet| self.selected(facet).iter().map(move |value| (facet, value.as_str())))
    }

    /// Returns the selected values of a facet.
    pub fn selected(&self, facet: Facet) -> &[String] {
        &self.selected[facet as usize]
    }

    /// Returns `true` if a value is selected.
    pub fn has(&self, facet: Facet, value: &str) -> bool {
        self.selected(facet).iter().any(|selected| selected == value)
    }

    /// Returns `true` if no value is selected and the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.selections().next().is_none()
    }

    /// Returns the order of the list: the selected one, otherwise [`Sort::Best`] if the text has a word, otherwise
    /// [`Sort::Newest`].
    pub fn effective_sort(&self) -> Sort {
        let is_complete = |(term, ..): (Term, _, _)| !query::is_incomplete_field(&term, &self.text);
        let has_word = || query::next_term(&self.text, 0).is_some_and(is_complete);
        match self.sort {
            None | Some(Sort::Best) if has_word() => Sort::Best,
            None | Some(Sort::Best) => Sort::Newest,
            Some(sort) => sort,
        }
    }

    /// Returns the filter with a value selected or, if it already was, deselected. Like the results of the following
    /// methods, the filter is on the first page.
    pub fn toggled(&self, facet: Facet, value: &str) -> Filter {
        let mut filter = self.with_page(1);
        match filter.selected(facet).iter().position(|other| other == value) {
            Some(position) => drop(filter.selected[facet as usize].remove(position)),
            None => filter.select(facet, value.to_owned()),
        }
        filter
    }

    /// Returns the filter with another text.
    pub fn with_text(&self, text: &str) -> Filter {
        let mut filter = self.with_page(1);
        text.clone_into(&mut filter.text);
        filter
    }

    /// Returns the filter with other selected values of a facet.
    pub fn with_selected(&self, facet: Facet, values: Vec<String>) -> Filter {
        let mut filter = self.with_page(1);
        filter.selected[facet as usize].clear();
        values.into_iter().for_each(|value| filter.select(facet, value));
        filter
    }

    /// Returns the filter with another order.
    pub fn with_sort(&self, sort: Option<Sort>) -> Filter {
        let mut filter = self.with_page(1);
        filter.sort = sort;
        filter
    }

    /// Returns the filter on another page of the list.
    pub fn with_page(&self, page: usize) -> Filter {
        let mut filter = self.clone();
        filter.page = page.max(1);
        filter
    }

    /// Selects a value, unless [`MAX_SELECTED_VALUES`] values are selected.
    pub(super) fn select(&mut self, facet: Facet, value: String) {
        if !self.has(facet, &value) && self.selections().count() < MAX_SELECTED_VALUES {
            self.selected[facet as usize].push(value);
        }
    }
}
