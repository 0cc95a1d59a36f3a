//! Cite keys.

use crate::content::{Content, Publication};

/// Returns `true` if BibTeX and biber accept a key: it begins with a letter or a digit, and has no white space and none of
/// the characters that end a key or begin a comment.
pub(crate) fn is_cite_key(key: &str) -> bool {
    // White space and control characters, by range.
    let is_space = |c: char| matches!(c, '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{206f}' | '\u{3000}' | '\u{feff}');
    let is_allowed = |c: char| !is_space(c) && !"{}(),=\"#%~\\'".contains(c);
    key.starts_with(|c: char| c.is_ascii_alphanumeric() || c > '\u{bf}') && key.chars().all(is_allowed)
}

/// Returns `true` for a character of the id of a publication.
pub(crate) fn is_allowed_in_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Returns a name with hyphens instead of the characters that are not allowed.
pub(super) fn hyphenated(name: &str, is_allowed: impl Fn(char) -> bool) -> String {
    name.chars().map(|c| if is_allowed(c) { c } else { '-' }).collect()
}

impl Content {
    /// Separates the id and the key of every publication.
    pub(super) fn separate_cite_keys(&mut self) {
        self.publications.iter_mut().for_each(Publication::separate_cite_key);
    }
}

impl Publication {
    /// Makes an id that is only a cite key, such as "tessel:2021", the key. The URL then has the id with hyphens:
    /// "tessel-2021".
    pub(super) fn separate_cite_key(&mut self) {
        let id = &self.id;
        if !id.chars().all(is_allowed_in_id) && is_cite_key(id) {
            let id = hyphenated(id, is_allowed_in_id);
            let key = std::mem::replace(&mut self.id, id);
            self.key.get_or_insert(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::read;

    #[test]
    fn an_id_that_is_only_a_cite_key_becomes_the_key() {
        for (written, id) in [
            ("tessel:2021", "tessel-2021"),
            ("DBLP:conf/quill/TesselV21", "DBLP-conf-quill-TesselV21"),
            ("müller2020", "m-ller2020"),
            ("10.5555/jq.7", "10-5555-jq-7"),
            ("tessel.vray+2019", "tessel-vray-2019"),
        ] {
            let text = format!(
                r#"{{ "person": {{ "name": "Ada" }}, "pages": [],
                    "publications": [{{ "id": "{written}", "title": "A", "authors": ["Ada"] }}] }}"#
            );
            let reading = read(&text).unwrap();
            let publication = &reading.content.publications[0];
            assert_eq!((publication.id.as_str(), publication.cite_key()), (id, written));
            assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
        }
    }
}
