//! Redirects from the paths of an older site.

use crate::{content::Content, util::percent};

/// Returns the target of a path in `site.redirects`.
pub fn redirect<'c>(path: &str, content: &'c Content) -> Option<&'c str> {
    let bare = |path: &str| path.trim_end_matches('/').to_owned();
    let (_, target) = content.site.redirects.iter().find(|(from, _)| bare(from) == bare(path))?;
    Some(target)
}

/// Returns the file of the site's folder that serves an old path: "/about.html" is a file; "/about/" and "/about" are
/// folders with an `index.html`. Returns `None` if the text is no path, or leaves the folder.
///
/// ```
/// use frontispiece::route::redirect_file;
/// assert_eq!(redirect_file("/about/").as_deref(), Some("about/index.html"));
/// assert_eq!(redirect_file("/%2e%2e/about.html"), None);
/// ```
pub fn redirect_file(address: &str) -> Option<String> {
    let path = percent::decode_path(address.strip_prefix('/')?);
    if address.contains(['?', '#']) {
        return None;
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let file = if is_file { path } else { format!("{}/index.html", path.trim_end_matches('/')) };
    // The file must be inside the folder on every operating system.
    let is_safe = |segment: &str| !matches!(segment, "" | "." | "..") && !segment.contains(['\\', ':', '\0']);
    file.split('/').all(is_safe).then_some(file)
}
