//! Turns keywords into topics.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::{
    import::merge::record::Record,
    util::text::{Normalizer, fold, slugify},
};

/// The number of topics up to which every keyword becomes one. Beyond it, only keywords that at least two entries have
/// become topics, the most frequent first.
pub(super) const MAX_TOPICS: usize = 30;

/// The topics of a profile.
pub(super) struct Topics {
    /// The key of each keyword that is a topic. Keywords are folded.
    keys: HashMap<String, String>,
    /// Keywords that become no topic.
    left_out: HashSet<String>,
    normalize: Normalizer,
}

impl Topics {
    /// Creates the topics of the keywords of all entries, each a list, in `topics` of the profile.
    pub fn new(
        topics: &mut Map<String, Value>,
        record: &mut Record,
        entries: &[&[String]],
        renamed: &HashMap<String, String>,
        normalize: Normalizer,
    ) -> Topics {
        let folded = |text: &str| fold(text.trim(), normalize);
        let mut keys = HashMap::new();
        for (key, topic) in topics.iter() {
            let label = topic.get("label").and_then(Value::as_str);
            for name in label.into_iter().chain([key.as_str()]) {
                keys.entry(folded(name)).or_insert_with(|| key.clone());
            }
        }
        let mut left_out = HashSet::new();
        for (keyword, key) in &record.topics {
            let key = renamed.get(key).unwrap_or(key);
            match topics.contains_key(key) {
                true => drop(keys.insert(keyword.clone(), key.clone())),
                // The scholar has removed the topic.
                false => drop(left_out.insert(keyword.clone())),
            }
        }
        // The number of entries with each new keyword, and its first spelling.
        let mut new: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        for keywords in entries {
            let unique: BTreeMap<String, &str> =
                keywords.iter().rev().map(|keyword| (folded(keyword), keyword.trim())).collect();
            for (keyword, spelling) in unique {
                if !keyword.is_empty() && !keys.contains_key(&keyword) && !left_out.contains(&keyword) {
                    let (count, first) = new.entry(keyword).or_insert((0, spelling));
                    *count += 1;
                    *first = (*first).min(spelling);
                }
            }
        }
        let has_room = topics.len() + new.len() <= MAX_TOPICS;
        let mut wanted: Vec<(String, usize, &str)> =
            new.into_iter().map(|(keyword, (count, label))| (keyword, count, label)).collect();
        if !has_room {
            wanted.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            let room = MAX_TOPICS.saturating_sub(topics.len());
            let chosen = wanted.iter().filter(|(_, count, _)| *count > 1).take(room).count();
            left_out.extend(wanted.drain(chosen..).map(|(keyword, ..)| keyword));
        }
        for (keyword, _, label) in wanted {
            let slug = slugify(label, normalize);
            let slug = if slug.is_empty() { "topic".to_owned() } else { slug };
            let numbered = (2..).map(|number| format!("{slug}-{number}"));
            let mut candidates = std::iter::once(slug.clone()).chain(numbered);
            let Some(key) = candidates.find(|key| !topics.contains_key(key)) else { continue };
            topics.insert(key.clone(), json!({ "label": label }));
            record.topics.insert(keyword.clone(), key.clone());
            keys.insert(keyword, key);
        }
        Topics { keys, left_out, normalize }
    }

    /// Returns the keys of the topics of an entry, and the keywords that are no topics.
    pub fn of<'k>(&self, keywords: &'k [String]) -> (Vec<Value>, Vec<&'k str>) {
        let (mut topics, mut left_out): (Vec<Value>, Vec<&str>) = (Vec::new(), Vec::new());
        for keyword in keywords {
            let folded = fold(keyword.trim(), self.normalize);
            match self.keys.get(&folded) {
                Some(key) if !topics.iter().any(|topic| topic == key) => topics.push(json!(key)),
                Some(_) => {}
                None if self.left_out.contains(&folded) => left_out.push(keyword.trim()),
                None => {}
            }
        }
        (topics, left_out)
    }
}
