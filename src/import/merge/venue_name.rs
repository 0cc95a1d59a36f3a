//! Names of venues: what remains of "Proceedings of the 29th ACM Symposium on Operating Systems Principles (SOSP '23)"
//! without the year, and whether two names are the same.

use crate::util::text::{Normalizer, fold};

/// A name without the parts that change every year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CleanName {
    pub name: String,
    /// The short name in the name, such as "SOSP".
    pub short: Option<String>,
}

/// Words that do not distinguish names (ISO 4, section 4.4).
const FUNCTION_WORDS: [&str; 24] = [
    "a", "an", "and", "annual", "as", "at", "by", "de", "der", "des", "die", "for", "fur", "in", "la", "le", "of",
    "on", "the", "to", "und", "und", "with", "zur",
];

/// Organizers that some files omit before the name of a conference.
const SPONSORS: [&str; 5] = ["acm", "ieee", "usenix", "ifip", "cvf"];

/// The beginnings of the names of proceedings.
const PROCEEDINGS: [&str; 8] = [
    "in proceedings of the ",
    "in proceedings of ",
    "proceedings of the ",
    "proceedings of ",
    "proc. of the ",
    "proc. of ",
    "proc. ",
    "proceedings ",
];

/// Returns a name without what changes every year. Of names that are not of proceedings, it removes only the white space
/// and a short name at the end: "Proceedings of the Academy of Quills" is a journal.
///
/// Of "Proceedings of the 29th Symposium on Quills, SOQ 2023, Fenn, October 23-26, 2023" it returns "Symposium on Quills"
/// and "SOQ".
pub(super) fn clean(name: &str, is_proceedings: bool) -> CleanName {
    let mut name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short = None;
    if let Some((before, after, acronym)) = parenthesized(&name) {
        short = Some(acronym);
        name = [before.trim_end(), after].concat();
    }
    if !is_proceedings {
        return CleanName { name, short };
    }
    // "SOSP '23: Proceedings of …"
    if let Some((start, rest)) = name.split_once(": ")
        && let Some(acronym) = acronym_with_year(start)
        && rest.contains(' ')
    {
        short.get_or_insert(acronym);
        name = rest.to_owned();
    }
    // "…, SOSP 2023, Fenn, October 23-26, 2023"
    let mut parts: Vec<&str> = name.split(", ").collect();
    if let Some(place) = (1..parts.len()).find(|place| acronym_with_year(parts[*place]).is_some()) {
        short = short.or_else(|| acronym_with_year(parts[place]));
        parts.truncate(place);
    }
    while parts.len() > 1 && parts.last().is_some_and(|last| is_date(last)) {
        parts.pop();
    }
    name = parts.join(", ");
    let lower = name.to_ascii_lowercase();
    if let Some(start) = PROCEEDINGS.iter().find(|start| lower.starts_with(**start)) {
        name.drain(..start.len());
    }
    if let Some(acronym) = acronym_with_year(&name) {
        return CleanName { name: acronym, short: None };
    }
    let words: Vec<&str> = name.split(' ').collect();
    let is_year = |word: &str| is_year(word.trim_matches(['(', ')', ',', '.', '\'', '’']));
    let end = words.iter().rposition(|word| !is_year(word)).map_or(0, |last| last + 1);
    let start = words[..end].iter().position(|word| !is_year(word) && !is_ordinal(word)).unwrap_or(0);
    let mut kept: Vec<&str> = Vec::new();
    for word in &words[start..end] {
        // "… on Quills 2023 Workshop", "ACM SIGQ 28th Symposium on Quills"
        if !is_year(word) && !is_ordinal(word) {
            kept.push(word);
        }
    }
    let kept = kept.join(" ").trim_matches([',', ' ', ':', '-']).to_owned();
    // "SOSP 2023" is only a short name.
    let name = if kept.is_empty() { name } else { kept };
    CleanName { name, short: short.filter(|short| !short.is_empty()) }
}

/// Splits a name at the first short name in parentheses, such as "(SOSP '23)".
fn parenthesized(name: &str) -> Option<(&str, &str, String)> {
    name.match_indices(" (").find_map(|(open, _)| {
        let close = open + name[open..].find(')')?;
        let acronym = acronym(&name[open + 2..close])?;
        Some((&name[..open], &name[close + 1..], acronym))
    })
}

/// Returns the short name in "SOSP '23", "SOSP 2023", "SOSP23" or "SOSP".
fn acronym(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(acronym) = acronym_with_year(text) {
        return Some(acronym);
    }
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let is_short = text.chars().count() <= 16 && text.chars().all(|c| c.is_alphanumeric() || "-/&+@ ".contains(c));
    (is_short && capitals >= 2 && capitals * 3 >= text.chars().filter(|c| c.is_alphabetic()).count())
        .then(|| text.to_owned())
}

/// Returns the short name in "SOSP '23", "SOSP 2023" or "SOSP'23", but not in a text without a year.
fn acronym_with_year(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - bare.len();
    let mark = bare.trim_end_matches([' ', '-', '\'', '’', '`', '‘']);
    let is_year = digits == 4 && is_year(&text[bare.len()..]) || digits == 2 && mark.len() < bare.len();
    let is_name = !mark.is_empty()
        && mark.chars().count() <= 16
        && mark.chars().all(|c| c.is_alphanumeric() || "-/&+@ ".contains(c))
        && mark
            .split(' ')
            .all(|word| word.chars().filter(|c| c.is_uppercase()).count() >= 2 || word == "@" || word == "&");
    (is_year && is_name).then(|| mark.to_owned())
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"))
}

/// Returns `true` for a part of a name that has a year, such as "October 23-26, 2023" or "2023".
fn is_date(part: &str) -> bool {
    part.split([' ', '-', '–']).any(is_year) && part.split(' ').count() <= 4
}

/// Returns `true` for "29th", "Twenty-Ninth" and "XXIX".
fn is_ordinal(word: &str) -> bool {
    const UNITS: [&str; 19] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ];
    const TENS: [&str; 8] = ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"];
    let word = word.to_ascii_lowercase();
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < word.len() {
        return matches!(digits, "st" | "nd" | "rd" | "th" | ".");
    }
    if UNITS.contains(&word.as_str()) || TENS.iter().any(|tens| word == [tens, "ieth"].concat()) {
        return true;
    }
    word.split_once('-').is_some_and(|(tens, unit)| {
        TENS.iter().any(|start| tens == [start, "y"].concat()) && UNITS[..9].contains(&unit)
    })
}

/// Returns the words that distinguish a name, folded.
pub(super) fn significant_words(name: &str, normalize: Normalizer) -> Vec<String> {
    let folded = fold(name, normalize);
    let words = folded.split(|c: char| !(c.is_alphanumeric() || c == '.')).filter(|word| !word.is_empty());
    words.filter(|word| !FUNCTION_WORDS.contains(word)).map(str::to_owned).collect()
}

/// Returns a text that is the same for names that differ only in function words and punctuation.
pub(super) fn comparable(name: &str, normalize: Normalizer) -> String {
    let words = significant_words(name, normalize);
    words.iter().map(|word| word.replace('.', "")).collect::<Vec<_>>().join(" ")
}

/// Returns the comparable name without organizers such as "ACM".
pub(super) fn without_sponsors(comparable: &str) -> String {
    comparable.split(' ').filter(|word| !SPONSORS.contains(word)).collect::<Vec<_>>().join(" ")
}

/// Returns `true` if a word of a name is abbreviated.
pub(super) fn is_abbreviated(words: &[String]) -> bool {
    words.iter().any(|word| word.len() > 1 && word.ends_with('.'))
}

/// Returns `true` if one name abbreviates the other word by word (ISO 4): "J. Quill. Res." and "Journal of Quill Research".
pub(super) fn abbreviates(one: &[String], other: &[String]) -> bool {
    let fits = |one: &String, other: &String| match (one.strip_suffix('.'), other.strip_suffix('.')) {
        (Some(start), None) => !start.is_empty() && other.starts_with(start),
        (None, Some(start)) => !start.is_empty() && one.starts_with(start),
        (Some(one), Some(other)) => one == other,
        (None, None) => one == other,
    };
    one.len() == other.len()
        && one.len() > 1
        && is_abbreviated(one) != is_abbreviated(other)
        && one.iter().zip(other).all(|(one, other)| fits(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::util::text::normalize;

    #[test]
    fn what_changes_every_year_is_removed() {
        let sosp = "ACM Symposium on Operating Systems Principles";
        for (name, expected, short) in [
            ("Proceedings of the 29th ACM Symposium on Operating Systems Principles (SOSP '23)", sosp, Some("SOSP")),
            ("Proceedings of the Twenty-Eighth ACM Symposium on Operating Systems Principles", sosp, None),
            ("Proc. of the ACM Symposium on Operating Systems Principles (SOSP), 2021", sosp, Some("SOSP")),
            ("SOSP '23: Proceedings of the 29th ACM Symposium on Operating Systems Principles", sosp, Some("SOSP")),
            ("2023 ACM Symposium on Operating Systems Principles (SOSP)", sosp, Some("SOSP")),
            (
                "Proceedings of the 29th Symposium on Quills, SOQ 2023, Fenn, Quilland, October 23-26, 2023",
                "Symposium on Quills",
                Some("SOQ"),
            ),
            ("ACM SIGQ 28th Symposium on Quills", "ACM SIGQ Symposium on Quills", None),
            ("Advances in Feather Systems 34", "Advances in Feather Systems 34", None),
            ("Conference on Quills, Ink, and Paper", "Conference on Quills, Ink, and Paper", None),
            ("2021 IEEE/CVF Conference on Feathers (CFV)", "IEEE/CVF Conference on Feathers", Some("CFV")),
            ("SOQ 2023", "SOQ", None),
            ("Proc. SOQ '23", "SOQ", None),
            ("2023", "2023", None),
            ("", "", None),
        ] {
            let found = clean(name, true);
            assert_eq!((found.name.as_str(), found.short.as_deref()), (expected, short), "{name}");
        }
        let journal = clean("Proceedings of the 1st Academy of Quills (PAQ)", false);
        assert_eq!(journal.name, "Proceedings of the 1st Academy of Quills");
        assert_eq!(journal.short.as_deref(), Some("PAQ"));
        assert_eq!(clean("Journal of Quills (Fenn)", false).name, "Journal of Quills (Fenn)");
    }

    #[test]
    fn abbreviations_are_compared_word_by_word() {
        let check = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|name| significant_words(name, normalize));
            assert_eq!(abbreviates(&one, &other), abbreviates(&other, &one));
            abbreviates(&one, &other)
        };
        assert!(check("J. Quill.", "Journal of Quillwork"));
        assert!(check("IEEE Trans. Feather Syst.", "IEEE Transactions on Feather Systems"));
        assert!(!check("J. Quill.", "Journal of Feathers"));
        assert!(!check("J. Quill.", "Journal of Quillwork Research"));
        assert!(!check("Journal of Quills", "Journal of Quills"));
        assert!(!check("J.", "Journal"));
    }
}
