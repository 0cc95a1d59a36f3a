//! The tree of a formula.

use crate::{
    math::{known, plain_text},
    util::json::{Encode, encode_string},
};

/// The maximum number of nested elements. Walking and dropping a tree recurse.
pub const MAX_DEPTH: usize = 32;

/// An element of MathML Core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The name, for which [`is_element`] returns `true`.
    pub name: &'static str,
    /// Attributes, for whose names [`is_attribute`] returns `true`, each once, with their values.
    pub attributes: Vec<(&'static str, String)>,
    /// The children.
    pub children: Vec<Node>,
}

/// A child of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// The text of a token: `mi`, `mn`, `mo` or `mtext`.
    Text(String),
    /// An element.
    Element(Element),
}

impl Element {
    /// Returns the plain text of a formula in one line: "O(n log n)", "x²", "(a + b)/c".
    pub fn plain_text(&self) -> String {
        plain_text::plain_text(self)
    }
}

impl Encode for Element {
    fn encode(&self, json: &mut String) {
        json.push('[');
        encode_string(self.name, json);
        for (at, (name, value)) in self.attributes.iter().enumerate() {
            json.push_str(if at == 0 { ",{" } else { "," });
            encode_string(name, json);
            json.push(':');
            encode_string(value, json);
        }
        json.push_str(if self.attributes.is_empty() { "" } else { "}" });
        for child in &self.children {
            json.push(',');
            match child {
                Node::Text(text) => encode_string(text, json),
                Node::Element(element) => element.encode(json),
            }
        }
        json.push(']');
    }
}

/// Returns `true` for an element that a formula can have.
pub fn is_element(name: &str) -> bool {
    name.starts_with('m') && !is_attribute(name) && known(name).is_some()
}

/// Returns `true` for an attribute that an element of a formula can have.
pub fn is_attribute(name: &str) -> bool {
    known(name).is_some()
        && (!name.starts_with('m') || ["mathvariant", "maxsize", "minsize", "movablelimits"].contains(&name))
}
