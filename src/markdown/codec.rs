//! Encodes the tree as compact JSON. A text is a string; any other node is a list that starts with its kind.

use crate::{
    markdown::{Alignment, Block, Image, Inline, Style},
    math::Formula,
    url::ImageUrl,
    util::json::{Decoder, Encode, encode_string},
};

/// The names of the variants of [`Inline`], [`Block`] and [`Alignment`], in the order of the functions that decode them.
const INLINES: &[&str] = &["em", "strong", "s", "sub", "sup", "code", "a", "img", "math", "br"];
const STYLES: [Style; 5] = [Style::Emphasis, Style::Strong, Style::Strikethrough, Style::Subscript, Style::Superscript];
const BLOCKS: &[&str] = &["p", "h", "list", "quote", "code", "table", "hr"];
const ALIGNMENTS: &[&str] = &["none", "left", "center", "right"];

/// Decodes the JSON of a text's blocks, and ignores what follows it; returns `None` if it is not as expected.
pub fn decode(json: &str) -> Option<Vec<Block>> {
    let mut decoder = Decoder::new(json);
    let blocks = decoder.list(decode_block);
    decoder.is_ok().then_some(blocks)
}

fn decode_inline(json: &mut Decoder) -> Inline {
    if json.peek() == b'"' {
        return Inline::Text(json.string());
    }
    json.expect_byte(b'[');
    let inline = match json.one_of(INLINES) {
        style @ 0..5 => Inline::Styled(STYLES[style], decode_inlines(json)),
        5 => Inline::Code(json.string()),
        6 => {
            let (url, title) = (json.value(), json.optional(Decoder::string));
            Inline::Link { url, title, content: decode_inlines(json) }
        }
        7 => {
            let (src, alt) = (json.value::<ImageUrl>().0, json.string());
            let title = json.optional(Decoder::string);
            let (width, height) = (json.number(), json.number());
            Inline::Image(Image { src, alt, title, width, height, srcset: json.string() })
        }
        8 => Inline::Math(Formula { source: json.string(), text: json.string(), mathml: json.string() }),
        _ => Inline::Break,
    };
    json.expect_byte(b']');
    inline
}

fn decode_inlines(json: &mut Decoder) -> Vec<Inline> {
    json.list(decode_inline)
}

fn decode_block(json: &mut Decoder) -> Block {
    json.expect_byte(b'[');
    let block = match json.one_of(BLOCKS) {
        0 => Block::Paragraph(decode_inlines(json)),
        1 => Block::Heading { level: json.number() as u8, content: decode_inlines(json) },
        2 => {
            let start = json.optional(Decoder::number).map(u64::from);
            Block::List { start, tight: json.boolean(), items: json.list(decode_blocks) }
        }
        3 => Block::Quote(decode_blocks(json)),
        4 => Block::Code { language: json.optional(Decoder::string), text: json.string() },
        5 => {
            let (alignments, head) = (json.list(decode_alignment), json.list(decode_inlines));
            Block::Table { alignments, head, rows: json.list(|json| json.list(decode_inlines)) }
        }
        _ => Block::Rule,
    };
    json.expect_byte(b']');
    block
}

fn decode_blocks(json: &mut Decoder) -> Vec<Block> {
    json.list(decode_block)
}

fn decode_alignment(json: &mut Decoder) -> Alignment {
    match json.one_of(ALIGNMENTS) {
        1 => Alignment::Left,
        2 => Alignment::Center,
        3 => Alignment::Right,
        _ => Alignment::None,
    }
}

impl Encode for Inline {
    fn encode(&self, json: &mut String) {
        let mut list = |kind: usize, values: &[&dyn Fn(&mut String)]| write_list(INLINES[kind], values, json);
        match self {
            Inline::Text(text) => encode_string(text, json),
            Inline::Styled(style, content) => list(*style as usize, &[&|json| content.encode(json)]),
            Inline::Code(text) => list(5, &[&|json| text.encode(json)]),
            Inline::Link { url, title, content } => {
                list(6, &[&|json| url.encode(json), &|json| title.encode(json), &|json| content.encode(json)]);
            }
            Inline::Image(Image { src, alt, title, width, height, srcset }) => {
                let (src, alt) = (|json: &mut _| src.encode(json), |json: &mut _| alt.encode(json));
                let title = |json: &mut _| title.encode(json);
                let (width, height) = (|json: &mut _| width.encode(json), |json: &mut _| height.encode(json));
                list(7, &[&src, &alt, &title, &width, &height, &|json| srcset.encode(json)]);
            }
            Inline::Math(Formula { source, text, mathml }) => {
                list(8, &[&|json| source.encode(json), &|json| text.encode(json), &|json| mathml.encode(json)]);
            }
            Inline::Break => list(9, &[]),
        }
    }
}

impl Encode for Block {
    fn encode(&self, json: &mut String) {
        let mut list = |kind: usize, values: &[&dyn Fn(&mut String)]| write_list(BLOCKS[kind], values, json);
        match self {
            Block::Paragraph(content) => list(0, &[&|json| content.encode(json)]),
            Block::Heading { level, content } => list(1, &[&|json| level.encode(json), &|json| content.encode(json)]),
            Block::List { start, tight, items } => {
                // A list number has at most nine digits (CommonMark 0.31, section 5.2).
                let start = start.map(|start| start as u32);
                list(2, &[&|json| start.encode(json), &|json| tight.encode(json), &|json| items.encode(json)]);
            }
            Block::Quote(blocks) => list(3, &[&|json| blocks.encode(json)]),
            Block::Code { language, text } => list(4, &[&|json| language.encode(json), &|json| text.encode(json)]),
            Block::Table { alignments, head, rows } => {
                list(5, &[&|json| alignments.encode(json), &|json| head.encode(json), &|json| rows.encode(json)]);
            }
            Block::Rule => list(6, &[]),
        }
    }
}

fn write_list(kind: &str, values: &[&dyn Fn(&mut String)], json: &mut String) {
    json.push('[');
    encode_string(kind, json);
    for value in values {
        json.push(',');
        value(json);
    }
    json.push(']');
}

impl Encode for Alignment {
    fn encode(&self, json: &mut String) {
        encode_string(ALIGNMENTS[*self as usize], json);
    }
}
