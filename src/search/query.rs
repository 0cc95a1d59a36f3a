//! The query language of the search box.
//!
//! Terms are separated by blanks. `author:ada` searches one facet; `"deep learning"` is a phrase.

use crate::search::{facet::Facet, tokens::has_word};

/// A parsed text of the search box: terms that must all match, in any order.
///
/// ```
/// use frontispiece::search::{facet::Facet, query::{Query, Quotes}};
/// let query = Query::parse("deep author:\"Ada King\" in-network");
/// assert_eq!(query.terms[1].field, Some(Facet::Author));
/// assert_eq!((query.terms[1].text.as_str(), query.terms[1].quotes), ("Ada King", Quotes::Closed));
/// assert_eq!(query.print(), "deep author:\"Ada King\" in-network");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The terms in the order in which they were typed.
    pub terms: Vec<Term>,
}

/// A text that must match, and the facet to search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The facet to search, or `None` to search everything.
    pub field: Option<Facet>,
    /// The typed text, without the name of the field and the quotes.
    pub text: String,
    /// The quotes around it.
    pub quotes: Quotes,
}

/// The quotes around a term. The words of a term must follow one another, whatever its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// No quotes. The term ends at a blank, and its last word is a prefix.
    None,
    /// Only an opening quote. The term is the rest of the text, and its last word is a prefix.
    Open,
    /// Both quotes. The term consists of whole words.
    Closed,
}

impl Query {
    /// Parses a text. Every text is a valid query. A field is the key of a facet and a colon, followed by a word. Other
    /// colons, and quotes within a word, are punctuation. Terms without a word are dropped.
    pub fn parse(text: &str) -> Query {
        let mut terms = Vec::new();
        let mut offset = 0;
        while let Some((term, _, end)) = next_term(text, offset) {
            terms.push(term);
            offset = end;
        }
        Query { terms }
    }

    /// Returns a text that parses as this query.
    pub fn print(&self) -> String {
        let mut text = String::new();
        for term in &self.terms {
            if !text.is_empty() {
                text.push(' ');
            }
            if let Some(facet) = term.field {
                text.push_str(facet.key());
                text.push(':');
            }
            if term.quotes != Quotes::None {
                text.push('"');
            }
            text.push_str(&term.text);
            if term.quotes == Quotes::Closed {
                text.push('"');
            }
        }
        text
    }
}

/// Returns the first term at or after an offset, with the offsets of its start and its end.
pub fn next_term(text: &str, from: usize) -> Option<(Term, usize, usize)> {
    let mut offset = from;
    loop {
        let rest = text[offset..].trim_start();
        offset = text.len() - rest.len();
        if rest.is_empty() {
            return None;
        }
        let (field, name) = match field_at(rest) {
            Some(facet) => (Some(facet), facet.key().len() + 1),
            None => (None, 0),
        };
        let (words, quotes, length) = quoted_at(&rest[name..]);
        if has_word(words) {
            return Some((Term { field, text: words.to_owned(), quotes }, offset, offset + name + length));
        }
        if name > 0 {
            return Some((
                Term { field: None, text: rest[..name].to_owned(), quotes: Quotes::None },
                offset,
                offset + name,
            ));
        }
        offset += length;
    }
}

/// Returns `true` if a term is the name of a field at the end of the text, without a value yet. Such a term is not
/// searched.
pub fn is_incomplete_field(term: &Term, text: &str) -> bool {
    term.field.is_none() && term.text.ends_with(':') && text.ends_with(&term.text) && field_at(&term.text).is_some()
}

/// Returns the facet if a text starts with its key and a colon.
fn field_at(text: &str) -> Option<Facet> {
    Facet::ALL.into_iter().find(|facet| {
        let key = facet.key().as_bytes();
        let text = text.as_bytes();
        text.len() > key.len() && text[key.len()] == b':' && text[..key.len()].eq_ignore_ascii_case(key)
    })
}

/// Returns the start of a text up to a blank or, if it starts with a quote, up to the closing quote. Also returns the
/// quotes, and the length in bytes including them.
fn quoted_at(text: &str) -> (&str, Quotes, usize) {
    let is_quote = |char: char| matches!(char, '"' | '“' | '”' | '„');
    let mut start = 0;
    for (offset, char) in text.char_indices() {
        if start > 0 {
            if is_quote(char) {
                return (&text[start..offset], Quotes::Closed, offset + char.len_utf8());
            }
        } else if offset == 0 && is_quote(char) {
            start = char.len_utf8();
        } else if char.is_whitespace() {
            return (&text[..offset], Quotes::None, offset);
        }
    }
    (&text[start..], if start > 0 { Quotes::Open } else { Quotes::None }, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_parsed() {
        fn check(text: &str, expected: &[(&str, &str, Quotes)]) {
            let query = Query::parse(text);
            let terms: Vec<_> = query
                .terms
                .iter()
                .map(|term| (term.field.map_or("", Facet::key), &term.text[..], term.quotes))
                .collect();
            assert_eq!(terms, expected, "{text}");
        }
        use Quotes::{Closed, None, Open};
        check("", &[]);
        check(" - \"\" . \"", &[]);
        check("deep  learning ", &[("", "deep", None), ("", "learning", None)]);
        check("\"deep learning\"x", &[("", "deep learning", Closed), ("", "x", None)]);
        check("“deep learning” \"for v", &[("", "deep learning", Closed), ("", "for v", Open)]);
        check("author:zhang Author:\"Q Z\"", &[("author", "zhang", None), ("author", "Q Z", Closed)]);
        check("venue:\"usenix sec", &[("venue", "usenix sec", Open)]);
        check("author: zhang", &[("", "author:", None), ("", "zhang", None)]);
        check("author:\"\"zhang", &[("", "author:", None), ("", "zhang", None)]);
        check("foo:bar 5\" disk", &[("", "foo:bar", None), ("", "5\"", None), ("", "disk", None)]);
        check("year:2020..2023 author:venue:x", &[("year", "2020..2023", None), ("author", "venue:x", None)]);
        check("雾中 a\u{3000}b", &[("", "雾中", None), ("", "a", None), ("", "b", None)]);
    }
}
