//! Converts TeX to MathML Core, in bounded time and with a bounded stack.

use std::{sync::LazyLock, thread};

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::math::{Display, Element, aliases, is_long, read::read};

/// The maximum length of a formula in bytes.
pub const MAX_LENGTH: usize = 5_000;

/// The number of nested groups for which every thread has enough stack. Each takes at most 5 KB of it.
const MAX_NESTED_ON_ANY_STACK: usize = 32;

/// The size of a stack on which a formula of the maximum length can consist of opening braces.
const STACK: usize = 64 << 20;

static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
    let macros = aliases::MACROS.map(|(name, definition)| (name.to_owned(), definition.to_owned())).to_vec();
    LatexToMathML::new(MathCoreConfig { macros, ..MathCoreConfig::default() }).expect("the macros are valid")
});

/// Converts a formula in TeX, without its dollar signs.
///
/// ```
/// use frontispiece::math::{convert, Display};
/// let math = convert(r"\frac{1}{2}", Display::Inline).unwrap();
/// assert_eq!((math.name, math.children.len()), ("math", 1));
/// assert_eq!(convert(r"\foo", Display::Inline).unwrap_err(), r#"unknown command "\foo""#);
/// ```
///
/// # Errors
/// Returns what is wrong with the formula, or which of its parts have no counterpart in MathML Core.
pub fn convert(tex: &str, display: Display) -> Result<Element, String> {
    if tex.len() > MAX_LENGTH {
        return Err(format!("longer than {MAX_LENGTH} bytes"));
    }
    if tex.contains("\\eqref") {
        return Err("pages have no numbers of formulas to refer to".to_owned());
    }
    let tex = aliases::replaced(tex);
    // The converter recurses at most once for each brace and each command.
    let nested = tex.bytes().filter(|byte| matches!(byte, b'{' | b'\\')).count();
    if nested <= MAX_NESTED_ON_ANY_STACK {
        return converted(&tex, display);
    }
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || converted(&tex, display));
        let result = thread.ok().and_then(|thread| thread.join().ok());
        result.unwrap_or_else(|| Err("too complex".to_owned()))
    })
}

fn converted(tex: &str, display: Display) -> Result<Element, String> {
    let mode = match display {
        Display::Inline | Display::Label => MathDisplay::Inline,
        Display::Block => MathDisplay::Block,
    };
    match CONVERTER.convert_with_local_state(tex, mode) {
        Ok(result) => {
            let mut math = read(&result.mathml)?;
            let text = math.plain_text();
            let is_long = is_long(&text);
            math.attributes.extend(is_long.then(|| ("class", "long".to_owned())));
            match display {
                Display::Label => math.attributes.push(("aria-label", text)),
                // It scrolls by keyboard, too.
                _ => math.attributes.extend(is_long.then(|| ("tabindex", "0".to_owned()))),
            }
            Ok(math)
        }
        Err(error) => {
            let message = error.to_string();
            let mut letters = message.trim_end_matches('.').chars();
            let first = letters.next().map(|letter| letter.to_ascii_lowercase());
            Err(first.into_iter().chain(letters).collect())
        }
    }
}
