//! Pages, their sections and lists.

use crate::content::{Date, Markdown, Title, macros::model, model::publication::Link};

model! {
    /// A page of the menu.
    pub struct ContentPage {
        /// The path of the page: "teaching" is at /teaching/. "" is the home page. "publications" is the page on which
        /// visitors filter and search.
        required slug: String where { "maxLength": 200, "pattern": "^[a-z0-9-]*$" },
        /// The heading of the page and its name in the menu.
        required title: String,
        /// The sections of the page, in order.
        optional sections: Vec<Section>,
    }
}

model! {
    /// A part of a page: Markdown (`text`), a list (`entries`), the list of another page (`from`) or a choice of publications.
    pub struct Section {
        /// The heading of the section.
        optional title: Option<String>,
        /// Markdown. It precedes the list or the publications of the section.
        optional text: Option<Markdown>,
        /// A list: courses, committees, news, students, awards, … Each entry is an object, or a title alone.
        optional entries: Vec<ListItem>,
        /// The slug of a page whose entries are shown here too: "news".
        optional from: Option<String>,
        /// The maximum number of entries that are shown here of the page in `from`: the first ones of its list, which are
        /// the newest. A link leads to all of them.
        optional newest: Option<u32>,
        /// A choice of publications.
        optional publications: Option<PublicationQuery>,
    }
}

model! {
    /// A choice of publications. A publication must meet all conditions.
    pub struct PublicationQuery {
        /// Only publications that are marked as selected.
        optional selected: bool,
        /// Only publications on this topic (a key of `topics`).
        optional topic: Option<String>,
        /// The maximum number of publications. The newest are shown.
        optional newest: Option<u32>,
    }
}

model! {
    /// A line of a list. A line that has only a title may be written as a string.
    pub struct ListItem or String as title {
        /// The title: a course, a committee, a piece of news. Inline Markdown: `*emphasis*`, `**strong**`, `` `code` ``,
        /// `~subscript~`, `^superscript^`, `$math$` and `[links](https://example.org/)`.
        required title: Title,
        /// The role of the scholar.
        optional role: Option<String>,
        /// The place or the institution.
        optional place as "where": Option<String>,
        /// The date: YYYY, YYYY-MM or YYYY-MM-DD, a season or an interval (EDTF), as that of a publication. A list shows entries
        /// with a date newest first. An entry without a date keeps its place in the list.
        optional date: Option<Date>,
        /// The time in words, for which there is no date: "Spring 2024 and 2025". It is shown in place of the date.
        optional when: Option<String>,
        /// A remark. Markdown.
        optional note: Option<Markdown>,
        /// Links.
        optional links: Vec<Link>,
        /// Lines below this one, for a line that lists many venues.
        optional entries: Vec<ListItem>,
    }
}
