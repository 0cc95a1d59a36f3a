//! Writes smaller copies of the images that pages show, so that a phone does not load a photograph in its full size.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    path::Path,
    sync::Mutex,
};

use anyhow::{Context, Result, anyhow};
use image::{DynamicImage, ImageFormat, imageops::FilterType};
use webp::{Encoder, WebPMemory};

use crate::{
    build::{
        images::picture::{decode_still, encode, resized, rgb_or_rgba, size},
        local_file,
        output::Output,
        parallel,
        parallel::lock,
    },
    check::is_resized,
    content::Content,
    markdown::{Image, Target, each_target, parse},
    route::Base,
    url::SafeUrl,
    util::{hash::ContentHasher, text},
};

/// The folder of the copies below that of the site. Hosts may store its files forever, because each name has a hash of the
/// original.
pub const FOLDER: &str = "resized";

/// The widths of the copies in pixels, the largest first: those at which pages show images, and twice as many for screens of
/// high density.
const WIDTHS: [u32; 5] = [1280, 768, 384, 256, 128];

/// The largest width of the copy for browsers without WebP, in pixels.
const FALLBACK_WIDTH: u32 = 900;

/// The largest height of a WebP in pixels (RFC 9649, section 2.5).
const MAX_HEIGHT: u32 = 16_383;

/// The number of characters of the name of an original that its copies keep. File systems allow 255 bytes.
const MAX_STEM: usize = 60;

/// The size in bytes up to which the original is the fallback, if it is not too wide.
const SMALL: usize = 200_000;

/// The quality of lossy copies, from 1 to 100. If a copy has more bytes than the original, because that has a lower quality, the
/// quality of the copy is reduced.
const QUALITY: u8 = 82;

/// The copies of the images of a content, by the paths of the originals.
#[derive(Default)]
pub struct Copies {
    by_path: HashMap<String, Copied>,
}

/// An image with its copies.
struct Copied {
    size: (u32, u32),
    /// The URL for browsers without WebP, unless it is that of the original.
    fallback: Option<SafeUrl>,
    srcset: String,
}

impl Copies {
    /// Writes the copies of every JPEG, PNG and WebP in the site folder that a publication or a Markdown text shows. The
    /// copies are WebP, and a JPEG, or a PNG if parts of the image are transparent, for browsers without WebP. An animation
    /// has no copies. A file that is not an image is reported and has none, either.
    ///
    /// # Errors
    /// Fails if a copy cannot be encoded or written. The error names the original.
    pub fn write(content: &Content, base: &Base, output: &Output) -> Result<Copies> {
        let paths: Vec<String> = image_paths(content).into_iter().collect();
        let by_path = Mutex::new(HashMap::new());
        parallel::each(&paths, "images", |path| {
            // The check reports files that do not exist.
            let Ok(bytes) = output.read(path) else { return Ok(()) };
            match decode_still(&bytes) {
                Ok(Some(image)) => {
                    let copied = copy(path, &bytes, image, base, output).with_context(|| format!("{path}: a copy"))?;
                    lock(&by_path).insert(path.clone(), copied);
                }
                Ok(None) => {}
                Err(error) => {
                    eprintln!(
                        "{path}: has no smaller copies, because it cannot be read as an image: {error}; replace the file"
                    )
                }
            }
            Ok(())
        })?;
        Ok(Copies { by_path: by_path.into_inner().unwrap_or_default() })
    }

    /// Sets the size, the URL and the copies of an image.
    pub fn prepare(&self, image: &mut Image, content: &Content, output: &Output) {
        let Some(path) = local_file::own_path(&image.src, content) else { return };
        match self.by_path.get(&path) {
            Some(Copied { size, fallback, srcset }) => {
                image.set_natural_size(*size);
                image.srcset.clone_from(srcset);
                if let Some(fallback) = fallback {
                    image.src.clone_from(fallback);
                }
            }
            None => {
                if let Some(size) = output.file(&path).and_then(|file| size(&file)) {
                    image.set_natural_size(size);
                }
            }
        }
    }
}

/// Returns the URL of every image of a publication.
pub fn publication_images(content: &Content) -> Vec<&SafeUrl> {
    content.publications.iter().filter_map(|publication| Some(&*publication.image.as_ref()?.src)).collect()
}

/// Returns the paths of the images that the pages of a content show and that can have copies.
fn image_paths(content: &Content) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let mut add = |src: &SafeUrl| paths.extend(local_file::own_path(src, content).filter(|path| is_resized(path)));
    publication_images(content).into_iter().for_each(&mut add);
    // Few texts have images, so parsing these twice is faster than waiting for one image after the other.
    for (text, _) in content.markdown_texts().into_iter().filter(|(text, _)| text.contains("![")) {
        each_target(&parse(text).blocks, &mut |target| {
            if let Target::Image { image, .. } = target {
                add(&image.src);
            }
        });
    }
    paths
}

/// Writes the copies of an image that have fewer bytes than the original.
fn copy(path: &str, bytes: &[u8], image: DynamicImage, base: &Base, output: &Output) -> Result<Copied> {
    let size = (image.width(), image.height());
    let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let stem: String = text::slugify(stem, text::normalize).chars().take(MAX_STEM).collect();
    let mut hasher = ContentHasher::default();
    hasher.add(bytes);
    let hash = hasher.digits();
    let name = |width: u32, extension: &str| format!("{FOLDER}/{stem}-{width}-{hash}.{extension}");
    // The widest copy is at most as wide as the original. Another copy of nearly this width would be useless.
    let widest = size.0.min(WIDTHS[0]);
    let narrower_widths = WIDTHS.into_iter().filter(|width| *width < widest * 9 / 10);
    let is_drawing = image::guess_format(bytes).is_ok_and(|format| format == ImageFormat::Png);
    // The copies from the narrowest to the widest.
    let mut candidates = VecDeque::new();
    let mut fallback = None;
    let mut needs_fallback = size.0 > FALLBACK_WIDTH || bytes.len() > SMALL;
    // The number of bytes of the last copy. A narrower one has fewer, or else it is useless.
    let mut last = bytes.len();
    // Each copy is made from the previous one, which has fewer pixels than the original.
    let mut current = rgb_or_rgba(image);
    for width in std::iter::once(widest).chain(narrower_widths) {
        if width != current.width() {
            current = narrower(&current, width);
        }
        if current.height() > MAX_HEIGHT {
            continue;
        }
        // Without the widest copy, the others would be too small for large screens.
        if (width == widest || !candidates.is_empty())
            && let Some(webp) = encode_webp(&current, is_drawing && width == size.0, last)?
        {
            last = webp.len();
            let file = name(width, "webp");
            output.write(&file, &webp)?;
            candidates.push_front(format!("{}{file} {width}w", base.as_str()));
        }
        if needs_fallback && width <= FALLBACK_WIDTH {
            needs_fallback = false;
            let (copy, extension) = encode(&current, QUALITY)?;
            if copy.len() < bytes.len() {
                let file = name(width, extension);
                output.write(&file, &copy)?;
                fallback = SafeUrl::image(&file).ok();
            }
        }
    }
    Ok(Copied { size, fallback, srcset: Vec::from(candidates).join(", ") })
}

/// Returns an image with another width and the same proportions.
fn narrower(image: &DynamicImage, width: u32) -> DynamicImage {
    let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width().max(1));
    resized(image, &|image| image.resize_exact(width, (height as u32).max(1), FilterType::Lanczos3))
}

/// Encodes an image as WebP with fewer than `limit` bytes. Returns `None` if none of the qualities suffices.
///
/// The copies of a drawing are lossy, too: without loss, a reduced drawing has 1.1 to 2.6 times the bytes. A drawing in its own
/// size may have few colors, so it is encoded without loss if that takes fewer bytes.
fn encode_webp(image: &DynamicImage, is_drawing: bool, limit: usize) -> Result<Option<WebPMemory>> {
    let encoder = Encoder::from_image(image).map_err(|error| anyhow!("WebP: {error}"))?;
    let encode = |is_lossless, quality: u8| {
        encoder.encode_simple(is_lossless, quality.into()).map_err(|error| anyhow!("WebP: {error:?}"))
    };
    if is_drawing {
        let (lossless, lossy) = (encode(true, QUALITY)?, encode(false, QUALITY)?);
        let smaller = if lossless.len() < lossy.len() { lossless } else { lossy };
        return Ok(Some(smaller).filter(|webp| webp.len() < limit));
    }
    for quality in [QUALITY, 70, 55] {
        let webp = encode(false, quality)?;
        if webp.len() < limit {
            return Ok(Some(webp));
        }
    }
    Ok(None)
}
