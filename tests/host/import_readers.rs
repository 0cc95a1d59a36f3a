//! Reads exported citations with the importers, and compares what they say.

use frontispiece::{
    citation::export::{Format, export},
    content::{Content, read},
    import::{self, ReadFile, Work},
    markdown::{parse, plain_text},
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A profile in which a publication of each type has every field that the type may have.
fn every_field() -> String {
    let types = [
        "conference",
        "workshop",
        "journal",
        "preprint",
        "thesis",
        "book",
        "chapter",
        "report",
        "software",
        "dataset",
        "patent",
        "other",
    ];
    let dates = ["2024", "2024-05", "2024-05-17", "2024-21", "2023/2024", "2024-05-30/2024-06-02"];
    let states = ["in press", "forthcoming", "accepted", "under review", "submitted", "in preparation"];
    let publication = |(at, kind): (usize, &&str)| {
        json!({
            "id": format!("p{at}"), "title": "On Quills: 100% of \"ink\" & {feathers} #1 – A_B", "type": kind,
            "authors": ["Noor Tessel", "Jan van der Berg", "Martin Luther King, Jr.", { "given": "Ana", "family": "García Lorca" },
                { "literal": "The HALO Collaboration" }, "王小明", "et al."],
            "editors": ["Ineke Brug", "Maren Olsvik"], "translators": ["Iñaki Solana"],
            "venue": if matches!(*kind, "thesis" | "report" | "patent" | "software" | "dataset" | "other") { "" } else { kind },
            "date": dates[at % dates.len()], "status": states[at % states.len()], "topics": ["ink", "feathers"],
            "abstract": "One *word*.", "doi": format!("10.1000/a_b({at})"), "arxiv": "2310.07240", "volume": "4", "issue": "2",
            "number": "17", "pages": "1-15", "series": "Lecture Notes in Quillwork", "edition": "Second",
            "publisher": "Quill Press & Sons", "place": "Fenn", "isbn": "978-0-306-40615-7", "issn": "1234-567X", "version": "2.1",
            "degree": if *kind == "thesis" { "phd" } else { "" }, "language": "de",
        })
    };
    let mut publications: Vec<Value> = types.iter().enumerate().map(publication).collect();
    for fields in publications.iter_mut().filter_map(Value::as_object_mut) {
        fields.retain(|_, value| *value != "");
    }
    json!({
        "person": { "name": "Noor Tessel" }, "pages": [], "publications": publications,
        "topics": { "ink": { "label": "Ink" }, "feathers": { "label": "Feathers & Down" } },
        "venues": {
            "conference": { "short": "QC", "name": "Proceedings of the Quill Conference" },
            "workshop": { "short": "QW", "name": "Workshop on Quills" },
            "journal": { "short": "J. Quills", "name": "Journal of Quills" },
            "preprint": { "name": "bioRxiv" }, "book": { "name": "Quill Library" }, "chapter": { "name": "The Book of Quills" },
        },
    })
    .to_string()
}

fn profiles() -> [(&'static str, String); 3] {
    [
        ("content.json", include_str!("../../public/content.json").to_owned()),
        ("scholar-300.json", include_str!("../fixtures/scholar-300.json").to_owned()),
        ("every field", every_field()),
    ]
}

const FORMATS: [Format; 3] = [Format::Bibtex, Format::Csl, Format::Ris];

fn exported(content: &Content, format: Format) -> String {
    let ids: Vec<&str> = content.publications.iter().map(|publication| publication.id.as_str()).collect();
    export(content, &ids, format, &|markdown| plain_text(&parse(markdown).blocks))
}

/// Returns the profile that consists of the works of a file.
fn profile(file: &ReadFile) -> Content {
    let (mut venues, mut topics) = (Map::new(), Map::new());
    let publications: Vec<Value> =
        file.works.iter().enumerate().map(|(at, work)| publication(at, work, &mut venues, &mut topics)).collect();
    let value = json!({ "person": { "name": "Ada" }, "pages": [], "venues": venues, "topics": topics, "publications": publications });
    let reading = read(&value.to_string()).unwrap();
    assert_eq!(reading.diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    reading.content
}

fn publication(at: usize, work: &Work, venues: &mut Map<String, Value>, topics: &mut Map<String, Value>) -> Value {
    let mut fields = work.fields.clone();
    fields.insert("id".to_owned(), format!("p{at}").into());
    fields.insert("key".to_owned(), work.key.clone().into());
    if let Some(venue) = &work.venue {
        let key = format!("v{at}");
        let mut value = json!({ "name": venue.name });
        for (name, text) in [("short", &venue.short), ("kind", &venue.kind)] {
            if let Some(text) = text {
                value[name] = text.clone().into();
            }
        }
        venues.insert(key.clone(), value);
        fields.insert("venue".to_owned(), key.into());
    }
    let keys: Vec<Value> = work
        .topics
        .iter()
        .enumerate()
        .map(|(number, topic)| {
            let key = format!("t{at}-{number}");
            topics.insert(key.clone(), json!({ "label": topic }));
            key.into()
        })
        .collect();
    fields.insert("topics".to_owned(), keys.into());
    fields.into()
}

/// Returns the entries of a file, each as its lines.
fn entries(file: &str, format: Format) -> Vec<Vec<String>> {
    let separator = match format {
        Format::Ris => "ER  - ",
        _ => "\n}",
    };
    let lines = |entry: &str| entry.lines().map(|line| line.trim_end_matches([',', ']']).to_owned()).collect();
    file.split(separator).map(lines).collect()
}

#[test]
fn an_exported_profile_is_read_back_without_loss() {
    for (name, text) in profiles() {
        let content = read(&text).unwrap().content;
        for format in FORMATS {
            // The names of preprint servers become the same everywhere.
            let before = exported(&content, format).replace("arXiv preprint", "arXiv");
            let file = import::read(name, before.as_bytes()).unwrap();
            assert_eq!(
                (file.works.len(), &file.skipped),
                (content.publications.len(), &Vec::new()),
                "{name} {format:?}"
            );
            let after = exported(&profile(&file), format);
            let mut lost = Vec::new();
            let own: Vec<bool> = content.publications.iter().map(|publication| publication.bibtex.is_some()).collect();
            let pairs = entries(&before, format).into_iter().zip(entries(&after, format)).enumerate();
            for (at, (before, after)) in pairs {
                // Entries of the content are not exported from its fields.
                if format == Format::Bibtex && own.get(at) == Some(&true) {
                    continue;
                }
                lost.extend(
                    before.iter().filter(|line| !after.contains(line)).map(|line| (line.clone(), after.join("\n"))),
                );
            }
            // CSL reads these tags of a text as markup.
            lost.retain(|(line, _)| !line.contains("<b>"));
            assert!(lost.is_empty(), "{name} {format:?}: {lost:#?}");
        }
    }
}

proptest! {
    #[test]
    fn no_input_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(file) = import::read("x", &bytes) {
            prop_assert!(file.works.iter().all(|work| work.fields.contains_key("title")));
        }
    }
}
