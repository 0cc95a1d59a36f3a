//! Reads the XML of a person at dblp (Ley, "DBLP – Some Lessons Learned", 2009).

use std::collections::BTreeMap;

use crate::import::{
    dates,
    draft::{Draft, count_of_entries},
    escape::markdown_line,
    identifiers,
    inline::{Inline, Mark},
    kinds, person,
    work::{Format, ReadFile, Skipped, VenueName, Warning},
    xml::{Element, Node},
};

/// Returns `true` for a document of dblp.
pub(super) fn is_dblp(root: &Element) -> bool {
    matches!(&*root.name, "dblpperson" | "dblp")
}

/// Reads a document.
pub(super) fn read(root: &Element) -> ReadFile {
    let mut file = ReadFile { format: Format::Dblp, works: Vec::new(), skipped: Vec::new(), warnings: Vec::new() };
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    let records = root.elements().flat_map(|child| -> Vec<&Element> {
        match &*child.name {
            "r" => child.elements().collect(),
            // The person, the coauthors and the home pages are no works.
            "person" | "coauthors" | "homonyms" => Vec::new(),
            _ => vec![child],
        }
    });
    for record in records.filter(|record| record.name != "www") {
        let key = record.attribute("key").map(|key| ["DBLP:", key].concat()).unwrap_or_default();
        let mut draft = Draft::new(record.line, &key);
        match read_record(record, &mut draft, &mut unread) {
            Ok(()) => {
                let (work, warnings) = draft.finish();
                file.works.push(work);
                file.warnings.extend(warnings);
            }
            Err(reason) => file.skipped.push(Skipped { line: record.line, key, reason, is_expected: false }),
        }
    }
    for (field, count) in unread {
        file.warnings.push(Warning { line: 0, path: field, message: count_of_entries(count) });
    }
    file
}

fn read_record(record: &Element, draft: &mut Draft, unread: &mut BTreeMap<String, usize>) -> Result<(), String> {
    let (mut authors, mut editors) = (Vec::new(), Vec::new());
    let (mut booktitle, mut journal, mut school) = (String::new(), String::new(), String::new());
    let (mut year, mut month) = (String::new(), String::new());
    let mut urls = Vec::new();
    for field in record.elements() {
        let text = field.text();
        match &*field.name {
            "author" | "editor" => {
                let name = match person::without_homonym_number(&text) {
                    Some(bare) => {
                        let message = format!(
                            "found \"{text}\", a number of dblp for people of the same name; the name is \"{bare}\""
                        );
                        draft.warn(&field.name, message);
                        bare
                    }
                    None => &text,
                };
                let list = if field.name == "author" { &mut authors } else { &mut editors };
                list.push(person::parse(name));
            }
            "title" => {
                let mut parts = Vec::new();
                push_inlines(field, &mut parts);
                // dblp ends every title with a full stop.
                let title = markdown_line(parts);
                let bare = title.strip_suffix('.').filter(|bare| !bare.ends_with('.')).unwrap_or(&title);
                draft.set("title", bare);
            }
            "booktitle" => booktitle = text,
            "journal" => journal = text,
            "school" => school = text,
            "year" => year = text,
            "month" => month = text,
            "ee" => urls.push(text),
            "pages" | "volume" | "publisher" | "series" | "isbn" => draft.set(&field.name, text),
            "number" => draft.set("issue", text),
            "address" => draft.set("place", text),
            "note" => {
                let note = crate::import::escape::escaped(&text);
                draft.add_note(&note);
            }
            // The page of the work at dblp, and references between its records.
            "url" | "crossref" | "cite" | "stream" | "cdrom" | "rel" => {
                *unread.entry(field.name.clone()).or_insert(0) += 1
            }
            _ => draft.no_place(&field.name, &text),
        }
    }
    if !draft.has("title") {
        return Err("found no title; expected an element <title>; add it to the record".to_owned());
    }
    draft.set_list("authors", authors);
    draft.set_list("editors", editors);
    let found = dates::find(&[&year, &month]);
    if !found.unread.is_empty() {
        draft.warn("year", format!("found \"{year} {month}\"; expected a year and a month"));
    }
    draft.set("date", found.date.unwrap_or_default());
    kind_and_venue(record, draft, [booktitle, journal, school]);
    for url in urls {
        draft.set_url("ee", &url);
    }
    Ok(())
}

fn kind_and_venue(record: &Element, draft: &mut Draft, [booktitle, journal, school]: [String; 3]) {
    let mut kind = match &*record.name {
        "article" => "journal",
        "inproceedings" if kinds::is_workshop(&booktitle) => "workshop",
        "inproceedings" => "conference",
        "book" | "proceedings" => "book",
        "incollection" => "chapter",
        "phdthesis" | "mastersthesis" => "thesis",
        "data" => "dataset",
        other => {
            draft.warn("type", format!("found <{other}>, which is unknown; the work has the type \"other\""));
            "other"
        }
    };
    let mut venue = if booktitle.is_empty() { journal.clone() } else { booktitle };
    if kind == "journal"
        && let Some(server) = kinds::preprint_server(&journal)
    {
        kind = "preprint";
        venue = server.to_owned();
        if let Some(id) = identifiers::arxiv(draft.text("volume")) {
            draft.set("arxiv", id);
            draft.work.fields.shift_remove("volume");
        }
    }
    if kind == "thesis" {
        draft.set("degree", if record.name == "phdthesis" { "phd" } else { "master" });
    }
    if !school.is_empty() {
        if draft.has("publisher") {
            venue = school;
            draft.work.venue =
                Some(VenueName { name: venue.clone(), short: None, kind: Some("university".to_owned()) });
        } else {
            draft.set("publisher", school);
        }
    }
    draft.set("type", kind);
    // The book title of proceedings is the short name of the conference.
    if kind == "book" && !venue.is_empty() {
        if draft.has("series") {
            draft.no_place("booktitle", &venue);
        } else {
            draft.set("series", venue);
        }
    } else if !venue.is_empty() && draft.work.venue.is_none() {
        draft.work.venue = Some(VenueName { name: venue, short: None, kind: None });
    }
}

fn push_inlines(element: &Element, parts: &mut Vec<Inline>) {
    for child in &element.children {
        match child {
            Node::Text(text) => parts.push(Inline::Text(text.clone())),
            Node::Element(child) => {
                let mut content = Vec::new();
                push_inlines(child, &mut content);
                let mark = match &*child.name {
                    "i" => Some(Mark::Emphasis),
                    "b" => Some(Mark::Strong),
                    "sub" => Some(Mark::Subscript),
                    "sup" => Some(Mark::Superscript),
                    "tt" => Some(Mark::Code),
                    _ => None,
                };
                parts.push(mark.map_or(Inline::Group(content.clone()), |mark| Inline::Marked(mark, content)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::import::xml::parse;

    #[test]
    fn records_of_a_person_become_works() {
        let text = r#"<?xml version="1.0"?>
<dblpperson name="Noor Tessel" pid="1/2" n="3">
<person key="homepages/1/2"><author pid="1/2">Noor Tessel</author></person>
<r><article key="journals/q/T21"><author pid="1/2">Noor Tessel</author><author>Lin Wei 0001</author>
<title>On <i>Quills</i> &amp; H<sub>2</sub>O.</title><pages>1-15</pages><year>2021</year><volume>4</volume>
<journal>J. Quills</journal><number>2</number><ee>https://doi.org/10.1000/q</ee><url>db/q</url></article></r>
<r><article publtype="informal" key="journals/corr/abs-2310-07240"><author>Noor Tessel</author><title>Ink.</title>
<year>2023</year><volume>abs/2310.07240</volume><journal>CoRR</journal><ee>https://doi.org/10.48550/arXiv.2310.07240</ee></article></r>
<r><phdthesis key="phd/T20"><author>Noor Tessel</author><title>Feathers.</title><year>2020</year><school>Fenn University</school></phdthesis></r>
<r><book key="x"><year>2020</year></book></r>
<coauthors n="1"><co><na>Lin Wei</na></co></coauthors>
</dblpperson>"#;
        let file = read(&parse(text).unwrap());
        let fields = |at: usize| Value::Object(file.works[at].fields.clone());
        assert_eq!(
            fields(0),
            json!({ "title": "On *Quills* & H~2~O", "type": "journal", "authors": ["Noor Tessel", "Lin Wei"], "date": "2021",
                "doi": "10.1000/q", "volume": "4", "issue": "2", "pages": "1-15" })
        );
        assert_eq!(
            fields(1),
            json!({ "title": "Ink", "type": "preprint", "authors": ["Noor Tessel"], "date": "2023",
                "doi": "10.48550/arXiv.2310.07240", "arxiv": "2310.07240" })
        );
        assert_eq!(fields(2)["publisher"], "Fenn University");
        assert_eq!((file.works[0].line, &*file.works[0].key), (4, "DBLP:journals/q/T21"));
        assert_eq!((file.works.len(), file.skipped.len()), (3, 1));
        assert_eq!(
            file.warnings.iter().map(|warning| &*warning.path).collect::<Vec<_>>(),
            ["DBLP:journals/q/T21.author", "url"]
        );
    }
}
