//! The state of a conversion: the position in the old text, and the new text with its open elements.

use std::collections::HashMap;

use crate::import::site::{
    addresses::{Addresses, Place},
    notes::Notes,
};

/// What a conversion needs besides the text.
pub(in crate::import::site) struct Conversion<'c> {
    pub addresses: &'c Addresses<'c>,
    pub place: Place<'c>,
    pub dialect: Dialect,
    /// Returns the value of a variable of Liquid: "site.author.name".
    pub variable: &'c dyn Fn(&str) -> Option<String>,
}

/// The Markdown processor of the old site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import::site) enum Dialect {
    /// kramdown with Liquid tags: Jekyll.
    Kramdown,
    /// Goldmark with shortcodes: Hugo.
    Goldmark,
}

/// An HTML element, a Liquid block or a shortcode that has not ended.
#[derive(Debug)]
pub(super) struct Open {
    /// The name of its closing tag.
    pub name: String,
    pub kind: Kind,
    /// The length of the new text at its start.
    pub start: usize,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// An element of which only the content is kept.
    Plain,
    /// A block of which only the content is kept.
    Block,
    Link(Result<String, String>),
    /// Markup before and after the content: `**`.
    Marks(&'static str),
    /// A block that ends in a text: the end of a code fence.
    Fence,
    Heading,
    /// A list with the number of its next item, or 0 for bullets.
    List(usize),
    Item,
    Quote,
    Table(Vec<Vec<String>>),
    Row,
    Cell,
    /// The letters of a superscript or subscript.
    Script(fn(char) -> Option<char>),
}

/// The kind of remark on tags without an equivalent.
pub(super) const APPEARANCE: &str = "HTML tags, whose content is kept";

/// The kind of remark on comments and template code.
pub(super) const HIDDEN: &str = "what visitors did not see";

/// The kind of remark on code that sets classes, identifiers and styles.
pub(super) const ATTRIBUTES: &str = "attributes that set the appearance";

/// The maximum number of open elements. Deeper ones are plain.
pub(super) const MAX_OPEN: usize = 60;

pub(super) struct Scan<'s> {
    pub context: &'s Conversion<'s>,
    pub notes: &'s mut Notes,
    pub source: &'s str,
    /// The offset of the next sign in `source`.
    pub at: usize,
    pub out: String,
    pub open: Vec<Open>,
    /// The offsets of the opening brackets in `out`, for links whose target is missing.
    pub brackets: Vec<usize>,
    /// The number of open HTML blocks, in which indentation has no meaning.
    pub html_blocks: usize,
    /// The offset of the end of a part without Liquid.
    pub raw_until: usize,
    /// The line of the offset `line_at`.
    line: usize,
    line_at: usize,
    /// Texts that do not occur after an offset, so that a search for them is not repeated.
    absent: HashMap<String, usize>,
}

impl<'s> Scan<'s> {
    pub fn new(context: &'s Conversion<'s>, source: &'s str, first_line: usize, notes: &'s mut Notes) -> Scan<'s> {
        Scan {
            context,
            notes,
            source,
            at: 0,
            out: String::with_capacity(source.len()),
            open: Vec::new(),
            brackets: Vec::new(),
            html_blocks: 0,
            raw_until: 0,
            line: first_line,
            line_at: 0,
            absent: HashMap::new(),
        }
    }

    pub fn rest(&self) -> &'s str {
        &self.source[self.at..]
    }

    /// Returns `true` at the start of a line, also after white space.
    pub fn is_at_line_start(&self) -> bool {
        let line = self.source[..self.at].rfind('\n').map_or(0, |end| end + 1);
        self.source[line..self.at].chars().all(char::is_whitespace)
    }

    /// Returns the line of the current position.
    pub fn line(&mut self) -> usize {
        if self.at >= self.line_at {
            self.line += self.source[self.line_at..self.at].matches('\n').count();
            self.line_at = self.at;
        }
        self.line
    }

    /// Returns the offset of a text after the current position.
    pub fn find(&mut self, text: &str) -> Option<usize> {
        if self.absent.get(text).is_some_and(|from| *from <= self.at) {
            return None;
        }
        let found = self.source[self.at..].find(text).map(|offset| self.at + offset);
        if found.is_none() {
            self.absent.insert(text.to_owned(), self.at);
        }
        found
    }

    pub fn warn(&mut self, message: String) {
        let line = self.line();
        self.warn_at(line, message);
    }

    /// Adds a remark on something that began on an earlier line.
    pub fn warn_at(&mut self, line: usize, message: String) {
        self.notes.add(self.context.place.file, line, "", message);
    }

    pub fn count(&mut self, kind: &'static str, what: &str) {
        let (file, line) = (self.context.place.file, self.line());
        self.notes.count(file, line, kind, what);
    }

    pub fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Begins a new line, with the indentation of the list around it.
    pub fn new_line(&mut self) {
        trim_blanks(&mut self.out);
        self.out.push('\n');
        self.indent();
    }

    fn indent(&mut self) {
        let lists = self.open.iter().filter_map(|open| match open.kind {
            Kind::List(0) => Some(2),
            Kind::List(_) => Some(3),
            _ => None,
        });
        let width: usize = lists.sum();
        self.out.extend(std::iter::repeat_n(' ', width));
    }

    /// Begins a new block: a paragraph, a list, a table. The first block of an item begins on the line of the item.
    pub fn new_block(&mut self) {
        self.brackets.clear();
        trim_blanks(&mut self.out);
        let start = self.open.last().map_or(0, |open| open.start);
        if self.out.len() <= start && !self.out.ends_with(|c: char| !c.is_whitespace() && c != '-' && c != '.') {
            if self.out.ends_with(['-', '.']) {
                self.out.push(' ');
            }
            return;
        }
        let missing = 2usize.saturating_sub(self.out.len() - self.out.trim_end_matches('\n').len());
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', missing));
            self.indent();
        }
    }

    /// Opens an element.
    pub fn enter(&mut self, name: &str, kind: Kind) {
        if self.open.len() >= MAX_OPEN {
            return;
        }
        if is_block(&kind) {
            self.html_blocks += 1;
        }
        self.open.push(Open { name: name.to_owned(), kind, start: self.out.len() });
    }

    /// Removes the innermost open element.
    pub fn leave(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        if is_block(&open.kind) {
            self.html_blocks -= 1;
        }
        // A block inside the element may have removed blanks at its start.
        let mut start = open.start.min(self.out.len());
        while !self.out.is_char_boundary(start) {
            start -= 1;
        }
        Some(Open { start, ..open })
    }

    /// Removes the opening bracket at an offset of the new text, and an exclamation mark before it.
    pub fn remove_bracket(&mut self, at: usize) {
        if self.out[at..].starts_with('[') {
            self.out.remove(at);
        }
        if self.out[..at].ends_with('!') {
            self.out.remove(at - 1);
        }
    }
}

fn is_block(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Block
            | Kind::List(_)
            | Kind::Item
            | Kind::Table(_)
            | Kind::Row
            | Kind::Cell
            | Kind::Heading
            | Kind::Quote
    )
}

fn trim_blanks(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '\t']).len());
}

/// Returns a text in one line, of at most 300 characters, for a message.
pub(super) fn quoted(text: &str) -> String {
    const LENGTH: usize = 300;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
