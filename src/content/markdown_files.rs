//! The Markdown files that a profile names in place of texts: `{ "file": "about.md" }`.

use crate::content::{Diagnostic, Message, Position, encoding::decode};

/// The Markdown files that a profile names, each with its text or the reason why it has none. A file is named by its path
/// below the site folder, which is the folder of `content.json`.
///
/// On the host the files come from the disk, and in the browser from the server. The readers see only this collection, so a
/// profile means the same everywhere.
#[derive(Clone, Debug, Default)]
pub struct MarkdownFiles {
    /// Sorted by their paths. A `BTreeMap` would add kilobytes to the second module.
    files: Vec<(String, Result<String, FileError>)>,
}

/// The reason why a file has no text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FileError {
    /// The file cannot be read. The message is about the value that names the file.
    Unavailable(Message),
    /// The file is not UTF-8. The position is in the file.
    Encoding(Position, Message),
}

impl MarkdownFiles {
    /// Adds a file with its bytes. A byte order mark and carriage returns are removed.
    pub fn insert(&mut self, path: String, bytes: Vec<u8>) {
        let text = match decode(bytes) {
            Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n").replace('\r', "\n")),
            Err(Diagnostic { position, message, .. }) => Err(FileError::Encoding(position, message)),
        };
        self.put(path, text);
    }

    /// Adds a file that cannot be read. `reason` continues a sentence after its path: "which does not exist".
    pub fn insert_unavailable(&mut self, path: String, reason: &str, remedy: &str) {
        let message = unavailable(&path, reason, remedy);
        self.put(path, Err(FileError::Unavailable(message)));
    }

    fn put(&mut self, path: String, text: Result<String, FileError>) {
        match self.find(&path) {
            Ok(place) => self.files[place].1 = text,
            Err(place) => self.files.insert(place, (path, text)),
        }
    }

    fn find(&self, path: &str) -> Result<usize, usize> {
        self.files.binary_search_by(|(known, _)| known.as_str().cmp(path))
    }

    /// Returns the paths of all files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, _)| path.as_str())
    }

    /// Returns the text of a file, or the reason why it has none.
    pub(crate) fn get(&self, path: &str) -> Result<&str, FileError> {
        let Ok(place) = self.find(path) else {
            let message = unavailable(path, "which was not read", "read the content with its files");
            return Err(FileError::Unavailable(message));
        };
        match &self.files[place].1 {
            Ok(text) => Ok(text),
            Err(error) => Err(error.clone()),
        }
    }
}

impl FromIterator<(String, Vec<u8>)> for MarkdownFiles {
    fn from_iter<I: IntoIterator<Item = (String, Vec<u8>)>>(files: I) -> MarkdownFiles {
        let mut all = MarkdownFiles::default();
        files.into_iter().for_each(|(path, bytes)| all.insert(path, bytes));
        all
    }
}

fn unavailable(path: &str, reason: &str, remedy: &str) -> Message {
    Message::found(format!("{}, {reason}", quoted(path))).expected(EXPECTED).suggest(remedy)
}

const EXPECTED: &str = "a Markdown file in the folder of content.json";

/// The two forms of Markdown in a profile, for messages.
pub(crate) const MARKDOWN_FORMS: &str = "text or { \"file\": \"about.md\" }";

/// Returns the message for a text that is not the path of a Markdown file of the site folder, or `None` if it is one.
///
/// The same paths are valid on every system: with `/` as separator, without the parts `.` and `..`, and not absolute. The
/// extension is required so that the build never takes a page or an image of the site for a text and leaves it out.
pub(crate) fn path_error(path: &str) -> Option<Message> {
    let wrong = |expected: &str| Message::found(quoted(path)).expected(expected);
    const INSIDE: &str = "a path below the folder of content.json, such as \"about.md\"";
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let is_superfluous = |part: &&str| matches!(*part, "" | ".");
    let plain = || {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| !is_superfluous(part)).collect();
        quoted(&parts.join("/"))
    };
    let message = if path.trim().is_empty() {
        Message::found("nothing").expected("the path of a Markdown file, such as \"about.md\"")
    } else if path.contains(char::is_control) {
        wrong(INSIDE).suggest("remove the control characters")
    } else if path.contains(':') {
        wrong(INSIDE).suggest("copy the file into that folder, and write its path without a colon")
    } else if parts.contains(&"..") {
        wrong(INSIDE).suggest("copy the file into that folder")
    } else if path.contains('\\') {
        wrong("a path with \"/\" between folders").instead(plain())
    } else if path.starts_with('/') {
        wrong(INSIDE).suggest("copy the file into that folder, and write its path without \"/\" at the start")
    } else if parts.iter().any(is_superfluous) {
        wrong("a path without superfluous parts").instead(plain())
    } else if !is_markdown(path) {
        wrong("the path of a Markdown file, which ends in .md").suggest("rename the file")
    } else {
        return None;
    };
    Some(message)
}

/// Returns `true` for a path with the extension of a Markdown file.
fn is_markdown(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Returns a path in quotes, as messages show it: at most 60 characters, on one line.
fn quoted(path: &str) -> String {
    const LENGTH: usize = 60;
    let mut shown: String = path.chars().take(LENGTH).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if path.chars().nth(LENGTH).is_some() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_text_without_byte_order_mark_and_carriage_returns() {
        let files = MarkdownFiles::from_iter([("a.md".to_owned(), b"\xef\xbb\xbfOne\r\ntwo\rthree\n".to_vec())]);
        assert_eq!(files.get("a.md"), Ok("One\ntwo\nthree\n"));
    }

    #[test]
    fn the_paths_of_markdown_files_of_the_folder_are_accepted() {
        for path in ["about.md", "texts/über mich.md", "a.b/c.MARKDOWN", "~a.md", "..a.md", "a..md", ".a.md", "日本.md"]
        {
            assert_eq!(path_error(path), None, "{path}");
        }
    }

    #[test]
    fn other_paths_are_refused_with_a_correction() {
        for (path, expected) in [
            ("", "found nothing; expected the path of a Markdown file, such as \"about.md\""),
            (" ", "found nothing; expected the path of a Markdown file, such as \"about.md\""),
            (
                "/etc/a.md",
                "found \"/etc/a.md\"; expected a path below the folder of content.json, such as \"about.md\"; copy the file into that folder, and write its path without \"/\" at the start",
            ),
            (
                "../a.md",
                "found \"../a.md\"; expected a path below the folder of content.json, such as \"about.md\"; copy the file into that folder",
            ),
            (
                "a/../b.md",
                "found \"a/../b.md\"; expected a path below the folder of content.json, such as \"about.md\"; copy the file into that folder",
            ),
            (
                "C:/a.md",
                "found \"C:/a.md\"; expected a path below the folder of content.json, such as \"about.md\"; copy the file into that folder, and write its path without a colon",
            ),
            (
                "C:a.md",
                "found \"C:a.md\"; expected a path below the folder of content.json, such as \"about.md\"; copy the file into that folder, and write its path without a colon",
            ),
            (
                "https://a.example/a.md",
                "found \"https://a.example/a.md\"; expected a path below the folder of content.json, such as \"about.md\"; copy the file into that folder, and write its path without a colon",
            ),
            ("texts\\a.md", "found \"texts\\a.md\"; expected a path with \"/\" between folders: \"texts/a.md\""),
            ("\\\\host\\a.md", "found \"\\\\host\\a.md\"; expected a path with \"/\" between folders: \"host/a.md\""),
            ("./a.md", "found \"./a.md\"; expected a path without superfluous parts: \"a.md\""),
            ("a//b.md", "found \"a//b.md\"; expected a path without superfluous parts: \"a/b.md\""),
            ("a.md/", "found \"a.md/\"; expected a path without superfluous parts: \"a.md\""),
            ("a.txt", "found \"a.txt\"; expected the path of a Markdown file, which ends in .md; rename the file"),
            (
                "content.json",
                "found \"content.json\"; expected the path of a Markdown file, which ends in .md; rename the file",
            ),
            ("md", "found \"md\"; expected the path of a Markdown file, which ends in .md; rename the file"),
            (
                "a\n.md",
                "found \"a .md\"; expected a path below the folder of content.json, such as \"about.md\"; remove the control characters",
            ),
        ] {
            assert_eq!(path_error(path).as_deref(), Some(expected), "{path}");
        }
    }
}
