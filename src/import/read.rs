//! Reads a file in any of the formats.

use std::fmt;

use serde_json::Value;

use crate::import::{
    bibtex, csl, dblp,
    decode::decode,
    orcid::{self, OrcidPerson},
    ris,
    work::{ReadFile, Warning},
    xml,
};

/// Reads a file, whose format is detected from its content. `name` is its name for messages.
///
/// ```
/// let bytes = b"@article{tessel2021, title = {On Quills}, author = {Tessel, Noor}, year = 2021}";
/// let file = frontispiece::import::read("papers.bib", bytes).unwrap();
/// assert_eq!(file.works[0].fields["title"], "On Quills");
/// ```
///
/// # Errors
///
/// Returns an error if the content has none of the formats.
pub fn read(name: &str, bytes: &[u8]) -> Result<ReadFile, ReadError> {
    if let Some(kind) = binary(bytes) {
        return Err(ReadError::new(name, kind));
    }
    let decoded = decode(bytes);
    let mut file = read_text(&decoded.text).map_err(|found| ReadError::new(name, &found))?;
    if let Some(message) = decoded.warning {
        file.warnings.insert(0, Warning { line: 0, path: String::new(), message });
    }
    Ok(file)
}

/// Returns the person of a record of ORCID, as JSON or XML.
pub fn orcid_person(bytes: &[u8]) -> Option<OrcidPerson> {
    let text = decode(bytes).text;
    match Document::of(&text).ok()? {
        Document::Json(value) => orcid::person_of(&value),
        Document::Xml(root) => orcid::person_of(&orcid::from_xml(&root)?),
        Document::Text => None,
    }
}

/// The reason why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    message: String,
}

impl ReadError {
    fn new(name: &str, found: &str) -> ReadError {
        let message = format!(
            "{name}: found {found}; expected BibTeX, CSL-JSON, RIS, the record or the works of ORCID, or the XML of a person at \
             dblp; export the list in one of these formats"
        );
        ReadError { message }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

/// A parsed file.
enum Document {
    Json(Value),
    Xml(xml::Element),
    Text,
}

impl Document {
    /// Parses a text as its first character suggests. The error describes what was found.
    fn of(text: &str) -> Result<Document, String> {
        let start = text.trim_start();
        if start.starts_with(['{', '[']) {
            return match serde_json::from_str(text) {
                Ok(value) => Ok(Document::Json(value)),
                // A text in brackets may precede the entries of BibTeX.
                Err(_) if bibtex::has_entries(text) => Ok(Document::Text),
                Err(error) => Err(format!("malformed JSON: {error}")),
            };
        }
        if start.starts_with('<') {
            if is_html(start) {
                return Err("an HTML page".to_owned());
            }
            return match xml::parse(text) {
                Ok(root) => Ok(Document::Xml(root)),
                Err(_) if bibtex::has_entries(text) => Ok(Document::Text),
                Err(error) => Err(error),
            };
        }
        Ok(Document::Text)
    }
}

/// Reads a text. The error describes what was found.
fn read_text(text: &str) -> Result<ReadFile, String> {
    match Document::of(text)? {
        Document::Json(value) if orcid::is_orcid(&value) => Ok(orcid::read(text, &value)),
        Document::Json(value) if csl::items(&value).is_some() => Ok(csl::read(text, &value)),
        Document::Json(value) => {
            let fields: Vec<&str> = value.as_object().into_iter().flatten().map(|(name, _)| &**name).take(5).collect();
            Err(format!(
                "JSON without works{}",
                if fields.is_empty() { String::new() } else { format!(", with the fields {}", fields.join(", ")) }
            ))
        }
        Document::Xml(root) if dblp::is_dblp(&root) => Ok(dblp::read(&root)),
        Document::Xml(root) => match orcid::from_xml(&root).filter(orcid::is_orcid) {
            Some(value) => Ok(orcid::read("", &value)),
            None => Err(format!("XML with the element <{}>", root.name)),
        },
        Document::Text if ris::is_ris(text) => Ok(ris::read(text)),
        Document::Text if bibtex::has_entries(text) => Ok(bibtex::read(text)),
        Document::Text => Err(unknown_text(text)),
    }
}

fn is_html(start: &str) -> bool {
    let start: String = start.chars().take(200).collect::<String>().to_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html") || start.contains("<html")
}

/// Returns the name of a format that is no text.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 4] = [
        (b"%PDF", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\x89PNG", "an image"),
    ];
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, name)| *name)
}

fn unknown_text(text: &str) -> String {
    let start = text.trim_start();
    let first: String = start.lines().next().unwrap_or_default().chars().take(60).collect();
    match () {
        () if start.is_empty() => "an empty file".to_owned(),
        () if start.starts_with("PMID- ") => "the format of PubMed".to_owned(),
        () if start.starts_with("FN ") || start.starts_with("PT J") => "the tagged format of Web of Science".to_owned(),
        () if start.starts_with("%0 ") || start.starts_with("%A ") => "the tagged format of EndNote".to_owned(),
        () => format!("a text without entries that begins with \"{}\"", first.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Format;

    #[test]
    fn the_format_is_detected_from_the_content() {
        #[track_caller]
        fn check(text: &str, format: Format) {
            assert_eq!(
                read("x", text.as_bytes()).map(|file| (file.format, file.works.len())),
                Ok((format, 1)),
                "{text}"
            );
        }
        check("% a comment\n@misc{a, title = {A}}", Format::Bibtex);
        check("{x} @misc{a, title = {A}}", Format::Bibtex);
        check("<x> @misc{a, title = {A}}", Format::Bibtex);
        check("[{ \"id\": \"a\", \"type\": \"book\", \"title\": \"A\" }]", Format::CslJson);
        check("{ \"type\": \"book\", \"title\": \"A\" }", Format::CslJson);
        check("\u{FEFF}TY  - BOOK\nTI  - @misc{a, }\nER  - ", Format::Ris);
        check("{ \"put-code\": 7, \"title\": { \"title\": { \"value\": \"A\" } }, \"type\": \"book\" }", Format::Orcid);
        check(
            "<work:work xmlns:work=\"w\" put-code=\"7\"><work:title><t:title xmlns:t=\"t\">A</t:title></work:title></work:work>",
            Format::Orcid,
        );
        check("<dblpperson><r><book><title>A</title></book></r></dblpperson>", Format::Dblp);
    }

    #[test]
    fn other_content_is_an_error() {
        #[track_caller]
        fn check(bytes: &[u8], found: &str) {
            let expected = format!(
                "x.bib: found {found}; expected BibTeX, CSL-JSON, RIS, the record or the works of ORCID, or the XML of a person \
                 at dblp; export the list in one of these formats"
            );
            assert_eq!(read("x.bib", bytes).unwrap_err().to_string(), expected);
        }
        check(b"", "an empty file");
        check(b"Dear colleagues,\n", "a text without entries that begins with \"Dear colleagues,\"");
        check(b"%PDF-1.7", "a PDF");
        check(b"<!DOCTYPE html><html>", "an HTML page");
        check(b"{ \"person\": {}, \"pages\": [] }", "JSON without works, with the fields person, pages");
        check(b"[1, ", "malformed JSON: EOF while parsing a value at line 1 column 4");
        check(b"<rss></rss>", "XML with the element <rss>");
        check(b"PMID- 7\n", "the format of PubMed");
    }
}
