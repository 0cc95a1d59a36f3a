//! The path of the site on its host.

use crate::{
    route::Route,
    search::filter::Filter,
    url::{SafeUrl, UrlKind},
};

/// The path of the site on its host, with a slash at both ends: "/" or "/sub/".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Parses "/sub", "sub/" or "/sub/".
    pub fn new(path: &str) -> Base {
        let path = path.trim_matches('/');
        Base(if path.is_empty() { "/".to_owned() } else { format!("/{path}/") })
    }

    /// Returns the path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path below the base ("/teaching/") of a path of the host ("/sub/teaching/"), or `None` if it is not below
    /// the base. "/sub" is the home page; "/subway" is not below the base.
    pub fn strip<'p>(&self, path: &'p str) -> Option<&'p str> {
        let bare = &self.0[..self.0.len() - 1];
        match path.strip_prefix(bare)? {
            "" => Some("/"),
            rest => rest.starts_with('/').then_some(rest),
        }
    }

    /// Returns the path of a route on the host.
    pub fn href(&self, route: &Route) -> String {
        self.join(&route.path())
    }

    /// Returns the URL of the list of publications with a filter.
    pub fn filtered(&self, filter: &Filter) -> String {
        if *filter == Filter::default().with_page(filter.page) {
            return self.href(&Route::list(filter.page));
        }
        let query = filter.query();
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}{separator}{query}", self.href(&Route::Publications))
    }

    /// Returns a URL of the content for use in a page. Relative URLs are relative to the base.
    pub fn resolve(&self, url: &SafeUrl) -> String {
        match url.kind() {
            UrlKind::Relative => self.join(url.as_str()),
            _ => url.as_str().to_owned(),
        }
    }

    fn join(&self, path: &str) -> String {
        format!("{}{}", self.0, path.trim_start_matches('/'))
    }
}
