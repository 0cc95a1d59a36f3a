//! The one check that every address from content passes.
//!
//! It reads an address as a browser would ([WHATWG URL](https://url.spec.whatwg.org/#url-parsing)),
//! so that nothing which a browser takes for a scheme looks like a path here, and it is stricter
//! where that costs nothing. What was checked is what is kept: `Address` holds the cleaned text,
//! never the text as it was written. Markdown and JSON have decoded their entities and escapes
//! before; percent-encoding is left alone, since no browser decodes it in front of the colon.

use serde::{Deserialize, Deserializer, de};
use std::{fmt, ops::Deref};

use crate::{
    json::{self, Plain, Source},
    percent,
};

/// An address that content may link to or take an image from; no other can be made.
///
/// By default it leads to the home page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    text: String,
    kind: Kind,
}

/// Where an [`Address`] leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Out of this site.
    External(Scheme),
    /// To a place on the same page: `#papers`.
    Fragment,
    /// To a path or a query of this site: `files/cv.pdf`, `/teaching/`, `?year=2024`.
    Relative,
}

/// The schemes that content may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// `http:`, for links only.
    Http,
    /// `https:`, for links and images.
    Https,
    /// `mailto:`, for links only.
    Mailto,
}

/// An address that was refused; displayed, it says why and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The address as it was written.
    pub address: String,
    /// What is wrong with it.
    pub why: String,
    /// What to write instead.
    pub write: String,
}

const FOR_LINKS: &str = "http, https, mailto, a path of this site or #fragment";
const FOR_IMAGES: &str = "https or a path of this site";

impl Address {
    /// Checks an address to link to: http, https, mailto, a path or query of this site, or a
    /// fragment.
    ///
    /// ```
    /// use frontispiece::address::Address;
    ///
    /// let address = Address::link(" https://exam\tple.org/ ").unwrap();
    /// assert_eq!(address.as_str(), "https://example.org/");
    ///
    /// let refused = Address::link("Java\nScript:alert(1)").unwrap_err();
    /// assert_eq!(
    ///     refused.to_string(),
    ///     "scheme \"JavaScript\" is not allowed; \
    ///      write http, https, mailto, a path of this site or #fragment",
    /// );
    /// ```
    pub fn link(raw: &str) -> Result<Address, Refused> {
        check(raw, FOR_LINKS, &[Scheme::Http, Scheme::Https, Scheme::Mailto])
    }

    /// Checks an address to take an image from: https or a path of this site.
    pub fn image(raw: &str) -> Result<Address, Refused> {
        match check(raw, FOR_IMAGES, &[Scheme::Https])? {
            Address { kind: Kind::Fragment, .. } => Err(refused(raw, &["a fragment is not an image"], &[FOR_IMAGES])),
            address => Ok(address),
        }
    }

    /// The cleaned address, as it goes into `href` or `src`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where it leads.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the path of the file below the folder of the site, if the address leads to this site. Query and
    /// fragment are not part of a file's name, and `..` never leads out of the folder.
    ///
    /// ```
    /// use frontispiece::address::Address;
    /// let path = |address: &str| Address::link(address).unwrap().file_path();
    /// assert_eq!(path("/files/my%20cv.pdf?2024#page=2").as_deref(), Some("files/my cv.pdf"));
    /// assert_eq!(path("a/../../b.pdf").as_deref(), Some("b.pdf"));
    /// assert_eq!(path("https://example.org/a.pdf"), None);
    /// ```
    pub fn file_path(&self) -> Option<String> {
        if self.kind() != Kind::Relative {
            return None;
        }
        let path = self.as_str().split(['?', '#']).next().unwrap_or_default();
        let mut segments: Vec<String> = Vec::new();
        for segment in path.split(['/', '\\']) {
            match percent::decode(segment, false) {
                segment if segment.is_empty() || segment == "." => {}
                segment if segment == ".." => drop(segments.pop()),
                // Such a segment names no file; joined, it could lead anywhere.
                segment if segment.contains(['/', '\\', '\0']) => return None,
                segment => segments.push(segment),
            }
        }
        (!segments.is_empty()).then(|| segments.join("/"))
    }
}

/// The address of a DOI. A DOI may hold any letter; those that mean something else in an address are encoded (DOI
/// Handbook, "Encoding recommendations").
///
/// ```
/// let address = frontispiece::address::of_doi("10.1002/(SICI)1<1::AID#3>3.0.CO;2-%");
/// assert_eq!(address, "https://doi.org/10.1002/(SICI)1%3C1::AID%233%3E3.0.CO;2-%25");
/// ```
pub fn of_doi(doi: &str) -> String {
    ["https://doi.org/", &percent::encode_path(doi)].concat()
}

/// Whatever stands before a first colon counts as a scheme, even what the grammar of schemes
/// excludes: a fullwidth letter or a percent sign there is a disguise, hardly ever a file's name.
fn check(raw: &str, expected: &str, allowed: &[Scheme]) -> Result<Address, Refused> {
    let text = cleaned(raw);
    if text.is_empty() {
        return Err(refused(raw, &["the address is empty"], &[expected]));
    }
    // A browser reads `\` as `/`, and two of them as the start of a host.
    let host = text.trim_start_matches(['/', '\\']);
    if text.len() - host.len() > 1 {
        let why = ["\"", &text, "\" leaves out the scheme"];
        return Err(refused(raw, &why, &["https://", host]));
    }
    let kind = match text.split_once([':', '/', '\\', '?', '#']) {
        Some((name, rest)) if text[name.len()..].starts_with(':') => {
            let Some(scheme) = allowed.iter().find(|s| s.name().eq_ignore_ascii_case(name)) else {
                let why = ["scheme \"", name, "\" is not allowed"];
                return Err(refused(raw, &why, &[expected]));
            };
            let slashes = if *scheme == Scheme::Mailto { "" } else { "//" };
            let target = rest.trim_start_matches(['/', '\\']);
            if target.is_empty() || target.starts_with(['?', '#']) {
                let why = ["nothing follows the scheme in \"", &text, "\""];
                return Err(refused(raw, &why, &[expected]));
            }
            if rest.strip_prefix(slashes) != Some(target) {
                let why = ["\"", &text, "\" lacks \"", scheme.name(), ":", slashes, "\" at its start"];
                return Err(refused(raw, &why, &[scheme.name(), ":", slashes, target]));
            }
            Kind::External(*scheme)
        }
        _ if text.starts_with('#') => Kind::Fragment,
        _ => Kind::Relative,
    };
    // As it will be read: behind the base, a first `\` would make a host of what follows.
    let text = match kind {
        Kind::Fragment | Kind::External(Scheme::Mailto) => text,
        _ => {
            let (path, rest) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
            path.replace('\\', "/") + rest
        }
    };
    Ok(Address { text, kind })
}

/// Leaves out what a browser ignores (tabs, newlines, outer spaces) and what no reader sees:
/// control characters, soft hyphens, zero-width and direction marks. The two joiners stay once a
/// scheme cannot follow any more, since Persian file names and emoji are spelt with them.
fn cleaned(raw: &str) -> String {
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

fn refused(raw: &str, why: &[&str], write: &[&str]) -> Refused {
    Refused { address: raw.to_owned(), why: why.concat(), write: write.concat() }
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

impl Deref for Address {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = cleaned(&self.address);
        let parts = match with_scheme(&text) {
            Some(right) => [format!("\"{text}\" does not begin with a scheme, such as https:"), right],
            None => [self.why.clone(), self.write.clone()],
        };
        f.write_str(&parts.join("; write "))
    }
}

/// Returns the address that a text means, of which the part before a colon only looks like a scheme:
/// "www.lab.org:8080", "doi:10.1145/1.2", "htps://lab.org". Only messages need it.
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
        "doi" if id.starts_with("10.") => Some(of_doi(id)),
        "arxiv" if id.starts_with(|c: char| c.is_ascii_alphanumeric()) => Some(["https://arxiv.org/abs/", id].concat()),
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

impl std::error::Error for Refused {}

impl Plain for Address {
    fn read(json: &mut Source) -> Address {
        plain(json, Address::link)
    }

    fn write(&self, json: &mut String) {
        json::write_string(&self.text, json);
    }
}

impl Plain for ImageAddress {
    fn read(json: &mut Source) -> ImageAddress {
        ImageAddress(plain(json, Address::image))
    }

    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

fn plain(json: &mut Source, check: fn(&str) -> Result<Address, Refused>) -> Address {
    check(&json.string()).unwrap_or_else(|_| {
        json.fail();
        Address::default()
    })
}

/// Read as a link; see [`ImageAddress`] for the other rule.
impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Address, D::Error> {
        deserializer.deserialize_str(Checked(Address::link, FOR_LINKS))
    }
}

/// The address of an image, to be read.
pub struct ImageAddress(pub Address);

impl<'de> Deserialize<'de> for ImageAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ImageAddress, D::Error> {
        deserialize_image(deserializer).map(ImageAddress)
    }
}

impl Default for Address {
    fn default() -> Address {
        Address { text: "/".to_owned(), kind: Kind::Relative }
    }
}

fn deserialize_image<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Address, D::Error> {
    deserializer.deserialize_str(Checked(Address::image, FOR_IMAGES))
}

struct Checked(fn(&str) -> Result<Address, Refused>, &'static str);

impl de::Visitor<'_> for Checked {
    type Value = Address;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an address as a string: ")?;
        f.write_str(self.1)
    }

    fn visit_str<E: de::Error>(self, raw: &str) -> Result<Address, E> {
        (self.0)(raw).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::de::value::{Error, StrDeserializer, U64Deserializer};

    /// `expected` is the address that is kept, or what the refusal says.
    #[track_caller]
    fn check(result: Result<Address, Refused>, expected: &str) {
        match result {
            Ok(address) => assert_eq!(address.as_str(), expected),
            Err(refused) => assert_eq!(refused.to_string(), expected),
        }
    }

    const NOT_FOR_LINKS: &str = " is not allowed; write http, https, mailto, a path of this site or #fragment";
    const NOT_FOR_IMAGES: &str = " is not allowed; write https or a path of this site";

    #[test]
    fn kept() {
        for (raw, kept) in [
            ("https://example.org/a?b=c:d#e", "https://example.org/a?b=c:d#e"),
            ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
            ("mailto:a@b.c?subject=x", "mailto:a@b.c?subject=x"),
            ("files/a.pdf", "files/a.pdf"),
            ("/teaching/", "/teaching/"),
            ("../a.pdf", "../a.pdf"),
            ("a.pdf", "a.pdf"),
            ("?q=x:y", "?q=x:y"),
            ("#x:y", "#x:y"),
            ("#", "#"),
            ("/", "/"),
            ("files/a:b.pdf", "files/a:b.pdf"),
            ("./a:b", "./a:b"),
            (" \x01 https://a.b\u{feff}\u{a0} ", "https://a.b"),
            ("ht\ntp\ts:\r//a.b", "https://a.b"),
            ("h\u{200b}t\u{ad}tps://a\u{202e}.b", "https://a.b"),
            ("javascript%3Aalert(1)", "javascript%3Aalert(1)"),
            ("javascript&colon;alert(1)", "javascript&colon;alert(1)"),
            ("https://a.b/javascript:alert(1)", "https://a.b/javascript:alert(1)"),
            ("https://a.b/a\u{301}%00 c", "https://a.b/a\u{301}%00 c"),
            ("files/\u{645}\u{6cc}\u{200c}\u{62e}.pdf", "files/\u{645}\u{6cc}\u{200c}\u{62e}.pdf"),
            ("\u{200c}https:\u{200d}//a.b/\u{200d}", "https://a.b/\u{200d}"),
            ("\\teaching", "/teaching"),
            ("files\\a.pdf?b\\c#d\\e", "files/a.pdf?b\\c#d\\e"),
            ("https://a.b\\@c.d", "https://a.b/@c.d"),
            ("mailto:a\\b@c.d", "mailto:a\\b@c.d"),
        ] {
            check(Address::link(raw), kept);
        }
    }

    #[test]
    fn forbidden_schemes() {
        for (raw, scheme) in [
            ("javascript:alert(1)", "javascript"),
            ("JaVaScRiPt:alert(1)", "JaVaScRiPt"),
            ("  javascript:alert(1)", "javascript"),
            ("\0\x1fjavascript:alert(1)", "javascript"),
            ("java\tscript:alert(1)", "javascript"),
            ("java\r\nscript\n:alert(1)", "javascript"),
            ("java\x0bscript:alert(1)", "javascript"),
            ("java\u{85}script:alert(1)", "javascript"),
            ("java\u{ad}script:alert(1)", "javascript"),
            ("java\u{200b}script:alert(1)", "javascript"),
            ("java\u{200d}script\u{200c}:/\u{200d}", "javascript"),
            ("\u{202e}javascript\u{2066}:alert(1)", "javascript"),
            ("\u{feff}javascript\u{2060}:alert(1)", "javascript"),
            ("\u{a0}javascript:alert(1)", "javascript"),
            ("javascript://a.b/%0aalert(1)", "javascript"),
            ("java script:alert(1)", "java script"),
            ("java%73cript:alert(1)", "java%73cript"),
            ("\u{ff4a}avascript:alert(1)", "\u{ff4a}avascript"),
            ("data:text/html,<script>", "data"),
            ("DATA:,x", "DATA"),
            ("vbscript:msgbox(1)", "vbscript"),
            ("blob:https://a.b/c", "blob"),
            ("file:///etc/passwd", "file"),
            ("filesystem:https://a.b/c", "filesystem"),
            ("view-source:https://a.b", "view-source"),
            ("about:blank", "about"),
            ("intent://a#Intent;end", "intent"),
            ("ftp://a.b", "ftp"),
            ("tel:+1", "tel"),
            ("a:b", "a"),
            ("1a+-.:b", "1a+-."),
            (":a", ""),
            ("://a.b", ""),
            ("httpsx://a.b", "httpsx"),
        ] {
            check(Address::link(raw), &format!("scheme {scheme:?}{NOT_FOR_LINKS}"));
            check(Address::image(raw), &format!("scheme {scheme:?}{NOT_FOR_IMAGES}"));
        }
    }

    #[test]
    fn other_refusals() {
        for (raw, says) in [
            ("", "the address is empty; write "),
            (" \t\u{200b}\n", "the address is empty; write "),
            ("https:", "nothing follows the scheme in \"https:\"; write "),
            ("https://", "nothing follows the scheme in \"https://\"; write "),
            ("https://?a", "nothing follows the scheme in \"https://?a\"; write "),
            ("mailto:", "nothing follows the scheme in \"mailto:\"; write "),
        ] {
            check(Address::link(raw), &[says, FOR_LINKS].concat());
        }
        for (raw, says) in [
            ("//evil.example/a", "\"//evil.example/a\" leaves out the scheme; write https://evil.example/a"),
            ("/\\evil", "\"/\\evil\" leaves out the scheme; write https://evil"),
            ("\\\\evil", "\"\\\\evil\" leaves out the scheme; write https://evil"),
            ("\\/evil", "\"\\/evil\" leaves out the scheme; write https://evil"),
            ("/\t/evil", "\"//evil\" leaves out the scheme; write https://evil"),
            ("\u{200b}/\n/\u{ad}/evil", "\"///evil\" leaves out the scheme; write https://evil"),
            ("http:foo", "\"http:foo\" lacks \"http://\" at its start; write http://foo"),
            ("https:/foo", "\"https:/foo\" lacks \"https://\" at its start; write https://foo"),
            ("https:///foo", "\"https:///foo\" lacks \"https://\" at its start; write https://foo"),
            ("HTTPS:\\\\foo", "\"HTTPS:\\\\foo\" lacks \"https://\" at its start; write https://foo"),
            ("mailto://a@b", "\"mailto://a@b\" lacks \"mailto:\" at its start; write mailto:a@b"),
        ] {
            check(Address::link(raw), says);
        }
    }

    #[test]
    fn what_only_looks_like_a_scheme_is_corrected() {
        for (raw, right) in [
            ("www.lab.org:8080/x", "https://www.lab.org:8080/x"),
            ("lab.org:443", "https://lab.org:443"),
            ("localhost:8000/", "http://localhost:8000/"),
            ("doi:10.1145/1234.5678", "https://doi.org/10.1145/1234.5678"),
            ("DOI: 10.1145/1234.5678", "https://doi.org/10.1145/1234.5678"),
            ("arXiv:2310.07240", "https://arxiv.org/abs/2310.07240"),
            ("htps://lab.org/a?b", "https://lab.org/a?b"),
        ] {
            check(
                Address::link(raw),
                &format!("\"{raw}\" does not begin with a scheme, such as https:; write {right}"),
            );
            assert_eq!(Address::link(right).map(|address| address.to_string()).as_deref(), Ok(right));
        }
        for raw in ["tel:12345", "1a+-.:8", "lab.org:x", "lab.org:123456", "javascript:10.1", "doi:x", "htps:"] {
            let scheme = raw.split(':').next().unwrap();
            check(Address::link(raw), &format!("scheme {scheme:?}{NOT_FOR_LINKS}"));
        }
    }

    #[test]
    fn images() {
        check(Address::image("https://a.b/c.png"), "https://a.b/c.png");
        check(Address::image("files/me.jpg"), "files/me.jpg");
        check(Address::image("http://a.b"), &format!("scheme \"http\"{NOT_FOR_IMAGES}"));
        check(Address::image("mailto:a@b"), &format!("scheme \"mailto\"{NOT_FOR_IMAGES}"));
        check(Address::image("//a.b"), "\"//a.b\" leaves out the scheme; write https://a.b");
        check(Address::image("#a"), "a fragment is not an image; write https or a path of this site");
    }

    #[test]
    fn kinds() {
        for (raw, kind) in [
            ("HTTP://a.b", Kind::External(Scheme::Http)),
            ("https://a.b", Kind::External(Scheme::Https)),
            ("mailto:a@b", Kind::External(Scheme::Mailto)),
            ("#a", Kind::Fragment),
            ("/a#b", Kind::Relative),
            ("?a", Kind::Relative),
        ] {
            assert_eq!(Address::link(raw).unwrap().kind(), kind);
        }
    }

    #[test]
    fn deserialises_through_the_check() {
        let link = |raw| Address::deserialize(StrDeserializer::<Error>::new(raw));
        let image = |raw| deserialize_image(StrDeserializer::<Error>::new(raw));
        assert_eq!(link("#a").unwrap().as_str(), "#a");
        assert_eq!(image("a.png").unwrap().as_str(), "a.png");
        let message = link("data:,").unwrap_err().to_string();
        assert_eq!(message, format!("scheme \"data\"{NOT_FOR_LINKS}"));
        let message = image("http://a.b").unwrap_err().to_string();
        assert_eq!(message, format!("scheme \"http\"{NOT_FOR_IMAGES}"));
        let message = Address::deserialize(U64Deserializer::<Error>::new(7)).unwrap_err();
        assert_eq!(
            message.to_string(),
            "invalid type: integer `7`, expected an address as a string: \
             http, https, mailto, a path of this site or #fragment",
        );
    }

    proptest! {
        /// What is kept would pass again unchanged, and a browser sees no other scheme in it.
        #[test]
        fn what_is_kept_was_checked(raw in r"([\\/:?#.a\t \u{200b}\u{200d}\u{a0}]|https?|mailto|\PC){0,8}") {
            for check in [Address::link, Address::image] {
                let Ok(address) = check(&raw) else { continue };
                prop_assert_eq!(check(&address), Ok(address.clone()));
                let head = address.split(['/', '\\', '?', '#']).next().unwrap_or_default();
                let scheme = head.split_once(':').map(|(name, _)| name.to_ascii_lowercase());
                prop_assert!(matches!(scheme.as_deref(), None | Some("http" | "https" | "mailto")));
                prop_assert!(!address.replace('\\', "/").starts_with("//"));
            }
        }
    }
}
