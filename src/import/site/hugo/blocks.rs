//! The blocks and widgets of the pages of Hugo Blox.

use serde_json::{Map, Value, json};

use crate::import::{
    escape::escaped,
    site::{
        context::{Context, Entry},
        dates::{iso_date, month_and_year, period},
        document::Fields,
        entries::list_item,
        links::push_link,
        markdown::decode_entities,
        notes::Notes,
    },
};

/// A block of a page.
pub(super) struct Block<'b> {
    /// The kind: "markdown", "resume-experience".
    pub kind: String,
    pub content: Fields,
    /// The Markdown of a widget, with its line.
    pub body: Option<(&'b str, usize)>,
    /// The document of the block, for its file and its links.
    pub entry: &'b Entry,
}

/// What a block becomes.
pub(super) enum Shown {
    Sections(Vec<Value>),
    /// The entries of a folder, under a title.
    Folder {
        name: String,
        title: Option<String>,
        text: Option<String>,
    },
}

impl Block<'_> {
    fn title(&self) -> Option<String> {
        let title = decode_entities(&self.content.text("title")?).replace('\u{ad}', "");
        Some(title).filter(|title| !title.trim().is_empty())
    }

    /// Returns the subtitle and the text.
    fn text(&self, site: &Context, notes: &mut Notes) -> Option<String> {
        let line = self.entry.document.fields.line("text");
        let mut parts = Vec::new();
        if let Some(subtitle) = self.content.text("subtitle").filter(|text| text != "My subtitle") {
            parts.push(site.markdown(&subtitle, line, self.entry, notes));
        }
        if let Some(text) = self.content.long_text("text") {
            parts.push(site.markdown(&text, line, self.entry, notes));
        }
        if let Some((body, line)) = self.body {
            parts.push(site.markdown(body, line, self.entry, notes));
        }
        let text = parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
        (!text.is_empty()).then_some(text)
    }

    /// Converts the block. `owner` is the profile of the owner of the site.
    pub fn convert(&self, owner: Option<&Entry>, site: &Context, notes: &mut Notes) -> Shown {
        let kind = self.kind.rsplit('/').next().unwrap_or_default().to_lowercase();
        let kind = kind.strip_prefix("v1.").unwrap_or(&kind).to_owned();
        let title = self.title();
        let line = self.entry.document.fields.line("block");
        self.content.ignore(&[
            "design",
            "username",
            "author",
            "count",
            "offset",
            "order",
            "filters",
            "view",
            "page_type",
        ]);
        let is = |words: &[&str]| words.iter().any(|word| kind == *word || kind.starts_with(&format!("{word}.")));
        if kind.contains("biography") || is(&["about"]) {
            let mut sections = biography(owner, site, notes);
            if let Some(text) = self.text(site, notes) {
                sections.insert(0, json!({ "text": text }));
            }
            return Shown::Sections(sections);
        }
        if is(&["collection", "portfolio", "pages", "featured", "posts", "projects", "talks", "publications", "events"])
        {
            return self.collection(&kind, title, site, notes);
        }
        let of_owner = |field: &str| owner.map(|owner| owner.document.fields.parts(field)).unwrap_or_default();
        let sections = if kind.contains("experience") {
            let own =
                self.content.parts("experience").into_iter().chain(self.content.parts("items")).collect::<Vec<_>>();
            let work =
                if own.is_empty() { of_owner("work").into_iter().chain(of_owner("experience")).collect() } else { own };
            let mut sections = list(
                title.unwrap_or_else(|| "Experience".to_owned()),
                self.text(site, notes),
                &work,
                self.entry,
                site,
                notes,
            );
            if kind.starts_with("resume") {
                sections.extend(education(owner, site, notes));
            }
            sections
        } else if kind.contains("accomplishments") || kind.contains("awards") {
            let own: Vec<Fields> = self.content.parts("item").into_iter().chain(self.content.parts("items")).collect();
            let items = if own.is_empty() { of_owner("awards") } else { own };
            list(title.unwrap_or_else(|| "Awards".to_owned()), self.text(site, notes), &items, self.entry, site, notes)
        } else if kind.contains("languages") {
            list(title.unwrap_or_else(|| "Languages".to_owned()), None, &of_owner("languages"), self.entry, site, notes)
        } else if kind.contains("skills") || is(&["features", "featurette"]) {
            let own: Vec<Fields> =
                ["feature", "items", "features"].iter().flat_map(|field| self.content.parts(field)).collect();
            let items = if own.is_empty() { of_owner("skills") } else { own };
            skills(
                title.unwrap_or_else(|| "Skills".to_owned()),
                self.text(site, notes),
                &items,
                self.entry,
                site,
                notes,
            )
        } else if is(&["tag_cloud", "slider", "search", "people", "demo", "dataset"]) {
            notes.add(
                &self.entry.document.path,
                line,
                &self.kind,
                "the block has no place in a profile, so it is left out".to_owned(),
            );
            return Shown::Sections(Vec::new());
        } else {
            let mut section = Map::new();
            let text = self.with_buttons(self.text(site, notes), site, notes);
            match (title, text) {
                (title, Some(text)) => {
                    if let Some(title) = title {
                        section.insert("title".to_owned(), title.into());
                    }
                    section.insert("text".to_owned(), text.into());
                    vec![Value::Object(section)]
                }
                (Some(title), None) => {
                    notes.add(
                        &self.entry.document.path,
                        line,
                        &self.kind,
                        format!("the block \"{title}\" has no text of its own, so it is left out"),
                    );
                    Vec::new()
                }
                (None, None) => Vec::new(),
            }
        };
        self.content.ignore(&[
            "autolink",
            "form",
            "email",
            "phone",
            "address",
            "coordinates",
            "contact_links",
            "image",
            "date_format",
        ]);
        self.content.report_unread(notes);
        Shown::Sections(sections)
    }

    /// Returns a text with the buttons of the block as links.
    fn with_buttons(&self, text: Option<String>, site: &Context, notes: &mut Notes) -> Option<String> {
        let mut links = Vec::new();
        for field in ["button", "cta", "cta_alt", "primary_action", "secondary_action"] {
            let button = self.content.part(field);
            let Some(url) = button.any(&["url", "link"]) else { continue };
            let label = button.any(&["text", "label"]).unwrap_or_else(|| url.clone());
            if let Some(url) = site.url(&url, field, self.entry, notes) {
                links.push(format!("[{}]({url})", label.replace(['[', ']', '*'], "")));
            }
        }
        let parts: Vec<String> = text.into_iter().chain((!links.is_empty()).then(|| links.join(" · "))).collect();
        (!parts.is_empty()).then(|| parts.join("\n\n"))
    }

    /// Converts a block that lists pages.
    fn collection(&self, kind: &str, title: Option<String>, site: &Context, notes: &mut Notes) -> Shown {
        let nested = self.content.part("content");
        let content = if nested.is_empty() { &self.content } else { &nested };
        let filters = content.part("filters");
        let folder = filters.list("folders").first().cloned().or_else(|| content.text("page_type"));
        let folder = folder.unwrap_or_else(|| match kind {
            "posts" => "post".to_owned(),
            "projects" | "portfolio" => "project".to_owned(),
            "talks" | "events" => "event".to_owned(),
            _ => "publication".to_owned(),
        });
        let text = self.text(site, notes);
        if !folder.starts_with("publication") {
            return Shown::Folder { name: folder, title, text };
        }
        let mut choice = Map::new();
        if filters.flag("featured_only") == Some(true) || kind == "featured" {
            choice.insert("selected".to_owned(), true.into());
        } else if let Some(count) =
            content.text("count").and_then(|count| count.parse::<u32>().ok()).filter(|count| *count > 0)
        {
            choice.insert("newest".to_owned(), count.into());
        }
        let mut section = Map::new();
        section.insert("title".to_owned(), title.unwrap_or_else(|| "Publications".to_owned()).into());
        if let Some(text) = text {
            section.insert("text".to_owned(), text.into());
        }
        section.insert("publications".to_owned(), Value::Object(choice));
        Shown::Sections(vec![Value::Object(section)])
    }
}

/// Returns the sections of the biography: the text, the interests and the education.
pub(super) fn biography(owner: Option<&Entry>, site: &Context, notes: &mut Notes) -> Vec<Value> {
    let Some(owner) = owner else { return Vec::new() };
    let fields = &owner.document.fields;
    let mut sections = Vec::new();
    let mut text = site.body(owner, notes);
    if text.is_empty() {
        text = site.markdown_field("bio", owner, notes).unwrap_or_default();
    }
    if !text.is_empty() {
        sections.extend(crate::import::site::pages::sections(&text, &json!({}), &owner.document.path, notes));
    }
    let interests: Vec<Value> = fields
        .list("interests")
        .iter()
        .map(|text| Value::String(site.plain(text, "interests", owner, notes)))
        .collect();
    if !interests.is_empty() {
        sections.push(json!({ "title": "Interests", "entries": interests }));
    }
    let is_elsewhere =
        |path: &str| site.folder.text(path).is_some_and(|text| text.contains("block: resume-experience"));
    if !site.folder.below("content/").any(is_elsewhere) {
        sections.extend(education(Some(owner), site, notes));
    }
    sections
}

/// Returns the section of the education in the profile of the owner.
fn education(owner: Option<&Entry>, site: &Context, notes: &mut Notes) -> Vec<Value> {
    let Some(owner) = owner else { return Vec::new() };
    let fields = &owner.document.fields;
    let items: Vec<Fields> =
        fields.parts("education").into_iter().chain(fields.part("education").parts("courses")).collect();
    list("Education".to_owned(), None, &items, owner, site, notes)
}

fn list(
    title: String,
    text: Option<String>,
    items: &[Fields],
    entry: &Entry,
    site: &Context,
    notes: &mut Notes,
) -> Vec<Value> {
    let entries: Vec<Value> =
        items.iter().filter_map(|item| item_of(item, entry, site, notes)).map(Value::Object).collect();
    with_entries(title, text, entries)
}

fn with_entries(title: String, text: Option<String>, entries: Vec<Value>) -> Vec<Value> {
    if entries.is_empty() && text.is_none() {
        return Vec::new();
    }
    let mut section = Map::new();
    section.insert("title".to_owned(), title.into());
    if let Some(text) = text {
        section.insert("text".to_owned(), text.into());
    }
    if !entries.is_empty() {
        section.insert("entries".to_owned(), entries.into());
    }
    vec![Value::Object(section)]
}

/// Returns a position, a degree or an award as an entry.
fn item_of(item: &Fields, entry: &Entry, site: &Context, notes: &mut Notes) -> Option<Map<String, Value>> {
    let plain = |text: String, notes: &mut Notes| site.plain(&text, "", entry, notes);
    let title = item.any(&["title", "position", "role", "degree", "course", "area", "name"])?;
    let area = item.any(&["area", "field"]).filter(|area| *area != title);
    let title = plain(area.map_or(title.clone(), |area| format!("{title}, {area}")), notes);
    let organization = item.any(&["company", "company_name", "org", "organization", "awarder", "institution"]);
    let place = [organization.clone(), item.text("location")]
        .into_iter()
        .flatten()
        .map(|part| plain(part, notes))
        .collect::<Vec<_>>()
        .join(", ");
    let start = item.any(&["date_start", "start"]);
    let end = item.any(&["date_end", "end"]);
    // An award without an end is not a period.
    let is_award = ["awarder", "certificate_url", "organization"].iter().any(|field| item.value(field).is_some());
    let end = end.or_else(|| start.clone().filter(|_| is_award));
    let when = period(start.as_deref(), end.as_deref())
        .or_else(|| item.any(&["date", "year"]).map(|date| iso_date(&date).map_or(date, |iso| month_and_year(&iso))))
        .or_else(|| item.text("level").or_else(|| item.text("percent").map(|percent| format!("{percent} %"))));
    let mut parts = Vec::new();
    for field in ["description", "summary", "text"] {
        parts.extend(
            item.long_text(field).map(|text| site.markdown(&text, entry.document.fields.line("summary"), entry, notes)),
        );
    }
    let mut links = Vec::new();
    for (field, label) in [
        ("url", None),
        ("certificate_url", Some("Certificate".to_owned())),
        ("company_url", organization.clone()),
        ("organization_url", organization.clone()),
        ("institution_url", organization),
    ] {
        if let Some(url) = item.text(field).and_then(|url| site.url(&url, field, entry, notes)) {
            push_link(&mut links, Some("website"), &url, label.as_deref());
        }
    }
    let button = item.part("button");
    if let Some(url) = button.text("url").and_then(|url| site.url(&url, "button", entry, notes)) {
        push_link(&mut links, None, &url, Some(&button.text("text").unwrap_or_else(|| "Link".to_owned())));
    }
    item.ignore(&[
        "company_logo",
        "organization_logo",
        "logo",
        "icon",
        "icon_pack",
        "color",
        "color_border",
        "percent",
    ]);
    item.report_unread(notes);
    Some(list_item(escaped(&title), None, place, when, parts.join("\n\n"), links))
}

/// Returns skills, which have groups in newer versions.
fn skills(
    title: String,
    text: Option<String>,
    items: &[Fields],
    entry: &Entry,
    site: &Context,
    notes: &mut Notes,
) -> Vec<Value> {
    let mut entries = Vec::new();
    for item in items {
        let nested = item.parts("items");
        let plain = item.list("items");
        if nested.is_empty() && plain.is_empty() {
            entries.extend(item_of(item, entry, site, notes).map(Value::Object));
            continue;
        }
        let mut group: Vec<Value> =
            nested.iter().filter_map(|item| item_of(item, entry, site, notes)).map(Value::Object).collect();
        group.extend(plain.into_iter().map(Value::String));
        let name = item.any(&["name", "title"]).unwrap_or_else(|| title.clone());
        entries.push(json!({ "title": name, "entries": group }));
    }
    with_entries(title, text, entries)
}

/// Returns `true` for a block that the old site did not show, or that only the template's own site shows.
pub(super) fn is_hidden(fields: &Fields) -> bool {
    fields.flag("active") == Some(false) || fields.flag("demo") == Some(true) || fields.flag("headless") == Some(false)
}
