//! What the rest of the program asks of a profile.

use super::{Content, ContentPage, Publication, Selection};

impl Content {
    /// The publication with an id.
    pub fn publication(&self, id: &str) -> Option<&Publication> {
        self.publications.iter().find(|publication| publication.id == id)
    }

    /// The page with a slug.
    pub fn page(&self, slug: &str) -> Option<&ContentPage> {
        self.pages.iter().find(|page| page.slug == slug)
    }

    /// Whether an author is the scholar: by the exact name or an exact alias.
    pub fn is_scholar(&self, name: &str) -> bool {
        self.person.name == name || self.person.aliases.iter().any(|alias| alias == name)
    }

    /// A venue's label; the key itself where the content does not know it.
    pub fn venue_label<'c>(&'c self, key: &'c str) -> &'c str {
        self.venues.get(key).map_or(key, |venue| venue.label())
    }

    /// A topic's label; the key itself where the content does not know it.
    pub fn topic_label<'c>(&'c self, key: &'c str) -> &'c str {
        self.topics.get(key).map_or(key, |topic| &topic.label)
    }

    /// The publications that a section chooses, in their order.
    pub fn select(&self, selection: &Selection) -> Vec<&Publication> {
        let has_topic = |publication: &&Publication| match &selection.topic {
            Some(topic) => publication.topics.contains(topic),
            None => true,
        };
        self.publications
            .iter()
            .filter(|publication| publication.selected || !selection.selected)
            .filter(has_topic)
            .take(selection.newest.map_or(usize::MAX, |newest| newest as usize))
            .collect()
    }

    /// Other publications with the most topics in common, newest first among equals.
    pub fn related(&self, publication: &Publication, most: usize) -> Vec<&Publication> {
        let shared =
            |other: &Publication| other.topics.iter().filter(|topic| publication.topics.contains(topic)).count();
        let mut related: Vec<&Publication> =
            self.publications.iter().filter(|other| other.id != publication.id && shared(other) > 0).collect();
        related.sort_by_key(|other| std::cmp::Reverse(shared(other)));
        related.truncate(most);
        related
    }
}
