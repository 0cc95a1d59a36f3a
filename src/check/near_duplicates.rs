//! Warns about venues and authors that occur in two spellings, which would be two values of a filter.

use std::collections::{BTreeMap, HashSet};

use crate::{
    check::{Checker, join, short},
    content::{
        Author, Message,
        lenient::{
            PathSegment,
            PathSegment::{Field, Index},
        },
    },
    util::text,
};

/// The number of similar names that are compared with each other. Their number is small in real lists.
const MAX_SIMILAR: usize = 200;

/// A name, and the place where it first occurs.
struct Occurrence<'c> {
    name: &'c str,
    path: Vec<PathSegment<'static>>,
}

impl Checker<'_> {
    pub(super) fn near_duplicates(&self) {
        self.near_duplicate_venues();
        self.near_duplicate_authors();
    }

    fn near_duplicate_venues(&self) {
        let declared = self.content.venues.iter().flat_map(|(_, venue)| venue.short.iter().chain([&venue.name]));
        let mut seen: HashSet<&str> = HashSet::new();
        // Names that may be the same have words with the same first letters.
        let mut known: BTreeMap<String, Vec<VenueWords>> = BTreeMap::new();
        for name in declared {
            let venue = VenueWords::new(name);
            seen.insert(name);
            known.entry(venue.initials()).or_default().push(venue);
        }
        for (index, publication) in self.content.publications.iter().enumerate() {
            let name = publication.venue.as_deref().filter(|key| self.content.venues.get(key).is_none());
            let Some(name) = name.filter(|name| seen.insert(name)) else { continue };
            let venue = VenueWords::new(name);
            let similar = known.entry(venue.initials()).or_default();
            if let Some(other) = similar.iter().take(MAX_SIMILAR).find(|other| venue.is_same(other)) {
                let found = format!("\"{}\", which is probably the venue \"{}\"", short(name), short(other.name));
                let message = Message::found(found)
                    .suggest("write the same name in both places, or its key if it is declared under \"venues\"");
                self.warn(&[Field("publications"), Index(index), Field("venue")], message);
            }
            similar.push(venue);
        }
    }

    /// Compares names that refer to no person.
    fn near_duplicate_authors(&self) {
        let mut names: Vec<Occurrence> = Vec::new();
        let mut by_family: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, publication) in self.content.publications.iter().enumerate() {
            for (list, field) in [(&publication.authors, "authors"), (&publication.editors, "editors")] {
                for (place, author) in list.iter().enumerate().filter(|(_, author)| is_named_person(author)) {
                    let family = self.folded(family_of(author));
                    let same_family = by_family.entry(family).or_default();
                    if same_family.iter().all(|at| names[*at].name != author.name) {
                        let path = join(&[Field("publications"), Index(index)], &[Field(field), Index(place)]);
                        same_family.push(names.len());
                        names.push(Occurrence { name: &author.name, path });
                    }
                }
            }
        }
        for (family, places) in by_family.into_iter().filter(|(_, places)| places.len() < MAX_SIMILAR) {
            for at in &places {
                let name = names[*at].name;
                let others = places.iter().filter(|other| *other != at).map(|other| names[*other].name);
                let people = self.content.people.iter().filter_map(|(key, person)| {
                    let name = person.name.as_deref().unwrap_or(key);
                    (self.folded(name.split(' ').next_back()?) == family).then_some(name)
                });
                let owner = Some(self.content.person.name.as_str())
                    .filter(|name| name.split(' ').next_back().map(|word| self.folded(word)).as_ref() == Some(&family));
                let full: Vec<&str> = owner
                    .into_iter()
                    .chain(people)
                    .chain(others)
                    .filter(|other| self.is_same_person(name, other))
                    .collect();
                // Initials that fit several people say nothing.
                let mut distinct = full.clone();
                distinct.dedup();
                if let [other] = distinct.as_slice() {
                    let is_owner = *other == self.content.person.name;
                    let place = if is_owner { "\"person\"" } else { "the entry of this person under \"people\"" };
                    let found = format!("\"{}\", which is probably \"{}\"", short(name), short(other));
                    let remedy = format!("if so, add \"aliases\": [\"{}\"] to {place}", short(name));
                    self.warn(&names[*at].path, Message::found(found).suggest(remedy));
                }
            }
        }
    }

    fn folded(&self, text: &str) -> String {
        text::fold(text.trim(), self.context.normalize)
    }

    /// Returns `true` if a name has the initials of another one, or is the same name without accents. Their last words are
    /// equal, without accents.
    fn is_same_person(&self, name: &str, other: &str) -> bool {
        let [name_folded, other_folded] = [name, other].map(|name| self.folded(name));
        if name == other || name.is_empty() {
            return false;
        }
        if name_folded == other_folded {
            return name.is_ascii() || !other.is_ascii() && name < other;
        }
        let given = |name: &str| -> Vec<String> {
            let words = name.split([' ', '.', '-', '\u{a0}']).filter(|word| !word.is_empty()).map(str::to_owned);
            let words: Vec<String> = words.collect();
            words[..words.len().saturating_sub(1)].to_vec()
        };
        let (short, long) = (given(&name_folded), given(&other_folded));
        let is_initial = |word: &String| word.chars().count() == 1;
        !short.is_empty()
            && short.len() <= long.len()
            && short.iter().all(is_initial)
            && !long.iter().all(is_initial)
            && short.iter().zip(&long).all(|(initial, word)| word.starts_with(initial.as_str()))
    }
}

fn is_named_person(author: &Author) -> bool {
    author.person.is_none() && author.literal.is_none() && !author.is_others() && author.name.contains(' ')
}

fn family_of(author: &Author) -> &str {
    let family = author.family.as_deref().unwrap_or(&author.name);
    family.split([' ', '\u{a0}']).next_back().unwrap_or_default()
}

/// The name of a venue and its significant words.
struct VenueWords<'c> {
    name: &'c str,
    words: Vec<String>,
}

impl VenueWords<'_> {
    fn new(name: &str) -> VenueWords<'_> {
        VenueWords { name, words: significant_words(name) }
    }

    fn initials(&self) -> String {
        self.words.iter().filter_map(|word| word.chars().next()).collect()
    }

    /// Returns `true` if two names differ only in the edition, in small words, or in abbreviations (ISO 4).
    fn is_same(&self, other: &VenueWords) -> bool {
        let is_abbreviated = |short: &VenueWords, long: &VenueWords| {
            short.name.contains('.')
                && short.words.len() == long.words.len()
                && short.words.len() > 1
                && short.words.iter().zip(&long.words).all(|(short, long)| long.starts_with(short.as_str()))
        };
        self.words == other.words && !self.words.is_empty()
            || is_abbreviated(self, other)
            || is_abbreviated(other, self)
    }
}

/// Returns the words of a venue's name that distinguish it, in lower case: without articles, "Proceedings", ordinals and
/// years.
fn significant_words(name: &str) -> Vec<String> {
    const SMALL: [&str; 16] = [
        "the",
        "of",
        "on",
        "in",
        "for",
        "and",
        "a",
        "an",
        "proceedings",
        "proc",
        "annual",
        "de",
        "la",
        "der",
        "für",
        "et",
    ];
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'').map(str::to_lowercase);
    let is_ordinal = |word: &str| {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        letters.len() < word.len() && matches!(letters, "st" | "nd" | "rd" | "th")
    };
    let is_year = |word: &str| {
        let digits = word.trim_start_matches(['\'', '’']);
        (digits.len() == 4 || digits.len() < word.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    words
        .filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str()) && !is_ordinal(word) && !is_year(word))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn venues_in_two_spellings_are_recognized() {
        for (name, other) in [
            ("J. Quill.", "Journal of Quillwork"),
            ("Journal of Quillwork", "J. Quill."),
            ("Proceedings of the 29th Symposium on Quills", "Symposium on Quills"),
            ("Quill Symposium 2023", "Quill Symposium 2024"),
            ("Journal of Quillwork", "The Journal of Quillwork"),
            ("Annals of Barbs & Quills", "Annals of Barbs and Quills"),
        ] {
            assert!(VenueWords::new(name).is_same(&VenueWords::new(other)), "{name} {other}");
        }
        for (name, other) in [
            ("Journal of Quillwork", "Journal of Quillwork Letters"),
            ("J. Quill.", "Journal of Barbs"),
            ("Quill Workshop", "Quill Symposium"),
            ("2024", "2023"),
            ("Quillwork A", "Quillwork B"),
        ] {
            assert!(!VenueWords::new(name).is_same(&VenueWords::new(other)), "{name} {other}");
        }
    }
}
