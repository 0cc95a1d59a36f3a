//! A white canvas with few colors, for pictures of text. It is encoded as a PNG with a palette
//! ([W3C](https://www.w3.org/TR/png-3/)), because encoding it takes 0.4 ms; with three
//! bytes per pixel, the default settings take 12 ms.

use anyhow::Result;
use cosmic_text::{SwashContent, SwashImage};
use image::RgbImage;

/// The number of the color white, which every pixel has at first.
const WHITE: u8 = 0;

/// The maximum number of colors in the palette of a PNG.
const MAX_COLORS: usize = 256;

/// The highest opacity of a pixel of a letter. The levels from 0 to this one smooth the edges of letters.
const MAX_LEVEL: usize = 15;

/// A color in sRGB.
pub type Rgb = [u8; 3];

/// A white canvas.
pub struct Canvas {
    width: usize,
    height: usize,
    colors: Vec<Rgb>,
    /// The number of each pixel's color, by row.
    pixels: Vec<u8>,
}

/// The numbers of the colors from white to the color of a text.
#[derive(Clone, Copy)]
pub struct Ink([u8; MAX_LEVEL + 1]);

impl Canvas {
    /// Returns a canvas of a size in pixels.
    pub fn new(width: usize, height: usize) -> Canvas {
        Canvas { width, height, colors: vec![[u8::MAX; 3]], pixels: vec![WHITE; width * height] }
    }

    /// Makes every pixel white.
    pub fn clear(&mut self) {
        self.colors.truncate(1);
        self.pixels.fill(WHITE);
    }

    /// Fills the top rows with a color.
    pub fn fill_top(&mut self, rows: usize, color: Rgb) {
        let number = self.color_number(color);
        let end = (rows * self.width).min(self.pixels.len());
        self.pixels[..end].fill(number);
    }

    /// Returns the ink of a color.
    pub fn ink(&mut self, color: Rgb) -> Ink {
        let mut ink = Ink([WHITE; MAX_LEVEL + 1]);
        for (level, number) in ink.0.iter_mut().enumerate() {
            *number = self.color_number(over_white(color, level * 255 / MAX_LEVEL));
        }
        ink
    }

    /// Draws the image of a glyph, whose origin is at a point. Pixels outside the canvas are omitted.
    pub fn draw(&mut self, glyph: &SwashImage, x: i32, y: i32, ink: Ink) {
        let (left, top) = (x + glyph.placement.left, y - glyph.placement.top);
        let (width, height) = (glyph.placement.width as i32, glyph.placement.height as i32);
        // The part of each row that is inside the canvas.
        let first = (-left).clamp(0, width);
        let end = (self.width as i32 - left).clamp(first, width);
        if first == end {
            return;
        }
        for row in (-top).clamp(0, height)..(self.height as i32 - top).clamp(0, height) {
            let start = (row * width + first) as usize;
            let length = (end - first) as usize;
            let place = (top + row) as usize * self.width + (left + first) as usize;
            match glyph.content {
                SwashContent::Mask => self.draw_mask(&glyph.data[start..start + length], place, ink),
                SwashContent::Color => self.draw_colors(&glyph.data[start * 4..(start + length) * 4], place),
                // Nothing requests such glyphs.
                SwashContent::SubpixelMask => {}
            }
        }
    }

    /// Draws a row of opacities.
    fn draw_mask(&mut self, opacities: &[u8], place: usize, Ink(shades): Ink) {
        let pixels = &mut self.pixels[place..place + opacities.len()];
        for (pixel, opacity) in pixels.iter_mut().zip(opacities) {
            let level = (usize::from(*opacity) * MAX_LEVEL + 127) / 255;
            if level > 0 {
                // Letters may overlap, in particular those that are joined.
                let below = if *pixel == WHITE { None } else { shades.iter().position(|shade| shade == pixel) };
                let below = below.unwrap_or(0);
                *pixel = shades[level + below - (level * below + MAX_LEVEL / 2) / MAX_LEVEL];
            }
        }
    }

    /// Draws a row of a colored glyph, such as an emoji, over white.
    fn draw_colors(&mut self, pixels: &[u8], place: usize) {
        for (offset, pixel) in pixels.as_chunks::<4>().0.iter().enumerate() {
            let [red, green, blue, opacity] = *pixel;
            if opacity > 0 {
                // 16 levels of each color, so that an emoji does not fill the palette.
                let color = over_white([red, green, blue], opacity.into()).map(|part| part >> 4 | part & 0xf0);
                self.pixels[place + offset] = self.color_number(color);
            }
        }
    }

    /// Returns the number of a color. If the palette is full, returns the number of the nearest one.
    fn color_number(&mut self, color: Rgb) -> u8 {
        let known = self.colors.iter().position(|known| *known == color);
        let number = match known {
            Some(number) => number,
            None if self.colors.len() < MAX_COLORS => {
                self.colors.push(color);
                self.colors.len() - 1
            }
            None => {
                let distance = |other: &Rgb| -> u32 {
                    other.iter().zip(color).map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
                };
                let numbered = self.colors.iter().enumerate();
                numbered.min_by_key(|(_, other)| distance(other)).map_or(0, |(number, _)| number)
            }
        };
        // There are at most MAX_COLORS.
        number as u8
    }

    /// Returns the picture with three bytes per pixel.
    pub fn to_rgb(&self) -> RgbImage {
        let color = |x: u32, y: u32| self.colors[usize::from(self.pixels[y as usize * self.width + x as usize])];
        RgbImage::from_fn(self.width as u32, self.height as u32, |x, y| image::Rgb(color(x, y)))
    }

    /// Returns the picture as a PNG.
    ///
    /// # Errors
    /// Fails if the picture is too large for the format.
    pub fn png(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width.try_into()?, self.height.try_into()?);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(self.colors.as_flattened());
        // Most rows are like the row above. This compression encodes only literals and runs of zeros.
        encoder.set_filter(png::Filter::Up);
        encoder.set_deflate_compression(png::DeflateCompression::FdeflateUltraFast);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// Returns a color with an opacity from 0 to 255 over white.
fn over_white(color: Rgb, opacity: usize) -> Rgb {
    color.map(|part| (255 - (255 - usize::from(part)) * opacity / 255) as u8)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use cosmic_text::Placement;

    use super::*;

    const BLACK: Rgb = [0; 3];

    fn glyph(content: SwashContent, width: u32, data: Vec<u8>) -> SwashImage {
        let bytes = if content == SwashContent::Color { 4 } else { 1 };
        let height = data.len() as u32 / bytes / width;
        let placement = Placement { left: 0, top: 0, width, height };
        SwashImage { placement, content, data, ..SwashImage::new() }
    }

    /// Returns the colors of the decoded picture by row.
    fn decoded(canvas: &Canvas) -> Vec<Vec<Rgb>> {
        let png = canvas.png().unwrap();
        let picture = image::load(Cursor::new(png), image::ImageFormat::Png).unwrap().into_rgb8();
        picture.rows().map(|row| row.map(|pixel| pixel.0).collect()).collect()
    }

    #[test]
    fn glyphs_are_drawn_where_the_canvas_is() {
        let mut canvas = Canvas::new(4, 3);
        let ink = canvas.ink(BLACK);
        let square = glyph(SwashContent::Mask, 2, vec![255; 4]);
        for (x, y) in [(-1, -1), (3, 2), (-9, 0), (0, 9)] {
            canvas.draw(&square, x, y, ink);
        }
        let white = [255; 3];
        let row = [white, white, white, white];
        assert_eq!(decoded(&canvas), [[BLACK, white, white, white], row, [white, white, white, BLACK]]);
        canvas.clear();
        assert_eq!(decoded(&canvas), [row; 3]);
        for (x, y) in (-4..8).flat_map(|x| (-4..8).map(move |y| (x, y))) {
            canvas.clear();
            canvas.draw(&square, x, y, ink);
            let inside = |from: i32, size: i32| (from..from + 2).filter(|place| (0..size).contains(place)).count();
            let black = decoded(&canvas).concat().iter().filter(|color| **color == BLACK).count();
            assert_eq!(black, inside(x, 4) * inside(y, 3), "{x}, {y}");
        }
    }

    #[test]
    fn overlapping_glyphs_cover_more_of_a_pixel() {
        let mut canvas = Canvas::new(4, 1);
        canvas.fill_top(1, [9, 9, 9]);
        canvas.clear();
        let ink = canvas.ink(BLACK);
        canvas.draw(&glyph(SwashContent::Mask, 3, vec![255, 127, 0]), 0, 0, ink);
        assert_eq!(decoded(&canvas), [[BLACK, [136; 3], [255; 3], [255; 3]]]);
        canvas.draw(&glyph(SwashContent::Mask, 3, vec![136, 34, 255]), 1, 0, ink);
        assert_eq!(decoded(&canvas), [[BLACK, [68; 3], [221; 3], BLACK]]);
        canvas.draw(&glyph(SwashContent::Mask, 3, vec![34, 255, 255]), 0, 0, ink);
        assert_eq!(decoded(&canvas), [[BLACK, BLACK, BLACK, BLACK]]);
    }

    #[test]
    fn a_full_palette_gives_the_nearest_color() {
        let mut canvas = Canvas::new(20, 20);
        // 16 * 16 colors, and white.
        let emoji =
            (0..400).flat_map(|pixel| [pixel % 20 * 13, pixel / 20 * 13, 70, 255].map(|part| part as u8)).collect();
        canvas.draw(&glyph(SwashContent::Color, 20, emoji), 0, 0, Ink([WHITE; MAX_LEVEL + 1]));
        let ink = canvas.ink([1, 2, 68]);
        canvas.draw(&glyph(SwashContent::Mask, 1, vec![255]), 7, 0, ink);
        let rows = decoded(&canvas);
        assert_eq!(rows[0][0], [0, 0, 68]);
        assert_eq!(rows[0][7], [0, 0, 68]);
        assert_eq!(canvas.colors.len(), MAX_COLORS);
    }
}
