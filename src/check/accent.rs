//! The accent color of the site: whether it can be read, and its variant for the dark theme.

use crate::{
    check::{Checker, join, short},
    content::{Look, Message, lenient::PathSegment::Field},
    util::color::Color,
};

/// What texts need to be read easily: WCAG 2.2, success criteria 1.4.3 (AA) and 1.4.6 (AAA).
const AA: f64 = 4.5;
const AAA: f64 = 7.0;

/// How much accent there is in `--accent-soft` of `style/tokens.css`.
const SOFT: f64 = 0.11;

/// Returns the colors `--page` and `--panel` of a look in the light and in the dark theme; `style/tokens.css` and
/// `style/looks.css` have them.
pub fn grounds(look: Option<Look>) -> [[Color; 2]; 2] {
    let [light, dark] = match look {
        None | Some(Look::Compact) => [["#fefdfb", "#f4f2ed"], ["#14171a", "#1e2226"]],
        Some(Look::Plain) => [["#ffffff", "#f4f2ed"], ["#15171a", "#1e2226"]],
        Some(Look::Book) => [["#fbf8f0", "#f1ece0"], ["#1a1815", "#24211d"]],
        Some(Look::Night) => [["#fefdfb", "#f4f2ed"], ["#0e1013", "#181b20"]],
    };
    let color = |text| Color::parse(text).expect("the texts above are colors");
    [light.map(color), dark.map(color)]
}

/// Returns the contrast of an accent with what it stands on in a theme: the page, a panel, and the page with a little of
/// the accent in it.
pub fn contrast(accent: Color, [page, panel]: [Color; 2]) -> f64 {
    let soft = page.mixed(accent, SOFT);
    [page, panel, soft].map(|ground| accent.contrast(ground)).into_iter().fold(f64::INFINITY, f64::min)
}

/// Returns the accent of the dark theme: of the same hue and saturation, and as light as it must be to be read easily.
pub fn dark_variant(accent: Color, look: Option<Look>) -> Color {
    readable(accent, 1.0, grounds(look)[1])
}

/// Returns a color as near to white (1) or black (0) as it must be for a contrast of [`AAA`].
fn readable(accent: Color, end: f64, grounds: [Color; 2]) -> Color {
    let lightness = accent.lightness();
    let between = (1..=100).map(|percent| {
        let share = f64::from(percent) / 100.0;
        accent.with_lightness(lightness * (1.0 - share) + end * share)
    });
    std::iter::once(accent)
        .chain(between)
        .find(|variant| contrast(*variant, grounds) >= AAA)
        .unwrap_or(accent.with_lightness(end))
}

impl Checker<'_> {
    pub(super) fn accent(&self) {
        let site = &self.content.site;
        let Some(text) = &site.accent else { return };
        let path = join(&[Field("site")], &[Field("accent")]);
        let Some(accent) = Color::parse(text) else {
            return self
                .report(&path, Message::found(format!("\"{}\"", short(text))).expected("a color such as \"#0b4a6b\""));
        };
        let grounds = grounds(site.look)[0];
        let contrast = contrast(accent, grounds);
        if contrast < AA {
            let darker = readable(accent, 0.0, grounds);
            self.warn(
                &path,
                Message::found(format!("\"{text}\", whose contrast with the page is {contrast:.1} to 1"))
                    .expected(format!("at least {AA} to 1 (WCAG 2.2, 1.4.3), so that links can be read"))
                    .instead(format!("write a darker color, such as \"{darker}\"")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_accent_can_be_read_in_the_dark(text in "#[0-9a-f]{6}") {
            let accent = Color::parse(&text).unwrap();
            for look in Look::ALL.iter().copied().map(Some).chain([None]) {
                let dark = dark_variant(accent, look);
                prop_assert!(contrast(dark, grounds(look)[1]) >= AAA, "{} {:?}", dark, look);
            }
        }
    }

    #[test]
    fn an_accent_that_can_be_read_in_the_dark_stays() {
        let accent = Color::parse("#8fc6e6").unwrap();
        assert_eq!(dark_variant(accent, None), accent);
        assert_eq!(dark_variant(Color::parse("#0b4a6b").unwrap(), None).to_string(), "#5fbdef");
    }
}
