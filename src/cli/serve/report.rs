//! The messages for the author of a site: errors, warnings, and what is still to be written.

use std::{fmt, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::{build::site_folder::file_of, cli::new::template::missing_repository, content::Diagnostic};

/// The messages for the author of a site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What prevents a build, as `frontispiece check` prints it.
    pub errors: Vec<Message>,
    /// Values that are probably not what the author meant.
    pub warnings: Vec<Message>,
    /// What the author still has to write.
    pub to_dos: Vec<Message>,
    /// Whether the pages show this state of the content. If not, they show the last one that could be read.
    pub is_shown: bool,
}

/// A message and its position.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The file, the line and the column. It is empty if the text names the file.
    pub place: String,
    /// The text.
    pub text: String,
}

impl Message {
    /// Returns a message that names its file itself.
    pub fn new(text: impl fmt::Display) -> Message {
        Message { place: String::new(), text: text.to_string() }
    }

    /// Returns the message of a diagnostic about a file.
    pub fn of(diagnostic: &Diagnostic, file: &Path) -> Message {
        let (position, text) = (diagnostic.position.to_string(), diagnostic.to_string());
        let text = text.strip_prefix(&format!("{position}: ")).unwrap_or(&text).to_owned();
        Message { place: format!("{}:{position}", file_of(diagnostic, file).display()), text }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = if self.place.is_empty() { "" } else { ": " };
        write!(f, "{}{separator}{}", self.place, self.text)
    }
}

/// Returns what the author still has to write into the workflow of a site, if there is anything.
pub fn workflow_to_do(folder: &Path) -> Option<Message> {
    let file = folder.join(".github/workflows/pages.yml");
    let line = missing_repository(&fs::read_to_string(&file).ok()?)?;
    let text = "FRONTISPIECE_REPOSITORY: write the URL of the repository that publishes Frontispiece; the workflow \
                downloads the program from there";
    Some(Message { place: format!("{}:{line}:1", file.display()), text: text.to_owned() })
}

impl Report {
    /// Adds diagnostics of the check of a file.
    pub fn add(&mut self, diagnostics: &[Diagnostic], file: &Path) {
        for diagnostic in diagnostics {
            let list = if diagnostic.is_error() { &mut self.errors } else { &mut self.warnings };
            list.push(Message::of(diagnostic, file));
        }
    }

    /// Returns the numbers of errors and warnings, such as "2 errors, 1 warning", or `None` if there are none.
    pub fn counts(&self) -> Option<String> {
        let parts = [(self.errors.len(), "error"), (self.warnings.len(), "warning")];
        let parts = parts.into_iter().filter(|(number, _)| *number > 0).map(|(number, noun)| count(number, noun));
        let counts = parts.collect::<Vec<_>>().join(", ");
        (!counts.is_empty()).then_some(counts)
    }
}

/// Returns a number with its noun: "1 error", "2 errors".
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{self, Position, Severity};

    #[test]
    fn messages_are_those_of_the_check() {
        let diagnostic = Diagnostic {
            severity: Severity::Warning,
            file: None,
            position: Position { line: 3, column: 7 },
            path: "person.name".to_owned(),
            message: content::Message::problem("a problem: 3:7: twice"),
        };
        let file = Path::new("me/content.json");
        assert_eq!(Message::of(&diagnostic, file).to_string(), format!("{}:{diagnostic}", file.display()));
        assert_eq!(Message::new("files/a: found a link").to_string(), "files/a: found a link");
    }

    #[test]
    fn counts_name_only_what_there_is() {
        let message = || Message::new("x");
        let report = |errors, warnings| Report {
            errors: vec![message(); errors],
            warnings: vec![message(); warnings],
            ..Report::default()
        };
        assert_eq!(report(0, 0).counts(), None);
        assert_eq!(report(1, 2).counts().unwrap(), "1 error, 2 warnings");
        assert_eq!(report(0, 1).counts().unwrap(), "1 warning");
    }
}
