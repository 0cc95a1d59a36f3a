//! The list of a page: its entries, and the pages below it.

use crate::content::{Content, ContentPage, Date, ListItem, order::greatest_first};

/// A line of the list of a page.
#[derive(Clone, Copy)]
pub enum Line<'c> {
    /// An entry of one of its sections.
    Entry(&'c ListItem),
    /// A page below it.
    Page(&'c ContentPage),
}

impl Line<'_> {
    /// Returns the date.
    pub fn date(self) -> Option<Date> {
        match self {
            Line::Entry(entry) => entry.date,
            Line::Page(page) => page.date,
        }
    }
}

impl Content {
    /// Returns the entries of a page and the pages below it as one list. Lines with a date are newest first; other lines keep
    /// their places.
    pub fn lines_of<'c>(&'c self, page: &'c ContentPage) -> Vec<Line<'c>> {
        let mut lines = Vec::new();
        for section in &page.sections {
            lines.extend(section.entries.iter().map(Line::Entry));
        }
        self.with_pages_below(lines, page)
    }

    /// Returns the pages below a page, in the same order.
    pub fn pages_below<'c>(&'c self, page: &ContentPage) -> Vec<Line<'c>> {
        self.with_pages_below(Vec::new(), page)
    }

    /// Returns the page above a page.
    pub fn page_above(&self, page: &ContentPage) -> Option<&ContentPage> {
        self.page(page.parent_slug()?)
    }

    /// Returns the entries that name a publication, each with its page, in the order of the pages.
    pub fn mentions(&self, id: &str) -> Vec<(&ContentPage, &ListItem)> {
        fn collect<'c>(
            entries: &'c [ListItem],
            page: &'c ContentPage,
            id: &str,
            found: &mut Vec<(&'c ContentPage, &'c ListItem)>,
        ) {
            for entry in entries {
                if entry.publications.iter().any(|named| named == id) {
                    found.push((page, entry));
                }
                collect(&entry.entries, page, id, found);
            }
        }
        let mut found = Vec::new();
        for page in &self.pages {
            page.sections.iter().for_each(|section| collect(&section.entries, page, id, &mut found));
        }
        found
    }

    /// Returns lines and the pages below a page, in their order.
    fn with_pages_below<'c>(&'c self, mut lines: Vec<Line<'c>>, page: &ContentPage) -> Vec<Line<'c>> {
        for other in &self.pages {
            if other.parent_slug() == Some(&page.slug) {
                lines.push(Line::Page(other));
            }
        }
        let keys: Vec<Option<u32>> = lines.iter().map(|line| line.date().map(Date::order)).collect();
        greatest_first(&keys).into_iter().map(|index| lines[index]).collect()
    }
}
