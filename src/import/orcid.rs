//! Reads the records and works of ORCID's public API (version 3.0), as JSON or XML.
//!
//! Both have the same names: XML is converted to values of JSON, in which an element is an object of its children, or a
//! list of these if its name occurs several times.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use crate::import::{
    bibtex, dates,
    draft::{Draft, count_of_entries},
    escape::markdown_line,
    html, identifiers,
    inline::plain,
    json, kinds, person,
    work::{Format, ReadFile, Skipped, VenueName, Warning},
    xml::{Element, Node},
};

/// The person of a record of ORCID.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrcidPerson {
    /// The identifier: "0000-0002-1825-0097".
    pub orcid: String,
    /// The name as the person wants it, or the given and family names.
    pub name: String,
    /// Other spellings of the name.
    pub aliases: Vec<String>,
}

/// Returns `true` for a document of ORCID.
pub(super) fn is_orcid(value: &Value) -> bool {
    let has = |field: &str| value.get(field).is_some();
    has("orcid-identifier")
        || has("activities-summary")
        || has("bulk")
        || has("work-summary")
        || is_works(value)
        || is_work(value)
}

fn is_works(value: &Value) -> bool {
    value.get("group").is_some_and(|groups| list(groups).any(|group| group.get("work-summary").is_some()))
        || value.get("group").is_some() && value.get("path").is_some()
}

fn is_work(value: &Value) -> bool {
    value.get("put-code").is_some() && value.get("title").is_some()
}

/// Returns the value of an XML document of ORCID.
pub(super) fn from_xml(root: &Element) -> Option<Value> {
    let is_root = matches!(&*root.name, "record" | "works" | "activities" | "bulk" | "work");
    is_root.then(|| {
        let value = value_of(root);
        if root.name == "bulk" { Value::Object(Map::from_iter([("bulk".to_owned(), value)])) } else { value }
    })
}

fn value_of(element: &Element) -> Value {
    if element.elements().next().is_none() && element.attributes.is_empty() {
        return element.text().into();
    }
    let mut object = Map::new();
    for (name, value) in &element.attributes {
        object.insert(name.clone(), value.clone().into());
    }
    object.insert("line".to_owned(), element.line.into());
    for child in &element.children {
        match child {
            Node::Text(text) if !text.trim().is_empty() => drop(object.insert("value".to_owned(), text.trim().into())),
            Node::Text(_) => {}
            Node::Element(child) => {
                let value = value_of(child);
                match object.get_mut(&child.name) {
                    Some(Value::Array(list)) => list.push(value),
                    Some(first) => *first = Value::Array(vec![std::mem::take(first), value]),
                    None => drop(object.insert(child.name.clone(), value)),
                }
            }
        }
    }
    object.into()
}

/// Returns the items of a list, or the only one.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice).iter().filter(|item| !item.is_null())
}

/// Returns the value at a path of names.
fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, name| value.get(*name))
}

/// Returns the text at a path: a string, a number, or the field "value" of an object.
fn text(value: &Value, path: &[&str]) -> String {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let found = at(value, path);
    found.and_then(|found| text(found).or_else(|| text(found.get("value")?))).unwrap_or_default()
}

/// Returns the person of a record, if it is one.
pub(super) fn person_of(value: &Value) -> Option<OrcidPerson> {
    let orcid = text(value, &["orcid-identifier", "path"]);
    let name = |field: &str| text(value, &["person", "name", field]);
    let full = [name("given-names"), name("family-name")].join(" ").trim().to_owned();
    let credit = name("credit-name");
    let others = at(value, &["person", "other-names", "other-name"]);
    let mut aliases: Vec<String> = others.into_iter().flat_map(list).map(|other| text(other, &["content"])).collect();
    if !credit.is_empty() && credit != full && !full.is_empty() {
        aliases.insert(0, full.clone());
    }
    aliases.retain(|alias| !alias.is_empty());
    let name = if credit.is_empty() { full } else { credit };
    (!orcid.is_empty() || !name.is_empty()).then_some(OrcidPerson { orcid, name, aliases })
}

/// Reads a document. `source` is the text from which `value` was parsed, for the lines of its works.
pub(super) fn read(source: &str, value: &Value) -> ReadFile {
    let mut file = ReadFile { format: Format::Orcid, works: Vec::new(), skipped: Vec::new(), warnings: Vec::new() };
    let lines: HashMap<String, usize> = json::lines_of_numbers(source, "put-code").into_iter().collect();
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    for versions in groups(value) {
        let Some(first) = versions.first() else { continue };
        let code = text(first, &["put-code"]);
        let line = first.get("line").and_then(Value::as_u64).and_then(|line| usize::try_from(line).ok());
        let line = line.or_else(|| lines.get(&code).copied()).unwrap_or(1);
        let mut draft = Draft::new(line, &if code.is_empty() { String::new() } else { ["orcid-", &code].concat() });
        match read_work(&versions, &mut draft, &mut unread) {
            Ok(()) => {
                let (work, warnings) = draft.finish();
                file.works.push(work);
                file.warnings.extend(warnings);
            }
            Err(reason) => file.skipped.push(Skipped { line, key: draft.work.key, reason, is_expected: false }),
        }
    }
    for (field, count) in unread {
        file.warnings.push(Warning { line: 0, path: field, message: count_of_entries(count) });
    }
    file
}

/// Returns the works of a document. ORCID groups the versions of a work that different sources added; the first one is the
/// one that the person prefers.
fn groups(value: &Value) -> Vec<Vec<&Value>> {
    let works = at(value, &["activities-summary", "works"]).or_else(|| at(value, &["works"])).unwrap_or(value);
    if let Some(groups) = works.get("group") {
        let versions = |group| at(group, &["work-summary"]).into_iter().flat_map(list).collect::<Vec<_>>();
        return list(groups).map(versions).map(preferred_first).collect();
    }
    if let Some(bulk) = value.get("bulk") {
        let works = list(bulk).flat_map(|item| item.get("work").map_or_else(Vec::new, |work| list(work).collect()));
        return works.map(|work| vec![work]).collect();
    }
    if is_work(value) { vec![vec![value]] } else { Vec::new() }
}

fn preferred_first(mut versions: Vec<&Value>) -> Vec<&Value> {
    let index = |version: &&Value| text(version, &["display-index"]).parse::<i64>().unwrap_or(0);
    versions.sort_by_key(|version| std::cmp::Reverse(index(version)));
    versions
}

/// Identifiers of databases, which describe no work.
const DATABASES: [&str; 8] =
    ["eid", "wosuid", "source-work-id", "other-id", "cienciaiul", "dnb", "authenticusid", "cba"];

fn read_work(versions: &[&Value], draft: &mut Draft, unread: &mut BTreeMap<String, usize>) -> Result<(), String> {
    // The text of the first version that has one.
    let first = |path: &[&str]| {
        versions.iter().map(|version| text(version, path)).find(|text| !text.is_empty()).unwrap_or_default()
    };
    let title = first(&["title", "title"]);
    draft.set("title", markdown_line(html::parse(&title)));
    if !draft.has("title") {
        return Err("found no title; expected \"title\"; add it to the work at ORCID".to_owned());
    }
    let subtitle = markdown_line(html::parse(&first(&["title", "subtitle"])));
    if !subtitle.is_empty() && !draft.text("title").contains(&*subtitle) {
        let title = [draft.text("title"), ": ", &subtitle].concat();
        draft.set("title", title);
    }
    for version in versions {
        for id in at(version, &["external-ids", "external-id"]).into_iter().flat_map(list) {
            external_id(id, draft, unread);
        }
    }
    let dates = versions.iter().filter_map(|version| version.get("publication-date").filter(|date| !date.is_null()));
    let parts =
        dates.map(|date| ["year", "month", "day"].map(|part| text(date, &[part]))).find(|parts| !parts[0].is_empty());
    if let Some(parts) = parts {
        let known: Vec<&str> = parts.iter().map(String::as_str).take_while(|part| !part.is_empty()).collect();
        match dates::iso(&known.join("-")) {
            Some(date) => draft.set("date", date),
            None => draft.no_place("publication-date", &parts.join("-")),
        }
    }
    kind_and_venue(&first(&["type"]), &html_text(&first(&["journal-title"])), draft);
    people(versions, draft);
    draft.set("abstract", crate::import::escape::markdown(html::parse(&first(&["short-description"]))));
    let language = first(&["language-code"]);
    if !language.is_empty() {
        draft.set("language", kinds::language(&language).unwrap_or_default());
    }
    for version in versions {
        let url = text(version, &["url"]);
        draft.set_url("url", &url);
    }
    for version in versions {
        let translated = text(version, &["title", "translated-title"]);
        if !translated.is_empty() {
            draft.no_place("translated-title", &translated);
        }
    }
    Ok(())
}

fn html_text(text: &str) -> String {
    plain(&html::parse(text), str::to_owned)
}

fn external_id(id: &Value, draft: &mut Draft, unread: &mut BTreeMap<String, usize>) {
    let [kind, value, relation] =
        ["external-id-type", "external-id-value", "external-id-relationship"].map(|field| text(id, &[field]));
    // The identifier of a journal or of another version is not that of the work.
    let is_own = matches!(&*relation.to_lowercase(), "self" | "");
    let field = match kind.as_str() {
        "doi" if is_own => identifiers::doi(&value).map(|doi| ("doi", doi)),
        "arxiv" if is_own => identifiers::arxiv(&value).map(|id| ("arxiv", id)),
        "isbn" => Some(("isbn", value.clone())),
        "issn" => Some(("issn", value.clone())),
        "uri" if is_own => {
            draft.set_url("uri", &value);
            return;
        }
        kind if DATABASES.contains(&kind) => {
            *unread.entry(kind.to_owned()).or_insert(0) += 1;
            return;
        }
        _ => None,
    };
    match field {
        Some((field, value)) if !draft.has(field) => draft.set(field, value),
        Some((field, value)) if draft.text(field).eq_ignore_ascii_case(&value) => {}
        _ => {
            let known = draft.warnings.iter().any(|warning| warning.message.contains(&*value));
            if !known && !value.is_empty() {
                draft.no_place(&kind, &value);
            }
        }
    }
}

fn kind_and_venue(orcid_type: &str, journal: &str, draft: &mut Draft) {
    let mut kind = match orcid_type.to_lowercase().replace('_', "-").as_str() {
        "journal-article" | "magazine-article" | "newspaper-article" | "review" | "book-review" | "journal-issue" => {
            "journal"
        }
        "conference-paper" | "conference-abstract" | "conference-proceedings" => "conference",
        "preprint" | "working-paper" | "manuscript" => "preprint",
        "book" | "edited-book" | "conference-proceeding" | "translation" => "book",
        "book-chapter" | "dictionary-entry" | "encyclopedia-entry" | "encyclopaedia-entry" => "chapter",
        "dissertation" | "dissertation-thesis" => "thesis",
        "report" | "technical-standard" | "standards-and-policy" | "research-technique" => "report",
        "software" | "research-tool" => "software",
        "data-set" => "dataset",
        "patent" => "patent",
        _ => "other",
    };
    let server = kinds::preprint_server(journal);
    if kind == "conference" && kinds::is_workshop(journal) {
        kind = "workshop";
    }
    if matches!(kind, "journal" | "other")
        && (server.is_some() || kind == "journal" && journal.is_empty() && draft.has("arxiv") && !draft.has("doi"))
    {
        kind = "preprint";
    }
    draft.set("type", kind);
    let venue = match (kind, server) {
        ("preprint", Some(server)) => server,
        ("preprint", None) if journal.is_empty() && draft.has("arxiv") => "arXiv",
        _ => journal,
    };
    match kind {
        // The place of publication of a thesis or a report is its institution.
        "thesis" | "report" => draft.set("publisher", venue),
        "book" => draft.set("series", venue),
        _ if venue.is_empty() => {}
        _ => draft.work.venue = Some(VenueName { name: venue.to_owned(), short: None, kind: None }),
    }
}

/// Sets the authors: the contributors of a full work, or the authors of its citation in BibTeX.
fn people(versions: &[&Value], draft: &mut Draft) {
    let contributors = versions.iter().filter_map(|version| at(version, &["contributors", "contributor"]));
    let lists = contributors.map(|contributors| {
        let is_author = |person: &&Value| {
            let role = text(person, &["contributor-attributes", "contributor-role"]).to_lowercase();
            role.is_empty() || role.contains("author") || role.contains("writing")
        };
        let names = list(contributors).filter(is_author).map(|person| text(person, &["credit-name"]));
        names.filter(|name| !name.is_empty()).map(|name| person::parse(&name)).collect::<Vec<_>>()
    });
    if let Some(authors) = lists.into_iter().find(|authors| !authors.is_empty()) {
        draft.set_list("authors", authors);
        return;
    }
    for version in versions {
        let citation = text(version, &["citation", "citation-value"]);
        let is_bibtex = text(version, &["citation", "citation-type"]).eq_ignore_ascii_case("bibtex");
        if is_bibtex && let Some(work) = bibtex::read(&citation).works.first() {
            let authors = work.fields.get("authors").and_then(Value::as_array).cloned().unwrap_or_default();
            draft.set_list("authors", authors);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::import::xml;

    #[test]
    fn json_and_xml_give_the_same_works() {
        let record = json!({
            "orcid-identifier": { "path": "0000-0002-1825-0097" },
            "person": { "name": { "given-names": { "value": "Noor" }, "family-name": { "value": "Tessel" }, "credit-name": null } },
            "activities-summary": { "works": { "group": [
                { "work-summary": [
                    { "put-code": 7, "title": { "title": { "value": "On Quills" }, "subtitle": null }, "type": "journal-article",
                      "journal-title": { "value": "Journal of Quills" }, "url": { "value": "https://doi.org/10.1000/q" },
                      "publication-date": { "year": { "value": "2021" }, "month": { "value": "05" }, "day": null },
                      "external-ids": { "external-id": [
                        { "external-id-type": "doi", "external-id-value": "10.1000/q", "external-id-relationship": "self" },
                        { "external-id-type": "issn", "external-id-value": "1234-567X", "external-id-relationship": "part-of" },
                        { "external-id-type": "eid", "external-id-value": "2-s2.0", "external-id-relationship": "self" } ] } }
                ] },
                { "work-summary": [{ "put-code": 8, "title": null }] }
            ] } },
        });
        let file = read(&serde_json::to_string_pretty(&record).unwrap(), &record);
        let expected = json!({ "title": "On Quills", "type": "journal", "date": "2021-05", "doi": "10.1000/q", "issn": "1234-567X" });
        assert_eq!(Value::Object(file.works[0].fields.clone()), expected);
        assert_eq!((file.works.len(), file.skipped.len(), &*file.works[0].key), (1, 1, "orcid-7"));
        assert!(file.works[0].line > 1);
        let person =
            OrcidPerson { orcid: "0000-0002-1825-0097".to_owned(), name: "Noor Tessel".to_owned(), aliases: vec![] };
        assert_eq!(person_of(&record), Some(person));

        let text = r#"<activities:works xmlns:activities="a" xmlns:work="w" xmlns:common="c" path="/0000/works"><activities:group>
            <work:work-summary put-code="7" visibility="public"><work:title><common:title>On Quills</common:title></work:title>
            <common:external-ids><common:external-id><common:external-id-type>doi</common:external-id-type>
            <common:external-id-value>10.1000/q</common:external-id-value><common:external-id-relationship>self</common:external-id-relationship>
            </common:external-id><common:external-id><common:external-id-type>issn</common:external-id-type>
            <common:external-id-value>1234-567X</common:external-id-value></common:external-id></common:external-ids>
            <work:type>journal-article</work:type><common:publication-date><common:year>2021</common:year><common:month>05</common:month>
            </common:publication-date><work:journal-title>Journal of Quills</work:journal-title></work:work-summary></activities:group>
            </activities:works>"#;
        let value = from_xml(&xml::parse(text).unwrap()).unwrap();
        assert!(is_orcid(&value));
        let from_xml = read(text, &value);
        assert_eq!(
            (&from_xml.works[0].fields, &from_xml.works[0].venue),
            (&file.works[0].fields, &file.works[0].venue)
        );
    }

    #[test]
    fn a_full_work_has_authors() {
        let work = json!({ "bulk": [{ "work": { "put-code": 7, "title": { "title": { "value": "A" } }, "type": "conference-paper",
            "contributors": { "contributor": [{ "credit-name": { "value": "Tessel, Noor" } }, { "credit-name": { "value": "Ineke Brug" } }] },
            "short-description": "We show." } }, { "work": { "put-code": 8, "title": { "title": { "value": "B" } }, "type": "book",
            "citation": { "citation-type": "bibtex", "citation-value": "@book{b, title={B}, author={Brug, Ineke}}" } } }] });
        let file = read("", &work);
        let authors: Vec<&Value> = file.works.iter().map(|work| &work.fields["authors"]).collect();
        assert_eq!(authors, [&json!(["Noor Tessel", "Ineke Brug"]), &json!(["Ineke Brug"])]);
        assert_eq!(file.works[0].fields["abstract"], "We show.");
    }
}
