//! Every page of the site: its address, its title, the list of all. The only place that spells an address.

use crate::{
    content::{Content, ContentPage, Publication},
    search::filter::Filter,
    url::{SafeUrl, UrlKind},
    util::percent,
};

/// A page of the site.
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
    /// A further part of the whole list, where that is long; from 2.
    PublicationsPage(usize),
    /// One publication, by its id.
    Publication(String),
    /// All of the content on one page, to be printed. A page or an old address of the content at "/cv/" goes before.
    Cv,
    /// No page stands at the address.
    NotFound,
}

/// The slug of the page that holds the list of publications.
const PUBLICATIONS: &str = "publications";

const CV: &str = "cv";

/// What stands in an address between the list and the number of its part. No publication has it for an id.
const PART: &str = "page/";

/// So many publications stand in a list at once.
pub const MAX_UNPAGED: usize = 500;

/// A longer list is shown in parts of so many.
pub const PAGE_SIZE: usize = 100;

/// How many parts a list has, from 1.
///
/// ```
/// use frontispiece::route::parts;
/// assert_eq!([0, 1, 500, 501, 600, 601].map(parts), [1, 1, 1, 6, 6, 7]);
/// ```
pub fn parts(publications: usize) -> usize {
    if publications > MAX_UNPAGED { publications.div_ceil(PAGE_SIZE) } else { 1 }
}

/// Where a part of a list starts and ends; beyond the last one that is the last.
pub fn part(number: usize, publications: usize) -> (usize, usize) {
    let parts = parts(publications);
    match number.clamp(1, parts) {
        1 if parts == 1 => (0, publications),
        number => ((number - 1) * PAGE_SIZE, publications.min(number * PAGE_SIZE)),
    }
}

impl Route {
    /// The page at a path below the base, with or without its last slash.
    pub fn parse(path: &str, content: &Content) -> Route {
        let path = percent::decode_path(path.strip_prefix('/').unwrap_or(path));
        let path = path.strip_suffix("index.html").unwrap_or(&path);
        let path = path.strip_suffix('/').unwrap_or(path);
        if let Some(id) = path.strip_prefix(PUBLICATIONS).and_then(|rest| rest.strip_prefix('/')) {
            if let Some(number) = id.strip_prefix(PART) {
                let is_known =
                    |part: &usize| (1..=parts(content.publications.len())).contains(part) && part.to_string() == number;
                return number.parse().ok().filter(is_known).map_or(Route::NotFound, Route::list);
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

    /// A part of the list of publications, from 1.
    pub fn list(part: usize) -> Route {
        if part > 1 { Route::PublicationsPage(part) } else { Route::Publications }
    }

    /// Whether the page stands at its own address.
    pub fn exists_in(&self, content: &Content) -> bool {
        Route::parse(&self.path(), content) == *self
    }

    /// Whether the page is the list of publications, or a part of it.
    pub fn is_list(&self) -> bool {
        matches!(self, Route::Publications | Route::PublicationsPage(_))
    }

    /// The page of a publication.
    pub fn of(publication: &Publication) -> Route {
        Route::Publication(publication.id.clone())
    }

    /// The page that a page of the content becomes.
    pub fn from_content_page(page: &ContentPage) -> Route {
        match page.slug.as_str() {
            PUBLICATIONS => Route::Publications,
            slug => Route::Content(slug.to_owned()),
        }
    }

    /// The home page.
    pub fn home() -> Route {
        Route::Content(String::new())
    }

    /// The canonical path below the base, with a slash at either end; a page that was not found has
    /// none of its own and gives the home page's.
    pub fn path(&self) -> String {
        match self {
            Route::Content(slug) if slug.is_empty() => "/".to_owned(),
            Route::Content(slug) => format!("/{slug}/"),
            Route::Publications => format!("/{PUBLICATIONS}/"),
            Route::PublicationsPage(number) => format!("/{PUBLICATIONS}/{PART}{number}/"),
            Route::Publication(id) => format!("/{PUBLICATIONS}/{id}/"),
            Route::Cv => format!("/{CV}/"),
            Route::NotFound => "/".to_owned(),
        }
    }

    /// The heading of the page.
    pub fn heading(&self, content: &Content) -> String {
        let of_slug = |slug: &str| content.page(slug).map(|page| page.title.clone());
        match self {
            Route::Content(slug) => of_slug(slug).unwrap_or_default(),
            Route::Publications | Route::PublicationsPage(_) => {
                of_slug(PUBLICATIONS).unwrap_or_else(|| "Publications".to_owned())
            }
            Route::Publication(id) => content.publication(id).map(|found| found.title.clone()).unwrap_or_default(),
            Route::Cv => "CV".to_owned(),
            Route::NotFound => "Page not found".to_owned(),
        }
    }

    /// The title of the document: the heading and the scholar's name, or on the home page the name alone.
    pub fn title(&self, content: &Content) -> String {
        let name = &content.person.name;
        match self {
            Route::Content(slug) if slug.is_empty() => name.clone(),
            Route::PublicationsPage(number) => format!("{}, page {number} · {name}", self.heading(content)),
            _ => format!("{} · {name}", self.heading(content)),
        }
    }

    /// The sections that the content gives for the page.
    pub fn content<'c>(&self, content: &'c Content) -> Option<&'c ContentPage> {
        match self {
            Route::Content(slug) => content.page(slug),
            Route::Publications | Route::PublicationsPage(_) => content.page(PUBLICATIONS),
            _ => None,
        }
    }

    /// Every page there is, those of the menu first.
    pub fn all(content: &Content) -> Vec<Route> {
        let mut pages: Vec<Route> = content.pages.iter().map(Route::from_content_page).collect();
        if !pages.contains(&Route::Publications) {
            pages.push(Route::Publications);
        }
        if Route::Cv.exists_in(content) {
            pages.push(Route::Cv);
        }
        pages.extend((2..=parts(content.publications.len())).map(Route::PublicationsPage));
        pages.extend(content.publications.iter().map(Route::of));
        pages
    }
}

/// The path to which an old address leads now (`site.redirects`).
pub fn redirect<'c>(path: &str, content: &'c Content) -> Option<&'c str> {
    let bare = |path: &str| path.trim_end_matches('/').to_owned();
    let (_, target) = content.site.redirects.iter().find(|(from, _)| bare(from) == bare(path))?;
    Some(target)
}

/// The file that stands at an old address, below the folder of the site: "/about.html" is one itself, "/about/" and
/// "/about" are folders. Nothing where it is no path, or one that leads out of that folder.
///
/// ```
/// use frontispiece::route::old_file;
/// assert_eq!(old_file("/about/").as_deref(), Some("about/index.html"));
/// assert_eq!(old_file("/%2e%2e/about.html"), None);
/// ```
pub fn redirect_file(address: &str) -> Option<String> {
    let path = percent::decode_path(address.strip_prefix('/')?);
    if address.contains(['?', '#']) {
        return None;
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let file = if is_file { path } else { format!("{}/index.html", path.trim_end_matches('/')) };
    // It must lead to a file below the folder that it is joined to, on every system.
    let is_safe = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    file.split('/').all(is_safe).then_some(file)
}

/// The absolute address of a path below the base ("/teaching/"); nothing where the content does not say where the
/// site stands.
///
/// ```
/// use frontispiece::{content::Content, route::absolute};
/// let text = r#"{ "site": { "url": "https://ada.example/home" }, "person": { "name": "Ada" }, "pages": [] }"#;
/// let content = frontispiece::content::read(text).unwrap().content;
/// assert_eq!(absolute("/teaching/", &content).as_deref(), Some("https://ada.example/home/teaching/"));
/// assert_eq!(absolute("/teaching/", &Content::default()), None);
/// ```
pub fn absolute(path: &str, content: &Content) -> Option<String> {
    let url = content.site.url.as_ref()?;
    Some([url.as_str().trim_end_matches('/'), "/", path.trim_start_matches('/')].concat())
}

/// An address of the content as one that is the same everywhere; nothing for a fragment, or for a path where the
/// content does not say where the site stands.
pub fn absolute_address(address: &SafeUrl, content: &Content) -> Option<String> {
    match address.kind() {
        UrlKind::External(_) => Some(address.as_str().to_owned()),
        UrlKind::Relative => absolute(address.as_str(), content),
        UrlKind::Fragment => None,
    }
}

/// What follows `site.url` in an address that is written in full and leads to this site.
pub fn strip_site_url<'a>(address: &'a SafeUrl, content: &Content) -> Option<&'a str> {
    let site = content.site.url.as_ref()?.as_str().trim_end_matches('/');
    address.as_str().strip_prefix(site)?.strip_prefix('/')
}

/// Where the visitor is, below the base: a path and a query. A fragment is the browser's own business.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// "/publications/"
    pub path: String,
    /// "year=2024&venue=osdi", without the question mark
    pub query: String,
}

impl Location {
    /// Splits "/publications/?year=2024#top" into path and query.
    pub fn parse(address: &str) -> Location {
        let address = address.split('#').next().unwrap_or("");
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Location { path: path.to_owned(), query: query.to_owned() }
    }

    /// Whether the same is seen at two addresses, however they are written.
    ///
    /// ```
    /// use frontispiece::{content::Content, route::Location};
    /// let same = |a, b| Location::parse(a).shows_the_same(&Location::parse(b), &Content::default());
    /// assert!(same("/publications/", "/publications?utm_source=x"));
    /// assert!(!same("/publications/", "/publications/?year=2024"));
    /// ```
    pub fn is_same_view(&self, other: &Location, content: &Content) -> bool {
        let (page, other_page) = (Route::parse(&self.path, content), Route::parse(&other.path, content));
        match page.is_list() && other_page.is_list() {
            true => self.filter(content) == other.filter(content),
            false => page == other_page,
        }
    }

    /// What is chosen on a page that is the list: its query says it, or the path names a part of the whole list.
    pub fn filter(&self, content: &Content) -> Filter {
        let filter = Filter::parse(&self.query);
        match Route::parse(&self.path, content) {
            Route::PublicationsPage(number) if filter == Filter::default() => filter.with_page(number),
            _ => {
                let page = filter.page.min(parts(content.publications.len()));
                filter.with_page(page)
            }
        }
    }
}

/// The path under which the site stands, with a slash at either end: "/" or "/sub/".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Takes "/sub", "sub/" or "/sub/".
    pub fn new(path: &str) -> Base {
        let path = path.trim_matches('/');
        Base(if path.is_empty() { "/".to_owned() } else { format!("/{path}/") })
    }

    /// The path itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path below the base ("/teaching/") of a path of the host ("/sub/teaching/"); nothing where it
    /// is not below the base. "/sub" is the home page, "/subway" is not ours.
    pub fn strip<'p>(&self, path: &'p str) -> Option<&'p str> {
        let bare = &self.0[..self.0.len() - 1];
        match path.strip_prefix(bare)? {
            "" => Some("/"),
            rest => rest.starts_with('/').then_some(rest),
        }
    }

    /// The address of a page.
    pub fn href(&self, page: &Route) -> String {
        self.join(&page.path())
    }

    /// The address of the list of publications, filtered.
    pub fn filtered(&self, filter: &Filter) -> String {
        if *filter == Filter::default().with_page(filter.page) {
            return self.href(&Route::list(filter.page));
        }
        let query = filter.query();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{query}", self.href(&Route::Publications))
    }

    /// An address of the content as it must stand in a page: relative ones are relative to the base,
    /// fragments to the page they stand on.
    pub fn resolve(&self, address: &SafeUrl) -> String {
        match address.kind() {
            UrlKind::Relative => self.join(address.as_str()),
            _ => address.as_str().to_owned(),
        }
    }

    fn join(&self, path: &str) -> String {
        format!("{}{}", self.0, path.trim_start_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> Content {
        let text = r#"{
            "person": { "name": "Ada" },
            "site": { "redirects": { "/about/": "/", "/cv.html": "/teaching/" } },
            "pages": [
                { "slug": "", "title": "Home" },
                { "slug": "publications", "title": "Papers" },
                { "slug": "teaching", "title": "Teaching" }
            ],
            "publications": [{ "id": "Ada1843", "title": "Notes" }]
        }"#;
        crate::content::read(text).unwrap().content
    }

    #[test]
    fn parses_and_prints_addresses() {
        fn check(path: &str, expected: Route) {
            assert_eq!(Route::parse(path, &content()), expected, "{path}");
        }
        let teaching = || Route::Content("teaching".to_owned());
        let paper = || Route::Publication("Ada1843".to_owned());
        check("/", Route::home());
        check("", Route::home());
        check("/index.html", Route::home());
        check("/teaching/", teaching());
        check("/teaching", teaching());
        check("/teaching/index.html", teaching());
        check("/teachin%67/", teaching());
        check("/teaching//", Route::NotFound);
        check("/Teaching/", Route::NotFound);
        check("/publications/", Route::Publications);
        check("/publications", Route::Publications);
        check("/publications/Ada1843/", paper());
        check("/publications/Ada1843", paper());
        check("/publications/ada1843/", Route::NotFound);
        check("/publications/Ada1843/more/", Route::NotFound);
        check("/publications/%ZZ/", Route::NotFound);
        check("/files/paper.pdf", Route::NotFound);
        check("/publications/page/1/", Route::Publications);
        check("/publications/page/2/", Route::NotFound);
        check("/cv/", Route::Cv);
        check("/cv", Route::Cv);
        for page in Route::all(&content()) {
            assert_eq!(Route::parse(&page.path(), &content()), page);
        }
    }

    #[test]
    fn a_cv_of_the_scholars_own_goes_before() {
        #[track_caller]
        fn check(pages: &str, redirects: &str, expected: Route) {
            let text = format!(
                r#"{{ "person": {{ "name": "Ada" }}, "pages": [{pages}], "site": {{ "redirects": {{ {redirects} }} }} }}"#
            );
            let content = crate::content::read(&text).unwrap().content;
            assert_eq!(Route::parse("/cv/", &content), expected, "{text}");
            assert_eq!(Route::all(&content).contains(&Route::Cv), expected == Route::Cv, "{text}");
        }
        check("", "", Route::Cv);
        check(r#"{ "slug": "cv", "title": "My CV" }"#, "", Route::Content("cv".to_owned()));
        check("", r#""/cv/": "/""#, Route::NotFound);
        check("", r#""/cv": "/""#, Route::NotFound);
        check("", r#""/cv.html": "/cv/""#, Route::Cv);
    }

    #[test]
    fn a_long_list_has_parts() {
        let mut content = content();
        content.publications = vec![content.publications[0].clone(); 1001];
        let parse = |path: &str| Route::parse(path, &content);
        assert_eq!(parse("/publications/page/11"), Route::PublicationsPage(11));
        for none in ["12", "0", "02", "+2", "2/3", "", "x", "99999999999999999999"] {
            assert_eq!(parse(&format!("/publications/page/{none}/")), Route::NotFound, "{none}");
        }
        assert_eq!(Route::all(&content).iter().filter(|page| page.is_list()).count(), 11);
        assert_eq!(Route::PublicationsPage(2).title(&content), "Papers, page 2 · Ada");
        assert_eq!([part(1, 1001), part(11, 1001), part(99, 1001)], [(0, 100), (1000, 1001), (1000, 1001)]);
        assert_eq!([part(1, 500), part(2, 500), part(7, 0)], [(0, 500), (0, 500), (0, 0)]);

        let same = |a, b| Location::parse(a).is_same_view(&Location::parse(b), &content);
        assert!(same("/publications/page/2/", "/publications/?page=2"));
        assert!(same("/publications/page/2/?year=2024", "/publications/?year=2024"));
        assert!(!same("/publications/page/2/", "/publications/"));
        let base = Base::new("/sub/");
        let filter = Filter::default().with_page(2);
        assert_eq!(base.filtered(&filter), "/sub/publications/page/2/");
        assert_eq!(base.filtered(&Filter::default()), "/sub/publications/");
        let filter = filter.with_text("fog").with_page(2);
        assert_eq!(base.filtered(&filter), "/sub/publications/?q=fog&page=2");
    }

    #[test]
    fn titles_name_the_scholar() {
        let content = content();
        let titles: Vec<String> = Route::all(&content).iter().map(|page| page.title(&content)).collect();
        assert_eq!(titles, ["Ada", "Papers · Ada", "Teaching · Ada", "CV · Ada", "Notes · Ada"]);
        assert_eq!(Route::NotFound.title(&content), "Page not found · Ada");
    }

    #[test]
    fn old_addresses_lead_to_new_ones() {
        let content = content();
        assert_eq!(redirect("/about/", &content), Some("/"));
        assert_eq!(redirect("/about", &content), Some("/"));
        assert_eq!(redirect("/cv.html", &content), Some("/teaching/"));
        assert_eq!(redirect("/cv", &content), None);
    }

    #[test]
    fn the_base_is_stripped_and_joined() {
        fn check(base: &str, path: &str, below: Option<&str>) {
            assert_eq!(Base::new(base).strip(path), below, "{base} {path}");
        }
        check("/", "/teaching/", Some("/teaching/"));
        check("/", "/", Some("/"));
        check("/sub/", "/sub/", Some("/"));
        check("/sub/", "/sub", Some("/"));
        check("/sub/", "/sub/teaching", Some("/teaching"));
        check("/sub/", "/subway", None);
        check("/sub/", "/", None);
        check("a/b", "/a/b/c/", Some("/c/"));

        let base = Base::new("/sub/");
        let resolve = |text: &str| base.resolve(&SafeUrl::link(text).unwrap());
        assert_eq!(resolve("files/a.pdf"), "/sub/files/a.pdf");
        assert_eq!(resolve("/teaching/"), "/sub/teaching/");
        assert_eq!(resolve("#top"), "#top");
        assert_eq!(resolve("https://ada.example/"), "https://ada.example/");
        assert_eq!(base.href(&Route::home()), "/sub/");
        assert_eq!(Base::new("").href(&Route::Publications), "/publications/");
    }
}
