//! Chooses the ids of new publications.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::{
    content::keys::{is_allowed_in_id, is_cite_key},
    util::text::{Normalizer, fold},
};

/// The maximum length of an id made from a cite key, in bytes. The lenient reader allows 200, and a letter may follow.
const MAX_LENGTH: usize = 190;

/// Words at the start of a title that say nothing about it.
const FUNCTION_WORDS: [&str; 22] = [
    "a", "an", "and", "are", "can", "das", "der", "die", "do", "does", "for", "from", "how", "in", "is", "la", "le",
    "on", "the", "to", "what", "why",
];

/// The ids in use, in lower case.
pub(super) struct Ids {
    used: HashSet<String>,
    normalize: Normalizer,
}

impl Ids {
    pub fn new<'i>(ids: impl Iterator<Item = &'i str>, normalize: Normalizer) -> Ids {
        // These are parts of the site's own URLs.
        let reserved = ["page", "index"].into_iter();
        Ids { used: reserved.chain(ids).map(str::to_ascii_lowercase).collect(), normalize }
    }

    /// Returns the id of a new publication: its cite key, or "author-year-word" if the key cannot be in a URL. In that case
    /// also returns the cite key for the field `key`.
    pub fn choose(&mut self, key: &str, fields: &Map<String, Value>) -> (String, Option<String>) {
        let is_id = !key.is_empty() && key.len() <= MAX_LENGTH && key.chars().all(is_allowed_in_id);
        if is_id {
            return (self.unique(key), None);
        }
        let slug = self.slug(fields);
        (self.unique(&slug), is_cite_key(key).then(|| key.to_owned()))
    }

    /// Returns an id that is not in use: the wanted one, or with a letter or a number at its end.
    fn unique(&mut self, wanted: &str) -> String {
        let letters = ('b'..='z').map(|letter| format!("{wanted}{letter}"));
        let numbers = (2..).map(|number| format!("{wanted}-{number}"));
        let mut candidates = std::iter::once(wanted.to_owned()).chain(letters).chain(numbers);
        let used = &self.used;
        let id = candidates.find(|id| !used.contains(&id.to_ascii_lowercase())).unwrap_or_else(|| wanted.to_owned());
        self.used.insert(id.to_ascii_lowercase());
        id
    }

    fn slug(&self, fields: &Map<String, Value>) -> String {
        let ascii =
            |text: &str| fold(text, self.normalize).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
        let people = ["authors", "editors"].iter().find_map(|list| fields.get(*list)?.as_array()?.first());
        let family = people.map_or_else(String::new, |person| {
            let part = |name: &str| person.get(name).and_then(Value::as_str);
            let name = part("family").or(person.as_str()).or_else(|| part("name")).unwrap_or_default();
            let family = name.split_once(',').map_or(name, |(family, _)| family);
            ascii(family.split_whitespace().next_back().unwrap_or_default())
        });
        let year = ascii(text("date").get(..4).unwrap_or_default());
        let folded = fold(text("title"), self.normalize);
        let word = folded
            .split(|c: char| !c.is_alphanumeric())
            .map(ascii)
            .find(|word| word.len() > 1 && !FUNCTION_WORDS.contains(&word.as_str()));
        let parts = [family, year, word.unwrap_or_default()];
        let slug = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        if slug.is_empty() { "publication".to_owned() } else { slug.chars().take(MAX_LENGTH).collect() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::util::text::normalize;

    #[test]
    fn ids_are_cite_keys_or_slugs() {
        let fields = json!({ "title": "The Ångström of *Quills*", "authors": ["Noor Vräy, Jr."], "date": "2021-05" });
        let fields = fields.as_object().unwrap();
        let mut ids = Ids::new(["Tessel2021"].into_iter(), normalize);
        let mut check = |key: &str, id: &str, cite_key: Option<&str>| {
            assert_eq!(ids.choose(key, fields), (id.to_owned(), cite_key.map(str::to_owned)), "{key}");
        };
        check("vray2021", "vray2021", None);
        check("tessel2021", "tessel2021b", None);
        check("TESSEL2021", "TESSEL2021c", None);
        check("page", "pageb", None);
        check("DBLP:conf/quill/Vray21", "vray-2021-angstrom", Some("DBLP:conf/quill/Vray21"));
        check("", "vray-2021-angstromb", None);
        check("a key with spaces", "vray-2021-angstromc", None);
    }

    #[test]
    fn an_entry_without_latin_letters_has_an_id() {
        let fields = json!({ "title": "羽根の研究", "authors": ["霧島 ちとせ"] });
        let mut ids = Ids::new(std::iter::empty(), normalize);
        assert_eq!(ids.choose("", fields.as_object().unwrap()).0, "publication");
    }
}
