//! The parts of a profile that the author still has to write: sample texts, and fields that nearly every site needs.

use crate::{
    check::short,
    content::{
        Diagnostic, MarkdownFiles, Message, SAMPLE_MARKER,
        lenient::{
            PathSegment::{self, Field},
            SourceTree,
        },
    },
};

/// Returns what the author still has to write, in the order of the file. Returns nothing if the text is not valid JSON,
/// because its errors come first.
///
/// ```
/// let text = r#"{ "site": { "url": "https://ada.example/" },
///   "person": { "name": "Ada", "headline": "TODO: your position", "email": "ada@ada.example" }, "pages": [] }"#;
/// let to_dos: Vec<String> = frontispiece::check::to_dos(text).iter().map(ToString::to_string).collect();
/// assert_eq!(to_dos[0], "2:13: person: add \"image\", your portrait: { \"src\": \"files/portrait.jpg\", \"alt\": \"Portrait\" }");
/// assert_eq!(to_dos[1], "2:42: person.headline: replace the sample text \"TODO: your position\"");
/// ```
pub fn to_dos(text: &str) -> Vec<Diagnostic> {
    let files = MarkdownFiles::default();
    let Ok(source) = SourceTree::parse(text, &files) else { return Vec::new() };
    if !source.is_valid_json {
        return Vec::new();
    }
    let lacks = |path: &[PathSegment]| {
        path.split_last().is_some_and(|(_, parent)| source.locate(path) == source.locate(parent))
    };
    let (site, person) = (Field("site"), Field("person"));
    let url = match lacks(&[site]) {
        true => "\"site\": { \"url\": … }, the public URL of the site, without which search engines find less",
        false => "\"url\", the public URL of the site, without which search engines find less",
    };
    for (path, what) in [
        ([person, Field("email")], "\"email\", your e-mail address"),
        (
            [person, Field("image")],
            "\"image\", your portrait: { \"src\": \"files/portrait.jpg\", \"alt\": \"Portrait\" }",
        ),
        ([site, Field("url")], url),
    ] {
        if lacks(&path) {
            source.report_at(&path, Message::problem(format!("add {what}")));
        }
    }
    source.report_texts_with(SAMPLE_MARKER, &|text| {
        Message::problem(format!("replace the sample text \"{}\"", short(text)))
    });
    source.diagnostics()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = to_dos(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn missing_fields_and_sample_texts_are_found() {
        check(
            "{\n\"person\": { \"name\": \"TODO: name\" },\n\"pages\": [{ \"sections\": [{ \"text\": \"I am TODO: who\" }] }]\n}",
            &[
                "1:1: add \"site\": { \"url\": … }, the public URL of the site, without which search engines find less",
                "2:11: person: add \"email\", your e-mail address",
                "2:11: person: add \"image\", your portrait: { \"src\": \"files/portrait.jpg\", \"alt\": \"Portrait\" }",
                "2:21: person.name: replace the sample text \"TODO: name\"",
                "3:36: pages[0].sections[0].text: replace the sample text \"I am TODO: who\"",
            ],
        );
        check(
            "{ \"site\": {}, \"person\": { \"email\": \"a@b.example\", \"image\": {} } }",
            &["1:11: site: add \"url\", the public URL of the site, without which search engines find less"],
        );
    }

    #[test]
    fn a_complete_profile_has_nothing_to_do() {
        let complete = "{ \"site\": { \"url\": \"https://a.example/\" }, // TODO: check\n \
                        \"person\": { \"email\": \"a@b.example\", \"image\": {}, \"headline\": \"To do\" } }";
        check(complete, &[]);
    }

    #[test]
    fn errors_come_first() {
        check("{ \"person\": { \"name\": \"TODO: name\" ", &[]);
        check("", &[]);
    }
}
