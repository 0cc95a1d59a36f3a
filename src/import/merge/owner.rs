//! Finds the owner of the site among the authors, and the other spellings of the owner's name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::{
    citation::person_name::{Name, is_group},
    content::{Author, Content, authors::comparable},
    util::text::{Normalizer, fold},
};

/// A name of an author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// The name in its usual order.
    pub printed: String,
    /// The folded family name without spaces.
    family: String,
    /// The folded given names, or their initials.
    given: Vec<String>,
}

impl Person {
    /// Returns the name of an author in a profile. Returns `None` for a group and for "et al.".
    pub fn of(author: &Value, normalize: Normalizer) -> Option<Person> {
        let text = |name: &str| author.get(name).and_then(Value::as_str).map(str::to_owned);
        let mut person = Author {
            name: author.as_str().map(str::to_owned).or_else(|| text("name")).unwrap_or_default(),
            family: text("family"),
            given: text("given"),
            particle: text("particle"),
            suffix: text("suffix"),
            literal: text("literal"),
            ..Author::default()
        };
        if person.name.is_empty() {
            let parts = [&person.given, &person.particle, &person.family, &person.suffix];
            person.name = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        } else if person.family.is_none()
            && let Some((family, given)) = person.name.clone().split_once(", ")
            && !given.contains(',')
        {
            person.name = format!("{given} {family}");
            (person.family, person.given) = (Some(family.to_owned()), Some(given.to_owned()));
        }
        let content = Content::default();
        if is_group(&person, &content) {
            return None;
        }
        let Name { given, particle, family, .. } = Name::of(&person, &content)?;
        let words = |text: &str| -> Vec<String> {
            let folded = fold(text, normalize);
            let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let family = [words(&particle), words(&family)].concat().concat();
        Some(Person { printed: person.name, family, given: words(&given) })
    }

    /// Returns `true` if two names may be those of one person: the family names are the same, and the given names are the
    /// same or abbreviated.
    pub fn fits(&self, other: &Person) -> bool {
        let is_same = |(own, other): (&String, &String)| {
            let (short, long) = if own.len() <= other.len() { (own, other) } else { (other, own) };
            own == other || short.chars().count() == 1 && long.starts_with(short.as_str())
        };
        let is_fitting = |own: &[String], other: &[String]| !own.is_empty() && own.iter().zip(other).all(is_same);
        let is_reversed = || {
            let words = |person: &Person| -> BTreeSet<String> {
                person.given.iter().chain([&person.family]).cloned().collect()
            };
            self.given.len() == 1 && other.given.len() == 1 && words(self) == words(other)
        };
        self.family == other.family && !other.given.is_empty() && is_fitting(&self.given, &other.given) || is_reversed()
    }

    /// Returns the number of letters of the given names.
    pub fn given_length(&self) -> usize {
        self.given.iter().map(|name| name.chars().count()).sum()
    }

    /// Returns `true` if the first given name is written out.
    fn is_full(&self) -> bool {
        self.given.first().is_some_and(|first| first.chars().count() > 1)
    }
}

/// The people of publications. Most names occur many times, so that each is divided only once.
pub(super) struct People {
    known: HashMap<String, Option<Person>>,
    normalize: Normalizer,
}

impl People {
    pub fn new(normalize: Normalizer) -> People {
        People { known: HashMap::new(), normalize }
    }

    /// Returns the people of a publication: its authors, or its editors if there are no authors.
    pub fn of(&mut self, fields: &Map<String, Value>) -> Vec<Person> {
        let lists = ["authors", "editors"].iter().filter_map(|list| fields.get(*list)?.as_array());
        let list = lists.into_iter().find(|list| !list.is_empty());
        let is_unknown = |author: &&Value| author.get("person").is_none();
        list.into_iter().flatten().filter(is_unknown).filter_map(|author| self.person(author)).collect()
    }

    fn person(&mut self, author: &Value) -> Option<Person> {
        let Some(name) = author.as_str() else { return Person::of(author, self.normalize) };
        if let Some(person) = self.known.get(name) {
            return person.clone();
        }
        let person = Person::of(author, self.normalize);
        self.known.insert(name.to_owned(), person.clone());
        person
    }
}

/// Returns the name that occurs in more than half of the lists and in more lists than any other name. The error has the
/// most frequent names.
pub(super) fn detect(lists: &[Vec<Person>]) -> Result<String, Vec<String>> {
    // Names with the same family name, each with its lists.
    let mut families: BTreeMap<&str, BTreeMap<&str, (&Person, BTreeSet<usize>)>> = BTreeMap::new();
    for (index, list) in lists.iter().enumerate() {
        for person in list {
            let names = families.entry(&person.family).or_default();
            names.entry(&person.printed).or_insert_with(|| (person, BTreeSet::new())).1.insert(index);
        }
    }
    let mut counts: Vec<(usize, &str)> = Vec::new();
    for names in families.values() {
        let mut names: Vec<&(&Person, BTreeSet<usize>)> = names.values().collect();
        // The fullest names first: initials belong to the only full name that fits.
        names.sort_by_key(|(person, lists)| {
            (!person.is_full(), std::cmp::Reverse(lists.len()), person.printed.as_str())
        });
        let mut groups: Vec<(&Person, BTreeSet<usize>)> = Vec::new();
        for (person, lists) in names {
            let mut fitting = groups.iter_mut().filter(|(first, _)| first.fits(person));
            match (fitting.next(), fitting.next()) {
                (Some((_, all)), None) => all.extend(lists),
                _ => groups.push((person, lists.clone())),
            }
        }
        counts.extend(groups.into_iter().map(|(person, lists)| (lists.len(), person.printed.as_str())));
    }
    counts.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    match counts.as_slice() {
        [(count, name), rest @ ..]
            if count * 2 > lists.len() && rest.first().is_none_or(|(second, _)| second < count) =>
        {
            Ok((*name).to_owned())
        }
        _ => Err(counts.iter().take(3).map(|(_, name)| (*name).to_owned()).collect()),
    }
}

/// The other spellings of the owner's name.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Spellings {
    /// Those that can only be the owner.
    pub certain: BTreeSet<String>,
    /// Those that may be another person, with the reason.
    pub doubtful: BTreeMap<String, String>,
}

/// Returns the spellings of the owner's name among the authors. `known` are its known spellings, of which the first is the
/// name, and `others` the names of other people in the profile.
pub(super) fn spellings(
    known: &[String],
    others: &BTreeSet<String>,
    lists: &[Vec<Person>],
    normalize: Normalizer,
) -> Spellings {
    let mut found = Spellings::default();
    let Some(owner) = known.first().and_then(|name| Person::of(&Value::from(name.as_str()), normalize)) else {
        return found;
    };
    let own: BTreeSet<String> = known.iter().map(|name| comparable(name, normalize)).collect();
    let is_own = |person: &Person| own.contains(&comparable(&person.printed, normalize));
    let candidates: BTreeMap<&str, &Person> = lists
        .iter()
        .flatten()
        .filter(|person| !is_own(person) && owner.fits(person))
        .map(|person| (person.printed.as_str(), person))
        .collect();
    for (name, person) in candidates {
        if others.contains(&comparable(name, normalize)) {
            continue;
        }
        let is_written_together =
            lists.iter().any(|list| list.iter().any(is_own) && list.iter().any(|other| other.printed == name));
        let rival = lists.iter().flatten().find(|other| {
            other.printed != name && !is_own(other) && other.is_full() && person.fits(other) && !owner.fits(other)
        });
        let other_self = lists.iter().flatten().find(|other| {
            other.is_full() && person.is_full() && owner.fits(other) && !person.fits(other) && !is_own(other)
        });
        if is_written_together {
            found.doubtful.insert(name.to_owned(), "a publication has both names".to_owned());
        } else if let Some(rival) = rival.or(other_self) {
            found.doubtful.insert(name.to_owned(), format!("it may also be {}", rival.printed));
        } else {
            found.certain.insert(name.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::util::text::normalize;

    fn lists(lists: &[&[&str]]) -> Vec<Vec<Person>> {
        let people =
            |list: &&[&str]| list.iter().filter_map(|name| Person::of(&Value::from(*name), normalize)).collect();
        lists.iter().map(people).collect()
    }

    #[test]
    fn the_owner_is_the_author_of_most_entries() {
        let found = detect(&lists(&[&["Noor Tessel", "Ada Byron"], &["N. Tessel"], &["Tessel, Noor", "Lin Wei"]]));
        assert_eq!(found.as_deref(), Ok("Noor Tessel"));
        assert_eq!(detect(&lists(&[&["Ada Byron"]])).as_deref(), Ok("Ada Byron"));
    }

    #[test]
    fn an_ambiguous_owner_is_not_guessed() {
        assert_eq!(
            detect(&lists(&[&["Noor Tessel", "Ada Byron"]])),
            Err(vec!["Ada Byron".into(), "Noor Tessel".into()])
        );
        assert!(detect(&lists(&[&["Noor Tessel"], &["Ada Byron"]])).is_err());
        assert_eq!(detect(&[]), Err(Vec::new()));
        // "N. Tessel" may be either of them.
        let found = detect(&lists(&[&["Noor Tessel"], &["Nils Tessel"], &["N. Tessel"], &["N. Tessel"]]));
        assert!(found.is_err(), "{found:?}");
    }

    #[track_caller]
    fn check(names: &[&[&str]], certain: &[&str], doubtful: &[&str]) {
        let found = spellings(&["Noor Tessel".to_owned()], &BTreeSet::new(), &lists(names), normalize);
        assert_eq!(found.certain.iter().collect::<Vec<_>>(), certain);
        assert_eq!(found.doubtful.keys().collect::<Vec<_>>(), doubtful);
    }

    #[test]
    fn initials_and_inverted_names_are_aliases() {
        check(
            &[&["Noor Tessel"], &["N. Tessel"], &["Tessel, N."], &["Noor M. Tessel"]],
            &["N. Tessel", "Noor M. Tessel"],
            &[],
        );
        check(&[&["Tessel Noor"], &["Noor Tessél"]], &["Noor Tessél", "Tessel Noor"], &[]);
        check(&[&["Nils Tessel"], &["Ada Tessel"], &["Noor Byron"]], &[], &[]);
    }

    #[test]
    fn a_name_that_may_be_another_person_is_no_alias() {
        check(&[&["N. Tessel"], &["Nils Tessel"]], &[], &["N. Tessel"]);
        check(&[&["Noor Tessel", "N. Tessel"]], &[], &["N. Tessel"]);
        check(&[&["Noor M. Tessel"], &["Noor K. Tessel"]], &[], &["Noor K. Tessel", "Noor M. Tessel"]);
    }
}
