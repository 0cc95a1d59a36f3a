//! The message of a diagnostic, composed of parts that programs can read one by one.

use std::{
    fmt::{self, Write},
    ops::{Deref, Range},
};

use crate::util::text::PART_SEPARATOR;

/// The text before what was expected.
const EXPECTED: &str = "; expected ";

/// The range of a part in the sentence. It is empty if the sentence does not have the part.
type Part = Range<u32>;

/// A sentence that says what was found, what was expected and how to fix it.
///
/// The sentence is composed in this order, and each part keeps its range in it. So the text for people and the fields
/// for programs cannot differ.
///
/// ```
/// use frontispiece::content::Message;
/// let message = Message::found("\"soon\"").expected("a date").instead("write \"2025\"");
/// assert_eq!(message.to_string(), "found \"soon\"; expected a date: write \"2025\"");
/// let parts = (message.finding(), message.expectation(), message.suggestion());
/// assert_eq!(parts, ("\"soon\"", Some("a date"), Some("write \"2025\"")));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    text: String,
    finding: Part,
    expectation: Part,
    suggestion: Part,
}

impl Message {
    /// Returns the sentence "found `what`".
    pub fn found(what: impl fmt::Display) -> Message {
        let mut message = Message::default();
        message.finding = message.push("found ", what);
        message
    }

    /// Returns a sentence that does not begin with "found", such as "the field "date" is missing".
    pub fn problem(what: impl fmt::Display) -> Message {
        let mut message = Message::default();
        message.finding = message.push("", what);
        message
    }

    /// Appends "; expected `what`".
    pub fn expected(mut self, what: impl fmt::Display) -> Message {
        self.expectation = self.push(EXPECTED, what);
        self
    }

    /// Appends a suggestion after a semicolon. An empty one changes nothing.
    pub fn suggest(self, suggestion: impl fmt::Display) -> Message {
        self.suggest_after("; ", suggestion)
    }

    /// Appends a suggestion after a colon: a correct value for what was expected. An empty one changes nothing.
    pub fn instead(self, suggestion: impl fmt::Display) -> Message {
        self.suggest_after(": ", suggestion)
    }

    fn suggest_after(mut self, separator: &str, suggestion: impl fmt::Display) -> Message {
        let end = self.text.len();
        let added = self.push(separator, suggestion);
        if added.is_empty() {
            self.text.truncate(end);
        } else {
            // A second suggestion continues the first one.
            let start = if self.suggestion.is_empty() { added.start } else { self.suggestion.start };
            self.suggestion = start..added.end;
        }
        self
    }

    /// Appends a remark after a semicolon.
    pub fn note(mut self, remark: impl fmt::Display) -> Message {
        self.push("; ", remark);
        self
    }

    /// Composes the message of an error that serde passes on as text. Such an error has an alternate form (`{:#}`) with
    /// three parts, each after a [`PART_SEPARATOR`] except the first: the finding, the expectation, and a suggestion
    /// after its `:` or `;`. The last two may be empty. The finding may contain any text.
    pub(crate) fn from_alternate_form(text: &str) -> Message {
        let mut parts = text.rsplitn(3, PART_SEPARATOR);
        let (Some(suggestion), Some(expectation), Some(finding)) = (parts.next(), parts.next(), parts.next()) else {
            return Message::problem(text);
        };
        let message = match expectation {
            "" => Message::problem(finding),
            _ => Message::found(finding).expected(expectation),
        };
        match suggestion.strip_prefix(':') {
            Some(suggestion) => message.instead(suggestion),
            None => message.suggest(suggestion.trim_start_matches(';')),
        }
    }

    /// Returns the sentence up to what was expected.
    pub(crate) fn before_expectation(&self) -> &str {
        match self.expectation.start as usize {
            0 => &self.text,
            start => &self.text[..start - EXPECTED.len()],
        }
    }

    /// Returns the sentence.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns what is in the file or what is missing in it.
    pub fn finding(&self) -> &str {
        self.part(&self.finding).unwrap_or_default()
    }

    /// Returns what should be there, if the message says it.
    pub fn expectation(&self) -> Option<&str> {
        self.part(&self.expectation)
    }

    /// Returns how to correct it, if the message says it.
    pub fn suggestion(&self) -> Option<&str> {
        self.part(&self.suggestion)
    }

    fn part(&self, part: &Part) -> Option<&str> {
        (!part.is_empty()).then(|| &self.text[part.start as usize..part.end as usize])
    }

    /// Appends a text after a separator, and returns the range of the text.
    fn push(&mut self, separator: &str, what: impl fmt::Display) -> Part {
        self.text.push_str(separator);
        let start = self.text.len() as u32;
        let _ = write!(self.text, "{what}");
        start..self.text.len() as u32
    }
}

/// A message is read as its sentence.
impl Deref for Message {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq<str> for Message {
    fn eq(&self, text: &str) -> bool {
        self.text == text
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, text: &&str) -> bool {
        self.text == *text
    }
}

impl PartialEq<String> for Message {
    fn eq(&self, text: &String) -> bool {
        self.text == *text
    }
}
