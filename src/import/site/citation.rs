//! Reads the authors from a citation in prose: 'Doe, J. and Roe, R. (2009). "Title." <i>Journal</i>. 1(1).'

/// Returns the authors before the year or the title of a citation, or `None` if it is unclear where a name ends.
pub(super) fn authors(citation: &str, title: &str) -> Option<Vec<String>> {
    let lower = citation.to_lowercase();
    let by_title = lower.find(&title.to_lowercase()).filter(|_| !title.is_empty() && citation.len() == lower.len());
    let by_quote = citation.find(['"', '“']);
    let by_year = citation
        .find('(')
        .filter(|open| citation[open + 1..].chars().take(4).filter(char::is_ascii_digit).count() == 4);
    let end = [by_title, by_quote, by_year].into_iter().flatten().min()?;
    let text = citation.get(..end)?.trim().trim_end_matches(['.', ',', ':', ' ']);
    let dots = if citation[..end].trim_end().ends_with('.') && ends_in_initial(text) { "." } else { "" };
    let text = [text, dots].concat();
    if text.is_empty() || text.len() > 2000 {
        return None;
    }
    let names = split(&text)?;
    let is_name = |name: &String| {
        name.chars().any(char::is_alphabetic)
            && name.split_whitespace().count() <= 6
            && !name.contains(char::is_numeric)
    };
    names.iter().all(is_name).then_some(names)
}

fn split(text: &str) -> Option<Vec<String>> {
    let text = text.replace(", and ", ", ").replace(", & ", ", ").replace(" & ", ", ").replace(" and ", ", ");
    if text.contains(';') {
        return Some(text.split(';').map(inverted).filter(|name| !name.is_empty()).collect());
    }
    let bare = text.trim_end_matches('.');
    let without_others = bare.strip_suffix(" et al").unwrap_or(&text);
    let parts: Vec<&str> = without_others.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let with_others = parts.last().is_some_and(|last| is_others(last)) || without_others.len() < text.len();
    let last_is_others = parts.last().is_some_and(|last| is_others(last));
    let parts = if last_is_others { &parts[..parts.len() - 1] } else { &parts[..] };
    let mut names: Vec<String> = if parts.len() >= 2
        && parts.len().is_multiple_of(2)
        && parts.chunks(2).all(|pair| is_initials(pair[1]) || parts.len() == 2 && pair[1].split(' ').count() == 1)
    {
        parts.chunks(2).map(|pair| format!("{} {}", pair[1], pair[0])).collect()
    } else if parts.iter().all(|part| part.contains(' ')) {
        parts.iter().map(|part| (*part).to_owned()).collect()
    } else {
        return None;
    };
    if with_others {
        names.push("et al.".to_owned());
    }
    Some(names)
}

fn is_others(text: &str) -> bool {
    matches!(text.to_lowercase().trim_end_matches('.'), "et al" | "others")
}

/// Returns "Jane Doe" for "Doe, Jane".
fn inverted(name: &str) -> String {
    match name.trim().split_once(',') {
        Some((family, given)) if !given.trim().is_empty() => format!("{} {}", given.trim(), family.trim()),
        _ => name.trim().trim_end_matches(',').to_owned(),
    }
}

/// Returns `true` for "J.", "J. K.", "JK" and "J.-P.".
fn is_initials(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters > 0 && letters <= 4 && text.chars().all(|c| c.is_uppercase() || matches!(c, '.' | ' ' | '-'))
}

fn ends_in_initial(text: &str) -> bool {
    text.rsplit([' ', '.', ',']).next().is_some_and(|last| last.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_precede_the_year_or_the_title() {
        for (citation, expected) in [
            ("Tessel, Q. (2009). \"Ink.\" <i>Journal</i>. 1(1).", Some(vec!["Q. Tessel"])),
            ("Tessel, Q., & Vray, A. B. (2009). Ink.", Some(vec!["Q. Tessel", "A. B. Vray"])),
            (
                "Quill Tessel, Anna Vray and Bo Nib. Ink. Journal of Ink, 2020.",
                Some(vec!["Quill Tessel", "Anna Vray", "Bo Nib"]),
            ),
            ("Tessel, Quill; Vray, Anna. \"Ink\"", Some(vec!["Quill Tessel", "Anna Vray"])),
            ("Q. Tessel, A. Vray, et al. \"Ink\"", Some(vec!["Q. Tessel", "A. Vray", "et al."])),
            ("Tessel, Quill. (2009). Ink", Some(vec!["Quill Tessel"])),
            ("Q. Tessel, A. Vray et al. (2009). Ink", Some(vec!["Q. Tessel", "A. Vray", "et al."])),
            ("Tessel et al. (2009). Ink", None),
            ("Tessel, Quill, Anna Vray, and Nib (2009). Ink", None),
            ("Ink. Journal 1(1)", None),
            ("", None),
        ] {
            let found = authors(citation, "Ink");
            assert_eq!(
                found,
                expected.map(|names| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()),
                "{citation}"
            );
        }
    }
}
