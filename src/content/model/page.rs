//! Pages, their sections and lists.

use schemars::JsonSchema;

use crate::content::{
    macros::{json_object, string_or_object},
    model::publication::Link,
};

/// A page of the menu.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Page", deny_unknown_fields)]
pub struct ContentPage {
    /// The page's address: "teaching" stands at /teaching/. "" is the home page; "publications" is the
    /// page on which visitors filter and search.
    #[schemars(length(max = 200), regex(pattern = "^[a-z0-9-]*$"))]
    pub slug: String,
    /// The page's heading and its name in the menu.
    pub title: String,
    /// What stands on the page, in order.
    #[schemars(default)]
    pub sections: Vec<Section>,
}

json_object!(ContentPage {
    slug "slug" required,
    title "title" required,
    sections "sections",
});

/// A part of a page: Markdown (`text`), a list (`entries`) or a choice of publications.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Section {
    /// The section's heading.
    pub title: Option<String>,
    /// Markdown; it stands first where the section has a list as well.
    pub text: Option<String>,
    /// A list: courses, committees, news, students, awards, …
    #[schemars(default)]
    pub entries: Vec<Entry>,
    /// A choice of publications.
    pub publications: Option<Selection>,
}

json_object!(Section {
    title "title",
    text "text",
    entries "entries",
    publications "publications",
});

/// A choice of publications; several conditions narrow it together.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Selection {
    /// Only those marked as selected.
    #[schemars(default)]
    pub selected: bool,
    /// Only those of this topic (a key of `topics`).
    pub topic: Option<String>,
    /// At most this many, the newest.
    pub newest: Option<u32>,
}

json_object!(Selection {
    selected "selected",
    topic "topic",
    newest "newest",
});

/// A line of a list; a line with nothing but a title may be written as a string.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What: a course, a committee, a piece of news.
    pub title: String,
    /// In what role.
    pub role: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// When, in words: "Spring 2024".
    pub when: Option<String>,
    /// A remark. Markdown.
    pub note: Option<String>,
    /// Links.
    pub links: Vec<Link>,
    /// Lines under this one, for a line that lists many venues.
    pub entries: Vec<Entry>,
}

/// A line of a list.
#[derive(Default, JsonSchema)]
#[schemars(rename = "EntryFields", deny_unknown_fields)]
struct EntryFields {
    /// What: a course, a committee, a piece of news.
    title: String,
    /// In what role.
    role: Option<String>,
    /// Where.
    #[schemars(rename = "where")]
    place: Option<String>,
    /// When, in words: "Spring 2024".
    when: Option<String>,
    /// A remark. Markdown.
    note: Option<String>,
    /// Links.
    #[schemars(default)]
    links: Vec<Link>,
    /// Lines under this one, for a line that lists many venues.
    #[schemars(default)]
    entries: Vec<Entry>,
}

json_object!(EntryFields {
    title "title" required,
    role "role",
    place "where",
    when "when",
    note "note",
    links "links",
    entries "entries",
});

impl From<String> for Entry {
    fn from(title: String) -> Entry {
        Entry { title, role: None, place: None, when: None, note: None, links: Vec::new(), entries: Vec::new() }
    }
}

impl From<EntryFields> for Entry {
    fn from(fields: EntryFields) -> Entry {
        let EntryFields { title, role, place, when, note, links, entries } = fields;
        Entry { title, role, place, when, note, links, entries }
    }
}

impl From<Entry> for EntryFields {
    fn from(entry: Entry) -> EntryFields {
        let Entry { title, role, place, when, note, links, entries } = entry;
        EntryFields { title, role, place, when, note, links, entries }
    }
}

string_or_object!(Entry, EntryFields, "a title or an object with a title");
