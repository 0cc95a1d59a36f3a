//! Formulas in TeX, and their presentation in MathML Core.
//!
//! The build converts them (`convert.rs`), so that visitors download no code for this. The result is a tree that can hold only
//! the elements and attributes of [`ELEMENTS`] and [`ATTRIBUTES`].

#[cfg(not(target_arch = "wasm32"))]
mod aliases;
#[cfg(not(target_arch = "wasm32"))]
mod convert;
#[cfg(not(target_arch = "wasm32"))]
mod plain_text;
#[cfg(not(target_arch = "wasm32"))]
mod read;
#[cfg(not(target_arch = "wasm32"))]
mod styles;

#[cfg(not(target_arch = "wasm32"))]
pub use convert::{MAX_LENGTH, convert};

/// The elements that a formula can have, of [MathML Core](https://www.w3.org/TR/mathml-core/). None has a URL or contains HTML.
pub const ELEMENTS: &[&str] = &[
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
    "mpadded",
    "mphantom",
];

/// The attributes that these elements can have. There is no `style`, and `class` has only the words of `styles.rs`.
pub const ATTRIBUTES: &[&str] = &[
    "display",
    "displaystyle",
    "scriptlevel",
    "mathvariant",
    "stretchy",
    "symmetric",
    "lspace",
    "rspace",
    "form",
    "movablelimits",
    "accent",
    "accentunder",
    "linethickness",
    "width",
    "height",
    "depth",
    "minsize",
    "maxsize",
    "class",
];

/// The maximum number of nested elements. Walking, decoding and dropping a tree recurse.
pub const MAX_DEPTH: usize = 32;

/// A formula of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// The TeX code with its dollar signs, as it was typed.
    pub source: String,
    /// The formula as plain text. It is the source if there is no MathML.
    pub text: String,
    /// The `math` element, if the build has converted the formula. Without it, pages show the source.
    pub mathml: Option<Element>,
}

/// An element of MathML Core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// One of [`ELEMENTS`].
    pub name: &'static str,
    /// Some of [`ATTRIBUTES`], each once, with their values.
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

/// The way in which a formula is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// Within a line of text.
    Inline,
    /// On lines of its own.
    Block,
}

impl Formula {
    /// Reads a formula with its dollar signs.
    pub fn new(source: &str, display: Display) -> Formula {
        let converted = Formula::convert(source, display);
        let (text, mathml) = converted.map_or_else(|| (source.to_owned(), None), |(math, text)| (text, Some(math)));
        Formula { source: source.to_owned(), text, mathml }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn convert(source: &str, display: Display) -> Option<(Element, String)> {
        let math = convert(source.trim_matches('$'), display).ok()?;
        let text = math.plain_text();
        Some((math, text))
    }

    /// The second module shows formulas as TeX: their conversion would make it half again as large.
    #[cfg(target_arch = "wasm32")]
    fn convert(_: &str, _: Display) -> Option<(Element, String)> {
        None
    }
}

impl Element {
    /// Returns the plain text of a formula in one line: "O(n log n)", "x²", "(a + b)/c".
    #[cfg(not(target_arch = "wasm32"))]
    pub fn plain_text(&self) -> String {
        plain_text::plain_text(self)
    }

    /// Returns `true` for a formula on lines of its own.
    pub fn is_block(&self) -> bool {
        self.attributes.iter().any(|(name, _)| *name == "display")
    }
}
