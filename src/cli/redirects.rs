//! Pages at old addresses, which lead to the new ones.

use std::collections::HashSet;

use super::{output::MARK, policy::Policy, prerender::NOT_FOUND, shell::escaped};
use crate::{
    content::Content,
    page::{Base, Page, absolute, old_file},
};

/// An old address.
pub struct Redirect {
    /// The path of its file, below the folder of the build.
    pub file: String,
    /// The page that leads on.
    pub html: String,
    /// Where to: the address of a page.
    pub target: String,
}

/// The pages at the old addresses of the content (`site.redirects`). Where two mean the same file, the first one
/// has it.
///
/// # Errors
/// The first old address that cannot be one, and why.
pub fn redirects(content: &Content, base: &Base) -> Result<Vec<Redirect>, String> {
    let redirect = |(from, to): (&str, &String)| {
        let wrong = |what: String| format!("content.json: site.redirects[\"{from}\"]: {what}");
        if Page::parse(from, content) != Page::NotFound || from == NOT_FOUND {
            return Err(wrong("a page of this site stands at this address; remove the redirect".to_owned()));
        }
        let file = old_file(from)
            .ok_or_else(|| wrong(format!("found the old address \"{from}\"; expected a path: \"/old/\"")))?;
        match Page::parse(to, content) {
            Page::NotFound => {
                Err(wrong(format!("found \"{to}\"; expected the path of a page of this site, such as \"/\"")))
            }
            target => Ok(Redirect { file, html: page(&target, content, base), target: base.href(&target) }),
        }
    };
    let mut redirects = content.site.redirects.iter().map(redirect).collect::<Result<Vec<_>, _>>()?;
    let mut seen = HashSet::new();
    redirects.retain(|redirect| seen.insert(redirect.file.clone()));
    Ok(redirects)
}

/// A page that leads on by a script, with query and fragment; without scripts by itself; and by a link.
fn page(target: &Page, content: &Content, base: &Base) -> String {
    let href = base.href(target);
    let canonical = absolute(&target.path(), content).unwrap_or_else(|| href.clone());
    let script = format!("location.replace({} + location.search + location.hash)", string(&href));
    let policy = escaped(&Policy::of_redirect(&script).to_string());
    let language = escaped(content.site.language.as_deref().unwrap_or("en"));
    let (title, href, canonical) = (escaped(&target.title(content)), escaped(&href), escaped(&canonical));
    format!(
        r#"<!doctype html>
<html {MARK} lang="{language}">
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

/// A text as a string of JavaScript that can stand in HTML.
fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_are_files() {
        fn check(address: &str, file: Option<&str>) {
            assert_eq!(old_file(address).as_deref(), file, "{address}");
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
    fn a_string_never_ends_its_script() {
        assert_eq!(string("/a\"b\\</script>/"), r#""/a\"b\\\u003c/script>/""#);
    }
}
