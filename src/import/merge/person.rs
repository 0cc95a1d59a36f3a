//! Writes the name of the owner and its other spellings.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    content::{Content, Person as Owner, authors::comparable, macros::object::Object},
    import::merge::{new_profile::is_placeholder, options::PROFILE, owner, profile::put, state::Merging},
};

impl Merging<'_> {
    /// Sets the name of the owner if it is not known, and adds other spellings of it as aliases.
    pub(super) fn find_owner(&mut self) {
        let normalize = self.options.normalize;
        let mut people = owner::People::new(normalize);
        let lists: Vec<Vec<owner::Person>> = self
            .slots
            .iter()
            .filter(|slot| slot.is_listed())
            .map(|slot| people.of(&slot.value))
            .filter(|list| !list.is_empty())
            .collect();
        let mut person = self.object("person");
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned();
        let mut name = text(person.get("name"));
        if name.is_empty() || person.get("name").is_some_and(is_placeholder) {
            if let Some(orcid) = self.options.orcid.as_ref().filter(|_| !person.contains_key("ids")) {
                put(&mut person, Owner::FIELDS, "ids", json!({ "orcid": orcid }));
            }
            match self.options.me.clone().map_or_else(|| owner::detect(&lists), Ok) {
                Ok(found) => {
                    let message = match self.options.me {
                        Some(_) => format!("set to \"{found}\""),
                        None => {
                            format!("set to \"{found}\", the author of most publications; correct it if it is not you")
                        }
                    };
                    self.report.warn(PROFILE, 0, "person.name".to_owned(), message);
                    put(&mut person, Owner::FIELDS, "name", json!(found));
                    name = found;
                }
                Err(candidates) => {
                    if !lists.is_empty() {
                        let names = candidates.join("\", \"");
                        let message = format!(
                            "no author occurs in most publications; the most frequent are \"{names}\"; write your name, \
                             or import with --me NAME"
                        );
                        self.report.warn(PROFILE, 0, "person.name".to_owned(), message);
                    }
                    put(&mut self.root, Content::FIELDS, "person", Value::Object(person));
                    return;
                }
            }
        }
        let aliases = person.get("aliases").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut known = vec![name.clone()];
        known.extend(aliases.iter().filter_map(Value::as_str).map(str::to_owned));
        let mut others = BTreeSet::new();
        for (key, coauthor) in &self.object("people") {
            let aliases = coauthor.get("aliases").and_then(Value::as_array).into_iter().flatten();
            let names = aliases.chain(coauthor.get("name")).filter_map(Value::as_str).chain([key.as_str()]);
            others.extend(names.map(|name| comparable(name, normalize)));
        }
        let mut found = owner::spellings(&known, &others, &lists, normalize);
        if let Some(me) = &self.options.me {
            let is_known = known.iter().any(|known| comparable(known, normalize) == comparable(me, normalize));
            let is_author = lists
                .iter()
                .flatten()
                .any(|person| comparable(&person.printed, normalize) == comparable(me, normalize));
            if !is_known && is_author {
                found.certain.insert(me.clone());
            } else if !is_known {
                let message =
                    format!("\"{me}\" (--me) is neither \"{name}\" nor the name of an author; nothing was changed");
                self.report.warn(PROFILE, 0, "person.aliases".to_owned(), message);
            }
        }
        for (spelling, reason) in found.doubtful {
            let message = format!("\"{spelling}\" was not added, because {reason}; add it if it is you");
            self.report.warn(PROFILE, 0, "person.aliases".to_owned(), message);
        }
        let new: Vec<String> = found.certain.into_iter().filter(|alias| !self.record.aliases.contains(alias)).collect();
        for alias in &new {
            let message =
                format!("added \"{alias}\", another spelling of your name; remove it if it is another person");
            self.report.warn(PROFILE, 0, "person.aliases".to_owned(), message);
        }
        if !new.is_empty() {
            let all: Vec<Value> = aliases.into_iter().chain(new.iter().map(|alias| json!(alias))).collect();
            put(&mut person, Owner::FIELDS, "aliases", Value::Array(all));
        }
        self.record.aliases.extend(new.iter().cloned());
        self.aliases.extend(new);
        put(&mut self.root, Content::FIELDS, "person", Value::Object(person));
    }
}
