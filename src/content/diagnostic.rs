//! Diagnostics of a file and their positions.

use std::fmt;

use crate::content::message::Message;

/// A position in a text. Lines and columns start at 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    /// Returns the position of a byte offset in a text.
    pub fn of(offset: usize, text: &str) -> Position {
        Position { line: 1, column: 1 }.after(text.get(..offset).unwrap_or(text))
    }

    /// Returns the position after an additional text.
    pub(crate) fn after(self, text: &str) -> Position {
        let count = |text: &str| text.chars().count();
        match text.rsplit_once('\n') {
            Some((before, last)) => {
                Position { line: self.line + before.matches('\n').count() + 1, column: count(last) + 1 }
            }
            None => Position { line: self.line, column: self.column + count(text) },
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The severity of a [`Diagnostic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The profile cannot be deployed until it is corrected.
    Error,
    /// The profile can be deployed, but a value is probably not what the author meant.
    Warning,
}

/// An error or a warning about the content: its position and a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The severity, which decides whether the diagnostic prevents a deployment.
    pub severity: Severity,
    /// The path of a Markdown file below the site folder, or `None` for `content.json`.
    pub file: Option<String>,
    /// The position in the file.
    pub position: Position,
    /// The path in the profile, such as `publications[7].date`. It is empty for the whole file.
    pub path: String,
    /// What was found, what was expected and how to fix it.
    pub message: Message,
}

impl Diagnostic {
    /// Returns `true` if the diagnostic prevents a deployment.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Returns the diagnostic after the name of its file: `content.json:12:7: …` or `about.md:3:1: …`.
    pub fn with_file(&self) -> String {
        format!("{}:{self}", self.file.as_deref().unwrap_or("content.json"))
    }
}

/// Formats the diagnostic as `12:7: publications[7].date: found "2025-13"; …` or `12:7: warning: publications[7].title:
/// …`. Callers put the file name before it.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.position)?;
        if self.severity == Severity::Warning {
            f.write_str("warning: ")?;
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        self.message.fmt(f)
    }
}

/// Returns the name nearest to a mistyped one, if at most a third of its letters differ.
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // The time of a comparison is proportional to the product of both lengths.
    const MAX_LENGTH: usize = 200;
    if typed.len() > MAX_LENGTH {
        return None;
    }
    let typed = typed.to_ascii_lowercase();
    names
        .into_iter()
        .filter(|name| name.len() <= MAX_LENGTH)
        .map(|name| (strsim::osa_distance(&typed, &name.to_ascii_lowercase()), name))
        .filter(|(distance, name)| *distance * 3 <= typed.chars().count().max(name.chars().count()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Returns `did you mean "date"?`, or an empty string if no name is near.
pub fn did_you_mean<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    nearest(typed, names).map_or_else(String::new, |name| format!("did you mean \"{name}\"?"))
}
