//! Formulas in TeX, and their presentation in MathML Core.
//!
//! The build converts them (`convert.rs`), so that visitors download no code for this. The result is a tree that can hold only
//! the elements and attributes of [`NAMES`]. Pages create it from the JSON of a [`Formula`].

#[cfg(not(target_arch = "wasm32"))]
mod aliases;
#[cfg(not(target_arch = "wasm32"))]
mod convert;
#[cfg(not(target_arch = "wasm32"))]
mod element;
#[cfg(not(target_arch = "wasm32"))]
mod plain_text;
#[cfg(not(target_arch = "wasm32"))]
mod read;
#[cfg(not(target_arch = "wasm32"))]
mod styles;

#[cfg(not(target_arch = "wasm32"))]
pub use convert::{MAX_LENGTH, convert};
#[cfg(not(target_arch = "wasm32"))]
pub use element::{Element, MAX_DEPTH, Node, is_attribute, is_element};

#[cfg(not(target_arch = "wasm32"))]
use crate::util::json;

/// The elements that a formula can have, of [MathML Core](https://www.w3.org/TR/mathml-core/), and after "display" their
/// attributes. No element has a URL or contains HTML. There is no `style`, and `class` has only the words of `styles.rs`.
const NAMES: &str = "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover \
    mmultiscripts mprescripts mtable mtr mtd mpadded mphantom display tabindex aria-label displaystyle scriptlevel mathvariant stretchy symmetric \
    lspace rspace form movablelimits accent accentunder linethickness width height depth minsize maxsize class";

/// Returns the name of an element or an attribute if a formula can have it.
pub fn known(name: &str) -> Option<&'static str> {
    NAMES.split(' ').find(|known| *known == name)
}

/// The number of characters of a formula that fits on the screen of a phone.
const MAX_UNDIVIDED: usize = 24;

/// Returns `true` if a formula, as plain text, may need more than one line of a phone.
fn is_long(text: &str) -> bool {
    text.chars().count() > MAX_UNDIVIDED
}

/// A formula of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// The TeX code with its dollar signs, as it was typed.
    pub source: String,
    /// The formula as plain text. It is the source if there is no MathML.
    pub text: String,
    /// The `math` element in [JsonML](http://www.jsonml.org/), if the build has converted the formula: a list of the name, an
    /// object of the attributes if there are any, and the children. Without it, pages show the source.
    pub mathml: String,
}

/// The way in which a formula is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// Within a line of text.
    Inline,
    /// Within a title or a link: no part can get the focus, and the formula has a name for screen readers, because browsers leave
    /// out MathML in the names of links and headings.
    Label,
    /// On lines of its own.
    Block,
}

impl Formula {
    /// Reads a formula with its dollar signs.
    pub fn new(source: &str, display: Display) -> Formula {
        let (text, mathml) = Formula::convert(source, display).unwrap_or_else(|| (source.to_owned(), String::new()));
        Formula { source: source.to_owned(), text, mathml }
    }

    /// Returns `true` if the formula may need more than one line of a phone.
    pub fn is_long(&self) -> bool {
        is_long(&self.text)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn convert(source: &str, display: Display) -> Option<(String, String)> {
        let math = convert(source.trim_matches('$'), display).ok()?;
        Some((math.plain_text(), json::encode(&math)))
    }

    /// The second module shows formulas as TeX: their conversion would make it a third larger.
    #[cfg(target_arch = "wasm32")]
    fn convert(_: &str, _: Display) -> Option<(String, String)> {
        None
    }
}
