//! The strict reading: everything that is wrong or doubtful in a profile, in one run.
//!
//! [`check`] reads a profile with the forgiving reader, whose problems are all errors, and then goes through what could
//! be read (`profile.rs`). An error prevents a deployment; a warning names a value that is probably not what the author
//! meant. Each rule is in the file of its subject.

mod characters;
mod files;
mod identifiers;
mod latex;
mod markdown;
mod names;
mod old_addresses;
mod pattern;
mod plain_text;
mod profile;
mod urls;

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell, RefCell},
    collections::HashSet,
};

pub use crate::check::{
    files::Files,
    old_addresses::{OldAddress, old_addresses},
};
use crate::{
    check::files::SimilarFiles,
    content::{
        Content, Diagnostic,
        diagnostic::nearest,
        lenient::{PathSegment, PathSegment::Field, SourceTree},
    },
    util::text::Normalizer,
};

/// What the checker needs to know of the world around the file.
pub struct World<'w> {
    /// The files of `public/`.
    pub files: &'w Files,
    /// Is told the path of each file that the content names by its full address under `site.url` and that does not
    /// stand in `public/`: it would be gone when this site takes the place of the one that stands there now.
    pub carries: &'w dyn Fn(&str),
    /// Takes letters apart from their accents, for the comparison of titles.
    pub normalize: Normalizer,
}

/// Returns every problem of a profile, in the order of the file. It may be deployed if none of them is an error. If the
/// text is not valid JSON, only the syntax errors are returned.
///
/// ```
/// use frontispiece::{check::{check, Files, World}, util::text};
/// let world = World { files: &Files::default(), carries: &|_| {}, normalize: text::normalize };
/// let problems = check(r#"{ "person": { "name": "" }, "pages": [{ "slug": "", "title": "Home" }] }"#, &world);
/// assert_eq!(problems[0].to_string(), "1:23: person.name: found nothing; expected the name as printed on papers");
/// ```
pub fn check(text: &str, world: &World) -> Vec<Diagnostic> {
    let source = match SourceTree::parse(text) {
        Ok(source) if source.is_valid_json => source,
        Ok(source) => return source.diagnostics(),
        Err(unreadable) => return unreadable.diagnostics(),
    };
    let content = source.content();
    let checker = Checker {
        source: &source,
        content: &content,
        world,
        similar_files: SimilarFiles::new(world.files, world.normalize),
        page_paths: OnceCell::new(),
        doubtful_names: RefCell::default(),
        comparisons: Cell::new(COMPARISONS),
    };
    checker.profile();
    source.diagnostics()
}

struct Checker<'c> {
    source: &'c SourceTree<'c>,
    content: &'c Content,
    world: &'c World<'c>,
    similar_files: SimilarFiles<'c>,
    /// The path of every page, without slashes at its ends.
    page_paths: OnceCell<Vec<String>>,
    /// The names of which it was said that their parts are doubtful.
    doubtful_names: RefCell<HashSet<String>>,
    /// How many names may still be compared with mistyped ones.
    comparisons: Cell<usize>,
}

/// Where nearly all names are wrong, no more than some of the nearest ones are worth the time: a second at most.
const COMPARISONS: usize = 200_000;

/// A path grown by more steps.
fn under<'p>(path: &[PathSegment<'p>], more: &[PathSegment<'p>]) -> Vec<PathSegment<'p>> {
    [path, more].concat()
}

/// Returns a text as messages quote it: at most 60 characters, in one line.
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
    fn note(&self, path: &[PathSegment], message: impl Into<String>) {
        self.source.note_at(path, message);
    }

    /// Adds a warning.
    fn warn(&self, path: &[PathSegment], message: impl Into<String>) {
        self.source.warn_at(path, message);
    }

    /// Returns the name nearest to a mistyped one, as long as comparing them is worth the time.
    fn nearest<'n>(&self, typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        let left = self.comparisons.get();
        let compared = |_: &&str| self.comparisons.set(self.comparisons.get() - 1);
        nearest(typed, names.into_iter().take(left).inspect(compared))
    }

    /// Returns `; did you mean "date"?`, or nothing if no name is near.
    fn hint<'n>(&self, typed: &str, names: impl IntoIterator<Item = &'n str>) -> String {
        self.nearest(typed, names).map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
    }

    /// Whether the value at a path is in the file at all.
    fn stands(&self, path: &[PathSegment], parent: &[PathSegment]) -> bool {
        self.source.locate(path) != self.source.locate(parent)
    }

    fn filled(&self, text: &str, path: &[PathSegment]) {
        if text.trim().is_empty() {
            self.note(path, "found nothing; expected text");
        }
    }

    /// Checks the plain text of an optional field.
    fn plain_field(&self, text: Option<&str>, path: &[PathSegment], field: &str) {
        if let Some(text) = text {
            self.plain(text, &under(path, &[Field(field)]));
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
        fn no_quoted_text_is_long_or_has_lines(text in r"(\PC|\n){0,80}") {
            let quoted = short(&text);
            prop_assert!(quoted.chars().count() <= 60 && !quoted.contains('\n'));
            prop_assert_eq!(short(&quoted), quoted.clone());
        }
    }
}
