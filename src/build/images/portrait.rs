//! Writes the portrait in the sizes in which pages show it.

use anyhow::Result;
use image::{DynamicImage, imageops::FilterType};

use crate::{
    build::{
        images::picture::{decode_still, encode, resized},
        local_file,
        output::Output,
    },
    content::Content,
    route::Base,
};

/// Widths and heights in pixels: the size on the page, and two and three times that size for high-density screens.
const SIZES: [u32; 3] = [136, 272, 408];

/// The quality of a JPEG, from 1 to 100.
const QUALITY: u8 = 82;

/// Writes the portrait in each size that is smaller than the file, cropped to a square as the page shows it. Returns
/// the `srcset` (HTML, section 2.5.2). It is empty if the content has no portrait, or if the portrait is from another
/// site, a drawing or already small.
///
/// # Errors
/// Fails if a file cannot be written. The error names the file.
pub fn write(content: &Content, base: &Base, output: &Output) -> Result<String> {
    let mut candidates = Vec::new();
    let bytes = content.person.image.as_ref().and_then(|image| output.read(&local_file::path_of(&image.src)?).ok());
    if let Some(picture) = bytes.and_then(|bytes| decode_still(&bytes).ok()?) {
        let shorter_side = picture.width().min(picture.height());
        for size in SIZES.into_iter().filter(|size| *size * 3 / 2 < shorter_side) {
            let (bytes, ending) = encode(&square(&picture, size), QUALITY)?;
            let name = format!("portrait-{size}.{ending}");
            if output.write_unless_customized(&name, &bytes)? {
                candidates.push(format!("{}{name} {size}w", base.as_str()));
            }
        }
    }
    Ok(candidates.join(", "))
}

/// Returns the center of a picture as a square of this size.
fn square(picture: &DynamicImage, size: u32) -> DynamicImage {
    resized(picture, &|picture| picture.resize_to_fill(size, size, FilterType::Lanczos3))
}
