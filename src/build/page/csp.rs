//! What a page may load and run.
//!
//! A [`Csp`] is a list of directives of [Content Security Csp Level 3](https://www.w3.org/TR/CSP3/) and
//! [Trusted Types](https://www.w3.org/TR/trusted-types/). It is written into each page, since a static host
//! cannot be relied on for headers. What a `<meta>` may not hold, `frame-ancestors`, is a policy of its own in the
//! headers that `hosting` asks of hosts: a browser heeds both.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// A Content Security Csp.
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
    /// Returns the policy of a page of the site with these inline scripts and styles (the texts between their tags), and with or
    /// without style sheets in files of their own and a service worker.
    pub fn of_page(scripts: &[&str], styles: &[&str], has_style_sheet: bool, has_worker: bool) -> Csp {
        let own = || "'self'".to_owned();
        // What compiles WebAssembly may not evaluate JavaScript.
        let scripts = [own(), "'wasm-unsafe-eval'".to_owned()].into_iter().chain(scripts.iter().map(hash_source));
        let own_styles = has_style_sheet.then(own);
        // Content may take images from https addresses; only a style sheet would hold one as a data: address.
        let data = styles.iter().any(|style| style.contains("data:")).then(|| "data:".to_owned());
        let images = [own(), "https:".to_owned()].into_iter().chain(data);
        // The one text that becomes the address of a program: `boot.js` makes this policy at once, and no second one by
        // its name can be made.
        let policies = has_worker.then(|| "worker".to_owned());
        let allowed = [
            ("script-src", scripts.collect()),
            ("style-src", own_styles.into_iter().chain(styles.iter().map(hash_source)).collect()),
            ("img-src", images.collect()),
            // For the scholar who adds a font to the style sheet: none comes with the site.
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

    /// Nothing but what the directives allow; no other base for addresses, no text that becomes code but by these
    /// policies.
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

/// A `hash-source` of CSP Level 3 (section 2.3.1) for the text of an inline script or style.
fn hash_source(text: &&str) -> String {
    format!("'{}'", integrity(text.as_bytes()))
}

/// Returns the `integrity` of a file, by [Subresource Integrity](https://www.w3.org/TR/SRI/). SHA-256 is the shortest
/// hash that it allows: a longer one costs each page and the service worker 20 bytes a file.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_load_what_it_needs() {
        assert_eq!(
            Csp::of_page(&["", "alert('Hello, world.');"], &[""], false, false).to_string(),
            "default-src 'none'; \
             script-src 'self' 'wasm-unsafe-eval' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' \
             'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='; \
             style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; \
             img-src 'self' https:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
             base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        );
    }

    #[test]
    fn style_sheets_decide_on_style_and_data_addresses() {
        let policy = |styles: &[&str], has_style_sheet| Csp::of_page(&[], styles, has_style_sheet, false).to_string();
        assert!(policy(&[], false).contains("; style-src 'none';"));
        assert!(policy(&[], true).contains("; style-src 'self';"));
        assert!(policy(&["a { background: url('data:image/svg+xml,…') }"], true).contains(" https: data:;"));
    }

    #[test]
    fn only_a_worker_may_be_named_by_a_text() {
        assert!(Csp::of_page(&[], &[], false, true).to_string().ends_with("; trusted-types worker"));
    }

    /// The example of Content Security Csp Level 3, section 8.4.
    #[test]
    fn integrity_is_a_sha256_in_base64() {
        assert_eq!(integrity(b"alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }
}
