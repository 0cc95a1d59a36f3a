//! The record of what import has written: a small file next to the profile.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::import::edit::{parse, pretty};

/// The name of the record, next to `content.json`. A build does not publish it.
pub const FILE_NAME: &str = "import-record.json";

const ABOUT: &str = "`frontispiece import` wrote this file. It lists what import has written to content.json. A later \
                     import changes only values that are still the same there, and does not bring back what you have \
                     removed. To import a removed publication again, delete its entry here.";

/// What import has written to a profile.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    /// Aliases of the owner.
    pub aliases: BTreeSet<String>,
    /// Relations: "tessel2021preprint preprint-of tessel2021".
    pub relations: BTreeSet<String>,
    pub venues: Vec<RecordedVenue>,
    /// The key of the topic of each keyword. Keywords are in the form for comparison.
    pub topics: BTreeMap<String, String>,
    pub works: Vec<RecordedWork>,
    /// The values from an old site, by their place: "person.headline", "pages talks", "site.redirects /about/".
    pub site: BTreeMap<String, Value>,
}

/// A venue of imported works.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RecordedVenue {
    /// The key in `venues`, or `None` if publications have its name.
    pub key: Option<String>,
    pub name: String,
    /// The short name and the kind that the files give.
    pub short: Option<String>,
    pub kind: Option<String>,
    /// Its names in the imported files.
    pub spellings: BTreeSet<Spelling>,
}

/// The name of a venue in an imported file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spelling {
    pub name: String,
    /// Whether a paper of a conference has this name. It then contains what changes every year.
    pub is_proceedings: bool,
}

/// An imported work.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RecordedWork {
    /// The id of its publication.
    pub id: String,
    /// The entries that are this work, each by its format and key: "BibTeX tessel2021". The first one determines the
    /// fields, and the others add what it lacks.
    pub keys: Vec<String>,
    /// The titles of the entries whose title is not the one that import has written.
    pub titles: BTreeMap<String, String>,
    /// The fields that import has written.
    pub fields: Map<String, Value>,
    /// The fields that are not from the first entry, each with its entry.
    pub others: BTreeMap<String, String>,
}

impl RecordedWork {
    /// Returns the entry that determines a field.
    pub fn source(&self, field: &str) -> Option<&str> {
        self.others.get(field).or(self.keys.first()).map(String::as_str)
    }
}

impl Record {
    /// Parses a record.
    ///
    /// # Errors
    /// Fails with a description if the text is not a record.
    pub fn parse(text: &str) -> Result<Record, String> {
        let root = parse(text)?;
        let root = root.as_object().ok_or("the file is not an object")?;
        let list = |name: &str| root.get(name).and_then(Value::as_array).into_iter().flatten();
        let strings = |value: Option<&Value>| {
            let elements = value.and_then(Value::as_array).into_iter().flatten();
            elements.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<String>>()
        };
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let pairs = |value: Option<&Value>| {
            let fields = value.and_then(Value::as_object).into_iter().flatten();
            fields.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
        };
        let venue = |value: &Value| {
            let name = text(value, "name").ok_or("a venue has no \"name\"")?;
            let spellings = |field: &str, is_proceedings: bool| {
                let names = strings(value.get(field)).into_iter();
                names.map(move |name| Spelling { name, is_proceedings })
            };
            let spellings = spellings("spellings", false).chain(spellings("proceedings", true)).collect();
            let [key, short, kind] = ["key", "short", "kind"].map(|field| text(value, field));
            Ok::<_, String>(RecordedVenue { key, name, short, kind, spellings })
        };
        let work = |value: &Value| {
            Ok::<_, String>(RecordedWork {
                id: text(value, "id").ok_or("a publication has no \"id\"")?,
                keys: strings(value.get("keys")),
                titles: pairs(value.get("titles")),
                fields: value.get("fields").and_then(Value::as_object).cloned().unwrap_or_default(),
                others: pairs(value.get("others")),
            })
        };
        Ok(Record {
            aliases: strings(root.get("aliases")).into_iter().collect(),
            relations: strings(root.get("relations")).into_iter().collect(),
            venues: list("venues").map(venue).collect::<Result<_, _>>()?,
            topics: pairs(root.get("topics")),
            works: list("publications").map(work).collect::<Result<_, _>>()?,
            site: root.get("site").and_then(Value::as_object).cloned().unwrap_or_default().into_iter().collect(),
        })
    }

    /// Returns the record as a text. Entries are sorted, so that the order of imports does not matter.
    pub fn to_text(&self) -> String {
        let mut venues: Vec<&RecordedVenue> = self.venues.iter().collect();
        venues.sort_by_key(|venue| (&venue.name, &venue.key));
        let mut works: Vec<&RecordedWork> = self.works.iter().collect();
        works.sort_by_key(|work| (work.id.to_ascii_lowercase(), &work.id));
        let venue = |venue: &&RecordedVenue| {
            let mut object = Map::new();
            let RecordedVenue { key, name, short, kind, spellings } = venue;
            for (field, text) in
                [("key", key.as_ref()), ("name", Some(name)), ("short", short.as_ref()), ("kind", kind.as_ref())]
            {
                if let Some(text) = text {
                    object.insert(field.to_owned(), json!(text));
                }
            }
            for (field, is_proceedings) in [("spellings", false), ("proceedings", true)] {
                let spellings = spellings.iter().filter(|spelling| spelling.is_proceedings == is_proceedings);
                let names: Vec<&str> = spellings.map(|spelling| spelling.name.as_str()).collect();
                if !names.is_empty() {
                    object.insert(field.to_owned(), json!(names));
                }
            }
            Value::Object(object)
        };
        let work = |work: &&RecordedWork| {
            let mut object = Map::new();
            object.insert("id".to_owned(), json!(work.id));
            object.insert("keys".to_owned(), json!(work.keys));
            if !work.titles.is_empty() {
                object.insert("titles".to_owned(), json!(work.titles));
            }
            object.insert("fields".to_owned(), Value::Object(work.fields.clone()));
            if !work.others.is_empty() {
                object.insert("others".to_owned(), json!(work.others));
            }
            Value::Object(object)
        };
        let mut record = json!({
            "about": ABOUT,
            "aliases": self.aliases,
            "relations": self.relations,
            "venues": venues.iter().map(venue).collect::<Vec<_>>(),
            "topics": self.topics,
            "publications": works.iter().map(work).collect::<Vec<_>>(),
        });
        if !self.site.is_empty() {
            record["site"] = json!(self.site);
        }
        pretty(&record)
    }
}
