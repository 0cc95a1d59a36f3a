//! Elements for the tree of a Markdown text. The content is never parsed as HTML.

use crate::{
    components::links::anchor,
    content::Title,
    context::AppContext,
    dom::{
        Element,
        tags::{
            bdi, blockquote, br, code, div, em, h2, h3, h4, h5, h6, hr, img, li, mathml, ol, p, pre, s, strong, sub,
            sup, table, tbody, td, th, thead, tr, ul,
        },
    },
    markdown,
    markdown::{Alignment, Block, Inline, Style},
    math::{Formula, known},
    route::Base,
    util::json::Decoder,
};

/// Returns a Markdown text of the content. Its headings are demoted below the heading above it, which has this level.
pub fn markdown(text: &str, level: u8, context: AppContext) -> Element {
    let blocks = markdown::demote_headings(context.documents.get(text), level);
    push_blocks(div().class("markdown"), &blocks, context.base, false)
}

/// Appends the title of a publication to an element.
pub fn with_title(parent: Element, title: &Title, base: &Base) -> Element {
    match title.markup() {
        [] => parent.child(title.as_str().to_owned()),
        content => push_inlines(parent, content, base),
    }
}

fn push_blocks(parent: Element, blocks: &[Block], base: &Base, tight: bool) -> Element {
    blocks.iter().fold(parent, |parent, block| match block {
        Block::Paragraph(content) if tight => push_inlines(parent, content, base),
        block => parent.child(block_element(block, base)),
    })
}

fn block_element(block: &Block, base: &Base) -> Element {
    match block {
        Block::Paragraph(content) => push_inlines(p().attr("dir", "auto"), content, base),
        Block::Heading { level, content } => {
            let heading = match level {
                0..=2 => h2(),
                3 => h3(),
                4 => h4(),
                5 => h5(),
                _ => h6(),
            };
            push_inlines(heading, content, base)
        }
        Block::List { start, tight, items } => {
            let list = match start {
                Some(start) => ol().attr("start", start.to_string()),
                None => ul(),
            };
            items.iter().fold(list, |list, item| list.child(push_blocks(li(), item, base, *tight)))
        }
        Block::Quote(blocks) => push_blocks(blockquote(), blocks, base, false),
        Block::Code { text, .. } => pre().attr("tabindex", "0").child(code().child(text.clone())),
        Block::Table { alignments, head, rows } => table_element(alignments, head, rows, base),
        Block::Rule => hr(),
    }
}

fn table_element(alignments: &[Alignment], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], base: &Base) -> Element {
    let row = |cells: &[Vec<Inline>], cell: &dyn Fn() -> Element| {
        cells.iter().zip(alignments).fold(tr(), |row, (content, alignment)| {
            let class = match alignment {
                Alignment::None => None,
                Alignment::Left => Some("left"),
                Alignment::Center => Some("center"),
                Alignment::Right => Some("right"),
            };
            row.child(push_inlines(cell().class(class), content, base))
        })
    };
    let head = thead().child(row(head, &|| th().attr("scope", "col")));
    let body = rows.iter().fold(tbody(), |body, cells| body.child(row(cells, &|| td())));
    // A wide table scrolls inside this element, also by keyboard, so that the page never scrolls sideways.
    div()
        .class("table-scroll")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", "Table")
        .child(table().child((head, body)))
}

fn push_inlines(parent: Element, content: &[Inline], base: &Base) -> Element {
    content.iter().fold(parent, |parent, inline| match inline {
        Inline::Text(text) => parent.child(text.clone()),
        Inline::Styled(style, content) => {
            let element = match style {
                Style::Emphasis => em(),
                Style::Strong => strong(),
                Style::Strikethrough => s(),
                Style::Subscript => sub(),
                Style::Superscript => sup(),
            };
            parent.child(push_inlines(element, content, base))
        }
        Inline::Code(text) => parent.child(code().child(text.clone())),
        Inline::Math(formula) => parent.child(formula_element(formula)),
        Inline::Link { url, title, content } => {
            parent.child(push_inlines(anchor(url, base).attr("title", title.clone()), content, base))
        }
        Inline::Image { src, alt, title, size } => parent.child(
            img()
                .attr("src", base.resolve(src))
                .attr("alt", alt.clone())
                .attr("title", title.clone())
                .attr("width", size.map(|(width, _)| width.to_string()))
                .attr("height", size.map(|(_, height)| height.to_string()))
                .attr("loading", "lazy"),
        ),
        Inline::Break => parent.child(br()),
    })
}

fn formula_element(formula: &Formula) -> Element {
    if formula.mathml.is_empty() {
        return code().child(formula.source.clone());
    }
    // The letters of a formula do not determine the direction of its paragraph.
    bdi().child(mathml_element(&mut Decoder::new(&formula.mathml)))
}

/// Decodes an element of MathML from JsonML.
fn mathml_element(json: &mut Decoder) -> Element {
    json.expect_byte(b'[');
    let mut element = mathml(known(&json.string()).unwrap_or("mrow"));
    while json.has_next(b']') {
        element = match json.peek() {
            b'[' => element.child(mathml_element(json)),
            b'{' => {
                json.expect_byte(b'{');
                while json.has_next(b'}') {
                    let name = known(&json.string()).unwrap_or("class");
                    json.expect_byte(b':');
                    element = element.attr(name, json.string());
                }
                element
            }
            _ => element.child(json.string()),
        };
    }
    element
}
