//! Draws SVG images.

use anyhow::{Context, Result};
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{Options, Tree, roxmltree::Document},
};

/// Returns a drawing as pixels: in the middle of a rectangle, as large as its proportions allow.
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

/// Parses an SVG image. Returns `None` for an image with texts, which would be missing: they are drawn with the fonts of
/// the visitor's browser.
///
/// # Errors
/// Fails if the bytes are not an SVG image. The error says why.
pub fn parse_without_texts(svg: &[u8]) -> Result<Option<Tree>> {
    let tree = Tree::from_data(svg, &Options::default())?;
    // A compressed SVG is parsed above. This finds no texts in it.
    let has_texts = std::str::from_utf8(svg).ok().and_then(|text| Document::parse(text).ok()).is_none_or(|document| {
        document.descendants().any(|node| matches!(node.tag_name().name(), "text" | "foreignObject"))
    });
    Ok((!has_texts).then_some(tree))
}
