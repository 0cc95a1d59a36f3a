//! Elements for the tree of a Markdown text. The content is never parsed as HTML.

use std::mem;

use crate::{
    components::{
        links::anchor,
        media::{Loading, image_element, video_element},
    },
    content::Title,
    context::AppContext,
    dom::{
        Element,
        tags::{
            bdi, blockquote, br, code, div, em, figcaption, figure, h2, h3, h4, h5, h6, hr, li, mathml, ol, p, pre, s,
            span, strong, sub, sup, table, tbody, td, th, thead, tr, ul,
        },
    },
    markdown,
    markdown::{Alignment, Block, Image, Inline, Style, inline_text, is_figure},
    math::{Formula, known},
    route::Base,
    util::{json::Decoder, text::slugify},
};

/// Returns a Markdown text of the content. Its headings are demoted below the heading above it, which has this level.
pub fn markdown(text: &str, level: u8, context: AppContext) -> Element {
    let blocks = markdown::demote_headings(context.documents.get(text), level);
    push_blocks(div().class("markdown"), &blocks, context.base, false)
}

/// A heading of a text.
pub struct Heading {
    /// The level of the element, 2 for `h2`.
    pub level: u8,
    /// The id of the element.
    pub id: String,
    /// The text.
    pub text: String,
}

/// Returns a Markdown text whose headings have ids, and the headings. The id of a heading is its text in the form of a URL,
/// as in other programs, so that old URLs lead to it. It is neither an id of the site's own elements, which have a colon,
/// nor that of a publication.
pub fn markdown_with_ids(text: &str, level: u8, context: AppContext) -> (Element, Vec<Heading>) {
    let mut headings: Vec<Heading> = Vec::new();
    let mut element = div().class("markdown");
    for block in &markdown::demote_headings(context.documents.get(text), level) {
        let mut child = block_element(block, context.base);
        if let Block::Heading { level, content } = block {
            let text = inline_text(content);
            let slug = match slugify(&text, context.normalize) {
                slug if slug.is_empty() => "section".to_owned(),
                slug => slug,
            };
            let mut id = slug.clone();
            let mut number = 1;
            while context.publication(&id).is_some() || headings.iter().any(|heading| heading.id == id) {
                number += 1;
                id = [&slug, "-", &number.to_string()].concat();
            }
            child = child.attr("id", id.clone());
            headings.push(Heading { level: *level, id, text });
        }
        element = element.child(child);
    }
    (element, headings)
}

/// Appends the title of a publication or an entry to an element.
pub fn with_title(parent: Element, title: &Title, base: &Base) -> Element {
    match title.markup() {
        [] => parent.child(title.as_str().to_owned()),
        content => push_inlines(parent, content, base),
    }
}

fn push_blocks(parent: Element, blocks: &[Block], base: &Base, tight: bool) -> Element {
    blocks.iter().fold(parent, |parent, block| match block {
        Block::Paragraph(content) if tight && !is_figure(content) => push_inlines(parent, content, base),
        block => parent.child(block_element(block, base)),
    })
}

fn block_element(block: &Block, base: &Base) -> Element {
    match block {
        Block::Paragraph(content) if is_figure(content) => figures(content, base),
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
    // The first character of the next text, if the element of the formula before it already contains it.
    let mut beside = "";
    content.iter().enumerate().fold(parent, |parent, (place, inline)| match inline {
        Inline::Text(text) => match text[mem::take(&mut beside).len()..].to_owned() {
            rest if rest.is_empty() => parent,
            rest => parent.child(rest),
        },
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
        Inline::Math(formula) => {
            beside = match content.get(place + 1) {
                Some(Inline::Text(next)) if !formula.is_long() => first_unspaced(next),
                _ => "",
            };
            let element = formula_element(formula);
            match beside {
                "" => parent.child(element),
                // Chromium would divide the line between a formula and a comma or a hyphen.
                beside => parent.child(span().class("unbroken").child((element, beside.to_owned()))),
            }
        }
        Inline::Link { url, title, content } => {
            parent.child(push_inlines(anchor(url, base).attr("title", title.clone()), content, base))
        }
        Inline::Image(image) => parent.child(media_element(image.clone(), base)),
        Inline::Break => parent.child(br()),
    })
}

/// Returns the first character of a text, or an empty text if that is white space.
fn first_unspaced(text: &str) -> &str {
    match text.chars().next() {
        Some(first) if first > ' ' => &text[..first.len_utf8()],
        _ => "",
    }
}

/// Returns the images of a paragraph, see [`is_figure`], with their titles as captions.
fn figures(content: &[Inline], base: &Base) -> Element {
    content.iter().fold(div().class("figures"), |figures, inline| {
        let (url, image) = match inline {
            Inline::Image(image) => (None, image),
            Inline::Link { url, content, .. } => match content.as_slice() {
                [Inline::Image(image)] => (Some(url), image),
                _ => return figures,
            },
            _ => return figures,
        };
        let caption = image.title.clone().map(|title| figcaption().attr("dir", "auto").child(title));
        let media = media_element(Image { title: None, ..image.clone() }, base);
        let media = match url {
            Some(url) => anchor(url, base).child(media),
            None => media,
        };
        figures.child(figure().child((media, caption)))
    })
}

/// Returns an image, or a video with controls if the file is one.
fn media_element(image: Image, base: &Base) -> Element {
    if image.src.is_video() {
        // The build does not read the size of a video, and most are 16:9.
        let width = if image.width > 0 { image.width } else { image.height * 16 / 9 };
        return video_element(&image.src, &image.alt, None, base)
            .attr("title", image.title)
            .attr("width", (width > 0).then(|| width.to_string()));
    }
    // Most sizes that authors give are small.
    let sizes = if (1..300).contains(&image.width) { "300px" } else { "(min-width: 40rem) 37rem, 100vw" };
    image_element(image, sizes, Loading::Lazy, base)
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
