//! `_headers` and `_redirects`, by which hosts of static files learn what to send beside a file, and what has moved.
//!
//! Netlify ([headers](https://docs.netlify.com/manage/routing/headers/),
//! [redirects](https://docs.netlify.com/manage/routing/redirects/overview/)) and Cloudflare Pages
//! ([headers](https://developers.cloudflare.com/pages/configuration/headers/),
//! [redirects](https://developers.cloudflare.com/pages/configuration/redirects/)) read the same lines; other hosts
//! take no notice. `hosting/nginx.conf` says the same to nginx.

use std::{fs, io};

use anyhow::{Context, Result};

use crate::{
    build::{output::Output, page::redirect::Redirect},
    route::Base,
    util::percent,
};

/// Sent with every file, as the [OWASP HTTP Headers cheat sheet](https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html)
/// recommends.
const SECURITY: [(&str, &str); 7] = [
    // The rest of the policy stands in each page, which cannot say this; two policies add up (CSP Level 3, section 8.1).
    ("Content-Security-Policy", "frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    // All that a page could ask for and this site never does. It does write to the clipboard.
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()",
    ),
    // Without includeSubDomains: those of a university are not the scholar's to promise for.
    ("Strict-Transport-Security", "max-age=31536000"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    // No other site needs its files as images, scripts or styles; programs that are no browsers take no notice.
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// For a file that is never another under its name (RFC 9111, section 5.2.2.1, and RFC 8246).
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Writes both files, but none over one of the scholar's own, which comes from `public/`.
///
/// # Errors
/// The file that could not be written, or the folder that could not be read, and why.
pub fn write(redirects: &[Redirect], base: &Base, output: &Output) -> Result<()> {
    output.write_signed("_headers", "#", &headers(&top_level_files(output)?, base))?;
    output.write_signed("_redirects", "#", &redirect_rules(redirects, base))
}

/// The names of the files at the top of the build, where those with a hash in their name are.
pub fn top_level_files(output: &Output) -> Result<Vec<String>> {
    let entries = fs::read_dir(output.folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.with_context(|| output.folder.display().to_string())?;
    let files = entries.into_iter().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

fn headers(names: &[String], base: &Base) -> String {
    let at = base.as_str();
    let security: String = SECURITY.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    let hashed = names.iter().filter(|name| is_hashed(name));
    // File by file: both hosts would join what two rules say of one header, so these must match nothing else.
    let hashed: String = hashed.map(|name| format!("\n{at}{}\n  Cache-Control: {FOREVER}\n", encoded(name))).collect();
    format!(
        "# Netlify and Cloudflare Pages read it at the top of what is deployed. Where no rule names Cache-Control, both\n\
         # have the browser ask each time whether a file is still the same.\n\
         \n{at}*\n{security}\n{at}*.bib\n  Content-Type: application/x-bibtex; charset=utf-8\n{hashed}"
    )
}

/// Whether a file is never another under its name, which then holds a hash of 64 bits in hexadecimal digits. A date
/// is none. A page is never such a file: its address stays, whatever is in it.
///
/// Trunk hashes a module before wasm-opt and esbuild change it. If only those change, a browser may keep another
/// file by that name; the page knows by its `integrity`, and then asks past what is kept (boot.js).
pub fn is_hashed(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    if ["html", "htm"].iter().any(|page| ending.eq_ignore_ascii_case(page)) {
        return false;
    }
    let Some((_, hash)) = stem.strip_suffix("_bg").unwrap_or(stem).rsplit_once('-') else { return false };
    (13..=16).contains(&hash.len())
        && hash.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        && hash.bytes().any(|digit| digit.is_ascii_lowercase())
}

/// A line for each old address; two where it may be written with or without its last slash, which Cloudflare Pages
/// tells apart.
///
/// At each of them stands a page, too. Cloudflare Pages puts the line before it; Netlify the page, unless the line
/// says `301!`, which Cloudflare does not understand.
fn redirect_rules(redirects: &[Redirect], base: &Base) -> String {
    let line = |address: &str, target: &str| format!("{}{} {target} 301\n", base.as_str(), encoded(address));
    let lines = redirects.iter().map(|Redirect { file, target, .. }| match file.strip_suffix("/index.html") {
        Some(folder) => line(&format!("{folder}/"), target) + &line(folder, target),
        None => line(file, target),
    });
    let lines: String = lines.collect();
    format!(
        "# From site.redirects of content.json. At these addresses stand pages that lead on, too; Netlify shows those,\n\
         # unless 301! stands in place of 301.\n\n{lines}"
    )
}

/// A path as it stands in a rule, where space and line end, `:` and `*` have meanings of their own.
fn encoded(path: &str) -> String {
    percent::encode_query(path).replace('+', "%20").replace(':', "%3A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_in_a_name_is_known() {
        fn check(name: &str, expected: bool) {
            assert_eq!(is_hashed(name), expected, "{name}");
        }
        check("frontispiece-3e8db854ef4c2a7c.js", true);
        check("frontispiece-3e8db854ef4c2a7c_bg.wasm", true);
        check("markdown-14536401c3971640.json", true);
        check("icon-136892080d1f618.svg", true);
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
    fn names_of_files_are_encoded() {
        let name = "a *: b-3e8db854ef4c2a7c.js";
        let text = headers(&[name.to_owned()], &Base::new("/sub/"));
        let rule = text.lines().find(|line| line.contains("3e8db854ef4c2a7c"));
        assert_eq!(rule, Some("/sub/a%20%2A%3A%20b-3e8db854ef4c2a7c.js"));
    }

    #[test]
    fn an_old_address_is_one_line_and_no_pattern() {
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
