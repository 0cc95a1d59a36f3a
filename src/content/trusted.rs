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
    util::{
        json::{Decoder, Position},
        text::Normalizer,
    },
};

/// The number of publications after which the number of all publications is estimated.
const SAMPLE: usize = 1_000;

/// The number of publications for which there is room at most, because the estimate may be far too high. They take 100 MB.
const MAX_RESERVED: usize = 200_000;

/// The number of publications that are read between two pauses, which takes some milliseconds on a slow phone.
const PUBLICATIONS_PER_PAUSE: usize = 50;

/// A reader for a trusted profile whose text may still be arriving.
///
/// A text becomes trusted when the caller has compared its hash, so until then it may be anything. After an error, the reader
/// stops, and [`TrustedReader::finish`] returns `None`.
///
/// ```
/// use frontispiece::{content::TrustedReader, markdown::parse_title, util::{ready::run_ready, text::normalize}};
/// let text = r#"{ "person": { "name": "Ada" }, "pages": [], "publications": [{ "id": "a", "title": "A" }] }"#;
/// let mut reader = TrustedReader::new(text.len(), normalize);
/// run_ready(reader.read(&text[..40], &mut async || {}));
/// let content = run_ready(reader.finish(text, &parse_title, async || {}));
/// assert_eq!(content.unwrap().publications[0].title.as_str(), "A");
/// ```
pub struct TrustedReader {
    /// The number of bytes that the whole text probably has.
    expected_bytes: usize,
    normalize: Normalizer,
    content: Content,
    /// The position after the last value that was read.
    position: Position,
    stage: Stage,
    /// The length of the text from which on the next value is tried.
    next_try: usize,
    /// The number of bytes before the publications.
    list_start: usize,
    /// The names by which publications are completed, from the first publication on.
    named_people: Option<NamedPeople>,
    /// The keys of the completed publications.
    keys: Vec<OrderKey>,
    /// Whether the owner, people or venues follow publications.
    has_late_names: bool,
}

/// What a [`TrustedReader`] reads next.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// The opening bracket.
    Start,
    /// A field of the profile.
    Fields,
    /// A publication.
    Publications,
    /// Nothing.
    End,
}

impl TrustedReader {
    /// Returns a reader for a text that probably has this number of bytes. It is behind a pointer, because async functions that
    /// hold it would move it, which takes more code.
    pub fn new(expected_bytes: usize, normalize: Normalizer) -> Box<TrustedReader> {
        Box::new(TrustedReader {
            expected_bytes,
            normalize,
            content: Content::default(),
            position: Position::default(),
            stage: Stage::Start,
            next_try: 0,
            list_start: 0,
            named_people: None,
            keys: Vec::new(),
            has_late_names: false,
        })
    }

    /// Reads the fields and publications that are complete in the text that has arrived, which begins with the text of the
    /// last call. It awaits `pause` after each field and after [`PUBLICATIONS_PER_PAUSE`] publications, so that a page can
    /// respond.
    pub async fn read(&mut self, text: &str, pause: &mut impl AsyncFnMut()) {
        if text.len() < self.next_try {
            return;
        }
        while self.read_next(text).is_some() {
            let count = self.content.publications.len();
            if self.stage != Stage::Publications || (count > 0 && count.is_multiple_of(PUBLICATIONS_PER_PAUSE)) {
                pause().await;
            }
        }
        // A value that is cut off is tried again when twice as much of it has arrived, so that all tries together read at most
        // three times its length.
        self.next_try = text.len() + Decoder::resume(text, self.position).remaining();
    }

    /// Reads the next field or publication. Returns `None` if it is cut off or not as expected, or if there is none.
    fn read_next(&mut self, text: &str) -> Option<()> {
        let mut json = Decoder::resume(text, self.position);
        let mut publication = None;
        let next = match self.stage {
            Stage::Start => {
                json.expect_byte(b'{');
                Stage::Fields
            }
            Stage::Fields => match json.next_key_seed(FieldIndex(Content::FIELDS)).ok()? {
                Some(index) if Content::FIELDS[index] == "publications" => {
                    json.expect_byte(b':');
                    json.expect_byte(b'[');
                    Stage::Publications
                }
                Some(index) => {
                    self.content.read_field(index, &mut json).ok()?;
                    self.has_late_names |=
                        self.named_people.is_some() && matches!(Content::FIELDS[index], "person" | "people" | "venues");
                    Stage::Fields
                }
                None => Stage::End,
            },
            Stage::Publications if json.has_next(b']') => {
                publication = Some(Publication::deserialize(&mut json).ok()?);
                Stage::Publications
            }
            Stage::Publications => Stage::Fields,
            Stage::End => return None,
        };
        let position = json.position();
        // A number is complete only if something follows it.
        if !json.is_ok() || (next != Stage::End && json.peek() == 0) {
            return None;
        }
        (self.position, self.stage) = (position, next);
        let bytes_read = text.len() - json.remaining();
        if let Some(publication) = publication {
            self.add_publication(publication, bytes_read);
        } else if next == Stage::Publications {
            self.list_start = bytes_read;
        }
        Some(())
    }

    /// Completes a publication, all but its title, and adds it. `bytes_read` is the number of bytes up to its end.
    fn add_publication(&mut self, mut publication: Publication, bytes_read: usize) {
        let Content { publications, person, people, venues, .. } = &mut self.content;
        let named_people = self.named_people.get_or_insert_with(|| NamedPeople::new(person, people, self.normalize));
        publication.separate_cite_key();
        publication.complete_venues(venues);
        publication.complete_authors(named_people, person, people);
        self.keys.push(OrderKey::of(&publication));
        publications.push(publication);
        if publications.len() == SAMPLE {
            // Makes room for all publications and some more, because copying a long list into a larger one would
            // block the page: with 100,000 publications, for 0.2 s on a slow phone.
            let bytes_of_each = (bytes_read - self.list_start) / SAMPLE;
            let estimate = self.expected_bytes.saturating_sub(bytes_read) / bytes_of_each.max(1);
            let _ = publications.try_reserve_exact((estimate + estimate / 8).min(MAX_RESERVED));
        }
    }

    /// Reads the rest of the text, which is now complete, and completes the profile: publications and entries are in the
    /// order in which they are shown. `parse_title` parses the markup of titles. In between it awaits `pause`.
    ///
    /// The result is `None` after an error, which is left to the lenient reader to explain.
    pub async fn finish(
        mut self: Box<TrustedReader>,
        text: &str,
        parse_title: &ParseTitle<'_>,
        mut pause: impl AsyncFnMut(),
    ) -> Option<Content> {
        (self.expected_bytes, self.next_try) = (text.len(), 0);
        self.read(text, &mut pause).await;
        if self.stage == Stage::End && self.has_late_names {
            // The publications were completed without some of the names, so they are read again. Profiles are usually in the
            // other order, which needs no second reading.
            while !self.content.publications.is_empty() {
                self.content.publications.truncate(self.keys.len().saturating_sub(PUBLICATIONS_PER_PAUSE));
                self.keys.truncate(self.content.publications.len());
                pause().await;
            }
            self.named_people = None;
            (self.position, self.stage, self.next_try) = (Position::default(), Stage::Start, 0);
            self.read(text, &mut pause).await;
        }
        if self.stage != Stage::End {
            return None;
        }
        let TrustedReader { mut content, keys, .. } = *self;
        for chunk in content.publications.chunks_mut(PUBLICATIONS_PER_PAUSE) {
            chunk.iter_mut().for_each(|publication| publication.complete_title(parse_title));
            pause().await;
        }
        sort_publications(&mut content.publications, &keys, &mut pause).await;
        pause().await;
        content.sort_entries();
        content.complete_titles_of_entries(parse_title);
        Some(content)
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, collections::BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::{
        content::{Reading, lenient},
        markdown::parse_title,
        util::{json::encode, ready::run_ready, text::normalize},
    };

    const PROFILES: [&str; 2] =
        [include_str!("../../public/content.json"), include_str!("../../tests/fixtures/scholar-300.json")];

    fn read(text: &str) -> Option<Content> {
        run_ready(TrustedReader::new(text.len(), normalize).finish(text, &parse_title, async || {}))
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

    /// Returns arbitrary numbers as offsets of characters of a text, in ascending order.
    fn offsets(text: &str, numbers: &[usize]) -> Vec<usize> {
        let offset = |number: &usize| text.floor_char_boundary(number % (text.len() + 1));
        let mut offsets: Vec<usize> = numbers.iter().map(offset).collect();
        offsets.sort();
        offsets
    }

    /// Reads a text that arrives in parts, which end at these offsets.
    fn read_in_parts(text: &str, ends: &[usize]) -> Option<Content> {
        let mut reader = TrustedReader::new(text.len(), normalize);
        for end in ends {
            run_ready(reader.read(&text[..*end], &mut async || {}));
        }
        run_ready(reader.finish(text, &parse_title, async || {}))
    }

    #[test]
    fn a_text_may_be_cut_anywhere() {
        let person = r#""person": { "name": "Ada" }"#;
        let rest = r#""schemaVersion": 12 , "publications": [ { "id": "a", "title": "\"\u00e9\ud835\udd38\\" , "tldr": null }, {
            "id": "b", "title": "é", "selected": true, "authors": [{ "name": "Ada" }, "Bo"] } ], "topics": { "t": { "label": "T" } },
            "pages": [] "#;
        for text in [format!("\u{feff}{{ {person}, {rest} }} "), format!("{{ {rest}, {person} }}")] {
            let expected = read(&text);
            assert_eq!(expected.as_ref().unwrap().publications.len(), 2);
            let ends: Vec<usize> = text.char_indices().map(|(offset, _)| offset).collect();
            for end in &ends {
                assert_eq!(read_in_parts(&text, &[*end]), expected, "{end}");
            }
            assert_eq!(read_in_parts(&text, &ends), expected);
        }
    }

    #[test]
    fn publications_are_read_before_the_text_is_complete() {
        for text in PROFILES {
            let mut reader = TrustedReader::new(text.len(), normalize);
            let pauses = Cell::new(0);
            let end = text.find("\"publications\"").expect("there are some") + 6_000;
            run_ready(reader.read(&text[..text.floor_char_boundary(end)], &mut async || pauses.set(pauses.get() + 1)));
            let expected = read(text).unwrap().publications;
            let publications = &reader.content.publications;
            assert!(publications.len() >= 3 && publications.len() == reader.keys.len());
            assert!(publications.iter().all(|one| expected.iter().any(|other| one.authors == other.authors)));
            assert!(pauses.get() > 3);
        }
    }

    #[test]
    fn people_and_venues_may_follow_the_publications() {
        let names = [
            r#""person": { "name": "Ada", "aliases": ["A. Byron"] }"#,
            r#""people": { "bo": { "name": "Bo" }, "ada": { "name": "A. Byron" } }"#,
            r#""venues": { "jq": { "name": "Journal of Quillwork" } }"#,
        ];
        let publications = r#""publications": [
            { "id": "a", "title": "A", "authors": ["A. Byron", "Bo", { "person": "me" }], "venue": "Journal of Quillwork" }]"#;
        let read = |fields: &[&str]| read(&format!(r#"{{ {}, "pages": [] }}"#, fields.join(","))).unwrap();
        let expected = read(&[names[0], names[1], names[2], publications]);
        let publication = &expected.publications[0];
        assert_eq!(publication.venue.as_deref(), Some("jq"));
        assert_eq!(publication.authors[2].name, "Ada");
        assert_eq!([0, 1].map(|index| publication.authors[index].person.as_deref()), [Some("me"), Some("bo")]);
        assert!(read(&[publications, names[0], names[1], names[2]]) == expected);
        for late in 0..3 {
            let mut fields = names.to_vec();
            let late = fields.remove(late);
            assert!(read(&[fields[0], publications, late, fields[1]]) == expected, "{late}");
            assert!(read(&[fields[0], fields[1], publications, late]) == expected, "{late}");
        }
    }

    /// Each try reads the value from its start, so the number of tries must not grow with the number of parts.
    #[test]
    fn a_value_in_many_parts_is_tried_a_few_times() {
        let text = format!(r#"{{ "person": {{ "name": "{}" }}, "pages": [] }}"#, "A".repeat(5_000));
        let mut reader = TrustedReader::new(text.len(), normalize);
        let mut tries = BTreeSet::new();
        for end in 0..text.len() {
            run_ready(reader.read(&text[..end], &mut async || {}));
            tries.insert(reader.next_try);
        }
        assert!((10..20).contains(&tries.len()), "{tries:?}");
        assert!(run_ready(reader.finish(&text, &parse_title, async || {})).is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        /// A reader starts before it is known whether the text is the one that the build has validated.
        #[test]
        fn a_damaged_text_in_parts_is_read_as_a_whole(
            place in 0..1_000_000_usize,
            removed in 0..200_usize,
            added in "[\\[\\]{}\":,0-9a-f\\\\un \u{0}é]{0,12}",
            ends in proptest::collection::vec(0..1_000_000_usize, 0..10),
        ) {
            let text = PROFILES[0];
            let start = text.floor_char_boundary(place % text.len());
            let end = text.ceil_char_boundary((start + removed).min(text.len()));
            let text = [&text[..start], &added, &text[end..]].concat();
            prop_assert!(read_in_parts(&text, &offsets(&text, &ends)) == read(&text));
        }

        #[test]
        fn a_profile_in_any_order_and_parts_is_read_as_by_the_lenient_reader(
            shuffled in Just(Content::FIELDS.to_vec()).prop_shuffle(),
            ends in proptest::collection::vec(0..1_000_000_usize, 0..40),
        ) {
            for text in PROFILES {
                let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap();
                let fields = shuffled.iter().filter_map(|name| Some(format!("\"{name}\": {}", fields.get(*name)?)));
                let text = format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "));
                let read = read_in_parts(&text, &offsets(&text, &ends));
                prop_assert!(read == Some(lenient::read(&text).unwrap().content));
            }
        }
    }

    /// The newest publication is the last of the file, so each publication moves by one place. There are two years, so the
    /// sort has six parts.
    #[test]
    fn it_pauses_after_every_50_moves() {
        let publication =
            |index: usize| format!(r#"{{ "id": "p{index}", "title": "A", "date": "{}" }}"#, 2000 + index / 119);
        let publications = (0..120).map(publication).collect::<Vec<_>>().join(",");
        let text = format!(r#"{{ "person": {{ "name": "Ada" }}, "pages": [], "publications": [{publications}] }}"#);
        let pauses = Cell::new(0);
        let content = run_ready(
            TrustedReader::new(0, normalize).finish(&text, &parse_title, async || pauses.set(pauses.get() + 1)),
        );
        let ids: Vec<String> = content.unwrap().publications.into_iter().map(|publication| publication.id).collect();
        assert_eq!(ids, [119].into_iter().chain(0..119).map(|index| format!("p{index}")).collect::<Vec<_>>());
        assert_eq!(pauses.get(), 2 + 5 + 3 + 6 + 2);
    }

    #[test]
    fn it_pauses_after_every_50_publications() {
        let publications = vec![r#"{ "id": "a", "title": "A" }"#; 120].join(",");
        let text = format!(r#"{{ "person": {{ "name": "Ada" }}, "pages": [], "publications": [{publications}] }}"#);
        let pauses = Cell::new(0);
        let content = run_ready(
            TrustedReader::new(0, normalize).finish(&text, &parse_title, async || pauses.set(pauses.get() + 1)),
        );
        assert_eq!(content.unwrap().publications.len(), 120);
        // After the opening bracket, each of the three fields, the closing bracket and the five parts of the sort of one year,
        // too, and for every 50 publications that are completed.
        assert_eq!(pauses.get(), 2 + 5 + 3 + 5);
    }
}
