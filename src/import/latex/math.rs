//! Formulas of LaTeX.

use crate::import::{
    inline::{Inline, Mark},
    latex::symbols::{math_symbol, text_symbol},
};

/// Returns a formula as inline text: a subscript or superscript of letters and digits, such as "_2" and "^{th}", as markup;
/// plain letters and digits, and a single symbol, as text; other formulas as they are.
pub(super) fn inline_formula(formula: &str) -> Inline {
    let formula = formula.trim();
    let text = |text: &str| Inline::Text(text.to_owned());
    for (sign, mark) in [('_', Mark::Subscript), ('^', Mark::Superscript)] {
        if let Some(script) = formula.strip_prefix("{}").unwrap_or(formula).strip_prefix(sign) {
            let braced = script.strip_prefix('{').and_then(|script| script.strip_suffix('}'));
            let content = without_font(braced.unwrap_or(script).trim());
            let is_one = braced.is_some() || content.chars().count() == 1 || content.len() < script.len();
            if is_one && !content.is_empty() && content.chars().all(char::is_alphanumeric) {
                return Inline::Marked(mark, vec![text(content)]);
            }
            // The degree sign, and the sign of a footnote.
            match content {
                "\\circ" if mark == Mark::Superscript => return text("°"),
                "+" | "-" | "*" if mark == Mark::Superscript => return Inline::Marked(mark, vec![text(content)]),
                _ => {}
            }
        }
    }
    if let Some(symbol) = formula.strip_prefix('\\').and_then(math_symbol).filter(|symbol| symbol.chars().count() == 1)
    {
        return text(symbol);
    }
    let upright = without_font(formula);
    if upright.len() < formula.len() && upright.chars().all(|letter| letter.is_alphanumeric() || letter == ' ') {
        return text(upright);
    }
    if !formula.is_empty() && formula.chars().all(|letter| letter.is_ascii_digit() || ".,%".contains(letter)) {
        return text(formula);
    }
    Inline::Math(formula.to_owned())
}

/// Returns the content of "\mathrm{…}" and similar commands.
fn without_font(formula: &str) -> &str {
    const FONTS: [&str; 8] =
        ["\\mathrm{", "\\rm{", "\\text{", "\\textrm{", "\\mbox{", "\\textnormal{", "\\mathsf{", "\\mathit{"];
    let content = FONTS.iter().find_map(|font| formula.strip_prefix(font)).and_then(|rest| rest.strip_suffix('}'));
    let content = content.or_else(|| formula.strip_prefix("\\rm ")).unwrap_or(formula);
    if content.contains(['{', '}']) { formula } else { content.trim() }
}

/// Returns the plain text of a formula. Commands that have a character are replaced, and braces are removed.
pub(in crate::import) fn plain_formula(formula: &str) -> String {
    let mut plain = String::new();
    let mut rest = formula;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match letter {
            '{' | '}' => {}
            '\\' => {
                let length = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
                let command = &rest[..length];
                if command.is_empty() {
                    // An escaped character, or a thin space.
                    let escaped = rest.chars().next().filter(|letter| !",;:! ".contains(*letter));
                    rest = rest.chars().next().map_or(rest, |letter| &rest[letter.len_utf8()..]);
                    plain.extend(escaped);
                    continue;
                }
                rest = &rest[length..];
                match math_symbol(command).or_else(|| text_symbol(command)) {
                    Some(symbol) => {
                        plain.push_str(symbol);
                        // The space after a command separates it from letters.
                        let spaced = rest.trim_start();
                        let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
                        if !(is_word(symbol.chars().last()) && is_word(spaced.chars().next())) {
                            rest = spaced;
                        }
                    }
                    None if is_font(command) => rest = rest.trim_start(),
                    None => plain.extend(["\\", command]),
                }
            }
            letter => plain.push(letter),
        }
    }
    plain
}

fn is_font(command: &str) -> bool {
    matches!(
        command,
        "mathrm"
            | "mathbf"
            | "mathit"
            | "mathsf"
            | "mathtt"
            | "mathcal"
            | "mathbb"
            | "mathfrak"
            | "mathscr"
            | "boldsymbol"
            | "bm"
            | "rm"
            | "bf"
            | "it"
            | "cal"
            | "text"
            | "textrm"
            | "textit"
            | "textbf"
            | "mbox"
            | "hbox"
            | "operatorname"
            | "left"
            | "right"
            | "displaystyle"
            | "textstyle"
            | "ensuremath"
            | "mathop"
            | "mathord"
            | "mathsl"
            | "em"
            | "sf"
            | "tt"
            | "sc"
            | "big"
            | "Big"
            | "bigl"
            | "bigr"
            | "limits"
            | "nolimits"
    )
}

/// Returns the place of the end of a formula. A text with thousands of beginnings without an end would otherwise be searched
/// thousands of times.
pub(super) fn find_near(text: &str, end: &str) -> Option<usize> {
    const LONGEST_FORMULA: usize = 5_000;
    let near = text.as_bytes().get(..LONGEST_FORMULA).unwrap_or(text.as_bytes());
    near.windows(end.len()).position(|window| window == end.as_bytes())
}

/// Returns `true` for a formula between dollar signs, and `false` for a text between two amounts of money.
pub(super) fn is_formula(text: &str) -> bool {
    let has_word =
        || text.split_whitespace().any(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    text.contains(['\\', '^', '_', '{', '=']) || !(text.trim().is_empty() || text.contains(' ') && has_word())
}

/// Returns a chemical formula of the package mhchem: the digits after a letter are subscripts.
pub(super) fn chemistry(formula: &str) -> Vec<Inline> {
    let mut parts: Vec<Inline> = Vec::new();
    let mut letters = formula.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let is_count = letter.is_ascii_digit() && (before.is_alphabetic() || matches!(before, ')' | ']'));
        let is_charge = letter == '^';
        if is_count || is_charge {
            let mut digits = if is_count { letter.to_string() } else { String::new() };
            while let Some(next) = letters.next_if(|next| next.is_ascii_digit() || is_charge && "+-{}".contains(*next))
            {
                digits.push(next);
            }
            let digits = digits.replace(['{', '}'], "");
            let mark = if is_count { Mark::Subscript } else { Mark::Superscript };
            parts.push(Inline::Marked(mark, vec![Inline::Text(digits)]));
        } else if !matches!(letter, '{' | '}' | '_' | '$') {
            match parts.last_mut() {
                Some(Inline::Text(before)) => before.push(letter),
                _ => parts.push(Inline::Text(letter.to_string())),
            }
        } else if letter == '_' {
            before = 'x';
            continue;
        }
        before = letter;
    }
    parts
}
