//! A work that is being read.

use serde_json::{Map, Value, json};

use crate::{
    content::{Publication, macros::object::Object},
    import::{
        identifiers,
        work::{Warning, Work},
    },
    url::SafeUrl,
};

/// A work and the remarks on it.
#[derive(Default)]
pub(super) struct Draft {
    pub work: Work,
    pub warnings: Vec<Warning>,
}

impl Draft {
    pub fn new(line: usize, key: &str) -> Draft {
        let work = Work { line, key: key.to_owned(), ..Work::default() };
        Draft { work, warnings: Vec::new() }
    }

    /// Sets a field to a text that is not empty.
    pub fn set(&mut self, field: &str, text: impl Into<String>) {
        let text = text.into();
        let text = printable(text.trim());
        let text = text.trim();
        if !text.is_empty() {
            self.work.fields.insert(field.to_owned(), text.into());
        }
    }

    /// Sets a list that is not empty.
    pub fn set_list(&mut self, field: &str, list: Vec<Value>) {
        if !list.is_empty() {
            self.work.fields.insert(field.to_owned(), list.into());
        }
    }

    pub fn has(&self, field: &str) -> bool {
        self.work.fields.contains_key(field)
    }

    /// Returns the text of a field, or an empty text.
    pub fn text(&self, field: &str) -> &str {
        self.work.fields.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// Adds a paragraph to the note.
    pub fn add_note(&mut self, note: &str) {
        let note = note.trim();
        let known = self.text("note");
        if !note.is_empty() && !known.split("\n\n").any(|one| one == note) {
            let note = if known.is_empty() { note.to_owned() } else { [known, "\n\n", note].concat() };
            self.set("note", note);
        }
    }

    /// Adds an item to a list.
    pub fn push(&mut self, field: &str, item: Value) {
        let list = self.work.fields.entry(field.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list
            && !list.contains(&item)
        {
            list.push(item);
        }
    }

    /// Adds a link, unless a link with its URL is known.
    pub fn link(&mut self, field: &str, kind: &str, url: &str, label: &str) {
        let Some(url) = self.checked(field, url) else { return };
        let links = self.work.fields.get("links").and_then(Value::as_array);
        if links.into_iter().flatten().any(|link| link["url"] == *url) {
            return;
        }
        let mut link = Map::new();
        for (name, text) in [("kind", kind), ("url", &url), ("label", label)] {
            if !text.is_empty() {
                link.insert(name.to_owned(), text.into());
            }
        }
        self.push("links", link.into());
    }

    /// Sets the URL, unless it is only the URL of the DOI or of the arXiv page.
    pub fn set_url(&mut self, field: &str, url: &str) {
        let url = url.trim();
        if url.is_empty() {
            return;
        }
        if !self.has("doi")
            && let Some(doi) = identifiers::doi(url).filter(|doi| identifiers::is_doi_url(url, doi))
        {
            self.set("doi", doi);
        }
        if !self.has("arxiv") && identifiers::is_arxiv_url(url) {
            self.set("arxiv", identifiers::arxiv(url).unwrap_or_default());
        }
        let is_doi = identifiers::is_doi_url(url, self.text("doi"));
        // The URL of another version of the preprint is redundant, too.
        let without_version =
            |id: &str| id.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end_matches('v').to_owned();
        let own = self.text("arxiv");
        let is_arxiv = identifiers::is_arxiv_url(url)
            && identifiers::arxiv(url)
                .is_some_and(|id| id == own || without_version(&id) == *own || without_version(own) == id);
        if is_doi || is_arxiv {
            return;
        }
        if self.has("url") {
            self.link(field, "", url, "");
        } else if let Some(url) = self.checked(field, url) {
            self.set("url", url);
        }
    }

    /// Returns a URL that may be in a profile, or warns.
    fn checked(&mut self, field: &str, url: &str) -> Option<String> {
        // Browsers ignore line breaks and tabs in URLs, too.
        let url: String = url.trim().chars().filter(|letter| !letter.is_control()).collect();
        // A host without a scheme.
        let completed = if url.starts_with("www.") { ["https://", &url].concat() } else { url.clone() };
        match SafeUrl::link(&completed) {
            Ok(_) if !completed.is_empty() => Some(completed),
            Ok(_) => None,
            Err(error) => {
                self.warn(field, format!("found \"{url}\", which is left out: {error}"));
                None
            }
        }
    }

    /// Sets the topics from keywords that are separated by semicolons or commas.
    pub fn add_topics(&mut self, keywords: &str) {
        let separator = if keywords.contains(';') { ';' } else { ',' };
        for topic in keywords.split(separator) {
            self.add_topic(topic);
        }
    }

    pub fn add_topic(&mut self, topic: &str) {
        let topic = crate::import::inline::single_spaced(topic.trim().trim_end_matches('.'));
        if !topic.is_empty() && !self.work.topics.contains(&topic) {
            self.work.topics.push(topic);
        }
    }

    pub fn add_award(&mut self, name: &str) {
        if !name.is_empty() {
            self.push("awards", json!({ "name": name }));
        }
    }

    /// Warns about a field of the entry.
    pub fn warn(&mut self, field: &str, message: impl Into<String>) {
        let key = &self.work.key;
        let path = if key.is_empty() { field.to_owned() } else { [key, ".", field].concat() };
        self.warnings.push(Warning { line: self.work.line, path, message: message.into() });
    }

    /// Warns about a value that has no place in a profile.
    pub fn no_place(&mut self, field: &str, value: &str) {
        self.warn(field, format!("found \"{}\"; a publication has no such field, so it is left out", short(value)));
    }

    /// Returns the work with its fields in the order of the model.
    pub fn finish(mut self) -> (Work, Vec<Warning>) {
        let mut fields = Map::new();
        for name in Publication::FIELDS {
            if let Some(value) = self.work.fields.remove(*name) {
                fields.insert((*name).to_owned(), value);
            }
        }
        debug_assert!(self.work.fields.is_empty(), "unknown fields: {:?}", self.work.fields);
        fields.values_mut().for_each(make_printable);
        self.work.fields = fields;
        if let Some(venue) = &mut self.work.venue {
            venue.name = printable(&venue.name).trim().to_owned();
        }
        self.work.venue = self.work.venue.filter(|venue| !venue.name.is_empty());
        (self.work, self.warnings)
    }
}

/// Returns a text with spaces in place of control characters, which no page can show. Line breaks are kept.
fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() && letter != '\n' { ' ' } else { letter }).collect()
}

fn make_printable(value: &mut Value) {
    match value {
        Value::String(text) if text.contains(char::is_control) => *text = printable(text),
        Value::Array(list) => list.iter_mut().for_each(make_printable),
        Value::Object(object) => object.values_mut().for_each(make_printable),
        _ => {}
    }
}

/// Returns the message for a field that describes no work, with the number of entries that have it.
pub(super) fn count_of_entries(count: usize) -> String {
    let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
    format!("found it in {entries}; it is for another program, or repeats another field, so it is left out")
}

/// Returns a value for a message, on one line and shortened after 300 characters.
pub(super) fn short(value: &str) -> String {
    const LONGEST: usize = 300;
    let value = crate::import::inline::single_spaced(value);
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => [&value[..end], "…"].concat(),
        None => value,
    }
}
