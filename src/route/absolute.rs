//! Absolute URLs of the site.

use crate::{
    content::Content,
    url::{SafeUrl, UrlKind},
};

/// Returns the absolute URL of a path below the base ("/teaching/"), or `None` without `site.url`.
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

/// Returns a URL of the content as an absolute URL, or `None` for a fragment, and for a path without `site.url`.
pub fn absolute_address(url: &SafeUrl, content: &Content) -> Option<String> {
    match url.kind() {
        UrlKind::External(_) => Some(url.as_str().to_owned()),
        UrlKind::Relative => absolute(url.as_str(), content),
        UrlKind::Fragment => None,
    }
}

/// Returns the part after `site.url` of an absolute URL of this site.
pub fn strip_site_url<'a>(url: &'a SafeUrl, content: &Content) -> Option<&'a str> {
    let site = content.site.url.as_ref()?.as_str().trim_end_matches('/');
    url.as_str().strip_prefix(site)?.strip_prefix('/')
}
