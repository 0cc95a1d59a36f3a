//! The images of a tree.

use crate::{
    markdown::{Block, Inline},
    url::Address,
};

pub(super) fn measure_blocks(blocks: &mut [Block], size_of: &impl Fn(&Address) -> Option<(u32, u32)>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => measure_images(content, size_of),
            Block::Quote(blocks) => measure_blocks(blocks, size_of),
            Block::List { items, .. } => items.iter_mut().for_each(|item| measure_blocks(item, size_of)),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| measure_images(cell, size_of));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn measure_images(content: &mut [Inline], size_of: &impl Fn(&Address) -> Option<(u32, u32)>) {
    for inline in content {
        match inline {
            Inline::Image { source, size, .. } => *size = size_of(source),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link { content, .. } => measure_images(content, size_of),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}
