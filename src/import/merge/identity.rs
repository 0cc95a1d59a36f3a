//! Decides whether two entries are the same work.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::util::text::{Normalizer, fold};

/// What identifies a work.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Identity {
    doi: Option<String>,
    arxiv: Option<String>,
    isbn: Option<String>,
    /// The letters and digits of the title, folded.
    title: String,
    /// The words of the title.
    words: BTreeSet<String>,
    pub year: Option<u16>,
    /// The folded family names of the authors, or of the editors if there are no authors.
    families: BTreeSet<String>,
    kind: String,
}

/// The relation of two works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// They are the same work, for this reason.
    Same(&'static str),
    /// One is a preprint of the other.
    Preprint,
    /// They have the same title and authors but different DOIs.
    OtherDoi,
}

impl Likeness {
    pub fn is_same(self) -> bool {
        matches!(self, Likeness::Same(_))
    }
}

/// The number of years by which a preprint may precede or follow its article.
const YEARS_OF_PREPRINT: u16 = 3;

impl Identity {
    /// The fields on which an identity depends.
    pub const FIELDS: [&str; 8] = ["title", "type", "authors", "editors", "date", "doi", "arxiv", "isbn"];

    /// Returns the identity of a publication with these fields.
    pub fn of(fields: &Map<String, Value>, normalize: Normalizer) -> Identity {
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().trim();
        let doi = text("doi").to_ascii_lowercase();
        // arXiv assigns a DOI to each of its papers.
        let in_doi = doi.strip_prefix("10.48550/arxiv.").map(str::to_owned);
        let arxiv = match text("arxiv") {
            "" => in_doi.clone(),
            id => Some(id.trim_start_matches("arXiv:").to_ascii_lowercase()),
        };
        let isbn: String = text("isbn").chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let title = fold(text("title"), normalize);
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let people =
            ["authors", "editors"].iter().find_map(|list| fields.get(*list)?.as_array().filter(|l| !l.is_empty()));
        Identity {
            doi: Some(doi).filter(|doi| !doi.is_empty() && in_doi.is_none()),
            arxiv: arxiv.map(|id| without_version(&id).to_owned()),
            isbn: Some(isbn.to_ascii_uppercase()).filter(|isbn| !isbn.is_empty()),
            words: words.map(str::to_owned).collect(),
            title: title.chars().filter(|c| c.is_alphanumeric()).collect(),
            year: text("date").get(..4).and_then(|year| year.parse().ok()),
            families: people.into_iter().flatten().filter_map(|person| family(person, normalize)).collect(),
            kind: text("type").to_owned(),
        }
    }

    /// Returns texts of which the same works have at least one in common.
    pub fn tokens(&self) -> Vec<String> {
        let ids = [("doi", &self.doi), ("arxiv", &self.arxiv), ("isbn", &self.isbn)];
        let ids = ids.into_iter().filter_map(|(name, id)| Some([name, ":", id.as_deref()?].concat()));
        ids.chain((!self.title.is_empty()).then(|| ["title:", &self.title].concat())).collect()
    }

    /// Returns how two works are related, if they are.
    pub fn compare(&self, other: &Identity) -> Option<Likeness> {
        let is_equal = |own: &Option<String>, other: &Option<String>| own.is_some() && own == other;
        if is_equal(&self.doi, &other.doi) {
            return Some(Likeness::Same("the same DOI"));
        }
        if is_equal(&self.arxiv, &other.arxiv) {
            return Some(Likeness::Same("the same arXiv identifier"));
        }
        if is_equal(&self.isbn, &other.isbn) && self.has_similar_title(other) {
            return Some(Likeness::Same("the same ISBN and a similar title"));
        }
        if self.title.is_empty() || self.title != other.title || !self.may_share_authors(other) {
            return None;
        }
        let years = self.year.zip(other.year).map_or(0, |(own, other)| own.abs_diff(other));
        if self.is_preprint() != other.is_preprint() {
            return (years <= YEARS_OF_PREPRINT).then_some(Likeness::Preprint);
        }
        // A journal version of a conference paper often has the same title and appears later.
        let limit = u16::from(self.kind == other.kind || self.kind.is_empty() || other.kind.is_empty());
        if years > limit {
            return None;
        }
        match (&self.doi, &other.doi) {
            (Some(_), Some(_)) => Some(Likeness::OtherDoi),
            _ => Some(Likeness::Same("the same title, year and authors")),
        }
    }

    /// Returns `true` if two entries with the same cite key are the same work: they are alike, or the title was corrected.
    pub fn continues(&self, other: &Identity) -> bool {
        if matches!(self.compare(other), Some(Likeness::Same(_) | Likeness::Preprint)) || self.has_similar_title(other)
        {
            return true;
        }
        let has_other_doi = self.doi.is_some() && other.doi.is_some();
        let years = self.year.zip(other.year).map_or(0, |(own, other)| own.abs_diff(other));
        !has_other_doi && years <= 1 && !self.families.is_disjoint(&other.families)
    }

    /// Returns `true` for a preprint.
    pub fn is_preprint(&self) -> bool {
        self.kind == "preprint"
    }

    /// Returns `true` if at least half of the words of both titles are the same.
    fn has_similar_title(&self, other: &Identity) -> bool {
        let shared = self.words.intersection(&other.words).count();
        shared * 2 >= self.words.len().max(other.words.len()) && shared > 0
    }

    fn may_share_authors(&self, other: &Identity) -> bool {
        self.families.is_empty() || other.families.is_empty() || !self.families.is_disjoint(&other.families)
    }
}

/// Removes the version of an arXiv identifier.
fn without_version(id: &str) -> &str {
    match id.rsplit_once('v') {
        Some((base, version)) if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => base,
        _ => id,
    }
}

/// Returns the folded family name of an author, or `None` for "et al.".
fn family(person: &Value, normalize: Normalizer) -> Option<String> {
    let part = |name: &str| person.get(name).and_then(Value::as_str);
    let name = person.as_str().or_else(|| part("name")).unwrap_or_default();
    let family = match (part("literal").or_else(|| part("family")), name.split_once(',')) {
        (Some(family), _) => family,
        (None, Some((family, _))) => family,
        (None, None) => name,
    };
    if matches!(name, "et al." | "others") {
        return None;
    }
    // Programs differ in whether a particle belongs to the family name.
    let folded = fold(family, normalize);
    let last = folded.split_whitespace().next_back()?.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    (!last.is_empty()).then_some(last)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::util::text::normalize;

    const BASE: &str = r#"{ "title": "On *Quills*", "type": "journal", "authors": ["Noor Tessel"], "date": "2020" }"#;

    #[track_caller]
    fn check(changes: Value, expected: Option<Likeness>) {
        let base: Map<String, Value> = serde_json::from_str(BASE).unwrap();
        let mut other = base.clone();
        other.extend(changes.as_object().unwrap().clone());
        let [base, other] = [base, other].map(|fields| Identity::of(&fields, normalize));
        assert_eq!(base.compare(&other), expected);
        assert_eq!(other.compare(&base), expected);
    }

    #[test]
    fn title_year_and_authors_identify_a_work() {
        let same = Some(Likeness::Same("the same title, year and authors"));
        check(json!({}), same);
        check(json!({ "title": "ON QUILLS.", "authors": ["Tessel, N."], "date": "2021-03" }), same);
        check(json!({ "date": "2023" }), None);
        check(json!({ "authors": ["Ada Byron"] }), None);
        check(json!({ "title": "On Feathers" }), None);
        check(json!({ "type": "conference" }), same);
        check(json!({ "type": "conference", "date": "2021" }), None);
        check(json!({ "type": "preprint", "date": "2018" }), Some(Likeness::Preprint));
    }

    #[test]
    fn identifiers_identify_a_work() {
        let base: Map<String, Value> = serde_json::from_str(
            r#"{ "title": "A", "doi": "10.5555/ABC", "arxiv": "2101.00001v2", "isbn": "978-0-1" }"#,
        )
        .unwrap();
        let base = Identity::of(&base, normalize);
        let compare = |other: Value| base.compare(&Identity::of(other.as_object().unwrap(), normalize));
        assert_eq!(compare(json!({ "title": "B", "doi": "10.5555/abc" })), Some(Likeness::Same("the same DOI")));
        let arxiv = Some(Likeness::Same("the same arXiv identifier"));
        assert_eq!(compare(json!({ "title": "B", "arxiv": "2101.00001" })), arxiv);
        assert_eq!(compare(json!({ "title": "B", "doi": "10.48550/arXiv.2101.00001" })), arxiv);
        assert_eq!(compare(json!({ "title": "B", "isbn": "97801" })), None);
        assert_eq!(
            compare(json!({ "title": "a.", "isbn": "97801" })),
            Some(Likeness::Same("the same ISBN and a similar title"))
        );
        assert_eq!(compare(json!({ "title": "A", "doi": "10.5555/other" })), Some(Likeness::OtherDoi));
    }
}
