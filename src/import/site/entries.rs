//! Talks, courses, projects, news and posts: the entries and sections of a page.

use std::cmp::Reverse;

use serde_json::{Map, Value};

use crate::{
    import::{
        escape::escaped,
        site::{
            context::{Context, Entry},
            dates::{date_of_name, iso_date, month_and_year, period},
            folder::stem_of,
            links::{entry_links, listed_links, push_link, report_featured_image},
            markdown::Dialect,
            notes::Notes,
            works::{APPEARANCE, is_example},
        },
    },
    markdown::{Block, Inline, parse, plain_text},
};

/// The length in bytes above which a text becomes a section of its page instead of a remark on an entry.
const LONG_TEXT: usize = 1200;

/// How the documents of a collection are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The newest first, as talks, courses, news and posts.
    Newest,
    /// By importance or weight, then by file name, as projects.
    Importance,
}

/// Returns the sections of a collection. Short documents are entries, and long ones are sections of their own. Documents
/// with a category are in the sections of their categories, in the given order.
pub(super) fn sections(
    entries: &[&Entry],
    order: Order,
    categories: &[String],
    site: &Context,
    notes: &mut Notes,
) -> Vec<Value> {
    let mut sorted: Vec<&Entry> = entries.iter().copied().filter(|entry| is_published(entry, notes)).collect();
    match order {
        Order::Newest => sorted.sort_by_cached_key(|entry| Reverse(date_of(entry).unwrap_or_default())),
        Order::Importance => sorted.sort_by_cached_key(|entry| {
            let rank = entry.document.fields.any(&["importance", "weight", "order"]);
            let rank = rank.and_then(|rank| rank.parse::<f64>().ok()).unwrap_or(f64::MAX);
            (rank.to_bits() ^ if rank < 0.0 { u64::MAX } else { 1 << 63 }, Reverse(date_of(entry).unwrap_or_default()))
        }),
    }
    let category_of =
        |entry: &Entry| (order == Order::Importance).then(|| entry.document.fields.text("category")).flatten();
    let mut names: Vec<Option<String>> = categories.iter().cloned().map(Some).collect();
    for entry in &sorted {
        let category = category_of(entry);
        if !names.contains(&category) {
            names.push(category);
        }
    }
    let mut sections = Vec::new();
    for name in names {
        let members: Vec<&Entry> = sorted.iter().copied().filter(|entry| category_of(entry) == name).collect();
        sections.extend(group(&members, name, order, site, notes));
    }
    sections
}

fn is_published(entry: &Entry, notes: &mut Notes) -> bool {
    let title = entry.document.fields.text("title").unwrap_or_default();
    let reason = if entry.document.is_draft() {
        "the old site did not publish it, because it is a draft; it is left out".to_owned()
    } else if is_example(&title) {
        format!("it is an example of the template, so it is left out: \"{title}\"")
    } else {
        return true;
    };
    notes.add(&entry.document.path, 1, "", reason);
    false
}

/// Returns the sections of a category: its entries, and its long documents.
fn group(members: &[&Entry], category: Option<String>, order: Order, site: &Context, notes: &mut Notes) -> Vec<Value> {
    let mut sections: Vec<Value> = Vec::new();
    let mut list: Vec<Value> = Vec::new();
    let mut title = category;
    for entry in members {
        match converted(entry, order, site, notes) {
            Part::Entry(entry) => list.push(Value::Object(entry)),
            Part::Section(section) => {
                flush(&mut list, &mut title, &mut sections);
                sections.push(Value::Object(section));
            }
        }
    }
    flush(&mut list, &mut title, &mut sections);
    sections
}

fn flush(list: &mut Vec<Value>, title: &mut Option<String>, sections: &mut Vec<Value>) {
    if list.is_empty() {
        return;
    }
    let mut section = Map::new();
    if let Some(title) = title.take() {
        section.insert("title".to_owned(), title.into());
    }
    section.insert("entries".to_owned(), std::mem::take(list).into());
    sections.push(Value::Object(section));
}

enum Part {
    Entry(Map<String, Value>),
    Section(Map<String, Value>),
}

fn date_of(entry: &Entry) -> Option<String> {
    let fields = &entry.document.fields;
    fields
        .any(&["date", "date_start", "publishDate"])
        .and_then(|date| iso_date(&date))
        .or_else(|| date_of_name(stem_of(&entry.document.path)))
}

/// Returns a document as an entry, or as a section if its text is long or has headings, images, code or tables.
fn converted(entry: &Entry, order: Order, site: &Context, notes: &mut Notes) -> Part {
    let fields = &entry.document.fields;
    let mut links = Vec::new();
    for (field, kind) in [
        ("url_slides", "slides"),
        ("slidesurl", "slides"),
        ("url_video", "video"),
        ("videourl", "video"),
        ("url_pdf", "paper"),
        ("paperurl", "paper"),
        ("url_code", "code"),
        ("url_dataset", "data"),
        ("url_poster", "poster"),
        ("event_url", "website"),
        ("external_link", "website"),
        ("redirect", "website"),
        ("related_publications_url", "website"),
        ("github", "code"),
        ("link", "website"),
    ] {
        if fields.value(field).is_some_and(Value::is_string)
            && let Some(url) = site.url_field(field, entry, notes)
        {
            push_link(&mut links, Some(kind), &url, None);
        }
    }
    listed_links(entry, site, notes, &mut links);
    let place = [
        site.plain_field("event", entry, notes),
        site.plain_field("venue", entry, notes),
        site.plain_field("location", entry, notes),
    ];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
    // The type of Hugo is the template of the page.
    let role = site.plain_field("type", entry, notes).filter(|_| site.dialect == Dialect::Kramdown);
    let period =
        fields.text("date_end").and_then(|end| period(fields.any(&["date", "date_start"]).as_deref(), Some(&end)));
    let date = date_of(entry);
    let in_words = date.as_deref().map(month_and_year);
    // Pages sort entries with a date by it, so those in another order have their time only in words.
    let (date, when) = match order {
        Order::Newest => (date, period.clone()),
        Order::Importance => (None, period.clone().or_else(|| in_words.clone())),
    };
    let mut parts = Vec::new();
    for field in ["description", "subtitle", "summary", "excerpt", "abstract"] {
        let Some(text) = site.markdown_field(field, entry, notes) else { continue };
        if !parts.iter().any(|part: &String| part.starts_with(&text)) {
            parts.push(text);
        }
    }
    let body = site.body(entry, notes);
    if let Some(image) = fields.any(&["img", "thumbnail"]) {
        let title = fields.text("title").unwrap_or_default().replace(['[', ']'], "");
        if let Some(url) = site.url(&image, "img", entry, notes).filter(|url| !body.contains(url.as_str())) {
            parts.push(format!("![{title}]({})", url.replace(' ', "%20")));
        }
    }
    // The start of the text is often repeated as its summary.
    parts.retain(|part| !body.starts_with(part.trim_end_matches(['…', '.'])));
    if !body.is_empty() {
        parts.push(body);
    }
    report_featured_image(entry, site, notes);
    fields.ignore(&APPEARANCE);
    fields.ignore(&[
        "date",
        "date_start",
        "date_end",
        "all_day",
        "authors",
        "author",
        "featured",
        "image",
        "category",
        "inline",
        "importance",
        "related_publications",
        "projects",
        "hugoblox",
        "address",
        "profile",
        "img",
        "order",
    ]);
    let title = site.plain_field("title", entry, notes).or_else(|| title_of_name(&entry.document.path));
    let text = parts.join("\n\n");
    let topics: Vec<String> = ["tags", "categories", "keywords"].iter().flat_map(|field| fields.list(field)).collect();
    if !topics.is_empty() {
        let list = topics.join(", ");
        notes.add(
            &entry.document.path,
            fields.line("tags"),
            "tags",
            format!("entries of pages have no topics, so they are left out: {list}"),
        );
    }
    fields.report_unread(notes);
    let Some(title) = title else { return Part::Entry(with_date(untitled(&text, when, links, entry), date)) };
    let is_long = !is_list(&entry.document.path) && (text.len() > LONG_TEXT || has_blocks(&text));
    if is_long {
        let details: Vec<String> =
            [role, Some(place), period.or(in_words)].into_iter().flatten().filter(|text| !text.is_empty()).collect();
        let mut intro = Vec::new();
        if !details.is_empty() {
            intro.push(format!("*{}*", details.join(", ").replace('*', "")));
        }
        for link in &links {
            let url = link["url"].as_str().unwrap_or_default();
            let label = link["label"].as_str().or_else(|| link["kind"].as_str()).unwrap_or("link");
            let mut letters = label.chars();
            let label: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            intro.push(format!("[{label}]({})", url.replace(' ', "%20")));
        }
        let intro = intro.join(" · ");
        let text = if intro.is_empty() { text } else { format!("{intro}\n\n{text}") };
        let mut section = Map::new();
        section.insert("title".to_owned(), title.into());
        section.insert("text".to_owned(), text.into());
        return Part::Section(section);
    }
    Part::Entry(with_date(list_item(escaped(&title), role, place, when, text, links), date))
}

/// Adds the date of an entry, after its other short texts.
fn with_date(mut item: Map<String, Value>, date: Option<String>) -> Map<String, Value> {
    item.extend(date.map(|date| ("date".to_owned(), date.into())));
    item
}

/// Returns the title that Jekyll gives to a post without one: "2019-08-20-the-ink-well.md" is "The Ink Well".
fn title_of_name(path: &str) -> Option<String> {
    let name = path.strip_prefix("_posts/").map(stem_of)?;
    let words = date_of_name(name).and_then(|_| name.get(11..)).unwrap_or(name).split(['-', '_']);
    let capitalized = words.map(|word| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    });
    Some(capitalized.collect::<Vec<_>>().join(" ")).filter(|title| !title.trim().is_empty())
}

/// Returns an entry of a list. The title is inline Markdown.
pub(super) fn list_item(
    title: String,
    role: Option<String>,
    place: String,
    when: Option<String>,
    note: String,
    links: Vec<Value>,
) -> Map<String, Value> {
    let mut item = Map::new();
    item.insert("title".to_owned(), title.into());
    let texts =
        [("role", role.unwrap_or_default()), ("where", place), ("when", when.unwrap_or_default()), ("note", note)];
    for (field, text) in texts {
        if !text.trim().is_empty() {
            item.insert(field.to_owned(), text.into());
        }
    }
    if !links.is_empty() {
        item.insert("links".to_owned(), links.into());
    }
    item
}

/// Returns an entry without a title, such as a short piece of news: its first paragraph is the title, with its links.
fn untitled(text: &str, when: Option<String>, mut links: Vec<Value>, entry: &Entry) -> Map<String, Value> {
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let blocks = parse(first).blocks;
    if let [Block::Paragraph(content)] = blocks.as_slice()
        && !content.iter().any(|inline| matches!(inline, Inline::Break | Inline::Image(_)))
    {
        let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
        return list_item(line, None, String::new(), when, rest.to_owned(), links);
    }
    let title = plain_text(&blocks).split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        let name = stem_of(&entry.document.path).replace(['-', '_'], " ");
        return list_item(escaped(&name), None, String::new(), when, text.to_owned(), links);
    }
    for (label, url) in entry_links(&blocks) {
        push_link(&mut links, None, &url, Some(label.trim()).filter(|label| !label.is_empty()).or(Some("Link")));
    }
    list_item(escaped(&title), None, String::new(), when, rest.to_owned(), links)
}

/// Returns `true` for talks and news, which are always entries, so that their list is complete.
fn is_list(path: &str) -> bool {
    ["_news/", "_talks/", "content/event/", "content/events/", "content/talk/"]
        .iter()
        .any(|folder| path.starts_with(folder))
}

/// Returns `true` for a text with headings, images, code, quotes or tables.
fn has_blocks(text: &str) -> bool {
    let is_block = |line: &str| {
        line.starts_with('#')
            || line.starts_with("```")
            || line.starts_with("| ")
            || line.starts_with("![")
            || line.starts_with("===")
            || line.starts_with("> ")
    };
    text.lines().any(|line| is_block(line.trim_start()))
}
