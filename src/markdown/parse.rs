//! Builds the tree from the events of pulldown-cmark.

use std::{borrow::Cow, mem, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

#[cfg(not(target_arch = "wasm32"))]
use crate::markdown::money::offset_in_source;
use crate::{
    markdown::{
        Alignment, Block, Document, Image, Inline, Style, TitleLinks,
        html::{closing_markup, find_end, html_text, tag_name},
        image_size::image_size,
        limits::{MAX_DEPTH, limit_nesting},
        money::{is_money, with_escaped_money},
        scripts::{hide_marks, split},
        text::inline_text,
    },
    math::{Display, Formula},
    url::{SafeUrl, UrlError},
};

/// Parses Markdown. Parsing never fails: disallowed markup is removed and its text is kept.
///
/// ```
/// use frontispiece::markdown::{parse, Block, Inline, Style};
///
/// let document = parse("Read <b>*this*</b> [now](javascript:alert(1))!<!-- not yet -->");
/// let text = |text: &str| Inline::Text(text.to_owned());
/// assert_eq!(
///     document.blocks,
///     [Block::Paragraph(vec![
///         text("Read "),
///         Inline::Styled(Style::Emphasis, vec![text("this")]),
///         text(" now!"),
///     ])],
/// );
/// assert_eq!(document.url_errors[0].url, "javascript:alert(1)");
/// ```
pub fn parse(source: &str) -> Document {
    let limited = limit_nesting(source);
    let too_deep = matches!(limited, Cow::Owned(_));
    let (source, _) = with_escaped_money(&limited, OPTIONS);
    let source = source.as_ref();
    let mut builder = TreeBuilder::new(source);
    builder.too_deep = too_deep;
    for (event, range) in events(source) {
        builder.handle(event, range);
    }
    builder.end_implicit_paragraph();
    Document { blocks: builder.current.blocks, url_errors: builder.url_errors, too_deep: builder.too_deep }
}

/// Parses the inline Markdown of a title: emphasis, strong, code, subscript, superscript, math and links. HTML is text.
/// Images become their text.
///
/// ```
/// use frontispiece::markdown::{parse_title, Inline, TitleLinks};
/// let content = parse_title(r"An $O(n \log n)$ [bound](/proof/)", TitleLinks::AsText);
/// let Inline::Math(formula) = &content[1] else { panic!() };
/// assert_eq!((&*formula.source, &*formula.text), (r"$O(n \log n)$", "O(n log n)"));
/// assert_eq!(content[2], Inline::Text(" bound".to_owned()));
/// ```
pub fn parse_title(source: &str, links: TitleLinks) -> Vec<Inline> {
    match title_document(source, links).blocks.pop() {
        Some(Block::Heading { content, .. }) => content,
        _ => Vec::new(),
    }
}

/// Parses a title as the only heading of a document. A blank title is an empty document.
pub(crate) fn title_document(source: &str, links: TitleLinks) -> Document {
    // The content of a heading has no blocks.
    let line = heading(source);
    let (line, _) = with_escaped_money(&line, TITLE_OPTIONS);
    let mut builder = TreeBuilder::new(&line);
    builder.title = Some(links);
    for (event, range) in title_events(&line) {
        builder.handle(event, range);
    }
    builder.current.blocks.truncate(1);
    Document { blocks: builder.current.blocks, url_errors: builder.url_errors, too_deep: builder.too_deep }
}

/// Returns the ranges of the elements of a title that begin with certain events.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn title_ranges(source: &str, is_wanted: impl Fn(&Event) -> bool) -> Vec<Range<usize>> {
    let line = heading(source);
    let (line, escaped) = with_escaped_money(&line, TITLE_OPTIONS);
    let events = title_events(&line).filter(|(event, _)| is_wanted(event));
    // The heading begins with "# ".
    let offset = |offset| offset_in_source(offset, &escaped) - 2;
    events.map(|(_, range)| offset(range.start)..offset(range.end)).collect()
}

/// Returns a title as a heading of Markdown. The number signs at its end keep those of the title.
pub(super) fn heading(source: &str) -> String {
    // A line break would end the heading.
    ["# ", &source.replace(['\n', '\r'], " "), " #"].concat()
}

pub(super) fn events(source: &str) -> OffsetIter<'_> {
    Parser::new_ext(source, OPTIONS).into_offset_iter()
}

pub(super) fn title_events(heading: &str) -> OffsetIter<'_> {
    Parser::new_ext(heading, TITLE_OPTIONS).into_offset_iter()
}

pub(crate) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_MATH);

const TITLE_OPTIONS: Options = Options::ENABLE_MATH;

/// The offset of the end of an implicit paragraph, which is unknown.
const END_OF_PARAGRAPH: usize = usize::MAX;

/// A builder that makes the tree from the parser's events, without recursion.
#[derive(Default)]
struct TreeBuilder<'a> {
    source: &'a str,
    /// What becomes of links, if the source is a title.
    title: Option<TitleLinks>,
    /// The innermost element that has not ended.
    current: Frame<'a>,
    /// The elements around it.
    outer: Vec<Frame<'a>>,
    /// The number of further open elements, which are flattened.
    flattened: usize,
    /// The HTML block that is being collected.
    html: Option<String>,
    /// The offset up to which everything is inside a script, a style or a comment.
    hidden_until: usize,
    /// Closing markup that does not occur after an offset. It is remembered, so that thousands of openings do not each
    /// search for it.
    unclosed: Vec<(&'static str, usize)>,
    url_errors: Vec<UrlError>,
    too_deep: bool,
}

/// The content of an open element so far. The tag determines which fields are used.
#[derive(Default)]
struct Frame<'a> {
    /// `None` for an implicit paragraph, such as the text of an item in a tight list.
    tag: Option<Tag<'a>>,
    range: Range<usize>,
    blocks: Vec<Block>,
    content: Vec<Inline>,
    items: Vec<Vec<Block>>,
    /// Whether a list or an item is loose: its paragraphs get their own elements.
    loose: bool,
    cells: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
}

impl<'a> TreeBuilder<'a> {
    fn new(source: &'a str) -> TreeBuilder<'a> {
        // The document itself has a frame like a block quote.
        let tag = Some(Tag::BlockQuote(None));
        let current = Frame { tag, range: 0..source.len(), ..Frame::default() };
        TreeBuilder { source, current, ..TreeBuilder::default() }
    }

    fn handle(&mut self, event: Event<'a>, range: Range<usize>) {
        let hidden = range.start < self.hidden_until;
        match event {
            Event::Start(tag) => self.start(tag, range, hidden),
            Event::End(tag) => self.end(tag, range.end),
            Event::Rule => {
                self.end_implicit_paragraph();
                if range.start >= self.hidden_until {
                    self.current.blocks.push(Block::Rule);
                }
            }
            Event::Html(text) | Event::Text(text) => {
                // If a text ends after the hidden part, the end of the text is visible.
                let tail = self.source.get(self.hidden_until..range.end).unwrap_or_default();
                let shown = if hidden { tail } else { &text };
                if let Some(html) = &mut self.html {
                    html.push_str(shown);
                } else if let Some(end) = self.unparsed(shown, range.start).filter(|_| self.title.is_none()) {
                    self.hide(end, range.start, END_OF_PARAGRAPH);
                } else {
                    let shown = self.without_image_size(shown);
                    // A mark after a backslash is the first letter of a text.
                    let escaped =
                        usize::from(shown.starts_with(['~', '^']) && self.source[..range.start].ends_with('\\'));
                    self.push_text(&[&hide_marks(&shown[..escaped]), &shown[escaped..]].concat());
                }
            }
            _ if hidden => {}
            Event::InlineHtml(html) if self.title.is_some() => self.push_text(&html),
            Event::InlineHtml(html) => match closing_markup(&html) {
                Some(end) if end.starts_with("</") => self.hide(end, range.end, END_OF_PARAGRAPH),
                None if tag_name(&html).eq_ignore_ascii_case("br") => self.push(Inline::Break),
                _ => {}
            },
            Event::Code(text) => self.push(Inline::Code(text.into_string())),
            Event::InlineMath(_) => self.push_formula(range, Display::Inline),
            Event::DisplayMath(_) => self.push_formula(range, Display::Block),
            Event::SoftBreak => self.push_text(" "),
            Event::HardBreak => self.push(Inline::Break),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>, hidden: bool) {
        let inline = is_inline(tag.to_end());
        if !inline {
            self.end_implicit_paragraph();
        }
        let flatten = match tag {
            Tag::HtmlBlock => return self.html = Some(String::new()),
            // A link that starts in hidden text is ignored, because its text is invisible.
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
            self.open(Some(tag), range);
        }
    }

    fn end(&mut self, tag: TagEnd, end: usize) {
        if !is_inline(tag) {
            self.end_implicit_paragraph();
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

    /// Ends an implicit paragraph, at the start or the end of a block.
    fn end_implicit_paragraph(&mut self) {
        if self.hidden_until == END_OF_PARAGRAPH {
            self.hidden_until = 0;
        }
        if self.current.tag.is_none() {
            self.close();
        }
    }

    fn open(&mut self, tag: Option<Tag<'a>>, range: Range<usize>) {
        let frame = Frame { tag, range, ..Frame::default() };
        self.outer.push(mem::replace(&mut self.current, frame));
    }

    fn open_paragraph(&mut self) {
        if let Some(Tag::BlockQuote(_) | Tag::Item) = self.current.tag {
            self.open(None, self.current.range.clone());
        }
    }

    /// Adds the current element to its parent, unless it is blank.
    fn close(&mut self) {
        let Some(outer) = self.outer.pop() else { return };
        let Frame { tag, range, blocks, content, items, loose, mut rows, .. } = mem::replace(&mut self.current, outer);
        let content = if matches!(tag, Some(Tag::CodeBlock(_))) { content } else { split(content) };
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
                Block::Code { language, text: inline_text(&content) }
            }
            Some(Tag::List(start)) if !items.iter().all(Vec::is_empty) => Block::List { start, tight: !loose, items },
            Some(Tag::Table(alignments)) if !rows.iter().flatten().all(|cell| is_blank(cell)) => {
                let alignments = alignments.into_iter().map(Alignment::from).collect();
                Block::Table { alignments, head: rows.remove(0), rows }
            }
            Some(Tag::Item) => return self.current.items.push(blocks),
            Some(Tag::TableCell) => return self.current.cells.push(content),
            Some(tag) if is_inline(tag.to_end()) => return self.close_inline(tag, range, content),
            _ => return,
        };
        self.current.blocks.push(block);
    }

    /// Adds an inline element; one that is blank or has a refused URL is replaced by its content.
    fn close_inline(&mut self, tag: Tag<'a>, range: Range<usize>, content: Vec<Inline>) {
        let non_empty = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let blank = is_blank(&content);
        let inline = match tag {
            Tag::Emphasis | Tag::Strong if self.title.is_some() && is_in_word(self.source, &range) => {
                let mark = &self.source[range.start..range.start + if tag == Tag::Strong { 2 } else { 1 }];
                self.push_text(mark);
                self.push_all(content);
                return self.push_text(mark);
            }
            Tag::Link { .. } if self.title == Some(TitleLinks::AsText) => return self.push_all(content),
            Tag::Image { .. } if self.title.is_some() => Inline::Text(inline_text(&content)),
            Tag::Image { dest_url, title, .. } => match self.allowed(SafeUrl::image(&dest_url)) {
                Some(src) => {
                    let (alt, title) = (inline_text(&content), non_empty(&title));
                    Inline::Image(Image { src, alt, title, ..Image::default() })
                }
                None => Inline::Text(inline_text(&content)),
            },
            Tag::Link { link_type, dest_url, title, .. } if !blank => {
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                match self.allowed(SafeUrl::link(&[scheme, &dest_url].concat())) {
                    Some(url) => {
                        Inline::Link { content: self.push_videos(content, &url), url, title: non_empty(&title) }
                    }
                    None => return self.push_all(content),
                }
            }
            Tag::Emphasis if !blank => Inline::Styled(Style::Emphasis, content),
            Tag::Strong if !blank => Inline::Styled(Style::Strong, content),
            Tag::Strikethrough if !blank => Inline::Styled(Style::Strikethrough, content),
            _ => return self.push_all(content),
        };
        self.push(inline);
    }

    /// Adds the videos of a link before it, because a link must not contain controls (HTML, section 4.5.1). Returns the
    /// rest of its content; if there is none, the description of the last video, or else the URL of the link.
    fn push_videos(&mut self, content: Vec<Inline>, url: &SafeUrl) -> Vec<Inline> {
        let is_video = |inline: &Inline| matches!(inline, Inline::Image(image) if image.src.is_video());
        let (videos, mut rest): (Vec<Inline>, Vec<Inline>) = content.into_iter().partition(is_video);
        let Some(Inline::Image(last)) = videos.last() else { return rest };
        if is_blank(&rest) {
            let label = if last.alt.trim().is_empty() { url.as_str() } else { &last.alt };
            rest = vec![Inline::Text(label.to_owned())];
        }
        self.push_all(videos);
        self.push_text(" ");
        rest
    }

    fn allowed(&mut self, url: Result<SafeUrl, UrlError>) -> Option<SafeUrl> {
        url.map_err(|error| self.url_errors.push(error)).ok()
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

    /// Returns a text without the size of the image before it, and sets the size of this image.
    fn without_image_size<'t>(&mut self, text: &'t str) -> &'t str {
        if let Some(Inline::Image(image)) = self.current.content.last_mut()
            && (image.width, image.height) == (0, 0)
            && let Some((width, height, length)) = image_size(text)
        {
            (image.width, image.height) = (width, height);
            return &text[length..];
        }
        text
    }

    fn push_text(&mut self, text: &str) {
        self.push(Inline::Text(text.to_owned()));
    }

    /// Adds a formula.
    fn push_formula(&mut self, range: Range<usize>, display: Display) {
        let text = &self.source[range.clone()];
        // More amounts of money than [`with_escaped_money`] finds.
        if display == Display::Inline && is_money(text, &self.source[range.end..]) {
            return self.push_text(text);
        }
        let is_link = |frame: &Frame| matches!(frame.tag, Some(Tag::Link { .. }));
        let is_label = self.title.is_some() || is_link(&self.current) || self.outer.iter().any(is_link);
        let display = if is_label { Display::Label } else { display };
        self.push(Inline::Math(Formula::new(text, display)));
    }

    /// Returns the closing markup if `text` at `start` is the `<` of a comment, script tag and so on that does not end
    /// in its paragraph, and not an escaped `\<`. CommonMark treats it as text, but a browser hides it.
    fn unparsed(&self, text: &str, start: usize) -> Option<&'static str> {
        let unparsed = text == "<" && !self.source[..start].ends_with('\\');
        unparsed.then(|| closing_markup(&self.source[start..])).flatten()
    }

    /// Hides everything up to the closing markup `end`, anywhere in the source.
    fn hide(&mut self, end: &'static str, from: usize, without_end: usize) {
        let is_unclosed = self.unclosed.iter().any(|(markup, after)| *markup == end && *after <= from);
        let length = if is_unclosed { None } else { find_end(end, &self.source[from..]) };
        if length.is_none() && !is_unclosed {
            self.unclosed.push((end, from));
        }
        self.hidden_until = length.map_or(without_end, |length| from + length);
    }

    /// Adds the text of an HTML block. It is not Markdown but may contain entities. So it is parsed as Markdown with
    /// all punctuation escaped, which gives paragraphs of text and breaks.
    fn end_html(&mut self, end: usize) {
        let (text, unclosed) = html_text(&self.html.take().unwrap_or_default());
        for (event, _) in events(&text) {
            match event {
                Event::Text(text) => self.push_text(&hide_marks(&text)),
                Event::SoftBreak => self.push_text(" "),
                Event::HardBreak => self.push(Inline::Break),
                _ => self.end_implicit_paragraph(),
            }
        }
        if let Some(markup) = unclosed {
            // CommonMark ends such a block with the quote or item that contains it.
            self.hide(markup, end, self.current.range.end);
        }
    }
}

/// Returns `true` if letters or digits surround a range, as in "M*A*S*H", or a dot and a letter follow it, as in
/// "__init__.py". Its asterisks and underscores are ordinary characters.
pub(crate) fn is_in_word(source: &str, range: &Range<usize>) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let after = &source[range.end..];
    let is_before = is_letter(source[..range.start].chars().next_back());
    (is_before && is_letter(after.chars().next())) || (after.starts_with('.') && is_letter(after.chars().nth(1)))
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

/// Returns `true` if there is no visible content. An image is visible even without alternative text.
fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        inline => matches!(inline, Inline::Break),
    })
}
