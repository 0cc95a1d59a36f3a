//! Checks the references to venues and topics by their keys.

use crate::{
    check::{Checker, short},
    content::{Message, Venue, lenient::PathSegment},
    util::text,
};

impl Checker<'_> {
    /// Checks a venue: a key of `venues`, the exact name of one of them, or a name that is not similar to them.
    pub(super) fn venue(&self, key: Option<&str>, path: &[PathSegment]) {
        let venues = &self.content.venues;
        if let Some(name) = key.filter(|key| venues.get(key).is_none()) {
            // Pages find the venue by its exact name.
            let has_name = |venue: &Venue| venue.name == name || venue.short.as_deref() == Some(name);
            if let Some((key, _)) = venues.iter().find(|(_, venue)| has_name(venue)) {
                let found = format!("\"{}\", the name of the venue \"{key}\"", short(name));
                self.warn(path, Message::found(found).suggest(format!("write the key \"{key}\"")));
                return;
            }
        }
        // A name has a space or a capital; a key of this list has neither.
        let is_name = |key: &str| key.contains(|c: char| c.is_whitespace() || c.is_uppercase() || !c.is_ascii());
        let folded = |text: &str| text::fold(text.trim(), self.context.normalize);
        // Many publications have a plain name, so this is collected once.
        let (names, keys_look_alike) = self.venue_names.get_or_init(|| {
            let venues = self.content.venues.iter().map(|(_, venue)| venue);
            let names = venues.flat_map(|venue| venue.short.iter().chain([&venue.name])).map(|name| folded(name));
            (names.collect(), !self.content.venues.keys().any(is_name))
        });
        let has_name = |key: &str| names.contains(&folded(key));
        let is_plain_name = |key: &&str| {
            let is_similar = || !self.hint(key, self.content.venues.keys().collect::<Vec<_>>()).is_empty();
            is_name(key) && *keys_look_alike && !has_name(key) && !is_similar()
                || self.content.venues.is_empty() && !key.trim().is_empty()
        };
        if let Some(name) = key.filter(is_plain_name) {
            self.plain(name, path);
            return;
        }
        let names = self
            .content
            .venues
            .iter()
            .flat_map(|(key, venue)| venue.short.iter().chain([&venue.name]).map(move |name| (name.as_str(), key)));
        self.reference(key, self.content.venues.keys(), names, "venues", path);
    }

    pub(super) fn topic(&self, key: Option<&str>, path: &[PathSegment]) {
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
}
