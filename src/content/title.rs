//! Titles of publications and entries, which may have markup.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer};

use crate::{
    content::{Content, ListItem, Publication},
    markdown::{Inline, TitleLinks, inline_text},
    util::json::{Encode, encode_string},
};

/// The title of a publication or an entry. It is written as inline Markdown. As a `str` it is the text without markup.
///
/// After reading, the whole source counts as text. [`Content::complete_titles`] separates the text and the markup.
///
/// ```
/// use frontispiece::content::read;
/// let text = r#"{ "person": { "name": "Ada" }, "pages": [], "publications": [{ "id": "a", "title": "*Anser* and CO~2~" }] }"#;
/// let content = read(text).unwrap().content;
/// let title = &content.publications[0].title;
/// assert_eq!(title.as_str(), "Anser and CO2");
/// assert_eq!(title.source(), "*Anser* and CO~2~");
/// assert_eq!(title.markup().len(), 3);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    text: String,
    markup: Option<Box<Markup>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Markup {
    source: String,
    content: Vec<Inline>,
}

impl Title {
    /// Returns the text without markup.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the title as it is written in the profile.
    pub fn source(&self) -> &str {
        self.markup.as_ref().map_or(&self.text, |markup| &markup.source)
    }

    /// Returns the elements of a title with markup. It is empty for a title that is only text.
    pub fn markup(&self) -> &[Inline] {
        self.markup.as_ref().map_or(&[], |markup| &markup.content)
    }

    /// Returns `true` if the title has a character that can be markup, so that it must be parsed.
    pub fn may_have_markup(&self) -> bool {
        self.source()
            .bytes()
            .any(|byte| matches!(byte, b'*' | b'_' | b'`' | b'~' | b'^' | b'$' | b'\\' | b'[' | b'<' | b'&'))
    }

    fn complete(&mut self, parse: &dyn Fn(&str) -> Vec<Inline>) {
        if self.markup.is_none() && self.may_have_markup() {
            let content = parse(&self.text);
            let text = inline_text(&content);
            if !text.is_empty() && (text != self.text || content.len() > 1) {
                let source = std::mem::replace(&mut self.text, text);
                self.markup = Some(Box::new(Markup { source, content }));
            }
        }
    }
}

/// A function that returns the inline elements of a title, or none if it is unknown.
pub type ParseTitle<'p> = dyn Fn(&str, TitleLinks) -> Vec<Inline> + 'p;

impl Publication {
    /// Separates the text and the markup of the title.
    pub(super) fn complete_title(&mut self, parse: &ParseTitle) {
        self.title.complete(&|title| parse(title, TitleLinks::AsText));
    }
}

impl Content {
    /// Separates the text and the markup of the titles. `parse` returns the inline elements of a title, or none if it is
    /// unknown; such a title remains as it is written.
    pub fn complete_titles(&mut self, parse: &ParseTitle) {
        self.publications.iter_mut().for_each(|publication| publication.complete_title(parse));
        self.complete_titles_of_entries(parse);
    }

    /// Separates the text and the markup of the titles of entries.
    pub(super) fn complete_titles_of_entries(&mut self, parse: &ParseTitle) {
        fn complete_entries(entries: &mut [ListItem], parse: &dyn Fn(&str) -> Vec<Inline>) {
            for entry in entries {
                entry.title.complete(parse);
                complete_entries(&mut entry.entries, parse);
            }
        }
        for section in self.pages.iter_mut().flat_map(|page| &mut page.sections) {
            complete_entries(&mut section.entries, &|title| parse(title, TitleLinks::Kept));
        }
    }

    /// Returns the sources of the titles that may have markup, and what becomes of their links.
    pub fn titles_with_markup(&self) -> Vec<(&str, TitleLinks)> {
        fn of_entries<'e>(entries: &'e [ListItem], titles: &mut Vec<(&'e Title, TitleLinks)>) {
            for entry in entries {
                titles.push((&entry.title, TitleLinks::Kept));
                of_entries(&entry.entries, titles);
            }
        }
        let of_publications = self.publications.iter().map(|publication| (&publication.title, TitleLinks::AsText));
        let mut titles: Vec<(&Title, TitleLinks)> = of_publications.collect();
        self.sections().for_each(|section| of_entries(&section.entries, &mut titles));
        let marked = titles.into_iter().filter(|(title, _)| title.may_have_markup());
        marked.map(|(title, links)| (title.source(), links)).collect()
    }
}

impl Deref for Title {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<String> for Title {
    fn from(text: String) -> Title {
        Title { text, markup: None }
    }
}

impl<'de> Deserialize<'de> for Title {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Title, D::Error> {
        String::deserialize(deserializer).map(Title::from)
    }
}

impl Encode for Title {
    fn encode(&self, json: &mut String) {
        encode_string(self.source(), json);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{markdown::parse_title, util::json::encode};

    fn completed(source: &str) -> Title {
        let mut title = Title::from(source.to_owned());
        title.complete(&|title| parse_title(title, TitleLinks::Kept));
        title
    }

    #[test]
    fn characters_that_are_no_markup_stay() {
        for text in [
            "A* search and B* trees",
            "snake_case and M*A*S*H and __init__.py",
            "From $5 to $10",
            "From $5-$10 a day",
            "R&D",
            "a < b",
            "2^10 and 2^5 bits",
            "List<T> and Vec<u8>",
            "Growth of <i>Anser</i>",
            "The <script> element",
            "# 1",
            "1. Introduction",
            "C #",
            "  two  spaces ",
            "\\emph{sparse}",
            "",
            "*",
            "[sic]",
        ] {
            let title = completed(text);
            assert_eq!((&*title, title.source(), title.markup().len()), (text, text, 0), "{:?}", title.markup());
        }
    }

    #[test]
    fn markup_is_separated_from_the_text() {
        #[track_caller]
        fn check(source: &str, text: &str) {
            let title = completed(source);
            assert_eq!((&*title, title.source()), (text, source), "{:?}", title.markup());
            assert_eq!(encode(&title), encode(&source.to_owned()));
        }
        check("*Anser* and **b** and `c`", "Anser and b and c");
        check("CO~2~ at the 2^nd^ site", "CO2 at the 2nd site");
        check("An $O(n \\log n)$ bound", "An O(n log n) bound");
        check("$$x^2$$ and $\\foo$", "x² and $\\foo$");
        check("US$5 *or* A$10", "US$5 or A$10");
        check("A\\* search", "A* search");
        check("Quills &amp; Ink", "Quills & Ink");
        check("[A link](https://a.example)", "A link");
        check("<https://a.example>", "https://a.example");
        check("# of *sparse* barbs #", "# of sparse barbs #");
        check("> 5 *m*", "> 5 m");
    }
}
