//! A map that keeps the order of its entries.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};

use crate::util::{
    json::{Encode, encode_string},
    sort,
};

/// A map from strings to values that keeps the order of the file. A lookup is a binary search.
///
/// ```
/// use frontispiece::content::OrderedMap;
/// let map: OrderedMap<u8> = [("b".to_owned(), 1), ("a".to_owned(), 2)].into_iter().collect();
/// assert_eq!(map.get("a"), Some(&2));
/// assert_eq!(map.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["b", "a"]);
/// ```
#[derive(Clone, PartialEq)]
pub struct OrderedMap<T> {
    entries: Vec<(String, T)>,
    /// Indices into `entries`, sorted by key.
    sorted: Vec<usize>,
}

impl<T> OrderedMap<T> {
    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        let key_at = |index: &usize| self.entries[*index].0.as_str();
        let found = self.sorted.binary_search_by(|index| key_at(index).cmp(key)).ok()?;
        Some(&self.entries[self.sorted[found]].1)
    }

    /// Returns the keys and values in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Returns the keys in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }

    /// Returns `true` if the map is empty.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<T> Default for OrderedMap<T> {
    fn default() -> Self {
        OrderedMap { entries: Vec::new(), sorted: Vec::new() }
    }
}

impl<T: fmt::Debug> fmt::Debug for OrderedMap<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<T> FromIterator<(String, T)> for OrderedMap<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        let entries: Vec<(String, T)> = entries.into_iter().collect();
        let sorted = sort::argsort(entries.len(), &|a, b| entries[a].0.cmp(&entries[b].0));
        OrderedMap { entries, sorted }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OrderedMap<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = OrderedMap<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<OrderedMap<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(entries.into_iter().collect())
            }
        }
        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

impl<T: Encode> Encode for OrderedMap<T> {
    fn encode(&self, json: &mut String) {
        json.push('{');
        for (index, (key, value)) in self.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            encode_string(key, json);
            json.push(':');
            value.encode(json);
        }
        json.push('}');
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<T: schemars::JsonSchema> schemars::JsonSchema for OrderedMap<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OrderedMap_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let value = generator.subschema_for::<T>();
        schemars::json_schema!({ "type": "object", "additionalProperties": value })
    }
}
