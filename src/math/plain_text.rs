//! The plain text of a formula, for search, titles of pages, citations and feeds: "O(n log n)", "x²", "(a + b)/c".

use unicode_normalization::UnicodeNormalization;

use crate::math::{Element, Node};

/// Follows the name of a function or a sum with its limits, and becomes a space before its operand.
const AFTER_FUNCTION: char = '\u{2061}';

/// Follows a script or a fraction, and becomes a space before a letter or a digit.
const AFTER_SCRIPT: char = '\u{2062}';

/// Returns the text of a formula in one line.
pub(super) fn plain_text(math: &Element) -> String {
    let mut text = String::new();
    push_row(&math.children, &mut text);
    let words = spaced(&text).split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().flat_map(letter).collect()
}

/// Returns a text with spaces in place of the marks where they are needed.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match letter {
            AFTER_FUNCTION
                if next.is_some_and(|next| !matches!(next, '(' | '[' | ')' | ']' | ',' | '^' | '_' | '/')) =>
            {
                spaced.push(' ')
            }
            AFTER_SCRIPT if next.is_some_and(char::is_alphanumeric) => spaced.push(' '),
            AFTER_FUNCTION | AFTER_SCRIPT => {}
            letter => spaced.push(letter),
        }
    }
    spaced
}

/// Returns a letter of an alphabet for formulas, such as "𝒪", as an ordinary letter, because few fonts have it. Removes the
/// variation selectors between two such alphabets.
fn letter(letter: char) -> impl Iterator<Item = char> {
    let is_styled = ('\u{1D400}'..='\u{1D7FF}').contains(&letter);
    let plain = is_styled.then(|| std::iter::once(letter).nfkc());
    let other = (!is_styled && !('\u{FE00}'..='\u{FE0F}').contains(&letter)).then_some(letter);
    plain.into_iter().flatten().chain(other)
}

fn push_row(children: &[Node], text: &mut String) {
    for child in children {
        match child {
            Node::Text(part) => text.push_str(part),
            Node::Element(element) => push_element(element, text),
        }
    }
}

fn text_of(node: Option<&Node>) -> String {
    let mut text = String::new();
    push_row(node.map(std::slice::from_ref).unwrap_or_default(), &mut text);
    spaced(&text).trim().to_owned()
}

fn push_element(element: &Element, text: &mut String) {
    let child = |at: usize| text_of(element.children.get(at));
    let has = |attribute: &str| element.attributes.iter().any(|(name, _)| *name == attribute);
    match element.name {
        "mo" => push_operator(&child(0), text),
        "mi" => push_identifier(&child(0), text),
        "mspace" if is_visible_space(element) => text.push(' '),
        "mspace" | "mphantom" | "mprescripts" => {}
        "msub" | "munder" => push_scripts(element, &[("_", 1)], text),
        "msup" | "mover" if has("accent") => push_accented(&child(0), &child(1), text),
        "msup" | "mover" => push_scripts(element, &[("^", 1)], text),
        "msubsup" | "munderover" => push_scripts(element, &[("_", 1), ("^", 2)], text),
        "mfrac" if has("linethickness") => text.push_str(&[child(0), child(1)].join(" choose ")),
        "mfrac" => {
            let denominator = child(1);
            let denominator = if is_product(&denominator) { format!("({denominator})") } else { grouped(denominator) };
            text.extend([&grouped(child(0)), "/", &denominator]);
            text.push(AFTER_SCRIPT);
        }
        "msqrt" => {
            let mut content = String::new();
            push_row(&element.children, &mut content);
            text.push('√');
            text.push_str(&grouped(spaced(&content).trim().to_owned()));
        }
        "mroot" => {
            let index = child(1);
            text.push_str(&raised(&index, SUPERSCRIPTS).unwrap_or(index));
            text.push('√');
            text.push_str(&grouped(child(0)));
        }
        "mtable" => push_list(&element.children, "; ", text),
        "mtr" => push_list(&element.children, ", ", text),
        _ => push_row(&element.children, text),
    }
}

fn push_list(children: &[Node], separator: &str, text: &mut String) {
    let parts = children.iter().map(|child| text_of(Some(child))).filter(|part| !part.is_empty());
    let mut is_first = true;
    for mut part in parts {
        // The cells of an aligned equation are one equation.
        let begins_with_relation = part.starts_with(|letter| is_infix(letter) && !is_sign(letter));
        if begins_with_relation && !part.contains(' ') {
            let length = part.chars().next().map_or(0, char::len_utf8);
            part.insert(length, ' ');
        }
        if !is_first {
            // A row that ends with a comma needs no second one.
            text.truncate(text.trim_end_matches([',', ';', ' ']).len());
            text.push_str(if separator == ", " && begins_with_relation { " " } else { separator });
        }
        text.push_str(&part);
        is_first = false;
    }
}

/// The width in em from which a space separates words.
const WORD_SPACE: f32 = 0.16;

fn is_visible_space(element: &Element) -> bool {
    let width = element.attributes.iter().find(|(name, _)| *name == "width");
    width
        .and_then(|(_, width)| width.trim_end_matches("em").parse::<f32>().ok())
        .is_some_and(|width| width > WORD_SPACE)
}

/// Returns `true` for a relation or an operation that has spaces on both sides.
fn is_infix(letter: char) -> bool {
    match letter {
        '=' | '<' | '>' | '+' | '−' | '±' | '∓' | '×' | '÷' | ':' | '·' => true,
        // Quantifiers, differentials, sums, roots and integrals precede their operands.
        '∀'..='∇' | '∎'..='∑' | '√'..='∢' | '∫'..='∳' | '∴' | '∵' => false,
        '\u{2190}'..='\u{22FF}' | '\u{27C2}' | '\u{27F0}'..='\u{297F}' | '\u{2A00}'..='\u{2AFF}' => true,
        _ => false,
    }
}

/// Returns `true` for an operation that can also be the sign of a number.
fn is_sign(letter: char) -> bool {
    matches!(letter, '+' | '−' | '±' | '∓')
}

/// Adds an operator. Relations and operations have spaces around them.
fn push_operator(operator: &str, text: &mut String) {
    let operator = operator.trim();
    let mut letters = operator.chars();
    match (letters.next(), letters.next()) {
        // Invisible operators.
        (Some('\u{2061}'..='\u{2064}') | None, _) => {}
        (Some(letter), _) if letter.is_alphabetic() => {
            push_identifier(operator, text);
            text.push(AFTER_FUNCTION);
        }
        (Some(',' | ';'), None) => text.extend([operator, " "]),
        (Some(letter), None) if is_infix(letter) => {
            let before = text.trim_end().len();
            let follows = |is_before: &dyn Fn(char) -> bool| text[..before].ends_with(is_before);
            let is_first = before == 0 || follows(&|letter| "([{,;⟨/".contains(letter));
            let is_bar = follows(&|letter| letter == '|');
            if is_first || is_sign(letter) && (is_bar || follows(&is_infix)) {
                text.push_str(operator);
            } else if follows(&is_infix) {
                // ":=" and other operators of two characters.
                text.truncate(before);
                text.extend([operator, " "]);
            } else {
                text.extend([" ", operator, " "]);
            }
        }
        _ => text.push_str(operator),
    }
}

/// Adds a name. Spaces separate the name of a function from letters.
fn push_identifier(name: &str, text: &mut String) {
    if name == ":" {
        return text.push_str(": ");
    }
    let is_long = name.chars().filter(|letter| letter.is_alphanumeric()).count() > 1;
    let follows_word = match is_long {
        true => text.ends_with(|letter: char| {
            letter.is_alphanumeric() || matches!(letter, ')' | '∑' | '∏' | '∫' | AFTER_SCRIPT)
        }),
        false => ends_with_function(text) && name.starts_with(char::is_alphanumeric),
    };
    if follows_word {
        text.push(' ');
    }
    text.push_str(name);
}

/// Returns `true` if a text ends with a word of several ASCII letters, such as "log".
fn ends_with_function(text: &str) -> bool {
    text.bytes().rev().take_while(u8::is_ascii_alphabetic).count() > 1
}

const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾";
const SUBSCRIPTS: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎";

/// Returns digits and signs as superscript or subscript characters.
fn raised(text: &str, scripts: &str) -> Option<String> {
    const PLAIN: &str = "0123456789+−=()";
    let of = |letter| PLAIN.chars().position(|plain| plain == letter).and_then(|at| scripts.chars().nth(at));
    text.chars().filter(|letter| *letter != ' ').map(of).collect()
}

fn push_scripts(element: &Element, scripts: &[(&str, usize)], text: &mut String) {
    push_row(element.children.get(..1).unwrap_or_default(), text);
    let is_infix = text.ends_with(' ');
    let is_function = text.ends_with(['∑', '∏', '∐', '∫', '∮', '∬', '⨏', AFTER_FUNCTION]);
    text.truncate(text.trim_end_matches([' ', AFTER_FUNCTION]).len());
    let mut end = if is_function { Some(AFTER_FUNCTION) } else { None };
    for (sign, at) in scripts {
        let script = without_spaces(&text_of(element.children.get(*at)));
        let is_below = *sign == "_";
        match script.as_str() {
            "" | "⏞" | "⏟" | "‾" | "_" | "⎴" | "⎵" => {}
            "∗" if !is_below => text.push('*'),
            "∘" if !is_below => text.push('°'),
            "′" | "″" | "‴" | "°" | "†" | "‡" if !is_below => text.push_str(&script),
            _ => match raised(&script, if is_below { SUBSCRIPTS } else { SUPERSCRIPTS }) {
                Some(raised) => text.push_str(&raised),
                None => {
                    text.extend([sign, grouped(script).as_str()]);
                    end = end.or(Some(AFTER_SCRIPT));
                }
            },
        }
    }
    text.extend(if is_infix { Some(' ') } else { end });
}

/// Returns a script without the spaces around its operators: "n=1".
fn without_spaces(script: &str) -> String {
    let is_tight = |letter: Option<char>| letter.is_some_and(|letter| is_infix(letter) || letter == ',');
    let is_kept = |(at, letter): &(usize, char)| {
        *letter != ' ' || !(is_tight(script[..*at].chars().next_back()) || is_tight(script[at + 1..].chars().next()))
    };
    script.char_indices().filter(is_kept).map(|(_, letter)| letter).collect()
}

/// Returns `true` for a product of several letters or numbers, such as "2m".
fn is_product(text: &str) -> bool {
    let is_name = text.chars().count() > 2 && text.chars().all(|letter| letter.is_ascii_alphabetic());
    let is_number = text.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    let mut letters = text.chars();
    letters.next();
    !is_name
        && !is_number
        && letters
            .take_while(|letter| !matches!(letter, '_' | '^'))
            .any(|letter| letter.is_alphanumeric() && !raised_digit(letter))
}

/// Returns a text in parentheses, unless it is one word or already in parentheses.
fn grouped(text: String) -> String {
    let is_word = text.chars().all(|letter| {
        letter.is_alphanumeric() || "√∞_^′.*".contains(letter) || is_mark(letter) || raised_digit(letter)
    });
    if is_word || text.chars().count() == 1 { text } else { ["(", &text, ")"].concat() }
}

fn raised_digit(letter: char) -> bool {
    SUPERSCRIPTS.contains(letter) || SUBSCRIPTS.contains(letter)
}

fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&letter) || letter == '\u{20D7}'
}

/// Adds a letter with an accent. Accents over several letters are left out.
fn push_accented(base: &str, accent: &str, text: &mut String) {
    let mark = match accent {
        "ˆ" | "^" | "\u{302}" => '\u{302}',
        "¯" | "‾" | "\u{332}" | "\u{305}" | "_" => '\u{304}',
        "˜" | "~" | "\u{303}" => '\u{303}',
        "⃗" | "→" => '\u{20D7}',
        "˙" | "." => '\u{307}',
        "¨" => '\u{308}',
        "´" => '\u{301}',
        "`" => '\u{300}',
        "ˇ" => '\u{30C}',
        "˘" => '\u{306}',
        "˚" => '\u{30A}',
        _ => return text.push_str(base),
    };
    let plain: String = base.chars().flat_map(letter).collect();
    if plain.chars().count() == 1 {
        text.extend(plain.chars().chain([mark]).nfc());
    } else {
        text.push_str(&plain);
    }
}
