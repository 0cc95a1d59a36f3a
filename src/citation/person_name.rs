//! Splits names of people into the parts that bibliographies sort and abbreviate.

use crate::{
    citation::text::line,
    content::{Author, Content, groups},
};

/// A name in the parts that CSL defines. If the parts are unknown, the family name is the whole name and the other
/// parts are empty.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Name {
    pub given: String,
    /// The "van der" of "van der Berg", which is printed with the family name but skipped in sorting.
    pub particle: String,
    pub family: String,
    /// A suffix such as "Jr."
    pub suffix: String,
}

impl Name {
    /// Splits the name of an author into its parts. Returns `None` for an empty name and for "et al.".
    ///
    /// The parts of the author take precedence, then those of the person in `people` if they fit the printed name. If only
    /// one of the given and the family names is known, the other one is the rest of the name. Otherwise the family name is
    /// the last word with the lower-case words before it, and with two family names if "y", "i" or "e" joins them. Groups
    /// and names in Chinese, Japanese or Korean script are not split.
    pub fn of(author: &Author, content: &Content) -> Option<Name> {
        let name = line(&author.name);
        if name.is_empty() || author.is_others() {
            return None;
        }
        let part = |part: Option<&String>| part.map_or_else(String::new, |text| line(text));
        if is_group(author, content) {
            let literal = part(author.literal.as_ref().or(Some(&name)));
            return Some(Name { family: literal, ..Name::default() });
        }
        if author.particle.is_some() || author.family.is_some() && author.given.is_some() {
            let whole = part(author.family.as_ref());
            let (family, own_suffix) = split_suffix(&whole).unwrap_or((&whole, ""));
            let family = family.to_owned();
            let (particle, family) = match &author.particle {
                Some(particle) => (line(particle), family),
                None => {
                    let (particle, family) = split_particle(&family);
                    (particle.to_owned(), family.to_owned())
                }
            };
            let [given, mut suffix] = [&author.given, &author.suffix].map(|text| part(text.as_ref()));
            if suffix.is_empty() {
                suffix = own_suffix.to_owned();
            }
            return Some(Name { given, particle, family, suffix });
        }
        let entry = content.people.get(&author.name);
        let known = entry.or_else(|| content.coauthor(author));
        // Another spelling has the family name of the person, or a former one, and its own given names.
        let is_main_name = entry.is_some() || content.listed_name(author) == author.name;
        let known_given = known.and_then(|known| known.given.as_ref()).filter(|_| is_main_name);
        let known_family = known.and_then(|known| known.family.as_ref());
        let known_family = known_family.filter(|family| is_main_name || name.ends_with(line(family).as_str()));
        let given = part(author.given.as_ref().or(known_given));
        let family = part(author.family.as_ref().or(known_family));

        let (bare, suffix) = split_suffix(&name).filter(|(bare, _)| bare.contains(' ')).unwrap_or((&name, ""));
        let (given, family) = match (given.as_str(), family.as_str()) {
            ("", "") => usual(bare),
            ("", family) => rest(bare, family).map(|given| (given, family)),
            (given, "") => rest(bare, given).map(|family| (given, family)),
            (given, family) => Some((given, family)),
        }
        .unwrap_or_default();
        if given.is_empty() || family.is_empty() {
            return Some(Name { given: String::new(), particle: String::new(), family: name, suffix: String::new() });
        }
        let (family, suffix) = split_suffix(family).unwrap_or((family, suffix));
        let (particle, family) = split_particle(family);
        Some(Name {
            given: given.to_owned(),
            particle: particle.to_owned(),
            family: family.to_owned(),
            suffix: suffix.to_owned(),
        })
    }

    /// Returns `true` if the parts of the name are unknown.
    pub fn is_literal(&self) -> bool {
        self.given.is_empty()
    }

    /// Returns "Family, Given, Suffix".
    pub fn inverted(&self) -> String {
        let mut whole = self.whole_family();
        for part in [&self.given, &self.suffix] {
            if !part.is_empty() {
                whole.extend([", ", part]);
            }
        }
        whole
    }

    /// Returns the family name with its particle.
    pub fn whole_family(&self) -> String {
        if self.particle.is_empty() { self.family.clone() } else { [&self.particle, " ", &self.family].concat() }
    }
}

/// Returns `true` for a group or an organization. A name whose parts are known is that of a person.
pub(crate) fn is_group(author: &Author, content: &Content) -> bool {
    let has_parts = author.family.is_some() || author.given.is_some();
    let is_person = || content.coauthor(author).is_some_and(|known| known.given.is_some());
    author.literal.is_some() || !has_parts && groups::is_group(&author.name) && !is_person()
}

/// Returns `true` for a word in lower case before a family name, such as "van" or "'t".
fn is_particle(word: &str) -> bool {
    word.trim_start_matches(['\'', '’']).starts_with(char::is_lowercase)
}

/// Returns the usual split into given and family name.
fn usual(name: &str) -> Option<(&str, &str)> {
    if name.contains(is_cjk) {
        return None;
    }
    let (before, _) = name.rsplit_once(' ')?;
    // Lower-case words before the family name belong to it: "Ludwig van Beethoven".
    let mut end = before.len();
    while let Some(word) = before[..end].rsplit(' ').next().filter(|word| is_particle(word)) {
        if word.len() == end {
            // If all words are in lower case, particles cannot be distinguished from given names.
            end = before.len();
            break;
        }
        end -= word.len() + 1;
    }
    let (given, family) = (&name[..end], &name[end + 1..]);
    // A single "y", "i" or "e" joins two family names: "Iñaki Solana y Beltrán".
    if ["y ", "i ", "e "].iter().any(|word| family.starts_with(word))
        && !family[2..].starts_with(char::is_lowercase)
        && let Some((given, _)) = given.rsplit_once(' ')
    {
        return Some((given, &name[given.len() + 1..]));
    }
    Some((given, family))
}

/// Returns the rest of a name without a part at its start or end.
fn rest<'n>(name: &'n str, part: &str) -> Option<&'n str> {
    let before = name.strip_suffix(part).filter(|rest| rest.ends_with(' '));
    let after = || name.strip_prefix(part).filter(|rest| rest.starts_with(' '));
    before.or_else(after).map(str::trim)
}

/// Splits "King, Jr." into "King" and "Jr.".
fn split_suffix(name: &str) -> Option<(&str, &str)> {
    let (before, last) = name.rsplit_once(' ')?;
    let is_suffix = matches!(last, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV");
    is_suffix.then(|| (before.trim_end_matches(','), last))
}

/// Splits a family name after the lower-case words at its start.
pub(crate) fn split_particle(family: &str) -> (&str, &str) {
    let mut end = 0;
    for (space, _) in family.match_indices(' ') {
        if !is_particle(family[end..].trim_start()) {
            break;
        }
        end = space;
    }
    (&family[..end], family[end..].trim_start())
}

/// Returns `true` for the blocks of Chinese, Japanese and Korean script.
fn is_cjk(letter: char) -> bool {
    matches!(letter,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FFDC}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Coauthor;

    /// Checks the split of a name. `expected` is "given|particle|family|suffix".
    #[track_caller]
    fn check(content: &Content, printed: &str, expected: &str) {
        let mut author = Author::from(printed.to_owned());
        author.person = content.people.get(printed).map(|_| printed.to_owned());
        let shown = Name::of(&author, content)
            .map_or_else(String::new, |name| [name.given, name.particle, name.family, name.suffix].join("|"));
        assert_eq!(shown, expected, "{printed:?}");
    }

    #[test]
    fn names_are_split_at_the_last_word() {
        let content = Content::default();
        check(&content, "Ada Lovelace", "Ada||Lovelace|");
        check(&content, " Ada\t\n Lovelace\u{85}", "Ada||Lovelace|");
        check(&content, "Ludwig van Beethoven", "Ludwig|van|Beethoven|");
        check(&content, "Gerard 't Hooft", "Gerard|'t|Hooft|");
        check(&content, "J. van 't Hoff", "J.|van 't|Hoff|");
        check(&content, "Maria de la Cruz", "Maria|de la|Cruz|");
        check(&content, "Francis Y. Yan", "Francis Y.||Yan|");
        check(&content, "Plato", "||Plato|");
        check(&content, "bell hooks", "bell||hooks|");
        check(&content, "van van Loon", "van van||Loon|");
        check(&content, "Émile élan à Paris", "Émile|élan à|Paris|");
        check(&content, "Martin Luther King, Jr.", "Martin Luther||King|Jr.");
        check(&content, "Henry van Ford II", "Henry|van|Ford|II");
        check(&content, "Elizabeth II", "Elizabeth||II|");
        check(&content, "王小明", "||王小明|");
        check(&content, "王 小明", "||王 小明|");
        check(&content, "Wei Zhang (张伟)", "||Wei Zhang (张伟)|");
        check(&content, "김 철수", "||김 철수|");
        check(&content, " \u{1}\n", "");
    }

    #[test]
    fn two_family_names_are_joined_by_a_word() {
        let content = Content::default();
        check(&content, "Iñaki Solana y Beltrán", "Iñaki||Solana y Beltrán|");
        check(&content, "Pau Ferrer i Mas", "Pau||Ferrer i Mas|");
        check(&content, "Rui Castro e Melo", "Rui||Castro e Melo|");
        check(&content, "Jón Þór van der Veer", "Jón Þór|van der|Veer|");
        check(&content, "Pau i Mas", "Pau|i|Mas|");
    }

    #[test]
    fn another_spelling_has_its_own_given_names() {
        let text = r#"{ "person": { "name": "Pilar Inés Ruiz Ordaz" }, "pages": [], "people": {
            "olsvik": { "name": "Maren Olsvik Dahl", "family": "Olsvik Dahl", "given": "Maren",
                "aliases": ["M. Olsvik Dahl", "Maren Berg"] } },
            "publications": [{ "id": "a", "title": "A", "authors": ["Maren Olsvik Dahl", "M. Olsvik Dahl", "Maren Berg"] }] }"#;
        let content = crate::content::read(text).unwrap().content;
        let names = content.publications[0].authors.iter().map(|author| Name::of(author, &content).unwrap().inverted());
        assert_eq!(names.collect::<Vec<_>>(), ["Olsvik Dahl, Maren", "Olsvik Dahl, M.", "Berg, Maren"]);
    }

    #[test]
    fn groups_are_not_split() {
        let content = Content::default();
        for group in ["The HALO Collaboration", "Fennmark Feather Consortium", "Quill Team"] {
            check(&content, group, &format!("||{group}|"));
        }
        check(&content, "et al.", "");
        let person = Author { given: Some("Ann".to_owned()), family: Some("Center".to_owned()), ..Author::default() };
        let person = Name::of(&Author { name: "Ann Center".to_owned(), ..person }, &content).unwrap();
        assert_eq!(person.inverted(), "Center, Ann");
        let author = Author { literal: Some("Quill and Ink".to_owned()), ..Author::default() };
        assert!(Name::of(&Author { name: "Quill and Ink".to_owned(), ..author }, &content).unwrap().is_literal());
    }

    #[test]
    fn parts_in_people_take_precedence() {
        let known = |given: &str, family: &str| {
            let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Coauthor { given: part(given), family: part(family), ..Default::default() }
        };
        let people = [
            ("Gabriel García Márquez", known("Gabriel", "García Márquez")),
            ("Mao Zedong", known("", "Mao")),
            ("Juana Inés de la Cruz", known("Juana Inés", "")),
            ("Big Data Group", known("", "Big Data Group")),
            ("Pieter van der Berg", known("Pieter", "van der Berg")),
            ("M. L. King, Jr.", known("Martin Luther", "King")),
            ("M. L. King Sr.", known("Martin Luther", "King Sr.")),
            ("霧島 ちとせ", known("ちとせ", "霧島")),
            ("Ada Byron", known("", "Lovelace")),
            ("Maozedong", known("", "Mao")),
        ];
        let people = people.into_iter().map(|(name, known)| (name.to_owned(), known)).collect();
        let content = Content { people, ..Default::default() };
        check(&content, "Gabriel García Márquez", "Gabriel||García Márquez|");
        check(&content, "Mao Zedong", "Zedong||Mao|");
        check(&content, "Juana Inés de la Cruz", "Juana Inés|de la|Cruz|");
        check(&content, "Big Data Group", "||Big Data Group|");
        check(&content, "Pieter van der Berg", "Pieter|van der|Berg|");
        check(&content, "M. L. King, Jr.", "Martin Luther||King|Jr.");
        check(&content, "M. L. King Sr.", "Martin Luther||King|Sr.");
        check(&content, "霧島 ちとせ", "ちとせ||霧島|");
        // A part that is not in the printed name is ignored.
        check(&content, "Ada Byron", "||Ada Byron|");
        check(&content, "Maozedong", "||Maozedong|");
    }
}
