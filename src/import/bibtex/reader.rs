//! The fields of an entry while they are read.

use crate::import::{
    bibtex::{kinds::Kind, macros},
    draft::Draft,
    escape::markdown,
    latex::{self, Latex},
};

/// The fields of an entry that were not yet read, and the work.
pub(super) struct Reader {
    pub fields: Vec<(String, String)>,
    pub kind: Kind,
    pub draft: Draft,
    /// The short name of the venue.
    pub short: Option<String>,
    /// URLs, each with the field in which it was found.
    pub urls: Vec<(&'static str, String)>,
}

impl Reader {
    /// Returns the value of a field in LaTeX, which is read only once. Empty values are no values.
    pub fn take(&mut self, field: &str) -> Option<String> {
        let at = self.fields.iter().position(|(name, _)| name == field)?;
        let (_, value) = self.fields.remove(at);
        let value = value.trim();
        (!value.is_empty() && value != "{}").then(|| value.to_owned())
    }

    /// Returns the plain text of a field without reading it.
    pub fn peek(&self, field: &str) -> String {
        let value = self.fields.iter().find(|(name, _)| name == field);
        value.map(|(_, value)| latex::parse(value).plain()).unwrap_or_default()
    }

    /// Returns the plain text of a field, or an empty text.
    pub fn plain(&mut self, field: &str) -> String {
        self.take(field).map(|value| self.plain_text(field, &value)).unwrap_or_default()
    }

    /// Returns the plain text of a value.
    pub fn plain_text(&mut self, field: &str, value: &str) -> String {
        // The commands of the Astrophysics Data System for journals.
        if let Some(journal) =
            value.trim_matches(['{', '}']).strip_prefix('\\').and_then(|name| macros::journal(&name.to_lowercase()))
        {
            return journal.to_owned();
        }
        self.latex(field, value).plain()
    }

    /// Returns a value as text with markup, and warns about unknown commands.
    pub fn latex(&mut self, field: &str, value: &str) -> Latex {
        let latex = latex::parse(value);
        for command in &latex.unknown {
            self.draft
                .warn(field, format!("found the LaTeX command \"{command}\", which is unknown; its text is kept"));
        }
        latex
    }

    /// Returns the text of a field that LaTeX prints as it is.
    pub fn verbatim(&mut self, field: &str) -> Option<String> {
        self.take(field).map(|value| latex::verbatim(&value)).filter(|value| !value.is_empty())
    }

    /// Returns a field as Markdown with paragraphs.
    pub fn markdown(&mut self, field: &str) -> Option<String> {
        let value = self.take(field)?;
        let parts = self.latex(field, &value).parts;
        Some(markdown(parts)).filter(|text| !text.is_empty())
    }

    /// Sets the place, or warns about a second one.
    pub fn place(&mut self, place: &str) {
        if !self.draft.has("place") {
            self.draft.set("place", place);
        } else if !place.is_empty() && self.draft.text("place") != place {
            self.draft.no_place("address", place);
        }
    }
}
