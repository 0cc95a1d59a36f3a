//! The site's icons in the sizes that browsers and phones ask for, from the one drawing, and the web app manifest.

use std::{fs, path::Path};

use anyhow::{Context, Result, anyhow};
use resvg::{tiny_skia, usvg};
use serde_json::json;

use crate::context::AppContext;

/// The manifest, below the base.
pub const MANIFEST: &str = "site.webmanifest";

/// What iOS puts on a home screen: 180 pixels, and no transparency.
pub const TOUCH: &str = "apple-touch-icon.png";

/// The icons of the manifest, by their width in pixels (<https://web.dev/articles/add-manifest#icons>).
const SIZES: [u32; 2] = [192, 512];

/// The files made from an SVG icon, by their names below the base.
///
/// # Errors
/// What is wrong with the drawing.
pub fn icons(svg: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    draw_all(svg).map_err(|error| anyhow!("{}: {error}; expected an SVG image", svg.display()))
}

fn draw_all(svg: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let tree = usvg::Tree::from_data(&fs::read(svg)?, &usvg::Options::default())?;
    let mut files = vec![
        ("favicon.ico".to_owned(), ico(&draw(&tree, 32, None)?)),
        (TOUCH.to_owned(), draw(&tree, 180, Some(tiny_skia::Color::WHITE))?),
    ];
    for size in SIZES {
        files.push((icon(size), draw(&tree, size, None)?));
    }
    Ok(files)
}

fn icon(size: u32) -> String {
    format!("icon-{size}.png")
}

/// The web app manifest (W3C), for whoever keeps the site on a home screen.
pub fn manifest(context: AppContext) -> String {
    let base = context.base.as_str();
    let icons = SIZES.map(|size| {
        json!({ "src": format!("{base}{}", icon(size)), "sizes": format!("{size}x{size}"), "type": "image/png" })
    });
    let manifest = json!({
        "name": context.content.person.name,
        "start_url": base,
        "scope": base,
        "display": "minimal-ui",
        "icons": icons,
    });
    format!("{manifest:#}\n")
}

/// The drawing as a square PNG, centred.
fn draw(tree: &usvg::Tree, size: u32, fill: Option<tiny_skia::Color>) -> Result<Vec<u8>> {
    let mut pixels = tiny_skia::Pixmap::new(size, size).context("no room for it")?;
    if let Some(colour) = fill {
        pixels.fill(colour);
    }
    let side = size as f32;
    let scale = side / tree.size().width().max(tree.size().height());
    let place = |length: f32| (side - length * scale) / 2.0;
    let transform = tiny_skia::Transform::from_scale(scale, scale)
        .post_translate(place(tree.size().width()), place(tree.size().height()));
    resvg::render(tree, transform, &mut pixels.as_mut());
    Ok(pixels.encode_png()?)
}

/// A PNG of 32 by 32 pixels as an icon file: one entry, and the image as it is (Microsoft, "The format of icon
/// resources": from Windows Vista on an image may be a PNG).
fn ico(png: &[u8]) -> Vec<u8> {
    const HEADER: u32 = 22;
    let mut file = vec![0, 0, 1, 0, 1, 0];
    file.extend([32, 32, 0, 0, 1, 0, 32, 0]);
    file.extend(u32::try_from(png.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(HEADER.to_le_bytes());
    file.extend(png);
    file
}
