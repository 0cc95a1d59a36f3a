//! Types of publications, venues and identifiers in front matter.

use serde_json::{Map, Value};

pub(super) fn kind_of_category(category: &str) -> Option<&'static str> {
    Some(match category.to_lowercase().as_str() {
        "manuscripts" | "journal" | "journals" | "article" | "articles" => "journal",
        "conferences" | "conference" | "proceedings" => "conference",
        "workshops" | "workshop" => "workshop",
        "books" | "book" => "book",
        "chapters" | "chapter" => "chapter",
        "preprints" | "preprint" => "preprint",
        "thesis" | "theses" => "thesis",
        "patents" | "patent" => "patent",
        "reports" | "report" => "report",
        "software" => "software",
        "datasets" | "dataset" => "dataset",
        _ => return None,
    })
}

/// Returns the type of a publication of Hugo Blox: a number of the older versions, or a type of CSL.
pub(super) fn kind_of_hugo(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "1" | "paper-conference" => "conference",
        "2" | "article-journal" => "journal",
        "3" | "article" | "manuscript" => "preprint",
        "4" | "report" => "report",
        "5" | "book" => "book",
        "6" | "chapter" => "chapter",
        "7" | "thesis" => "thesis",
        "8" | "patent" => "patent",
        "software" => "software",
        "dataset" => "dataset",
        _ => return None,
    })
}

/// Returns the type of a publication by the words in the name of its venue, or "other".
pub(super) fn kind_of_venue(venue: &str) -> &'static str {
    const WORDS: [(&str, &[&str]); 6] = [
        ("preprint", &["arxiv", "preprint", "biorxiv", "medrxiv", "ssrn", "psyarxiv"]),
        ("workshop", &["workshop"]),
        ("conference", &["conference", "proceedings", "symposium", "congress"]),
        ("thesis", &["thesis", "dissertation"]),
        ("journal", &["journal", "transactions", "letters", "review", "annals", "magazine", "bulletin"]),
        ("report", &["report"]),
    ];
    let venue = venue.to_lowercase();
    WORDS.iter().find(|(_, words)| words.iter().any(|word| venue.contains(word))).map_or("other", |(kind, _)| kind)
}

/// Divides "Journal of Ink, 12(3), 4-5" into the name and the fields of volume, issue and pages, and removes "In ".
pub(super) fn divided_venue(text: &str) -> (String, Map<String, Value>) {
    let text = text.trim().trim_end_matches(['.', ',']);
    let text = text.strip_prefix("In ").unwrap_or(text).trim();
    let mut fields = Map::new();
    let Some((name, rest)) = text.split_once(", ").filter(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))
    else {
        return (text.to_owned(), fields);
    };
    let (numbers, pages) = rest.split_once(',').map_or((rest, ""), |(numbers, pages)| (numbers, pages));
    let (volume, issue) = numbers.split_once('(').map_or((numbers, ""), |(volume, issue)| (volume, issue));
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ' ' | '/'));
    let issue = issue.trim().trim_end_matches(')');
    let pages = pages.trim().trim_start_matches("pp.").trim_start_matches("p.").trim();
    if !is_number(volume) || !is_number(issue) || !is_number(pages) {
        return (text.to_owned(), fields);
    }
    for (field, value) in [("volume", volume.trim()), ("issue", issue), ("pages", pages)] {
        if !value.is_empty() {
            fields.insert(field.to_owned(), value.replace('–', "-").into());
        }
    }
    (name.trim().to_owned(), fields)
}

pub(super) fn identifier(field: &str, text: &str) -> Option<String> {
    if field == "doi" {
        let start = text.find("10.")?;
        return Some(crate::util::percent::decode_path(&text[start..]));
    }
    let id = text.rsplit('/').next().unwrap_or(text).trim_end_matches(".pdf");
    let id = id.trim_start_matches("arXiv:").trim_start_matches("arxiv:");
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == 'v');
    let is_new = id.split_once('.').is_some_and(|(a, b)| a.len() == 4 && digits(a) && digits(b));
    is_new.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn volume_issue_and_pages_are_separated_from_the_venue() {
        for (text, name, fields) in [
            ("Journal of Ink, 12(3), 4–5", "Journal of Ink", json!({ "volume": "12", "issue": "3", "pages": "4-5" })),
            ("In Proceedings of Quills, 2020 edition", "Proceedings of Quills, 2020 edition", json!({})),
            ("Journal of Ink, 12", "Journal of Ink", json!({ "volume": "12" })),
            ("In Quills.", "Quills", json!({})),
        ] {
            let (found, found_fields) = divided_venue(text);
            assert_eq!((found.as_str(), Value::Object(found_fields)), (name, fields), "{text}");
        }
    }

    #[test]
    fn types_are_read_from_the_front_matter_or_the_venue() {
        assert_eq!(kind_of_hugo("1"), Some("conference"));
        assert_eq!(kind_of_hugo("article-journal"), Some("journal"));
        assert_eq!(kind_of_venue("Proceedings of the Ink Workshop"), "workshop");
        assert_eq!(kind_of_venue("Quills"), "other");
    }
}
