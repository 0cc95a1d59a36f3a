//! Parses Markdown into a small tree for views: without HTML, and with checked URLs only.
//!
//! The syntax is [CommonMark 0.31](https://spec.commonmark.org/0.31.2/) with tables, strikethrough, and pandoc's subscripts
//! (`H~2~O`) and superscripts (`2^nd^`), which have no spaces, and formulas (`$x^2$`, `$$x^2$$`). The tags of raw HTML are removed and the text between them is kept. Comments, `<script>` and `<style>` are removed with their
//! content.

mod codec;
#[cfg(not(target_arch = "wasm32"))]
mod entity;
#[cfg(not(target_arch = "wasm32"))]
mod formulas;
mod html;
mod image_size;
mod images;
mod limits;
pub(crate) mod money;
mod parse;
mod quotes;
pub(crate) mod scripts;
mod store;
mod targets;
mod text;

#[cfg(test)]
mod tests;

pub use codec::decode;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use entity::{decode_entity, leading_entity};
#[cfg(not(target_arch = "wasm32"))]
pub use formulas::{formulas, title_formulas};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use image_size::image_size;
pub use images::is_figure;
pub use limits::MAX_DEPTH;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use parse::OPTIONS;
pub use parse::{parse, parse_title};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use parse::{title_document, title_ranges};
pub use quotes::replace_quotes;
pub use store::MarkdownStore;
pub use targets::{Target, each_target};
pub use text::{demote_headings, inline_text, plain_text};

use crate::{
    math::Formula,
    url::{SafeUrl, UrlError},
};

/// A parsed text and the errors found in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The text.
    pub blocks: Vec<Block>,
    /// The errors of refused URLs, for the checker to report. The text of such links is kept.
    pub url_errors: Vec<UrlError>,
    /// Whether elements are nested more than [`MAX_DEPTH`] levels deep. Their text is kept without markup.
    pub too_deep: bool,
}

/// A block element.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading; see [`demote_headings`].
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
        /// Whether the items are written without blank lines between them; their paragraphs then get no `<p>`.
        tight: bool,
        /// The blocks of each item.
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
    /// A table; each row has as many cells as `alignments`.
    Table {
        /// The alignment of each column.
        alignments: Vec<Alignment>,
        /// The cells of the first row.
        head: Vec<Vec<Inline>>,
        /// The cells of the other rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A thematic break.
    Rule,
}

/// An inline element. Two texts never follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Text in a style.
    Styled(Style, Vec<Inline>),
    /// `` `code` ``.
    Code(String),
    /// `$math$`, or `$$math$$` on lines of its own.
    Math(Formula),
    /// A link with visible content.
    Link {
        /// The target.
        url: SafeUrl,
        /// The tooltip.
        title: Option<String>,
        /// The content, which is never blank.
        content: Vec<Inline>,
    },
    /// An image or a video.
    Image(Image),
    /// A hard line break.
    Break,
}

/// An image or a video, see [`SafeUrl::is_video`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// The file.
    pub src: SafeUrl,
    /// The alternative text; empty for a decoration.
    pub alt: String,
    /// The caption of an image in a paragraph of its own, and otherwise the tooltip.
    pub title: Option<String>,
    /// The width in CSS pixels: as the text gives it, or else that of the file, if the build has read it. 0 if it is unknown.
    /// The page reserves this space.
    pub width: u32,
    /// The height, in the same way.
    pub height: u32,
    /// The `srcset` (HTML, section 2.5.2) of the WebP copies that the build has written; empty if there are none.
    pub srcset: String,
}

impl Image {
    /// Sets the width and the height to those of a file, unless the text gives them. The proportions of the file stay: if the
    /// text gives only one of them, the other one follows, and if it gives both, the image fits into them.
    pub fn set_natural_size(&mut self, (width, height): (u32, u32)) {
        let scaled = |known: u32, of: u32, other: u32| {
            (u64::from(known) * u64::from(other) / u64::from(of.max(1))).clamp(1, u32::MAX.into()) as u32
        };
        let fitting = scaled(self.height, height, width);
        match (self.width, self.height) {
            (0, 0) => (self.width, self.height) = (width, height),
            (known, given) if known > 0 && (given == 0 || fitting >= known) => {
                self.height = scaled(known, width, height)
            }
            _ => self.width = fitting,
        }
    }
}

/// The style of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `*emphasis*`.
    Emphasis,
    /// `**strong**`.
    Strong,
    /// `~~struck through~~`.
    Strikethrough,
    /// `~subscript~`.
    Subscript,
    /// `^superscript^`.
    Superscript,
}

/// What becomes of the links in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleLinks {
    /// They become their text, because the whole title is a link.
    AsText,
    /// They are links.
    Kept,
}

/// The alignment of the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// The default alignment of the style sheet.
    None,
    /// Left-aligned.
    Left,
    /// Centered.
    Center,
    /// Right-aligned.
    Right,
}
