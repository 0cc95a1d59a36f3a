//! The strict reading: everything that is wrong with a profile, in one run.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Author, Content, Link, Problem, Publication,
    problem::did_you_mean,
    read::{Source, Step, Step::Field, Step::Index},
};
use crate::{
    address::{Address, Kind, Scheme},
    markdown::{self, Block, Inline},
    page::{Page, below_site, old_file, redirect},
    percent,
    text::{self, Decompose},
};

/// What the checker needs to know of the world around the file.
pub struct World<'w> {
    /// Whether a file stands in `public/` under this path ("files/paper.pdf").
    pub has_file: &'w dyn Fn(&str) -> bool,
    /// Is told the path of each file that the content names by its full address under `site.url` and that does not
    /// stand in `public/`: it would be gone when this site takes the place of the one that stands there now.
    pub carries: &'w dyn Fn(&str),
    /// Takes letters apart from their accents, for the comparison of titles.
    pub decompose: Decompose,
}

/// Every problem of a profile, in the order of the file; none if it may be deployed. The syntax errors alone, if the
/// text is not valid JSON.
///
/// ```
/// use frontispiece::{content::check::{World, check}, text};
/// let world = World { has_file: &|_| false, carries: &|_| {}, decompose: text::decompose };
/// let problems = check(r#"{ "person": { "name": "" }, "pages": [{ "slug": "", "title": "Home" }] }"#, &world);
/// assert_eq!(problems[0].to_string(), "1:23: person.name: found nothing; expected the name as printed on papers");
/// ```
pub fn check(text: &str, world: &World) -> Vec<Problem> {
    let source = match Source::parse(text) {
        Ok(source) if source.is_valid_json => source,
        Ok(source) => return source.problems(),
        Err(unreadable) => return unreadable.problems(),
    };
    let content = source.content();
    let checker = Checker { source: &source, content: &content, world, comparisons: Cell::new(COMPARISONS) };
    checker.site();
    checker.person();
    checker.keyed();
    checker.publications();
    checker.pages();
    source.problems()
}

struct Checker<'c> {
    source: &'c Source<'c>,
    content: &'c Content,
    world: &'c World<'c>,
    /// How many names may still be compared with mistyped ones.
    comparisons: Cell<usize>,
}

/// Where nearly all names are wrong, no more than some of the nearest ones are worth the time: a second at most.
const COMPARISONS: usize = 200_000;

/// A path grown by more steps.
fn under<'p>(path: &[Step<'p>], more: &[Step<'p>]) -> Vec<Step<'p>> {
    [path, more].concat()
}

impl Checker<'_> {
    fn note(&self, path: &[Step], message: impl Into<String>) {
        self.source.note_at(path, message);
    }

    /// [`did_you_mean`], as long as it is worth the time.
    fn hint<'n>(&self, typed: &str, names: impl IntoIterator<Item = &'n str>) -> String {
        let left = self.comparisons.get();
        let compared = |_: &&str| self.comparisons.set(self.comparisons.get() - 1);
        did_you_mean(typed, names.into_iter().take(left).inspect(compared))
    }

    fn site(&self) {
        let site = &self.content.site;
        let path = [Field("site")];
        if let Some(url) = &site.url
            && (!matches!(url.kind(), Kind::External(Scheme::Http | Scheme::Https))
                || url.as_str().contains(['?', '#']))
        {
            let message =
                format!("found \"{}\"; expected the site's address: https://…, without ? and #", url.as_str());
            self.note(&under(&path, &[Field("url")]), message);
        }
        self.language(site.language.as_deref(), &under(&path, &[Field("language")]));
        for (from, to) in site.redirects.iter() {
            let here = under(&path, &[Field("redirects"), Field(from)]);
            if old_file(from).is_none() {
                self.note(&here, format!("found the old address \"{from}\"; expected a path: \"/old/\""));
            } else if Page::parse(from, self.content) != Page::NotFound {
                self.note(
                    &here,
                    format!("the old address \"{from}\" is a page of this site; no redirect can stand there"),
                );
            }
            if Page::parse(to, self.content) == Page::NotFound || !to.starts_with('/') {
                self.note(&here, format!("found \"{to}\"; expected the path of a page of this site, such as \"/\""));
            }
        }
    }

    fn person(&self) {
        let person = &self.content.person;
        let path = [Field("person")];
        let name = under(&path, &[Field("name")]);
        if person.name.trim().is_empty() && self.stands(&name, &path) {
            self.note(&name, "found nothing; expected the name as printed on papers");
        }
        let authors: BTreeSet<&str> = self.author_names().collect();
        for (index, alias) in person.aliases.iter().enumerate() {
            if !authors.contains(alias.as_str()) {
                let hint = self.hint(alias, authors.iter().copied());
                let message = format!("no author is named \"{alias}\"; expected the exact name of an author{hint}");
                self.note(&under(&path, &[Field("aliases"), Index(index)]), message);
            }
        }
        if let Some(email) = &person.email
            && !email.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
        {
            self.note(&under(&path, &[Field("email")]), format!("found \"{email}\"; expected an e-mail address"));
        }
        if let Some(image) = &person.image {
            self.address(&image.src, &under(&path, &[Field("image"), Field("src")]));
        }
        for (index, link) in person.links.iter().enumerate() {
            self.address(&link.url, &under(&path, &[Field("links"), Index(index), Field("url")]));
        }
        for (index, affiliation) in person.affiliations.iter().enumerate() {
            if let Some(url) = &affiliation.url {
                self.address(url, &under(&path, &[Field("affiliations"), Index(index), Field("url")]));
            }
        }
        self.orcid(person.ids.orcid.as_deref(), &under(&path, &[Field("ids"), Field("orcid")]));
    }

    fn keyed(&self) {
        let authors: BTreeSet<&str> = self.author_names().collect();
        for (name, colleague) in self.content.people.iter() {
            let path = [Field("people"), Field(name)];
            if !authors.contains(name) {
                let hint = self.hint(name, authors.iter().copied());
                self.note(&path, format!("no author is named \"{name}\"; expected the exact name of an author{hint}"));
            }
            if let Some(url) = &colleague.url {
                self.address(url, &under(&path, &[Field("url")]));
            }
            self.orcid(colleague.orcid.as_deref(), &under(&path, &[Field("orcid")]));
        }
        for (key, venue) in self.content.venues.iter() {
            let path = [Field("venues"), Field(key)];
            self.filled(&venue.name, &under(&path, &[Field("name")]));
            if let Some(url) = &venue.url {
                self.address(url, &under(&path, &[Field("url")]));
            }
        }
        for (key, topic) in self.content.topics.iter() {
            self.filled(&topic.label, &[Field("topics"), Field(key), Field("label")]);
        }
    }

    /// By its shape alone (RFC 5646, section 2.1).
    fn language(&self, tag: Option<&str>, path: &[Step]) {
        let is_part =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_tag = |tag: &str| {
            let first = tag.split('-').next().unwrap_or_default();
            tag.split('-').all(is_part) && first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        if let Some(tag) = tag.filter(|tag| !is_tag(tag)) {
            self.note(
                path,
                format!("found \"{tag}\"; expected a language tag (BCP 47): \"en\", \"de-CH\", \"zh-Hant\""),
            );
        }
    }

    fn publications(&self) {
        let mut titles: BTreeMap<String, usize> = BTreeMap::new();
        for (index, publication) in self.content.publications.iter().enumerate() {
            let path = [Field("publications"), Index(index)];
            let at = |field| under(&path, &[Field(field)]);
            self.filled(&publication.title, &at("title"));
            let title = text::fold(&publication.title, self.world.decompose);
            if let Some(first) = titles.get(&title) {
                let id = &self.content.publications[*first].id;
                self.note(
                    &at("title"),
                    format!("the publication \"{id}\" has the same title; is one of them too many?"),
                );
            } else {
                titles.insert(title, index);
            }
            self.publication(publication, &path);
        }
    }

    fn publication(&self, publication: &Publication, path: &[Step<'static>; 2]) {
        let at = |field| under(path, &[Field(field)]);
        // A field that is there, but unreadable, is noted already; null is as good as nothing.
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
        self.language(publication.language.as_deref(), &at("language"));
        self.authors(&publication.authors, &at("authors"));
        self.reference(publication.venue.as_deref(), self.content.venues.keys(), "venues", &at("venue"));
        for (index, topic) in publication.topics.iter().enumerate() {
            let here = under(path, &[Field("topics"), Index(index)]);
            self.reference(Some(topic), self.content.topics.keys(), "topics", &here);
        }
        self.links(&publication.links, &at("links"));
        for (index, award) in publication.awards.iter().enumerate() {
            if let Some(url) = &award.url {
                self.address(url, &under(path, &[Field("awards"), Index(index), Field("url")]));
            }
        }
        for (field, text) in
            [("abstract", &publication.r#abstract), ("tldr", &publication.tldr), ("note", &publication.note)]
        {
            self.markdown(text.as_deref(), &at(field));
        }
        for (index, version) in publication.versions.iter().enumerate() {
            let here = under(path, &[Field("versions"), Index(index)]);
            let venue = under(&here, &[Field("venue")]);
            self.reference(version.venue.as_deref(), self.content.venues.keys(), "venues", &venue);
            self.links(&version.links, &under(&here, &[Field("links")]));
            self.markdown(version.note.as_deref(), &under(&here, &[Field("note")]));
        }
        if let Some(doi) = &publication.doi
            && !is_doi(doi)
        {
            self.note(
                &at("doi"),
                format!("found \"{doi}\"; expected a DOI without an address: \"10.1145/3651890.3672274\""),
            );
        }
        if let Some(arxiv) = &publication.arxiv
            && !is_arxiv(arxiv)
        {
            self.note(&at("arxiv"), format!("found \"{arxiv}\"; expected an arXiv identifier: \"2310.07240\""));
        }
    }

    fn authors(&self, authors: &[Author], path: &[Step]) {
        for (index, author) in authors.iter().enumerate() {
            let here = under(path, &[Index(index)]);
            self.filled(&author.name, &here);
            if let Some(group) = author.equal
                && authors.iter().filter(|other| other.equal == Some(group)).count() == 1
            {
                let message =
                    format!("{} is the only author of the equal group {group}; expected two or more", author.name);
                self.note(&under(&here, &[Field("equal")]), message);
            }
            if authors[..index].iter().any(|other| other.name == author.name) {
                self.note(&here, format!("\"{}\" stands twice among the authors", author.name));
            }
        }
    }

    fn pages(&self) {
        let pages = &self.content.pages;
        if !pages.is_empty() && pages[0].slug.as_str() != "" {
            let message = format!(
                "found the slug \"{}\"; expected \"\" for the first page, which is the home page",
                pages[0].slug
            );
            self.note(&[Field("pages"), Index(0), Field("slug")], message);
        }
        if pages.is_empty() && self.stands(&[Field("pages")], &[]) {
            self.note(&[Field("pages")], "there is no page; expected at least the home page, with the slug \"\"");
        }
        for (index, page) in pages.iter().enumerate() {
            let path = [Field("pages"), Index(index)];
            self.filled(&page.title, &under(&path, &[Field("title")]));
            if (self.world.has_file)(&page.slug) && !page.slug.is_empty() {
                let message = format!("public/{} exists; a page cannot stand at the same address", page.slug);
                self.note(&under(&path, &[Field("slug")]), message);
            }
            for (index, section) in page.sections.iter().enumerate() {
                let here = under(&path, &[Field("sections"), Index(index)]);
                if section.text.is_none() && section.entries.is_empty() && section.publications.is_none() {
                    self.note(&here, "an empty section; expected text, entries or publications");
                }
                self.markdown(section.text.as_deref(), &under(&here, &[Field("text")]));
                self.entries(&section.entries, &under(&here, &[Field("entries")]));
                if let Some(selection) = &section.publications {
                    let topic = under(&here, &[Field("publications"), Field("topic")]);
                    self.reference(selection.topic.as_deref(), self.content.topics.keys(), "topics", &topic);
                }
            }
        }
    }

    fn entries(&self, entries: &[super::Entry], path: &[Step]) {
        for (index, entry) in entries.iter().enumerate() {
            let here = under(path, &[Index(index)]);
            self.filled(&entry.title, &here);
            self.links(&entry.links, &under(&here, &[Field("links")]));
            self.markdown(entry.note.as_deref(), &under(&here, &[Field("note")]));
            self.entries(&entry.entries, &under(&here, &[Field("entries")]));
        }
    }

    fn author_names(&self) -> impl Iterator<Item = &str> {
        self.content.publications.iter().flat_map(|publication| &publication.authors).map(|author| author.name.as_str())
    }

    /// Whether the value at a path is in the file at all.
    fn stands(&self, path: &[Step], parent: &[Step]) -> bool {
        self.source.locate(path) != self.source.locate(parent)
    }

    fn filled(&self, text: &str, path: &[Step]) {
        if text.trim().is_empty() {
            self.note(path, "found nothing; expected text");
        }
    }

    fn reference<'k>(&self, key: Option<&str>, keys: impl Iterator<Item = &'k str>, list: &str, path: &[Step]) {
        let Some(key) = key else { return };
        let keys: Vec<&str> = keys.collect();
        if !keys.contains(&key) {
            let hint = self.hint(key, keys);
            self.note(path, format!("found \"{key}\", which is no key of \"{list}\"{hint}"));
        }
    }

    fn links(&self, links: &[Link], path: &[Step]) {
        for (index, link) in links.iter().enumerate() {
            self.address(&link.url, &under(path, &[Index(index), Field("url")]));
        }
    }

    /// A relative address must lead to a page of the site or to a file in `public/`.
    fn address(&self, address: &Address, path: &[Step]) {
        if let Some(path) = self.own(address) {
            let is_there = Page::parse(&path, self.content) != Page::NotFound || (self.world.has_file)(&path);
            let is_redirect = redirect(&["/", &path].concat(), self.content).is_some();
            if !is_there && !is_redirect {
                (self.world.carries)(&path);
            }
        }
        if address.kind() != Kind::Relative {
            return;
        }
        let target = address.as_str().split(['?', '#']).next().unwrap_or("");
        let file = target.trim_start_matches('/');
        if Page::parse(target, self.content) == Page::NotFound && !(self.world.has_file)(file) {
            let message = format!("found \"{target}\", but there is no file public/{file} and no page at that address");
            self.note(path, message);
        }
    }

    /// The path of a file under `site.url`, with its escapes decoded, if the address is written in full.
    fn own(&self, address: &Address) -> Option<String> {
        let path = below_site(address, self.content)?.split(['?', '#']).next().filter(|path| !path.is_empty())?;
        Some(percent::decode(path, false))
    }

    fn markdown(&self, text: Option<&str>, path: &[Step]) {
        let Some(text) = text else { return };
        let document = markdown::parse(text);
        for refused in &document.refused {
            self.note(path, refused.to_string());
        }
        if document.too_deep {
            let message = format!(
                "quotes, lists or emphasis within each other, more than {} levels deep; what is deeper is shown as \
                 plain text, write it less deep",
                markdown::MAX_DEPTH
            );
            self.note(path, message);
        }
        each_address(&document.blocks, &mut |address| self.address(address, path));
    }

    fn orcid(&self, orcid: Option<&str>, path: &[Step]) {
        if let Some(orcid) = orcid
            && !is_orcid(orcid)
        {
            self.note(
                path,
                format!("found \"{orcid}\"; expected an ORCID iD with a right check digit: \"0000-0002-1825-0097\""),
            );
        }
    }
}

/// Calls `visit` with every address that a text links to or takes an image from.
fn each_address(blocks: &[Block], visit: &mut dyn FnMut(&Address)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => each_inline_address(content, visit),
            Block::List { items, .. } => items.iter().for_each(|item| each_address(item, visit)),
            Block::Quote(blocks) => each_address(blocks, visit),
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| each_inline_address(cell, visit));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn each_inline_address(content: &[Inline], visit: &mut dyn FnMut(&Address)) {
    for inline in content {
        match inline {
            Inline::Link { address, content, .. } => {
                visit(address);
                each_inline_address(content, visit);
            }
            Inline::Image { source, .. } => visit(source),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                each_inline_address(content, visit);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

/// "10.", a registrant, "/", a suffix (DOI Handbook, section 2.2).
fn is_doi(doi: &str) -> bool {
    doi.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(|(registrant, suffix)| {
        registrant.len() >= 4
            && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !suffix.is_empty()
            && !suffix.contains(char::is_whitespace)
    })
}

/// "YYMM.NNNNN" since 2007, "archive/YYMMNNN" before, each with an optional version
/// (info.arxiv.org, "Understanding the arXiv identifier").
fn is_arxiv(id: &str) -> bool {
    let base = match id.rsplit_once('v') {
        Some((base, version)) if version.bytes().all(|byte| byte.is_ascii_digit()) => base,
        _ => id,
    };
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    match (base.split_once('.'), base.split_once('/')) {
        (_, Some((archive, number))) => !archive.is_empty() && digits(number, 7..=7),
        (Some((month, number)), None) => digits(month, 4..=4) && digits(number, 4..=5),
        _ => false,
    }
}

/// Sixteen characters in groups of four, the last one a check digit by ISO 7064 MOD 11-2
/// (support.orcid.org, "Structure of the ORCID Identifier").
fn is_orcid(id: &str) -> bool {
    let groups: Vec<&str> = id.split('-').collect();
    if groups.len() != 4 || groups.iter().any(|group| group.len() != 4) {
        return false;
    }
    let symbols: Vec<u8> = groups.concat().into_bytes();
    let Some((last, digits)) = symbols.split_last() else { return false };
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let total = digits.iter().fold(0, |total, digit| (total + u32::from(digit - b'0')) * 2 % 11);
    let expected = match (12 - total) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    };
    *last == expected
}
