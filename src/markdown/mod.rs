//! Markdown to a small tree that a view can walk: no HTML, and no address that was not checked.
//!
//! The syntax is [CommonMark 0.31](https://spec.commonmark.org/0.31.2/) with tables and
//! strikethrough. Raw HTML never gets through: its tags are removed and the text between them
//! stays, while comments, `<script>` and `<style>` vanish with what they hold. Nothing here knows
//! about views, pages or the browser.

mod codec;
mod html;
mod images;
mod limits;
mod parse;
mod store;
mod text;

#[cfg(test)]
mod tests;

pub use limits::MAX_DEPTH;
pub use parse::parse;
pub use store::Documents;
pub use text::{plain_text, shifted};

use crate::url::{Address, Refused};

/// A text and what had to be left out of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The text.
    pub blocks: Vec<Block>,
    /// Addresses that were refused, for the checker to report; the text of their links stays.
    pub refused: Vec<Refused>,
    /// Whether something is nested more than [`MAX_DEPTH`] levels deep. Its text stays, its marks do not.
    pub too_deep: bool,
}

/// What stands on lines of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading, see [`shifted`].
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A list, numbered if it has a `start`.
    List {
        /// The number of the first item.
        start: Option<u64>,
        /// Items are not set apart: a view writes no `<p>` around their paragraphs.
        tight: bool,
        /// Each item has blocks of its own.
        items: Vec<Vec<Block>>,
    },
    /// A block quote.
    Quote(Vec<Block>),
    /// A block of code.
    Code {
        /// The first word after the fence.
        language: Option<String>,
        /// The code, with its line breaks.
        text: String,
    },
    /// A table; every row is as long as `alignments`.
    Table {
        /// One for each column.
        alignments: Vec<Alignment>,
        /// The cells of the first row.
        head: Vec<Vec<Inline>>,
        /// The cells of the other rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A thematic break.
    Rule,
}

/// What stands within a line. Two texts never follow each other.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// `*emphasis*`.
    Emphasis(Vec<Inline>),
    /// `**strong**`.
    Strong(Vec<Inline>),
    /// `~~struck through~~`.
    Strikethrough(Vec<Inline>),
    /// `` `code` ``.
    Code(String),
    /// A link that shows something.
    Link {
        /// Where it leads.
        address: Address,
        /// Shown on hovering.
        title: Option<String>,
        /// Never blank.
        content: Vec<Inline>,
    },
    /// An image.
    Image {
        /// Its file.
        source: Address,
        /// Said in its place; empty for a decoration.
        alternative: String,
        /// Shown on hovering.
        title: Option<String>,
        /// Width and height in pixels, where the build has read the file: the page leaves room for it.
        size: Option<(u32, u32)>,
    },
    /// A line break that was asked for.
    Break,
}

/// How the cells of a column are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the style sheet has it.
    None,
    /// To the left.
    Left,
    /// To the centre.
    Center,
    /// To the right.
    Right,
}
