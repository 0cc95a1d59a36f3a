//! Checks the publications.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::{Checker, join, old_addresses::windows_refuses, pattern::pattern, short},
    content::{
        Message, Publication,
        keys::is_cite_key,
        lenient::{
            PathSegment,
            PathSegment::{Field, Index},
        },
    },
    util::text,
};

// Pages, ranges of pages and article numbers, separated by commas, and perhaps the number of pages.
pattern!(
    PAGES,
    r"^\s*(?:pp?\.\s*)?[^\s,;]*[^\s,;–-](?:\s*(?:-{1,3}|[‐‑‒–—−])\s*[^\s,;]+)?(?:,\s*[^\s,;]+(?:\s*(?:-{1,3}|[‐‑‒–—−])\s*[^\s,;]+)?)*(?:\s*\(\d+ (?:pages|pp?\.?|S\.|Seiten)\))?\s*$"
);

impl Checker<'_> {
    pub(super) fn publications(&self) {
        let mut titles: BTreeMap<String, usize> = BTreeMap::new();
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for (index, publication) in self.content.publications.iter().enumerate() {
            let path = [Field("publications"), Index(index)];
            let at = |field| join(&path, &[Field(field)]);
            self.require_text(&publication.title, &at("title"));
            let title = text::fold(&publication.title, self.context.normalize);
            let is_related = |other: &Publication| {
                publication.relations.iter().any(|relation| relation.publication == other.id)
                    || other.relations.iter().any(|relation| relation.publication == publication.id)
            };
            if let Some(first) = titles.get(&title).filter(|first| !is_related(&self.content.publications[**first])) {
                let id = &self.content.publications[*first].id;
                self.warn(
                    &at("title"),
                    Message::problem(format!("same title as publication \"{}\"", short(id)))
                        .suggest("remove one if it is a duplicate"),
                );
            } else {
                titles.insert(title, index);
            }
            if !keys.insert(publication.cite_key().to_ascii_lowercase()) {
                let key = short(publication.cite_key());
                let field = if publication.key.is_some() { "key" } else { "id" };
                let message = Message::problem(format!("another publication has the cite key \"{key}\""));
                self.warn(&at(field), message.suggest(format!("write another \"key\", such as \"{key}b\"")));
            }
            if let Some(message) = windows_refuses(&publication.id) {
                self.warn(&at("id"), message);
            }
            self.publication(publication, &path);
        }
    }

    fn publication(&self, publication: &Publication, path: &[PathSegment<'static>; 2]) {
        let at = |field| join(path, &[Field(field)]);
        // An unreadable field has been reported already. `null` counts as a missing field.
        let lacks = |field| !self.is_present(&at(field), path) || self.source.is_null(&at(field));
        if publication.date.is_none() && publication.status.is_none() && lacks("date") && lacks("status") {
            let message = Message::problem("the field \"date\" is missing, so the publication is listed as undated");
            let message = message.expected("YYYY, YYYY-MM or YYYY-MM-DD").suggest("or write \"status\": \"in press\"");
            self.warn(path, message);
        }
        if publication.kind.is_none() && lacks("type") {
            self.report(
                path,
                Message::problem("the field \"type\" is missing")
                    .expected("conference, workshop, journal, preprint, …"),
            );
        }
        if publication.creators().is_empty() && !self.is_present(&at("authors"), path) && lacks("editors") {
            self.report(path, Message::problem("the field \"authors\" is missing").expected("a list of names"));
        }
        self.title(&publication.title, &at("title"));
        self.language(publication.language.as_deref(), &at("language"));
        self.authors(&publication.authors, &at("authors"));
        self.authors(&publication.editors, &at("editors"));
        self.authors(&publication.translators, &at("translators"));
        self.cite_key(publication, path);
        for (index, relation) in publication.relations.iter().enumerate() {
            let here = join(path, &[Field("relations"), Index(index)]);
            self.relation(publication, &relation.publication, &join(&here, &[Field("publication")]));
            let other = self.content.publication(&relation.publication);
            if relation.folded && other.is_some_and(|other| other.relations.iter().any(|relation| relation.folded)) {
                let found = format!("true, but \"{}\" is itself folded", short(&relation.publication));
                let expected = "a publication that has an entry of its own in lists";
                self.report(&join(&here, &[Field("folded")]), Message::found(found).expected(expected));
            }
        }
        if let Some(url) = &publication.url {
            self.address(url, &at("url"));
        }
        self.venue(publication.venue.as_deref(), &at("venue"));
        for (index, topic) in publication.topics.iter().enumerate() {
            self.topic(Some(topic), &join(path, &[Field("topics"), Index(index)]));
        }
        if let Some(image) = &publication.image {
            let here = at("image");
            let source = join(&here, &[Field("src")]);
            self.address(&image.src, &source);
            self.image_format(&image.src, &source);
            self.image_size(&image.src, &source);
            self.require_text(&image.alt, &join(&here, &[Field("alt")]));
            self.markdown(image.caption.as_deref(), &join(&here, &[Field("caption")]));
        }
        if let Some(video) = &publication.video {
            let here = at("video");
            self.address(&video.src, &join(&here, &[Field("src")]));
            self.require_text(&video.alt, &join(&here, &[Field("alt")]));
            self.markdown(video.caption.as_deref(), &join(&here, &[Field("caption")]));
            if publication.image.is_none() {
                let message = Message::problem("the video has no image to show until it plays");
                self.warn(&here, message.suggest("add \"image\", such as a frame of the video"));
            }
        }
        self.links(&publication.links, &at("links"));
        for (index, award) in publication.awards.iter().enumerate() {
            let here = join(path, &[Field("awards"), Index(index)]);
            self.plain(&award.name, &join(&here, &[Field("name")]));
            if let Some(url) = &award.url {
                self.address(url, &join(&here, &[Field("url")]));
            }
        }
        for (field, text) in
            [("abstract", &publication.r#abstract), ("tldr", &publication.tldr), ("note", &publication.note)]
        {
            self.markdown(text.as_deref(), &at(field));
        }
        for (index, version) in publication.versions.iter().enumerate() {
            let here = join(path, &[Field("versions"), Index(index)]);
            self.venue(version.venue.as_deref(), &join(&here, &[Field("venue")]));
            self.links(&version.links, &join(&here, &[Field("links")]));
            self.markdown(version.note.as_deref(), &join(&here, &[Field("note")]));
        }
        for (field, text) in [
            ("volume", &publication.volume),
            ("issue", &publication.issue),
            ("pages", &publication.pages),
            ("publisher", &publication.publisher),
            ("number", &publication.number),
            ("series", &publication.series),
            ("edition", &publication.edition),
            ("place", &publication.place),
            ("isbn", &publication.isbn),
            ("issn", &publication.issn),
            ("version", &publication.version),
            ("degree", &publication.degree),
        ] {
            self.plain_field(text.as_deref(), path, field);
        }
        if let Some(pages) = publication.pages.as_deref().filter(|pages| !PAGES.is_match(pages)) {
            let message = Message::found(format!("\"{}\"", short(pages)))
                .expected("pages such as \"1-15\", \"1-15, 20-25\", \"e1234\" or \"1-15 (15 pages)\"");
            self.warn(&at("pages"), message);
        }
        self.identifiers_of_publication(publication, path);
    }

    fn cite_key(&self, publication: &Publication, path: &[PathSegment<'static>; 2]) {
        let id = join(path, &[Field("id")]);
        let Some(key) = &publication.key else { return };
        if !is_cite_key(key) {
            let message = Message::found(format!("\"{}\"", short(key)))
                .expected("a cite key: no space and none of the characters {}(),=\"#%~\\'");
            self.report(&join(path, &[Field("key")]), message);
        } else if !self.is_present(&join(path, &[Field("key")]), path) {
            let message = Message::found(format!("\"{}\"", short(key)))
                .expected("ASCII letters, digits, \"-\" and \"_\", because the URL of the page ends with it")
                .suggest(format!("write \"id\": \"{}\", \"key\": \"{}\"", publication.id, short(key)));
            self.warn(&id, message);
        }
    }

    fn relation(&self, publication: &Publication, other: &str, path: &[PathSegment]) {
        if other == publication.id {
            self.report(
                path,
                Message::found(format!("\"{}\", the publication itself", short(other))).expected("another one"),
            );
        } else if self.content.publication(other).is_none() {
            let ids: Vec<&str> = self.content.publications.iter().map(|one| one.id.as_str()).collect();
            let hint = self.hint(other, ids);
            let found = format!("\"{}\", which is not the id of a publication", short(other));
            self.report(path, Message::found(found).suggest(hint));
        }
    }
}
