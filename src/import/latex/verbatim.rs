//! Arguments and fields that LaTeX prints as they are.

/// Returns the text of an argument or a field that LaTeX prints as it is, such as a URL, without escapes.
pub(in crate::import) fn verbatim(text: &str) -> String {
    let mut plain = text.trim().to_owned();
    if plain.contains(['\\', '{', '$']) {
        const ESCAPES: [(&str, &str); 24] = [
            ("{\\textasciitilde}", "~"),
            ("\\textasciitilde{}", "~"),
            ("\\textasciitilde ", "~"),
            ("$\\sim$", "~"),
            ("{\\~{}}", "~"),
            ("\\~{}", "~"),
            ("{\\~}", "~"),
            ("\\~", "~"),
            ("\\textunderscore{}", "_"),
            ("\\textunderscore ", "_"),
            ("\\textless{}", "<"),
            ("\\textgreater{}", ">"),
            ("\\textendash{}", "–"),
            ("\\_", "_"),
            ("\\%", "%"),
            ("\\&", "&"),
            ("\\#", "#"),
            ("\\$", "$"),
            ("\\:", ":"),
            ("\\-", ""),
            ("\\/", ""),
            ("\\{", "%7B"),
            ("\\}", "%7D"),
            ("{}", ""),
        ];
        for (escape, letter) in ESCAPES {
            if plain.contains(escape) {
                plain = plain.replace(escape, letter);
            }
        }
        for letter in ["_", "%", "&", "#", "~", "-", "<", ">", ":"] {
            plain = plain.replace(&["{", letter, "}"].concat(), letter);
        }
    }
    let mut text = plain.as_str();
    while let Some(inner) = ["\\url", "\\path", "\\nolinkurl", "\\texttt", ""].iter().find_map(|command| {
        let inner = text.strip_prefix(command)?.trim_start().strip_prefix('{')?.strip_suffix('}')?;
        (!inner.contains(['{', '}']) || command.is_empty()).then_some(inner.trim())
    }) {
        text = inner;
    }
    text.to_owned()
}
