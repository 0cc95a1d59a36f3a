//! Reads a profile, and goes on after every mistake.
//!
//! The types say what is right by deriving serde's [`Deserialize`]; this module drives them over a JSON
//! tree that knows where in the text each value stands. serde gives up at the first mistake. So the place
//! of the mistake is noted and struck out of the tree, and the entry around it is read again, as if that
//! field had been absent; where the field is required, the next larger thing is struck out. Every mistake
//! of the file is found in one run, and the page loses no more than it must.

mod deserializer;
mod ids;
mod profile;
mod source;
mod syntax;
mod tree_checks;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use ids::MAX_NAME_LENGTH;
pub(crate) use source::Source;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use source::Step;

use crate::{
    content::{Content, Problem},
    util::sort,
};

/// A profile as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The profile. Publications stand in the order in which they are shown: year descending, then the
    /// order of the file.
    pub content: Content,
    /// What could not be read, in the order of the file.
    pub problems: Vec<Problem>,
    /// Whether the text is valid JSON, so that none of the problems is a syntax error.
    pub is_valid_json: bool,
}

/// Reads `content.json`.
///
/// Mistakes cost no more than the smallest thing around them that may be absent; they are listed in
/// [`Reading::problems`], syntax errors among them.
///
/// # Errors
/// The text has no object at its root (it is empty, HTML, a list, …), is nested too deeply, or is cut off: it ends
/// within a text, after a comma or a colon, with two or more open brackets, or before the field `pages`. One closing
/// bracket that is missing at the end of the file, after `pages`, is an ordinary syntax error.
///
/// ```
/// let reading = frontispiece::content::read(
///     r#"{ "person": { "name": "Ada" }, "pages": [], "publications": [{ "id": "a", "title": "A", "date": "soon" }] }"#,
/// )
/// .unwrap();
/// assert_eq!(reading.content.publications[0].title, "A");
/// assert_eq!(
///     reading.problems[0].to_string(),
///     "1:97: publications[0].date: found \"soon\"; expected a date: a date is written YYYY, YYYY-MM or YYYY-MM-DD",
/// );
/// ```
pub fn read(text: &str) -> Result<Reading, Problem> {
    let source = Source::parse(text).map_err(|unreadable| unreadable.problem)?;
    let mut content = source.content();
    sort(&mut content);
    Ok(Reading { content, problems: source.problems(), is_valid_json: source.is_valid_json })
}

/// Reads `content.json`, or the last text that was valid JSON if it is unreadable. The reason is then the first problem.
///
/// # Errors
/// The text is unreadable, and so is the last one, or there is none.
pub fn read_or_last(text: &str, last: Option<&str>) -> Result<Reading, Problem> {
    let mut problem = match read(text) {
        Err(problem) => problem,
        readable => return readable,
    };
    let Some(Ok(mut reading)) = last.map(read) else { return Err(problem) };
    problem.message.push_str("; this page shows the content before that mistake");
    reading.problems.insert(0, problem);
    reading.is_valid_json = false;
    Ok(reading)
}

/// Returns the syntax errors of a text, or why it is no profile at all; nothing if it is valid JSON.
pub fn syntax_errors(text: &str) -> Vec<Problem> {
    match Source::parse(text) {
        Ok(source) => source.problems(),
        Err(unreadable) => unreadable.problems(),
    }
}

/// Puts the publications into the order in which they are shown.
pub(crate) fn sort(content: &mut Content) {
    let publications = std::mem::take(&mut content.publications);
    content.publications = sort::sort(publications, &|a, b| b.year().cmp(&a.year()));
}
