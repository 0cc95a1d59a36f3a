//! A parser for JSON (RFC 8259), with comments (`//` and `/* */`) and trailing commas, that continues after every syntax
//! error.
//!
//! The result is a tree of values with their byte spans, and a list of errors. For valid JSON, the tree is exact and
//! the list is empty. For any other text, the parser guesses the intended text from the bytes around the error.
//!
//! - A quote ends a text only if a comma, a colon, a closing bracket or the end of the file follows. Any other quote
//!   belongs to the text.
//! - A text that is not closed ends at the end of its line.
//! - If the brackets do not match, the text is parsed once for each strategy of [`Repair`]. The result with the fewest
//!   errors is returned.
//!
//! Each look-ahead ends at the next quote or the end of the line, so the parser takes linear time.

mod brackets;
mod characters;
mod document;
mod escapes;
mod excerpt;
mod look_ahead;
mod parser;
mod repair;
mod space;
mod states;
mod texts;
mod unquoted;

#[cfg(test)]
mod tests;

pub use document::{Document, Field, Kind, Object, SyntaxError, Value};
use parser::Parser;
use repair::Repair;

/// Parses a text in which lists and objects are nested at most `max_depth` levels deep.
pub fn parse(text: &str, max_depth: usize) -> Document<'_> {
    let first = Parser::new(text, max_depth, Repair::default()).run();
    if !first.has_bracket_error || text.trim_end().len() <= 1 {
        return first;
    }
    let mut best: Option<Document> = None;
    for repair in Repair::all() {
        let document = Parser::new(text, max_depth, repair).run();
        if best.as_ref().is_none_or(|best| document.cost() < best.cost()) {
            best = Some(document);
        }
    }
    best.unwrap_or(first)
}
