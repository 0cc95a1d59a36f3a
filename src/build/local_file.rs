//! Finds local files by the site's own URLs in the content.

use std::fs;

use resvg::usvg;

use crate::{
    build::{images::picture, output::Output},
    content::Content,
    route::strip_site_url,
    url::SafeUrl,
};

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

/// Returns width and height in pixels of an image of the site, as pages show it.
pub fn image_size(address: &SafeUrl, content: &Content, output: &Output) -> Option<(u32, u32)> {
    let file = output.file(&own_path(address, content)?)?;
    if file.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg")) {
        let drawing = usvg::Tree::from_data(&fs::read(file).ok()?, &usvg::Options::default()).ok()?;
        let size = drawing.size().to_int_size();
        return Some((size.width(), size.height()));
    }
    let size = imagesize::size(&file).ok()?;
    let (width, height) = (size.width.try_into().ok()?, size.height.try_into().ok()?);
    Some(if picture::is_turned(&file) { (height, width) } else { (width, height) })
}
