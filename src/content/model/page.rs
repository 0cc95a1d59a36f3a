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
    pub entries: Vec<ListItem>,
    /// A choice of publications.
    pub publications: Option<PublicationQuery>,
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
pub struct PublicationQuery {
    /// Only those marked as selected.
    #[schemars(default)]
    pub selected: bool,
    /// Only those of this topic (a key of `topics`).
    pub topic: Option<String>,
    /// At most this many, the newest.
    pub newest: Option<u32>,
}

json_object!(PublicationQuery {
    selected "selected",
    topic "topic",
    newest "newest",
});

/// A line of a list; a line with nothing but a title may be written as a string.
#[derive(Clone, Debug)]
pub struct ListItem {
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
    pub entries: Vec<ListItem>,
}

/// A line of a list.
#[derive(Default, JsonSchema)]
#[schemars(rename = "EntryFields", deny_unknown_fields)]
struct ListItemFields {
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
    entries: Vec<ListItem>,
}

json_object!(ListItemFields {
    title "title" required,
    role "role",
    place "where",
    when "when",
    note "note",
    links "links",
    entries "entries",
});

impl From<String> for ListItem {
    fn from(title: String) -> ListItem {
        ListItem { title, role: None, place: None, when: None, note: None, links: Vec::new(), entries: Vec::new() }
    }
}

impl From<ListItemFields> for ListItem {
    fn from(fields: ListItemFields) -> ListItem {
        let ListItemFields { title, role, place, when, note, links, entries } = fields;
        ListItem { title, role, place, when, note, links, entries }
    }
}

impl From<ListItem> for ListItemFields {
    fn from(entry: ListItem) -> ListItemFields {
        let ListItem { title, role, place, when, note, links, entries } = entry;
        ListItemFields { title, role, place, when, note, links, entries }
    }
}

string_or_object!(ListItem, ListItemFields, "a title or an object with a title");
