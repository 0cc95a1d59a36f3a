//! Protection of capitals in BibTeX titles.
//!
//! Many styles convert titles to sentence case: they lower all letters except the first one, the first one after a colon,
//! and letters in braces (Patashnik, "BibTeXing", 1988, section 4).

/// Words of four and more letters that titles in title case write in lower case (Chicago Manual of Style, section 8.159,
/// and the style of IEEE).
const LOWERCASE_WORDS: [&str; 24] = [
    "about", "above", "across", "after", "against", "along", "among", "before", "behind", "below", "between", "beyond",
    "during", "from", "into", "onto", "over", "through", "toward", "towards", "under", "upon", "with", "within",
];

/// Calls `write` for each piece of a title: a text, and whether it needs braces.
///
/// In a title in title case, these are words with a capital after their first letter or with digits among letters
/// ("GPU", "CacheGen", "H264"), and single capitals except "A". In a title in sentence case, they are also capitalized
/// words except the first one: names.
pub(crate) fn pieces(title: &str, write: &mut dyn FnMut(&str, bool)) {
    let is_title_case = is_title_case(title);
    let mut is_first = true;
    let mut rest = title;
    while !rest.is_empty() {
        let is_in_word =
            |letter: char| is_letter_or_digit(letter) || matches!(letter, '\'' | '’' | '+' | '#' | '_' | '^');
        let start = rest.find(is_letter_or_digit).unwrap_or(rest.len());
        let (between, word_and_rest) = rest.split_at(start);
        if !between.is_empty() {
            write(between, false);
            // Styles keep the first capital after a colon.
            is_first |= between.contains([':', '?', '!', '.']) || between.contains(" – ") || between.contains(" — ");
        }
        let end = word_and_rest.find(|letter| !is_in_word(letter)).unwrap_or(word_and_rest.len());
        let end = word_and_rest[..end].trim_end_matches(['\'', '’', '_', '^']).len();
        let (word, after) = word_and_rest.split_at(end);
        if !word.is_empty() {
            let is_capitalized = word.starts_with(char::is_uppercase);
            let is_name = !is_title_case && is_capitalized && !is_first;
            // Styles lower the first letter if a quotation mark or another sign precedes it.
            let is_spoiled = rest.len() == title.len() && !between.is_empty() && is_capitalized;
            write(word, has_inner_capital(word) || is_single_capital(word) && !is_first || is_name || is_spoiled);
            is_first = false;
        }
        rest = after;
    }
}

/// Returns `true` for letters: in ASCII, and for every character outside of it that is no punctuation. The tables of
/// [`char::is_alphabetic`] would add 2 KB to the visitor's module.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || c > '\u{BF}' && !matches!(c, '×' | '÷' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}')
}

fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_digit() || is_letter(c)
}

/// Returns `true` for words with a capital after the first letter, or with letters and digits.
fn has_inner_capital(word: &str) -> bool {
    let has_letters_and_digits = word.contains(is_letter) && word.contains(|c: char| c.is_ascii_digit());
    has_letters_and_digits || word.chars().skip(1).any(char::is_uppercase)
}

/// Returns `true` for "C" or "C++", but not for the article "A".
fn is_single_capital(word: &str) -> bool {
    word != "A" && word.starts_with(char::is_uppercase) && word.chars().filter(|letter| is_letter(*letter)).count() == 1
}

/// Returns `true` if three quarters of the words that only title case capitalizes are capitalized. A title without such
/// words counts as title case, because braces around every word are worse than a lost capital.
fn is_title_case(title: &str) -> bool {
    let (mut capitalized, mut lowercase) = (0, 0);
    let mut is_first = true;
    for word in title.split_whitespace() {
        let letters: String = word.chars().filter(|letter| is_letter(*letter)).collect();
        let is_long = letters.chars().count() >= 4 && !LOWERCASE_WORDS.contains(&letters.as_str());
        if is_long && !is_first && !has_inner_capital(&letters) {
            if letters.starts_with(char::is_uppercase) {
                capitalized += 1;
            } else {
                lowercase += 1;
            }
        }
        is_first = word.ends_with([':', '?', '!', '.', '–', '—']);
    }
    lowercase == 0 || capitalized >= 3 * lowercase
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, expected: &str) {
        let mut protected = String::new();
        pieces(title, &mut |piece, needs_braces| {
            if needs_braces {
                protected.extend(["{", piece, "}"]);
            } else {
                protected.push_str(piece);
            }
        });
        assert_eq!(protected, expected);
    }

    #[test]
    fn title_case_protects_only_what_styles_would_spoil() {
        check("CacheGen: KV Cache Compression and Streaming", "{CacheGen}: {KV} Cache Compression and Streaming");
        check("Barbs at Scale", "Barbs at Scale");
        check("The Physics of CO2 and H2O in Oceans", "The Physics of {CO2} and {H2O} in Oceans");
        check("GPU-Based Rendering for 5G Networks", "{GPU}-Based Rendering for {5G} Networks");
        check("Teaching C++ with Fun", "Teaching {C++} with Fun");
        check("Plan B: A Survey", "Plan {B}: A Survey");
        check("A* Search on the GPU’s Side", "A* Search on the {GPU’s} Side");
        check("“Quill” Revisited", "“{Quill}” Revisited");
        check("iPhone Use in Schools", "{iPhone} Use in Schools");
    }

    #[test]
    fn sentence_case_protects_names_too() {
        check("Growth of swan feathers in Zurich and Berlin", "Growth of swan feathers in {Zurich} and {Berlin}");
        check("Video delivery: Lessons from the field in Kenya", "Video delivery: Lessons from the field in {Kenya}");
        check("On the {braces}", "On the {braces}");
        check("Bayesian models of Gaussian noise", "Bayesian models of {Gaussian} noise");
    }

    #[test]
    fn no_letter_is_lost() {
        for title in ["", " ", "a  b", "…x!", "Ünïcödé — Ωmega", "A_b^c", "Wi‑Fi 6E’s “end”"] {
            let mut whole = String::new();
            pieces(title, &mut |piece, _| whole.push_str(piece));
            assert_eq!(whole, title);
        }
    }
}
