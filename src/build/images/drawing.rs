//! Draws SVG images.

use anyhow::{Context, Result};
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{
        self, Options, Tree,
        roxmltree::{Document, ParsingOptions},
    },
};

/// Parses an SVG image, which may be compressed with gzip.
///
/// # Errors
/// Fails if the bytes are not an SVG image. The error says why.
pub fn parse(svg: &[u8]) -> Result<Tree, usvg::Error> {
    Tree::from_data(svg, &Options::default())
}

/// Parses an uncompressed SVG image. Returns `None` if it is not one, or if it has texts, for which the build has no fonts.
pub fn parse_without_texts(svg: &[u8]) -> Option<Tree> {
    // Many programs write a document type.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(std::str::from_utf8(svg).ok()?, options).ok()?;
    let has_texts = document.descendants().any(|node| matches!(node.tag_name().name(), "text" | "foreignObject"));
    if has_texts { None } else { Tree::from_xmltree(&document, &Options::default()).ok() }
}

/// Draws an image in the middle of a rectangle, as large as its proportions allow. Returns the pixels of the rectangle.
///
/// # Errors
/// Fails if there is not enough memory.
pub fn draw(tree: &Tree, (width, height): (u32, u32), background: Option<Color>) -> Result<Pixmap> {
    let mut pixels = Pixmap::new(width, height).context("cannot allocate the image")?;
    if let Some(color) = background {
        pixels.fill(color);
    }
    let size = tree.size();
    let (width, height) = (width as f32, height as f32);
    let scale = (width / size.width()).min(height / size.height());
    let transform = Transform::from_scale(scale, scale)
        .post_translate((width - size.width() * scale) / 2.0, (height - size.height() * scale) / 2.0);
    resvg::render(tree, transform, &mut pixels.as_mut());
    Ok(pixels)
}
