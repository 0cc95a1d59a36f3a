//! Decides which old URLs (`site.redirects`) can have a page, for the checker and for the build.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::short,
    content::{Content, Message, lenient::MAX_NAME_LENGTH},
    route::{Route, redirect_file},
};

/// The maximum length of an old URL in bytes. Each of its segments has at most [`MAX_NAME_LENGTH`] bytes.
const MAX_ADDRESS_LENGTH: usize = 1000;

/// An entry of `site.redirects`.
#[derive(Debug, PartialEq)]
pub struct OldAddress<'c> {
    /// The old URL as it is written in the content.
    pub from: &'c str,
    /// The new URL as it is written in the content.
    pub to: &'c str,
    /// The file of the page that redirects, below the folder of the site, or the reason why there can be none.
    pub file: Result<String, Message>,
    /// The page that it redirects to, or the error of the new URL.
    pub target: Result<Route, Message>,
}

/// Returns every entry of `site.redirects`. `has_file` returns `true` if the author has put a file at a path below the
/// folder of the site.
///
/// ```
/// use frontispiece::{check::old_addresses, content::read};
/// let text = r#"{ "site": { "redirects": { "/about.html": "/", "/sw.js/": "/" } }, "person": { "name": "Ada" },
///                 "pages": [{ "slug": "", "title": "Home" }] }"#;
/// let content = read(text).unwrap().content;
/// let addresses = old_addresses(&content, &|_| false);
/// assert_eq!(addresses[0].file.as_deref(), Ok("about.html"));
/// assert!(addresses[1].file.is_err());
/// ```
pub fn old_addresses<'c>(content: &'c Content, has_file: &dyn Fn(&str) -> bool) -> Vec<OldAddress<'c>> {
    let mut used = Used::default();
    let address = |(from, to): (&'c str, &'c String)| {
        let file = file_of(from, content, has_file).and_then(|file| used.add(from, to, file));
        OldAddress { from, to, file, target: target_of(to, content) }
    };
    content.site.redirects.iter().map(address).collect()
}

fn target_of(to: &str, content: &Content) -> Result<Route, Message> {
    match Route::parse(to, content) {
        page if page != Route::NotFound && to.starts_with('/') => Ok(page),
        _ => {
            Err(Message::found(format!("\"{}\"", short(to))).expected("the path of a page of this site, such as \"/\""))
        }
    }
}

fn file_of(from: &str, content: &Content, has_file: &dyn Fn(&str) -> bool) -> Result<String, Message> {
    if from.len() > MAX_ADDRESS_LENGTH {
        let length = from.len();
        return Err(
            Message::found(format!("an old URL of {length} bytes")).expected(format!("at most {MAX_ADDRESS_LENGTH}"))
        );
    }
    if Route::parse(from, content) != Route::NotFound || from == "/404.html" {
        return Err(Message::problem(format!("the old URL \"{}\" is a page of this site", short(from)))
            .suggest("remove the redirect"));
    }
    let file = redirect_file(from)
        .ok_or_else(|| Message::found(format!("the old URL \"{}\"", short(from))).expected("a path: \"/old/\""))?;
    let found = || Message::found(format!("the old URL \"{}\"", short(from)));
    let occupied = |by: &str| Message::found(format!("the old URL \"{}\"; {by}", short(from)));
    let parts: Vec<&str> = file.split('/').collect();
    if let Some(part) = parts.iter().find(|part| part.len() > MAX_NAME_LENGTH) {
        let length = part.len();
        return Err(Message::found(format!("an old URL with a segment of {length} bytes"))
            .expected(format!("at most {MAX_NAME_LENGTH}, because file systems do not allow more")));
    }
    let hidden = parts.iter().find(|part| part.starts_with(['.', '_']));
    if let Some(part) = hidden.filter(|_| parts[0] != ".well-known") {
        return Err(found().expected(format!(
            "no segment that begins with \".\" or \"_\", because hosts hide such files: \"{}\"",
            short(part)
        )));
    }
    for (end, _) in file.match_indices('/').chain([(file.len(), "")]) {
        let path = &file[..end];
        let is_index = end < file.len() && path.ends_with("/index.html");
        if is_index || is_generated(path) {
            return Err(occupied(&format!("the build itself writes {}", short(path))).suggest("remove the redirect"));
        }
        if has_file(path) {
            let by = format!("the file {} has this URL", short(path));
            return Err(occupied(&by).suggest("remove the redirect or the file"));
        }
    }
    if let Some((_, ending)) = parts.last().and_then(|name| name.rsplit_once('.'))
        && !["html", "htm"].iter().any(|html| ending.eq_ignore_ascii_case(html))
    {
        let expected = format!(
            "a URL that ends in \"/\", \".html\" or \".htm\", because hosts do not send \".{}\" files as web pages",
            short(ending)
        );
        let suggestion = format!("write \"{from}/\" for a folder, or configure the redirect on your host");
        return Err(found().expected(expected).suggest(suggestion));
    }
    Ok(file)
}

/// The files of the old URLs so far.
#[derive(Default)]
struct Used<'c> {
    /// The old and the new URL of each file.
    files: BTreeMap<String, (&'c str, &'c str)>,
    folders: BTreeSet<String>,
}

impl<'c> Used<'c> {
    /// Adds a file, unless another old URL uses it or needs a folder in its place.
    fn add(&mut self, from: &'c str, to: &'c str, file: String) -> Result<String, Message> {
        let clash = |other: &str| {
            let message = Message::problem(format!("the old URLs \"{from}\" and \"{other}\" cannot both have a page"))
                .suggest("remove one");
            Err(message)
        };
        let folders = || file.match_indices('/').map(|(end, _)| &file[..end]);
        if let Some((first, target)) = self.files.get(&file)
            && *target != to
        {
            return Err(Message::problem(format!(
                "the old URL \"{from}\" is the same as \"{first}\", which redirects to \"{target}\""
            ))
            .suggest("remove one"));
        }
        if let Some((other, _)) = folders().find_map(|folder| self.files.get(folder)) {
            return clash(other);
        }
        if self.folders.contains(&file) {
            let below = [&file, "/"].concat();
            let other = self.files.range(below..).next().map_or("", |(_, (other, _))| other);
            return clash(other);
        }
        self.folders.extend(folders().map(str::to_owned));
        self.files.entry(file.clone()).or_insert((from, to));
        Ok(file)
    }
}

/// Returns `true` if the build may write a file at a path for some content. The comparison ignores case, because some
/// file systems do.
pub(super) fn is_generated(path: &str) -> bool {
    const FILES: [&str; 15] = [
        "404.html",
        "apple-touch-icon.png",
        "content.json",
        "content.schema.json",
        "favicon.ico",
        "feed.atom",
        "index.html",
        "offline.html",
        "publications.bib",
        "robots.txt",
        "site.webmanifest",
        "sitemap.xml",
        "sw.js",
        "_headers",
        "_redirects",
    ];
    /// The prefixes and suffixes of names that contain a number or a hash.
    const PATTERNS: [(&str, &str); 13] = [
        ("frontispiece-", ".js"),
        ("frontispiece-", ".wasm"),
        ("list-", ".wasm"),
        ("publication-", ".wasm"),
        ("tools", ".js"),
        ("tools", ".wasm"),
        ("markdown-", ".json"),
        ("sitemap-", ".xml"),
        ("icon-", ".png"),
        ("icon-", ".svg"),
        ("portrait-", ".jpg"),
        ("portrait-", ".png"),
        ("portrait-", ".webp"),
    ];
    let path = path.to_ascii_lowercase();
    let plain = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz")).unwrap_or(&path);
    match plain.rsplit_once('/') {
        None => {
            FILES.contains(&plain)
                || PATTERNS.iter().any(|(start, end)| plain.starts_with(start) && plain.ends_with(end))
                || plain == "card.png"
        }
        Some((folder, name)) => {
            let id = folder.strip_prefix("publications/").filter(|id| !id.contains('/'));
            let is_beside_page = id
                .zip(name.rsplit_once('.'))
                .is_some_and(|(id, (stem, ending))| stem == id && ["bib", "pdf"].contains(&ending));
            ["card.jpg", "card.png", "feed.atom"].contains(&name)
                || is_beside_page
                || (folder == "resized" && is_copy(name))
        }
    }
}

/// Returns `true` for the name of a copy of an image, which ends with a hash.
fn is_copy(name: &str) -> bool {
    let hash = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('-')).map_or("", |(_, hash)| hash);
    hash.len() == 16 && hash.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Returns a message if Windows does not allow a file with this name.
pub(super) fn windows_refuses(name: &str) -> Option<Message> {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_uppercase();
    let is_numbered = |device: &str| {
        let mut rest = stem.strip_prefix(device).into_iter().flat_map(str::chars);
        matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    let is_device = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str())
        || is_numbered("COM")
        || is_numbered("LPT");
    let why = if is_device {
        "is the name of a device".to_owned()
    } else if name.ends_with(['.', ' ']) {
        "ends in a dot or a space".to_owned()
    } else {
        let sign = name.chars().find(|sign| matches!(sign, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\0'..='\x1f'))?;
        if sign.is_control() { "contains a control character".to_owned() } else { format!("contains {sign}") }
    };
    Some(
        Message::problem(format!("\"{}\" {why}, so the site cannot be built or unpacked on Windows", short(name)))
            .suggest("choose another name"),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn content(redirects: &[(&str, &str)]) -> Content {
        let text = r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Home" },
            { "slug": "teaching", "title": "Teaching" }], "publications": [{ "id": "ada1843", "title": "Notes" }] }"#;
        let mut content = crate::content::read(text).unwrap().content;
        content.site.redirects = redirects.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        content
    }

    fn files(redirects: &[(&str, &str)]) -> Vec<Result<String, Message>> {
        let content = content(redirects);
        let has_file = |path: &str| path == "files/there.pdf" || path == "old.html";
        old_addresses(&content, &has_file).into_iter().map(|address| address.file).collect()
    }

    #[track_caller]
    fn refuses(from: &str, why: &str) {
        let [Err(message)] = &files(&[(from, "/")])[..] else { panic!("{from} is accepted") };
        assert!(message.contains(why), "{from}: {message}");
    }

    #[test]
    fn paths_of_pages_are_accepted() {
        for (from, file) in [
            ("/about", "about/index.html"),
            ("/v1.2/", "v1.2/index.html"),
            ("/About.HTM", "About.HTM"),
            ("/.well-known/_x/.y/", ".well-known/_x/.y/index.html"),
            ("/publications/ada1843.html", "publications/ada1843.html"),
            ("/tools/", "tools/index.html"),
            ("/files/", "files/index.html"),
            ("/~ada/", "~ada/index.html"),
        ] {
            assert_eq!(files(&[(from, "/")]), [Ok(file.to_owned())]);
        }
    }

    #[test]
    fn paths_of_generated_files_are_refused() {
        for name in [
            "sw.js",
            "robots.txt",
            "sitemap.xml",
            "sitemap-2.xml",
            "feed.atom",
            "publications.bib",
            "content.json",
            "content.schema.json",
            "site.webmanifest",
            "favicon.ico",
            "icon-512.png",
            "apple-touch-icon.png",
            "card.png",
            "teaching/card.png",
            "news/feed.atom",
            "tools.js",
            "tools_bg.wasm",
            "frontispiece-3e8db854ef4c2a7c_bg.wasm",
            "list-3e8db854ef4c2a7c.wasm",
            "publication-3e8db854ef4c2a7c.wasm",
            "markdown-14536401c3971640.json",
            "portrait-108.jpg",
            "publications/ada1843/ada1843.bib",
            "SW.JS",
            "sw.js.br",
            "offline.html",
            "Offline.html.gz",
            "404.HTML",
        ] {
            for from in [format!("/{name}"), format!("/{name}/"), format!("/{name}/x/")] {
                refuses(&from, "the build itself writes");
            }
        }
        for from in ["/404.html", "/teaching/", "/teaching", "/publications/ada1843", "/index.html"] {
            refuses(from, "is a page of this site");
        }
        refuses("/teaching/index.html/x/", "the build itself writes teaching/index.html");
    }

    #[test]
    fn paths_of_the_authors_files_are_refused() {
        refuses("/files/there.pdf", "the file files/there.pdf has this URL");
        refuses("/files/there.pdf/old/", "the file files/there.pdf has this URL");
        refuses("/old.html", "the file old.html has this URL");
    }

    #[test]
    fn hidden_file_names_are_refused() {
        for from in ["/_headers", "/_redirects", "/.htaccess", "/_site/", "/a/.b/", "/%5fx/", "/a/_b.html"] {
            refuses(from, "begins with \".\" or \"_\"");
        }
    }

    #[test]
    fn extensions_of_other_file_types_are_refused() {
        for from in ["/cv.pdf", "/index.php", "/v1.2", "/a/b.txt", "/about."] {
            refuses(from, "expected a URL that ends in \"/\", \".html\" or \".htm\"");
        }
    }

    #[test]
    fn long_paths_are_refused() {
        let part = "a".repeat(MAX_NAME_LENGTH);
        assert!(files(&[(&format!("/{part}/"), "/")])[0].is_ok());
        refuses(&format!("/{part}a/"), "with a segment of 201 bytes");
        refuses(&format!("/{}.html", "é".repeat(98)), "with a segment of 201 bytes");
        refuses(&format!("/{part}").repeat(5), "found an old URL of 1005 bytes");
    }

    #[test]
    fn conflicting_paths_are_refused() {
        let both = files(&[("/a.html", "/"), ("/a.html/b/", "/")]);
        assert!(both[0].is_ok() && both[1].as_ref().is_err_and(|message| message.contains("cannot both have a page")));
        let both = files(&[("/b.html/c/", "/"), ("/b.html", "/")]);
        assert!(both[0].is_ok() && both[1].as_ref().is_err_and(|message| message.contains("\"/b.html/c/\"")));
        let both = files(&[("/c", "/"), ("/c/", "/teaching/")]);
        assert!(both[1].as_ref().is_err_and(|message| message.contains("is the same as \"/c\"")));
        assert!(files(&[("/c", "/"), ("/c/", "/")]).iter().all(Result::is_ok));
    }

    proptest! {
        /// No file of an old URL is a folder of another, or is outside the site.
        #[test]
        fn accepted_files_can_all_be_written(
            addresses in prop::collection::vec("(/[a-b.%2eE5cF_]{0,4}|/a\\.html|/index\\.html|/sw\\.js|/[a-b]{199,201}){1,4}/?", 1..12),
        ) {
            let redirects: Vec<(&str, &str)> = addresses.iter().map(|from| (from.as_str(), "/")).collect();
            let files: BTreeSet<String> = files(&redirects).into_iter().flatten().collect();
            for file in &files {
                prop_assert!(file.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() <= MAX_NAME_LENGTH));
                let folder = [file, "/"].concat();
                prop_assert!(!files.iter().any(|other| other.starts_with(&folder)), "{:?}", files);
                prop_assert!(!file.split_once('/').is_some_and(|(first, _)| is_generated(first)), "{file}");
            }
        }
    }

    #[test]
    fn targets_must_be_pages() {
        let content = content(&[("/a/", "/teaching/"), ("/b/", "teaching"), ("/c/", "/gone/")]);
        let targets = old_addresses(&content, &|_| false).into_iter().map(|address| address.target.is_ok());
        assert_eq!(targets.collect::<Vec<_>>(), [true, false, false]);
    }

    #[test]
    fn reserved_names_of_windows_are_refused() {
        for name in ["con", "NUL", "aux.html", "com1", "Lpt9.x", "COM¹", "prn .txt", "a.", "a ", "a<b", "a:b", "x\ny"]
        {
            assert!(windows_refuses(name).is_some(), "{name}");
        }
        for name in ["console", "null", "com", "com10", "lpt", "a.con", "auxiliary", "concert.html", "~ada", ".x"] {
            assert_eq!(windows_refuses(name), None);
        }
    }
}
