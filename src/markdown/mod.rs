//! Markdown to a small tree that a view can walk: no HTML, and no address that was not checked.
//!
//! The syntax is [CommonMark 0.31](https://spec.commonmark.org/0.31.2/) with tables and
//! strikethrough. Raw HTML never gets through: its tags are removed and the text between them
//! stays, while comments, `<script>` and `<style>` vanish with what they hold. Nothing here knows
//! about views, pages or the browser.

use std::{borrow::Cow, iter, mem, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::{
    url::{Address, ImageAddress, Refused},
    util::{
        json,
        json::{Plain, Source},
        text::fingerprint,
    },
};

/// A text and what had to be left out of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The text.
    pub blocks: Vec<Block>,
    /// Addresses that were refused, for the checker to report; the text of their links stays.
    pub refused: Vec<Refused>,
    /// Whether something is nested more than [`MAX_DEPTH`] levels deep. Its text stays, its marks do not.
    pub too_deep: bool,
}

/// What stands on lines of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading, see [`shifted`].
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A list, numbered if it has a `start`.
    List {
        /// The number of the first item.
        start: Option<u64>,
        /// Items are not set apart: a view writes no `<p>` around their paragraphs.
        tight: bool,
        /// Each item has blocks of its own.
        items: Vec<Vec<Block>>,
    },
    /// A block quote.
    Quote(Vec<Block>),
    /// A block of code.
    Code {
        /// The first word after the fence.
        language: Option<String>,
        /// The code, with its line breaks.
        text: String,
    },
    /// A table; every row is as long as `alignments`.
    Table {
        /// One for each column.
        alignments: Vec<Alignment>,
        /// The cells of the first row.
        head: Vec<Vec<Inline>>,
        /// The cells of the other rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A thematic break.
    Rule,
}

/// What stands within a line. Two texts never follow each other.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// `*emphasis*`.
    Emphasis(Vec<Inline>),
    /// `**strong**`.
    Strong(Vec<Inline>),
    /// `~~struck through~~`.
    Strikethrough(Vec<Inline>),
    /// `` `code` ``.
    Code(String),
    /// A link that shows something.
    Link {
        /// Where it leads.
        address: Address,
        /// Shown on hovering.
        title: Option<String>,
        /// Never blank.
        content: Vec<Inline>,
    },
    /// An image.
    Image {
        /// Its file.
        source: Address,
        /// Said in its place; empty for a decoration.
        alternative: String,
        /// Shown on hovering.
        title: Option<String>,
        /// Width and height in pixels, where the build has read the file: the page leaves room for it.
        size: Option<(u32, u32)>,
    },
    /// A line break that was asked for.
    Break,
}

/// How the cells of a column are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the style sheet has it.
    None,
    /// To the left.
    Left,
    /// To the centre.
    Center,
    /// To the right.
    Right,
}

/// Reads Markdown. Every text can be read; what is not allowed loses its meaning, not its words.
///
/// ```
/// use frontispiece::markdown::{parse, Block, Inline};
///
/// let document = parse("Read <b>*this*</b> [now](javascript:alert(1))!<!-- not yet -->");
/// let text = |text: &str| Inline::Text(text.to_owned());
/// assert_eq!(
///     document.blocks,
///     [Block::Paragraph(vec![
///         text("Read "),
///         Inline::Emphasis(vec![text("this")]),
///         text(" now!"),
///     ])],
/// );
/// assert_eq!(document.refused[0].address, "javascript:alert(1)");
/// ```
pub fn parse(source: &str) -> Document {
    let shallow = shallow(source);
    let too_deep = matches!(shallow, Cow::Owned(_));
    let source = shallow.as_ref();
    // The document itself is held as a quote is.
    let tag = Some(Tag::BlockQuote(None));
    let current = Frame { tag, end: source.len(), ..Frame::default() };
    let mut reader = Reader { source, current, too_deep, ..Reader::default() };
    for (event, range) in events(source) {
        reader.read(event, range);
    }
    reader.boundary();
    Document { blocks: reader.current.blocks, refused: reader.refused, too_deep: reader.too_deep }
}

/// The Markdown of a profile, read ahead of time: the parser is a quarter of what a visitor would download.
///
/// A JSON object whose values are the blocks of each text, one on a line, by a hash of the text; only those that are
/// shown are taken out of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Documents {
    json: String,
    /// Where lines begin, in the order of their keys.
    lines: Vec<u32>,
}

/// A quote, the hash of a text in hexadecimal digits, a quote and a colon.
const KEY: usize = 19;

fn key_of(text: &str) -> String {
    ["\"", &fingerprint(text), "\":"].concat()
}

impl Documents {
    /// Reads texts; `size_of` gives the width and height of an image in pixels, where they are known.
    pub fn read(texts: &[&str], size_of: &impl Fn(&Address) -> Option<(u32, u32)>) -> Documents {
        let line = |text: &&str| {
            let mut blocks = parse(text).blocks;
            measure_blocks(&mut blocks, size_of);
            key_of(text) + &json::write(&blocks)
        };
        let mut lines: Vec<String> = texts.iter().map(line).collect();
        lines.sort();
        lines.dedup();
        Documents::of(["{\n", &lines.join(",\n"), "\n}\n"].concat())
    }

    /// Takes what [`Documents::as_str`] gave.
    pub fn of(json: String) -> Documents {
        let bytes = json.as_bytes();
        let starts = (1..bytes.len()).filter(|at| bytes[at - 1] == b'\n' && bytes[*at] == b'"');
        Documents { lines: starts.map(|at| at as u32).collect(), json }
    }

    /// The JSON of all texts.
    pub fn as_str(&self) -> &str {
        &self.json
    }

    /// Whether a text is among those that were read.
    pub fn holds(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// The blocks of a text; none where it is not among those that were read.
    pub fn get(&self, text: &str) -> Vec<Block> {
        // What follows the value is left alone.
        self.find(text).and_then(json::read).unwrap_or_default()
    }

    fn find(&self, text: &str) -> Option<&str> {
        let key = key_of(text);
        let line = |at: &u32| self.json.get(*at as usize..).unwrap_or_default();
        let found = self.lines.binary_search_by(|at| line(at).get(..KEY).unwrap_or_default().cmp(&key));
        line(&self.lines[found.ok()?]).get(KEY..)
    }
}

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

fn measure_blocks(blocks: &mut [Block], size_of: &impl Fn(&Address) -> Option<(u32, u32)>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => measure_images(content, size_of),
            Block::Quote(blocks) => measure_blocks(blocks, size_of),
            Block::List { items, .. } => items.iter_mut().for_each(|item| measure_blocks(item, size_of)),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| measure_images(cell, size_of));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn measure_images(content: &mut [Inline], size_of: &impl Fn(&Address) -> Option<(u32, u32)>) {
    for inline in content {
        match inline {
            Inline::Image { source, size, .. } => *size = size_of(source),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link { content, .. } => measure_images(content, size_of),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

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

fn words(content: &[Inline]) -> String {
    let mut text = String::new();
    push_words(content, &mut text);
    text
}

/// An image is not blank, though a decoration has no words.
fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        inline => matches!(inline, Inline::Break),
    })
}

fn events(source: &str) -> OffsetIter<'_> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(source, options).into_offset_iter()
}

/// Deeper nesting is flattened: walking a tree, dropping it and reading it back from JSON recurse, and hostile text
/// could nest a million times.
pub const MAX_DEPTH: usize = 32;

/// How many signs of quotes and items the parser is given at the start of a line. It looks at all that are open for each
/// line that follows, so its time is the product of the two.
const MAX_SIGNS: usize = 256;

/// A text without the signs of quotes and items beyond so many on one line.
fn shallow(source: &str) -> Cow<'_, str> {
    let mut shallow = String::new();
    let mut kept = 0;
    let mut start = 0;
    for line in source.split_inclusive(['\n', '\r']) {
        let mut signs = signs(line);
        if let (Some(end), Some(last)) = (signs.by_ref().nth(MAX_SIGNS - 1), signs.last()) {
            shallow.push_str(&source[kept..start + end]);
            kept = start + last;
        }
        start += line.len();
    }
    if kept == 0 {
        return Cow::Borrowed(source);
    }
    shallow.push_str(&source[kept..]);
    Cow::Owned(shallow)
}

/// Where each sign of a quote or an item at the start of a line ends.
///
/// See <https://spec.commonmark.org/0.31.2/#container-blocks>.
fn signs(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    let is_blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    let mut at = 0;
    iter::from_fn(move || {
        at += bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let end = match bytes.get(at + digits)? {
            b'>' if digits == 0 => at + 1,
            b'-' | b'+' | b'*' if digits == 0 && is_blank(at + 1) => at + 1,
            b'.' | b')' if digits > 0 && is_blank(at + digits + 1) => at + digits + 1,
            _ => return None,
        };
        at = end;
        Some(end)
    })
}

/// Stands for the end of the paragraph, which is not known where Markdown leaves it out.
const END_OF_PARAGRAPH: usize = usize::MAX;

/// Builds the tree from the parser's events, without recursion.
#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    /// The innermost element that has not ended.
    current: Frame<'a>,
    /// The elements around it.
    outer: Vec<Frame<'a>>,
    /// How many more are open, but flattened.
    flattened: usize,
    /// The HTML block that is being collected.
    html: Option<String>,
    /// What starts before this offset is inside a script, a style or a comment.
    hidden_until: usize,
    /// Closing markup that stands nowhere after an offset, so that a thousand openings do not look for it anew each.
    unclosed: Vec<(&'static str, usize)>,
    refused: Vec<Refused>,
    too_deep: bool,
}

/// What an element holds so far; which of these depends on its tag.
#[derive(Default)]
struct Frame<'a> {
    /// None for a paragraph that Markdown leaves out, as around the text of a tight list.
    tag: Option<Tag<'a>>,
    end: usize,
    blocks: Vec<Block>,
    content: Vec<Inline>,
    items: Vec<Vec<Block>>,
    /// Of a list or an item: its paragraphs are written as such.
    loose: bool,
    cells: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, event: Event<'a>, range: Range<usize>) {
        let hidden = range.start < self.hidden_until;
        match event {
            Event::Start(tag) => self.start(tag, range.end, hidden),
            Event::End(tag) => self.end(tag, range.end),
            Event::Rule => {
                self.boundary();
                if range.start >= self.hidden_until {
                    self.current.blocks.push(Block::Rule);
                }
            }
            Event::Html(text) | Event::Text(text) => {
                // Of a text that outlasts what is hidden, the end shows.
                let tail = self.source.get(self.hidden_until..range.end).unwrap_or_default();
                let shown = if hidden { tail } else { &text };
                if let Some(html) = &mut self.html {
                    html.push_str(shown);
                } else if let Some(end) = self.unparsed(shown, range.start) {
                    self.hide(end, range.start, END_OF_PARAGRAPH);
                } else {
                    self.push_text(shown);
                }
            }
            _ if hidden => {}
            Event::InlineHtml(html) => match vanishing(&html) {
                Some(end) if end.starts_with("</") => self.hide(end, range.end, END_OF_PARAGRAPH),
                None if tag_name(&html).eq_ignore_ascii_case("br") => self.push(Inline::Break),
                _ => {}
            },
            Event::Code(text) => self.push(Inline::Code(text.into_string())),
            Event::SoftBreak => self.push_text(" "),
            Event::HardBreak => self.push(Inline::Break),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, end: usize, hidden: bool) {
        let inline = is_inline(tag.to_end());
        if !inline {
            self.boundary();
        }
        let flatten = match tag {
            Tag::HtmlBlock => return self.html = Some(String::new()),
            // A link may not begin in what is hidden, where nobody sees what it says.
            Tag::Link { .. } | Tag::Image { .. } if hidden => true,
            Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::Item => false,
            Tag::TableHead | Tag::TableRow | Tag::TableCell => false,
            _ => {
                let too_deep = self.outer.len() >= MAX_DEPTH;
                self.too_deep |= too_deep;
                too_deep
            }
        };
        if flatten || self.flattened > 0 {
            self.flattened += 1;
        } else if !matches!(tag, Tag::TableHead | Tag::TableRow) {
            if inline {
                self.open_paragraph();
            }
            self.open(Some(tag), end);
        }
    }

    fn end(&mut self, tag: TagEnd, end: usize) {
        if !is_inline(tag) {
            self.boundary();
        }
        match tag {
            TagEnd::HtmlBlock => self.end_html(end),
            _ if self.flattened > 0 => self.flattened -= 1,
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = mem::take(&mut self.current.cells);
                self.current.rows.push(row);
            }
            _ => self.close(),
        }
    }

    /// Where a block starts or ends, the paragraph that Markdown left out ends too.
    fn boundary(&mut self) {
        if self.hidden_until == END_OF_PARAGRAPH {
            self.hidden_until = 0;
        }
        if self.current.tag.is_none() {
            self.close();
        }
    }

    fn open(&mut self, tag: Option<Tag<'a>>, end: usize) {
        let frame = Frame { tag, end, ..Frame::default() };
        self.outer.push(mem::replace(&mut self.current, frame));
    }

    fn open_paragraph(&mut self) {
        if let Some(Tag::BlockQuote(_) | Tag::Item) = self.current.tag {
            self.open(None, self.current.end);
        }
    }

    /// Adds the current element to the one around it, unless there is nothing to show.
    fn close(&mut self) {
        let Some(outer) = self.outer.pop() else { return };
        let Frame { tag, blocks, content, items, loose, mut rows, .. } = mem::replace(&mut self.current, outer);
        let blank = is_blank(&content);
        self.current.loose |= match tag {
            Some(Tag::Item) => loose,
            _ => matches!(tag, Some(Tag::Paragraph)),
        };
        let block = match tag {
            None | Some(Tag::Paragraph) if !blank => Block::Paragraph(content),
            Some(Tag::Heading { level, .. }) if !blank => Block::Heading { level: level as u8, content },
            Some(Tag::BlockQuote(_)) if !blocks.is_empty() => Block::Quote(blocks),
            Some(Tag::CodeBlock(kind)) if !blank => {
                let info = if let CodeBlockKind::Fenced(info) = &kind { info } else { "" };
                let language = info.split_whitespace().next().map(str::to_owned);
                Block::Code { language, text: words(&content) }
            }
            Some(Tag::List(start)) if !items.iter().all(Vec::is_empty) => Block::List { start, tight: !loose, items },
            Some(Tag::Table(alignments)) if !rows.iter().flatten().all(|cell| is_blank(cell)) => {
                let alignments = alignments.into_iter().map(Alignment::from).collect();
                Block::Table { alignments, head: rows.remove(0), rows }
            }
            Some(Tag::Item) => return self.current.items.push(blocks),
            Some(Tag::TableCell) => return self.current.cells.push(content),
            Some(tag) if is_inline(tag.to_end()) => return self.close_inline(tag, content),
            _ => return,
        };
        self.current.blocks.push(block);
    }

    /// An element that shows nothing, or whose address is refused, leaves what it holds.
    fn close_inline(&mut self, tag: Tag<'a>, content: Vec<Inline>) {
        let non_empty = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let blank = is_blank(&content);
        let inline = match tag {
            Tag::Image { dest_url, title, .. } => match self.allowed(Address::image(&dest_url)) {
                Some(source) => {
                    Inline::Image { source, alternative: words(&content), title: non_empty(&title), size: None }
                }
                None => Inline::Text(words(&content)),
            },
            Tag::Link { link_type, dest_url, title, .. } if !blank => {
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                match self.allowed(Address::link(&[scheme, &dest_url].concat())) {
                    Some(address) => Inline::Link { address, title: non_empty(&title), content },
                    None => return self.push_all(content),
                }
            }
            Tag::Emphasis if !blank => Inline::Emphasis(content),
            Tag::Strong if !blank => Inline::Strong(content),
            Tag::Strikethrough if !blank => Inline::Strikethrough(content),
            _ => return self.push_all(content),
        };
        self.push(inline);
    }

    fn allowed(&mut self, address: Result<Address, Refused>) -> Option<Address> {
        address.map_err(|refused| self.refused.push(refused)).ok()
    }

    fn push(&mut self, inline: Inline) {
        self.open_paragraph();
        match (self.current.content.last_mut(), inline) {
            (_, Inline::Text(text)) if text.is_empty() => {}
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => self.current.content.push(inline),
        }
    }

    fn push_all(&mut self, content: Vec<Inline>) {
        content.into_iter().for_each(|inline| self.push(inline));
    }

    fn push_text(&mut self, text: &str) {
        self.push(Inline::Text(text.to_owned()));
    }

    /// CommonMark takes a comment, script tag and so on that does not end in its paragraph for text,
    /// where a browser hides it: `text` at `start` is the `<` of one, and not an escaped `\<`.
    fn unparsed(&self, text: &str, start: usize) -> Option<&'static str> {
        let unparsed = text == "<" && !self.source[..start].ends_with('\\');
        unparsed.then(|| vanishing(&self.source[start..])).flatten()
    }

    /// Hides what comes until the closing markup `end`, wherever in the source it stands.
    fn hide(&mut self, end: &'static str, from: usize, without_end: usize) {
        let is_unclosed = self.unclosed.iter().any(|(markup, after)| *markup == end && *after <= from);
        let length = if is_unclosed { None } else { closing(end, &self.source[from..]) };
        if length.is_none() && !is_unclosed {
            self.unclosed.push((end, from));
        }
        self.hidden_until = length.map_or(without_end, |length| from + length);
    }

    /// The text of an HTML block is no Markdown, but its entities count; so it is read as Markdown
    /// in which every punctuation mark is escaped, which leaves paragraphs of text and breaks.
    fn end_html(&mut self, end: usize) {
        let (text, unclosed) = html_text(&self.html.take().unwrap_or_default());
        for (event, _) in events(&text) {
            match event {
                Event::Text(text) => self.push_text(&text),
                Event::SoftBreak => self.push_text(" "),
                Event::HardBreak => self.push(Inline::Break),
                _ => self.boundary(),
            }
        }
        if let Some(markup) = unclosed {
            // CommonMark ends such a block with the quote or item that it is in.
            self.hide(markup, end, self.current.end);
        }
    }
}

fn is_inline(tag: TagEnd) -> bool {
    use TagEnd::*;
    matches!(tag, Emphasis | Strong | Strikethrough | Link | Image)
}

impl From<pulldown_cmark::Alignment> for Alignment {
    fn from(alignment: pulldown_cmark::Alignment) -> Self {
        match alignment {
            pulldown_cmark::Alignment::None => Alignment::None,
            pulldown_cmark::Alignment::Left => Alignment::Left,
            pulldown_cmark::Alignment::Center => Alignment::Center,
            pulldown_cmark::Alignment::Right => Alignment::Right,
        }
    }
}

/// Elements that stand on lines of their own, whose text must not run into the text before.
const BLOCK_TAGS: &str = "address article aside blockquote center dd details div dl dt figcaption figure footer \
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table td th ul";

/// What an HTML block shows, its punctuation escaped, and the end that it lacks if a script, a
/// style or a comment is still open.
fn html_text(html: &str) -> (String, Option<&'static str>) {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_escaped(&rest[..at], &mut text);
        rest = &rest[at..];
        let name = tag_name(rest);
        let element = name.trim_start_matches('/');
        let length = if let Some(end) = vanishing(rest) {
            // The dashes of `<!-->` both open and close; an attribute may quote `</script>`.
            let from = end.starts_with("</").then(|| tag_length(rest)).flatten().unwrap_or(2);
            match closing(end, &rest[from..]) {
                Some(length) => from + length,
                None => return (text, Some(end)),
            }
        } else if !element.starts_with(|c: char| c.is_ascii_alphabetic()) {
            push_escaped("<", &mut text);
            1
        } else if let Some(length) = tag_length(rest) {
            if name.eq_ignore_ascii_case("br") {
                text.push_str("  \n");
            } else if BLOCK_TAGS.split(' ').any(|tag| tag.eq_ignore_ascii_case(element)) {
                text.push_str("\n\n");
            }
            length
        } else {
            // A tag that never ends is no tag, and what follows would be its attributes.
            break;
        };
        rest = &rest[length..];
    }
    push_escaped(rest, &mut text);
    (text, None)
}

/// Escapes all that Markdown would understand, indentation too, but not entities.
fn push_escaped(html: &str, out: &mut String) {
    for c in html.chars() {
        match c {
            '\n' | '\r' if out.ends_with("  \n") => continue,
            '\n' | '\r' => out.truncate(out.trim_end_matches([' ', '\t']).len()),
            ' ' | '\t' if out.is_empty() || out.ends_with('\n') => continue,
            '#' if out.ends_with('&') => {}
            '&' | ';' => {}
            _ if c.is_ascii_punctuation() => out.push('\\'),
            _ => {}
        }
        out.push(c);
    }
}

/// What ends the markup that vanishes with all that it holds, if `html` begins with such.
fn vanishing(html: &str) -> Option<&'static str> {
    match tag_name(html) {
        name if name.starts_with("!--") => Some("-->"),
        name if name.starts_with("![CDATA[") => Some("]]>"),
        name if name.starts_with('?') => Some("?>"),
        name if name.starts_with('!') && name[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => Some(">"),
        name if name.eq_ignore_ascii_case("script") => Some("</script"),
        name if name.eq_ignore_ascii_case("style") => Some("</style"),
        _ => None,
    }
}

/// How far into `html` the markup that `end` begins reaches.
fn closing(end: &str, html: &str) -> Option<usize> {
    if !end.starts_with("</") {
        return html.find(end).map(|at| at + end.len());
    }
    let mut at = html.find("</")?;
    while !tag_name(&html[at..]).eq_ignore_ascii_case(&end[1..]) {
        at += 2 + html[at + 2..].find("</")?;
    }
    html[at..].find('>').map(|length| at + length + 1)
}

/// The name in `<name …>`, or `/name` in an end tag.
fn tag_name(html: &str) -> &str {
    let name = html.get(1..).unwrap_or_default();
    let slash = usize::from(name.starts_with('/'));
    let end = name[slash..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '<' | '>'));
    &name[..end.map_or(name.len(), |length| slash + length)]
}

/// How long a tag is, which may quote a `>` in an attribute.
fn tag_length(html: &str) -> Option<usize> {
    let mut quote = None;
    let end = html.find(|c| {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        quote.is_none() && c == '>'
    });
    end.map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `expected` is the tree, with texts quoted, and ` ! ` before each refused address. The tree survives its JSON.
    #[track_caller]
    fn check(source: &str, expected: &str) {
        let document = parse(source);
        let json = json::write(&document.blocks);
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
        assert_eq!(json::read(&json).as_ref(), Some(&document.blocks), "{json}");
        let mut shown = show_all(&document.blocks);
        for refused in &document.refused {
            shown += " ! ";
            shown += &refused.address;
        }
        assert_eq!(shown.trim_start(), expected, "from {source:?}");
    }

    fn show_all(blocks: &[Block]) -> String {
        blocks.iter().map(show_block).collect::<Vec<_>>().join(" ")
    }

    fn show_block(block: &Block) -> String {
        match block {
            Block::Paragraph(content) => format!("p({})", show(content)),
            Block::Heading { level, content } => format!("h{level}({})", show(content)),
            Block::List { start, tight, items } => {
                let start = start.map_or("ul".to_owned(), |start| format!("ol{start}"));
                let loose = if *tight { "" } else { "-loose" };
                let items: Vec<_> = items.iter().map(|item| show_all(item)).collect();
                format!("{start}{loose}({})", items.join(" | "))
            }
            Block::Quote(blocks) => format!("quote({})", show_all(blocks)),
            Block::Code { language, text } => {
                format!("pre:{}({text:?})", language.as_deref().unwrap_or_default())
            }
            Block::Table { alignments, head, rows } => {
                let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| show(cell)).collect::<Vec<_>>().join(" | ");
                let rows: Vec<_> = [head].into_iter().chain(rows).map(row).collect();
                format!("table:{alignments:?}({})", rows.join(" / "))
            }
            Block::Rule => "hr".to_owned(),
        }
    }

    fn show(content: &[Inline]) -> String {
        let title = |title: &Option<String>| title.as_ref().map(|title| format!(" {title:?}")).unwrap_or_default();
        let show_inline = |inline: &Inline| match inline {
            Inline::Text(text) => format!("'{text}'"),
            Inline::Emphasis(content) => format!("em({})", show(content)),
            Inline::Strong(content) => format!("strong({})", show(content)),
            Inline::Strikethrough(content) => format!("del({})", show(content)),
            Inline::Code(text) => format!("`{text}`"),
            Inline::Link { address, title: t, content } => {
                format!("a:{address}{}({})", title(t), show(content))
            }
            Inline::Image { source, alternative, title: t, .. } => {
                format!("img:{source}{}({alternative})", title(t))
            }
            Inline::Break => "br".to_owned(),
        };
        content.iter().map(show_inline).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn markdown() {
        for (source, tree) in [
            ("", ""),
            ("a *b* **c** ~~d~~ `e`", "p('a ' em('b') ' ' strong('c') ' ' del('d') ' ' `e`)"),
            ("a\nb  \nc\\\nd", "p('a b' br 'c' br 'd')"),
            ("a\r\n\r\nb", "p('a') p('b')"),
            ("AT&T &amp; &copy; &#x41; \\*", "p('AT&T & © A *')"),
            ("# a\n\nb\n===\n\n### *c* {#d}", "h1('a') h1('b') h3(em('c') ' {#d}')"),
            ("- a\n- b *c*\n  - d\n", "ul(p('a') | p('b ' em('c')) ul(p('d')))"),
            ("- a\n\n- b", "ul-loose(p('a') | p('b'))"),
            ("- a\n-\n- b", "ul(p('a') |  | p('b'))"),
            ("- a\n\n  - b\n  - c", "ul-loose(p('a') ul(p('b') | p('c')))"),
            ("3. a\n4. b\n   > c\n\n   d", "ol3-loose(p('a') | p('b') quote(p('c')) p('d'))"),
            ("> a\nb\n>\n> c", "quote(p('a b') p('c'))"),
            ("```rust ignore\na <b> &amp;\n\n c\n```", "pre:rust(\"a <b> &amp;\\n\\n c\\n\")"),
            ("    a\n    b", "pre:(\"a\\nb\")"),
            (
                "|a|b|c|\n|-|:-:|-:|\n|*d*|`e\\|f`|\n|g|h|i|j|",
                "table:[None, Center, Right]('a' | 'b' | 'c' / em('d') | `e|f` |  / 'g' | 'h' | 'i')",
            ),
            ("a\n\n---\n\nb", "p('a') hr p('b')"),
            ("[a *b*](c \"d\")", "p(a:c \"d\"('a ' em('b')))"),
            ("[a][b] [b][] [b]\n\n[b]: <#c d> 'e'", "p(a:#c d \"e\"('a') ' ' a:#c d \"e\"('b') ' ' a:#c d \"e\"('b'))"),
            ("<https://a.b/c?d&e> <a@b.c>", "p(a:https://a.b/c?d&e('https://a.b/c?d&e') ' ' a:mailto:a@b.c('a@b.c'))"),
            ("https://a.b www.a.b a@b.c", "p('https://a.b www.a.b a@b.c')"),
            ("![a *b*](c.png \"d\") ![](https://a.b/c)", "p(img:c.png \"d\"(a b) ' ' img:https://a.b/c())"),
            ("[![a](b.png)](/c/)", "p(a:/c/(img:b.png(a)))"),
            ("\"a\" -- b... [^1] [ ] :x: $y$", "p('\"a\" -- b... [^1] [ ] :x: $y$')"),
            ("[a]: b\n", ""),
            ("# \n\n> \n\n-\n\n```\n```\n\n|||\n|-|-|", ""),
        ] {
            check(source, tree);
        }
    }

    #[test]
    fn hostile_addresses() {
        for (source, tree) in [
            ("[a](javascript:alert(1))", "p('a') ! javascript:alert(1)"),
            ("b [a *c*](javascript:x) d", "p('b a ' em('c') ' d') ! javascript:x"),
            ("[a](JaVaScRiPt:x)", "p('a') ! JaVaScRiPt:x"),
            ("[a](&#106;avascript:x)", "p('a') ! javascript:x"),
            ("[a](&#x6A;avascript&colon;x)", "p('a') ! javascript:x"),
            ("[a](&#0000106avascript:x)", "p(a:&#0000106avascript:x('a'))"),
            ("[a](java&Tab;script:x)", "p('a') ! java\tscript:x"),
            ("[a](java&NewLine;script:x)", "p('a') ! java\nscript:x"),
            ("[a](java&#10;script&#13;:x)", "p('a') ! java\nscript\r:x"),
            ("[a](java&#x200b;script:x)", "p('a') ! java\u{200b}script:x"),
            ("[a](&#1;javascript:x)", "p('a') ! \u{1}javascript:x"),
            ("[a](&nbsp;javascript:x)", "p('a') ! \u{a0}javascript:x"),
            ("[a](java\u{ad}script:x)", "p('a') ! java\u{ad}script:x"),
            ("[a](<java\tscript:x>)", "p('a') ! java\tscript:x"),
            ("[a](< javascript:x >)", "p('a') !  javascript:x "),
            ("[a](<java\nscript:x>)", "p('[a]()')"),
            ("[a](java\nscript:x)", "p('[a](java script:x)')"),
            ("[a](javascript\\:x)", "p('a') ! javascript:x"),
            ("[a](java\\script:x)", "p(a:java/script:x('a'))"),
            ("[a](javascript%3Ax)", "p(a:javascript%3Ax('a'))"),
            ("[a](javascript&amp;colon;x)", "p(a:javascript&colon;x('a'))"),
            ("[a](data:text/html;base64,PHNjcmlwdD4=)", "p('a') ! data:text/html;base64,PHNjcmlwdD4="),
            ("[a](vbscript:x)", "p('a') ! vbscript:x"),
            ("[a](blob:https://b.c/d)", "p('a') ! blob:https://b.c/d"),
            ("[a](file:///etc/passwd)", "p('a') ! file:///etc/passwd"),
            ("[a](ftp://b.c)", "p('a') ! ftp://b.c"),
            ("[a](//evil)", "p('a') ! //evil"),
            ("[a](/\\evil)", "p('a') ! /\\evil"),
            ("[a](\\\\\\\\evil)", "p('a') ! \\\\evil"),
            ("[a](/&Tab;/evil)", "p('a') ! /\t/evil"),
            ("[a](https:evil)", "p('a') ! https:evil"),
            ("[a]()", "p('a') ! "),
            ("[a](<>)", "p('a') ! "),
            ("[a][b]\n\n[b]: javascript:x", "p('a') ! javascript:x"),
            ("[a][] [a]\n\n[A]: &#106;avascript:x 'c'", "p('a a') ! javascript:x ! javascript:x"),
            ("<javascript:alert(1)>", "p('javascript:alert(1)') ! javascript:alert(1)"),
            ("<JAVASCRIPT:x> <data:,x>", "p('JAVASCRIPT:x data:,x') ! JAVASCRIPT:x ! data:,x"),
            ("<java&#115;cript:x>", "p('<javascript:x>')"),
            ("![a](data:image/svg+xml,x)", "p('a') ! data:image/svg+xml,x"),
            ("![a *b*](http://c.d/e.png) f", "p('a b f') ! http://c.d/e.png"),
            ("![](javascript:x)", " ! javascript:x".trim_start()),
            ("![a](#b)", "p('a') ! #b"),
            ("[![a](javascript:x)](https://b.c)", "p(a:https://b.c('a')) ! javascript:x"),
            ("[![a](b.png)](javascript:x)", "p(img:b.png(a)) ! javascript:x"),
            ("![a [b](https://c.d) e](f.png)", "p(img:f.png(a b e))"),
            ("![a [b](javascript:x) e](f.png)", "p(img:f.png(a b e)) ! javascript:x"),
            ("![a ![b](c.png) d](data:,)", "p('a b d') ! data:,"),
            ("[a [b](javascript:x)](javascript:y)", "p('[a b](javascript:y)') ! javascript:x"),
            ("[a](b \"\\\" onclick=alert(1)\")", "p(a:b \"\\\" onclick=alert(1)\"('a'))"),
            ("[a](b\"onclick=x)", "p(a:b\"onclick=x('a'))"),
            ("[](https://a.b) c", "p(' c')"),
            ("[ ![](javascript:x) ](https://a.b)c", "p('  c') ! javascript:x"),
            ("# [a](javascript:x)", "h1('a') ! javascript:x"),
            ("|[a](javascript:x)|\n|-|", "table:[None]('a') ! javascript:x"),
            ("- > [a](javascript:x)", "ul(quote(p('a'))) ! javascript:x"),
        ] {
            check(source, tree);
        }
    }

    #[test]
    fn vanishing_html() {
        for (source, tree) in [
            ("a<!-- b -->c", "p('ac')"),
            ("a <!-- [b](javascript:x)\nc --> d", "p('a  d')"),
            ("<!-- a\n\nb\n-->\n\nc", "p('c')"),
            ("<!-- a --> b\nc", "p('b') p('c')"),
            ("a\n\n<!-- b\n\nc", "p('a')"),
            ("a <!-- b\nc", "p('a ')"),
            ("a <!-- b\n\nc", "p('a ') p('c')"),
            ("a <!-- b\n\n- c\n\n--> d", "p('a ') p(' d')"),
            ("a <!--> b --> c", "p('a  b --> c')"),
            ("<!---> a", "p('a')"),
            ("<!-- a -- > b --!> c --> d", "p('d')"),
            ("a \\<!-- b", "p('a <!-- b')"),
            ("a &lt;!-- b", "p('a <!-- b')"),
            ("`<!-- a` <!-- b -->", "p(`<!-- a` ' ')"),
            ("```\n<!-- a\n<\n```", "pre:(\"<!-- a\\n<\\n\")"),
            ("a<script>alert('*b*')</script>c", "p('ac')"),
            ("a<ScRiPt src=x>*b\n[c](javascript:x)*</sCrIpT\t>d", "p('ad')"),
            ("<script>alert(1)</script>", ""),
            ("<script>alert(1)</script> a", "p('a')"),
            ("<SCRIPT\ntype=x>\n\na\n\n# b\n</SCRIPT>\nc", "p('c')"),
            ("<script>\n\na\n\nb", ""),
            ("a <script> b\nc", "p('a ')"),
            ("a <script> b\n\nc", "p('a ') p('c')"),
            ("a <script> b\n\n- c\n\nd </script> e", "p('a ') p(' e')"),
            ("- a <script> b\n  - c\n- d", "ul(p('a ') ul(p('c')) | p('d'))"),
            ("# a <script> b\nc", "h1('a ') p('c')"),
            ("|a<script>|b|\n|-|-|\n|c|d|", "table:[None, None]('a' | 'b' / 'c' | 'd')"),
            ("*a <script> b* c </script>d", "p(em('a ') 'd')"),
            ("[a<script>](https://b.c)d</script>", "p(a:https://b.c('a'))"),
            ("a<script>[b</script>c](https://d.e)", "p('ac')"),
            ("a<script>![b](c.png)<br>`d`  \n---\n</script>e", "h2('a') p('e')"),
            ("<div>\n<script>\n\nalert(1)\n\n</script>\n</div>a", "p('a')"),
            ("<div>a<script>\n\nalert(1)\n\n    b\n\n***\n</script>c</div>", "p('a') p('c')"),
            ("<div>\n<script>\n\nalert(1)", ""),
            ("> <script>\n\na", "p('a')"),
            ("> <div><style>\n>\n> a\n\nb", "p('b')"),
            ("<div><!--\n\na\n\n- b --> c\n</div>", "ul(p(' c'))"),
            ("<div><script a='</script>'>b</script>c</div>", "p('c')"),
            ("<style>a{}</style>b", "p('b')"),
            ("a <style>b</STYLE >c", "p('a c')"),
            ("<style>\n\na", ""),
            ("<style><script></style>a</script>", "p('a')"),
            ("a <script><style></script>b</style>c", "p('a bc')"),
            ("a <script><!--</script>b-->c", "p('a c')"),
            ("a <!-- <script> -->b</script>", "p('a b')"),
            ("a <script></scriptx></ script>b</script >c", "p('a c')"),
            ("<svg><style>a</style><script>b</script>c</svg>", "p('c')"),
            ("a <script/src=x>b</script>c", "p('a c')"),
            ("a <script b", "p('a ')"),
            ("a </script> b </style>", "p('a  b ')"),
            ("<script-x>a</script-x>", "p('a')"),
            ("a<?php b ?>c<!X d>e<![CDATA[f<b>]]>g", "p('aceg')"),
            ("<?php\n\na\n\n?>\nb", "p('b')"),
            ("<!DOCTYPE html>\n<![CDATA[\n\n*a*\n\n]]>\nb", "p('b')"),
            ("<div>a<![CDATA[b]]>c<?d?><!E f>g</div>", "p('acg')"),
            ("a <! b > 3 <!> <?", "p('a <! b > 3 <!> ')"),
        ] {
            check(source, tree);
        }
    }

    #[test]
    fn removed_tags() {
        for (source, tree) in [
            ("a<b onclick='x>y'>c</b>d", "p('acd')"),
            ("a <img src=x onerror=alert(1)> b", "p('a  b')"),
            ("<img src=x onerror=alert(1)>", ""),
            ("<svg onload=alert(1)>", ""),
            ("<svg/onload=alert(1)>a", "p('<svg/onload=alert(1)>a')"),
            ("<a href=\"javascript:x\">*b*</a>", "p(em('b'))"),
            ("a<br>b<BR />c", "p('a' br 'b' br 'c')"),
            ("<iframe src=data:,x>a</iframe>", "p('a')"),
            ("<div>*a* &lt;b&gt; &amp;amp; &#42;c</div>", "p('*a* <b> &amp; *c')"),
            ("<div>\n\n*a*\n\n</div>", "p(em('a'))"),
            ("<p>a</p><p>b</p>\n<ul><li>c<li>d</ul>", "p('a') p('b') p('c') p('d')"),
            ("<table>\n  <tr>\n    <td>a</td>\n    <td>b</td>\n</table>", "p('a') p('b')"),
            ("<p>a<br>\n b<br/></p>", "p('a' br 'b')"),
            ("<p>a  \nb\\\nc</p>", "p('a b\\ c')"),
            ("<p># a\n- b\n1. c\n> d\n---\n    e\n```\n|f|\n|-|", "p('# a - b 1. c > d --- e ``` |f| |-|')"),
            ("<p>[a](javascript:x) [b]: c\n[d]: e", "p('[a](javascript:x) [b]: c [d]: e')"),
            ("<p>&#60;script&#62;a&lt;/script&gt;</p>", "p('<script>a</script>')"),
            ("<pre>\na\n\nb</pre>", "p('a') p('b')"),
            ("<div\nonclick=x", "p('<div onclick=x')"),
            ("<div a=\"><script>b</script>", "p('<div a=\"><script>b</script>')"),
            ("<div a=\"b>c\" d='>'>e", "p('e')"),
            ("<scr<script>ipt>alert(1)</script>", "p('<scr')"),
            ("<div><scr<script>ipt>alert(1)</script>b</div>", "p('ipt>alert(1)b')"),
            ("<div><<b>script>alert(1)<<b>/script></div>", "p('<script>alert(1)</script>')"),
            ("<div><<script></script>script>a</div>", "p('<script>a')"),
            ("<div><https://a.b> 1<2 <3 </ x></div>", "p('1<2 <3 </ x>')"),
            ("- <div>a</div>\n- b", "ul(p('a') | p('b'))"),
            ("   <div>\r\n\ta\r\n   </div>", "p('a')"),
            ("> <div>\n> a", "quote(p('a'))"),
            ("a <details><summary>b</summary> c </details>", "p('a b c ')"),
            ("<textarea><script>a</script>b</textarea>", "p('b')"),
            ("<math><mi//xlink:href=\"data:x,<script>\">a", "p('<mi//xlink:href=\"data:x,')"),
            ("<x \"<b>", "p('<x \"')"),
        ] {
            check(source, tree);
        }
    }

    #[test]
    fn headings_follow_the_heading_of_the_page() {
        for (source, base, levels) in [
            ("# a\n### b\n## c\n# d", 2, "h3 h4 h4 h3"),
            ("### a\n# b\n###### c", 2, "h3 h3 h4"),
            ("# a\n> ### b\n> # c\n\n- ## d\n  #### e", 1, "h2 h3 h2 h3 h4"),
            ("# a\n## b\n### c\n#### d", 4, "h5 h6 h6 h6"),
            ("# a", 255, "h6"),
        ] {
            let shown = show_all(&shifted(parse(source).blocks, base));
            let shown: Vec<_> =
                shown.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.starts_with('h')).collect();
            assert_eq!(shown.join(" "), levels, "from {source:?}");
        }
    }

    #[test]
    fn words_alone() {
        let source =
            "# a *b*\n\nc\\\n[d](e) ![f](g)\n\n- h\n  > i\n- `j`\n\n---\n\n    k\n    l\n\n|m|n|\n|-|-|\n|o|p|";
        assert_eq!(plain_text(&parse(source).blocks), "a b\nc d f\nh\ni\nj\nk\nl\nm n \no p");
    }

    /// Walks without recursion, so that it is the parser that bounds the depth.
    fn depth(blocks: &[Block]) -> usize {
        let mut depth = 0;
        let mut open: Vec<(usize, &Block)> = blocks.iter().map(|block| (1, block)).collect();
        let mut inlines: Vec<(usize, &Inline)> = Vec::new();
        while let Some((level, block)) = open.pop() {
            depth = depth.max(level);
            match block {
                Block::Paragraph(content) | Block::Heading { content, .. } => {
                    inlines.extend(content.iter().map(|inline| (level + 1, inline)));
                }
                Block::List { items, .. } => {
                    open.extend(items.iter().flatten().map(|block| (level + 2, block)));
                }
                Block::Quote(blocks) => open.extend(blocks.iter().map(|block| (level + 1, block))),
                Block::Table { head, rows, .. } => {
                    let cells = head.iter().chain(rows.iter().flatten());
                    inlines.extend(cells.flatten().map(|inline| (level + 2, inline)));
                }
                Block::Code { .. } | Block::Rule => {}
            }
        }
        while let Some((level, inline)) = inlines.pop() {
            depth = depth.max(level);
            if let Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link { content, .. } = inline
            {
                inlines.extend(content.iter().map(|inline| (level + 1, inline)));
            }
        }
        depth
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let n = 10_000;
        let nested_list: String = (0..300).map(|i| format!("{}- x\n", "  ".repeat(i))).collect();
        for source in [
            format!("{}x", ">".repeat(n)),
            format!("{}x\n\ny", "> ".repeat(n)),
            format!("{}x", "- ".repeat(n)),
            format!("{}x", "1. > ".repeat(n)),
            nested_list,
            format!("{0}|x|\n{0}|-|\n{0}|y|\n", "> ".repeat(40)),
            format!("{}# x\n", "> ".repeat(40)),
            format!("{0}```\n{0}x\n", "> ".repeat(40)),
            format!("{0}x{0}", "*".repeat(n)),
            format!("{}x{}", "*a _b ".repeat(n), " b_ a*".repeat(n)),
            format!("{}x{}", "*a **b ".repeat(n), "** *".repeat(n)),
            format!("{}x{}", "[".repeat(n), "](a)".repeat(n)),
            format!("{}x{}", "![".repeat(n), "](a)".repeat(n)),
            format!("{}x", "[a](".repeat(n)),
            format!("{}x", "~a".repeat(n)),
            format!("x{}", "`".repeat(n)),
            format!("{}x", "&".repeat(n)),
            format!("{}x", "<div>".repeat(n)),
            format!("{}x", "a <b>".repeat(n)),
            format!("{}x", "a <!-- \n\n".repeat(n)),
            format!("<div>{}x", "<1".repeat(n)),
            format!("<div>{}x", "<a b=\"".repeat(n)),
        ] {
            let blocks = parse(&source).blocks;
            let words = plain_text(&blocks);
            assert!(depth(&blocks) <= MAX_DEPTH + 4, "from {:?}", &source[..20]);
            assert!(words.contains('x'), "from {:?}", &source[..20]);
            assert!(source.contains('<') || letters(&words) == letters_read(&source), "from {:?}", &source[..20]);
        }
        for (sign, is_deep) in [("> ", true), (">", true), ("- ", true), ("1. ", true), ("12) > ", true), ("*", false)]
        {
            let document = parse(&format!("a\n\n{}x\n\n`b`", sign.repeat(MAX_SIGNS + 1)));
            assert!(document.too_deep == is_deep, "{sign:?}");
            let words = plain_text(&document.blocks);
            assert!(words.starts_with("a\n") && words.ends_with("x\nb"), "from {sign:?}: {words}");
        }
        assert!(!parse(&format!("{}x", "- ".repeat(MAX_DEPTH / 2))).too_deep);
        let quotes = "> ".repeat(40);
        let source = format!("{quotes}- x\n{quotes}  y\n{quotes}\n{quotes}  z\n\na");
        check(&source, &format!("{}p('x y') p('z'){} p('a')", "quote(".repeat(32), ")".repeat(32)));
    }

    /// Scraps that make Markdown and HTML of every kind when they meet.
    fn scraps() -> impl Strategy<Value = String> {
        let scraps = "a¦b c¦ ¦\n¦\n\n¦\r\n¦\t¦    ¦> ¦- ¦1. ¦# ¦---¦*¦**¦_¦~~¦`¦```¦|¦|-|¦[¦](¦)¦![¦]¦[x]: ¦[x]¦<¦>¦/¦\\¦\
            \"¦'¦=¦&#106;¦&lt;¦&Tab;¦\u{200b}¦é¦\0¦javascript:¦https://a.b¦data:,¦//¦<b>¦</b>¦<div>¦</div>¦<br>¦\
            <script¦<script>¦</script>¦<style>¦</style>¦<!--¦-->¦<![CDATA[¦]]>¦<?¦?>¦<!x";
        let scraps: Vec<_> = scraps.split('¦').collect();
        prop::collection::vec(prop::sample::select(scraps), 0..40).prop_map(|scraps| scraps.concat())
    }

    fn letters(text: &str) -> String {
        text.split_whitespace().collect()
    }

    /// All the text that the parser finds, as it comes.
    fn letters_read(source: &str) -> String {
        let text = |(event, _)| match event {
            Event::Text(text) | Event::Code(text) => letters(&text),
            _ => String::new(),
        };
        events(source).map(text).collect()
    }

    fn holds_only_checked(blocks: &[Block]) -> bool {
        fn inlines(content: &[Inline]) -> bool {
            let texts = |pair: &[Inline]| matches!(pair, [Inline::Text(_), Inline::Text(_)]);
            !content.windows(2).any(texts)
                && content.iter().all(|inline| match inline {
                    Inline::Link { address, content, .. } => {
                        Address::link(address).as_ref() == Ok(address) && inlines(content)
                    }
                    Inline::Image { source, .. } => Address::image(source).as_ref() == Ok(source),
                    Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                        inlines(content)
                    }
                    Inline::Text(text) => !text.is_empty(),
                    Inline::Code(_) | Inline::Break => true,
                })
        }
        blocks.iter().all(|block| match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => inlines(content),
            Block::List { items, .. } => items.iter().all(|blocks| holds_only_checked(blocks)),
            Block::Quote(blocks) => holds_only_checked(blocks),
            Block::Table { alignments, head, rows } => [head]
                .into_iter()
                .chain(rows)
                .all(|row| row.len() == alignments.len() && row.iter().all(|cell| inlines(cell))),
            Block::Code { .. } | Block::Rule => true,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn every_address_in_the_tree_was_checked(source in prop_oneof![scraps(), any::<String>()]) {
            let blocks = parse(&source).blocks;
            prop_assert!(holds_only_checked(&blocks), "{:?}", blocks);
            prop_assert!(depth(&blocks) <= MAX_DEPTH + 4);
            plain_text(&shifted(blocks, 2));
        }

        #[test]
        fn no_text_is_lost(source in scraps()) {
            let source = source.replace('<', "");
            prop_assert_eq!(letters(&plain_text(&parse(&source).blocks)), letters_read(&source));
        }

        #[test]
        fn what_is_not_markdown_stays(
            paragraphs in prop::collection::vec("[a-zéß漢0-9,;:?!]{1,9}( [A-Zéß漢0-9,;:?!]{1,9}){0,5}", 0..4),
        ) {
            prop_assert_eq!(plain_text(&parse(&paragraphs.join("\n\n")).blocks), paragraphs.join("\n"));
        }

        #[test]
        fn html_blocks_keep_their_text(text in r"[ -;=?-~]{0,40}") {
            let shown = plain_text(&parse(&format!("<div>{}</div>", text.replace('&', "&amp;"))).blocks);
            prop_assert_eq!(shown, text.trim());
        }
    }

    #[test]
    fn documents_are_found_by_their_texts() {
        let texts = ["one", "*two*", "one", "", "![a](b.png)\n\n\"\u{1}"];
        let read = Documents::read(&texts, &|_| Some((6, 4)));
        let documents = Documents::of(read.as_str().to_owned());
        for text in texts {
            assert!(documents.holds(text));
            let mut expected = parse(text).blocks;
            measure_blocks(&mut expected, &|_| Some((6, 4)));
            assert_eq!(documents.get(text), expected);
        }
        assert!(!documents.holds("three"));
        assert_eq!(documents.get("three"), []);
        for spoilt in ["", "{}", "<!doctype html>", "\n\"", "{\n\"é\n"] {
            assert!(!Documents::of(spoilt.to_owned()).holds("one"), "{spoilt}");
        }
    }

    proptest! {
        #[test]
        fn every_tree_survives_its_json(source in "[a-z*_`~|:>#\\-\\[\\]()!<>\"\\\\ \n0-9.]{0,60}") {
            let blocks = parse(&source).blocks;
            prop_assert_eq!(json::read(&json::write(&blocks)), Some(blocks));
        }
    }
}
