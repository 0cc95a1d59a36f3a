//! The images of a tree.

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

/// Returns `true` if a paragraph has only images, which may be links, and at least one of them has a title. Pages show these
/// titles as captions, and the titles of all other images as tooltips.
pub fn is_figure(content: &[Inline]) -> bool {
    let mut has_caption = false;
    let mut is_image = |inline: &Inline| match inline {
        Inline::Image(image) => {
            has_caption |= image.title.is_some();
            true
        }
        Inline::Text(text) => text.trim().is_empty(),
        inline => matches!(inline, Inline::Break),
    };
    let only_images = content.iter().all(|inline| match inline {
        Inline::Link { content, .. } => matches!(content.as_slice(), [image @ Inline::Image(_)] if is_image(image)),
        inline => is_image(inline),
    });
    only_images && has_caption
}
