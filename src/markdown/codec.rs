//! The tree as compact JSON: a text is a string, any other node a list that begins with its kind.

use crate::{
    markdown::{Alignment, Block, Inline},
    url::ImageAddress,
    util::{
        json,
        json::{Plain, Source},
    },
};

impl Plain for Inline {
    fn read(json: &mut Source) -> Inline {
        if json.peek() == b'"' {
            return Inline::Text(json.string());
        }
        json.take(b'[');
        let inline = match json.one_of(INLINES) {
            0 => Inline::Emphasis(json.item()),
            1 => Inline::Strong(json.item()),
            2 => Inline::Strikethrough(json.item()),
            3 => Inline::Code(json.item()),
            4 => Inline::Link { address: json.item(), title: json.item(), content: json.item() },
            5 => {
                let source = json.item::<ImageAddress>().0;
                let (alternative, title) = (json.item(), json.item());
                let (width, height) = (json.item::<Option<u32>>(), json.item::<Option<u32>>());
                Inline::Image { source, alternative, title, size: width.zip(height) }
            }
            _ => Inline::Break,
        };
        json.take(b']');
        inline
    }

    fn write(&self, json: &mut String) {
        let mut list = |kind: usize, values: &[&dyn Fn(&mut String)]| write_list(INLINES[kind], values, json);
        match self {
            Inline::Text(text) => json::write_string(text, json),
            Inline::Emphasis(content) => list(0, &[&|json| content.write(json)]),
            Inline::Strong(content) => list(1, &[&|json| content.write(json)]),
            Inline::Strikethrough(content) => list(2, &[&|json| content.write(json)]),
            Inline::Code(text) => list(3, &[&|json| text.write(json)]),
            Inline::Link { address, title, content } => {
                list(4, &[&|json| address.write(json), &|json| title.write(json), &|json| content.write(json)]);
            }
            Inline::Image { source, alternative, title, size } => {
                let (width, height) = (*size).unzip();
                let (source, words) = (|json: &mut _| source.write(json), |json: &mut _| alternative.write(json));
                let title = |json: &mut _| title.write(json);
                list(5, &[&source, &words, &title, &|json| width.write(json), &|json| height.write(json)]);
            }
            Inline::Break => list(6, &[]),
        }
    }
}

impl Plain for Block {
    fn read(json: &mut Source) -> Block {
        json.take(b'[');
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
        json.take(b']');
        block
    }

    fn write(&self, json: &mut String) {
        let mut list = |kind: usize, values: &[&dyn Fn(&mut String)]| write_list(BLOCKS[kind], values, json);
        match self {
            Block::Paragraph(content) => list(0, &[&|json| content.write(json)]),
            Block::Heading { level, content } => list(1, &[&|json| level.write(json), &|json| content.write(json)]),
            Block::List { start, tight, items } => {
                // CommonMark 0.31, section 5.2: a number has nine digits at most.
                let start = start.map(|start| start as u32);
                list(2, &[&|json| start.write(json), &|json| tight.write(json), &|json| items.write(json)]);
            }
            Block::Quote(blocks) => list(3, &[&|json| blocks.write(json)]),
            Block::Code { language, text } => list(4, &[&|json| language.write(json), &|json| text.write(json)]),
            Block::Table { alignments, head, rows } => {
                list(5, &[&|json| alignments.write(json), &|json| head.write(json), &|json| rows.write(json)]);
            }
            Block::Rule => list(6, &[]),
        }
    }
}

/// The words for kinds of [`Inline`] and [`Block`], in the order in which they are read.
const INLINES: &[&str] = &["em", "strong", "s", "code", "a", "img", "br"];
const BLOCKS: &[&str] = &["p", "h", "list", "quote", "code", "table", "hr"];

fn write_list(kind: &str, values: &[&dyn Fn(&mut String)], json: &mut String) {
    json.push('[');
    json::write_string(kind, json);
    for value in values {
        json.push(',');
        value(json);
    }
    json.push(']');
}

impl Plain for Alignment {
    fn read(json: &mut Source) -> Alignment {
        match json.one_of(ALIGNMENTS) {
            1 => Alignment::Left,
            2 => Alignment::Center,
            3 => Alignment::Right,
            _ => Alignment::None,
        }
    }

    fn write(&self, json: &mut String) {
        json::write_string(ALIGNMENTS[*self as usize], json);
    }
}

const ALIGNMENTS: &[&str] = &["none", "left", "center", "right"];
