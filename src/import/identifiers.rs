//! Finds identifiers of publications in texts and URLs.

use crate::util::percent;

/// Returns the DOI in a text: a DOI, or its URL (DOI Handbook, section 2.2).
pub(super) fn doi(text: &str) -> Option<String> {
    let text = text.trim();
    let start = text.find("10.")?;
    let before = text[..start].trim_end().to_ascii_lowercase();
    let is_url = before.contains("://");
    let is_doi_url = is_url && (before.contains("doi.org/") || before.ends_with("/doi/") || before.contains("/doi/"));
    let is_bare =
        before.is_empty() || before.ends_with("doi:") || before.ends_with("doi") || before.ends_with("doi.org/");
    if !is_bare && !is_doi_url {
        return None;
    }
    let rest = text[start..].split(char::is_whitespace).next().unwrap_or_default();
    let doi = if is_url { percent::decode_path(rest) } else { rest.to_owned() };
    let doi = doi.trim_end_matches(['.', ',', ';']).to_owned();
    is_doi(&doi).then_some(doi)
}

fn is_doi(doi: &str) -> bool {
    doi.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(|(registrant, suffix)| {
        registrant.len() >= 4
            && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !suffix.is_empty()
            && !suffix.contains(char::is_whitespace)
    })
}

/// Returns `true` for a URL that is the URL of a DOI and nothing else.
pub(super) fn is_doi_url(url: &str, doi: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    let rest = lower.trim_start_matches("https://").trim_start_matches("http://");
    let rest =
        ["doi.org/", "dx.doi.org/", "www.doi.org/", "doi.acm.org/"].iter().find_map(|host| rest.strip_prefix(host));
    rest.is_some_and(|rest| percent::decode_path(rest).trim_end_matches('/').eq_ignore_ascii_case(doi))
}

/// Returns the arXiv identifier in a text: "2310.07240v2", "arXiv:math/0701001 [math.CO]", a URL of arXiv, or its DOI.
pub(super) fn arxiv(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let prefixes = [
        "arxiv.org/abs/",
        "arxiv.org/pdf/",
        "arxiv.org/html/",
        "10.48550/arxiv.",
        "arxiv:",
        "arxiv preprint",
        "corr, abs/",
        "corr abs/",
        "abs/",
    ];
    let start = prefixes.iter().find_map(|prefix| lower.find(prefix).map(|at| at + prefix.len()));
    let rest = text.get(start.unwrap_or(0)..)?.trim_start_matches([' ', ':']);
    let rest = if rest.to_ascii_lowercase().starts_with("arxiv:") { rest[6..].trim_start() } else { rest };
    let end = rest.find(|letter: char| letter.is_whitespace() || "[]()?#,;".contains(letter)).unwrap_or(rest.len());
    let id = rest[..end].trim_end_matches(".pdf").trim_end_matches(['.', '/']);
    is_arxiv(id).then(|| id.to_owned())
}

/// Returns `true` for an arXiv identifier: "2310.07240" since April 2007, "math/0701001" or "math.CO/0701001" before.
fn is_arxiv(id: &str) -> bool {
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let bare = match id.rsplit_once('v') {
        Some((bare, version)) if digits(version, 1..=3) => bare,
        _ => id,
    };
    if let Some((archive, number)) = bare.split_once('/') {
        let is_archive = archive.starts_with(|letter: char| letter.is_ascii_lowercase())
            && archive.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'.'));
        return is_archive && digits(number, 7..=7);
    }
    bare.split_once('.').is_some_and(|(month, number)| digits(month, 4..=4) && digits(number, 4..=5))
}

/// Returns `true` for a URL of an arXiv page or PDF.
pub(super) fn is_arxiv_url(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    ["arxiv.org/abs/", "arxiv.org/pdf/"].iter().any(|path| lower.contains(path)) && arxiv(url).is_some()
}

/// Returns `true` for a URL that begins with http or https.
pub(super) fn is_web_url(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_found_in_texts_and_urls() {
        assert_eq!(doi("https://doi.org/10.1000/a_b").as_deref(), Some("10.1000/a_b"));
        assert_eq!(doi("doi: 10.1000/a(1)").as_deref(), Some("10.1000/a(1)"));
        assert_eq!(doi("http://dx.doi.org/10.1000/a%28b").as_deref(), Some("10.1000/a(b"));
        assert_eq!(doi("https://a.example/10.1000/x"), None);
        assert_eq!(doi("10.1/a"), None);
        assert!(is_doi_url("https://doi.org/10.1000/A", "10.1000/a"));
        assert!(!is_doi_url("https://a.example/10.1000/a", "10.1000/a"));
        for (text, id) in [
            ("2310.07240", "2310.07240"),
            ("arXiv:2310.07240v2 [cs.CL]", "2310.07240v2"),
            ("https://arxiv.org/pdf/2310.07240.pdf", "2310.07240"),
            ("http://arxiv.org/abs/hep-th/9901001v1", "hep-th/9901001v1"),
            ("10.48550/arXiv.2310.07240", "2310.07240"),
            ("arXiv preprint arXiv:2310.07240", "2310.07240"),
            ("abs/2310.07240", "2310.07240"),
        ] {
            assert_eq!(arxiv(text).as_deref(), Some(id), "{text}");
        }
        assert_eq!(arxiv("12.5"), None);
        assert_eq!(arxiv("https://a.example/2310.07240"), None);
    }
}
