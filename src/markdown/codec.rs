//! Encodes the tree as compact JSON. A text is a string; any other node is a list that starts with its kind.

use crate::{
    markdown::{Alignment, Block, Inline},
    url::ImageUrl,
    util::{
        json,
        json::{Codec, Decoder},
    },
};

impl Codec for Inline {
    fn decode(json: &mut Decoder) -> Inline {
        if json.peek() == b'"' {
            return Inline::Text(json.string());
        }
        json.expect_byte(b'[');
        let inline = match json.one_of(INLINES) {
            0 => Inline::Emphasis(json.item()),
            1 => Inline::Strong(json.item()),
            2 => Inline::Strikethrough(json.item()),
            3 => Inline::Code(json.item()),
            4 => Inline::Link { url: json.item(), title: json.item(), content: json.item() },
            5 => {
                let src = json.item::<ImageUrl>().0;
                let (alt, title) = (json.item(), json.item());
                let (width, height) = (json.item::<Option<u32>>(), json.item::<Option<u32>>());
                Inline::Image { src, alt, title, size: width.zip(height) }
            }
            _ => Inline::Break,
        };
        json.expect_byte(b']');
        inline
    }

    fn encode(&self, json: &mut String) {
        let mut list = |kind: usize, values: &[&dyn Fn(&mut String)]| write_list(INLINES[kind], values, json);
        match self {
            Inline::Text(text) => json::encode_string(text, json),
            Inline::Emphasis(content) => list(0, &[&|json| content.encode(json)]),
            Inline::Strong(content) => list(1, &[&|json| content.encode(json)]),
            Inline::Strikethrough(content) => list(2, &[&|json| content.encode(json)]),
            Inline::Code(text) => list(3, &[&|json| text.encode(json)]),
            Inline::Link { url, title, content } => {
                list(4, &[&|json| url.encode(json), &|json| title.encode(json), &|json| content.encode(json)]);
            }
            Inline::Image { src, alt, title, size } => {
                let (width, height) = (*size).unzip();
                let (src, alt) = (|json: &mut _| src.encode(json), |json: &mut _| alt.encode(json));
                let title = |json: &mut _| title.encode(json);
                list(5, &[&src, &alt, &title, &|json| width.encode(json), &|json| height.encode(json)]);
            }
            Inline::Break => list(6, &[]),
        }
    }
}

impl Codec for Block {
    fn decode(json: &mut Decoder) -> Block {
        json.expect_byte(b'[');
        let block = match json.one_of(BLOCKS) {
            0 => Block::Paragraph(json.item()),
            1 => Block::Heading { level: json.item(), content: json.item() },
            2 => {
                Block::List { start: json.item::<Option<u32>>().map(u64::from), tight: json.item(), items: json.item() }
            }
            3 => Block::Quote(json.item()),
            4 => Block::Code { language: json.item(), text: json.item() },
            5 => Block::Table { alignments: json.item(), head: json.item(), rows: json.item() },
            _ => Block::Rule,
        };
        json.expect_byte(b']');
        block
    }

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

/// The names of the variants of [`Inline`] and [`Block`], in the order of `decode`.
const INLINES: &[&str] = &["em", "strong", "s", "code", "a", "img", "br"];
const BLOCKS: &[&str] = &["p", "h", "list", "quote", "code", "table", "hr"];

fn write_list(kind: &str, values: &[&dyn Fn(&mut String)], json: &mut String) {
    json.push('[');
    json::encode_string(kind, json);
    for value in values {
        json.push(',');
        value(json);
    }
    json.push(']');
}

impl Codec for Alignment {
    fn decode(json: &mut Decoder) -> Alignment {
        match json.one_of(ALIGNMENTS) {
            1 => Alignment::Left,
            2 => Alignment::Center,
            3 => Alignment::Right,
            _ => Alignment::None,
        }
    }

    fn encode(&self, json: &mut String) {
        json::encode_string(ALIGNMENTS[*self as usize], json);
    }
}

const ALIGNMENTS: &[&str] = &["none", "left", "center", "right"];
