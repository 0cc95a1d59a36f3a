//! Text in LaTeX.

/// Escapes text that TeX would read as a command. Braces become commands, because programs count them even after a
/// backslash, and an unbalanced brace would break the file.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            // TeX's older fonts have other characters in these positions.
            '<' => escaped.push_str("\\textless{}"),
            '>' => escaped.push_str("\\textgreater{}"),
            '|' => escaped.push_str("\\textbar{}"),
            // Two hyphens would become a dash.
            '-' if escaped.ends_with('-') => escaped.push_str("{}-"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Returns a text in braces, so that no program changes or splits it. A backslash right after a brace would begin a
/// "special character" of BibTeX, which styles change to lower case. A second brace prevents this.
pub(crate) fn braced(text: &str) -> String {
    let escaped = escaped(text);
    let (open, close) = if escaped.starts_with('\\') { ("{{", "}}") } else { ("{", "}") };
    [open, &escaped, close].concat()
}
