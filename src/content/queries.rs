//! Queries on the profile.

use crate::{
    content::{
        Author, Coauthor, Content, ContentPage, ListItem, OWNER, Publication, PublicationQuery, RelationKind, Section,
    },
    util::{
        interner::Interner,
        sort::stable_sort,
        text::{Normalizer, slugify},
    },
};

/// A publication that is related to another one.
pub struct Related<'c> {
    /// The kind of relation.
    pub kind: RelationKind,
    /// Whether the related publication names the relation.
    pub is_inverse: bool,
    /// The related publication.
    pub other: &'c Publication,
}

impl Related<'_> {
    /// Returns the label of the relation.
    pub fn label(&self) -> &'static str {
        if self.is_inverse { self.kind.inverse_label() } else { self.kind.label() }
    }
}

impl Content {
    /// Returns the publication with an id.
    pub fn publication(&self, id: &str) -> Option<&Publication> {
        self.publications.iter().find(|publication| publication.id == id)
    }

    /// Returns the page with a slug.
    pub fn page(&self, slug: &str) -> Option<&ContentPage> {
        self.pages.iter().find(|page| page.slug == slug)
    }

    /// Returns the sections of all pages.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.pages.iter().flat_map(|page| &page.sections)
    }

    /// Returns the entry of an author in `people`. The owner may have one, too.
    pub fn coauthor(&self, author: &Author) -> Option<&Coauthor> {
        if author.is_owner() {
            // A person with this name under a key of its own is a namesake.
            return self.people.get(OWNER).or_else(|| self.people.get(&self.person.name));
        }
        self.people.get(author.person.as_deref()?)
    }

    /// Returns the name by which an author is listed among all authors: that of the owner or of the person in `people`,
    /// otherwise the printed name.
    pub fn listed_name<'c>(&'c self, author: &'c Author) -> &'c str {
        match (author.is_owner(), author.person.as_deref()) {
            (true, _) => &self.person.name,
            (false, Some(key)) => self.people.get(key).and_then(|person| person.name.as_deref()).unwrap_or(key),
            (false, None) => &author.name,
        }
    }

    /// Returns the URL of the ORCID iD of an author, if it is known.
    pub fn orcid(&self, author: &Author) -> Option<String> {
        let own = self.person.ids.orcid.as_deref().filter(|_| author.is_owner());
        let id = own.or_else(|| self.coauthor(author)?.orcid.as_deref())?;
        Some(["https://orcid.org/", id].concat())
    }

    /// Returns the key of a venue in URLs: the key in `venues`, or its name in the form of a key.
    pub fn venue_key(&self, venue: &str, normalize: Normalizer) -> String {
        if self.venues.get(venue).is_some() { venue.to_owned() } else { slugify(venue, normalize) }
    }

    /// Returns the label of a venue, or the text itself if it is the name of a venue.
    pub fn venue_label<'c>(&'c self, key: &'c str) -> &'c str {
        self.venues.get(key).map_or(key, |venue| venue.label())
    }

    /// Returns the keys of the topics and the number of listed publications of each: the most frequent topic first, then in the
    /// order of their bytes.
    pub fn topic_counts(&self) -> Vec<(&str, u32)> {
        let mut numbers = Interner::default();
        let mut counts: Vec<(&str, u32)> = Vec::new();
        for publication in self.listed() {
            for (position, key) in publication.topics.iter().enumerate() {
                let number = numbers.add(key.as_bytes()) as usize;
                if number == counts.len() {
                    counts.push((key, 0));
                }
                counts[number].1 += u32::from(!publication.topics[..position].contains(key));
            }
        }
        stable_sort(counts, &|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)))
    }

    /// Returns the label of a topic, or the key itself if it is unknown.
    pub fn topic_label<'c>(&'c self, key: &'c str) -> &'c str {
        self.topics.get(key).map_or(key, |topic| &topic.label)
    }

    /// Returns the publications that a section selects, in their order.
    pub fn select(&self, selection: &PublicationQuery) -> Vec<&Publication> {
        let has_topic = |publication: &&Publication| match &selection.topic {
            Some(topic) => publication.topics.contains(topic),
            None => true,
        };
        self.listed()
            .iter()
            .filter(|publication| publication.selected || !selection.selected)
            .filter(has_topic)
            .take(selection.newest.map_or(usize::MAX, |newest| newest as usize))
            .collect()
    }

    /// Returns the language of the profile (BCP 47).
    pub fn language(&self) -> &str {
        self.site.language.as_deref().unwrap_or("en")
    }

    /// Returns every Markdown text of the profile with its language, in the order of the model's types. The language of an
    /// abstract may differ from that of the pages.
    pub fn markdown_texts(&self) -> Vec<(&str, &str)> {
        fn of_entries<'e>(entries: &'e [ListItem], texts: &mut Vec<&'e str>) {
            for entry in entries {
                texts.extend(entry.note.as_deref());
                of_entries(&entry.entries, texts);
            }
        }
        let mut of_pages = Vec::new();
        let mut texts = Vec::new();
        for publication in &self.publications {
            let language = publication.language.as_deref().unwrap_or(self.language());
            for text in [&publication.r#abstract, &publication.tldr] {
                texts.extend(text.as_deref().map(|text| (text, language)));
            }
            of_pages.extend(publication.note.as_deref());
            of_pages.extend(publication.image.as_ref().and_then(|image| image.caption.as_deref()));
            of_pages.extend(publication.video.as_ref().and_then(|video| video.caption.as_deref()));
            for version in &publication.versions {
                of_pages.extend(version.note.as_deref());
            }
        }
        of_pages.extend(self.pages.iter().filter_map(|page| page.text.as_deref()));
        for section in self.sections() {
            of_pages.extend(section.text.as_deref());
            of_entries(&section.entries, &mut of_pages);
        }
        texts.extend(of_pages.into_iter().map(|text| (text, self.language())));
        texts
    }

    /// Returns the publications that have an entry in lists: all that are not folded.
    pub fn listed(&self) -> &[Publication] {
        &self.publications[..self.publications.partition_point(|publication| !publication.is_folded())]
    }

    /// Returns the publications that are folded into a publication, each with the kind of its relation.
    pub fn folded_into(&self, publication: &Publication) -> Vec<(RelationKind, &Publication)> {
        let mut folded = Vec::new();
        for other in &self.publications[self.listed().len()..] {
            for relation in &other.relations {
                if let Some(kind) = relation.kind.filter(|_| relation.folded && relation.publication == publication.id)
                {
                    folded.push((kind, other));
                }
            }
        }
        folded
    }

    /// Returns the publications that are related to a publication: first those that it names, then those that name it.
    pub fn relations(&self, publication: &Publication) -> Vec<Related<'_>> {
        let mut related = Vec::new();
        for relation in &publication.relations {
            if let (Some(kind), Some(other)) = (relation.kind, self.publication(&relation.publication)) {
                related.push(Related { kind, is_inverse: false, other });
            }
        }
        for other in &self.publications {
            for relation in &other.relations {
                if let Some(kind) = relation.kind.filter(|_| relation.publication == publication.id) {
                    related.push(Related { kind, is_inverse: true, other });
                }
            }
        }
        related
    }

    /// Returns the other publications with the most topics in common. Publications with equally many are in their
    /// order, newest first.
    pub fn related(&self, publication: &Publication, max: usize) -> Vec<&Publication> {
        let topics = &publication.topics;
        let shared = |other: &Publication| topics.iter().filter(|topic| other.topics.contains(topic)).count();
        let mut by_shared = vec![Vec::new(); topics.len() + 1];
        for other in self.listed() {
            // No publication can share more than all topics, so the search stops once there are enough of these.
            if by_shared[topics.len()].len() == max {
                break;
            }
            let shared = shared(other);
            if shared > 0 && other.id != publication.id {
                by_shared[shared].push(other);
            }
        }
        by_shared.into_iter().rev().flatten().take(max).collect()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn related_publications_share_the_most_topics() {
        let content = crate::content::read(include_str!("../../tests/fixtures/scholar-300.json")).unwrap().content;
        for publication in &content.publications {
            for most in [0, 1, 4, 1000] {
                let shared =
                    |topics: &[String]| topics.iter().filter(|topic| publication.topics.contains(topic)).count();
                let others = content.publications.iter().filter(|other| other.id != publication.id);
                let mut expected: Vec<_> = others.filter(|other| shared(&other.topics) > 0).collect();
                expected.sort_by_key(|other| std::cmp::Reverse(shared(&other.topics)));
                expected.truncate(most);
                let related = content.related(publication, most);
                assert!(related.iter().map(|one| &one.id).eq(expected.iter().map(|one| &one.id)), "{}", publication.id);
            }
        }
    }
}
