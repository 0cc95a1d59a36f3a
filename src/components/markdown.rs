//! Markdown's tree as view nodes: content is never HTML.

use leptos::prelude::*;

use super::links::rel;
use crate::{
    app::Site,
    markdown::{self, Alignment, Block, Inline},
    page::Base,
};

/// A Markdown text.
#[component]
pub fn Markdown(
    text: String,
    /// The level of the heading that the text stands under.
    level: u8,
) -> AnyView {
    let Site { base, .. } = Site::expect();
    let blocks = markdown::shifted(markdown::parse(&text).blocks, level);
    view! { <div class="markdown">{blocks_view(&blocks, &base, false)}</div> }.into_any()
}

fn blocks_view(blocks: &[Block], base: &Base, tight: bool) -> AnyView {
    blocks.iter().map(|block| block_view(block, base, tight)).collect_view().into_any()
}

fn block_view(block: &Block, base: &Base, tight: bool) -> AnyView {
    match block {
        Block::Paragraph(content) if tight => inlines_view(content, base),
        Block::Paragraph(content) => view! { <p dir="auto">{inlines_view(content, base)}</p> }.into_any(),
        Block::Heading { level, content } => {
            let content = inlines_view(content, base);
            match level {
                0..=2 => view! { <h2>{content}</h2> }.into_any(),
                3 => view! { <h3>{content}</h3> }.into_any(),
                4 => view! { <h4>{content}</h4> }.into_any(),
                5 => view! { <h5>{content}</h5> }.into_any(),
                _ => view! { <h6>{content}</h6> }.into_any(),
            }
        }
        Block::List { start, tight, items } => {
            let item = |blocks: &Vec<Block>| view! { <li>{blocks_view(blocks, base, *tight)}</li> };
            let items = items.iter().map(item).collect_view();
            match start {
                Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
                None => view! { <ul>{items}</ul> }.into_any(),
            }
        }
        Block::Quote(blocks) => view! { <blockquote>{blocks_view(blocks, base, false)}</blockquote> }.into_any(),
        Block::Code { text, .. } => view! { <pre tabindex="0"><code>{text.clone()}</code></pre> }.into_any(),
        Block::Table { alignments, head, rows } => table_view(alignments, head, rows, base),
        Block::Rule => view! { <hr /> }.into_any(),
    }
}

fn table_view(alignments: &[Alignment], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], base: &Base) -> AnyView {
    let class = |column: usize| match alignments.get(column) {
        Some(Alignment::Left) => Some("left"),
        Some(Alignment::Center) => Some("center"),
        Some(Alignment::Right) => Some("right"),
        _ => None,
    };
    let head = head
        .iter()
        .enumerate()
        .map(|(column, cell)| view! { <th scope="col" class=class(column)>{inlines_view(cell, base)}</th> })
        .collect_view();
    let rows = rows
        .iter()
        .map(|row| {
            let cells = row
                .iter()
                .enumerate()
                .map(|(column, cell)| view! { <td class=class(column)>{inlines_view(cell, base)}</td> })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    // Wide tables scroll by themselves, by keyboard too, so that the page never does.
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Table">
            <table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn inlines_view(content: &[Inline], base: &Base) -> AnyView {
    content.iter().map(|inline| inline_view(inline, base)).collect_view().into_any()
}

fn inline_view(inline: &Inline, base: &Base) -> AnyView {
    match inline {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Emphasis(content) => view! { <em>{inlines_view(content, base)}</em> }.into_any(),
        Inline::Strong(content) => view! { <strong>{inlines_view(content, base)}</strong> }.into_any(),
        Inline::Strikethrough(content) => view! { <s>{inlines_view(content, base)}</s> }.into_any(),
        Inline::Code(text) => view! { <code>{text.clone()}</code> }.into_any(),
        Inline::Link { address, title, content } => {
            let content = inlines_view(content, base);
            view! { <a href=base.resolve(address) title=title.clone() rel=rel(address)>{content}</a> }.into_any()
        }
        Inline::Image { source, alternative, title } => {
            view! { <img src=base.resolve(source) alt=alternative.clone() title=title.clone() loading="lazy" /> }
                .into_any()
        }
        Inline::Break => view! { <br /> }.into_any(),
    }
}
