//! Writes the portrait in the sizes in which pages show it.

use std::io::Cursor;

use anyhow::Result;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbaImage, codecs::jpeg::JpegEncoder, imageops::FilterType,
    metadata::Orientation,
};

use crate::{
    build::{local_file, output::Output},
    content::Content,
    route::Base,
    url::SafeUrl,
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
    if let Some(picture) = content.person.image.as_ref().and_then(|image| load(&image.src, output)) {
        let shorter_side = picture.width().min(picture.height());
        for size in SIZES.into_iter().filter(|size| *size * 3 / 2 < shorter_side) {
            let (bytes, ending) = encode(&square(&picture, size))?;
            let name = format!("portrait-{size}.{ending}");
            if output.write_unless_customized(&name, &bytes)? {
                candidates.push(format!("{}{name} {size}w", base.as_str()));
            }
        }
    }
    Ok(candidates.join(", "))
}

/// Loads a JPEG, PNG or WebP of this site, rotated as its metadata says (Exif 2.32, tag 0x0112).
fn load(address: &SafeUrl, output: &Output) -> Option<DynamicImage> {
    let bytes = output.read(&local_file::path_of(address)?).ok()?;
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_decoder().ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    Some(picture)
}

/// Returns the center of a picture as a square of this size.
fn square(picture: &DynamicImage, size: u32) -> RgbaImage {
    let resize = |picture: &DynamicImage| picture.resize_to_fill(size, size, FilterType::Lanczos3);
    if !picture.color().has_alpha() {
        return resize(picture).into_rgba8();
    }
    // The color of a transparent pixel must not be mixed into its neighbors.
    let mut picture = picture.to_rgba32f();
    for pixel in picture.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        pixel.0 = [red * alpha, green * alpha, blue * alpha, alpha];
    }
    let mut picture = resize(&picture.into()).into_rgba32f();
    for pixel in picture.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let opacity = alpha.max(f32::EPSILON);
        pixel.0 = [red / opacity, green / opacity, blue / opacity, alpha];
    }
    DynamicImage::from(picture).into_rgba8()
}

/// Returns a picture as a JPEG, or as a PNG if parts of it are transparent, and the extension of its file.
fn encode(picture: &RgbaImage) -> Result<(Vec<u8>, &'static str)> {
    let mut bytes = Vec::new();
    if picture.pixels().any(|pixel| pixel.0[3] < u8::MAX) {
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
        return Ok((bytes, "png"));
    }
    let opaque = DynamicImage::from(picture.clone()).into_rgb8();
    opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
    Ok((bytes, "jpg"))
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    #[test]
    fn colors_of_transparent_pixels_do_not_bleed() {
        // Opaque white next to transparent black.
        let pixel = |column: u32| if column < 300 { Rgba([255; 4]) } else { Rgba([0; 4]) };
        let picture = RgbaImage::from_fn(600, 600, |column, _| pixel(column));
        let small = square(&picture.into(), 107);
        assert!(small.pixels().all(|pixel| pixel.0[3] == 0 || pixel.0[0] == 255));
        assert_eq!(encode(&small).unwrap().1, "png");
    }
}
