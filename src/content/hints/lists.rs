//! Suggests lists for lists that are written as one text.

/// Returns a list for a text that was written in place of one. `path` is the path of its field.
pub(in crate::content) fn list(path: &str, text: &str) -> Option<String> {
    const MAX_LETTERS: usize = 300;
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MAX_LETTERS {
        return None;
    }
    let field = path.rsplit('.').next().unwrap_or(path);
    let quoted = |texts: &[String]| {
        let texts: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
        Some(format!("[{}]", texts.join(", ")))
    };
    match field {
        "authors" | "aliases" => quoted(&names(text)),
        "topics" => {
            let topics = text.split([',', ';']).map(|topic| topic.trim().to_owned());
            quoted(&topics.filter(|topic| !topic.is_empty()).collect::<Vec<_>>())
        }
        "links" if !text.contains(' ') => Some(format!("[{{ \"url\": \"{text}\" }}]")),
        "awards" | "affiliations" => Some(format!("[{{ \"name\": \"{text}\" }}]")),
        "entries" => quoted(&[text.to_owned()]),
        _ => None,
    }
}

/// Splits a text into names at "and", "&" and semicolons. Also splits at commas, unless they separate a family name
/// from given names.
fn names(text: &str) -> Vec<String> {
    let text = text.replace(" & ", " and ").replace('\n', " ");
    let groups: Vec<&str> = text.split(';').flat_map(|part| part.split(" and ")).map(str::trim).collect();
    let mut names = Vec::new();
    for group in groups {
        let parts: Vec<&str> = group.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            // "Lovelace, Ada" is one name, but "Ada Lovelace, Luigi Menabrea" are two.
            [family, given] if !(family.contains(' ') && given.contains(' ')) => {
                names.push(format!("{given} {family}"))
            }
            parts => names.extend(parts.iter().map(|part| (*part).to_owned())),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split() {
        fn divides(text: &str, expected: &[&str]) {
            assert_eq!(names(text), expected, "{text}");
        }
        divides("Ada Lovelace and Luigi Menabrea", &["Ada Lovelace", "Luigi Menabrea"]);
        divides("Lovelace, Ada and Menabrea, Luigi", &["Ada Lovelace", "Luigi Menabrea"]);
        divides(
            "Ada Lovelace, Luigi Menabrea & Charles Babbage",
            &["Ada Lovelace", "Luigi Menabrea", "Charles Babbage"],
        );
        divides("A. Lovelace; L. Menabrea", &["A. Lovelace", "L. Menabrea"]);
        divides("Ada", &["Ada"]);
    }
}
