//! The fast reader for a profile in which the lenient reader has found no error.

use serde::{Deserialize, de::MapAccess};

use crate::{
    content::{
        Content, Publication,
        authors::NamedPeople,
        macros::object::{FieldIndex, Object},
        order::{OrderKey, sort_publications},
        title::ParseTitle,
    },
    util::{json::Decoder, text::Normalizer},
};

/// The number of publications after which the number of all publications is estimated.
const SAMPLE: usize = 1_000;

/// The number of publications for which there is room at most, because the estimate may be far too high. They take 100 MB.
const MAX_RESERVED: usize = 200_000;

/// The number of publications that are read or completed between two pauses, which takes some milliseconds on a slow phone.
const PUBLICATIONS_PER_PAUSE: usize = 50;

/// Reads a trusted profile; publications and entries are in the order in which they are shown. `parse_title` parses the
/// markup of titles. In between it awaits `pause`, so that a page can respond.
///
/// The result is `None` after an error, which is left to the lenient reader to explain.
///
/// ```
/// use frontispiece::{content::read_trusted, markdown::parse_title, util::{ready::run_ready, text::normalize}};
/// let read = |text: &str| run_ready(read_trusted(text, &parse_title, normalize, async || {}));
/// let text = r#"{ "person": { "name": "Ada" }, "pages": [], "publications": [{ "id": "a", "title": "A" }] }"#;
/// assert_eq!(read(text).unwrap().publications[0].title.as_str(), "A");
/// assert!(read(&text.replace("title", "titel")).is_none());
/// ```
pub async fn read_trusted(
    text: &str,
    parse_title: &ParseTitle<'_>,
    normalize: Normalizer,
    mut pause: impl AsyncFnMut(),
) -> Option<Content> {
    let mut json = Decoder::new(text);
    let mut content = Content::default();
    json.expect_byte(b'{');
    while let Some(index) = json.next_key_seed(FieldIndex(Content::FIELDS)).ok()? {
        // The publications take the longest.
        if Content::FIELDS[index] == "publications" {
            json.expect_byte(b':');
            json.expect_byte(b'[');
            let length = json.remaining();
            while json.has_next(b']') {
                content.publications.push(Publication::deserialize(&mut json).ok()?);
                if content.publications.len().is_multiple_of(PUBLICATIONS_PER_PAUSE) {
                    pause().await;
                }
                if content.publications.len() == SAMPLE {
                    // Makes room for all publications and some more, because copying a long list into a larger one would
                    // block the page: with 100,000 publications, for 0.2 s on a slow phone.
                    let bytes_of_each = (length - json.remaining()) / SAMPLE;
                    let estimate = json.remaining() / bytes_of_each.max(1);
                    let _ = content.publications.try_reserve_exact((estimate + estimate / 8).min(MAX_RESERVED));
                }
            }
        } else {
            content.read_field(index, &mut json).ok()?;
        }
        pause().await;
    }
    if !json.is_ok() {
        return None;
    }
    let Content { publications, person, people, venues, .. } = &mut content;
    let mut keys = Vec::with_capacity(publications.len());
    let mut named = NamedPeople::new(person, people, normalize);
    for chunk in publications.chunks_mut(PUBLICATIONS_PER_PAUSE) {
        for publication in chunk {
            publication.separate_cite_key();
            publication.complete_venues(venues);
            publication.complete_authors(&mut named);
            publication.complete_title(parse_title);
            keys.push(OrderKey::of(publication));
        }
        pause().await;
    }
    sort_publications(publications, &keys, &mut pause).await;
    pause().await;
    content.sort_entries();
    content.complete_titles_of_entries(parse_title);
    Some(content)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::{
        content::{Reading, lenient},
        markdown::parse_title,
        util::{json::encode, ready::run_ready, text::normalize},
    };

    const PROFILES: [&str; 2] =
        [include_str!("../../public/content.json"), include_str!("../../tests/fixtures/scholar-300.json")];

    fn read(text: &str) -> Option<Content> {
        run_ready(read_trusted(text, &parse_title, normalize, async || {}))
    }

    /// The two readers agree on what both can read, and on what was written.
    #[test]
    fn a_valid_profile_is_read_as_by_the_lenient_reader() {
        for text in PROFILES {
            let Reading { content, diagnostics, .. } = lenient::read(text).unwrap();
            assert!(diagnostics.is_empty());
            assert_eq!(read(text).expect("valid"), content);
            let written = encode(&content);
            assert_eq!(read(&written).expect("valid"), content);
            // What is written is a profile for everyone else, too.
            let again = lenient::read(&written).unwrap();
            assert_eq!((again.content, again.diagnostics), (content, diagnostics));
        }
    }

    #[test]
    fn an_invalid_profile_is_not_read() {
        let good = r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" }] }"#;
        assert!(read(good).is_some());
        let bad = [
            ("\"name\"", "\"nam\""),
            ("\"Ada\"", "7"),
            ("\"Home\" }] }", "\"Home\" }]"),
            ("\"Home\" }] }", "\"Home\" }"),
            ("\"pages\"", "\"page\""),
            ("\"pages\": [{", "\"pages\": {{"),
            ("\"Home\"", "null"),
            ("{ \"person\"", "[ \"person\""),
            (", \"title\": \"Home\"", ""),
            ("\"name\": \"Ada\"", ""),
        ];
        for (from, to) in bad {
            assert!(good.contains(from));
            assert!(read(&good.replace(from, to)).is_none(), "{to}");
        }
        for end in 0..good.len() {
            assert!(read(&good[..end]).is_none(), "cut off at {end}");
        }
    }

    /// The newest publication is the last of the file, so each publication moves by one place.
    #[test]
    fn it_pauses_after_every_50_moves() {
        let publication =
            |index: usize| format!(r#"{{ "id": "p{index}", "title": "A", "date": "{}" }}"#, 2000 + index / 119);
        let publications = (0..120).map(publication).collect::<Vec<_>>().join(",");
        let text = format!(r#"{{ "person": {{ "name": "Ada" }}, "pages": [], "publications": [{publications}] }}"#);
        let pauses = Cell::new(0);
        let content = run_ready(read_trusted(&text, &parse_title, normalize, async || pauses.set(pauses.get() + 1)));
        let ids: Vec<String> = content.unwrap().publications.into_iter().map(|publication| publication.id).collect();
        assert_eq!(ids, [119].into_iter().chain(0..119).map(|index| format!("p{index}")).collect::<Vec<_>>());
        assert_eq!(pauses.get(), 2 + 3 + 3 + 5 + 2);
    }

    #[test]
    fn it_pauses_after_every_50_publications() {
        let publications = vec![r#"{ "id": "a", "title": "A" }"#; 120].join(",");
        let text = format!(r#"{{ "person": {{ "name": "Ada" }}, "pages": [], "publications": [{publications}] }}"#);
        let pauses = Cell::new(0);
        let content = run_ready(read_trusted(&text, &parse_title, normalize, async || pauses.set(pauses.get() + 1)));
        assert_eq!(content.unwrap().publications.len(), 120);
        // After each of the three fields and the five parts of the sort, too, and for every 50 publications that are completed.
        assert_eq!(pauses.get(), 2 + 3 + 3 + 5);
    }
}
