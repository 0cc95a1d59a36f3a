//! Parsed Markdown, stored by a hash of its text.

use std::cmp::Ordering;

use crate::{
    markdown::{
        Block, Image, Inline, TitleLinks, decode, images::each_image, parse, parse::heading, parse_title,
        replace_quotes,
    },
    url::SafeUrl,
    util::{hash::content_hash, json},
};

/// The parsed Markdown of a profile. The build parses it, because the parser would be a quarter of a visitor's
/// download.
///
/// It is a JSON object whose keys are hashes of the texts and whose values are their blocks, one on a line. Only the
/// texts that a page shows are decoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkdownStore {
    /// The lines are in the order of their keys.
    json: String,
}

/// The texts before the first line and after the last one.
const OPENING: &str = "{\n";
const CLOSING: &str = "\n}\n";

/// The length of a key: a quote, the hash of a text in hexadecimal digits, a quote and a colon.
const KEY_LENGTH: usize = 19;

fn key_of(text: &str) -> String {
    ["\"", &content_hash(text), "\":"].concat()
}

/// Returns the text by which an image of a publication is stored.
fn stored_image(src: &SafeUrl) -> String {
    ["![](", src, ")"].concat()
}

/// Returns the text by which a title is stored: a heading, whose level depends on what becomes of links.
fn stored_title(title: &str, links: TitleLinks) -> String {
    let level = if links == TitleLinks::Kept { "#" } else { "" };
    [level, &heading(title)].concat()
}

impl MarkdownStore {
    /// Parses texts, each with its language, which decides on the quotation marks, and titles, whose quotation marks stay.
    /// Stores them with the images of publications. `prepare` sets the size and the copies of an image, if they are known.
    pub fn parse_all(
        texts: &[(&str, &str)],
        titles: &[(&str, TitleLinks)],
        images: &[&SafeUrl],
        prepare: &impl Fn(&mut Image),
    ) -> MarkdownStore {
        let line = |(text, language): &(&str, &str)| {
            let mut blocks = parse(text).blocks;
            replace_quotes(&mut blocks, language);
            each_image(&mut blocks, prepare);
            key_of(text) + &json::encode(&blocks)
        };
        let title = |(title, links): &(&str, TitleLinks)| {
            let content = parse_title(title, *links);
            key_of(&stored_title(title, *links)) + &json::encode(&vec![Block::Heading { level: 1, content }])
        };
        let image = |src: &&SafeUrl| {
            let mut image = Image { src: (*src).clone(), ..Image::default() };
            prepare(&mut image);
            key_of(&stored_image(src)) + &json::encode(&vec![Block::Paragraph(vec![Inline::Image(image)])])
        };
        let mut lines: Vec<String> = texts.iter().map(line).collect();
        lines.extend(titles.iter().map(title));
        lines.extend(images.iter().map(image));
        lines.sort();
        lines.dedup();
        MarkdownStore::from_json([OPENING, &lines.join(",\n"), CLOSING].concat())
    }

    /// Loads the JSON that [`MarkdownStore::as_str`] returns. Decodes nothing.
    pub fn from_json(json: String) -> MarkdownStore {
        MarkdownStore { json }
    }

    /// Returns the JSON of all texts.
    pub fn as_str(&self) -> &str {
        &self.json
    }

    /// Returns `true` if a text is in the store.
    pub fn contains(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Returns the blocks of a text, or none if it is not in the store.
    pub fn get(&self, text: &str) -> Vec<Block> {
        // The decoder ignores the lines after the value.
        self.find(text).and_then(decode).unwrap_or_default()
    }

    /// Returns the inline elements of a title, or none if it is not in the store.
    pub fn title(&self, title: &str, links: TitleLinks) -> Vec<Inline> {
        match self.get(&stored_title(title, links)).pop() {
            Some(Block::Heading { content, .. }) => content,
            _ => Vec::new(),
        }
    }

    /// Returns an image of a publication, with its size and its copies if the build has stored them.
    pub fn image(&self, src: &SafeUrl, alt: &str) -> Image {
        let stored = match self.get(&stored_image(src)).pop() {
            Some(Block::Paragraph(mut content)) => content.pop(),
            _ => None,
        };
        let image = match stored {
            Some(Inline::Image(image)) => image,
            _ => Image { src: src.clone(), ..Image::default() },
        };
        Image { alt: alt.to_owned(), ..image }
    }

    /// Returns the JSON from the value of a text. A binary search over the bytes finds its line.
    fn find(&self, text: &str) -> Option<&str> {
        let key = key_of(text);
        let bytes = self.json.as_bytes();
        let is_end = |byte: &u8| *byte == b'\n';
        // The lines of the texts are between those of the braces.
        let (mut low, mut high) = (OPENING.len(), self.json.len().saturating_sub(CLOSING.len()));
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[..middle].iter().rposition(is_end).map_or(low, |end| end + 1);
            let line = self.json.get(start..)?;
            match line.get(..KEY_LENGTH)?.cmp(&key) {
                Ordering::Less => low = middle + bytes[middle..].iter().position(is_end)? + 1,
                Ordering::Equal => return line.get(KEY_LENGTH..),
                Ordering::Greater => high = start,
            }
        }
        None
    }
}
