//! Accents of LaTeX.

use unicode_normalization::char::compose;

/// Returns the combining character of an accent command.
pub(super) fn combining(command: &str) -> Option<char> {
    Some(match command {
        "`" => '\u{300}',
        "'" | "´" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "h" => '\u{309}',
        "r" => '\u{30A}',
        "H" => '\u{30B}',
        "v" => '\u{30C}',
        "G" => '\u{30F}',
        "f" => '\u{311}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    })
}

/// Adds an accent to the first letter of a text.
pub(super) fn accented(text: &str, accent: char) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return spacing(accent).to_owned() };
    let first = match first {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    let mut accented = String::new();
    // A Romanian comma below and a Latvian cedilla have no form with some letters.
    match compose(first, accent) {
        Some(composed) => accented.push(composed),
        None => accented.extend([first, accent]),
    }
    accented.push_str(letters.as_str());
    accented
}

/// Returns an accent without a letter.
fn spacing(accent: char) -> &'static str {
    match accent {
        '\u{300}' => "`",
        '\u{301}' => "´",
        '\u{302}' => "^",
        '\u{303}' => "~",
        '\u{304}' => "¯",
        '\u{308}' => "¨",
        '\u{30C}' => "ˇ",
        '\u{327}' => "¸",
        _ => "",
    }
}
