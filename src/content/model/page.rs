//! Pages, their sections and lists.

use crate::content::{Date, Markdown, Title, macros::model, model::publication::Link};

model! {
    /// A page.
    pub struct ContentPage {
        /// The path of the page: "teaching" is at /teaching/. "" is the home page. "publications" is the page on which
        /// visitors filter and search. "projects/terns" is below the page "projects", which lists the pages below it.
        required slug: String where { "maxLength": 200, "pattern": "^([a-z0-9-]+(/[a-z0-9-]+)*)?$" },
        /// The heading of the page and its name in the menu.
        required title: String,
        /// Whether the page is in the menu. Default: true, but false for a page below another one.
        optional menu: Option<bool>,
        /// The date of a post, like that of an entry. Lists show pages with a date newest first.
        optional date: Option<Date>,
        /// One sentence about the page, for search engines and for the list of the page above it.
        optional description: Option<String>,
        /// Whether the page has an Atom feed of its entries with a date and of the pages below it that have one. Default: false.
        optional feed: bool,
        /// A longer text, such as a post, usually in a file. Markdown. It precedes the sections. With three or more headings,
        /// the page also has a table of contents.
        optional text: Option<Markdown>,
        /// The sections of the page, in order.
        optional sections: Vec<Section>,
    }
}

impl ContentPage {
    /// Returns the slug of the page above this one, if the slug names one.
    pub fn parent_slug(&self) -> Option<&str> {
        let end = self.slug.bytes().rposition(|byte| byte == b'/')?;
        Some(&self.slug[..end])
    }

    /// Returns `true` if the page has a feed. The feed at the path of the home page is that of the publications.
    pub fn has_feed(&self) -> bool {
        self.feed && !self.slug.is_empty()
    }

    /// Returns `true` if the page is in the menu.
    pub fn is_in_menu(&self) -> bool {
        self.menu.unwrap_or(self.parent_slug().is_none())
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
        /// The ids of publications, such as those that a talk is about. Their pages name this entry.
        optional publications: Vec<String>,
        /// Lines below this one, for a line that lists many venues.
        optional entries: Vec<ListItem>,
    }
}

impl ListItem {
    /// Returns the entry as a text: "Ink at Sea, Keynote, Turin, May 2024".
    pub fn line(&self) -> String {
        let mut line = self.title.as_str().to_owned();
        let date = if self.when.is_none() { self.date.map(|date| date.to_string()) } else { None };
        for part in [&self.role, &self.place, &self.when, &date].into_iter().flatten() {
            line.push_str(", ");
            line.push_str(part);
        }
        line
    }
}
