use proptest::prelude::*;
use serde::de::value::{Error, StrDeserializer, U64Deserializer};

use super::*;

/// Checks a result. `expected` is the normalized URL or the error message.
#[track_caller]
fn check(result: Result<SafeUrl, UrlError>, expected: &str) {
    match result {
        Ok(address) => assert_eq!(address.as_str(), expected),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

const NOT_FOR_LINKS: &str = " is not allowed; write http, https, mailto, a path of this site or #fragment";
const NOT_FOR_IMAGES: &str = " is not allowed; write https or a path of this site";

#[test]
fn safe_urls_are_normalized() {
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
        check(SafeUrl::link(raw), kept);
    }
}

#[test]
fn dangerous_schemes_are_refused() {
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
        check(SafeUrl::link(raw), &format!("scheme {scheme:?}{NOT_FOR_LINKS}"));
        check(SafeUrl::image(raw), &format!("scheme {scheme:?}{NOT_FOR_IMAGES}"));
    }
}

#[test]
fn other_unsafe_urls_are_refused() {
    for (raw, says) in [
        ("", "the URL is empty; write "),
        (" \t\u{200b}\n", "the URL is empty; write "),
        ("https:", "nothing follows the scheme in \"https:\"; write "),
        ("https://", "nothing follows the scheme in \"https://\"; write "),
        ("https://?a", "nothing follows the scheme in \"https://?a\"; write "),
        ("mailto:", "nothing follows the scheme in \"mailto:\"; write "),
    ] {
        check(SafeUrl::link(raw), &[says, FOR_LINKS].concat());
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
        check(SafeUrl::link(raw), says);
    }
}

#[test]
fn text_that_only_looks_like_a_scheme_is_corrected() {
    for (raw, right) in [
        ("www.lab.org:8080/x", "https://www.lab.org:8080/x"),
        ("lab.org:443", "https://lab.org:443"),
        ("localhost:8000/", "http://localhost:8000/"),
        ("doi:10.1145/1234.5678", "https://doi.org/10.1145/1234.5678"),
        ("DOI: 10.1145/1234.5678", "https://doi.org/10.1145/1234.5678"),
        ("arXiv:2310.07240", "https://arxiv.org/abs/2310.07240"),
        ("htps://lab.org/a?b", "https://lab.org/a?b"),
    ] {
        check(SafeUrl::link(raw), &format!("\"{raw}\" does not begin with a scheme, such as https:; write {right}"));
        assert_eq!(SafeUrl::link(right).map(|address| address.to_string()).as_deref(), Ok(right));
    }
    for raw in ["tel:12345", "1a+-.:8", "lab.org:x", "lab.org:123456", "javascript:10.1", "doi:x", "htps:"] {
        let scheme = raw.split(':').next().unwrap();
        check(SafeUrl::link(raw), &format!("scheme {scheme:?}{NOT_FOR_LINKS}"));
    }
}

#[test]
fn images_are_checked() {
    check(SafeUrl::image("https://a.b/c.png"), "https://a.b/c.png");
    check(SafeUrl::image("files/me.jpg"), "files/me.jpg");
    check(SafeUrl::image("http://a.b"), &format!("scheme \"http\"{NOT_FOR_IMAGES}"));
    check(SafeUrl::image("mailto:a@b"), &format!("scheme \"mailto\"{NOT_FOR_IMAGES}"));
    check(SafeUrl::image("//a.b"), "\"//a.b\" leaves out the scheme; write https://a.b");
    check(SafeUrl::image("#a"), "a fragment is not an image; write https or a path of this site");
}

#[test]
fn kinds_are_distinguished() {
    for (raw, kind) in [
        ("HTTP://a.b", UrlKind::External(Scheme::Http)),
        ("https://a.b", UrlKind::External(Scheme::Https)),
        ("mailto:a@b", UrlKind::External(Scheme::Mailto)),
        ("#a", UrlKind::Fragment),
        ("/a#b", UrlKind::Relative),
        ("?a", UrlKind::Relative),
    ] {
        assert_eq!(SafeUrl::link(raw).unwrap().kind(), kind);
    }
}

#[test]
fn deserialization_checks_urls() {
    let link = |raw| SafeUrl::deserialize(StrDeserializer::<Error>::new(raw));
    let image = |raw| ImageUrl::deserialize(StrDeserializer::<Error>::new(raw)).map(|image| image.0);
    assert_eq!(link("#a").unwrap().as_str(), "#a");
    assert_eq!(image("a.png").unwrap().as_str(), "a.png");
    let message = link("data:,").unwrap_err().to_string();
    assert_eq!(message, format!("scheme \"data\"{NOT_FOR_LINKS}"));
    let message = image("http://a.b").unwrap_err().to_string();
    assert_eq!(message, format!("scheme \"http\"{NOT_FOR_IMAGES}"));
    let message = SafeUrl::deserialize(U64Deserializer::<Error>::new(7)).unwrap_err();
    assert_eq!(
        message.to_string(),
        "invalid type: integer `7`, expected a URL as a string: http, https, mailto, a path of this site or #fragment",
    );
}

proptest! {
    /// A safe URL passes the check again unchanged, and a browser recognizes no other scheme in it.
    #[test]
    fn safe_urls_pass_the_check_again(raw in r"([\\/:?#.a\t \u{200b}\u{200d}\u{a0}]|https?|mailto|\PC){0,8}") {
        for check in [SafeUrl::link, SafeUrl::image] {
            let Ok(address) = check(&raw) else { continue };
            prop_assert_eq!(check(&address), Ok(address.clone()));
            let head = address.split(['/', '\\', '?', '#']).next().unwrap_or_default();
            let scheme = head.split_once(':').map(|(name, _)| name.to_ascii_lowercase());
            prop_assert!(matches!(scheme.as_deref(), None | Some("http" | "https" | "mailto")));
            prop_assert!(!address.replace('\\', "/").starts_with("//"));
        }
    }
}
