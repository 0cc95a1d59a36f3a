//! Markdown's tree as elements: content is never HTML.

use crate::{
    components::links::anchor,
    context::AppContext,
    dom::element::{Element, el},
    markdown,
    markdown::{Alignment, Block, Inline},
    route::Base,
};

/// A Markdown text of the content that stands under a heading of some level.
pub fn markdown(text: &str, level: u8, site: AppContext) -> Element {
    let blocks = markdown::demote_headings(site.documents.get(text), level);
    push_blocks(el("div").class("markdown"), &blocks, site.base, false)
}

fn push_blocks(parent: Element, blocks: &[Block], base: &Base, tight: bool) -> Element {
    blocks.iter().fold(parent, |parent, block| match block {
        Block::Paragraph(content) if tight => push_inlines(parent, content, base),
        block => parent.with(block_element(block, base)),
    })
}

fn block_element(block: &Block, base: &Base) -> Element {
    match block {
        Block::Paragraph(content) => push_inlines(el("p").attr("dir", "auto"), content, base),
        Block::Heading { level, content } => {
            let name = match level {
                0..=2 => "h2",
                3 => "h3",
                4 => "h4",
                5 => "h5",
                _ => "h6",
            };
            push_inlines(el(name), content, base)
        }
        Block::List { start, tight, items } => {
            let list = match start {
                Some(start) => el("ol").attr("start", start.to_string()),
                None => el("ul"),
            };
            items.iter().fold(list, |list, item| list.with(push_blocks(el("li"), item, base, *tight)))
        }
        Block::Quote(blocks) => push_blocks(el("blockquote"), blocks, base, false),
        Block::Code { text, .. } => el("pre").attr("tabindex", "0").with(el("code").with(text.clone())),
        Block::Table { alignments, head, rows } => table(alignments, head, rows, base),
        Block::Rule => el("hr"),
    }
}

fn table(alignments: &[Alignment], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], base: &Base) -> Element {
    let row = |cells: &[Vec<Inline>], cell: &dyn Fn() -> Element| {
        cells.iter().zip(alignments).fold(el("tr"), |row, (content, alignment)| {
            let class = match alignment {
                Alignment::None => None,
                Alignment::Left => Some("left"),
                Alignment::Center => Some("center"),
                Alignment::Right => Some("right"),
            };
            row.with(push_inlines(cell().maybe("class", class), content, base))
        })
    };
    let head = el("thead").with(row(head, &|| el("th").attr("scope", "col")));
    let body = rows.iter().fold(el("tbody"), |body, cells| body.with(row(cells, &|| el("td"))));
    // Wide tables scroll by themselves, by keyboard too, so that the page never does.
    el("div")
        .class("scroll")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", "Table")
        .with(el("table").with(head).with(body))
}

fn push_inlines(parent: Element, content: &[Inline], base: &Base) -> Element {
    content.iter().fold(parent, |parent, inline| match inline {
        Inline::Text(text) => parent.with(text.clone()),
        Inline::Emphasis(content) => parent.with(push_inlines(el("em"), content, base)),
        Inline::Strong(content) => parent.with(push_inlines(el("strong"), content, base)),
        Inline::Strikethrough(content) => parent.with(push_inlines(el("s"), content, base)),
        Inline::Code(text) => parent.with(el("code").with(text.clone())),
        Inline::Link { url: address, title, content } => {
            parent.with(push_inlines(anchor(address, base).maybe("title", title.clone()), content, base))
        }
        Inline::Image { src: source, alt: alternative, title, size } => parent.with(
            el("img")
                .attr("src", base.resolve(source))
                .attr("alt", alternative.clone())
                .maybe("title", title.clone())
                .maybe("width", size.map(|(width, _)| width.to_string()))
                .maybe("height", size.map(|(_, height)| height.to_string()))
                .attr("loading", "lazy"),
        ),
        Inline::Break => parent.with(el("br")),
    })
}
