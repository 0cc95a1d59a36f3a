//! Lays out the texts of social cards and draws them.

use std::sync::Arc;

use cosmic_text::{
    Align, Attrs, Buffer, CacheKeyFlags, Ellipsize, EllipsizeHeightLimit, Family, FontSystem, LayoutGlyph, LayoutRun,
    Metrics, Shaping, SwashCache, Weight,
    fontdb::{Database, Source},
};

use crate::build::images::canvas::{Canvas, Rgb};

/// The family of the bundled font (Libertinus Serif, SIL Open Font License).
const FAMILY: &str = "Libertinus Serif";

/// The distance between two lines, as a multiple of the font size.
const LINE_HEIGHT: f32 = 1.18;

/// Returns the fonts in this program. Their data is not copied.
pub fn bundled_fonts() -> Database {
    let mut database = Database::new();
    for font in typst_assets::fonts() {
        database.load_font_source(Source::Binary(Arc::new(font)));
    }
    database
}

/// Returns the fonts in this program and those of the system.
pub fn all_fonts() -> Database {
    let mut database = bundled_fonts();
    database.load_system_fonts();
    database
}

/// A typesetter that holds one text at a time.
pub struct Typesetter {
    fonts: FontSystem,
    /// The images of the glyphs that have been drawn.
    glyphs: SwashCache,
    buffer: Buffer,
}

/// The result of a layout.
pub struct Layout {
    /// The font size in pixels.
    pub size: f32,
    /// The height of all lines in pixels.
    pub height: f32,
    /// Whether the text is written from right to left.
    pub is_right_to_left: bool,
    /// Whether there is a glyph for every letter.
    pub is_complete: bool,
}

impl Typesetter {
    /// Returns a typesetter with these fonts, for lines of a width in pixels. The language selects among the fonts for
    /// Chinese, Japanese and Korean.
    pub fn new(fonts: Database, language: &str, width: f32) -> Typesetter {
        let mut buffer = Buffer::new_empty(Metrics::new(1.0, 1.0));
        buffer.set_size(Some(width), None);
        let fonts = FontSystem::new_with_locale_and_db(language.to_owned(), fonts);
        Typesetter { fonts, glyphs: SwashCache::new(), buffer }
    }

    /// Lays out a text in the first of the font sizes for which it fits into a number of lines. If it does not fit at the
    /// last size, the last line ends with an ellipsis. Without an alignment, the lines begin where the direction of the
    /// text says.
    pub fn set(&mut self, text: &str, weight: u16, sizes: &[(f32, usize)], alignment: Option<Align>) -> Layout {
        let visible: String = text.chars().filter(|letter| !letter.is_control()).collect();
        let attributes = Attrs::new()
            .family(Family::Name(FAMILY))
            .weight(Weight(weight))
            // Hinting changes the shapes of letters.
            .cache_key_flags(CacheKeyFlags::DISABLE_HINTING);
        self.buffer.set_text(&visible, &attributes, Shaping::Advanced, alignment);
        let mut layout = Layout { size: 0.0, height: 0.0, is_right_to_left: false, is_complete: true };
        for (position, (size, max_lines)) in sizes.iter().enumerate() {
            let is_last = position + 1 == sizes.len();
            let limit = Ellipsize::End(EllipsizeHeightLimit::Lines(*max_lines));
            self.buffer.set_ellipsize(if is_last { limit } else { Ellipsize::None });
            self.buffer.set_metrics(Metrics::new(*size, size * LINE_HEIGHT));
            self.buffer.shape_until_scroll(&mut self.fonts, false);
            let lines = self.buffer.layout_runs().count();
            layout = Layout { size: *size, height: lines as f32 * size * LINE_HEIGHT, ..layout };
            if lines <= *max_lines {
                break;
            }
        }
        layout.is_right_to_left = self.buffer.layout_runs().next().is_some_and(|line| line.rtl);
        // Glyph 0 represents a missing letter (OpenType, "glyf").
        layout.is_complete = self.buffer.layout_runs().all(|line| line.glyphs.iter().all(|glyph| glyph.glyph_id != 0));
        layout
    }

    /// Draws the text with the start of its first baseline at a point.
    pub fn draw(&mut self, canvas: &mut Canvas, left: f32, baseline: f32, color: Rgb) {
        let ink = canvas.ink(color);
        for (number, line) in self.buffer.layout_runs().enumerate() {
            let baseline = baseline + number as f32 * line.line_height;
            let left = left + if line.rtl { indent(&line) } else { 0.0 };
            for glyph in line.glyphs {
                let glyph = glyph.physical((left, baseline), 1.0);
                if let Some(image) = self.glyphs.get_image(&mut self.fonts, glyph.cache_key) {
                    canvas.draw(image, glyph.x, glyph.y, ink);
                }
            }
        }
    }
}

/// Returns the width of the space at the start of a line from right to left. cosmic-text puts the space at which the
/// previous line was broken there.
fn indent(line: &LayoutRun) -> f32 {
    let is_visible = |glyph: &&LayoutGlyph| !line.text[glyph.start..glyph.end].trim().is_empty();
    let end = |glyph: &LayoutGlyph| glyph.x + glyph.w;
    let visible = line.glyphs.iter().filter(is_visible).map(end).fold(0.0, f32::max);
    line.glyphs.iter().map(end).fold(visible, f32::max) - visible
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [(f32, usize); 2] = [(60.0, 1), (30.0, 2)];

    fn typesetter() -> Typesetter {
        Typesetter::new(bundled_fonts(), "en", 600.0)
    }

    /// Returns the first and the last column with a pixel of the text.
    fn columns(typesetter: &mut Typesetter) -> (usize, usize) {
        let mut canvas = Canvas::new(800, 300);
        typesetter.draw(&mut canvas, 100.0, 100.0, [0; 3]);
        let picture = image::load_from_memory(&canvas.png().unwrap()).unwrap().into_luma8();
        let mut columns =
            picture.enumerate_pixels().filter(|(_, _, pixel)| pixel.0[0] < 128).map(|(x, _, _)| x as usize);
        let first = columns.next().unwrap();
        columns.fold((first, first), |(least, most), column| (least.min(column), most.max(column)))
    }

    #[test]
    fn the_first_size_that_fits_is_used() {
        let mut typesetter = typesetter();
        let mut size = |text: &str| {
            let layout = typesetter.set(text, 600, &SIZES, None);
            (layout.size, (layout.height / layout.size / LINE_HEIGHT).round())
        };
        assert_eq!(size("Notes"), (60.0, 1.0));
        assert_eq!(size("Notes on the Analytical Engine"), (30.0, 1.0));
        assert_eq!(size("Notes on the Analytical Engine Invented by Charles Babbage"), (30.0, 2.0));
        assert_eq!(size(&"Notes on the Analytical Engine ".repeat(9)), (30.0, 2.0));
        assert_eq!(size(&"解析機関".repeat(12)), (30.0, 2.0));
        assert_eq!(size(""), (60.0, 1.0));
    }

    #[test]
    fn a_text_that_is_too_long_ends_with_an_ellipsis() {
        let mut typesetter = typesetter();
        typesetter.set(&"Notes on the Analytical Engine ".repeat(9), 600, &SIZES, None);
        let line = typesetter.buffer.layout_runs().last().unwrap();
        let ellipsis = line.glyphs.last().unwrap().glyph_id;
        let (_, end) = columns(&mut typesetter);
        assert!(end <= 700);
        typesetter.set("…", 600, &SIZES, None);
        assert_eq!(typesetter.buffer.layout_runs().next().unwrap().glyphs[0].glyph_id, ellipsis);
    }

    #[test]
    fn text_from_right_to_left_begins_at_the_right() {
        let mut typesetter = typesetter();
        assert!(!typesetter.set("Notes", 600, &SIZES, None).is_right_to_left);
        assert!(columns(&mut typesetter).0 < 110);
        // Each line begins there, also after a break at a space.
        for text in ["הערות", "הערות על המנוע האנליטי שהמציא צ'רלס בבג' והתרגום של עדה לאבלייס מצרפתית לאנגלית"]
        {
            assert!(typesetter.set(text, 600, &SIZES, None).is_right_to_left);
            assert!(columns(&mut typesetter).1 > 690, "{text}");
            for line in typesetter.buffer.layout_runs() {
                let visible = line.glyphs.iter().filter(|glyph| !line.text[glyph.start..glyph.end].trim().is_empty());
                let end = visible.map(|glyph| glyph.x + glyph.w).fold(0.0, f32::max) + indent(&line);
                assert!((599.0..=601.0).contains(&end), "{text}: {end}");
            }
        }
        typesetter.set("Notes", 600, &SIZES, Some(Align::Right));
        assert!(columns(&mut typesetter).1 > 690);
    }

    #[test]
    fn letters_without_a_glyph_are_noticed() {
        let mut typesetter = typesetter();
        assert!(typesetter.set("Ärger & ﬁn, Привет, Ελλάδα, \u{200b}\u{7}∀x ∈ ℝ", 600, &SIZES, None).is_complete);
        assert!(!typesetter.set("A\u{10FFFD}", 600, &SIZES, None).is_complete);
    }
}
