//! Profiles on other sites: links and identifiers of the person.

use serde_json::{Map, Value, json};

use crate::url::SafeUrl;

/// A profile in the terms of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// A field of `person.ids` and its value.
    Id(&'static str, String),
    /// A link of `person.links`: its kind, or else its label, and its URL.
    Link { kind: Option<&'static str>, label: Option<String>, url: String },
}

/// The services of academicpages and al-folio: their names in the settings without "_username", "_id" and so on, the
/// kind of link or the label, and the URL before the user name.
const SERVICES: [(&str, &str, &str); 40] = [
    ("github", "github", "https://github.com/"),
    ("gitlab", "gitlab", "https://gitlab.com/"),
    ("linkedin", "linkedin", "https://www.linkedin.com/in/"),
    ("mastodon", "mastodon", "https://"),
    ("bluesky", "bluesky", "https://bsky.app/profile/"),
    ("twitter", "x", "https://x.com/"),
    ("x", "x", "https://x.com/"),
    ("youtube", "youtube", "https://www.youtube.com/@"),
    ("researchgate", "researchgate", "https://www.researchgate.net/profile/"),
    ("huggingface", "huggingface", "https://huggingface.co/"),
    ("medium", "=Medium", "https://medium.com/@"),
    ("quora", "=Quora", "https://www.quora.com/profile/"),
    ("publons", "=Publons", "https://publons.com/a/"),
    ("pubmed", "=PubMed", "https://pubmed.ncbi.nlm.nih.gov/"),
    ("inspirehep", "=INSPIRE", "https://inspirehep.net/authors/"),
    ("scopus", "=Scopus", "https://www.scopus.com/authid/detail.uri?authorId="),
    ("ieee", "=IEEE Xplore", "https://ieeexplore.ieee.org/author/"),
    ("acm", "=ACM Digital Library", "https://dl.acm.org/profile/"),
    ("hal", "=HAL", "https://hal.science/"),
    ("osf", "=OSF", "https://osf.io/"),
    ("kaggle", "=Kaggle", "https://www.kaggle.com/"),
    ("keybase", "=Keybase", "https://keybase.io/"),
    ("stackoverflow", "=Stack Overflow", "https://stackoverflow.com/users/"),
    ("wikidata", "=Wikidata", "https://www.wikidata.org/wiki/"),
    ("wikipedia", "=Wikipedia", "https://en.wikipedia.org/wiki/User:"),
    ("zotero", "=Zotero", "https://www.zotero.org/"),
    ("lattes", "=Lattes", "http://lattes.cnpq.br/"),
    ("bitbucket", "=Bitbucket", "https://bitbucket.org/"),
    ("codepen", "=CodePen", "https://codepen.io/"),
    ("facebook", "=Facebook", "https://www.facebook.com/"),
    ("instagram", "=Instagram", "https://www.instagram.com/"),
    ("flickr", "=Flickr", "https://www.flickr.com/people/"),
    ("goodreads", "=Goodreads", "https://www.goodreads.com/"),
    ("telegram", "=Telegram", "https://t.me/"),
    ("tumblr", "=Tumblr", "https://www.tumblr.com/"),
    ("weibo", "=Weibo", "https://weibo.com/"),
    ("zhihu", "=Zhihu", "https://www.zhihu.com/people/"),
    ("xing", "=XING", "https://www.xing.com/profile/"),
    ("pinterest", "=Pinterest", "https://www.pinterest.com/"),
    ("leetcode", "=LeetCode", "https://leetcode.com/u/"),
];

/// Other names of services in settings.
const OTHER_NAMES: [(&str, &str); 9] = [
    ("research_gate", "researchgate"),
    ("inspire-hep", "inspirehep"),
    ("inspire", "inspirehep"),
    ("blogger", "blog"),
    ("work", "website"),
    ("uri", "website"),
    ("academia", "academia"),
    ("scholar", "googlescholar"),
    ("google_scholar", "googlescholar"),
];

/// Returns the profile of a field of the settings, such as `github: ada`, `scholar_userid: x` or `orcid: https://…`. Returns
/// `None` if the name of the field is no service, or the value no URL or user name.
pub(super) fn of_setting(name: &str, value: &str) -> Option<Profile> {
    const ENDINGS: [&str; 9] =
        ["_username", "_userid", "_user_id", "_id", "_url", "_profile", "_user", "_name", "_link"];
    let name = name.to_ascii_lowercase();
    let service = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    let service = OTHER_NAMES.iter().find(|(other, _)| *other == service).map_or(service, |(_, name)| name);
    let value = value.trim();
    if value.is_empty() || value.contains(char::is_whitespace) {
        return None;
    }
    if value.contains("://") {
        let known = SERVICES.iter().any(|(name, ..)| *name == service)
            || matches!(service, "orcid" | "googlescholar" | "dblp" | "semantic" | "semanticscholar" | "arxiv")
            || matches!(service, "openreview" | "website" | "blog" | "impactstory" | "academia" | "cv" | "homepage");
        return if known { of_url(value, &label_of(service)) } else { None };
    }
    match service {
        "orcid" => Some(Profile::Id("orcid", value.to_owned())),
        "googlescholar" => Some(Profile::Id("googleScholar", value.split('&').next().unwrap_or(value).to_owned())),
        "semantic" | "semanticscholar" => Some(Profile::Id("semanticScholar", value.to_owned())),
        "dblp" => Some(Profile::Id("dblp", value.to_owned())),
        "openreview" => Some(Profile::Id("openreview", value.to_owned())),
        _ => {
            let (_, kind, start) = SERVICES.iter().find(|(name, ..)| *name == service)?;
            let user = value.trim_start_matches('@');
            let url = match service {
                // "user@instance" or "instance/@user".
                "mastodon" => match user.split_once('@') {
                    Some((user, instance)) if !user.ends_with('/') => format!("{start}{instance}/@{user}"),
                    _ => format!("{start}{user}"),
                },
                _ => format!("{start}{user}"),
            };
            Some(link(kind, url))
        }
    }
}

fn label_of(service: &str) -> String {
    let (_, kind, _) = SERVICES.iter().find(|(name, ..)| *name == service).copied().unwrap_or((service, service, ""));
    match kind.strip_prefix('=') {
        Some(label) => label.to_owned(),
        None => match service {
            "website" | "homepage" => "Website".to_owned(),
            "arxiv" => "arXiv".to_owned(),
            "academia" => "Academia.edu".to_owned(),
            other => other.to_owned(),
        },
    }
}

fn link(kind: &str, url: String) -> Profile {
    match kind.strip_prefix('=') {
        Some(label) => Profile::Link { kind: None, label: Some(label.to_owned()), url },
        None => Profile::Link { kind: kind_named(kind), label: None, url },
    }
}

fn kind_named(kind: &str) -> Option<&'static str> {
    const KINDS: [&str; 13] = [
        "website",
        "cv",
        "github",
        "gitlab",
        "google-scholar",
        "linkedin",
        "mastodon",
        "bluesky",
        "x",
        "youtube",
        "researchgate",
        "huggingface",
        "blog",
    ];
    KINDS.iter().find(|found| **found == kind).copied()
}

/// Returns the profile at a URL. `label` is the text of the link if the URL belongs to no known service. Returns `None` for
/// a URL that links may not have.
pub(super) fn of_url(url: &str, label: &str) -> Option<Profile> {
    let safe = SafeUrl::link(url).ok()?;
    let url = safe.as_str().to_owned();
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.trim_start_matches("www.").to_ascii_lowercase();
    let path = path.trim_matches('/');
    let parameter = |name: &str| {
        let query = url.split_once('?')?.1.split('#').next()?;
        query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
    };
    let bare = path.split(['?', '#']).next().unwrap_or_default();
    let id = match host.as_str() {
        "orcid.org" if bare.len() == 19 => Some(("orcid", bare.to_ascii_uppercase())),
        host if host.starts_with("scholar.google.") => parameter("user").map(|user| ("googleScholar", user)),
        host if host.starts_with("dblp.") => bare
            .strip_prefix("pid/")
            .map(|pid| ("dblp", pid.trim_end_matches(".html").trim_end_matches(".xml").to_owned())),
        "semanticscholar.org" => bare
            .rsplit('/')
            .next()
            .filter(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_digit()))
            .map(|id| ("semanticScholar", id.to_owned())),
        "openreview.net" => parameter("id").filter(|id| id.starts_with('~')).map(|id| ("openreview", id)),
        _ => None,
    };
    if let Some((field, id)) = id {
        return Some(Profile::Id(field, id));
    }
    let kind = match host.as_str() {
        "github.com" => Some("github"),
        "gitlab.com" => Some("gitlab"),
        "linkedin.com" => Some("linkedin"),
        "twitter.com" | "x.com" => Some("x"),
        "bsky.app" => Some("bluesky"),
        "youtube.com" => Some("youtube"),
        "researchgate.net" => Some("researchgate"),
        "huggingface.co" => Some("huggingface"),
        host if host.starts_with("scholar.google.") => Some("google-scholar"),
        host if host.starts_with("mastodon.") || path.starts_with('@') && label.eq_ignore_ascii_case("mastodon") => {
            Some("mastodon")
        }
        _ if label == "Website" => Some("website"),
        _ if label.eq_ignore_ascii_case("cv") => Some("cv"),
        _ => None,
    };
    let label = (kind.is_none()).then(|| if label.is_empty() { host.clone() } else { label.to_owned() });
    Some(Profile::Link { kind, label, url })
}

/// Adds profiles to the fields of `person`. The first of several identifiers counts, and a link is added once.
pub(super) fn add(person: &mut Map<String, Value>, profiles: Vec<Profile>) {
    for profile in profiles {
        match profile {
            Profile::Id(field, id) => {
                let ids = person.entry("ids").or_insert_with(|| json!({}));
                if let Some(ids) = ids.as_object_mut() {
                    ids.entry(field).or_insert(Value::String(id));
                }
            }
            Profile::Link { kind, label, url } => {
                let links = person.entry("links").or_insert_with(|| json!([]));
                let Some(links) = links.as_array_mut() else { continue };
                if links.iter().any(|link| link["url"] == url.as_str()) {
                    continue;
                }
                let mut link = Map::new();
                if let Some(kind) = kind {
                    link.insert("kind".to_owned(), kind.into());
                }
                link.insert("url".to_owned(), url.into());
                if let Some(label) = label {
                    link.insert("label".to_owned(), label.into());
                }
                links.push(Value::Object(link));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_become_identifiers_and_links() {
        let link = |kind, url: &str| Profile::Link { kind: Some(kind), label: None, url: url.to_owned() };
        let labelled =
            |label: &str, url: &str| Profile::Link { kind: None, label: Some(label.to_owned()), url: url.to_owned() };
        for (name, value, expected) in [
            ("github", "ada", Some(link("github", "https://github.com/ada"))),
            ("github_username", "ada", Some(link("github", "https://github.com/ada"))),
            ("twitter", "@ada", Some(link("x", "https://x.com/ada"))),
            ("mastodon_username", "fedi.example/@ada", Some(link("mastodon", "https://fedi.example/@ada"))),
            ("mastodon", "@ada@fedi.example", Some(link("mastodon", "https://fedi.example/@ada"))),
            (
                "research_gate_profile",
                "Ada-L",
                Some(link("researchgate", "https://www.researchgate.net/profile/Ada-L")),
            ),
            ("medium_username", "ada", Some(labelled("Medium", "https://medium.com/@ada"))),
            ("scholar_userid", "AbC", Some(Profile::Id("googleScholar", "AbC".to_owned()))),
            (
                "googlescholar",
                "https://scholar.google.com/citations?hl=en&user=AbC",
                Some(Profile::Id("googleScholar", "AbC".to_owned())),
            ),
            (
                "orcid",
                "http://orcid.org/0000-0002-1825-0097",
                Some(Profile::Id("orcid", "0000-0002-1825-0097".to_owned())),
            ),
            ("dblp_url", "https://dblp.org/pid/65/9612.html", Some(Profile::Id("dblp", "65/9612".to_owned()))),
            ("uri", "https://lab.example/ada", Some(link("website", "https://lab.example/ada"))),
            (
                "pubmed",
                "https://pubmed.example/?term=Ada",
                Some(labelled("PubMed", "https://pubmed.example/?term=Ada")),
            ),
            ("contact_note", "write me", None),
            ("title", "https://ada.example", None),
            ("rss_icon", "true", None),
        ] {
            assert_eq!(of_setting(name, value), expected, "{name}: {value}");
        }
    }
}
