//! The plain text of a tree, and the levels of its headings.

use crate::markdown::{Block, Inline};

/// Returns the blocks with their headings moved below a heading of level `base`. Each heading is one level below its
/// parent, so no level is skipped. With base 2, `# a` and `### b` become levels 3 and 4.
pub fn demote_headings(mut blocks: Vec<Block>, base: u8) -> Vec<Block> {
    fn demote(blocks: &mut [Block], base: u8, open: &mut Vec<u8>) {
        for block in blocks {
            match block {
                Block::Heading { level, .. } => {
                    open.retain(|shallower| shallower < level);
                    open.push(*level);
                    *level = base.saturating_add(open.len() as u8).min(6);
                }
                Block::Quote(blocks) => demote(blocks, base, open),
                Block::List { items, .. } => {
                    items.iter_mut().for_each(|blocks| demote(blocks, base, open));
                }
                _ => {}
            }
        }
    }
    demote(&mut blocks, base, &mut Vec::new());
    blocks
}

/// Returns the text without markup, for descriptions and search: one line for each paragraph, item, row and so on.
pub fn plain_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    push_block_text(blocks, &mut text);
    text.truncate(text.trim_end().len());
    text
}

fn push_block_text(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => push_inline_text(content, out),
            Block::List { items, .. } => items.iter().for_each(|item| push_block_text(item, out)),
            Block::Quote(blocks) => push_block_text(blocks, out),
            Block::Code { text, .. } => out.push_str(text),
            Block::Table { head, rows, .. } => {
                for row in [head].into_iter().chain(rows) {
                    for cell in row {
                        push_inline_text(cell, out);
                        out.push(' ');
                    }
                    out.push('\n');
                }
            }
            Block::Rule => {}
        }
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
    }
}

fn push_inline_text(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Math(formula) => out.push_str(&formula.text),
            Inline::Image(image) => out.push_str(&image.alt),
            Inline::Break => out.push(' '),
            Inline::Styled(_, content) | Inline::Link { content, .. } => push_inline_text(content, out),
        }
    }
}

/// Returns the text of inline elements.
pub fn inline_text(content: &[Inline]) -> String {
    let mut text = String::new();
    push_inline_text(content, &mut text);
    text
}
