//! The targets of links and images.

use crate::{
    markdown::{Block, Image, Inline},
    url::SafeUrl,
};

/// The target of a link or an image in a text.
pub enum Target<'b> {
    /// The target of a link.
    Link(&'b SafeUrl),
    /// The source of an image.
    Image {
        /// The file.
        source: &'b SafeUrl,
        /// The alternative text.
        alternative: &'b str,
    },
}

impl Target<'_> {
    /// Returns the URL.
    pub fn url(&self) -> &SafeUrl {
        match self {
            Target::Link(url) | Target::Image { source: url, .. } => url,
        }
    }
}

/// Calls `visit` with every link target and image source of a text, in their order.
pub fn each_target(blocks: &[Block], visit: &mut dyn FnMut(Target)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => each_inline_target(content, visit),
            Block::List { items, .. } => items.iter().for_each(|item| each_target(item, visit)),
            Block::Quote(blocks) => each_target(blocks, visit),
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| each_inline_target(cell, visit));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn each_inline_target(content: &[Inline], visit: &mut dyn FnMut(Target)) {
    for inline in content {
        match inline {
            Inline::Link { url, content, .. } => {
                visit(Target::Link(url));
                each_inline_target(content, visit);
            }
            Inline::Image(Image { src: source, alt: alternative, .. }) => visit(Target::Image { source, alternative }),
            Inline::Styled(_, content) => each_inline_target(content, visit),
            Inline::Text(_) | Inline::Code(_) | Inline::Math(_) | Inline::Break => {}
        }
    }
}
