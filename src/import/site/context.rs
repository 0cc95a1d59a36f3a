//! What the parts of an import share: the files, the addresses and the settings of the old site.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::import::site::{
    addresses::{Addresses, Place},
    document::{Document, scalar},
    folder::Folder,
    markdown::{Conversion, Dialect, convert, plain},
    notes::Notes,
};

/// A document with its old URL.
pub(super) struct Entry {
    pub document: Document,
    /// The old path of its page: "/talks/2012-03-01-talk-1".
    pub path: String,
}

impl Entry {
    pub fn place(&self) -> Place<'_> {
        Place { file: &self.document.path, path: &self.path }
    }
}

pub(super) struct Context<'f> {
    pub folder: &'f Folder,
    pub addresses: Addresses<'f>,
    pub dialect: Dialect,
    /// The settings, for the variables of Liquid.
    pub settings: Value,
    /// The name of the owner of the site.
    pub owner: String,
    /// The names of other people by their key, such as the folder of their profile.
    pub names: BTreeMap<String, String>,
}

impl Context<'_> {
    /// Converts a text of a document.
    pub fn markdown(&self, text: &str, line: usize, entry: &Entry, notes: &mut Notes) -> String {
        self.with_conversion(entry, |conversion| convert(text, line, conversion, notes))
    }

    /// Converts the text after the front matter.
    pub fn body(&self, entry: &Entry, notes: &mut Notes) -> String {
        self.markdown(&entry.document.body, entry.document.body_line, entry, notes)
    }

    /// Converts a field with a text of one line to plain text.
    pub fn plain(&self, text: &str, field: &str, entry: &Entry, notes: &mut Notes) -> String {
        let line = entry.document.fields.line(field);
        self.with_conversion(entry, |conversion| plain(text, line, conversion, notes))
    }

    /// Returns a field as plain text of one line.
    pub fn plain_field(&self, field: &str, entry: &Entry, notes: &mut Notes) -> Option<String> {
        let text = entry.document.fields.text(field)?;
        Some(self.plain(&text, field, entry, notes)).filter(|text| !text.is_empty())
    }

    /// Returns a field as Markdown.
    pub fn markdown_field(&self, field: &str, entry: &Entry, notes: &mut Notes) -> Option<String> {
        let text = entry.document.fields.long_text(field)?;
        let line = entry.document.fields.line(field);
        Some(self.markdown(&text, line, entry, notes)).filter(|text| !text.is_empty())
    }

    /// Returns the new URL of a field, or reports why it has none.
    pub fn url_field(&self, field: &str, entry: &Entry, notes: &mut Notes) -> Option<String> {
        let url = entry.document.fields.text(field)?;
        self.url(&url, field, entry, notes)
    }

    /// Returns the new URL of a link, or reports why it has none.
    pub fn url(&self, url: &str, field: &str, entry: &Entry, notes: &mut Notes) -> Option<String> {
        match self.addresses.rewrite(url, entry.place()) {
            Ok(url) => Some(url),
            Err(reason) => {
                let line = entry.document.fields.line(field);
                notes.add(&entry.document.path, line, field, format!("\"{url}\" is left out: {reason}"));
                None
            }
        }
    }

    fn with_conversion<T>(&self, entry: &Entry, convert: impl FnOnce(&Conversion) -> T) -> T {
        let variable = |name: &str| match name.split_once('.') {
            Some(("site", path)) => lookup(&self.settings, path),
            Some(("page", field)) => entry.document.fields.text(field),
            _ => None,
        };
        let conversion =
            Conversion { addresses: &self.addresses, place: entry.place(), dialect: self.dialect, variable: &variable };
        convert(&conversion)
    }
}

fn lookup(settings: &Value, path: &str) -> Option<String> {
    let mut value = settings;
    for name in path.split('.') {
        value = value.get(name)?;
    }
    scalar(value)
}
