//! The URLs of Jekyll's documents (<https://jekyllrb.com/docs/permalinks/>).

use serde_json::Value;

use crate::{
    import::site::{
        dates::{date_of_name, iso_date},
        document::Document,
        folder::stem_of,
    },
    util::text::slugify,
};
use unicode_normalization::UnicodeNormalization;

/// Returns the path of a document of a collection, or of a page if there is no collection. `pattern` is the permalink
/// of the collection in the settings.
pub(super) fn path_of(document: &Document, collection: Option<&str>, pattern: Option<&str>) -> String {
    let own = document.fields.text("permalink");
    let pattern = match (&own, collection) {
        (Some(own), _) => own.as_str(),
        (None, Some("posts")) => pattern.unwrap_or("date"),
        (None, Some(_)) => pattern.unwrap_or("/:collection/:path.html"),
        (None, None) => {
            let below = document.path.strip_prefix("_pages/").unwrap_or(&document.path);
            let path = below.rsplit_once('.').map_or(below, |(path, _)| path);
            return format!("/{}", path.strip_suffix("index").map_or_else(|| format!("{path}.html"), str::to_owned));
        }
    };
    let pattern = match pattern {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title.html",
        "none" => "/:categories/:title.html",
        pattern => pattern,
    };
    if !pattern.contains(':') {
        return with_slash(pattern);
    }
    let name = stem_of(&document.path);
    let date = document
        .fields
        .text("date")
        .and_then(|date| iso_date(&date))
        .or_else(|| date_of_name(name))
        .unwrap_or_default();
    let title = date_of_name(name).and_then(|_| name.get(11..)).filter(|title| !title.is_empty()).unwrap_or(name);
    let title = document.fields.text("slug").unwrap_or_else(|| title.to_owned());
    let below = collection.map_or(document.path.as_str(), |collection| {
        document.path.strip_prefix(&format!("_{collection}/")).unwrap_or(&document.path)
    });
    let path = below.rsplit_once('.').map_or(below, |(path, _)| path);
    let categories: Vec<String> =
        match document.fields.value("categories").or_else(|| document.fields.value("category")) {
            Some(Value::String(text)) => text.split_whitespace().map(slug).collect(),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(slug).collect(),
            _ => Vec::new(),
        };
    let part = |range: std::ops::Range<usize>| date.get(range).unwrap_or_default();
    let mut result = String::new();
    // A longer name precedes a shorter one that it begins with.
    let values: [(&str, &str); 17] = [
        ("categories", &categories.join("/")),
        ("collection", collection.unwrap_or_default()),
        ("output_ext", ".html"),
        ("short_year", part(2..4)),
        ("i_month", part(5..7).trim_start_matches('0')),
        ("i_day", part(8..10).trim_start_matches('0')),
        ("basename", name),
        ("y_day", ""),
        ("month", part(5..7)),
        ("title", &title),
        ("year", part(0..4)),
        ("slug", &slug(&title)),
        ("path", path),
        ("name", &slug(name)),
        ("num", ""),
        ("day", part(8..10)),
        ("hour", ""),
    ];
    let mut rest = pattern;
    while let Some(start) = rest.find(':') {
        result.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        match values.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                result.push_str(value);
                rest = &rest[name.len()..];
            }
            None => result.push(':'),
        }
    }
    result.push_str(rest);
    while result.contains("//") {
        result = result.replace("//", "/");
    }
    with_slash(&result)
}

fn with_slash(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

fn slug(text: &str) -> String {
    slugify(text, |text| text.nfkd().collect::<String>().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::site::{folder::Folder, notes::Notes};

    #[test]
    fn documents_have_the_urls_of_jekyll() {
        for (path, matter, collection, pattern, expected) in [
            (
                "_publications/2009-10-01-ink.md",
                "",
                Some("publications"),
                Some("/:collection/:path/"),
                "/publications/2009-10-01-ink/",
            ),
            ("_publications/a.md", "permalink: publication/a", Some("publications"), None, "/publication/a"),
            ("_talks/sub/a.md", "", Some("talks"), None, "/talks/sub/a.html"),
            ("_posts/2012-08-14-blog-post.md", "", Some("posts"), Some("/blog/:year/:title/"), "/blog/2012/blog-post/"),
            (
                "_posts/2012-08-14-a.md",
                "categories: [Ink, Pens]",
                Some("posts"),
                Some("/:categories/:title/"),
                "/ink/pens/a/",
            ),
            ("_posts/2012-08-14-a.md", "permalink: /posts/2012/08/a/", Some("posts"), None, "/posts/2012/08/a/"),
            ("_posts/2012-08-14-a.md", "", Some("posts"), None, "/2012/08/14/a.html"),
            ("_pages/about.md", "permalink: /", None, None, "/"),
            ("blog/index.html", "", None, None, "/blog/"),
            ("cv.md", "", None, None, "/cv.html"),
        ] {
            let text = format!("---\n{matter}\n---\n");
            let folder: Folder = [(path.to_owned(), Some(text.into_bytes()))].into_iter().collect();
            let document = Document::read(path, &folder, &mut Notes::default()).unwrap();
            assert_eq!(path_of(&document, collection, pattern), expected, "{path}");
        }
    }
}
