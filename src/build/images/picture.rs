//! Decodes, resizes and encodes the author's images.

use std::{fs, io::Cursor, path::Path};

use anyhow::{Result, bail};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader,
    codecs::{jpeg::JpegEncoder, png::PngDecoder, webp::WebPDecoder},
    metadata::Orientation::{self, Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH},
};

use crate::build::images::drawing;

/// The largest number of pixels of an image. The images of current cameras have half as many. Decoded, they take 400 MB.
const MAX_PIXELS: u64 = 100_000_000;

/// Decodes an image, and rotates it as its metadata says (Exif 2.32, tag 0x0112). Returns `None` for an animation.
///
/// # Errors
/// Fails if the file is not an image, if it is damaged, or if it has more than 100 million pixels.
pub fn decode_still(bytes: &[u8]) -> Result<Option<DynamicImage>> {
    let is_animation = match image::guess_format(bytes)? {
        ImageFormat::Gif => true,
        ImageFormat::Png => PngDecoder::new(Cursor::new(bytes))?.is_apng()?,
        ImageFormat::WebP => WebPDecoder::new(Cursor::new(bytes))?.has_animation(),
        _ => false,
    };
    if is_animation { Ok(None) } else { decode(bytes).map(Some) }
}

/// Decodes an image, or the first frame of an animation, and rotates it as its metadata says (Exif 2.32, tag 0x0112).
///
/// # Errors
/// Fails if the file is not an image, if it is damaged, or if it has more than 100 million pixels.
pub fn decode(bytes: &[u8]) -> Result<DynamicImage> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        bail!("found {width} × {height} pixels; expected at most {} million", MAX_PIXELS / 1_000_000);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}

/// Returns width and height in pixels of an image file, as browsers show it. Reads only the header, except of an SVG image.
pub fn size(file: &Path) -> Option<(u32, u32)> {
    if file.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg")) {
        let size = drawing::parse(&fs::read(file).ok()?).ok()?.size().to_int_size();
        return Some((size.width(), size.height()));
    }
    let size = imagesize::size(file).ok()?;
    let (width, height) = (size.width.try_into().ok()?, size.height.try_into().ok()?);
    Some(if is_turned(file) { (height, width) } else { (width, height) })
}

/// Returns `true` if the metadata of an image file swaps its width and its height (Exif 2.32, tag 0x0112).
fn is_turned(file: &Path) -> bool {
    let decoder =
        ImageReader::open(file).and_then(ImageReader::with_guessed_format).ok().map(ImageReader::into_decoder);
    let orientation = decoder.and_then(|decoder| decoder.ok()?.orientation().ok());
    matches!(orientation, Some(Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH))
}

/// Returns an image with 8 bits per channel: RGBA if parts of it are transparent, and otherwise RGB.
pub fn rgb_or_rgba(image: DynamicImage) -> DynamicImage {
    if image.color().has_alpha() {
        let image = image.into_rgba8();
        if image.pixels().any(|pixel| pixel.0[3] < u8::MAX) {
            return image.into();
        }
        return DynamicImage::from(image).into_rgb8().into();
    }
    image.into_rgb8().into()
}

/// Returns the result of `resize` with 8 bits per channel. The color of a transparent pixel is not mixed into its neighbors.
pub fn resized(image: &DynamicImage, resize: &dyn Fn(&DynamicImage) -> DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return resize(image).into_rgb8().into();
    }
    let mut image = image.to_rgba32f();
    for pixel in image.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        pixel.0 = [red * alpha, green * alpha, blue * alpha, alpha];
    }
    let mut image = resize(&image.into()).into_rgba32f();
    for pixel in image.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let opacity = alpha.max(f32::EPSILON);
        pixel.0 = [red / opacity, green / opacity, blue / opacity, alpha];
    }
    DynamicImage::from(image).into_rgba8().into()
}

/// Returns an image as a JPEG, or as a PNG if parts of it are transparent, and the extension of its file. `quality` is that of
/// a JPEG, from 1 to 100.
///
/// # Errors
/// Fails if the image is too large for the format.
pub fn encode(image: &DynamicImage, quality: u8) -> Result<(Vec<u8>, &'static str)> {
    let mut bytes = Vec::new();
    match rgb_or_rgba(image.clone()) {
        DynamicImage::ImageRgba8(image) => {
            image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
            Ok((bytes, "png"))
        }
        opaque => {
            opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))?;
            Ok((bytes, "jpg"))
        }
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage, imageops::FilterType};

    use super::*;

    #[test]
    fn colors_of_transparent_pixels_do_not_bleed() {
        // Opaque white next to transparent black.
        let pixel = |column: u32| if column < 300 { Rgba([255; 4]) } else { Rgba([0; 4]) };
        let image = RgbaImage::from_fn(600, 600, |column, _| pixel(column)).into();
        let small = resized(&image, &|image| image.resize_to_fill(107, 107, FilterType::Lanczos3));
        assert!(small.to_rgba8().pixels().all(|pixel| pixel.0[3] == 0 || pixel.0[0] == 255));
        assert_eq!(encode(&small, 80).unwrap().1, "png");
    }

    #[test]
    fn the_size_of_a_rotated_photograph_is_that_of_the_upright_one() {
        // Exif 2.32, section 4.6.2: big-endian, one entry, orientation (0x0112), short, one value: rotated by 90 degrees.
        let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let (photo, _) = encode(&DynamicImage::new_rgb8(20, 10), 80).unwrap();
        let file = std::env::temp_dir().join(format!("frontispiece-rotated-{}.jpg", std::process::id()));
        for (bytes, expected) in [([&photo[..2], exif, &photo[2..]].concat(), (10, 20)), (photo.clone(), (20, 10))] {
            fs::write(&file, bytes).unwrap();
            assert_eq!(size(&file), Some(expected));
        }
        fs::remove_file(file).unwrap();
    }

    #[test]
    fn an_opaque_image_with_an_alpha_channel_becomes_a_jpeg() {
        let image: DynamicImage = RgbaImage::from_pixel(3, 2, Rgba([1, 2, 3, 255])).into();
        assert_eq!(encode(&image, 80).unwrap().1, "jpg");
    }
}
