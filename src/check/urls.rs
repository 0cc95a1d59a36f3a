//! Checks links: whether their target exists, and whether they are deceptive.

use unicode_normalization::char::is_combining_mark;
use unicode_security::{
    GeneralSecurityProfile, RestrictionLevelDetection, confusable_detection, restriction_level::RestrictionLevel,
};

use crate::{
    check::{
        Checker,
        files::{Similar, as_url},
        identifiers::is_doi,
        old_addresses::is_generated,
        short,
    },
    content::{Message, lenient::PathSegment},
    route::{Route, redirect, strip_site_url},
    url::{SafeUrl, Scheme, UrlKind, doi_url},
    util::percent,
};

impl Checker<'_> {
    /// Checks a URL. A relative URL must lead to a page of the site or to a file in the site folder.
    pub(super) fn address(&self, address: &SafeUrl, path: &[PathSegment]) {
        self.name_file_of_old_site(address);
        doubts(address).into_iter().for_each(|message| self.warn(path, message));
        if address.kind() != UrlKind::Relative {
            return;
        }
        let target = address.path();
        let Some(file) = address.file_path().or_else(|| leads_to_root(target).then(String::new)) else {
            let encoded = [("%2F", "/"), ("%2f", "/"), ("%5C", "/"), ("%5c", "/"), ("%00", "")];
            let right = encoded.iter().fold(target.to_owned(), |path, (from, to)| path.replace(from, to));
            let message = Message::found(format!(
                "\"{}\", which does not name a file, because it contains an encoded slash or %00",
                short(target)
            ))
            .suggest(format!("write \"{right}\""));
            self.report(path, message);
            return;
        };
        let files = self.context.files;
        // An empty path is the home page.
        let is_page = file.is_empty() || Route::parse(target, self.content) != Route::NotFound;
        if is_page || files.has(&file) || is_generated(&file) {
            return;
        }
        if files.has_folder(&file) {
            if !files.has(&[&file, "/index.html"].concat()) {
                let message = Message::found(format!(
                    "\"{}\", which is a folder without index.html; most hosts show an error page for it",
                    short(target)
                ))
                .suggest("link to a file in it");
                self.warn(path, message);
            }
            return;
        }
        if let Some(reason) = files.why_unpublished(&file) {
            let message = Message::found(format!("\"{}\", {reason}", short(target)));
            self.report(path, message.suggest("link to another file, or remove the link"));
            return;
        }
        let hint = self.hint_for_target(address.as_str(), &file);
        let slash = if target.ends_with('/') { "/" } else { "" };
        let message = Message::found(format!(
            "\"{}\", but there is no file {}{slash} and no page with that URL",
            short(target),
            short(&file)
        ))
        .suggest(hint);
        self.report(path, message);
    }

    /// Reports a file under `site.url` that is not in the site folder, if the URL is absolute.
    fn name_file_of_old_site(&self, address: &SafeUrl) {
        let Some(below) = strip_site_url(address, self.content) else { return };
        let Some(path) = SafeUrl::link(below).ok().and_then(|below| below.file_path()) else { return };
        let files = self.context.files;
        let is_there = Route::parse(&path, self.content) != Route::NotFound
            || files.has(&path)
            || files.has_folder(&path)
            || is_generated(&path)
            || redirect(&["/", &path].concat(), self.content).is_some();
        if !is_there {
            (self.context.carries)(&path);
        }
    }

    /// Returns a suggestion for a URL without a target. `file` is its path.
    fn hint_for_target(&self, address: &str, file: &str) -> String {
        let target = address.split(['?', '#']).next().unwrap_or(address);
        if let Some(new) = redirect(target, self.content) {
            return format!("it is an old URL (site.redirects); write \"{new}\"");
        }
        match self.similar_files.find(file) {
            Some(Similar::Public(file)) => {
                return format!("write \"{}\", without public/", as_url(file));
            }
            Some(Similar::Case(file)) => {
                return format!("write \"{}\", because most hosts distinguish upper and lower case", as_url(file));
            }
            Some(Similar::Encoding(file)) => {
                return format!(
                    "there is a file {} with the same name, but with differently encoded accents (Unicode \
                     normalization); rename the file",
                    short(file)
                );
            }
            Some(Similar::Other(file)) => return format!("did you mean \"{}\"?", as_url(file)),
            None => {}
        }
        if let Some(url) = missing_scheme(address) {
            return format!("write \"{url}\"");
        }
        self.nearest_page_or_file(target).map_or_else(String::new, |near| format!("did you mean \"{near}\"?"))
    }

    /// Returns the path of the page, or of the file by its name, that is nearest to a mistyped one.
    fn nearest_page_or_file(&self, target: &str) -> Option<String> {
        // Folders and extensions are the same for most files, so they are ignored.
        fn stem(path: &str) -> &str {
            let name = path.rsplit('/').next().unwrap_or(path);
            name.rsplit_once('.').map_or(name, |(stem, _)| stem)
        }
        let paths = || self.context.files.paths();
        let nearest = self.nearest(stem(target), paths().map(stem)).filter(|stem| !stem.is_empty());
        let file = nearest.and_then(|nearest| paths().find(|path| stem(path) == nearest));
        file.map(as_url).or_else(|| self.nearest_page(target))
    }

    /// Returns the path of the page that is nearest to a mistyped one.
    pub(super) fn nearest_page(&self, target: &str) -> Option<String> {
        let nearest = self.nearest(target.trim_matches('/'), self.page_paths().iter().map(String::as_str))?;
        Some(format!("/{nearest}/"))
    }

    /// Returns the path of every page except the home page, without leading and trailing slashes.
    pub(super) fn page_paths(&self) -> &[String] {
        self.page_paths.get_or_init(|| {
            let paths = Route::all(self.content).into_iter().map(|page| page.path().trim_matches('/').to_owned());
            paths.filter(|path| !path.is_empty()).collect()
        })
    }
}

/// Returns `true` for a path without a name: "/", "." or "a/..".
fn leads_to_root(path: &str) -> bool {
    !percent::decode_path(path).contains('\0')
        && path.split(['/', '\\']).all(|part| !percent::decode_path(part).contains(['/', '\\']))
}

/// Returns the URL that a text without a scheme probably means: "www.lab.org", "ada@lab.org", "http//lab.org" or
/// "10.1145/1234.5678".
pub(super) fn missing_scheme(text: &str) -> Option<String> {
    /// File extensions that are not top-level domains, or hardly ever occur as such in a profile.
    const FILES: [&str; 46] = [
        "avif", "bib", "bibtex", "bz2", "c", "cpp", "css", "csv", "doc", "docx", "epub", "gif", "gz", "htm", "html",
        "ico", "ipynb", "java", "jpeg", "jpg", "js", "json", "key", "md", "mov", "mp3", "mp4", "odp", "odt", "pdf",
        "php", "png", "ppt", "pptx", "ps", "py", "rar", "ris", "rtf", "svg", "tar", "tex", "txt", "webp", "xls", "zip",
    ];
    if is_doi(text) {
        return Some(doi_url(text));
    }
    let broken = ["https//", "http//", "https/", "http/", "https.//", "http.//", "https;//", "http;//"];
    if let Some(rest) = broken.iter().find_map(|start| text.strip_prefix(start))
        && rest.contains('.')
        && !rest.starts_with('/')
    {
        return Some(["https://", rest].concat());
    }
    if text.starts_with(['/', '.']) || text.contains(char::is_whitespace) {
        return None;
    }
    let (host, path) = text.split_at(text.find(['/', '?', '#']).unwrap_or(text.len()));
    let (user, domain) = host.rsplit_once('@').map_or(("", host), |(user, domain)| (user, domain));
    let labels: Vec<&str> = domain.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-')
    };
    let top = labels.last()?;
    let is_domain = labels.len() >= 2
        && labels.iter().all(is_label)
        && top.len() >= 2
        && !top.contains(|c: char| c.is_ascii_digit())
        && !FILES.contains(&top.to_ascii_lowercase().as_str());
    if !is_domain {
        return None;
    }
    match (user, path) {
        ("", _) => Some(format!("https://{text}")),
        (_, "") if host.contains('@') => Some(format!("mailto:{text}")),
        _ => None,
    }
}

/// Returns the warnings about a URL that leads to another site.
pub(super) fn doubts(address: &SafeUrl) -> Vec<Message> {
    let text = address.as_str();
    match address.kind() {
        UrlKind::External(Scheme::Mailto) => {
            let target = text.split_once(':').map_or(text, |(_, rest)| rest);
            let to = percent::decode_path(target.split('?').next().unwrap_or(target));
            if to.split(',').all(is_email) {
                return Vec::new();
            }
            let right = email_in(&to).map_or_else(String::new, |email| format!("write \"mailto:{email}\""));
            vec![
                Message::found(format!("\"{}\"", short(text)))
                    .expected("an e-mail address after \"mailto:\"")
                    .instead(right),
            ]
        }
        UrlKind::External(_) => {
            let Some((scheme, rest)) = text.split_once("://") else { return Vec::new() };
            let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
            let user = user.map(|_| {
                Message::found(format!(
                    "\"{}\", which leads to \"{}\" and sends the text before \"@\" as a user name",
                    short(text),
                    short(host)
                ))
                .suggest(format!("write \"{scheme}://{host}{path}\""))
            });
            let host = host.split(':').next().unwrap_or(host);
            let label = host.split('.').find(|label| is_deceptive(label)).map(|label| {
                Message::found(format!("the host \"{}\", whose part \"{}\" mixes letters of several scripts or has letters that look like Latin ones", short(host), short(label))).suggest("type the URL again")
            });
            user.into_iter().chain(label).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns `true` for a label of a host that mixes scripts (UTS #39, section 5.2) or imitates ASCII letters.
fn is_deceptive(label: &str) -> bool {
    if label.is_ascii() {
        return false;
    }
    let has_latin = label.chars().any(|c| c.is_ascii_alphabetic());
    let imitates = || {
        !has_latin
            && label.chars().any(char::is_alphabetic)
            && confusable_detection::skeleton(label).all(|c| c.is_ascii())
    };
    !label.chars().all(|c| c.identifier_allowed() || c == '-')
        || label.detect_restriction_level() > RestrictionLevel::HighlyRestrictive
        || imitates()
}

/// Returns `true` for an ordinary e-mail address, without quotes and comments.
pub(super) fn is_email(text: &str) -> bool {
    let is_part = |part: &str, signs: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c) || signs.contains(c))
    };
    let is_label = |label: &str| is_part(label, "-") && !label.starts_with('-') && !label.ends_with('-');
    text.split_once('@').is_some_and(|(local, domain)| {
        // Percent signs, number signs and question marks are rare in addresses but common in broken ones.
        local.split('.').all(|part| is_part(part, "!$&'*+-/=^_`{|}~"))
            && domain.contains('.')
            && domain.split('.').all(is_label)
            && !domain.ends_with(|c: char| c.is_ascii_digit())
    })
}

/// Returns the e-mail address that a text contains: "mailto:ada@lab.org?subject=x" or "Ada <ada@lab.org>".
pub(super) fn email_in(text: &str) -> Option<String> {
    let inner = text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(text, |(inner, _)| inner).trim();
    let start = inner.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:")).map_or(0, str::len);
    let decoded = percent::decode_path(&inner[start..]);
    let (local, domain) = decoded.split(['?', '#']).next()?.split_once('@')?;
    // Spaces around the at sign are a typing error. With a space inside the local part, the intended address is unclear.
    let bare = [local.trim(), "@", domain.trim().trim_end_matches(['.', ',', ';'])].concat();
    is_email(&bare).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_scheme_is_recognized() {
        for (text, expected) in [
            ("www.lab.org", Some("https://www.lab.org")),
            ("lab.ac.uk/people?x=1", Some("https://lab.ac.uk/people?x=1")),
            ("github.com/ada", Some("https://github.com/ada")),
            ("münchen.de", Some("https://münchen.de")),
            ("a@b.uk", Some("mailto:a@b.uk")),
            ("ada.lovelace@cs.lab.ac.uk", Some("mailto:ada.lovelace@cs.lab.ac.uk")),
            ("scholar.google.com/citations?user=x", Some("https://scholar.google.com/citations?user=x")),
            ("lab.org?x=1", Some("https://lab.org?x=1")),
            ("lab.org#people", Some("https://lab.org#people")),
            ("http//lab.org", Some("https://lab.org")),
            ("https/lab.org/x", Some("https://lab.org/x")),
            ("10.1145/1234.5678", Some("https://doi.org/10.1145/1234.5678")),
            ("10.1002/(SICI)1<1::AID>3", Some("https://doi.org/10.1002/(SICI)1%3C1::AID%3E3")),
            ("10.1/x", None),
            ("http/x", None),
            ("paper.pdf?1", None),
            ("paper.pdf", None),
            ("files/www.lab.org", None),
            ("data.v2", None),
            ("archive.tar.gz", None),
            ("/www.lab.org", None),
            ("about", None),
            ("..", None),
        ] {
            assert_eq!(missing_scheme(text).as_deref(), expected, "{text}");
        }
    }

    #[track_caller]
    fn check(url: &str, expected: &[&str]) {
        let doubts = doubts(&SafeUrl::link(url).unwrap());
        assert_eq!(doubts.len(), expected.len(), "{url}: {doubts:?}");
        for (doubt, part) in doubts.iter().zip(expected) {
            assert!(doubt.contains(part), "{doubt}");
        }
    }

    #[test]
    fn deceptive_urls_are_reported() {
        check("https://user@host.example/a", &["write \"https://host.example/a\""]);
        check("https://user:secret@host.example:8080", &["write \"https://host.example:8080\""]);
        check("https://p\u{430}ypal.com/", &["the host \"p\u{430}ypal.com\""]);
        check("https://\u{440}\u{430}\u{443}\u{440}\u{430}l.com/", &["several scripts"]);
        check("https://\u{441}\u{430}\u{440}\u{435}.com/", &["look like Latin ones"]);
        for url in [
            "mailto:a@b..org",
            "mailto:a@b",
            "mailto:.a@b.org",
            "mailto:a..c@b.org",
            "mailto:a@-b.org",
            "mailto:a@127.0.0.1",
            "mailto:a%E2%80%AE@b.org",
            "mailto:a@b.org,c",
        ] {
            check(url, &["expected an e-mail address after \"mailto:\""]);
        }
        for url in ["mailto:a@b.org.", "mailto:a@b.org#x", "mailto:a@b.org%3Fsubject=x", "mailto:a @ b.org"] {
            check(url, &["expected an e-mail address after \"mailto:\": write \"mailto:a@b.org\""]);
        }
        check("mailto:ada", &["expected an e-mail address"]);
        check("mailto:ada lovelace@lab.org", &["expected an e-mail address"]);
    }

    #[test]
    fn honest_urls_are_accepted() {
        for url in [
            "https://medium.com/@ada",
            "https://social.example/@ada?x=a@b.c",
            "https://münchen.de/",
            "https://пример.рф/",
            "https://例え.jp/",
            "https://日本語テスト.jp/",
            "https://ελληνικά.gr/",
            "https://xn--mnchen-3ya.de/",
            "http://localhost:8000/",
            "mailto:ada@lab.org?subject=a@b c",
            "mailto:ada@lab.org,bob@lab.org",
            "mailto:o%27neil+x@lab.org",
            "mailto:müller@münchen.example",
            "mailto:a_b-c.d@a-b.co.uk",
            "files/a@b.pdf",
        ] {
            check(url, &[]);
        }
    }

    #[test]
    fn an_email_address_is_extracted() {
        for (text, expected) in [
            ("ada@lab.org", Some("ada@lab.org")),
            ("mailto:ada@lab.org", Some("ada@lab.org")),
            ("MAILTO:ada@lab.org?subject=x", Some("ada@lab.org")),
            ("Ada Lovelace <ada@lab.org>", Some("ada@lab.org")),
            ("ada @ lab.org ", Some("ada@lab.org")),
            ("ada@lab.org.", Some("ada@lab.org")),
            ("ada@lab.org#x", Some("ada@lab.org")),
            ("ada@lab.org%3Fsubject=x", Some("ada@lab.org")),
            ("o'neil@lab.org", Some("o'neil@lab.org")),
            ("ada lovelace@lab.org", None),
            ("ada@lab..org", None),
            ("ada\u{202E}@lab.org", None),
            ("ada at lab.org", None),
            ("ada@lab@org.uk", None),
            ("ada", None),
        ] {
            assert_eq!(email_in(text).as_deref(), expected, "{text}");
        }
    }
}
