//! Names of people, from their parts to the values of `authors` in the profile.

use serde_json::{Map, Value};

use crate::{
    citation::{Name, person_name::split_particle},
    content::{Author, Content},
    import::inline::single_spaced,
};

/// The last author of an incomplete list.
pub(super) const OTHERS: &str = "et al.";

/// The parts of a name, as BibTeX, CSL and RIS distinguish them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PersonName {
    pub given: String,
    pub particle: String,
    pub family: String,
    pub suffix: String,
}

impl PersonName {
    /// Returns the value of an author: the printed name if the profile splits it into the same parts, otherwise an object.
    pub fn value(&self) -> Value {
        let [given, mut particle, mut family, suffix] =
            [&self.given, &self.particle, &self.family, &self.suffix].map(|part| single_spaced(part));
        // The profile splits a family name after its particles, too.
        if particle.is_empty() && !given.is_empty() {
            let (own, bare) = split_particle(&family);
            (particle, family) = (own.to_owned(), bare.to_owned());
        }
        let mut printed =
            [&*given, &particle, &family].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if given.is_empty() && particle.is_empty() && suffix.is_empty() {
            return literal(&printed);
        }
        if !suffix.is_empty() {
            printed.extend([", ", &suffix]);
        }
        let expected = Name { given, particle, family, suffix };
        // The profile would read another comma as that of an inverted name.
        let has_comma = [&expected.given, &expected.particle, &expected.family].iter().any(|part| part.contains(','));
        if !has_comma && Name::of(&Author::from(printed.clone()), &Content::default()).as_ref() == Some(&expected) {
            return printed.into();
        }
        let Name { given, particle, family, suffix } = expected;
        let parts = [("given", given), ("particle", particle), ("family", family), ("suffix", suffix)];
        let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
        Value::Object(parts.map(|(name, part)| (name.to_owned(), part.into())).collect())
    }
}

/// Returns the value of an author whose name has no parts, such as a group.
pub(super) fn literal(name: &str) -> Value {
    let name = single_spaced(name);
    let whole = Name { family: name.clone(), ..Name::default() };
    if !name.contains(',') && Name::of(&Author::from(name.clone()), &Content::default()) == Some(whole) {
        return name.into();
    }
    Value::Object(Map::from_iter([("literal".to_owned(), name.into())]))
}

/// Returns a name without the number by which dblp distinguishes people of the same name: "Lin Wei 0001".
pub(super) fn without_homonym_number(name: &str) -> Option<&str> {
    let (before, number) = name.trim_end().rsplit_once(' ')?;
    let is_number = number.len() == 4 && number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && before.contains(char::is_alphabetic)).then_some(before)
}

/// Returns the parts of a name on one line: "Family, Given", "Family, Suffix, Given" (BibTeX), "Family, Given, Suffix" (RIS)
/// or "Given Family".
pub(super) fn parse(name: &str) -> Value {
    let name = single_spaced(name);
    if is_others(&name) {
        return OTHERS.into();
    }
    let parts: Vec<&str> = name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let [family, given, suffix] = match parts.as_slice() {
        [family, given] if !is_suffix(given) => [*family, *given, ""],
        [family, suffix, given] if is_suffix(suffix) => [*family, *given, *suffix],
        [family, given, suffix] if is_suffix(suffix) => [*family, *given, *suffix],
        [name, suffix] if is_suffix(suffix) && name.contains(' ') => {
            let Some((given, family)) = name.rsplit_once(' ') else { return literal(name) };
            [family, given, *suffix]
        }
        [_] => return name.into(),
        _ => return literal(&name),
    };
    let (particle, family) = split_particle(family);
    let [given, particle, family, suffix] = [given, particle, family, suffix].map(str::to_owned);
    PersonName { given, particle, family, suffix }.value()
}

/// Returns `true` for the words with which an incomplete list of authors ends.
pub(super) fn is_others(name: &str) -> bool {
    let name = name.trim().trim_end_matches('.').to_lowercase();
    matches!(&*name, "others" | "and others" | "et al" | "et. al" | "al" | "u.a")
}

fn is_suffix(text: &str) -> bool {
    matches!(text.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV" | "jr" | "sr" | "Jnr" | "Snr")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_strings_where_the_usual_split_gives_their_parts() {
        #[track_caller]
        fn check(parts: [&str; 4], expected: Value) {
            let [given, particle, family, suffix] = parts.map(str::to_owned);
            assert_eq!(PersonName { given, particle, family, suffix }.value(), expected);
        }
        check(["Ada", "", "Lovelace", ""], json!("Ada Lovelace"));
        check(["Ludwig", "van", "Beethoven", ""], json!("Ludwig van Beethoven"));
        check(["Martin Luther", "", "King", "Jr."], json!("Martin Luther King, Jr."));
        check(["", "", "Plato", ""], json!("Plato"));
        check(["Ana", "", "García Lorca", ""], json!({ "given": "Ana", "family": "García Lorca" }));
        check(["Ana", "Van", "Berg", ""], json!({ "given": "Ana", "particle": "Van", "family": "Berg" }));
        check(["Jan", "", "van der Berg", ""], json!("Jan van der Berg"));
        check(["小明", "", "王", ""], json!({ "given": "小明", "family": "王" }));
    }

    #[test]
    fn groups_are_literal() {
        assert_eq!(literal("The HALO Collaboration"), json!("The HALO Collaboration"));
        assert_eq!(literal("Quill and Ink"), json!({ "literal": "Quill and Ink" }));
        assert_eq!(literal("Quill, Inc."), json!({ "literal": "Quill, Inc." }));
    }

    #[test]
    fn names_on_one_line_are_split_at_commas() {
        assert_eq!(parse("Lovelace, Ada"), json!("Ada Lovelace"));
        assert_eq!(parse("King, Martin Luther, Jr."), json!("Martin Luther King, Jr."));
        assert_eq!(parse("King, Jr., Martin Luther"), json!("Martin Luther King, Jr."));
        assert_eq!(parse("de la Cruz, Maria"), json!("Maria de la Cruz"));
        assert_eq!(parse("García Lorca, Ana"), json!({ "given": "Ana", "family": "García Lorca" }));
        assert_eq!(parse("et al."), json!("et al."));
        assert_eq!(without_homonym_number("Lin Wei 0001"), Some("Lin Wei"));
        assert_eq!(without_homonym_number("Studio 2000"), None);
    }
}
