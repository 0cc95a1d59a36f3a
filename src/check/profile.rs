//! Checks a profile part by part, and applies the rules to each value.

use std::collections::BTreeSet;

use crate::{
    check::{
        Checker, characters, join,
        old_addresses::{old_addresses, windows_refuses},
        short, urls,
    },
    content::{
        Author, Link, Message, Publication,
        authors::comparable,
        lenient::{
            PathSegment,
            PathSegment::{Field, Index},
        },
    },
    url::{Scheme, UrlKind},
};

impl Checker<'_> {
    pub(super) fn profile(&self) {
        self.site();
        self.person();
        self.keyed();
        self.publications();
        self.near_duplicates();
        self.pages();
        self.files_at_other_pages();
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
            self.image_format(&image.src, &source);
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
    pub(super) fn language(&self, tag: Option<&str>, path: &[PathSegment]) {
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

    /// Returns the authors, editors and translators of all publications.
    pub(super) fn people(&self) -> impl Iterator<Item = &Author> {
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

    pub(super) fn links(&self, links: &[Link], path: &[PathSegment]) {
        for (index, link) in links.iter().enumerate() {
            let here = join(path, &[Index(index)]);
            self.address(&link.url, &join(&here, &[Field("url")]));
            self.plain_field(link.label.as_deref(), &here, "label");
        }
    }
}
