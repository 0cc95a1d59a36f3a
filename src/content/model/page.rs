//! Pages, their sections and lists.

use crate::content::{macros::model, model::publication::Link};

model! {
    /// A page of the menu.
    pub struct ContentPage {
        /// The page's address: "teaching" stands at /teaching/. "" is the home page; "publications" is the
        /// page on which visitors filter and search.
        required slug: String where { "maxLength": 200, "pattern": "^[a-z0-9-]*$" },
        /// The page's heading and its name in the menu.
        required title: String,
        /// What stands on the page, in order.
        optional sections: Vec<Section>,
    }
}

model! {
    /// A part of a page: Markdown (`text`), a list (`entries`) or a choice of publications.
    pub struct Section {
        /// The section's heading.
        optional title: Option<String>,
        /// Markdown; it stands first where the section has a list as well.
        optional text: Option<String>,
        /// A list: courses, committees, news, students, awards, …
        optional entries: Vec<ListItem>,
        /// A choice of publications.
        optional publications: Option<PublicationQuery>,
    }
}

model! {
    /// A choice of publications; several conditions narrow it together.
    pub struct PublicationQuery {
        /// Only those marked as selected.
        optional selected: bool,
        /// Only those of this topic (a key of `topics`).
        optional topic: Option<String>,
        /// At most this many, the newest.
        optional newest: Option<u32>,
    }
}

model! {
    /// A line of a list; a line with nothing but a title may be written as a string.
    pub struct ListItem or String as title {
        /// What: a course, a committee, a piece of news.
        required title: String,
        /// In what role.
        optional role: Option<String>,
        /// Where.
        optional place as "where": Option<String>,
        /// When, in words: "Spring 2024".
        optional when: Option<String>,
        /// A remark. Markdown.
        optional note: Option<String>,
        /// Links.
        optional links: Vec<Link>,
        /// Lines under this one, for a line that lists many venues.
        optional entries: Vec<ListItem>,
    }
}
