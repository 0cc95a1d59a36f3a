//! Draws the site's icon in the sizes that browsers and phones request, and writes the web app manifest.

use anyhow::{Result, anyhow};
use resvg::{tiny_skia, usvg};
use serde_json::json;

use crate::{
    build::{images::drawing, output::Output},
    context::AppContext,
};

/// The path of the manifest below the base.
pub const MANIFEST: &str = "site.webmanifest";

/// The icon for iOS home screens: 180 pixels wide, without transparency.
pub const TOUCH: &str = "apple-touch-icon.png";

/// The widths in pixels of the icons in the manifest (<https://web.dev/articles/add-manifest#icons>).
const SIZES: [u32; 2] = [192, 512];

/// Returns the files made from the SVG icon at a path, each with its path below the base.
///
/// # Errors
/// Fails if the file is missing or not a valid SVG. The error says why.
pub fn icons(svg: &str, output: &Output) -> Result<Vec<(String, Vec<u8>)>> {
    let name = || output.folder.join(svg).display().to_string();
    draw_all(&output.read(svg)?).map_err(|error| anyhow!("{}: {error}; expected an SVG image", name()))
}

/// Refuses bytes from which the icons cannot be drawn.
///
/// # Errors
/// Fails if they are no SVG image. The error says why.
pub fn check(svg: &[u8]) -> Result<(), usvg::Error> {
    drawing::parse(svg).map(drop)
}

fn draw_all(svg: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let tree = drawing::parse(svg)?;
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

/// Returns the web app manifest (W3C), which browsers use for a site on a home screen.
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

/// Returns the drawing as a square PNG, centered.
fn draw(tree: &usvg::Tree, size: u32, background: Option<tiny_skia::Color>) -> Result<Vec<u8>> {
    Ok(drawing::draw(tree, (size, size), background)?.encode_png()?)
}

/// Returns a PNG of 32 by 32 pixels as an icon file with one entry. The image is stored unchanged (Microsoft, "The
/// format of icon resources": since Windows Vista an image may be a PNG).
fn ico(png: &[u8]) -> Vec<u8> {
    const HEADER: u32 = 22;
    let mut file = vec![0, 0, 1, 0, 1, 0];
    file.extend([32, 32, 0, 0, 1, 0, 32, 0]);
    file.extend(u32::try_from(png.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(HEADER.to_le_bytes());
    file.extend(png);
    file
}
