//! Colors and their contrast, by the formulas of WCAG 2.2.

use std::fmt;

/// A color in sRGB.
///
/// ```
/// use frontispiece::util::color::Color;
///
/// let [black, white] = ["#000", "#ffffff"].map(|text| Color::parse(text).unwrap());
/// assert_eq!(black.contrast(white), 21.0);
/// assert_eq!(black.mixed(white, 0.2).to_string(), "#333333");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color([u8; 3]);

impl Color {
    /// Parses "#rrggbb" or "#rgb" (CSS Color 4, section 5.2).
    pub fn parse(text: &str) -> Option<Color> {
        let digits = text.strip_prefix('#')?;
        let digits: Vec<u8> = digits.chars().map(|digit| Some(digit.to_digit(16)? as u8)).collect::<Option<_>>()?;
        match *digits.as_slice() {
            [r, g, b] => Some(Color([r, g, b].map(|digit| digit * 17))),
            [r1, r2, g1, g2, b1, b2] => Some(Color([r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2])),
            _ => None,
        }
    }

    /// Returns this color with a share of another, from 0 to 1, as CSS's `color-mix(in srgb)` does.
    pub fn mixed(self, other: Color, share: f64) -> Color {
        let part = |at: usize| f64::from(self.0[at]) * (1.0 - share) + f64::from(other.0[at]) * share;
        Color([0, 1, 2].map(|at| part(at).round() as u8))
    }

    /// Returns the lightness, from 0 to 1 (CSS Color 4, section 7, "HSL").
    pub fn lightness(self) -> f64 {
        let [low, high] = self.extremes();
        (low + high) / 2.0
    }

    /// Returns the color of the same hue and saturation with another lightness.
    pub fn with_lightness(self, lightness: f64) -> Color {
        let [low, high] = self.extremes();
        let breadth = |lightness: f64| 1.0 - (2.0 * lightness - 1.0).abs();
        if high == low {
            return Color([(lightness * 255.0).round() as u8; 3]);
        }
        let chroma = (high - low) / breadth(self.lightness()) * breadth(lightness);
        let part = |part: u8| {
            let place = (f64::from(part) / 255.0 - low) / (high - low);
            ((lightness - chroma / 2.0 + place * chroma) * 255.0).round() as u8
        };
        Color(self.0.map(part))
    }

    /// Returns the least and the greatest part, from 0 to 1.
    fn extremes(self) -> [f64; 2] {
        let parts = self.0.map(|part| f64::from(part) / 255.0);
        [parts.into_iter().fold(1.0, f64::min), parts.into_iter().fold(0.0, f64::max)]
    }

    /// Returns the contrast with another color, from 1 to 21: WCAG 2.2, "contrast ratio".
    pub fn contrast(self, other: Color) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Color {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lightness_changes_neither_hue_nor_saturation() {
        let color = Color([11, 74, 107]);
        assert!((color.lightness() - 0.231).abs() < 0.001);
        assert_eq!(color.with_lightness(color.lightness()), color);
        // hsl(200.6, 81.4%, 70%)
        assert_eq!(color.with_lightness(0.7), Color([116, 198, 241]));
        assert_eq!([0.0, 1.0].map(|lightness| color.with_lightness(lightness).0), [[0; 3], [255; 3]]);
        assert_eq!(Color([128; 3]).with_lightness(0.2), Color([51; 3]));
    }

    #[test]
    fn the_formula_is_that_of_wcag() {
        let grey = |part| Color([part; 3]);
        assert_eq!(grey(18).contrast(grey(18)), 1.0);
        // The palest grey that passes on white: #767676 at 4.54.
        assert!((grey(118).contrast(grey(255)) - 4.54).abs() < 0.005);
    }

    #[test]
    fn only_hexadecimal_colors_are_parsed() {
        assert_eq!(Color::parse("#0b4A6b"), Some(Color([11, 74, 107])));
        for text in ["", "#", "0b4a6b", "#0b4a6", "#0b4a6b00", "#0b4a6g", "#é", "blue", "#+12345", "#\u{661}23"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }
}
