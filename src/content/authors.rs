//! Completes the authors of publications after a profile is read: names in BibTeX's form, "et al.", and who they are.

use std::iter;

use crate::{
    content::{Author, Content, OWNER, OrderedMap},
    util::text::Normalizer,
};

impl Content {
    /// Completes every author and editor: the printed name, its parts if it is written as in BibTeX, and the person.
    ///
    /// Names are compared after Unicode normalization (UAX #15) and without differences of case and white space.
    pub(crate) fn complete_authors(&mut self, normalize: Normalizer) {
        let people = NamedPeople::new(self, normalize);
        for publication in &mut self.publications {
            for list in [&mut publication.authors, &mut publication.editors, &mut publication.translators] {
                if let Some(last) = list.last_mut().filter(|author| is_others(&author.name)) {
                    *last = Author::from("et al.".to_owned());
                }
                for author in list.iter_mut() {
                    author.complete_name();
                    if author.person.is_none() {
                        author.person = people.person(&author.name).map(str::to_owned);
                    }
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
            let [particle, family, suffix, given] = parts.map(|part| (!part.is_empty()).then(|| part.to_owned()));
            let printed: Vec<&str> = [&given, &particle, &family].into_iter().flatten().map(String::as_str).collect();
            // The usual split gives the same parts for most names, so that they need no room.
            let is_usual = particle.is_none() && suffix.is_none() && !parts[1].contains(' ');
            let mut name = printed.join(" ");
            if let Some(suffix) = &suffix {
                name.extend([", ", suffix]);
            }
            self.name = name;
            if !is_usual {
                (self.particle, self.family, self.suffix, self.given) = (particle, family, suffix, given);
            }
        }
    }
}

/// Splits "Family, Given", "von Family, Given" or "von Family, Jr, Given" into particle, family name, suffix and given
/// names (Patashnik, "BibTeXing", 1988, section 4). Returns `None` for other names with a comma, such as "Ada Byron, Jr."
/// and "Quill, Inc.", and for lists of names.
fn inverted_parts(name: &str) -> Option<[&str; 4]> {
    let (family, rest) = name.split_once(',')?;
    let (suffix, given) = match rest.split_once(',') {
        Some((suffix, given)) if is_suffix(suffix.trim()) => (suffix.trim(), given.trim()),
        Some(_) => return None,
        None => ("", rest.trim()),
    };
    let family = family.trim();
    let is_function_word = |word: &str| matches!(word, "of" | "for" | "and" | "the" | "on" | "&" | "und" | "et");
    let is_part = |part: &str| {
        let mut words = part.split(' ');
        !part.is_empty()
            && words.clone().count() <= 4
            && !words.any(is_function_word)
            && !part.contains(['(', '/', ';'])
    };
    if !is_part(family) || !is_part(given) || is_suffix(given) {
        return None;
    }
    // The words in lower case before the family name.
    let is_particle = |word: &str| word.starts_with(|letter: char| letter.is_ascii_lowercase());
    let words = family.split(' ');
    let last = family.rsplit(' ').next().unwrap_or_default();
    let length: usize = words.take_while(|word| is_particle(word)).map(|word| word.len() + 1).sum();
    let length = length.min(family.len() - last.len());
    Some([family[..length].trim_end(), &family[length..], suffix, given])
}

/// Returns `true` for a suffix of a person or a company.
fn is_suffix(text: &str) -> bool {
    matches!(
        text.trim_end_matches('.'),
        "Jr" | "Sr"
            | "II"
            | "III"
            | "IV"
            | "Junior"
            | "Filho"
            | "Neto"
            | "Inc"
            | "Ltd"
            | "LLC"
            | "GmbH"
            | "AG"
            | "PhD"
            | "Ph.D"
            | "MD"
            | "M.D"
            | "SJ"
            | "S.J"
    )
}

/// Returns `true` for the word with which an incomplete list of authors ends.
fn is_others(name: &str) -> bool {
    matches!(name.trim(), "others" | "and others" | "et al." | "et al" | "et. al.")
}

/// The names of the owner and of the people in the profile, in a form for comparison.
struct NamedPeople {
    normalize: Normalizer,
    /// The key of the person with a name, or `None` if several people have it.
    keys: OrderedMap<Option<String>>,
}

impl NamedPeople {
    fn new(content: &Content, normalize: Normalizer) -> NamedPeople {
        let owner = &content.person;
        let mut keys: Vec<(String, Option<String>)> = Vec::new();
        for name in iter::once(&owner.name).chain(&owner.aliases) {
            keys.push((comparable(name, normalize), Some(OWNER.to_owned())));
        }
        for (key, person) in content.people.iter() {
            let name = person.name.as_deref().unwrap_or(key);
            for name in iter::once(name).chain(person.aliases.iter().map(String::as_str)) {
                let name = comparable(name, normalize);
                match keys.iter_mut().find(|(known, _)| *known == name) {
                    // The owner may also be one of the people, with the parts of the name.
                    Some((_, known)) => {
                        if known.as_deref().is_some_and(|known| known != OWNER && known != key) {
                            *known = None;
                        }
                    }
                    None => keys.push((name, Some(key.to_owned()))),
                }
            }
        }
        NamedPeople { normalize, keys: keys.into_iter().collect() }
    }

    /// Returns the key of the only person with a name.
    fn person(&self, name: &str) -> Option<&str> {
        self.keys.get(&comparable(name, self.normalize))?.as_deref()
    }
}

/// Returns a name without differences of normal form, case and white space.
pub(crate) fn comparable(name: &str, normalize: Normalizer) -> String {
    let mut author = Author::from(name.to_owned());
    author.complete_name();
    let name = author.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_ascii() { name.to_ascii_lowercase() } else { normalize(&name) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::{Publication, read};

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
        let keys: Vec<Option<String>> = authors(people, list).into_iter().map(|author| author.person).collect();
        let expected = [Some("olsvik"), Some("olsvik"), None, Some("morita-law"), Some("Lin Wei"), Some("morita-law")];
        assert_eq!(keys, expected.map(|key| key.map(str::to_owned)));
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
        check("de Brug, Ineke", "Ineke de Brug", "Ineke|de|Brug|");
        check("van der Berg, Jan", "Jan van der Berg", "Jan|van der|Berg|");
        check("García Lorca, Ana", "Ana García Lorca", "Ana||García Lorca|");
        check("King, Jr., Martin Luther", "Martin Luther King, Jr.", "Martin Luther||King|Jr.");
        check("Martin Luther King, Jr.", "Martin Luther King, Jr.", "|||");
        check("Quill, Inc.", "Quill, Inc.", "|||");
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
        for name in ["others", "et al.", "et al", "and others"] {
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
