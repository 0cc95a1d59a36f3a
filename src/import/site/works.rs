//! Publications with front matter: `_publications/*.md` of academicpages and `content/publication/*/index.md` of Hugo
//! Blox.

use serde_json::{Map, Value, json};

use crate::{
    content::Date,
    import::{
        Format, ReadFile, Skipped, VenueName, Warning, Work,
        site::{
            citation,
            context::{Context, Entry},
            dates::iso_date,
            document::Fields,
            folder::{folder_of, stem_of},
            links::{entry_links, push_link},
            markdown::{Dialect, decode_entities},
            notes::Notes,
        },
    },
};

/// The fields of front matter that set only the appearance, or that the new site makes by itself.
pub(super) const APPEARANCE: [&str; 38] = [
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
const ORDER: [&str; 33] = [
    "title",
    "type",
    "authors",
    "editors",
    "translators",
    "date",
    "status",
    "links",
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
pub(super) fn publication(
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
    let skipped = |reason: String| Skipped { line: 1, key: key.to_owned(), reason };
    let Some(title) = fields.long_text("title") else {
        file.skipped.push(skipped("found no title; add \"title\" to the front matter".to_owned()));
        return vec![(path, file)];
    };
    if entry.document.is_draft() {
        file.skipped.push(skipped("the old site did not publish it, because it is a draft".to_owned()));
        return vec![(path, file)];
    }
    if is_example(&title) {
        file.skipped.push(skipped(format!("it is an example of the template: \"{title}\"")));
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
pub(super) fn is_example(title: &str) -> bool {
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

fn academicpages(entry: &Entry, title: &str, site: &Context, notes: &mut Notes) -> Work {
    let fields = &entry.document.fields;
    let mut work = Work::default();
    let title = inline_title(title, entry, site, notes);
    let venue = site.plain_field("venue", entry, notes).or_else(|| site.plain_field("journal", entry, notes));
    let category = fields.text("category").or_else(|| fields.text("type")).unwrap_or_default();
    put(&mut work, "title", title.clone());
    put(
        &mut work,
        "type",
        kind_of_category(&category).unwrap_or_else(|| kind_of_venue(venue.as_deref().unwrap_or_default())).to_owned(),
    );
    set_date(&mut work, entry, notes);
    let mut links = Vec::new();
    for (field, kind, label) in [
        ("paperurl", "paper", None),
        ("pdf", "paper", None),
        ("slidesurl", "slides", None),
        ("codeurl", "code", None),
        ("code", "code", None),
        ("videourl", "video", None),
        ("video", "video", None),
        ("posterurl", "poster", None),
        ("dataurl", "data", None),
        ("link", "website", None),
        ("arxivurl", "paper", Some("arXiv")),
    ] {
        let url = if fields.value(field).is_some() { site.url_field(field, entry, notes) } else { None };
        if let Some(url) = url {
            push_link(&mut links, Some(kind), &url, label);
        }
    }
    identifiers(&mut work, fields);
    let citation = site.plain_field("citation", entry, notes);
    let named = ["authors", "author", "coauthors"].iter().map(|field| fields.list(field)).find(|list| !list.is_empty());
    let named = named.map(|list| match &list[..] {
        [one] => citation::authors(&format!("{one} (0000)"), "").unwrap_or_else(|| vec![one.clone()]),
        _ => list,
    });
    if let Some(names) = named {
        work.fields.insert("authors".to_owned(), names.into());
    } else if let Some(citation) = &citation {
        match citation::authors(citation, &title) {
            Some(names) => {
                work.fields.insert("authors".to_owned(), names.into());
                let message = format!("the authors are read from it, the rest is left out: {citation}");
                notes.add(&entry.document.path, fields.line("citation"), "citation", message);
            }
            None => put(&mut work, "note", citation.replace(['*', '_', '<', '['], "")),
        }
    }
    if fields.flag("selected").or_else(|| fields.flag("featured")) == Some(true) {
        work.fields.insert("selected".to_owned(), true.into());
    }
    let body = site.body(entry, notes);
    let (text, found) = without_boilerplate(&body, citation.as_deref());
    for (label, url) in found {
        push_link(
            &mut links,
            Some("paper"),
            &url,
            Some(label.as_str()).filter(|label| !label.to_lowercase().contains("download")),
        );
    }
    let excerpt = site.markdown_field("excerpt", entry, notes);
    if let Some(excerpt) = excerpt.filter(|excerpt| !text.starts_with(excerpt.as_str())) {
        put(&mut work, "tldr", excerpt);
    }
    put(&mut work, "abstract", text);
    if !links.is_empty() {
        work.fields.insert("links".to_owned(), links.into());
    }
    work.topics = topics(fields);
    work.venue = venue.map(|name| VenueName { name, short: None, kind: None });
    fields.ignore(&["bibtexurl", "bibtex"]);
    work
}

/// Returns the text of a publication without the lines that its page has anyway: the download link and the citation. Also
/// returns the links of these lines.
fn without_boilerplate(body: &str, citation: Option<&str>) -> (String, Vec<(String, String)>) {
    let mut links = Vec::new();
    let is_kept = |paragraph: &&str| {
        let lower = paragraph.to_lowercase();
        let is_download = paragraph.lines().count() == 1
            && (lower.starts_with("[download") || lower.starts_with("download") || lower.starts_with("[pdf]"))
            && paragraph.len() < 400;
        if is_download {
            let document = crate::markdown::parse(paragraph);
            links.extend(entry_links(&document.blocks));
        }
        let is_citation = lower.starts_with("recommended citation") && citation.is_some();
        let is_repeated = is_download && !links.is_empty() || is_citation;
        !is_repeated && !lower.starts_with("use [google scholar]")
    };
    let kept: Vec<&str> = body.split("\n\n").filter(is_kept).collect();
    (kept.join("\n\n").trim().to_owned(), links)
}

fn hugo(entry: &Entry, title: &str, site: &Context, notes: &mut Notes) -> Work {
    let fields = &entry.document.fields;
    let mut work = Work::default();
    put(&mut work, "title", inline_title(title, entry, site, notes));
    let kind = ["publication_types", "publication_type"].iter().flat_map(|field| fields.list(field)).next();
    let name = site.plain_field("publication", entry, notes);
    let kind =
        kind.as_deref().and_then(kind_of_hugo).unwrap_or_else(|| kind_of_venue(name.as_deref().unwrap_or_default()));
    put(&mut work, "type", kind.to_owned());
    let remarks = fields.list("author_notes");
    let authors: Vec<Value> = fields
        .list("authors")
        .iter()
        .enumerate()
        .map(|(index, author)| author_of(author, remarks.get(index), site))
        .collect();
    if !authors.is_empty() {
        work.fields.insert("authors".to_owned(), authors.into());
    }
    set_date(&mut work, entry, notes);
    let mut links = Vec::new();
    for (field, kind, label) in [
        ("url_pdf", "paper", None),
        ("url_preprint", "paper", Some("Preprint")),
        ("url_code", "code", None),
        ("url_dataset", "data", None),
        ("url_poster", "poster", None),
        ("url_project", "website", Some("Project")),
        ("url_slides", "slides", None),
        ("url_source", "website", Some("Source")),
        ("url_video", "video", None),
        ("external_link", "website", None),
    ] {
        if fields.value(field).is_some()
            && let Some(url) = site.url_field(field, entry, notes)
        {
            push_link(&mut links, Some(kind), &url, label);
        }
    }
    listed_links(entry, site, notes, &mut links);
    let bundle = folder_of(&entry.document.path).to_owned();
    let paper = ["paper.pdf".to_owned(), format!("{}.pdf", bundle.rsplit('/').next().unwrap_or_default())];
    // Hugo Blox links a PDF with the name of the folder by itself.
    if entry.document.path.ends_with("/index.md")
        && !links.iter().any(|link| link["kind"] == "paper" && link.get("label").is_none())
        && let Some(url) = paper.iter().find_map(|name| site.addresses.file(&format!("{bundle}/{name}")))
    {
        push_link(&mut links, Some("paper"), &url, None);
    }
    if !links.is_empty() {
        work.fields.insert("links".to_owned(), links.into());
    }
    if let Some(text) = site.markdown_field("abstract", entry, notes) {
        put(&mut work, "abstract", text);
    }
    if let Some(text) = site.markdown_field("summary", entry, notes)
        && work
            .fields
            .get("abstract")
            .and_then(Value::as_str)
            .is_none_or(|abstract_| !abstract_.starts_with(text.as_str()))
    {
        put(&mut work, "tldr", text);
    }
    put(&mut work, "note", site.body(entry, notes));
    if fields.flag("featured") == Some(true) {
        work.fields.insert("selected".to_owned(), true.into());
    }
    identifiers(&mut work, fields);
    let ids = fields.part("hugoblox").part("ids");
    for field in ["doi", "arxiv"] {
        if let Some(id) = ids.text(field).and_then(|id| identifier(field, &id)) {
            work.fields.entry(field).or_insert(id.into());
        }
    }
    if let Some(name) = name {
        let (name, place) = divided_venue(&name);
        work.fields.extend(place);
        let short = site.plain_field("publication_short", entry, notes);
        let short = short.map(|short| divided_venue(&short).0).filter(|short| *short != name && !short.is_empty());
        work.venue = (!name.is_empty()).then_some(VenueName { name, short, kind: None });
    }
    work.topics = topics(fields);
    featured_image(entry, site, notes);
    fields.ignore(&["featured", "image", "hugoblox", "publication_short", "show_date", "share", "profile", "type"]);
    work
}

/// Adds the links of the list `links` of Hugo Blox.
pub(super) fn listed_links(entry: &Entry, site: &Context, notes: &mut Notes, links: &mut Vec<Value>) {
    for link in entry.document.fields.parts("links") {
        let Some(url) = link.any(&["url", "link"]).and_then(|url| site.url(&url, "links", entry, notes)) else {
            continue;
        };
        let label = link.any(&["name", "label"]);
        let kind = match link.text("type").unwrap_or_default().to_lowercase().as_str() {
            "pdf" | "preprint" => Some("paper"),
            "code" => Some("code"),
            "dataset" => Some("data"),
            "poster" => Some("poster"),
            "slides" => Some("slides"),
            "video" => Some("video"),
            "project" | "site" => Some("website"),
            _ => None,
        };
        push_link(links, kind, &url, label.as_deref().or((kind.is_none()).then_some("Link")));
    }
}

/// Reports a featured image, for which publications and entries have no place.
pub(super) fn featured_image(entry: &Entry, site: &Context, notes: &mut Notes) {
    let folder = folder_of(&entry.document.path);
    let is_bundle = entry.document.path.ends_with("/index.md") || entry.document.path.ends_with("/_index.md");
    let prefix = format!("{folder}/featured.");
    if is_bundle && let Some(image) = site.folder.below(&prefix).next() {
        notes.add(
            &entry.document.path,
            0,
            "image",
            format!("the profile has no place for the image, so it is not copied: {image}"),
        );
    }
}

/// Completes a work with its BibTeX entry. Further entries of the file are returned in `files`.
fn complete(work: &mut Work, path: &str, site: &Context, notes: &mut Notes, files: &mut Vec<(String, ReadFile)>) {
    let Some(bytes) = site.folder.bytes(path) else { return };
    let mut read = match (site.read_bibliography)(path, bytes) {
        Ok(read) => read,
        Err(reason) => {
            return notes.add(
                path,
                0,
                "",
                format!("the file cannot be read, so only the front matter is used: {reason}"),
            );
        }
    };
    for warning in &read.warnings {
        notes.add(path, warning.line, &warning.path, warning.message.clone());
    }
    read.warnings.clear();
    for skipped in std::mem::take(&mut read.skipped) {
        notes.add(path, skipped.line, &skipped.key, skipped.reason);
    }
    if read.works.is_empty() {
        return;
    }
    let entry = read.works.remove(0);
    if !read.works.is_empty() {
        files.push((path.to_owned(), read));
    }
    for (name, value) in entry.fields {
        match (name.as_str(), work.fields.get_mut(&name)) {
            // The files of the old site are in the front matter.
            ("links", Some(Value::Array(links))) => {
                let new = value.as_array().cloned().unwrap_or_default();
                let is_new = |link: &Value| !links.iter().any(|old| old["url"] == link["url"]);
                let new: Vec<Value> = new.into_iter().filter(is_new).collect();
                links.extend(new);
            }
            ("title" | "abstract" | "note" | "selected" | "tldr" | "date", Some(_)) => {}
            // The front matter has a more exact type.
            ("type", Some(_)) if value == "other" => {}
            (_, Some(old)) => *old = value,
            (_, None) => {
                work.fields.insert(name, value);
            }
        }
    }
    if !entry.key.is_empty() {
        work.key = entry.key;
    }
    if let Some(venue) = entry.venue {
        let short = work.venue.take().and_then(|old| old.short);
        work.venue = Some(VenueName { short: venue.short.or(short), ..venue });
    }
    for topic in entry.topics {
        if !work.topics.contains(&topic) {
            work.topics.push(topic);
        }
    }
}

/// Returns the title as inline Markdown in one line.
fn inline_title(title: &str, entry: &Entry, site: &Context, notes: &mut Notes) -> String {
    let line = entry.document.fields.line("title");
    let title = site.markdown(&decode_entities(title), line, entry, notes);
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn author_of(author: &str, remark: Option<&String>, site: &Context) -> Value {
    let name = match author.trim() {
        "admin" | "me" if !site.owner.is_empty() => site.owner.clone(),
        name => site.names.get(&name.to_lowercase()).cloned().unwrap_or_else(|| name.to_owned()),
    };
    let remark = remark.map(|remark| remark.to_lowercase()).unwrap_or_default();
    if remark.contains("equal") {
        json!({ "name": name, "equal": 1 })
    } else if remark.contains("correspond") {
        json!({ "name": name, "corresponding": true })
    } else {
        Value::String(name)
    }
}

fn set_date(work: &mut Work, entry: &Entry, notes: &mut Notes) {
    let fields = &entry.document.fields;
    let of_name = super::dates::date_of_name(stem_of(&entry.document.path));
    let Some(date) = fields.any(&["date", "year", "pubdate"]) else {
        if let Some(date) = of_name {
            put(work, "date", date);
        }
        return;
    };
    match iso_date(&date).or(of_name) {
        Some(iso) if Date::parse(&iso).is_ok() => put(work, "date", iso),
        _ => notes.add(
            &entry.document.path,
            fields.line("date"),
            "date",
            format!("found \"{date}\"; expected a date, such as 2024-05-17; it is left out"),
        ),
    }
}

fn put(work: &mut Work, field: &str, text: String) {
    if !text.trim().is_empty() {
        work.fields.insert(field.to_owned(), Value::String(text));
    }
}

fn identifiers(work: &mut Work, fields: &Fields) {
    for field in ["doi", "arxiv"] {
        if let Some(id) = fields.text(field).and_then(|id| identifier(field, &id)) {
            put(work, field, id);
        }
    }
}

fn identifier(field: &str, text: &str) -> Option<String> {
    if field == "doi" {
        let start = text.find("10.")?;
        return Some(crate::util::percent::decode_path(&text[start..]));
    }
    let id = text.rsplit('/').next().unwrap_or(text).trim_end_matches(".pdf");
    let id = id.trim_start_matches("arXiv:").trim_start_matches("arxiv:");
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == 'v');
    let is_new = id.split_once('.').is_some_and(|(a, b)| a.len() == 4 && digits(a) && digits(b));
    is_new.then(|| id.to_owned())
}

fn topics(fields: &Fields) -> Vec<String> {
    let mut topics: Vec<String> = Vec::new();
    for name in ["tags", "categories", "keywords"] {
        for topic in fields.list(name) {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
    }
    topics
}

/// Divides "Journal of Ink, 12(3), 4-5" into the name and the fields of volume, issue and pages, and removes "In ".
fn divided_venue(text: &str) -> (String, Map<String, Value>) {
    let text = text.trim().trim_end_matches(['.', ',']);
    let text = text.strip_prefix("In ").unwrap_or(text).trim();
    let mut fields = Map::new();
    let Some((name, rest)) = text.split_once(", ").filter(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))
    else {
        return (text.to_owned(), fields);
    };
    let (numbers, pages) = rest.split_once(',').map_or((rest, ""), |(numbers, pages)| (numbers, pages));
    let (volume, issue) = numbers.split_once('(').map_or((numbers, ""), |(volume, issue)| (volume, issue));
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ' ' | '/'));
    let issue = issue.trim().trim_end_matches(')');
    let pages = pages.trim().trim_start_matches("pp.").trim_start_matches("p.").trim();
    if !is_number(volume) || !is_number(issue) || !is_number(pages) {
        return (text.to_owned(), fields);
    }
    for (field, value) in [("volume", volume.trim()), ("issue", issue), ("pages", pages)] {
        if !value.is_empty() {
            fields.insert(field.to_owned(), value.replace('–', "-").into());
        }
    }
    (name.trim().to_owned(), fields)
}

fn kind_of_category(category: &str) -> Option<&'static str> {
    Some(match category.to_lowercase().as_str() {
        "manuscripts" | "journal" | "journals" | "article" | "articles" => "journal",
        "conferences" | "conference" | "proceedings" => "conference",
        "workshops" | "workshop" => "workshop",
        "books" | "book" => "book",
        "chapters" | "chapter" => "chapter",
        "preprints" | "preprint" => "preprint",
        "thesis" | "theses" => "thesis",
        "patents" | "patent" => "patent",
        "reports" | "report" => "report",
        "software" => "software",
        "datasets" | "dataset" => "dataset",
        _ => return None,
    })
}

/// Returns the type of a publication of Hugo Blox: a number of the older versions, or a type of CSL.
fn kind_of_hugo(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "1" | "paper-conference" => "conference",
        "2" | "article-journal" => "journal",
        "3" | "article" | "manuscript" => "preprint",
        "4" | "report" => "report",
        "5" | "book" => "book",
        "6" | "chapter" => "chapter",
        "7" | "thesis" => "thesis",
        "8" | "patent" => "patent",
        "software" => "software",
        "dataset" => "dataset",
        _ => return None,
    })
}

/// Returns the type of a publication by the words in the name of its venue, or "other".
fn kind_of_venue(venue: &str) -> &'static str {
    const WORDS: [(&str, &[&str]); 6] = [
        ("preprint", &["arxiv", "preprint", "biorxiv", "medrxiv", "ssrn", "psyarxiv"]),
        ("workshop", &["workshop"]),
        ("conference", &["conference", "proceedings", "symposium", "congress"]),
        ("thesis", &["thesis", "dissertation"]),
        ("journal", &["journal", "transactions", "letters", "review", "annals", "magazine", "bulletin"]),
        ("report", &["report"]),
    ];
    let venue = venue.to_lowercase();
    WORDS.iter().find(|(_, words)| words.iter().any(|word| venue.contains(word))).map_or("other", |(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volume_issue_and_pages_are_separated_from_the_venue() {
        for (text, name, fields) in [
            ("Journal of Ink, 12(3), 4–5", "Journal of Ink", json!({ "volume": "12", "issue": "3", "pages": "4-5" })),
            ("In Proceedings of Quills, 2020 edition", "Proceedings of Quills, 2020 edition", json!({})),
            ("Journal of Ink, 12", "Journal of Ink", json!({ "volume": "12" })),
            ("In Quills.", "Quills", json!({})),
        ] {
            let (found, found_fields) = divided_venue(text);
            assert_eq!((found.as_str(), Value::Object(found_fields)), (name, fields), "{text}");
        }
    }

    #[test]
    fn types_are_read_from_the_front_matter_or_the_venue() {
        assert_eq!(kind_of_hugo("1"), Some("conference"));
        assert_eq!(kind_of_hugo("article-journal"), Some("journal"));
        assert_eq!(kind_of_venue("Proceedings of the Ink Workshop"), "workshop");
        assert_eq!(kind_of_venue("Quills"), "other");
    }

    #[test]
    fn only_the_examples_of_the_template_are_examples() {
        assert!(is_example("Paper Title Number 1"));
        assert!(is_example("Talk 1 on Relevant Topic in Your Field"));
        assert!(!is_example("Paper Title Number Theory"));
    }
}
