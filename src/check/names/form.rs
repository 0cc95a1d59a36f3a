//! Checks for names in the formats of other programs, and for lists of names in one text.

use crate::check::{
    names::{
        family::{family_start, has_particle, parts},
        words::{DEGREES, INITIALS_AFTER_NAMES, bare, is_abbreviated, is_group, is_person, is_suffix},
    },
    pattern::pattern,
};

/// Returns the message for a name in the format of BibTeX or of a printed list.
pub(super) fn wrong_form(name: &str) -> Option<String> {
    let name = name.trim();
    cut_short(name)
        .or_else(|| member_of_group(name))
        .or_else(|| if is_group(name) { None } else { several(name).or_else(|| with_comma(name)) })
}

/// Returns the message for an incomplete list of authors: "et al.", "and others".
pub(super) fn cut_short(name: &str) -> Option<String> {
    let words: Vec<String> =
        name.split(|c: char| c.is_whitespace() || c == ',').map(bare).filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ends_early = matches!(
        words.as_slice(),
        [.., "et", "al" | "alii" | "alia" | "autres" | "coll" | "col" | "collab"]
            | [.., "etal"]
            | ["others"]
            | [.., "and" | "among" | "amp", "others"]
            | [.., "y" | "e", "otros" | "otras" | "outros" | "altri" | "cols"]
            | [.., "und" | "u", "andere"]
            | [.., "og", "andre"]
            | [.., "och" | "m", "andra"]
            | [.., "en", "anderen"]
    );
    let ends = ["& al.", "& others", "u.a.", "u. a.", "m.fl.", "m. fl.", "и др.", "等"];
    let is_counted = matches!(words.as_slice(), [.., number, "more" | "others"] if number.parse::<u32>().is_ok());
    let is_dots = !name.is_empty() && name.chars().all(|c| matches!(c, '.' | '…' | ' '));
    (ends_early || is_counted || is_dots || ends.iter().any(|end| name.ends_with(end)))
        .then(|| "list all authors, or write \"et al.\" as the last author".to_owned())
}

/// A separator of several names in one text.
pub(super) struct Separator {
    text: &'static str,
    /// The minimum number of words on each side.
    words: usize,
    /// Whether it is a word that also joins lower-case parts of one name: "von und zu".
    is_word: bool,
    /// Whether it also joins the two family names of one person: "Ortega y Gasset".
    joins_families: bool,
}

pub(super) const fn separator(text: &'static str, words: usize, is_word: bool, joins_families: bool) -> Separator {
    Separator { text, words, is_word, joins_families }
}

pub(super) const SEPARATORS: [Separator; 20] = [
    separator(" and ", 0, false, false),
    separator(" AND ", 0, false, false),
    separator(" & ", 0, false, false),
    separator(";", 0, false, false),
    separator("；", 0, false, false),
    separator("、", 0, false, false),
    separator(" | ", 0, false, false),
    separator(" / ", 0, false, false),
    separator(" und ", 1, true, false),
    separator(" et ", 1, true, false),
    separator(" og ", 1, true, false),
    separator(" och ", 1, true, false),
    // "And", "A&B" and "A/B" can also be parts of a name.
    separator(" And ", 2, true, false),
    separator("&", 2, true, false),
    separator("/", 2, true, false),
    separator(" on behalf of ", 2, false, false),
    separator(" en ", 2, true, false),
    separator(" y ", 2, true, true),
    separator(" e ", 2, true, true),
    separator(" i ", 2, true, true),
];

/// Splits a text into names. Also returns `true` if they may be one name.
pub(super) fn divided(name: &str) -> (Vec<String>, bool) {
    let mut names = vec![name.split_whitespace().collect::<Vec<_>>().join(" ")];
    let mut may_be_one = false;
    for separator in &SEPARATORS {
        let mut split = |name: String| -> Vec<String> {
            let spaced = [" ", &name, " "].concat();
            let parts: Vec<String> = spaced.split(separator.text).map(|part| part.trim().to_owned()).collect();
            let is_name = |part: &String| {
                part.split(' ').filter(|word| !word.is_empty()).count() >= separator.words
                    && (!separator.is_word || part.starts_with(char::is_uppercase))
            };
            if parts.len() > 1 && parts.iter().all(is_name) {
                may_be_one |= separator.joins_families;
                parts
            } else {
                vec![name]
            }
        };
        names = names.into_iter().flat_map(&mut split).collect();
    }
    // In "Jane Doe, Max Roe, and Eva Bravo", the commas separate names too.
    if names.len() > 1 {
        let at_commas = |name: String| -> Vec<String> {
            let name = name.trim_matches([',', ' ']);
            let parts: Vec<&str> = name.split(", ").collect();
            let is_list = parts.iter().all(|part| is_person(part));
            if is_list { parts.into_iter().map(str::to_owned).collect() } else { vec![name.to_owned()] }
        };
        names = names.into_iter().flat_map(at_commas).collect();
    }
    names.retain(|name| name.contains(char::is_alphabetic));
    (names, may_be_one)
}

/// Returns the name in "and Max Roe" or "Jane Doe;".
pub(super) fn alone(name: &str) -> Option<&str> {
    const WORDS: [&str; 7] = ["and", "und", "et", "og", "och", "y", "&"];
    let first = WORDS.iter().find_map(|word| name.strip_prefix(word)?.strip_prefix(' '));
    let last = || WORDS.iter().find_map(|word| name.strip_suffix(word)?.strip_suffix(' '));
    let sign = || name.strip_suffix([';', '&', '/']).or_else(|| name.strip_prefix([';', '&', '/']));
    let rest = first.or_else(last).or_else(sign)?.trim().trim_end_matches(',');
    rest.starts_with(char::is_uppercase).then_some(rest)
}

/// Returns the message for a text with several people.
pub(super) fn several(name: &str) -> Option<String> {
    let (names, may_be_one) = divided(name);
    if names.len() < 2 {
        return alone(name).map(|right| format!("write only the name: \"{right}\""));
    }
    let organization = format!("write under \"people\": \"{name}\": {{ \"family\": \"{name}\" }}");
    if names.iter().all(|part| part == &names[0]) {
        return Some(format!("if it is an organization, {organization}"));
    }
    let each = format!("write each author as a separate text: {}", quoted(&names));
    let words: Vec<&str> = name.split_whitespace().collect();
    let person = if may_be_one { family_start(&words).map(|start| parts(&words, start.place)) } else { None };
    Some(match person {
        Some(person) => format!("{each}; or, if it is one person, write under \"people\": \"{name}\": {person}"),
        None if names.iter().all(|part| !part.contains(' ')) => {
            format!("{each}; or, if it is one organization, {organization}")
        }
        None => each,
    })
}

pattern!(IN_PARENTHESES, r"^([^()\[\]]+?)\s*[(\[]([^()\[\]]+)[)\]]$");
pattern!(LEADING_WORDS, r"(?i)^(?:(?:and|on behalf of|for|und|für die|et|pour)\s+)*");

/// Returns the message for a person with a group: "Doe, Jane (CMS Collaboration)", "Jane Doe and the CMS
/// Collaboration".
pub(super) fn member_of_group(name: &str) -> Option<String> {
    let message = |names: &[String]| format!("write each author as a separate text: {}", quoted(names));
    let group = |text: &str| LEADING_WORDS.replace(text.trim(), "").into_owned();
    let in_parentheses = IN_PARENTHESES.captures(name).map(|groups| (groups[1].to_owned(), groups[2].to_owned()));
    let after_comma = || name.rsplit_once(", ").map(|(person, group)| (person.to_owned(), group.to_owned()));
    if let Some((person, rest)) = in_parentheses.or_else(after_comma)
        && is_group(&rest)
    {
        let printed = match person.split_once(", ") {
            Some((family, given)) if name.ends_with([')', ']']) => format!("{given} {family}"),
            _ => person,
        };
        if is_person(&printed) && rest.trim().contains(' ') && divided(&rest).0.len() == 1 {
            let group = group(&rest);
            let names = [printed, group.clone()];
            return Some(format!("{}; or omit \"{group}\" if it is an affiliation", message(&names)));
        }
    }
    let (names, _) = divided(name);
    let is_other_group = |name: &String| is_group(name) && name.starts_with("the ");
    let has_person = names.iter().any(|name| is_person(name) || is_inverted(name));
    let all_known = names.iter().all(|name| is_person(name) || is_inverted(name) || is_group(name));
    let is_list = names.len() > 1 && has_person && all_known && names.iter().skip(1).any(is_other_group);
    is_list.then(|| message(&names))
}

/// Returns `true` for "Doe, Jane".
pub(super) fn is_inverted(name: &str) -> bool {
    name.split_once(", ").is_some_and(|(family, given)| is_person(&format!("{given} {family}")))
}

/// Returns the message for "Family, Given" and other names with a comma.
pub(super) fn with_comma(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split([',', '，', '،']).map(str::trim).collect();
    let is_degree = |part: &&str| {
        let degree = |word: &str| DEGREES.contains(&bare(word).as_str()) && is_abbreviated(word);
        !part.is_empty() && part.split_whitespace().all(degree)
    };
    let is_whole = |name: &str| name.contains(' ') && !has_particle(name);
    let message = |right: String| Some(format!("write the given name first, without a comma: \"{right}\""));
    match parts.as_slice() {
        [_] => None,
        [_, suffix] if is_suffix(suffix) => None,
        [before, initials]
            if is_whole(before)
                && is_abbreviated(initials)
                && INITIALS_AFTER_NAMES.contains(&bare(initials).as_str()) =>
        {
            None
        }
        [name_alone, degrees @ ..] if degrees.iter().all(|part| is_degree(part) || part.is_empty()) => {
            Some(format!("write only the name: \"{name_alone}\""))
        }
        [family, given] if is_whole(family) && given.contains(' ') => Some(format!(
            "write the given name first, without a comma: \"{given} {family}\"; or, if these are two people, write \
             each one as a separate text"
        )),
        ["", given] => Some(format!("write only the name: \"{given}\"")),
        [family, given] if is_whole(family) && given.len() > 1 && !given.contains(char::is_lowercase) => Some(format!(
            "write the given name first, without a comma: \"{given} {family}\"; or, if \"{given}\" is a title, \
             write only the name: \"{family}\""
        )),
        [family, given] => message(format!("{given} {family}")),
        [family, suffix, given] if is_suffix(suffix) => message(format!("{given} {family}, {suffix}")),
        [family, given, suffix] if is_suffix(suffix) => message(format!("{given} {family}, {suffix}")),
        [family, given, degree] if is_degree(degree) => message(format!("{given} {family}")),
        _ => Some("write each author as a separate text, with the given name first".to_owned()),
    }
}

pub(super) fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
