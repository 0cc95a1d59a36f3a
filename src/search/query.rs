//! The query language of the search box.

use crate::search::{facet::Facet, tokens::has_word};

/// A text as a visitor types it: terms that must all be found, in any order.
///
/// ```
/// use frontispiece::search::{facet::Facet, query::{Form, Query}};
/// let query = Query::parse("deep author:\"Ada King\" in-network");
/// assert_eq!(query.terms[1].field, Some(Facet::Author));
/// assert_eq!((query.terms[1].text.as_str(), query.terms[1].form), ("Ada King", Form::Phrase));
/// assert_eq!(query.print(), "deep author:\"Ada King\" in-network");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The terms in the order in which they were typed.
    pub terms: Vec<Term>,
}

/// What must be found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The facet whose values are searched; everything is where there is none.
    pub field: Option<Facet>,
    /// What was typed, without the name of the field and the quotes.
    pub text: String,
    /// How it was typed.
    pub form: Form,
}

/// How a term was typed. The words of each must stand together in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Without quotes: what stands between blanks. The last word may go on.
    Word,
    /// With an opening quote only, to the end of the text. The last word may go on.
    Open,
    /// In quotes: whole words.
    Phrase,
}

impl Query {
    /// Reads a text: any text is a query. A field is the key of a facet and a colon, with a word after it;
    /// other colons, and quotes within a word, are punctuation. What holds no word is no term.
    pub fn parse(text: &str) -> Query {
        let mut terms = Vec::new();
        let mut at = 0;
        while let Some((term, _, end)) = next_term(text, at) {
            terms.push(term);
            at = end;
        }
        Query { terms }
    }

    /// A text that reads as this query.
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
            if term.form != Form::Word {
                text.push('"');
            }
            text.push_str(&term.text);
            if term.form == Form::Phrase {
                text.push('"');
            }
        }
        text
    }
}

/// The first term of a text from an offset on, with the offsets of its start and its end.
pub fn next_term(text: &str, from: usize) -> Option<(Term, usize, usize)> {
    let mut at = from;
    loop {
        let rest = text[at..].trim_start();
        at = text.len() - rest.len();
        if rest.is_empty() {
            return None;
        }
        let (field, name) = match field_at(rest) {
            Some(facet) => (Some(facet), facet.key().len() + 1),
            None => (None, 0),
        };
        let (words, form, length) = words_at(&rest[name..]);
        if has_word(words) {
            return Some((Term { field, text: words.to_owned(), form }, at, at + name + length));
        }
        if name > 0 {
            return Some((Term { field: None, text: rest[..name].to_owned(), form: Form::Word }, at, at + name));
        }
        at += length;
    }
}

/// Whether a term is the name of a field whose value is still to be typed: it is not looked for.
pub fn is_begun(term: &Term, text: &str) -> bool {
    term.field.is_none() && term.text.ends_with(':') && text.ends_with(&term.text) && field_at(&term.text).is_some()
}

/// The facet that a text begins by naming.
fn field_at(text: &str) -> Option<Facet> {
    Facet::ALL.into_iter().find(|facet| {
        let key = facet.key().as_bytes();
        let text = text.as_bytes();
        text.len() > key.len() && text[key.len()] == b':' && text[..key.len()].eq_ignore_ascii_case(key)
    })
}

/// What stands at the start of a text up to a blank or, where it starts with a quote, up to the next one; and the
/// length of it all.
fn words_at(text: &str) -> (&str, Form, usize) {
    let is_quote = |letter: char| matches!(letter, '"' | '“' | '”' | '„');
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        if start > 0 {
            if is_quote(letter) {
                return (&text[start..at], Form::Phrase, at + letter.len_utf8());
            }
        } else if at == 0 && is_quote(letter) {
            start = letter.len_utf8();
        } else if letter.is_whitespace() {
            return (&text[..at], Form::Word, at);
        }
    }
    (&text[start..], if start > 0 { Form::Open } else { Form::Word }, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_as_described() {
        fn check(text: &str, expected: &[(&str, &str, Form)]) {
            let query = Query::parse(text);
            let terms: Vec<_> =
                query.terms.iter().map(|term| (term.field.map_or("", Facet::key), &term.text[..], term.form)).collect();
            assert_eq!(terms, expected, "{text}");
        }
        use Form::{Open, Phrase, Word};
        check("", &[]);
        check(" - \"\" . \"", &[]);
        check("deep  learning ", &[("", "deep", Word), ("", "learning", Word)]);
        check("\"deep learning\"x", &[("", "deep learning", Phrase), ("", "x", Word)]);
        check("“deep learning” \"for v", &[("", "deep learning", Phrase), ("", "for v", Open)]);
        check("author:zhang Author:\"Q Z\"", &[("author", "zhang", Word), ("author", "Q Z", Phrase)]);
        check("venue:\"usenix sec", &[("venue", "usenix sec", Open)]);
        check("author: zhang", &[("", "author:", Word), ("", "zhang", Word)]);
        check("author:\"\"zhang", &[("", "author:", Word), ("", "zhang", Word)]);
        check("foo:bar 5\" disk", &[("", "foo:bar", Word), ("", "5\"", Word), ("", "disk", Word)]);
        check("year:2020..2023 author:venue:x", &[("year", "2020..2023", Word), ("author", "venue:x", Word)]);
        check("雾中 a\u{3000}b", &[("", "雾中", Word), ("", "a", Word), ("", "b", Word)]);
    }
}
