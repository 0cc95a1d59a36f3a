//! The ids of publications and the slugs of pages: each has one, and no two have the same.

use std::{collections::HashMap, fmt::Write};

use crate::content::{
    Content,
    lenient::source::{Source, Step},
};

/// Ids that no publication can have, since they are parts of the site's own addresses. The ids of a page's own
/// elements begin with "fp:", which no publication's id can hold.
const RESERVED: [&str; 2] = ["page", "index"];

/// The length in bytes of the longest id or slug. A file name may have 255 bytes, and the build adds endings
/// (`<id>/<id>.bib.br`).
pub(crate) const MAX_NAME_LENGTH: usize = 200;

/// Names in lower case, each with the last number that was put behind it.
type Taken = HashMap<String, usize>;

impl Source<'_> {
    /// Gives every publication and every page an address of its own, whatever the file says, so that
    /// each can be shown; notes where it had none.
    pub(super) fn mend_names(&self, content: &mut Content) {
        let mut taken: Taken = RESERVED.iter().map(|name| ((*name).to_owned(), 1)).collect();
        for (index, publication) in content.publications.iter_mut().enumerate() {
            let path = [Step::Field("publications"), Step::Index(index), Step::Field("id")];
            let expected = "ASCII letters, digits, \"-\" and \"_\"";
            if publication.id.is_empty() {
                self.note_at(&path, format!("the field \"id\" is missing; expected a cite key: {expected}"));
                publication.id = format!("publication-{}", index + 1);
            }
            self.mend_name(
                &mut publication.id,
                &path,
                expected,
                |byte| byte.is_ascii_alphanumeric() || byte == b'_',
                &mut taken,
            );
        }
        taken.clear();
        for (index, page) in content.pages.iter_mut().enumerate() {
            let path = [Step::Field("pages"), Step::Index(index), Step::Field("slug")];
            let expected = "lower-case ASCII letters, digits and \"-\"";
            let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            self.mend_name(&mut page.slug, &path, expected, allowed, &mut taken);
        }
    }

    fn mend_name(
        &self,
        name: &mut String,
        path: &[Step],
        expected: &str,
        allowed: impl Fn(u8) -> bool,
        taken: &mut Taken,
    ) {
        let mut mended: String =
            name.chars().map(|c| if u8::try_from(c).is_ok_and(&allowed) { c } else { '-' }).collect();
        if mended.len() > MAX_NAME_LENGTH {
            let length = mended.len();
            let message = format!("found {length} characters; expected at most {MAX_NAME_LENGTH}: shorten it");
            self.note_at(path, message);
            mended.truncate(MAX_NAME_LENGTH);
        } else if mended != *name {
            self.note_at(path, format!("found \"{name}\"; expected {expected}"));
        } else if taken.contains_key(&mended.to_ascii_lowercase()) {
            let message = match mended.as_str() {
                reserved if RESERVED.contains(&reserved) => {
                    format!("found \"{name}\"; the site needs that name itself, choose another one")
                }
                _ => format!(
                    "found \"{name}\", which stands before (upper and lower case count as the same); choose another one"
                ),
            };
            self.note_at(path, message);
        }
        let length = mended.len();
        let bare = mended.to_ascii_lowercase();
        while taken.contains_key(&mended.to_ascii_lowercase()) {
            let last = taken.get(&bare).copied().unwrap_or(1) + 1;
            taken.insert(bare.clone(), last);
            mended.truncate(length);
            let _ = write!(mended, "-{last}");
        }
        taken.insert(mended.to_ascii_lowercase(), 1);
        *name = mended;
    }
}
