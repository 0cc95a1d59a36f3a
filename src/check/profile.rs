//! Checks a profile part by part, and applies the rules to each value.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::{
        Checker, characters,
        old_addresses::{old_addresses, windows_refuses},
        short, under, urls,
    },
    content::{
        Link, ListItem, Publication,
        lenient::{
            PathSegment,
            PathSegment::{Field, Index},
        },
    },
    url::{Scheme, UrlKind},
    util::text,
};

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
            let right = urls::missing_scheme(url.as_str()).map_or_else(String::new, |url| format!("; write \"{url}\""));
            let message = format!(
                "found \"{}\"; expected the site's address: https://…, without ? and #{right}",
                short(url.as_str())
            );
            self.note(&under(&path, &[Field("url")]), message);
        }
        for message in site.url.iter().flat_map(urls::doubts) {
            self.warn(&under(&path, &[Field("url")]), message);
        }
        self.language(site.language.as_deref(), &under(&path, &[Field("language")]));
        self.plain_field(site.description.as_deref(), &path, "description");
        for address in old_addresses(self.content, &|file| self.world.files.has(file)) {
            let here = under(&path, &[Field("redirects"), Field(address.from)]);
            match &address.file {
                Err(message) => self.note(&here, message),
                Ok(file) => {
                    let parts = file.split('/').filter_map(windows_refuses);
                    parts.for_each(|message| self.warn(&here, message));
                }
            }
            if let Err(message) = address.target {
                let hint = self
                    .nearest_page(address.to)
                    .map_or_else(String::new, |page| format!("; did you mean \"{page}\"?"));
                self.note(&here, message + &hint);
            }
        }
    }

    fn person(&self) {
        let person = &self.content.person;
        let path = [Field("person")];
        let at = |field| under(&path, &[Field(field)]);
        if person.name.trim().is_empty() && self.stands(&at("name"), &path) {
            self.note(&at("name"), "found nothing; expected the name as printed on papers");
        }
        self.name(&person.name, &at("name"));
        let authors: BTreeSet<&str> = self.author_names().collect();
        for (index, alias) in person.aliases.iter().enumerate() {
            let here = under(&path, &[Field("aliases"), Index(index)]);
            if !authors.contains(alias.as_str()) {
                let hint = self.hint(alias, authors.iter().copied());
                let message =
                    format!("no author is named \"{}\"; expected the exact name of an author{hint}", short(alias));
                self.note(&here, message);
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
                None => self.note(
                    &at("email"),
                    format!("found \"{}\"; expected an e-mail address, such as \"ada@lab.example\"", short(email)),
                ),
                Some(bare) if bare != *email => {
                    self.warn(
                        &at("email"),
                        format!("found \"{}\"; write the e-mail address alone: \"{bare}\"", short(email)),
                    );
                }
                Some(_) => {}
            }
        }
        if let Some(image) = &person.image {
            let here = at("image");
            let source = under(&here, &[Field("src")]);
            self.address(&image.src, &source);
            self.image_size(&image.src, &source);
            let alternative = under(&here, &[Field("alt")]);
            if image.alt.trim().is_empty() {
                let message = "found nothing; say what the picture shows, for people who do not see it";
                self.warn(&alternative, message);
            }
            self.plain(&image.alt, &alternative);
        }
        for (index, link) in person.links.iter().enumerate() {
            let here = under(&path, &[Field("links"), Index(index)]);
            self.address(&link.url, &under(&here, &[Field("url")]));
            self.plain_field(link.label.as_deref(), &here, "label");
        }
        for (index, affiliation) in person.affiliations.iter().enumerate() {
            let here = under(&path, &[Field("affiliations"), Index(index)]);
            self.plain(&affiliation.name, &under(&here, &[Field("name")]));
            if let Some(url) = &affiliation.url {
                self.address(url, &under(&here, &[Field("url")]));
            }
        }
        self.identifiers_of_person(&person.ids, &at("ids"));
    }

    fn keyed(&self) {
        let authors: BTreeSet<&str> = self.author_names().collect();
        for (name, colleague) in self.content.people.iter() {
            let path = [Field("people"), Field(name)];
            if !authors.contains(name) {
                let hint = self.hint(name, authors.iter().copied());
                self.note(
                    &path,
                    format!("no author is named \"{}\"; expected the exact name of an author{hint}", short(name)),
                );
            }
            self.name(name, &path);
            if let Some(url) = &colleague.url {
                self.address(url, &under(&path, &[Field("url")]));
            }
            self.orcid(colleague.orcid.as_deref(), &under(&path, &[Field("orcid")]));
            self.plain_field(colleague.given.as_deref(), &path, "given");
            self.plain_field(colleague.family.as_deref(), &path, "family");
        }
        for (key, venue) in self.content.venues.iter() {
            let path = [Field("venues"), Field(key)];
            self.filled(&venue.name, &under(&path, &[Field("name")]));
            self.plain_field(Some(&venue.name), &path, "name");
            self.plain_field(venue.short.as_deref(), &path, "short");
            if let Some(url) = &venue.url {
                self.address(url, &under(&path, &[Field("url")]));
            }
        }
        for (key, topic) in self.content.topics.iter() {
            let path = [Field("topics"), Field(key)];
            self.filled(&topic.label, &under(&path, &[Field("label")]));
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
            self.note(
                path,
                format!("found \"{}\"; expected a language tag (BCP 47): \"en\", \"de-CH\", \"zh-Hant\"", short(tag)),
            );
        }
    }

    fn publications(&self) {
        let mut titles: BTreeMap<String, usize> = BTreeMap::new();
        for (index, publication) in self.content.publications.iter().enumerate() {
            let path = [Field("publications"), Index(index)];
            let at = |field| under(&path, &[Field(field)]);
            self.filled(&publication.title, &at("title"));
            let title = text::fold(&publication.title, self.world.normalize);
            if let Some(first) = titles.get(&title) {
                let id = &self.content.publications[*first].id;
                self.warn(
                    &at("title"),
                    format!("same title as publication \"{}\"; remove one if it is a duplicate", short(id)),
                );
            } else {
                titles.insert(title, index);
            }
            if let Some(message) = windows_refuses(&publication.id) {
                self.warn(&at("id"), message);
            }
            self.publication(publication, &path);
        }
    }

    fn publication(&self, publication: &Publication, path: &[PathSegment<'static>; 2]) {
        let at = |field| under(path, &[Field(field)]);
        // An unreadable field has been reported already. `null` counts as a missing field.
        let lacks = |field| !self.stands(&at(field), path) || self.source.is_null(&at(field));
        if publication.date.is_none() && lacks("date") {
            self.note(path, "the field \"date\" is missing; expected YYYY, YYYY-MM or YYYY-MM-DD");
        }
        if publication.kind.is_none() && lacks("type") {
            self.note(path, "the field \"type\" is missing; expected conference, workshop, journal, preprint, …");
        }
        if publication.authors.is_empty() && !self.stands(&at("authors"), path) {
            self.note(path, "the field \"authors\" is missing; expected a list of names");
        }
        self.plain(&publication.title, &at("title"));
        self.language(publication.language.as_deref(), &at("language"));
        self.authors(&publication.authors, &at("authors"));
        self.venue(publication.venue.as_deref(), &at("venue"));
        for (index, topic) in publication.topics.iter().enumerate() {
            self.topic(Some(topic), &under(path, &[Field("topics"), Index(index)]));
        }
        self.links(&publication.links, &at("links"));
        for (index, award) in publication.awards.iter().enumerate() {
            let here = under(path, &[Field("awards"), Index(index)]);
            self.plain(&award.name, &under(&here, &[Field("name")]));
            if let Some(url) = &award.url {
                self.address(url, &under(&here, &[Field("url")]));
            }
        }
        for (field, text) in
            [("abstract", &publication.r#abstract), ("tldr", &publication.tldr), ("note", &publication.note)]
        {
            self.markdown(text.as_deref(), &at(field));
        }
        for (index, version) in publication.versions.iter().enumerate() {
            let here = under(path, &[Field("versions"), Index(index)]);
            self.venue(version.venue.as_deref(), &under(&here, &[Field("venue")]));
            self.links(&version.links, &under(&here, &[Field("links")]));
            self.markdown(version.note.as_deref(), &under(&here, &[Field("note")]));
        }
        for (field, text) in [
            ("volume", &publication.volume),
            ("issue", &publication.issue),
            ("pages", &publication.pages),
            ("publisher", &publication.publisher),
        ] {
            self.plain_field(text.as_deref(), path, field);
        }
        self.identifiers_of_publication(publication, path);
    }

    fn pages(&self) {
        let pages = &self.content.pages;
        if !pages.is_empty() && pages[0].slug.as_str() != "" {
            let message = format!(
                "found the slug \"{}\"; expected \"\" for the first page, which is the home page",
                short(&pages[0].slug)
            );
            self.note(&[Field("pages"), Index(0), Field("slug")], message);
        }
        if pages.is_empty() && self.stands(&[Field("pages")], &[]) {
            self.note(&[Field("pages")], "there is no page; expected at least the home page, with the slug \"\"");
        }
        for (index, page) in pages.iter().enumerate() {
            let path = [Field("pages"), Index(index)];
            let slug = under(&path, &[Field("slug")]);
            self.filled(&page.title, &under(&path, &[Field("title")]));
            self.plain_field(Some(&page.title), &path, "title");
            for file in [page.slug.clone(), [page.slug.as_str(), "/index.html"].concat()] {
                if self.world.files.has(file.trim_start_matches('/')) {
                    let message = format!("public/{} exists; a page cannot stand at the same address", short(&file));
                    self.note(&slug, message);
                }
            }
            if let Some(message) = windows_refuses(&page.slug) {
                self.warn(&slug, message);
            }
            for (index, section) in page.sections.iter().enumerate() {
                let here = under(&path, &[Field("sections"), Index(index)]);
                if section.text.is_none() && section.entries.is_empty() && section.publications.is_none() {
                    self.note(&here, "an empty section; expected text, entries or publications");
                }
                self.plain_field(section.title.as_deref(), &here, "title");
                self.markdown(section.text.as_deref(), &under(&here, &[Field("text")]));
                self.entries(&section.entries, &under(&here, &[Field("entries")]));
                if let Some(selection) = &section.publications {
                    let topic = under(&here, &[Field("publications"), Field("topic")]);
                    self.topic(selection.topic.as_deref(), &topic);
                }
            }
        }
    }

    fn entries(&self, entries: &[ListItem], path: &[PathSegment]) {
        for (index, entry) in entries.iter().enumerate() {
            let here = under(path, &[Index(index)]);
            self.filled(&entry.title, &here);
            // An entry may also be a plain text.
            let title = under(&here, &[Field("title")]);
            self.plain(&entry.title, &title);
            for (field, text) in [("role", &entry.role), ("where", &entry.place), ("when", &entry.when)] {
                self.plain_field(text.as_deref(), &here, field);
            }
            self.links(&entry.links, &under(&here, &[Field("links")]));
            self.markdown(entry.note.as_deref(), &under(&here, &[Field("note")]));
            self.entries(&entry.entries, &under(&here, &[Field("entries")]));
        }
    }

    fn author_names(&self) -> impl Iterator<Item = &str> {
        self.content.publications.iter().flat_map(|publication| &publication.authors).map(|author| author.name.as_str())
    }

    fn venue(&self, key: Option<&str>, path: &[PathSegment]) {
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
        let folded = |text: &str| text::fold(text.trim(), self.world.normalize);
        let named = names.into_iter().find(|(name, _)| folded(name) == folded(key));
        let hint = match named {
            Some((_, key)) => format!("; write the key \"{key}\""),
            None => self.hint(key, keys),
        };
        self.note(path, format!("found \"{}\", which is no key of \"{list}\"{hint}", short(key)));
    }

    fn links(&self, links: &[Link], path: &[PathSegment]) {
        for (index, link) in links.iter().enumerate() {
            let here = under(path, &[Index(index)]);
            self.address(&link.url, &under(&here, &[Field("url")]));
            self.plain_field(link.label.as_deref(), &here, "label");
        }
    }
}
