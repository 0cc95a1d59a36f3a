//! The parts of a complete reference that a list on the screen does not show: in print and on the CV (ISO 690:2021).

use crate::{
    citation::thesis_type,
    content::{Author, Publication, PublicationType},
};

/// Returns the type of a thesis, volume, issue, number, pages, editors, edition, series, publisher, place and status, as far as they are known.
pub fn reference_details(publication: &Publication) -> String {
    let text = |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
    let labeled = |label: &str, text: String| if text.is_empty() { text } else { [label, &text].concat() };
    let editors = match publication.authors.is_empty() {
        // The editors are in the place of the authors.
        true => String::new(),
        false => Author::names(&publication.editors),
    };
    let series = [text(&publication.series), text(&publication.volume)];
    let (series, volume) = match &series {
        // The volume of a journal precedes its issue.
        [series, volume] if series.is_empty() || publication.kind == Some(PublicationType::Journal) => {
            (series.clone(), volume.clone())
        }
        [series, volume] => ([series.as_str(), " ", volume].concat().trim_end().to_owned(), String::new()),
    };
    let issue = text(&publication.issue);
    let issue = match (issue.is_empty(), volume.is_empty()) {
        (true, _) => volume,
        (false, true) => labeled("no. ", issue),
        (false, false) => [&volume, "(", &issue, ")"].concat(),
    };
    let edition = publication.edition.as_ref().map(|edition| [edition.trim(), " ed."].concat()).unwrap_or_default();
    let pages = text(&publication.pages);
    let has_range = pages.contains(['-', '–']);
    let number = labeled(
        if publication.kind == Some(PublicationType::Journal) { "article " } else { "no. " },
        text(&publication.number),
    );
    let parts = [
        thesis_type(publication).unwrap_or_default(),
        issue,
        number,
        labeled(if has_range { "pp. " } else { "p. " }, pages.replace('-', "–")),
        labeled("edited by ", editors),
        edition,
        series,
        labeled("version ", text(&publication.version)),
        text(&publication.publisher),
        text(&publication.place),
        publication.status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::read;

    #[test]
    fn a_reference_has_every_detail_that_is_known() {
        #[track_caller]
        fn check(fields: &str, expected: &str) {
            let text = format!(
                r#"{{ "person": {{ "name": "Ada" }}, "pages": [],
                    "publications": [{{ "id": "a", "title": "A", "authors": ["Ada"], {fields} }}] }}"#
            );
            let content = read(&text).unwrap().content;
            assert_eq!(reference_details(&content.publications[0]), expected, "{fields}");
        }
        check(r#""type": "journal", "volume": "12", "issue": "3", "pages": "45-67""#, "12(3), pp. 45–67");
        check(r#""type": "journal", "number": "043102", "volume": "8""#, "8, article 043102");
        check(r#""type": "report", "number": "17", "pages": "9""#, "no. 17, p. 9");
        check(
            r#""type": "chapter", "editors": ["Bo Byron", "Cy Roe"], "series": "Quill Studies", "volume": "4",
               "publisher": "Fenn Press", "place": "Fenn", "edition": "2""#,
            "edited by Bo Byron, Cy Roe, 2 ed., Quill Studies 4, Fenn Press, Fenn",
        );
        check(r#""type": "thesis", "degree": "phd", "publisher": "Fenn University""#, "PhD thesis, Fenn University");
        check(r#""type": "software", "version": "2.1""#, "version 2.1");
        check(r#""type": "book", "edition": "Second""#, "Second ed.");
        check(r#""type": "other""#, "");
        check(r#""type": "journal", "volume": "12", "status": "in press""#, "12, in press");
    }
}
