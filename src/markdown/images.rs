//! Visits the images of a tree.

use crate::markdown::{Block, Image, Inline};

/// Calls `edit` with each image.
pub(super) fn each_image(blocks: &mut [Block], edit: &impl Fn(&mut Image)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => each_inline_image(content, edit),
            Block::Quote(blocks) => each_image(blocks, edit),
            Block::List { items, .. } => items.iter_mut().for_each(|item| each_image(item, edit)),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| each_inline_image(cell, edit));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn each_inline_image(content: &mut [Inline], edit: &impl Fn(&mut Image)) {
    for inline in content {
        match inline {
            Inline::Image(image) => edit(image),
            Inline::Styled(_, content) | Inline::Link { content, .. } => each_inline_image(content, edit),
            Inline::Text(_) | Inline::Code(_) | Inline::Math(_) | Inline::Break => {}
        }
    }
}
