//! Colours and their contrast, by the formulas of WCAG 2.2.

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
    /// Black.
    pub const BLACK: Color = Color([0; 3]);
    /// White.
    pub const WHITE: Color = Color([255; 3]);

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
    fn the_formula_is_that_of_wcag() {
        let grey = |part| Color([part; 3]);
        assert_eq!(grey(18).contrast(grey(18)), 1.0);
        // The palest grey that passes on white: #767676 at 4.54.
        assert!((grey(118).contrast(Color::WHITE) - 4.54).abs() < 0.005);
    }

    #[test]
    fn only_hexadecimal_colors_are_parsed() {
        assert_eq!(Color::parse("#0b4A6b"), Some(Color([11, 74, 107])));
        for text in ["", "#", "0b4a6b", "#0b4a6", "#0b4a6b00", "#0b4a6g", "#é", "blue", "#+12345", "#\u{661}23"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }
}
