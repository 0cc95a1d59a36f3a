//! Routes of the site: their paths, headings and titles. No other module writes a path of the site.

mod absolute;
mod base;
mod location;
mod pagination;
mod redirects;

pub use absolute::{absolute, absolute_address, strip_site_url};
pub use base::Base;
pub use location::Location;
pub use pagination::{MAX_UNPAGED, page_count, page_range};
pub use redirects::{redirect, redirect_file};

use crate::{
    content::{Content, ContentPage, Publication},
    util::{chunk::Chunk, percent},
};

/// A route of the site.
///
/// ```
/// use frontispiece::{content::Content, route::Route};
/// let content = Content::default();
/// assert_eq!(Route::parse("/publications", &content), Route::Publications);
/// assert_eq!(Route::Publications.path(), "/publications/");
/// assert_eq!(Route::parse("/nowhere/", &content), Route::NotFound);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A page of the content, by its slug; the slug of the home page is "".
    Content(String),
    /// The list on which visitors filter and search.
    Publications,
    /// A further page of the unfiltered list, from 2. Only a long list has pages.
    PublicationsPage(usize),
    /// One publication, by its id.
    Publication(String),
    /// The complete content on one page for printing. A page or a redirect of the content at "/cv/" takes precedence.
    Cv,
    /// A path without a page.
    NotFound,
}

/// The slug of the page with the list of publications.
const PUBLICATIONS: &str = "publications";

const CV: &str = "cv";

/// The path between the list and the number of its page. "page" is a reserved id.
const PAGE: &str = "page/";

impl Route {
    /// Returns the route of a path below the base, with or without a slash at the end.
    pub fn parse(path: &str, content: &Content) -> Route {
        let path = percent::decode_path(path.strip_prefix('/').unwrap_or(path));
        let path = path.strip_suffix("index.html").unwrap_or(&path);
        let path = path.strip_suffix('/').unwrap_or(path);
        if let Some(id) = path.strip_prefix(PUBLICATIONS).and_then(|rest| rest.strip_prefix('/')) {
            if let Some(number) = id.strip_prefix(PAGE) {
                let page_count = page_count(content.listed().len());
                let exists = |page: &usize| (1..=page_count).contains(page) && page.to_string() == number;
                return number.parse().ok().filter(exists).map_or(Route::NotFound, Route::list);
            }
            return match content.publication(id) {
                Some(publication) => Route::of(publication),
                None => Route::NotFound,
            };
        }
        match path {
            PUBLICATIONS => Route::Publications,
            slug if content.page(slug).is_some() => Route::Content(slug.to_owned()),
            CV if redirect("/cv", content).is_none() => Route::Cv,
            _ => Route::NotFound,
        }
    }

    /// Returns the route of a page of the unfiltered list, from 1.
    pub fn list(page_number: usize) -> Route {
        if page_number > 1 { Route::PublicationsPage(page_number) } else { Route::Publications }
    }

    /// Returns `true` if the content has this route.
    pub fn exists_in(&self, content: &Content) -> bool {
        Route::parse(&self.path(), content) == *self
    }

    /// Returns `true` for the list of publications and its pages.
    pub fn is_list(&self) -> bool {
        matches!(self, Route::Publications | Route::PublicationsPage(_))
    }

    /// Returns the chunk with the code of the view, or `None` if every page has this code.
    pub fn chunk(&self) -> Option<Chunk> {
        match self {
            Route::Publications | Route::PublicationsPage(_) | Route::Cv => Some(Chunk::List),
            Route::Publication(_) => Some(Chunk::Publication),
            Route::Content(_) | Route::NotFound => None,
        }
    }

    /// Returns the route of a publication.
    pub fn of(publication: &Publication) -> Route {
        Route::Publication(publication.id.clone())
    }

    /// Returns the route of a page of the content.
    pub fn from_content_page(page: &ContentPage) -> Route {
        match page.slug.as_str() {
            PUBLICATIONS => Route::Publications,
            slug => Route::Content(slug.to_owned()),
        }
    }

    /// Returns the route of the home page.
    pub fn home() -> Route {
        Route::Content(String::new())
    }

    /// Returns the canonical path below the base, with a slash at both ends. [`Route::NotFound`] has no path and returns that
    /// of the home page.
    pub fn path(&self) -> String {
        match self {
            Route::Content(slug) if slug.is_empty() => "/".to_owned(),
            Route::Content(slug) => format!("/{slug}/"),
            Route::Publications => format!("/{PUBLICATIONS}/"),
            Route::PublicationsPage(number) => format!("/{PUBLICATIONS}/{PAGE}{number}/"),
            Route::Publication(id) => format!("/{PUBLICATIONS}/{id}/"),
            Route::Cv => format!("/{CV}/"),
            Route::NotFound => "/".to_owned(),
        }
    }

    /// Returns the heading of the page.
    pub fn heading(&self, content: &Content) -> String {
        let of_slug = |slug: &str| content.page(slug).map(|page| page.title.clone());
        match self {
            Route::Content(slug) => of_slug(slug).unwrap_or_default(),
            Route::Publications | Route::PublicationsPage(_) => {
                of_slug(PUBLICATIONS).unwrap_or_else(|| "Publications".to_owned())
            }
            Route::Publication(id) => {
                content.publication(id).map(|publication| publication.title.as_str().to_owned()).unwrap_or_default()
            }
            Route::Cv => "CV".to_owned(),
            Route::NotFound => "Page not found".to_owned(),
        }
    }

    /// Returns the title of the document: the heading and the name of the owner; on the home page only the name.
    pub fn title(&self, content: &Content) -> String {
        let name = &content.person.name;
        match self {
            Route::Content(slug) if slug.is_empty() => name.clone(),
            Route::PublicationsPage(number) => format!("{}, page {number} · {name}", self.heading(content)),
            _ => format!("{} · {name}", self.heading(content)),
        }
    }

    /// Returns the page of the content with the sections of this route.
    pub fn content<'c>(&self, content: &'c Content) -> Option<&'c ContentPage> {
        match self {
            Route::Content(slug) => content.page(slug),
            Route::Publications | Route::PublicationsPage(_) => content.page(PUBLICATIONS),
            _ => None,
        }
    }

    /// Returns all routes of a content, those of the menu first.
    pub fn all(content: &Content) -> Vec<Route> {
        let mut routes: Vec<Route> = content.pages.iter().map(Route::from_content_page).collect();
        if !routes.contains(&Route::Publications) {
            routes.push(Route::Publications);
        }
        if Route::Cv.exists_in(content) {
            routes.push(Route::Cv);
        }
        routes.extend((2..=page_count(content.listed().len())).map(Route::PublicationsPage));
        routes.extend(content.publications.iter().map(Route::of));
        routes
    }
}

#[cfg(test)]
mod tests;
