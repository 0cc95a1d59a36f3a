//! Pages at old URLs, which redirect to the new ones.

use std::collections::HashSet;

use crate::{
    build::{
        output::GENERATED,
        page::{csp::Csp, html::escaped},
    },
    check::{OldAddress, old_addresses},
    content::Content,
    route::{Base, Route, absolute},
};

/// An old URL with its redirect.
pub struct Redirect {
    /// The path of its file below the folder of the build.
    pub file: String,
    /// The HTML of the page that redirects.
    pub html: String,
    /// The URL of the page that it redirects to.
    pub target: String,
}

/// Returns the pages at the old URLs of the content (`site.redirects`), and a message for each old URL that cannot have
/// a page. `has_file` returns `true` if the author has put a file at a path below the folder of the build.
pub fn redirects(content: &Content, base: &Base, has_file: &dyn Fn(&str) -> bool) -> (Vec<Redirect>, Vec<String>) {
    let (mut redirects, mut left_out) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for OldAddress { from, file, target, .. } in old_addresses(content, has_file) {
        match file.and_then(|file| Ok((file, target?))) {
            // Two spellings of one URL share one page.
            Ok((file, target)) if seen.insert(file.clone()) => {
                redirects.push(Redirect { file, html: page(&target, content, base), target: base.href(&target) });
            }
            Ok(_) => {}
            Err(why) => left_out.push(format!("content.json: site.redirects[\"{from}\"] is omitted: {why}")),
        }
    }
    (redirects, left_out)
}

/// Returns a page that redirects with a script, which keeps query and fragment. Without scripts, a refresh redirects.
/// The page also has a link.
fn page(target: &Route, content: &Content, base: &Base) -> String {
    let href = base.href(target);
    let canonical = absolute(&target.path(), content).unwrap_or_else(|| href.clone());
    let script = format!("location.replace({} + location.search + location.hash)", string(&href));
    let policy = escaped(&Csp::of_redirect(&script).to_string());
    let language = escaped(content.site.language.as_deref().unwrap_or("en"));
    let (title, href, canonical) = (escaped(&target.title(content)), escaped(&href), escaped(&canonical));
    format!(
        r#"<!doctype html>
<html {GENERATED} lang="{language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{policy}">
    <title>{title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <link rel="canonical" href="{canonical}">
    <script>{script}</script>
    <noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>
  </head>
  <body>
    <h1>This page has moved</h1>
    <p>It is now at <a href="{href}">{title}</a>.</p>
  </body>
</html>
"#
    )
}

/// Encodes a text as a JavaScript string that is safe in HTML.
fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::redirect_file;

    #[test]
    fn old_urls_get_files() {
        fn check(address: &str, file: Option<&str>) {
            assert_eq!(redirect_file(address).as_deref(), file, "{address}");
        }
        check("/about.html", Some("about.html"));
        check("/about/", Some("about/index.html"));
        check("/about", Some("about/index.html"));
        check("/~ada/a%20b/", Some("~ada/a b/index.html"));
        check("/v1.2/", Some("v1.2/index.html"));
        check("about/", None);
        check("/", None);
        check("/a?b=c", None);
        check("/../about/", None);
        check("/%2e%2e/about/", None);
        check("//about/", None);
    }

    #[test]
    fn an_old_url_without_a_page_is_reported() {
        let text = r#"{ "site": { "redirects": { "/a/": "/", "/_b/": "/", "/c/": "/gone/" } }, "person": { "name": "Ada" },
            "pages": [{ "slug": "", "title": "Home" }] }"#;
        let content = crate::content::read(text).unwrap().content;
        let (redirects, left_out) = redirects(&content, &Base::new("/"), &|_| false);
        assert_eq!(redirects.iter().map(|redirect| redirect.file.as_str()).collect::<Vec<_>>(), ["a/index.html"]);
        assert!(left_out[0].starts_with("content.json: site.redirects[\"/_b/\"] is omitted: found the old URL"));
        assert!(left_out[1].starts_with("content.json: site.redirects[\"/c/\"] is omitted: found \"/gone/\""));
    }

    #[test]
    fn an_encoded_string_cannot_end_its_script() {
        assert_eq!(string("/a\"b\\</script>/"), r#""/a\"b\\\u003c/script>/""#);
    }
}
