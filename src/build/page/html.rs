//! Text in HTML.

/// A text as it stands in an element or in an attribute with double quotes (HTML, section 13.3).
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
