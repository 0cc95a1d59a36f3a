//! A plain list for a CV or an application, with one line for each publication.

use crate::{
    citation::{reference::Details, text::line},
    content::{Content, Publication},
};

/// Returns the line of a publication: authors, title, venue, year, pages and URL.
///
/// ```
/// let text = r#"{ "person": { "name": "Ada Lovelace" }, "pages": [], "publications": [
///     { "id": "ada1843", "title": "Notes", "type": "report", "authors": ["Ada Lovelace"], "date": "1843-08" }
/// ] }"#;
/// let content = frontispiece::content::read(text).unwrap().content;
/// let entry = frontispiece::citation::plain_text::entry(&content.publications[0], &content);
/// assert_eq!(entry, "Ada Lovelace. Notes. 1843.");
/// ```
pub fn entry(publication: &Publication, content: &Content) -> String {
    let details = Details::of(publication, content);
    // Names are as printed. Authors shorten them as their CV requires.
    let mut authors = publication.creators().iter().map(|author| line(&author.name)).collect::<Vec<_>>().join(", ");
    authors.extend(publication.creators_role());
    let known = publication.venue.as_ref().and_then(|key| content.venues.get(key));
    let short = known.and_then(|venue| venue.short.as_deref()).map(line).unwrap_or_default();
    let mut place = [short, details.venue.clone(), details.publisher.clone()]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default();
    for (open, part, close) in [(" ", &details.volume, ""), ("(", &details.issue, ")")] {
        if !part.is_empty() && !place.is_empty() {
            place.extend([open, part, close]);
        }
    }
    let status = publication.status.map_or("", |status| status.as_str()).to_owned();
    let year = publication.year().map(|year| format!("{year:04}")).unwrap_or_default();
    let pages = match details.pages.ranges.as_slice() {
        [] => String::new(),
        [(_, last)] if last.is_empty() => ["p. ", &details.pages.with_dash("–")].concat(),
        _ => ["pp. ", &details.pages.with_dash("–")].concat(),
    };
    let about: Vec<String> =
        [place, details.number.clone(), year, status, pages].into_iter().filter(|part| !part.is_empty()).collect();
    let mut entry = String::new();
    for sentence in [authors, details.title.clone(), about.join(", ")] {
        if !sentence.is_empty() {
            entry.push_str(&sentence);
            entry.push_str(if sentence.ends_with(['.', '?', '!', '。', '？', '！']) { " " } else { ". " });
        }
    }
    // The URL is last, without a full stop, which would be copied with it.
    entry.push_str(&details.url);
    entry.trim_end().to_owned()
}

/// Returns a file with the lines of these publications in their order.
pub fn file<'c>(publications: impl IntoIterator<Item = &'c Publication>, content: &Content) -> String {
    publications.into_iter().map(|publication| entry(publication, content) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_fields_of_a_cv() {
        #[track_caller]
        fn check(publication: &str, expected: &str) {
            let text = format!(
                r#"{{ "person": {{ "name": "Ada" }}, "pages": [],
                    "venues": {{ "osdi": {{ "short": "OSDI", "name": "USENIX Symposium" }}, "cacm": {{ "name": "CACM" }},
                        "ox": {{ "name": "Oxford", "kind": "university" }} }},
                    "publications": [{{ "id": "a", {publication} }}] }}"#
            );
            let content = crate::content::read(&text).unwrap().content;
            assert_eq!(file(&content.publications, &content), expected.to_owned() + "\n");
        }
        check(
            r#""title": "On  Engines", "authors": ["Ada", "王小明"], "venue": "osdi", "date": "2024-07", "pages": "1-15",
               "doi": "10.1/a", "type": "conference""#,
            "Ada, 王小明. On Engines. OSDI, 2024, pp. 1–15. https://doi.org/10.1/a",
        );
        check(
            r#""title": "Why?", "authors": ["M. L. King Jr."], "venue": "cacm", "date": "2024", "volume": "6", "issue": "2",
               "pages": "7", "type": "journal", "links": [{ "kind": "paper", "url": "https://a.example/p.pdf" }]"#,
            "M. L. King Jr. Why? CACM 6(2), 2024, p. 7. https://a.example/p.pdf",
        );
        check(
            r#""title": "T", "authors": ["Ada"], "date": "2024", "type": "preprint", "arxiv": "2310.07240""#,
            "Ada. T. 2024. https://arxiv.org/abs/2310.07240",
        );
        check(r#""title": "T", "authors": [], "venue": "ox", "type": "thesis""#, "T. Oxford.");
    }
}
