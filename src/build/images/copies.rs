//! Writes smaller copies of the images that pages show, so that a phone does not load a photograph in its full size.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    sync::Mutex,
};

use anyhow::{Result, anyhow};
use image::{DynamicImage, imageops::FilterType};
use webp::{Encoder, WebPMemory};

use crate::{
    build::{
        images::picture::{decode, encode, resized, rgb_or_rgba},
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
const FALLBACK_WIDTH: u32 = 768;

/// The size in bytes up to which the original is the fallback, if it is not too wide.
const SMALL: usize = 200_000;

/// The quality of lossy copies, from 1 to 100.
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
    /// Fails if a file cannot be written. The error names it.
    pub fn write(content: &Content, base: &Base, output: &Output) -> Result<Copies> {
        let paths: Vec<String> = image_paths(content).into_iter().collect();
        let by_path = Mutex::new(HashMap::new());
        parallel::each(&paths, "images", |path| {
            // The check reports files that do not exist.
            let Ok(bytes) = output.read(path) else { return Ok(()) };
            match decode(&bytes) {
                Ok(Some(image)) => {
                    let copied = copy(path, &bytes, image, base, output)?;
                    lock(&by_path).insert(path.clone(), copied);
                }
                Ok(None) => {}
                Err(error) => {
                    eprintln!(
                        "{path}: has no smaller copies, because it cannot be read as an image ({error}); replace the file"
                    )
                }
            }
            Ok(())
        })?;
        Ok(Copies { by_path: by_path.into_inner().unwrap_or_default() })
    }

    /// Sets the size, the URL and the copies of an image.
    pub fn prepare(&self, image: &mut Image, output: &Output) {
        let copied = local_file::path_of(&image.src).and_then(|path| self.by_path.get(&path));
        match copied {
            Some(Copied { size, fallback, srcset }) => {
                image.set_natural_size(*size);
                image.srcset.clone_from(srcset);
                if let Some(fallback) = fallback {
                    image.src.clone_from(fallback);
                }
            }
            None => {
                if let Some(size) = local_file::image_size(&image.src, output) {
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
    let mut add = |src: &SafeUrl| paths.extend(local_file::path_of(src).filter(|path| is_resized(path)));
    publication_images(content).into_iter().for_each(&mut add);
    // Few texts have images, so parsing these twice is faster than waiting for one image after the other.
    for (text, _) in content.markdown_texts().into_iter().filter(|(text, _)| text.contains("![")) {
        each_target(&parse(text).blocks, &mut |target| {
            if let Target::Image { source, .. } = target {
                add(source);
            }
        });
    }
    paths
}

/// Writes the copies of an image.
fn copy(path: &str, bytes: &[u8], image: DynamicImage, base: &Base, output: &Output) -> Result<Copied> {
    let size = (image.width(), image.height());
    let name = {
        let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let mut hasher = ContentHasher::default();
        hasher.add(bytes);
        format!("{FOLDER}/{}-{}", text::slugify(stem, text::normalize), hasher.digits())
    };
    // The widest copy is at most as wide as the original. Another copy of nearly this width would be useless.
    let widest = size.0.min(WIDTHS[0]);
    let narrower_widths = WIDTHS.into_iter().filter(|width| *width < widest * 9 / 10);
    let widths: Vec<u32> = std::iter::once(widest).chain(narrower_widths).collect();
    let mut candidates = Vec::new();
    let mut fallback = None;
    // Each copy is made from the previous one, which has fewer pixels than the original.
    let mut current = rgb_or_rgba(image);
    for width in widths {
        if width != current.width() {
            current = narrower(&current, width);
        }
        let webp = encode_webp(&current)?;
        if width < size.0 || webp.len() < bytes.len() {
            let file = format!("{name}-{width}.webp");
            output.write(&file, &webp)?;
            candidates.push(format!("{}{file} {width}w", base.as_str()));
        }
        let is_small = size.0 <= FALLBACK_WIDTH && bytes.len() <= SMALL;
        if fallback.is_none() && width <= FALLBACK_WIDTH && !is_small {
            let (bytes, extension) = encode(&current, QUALITY)?;
            let file = format!("{name}-{width}.{extension}");
            output.write(&file, &bytes)?;
            fallback = SafeUrl::image(&file).ok();
        }
    }
    candidates.reverse();
    Ok(Copied { size, fallback, srcset: candidates.join(", ") })
}

/// Returns an image with another width and the same proportions.
fn narrower(image: &DynamicImage, width: u32) -> DynamicImage {
    let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width().max(1));
    resized(image, &|image| image.resize_exact(width, (height as u32).max(1), FilterType::Lanczos3))
}

/// Encodes an image as lossy WebP, also a drawing: without loss, reduced drawings have 1.1 to 2.6 times the bytes.
fn encode_webp(image: &DynamicImage) -> Result<WebPMemory> {
    let encoder = Encoder::from_image(image).map_err(|error| anyhow!("WebP: {error}"))?;
    encoder.encode_simple(false, QUALITY.into()).map_err(|error| anyhow!("WebP: {error:?}"))
}
