//! Checks for names whose split into given and family names is doubtful.

use crate::{
    check::{
        names::{
            as_typed,
            family::{begins_with_family, family_start, has_particle, parts},
            form::{divided, quoted, wrong_form},
            words::{IBERIAN_FAMILIES, is_group, is_person, is_suffix, without_accents},
        },
        short,
    },
    content::{Author, Message},
};

/// Returns the message for "Ada Byron, Noor Tessel", which may be two people. With a frequent Spanish or Portuguese family
/// name or a particle, it is one: "García Lorca, Ana María".
pub(super) fn may_be_two(author: &Author) -> Option<Message> {
    let (family, given) = (author.family.as_deref()?, author.given.as_deref()?);
    let is_iberian = |word: &str| IBERIAN_FAMILIES.contains(&without_accents(word).as_str());
    let are_names = is_person(family) && is_person(given) && author.suffix.is_none();
    (are_names && !has_particle(family) && !family.split(' ').any(|word| is_iberian(word) || word == "y")).then(|| {
        let found = format!("\"{}, {}\", which is read as one person", short(family), short(given));
        Message::found(found).suggest(format!(
            "if these are two people, write \"{family}\", \"{given}\"; otherwise {{ \"given\": \"{given}\", \"family\": \"{family}\" }}"
        ))
    })
}

/// Returns the entry for `people` if the last word of a name is probably not the whole family name.
pub(super) fn doubtful_split(printed: &str) -> Option<Message> {
    let name = as_typed(printed);
    if wrong_form(&name).is_some() {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if is_group(&name) && words.len() > 1 {
        let entry = format!("write {{ \"literal\": \"{name}\" }}");
        let (names, _) = divided(&name);
        // "Ministry of Health and Social Welfare" is one name.
        let has_subject = |name: &String| {
            name.split(' ').any(|word| matches!(word, "of" | "for" | "de" | "des" | "di" | "do" | "für" | "der"))
        };
        let is_list = names.len() > 1
            && names.iter().any(|name| is_person(name))
            && names.iter().all(|name| is_person(name) || is_group(name) && !has_subject(name));
        return is_list.then(|| {
            Message::problem(format!("\"{}\" seems to be several authors", short(&name))).suggest(format!(
                "write each author as a separate text: {}; or, if it is one group, {entry}",
                quoted(&names)
            ))
        });
    }
    let end = match words.split_last() {
        Some((last, rest)) if is_suffix(last) && rest.len() > 1 => rest.len(),
        _ => words.len(),
    };
    let words = &words[..end];
    if begins_with_family(words) {
        let (family, given) = (words[0], words[1..].join(" "));
        return Some(Message::problem(format!("the family name in \"{}\" is unclear", short(&name))).suggest(format!(
            "if it is \"{family}\", write {{ \"name\": \"{name}\", \"family\": \"{family}\", \"given\": \"{given}\" }}; otherwise \
             define it under \"people\", for example: \"{name}\": {}",
            parts(words, end - 1)
        )));
    }
    let start = family_start(words)?;
    let first = parts(words, start.place);
    let second = if start.is_doubtful { [" or ", &parts(words, end - 1)].concat() } else { String::new() };
    Some(
        Message::problem(format!("the family name in \"{}\" is unclear", short(&name)))
            .suggest(format!("define it under \"people\", for example: \"{name}\": {first}{second}")),
    )
}
