//! Completes the authors of publications after a profile is read: names in BibTeX's form, "et al.", and who they are.

use std::iter;

use crate::{
    content::{Author, Coauthor, Content, NameNumber, OWNER, OrderedMap, Person, Publication},
    util::{interner::Interner, text::Normalizer},
};

impl Content {
    /// Completes the authors of every publication.
    pub(crate) fn complete_authors(&mut self, normalize: Normalizer) {
        let Content { publications, people, person, .. } = self;
        let mut named = NamedPeople::new(person, people, normalize);
        publications.iter_mut().for_each(|publication| publication.complete_authors(&mut named, person, people));
    }
}

impl Publication {
    /// Completes every author, editor and translator: the printed name, its parts if it is written as in BibTeX, and the
    /// person.
    ///
    /// Names are compared after Unicode normalization (UAX #15) and without differences of case and white space. `named` has the
    /// names of `owner` and `people`.
    pub(super) fn complete_authors(&mut self, named: &mut NamedPeople, owner: &Person, people: &OrderedMap<Coauthor>) {
        for list in [&mut self.authors, &mut self.editors, &mut self.translators] {
            if let Some(last) = list.last_mut().filter(|author| is_others(&author.name)) {
                *last = Author::from("et al.".to_owned());
            }
            for author in list.iter_mut() {
                author.complete_name();
                if let Some(key) = author.person.as_ref().filter(|_| author.name.is_empty()) {
                    let person = people.get(key).and_then(|person| person.name.as_ref());
                    author.name = if key == OWNER { &owner.name } else { person.unwrap_or(key) }.clone();
                }
                author.name_number = NameNumber::default();
                if author.person.is_none() {
                    let (number, person) = named.person(&author.name);
                    (author.name_number, author.person) = (number, person.map(str::to_owned));
                }
            }
        }
    }
}

impl Author {
    /// Sets the printed name from the parts, or the parts from a name in BibTeX's form.
    fn complete_name(&mut self) {
        if self.name.is_empty() {
            let parts = [&self.given, &self.particle, &self.family, &self.suffix, &self.literal];
            let parts: Vec<&str> = parts.into_iter().flatten().map(|part| part.trim()).collect();
            self.name = parts.join(" ");
        } else if self.literal.is_none()
            && self.family.is_none()
            && let Some(parts) = inverted_parts(&self.name)
        {
            let [family, suffix, given] = parts.map(str::to_owned);
            let mut name = [&given, " ", &family].concat();
            if !suffix.is_empty() {
                name.extend([", ", &suffix]);
            }
            self.name = name;
            // The usual split gives the same parts for most names, so that they need no room.
            if !suffix.is_empty() || family.contains(' ') {
                self.suffix = (!suffix.is_empty()).then_some(suffix);
                (self.family, self.given) = (Some(family), Some(given));
            }
        }
    }
}

/// Splits "Family, Given", "von Family, Given" or "von Family, Jr, Given" into family name, suffix and given names
/// (Patashnik, "BibTeXing", 1988, section 4). Returns `None` for other names with a comma, such as "Ada Byron, Jr." and
/// "Quill, Inc.", and for lists of names.
fn inverted_parts(name: &str) -> Option<[&str; 3]> {
    let (family, rest) = name.split_once(',')?;
    let (suffix, given) = rest.split_once(',').unwrap_or(("", rest));
    let [family, suffix, given] = [family, suffix, given].map(str::trim);
    let is_part = |part: &str| {
        let words = part.split(' ');
        // Words in names of groups.
        let mut function_words =
            words.clone().filter(|word| matches!(*word, "of" | "for" | "and" | "the" | "&" | "Team" | "Group"));
        !part.is_empty() && words.count() <= 4 && function_words.next().is_none() && !part.contains(['(', '/', ';'])
    };
    let is_inverted = is_part(family)
        && is_part(given)
        && !given.contains(',')
        && !is_suffix(given)
        && !is_others(given)
        && (suffix.is_empty() || is_suffix(suffix));
    is_inverted.then_some([family, suffix, given])
}

/// Returns `true` for a suffix of a person or a company.
fn is_suffix(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    matches!(text, "Jr" | "Sr" | "II" | "III" | "IV" | "Inc" | "Ltd" | "LLC" | "GmbH" | "PhD" | "MD" | "SJ")
}

/// Returns `true` for the word with which an incomplete list of authors ends.
fn is_others(name: &str) -> bool {
    let name = name.trim();
    ["others", "and others", "et al.", "et al", "et. al."].iter().any(|others| name.eq_ignore_ascii_case(others))
}

/// The names of the owner and of the people in the profile, in a form for comparison.
pub(super) struct NamedPeople {
    normalize: Normalizer,
    /// The names of the owner and of the people.
    known: Interner,
    /// For each of these names, the key of the person, or `None` if several people have it.
    keys: Vec<Option<String>>,
    /// The names of authors that were looked up, and the key of each. The same names occur in many publications, and each
    /// name beyond ASCII is normalized by a call of JavaScript.
    names: Interner,
    name_keys: Vec<Option<String>>,
}

impl NamedPeople {
    pub fn new(owner: &Person, people: &OrderedMap<Coauthor>, normalize: Normalizer) -> NamedPeople {
        let (mut known, mut keys) = (Interner::default(), Vec::new());
        let mut add = |name: &str, key: &str| {
            let number = known.add(comparable(name, normalize).as_bytes()) as usize;
            match keys.get_mut(number) {
                None => keys.push(Some(key.to_owned())),
                // The owner may also be one of the people, with the parts of the name.
                Some(holder) if holder.as_deref().is_some_and(|other| other != OWNER && other != key) => *holder = None,
                Some(_) => {}
            }
        };
        iter::once(&owner.name).chain(&owner.aliases).for_each(|name| add(name, OWNER));
        for (key, person) in people.iter() {
            add(person.name.as_deref().unwrap_or(key), key);
            person.aliases.iter().for_each(|alias| add(alias, key));
        }
        NamedPeople { normalize, known, keys, names: Interner::default(), name_keys: Vec::new() }
    }

    /// Returns the number of a completed name, and the key of the only person with this name.
    fn person(&mut self, name: &str) -> (NameNumber, Option<&str>) {
        let number = self.names.add(name.as_bytes());
        if number as usize == self.name_keys.len() {
            let known = self.known.find(folded(name, self.normalize).as_bytes());
            self.name_keys.push(known.and_then(|number| self.keys[number as usize].clone()));
        }
        (NameNumber(number + 1), self.name_keys[number as usize].as_deref())
    }
}

/// Returns a name without differences of normal form, case and white space.
pub(crate) fn comparable(name: &str, normalize: Normalizer) -> String {
    let mut author = Author::from(name.to_owned());
    author.complete_name();
    folded(&author.name, normalize)
}

/// Returns a completed name without differences of normal form, case and white space.
fn folded(name: &str, normalize: Normalizer) -> String {
    let mut words = name.split_whitespace();
    let mut name = String::with_capacity(name.len());
    name.extend(words.next());
    words.for_each(|word| name.extend([" ", word]));
    if name.is_ascii() { name.to_ascii_lowercase() } else { normalize(&name) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::read;

    /// Returns the authors of a profile with these fields of the profile and these authors.
    fn authors(fields: &str, authors: &str) -> Vec<Author> {
        let text = format!(
            r#"{{ "person": {{ "name": "Zoé Lindström", "aliases": ["Z. Lindström"] }}, "pages": [], {fields}
                "publications": [{{ "id": "a", "title": "A", "type": "other", "authors": [{authors}] }}] }}"#
        );
        let reading = read(&text).unwrap();
        assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
        let Publication { authors, .. } = reading.content.publications.into_iter().next().unwrap();
        authors
    }

    #[test]
    fn the_owner_is_recognized_in_any_spelling() {
        for name in
            ["Zoé Lindström", "Zoe\\u0301 Lindstro\\u0308m", "Zoé\\u00a0Lindström", "ZOÉ LINDSTRÖM", "Lindström, Zoé"]
        {
            assert!(authors("", &format!("\"{name}\""))[0].is_owner(), "{name}");
        }
        for name in ["Zoe Lindström", "Zoé M. Lindström"] {
            assert!(!authors("", &format!("\"{name}\""))[0].is_owner(), "{name}");
        }
    }

    #[test]
    fn people_are_found_by_their_names_and_aliases() {
        let people = r#""people": {
            "olsvik": { "name": "Maren Olsvik", "aliases": ["Maren K. Dahl", "M. Dahl"] },
            "morita-chem": { "name": "Yuki Morita" }, "morita-law": { "name": "Yuki Morita" }, "Lin Wei": {} },"#;
        let list = r#""M. Dahl", "maren olsvik", "Yuki Morita", { "name": "Yuki Morita", "person": "morita-law" }, "Lin Wei",
            { "name": "Zoé Lindström", "person": "morita-law" }"#;
        let unnamed = authors(people, r#"{ "person": "olsvik" }, { "person": "me" }"#);
        assert_eq!([&*unnamed[0].name, &unnamed[1].name], ["Maren Olsvik", "Zoé Lindström"]);
        let keys: Vec<Option<String>> = authors(people, list).into_iter().map(|author| author.person).collect();
        let expected = [Some("olsvik"), Some("olsvik"), None, Some("morita-law"), Some("Lin Wei"), Some("morita-law")];
        assert_eq!(keys, expected.map(|key| key.map(str::to_owned)));
    }

    #[test]
    fn equal_names_have_equal_numbers() {
        let list = r#""Ada Byron", "Byron, Ada", "Bo Tessel", { "name": "Ada Byron", "person": "me" }"#;
        let numbers: Vec<u32> = authors("", list).into_iter().map(|author| author.name_number.0).collect();
        assert_eq!(numbers, [1, 1, 2, 0]);
    }

    #[test]
    fn names_in_the_form_of_bibtex_are_printed_in_their_usual_order() {
        #[track_caller]
        fn check(written: &str, printed: &str, parts: &str) {
            let author = &authors("", &format!("\"{written}\""))[0];
            assert_eq!(author.name, printed);
            let found = [&author.given, &author.particle, &author.family, &author.suffix];
            assert_eq!(found.map(|part| part.as_deref().unwrap_or("")).join("|"), parts, "{written}");
        }
        check("Tessel, Noor", "Noor Tessel", "|||");
        check("de Brug, Ineke", "Ineke de Brug", "Ineke||de Brug|");
        check("van der Berg, Jan", "Jan van der Berg", "Jan||van der Berg|");
        check("García Lorca, Ana", "Ana García Lorca", "Ana||García Lorca|");
        check("King, Jr., Martin Luther", "Martin Luther King, Jr.", "Martin Luther||King|Jr.");
        check("Martin Luther King, Jr.", "Martin Luther King, Jr.", "|||");
        check("Quill, Inc.", "Quill, Inc.", "|||");
        check("Quill Team, Feather", "Quill Team, Feather", "|||");
        check("Ada Byron, et al.", "Ada Byron, et al.", "|||");
        check("King Jr., Martin Luther", "Martin Luther King Jr.", "Martin Luther||King Jr.|");
        check("University of Fenn, Department for Quills", "University of Fenn, Department for Quills", "|||");
    }

    #[test]
    fn a_name_is_made_from_its_parts() {
        let parts =
            r#"{ "given": "Ludwig", "particle": "van", "family": "Beethoven" }, { "literal": "HALO Collaboration" }"#;
        let names: Vec<String> = authors("", parts).into_iter().map(|author| author.name).collect();
        assert_eq!(names, ["Ludwig van Beethoven", "HALO Collaboration"]);
    }

    #[test]
    fn the_last_author_may_be_et_al() {
        for name in ["others", "et al.", "Et al", "and others"] {
            let authors = authors("", &format!("\"Ada Byron\", \"{name}\""));
            assert_eq!(authors.iter().map(Author::is_others).collect::<Vec<_>>(), [false, true]);
        }
    }

    proptest! {
        #[test]
        fn completing_again_changes_nothing(name in "[A-Za-zé., ]{0,24}") {
            let mut once = Author::from(name);
            once.complete_name();
            let mut twice = once.clone();
            twice.complete_name();
            prop_assert_eq!(once, twice);
        }
    }
}
