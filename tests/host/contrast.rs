//! Checks the contrast of the colors in the style sheet, by the formulas of WCAG 2.2.

/// A color, its backgrounds, and the required contrast: 7 for body text (1.4.6), 4.5 for other text (1.4.3), 3 for the
/// parts that identify a control or the focus (1.4.11).
const PAIRS: [(&str, &[&str], f64); 10] = [
    ("--text", &["--page", "--panel"], 7.0),
    ("--text", &["--warn", "--match", "--accent-soft"], 4.5),
    ("--quiet", &["--page", "--panel"], 4.5),
    ("--accent", &["--page", "--panel", "--accent-soft", "--warn"], 4.5),
    ("--award", &["--page"], 4.5),
    // The check mark in a selected box.
    ("--page", &["--accent"], 3.0),
    // The border of an empty box, and of the search box.
    ("--quiet", &["--page"], 3.0),
    // The focus ring.
    ("--accent", &["--page", "--panel"], 3.0),
    // The mark of the selected years and of the current page.
    ("--accent", &["--accent-soft", "--page"], 3.0),
    ("--tone-0", &["--page"], 3.0),
];

#[derive(Clone, Copy)]
enum Theme {
    Light,
    Dark,
}

/// Returns the value of a token in a theme: `light-dark(#rrggbb, #rrggbb)`, or one color for both.
fn token(name: &str, theme: Theme) -> [f64; 3] {
    let css = include_str!("../../style/tokens.css");
    let (_, value) = css.split_once(&format!(" {name}:")).unwrap_or_else(|| panic!("tokens.css: there is no {name}"));
    let (value, _) = value.split_once(';').unwrap_or_else(|| panic!("tokens.css: {name} has no end"));
    let value = value.trim();
    let pair = value.strip_prefix("light-dark(").and_then(|pair| pair.strip_suffix(')')?.split_once(','));
    let colour = match (pair, theme) {
        (Some((light, _)), Theme::Light) => light.trim(),
        (Some((_, dark)), Theme::Dark) => dark.trim(),
        (None, _) => value,
    };
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
    let digits = digits.unwrap_or_else(|| panic!("tokens.css: {name}: found {colour}; expected #rrggbb"));
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map(f64::from);
    [0, 2, 4].map(|at| part(at).unwrap_or_else(|_| panic!("tokens.css: {name}: found {colour}; expected #rrggbb")))
}

/// Returns the relative luminance (WCAG 2.2).
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Returns the contrast ratio (WCAG 2.2).
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_formula_matches_wcag() {
    assert_eq!(contrast([0.0; 3], [255.0; 3]), 21.0);
    assert_eq!(contrast([18.0; 3], [18.0; 3]), 1.0);
    // The lightest gray that passes on white: #767676, with a contrast of 4.54.
    assert!((contrast([118.0; 3], [255.0; 3]) - 4.54).abs() < 0.005);
}

#[test]
fn every_color_has_enough_contrast() {
    let mut pale = Vec::new();
    for (colour, grounds, least) in PAIRS {
        for ground in grounds {
            for (theme, words) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
                let found = contrast(token(colour, theme), token(ground, theme));
                if found < least {
                    pale.push(format!("{colour} on {ground} in the {words} theme: {found:.2}, less than {least}"));
                }
            }
        }
    }
    assert!(pale.is_empty(), "{pale:#?}");
}
