//! The text index: which publications hold every word of a query.

use crate::{
    content::{Content, Publication},
    text::{self, Decompose},
};

/// The searchable text of every publication, folded.
pub struct Index {
    rows: Vec<String>,
    decompose: Decompose,
}

impl Index {
    /// Indexes titles, authors, and venues by short and full name.
    pub fn new(content: &Content, decompose: Decompose) -> Index {
        let rows = content.publications.iter().map(|row| text::fold(&searched_text(row, content), decompose)).collect();
        Index { rows, decompose }
    }

    /// Splits a query at white space into the words that must all be found.
    pub fn words(&self, query: &str) -> Vec<String> {
        text::fold(query, self.decompose).split_whitespace().map(str::to_owned).collect()
    }

    /// Whether the publication at an index of [`Content::publications`] holds every word.
    pub fn holds(&self, row: usize, words: &[String]) -> bool {
        words.iter().all(|word| self.rows[row].contains(word.as_str()))
    }
}

fn searched_text(publication: &Publication, content: &Content) -> String {
    let mut text = publication.title.clone();
    let mut push = |part: &str| {
        text.push('\n');
        text.push_str(part);
    };
    publication.authors.iter().for_each(|author| push(&author.name));
    if let Some(key) = &publication.venue {
        match content.venues.get(key) {
            Some(venue) => {
                push(&venue.name);
                push(venue.label());
            }
            None => push(key),
        }
    }
    text
}
