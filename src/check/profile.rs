//! Checks a profile part by part, and applies the rules to each value.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::{
        Checker, characters, join,
        old_addresses::{old_addresses, windows_refuses},
        pattern::pattern,
        short, urls,
    },
    content::{
        Author, Link, ListItem, Message, Publication,
        authors::comparable,
        keys::is_cite_key,
        lenient::{
            PathSegment,
            PathSegment::{Field, Index},
        },
    },
    url::{Scheme, UrlKind},
    util::text,
};

// Pages, ranges of pages and article numbers, separated by commas, and perhaps the number of pages.
pattern!(
    PAGES,
    r"^\s*(?:pp?\.\s*)?[^\s,;]*[^\s,;–-](?:\s*(?:-{1,3}|[‐‑‒–—−])\s*[^\s,;]+)?(?:,\s*[^\s,;]+(?:\s*(?:-{1,3}|[‐‑‒–—−])\s*[^\s,;]+)?)*(?:\s*\(\d+ (?:pages|pp?\.?|S\.|Seiten)\))?\s*$"
);

impl Checker<'_> {
    pub(super) fn profile(&self) {
        self.site();
        self.person();
        self.keyed();
        self.publications();
        self.pages();
    }

    fn site(&self) {
        let site = &self.content.site;
        let path = [Field("site")];
        if let Some(url) = &site.url
            && (!matches!(url.kind(), UrlKind::External(Scheme::Http | Scheme::Https))
                || url.as_str().contains(['?', '#']))
        {
            let right = urls::missing_scheme(url.as_str()).map_or_else(String::new, |url| format!("write \"{url}\""));
            let message = Message::found(format!("\"{}\"", short(url.as_str())))
                .expected("the site's URL: https://…, without ? and #")
                .suggest(right);
            self.report(&join(&path, &[Field("url")]), message);
        }
        for message in site.url.iter().flat_map(urls::doubts) {
            self.warn(&join(&path, &[Field("url")]), message);
        }
        self.language(site.language.as_deref(), &join(&path, &[Field("language")]));
        self.plain_field(site.description.as_deref(), &path, "description");
        self.accent();
        for address in old_addresses(self.content, &|file| self.context.files.has(file)) {
            let here = join(&path, &[Field("redirects"), Field(address.from)]);
            match &address.file {
                Err(message) => self.report(&here, message.clone()),
                Ok(file) => {
                    let parts = file.split('/').filter_map(windows_refuses);
                    parts.for_each(|message| self.warn(&here, message));
                }
            }
            if let Err(message) = address.target {
                let hint =
                    self.nearest_page(address.to).map_or_else(String::new, |page| format!("did you mean \"{page}\"?"));
                self.report(&here, message.suggest(hint));
            }
        }
    }

    fn person(&self) {
        let person = &self.content.person;
        let path = [Field("person")];
        let at = |field| join(&path, &[Field(field)]);
        if person.name.trim().is_empty() && self.is_present(&at("name"), &path) {
            self.report(&at("name"), Message::found("nothing").expected("the name as printed on papers"));
        }
        self.name(&person.name, &at("name"));
        let authors: BTreeSet<&str> = self.author_names().collect();
        let own = self.owner_names();
        for (index, alias) in person.aliases.iter().enumerate() {
            let here = join(&path, &[Field("aliases"), Index(index)]);
            if !own.contains(&comparable(alias, self.context.normalize)) {
                let hint = self.hint(alias, authors.iter().copied());
                let message = Message::problem(format!("no author is named \"{}\"", short(alias)))
                    .expected("the exact name of an author")
                    .suggest(hint);
                self.report(&here, message);
            }
            self.name(alias, &here);
        }
        for (field, text) in
            [("knownAs", &person.known_as), ("headline", &person.headline), ("location", &person.location)]
        {
            self.plain_field(text.as_deref(), &path, field);
        }
        if let Some(email) = &person.email {
            match urls::email_in(email) {
                // The invisible characters are the error.
                None if characters::invisible(email).is_some() => self.visible(email, &at("email")),
                None => self.report(
                    &at("email"),
                    Message::found(format!("\"{}\"", short(email)))
                        .expected("an e-mail address, such as \"ada@lab.example\""),
                ),
                Some(bare) if bare != *email => {
                    self.warn(
                        &at("email"),
                        Message::found(format!("\"{}\"", short(email)))
                            .suggest(format!("write only the e-mail address: \"{bare}\"")),
                    );
                }
                Some(_) => {}
            }
        }
        if let Some(image) = &person.image {
            let here = at("image");
            let source = join(&here, &[Field("src")]);
            self.address(&image.src, &source);
            self.image_size(&image.src, &source);
            let alternative = join(&here, &[Field("alt")]);
            if image.alt.trim().is_empty() {
                let message = Message::found("nothing").suggest("describe the picture for people who cannot see it");
                self.warn(&alternative, message);
            }
            self.plain(&image.alt, &alternative);
        }
        for (index, link) in person.links.iter().enumerate() {
            let here = join(&path, &[Field("links"), Index(index)]);
            self.address(&link.url, &join(&here, &[Field("url")]));
            self.plain_field(link.label.as_deref(), &here, "label");
        }
        for (index, affiliation) in person.affiliations.iter().enumerate() {
            let here = join(&path, &[Field("affiliations"), Index(index)]);
            self.plain(&affiliation.name, &join(&here, &[Field("name")]));
            if let Some(url) = &affiliation.url {
                self.address(url, &join(&here, &[Field("url")]));
            }
        }
        self.identifiers_of_person(&person.ids, &at("ids"));
    }

    fn keyed(&self) {
        let authors: BTreeSet<&str> = self.author_names().collect();
        let own = self.owner_names();
        let referred: BTreeSet<&str> = self.people().filter_map(|author| author.person.as_deref()).collect();
        for (key, colleague) in self.content.people.iter() {
            let path = [Field("people"), Field(key)];
            let name = colleague.name.as_deref().unwrap_or(key);
            let is_owner = own.contains(&comparable(name, self.context.normalize));
            if !referred.contains(key) && !is_owner && !self.is_shared_name(key, name) {
                let hint = self.hint(name, authors.iter().copied());
                self.report(
                    &path,
                    Message::problem(format!("no author is named \"{}\"", short(name)))
                        .expected("the exact name of an author")
                        .suggest(hint),
                );
            }
            self.name(name, &path);
            for (index, alias) in colleague.aliases.iter().enumerate() {
                self.name(alias, &join(&path, &[Field("aliases"), Index(index)]));
            }
            if let Some(url) = &colleague.url {
                self.address(url, &join(&path, &[Field("url")]));
            }
            self.orcid(colleague.orcid.as_deref(), &join(&path, &[Field("orcid")]));
            self.plain_field(colleague.given.as_deref(), &path, "given");
            self.plain_field(colleague.family.as_deref(), &path, "family");
        }
        for (key, venue) in self.content.venues.iter() {
            let path = [Field("venues"), Field(key)];
            self.require_text(&venue.name, &join(&path, &[Field("name")]));
            self.plain_field(Some(&venue.name), &path, "name");
            self.plain_field(venue.short.as_deref(), &path, "short");
            if let Some(url) = &venue.url {
                self.address(url, &join(&path, &[Field("url")]));
            }
        }
        for (key, topic) in self.content.topics.iter() {
            let path = [Field("topics"), Field(key)];
            self.require_text(&topic.label, &join(&path, &[Field("label")]));
            self.plain_field(Some(&topic.label), &path, "label");
            self.plain_field(topic.description.as_deref(), &path, "description");
        }
    }

    /// Checks a language tag by its syntax alone (RFC 5646, section 2.1).
    fn language(&self, tag: Option<&str>, path: &[PathSegment]) {
        let is_part =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_tag = |tag: &str| {
            let first = tag.split('-').next().unwrap_or_default();
            tag.split('-').all(is_part) && first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        if let Some(tag) = tag.filter(|tag| !is_tag(tag)) {
            self.report(
                path,
                Message::found(format!("\"{}\"", short(tag)))
                    .expected("a language tag (BCP 47): \"en\", \"de-CH\", \"zh-Hant\""),
            );
        }
    }

    fn publications(&self) {
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
        self.plain(&publication.title, &at("title"));
        self.language(publication.language.as_deref(), &at("language"));
        self.authors(&publication.authors, &at("authors"));
        self.authors(&publication.editors, &at("editors"));
        self.authors(&publication.translators, &at("translators"));
        self.cite_key(publication, path);
        for (index, relation) in publication.relations.iter().enumerate() {
            self.relation(
                publication,
                &relation.publication,
                &join(path, &[Field("relations"), Index(index), Field("publication")]),
            );
        }
        if let Some(url) = &publication.url {
            self.address(url, &at("url"));
        }
        self.venue(publication.venue.as_deref(), &at("venue"));
        for (index, topic) in publication.topics.iter().enumerate() {
            self.topic(Some(topic), &join(path, &[Field("topics"), Index(index)]));
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

    fn pages(&self) {
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
            for file in [page.slug.clone(), [page.slug.as_str(), "/index.html"].concat()] {
                if self.context.files.has(file.trim_start_matches('/')) {
                    let message =
                        Message::problem(format!("public/{} exists; a page cannot have the same URL", short(&file)))
                            .suggest("rename the file or choose another slug");
                    self.report(&slug, message);
                }
            }
            if let Some(message) = windows_refuses(&page.slug) {
                self.warn(&slug, message);
            }
            for (index, section) in page.sections.iter().enumerate() {
                let here = join(&path, &[Field("sections"), Index(index)]);
                if section.text.is_none() && section.entries.is_empty() && section.publications.is_none() {
                    self.report(
                        &here,
                        Message::problem("the section is empty").expected("text, entries or publications"),
                    );
                }
                self.plain_field(section.title.as_deref(), &here, "title");
                self.markdown(section.text.as_deref(), &join(&here, &[Field("text")]));
                self.entries(&section.entries, &join(&here, &[Field("entries")]));
                if let Some(selection) = &section.publications {
                    let topic = join(&here, &[Field("publications"), Field("topic")]);
                    self.topic(selection.topic.as_deref(), &topic);
                }
            }
        }
    }

    fn entries(&self, entries: &[ListItem], path: &[PathSegment]) {
        for (index, entry) in entries.iter().enumerate() {
            let here = join(path, &[Index(index)]);
            self.require_text(&entry.title, &here);
            // An entry may also be a plain text.
            let title = join(&here, &[Field("title")]);
            self.plain(&entry.title, &title);
            for (field, text) in [("role", &entry.role), ("where", &entry.place), ("when", &entry.when)] {
                self.plain_field(text.as_deref(), &here, field);
            }
            self.links(&entry.links, &join(&here, &[Field("links")]));
            self.markdown(entry.note.as_deref(), &join(&here, &[Field("note")]));
            self.entries(&entry.entries, &join(&here, &[Field("entries")]));
        }
    }

    /// Returns the authors, editors and translators of all publications.
    fn people(&self) -> impl Iterator<Item = &Author> {
        fn lists(publication: &Publication) -> [&Vec<Author>; 3] {
            [&publication.authors, &publication.editors, &publication.translators]
        }
        self.content.publications.iter().flat_map(lists).flatten()
    }

    /// Returns the names of the owner among the authors, in the form for comparison.
    fn owner_names(&self) -> BTreeSet<String> {
        let own = self.people().filter(|author| author.is_owner());
        own.map(|author| comparable(&author.name, self.context.normalize)).collect()
    }

    fn author_names(&self) -> impl Iterator<Item = &str> {
        self.people().map(|author| author.name.as_str())
    }

    /// Returns `true` if another person in `people` has the same name, so that a bare name refers to neither.
    fn is_shared_name(&self, key: &str, name: &str) -> bool {
        let mut others = self.content.people.iter().filter(|(other, _)| *other != key);
        others.any(|(other, person)| person.name.as_deref().unwrap_or(other) == name)
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

    /// Checks a venue: a key of `venues`, or a name that no venue there has.
    fn venue(&self, key: Option<&str>, path: &[PathSegment]) {
        // A name has a space or a capital; a key of this list has neither.
        let is_name = |key: &str| key.contains(|c: char| c.is_whitespace() || c.is_uppercase() || !c.is_ascii());
        let keys_look_alike = !self.content.venues.keys().any(is_name);
        let folded = |text: &str| text::fold(text.trim(), self.context.normalize);
        let has_name = |key: &str| {
            let venues = self.content.venues.iter().map(|(_, venue)| venue);
            venues.flat_map(|venue| venue.short.iter().chain([&venue.name])).any(|name| folded(name) == folded(key))
        };
        let is_plain_name = |key: &&str| {
            let is_similar = !self.hint(key, self.content.venues.keys().collect::<Vec<_>>()).is_empty();
            is_name(key) && keys_look_alike && !has_name(key) && !is_similar
                || self.content.venues.is_empty() && !key.trim().is_empty()
        };
        if let Some(name) = key.filter(is_plain_name) {
            return self.plain(name, path);
        }
        let names = self
            .content
            .venues
            .iter()
            .flat_map(|(key, venue)| venue.short.iter().chain([&venue.name]).map(move |name| (name.as_str(), key)));
        self.reference(key, self.content.venues.keys(), names, "venues", path);
    }

    fn topic(&self, key: Option<&str>, path: &[PathSegment]) {
        let names = self.content.topics.iter().map(|(key, topic)| (topic.label.as_str(), key));
        self.reference(key, self.content.topics.keys(), names, "topics", path);
    }

    /// Checks a reference to an entry of a list. `names` are the names of the entries, each with its key.
    fn reference<'k>(
        &self,
        key: Option<&str>,
        keys: impl Iterator<Item = &'k str>,
        names: impl Iterator<Item = (&'k str, &'k str)>,
        list: &str,
        path: &[PathSegment],
    ) {
        let Some(key) = key else { return };
        let keys: Vec<&str> = keys.collect();
        if keys.contains(&key) {
            return;
        }
        let folded = |text: &str| text::fold(text.trim(), self.context.normalize);
        let named = names.into_iter().find(|(name, _)| folded(name) == folded(key));
        let hint = match named {
            Some((_, key)) => format!("write the key \"{key}\""),
            None => match self.hint(key, keys) {
                hint if hint.is_empty() => format!("declare it under \"{list}\""),
                hint => hint,
            },
        };
        self.report(
            path,
            Message::found(format!("\"{}\", which is not a key of \"{list}\"", short(key))).suggest(hint),
        );
    }

    fn links(&self, links: &[Link], path: &[PathSegment]) {
        for (index, link) in links.iter().enumerate() {
            let here = join(path, &[Index(index)]);
            self.address(&link.url, &join(&here, &[Field("url")]));
            self.plain_field(link.label.as_deref(), &here, "label");
        }
    }
}
