//! The styles of the converter as words for the `class` attribute. A page has no `style` attributes.

/// The space that "\!" removes, and those that "\negmedspace" and "\negthickspace" do.
const NEGATIVE_SPACES: [&str; 3] = ["-0.16666667em", "-0.22222222em", "-0.2777778em"];

/// Returns the classes for the value of a `style` attribute. Other styles, such as colors, have none.
pub(super) fn classes(style: &str) -> impl Iterator<Item = &'static str> {
    style.split(';').filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        match (property.trim(), value.trim()) {
            ("text-align", "left") => Some("left"),
            ("text-align", "right") => Some("right"),
            ("border-left", _) => Some("line-left"),
            ("border-right", _) => Some("line-right"),
            ("border-top", _) => Some("line-top"),
            ("margin-left", space) if NEGATIVE_SPACES.contains(&space) => Some("negative"),
            ("font-variant-caps", "small-caps") => Some("small-caps"),
            _ => None,
        }
    })
}

/// Returns the class for an element of HTML in a text.
pub(super) fn class_of_html(name: &str, class: &str) -> Option<&'static str> {
    match (name, class) {
        ("code", _) => Some("monospace"),
        ("span", "math-core-sans-serif-font") => Some("sans-serif"),
        _ => None,
    }
}

/// Returns the class for the `notation` of an `menclose` element, which MathML Core does not have.
pub(super) fn class_of_notation(notation: &str) -> Option<&'static str> {
    match notation {
        "updiagonalstrike" => Some("strike-up"),
        "downdiagonalstrike" => Some("strike-down"),
        "updiagonalstrike downdiagonalstrike" => Some("strike-cross"),
        _ => None,
    }
}
