//! Finds the venues that publications name.

use crate::content::{Content, OrderedMap, Publication, Venue};

impl Content {
    /// Replaces the full or short name of a venue in `venues` by its key, in every publication.
    pub(crate) fn complete_venues(&mut self) {
        let Content { publications, venues, .. } = self;
        publications.iter_mut().for_each(|publication| publication.complete_venues(venues));
    }
}

impl Publication {
    /// Replaces the full or short name of a venue by its key.
    pub(super) fn complete_venues(&mut self, venues: &OrderedMap<Venue>) {
        let versions = self.versions.iter_mut().map(|version| &mut version.venue);
        for venue in versions.chain([&mut self.venue]).flatten() {
            if venues.get(venue).is_none() {
                let has_name = |known: &Venue| known.name == *venue || known.short.as_deref() == Some(venue.as_str());
                if let Some((key, _)) = venues.iter().find(|(_, known)| has_name(known)) {
                    *venue = key.to_owned();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::read;

    #[test]
    fn a_venue_is_found_by_its_key_and_its_names() {
        let text = r#"{ "person": { "name": "Ada" }, "pages": [],
            "venues": { "jq": { "name": "Journal of Quillwork", "short": "JQ" }, "JQ2": { "name": "jq" } },
            "publications": [
                { "id": "a", "title": "A", "venue": "Journal of Quillwork", "versions": [{ "venue": "JQ" }] },
                { "id": "b", "title": "B", "venue": "jq" },
                { "id": "c", "title": "C", "venue": "Annals of Quillwork" }] }"#;
        let content = read(text).unwrap().content;
        let venues = content.publications.iter().map(|one| one.venue.as_deref().unwrap());
        assert_eq!(venues.collect::<Vec<_>>(), ["jq", "jq", "Annals of Quillwork"]);
        assert_eq!(content.publications[0].versions[0].venue.as_deref(), Some("jq"));
    }
}
