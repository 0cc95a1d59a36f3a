//! Checks for names whose split into given and family names is doubtful.

use crate::{
    check::{
        names::{
            as_typed,
            family::{family_start, parts},
            form::{divided, quoted, wrong_form},
            words::{is_group, is_person, is_suffix},
        },
        short,
    },
    content::Message,
};

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
    let start = family_start(words)?;
    let first = parts(words, start.place);
    let second = if start.is_doubtful { [" or ", &parts(words, end - 1)].concat() } else { String::new() };
    Some(
        Message::problem(format!("the family name in \"{}\" is unclear", short(&name)))
            .suggest(format!("define it under \"people\", for example: \"{name}\": {first}{second}")),
    )
}
