//! Files that the content names by addresses of this site.

use std::{fs, path::Path};

use resvg::usvg;

use crate::{content::Content, route::strip_site_url, url::SafeUrl};

/// Returns the path of the file that an address leads to, see [`SafeUrl::file_path`].
pub fn path_of(address: &SafeUrl) -> Option<String> {
    address.file_path()
}

/// The same for an address that is the site's own, whether it is written as a path or whole.
pub fn own_path(address: &SafeUrl, content: &Content) -> Option<String> {
    match strip_site_url(address, content) {
        Some(below) => path_of(&SafeUrl::link(below).ok()?),
        None => path_of(address),
    }
}

/// Width and height in pixels of an image that lies in the folder.
pub fn image_size(folder: &Path, address: &SafeUrl) -> Option<(u32, u32)> {
    let file = folder.join(path_of(address)?);
    if file.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg")) {
        let drawing = usvg::Tree::from_data(&fs::read(file).ok()?, &usvg::Options::default()).ok()?;
        let size = drawing.size().to_int_size();
        return Some((size.width(), size.height()));
    }
    let size = imagesize::size(file).ok()?;
    Some((size.width.try_into().ok()?, size.height.try_into().ok()?))
}
