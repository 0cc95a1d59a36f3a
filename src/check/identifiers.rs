//! Checks identifiers of publications and people, and suggests the identifier in place of a URL that contains it.

use regex::Regex;

use crate::{
    check::{Checker, join, pattern::pattern, short},
    content::{
        Identifiers, Message, Publication,
        lenient::{PathSegment, PathSegment::Field},
    },
    util::percent,
};

/// A function that returns the identifier in a text, such as a URL.
type IdIn = fn(&str) -> Option<String>;

impl Checker<'_> {
    pub(super) fn identifiers_of_person(&self, ids: &Identifiers, path: &[PathSegment]) {
        self.orcid(ids.orcid.as_deref(), &join(path, &[Field("orcid")]));
        let profiles: [(_, &Option<String>, IdIn, _); 4] = [
            ("dblp", &ids.dblp, dblp_in, "a DBLP person key: \"65/9612\""),
            ("googleScholar", &ids.google_scholar, google_scholar_in, "Google Scholar's user id: \"JicYPdAAAAAJ\""),
            (
                "semanticScholar",
                &ids.semantic_scholar,
                semantic_scholar_in,
                "Semantic Scholar's author number: \"1741101\"",
            ),
            ("openreview", &ids.openreview, openreview_in, "an OpenReview profile id: \"~Ada_Lovelace1\""),
        ];
        for (field, id, id_in, expected) in profiles {
            let Some(id) = id else { continue };
            let found = id_in(id.trim());
            if found.as_ref() != Some(id) {
                self.warn(&join(path, &[Field(field)]), wrong_identifier(id, expected, found.as_deref()));
            }
        }
    }

    pub(super) fn identifiers_of_publication(&self, publication: &Publication, path: &[PathSegment]) {
        if let Some(doi) = &publication.doi
            && !is_doi(doi)
        {
            let expected = "a DOI, not a URL: \"10.1145/3651890.3672274\"";
            self.report(&join(path, &[Field("doi")]), wrong_identifier(doi, expected, doi_in(doi).as_deref()));
        }
        if let Some(arxiv) = &publication.arxiv
            && !is_arxiv(arxiv)
        {
            let expected = "an arXiv identifier: \"2310.07240\"";
            let message = wrong_identifier(arxiv, expected, arxiv_in(arxiv).as_deref());
            self.report(&join(path, &[Field("arxiv")]), message);
        }
    }

    pub(super) fn orcid(&self, orcid: Option<&str>, path: &[PathSegment]) {
        if let Some(orcid) = orcid
            && !is_orcid(orcid)
        {
            let right = orcid_in(orcid);
            let expected = match right {
                Some(_) => "an ORCID iD with hyphens, not a URL: \"0000-0002-1825-0097\"",
                None => "an ORCID iD with a valid check digit: \"0000-0002-1825-0097\"",
            };
            self.report(path, wrong_identifier(orcid, expected, right.as_deref()));
        }
    }
}

/// Returns the message for a value that is not an identifier. `right` is the identifier that the value contains.
fn wrong_identifier(found: &str, expected: &str, right: Option<&str>) -> Message {
    let found = short(found);
    match right {
        // The suggested value replaces the example after the colon.
        Some(right) => {
            let expected = expected.split(':').next().unwrap_or(expected);
            Message::found(format!("\"{found}\"")).expected(expected).instead(format!("write \"{right}\""))
        }
        None => Message::found(format!("\"{found}\"")).expected(expected),
    }
}

/// Returns the first group of a pattern in a text.
fn group(pattern: &Regex, text: &str) -> Option<String> {
    Some(pattern.captures(text)?.get(1)?.as_str().to_owned())
}

pattern!(DOI, r"(10\.[0-9][0-9.]{3,}/\S+)");

fn doi_in(text: &str) -> Option<String> {
    // Only a URL contains escapes. A DOI may contain a percent sign.
    let text = if text.contains("://") { percent::decode_path(text) } else { text.to_owned() };
    group(&DOI, &text).filter(|doi| is_doi(doi))
}

pattern!(
    ARXIV,
    r"(?:^|[:/\s])([0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z][a-z.A-Z-]*/[0-9]{7}(?:v[0-9]+)?)(?:\.pdf)?(?:$|[\s?#])"
);

fn arxiv_in(text: &str) -> Option<String> {
    group(&ARXIV, text).filter(|id| is_arxiv(id))
}

pattern!(ORCID, r"([0-9]{4}).?([0-9]{4}).?([0-9]{4}).?([0-9]{3}[0-9Xx])");

fn orcid_in(text: &str) -> Option<String> {
    let groups = ORCID.captures(text)?;
    let groups: Vec<&str> = groups.iter().skip(1).flatten().map(|group| group.as_str()).collect();
    Some(groups.join("-").to_uppercase()).filter(|id| is_orcid(id))
}

pattern!(
    DBLP,
    r"^(?:(?:https?://)?(?:www\.)?dblp\.[a-z.-]+/)?(?:pid/)?([0-9a-z]+/[0-9A-Za-z-]+)(?:\.html|\.xml|\.bib)?/?$"
);

fn dblp_in(text: &str) -> Option<String> {
    group(&DBLP, text)
}

pattern!(GOOGLE_SCHOLAR, r"^(?:(?:\S*[?&])?user=)?([0-9A-Za-z_-]+)(?:[&#]\S*)?$");

fn google_scholar_in(text: &str) -> Option<String> {
    group(&GOOGLE_SCHOLAR, text)
}

pattern!(SEMANTIC_SCHOLAR, r"^(?:\S*semanticscholar\.org/author/(?:\S*/)?)?([0-9]+)/?(?:[?#]\S*)?$");

fn semantic_scholar_in(text: &str) -> Option<String> {
    group(&SEMANTIC_SCHOLAR, text)
}

pattern!(OPENREVIEW, r"^(?:\S*[?&]id=)?(~[^\s?&#/]+)(?:[&#]\S*)?$");

fn openreview_in(text: &str) -> Option<String> {
    // Browsers leave the tilde of an id as it is; other programs escape it.
    let text = if text.contains('=') { percent::decode_path(text) } else { text.to_owned() };
    group(&OPENREVIEW, &text)
}

/// Returns `true` for "10.", a registrant, "/", a suffix (DOI Handbook, section 2.2).
pub(super) fn is_doi(doi: &str) -> bool {
    doi.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(|(registrant, suffix)| {
        registrant.len() >= 4
            && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !suffix.is_empty()
            && !suffix.contains(char::is_whitespace)
    })
}

/// Returns `true` for "YYMM.NNNNN" (since 2007) and "archive/YYMMNNN" (before), each with an optional version
/// (info.arxiv.org, "Understanding the arXiv identifier").
fn is_arxiv(id: &str) -> bool {
    let base = match id.rsplit_once('v') {
        Some((base, version)) if version.bytes().all(|byte| byte.is_ascii_digit()) => base,
        _ => id,
    };
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    match (base.split_once('.'), base.split_once('/')) {
        (_, Some((archive, number))) => !archive.is_empty() && digits(number, 7..=7),
        (Some((month, number)), None) => digits(month, 4..=4) && digits(number, 4..=5),
        _ => false,
    }
}

/// Returns `true` for sixteen characters in groups of four, of which the last is a check digit by ISO 7064 MOD 11-2
/// (support.orcid.org, "Structure of the ORCID Identifier").
pub fn is_orcid(id: &str) -> bool {
    let groups: Vec<&str> = id.split('-').collect();
    if groups.len() != 4 || groups.iter().any(|group| group.len() != 4) {
        return false;
    }
    let symbols: Vec<u8> = groups.concat().into_bytes();
    let Some((last, digits)) = symbols.split_last() else { return false };
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let total = digits.iter().fold(0, |total, digit| (total + u32::from(digit - b'0')) * 2 % 11);
    let expected = match (12 - total) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    };
    *last == expected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(id_in: IdIn, cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            assert_eq!(id_in(text).as_deref(), *expected, "{text}");
        }
    }

    #[test]
    fn dois_are_taken_from_urls() {
        let doi = Some("10.1145/3651890.3672274");
        check(
            doi_in,
            &[
                ("https://doi.org/10.1145/3651890.3672274", doi),
                ("http://dx.doi.org/10.1145/3651890.3672274", doi),
                ("doi:10.1145/3651890.3672274", doi),
                ("DOI 10.1145/3651890.3672274", doi),
                ("https://dl.acm.org/doi/abs/10.1145/3651890.3672274", doi),
                (
                    "https://doi.org/10.1002/(SICI)1%3C1::AID%233%3E3.0.CO;2-A",
                    Some("10.1002/(SICI)1<1::AID#3>3.0.CO;2-A"),
                ),
                ("https://example.org/paper", None),
                ("10.1/2", None),
            ],
        );
    }

    #[test]
    fn arxiv_identifiers_are_taken_from_urls() {
        check(
            arxiv_in,
            &[
                ("https://arxiv.org/abs/2310.07240", Some("2310.07240")),
                ("https://arxiv.org/pdf/2310.07240v2.pdf", Some("2310.07240v2")),
                ("arXiv:2310.07240", Some("2310.07240")),
                ("arXiv: 2310.07240 [cs.NI]", Some("2310.07240")),
                ("https://arxiv.org/abs/hep-th/9901001", Some("hep-th/9901001")),
                ("https://arxiv.org/abs/math.AG/0601001v2", Some("math.AG/0601001v2")),
                ("231.07240", None),
                ("https://arxiv.org/", None),
            ],
        );
    }

    #[test]
    fn profiles_are_recognized_by_their_urls() {
        let orcid = Some("0000-0002-1825-0097");
        check(
            orcid_in,
            &[
                ("https://orcid.org/0000-0002-1825-0097", orcid),
                ("orcid.org/0000-0002-1825-0097/", orcid),
                ("0000–0002–1825–0097", orcid),
                ("0000000218250097", orcid),
                ("https://orcid.org/0000-0002-1694-233x", Some("0000-0002-1694-233X")),
                ("0000-0002-1825-0098", None),
            ],
        );
        check(
            google_scholar_in,
            &[
                ("JicYPdAAAAAJ", Some("JicYPdAAAAAJ")),
                ("https://scholar.google.com/citations?user=JicYPdAAAAAJ&hl=en", Some("JicYPdAAAAAJ")),
                ("https://scholar.google.de/citations?hl=de&user=JicYPdAAAAAJ", Some("JicYPdAAAAAJ")),
                ("user=JicYPdAAAAAJ", Some("JicYPdAAAAAJ")),
                ("JicYPdAAAAAJ&hl=en", Some("JicYPdAAAAAJ")),
                ("https://scholar.google.com/citations", None),
            ],
        );
        check(
            dblp_in,
            &[
                ("65/9612", Some("65/9612")),
                ("65/9612-1", Some("65/9612-1")),
                ("l/AdaLovelace", Some("l/AdaLovelace")),
                ("https://dblp.org/pid/65/9612.html", Some("65/9612")),
                ("https://dblp.uni-trier.de/pid/65/9612", Some("65/9612")),
                ("pid/65/9612", Some("65/9612")),
                ("https://dblp.org/pers/hd/l/Lovelace:Ada", None),
                ("https://example.org/65/9612", None),
            ],
        );
        check(
            semantic_scholar_in,
            &[
                ("1741101", Some("1741101")),
                ("https://www.semanticscholar.org/author/Ada-Lovelace/1741101", Some("1741101")),
                ("https://www.semanticscholar.org/author/1741101?sort=year", Some("1741101")),
                ("Ada Lovelace", None),
            ],
        );
        check(
            openreview_in,
            &[
                ("~Ada_Lovelace1", Some("~Ada_Lovelace1")),
                ("https://openreview.net/profile?id=~Ada_Lovelace1", Some("~Ada_Lovelace1")),
                ("https://openreview.net/profile?id=%7EAda_Lovelace1&x=1", Some("~Ada_Lovelace1")),
                ("Ada_Lovelace1", None),
            ],
        );
    }
}
