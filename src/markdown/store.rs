//! Parsed Markdown, stored by a hash of its text.

use crate::{
    markdown::{Block, images::measure_blocks, parse},
    url::Address,
    util::{json, text::fingerprint},
};

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
