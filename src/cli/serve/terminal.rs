//! Prints the URL, the changes and the messages in the terminal.

use std::{
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::cli::serve::report::{Message, Report, count};

/// The maximum number of messages of one kind that are printed at a time.
const MAX_PRINTED: usize = 10;

const RED: &str = "\x1b[31m";
const YELLOW: &str = "\x1b[33m";
const CYAN: &str = "\x1b[36m";
const PLAIN: &str = "\x1b[0m";

/// The terminal. It has colors unless the variable NO_COLOR is set or the output goes to a file.
pub struct Terminal {
    folder: PathBuf,
    last: Report,
}

impl Terminal {
    /// Returns the terminal for a site folder.
    pub fn new(folder: &Path) -> Terminal {
        Terminal { folder: folder.to_owned(), last: Report::default() }
    }

    /// Prints the URL and all messages.
    pub fn start(&mut self, url: &str, report: &Report) {
        print(&format!("{CYAN}{url}{PLAIN}"));
        self.messages(report);
        if let Some(counts) = report.counts() {
            print(&counts);
        }
        self.last = report.clone();
    }

    /// Prints a note.
    pub fn note(&self, note: &str) {
        print(note);
    }

    /// Prints a line about a change, all errors, and the other messages that are new.
    pub fn rebuilt(&mut self, report: &Report, time: Duration) {
        let counts = report.counts().map_or_else(String::new, |counts| format!("; {counts}"));
        let clock = jiff::Zoned::now().strftime("%H:%M:%S");
        match report.is_shown {
            true => print(&format!("{clock} rebuilt in {} ms{counts}", time.as_millis())),
            false => print(&format!("{clock} not rebuilt; the pages show the last version that could be read{counts}")),
        }
        self.messages(report);
        self.last = report.clone();
    }

    fn messages(&self, report: &Report) {
        self.list(&report.errors.iter().collect::<Vec<_>>(), RED, "");
        self.list(&new(&report.warnings, &self.last.warnings), YELLOW, "");
        let to_dos = new(&report.to_dos, &self.last.to_dos);
        if !to_dos.is_empty() {
            print(&format!("{} to do before you publish:", count(to_dos.len(), "thing")));
            self.list(&to_dos, CYAN, "  ");
        }
    }

    fn list(&self, messages: &[&Message], color: &str, indent: &str) {
        for Message { place, text } in messages.iter().take(MAX_PRINTED) {
            let separator = if place.is_empty() { "" } else { ": " };
            print(&format!("{indent}{color}{place}{PLAIN}{separator}{text}"));
        }
        if let Some(more) = messages.len().checked_sub(MAX_PRINTED).filter(|more| *more > 0) {
            print(&format!(
                "{indent}… and {more} more, which the page lists, and: frontispiece check {}",
                self.folder.display()
            ));
        }
    }
}

/// Returns the messages whose text is not among the old ones. Their positions change with every line that is added.
fn new<'m>(messages: &'m [Message], old: &[Message]) -> Vec<&'m Message> {
    messages.iter().filter(|message| !old.iter().any(|old| old.text == message.text)).collect()
}

/// Prints a line. The program continues if nobody reads its output.
fn print(line: &str) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_has_moved_is_not_new() {
        let message = |place: &str, text: &str| Message { place: place.to_owned(), text: text.to_owned() };
        let old = [message("a:1:1", "one"), message("a:2:1", "two")];
        let now = [message("a:3:1", "two"), message("a:4:1", "three")];
        assert_eq!(new(&now, &old), [&now[1]]);
    }
}
