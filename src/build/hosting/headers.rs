//! Writes `_headers` and `_redirects`, which tell hosts of static files the response headers and the redirects.
//!
//! Netlify ([headers](https://docs.netlify.com/manage/routing/headers/),
//! [redirects](https://docs.netlify.com/manage/routing/redirects/overview/)) and Cloudflare Pages
//! ([headers](https://developers.cloudflare.com/pages/configuration/headers/),
//! [redirects](https://developers.cloudflare.com/pages/configuration/redirects/)) read the same lines. Other hosts
//! ignore these files. `hosting/nginx.conf` has the equivalent rules for nginx.

use std::{fs, io};

use anyhow::{Context, Result};

use crate::{
    build::{images::copies, output::Output, page::redirect::Redirect},
    route::Base,
    util::percent,
};

/// Headers sent with every file, as recommended by the
/// [OWASP HTTP Headers cheat sheet](https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html).
const SECURITY: [(&str, &str); 7] = [
    // Each page contains the rest of the policy, but a `<meta>` cannot contain this directive. A browser enforces both
    // policies (CSP Level 3, section 8.1).
    ("Content-Security-Policy", "frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    // Features that a page could request and this site never uses. The site does write to the clipboard.
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()",
    ),
    // There is no includeSubDomains, because the owner of the site cannot vouch for other subdomains of a university.
    ("Strict-Transport-Security", "max-age=31536000"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    // No other site needs the files as images, scripts or styles. Programs other than browsers ignore this header.
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// The `Cache-Control` of a file whose content never changes under its name (RFC 9111, section 5.2.2.1, and RFC 8246).
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Writes both files, unless the author has put their own into `public/`.
///
/// # Errors
/// Fails if a file cannot be written or the folder cannot be read. The error names it.
pub fn write(redirects: &[Redirect], base: &Base, output: &Output) -> Result<()> {
    output.write_signed("_headers", "#", &headers(&top_level_files(output)?, has_only_copies(output), base))?;
    output.write_signed("_redirects", "#", &redirect_rules(redirects, base))
}

/// Returns the names of the files at the top of the build. Files with a hash in their name are there.
pub fn top_level_files(output: &Output) -> Result<Vec<String>> {
    let entries = fs::read_dir(output.folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.with_context(|| output.folder.display().to_string())?;
    let files = entries.into_iter().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

/// Returns `true` if the folder of the copies of images exists and has no other files.
fn has_only_copies(output: &Output) -> bool {
    let Ok(entries) = fs::read_dir(output.folder.join(copies::FOLDER)) else { return false };
    let is_copy = |name: &str| output.has_written(&format!("{}/{name}", copies::FOLDER));
    entries.flatten().all(|entry| entry.file_name().to_str().is_some_and(is_copy))
}

fn headers(names: &[String], has_copies: bool, base: &Base) -> String {
    let at = base.as_str();
    let security: String = SECURITY.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    let hashed = names.iter().filter(|name| is_hashed(name));
    // One rule per file: both hosts join the values that several rules give to one header, so these rules must not
    // match any other file.
    let forever = |path: String| format!("\n{at}{path}\n  Cache-Control: {FOREVER}\n");
    let copies = has_copies.then(|| format!("{}/*", copies::FOLDER));
    let hashed: String = hashed.map(|name| encoded(name)).chain(copies).map(forever).collect();
    format!(
        "# Netlify and Cloudflare Pages read this file in the top folder of a deployment. If no rule sets Cache-Control,\n\
         # browsers ask the host on each visit whether a file has changed.\n\
         \n{at}*\n{security}\n{at}*.bib\n  Content-Type: application/x-bibtex; charset=utf-8\n{hashed}"
    )
}

/// Returns `true` if the content of a file never changes under its name, because the name contains a hash of 64 bits in
/// hexadecimal digits. A date is not a hash: only in the names of files that the build writes, a hash may have no letter.
/// A page is never such a file, because its URL stays the same when its content changes.
///
/// Trunk hashes a module before wasm-opt and esbuild change it. If only these tools change, a browser may have cached a
/// different file under the same name. The page detects this by its `integrity` and then fetches the file past the
/// cache (boot.js).
pub fn is_hashed(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    if ["html", "htm"].iter().any(|page| ending.eq_ignore_ascii_case(page)) {
        return false;
    }
    let Some((_, hash)) = stem.strip_suffix("_bg").unwrap_or(stem).rsplit_once('-') else { return false };
    (13..=16).contains(&hash.len())
        && hash.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        && (hash.bytes().any(|digit| digit.is_ascii_lowercase()) || ["css", "js", "json", "wasm"].contains(&ending))
}

/// Returns a rule for each old URL. A URL that works with and without its final slash gets two rules, because
/// Cloudflare Pages distinguishes them.
///
/// Each of these URLs also has a page. Cloudflare Pages prefers the rule. Netlify prefers the page, unless the rule has
/// the status `301!`, which Cloudflare does not support.
fn redirect_rules(redirects: &[Redirect], base: &Base) -> String {
    let line = |address: &str, target: &str| format!("{}{} {target} 301\n", base.as_str(), encoded(address));
    let lines = redirects.iter().map(|Redirect { file, target, .. }| match file.strip_suffix("/index.html") {
        Some(folder) => line(&format!("{folder}/"), target) + &line(folder, target),
        None => line(file, target),
    });
    let lines: String = lines.collect();
    format!(
        "# From site.redirects of content.json. Each of these URLs also has a page that redirects. Netlify serves that\n\
         # page, unless the status is 301! instead of 301.\n\n{lines}"
    )
}

/// Encodes a path for a rule, where spaces, line ends, `:` and `*` have a meaning.
fn encoded(path: &str) -> String {
    percent::encode_query(path).replace('+', "%20").replace(':', "%3A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_in_file_names_are_detected() {
        fn check(name: &str, expected: bool) {
            assert_eq!(is_hashed(name), expected, "{name}");
        }
        check("frontispiece-3e8db854ef4c2a7c.js", true);
        check("frontispiece-3e8db854ef4c2a7c_bg.wasm", true);
        check("markdown-14536401c3971640.json", true);
        check("icon-136892080d1f618.svg", true);
        check("styles-1322802782142569.css", true);
        check("photo-1322802782142569.jpg", false);
        check("index.html", false);
        check("content.json", false);
        check("tools.js", false);
        check("tools_bg.wasm", false);
        check("frontispiece-3e8db854ef4c2a7c.js.br", false);
        check("icon-512.png", false);
        check("talk-20240817093000.svg", false);
        check("a-facade.svg", false);
        check("_headers", false);
        check("about-3e8db854ef4c2a7c.html", false);
        check("about-3e8db854ef4c2a7c.HTM", false);
    }

    #[test]
    fn file_names_are_encoded() {
        let name = "a *: b-3e8db854ef4c2a7c.js";
        let text = headers(&[name.to_owned()], false, &Base::new("/sub/"));
        let rule = text.lines().find(|line| line.contains("3e8db854ef4c2a7c"));
        assert_eq!(rule, Some("/sub/a%20%2A%3A%20b-3e8db854ef4c2a7c.js"));
    }

    #[test]
    fn an_old_url_becomes_one_rule_without_patterns() {
        fn check(file: &str, base: &str, lines: &[&str]) {
            let redirect = Redirect { file: file.to_owned(), html: String::new(), target: "/new/".to_owned() };
            let text = redirect_rules(&[redirect], &Base::new(base));
            let rules = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
            assert_eq!(rules.collect::<Vec<_>>(), lines, "{file}");
        }
        check("about.html", "/", &["/about.html /new/ 301"]);
        check("cv/index.html", "/sub/", &["/sub/cv/ /new/ 301", "/sub/cv /new/ 301"]);
        check("a b.html", "/", &["/a%20b.html /new/ 301"]);
        check("a\n/* /evil 301\n.html", "/", &["/a%0A/%2A%20/evil%20301%0A.html /new/ 301"]);
        check("a\r\tb#:c.html", "/", &["/a%0D%09b%23%3Ac.html /new/ 301"]);
        check("caf\u{e9}\u{2028}.html", "/", &["/caf%C3%A9%E2%80%A8.html /new/ 301"]);
        check("a+b%2A.html", "/", &["/a%2Bb%252A.html /new/ 301"]);
    }
}
