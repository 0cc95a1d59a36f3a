//! Names of people: forms of other programs, and names whose parts a bibliography would get wrong.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::{
    check::{Checker, characters, under},
    content::{
        Author,
        lenient::{
            PathSegment,
            PathSegment::{Field, Index},
        },
    },
};

impl Checker<'_> {
    pub(super) fn authors(&self, authors: &[Author], path: &[PathSegment]) {
        let mut seen = BTreeSet::new();
        for (index, author) in authors.iter().enumerate() {
            let here = under(path, &[Index(index)]);
            self.filled(&author.name, &here);
            self.name(&author.name, &here);
            self.split(&author.name, &here);
            if let Some(group) = author.equal
                && authors.iter().filter(|other| other.equal == Some(group)).count() == 1
            {
                let message =
                    format!("{} is the only author of the equal group {group}; expected two or more", author.name);
                self.note(&under(&here, &[Field("equal")]), message);
            }
            if !seen.insert(&author.name) && !author.name.trim().is_empty() {
                let message = format!(
                    "\"{}\" is listed twice among the authors; remove one, unless two people have this name",
                    author.name
                );
                self.warn(&here, message);
            }
        }
    }

    /// Warns of a name in a form that is not read as it is meant.
    pub(super) fn name(&self, name: &str, path: &[PathSegment]) {
        if let Some(message) = wrong_form(name) {
            self.warn(path, message);
        }
        if name.contains('\u{a0}') {
            let right = name.replace('\u{a0}', " ");
            let message =
                format!("found a no-break space in a name, which makes another name of it; write \"{right}\"");
            self.warn(path, message);
        }
        if !is_nfc(name) {
            let right: String = name.nfc().collect();
            let message = format!(
                "found \"{name}\" with an accent as a character of its own (Unicode normalization), which makes another \
                 name of it; type it again: \"{right}\""
            );
            self.warn(path, message);
        }
        self.plain(name, path);
    }

    /// Warns once of a name whose given and family names are doubtful, unless `people` has them.
    fn split(&self, name: &str, path: &[PathSegment]) {
        let is_known =
            self.content.people.get(name).is_some_and(|known| known.given.is_some() || known.family.is_some());
        if is_known || self.doubtful_names.borrow().contains(name) {
            return;
        }
        if let Some(message) = doubtful_split(name) {
            self.warn(path, message);
            self.doubtful_names.borrow_mut().insert(name.to_owned());
        }
    }

    /// Warns of characters in a text that nobody sees.
    pub(super) fn visible(&self, text: &str, path: &[PathSegment]) {
        if let Some(message) = characters::invisible(text) {
            self.warn(path, message);
        }
    }
}

/// Words by which a group of people is known.
const GROUPS: [&str; 33] = [
    "alliance",
    "arbeitsgruppe",
    "association",
    "center",
    "centre",
    "collaboration",
    "collaborators",
    "committee",
    "community",
    "consortium",
    "contributors",
    "council",
    "equipe",
    "foundation",
    "group",
    "groupe",
    "initiative",
    "institute",
    "investigators",
    "kollaboration",
    "konsortium",
    "laboratory",
    "network",
    "organisation",
    "organization",
    "participants",
    "partnership",
    "project",
    "society",
    "taskforce",
    "team",
    "university",
    "équipe",
];

/// Particles of family names that some write with a capital letter. As given names they are rare.
const PARTICLES: [&str; 37] = [
    "Al", "Ben", "Da", "Dal", "Das", "De", "Dela", "Della", "Del", "Den", "Der", "Des", "Di", "Dos", "Du", "El", "Ibn",
    "La", "Las", "Le", "Los", "Mac", "Ní", "Nic", "St", "St.", "Saint", "Ten", "Ter", "Uí", "Van", "Vande", "Vander",
    "Von", "Zu", "Zum", "Ó",
];

const SUFFIXES: [&str; 7] = ["jr", "sr", "junior", "senior", "ii", "iii", "iv"];

const DEGREES: [&str; 22] = [
    "ba", "bsc", "dds", "dphil", "dr", "dsc", "esq", "frs", "ma", "mba", "mbbs", "md", "meng", "mph", "msc", "ms",
    "pe", "pharmd", "phd", "prof", "rn", "scd",
];

fn bare(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase()
}

fn is_suffix(part: &str) -> bool {
    SUFFIXES.contains(&bare(part).as_str())
}

fn is_group(name: &str) -> bool {
    name.split_whitespace().any(|word| GROUPS.contains(&bare(word).as_str()))
}

/// Returns what to write in place of a name in a form of BibTeX or of a printed list.
fn wrong_form(name: &str) -> Option<String> {
    let name = name.trim();
    cut_short(name).or_else(|| if is_group(name) { None } else { several(name).or_else(|| with_comma(name)) })
}

/// A list of authors that is not complete: "et al.", "and others".
fn cut_short(name: &str) -> Option<String> {
    let words: Vec<String> =
        name.split(|c: char| c.is_whitespace() || c == ',').map(bare).filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ends_early = matches!(
        words.as_slice(),
        [.., "et", "al" | "alii" | "alia"] | [.., "etal"] | ["others"] | [.., "and" | "among" | "amp", "others"]
    );
    let ends = ["& al.", "& others", "u.a.", "u. a.", "等"];
    let is_counted = matches!(words.as_slice(), [.., number, "more" | "others"] if number.parse::<u32>().is_ok());
    let is_dots = !name.is_empty() && name.chars().all(|c| matches!(c, '.' | '…' | ' '));
    (ends_early || is_counted || is_dots || ends.iter().any(|end| name.ends_with(end))).then(|| {
        format!(
            "found \"{name}\", which is shown as the name of a person; list all authors, or leave it out and say in \
             \"note\" that there are more"
        )
    })
}

/// Several people in one text.
fn several(name: &str) -> Option<String> {
    let spaced = [" ", &name.split_whitespace().collect::<Vec<_>>().join(" "), " "].concat();
    let mut names = vec![spaced];
    for separator in [" and ", " AND ", " & ", ";", "；", "、", " und ", " et ", " / ", " | "] {
        let split = |name: String| -> Vec<String> {
            let parts: Vec<&str> = name.split(separator).collect();
            // "und" and "et" may be parts of a name with particles: "von und zu".
            let is_word = matches!(separator, " und " | " et ");
            let is_name = |part: &&str| part.trim().starts_with(char::is_uppercase);
            match !is_word || parts.iter().all(is_name) {
                true => parts.into_iter().map(|part| [" ", part.trim(), " "].concat()).collect(),
                false => vec![name],
            }
        };
        names = names.into_iter().flat_map(split).collect();
    }
    let names: Vec<&str> =
        names.iter().map(|name| name.trim()).filter(|name| name.contains(char::is_alphabetic)).collect();
    (names.len() > 1).then(|| {
        let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        format!("found \"{name}\"; write each author as a text of their own: {}", quoted.join(", "))
    })
}

/// "Family, Given", and what else has a comma.
fn with_comma(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split([',', '，', '،']).map(str::trim).collect();
    let is_degree = |part: &&str| {
        // "Ma" may be a given name.
        let is_abbreviated = |word: &str| word.contains('.') || word.chars().filter(|c| c.is_uppercase()).count() > 1;
        let degree = |word: &str| DEGREES.contains(&bare(word).as_str()) && is_abbreviated(word);
        !part.is_empty() && part.split_whitespace().all(degree)
    };
    let message =
        |right: String| Some(format!("found \"{name}\"; write the given name first, without a comma: \"{right}\""));
    match parts.as_slice() {
        [_] => None,
        [_, suffix] if is_suffix(suffix) => None,
        [name_alone, degrees @ ..] if degrees.iter().all(|part| is_degree(part) || part.is_empty()) => {
            Some(format!("found \"{name}\"; write the name alone: \"{name_alone}\""))
        }
        [family, given] if family.contains(' ') && given.contains(' ') && !has_particle(family) => Some(format!(
            "found \"{name}\"; write the given name first, without a comma: \"{given} {family}\"; or, if these are two \
             people, each as a text of their own"
        )),
        ["", given] => Some(format!("found \"{name}\"; write the name alone: \"{given}\"")),
        [family, given] => message(format!("{given} {family}")),
        [family, suffix, given] if is_suffix(suffix) => message(format!("{given} {family}, {suffix}")),
        [family, given, suffix] if is_suffix(suffix) => message(format!("{given} {family}, {suffix}")),
        [family, given, degree] if is_degree(degree) => message(format!("{given} {family}")),
        _ => Some(format!("found \"{name}\"; write each author as a text of their own, with the given name first")),
    }
}

fn has_particle(family: &str) -> bool {
    family.split(' ').next().is_some_and(|word| word.starts_with(char::is_lowercase) || PARTICLES.contains(&word))
}

/// Returns what to write under `people` for a name of which the last word is probably not the family name.
fn doubtful_split(name: &str) -> Option<String> {
    if wrong_form(name).is_some() {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if is_group(name) && words.len() > 1 {
        return Some(format!(
            "\"{name}\" seems to be a group, but its last word is taken for a family name; write under \"people\": \
             \"{name}\": {{ \"family\": \"{name}\" }}"
        ));
    }
    let end = match words.split_last() {
        Some((last, rest)) if is_suffix(last) && rest.len() > 1 => rest.len(),
        _ => words.len(),
    };
    let words = &words[..end];
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let start = (1..end.saturating_sub(1)).find_map(|place| {
        let word = words[place];
        let joins = matches!(word, "y" | "i" | "e") && is_capital(words[place - 1]) && is_capital(words[place + 1]);
        // An initial goes before a given name: "J. Ben Smith".
        let is_given = matches!(word, "Al" | "Ben") && words[place - 1].ends_with('.');
        match () {
            () if joins => Some(place - 1),
            () if PARTICLES.contains(&word) && !is_given => Some(place),
            () => None,
        }
    })?;
    // Lower-case particles before it belong to it: "van Der Berg".
    let start = (1..=start).rev().find(|place| !words[place - 1].starts_with(char::is_lowercase)).unwrap_or(start);
    let (given, family) = (words[..start].join(" "), words[start..].join(" ").trim_end_matches(',').to_owned());
    let given = if given.is_empty() { given } else { format!("\"given\": \"{given}\", ") };
    Some(format!(
        "it is doubtful which part of \"{name}\" is the family name; write it under \"people\", such as \"{name}\": \
         {{ {given}\"family\": \"{family}\" }}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: Option<String>, expected: Option<&str>) {
        match (message, expected) {
            (Some(message), Some(part)) => assert!(message.contains(part), "{message}"),
            (message, expected) => assert_eq!(message.as_deref(), expected),
        }
    }

    #[test]
    fn the_family_name_goes_last() {
        for (name, right) in [
            ("Doe, Jane", ": \"Jane Doe\""),
            ("Vray, Ossian L.", ": \"Ossian L. Vray\""),
            ("de Brug, Ineke", ": \"Ineke de Brug\""),
            ("de la Cruz, Juana Inés", ": \"Juana Inés de la Cruz\""),
            ("García Márquez, Gabriel José", "if these are two people"),
            ("Jane Doe, Max Roe", "if these are two people"),
            ("King, Jr., Martin Luther", ": \"Martin Luther King, Jr.\""),
            ("King, Martin Luther, Jr.", ": \"Martin Luther King, Jr.\""),
            ("Doe，Jane", ": \"Jane Doe\""),
            ("Jane Doe, PhD", "write the name alone: \"Jane Doe\""),
            ("Jane Doe, M.D., Ph.D.", "write the name alone: \"Jane Doe\""),
            ("Doe, Jane, PhD", ": \"Jane Doe\""),
            ("Jane Doe,", "write the name alone: \"Jane Doe\""),
            ("Doe, Ma", ": \"Ma Doe\""),
            ("Doe, V.", ": \"V. Doe\""),
            ("Doe, J., Roe, M.", "each author as a text of their own"),
        ] {
            check(wrong_form(name), Some(right));
        }
    }

    #[test]
    fn lists_that_are_cut_short_are_no_names() {
        for name in [
            "et al.",
            "et al",
            "et. al.",
            "Et Al.",
            "et alii",
            "others",
            "and others",
            "Others",
            "…",
            "...",
            "Jane Doe et al.",
            "Doe, J., et al.",
            "and 12 others",
            "12 more",
            "u.a.",
            "Jane Doe & al.",
        ] {
            check(wrong_form(name), Some("list all authors"));
        }
    }

    #[test]
    fn every_author_is_a_text() {
        let two = ": \"Jane Doe\", \"Max Roe\"";
        for name in [
            "Jane Doe and Max Roe",
            "Jane Doe & Max Roe",
            "Jane Doe; Max Roe",
            "Jane Doe;Max Roe;",
            "Jane Doe AND Max Roe",
            "Jane Doe und Max Roe",
        ] {
            check(wrong_form(name), Some(two));
        }
        check(wrong_form("Doe, Jane and Roe, Max"), Some(": \"Doe, Jane\", \"Roe, Max\""));
        check(wrong_form("张三、李四"), Some(": \"张三\", \"李四\""));
        check(wrong_form("A and B and C"), Some(": \"A\", \"B\", \"C\""));
    }

    #[test]
    fn names_of_people_and_groups_are_right() {
        for name in [
            "",
            "Ada",
            "Jane Doe",
            "John Smith, Jr.",
            "John Smith Jr.",
            "Henry Ford, II",
            "The A and B Collaboration",
            "Mind, Brain and Behavior Group",
            "Ludwig von und zu Nebelfels",
            "Anders Sand",
            "Sand Andersson",
            "Al Etan",
            "Other Person",
            "Leu Ua",
            "O’Neil Andrews",
            "Nguyễn Sương Mai",
            "王小明",
            "Mary-Ann D’Embrun",
        ] {
            check(wrong_form(name), None);
        }
    }

    #[test]
    fn doubtful_splits_are_shown() {
        for (name, right) in [
            ("Jan A. Van Roe", "{ \"given\": \"Jan A.\", \"family\": \"Van Roe\" }"),
            ("Max Le Doe", "{ \"given\": \"Max\", \"family\": \"Le Doe\" }"),
            ("Ann Du Roe", "\"family\": \"Du Roe\""),
            ("Maria De La Cruz", "{ \"given\": \"Maria\", \"family\": \"De La Cruz\" }"),
            ("Jan van Der Berg", "{ \"given\": \"Jan\", \"family\": \"van Der Berg\" }"),
            ("Saunders Mac Lane", "\"family\": \"Mac Lane\""),
            ("Seán Ó Briain", "\"family\": \"Ó Briain\""),
            ("Ian St. John Jr.", "\"family\": \"St. John\""),
            ("Iñaki Solana y Beltrán", "{ \"given\": \"Iñaki\", \"family\": \"Solana y Beltrán\" }"),
            ("Pau Ferrer i Mas", "\"family\": \"Ferrer i Mas\""),
            ("Rui Castro e Melo", "\"family\": \"Castro e Melo\""),
            ("Ortega y Gasset", "{ \"family\": \"Ortega y Gasset\" }"),
            ("The HALO Collaboration", "{ \"family\": \"The HALO Collaboration\" }"),
            ("Fennmark Feather Consortium", "seems to be a group"),
            ("the ATLAS collaboration", "seems to be a group"),
            ("Big Data Group", "seems to be a group"),
        ] {
            check(doubtful_split(name), Some(right));
        }
    }

    #[test]
    fn ordinary_splits_are_not_doubted() {
        for name in [
            "",
            "Ada",
            "Ada Lovelace",
            "Ludwig van Beethoven",
            "Maria de la Cruz",
            "Kuntai Du",
            "Quoc Le",
            "Van Nguyen",
            "Le Wang",
            "Di Wang",
            "Francis Y. Yan",
            "J. Ben Smith",
            "Elizabeth II",
            "Martin Luther King, Jr.",
            "E. I. Person",
            "Doe, Van Jane",
            "Jane Group",
            "王 小明",
        ] {
            let expected = (name == "Jane Group").then_some("seems to be a group");
            check(doubtful_split(name), expected);
        }
    }
}
