//! Makes the ids of publications and the slugs of pages valid and unique.

use std::{collections::HashMap, fmt::Write};

use crate::content::{
    Content, Message,
    keys::{hyphenated, is_allowed_in_id},
    lenient::source::{PathSegment, SourceTree},
};

/// Ids that no publication can have, because they are part of the site's own URLs. The HTML ids of a page's own
/// elements begin with "fp:", which no publication's id can contain.
const RESERVED: [&str; 2] = ["page", "index"];

/// The maximum length of an id or slug in bytes. A file name may have 255 bytes, and the build adds extensions
/// (`<id>/<id>.bib.br`).
pub(crate) const MAX_NAME_LENGTH: usize = 200;

/// The used ids in lower case, each with the last number that was appended to it.
type UsedIds = HashMap<String, usize>;

impl SourceTree<'_> {
    /// Gives every publication and every page a valid and unique URL, so that each can be shown. Reports the changes.
    pub(super) fn repair_ids(&self, content: &mut Content) {
        let mut used: UsedIds = RESERVED.iter().map(|name| ((*name).to_owned(), 1)).collect();
        for (index, publication) in content.publications.iter_mut().enumerate() {
            let path = [PathSegment::Field("publications"), PathSegment::Index(index), PathSegment::Field("id")];
            let expected = "ASCII letters, digits, \"-\" and \"_\"";
            if publication.id.is_empty() {
                self.report_at(
                    &path,
                    Message::problem("the field \"id\" is missing").expected(format!("a cite key: {expected}")),
                );
                publication.id = format!("publication-{}", index + 1);
            }
            self.repair_id(&mut publication.id, &path, expected, |id| hyphenated(id, is_allowed_in_id), &mut used);
        }
        used.clear();
        for (index, page) in content.pages.iter_mut().enumerate() {
            let path = [PathSegment::Field("pages"), PathSegment::Index(index), PathSegment::Field("slug")];
            let expected =
                "lower-case ASCII letters, digits and \"-\", or \"projects/terns\" for a page below another one";
            if let Some(name) = page.slug.strip_prefix("publications/") {
                let message = Message::found(format!("\"{}\", below the page of the publications", page.slug));
                self.report_at(
                    &path,
                    message.suggest("choose another name, because publications have their pages there"),
                );
                page.slug = ["publications-", name].concat();
            }
            self.repair_id(&mut page.slug, &path, expected, repaired_slug, &mut used);
        }
    }

    fn repair_id(
        &self,
        name: &mut String,
        path: &[PathSegment],
        expected: &str,
        repair: fn(&str) -> String,
        used: &mut UsedIds,
    ) {
        let mut repaired = repair(name);
        if repaired.len() > MAX_NAME_LENGTH {
            let length = repaired.len();
            let message = Message::found(format!("{length} characters"))
                .expected(format!("at most {MAX_NAME_LENGTH}"))
                .instead("shorten it");
            self.report_at(path, message);
            repaired.truncate(MAX_NAME_LENGTH);
        } else if repaired != *name {
            self.report_at(path, Message::found(format!("\"{name}\"")).expected(expected));
        } else if used.contains_key(&repaired.to_ascii_lowercase()) {
            let message = match repaired.as_str() {
                reserved if RESERVED.contains(&reserved) => {
                    Message::problem(format!("\"{name}\" is reserved")).suggest("choose another one")
                }
                _ => Message::problem(format!("\"{name}\" is already used (upper and lower case count as the same)"))
                    .suggest("choose another one"),
            };
            self.report_at(path, message);
        }
        let length = repaired.len();
        let bare = repaired.to_ascii_lowercase();
        while used.contains_key(&repaired.to_ascii_lowercase()) {
            let last = used.get(&bare).copied().unwrap_or(1) + 1;
            used.insert(bare.clone(), last);
            repaired.truncate(length);
            let _ = write!(repaired, "-{last}");
        }
        used.insert(repaired.to_ascii_lowercase(), 1);
        *name = repaired;
    }
}

/// Returns a slug whose parts, between slashes, are not empty and have only valid characters.
fn repaired_slug(slug: &str) -> String {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/');
    let slug = hyphenated(slug, is_allowed);
    slug.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}
