//! A publication with front matter as a file with one entry.

use serde_json::{Map, Value};

use crate::import::{
    Format, ReadFile, Skipped, Warning,
    site::{
        context::{Context, Entry},
        markdown::Dialect,
        notes::Notes,
        works::{academicpages::academicpages, complete::complete, hugo::hugo},
    },
};

/// The fields of front matter that set only the appearance, or that the new site makes by itself.
pub(in crate::import::site) const APPEARANCE: [&str; 46] = [
    "output",
    "show_date",
    "design",
    "banner",
    "cover",
    "highlight",
    "lastMod",
    "cms_exclude",
    "layout",
    "collection",
    "author_profile",
    "share",
    "comments",
    "comment",
    "related",
    "read_time",
    "header",
    "sidebar",
    "classes",
    "toc",
    "toc_label",
    "toc_sticky",
    "nav",
    "nav_order",
    "navigation",
    "permalink",
    "redirect_from",
    "aliases",
    "url",
    "slug",
    "publishDate",
    "lastmod",
    "draft",
    "published",
    "weight",
    "importance",
    "giscus_comments",
    "pretty_table",
    "horizontal",
    "mathjax",
    "math",
    "commentable",
    "editable",
    "pager",
    "show_related",
    "reading_time",
];

/// The order of the fields of a publication in the model.
const ORDER: [&str; 34] = [
    "title",
    "type",
    "authors",
    "editors",
    "translators",
    "date",
    "status",
    "links",
    "image",
    "awards",
    "abstract",
    "tldr",
    "note",
    "versions",
    "selected",
    "url",
    "doi",
    "arxiv",
    "volume",
    "issue",
    "number",
    "pages",
    "series",
    "edition",
    "publisher",
    "place",
    "isbn",
    "issn",
    "version",
    "degree",
    "language",
    "bibtex",
    "",
    "",
];

/// Returns the publication of a file with front matter, as a file with one entry. `bibliography` is the file with its
/// BibTeX entry, if there is one; its fields take precedence, because they are more exact.
pub(in crate::import::site) fn publication(
    entry: &Entry,
    key: &str,
    bibliography: Option<&str>,
    site: &Context,
    notes: &mut Notes,
) -> Vec<(String, ReadFile)> {
    let path = entry.document.path.clone();
    let mut file =
        ReadFile { format: Format::FrontMatter, works: Vec::new(), skipped: Vec::new(), warnings: Vec::new() };
    let fields = &entry.document.fields;
    let skipped = |reason: String, is_expected| Skipped { line: 1, key: key.to_owned(), reason, is_expected };
    let Some(title) = fields.long_text("title") else {
        file.skipped.push(skipped("found no title; add \"title\" to the front matter".to_owned(), false));
        return vec![(path, file)];
    };
    if entry.document.is_draft() {
        file.skipped.push(skipped("the old site did not publish it, because it is a draft".to_owned(), true));
        return vec![(path, file)];
    }
    if is_example(&title) {
        file.skipped.push(skipped(format!("it is an example of the template: \"{title}\""), true));
        return vec![(path, file)];
    }
    let mut own = Notes::default();
    let mut work = if site.dialect == Dialect::Kramdown {
        academicpages(entry, &title, site, &mut own)
    } else {
        hugo(entry, &title, site, &mut own)
    };
    work.line = 1;
    work.key = key.to_owned();
    let mut files = Vec::new();
    if let Some(bibliography) = bibliography {
        complete(&mut work, bibliography, site, notes, &mut files);
    }
    fields.ignore(&APPEARANCE);
    fields.report_unread(&mut own);
    for warning in own.warnings() {
        let path = if warning.path.is_empty() { work.key.clone() } else { format!("{}.{}", work.key, warning.path) };
        file.warnings.push(Warning { line: warning.line, path, message: warning.message });
    }
    work.fields = ordered(work.fields);
    file.works.push(work);
    files.insert(0, (path, file));
    files
}

/// Returns `true` for the titles of the examples that academicpages contains.
pub(in crate::import::site) fn is_example(title: &str) -> bool {
    let without_numbers: String = title.chars().filter(|c| !c.is_ascii_digit()).collect();
    let words = without_numbers.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    matches!(
        words.as_str(),
        "paper title number"
            | "talk on relevant topic in your field"
            | "tutorial on relevant topic in your field"
            | "conference proceeding talk on relevant topic in your field"
            | "teaching experience"
            | "portfolio item number"
            | "blog post number"
            | "future blog post"
    )
}

fn ordered(mut fields: Map<String, Value>) -> Map<String, Value> {
    let mut ordered = Map::new();
    for name in ORDER {
        if let Some(value) = fields.remove(name) {
            ordered.insert(name.to_owned(), value);
        }
    }
    ordered.extend(fields);
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_examples_of_the_template_are_examples() {
        assert!(is_example("Paper Title Number 1"));
        assert!(is_example("Talk 1 on Relevant Topic in Your Field"));
        assert!(!is_example("Paper Title Number Theory"));
    }
}
