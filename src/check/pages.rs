//! Checks pages, their sections and entries.

use crate::{
    check::{Checker, join, old_addresses::windows_refuses, short},
    content::{
        ContentPage, ListItem, Message, Section,
        lenient::{
            PathSegment,
            PathSegment::{Field, Index},
        },
    },
};

impl Checker<'_> {
    /// Reports files at the path of a page.
    fn report_files_at(&self, page: &str, path: &[PathSegment]) {
        for (end, _) in page.match_indices('/') {
            let folder = &page[..end];
            if self.context.files.has(folder) {
                let message =
                    Message::problem(format!("the file {} exists; it cannot be a folder, too", short(folder)));
                self.report(path, message.suggest("rename the file or choose another slug"));
            }
        }
        for file in [page.to_owned(), [page, "/index.html"].concat()] {
            let file = file.trim_start_matches('/');
            if self.context.files.has(file) {
                let message =
                    Message::problem(format!("the file {} exists; a page cannot have the same URL", short(file)));
                self.report(path, message.suggest("rename the file or choose another slug"));
            }
        }
    }

    /// Reports files at the paths of the pages that are not in the list of pages.
    pub(super) fn files_at_other_pages(&self) {
        for path in self.page_paths().iter().filter(|path| self.content.page(path).is_none()) {
            self.report_files_at(path, &[]);
        }
        for page in ["404.html", "offline.html"] {
            if self.context.files.has_folder(page) {
                let message = Message::problem(format!("the folder {page} exists; a page has the same URL"));
                self.report(&[], message.suggest("rename the folder"));
            }
            self.report_files_at(page, &[]);
        }
    }

    pub(super) fn pages(&self) {
        let pages = &self.content.pages;
        if !pages.is_empty() && pages[0].slug.as_str() != "" {
            let message = Message::found(format!("the slug \"{}\"", short(&pages[0].slug)))
                .expected("\"\" for the first page, which is the home page");
            self.report(&[Field("pages"), Index(0), Field("slug")], message);
        }
        if pages.is_empty() && self.is_present(&[Field("pages")], &[]) {
            self.report(
                &[Field("pages")],
                Message::problem("there is no page").expected("at least the home page, with the slug \"\""),
            );
        }
        for (index, page) in pages.iter().enumerate() {
            let path = [Field("pages"), Index(index)];
            let slug = join(&path, &[Field("slug")]);
            self.require_text(&page.title, &join(&path, &[Field("title")]));
            self.plain_field(Some(&page.title), &path, "title");
            self.report_files_at(&page.slug, &slug);
            page.slug.split('/').filter_map(windows_refuses).for_each(|message| self.warn(&slug, message));
            if let Some(parent) = page.parent_slug()
                && self.content.page(parent).is_none()
                && !page.is_in_menu()
                && parent.contains(char::is_alphanumeric)
            {
                let found =
                    format!("\"{}\", but there is no page \"{}\" that lists it", short(&page.slug), short(parent));
                let hint = match self.hint(parent, self.content.pages.iter().map(|page| page.slug.as_str())) {
                    hint if hint.is_empty() => "add that page, or write \"menu\": true".to_owned(),
                    hint => hint,
                };
                self.warn(&slug, Message::found(found).suggest(hint));
            }
            self.plain_field(page.description.as_deref(), &path, "description");
            self.markdown(page.text.as_deref(), &join(&path, &[Field("text")]));
            let feed = join(&path, &[Field("feed")]);
            if page.feed && !page.has_feed() {
                let message = Message::problem("the home page has the feed of the publications");
                self.report(
                    &feed,
                    message.suggest("write the entries in a page of their own, and \"feed\": true there"),
                );
            } else if page.feed && self.content.lines_of(page).iter().all(|line| line.date().is_none()) {
                let message = Message::problem("the page has no entry with a date, so it has no feed");
                self.warn(&feed, message.suggest("write the dates of the entries as \"date\""));
            }
            for (index, section) in page.sections.iter().enumerate() {
                let here = join(&path, &[Field("sections"), Index(index)]);
                self.section(page, section, &here);
            }
        }
    }

    fn section(&self, page: &ContentPage, section: &Section, path: &[PathSegment]) {
        let at = |field| join(path, &[Field(field)]);
        if section.text.is_none()
            && section.entries.is_empty()
            && section.from.is_none()
            && section.publications.is_none()
        {
            let message = Message::problem("the section is empty").expected("text, entries, from or publications");
            self.report(path, message);
        }
        self.plain_field(section.title.as_deref(), path, "title");
        self.markdown(section.text.as_deref(), &at("text"));
        self.entries(&section.entries, &at("entries"));
        if let Some(slug) = &section.from {
            self.list_of_page(slug, page, &at("from"));
        } else if section.newest.is_some() {
            let message = Message::problem("the section has \"newest\" but no page from which it shows entries");
            let remedy = "move its entries to a page of their own, and write the slug of that page as \"from\"";
            self.report(&at("newest"), message.suggest(remedy));
        }
        if section.newest == Some(0) {
            self.report(&at("newest"), Message::found("0").expected("at least 1"));
        }
        if let Some(selection) = &section.publications {
            self.topic(selection.topic.as_deref(), &join(path, &[Field("publications"), Field("topic")]));
        }
    }

    /// Checks the ids of the publications that an entry names.
    fn publication_ids(&self, ids: &[String], path: &[PathSegment]) {
        for (index, id) in ids.iter().enumerate() {
            if self.content.publication(id).is_none() {
                let ids = self.content.publications.iter().map(|publication| publication.id.as_str());
                let message = Message::found(format!("\"{}\", which is not the id of a publication", short(id)));
                self.report(&join(path, &[Index(index)]), message.suggest(self.hint(id, ids)));
            }
        }
    }

    /// Checks the slug of the page whose entries a section of another page shows.
    fn list_of_page(&self, slug: &str, page: &ContentPage, path: &[PathSegment]) {
        let message = match self.content.page(slug) {
            _ if slug == page.slug => Message::found(format!("\"{}\", the slug of this page", short(slug)))
                .expected("the slug of another page")
                .suggest("write the entries as \"entries\""),
            None => Message::found(format!("\"{}\", which is not the slug of a page", short(slug)))
                .suggest(self.hint(slug, self.content.pages.iter().map(|page| page.slug.as_str()))),
            Some(other) if self.content.lines_of(other).is_empty() => {
                let message =
                    Message::problem(format!("the page \"{}\" has no entries and no pages below it", short(slug)));
                return self.warn(path, message.suggest("write them in the sections of that page"));
            }
            Some(_) => return,
        };
        self.report(path, message);
    }

    fn entries(&self, entries: &[ListItem], path: &[PathSegment]) {
        for (index, entry) in entries.iter().enumerate() {
            let here = join(path, &[Index(index)]);
            self.require_text(&entry.title, &here);
            // An entry may also be only a title.
            self.entry_title(&entry.title, &join(&here, &[Field("title")]));
            for (field, text) in [("role", &entry.role), ("where", &entry.place), ("when", &entry.when)] {
                self.plain_field(text.as_deref(), &here, field);
            }
            self.publication_ids(&entry.publications, &join(&here, &[Field("publications")]));
            self.links(&entry.links, &join(&here, &[Field("links")]));
            self.markdown(entry.note.as_deref(), &join(&here, &[Field("note")]));
            self.entries(&entry.entries, &join(&here, &[Field("entries")]));
        }
    }
}
