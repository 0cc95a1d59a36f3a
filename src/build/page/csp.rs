//! The security policy of a page: the resources that it may load and the scripts that it may run.
//!
//! A [`Csp`] is a list of directives of [Content Security Policy Level 3](https://www.w3.org/TR/CSP3/) and [Trusted
//! Types](https://www.w3.org/TR/trusted-types/). Each page contains it, because some static hosts cannot set headers. A
//! `<meta>` must not contain `frame-ancestors`, so `hosting` asks hosts to send it as a separate policy in a header. A
//! browser enforces both policies.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The nonce of the style element with the rules of a page.
pub const STYLE_NONCE: &str = "page";

/// A Content Security Policy.
///
/// ```
/// use frontispiece::build::page::csp::Csp;
/// let policy = Csp::of_redirect("").to_string();
/// assert!(policy.starts_with("default-src 'none'; script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "));
/// ```
pub struct Csp {
    directives: Vec<(&'static str, Vec<String>)>,
}

impl Csp {
    /// Returns the policy of a page of the site. `scripts` and `styles` are the texts of its inline elements. `whole` is the
    /// program's style sheet if an inline element has some of its rules. `has_style_sheet` and `has_worker` say whether the
    /// page uses style sheets in separate files and a service worker.
    pub fn of_page(
        scripts: &[&str],
        styles: &[&str],
        whole: Option<&str>,
        has_style_sheet: bool,
        has_worker: bool,
    ) -> Csp {
        let own = || "'self'".to_owned();
        // This keyword allows compiling WebAssembly but not evaluating JavaScript.
        let scripts = [own(), "'wasm-unsafe-eval'".to_owned()].into_iter().chain(scripts.iter().map(hash_source));
        let own_styles = has_style_sheet.then(own);
        // `references.js` reads the elements of other pages. The policy also applies to the styles in them, and cannot have the
        // hashes of all of them. A nonce that is the same on every page is no secret, so scripts have hashes.
        let part = whole.map(|_| format!("'nonce-{STYLE_NONCE}'"));
        // Content may use images from https URLs. Only a style sheet may contain images as data: URLs.
        let data = styles.iter().chain(&whole).any(|style| style.contains("data:")).then(|| "data:".to_owned());
        let images = [own(), "https:".to_owned()].into_iter().chain(data);
        // This policy allows the only text that becomes the URL of a script. `boot.js` creates it at once, and a second
        // policy with the same name is refused.
        let policies = has_worker.then(|| "worker".to_owned());
        let allowed = [
            ("script-src", scripts.collect()),
            ("style-src", own_styles.into_iter().chain(part).chain(styles.iter().map(hash_source)).collect()),
            ("img-src", images.collect()),
            ("media-src", vec![own()]),
            // The site has no fonts, but an author may add one to the style sheet.
            ("font-src", vec![own()]),
            ("connect-src", vec![own()]),
            ("manifest-src", vec![own()]),
            ("form-action", vec![own()]),
        ];
        Csp::strict(allowed, policies.into_iter().collect())
    }

    /// Returns the policy of a page that does nothing but run one inline script.
    pub fn of_redirect(script: &str) -> Csp {
        Csp::strict([("script-src", vec![hash_source(&script)]), ("form-action", Vec::new())], Vec::new())
    }

    /// Returns a policy that allows nothing but these directives. It forbids `<base>` and allows text to become code
    /// only by the named Trusted Types policies.
    fn strict<const N: usize>(allowed: [(&'static str, Vec<String>); N], policies: Vec<String>) -> Csp {
        let mut directives = vec![("default-src", Vec::new())];
        directives.extend(allowed);
        directives.push(("base-uri", Vec::new()));
        directives.push(("require-trusted-types-for", vec!["'script'".to_owned()]));
        directives.push(("trusted-types", policies));
        Csp { directives }
    }
}

impl fmt::Display for Csp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (name, sources)) in self.directives.iter().enumerate() {
            let separator = if position > 0 { "; " } else { "" };
            let sources = if sources.is_empty() { "'none'".to_owned() } else { sources.join(" ") };
            write!(f, "{separator}{name} {sources}")?;
        }
        Ok(())
    }
}

/// Returns the `hash-source` of CSP Level 3 (section 2.3.1) for the text of an inline script or style.
fn hash_source(text: &&str) -> String {
    format!("'{}'", integrity(text.as_bytes()))
}

/// Returns the `integrity` of a file, by [Subresource Integrity](https://www.w3.org/TR/SRI/). SHA-256 is the shortest
/// permitted hash. A longer one would cost each page and the service worker 20 bytes per file.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_load_its_own_resources() {
        assert_eq!(
            Csp::of_page(&["", "alert('Hello, world.');"], &[""], None, false, false).to_string(),
            "default-src 'none'; \
             script-src 'self' 'wasm-unsafe-eval' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' \
             'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='; \
             style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; \
             img-src 'self' https:; media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
             base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        );
    }

    #[test]
    fn style_sheets_decide_on_style_and_data_urls() {
        let policy =
            |styles: &[&str], has_style_sheet| Csp::of_page(&[], styles, None, has_style_sheet, false).to_string();
        assert!(policy(&[], false).contains("; style-src 'none';"));
        assert!(policy(&[], true).contains("; style-src 'self';"));
        assert!(policy(&["a { background: url('data:image/svg+xml,…') }"], true).contains(" https: data:;"));
        let page = Csp::of_page(&[], &[], Some("a { background: url(data:x) }"), true, false).to_string();
        assert!(page.contains("; style-src 'self' 'nonce-page'; img-src 'self' https: data:;"), "{page}");
    }

    #[test]
    fn only_the_worker_policy_is_named() {
        assert!(Csp::of_page(&[], &[], None, false, true).to_string().ends_with("; trusted-types worker"));
    }

    /// Uses the example of Content Security Policy Level 3, section 8.4.
    #[test]
    fn integrity_is_a_sha256_in_base64() {
        assert_eq!(integrity(b"alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }
}
