//! A profile in which no mistake was found, read as fast as can be, and written so that it can be read like that.

use crate::{
    content::{Content, lenient},
    util::json::{Plain, Source, write_field},
};

/// How many publications are read in a step: some milliseconds of a slow phone.
const STEP: usize = 50;

/// Reads a profile part by part, so that a page can do something else between them.
///
/// ```
/// use frontispiece::content::{read, Sound};
/// let text = r#"{ "person": { "name": "Ada" }, "pages": [], "publications": [{ "id": "a", "title": "A" }] }"#;
/// assert_eq!(Sound::read(text).unwrap().publications[0].title, "A");
/// assert!(Sound::read(&text.replace("title", "titel")).is_none(), "a mistake is for `read`");
/// ```
pub struct Sound<'t> {
    source: Source<'t>,
    content: Content,
    is_in_publications: bool,
    is_done: bool,
}

impl<'t> Sound<'t> {
    /// Begins to read.
    pub fn new(text: &'t str) -> Sound<'t> {
        let mut source = Source::new(text);
        source.take(b'{');
        Sound { source, content: Content::default(), is_in_publications: false, is_done: false }
    }

    /// Reads on; false where nothing is left.
    pub fn step(&mut self) -> bool {
        let Sound { source, content, .. } = self;
        if self.is_in_publications {
            for _ in 0..STEP {
                self.is_in_publications = source.more(b']');
                if !self.is_in_publications {
                    break;
                }
                content.publications.push(Plain::read(source));
            }
        } else if source.more(b'}') {
            match source.name(Content::FIELDS) {
                0 => content.schema = Plain::read(source),
                1 => content.site = Plain::read(source),
                2 => content.person = Plain::read(source),
                3 => content.people = Plain::read(source),
                4 => content.venues = Plain::read(source),
                5 => content.topics = Plain::read(source),
                6 => {
                    source.take(b'[');
                    self.is_in_publications = true;
                }
                7 => content.pages = Plain::read(source),
                _ => source.fail(),
            }
        } else {
            self.is_done = true;
        }
        !self.is_done && source.is_good()
    }

    /// The profile, publications in the order in which they are shown; nothing where the text was not sound.
    pub fn finish(self) -> Option<Content> {
        let Sound { source, mut content, is_done, .. } = self;
        (is_done && source.is_good()).then(|| {
            lenient::sort(&mut content);
            content
        })
    }

    /// Reads a profile in one go.
    pub fn read(text: &'t str) -> Option<Content> {
        let mut sound = Sound::new(text);
        while sound.step() {}
        sound.finish()
    }
}

/// The text of a profile as [`Sound`] reads it.
pub fn write(content: &Content) -> String {
    let Content { schema, site, person, people, venues, topics, publications, pages } = content;
    let mut json = "{".to_owned();
    let names = Content::FIELDS;
    write_field(names[0], schema, &mut json);
    write_field(names[1], site, &mut json);
    write_field(names[2], person, &mut json);
    write_field(names[3], people, &mut json);
    write_field(names[4], venues, &mut json);
    write_field(names[5], topics, &mut json);
    write_field(names[6], publications, &mut json);
    write_field(names[7], pages, &mut json);
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
    fn a_sound_profile_is_read_as_by_the_forgiving_reader() {
        for text in PROFILES {
            let Reading { content, problems, .. } = lenient::read(text).unwrap();
            assert!(problems.is_empty());
            let sound = Sound::read(text).expect("sound");
            assert_eq!(format!("{sound:?}"), format!("{content:?}"));
            let written = write(&content);
            assert_eq!(format!("{:?}", Sound::read(&written).expect("sound")), format!("{content:?}"));
            // What is written is a profile for everyone else, too.
            let again = lenient::read(&written).unwrap();
            assert_eq!((format!("{:?}", again.content), again.problems), (format!("{content:?}"), problems));
        }
    }

    #[test]
    fn what_is_not_sound_is_not_read() {
        let good = r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" }] }"#;
        assert!(Sound::read(good).is_some());
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
            assert!(Sound::read(&good.replace(from, to)).is_none(), "{to}");
        }
        for end in 0..good.len() {
            assert!(Sound::read(&good[..end]).is_none(), "cut off at {end}");
        }
    }
}
