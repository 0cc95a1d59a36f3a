//! Exports publications as a file in one of several formats, with a name that describes its content.

use crate::{
    citation::{PlainText, bibtex, csl_json, plain_text, ris},
    content::{Content, Publication},
    search::filter::Filter,
    util::{text, text::Normalizer},
};

/// The format of an export file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For LaTeX.
    Bibtex,
    /// For reference managers.
    Ris,
    /// For Zotero, pandoc and other programs that read CSL.
    Csl,
    /// For a CV: one line for each publication.
    List,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 4] = [Format::Bibtex, Format::Ris, Format::Csl, Format::List];

    /// Returns the file extension.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Bibtex => "bib",
            Format::Ris => "ris",
            Format::Csl => "json",
            Format::List => "txt",
        }
    }

    /// Returns the name for a reader.
    pub fn label(self) -> &'static str {
        match self {
            Format::Bibtex => "BibTeX (.bib)",
            Format::Ris => "RIS (.ris)",
            Format::Csl => "CSL-JSON (.json)",
            Format::List => "Plain list for a CV (.txt)",
        }
    }
}

/// Returns the text of a file with the publications that have these ids, in this order. Unknown ids are ignored.
pub fn export(content: &Content, ids: &[&str], format: Format, plain: PlainText) -> String {
    let publications: Vec<&Publication> = ids.iter().filter_map(|id| content.publication(id)).collect();
    match format {
        Format::Bibtex => bibtex::file(publications, content),
        Format::Ris => ris::file(publications, content, plain),
        Format::Csl => csl_json::file(publications, content, plain),
        Format::List => plain_text::file(publications, content),
    }
}

/// The maximum length of a file name in bytes, without the extension.
const LONGEST: usize = 80;

/// Returns the file name for the results of a filter. It consists of the owner's name, the selection and the format, in
/// ASCII.
///
/// ```
/// use frontispiece::{citation::export::{file_name, Format}, content::read, search::filter::Filter, util::text::normalize};
/// let content = read(r#"{ "person": { "name": "Zoë Ørsted" }, "pages": [] }"#).unwrap().content;
/// let name = |query, format| file_name(&Filter::parse(query), &content, format, normalize);
/// assert_eq!(name("year=2020..2023&venue=osdi", Format::Bibtex), "zoe-orsted-2020-2023-osdi.bib");
/// assert_eq!(name("", Format::List), "zoe-orsted-publications.txt");
/// ```
pub fn file_name(filter: &Filter, content: &Content, format: Format, normalize: Normalizer) -> String {
    let choices = filter.selections().map(|(_, value)| value);
    let mut parts: Vec<&str> = [content.person.name.as_str(), &filter.text].into_iter().chain(choices).collect();
    if filter.text.trim().is_empty() && parts.len() == 2 {
        parts.push("publications");
    }
    let parts = parts.into_iter().map(|part| {
        let key = text::slugify(part, normalize);
        let ascii: String = key.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
        ascii.trim_matches('-').to_owned()
    });
    let mut name = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if name.len() > LONGEST {
        let end = name[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        name.truncate(end);
    }
    if name.is_empty() {
        name.push_str("publications");
    }
    [&name, ".", format.extension()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::util::text::normalize;

    #[test]
    fn file_names_are_short_ascii() {
        #[track_caller]
        fn check(scholar: &str, query: &str, expected: &str) {
            let mut content = Content::default();
            content.person.name = scholar.to_owned();
            assert_eq!(file_name(&Filter::parse(query), &content, Format::Ris, normalize), expected);
        }
        check("Qizheng Zhang", "year=2024&venue=osdi", "qizheng-zhang-2024-osdi.ris");
        check("Qizheng Zhang", "q=%20", "qizheng-zhang-publications.ris");
        check("Qizheng Zhang", "q=../../etc/passwd%00", "qizheng-zhang-etc-passwd.ris");
        check("Qizheng Zhang", "q=Gödel+%26+“Turing”", "qizheng-zhang-godel-turing.ris");
        check("王小明", "", "publications.ris");
        check("王小明", "topic=机器学习", "publications.ris");
        check("王小明 Wang", "topic=机器学习", "wang.ris");
        let long = format!("q={}", "word ".repeat(50));
        check("Ada", &long, &format!("ada-{}word.ris", "word-".repeat(14)));
        check("Ada", &format!("q={}", "w".repeat(100)), "ada.ris");
        check(&"a".repeat(100), "", &format!("{}.ris", "a".repeat(LONGEST)));
    }

    #[test]
    fn a_file_has_the_publications_in_the_requested_order() {
        let text = r#"{ "person": { "name": "Ada" }, "pages": [], "publications": [
            { "id": "a", "title": "First", "authors": ["Ada"], "date": "2021" },
            { "id": "b", "title": "Second", "authors": ["Ada"], "date": "2020" }] }"#;
        let content = crate::content::read(text).unwrap().content;
        for format in Format::ALL {
            let file = export(&content, &["b", "nowhere", "a"], format, &str::to_owned);
            let place = |title| file.find(title).unwrap_or_else(|| panic!("no {title} in {file}"));
            assert!(place("Second") < place("First"), "{file}");
        }
        assert_eq!(export(&content, &["b"], Format::List, &str::to_owned), "Ada. Second. 2020.\n");
        assert_eq!(export(&content, &[], Format::Csl, &str::to_owned), "[]\n");
    }
}
