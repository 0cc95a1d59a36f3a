//! Text as citation formats take it.

/// A text in one line: white space and control characters between words become a space. Marks of direction stay,
/// since they belong to the spelling.
pub(crate) fn line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
