//! The portrait in the sizes in which it is shown.

use std::{fs, io::Cursor, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg,
};

use crate::{
    build::{local_file, output::Output},
    content::Content,
    route::Base,
    url::SafeUrl,
};

/// Widths and heights in pixels: as large as it is shown, and for finer screens two and three times that.
const SIZES: [u32; 3] = [108, 216, 324];

/// The quality of a JPEG, of 100.
const QUALITY: u8 = 82;

/// Writes the portrait in each size that is smaller than it is, cut to a square as the page shows it, and gives the
/// `srcset` (HTML, section 2.5.2); empty where there is nothing to write: no portrait, one from elsewhere, a drawing,
/// one that is small already, or one that is turned by what its file says (Exif).
///
/// # Errors
/// The file that could not be written, and why.
pub fn write(content: &Content, base: &Base, output: &Output) -> Result<String, String> {
    let mut set = Vec::new();
    if let Some(picture) = content.person.image.as_ref().and_then(|image| Picture::of(&image.src, output.folder)) {
        for size in SIZES.into_iter().filter(|size| *size * 3 / 2 < picture.shorter) {
            let Some((bytes, end)) = picture.drawn(size) else { return Ok(String::new()) };
            let name = format!("portrait-{size}.{end}");
            if output.offer(&name, &bytes)? {
                set.push(format!("{}{name} {size}w", base.as_str()));
            }
        }
    }
    Ok(set.join(", "))
}

struct Picture {
    /// Its file, as an address (RFC 2397).
    data: String,
    /// The shorter side, in pixels.
    shorter: u32,
}

impl Picture {
    fn of(address: &SafeUrl, folder: &Path) -> Option<Picture> {
        let bytes = fs::read(folder.join(local_file::path_of(address)?)).ok()?;
        let kind = match imagesize::image_type(&bytes).ok()? {
            imagesize::ImageType::Jpeg => "jpeg",
            imagesize::ImageType::Png => "png",
            imagesize::ImageType::Webp => "webp",
            _ => return None,
        };
        let size = imagesize::blob_size(&bytes).ok()?;
        let data = format!("data:image/{kind};base64,{}", STANDARD.encode(&bytes));
        let shorter = u32::try_from(size.width.min(size.height)).ok()?;
        (!is_turned(&bytes)).then_some(Picture { data, shorter })
    }

    /// The picture as a square of this size, and the ending of its file.
    fn drawn(&self, size: u32) -> Option<(Vec<u8>, &'static str)> {
        // Drawn some times as large, then averaged: to skip pixels would leave jagged lines.
        let times = (self.shorter / size).clamp(1, 8);
        let side = size * times;
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{side}' height='{side}'><image width='{side}' \
             height='{side}' preserveAspectRatio='xMidYMid slice' href='{}'/></svg>",
            self.data
        );
        let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).ok()?;
        let mut large = Pixmap::new(side, side)?;
        resvg::render(&tree, Transform::identity(), &mut large.as_mut());
        let mut small = Pixmap::new(size, size)?;
        let width = side as usize;
        for (place, pixel) in small.data_mut().chunks_exact_mut(4).enumerate() {
            let (left, top) = (place % size as usize * times as usize, place / size as usize * times as usize);
            for (channel, value) in pixel.iter_mut().enumerate() {
                let mut sum = 0;
                for row in top..top + times as usize {
                    for column in left..left + times as usize {
                        sum += u32::from(large.data()[(row * width + column) * 4 + channel]);
                    }
                }
                *value = ((sum + times * times / 2) / (times * times)) as u8;
            }
        }
        if small.pixels().iter().any(|pixel| pixel.alpha() < 255) {
            return Some((small.encode_png().ok()?, "png"));
        }
        let mut jpeg = Vec::new();
        let side = u16::try_from(size).ok()?;
        let encoder = jpeg_encoder::Encoder::new(&mut jpeg, QUALITY);
        encoder.encode(small.data(), side, side, jpeg_encoder::ColorType::Rgba).ok()?;
        Some((jpeg, "jpg"))
    }
}

/// Whether a viewer must turn the picture (Exif 2.32, tag 0x0112).
fn is_turned(bytes: &[u8]) -> bool {
    let read = exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
    let orientation = |exif: exif::Exif| exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?.value.get_uint(0);
    read.ok().and_then(orientation).is_some_and(|orientation| orientation != 1)
}
