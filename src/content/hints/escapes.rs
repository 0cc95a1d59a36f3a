//! Finds escapes that were meant as backslashes.

use crate::content::Message;

/// Returns the offset of an escape that is valid JSON but was most likely meant as a backslash, and a message.
///
/// `\b` and `\f` have no use in a profile. `\t`, `\n` and `\r` do, so they are reported only in URLs, and where they
/// begin a LaTeX command whose rest is not a word.
pub(crate) fn escape(raw: &str, is_address: bool) -> Option<(usize, Message)> {
    #[rustfmt::skip]
    const COMMANDS: &[&str] = &[
        "theta", "times", "textit{", "textbf{", "texttt{", "textsc{", "textrm{", "textsuperscript{", "textsubscript{",
        "text{", "tilde{", "triangle", "therefore", "tfrac{", "nabla", "neq", "newcommand", "notin", "rho", "right",
        "rangle", "rightarrow", "rceil", "rfloor",
    ];
    let bytes = raw.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        let rest = &raw[at..];
        let kind = match bytes[at + 1] {
            b'b' => "a control character (backspace)",
            b'f' => "a control character (form feed)",
            b't' => "a tab",
            b'n' => "a line break",
            b'r' => "a control character (carriage return)",
            _ => {
                at += 2;
                continue;
            }
        };
        let letters = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let typed = &rest[1..=letters];
        let is_command = COMMANDS.iter().any(|command| match command.strip_suffix('{') {
            Some(name) => typed == name && rest[1 + letters..].starts_with('{'),
            None => typed == *command,
        });
        let first = &rest[1..2];
        if is_address {
            let message = Message::found(format!("\\{typed} in a URL, where JSON reads \\{first} as {kind}"))
                .suggest(format!("replace the backslash with a slash: /{typed}"));
            return Some((at, message));
        }
        if is_command || matches!(first, "b" | "f") {
            let message = Message::found(format!("\\{typed}, where JSON reads \\{first} as {kind}"))
                .suggest(format!("double the backslash: \\\\{typed}"));
            return Some((at, message));
        }
        at += 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intended_escapes_are_accepted() {
        let found = |raw: &str, is_address| escape(raw, is_address).map(|(at, _)| at);
        for raw in
            ["\"a\\nb\"", "\"\\tint x\"", "\"\\\\theta\"", "\"\\text of it\"", "\"\\nuclear\"", "\"\\u0008\"", "\"\\"]
        {
            assert_eq!(found(raw, false), None, "{raw}");
        }
        for raw in ["\"a\\beta\"", "\"a\\frac{1}{2}\"", "\"a\\theta\"", "\"a\\textit{b}\"", "\"a\\rho\""] {
            assert_eq!(found(raw, false), Some(2), "{raw}");
        }
        assert_eq!(found("\"files\\new.pdf\"", true), Some(6));
        assert_eq!(found("\"files/new.pdf\"", true), None);
    }
}
