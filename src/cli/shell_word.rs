//! Quotes paths in commands that the user may paste into a shell.

use std::path::Path;

/// Returns a path as one word of a POSIX shell, which no command takes for an option.
pub fn shell_word(path: &Path) -> String {
    let mut word = path.display().to_string();
    if word.starts_with('-') {
        word.insert_str(0, "./");
    }
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | ',' | ':' | '@' | '%' | '=');
    // A backslash separates folders on Windows, whose shells read it as it is.
    let is_separator = |c: char| cfg!(windows) && c == '\\';
    match !word.is_empty() && word.chars().all(|c| is_plain(c) || is_separator(c)) {
        true => word,
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_in_a_shell() {
        for (path, expected) in [
            ("me", "me"),
            ("a/my site", "'a/my site'"),
            ("q$HOME;x", "'q$HOME;x'"),
            ("-x", "./-x"),
            ("-a b", "'./-a b'"),
            ("it's", r"'it'\''s'"),
            ("~ada", "'~ada'"),
            ("Zo\u{eb}", "Zo\u{eb}"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(Path::new(path)), expected);
        }
    }
}
