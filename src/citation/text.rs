//! Prepares text for citation formats.

/// Returns a text on one line. White space and control characters between words become a space. Direction marks are
/// kept, because they belong to the spelling.
pub(crate) fn line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
