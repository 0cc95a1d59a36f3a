//! The steps of a merge.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
};

use serde_json::{Map, Value, json};

use crate::{
    content::{self, Content, Diagnostic, Person as Owner, Publication, authors::comparable, macros::object::Object},
    import::{
        ReadFile, Skipped, Work,
        edit::{edit, parse},
        merge::{
            check::{Checked, complete, in_publication, remove},
            fields::{Entry, merge_fields},
            ids::Ids,
            matching::{How, Matcher, Placed},
            owner,
            profile::{Slot, put, slots},
            record::{Record, RecordedWork},
            relations::relate,
            report::{FileReport, Report, shown},
            topics::{MAX_TOPICS, Topics},
            venues::{PlainNames, Venues},
        },
    },
    util::text::Normalizer,
};

/// The profile that an import into an empty folder begins with.
pub(super) const NEW_PROFILE: &str = r#"{
  "$schema": "./content.schema.json",
  "person": {
    "name": "Your Name"
  },
  "publications": [],
  "pages": [
    {
      "slug": "",
      "title": "Home",
      "sections": [
        { "title": "Recent publications", "publications": { "newest": 5 } }
      ]
    },
    { "slug": "publications", "title": "Publications" }
  ]
}
"#;

/// The name of the owner in a new profile, until import finds it.
pub(super) const UNKNOWN_NAME: &str = "Your Name";

/// The name of the profile in reports.
pub(super) const PROFILE: &str = "content.json";

/// The number of times that import takes back values with errors.
const MAX_REPAIRS: usize = 6;

/// The options of a merge.
pub struct Options<'o> {
    /// The name of the owner, if the user has given it.
    pub me: Option<String>,
    /// Separates letters from their accents.
    pub normalize: Normalizer,
    /// Returns the errors and warnings of a profile. Imported values with errors are taken back.
    pub check: &'o dyn Fn(&str) -> Vec<Diagnostic>,
}

/// The result of a merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The new text of the profile.
    pub content: String,
    /// The new text of the record.
    pub record: String,
    /// What became of each entry.
    pub report: Report,
}

/// The reason why nothing can be merged.
#[derive(Clone, Debug, PartialEq)]
pub enum MergeError {
    /// The profile has these syntax errors.
    Profile(Vec<Diagnostic>),
    /// The profile cannot be changed, for this reason.
    Unsuitable(String),
    /// The record is not valid, for this reason.
    Record(String),
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MergeError::Profile(errors) => {
                errors.iter().try_for_each(|error| writeln!(f, "{PROFILE}:{error}"))?;
                f.write_str("correct the JSON, then import again; nothing was changed")
            }
            MergeError::Unsuitable(reason) => write!(f, "{PROFILE}: {reason}; nothing was changed"),
            MergeError::Record(reason) => write!(
                f,
                "import-record.json: {reason}; restore the file, or delete it and import again: values that import has \
                 written before then count as yours; nothing was changed"
            ),
        }
    }
}

impl std::error::Error for MergeError {}

/// Merges imported files into a profile. `record` is the text of the record, if there is one, and each file has its name.
///
/// # Errors
/// Fails if the profile or the record cannot be read.
///
/// ```
/// use frontispiece::{import::{Format, ReadFile, Work, merge::{Options, merge}}, util::text::normalize};
/// let fields = serde_json::json!({ "title": "On Quills", "type": "journal", "authors": ["Noor Tessel"], "date": "2021" });
/// let work = Work { line: 1, key: "tessel2021".into(), fields: fields.as_object().unwrap().clone(), ..Work::default() };
/// let file = ReadFile { format: Format::Bibtex, works: vec![work], skipped: vec![], warnings: vec![] };
/// let options = Options { me: None, normalize, check: &|_| Vec::new() };
/// let merged = merge("", None, &[("papers.bib".into(), file)], &options).unwrap();
/// assert!(merged.content.contains("\"id\": \"tessel2021\""));
/// assert_eq!(merged.report.files[0].imported, 1);
/// ```
pub fn merge(
    profile: &str,
    record: Option<&str>,
    files: &[(String, ReadFile)],
    options: &Options,
) -> Result<Merged, MergeError> {
    let is_empty =
        |text: &str| matches!(text.trim_matches('\u{feff}').split_whitespace().collect::<String>().as_str(), "" | "{}");
    let profile = if is_empty(profile) { NEW_PROFILE } else { profile };
    let errors = content::syntax_errors(profile.trim_start_matches('\u{feff}'));
    if !errors.is_empty() {
        return Err(MergeError::Profile(errors));
    }
    let root = parse(profile.trim_start_matches('\u{feff}')).map_err(MergeError::Unsuitable)?;
    let record = record.map_or(Ok(Record::default()), Record::parse).map_err(MergeError::Record)?;
    let mut merging = Merging::new(root, record, options)?;
    let files = &merging.acceptable(files);
    merging.read(files);
    merging.record_titles(files);
    merging.relate_preprints(files);
    merging.find_owner();
    let content = merging.checked_text(profile)?;
    let files = merging.count(files);
    let warnings = std::mem::take(&mut merging.report.warnings);
    Ok(Merged { content, record: merging.record.to_text(), report: Report { files, warnings } })
}

/// The state of a merge.
struct Merging<'o> {
    options: &'o Options<'o>,
    /// The profile. Its `publications` are those before the import.
    root: Map<String, Value>,
    /// The publications before the import.
    old: Vec<Value>,
    slots: Vec<Slot>,
    record: Record,
    old_record: Record,
    report: Report,
    /// The place of each entry of each file, or the reason why it has none.
    placed: Vec<Vec<Result<Placed, String>>>,
    /// The entries that have changed their publication, by file and place in it.
    changed: BTreeSet<(usize, usize)>,
    /// New publications that cannot be added, with the reasons.
    dropped: HashMap<usize, String>,
    /// The aliases that this import has added.
    aliases: BTreeSet<String>,
}

impl<'o> Merging<'o> {
    fn new(root: Value, mut record: Record, options: &'o Options<'o>) -> Result<Merging<'o>, MergeError> {
        let Value::Object(root) = root else {
            return Err(MergeError::Unsuitable("the profile is not an object".to_owned()));
        };
        let wrong = |name: &str, is_right: fn(&Value) -> bool, expected: &str| match root.get(name) {
            Some(value) if !is_right(value) => {
                Err(MergeError::Unsuitable(format!("\"{name}\" is not {expected}; run make check")))
            }
            _ => Ok(()),
        };
        wrong("publications", Value::is_array, "a list")?;
        wrong("venues", Value::is_object, "an object")?;
        wrong("topics", Value::is_object, "an object")?;
        wrong("person", Value::is_object, "an object")?;
        let old = root.get("publications").and_then(Value::as_array).cloned().unwrap_or_default();
        let old_record = record.clone();
        let slots = slots(&old, &mut record, options.normalize);
        Ok(Merging {
            options,
            root,
            old,
            slots,
            record,
            old_record,
            report: Report::default(),
            placed: Vec::new(),
            changed: BTreeSet::new(),
            dropped: HashMap::new(),
            aliases: BTreeSet::new(),
        })
    }

    fn object(&self, name: &str) -> Map<String, Value> {
        self.root.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// Returns the files without the values that the check refuses, whichever publication they become part of.
    fn acceptable(&mut self, files: &[(String, ReadFile)]) -> Vec<(String, ReadFile)> {
        let mut files = files.to_vec();
        let places: Vec<(usize, usize)> = files
            .iter()
            .enumerate()
            .flat_map(|(index, (_, file))| (0..file.works.len()).map(move |entry| (index, entry)))
            .collect();
        for _ in 0..MAX_REPAIRS {
            let trial = |(number, (index, entry)): (usize, &(usize, usize))| {
                let mut fields = Map::from_iter([("id".to_owned(), json!(number.to_string()))]);
                let own = files[*index].1.works[*entry].fields.clone();
                fields.extend(own.into_iter().filter(|(name, _)| is_field(name)));
                // These are checked later.
                fields.entry("title").or_insert_with(|| json!("title"));
                complete(&mut fields);
                Value::Object(fields)
            };
            let mut root = self.root.clone();
            root.insert("publications".to_owned(), places.iter().enumerate().map(trial).collect());
            let text = serde_json::to_string(&Value::Object(root)).unwrap_or_default();
            let errors = (self.options.check)(&text);
            let mut is_changed = false;
            let mut done = BTreeSet::new();
            for error in errors.iter().rev().filter(|error| error.is_error()) {
                let Some((number, path)) = in_publication(&error.path) else { continue };
                let Some((index, entry)) = places.get(number).copied() else { continue };
                let (name, file) = &mut files[index];
                let work = &mut file.works[entry];
                let Some(refused) = remove(&mut work.fields, &path).filter(|_| done.insert((number, path.clone())))
                else {
                    continue;
                };
                is_changed = true;
                let message = format!("left out {}, because the check refuses it: {}", shown(&refused), error.message);
                let field = error.path.split_once('.').map_or("", |(_, field)| field);
                self.report.warn(name, work.line, format!("{}.{field}", work.key), message);
            }
            if !is_changed {
                break;
            }
        }
        files
    }

    /// Finds the publication of each entry, and merges the fields.
    fn read(&mut self, files: &[(String, ReadFile)]) {
        let normalize = self.options.normalize;
        let mut matcher = Matcher::new(&mut self.slots, &self.record, normalize);
        for (_, file) in files {
            let place = |work: &Work| match work.fields.get("title").and_then(Value::as_str).map(str::trim) {
                Some(title) if !title.is_empty() => Ok(matcher.place(file.format, work)),
                _ => Err("the entry has no title; add one".to_owned()),
            };
            self.placed.push(file.works.iter().map(place).collect());
        }
        let venues = self.find_venues(files);
        let topics = self.find_topics(files);
        let ids: Vec<&str> = self.slots.iter().map(Slot::id).collect();
        let removed = self.record.works.iter().map(|work| work.id.as_str());
        let mut ids = Ids::new(ids.into_iter().chain(removed), normalize);
        for (index, (name, file)) in files.iter().enumerate() {
            for warning in &file.warnings {
                self.report.warn(name, warning.line, warning.path.clone(), warning.message.clone());
            }
            for (entry, work) in file.works.iter().enumerate() {
                let Ok(placed) = self.placed[index][entry].clone() else { continue };
                let venue = venues.get(&(index, entry)).map(String::as_str);
                self.merge_entry(name, (index, entry), work, &placed, venue, &topics, &mut ids);
            }
        }
    }

    /// Returns `true` if an entry is a preprint of a work that is published.
    fn is_earlier(&self, work: &Work, placed: &Placed) -> bool {
        is_preprint(work) && self.slots[placed.slot].identities.iter().any(|own| !own.is_preprint())
    }

    /// Returns the venue of each entry: a key of `venues`, or a name.
    fn find_venues(&mut self, files: &[(String, ReadFile)]) -> HashMap<(usize, usize), String> {
        let mut declared = self.object("venues");
        let written = |slot: &Slot| slot.work.and_then(|work| self.record.works[work].fields.get("venue"));
        let mut renamed = HashMap::new();
        let mut plain = PlainNames::new();
        for slot in &self.slots {
            let versions = slot.value.get("versions").and_then(Value::as_array).into_iter().flatten();
            let of_versions = versions.filter_map(|version| version.get("venue")?.as_str());
            plain.extend(of_versions.filter(|name| !declared.contains_key(*name)).map(str::to_owned));
            let Some(venue) = slot.text("venue") else { continue };
            match written(slot).and_then(Value::as_str) {
                Some(old) if declared.contains_key(venue) && !declared.contains_key(old) => {
                    renamed.entry(old.to_owned()).or_insert_with(|| venue.to_owned());
                }
                Some(old) if old == venue => {}
                _ if !declared.contains_key(venue) => drop(plain.insert(venue.to_owned())),
                _ => {}
            }
        }
        let mut venues = Venues::new(&declared, &self.record, &renamed, self.options.normalize);
        let mut places = HashMap::new();
        let mut named_differently = Vec::new();
        for (index, (name, file)) in files.iter().enumerate() {
            for (entry, work) in file.works.iter().enumerate() {
                let (Some(venue), Ok(placed)) = (&work.venue, &self.placed[index][entry]) else { continue };
                let is_named = !venue.name.trim().is_empty();
                if self.slots[placed.slot].is_removed || !is_named || self.is_earlier(work, placed) {
                    continue;
                }
                let kind = work.fields.get("type").and_then(Value::as_str).unwrap_or_default();
                let (place, is_other_name) = venues.find(venue, kind);
                places.insert((index, entry), place);
                if is_other_name {
                    named_differently.push((name, work, venue, place));
                }
            }
        }
        let count = declared.len();
        venues.declare(&mut declared, &plain);
        for (file, work, venue, place) in named_differently {
            let message = format!("\"{}\" is the venue \"{}\"", venue.name.trim(), venues.value(place));
            self.report.warn(file, work.line, format!("{}.venue", work.key), message);
        }
        if declared.len() > count {
            put(&mut self.root, Content::FIELDS, "venues", Value::Object(declared.clone()));
        }
        // Names that an earlier import has written become keys.
        for slot in &mut self.slots {
            let Some(work) = slot.work else { continue };
            let fields = &mut self.record.works[work].fields;
            let Some(name) = fields.get("venue").and_then(Value::as_str).filter(|name| !declared.contains_key(*name))
            else {
                continue;
            };
            if slot.text("venue") == Some(name)
                && let Some(key) = venues.new_value(name)
            {
                let message = format!("\"{name}\" is now \"{key}\", another name of the same venue");
                self.report.warn(PROFILE, 0, format!("{}.venue", slot.id()), message);
                slot.value.insert("venue".to_owned(), json!(key));
                fields.insert("venue".to_owned(), json!(key));
            }
        }
        venues.record(&mut self.record);
        places.into_iter().map(|(entry, place)| (entry, venues.value(place).to_owned())).collect()
    }

    /// Declares the topics of the entries.
    fn find_topics(&mut self, files: &[(String, ReadFile)]) -> Topics {
        let mut declared = self.object("topics");
        let mut renamed = HashMap::new();
        let keys = |list: Option<&Value>| -> Vec<String> {
            let list = list.and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        for slot in self.slots.iter().filter(|slot| slot.old.is_some()) {
            let Some(work) = slot.work else { continue };
            let (old, new) = (keys(self.record.works[work].fields.get("topics")), keys(slot.value.get("topics")));
            let gone: Vec<&String> =
                old.iter().filter(|key| !new.contains(key) && !declared.contains_key(*key)).collect();
            let added: Vec<&String> = new.iter().filter(|key| !old.contains(key)).collect();
            if let ([old], [new]) = (gone.as_slice(), added.as_slice()) {
                renamed.entry((*old).clone()).or_insert_with(|| (*new).clone());
            }
        }
        for key in self.record.topics.values_mut() {
            if let Some(new) = renamed.get(key.as_str()).filter(|_| !declared.contains_key(key.as_str())) {
                key.clone_from(new);
            }
        }
        let is_listed = |(index, entry): (usize, usize)| {
            self.placed[index][entry].as_ref().is_ok_and(|placed| !self.slots[placed.slot].is_removed)
        };
        let entries: Vec<&[String]> = files
            .iter()
            .enumerate()
            .flat_map(|(index, (_, file))| {
                file.works.iter().enumerate().map(move |(entry, work)| ((index, entry), work))
            })
            .filter(|(place, _)| is_listed(*place))
            .map(|(_, work)| work.topics.as_slice())
            .collect();
        let count = declared.len();
        let topics = Topics::new(&mut declared, &mut self.record, &entries, &renamed, self.options.normalize);
        if declared.len() > count {
            put(&mut self.root, Content::FIELDS, "topics", Value::Object(declared));
        }
        topics
    }

    #[allow(clippy::too_many_arguments)]
    fn merge_entry(
        &mut self,
        file: &str,
        place: (usize, usize),
        work: &Work,
        placed: &Placed,
        venue: Option<&str>,
        topics: &Topics,
        ids: &mut Ids,
    ) {
        let slot = placed.slot;
        let path = |field: &str| if work.key.is_empty() { field.to_owned() } else { format!("{}{field}", work.key) };
        if self.slots[slot].is_removed {
            let id = self.slots[slot].work.map(|work| self.record.works[work].id.clone()).unwrap_or_default();
            let message = format!(
                "the publication \"{id}\" was removed from content.json and stays removed; to import it again, delete \
                 its entry in import-record.json"
            );
            return self.report.warn(file, work.line, path(""), message);
        }
        let mut fields = Map::new();
        for (name, value) in &work.fields {
            match is_field(name) {
                true => drop(fields.insert(name.clone(), value.clone())),
                false => {
                    let message = format!("left out {}, because publications have no such field", shown(value));
                    self.report.warn(file, work.line, path(&format!(".{name}")), message);
                }
            }
        }
        if let Some(venue) = venue {
            fields.insert("venue".to_owned(), json!(venue));
        }
        let (keys, left_out) = topics.of(&work.topics);
        if !keys.is_empty() {
            fields.insert("topics".to_owned(), Value::Array(keys));
        }
        if !left_out.is_empty() {
            let message = format!(
                "left out the keywords \"{}\": you have removed these topics, or there are more than {MAX_TOPICS} and \
                 this is the only entry with them",
                left_out.join("\", \"")
            );
            self.report.warn(file, work.line, path(".keywords"), message);
        }
        let is_new = self.slots[slot].value.is_empty();
        if is_new {
            let (id, key) = ids.choose(&work.key, &fields);
            self.slots[slot].value.insert("id".to_owned(), json!(id));
            if let Some(key) = key {
                self.slots[slot].value.insert("key".to_owned(), json!(key));
            }
            if !fields.contains_key("type") {
                let message = "the entry has no type; imported as \"other\"".to_owned();
                self.report.warn(file, work.line, path(".type"), message);
            }
            if !fields.contains_key("authors") && !fields.contains_key("editors") {
                let message = "the entry has no authors; imported without them".to_owned();
                self.report.warn(file, work.line, path(".authors"), message);
            }
        }
        let id = self.slots[slot].id().to_owned();
        let number = *self.slots[slot].work.get_or_insert_with(|| {
            self.record.works.push(RecordedWork { id: id.clone(), ..RecordedWork::default() });
            self.record.works.len() - 1
        });
        if let How::Same(reason) = placed.how {
            let message = format!("the same work as the publication \"{id}\" ({reason}); merged into it");
            self.report.warn(file, work.line, path(""), message);
        }
        let before = self.slots[slot].value.clone();
        let entry = Entry { source: &placed.source, fields: &fields, is_preprint: is_preprint(work) };
        let conflicts =
            merge_fields(&mut self.slots[slot].value, &mut self.record.works[number], &entry, self.options.normalize);
        for (field, message) in conflicts {
            self.report.warn(file, work.line, format!("{id}.{field}"), message);
        }
        if is_new {
            complete(&mut self.slots[slot].value);
        }
        if before != self.slots[slot].value {
            self.changed.insert(place);
        }
    }

    /// Records the titles of entries that differ from what import has written, so that they are recognized again.
    fn record_titles(&mut self, files: &[(String, ReadFile)]) {
        for (placed, (_, file)) in self.placed.iter().zip(files) {
            for (placed, work) in placed.iter().zip(&file.works) {
                let Ok(Placed { slot, source, .. }) = placed else { continue };
                let Some(recorded) = self.slots[*slot].work.filter(|_| self.slots[*slot].is_listed()) else { continue };
                let recorded = &mut self.record.works[recorded];
                let title = work.fields.get("title").and_then(Value::as_str).unwrap_or_default();
                if recorded.fields.get("title").and_then(Value::as_str) == Some(title) {
                    recorded.titles.remove(source);
                } else {
                    recorded.titles.insert(source.clone(), title.to_owned());
                }
            }
        }
    }

    fn relate_preprints(&mut self, files: &[(String, ReadFile)]) {
        for (index, (file, read)) in files.iter().enumerate() {
            for (entry, work) in read.works.iter().enumerate() {
                let Ok(placed) = &self.placed[index][entry] else { continue };
                let (slot, preprint, other_doi) = (placed.slot, placed.preprint, placed.other_doi);
                if let Some(other) = preprint
                    && let Some((preprint, published)) = relate(&mut self.slots, &mut self.record, slot, other)
                {
                    let message = format!("related \"{preprint}\" to \"{published}\" as its preprint");
                    self.report.warn(file, work.line, work.key.clone(), message);
                }
                if let Some(other) = other_doi {
                    let message = format!(
                        "kept apart from the publication \"{}\", which has the same title and authors but another DOI; if \
                         they are versions of one work, relate them with \"relations\"",
                        self.slots[other].id()
                    );
                    self.report.warn(file, work.line, work.key.clone(), message);
                }
            }
        }
    }

    /// Sets the name of the owner if it is not known, and adds other spellings of it as aliases.
    fn find_owner(&mut self) {
        let normalize = self.options.normalize;
        let lists: Vec<Vec<owner::Person>> = self
            .slots
            .iter()
            .filter(|slot| slot.is_listed())
            .map(|slot| owner::people(&slot.value, normalize))
            .filter(|list| !list.is_empty())
            .collect();
        let mut person = self.object("person");
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned();
        let mut name = text(person.get("name"));
        if name.is_empty() || name == UNKNOWN_NAME {
            match self.options.me.clone().map_or_else(|| owner::detect(&lists), Ok) {
                Ok(found) => {
                    let message = match self.options.me {
                        Some(_) => format!("set to \"{found}\""),
                        None => {
                            format!("set to \"{found}\", the author of most publications; correct it if it is not you")
                        }
                    };
                    self.report.warn(PROFILE, 0, "person.name".to_owned(), message);
                    put(&mut person, Owner::FIELDS, "name", json!(found));
                    name = found;
                }
                Err(candidates) => {
                    if !lists.is_empty() {
                        let names = candidates.join("\", \"");
                        let message = format!(
                            "no author occurs in most publications; the most frequent are \"{names}\"; write your name, \
                             or import with --me NAME"
                        );
                        self.report.warn(PROFILE, 0, "person.name".to_owned(), message);
                    }
                    return;
                }
            }
        }
        let aliases = person.get("aliases").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut known = vec![name.clone()];
        known.extend(aliases.iter().filter_map(Value::as_str).map(str::to_owned));
        let mut others = BTreeSet::new();
        for (key, coauthor) in &self.object("people") {
            let aliases = coauthor.get("aliases").and_then(Value::as_array).into_iter().flatten();
            let names = aliases.chain(coauthor.get("name")).filter_map(Value::as_str).chain([key.as_str()]);
            others.extend(names.map(|name| comparable(name, normalize)));
        }
        let mut found = owner::spellings(&known, &others, &lists, normalize);
        if let Some(me) = &self.options.me {
            let is_known = known.iter().any(|known| comparable(known, normalize) == comparable(me, normalize));
            let is_author = lists
                .iter()
                .flatten()
                .any(|person| comparable(&person.printed, normalize) == comparable(me, normalize));
            if !is_known && is_author {
                found.certain.insert(me.clone());
            } else if !is_known {
                let message =
                    format!("\"{me}\" (--me) is neither \"{name}\" nor the name of an author; nothing was changed");
                self.report.warn(PROFILE, 0, "person.aliases".to_owned(), message);
            }
        }
        for (spelling, reason) in found.doubtful {
            let message = format!("\"{spelling}\" was not added, because {reason}; add it if it is you");
            self.report.warn(PROFILE, 0, "person.aliases".to_owned(), message);
        }
        let new: Vec<String> = found.certain.into_iter().filter(|alias| !self.record.aliases.contains(alias)).collect();
        for alias in &new {
            let message =
                format!("added \"{alias}\", another spelling of your name; remove it if it is another person");
            self.report.warn(PROFILE, 0, "person.aliases".to_owned(), message);
        }
        if !new.is_empty() {
            let all: Vec<Value> = aliases.into_iter().chain(new.iter().map(|alias| json!(alias))).collect();
            put(&mut person, Owner::FIELDS, "aliases", Value::Array(all));
        }
        self.record.aliases.extend(new.iter().cloned());
        self.aliases.extend(new);
        put(&mut self.root, Content::FIELDS, "person", Value::Object(person));
    }

    /// Returns the publications in their new order: the old ones in their order, and each new one before the first that is
    /// older. New ones without a date and a status are last.
    fn listed(&self) -> Vec<usize> {
        let rank = |slot: &Slot| {
            let year = slot.text("date").and_then(|date| date.get(..4)?.parse::<u16>().ok());
            year.unwrap_or(if slot.value.contains_key("status") { u16::MAX } else { 0 })
        };
        let mut old: Vec<usize> = (0..self.slots.len()).filter(|slot| self.slots[*slot].old.is_some()).collect();
        old.sort_by_key(|slot| self.slots[*slot].old);
        // The smallest year so far never increases, so that a binary search finds the first older publication.
        let mut smallest = u16::MAX;
        let years: Vec<u16> = old
            .iter()
            .map(|slot| {
                smallest = smallest.min(rank(&self.slots[*slot]));
                smallest
            })
            .collect();
        let is_new = |slot: &usize| {
            let Slot { old, is_removed, value, .. } = &self.slots[*slot];
            old.is_none() && !is_removed && !value.is_empty() && !self.dropped.contains_key(slot)
        };
        let mut new: Vec<(usize, u16, usize)> = (0..self.slots.len())
            .filter(is_new)
            .map(|slot| {
                let year = rank(&self.slots[slot]);
                (years.partition_point(|other| *other >= year), year, slot)
            })
            .collect();
        new.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| other.1.cmp(&one.1)));
        let mut new = new.into_iter().peekable();
        let mut listed = Vec::new();
        for (place, slot) in old.into_iter().enumerate() {
            while let Some((_, _, new)) = new.next_if(|(before, ..)| *before <= place) {
                listed.push(new);
            }
            listed.push(slot);
        }
        listed.extend(new.map(|(_, _, slot)| slot));
        listed
    }

    /// Returns the new text of the profile. Takes back the imported values that the check refuses.
    fn checked_text(&mut self, profile: &str) -> Result<String, MergeError> {
        for round in 0.. {
            let listed = self.listed();
            let mut root = self.root.clone();
            let publications: Vec<Value> =
                listed.iter().map(|slot| Value::Object(self.slots[*slot].value.clone())).collect();
            if !publications.is_empty() || root.contains_key("publications") {
                put(&mut root, Content::FIELDS, "publications", Value::Array(publications));
            }
            let text = edit(profile, &Value::Object(root)).map_err(MergeError::Unsuitable)?;
            let errors: Vec<Diagnostic> =
                (self.options.check)(&text).into_iter().filter(Diagnostic::is_error).collect();
            if errors.is_empty() || round == MAX_REPAIRS || !self.repair(profile, &listed, &errors) {
                return Ok(text);
            }
        }
        unreachable!("the loop ends with a text")
    }

    /// Takes back what this import has written at the places of errors. Returns `false` if there is nothing to take back.
    fn repair(&mut self, profile: &str, listed: &[usize], errors: &[Diagnostic]) -> bool {
        let mut checked = Checked {
            listed,
            slots: &mut self.slots,
            record: &mut self.record,
            old: &self.old,
            old_record: &self.old_record,
        };
        let repairs = checked.repair(errors);
        let mut is_changed = !repairs.left_out.is_empty() || !repairs.dropped.is_empty();
        // Another error can come from an author who is no longer named as in `person` or `people`.
        if !is_changed && !repairs.others.is_empty() {
            let before: Vec<String> =
                (self.options.check)(profile).iter().map(|error| format!("{} {}", error.path, error.message)).collect();
            let is_new = |error: &&Diagnostic| !before.contains(&format!("{} {}", error.path, error.message));
            if repairs.others.iter().any(|error| is_new(&error)) {
                for slot in 0..checked.slots.len() {
                    let Slot { old: Some(old), value, .. } = &checked.slots[slot] else { continue };
                    for field in ["authors", "editors", "translators"] {
                        if checked.old[*old].get(field) != value.get(field) {
                            is_changed = true;
                        }
                    }
                    if is_changed {
                        for field in ["authors", "editors", "translators"] {
                            checked.revert(slot, field);
                        }
                    }
                }
                is_changed |= self.remove_aliases();
            }
        }
        for (slot, field, message) in repairs.left_out {
            let (file, line) = self.source_of(slot);
            let path = format!("{}.{field}", self.slots[slot].id());
            self.report.warn(&file, line, path, message);
        }
        for (slot, reason) in repairs.dropped {
            self.dropped.entry(slot).or_insert(reason);
        }
        is_changed
    }

    /// Removes the aliases that this import has added. Returns `true` if there are any.
    fn remove_aliases(&mut self) -> bool {
        let added = std::mem::take(&mut self.aliases);
        self.record.aliases.retain(|alias| !added.contains(alias));
        if let Some(Value::Array(aliases)) = self.root.get_mut("person").and_then(|person| person.get_mut("aliases")) {
            aliases.retain(|alias| !alias.as_str().is_some_and(|alias| added.contains(alias)));
        }
        !added.is_empty()
    }

    /// Returns the number of the file and the line of the first entry of a publication. The file is given by its name later.
    fn source_of(&self, slot: usize) -> (String, usize) {
        let found = self.placed.iter().enumerate().find_map(|(file, entries)| {
            let entry = entries.iter().position(|placed| placed.as_ref().is_ok_and(|placed| placed.slot == slot))?;
            Some((file, entry))
        });
        found.map_or((PROFILE.to_owned(), 0), |(file, entry)| (format!("\0{file}"), entry))
    }

    /// Counts the entries of each file.
    fn count(&mut self, files: &[(String, ReadFile)]) -> Vec<FileReport> {
        let dropped = std::mem::take(&mut self.dropped);
        let gone: BTreeSet<usize> = dropped.keys().filter_map(|slot| self.slots[*slot].work).collect();
        let works = std::mem::take(&mut self.record.works);
        self.record.works =
            works.into_iter().enumerate().filter(|(place, _)| !gone.contains(place)).map(|(_, work)| work).collect();
        // Places of entries become names of files and lines.
        for warning in &mut self.report.warnings {
            if let Some(file) = warning.file.strip_prefix('\0').and_then(|number| number.parse::<usize>().ok()) {
                let (name, read) = &files[file];
                warning.line = read.works[warning.line].line;
                warning.file.clone_from(name);
            }
        }
        let count = |(index, (name, file)): (usize, &(String, ReadFile))| {
            let mut report = FileReport {
                file: name.clone(),
                format: file.format.name(),
                entries: file.works.len() + file.skipped.len(),
                skipped: file.skipped.clone(),
                ..FileReport::default()
            };
            for (entry, (work, placed)) in file.works.iter().zip(&self.placed[index]).enumerate() {
                let reason = match placed {
                    Err(reason) => Some(reason),
                    Ok(placed) => dropped.get(&placed.slot),
                };
                if let Some(reason) = reason {
                    let Work { line, key, .. } = work;
                    report.skipped.push(Skipped { line: *line, key: key.clone(), reason: reason.clone() });
                    continue;
                }
                let Ok(placed) = placed else { continue };
                let slot = &self.slots[placed.slot];
                let is_changed = self.changed.contains(&(index, entry))
                    && slot.old.is_none_or(|old| self.old[old].as_object() != Some(&slot.value));
                match placed.how {
                    _ if slot.is_removed => report.unchanged += 1,
                    How::New => report.imported += 1,
                    How::Same(_) => report.merged += 1,
                    How::Known if is_changed => report.updated += 1,
                    How::Known => report.unchanged += 1,
                }
            }
            report.skipped.sort_by_key(|skipped| skipped.line);
            report
        };
        files.iter().enumerate().map(count).collect()
    }
}

/// Returns `true` for a field that an entry can have.
fn is_field(name: &str) -> bool {
    Publication::FIELDS.contains(&name) && !matches!(name, "id" | "key" | "relations" | "venue" | "topics")
}

fn is_preprint(work: &Work) -> bool {
    work.fields.get("type").and_then(Value::as_str) == Some("preprint")
}
