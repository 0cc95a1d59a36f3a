//! The sizes of the images in a tree.

use crate::{
    markdown::{Block, Inline},
    url::SafeUrl,
};

/// Sets the size of each image for which `size_of` returns one.
pub(super) fn set_image_sizes(blocks: &mut [Block], size_of: &impl Fn(&SafeUrl) -> Option<(u32, u32)>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => set_inline_image_sizes(content, size_of),
            Block::Quote(blocks) => set_image_sizes(blocks, size_of),
            Block::List { items, .. } => items.iter_mut().for_each(|item| set_image_sizes(item, size_of)),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| set_inline_image_sizes(cell, size_of));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn set_inline_image_sizes(content: &mut [Inline], size_of: &impl Fn(&SafeUrl) -> Option<(u32, u32)>) {
    for inline in content {
        match inline {
            Inline::Image { src, size, .. } => *size = size_of(src),
            Inline::Styled(_, content) | Inline::Link { content, .. } => set_inline_image_sizes(content, size_of),
            Inline::Text(_) | Inline::Code(_) | Inline::Math(_) | Inline::Break => {}
        }
    }
}
