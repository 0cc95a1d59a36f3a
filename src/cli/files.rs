//! Files that the content names by addresses of this site.

use std::{fs, path::Path};

use resvg::usvg;

use crate::{
    address::{Address, Kind},
    content::Content,
    page::below_site,
    percent,
};

/// The path of the file below the folder that is served, if the address leads to this site. Query and fragment
/// are not part of a file's name, and `..` never leads out of the folder.
///
/// ```
/// use frontispiece::{address::Address, cli::files::path_of};
/// let path = |address: &str| path_of(&Address::link(address).unwrap());
/// assert_eq!(path("/files/my%20cv.pdf?2024#page=2").as_deref(), Some("files/my cv.pdf"));
/// assert_eq!(path("a/../../b.pdf").as_deref(), Some("b.pdf"));
/// assert_eq!(path("https://example.org/a.pdf"), None);
/// ```
pub fn path_of(address: &Address) -> Option<String> {
    if address.kind() != Kind::Relative {
        return None;
    }
    let path = address.as_str().split(['?', '#']).next().unwrap_or_default();
    let mut segments: Vec<String> = Vec::new();
    for segment in path.split(['/', '\\']) {
        match percent::decode(segment, false) {
            segment if segment.is_empty() || segment == "." => {}
            segment if segment == ".." => drop(segments.pop()),
            // Such a segment names no file; joined, it could lead anywhere.
            segment if segment.contains(['/', '\\', '\0']) => return None,
            segment => segments.push(segment),
        }
    }
    (!segments.is_empty()).then(|| segments.join("/"))
}

/// The same for an address that is the site's own, whether it is written as a path or whole.
pub fn own_path(address: &Address, content: &Content) -> Option<String> {
    match below_site(address, content) {
        Some(below) => path_of(&Address::link(below).ok()?),
        None => path_of(address),
    }
}

/// Width and height in pixels of an image that lies in the folder.
pub fn image_size(folder: &Path, address: &Address) -> Option<(u32, u32)> {
    let file = folder.join(path_of(address)?);
    if file.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg")) {
        let drawing = usvg::Tree::from_data(&fs::read(file).ok()?, &usvg::Options::default()).ok()?;
        let size = drawing.size().to_int_size();
        return Some((size.width(), size.height()));
    }
    let size = imagesize::size(file).ok()?;
    Some((size.width.try_into().ok()?, size.height.try_into().ok()?))
}
