//! The check that every URL in the content passes.
//!
//! It parses a URL as a browser does ([WHATWG URL](https://url.spec.whatwg.org/#url-parsing)), so it recognizes every
//! scheme that a browser recognizes. It is stricter where that affects no legitimate URL. [`SafeUrl`] contains the
//! normalized text, never the original text. Markdown entities and JSON escapes are already decoded. Percent-encoding
//! is not decoded, because no browser decodes it before the colon.

#[cfg(test)]
mod tests;

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, de};

use crate::util::{
    json::{Encode, encode_string},
    percent,
    text::PART_SEPARATOR,
};

/// A URL that passed the check and can be used as the target of a link or the source of an image.
///
/// The default is the home page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SafeUrl {
    text: String,
    kind: UrlKind,
}

/// The kind of target of a [`SafeUrl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UrlKind {
    /// Another site.
    External(Scheme),
    /// A fragment of the same page: `#papers`.
    Fragment,
    /// A path or a query of this site: `files/cv.pdf`, `/teaching/`, `?year=2024`.
    Relative,
}

/// The schemes that the content may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// `http:`, for links only.
    Http,
    /// `https:`, for links and images.
    Https,
    /// `mailto:`, for links only.
    Mailto,
}

/// The reason why a URL is refused, and the suggested correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlError {
    /// The URL as it is written in the content.
    pub url: String,
    /// The reason.
    pub reason: String,
    /// The text to write instead.
    pub suggestion: String,
}

const FOR_LINKS: &str = "http, https, mailto, a path of this site or #fragment";
const FOR_IMAGES: &str = "https or a path of this site";
const FOR_VIDEOS: &str = "the path of an MP4 or WebM file of this site";

impl SafeUrl {
    /// Checks the URL of a link: http, https, mailto, a path or query of this site, or a fragment.
    ///
    /// ```
    /// use frontispiece::url::SafeUrl;
    ///
    /// let url = SafeUrl::link(" https://exam\tple.org/ ").unwrap();
    /// assert_eq!(url.as_str(), "https://example.org/");
    ///
    /// let error = SafeUrl::link("Java\nScript:alert(1)").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "scheme \"JavaScript\" is not allowed; \
    ///      write http, https, mailto, a path of this site or #fragment",
    /// );
    /// ```
    pub fn link(raw: &str) -> Result<SafeUrl, UrlError> {
        check(raw, FOR_LINKS, &[Scheme::Http, Scheme::Https, Scheme::Mailto])
    }

    /// Checks the URL of an image: https or a path of this site.
    pub fn image(raw: &str) -> Result<SafeUrl, UrlError> {
        match check(raw, FOR_IMAGES, &[Scheme::Https])? {
            SafeUrl { kind: UrlKind::Fragment, .. } => {
                Err(url_error(raw, &["a fragment is not an image"], &[FOR_IMAGES]))
            }
            address => Ok(address),
        }
    }

    /// Checks the URL of a video: a path of this site that ends with ".mp4" or ".webm", in upper or lower case.
    pub fn video(raw: &str) -> Result<SafeUrl, UrlError> {
        let url = check(raw, FOR_VIDEOS, &[])?;
        match url.is_video() {
            true => Ok(url),
            false => Err(url_error(raw, &["\"", &url, "\" is not a video of this site"], &[FOR_VIDEOS])),
        }
    }

    /// Returns `true` for a path of this site that ends with ".mp4" or ".webm", in upper or lower case.
    pub fn is_video(&self) -> bool {
        self.kind == UrlKind::Relative && matches!(extension_of(self.path()).as_deref(), Some("mp4" | "webm"))
    }

    /// Returns the URL without query and fragment.
    pub fn path(&self) -> &str {
        self.text.split(['?', '#']).next().unwrap_or_default()
    }

    /// Returns the normalized URL, for `href` or `src`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the kind of its target.
    pub fn kind(&self) -> UrlKind {
        self.kind
    }

    /// Returns the path of the file below the folder of the site, if the URL leads to this site. The path excludes
    /// query and fragment, and `..` never leads out of the folder.
    ///
    /// ```
    /// use frontispiece::url::SafeUrl;
    /// let path = |url: &str| SafeUrl::link(url).unwrap().file_path();
    /// assert_eq!(path("/files/my%20cv.pdf?2024#page=2").as_deref(), Some("files/my cv.pdf"));
    /// assert_eq!(path("a/../../b.pdf").as_deref(), Some("b.pdf"));
    /// assert_eq!(path("https://example.org/a.pdf"), None);
    /// ```
    pub fn file_path(&self) -> Option<String> {
        if self.kind() != UrlKind::Relative {
            return None;
        }
        let path = self.path();
        let mut segments: Vec<String> = Vec::new();
        for segment in path.split(['/', '\\']) {
            match percent::decode_path(segment) {
                segment if segment.is_empty() || segment == "." => {}
                segment if segment == ".." => drop(segments.pop()),
                // Such a segment names no file. Joined to a folder, it could lead anywhere.
                segment if segment.contains(['/', '\\', '\0']) => return None,
                segment => segments.push(segment),
            }
        }
        (!segments.is_empty()).then(|| segments.join("/"))
    }
}

/// Returns the extension of a path in lower case: "png" for "files/Map.PNG".
pub fn extension_of(path: &str) -> Option<String> {
    path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())
}

/// Returns the URL of a DOI. A DOI may contain any character. Characters with another meaning in a URL are encoded (DOI
/// Handbook, "Encoding recommendations").
///
/// ```
/// let url = frontispiece::url::doi_url("10.1002/(SICI)1<1::AID#3>3.0.CO;2-%");
/// assert_eq!(url, "https://doi.org/10.1002/(SICI)1%3C1::AID%233%3E3.0.CO;2-%25");
/// ```
pub fn doi_url(doi: &str) -> String {
    ["https://doi.org/", &percent::encode_path(doi)].concat()
}

/// Returns the URL of the page of an arXiv identifier.
pub fn arxiv_url(id: &str) -> String {
    ["https://arxiv.org/abs/", id].concat()
}

/// Checks a URL. Everything before the first colon counts as a scheme, even characters that are invalid in schemes.
/// Fullwidth letters or percent signs there are a disguise, and hardly ever part of a file name.
fn check(raw: &str, expected: &str, allowed: &[Scheme]) -> Result<SafeUrl, UrlError> {
    let text = normalize(raw);
    if text.is_empty() {
        return Err(url_error(raw, &["the URL is empty"], &[expected]));
    }
    // A browser treats `\` as `/`, and two of them as the start of a host.
    let host = text.trim_start_matches(['/', '\\']);
    if text.len() - host.len() > 1 {
        let why = ["\"", &text, "\" leaves out the scheme"];
        return Err(url_error(raw, &why, &["https://", host]));
    }
    let kind = match text.split_once([':', '/', '\\', '?', '#']) {
        Some((name, rest)) if text[name.len()..].starts_with(':') => {
            let Some(scheme) = allowed.iter().find(|s| s.name().eq_ignore_ascii_case(name)) else {
                let why = ["scheme \"", name, "\" is not allowed"];
                return Err(url_error(raw, &why, &[expected]));
            };
            let slashes = if *scheme == Scheme::Mailto { "" } else { "//" };
            let target = rest.trim_start_matches(['/', '\\']);
            if target.is_empty() || target.starts_with(['?', '#']) {
                let why = ["nothing follows the scheme in \"", &text, "\""];
                return Err(url_error(raw, &why, &[expected]));
            }
            if rest.strip_prefix(slashes) != Some(target) {
                let why = ["\"", &text, "\" lacks \"", scheme.name(), ":", slashes, "\" at its start"];
                return Err(url_error(raw, &why, &[scheme.name(), ":", slashes, target]));
            }
            UrlKind::External(*scheme)
        }
        _ if text.starts_with('#') => UrlKind::Fragment,
        _ => UrlKind::Relative,
    };
    // Normalizes the path as a browser does. After the base, a leading `\` would turn the following segment into a
    // host.
    let text = match kind {
        UrlKind::Fragment | UrlKind::External(Scheme::Mailto) => text,
        _ if !text.contains('\\') => text,
        _ => {
            let (path, rest) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
            path.replace('\\', "/") + rest
        }
    };
    Ok(SafeUrl { text, kind })
}

/// Removes the characters that a browser ignores (tabs, newlines, outer spaces) and invisible characters: control
/// characters, soft hyphens, zero-width and direction marks. The two joiners are kept where a scheme can no longer
/// follow, because Persian file names and emoji contain them.
fn normalize(raw: &str) -> String {
    // Nearly every URL has only printable ASCII characters, of which none is removed.
    if raw.bytes().all(|byte| byte.is_ascii_graphic()) {
        return raw.to_owned();
    }
    let mut in_path = false;
    let visible = raw.chars().filter(|c| {
        in_path |= matches!(c, '/' | '\\' | '?' | '#');
        match c {
            '\u{200c}' | '\u{200d}' => in_path,
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' => false,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => false,
            '\u{2060}'..='\u{206f}' | '\u{feff}' => false,
            _ => true,
        }
    });
    visible.collect::<String>().trim().to_owned()
}

fn url_error(raw: &str, reason: &[&str], suggestion: &[&str]) -> UrlError {
    UrlError { url: raw.to_owned(), reason: reason.concat(), suggestion: suggestion.concat() }
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
            Scheme::Mailto => "mailto",
        }
    }
}

impl Deref for SafeUrl {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = normalize(&self.url);
        let parts = match with_scheme(&text) {
            Some(right) => [format!("\"{text}\" does not begin with a scheme, such as https:"), right],
            None => [self.reason.clone(), self.suggestion.clone()],
        };
        let [reason, suggestion] = parts;
        if f.alternate() {
            return write!(f, "{reason}{PART_SEPARATOR}{PART_SEPARATOR};write {suggestion}");
        }
        write!(f, "{reason}; write {suggestion}")
    }
}

/// Returns the intended URL of a text in which the part before the colon only looks like a scheme: "www.lab.org:8080",
/// "doi:10.1145/1.2", "htps://lab.org". It is used only in messages.
fn with_scheme(text: &str) -> Option<String> {
    let (name, rest) = text.split_once(':')?;
    let port = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_host =
        || name.contains('.') && name.split('.').all(|label| !label.is_empty() && label.chars().all(is_in_host));
    let id = rest.trim_start();
    match name.to_ascii_lowercase().as_str() {
        "localhost" if is_port => Some(["http://", text].concat()),
        _ if is_port && is_host() => Some(["https://", text].concat()),
        "doi" if id.starts_with("10.") => Some(doi_url(id)),
        "arxiv" if id.starts_with(|c: char| c.is_ascii_alphanumeric()) => Some(arxiv_url(id)),
        "htp" | "htps" | "htpps" | "httpps" | "htttp" | "htttps" | "hhtp" | "hhtps" | "https " | "http " | "ttps"
        | "ttp" | "tps" | "httsp" | "htts" => {
            let host = rest.trim_start_matches(['/', '\\']);
            (!host.is_empty()).then(|| ["https://", host].concat())
        }
        _ => None,
    }
}

fn is_in_host(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '-'
}

impl std::error::Error for UrlError {}

impl Encode for SafeUrl {
    fn encode(&self, json: &mut String) {
        encode_string(&self.text, json);
    }
}

/// Accepts the URLs of links; [`ImageUrl`] accepts those of images, and [`VideoUrl`] those of videos.
impl<'de> Deserialize<'de> for SafeUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SafeUrl, D::Error> {
        deserializer.deserialize_str(CheckedUrl(SafeUrl::link, FOR_LINKS))
    }
}

macro_rules! media_url {
    ($(#[doc = $doc:literal])+ $name:ident, $check:path, $expected:path) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(pub SafeUrl);

        impl Deref for $name {
            type Target = SafeUrl;

            fn deref(&self) -> &SafeUrl {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                deserializer.deserialize_str(CheckedUrl($check, $expected)).map($name)
            }
        }

        impl Encode for $name {
            fn encode(&self, json: &mut String) {
                self.0.encode(json);
            }
        }
    };
}

media_url! {
    /// The URL of an image, see [`SafeUrl::image`].
    ImageUrl, SafeUrl::image, FOR_IMAGES
}

media_url! {
    /// The URL of a video, see [`SafeUrl::video`].
    VideoUrl, SafeUrl::video, FOR_VIDEOS
}

impl Default for SafeUrl {
    fn default() -> SafeUrl {
        SafeUrl { text: "/".to_owned(), kind: UrlKind::Relative }
    }
}

struct CheckedUrl(fn(&str) -> Result<SafeUrl, UrlError>, &'static str);

impl de::Visitor<'_> for CheckedUrl {
    type Value = SafeUrl;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a URL as a string: ")?;
        f.write_str(self.1)
    }

    fn visit_str<E: de::Error>(self, raw: &str) -> Result<SafeUrl, E> {
        (self.0)(raw).map_err(E::custom)
    }
}
