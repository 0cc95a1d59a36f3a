//! The targets of links and images.

use crate::{
    markdown::{Block, Image, Inline, is_figure},
    url::SafeUrl,
};

/// The target of a link or an image in a text.
pub enum Target<'b> {
    /// The target of a link.
    Link(&'b SafeUrl),
    /// An image.
    Image {
        /// The image.
        image: &'b Image,
        /// Whether the page shows its title as a caption, and not as a tooltip.
        has_caption: bool,
    },
}

impl Target<'_> {
    /// Returns the URL.
    pub fn url(&self) -> &SafeUrl {
        match self {
            Target::Link(url) => url,
            Target::Image { image, .. } => &image.src,
        }
    }
}

/// Calls `visit` with every link target and image source of a text, in their order.
pub fn each_target(blocks: &[Block], visit: &mut dyn FnMut(Target)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => each_inline_target(content, is_figure(content), visit),
            Block::Heading { content, .. } => each_inline_target(content, false, visit),
            Block::List { items, .. } => items.iter().for_each(|item| each_target(item, visit)),
            Block::Quote(blocks) => each_target(blocks, visit),
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| each_inline_target(cell, false, visit));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn each_inline_target(content: &[Inline], has_caption: bool, visit: &mut dyn FnMut(Target)) {
    for inline in content {
        match inline {
            Inline::Link { url, content, .. } => {
                visit(Target::Link(url));
                each_inline_target(content, has_caption, visit);
            }
            Inline::Image(image) => visit(Target::Image { image, has_caption }),
            Inline::Styled(_, content) => each_inline_target(content, has_caption, visit),
            Inline::Text(_) | Inline::Code(_) | Inline::Math(_) | Inline::Break => {}
        }
    }
}
