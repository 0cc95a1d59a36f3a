//! Checks names of people: formats of other programs, and names that a bibliography would split wrongly.

mod family;
mod form;
mod split;
mod words;

use std::collections::BTreeSet;

use crate::{
    check::{
        Checker, characters, join,
        names::{
            form::{cut_short, wrong_form},
            split::{doubtful_split, may_be_two},
        },
        plain_text::without_entities,
        short,
    },
    content::{
        Author, Coauthor, Message,
        lenient::{
            PathSegment,
            PathSegment::{Field, Index},
        },
    },
};

impl Checker<'_> {
    pub(super) fn authors(&self, authors: &[Author], path: &[PathSegment]) {
        let mut seen = BTreeSet::new();
        for (index, author) in
            authors.iter().enumerate().filter(|(index, author)| !author.is_others() || index + 1 < authors.len())
        {
            let here = join(path, &[Index(index)]);
            if author.name.is_empty() && !self.is_present(&join(&here, &[Field("name")]), &here) {
                self.report(&here, Message::problem("the field \"name\" is missing"));
            } else {
                self.require_text(&author.name, &here);
            }
            self.person_reference(author, &here);
            if author.family.is_none() && author.literal.is_none() {
                self.name(&author.name, &here);
                self.split(author, &here);
            } else if !self.is_present(&join(&here, &[Field("family")]), &here)
                && let Some(message) = may_be_two(author)
            {
                self.warn(&here, message);
            }
            if let Some(group) = author.equal
                && authors.iter().filter(|other| other.equal == Some(group)).count() == 1
            {
                let message = Message::problem(format!(
                    "{} is the only author in group {group} of \"equal\"",
                    short(&author.name)
                ))
                .expected("two or more");
                self.report(&join(&here, &[Field("equal")]), message);
            }
            if !seen.insert((&author.name, &author.person)) && !author.name.trim().is_empty() {
                let message = Message::problem(format!("the author \"{}\" is listed twice", short(&author.name)))
                    .suggest("remove one, unless two authors have this name");
                self.warn(&here, message);
            }
        }
    }

    /// Warns about a name that would be split wrongly, unless `people` defines its family name.
    pub(super) fn name(&self, name: &str, path: &[PathSegment]) {
        if self.sound_names.borrow().contains(name) {
            return;
        }
        let has_family = self.content.people.get(name).is_some_and(|known| known.family.is_some());
        let typed = as_typed(name);
        let advice = if has_family { cut_short(&typed) } else { wrong_form(&typed) };
        if let Some(advice) = advice {
            let loss = if cut_short(&typed).is_some() { ", which would be shown as the name of a person" } else { "" };
            self.warn(path, Message::found(format!("\"{}\"{loss}", short(name.trim()))).suggest(advice));
            self.plain(name, path);
        } else if self.plain(name, path) {
            self.sound_names.borrow_mut().insert(name.to_owned());
        }
    }

    /// Checks the reference of an author to a person.
    fn person_reference(&self, author: &Author, path: &[PathSegment]) {
        if let Some(key) = &author.person
            && !author.is_owner()
            && self.content.people.get(key).is_none()
        {
            let hint = self.hint(key, self.content.people.keys().collect::<Vec<_>>());
            let found = format!("\"{}\", which is not a key of \"people\"", short(key));
            self.report(&join(path, &[Field("person")]), Message::found(found).suggest(hint));
        }
        if author.person.is_none() {
            let named = |(key, person): &(&str, &Coauthor)| person.name.as_deref().unwrap_or(key) == author.name;
            let keys: Vec<&str> = self.content.people.iter().filter(named).map(|(key, _)| key).collect();
            if let [first, _, ..] = keys.as_slice() {
                let found = format!("\"{}\", the name of {} people in \"people\"", short(&author.name), keys.len());
                let write = format!("write {{ \"name\": \"{}\", \"person\": \"{first}\" }}", short(&author.name));
                self.warn(path, Message::found(found).expected("the key of one of them").instead(write));
            }
        }
    }

    /// Warns once about a name with a doubtful split into given and family names, unless `people` defines them.
    fn split(&self, author: &Author, path: &[PathSegment]) {
        let name = author.name.as_str();
        let is_known =
            self.content.coauthor(author).is_some_and(|known| known.given.is_some() || known.family.is_some());
        if is_known || self.split_names.borrow().contains(name) {
            return;
        }
        if let Some(message) = doubtful_split(name) {
            self.warn(path, message);
        }
        self.split_names.borrow_mut().insert(name.to_owned());
    }

    /// Warns about invisible characters in a text.
    pub(super) fn visible(&self, text: &str, path: &[PathSegment]) {
        if let Some(message) = characters::invisible(text) {
            self.warn(path, message);
        }
    }
}

/// Returns a name without HTML entities and LaTeX braces, which have their own messages.
pub(super) fn as_typed(name: &str) -> String {
    without_entities(name).trim().replace(['{', '}'], "")
}

#[cfg(test)]
mod tests;
