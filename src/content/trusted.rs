//! The fast reader for a profile in which the lenient reader has found no error, and the writer for it.

use crate::{
    content::{Content, lenient},
    util::json::{Codec, Decoder, encode_field},
};

/// The number of publications that are read in one step, which takes some milliseconds on a slow phone.
const PUBLICATIONS_PER_STEP: usize = 50;

/// Reads a trusted profile in steps, so that a page can respond between them.
///
/// ```
/// use frontispiece::content::{read, TrustedReader};
/// let text = r#"{ "person": { "name": "Ada" }, "pages": [], "publications": [{ "id": "a", "title": "A" }] }"#;
/// assert_eq!(TrustedReader::read(text).unwrap().publications[0].title, "A");
/// assert!(TrustedReader::read(&text.replace("title", "titel")).is_none(), "an error is left to `read`");
/// ```
pub struct TrustedReader<'t> {
    decoder: Decoder<'t>,
    content: Content,
    is_in_publications: bool,
    is_done: bool,
}

impl<'t> TrustedReader<'t> {
    /// Returns a reader at the start of a text.
    pub fn new(text: &'t str) -> TrustedReader<'t> {
        let mut decoder = Decoder::new(text);
        decoder.expect_byte(b'{');
        TrustedReader { decoder, content: Content::default(), is_in_publications: false, is_done: false }
    }

    /// Reads the next part; returns `false` at the end or after an error.
    pub fn step(&mut self) -> bool {
        let TrustedReader { decoder, content, .. } = self;
        if self.is_in_publications {
            for _ in 0..PUBLICATIONS_PER_STEP {
                self.is_in_publications = decoder.has_next(b']');
                if !self.is_in_publications {
                    break;
                }
                content.publications.push(Codec::decode(decoder));
            }
        } else if decoder.has_next(b'}') {
            match decoder.field_index(Content::FIELDS) {
                0 => content.schema = Codec::decode(decoder),
                1 => content.site = Codec::decode(decoder),
                2 => content.person = Codec::decode(decoder),
                3 => content.people = Codec::decode(decoder),
                4 => content.venues = Codec::decode(decoder),
                5 => content.topics = Codec::decode(decoder),
                6 => {
                    decoder.expect_byte(b'[');
                    self.is_in_publications = true;
                }
                7 => content.pages = Codec::decode(decoder),
                _ => decoder.fail(),
            }
        } else {
            self.is_done = true;
        }
        !self.is_done && decoder.is_ok()
    }

    /// Returns the profile, publications in the order in which they are shown, or `None` after an error.
    pub fn finish(self) -> Option<Content> {
        let TrustedReader { decoder, mut content, is_done, .. } = self;
        (is_done && decoder.is_ok()).then(|| {
            lenient::sort_publications(&mut content);
            content
        })
    }

    /// Reads a whole profile.
    pub fn read(text: &'t str) -> Option<Content> {
        let mut reader = TrustedReader::new(text);
        while reader.step() {}
        reader.finish()
    }
}

/// Returns the JSON of a profile, for [`TrustedReader`].
pub fn to_json(content: &Content) -> String {
    let Content { schema, site, person, people, venues, topics, publications, pages } = content;
    let mut json = "{".to_owned();
    let names = Content::FIELDS;
    encode_field(names[0], schema, &mut json);
    encode_field(names[1], site, &mut json);
    encode_field(names[2], person, &mut json);
    encode_field(names[3], people, &mut json);
    encode_field(names[4], venues, &mut json);
    encode_field(names[5], topics, &mut json);
    encode_field(names[6], publications, &mut json);
    encode_field(names[7], pages, &mut json);
    json.push('}');
    json
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Reading;

    const PROFILES: [&str; 2] =
        [include_str!("../../public/content.json"), include_str!("../../tests/fixtures/scholar-300.json")];

    /// The two readers agree on what both can read, and on what was written.
    #[test]
    fn a_valid_profile_is_read_as_by_the_lenient_reader() {
        for text in PROFILES {
            let Reading { content, diagnostics, .. } = lenient::read(text).unwrap();
            assert!(diagnostics.is_empty());
            let reader = TrustedReader::read(text).expect("valid");
            assert_eq!(format!("{reader:?}"), format!("{content:?}"));
            let written = to_json(&content);
            assert_eq!(format!("{:?}", TrustedReader::read(&written).expect("valid")), format!("{content:?}"));
            // What is written is a profile for everyone else, too.
            let again = lenient::read(&written).unwrap();
            assert_eq!((format!("{:?}", again.content), again.diagnostics), (format!("{content:?}"), diagnostics));
        }
    }

    #[test]
    fn an_invalid_profile_is_not_read() {
        let good = r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" }] }"#;
        assert!(TrustedReader::read(good).is_some());
        let bad = [
            ("\"name\"", "\"nam\""),
            ("\"Ada\"", "7"),
            ("\"Home\" }] }", "\"Home\" }]"),
            ("\"Home\" }] }", "\"Home\" }"),
            ("\"pages\"", "\"page\""),
            ("\"pages\": [{", "\"pages\": {{"),
            ("\"Home\"", "null"),
            ("{ \"person\"", "[ \"person\""),
        ];
        for (from, to) in bad {
            assert!(good.contains(from));
            assert!(TrustedReader::read(&good.replace(from, to)).is_none(), "{to}");
        }
        for end in 0..good.len() {
            assert!(TrustedReader::read(&good[..end]).is_none(), "cut off at {end}");
        }
    }
}
