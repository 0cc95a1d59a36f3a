//! Finds the start of the family name in a printed name.

use crate::check::{
    names::words::{
        DOUBTFUL_PARTICLES, EAST_ASIAN_FAMILIES, HUNGARIAN_FAMILIES, IBERIAN_FAMILIES, PARTICLES, VIETNAMESE_FAMILIES,
        without_accents,
    },
    pattern::pattern,
};

// A syllable of Vietnamese, Chinese and Korean names in Latin letters, without accents.
pattern!(
    EAST_ASIAN_SYLLABLE,
    r"^(?:b|c|ch|d|f|g|gh|gi|h|hs|j|k|kh|kk|l|m|n|ng|ngh|nh|p|ph|q|r|s|sh|ss|t|th|tr|ts|tz|v|w|x|y|z|zh)?[aeiouyw]+(?:c|ch|h|k|l|m|n|ng|nh|p|t)?$"
);

pub(super) fn has_particle(family: &str) -> bool {
    family.split(' ').next().is_some_and(|word| {
        word.starts_with(char::is_lowercase) || PARTICLES.contains(&word) || DOUBTFUL_PARTICLES.contains(&word)
    })
}

/// The position of the family name in the words of a name, if it is not the last word alone.
pub(super) struct FamilyStart {
    pub(super) place: usize,
    /// Whether the words before the last one may also be given names.
    pub(super) is_doubtful: bool,
}

pub(super) fn family_start(words: &[&str]) -> Option<FamilyStart> {
    let end = words.len();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let found = (1..end.saturating_sub(1)).find_map(|place| {
        let (word, next) = (words[place], words[place + 1]);
        let joins = matches!(word, "y" | "i" | "e") && is_capital(words[place - 1]) && is_capital(next);
        // Two particles together are not given names: "Van der", "De la".
        let is_pair = place + 2 < end
            && match word.to_lowercase().as_str() {
                "van" | "von" => matches!(next.to_lowercase().as_str(), "de" | "den" | "der" | "het" | "ter"),
                "de" => matches!(next.to_lowercase().as_str(), "la" | "las" | "le" | "los"),
                _ => false,
            }
            && (is_capital(word) || is_capital(next));
        match () {
            () if joins => Some(FamilyStart { place: place - 1, is_doubtful: false }),
            () if is_pair || PARTICLES.contains(&word) => Some(FamilyStart { place, is_doubtful: false }),
            () if place + 2 == end && IBERIAN_FAMILIES.contains(&without_accents(word).as_str()) => {
                Some(FamilyStart { place, is_doubtful: true })
            }
            () if DOUBTFUL_PARTICLES.contains(&word) && !may_be_given(words, place) => {
                Some(FamilyStart { place, is_doubtful: true })
            }
            () => None,
        }
    })?;
    // Lower-case particles before the family name belong to it: "van Der Berg".
    let before = (1..=found.place).rev().find(|place| !words[place - 1].starts_with(char::is_lowercase));
    let place = before.unwrap_or(found.place);
    Some(FamilyStart { place, is_doubtful: found.is_doubtful && place == found.place })
}

/// Returns `true` if a particle is probably a given name, as in "Hung Van Nguyen", "Lee Da Eun" or "J. Ben Smith".
pub(super) fn may_be_given(words: &[&str], place: usize) -> bool {
    let (before, after) = (&words[..place], &words[place + 1..]);
    let is_family = |word: &&str| EAST_ASIAN_FAMILIES.contains(&without_accents(word).as_str());
    let is_syllable = |word: &&str| !word.contains('.') && EAST_ASIAN_SYLLABLE.is_match(&without_accents(word));
    match words[place] {
        // An initial precedes a given name.
        "Al" | "Ben" if before.last().is_some_and(|word| word.ends_with('.')) => true,
        _ if before.iter().chain(after).any(is_family) => true,
        "Van" => before.iter().chain(after).all(is_syllable),
        _ => before.iter().all(is_syllable),
    }
}

/// Returns `true` if a name probably begins with its family name: "Nguyễn Văn Minh", "Kovács János".
pub(super) fn begins_with_family(words: &[&str]) -> bool {
    let [first, middle @ .., last] = words else { return false };
    let is_one_of = |word: &str, families: &[&str]| families.contains(&without_accents(word).as_str());
    // Vietnamese given names mostly have two parts. "Le Wang" and "Do Kwon Lee" end with their family names.
    let is_vietnamese = !middle.is_empty()
        && is_one_of(first, &VIETNAMESE_FAMILIES)
        && (!is_one_of(last, EAST_ASIAN_FAMILIES) || !first.is_ascii())
        && words.iter().all(|word| EAST_ASIAN_SYLLABLE.is_match(&without_accents(word)));
    is_vietnamese || is_one_of(first, &HUNGARIAN_FAMILIES) && !is_one_of(last, &HUNGARIAN_FAMILIES)
}

/// Returns the parts of a name as JSON for `people`.
pub(super) fn parts(words: &[&str], family_start: usize) -> String {
    let (given, family) = words.split_at(family_start);
    let (given, family) = (given.join(" "), family.join(" ").trim_end_matches(',').to_owned());
    let given = if given.is_empty() { given } else { format!("\"given\": \"{given}\", ") };
    format!("{{ {given}\"family\": \"{family}\" }}")
}
