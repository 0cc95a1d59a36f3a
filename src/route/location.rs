//! The location of a visitor.

use crate::{
    content::Content,
    route::{Route, page_count},
    search::filter::Filter,
};

/// A location of a visitor below the base: a path and a query. The browser handles fragments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The path, such as "/publications/".
    pub path: String,
    /// The query without its question mark, such as "year=2024&venue=osdi".
    pub query: String,
}

impl Location {
    /// Returns the path and the query of a URL such as "/publications/?year=2024#top".
    pub fn parse(url: &str) -> Location {
        let url = url.split('#').next().unwrap_or("");
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        Location { path: path.to_owned(), query: query.to_owned() }
    }

    /// Returns `true` if both locations show the same page with the same filter.
    ///
    /// ```
    /// use frontispiece::{content::Content, route::Location};
    /// let same = |a, b| Location::parse(a).is_same_view(&Location::parse(b), &Content::default());
    /// assert!(same("/publications/", "/publications?utm_source=x"));
    /// assert!(!same("/publications/", "/publications/?year=2024"));
    /// ```
    pub fn is_same_view(&self, other: &Location, content: &Content) -> bool {
        let (route, other_route) = (Route::parse(&self.path, content), Route::parse(&other.path, content));
        match route.is_list() && other_route.is_list() {
            true => self.filter(content) == other.filter(content),
            false => route == other_route,
        }
    }

    /// Returns the filter of a location of the list: that of the query, or the page number in the path.
    pub fn filter(&self, content: &Content) -> Filter {
        let filter = Filter::parse(&self.query);
        match Route::parse(&self.path, content) {
            Route::PublicationsPage(number) if filter == Filter::default() => filter.with_page(number),
            _ => {
                let page = filter.page.min(page_count(content.listed().len()));
                filter.with_page(page)
            }
        }
    }
}
