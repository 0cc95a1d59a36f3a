//! Checks the contrast of the colors in the style sheets in every look and theme, by the formulas of WCAG 2.2.

use std::collections::HashMap;

use frontispiece::{check::accent, content::Look, util::color::Color};

/// A color, its backgrounds, and the required contrast: 7 for text (1.4.6), 3 for the parts that identify a control or the
/// focus, and for graphics (1.4.11).
const PAIRS: [(&str, &[&str], f64); 14] = [
    ("--text", &["--page", "--panel", "--accent-soft", "--warn", "--match"], 7.0),
    ("--quiet", &["--page", "--panel"], 7.0),
    ("--accent", &["--page", "--panel", "--accent-soft"], 7.0),
    ("--award", &["--page"], 7.0),
    // The text of a filled button, and the check mark in a selected box.
    ("--page", &["--accent"], 7.0),
    // The border of an empty box, of a button and of the search box.
    ("--edge", &["--page"], 3.0),
    ("--tone-0", &["--page"], 3.0),
    ("--tone-1", &["--page"], 3.0),
    ("--tone-2", &["--page"], 3.0),
    ("--tone-3", &["--page"], 3.0),
    ("--tone-4", &["--page"], 3.0),
    ("--tone-5", &["--page"], 3.0),
    ("--tone-6", &["--page"], 3.0),
    ("--tone-7", &["--page"], 3.0),
];

#[derive(Clone, Copy, Debug)]
enum Theme {
    Light,
    Dark,
}

type Tokens = HashMap<&'static str, &'static str>;

const TOKENS: &str = include_str!("../../style/tokens.css");
const LOOKS: &str = include_str!("../../style/looks.css");

/// Returns the custom properties in a block of a style sheet.
fn declarations(block: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let declaration = |line: &'static str| line.trim().rsplit_once('\n').map_or(line, |(_, last)| last).split_once(':');
    let is_token = |(name, _): &(&str, &str)| name.trim().starts_with("--");
    block.split(';').filter_map(declaration).filter(is_token).map(|(name, value)| (name.trim(), value.trim()))
}

/// Returns the tokens of a look in a theme.
fn tokens(look: Option<Look>, theme: Theme) -> Tokens {
    let (base, _) = TOKENS.split_once("@media").expect("tokens.css ends with those of wide screens");
    let mut tokens: Tokens = declarations(base).collect();
    let is_shown = !matches!((look, theme), (Some(Look::Night), Theme::Light));
    if let Some(look) = look.filter(|_| is_shown) {
        let start = format!("[data-look=\"{}\"]", look.as_str());
        let (_, rest) = LOOKS.split_once(&start).unwrap_or_else(|| panic!("looks.css: there is no {start}"));
        let (block, _) = rest.split_once('{').expect("a block").1.split_once('}').expect("its end");
        tokens.extend(declarations(block));
    }
    tokens
}

/// Returns the color of a value: "#rrggbb", `light-dark()`, `var()`, or `color-mix()` of two of these.
fn color(value: &str, tokens: &Tokens, theme: Theme) -> Color {
    let inside = |start: &str| value.strip_prefix(start).and_then(|rest| rest.strip_suffix(')'));
    if let Some(name) = inside("var(") {
        let value = tokens.get(name).unwrap_or_else(|| panic!("there is no {name}"));
        return color(value, tokens, theme);
    }
    if let Some((light, dark)) = inside("light-dark(").and_then(|pair| pair.split_once(',')) {
        let value = if matches!(theme, Theme::Light) { light } else { dark };
        return color(value.trim(), tokens, theme);
    }
    if let Some((first, second)) = inside("color-mix(in srgb, ").and_then(|pair| pair.split_once(", ")) {
        let (first, share) = first.rsplit_once(' ').expect("a share");
        let share: f64 = share.trim_end_matches('%').parse().expect("a number");
        return color(second, tokens, theme).mixed(color(first, tokens, theme), share / 100.0);
    }
    Color::parse(value).unwrap_or_else(|| panic!("found {value}; expected a color"))
}

fn every_look() -> impl Iterator<Item = (Option<Look>, Theme)> {
    let looks = Look::ALL.iter().copied().map(Some).chain([None]);
    looks.flat_map(|look| [(look, Theme::Light), (look, Theme::Dark)])
}

#[test]
fn every_color_has_enough_contrast() {
    let mut pale = Vec::new();
    for (look, theme) in every_look() {
        let tokens = tokens(look, theme);
        for (name, grounds, least) in PAIRS {
            for ground in grounds {
                let [one, other] = [name, ground].map(|name| color(&format!("var({name})"), &tokens, theme));
                let found = one.contrast(other);
                if found < least {
                    pale.push(format!("{look:?}, {theme:?}: {name} on {ground}: {found:.2}, less than {least}"));
                }
            }
        }
    }
    assert!(pale.is_empty(), "{pale:#?}");
}

/// The check and the build know the colors of the style sheets.
#[test]
fn accents_are_compared_with_the_colors_of_the_look() {
    for (look, theme) in every_look() {
        let tokens = tokens(look, theme);
        let of = |name: &str| color(&format!("var({name})"), &tokens, theme);
        let grounds = accent::grounds(look)[theme as usize];
        assert_eq!(grounds, ["--page", "--panel"].map(of), "{look:?} {theme:?}");
        let worst = ["--page", "--panel", "--accent-soft"].map(|ground| of("--accent").contrast(of(ground)));
        let worst = worst.into_iter().fold(f64::INFINITY, f64::min);
        assert_eq!(accent::contrast(of("--accent"), grounds), worst, "{look:?} {theme:?}");
    }
}

/// A look changes tokens, nothing else.
#[test]
fn looks_consist_of_tokens() {
    let names = tokens(None, Theme::Light);
    for block in LOOKS.split('{').skip(2) {
        let (block, _) = block.split_once('}').expect("its end");
        for declaration in block.split(';').map(str::trim).filter(|declaration| !declaration.is_empty()) {
            let (name, _) = declaration.split_once(':').expect("a declaration");
            assert!(names.contains_key(name) || name == "color-scheme", "{name}");
        }
    }
}
