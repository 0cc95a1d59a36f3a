//! Escapes text for HTML.

/// Escapes a text for an element or an attribute with double quotes (HTML, section 13.3).
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
