//! Finds local files by the site's own URLs in the content.

use crate::{content::Content, route::strip_site_url, url::SafeUrl};

/// Returns the path of the file that a URL leads to, see [`SafeUrl::file_path`].
pub fn path_of(address: &SafeUrl) -> Option<String> {
    address.file_path()
}

/// Returns the path of the file that one of the site's own URLs leads to. The URL may be a path or absolute.
pub fn own_path(address: &SafeUrl, content: &Content) -> Option<String> {
    match strip_site_url(address, content) {
        Some(below) => path_of(&SafeUrl::link(below).ok()?),
        None => path_of(address),
    }
}
