//! The writing direction of a page's language.

/// Returns the direction in which a language is written ("rtl" or "ltr"). The script in the tag decides. Without one,
/// the language's default script decides (CLDR's supplemental data).
pub fn direction(language: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 12] = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur"];
    const SCRIPTS: [&str; 8] = ["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"];
    let language = language.to_ascii_lowercase();
    let mut parts = language.split('-');
    let primary = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphabetic())) {
        Some(script) if SCRIPTS.contains(&script) => "rtl",
        Some(_) => "ltr",
        None if RIGHT_TO_LEFT.contains(&primary) || primary == "yi" => "rtl",
        None => "ltr",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_language_decide_the_direction() {
        for (language, expected) in
            [("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl"), ("az-Arab-IR", "rtl"), ("ku-Latn", "ltr"), ("FA", "rtl")]
        {
            assert_eq!(direction(language), expected, "{language}");
        }
    }
}
