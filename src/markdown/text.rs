//! What the tree says, as plain text, and the levels of its headings.

use crate::markdown::{Block, Inline};

/// Puts headings under a heading of level `base`, each one level below the one that it belongs
/// to, so that no level is skipped: under 2, `# a` and `### b` become 3 and 4.
pub fn shifted(mut blocks: Vec<Block>, base: u8) -> Vec<Block> {
    fn shift(blocks: &mut [Block], base: u8, open: &mut Vec<u8>) {
        for block in blocks {
            match block {
                Block::Heading { level, .. } => {
                    open.retain(|shallower| shallower < level);
                    open.push(*level);
                    *level = base.saturating_add(open.len() as u8).min(6);
                }
                Block::Quote(blocks) => shift(blocks, base, open),
                Block::List { items, .. } => {
                    items.iter_mut().for_each(|blocks| shift(blocks, base, open));
                }
                _ => {}
            }
        }
    }
    shift(&mut blocks, base, &mut Vec::new());
    blocks
}

/// The words alone, for descriptions and search: a line for each paragraph, item, row and so on.
pub fn plain_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    push_blocks(blocks, &mut text);
    text.truncate(text.trim_end().len());
    text
}

fn push_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => push_words(content, out),
            Block::List { items, .. } => items.iter().for_each(|item| push_blocks(item, out)),
            Block::Quote(blocks) => push_blocks(blocks, out),
            Block::Code { text, .. } => out.push_str(text),
            Block::Table { head, rows, .. } => {
                for row in [head].into_iter().chain(rows) {
                    for cell in row {
                        push_words(cell, out);
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

fn push_words(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Image { alternative, .. } => out.push_str(alternative),
            Inline::Break => out.push(' '),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link { content, .. } => push_words(content, out),
        }
    }
}

pub(super) fn words(content: &[Inline]) -> String {
    let mut text = String::new();
    push_words(content, &mut text);
    text
}
