//! The strict check: every error and every doubtful value of a profile, in one run.
//!
//! [`check`] reads a profile with the lenient parser, whose diagnostics are all errors. Then it checks the values that
//! could be read (`profile.rs`). An error prevents a deployment. A warning marks a value that the author probably did
//! not intend. Each subject has a file with its rules.

pub mod accent;
mod characters;
mod files;
mod formulas;
mod identifiers;
mod latex;
mod markdown;
mod names;
mod near_duplicates;
mod old_addresses;
mod pages;
mod pattern;
mod placeholders;
mod plain_text;
mod profile;
mod publications;
mod references;
pub mod theme;
mod titles;
mod urls;

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell, RefCell},
    collections::HashSet,
};

pub use crate::check::{
    files::{Files, similar_file},
    identifiers::is_orcid,
    markdown::is_resized,
    old_addresses::{OldAddress, old_addresses},
    placeholders::to_dos,
};
use crate::{
    check::files::SimilarFiles,
    content::{
        Content, Diagnostic, MarkdownFiles, Message,
        diagnostic::nearest,
        lenient::{PathSegment, PathSegment::Field, SourceTree},
    },
    util::text::Normalizer,
};

/// The information that the checker needs besides the profile.
pub struct CheckContext<'w> {
    /// The files of the site folder.
    pub files: &'w Files,
    /// The Markdown files that the profile names.
    pub markdown: &'w MarkdownFiles,
    /// Called with the path of each file that the content links to by its absolute URL under `site.url` and that is not
    /// in the site folder. Such a file is on the current site and would be lost when this site replaces it.
    pub carries: &'w dyn Fn(&str),
    /// Separates letters from their accents, to compare titles.
    pub normalize: Normalizer,
}

/// Returns every diagnostic of a profile and of the Markdown files that it names, in the order of the profile. The profile can be deployed if none of them is an
/// error. If the text is not valid JSON, only the syntax errors are returned.
///
/// ```
/// use frontispiece::{check::{check, Files, CheckContext}, content::MarkdownFiles, util::text};
/// let (files, markdown) = (Files::default(), MarkdownFiles::default());
/// let context = CheckContext { files: &files, markdown: &markdown, carries: &|_| {}, normalize: text::normalize };
/// let problems = check(r#"{ "person": { "name": "" }, "pages": [{ "slug": "", "title": "Home" }] }"#, &context);
/// assert_eq!(problems[0].to_string(), "1:23: person.name: found nothing; expected the name as printed on papers");
/// ```
pub fn check(text: &str, context: &CheckContext) -> Vec<Diagnostic> {
    let source = match SourceTree::parse(text, context.markdown) {
        Ok(source) if source.is_valid_json => source,
        Ok(source) => return source.diagnostics(),
        Err(unreadable) => return unreadable.diagnostics(),
    };
    let mut content = source.content();
    content.complete_authors(context.normalize);
    let checker = Checker {
        source: &source,
        content: &content,
        context,
        similar_files: SimilarFiles::new(context.files, context.normalize),
        page_paths: OnceCell::new(),
        venue_names: OnceCell::new(),
        sound_texts: RefCell::default(),
        sound_names: RefCell::default(),
        split_names: RefCell::default(),
        comparisons: Cell::new(COMPARISONS),
    };
    checker.profile();
    source.diagnostics()
}

struct Checker<'c> {
    source: &'c SourceTree<'c>,
    content: &'c Content,
    context: &'c CheckContext<'c>,
    similar_files: SimilarFiles<'c>,
    /// The path of every page, without leading and trailing slashes.
    page_paths: OnceCell<Vec<String>>,
    /// The folded names of venues, and whether their keys are unlike names.
    venue_names: OnceCell<(HashSet<String>, bool)>,
    /// Plain texts and names without faults. Most names and venues occur many times, and checking them takes most of the
    /// time of a check.
    sound_texts: RefCell<HashSet<String>>,
    sound_names: RefCell<HashSet<String>>,
    /// The names whose split has been checked.
    split_names: RefCell<HashSet<String>>,
    /// The number of name comparisons left for spelling suggestions.
    comparisons: Cell<usize>,
}

/// The maximum number of name comparisons for suggestions. It limits their time to one second if nearly all names are
/// wrong.
const COMPARISONS: usize = 200_000;

/// Returns a path extended by more segments.
fn join<'p>(path: &[PathSegment<'p>], more: &[PathSegment<'p>]) -> Vec<PathSegment<'p>> {
    [path, more].concat()
}

/// Returns a text as messages quote it: at most 60 characters, on one line.
fn short(text: &str) -> Cow<'_, str> {
    const LENGTH: usize = 60;
    if text.chars().count() <= LENGTH && !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let one_line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match one_line.char_indices().nth(LENGTH - 1) {
        Some((end, _)) if one_line.chars().count() > LENGTH => Cow::Owned([&one_line[..end], "…"].concat()),
        _ => Cow::Owned(one_line),
    }
}

impl Checker<'_> {
    /// Adds an error.
    fn report(&self, path: &[PathSegment], message: Message) {
        self.source.report_at(path, message);
    }

    /// Adds a warning.
    fn warn(&self, path: &[PathSegment], message: Message) {
        self.source.warn_at(path, message);
    }

    /// Returns the name nearest to a mistyped one, until the limit of comparisons is reached.
    fn nearest<'n>(&self, typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        let left = self.comparisons.get();
        let compared = |_: &&str| self.comparisons.set(self.comparisons.get() - 1);
        nearest(typed, names.into_iter().take(left).inspect(compared))
    }

    /// Returns `did you mean "date"?`, or nothing if no name is near.
    fn hint<'n>(&self, typed: &str, names: impl IntoIterator<Item = &'n str>) -> String {
        self.nearest(typed, names).map_or_else(String::new, |name| format!("did you mean \"{name}\"?"))
    }

    /// Returns `true` if the file has a value at a path.
    fn is_present(&self, path: &[PathSegment], parent: &[PathSegment]) -> bool {
        self.source.locate(path) != self.source.locate(parent)
    }

    /// Reports a text that is empty.
    fn require_text(&self, text: &str, path: &[PathSegment]) {
        if text.trim().is_empty() {
            self.report(path, Message::found("nothing").expected("text"));
        }
    }

    /// Checks the plain text of an optional field.
    fn plain_field(&self, text: Option<&str>, path: &[PathSegment], field: &str) {
        if let Some(text) = text {
            self.plain(text, &join(path, &[Field(field)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quoted_texts_are_short() {
        assert_eq!(short("Jane Doe"), "Jane Doe");
        assert_eq!(short("one\ntwo\tthree"), "one two three");
        assert_eq!(short(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(short(&"é".repeat(61)), ["é".repeat(59).as_str(), "…"].concat());
    }

    proptest! {
        #[test]
        fn quoted_texts_are_short_and_on_one_line(text in r"(\PC|\n){0,80}") {
            let quoted = short(&text);
            prop_assert!(quoted.chars().count() <= 60 && !quoted.contains('\n'));
            prop_assert_eq!(short(&quoted), quoted.clone());
        }
    }
}
