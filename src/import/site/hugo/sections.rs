//! The sections of the pages of a Hugo site.

use serde_json::{Map, Value, json};

use crate::import::site::{
    context::{Context, Entry},
    document::{Fields, left_out},
    entries::{Order, sections as entry_sections},
    hugo::{
        blocks::{Block, Shown, biography, is_hidden},
        plan::Plan,
    },
    notes::Notes,
    pages::{page, sections},
    profiles::{self, Profile},
    works::APPEARANCE,
};

/// Returns the blocks of a page of newer versions.
fn blocks_of(entry: &Entry) -> Vec<(BlockFields, bool)> {
    entry
        .document
        .fields
        .parts("sections")
        .into_iter()
        .map(|block| {
            let hidden = is_hidden(&block);
            (BlockFields { kind: block.text("block").unwrap_or_default(), content: block.part("content") }, hidden)
        })
        .collect()
}

/// The kind and the content of a block.
struct BlockFields {
    kind: String,
    content: Fields,
}

pub(super) fn home_page(
    home: Option<&Entry>,
    widgets: &[Entry],
    owner: Option<&Entry>,
    name: &str,
    site: &Context,
    person: &mut Map<String, Value>,
    notes: &mut Notes,
) -> Value {
    let mut found = Vec::new();
    let mut has_biography = false;
    if let Some(home) = home {
        found.extend(sections(&site.body(home, notes), &json!({}), &home.document.path, notes));
        for (BlockFields { kind, content }, hidden) in blocks_of(home) {
            if hidden {
                let title = content.text("title").unwrap_or_default();
                notes.add(
                    &home.document.path,
                    home.document.fields.line("sections"),
                    &kind,
                    format!("the block \"{title}\" is hidden or only for the template's own site, so it is left out"),
                );
                continue;
            }
            has_biography |= kind.contains("biography") || kind.contains("about");
            cv_button(&content, home, site, person);
            let block = Block { kind, content, body: None, entry: home };
            found.extend(on_home(block.convert(owner, site, notes), home, notes));
        }
        home.document.fields.ignore(&APPEARANCE);
        home.document.fields.ignore(&[
            "title",
            "date",
            "type",
            "design",
            "sections",
            "summary",
            "cms_exclude",
            "show_date",
            "profile",
        ]);
        home.document.fields.report_unread(notes);
    }
    for widget in widgets {
        let fields = &widget.document.fields;
        let kind = fields.text("widget").unwrap_or_default();
        if is_hidden(fields) || widget.document.is_draft() {
            notes.add(&widget.document.path, 1, "", format!("the widget \"{kind}\" was not active, so it is left out"));
            continue;
        }
        has_biography |= kind.contains("about");
        let content = Fields::clone_of(fields);
        content.ignore(&[
            "widget",
            "active",
            "headless",
            "weight",
            "content",
            "design",
            "advanced",
            "date_format",
            "projects",
        ]);
        content.ignore(&APPEARANCE);
        let block =
            Block { kind, content, body: Some((&widget.document.body, widget.document.body_line)), entry: widget };
        found.extend(on_home(block.convert(owner, site, notes), widget, notes));
    }
    if !has_biography {
        let mut bio = biography(owner, site, notes);
        bio.append(&mut found);
        found = bio;
    }
    let title = home.and_then(|home| home.document.fields.text("title")).filter(|title| !title.trim().is_empty());
    let title = title.unwrap_or_else(|| if name.is_empty() { "Home".to_owned() } else { name.to_owned() });
    page("", &title, found)
}

/// Adds the button with the CV to the links of the person.
fn cv_button(content: &Fields, entry: &Entry, site: &Context, person: &mut Map<String, Value>) {
    let button = content.part("button");
    if let Some(url) = button.text("url").and_then(|url| site.addresses.rewrite(&url, entry.place()).ok()) {
        let label = button.text("text").unwrap_or_default();
        let is_cv = label.to_lowercase().contains("cv") || label.to_lowercase().contains("resum");
        if is_cv {
            profiles::add(person, vec![Profile::Link { kind: Some("cv"), label: None, url }]);
        }
    }
}

/// Returns the sections of a block on the home page. A list of other pages is left out, because the menu leads to them.
fn on_home(shown: Shown, entry: &Entry, notes: &mut Notes) -> Vec<Value> {
    match shown {
        Shown::Sections(sections) => sections,
        Shown::Folder { name, title, text } => {
            let title = title.unwrap_or_else(|| name.clone());
            notes.add(
                &entry.document.path,
                1,
                "",
                format!("the list \"{title}\" is left out, because the page of \"{name}\" has all its entries"),
            );
            text.map(|text| json!({ "title": title, "text": text })).into_iter().collect()
        }
    }
}

pub(super) fn plan_sections(
    plan: &Plan,
    owner: Option<&Entry>,
    site: &Context,
    person: &mut Map<String, Value>,
    notes: &mut Notes,
) -> Vec<Value> {
    let mut found = Vec::new();
    let mut has_entries = plan.folder.is_none();
    let entries_of = |folder: &(String, Vec<Entry>), notes: &mut Notes| {
        let (name, entries) = folder;
        let has_weights = entries.iter().any(|entry| entry.document.fields.text("weight").is_some());
        let order = if has_weights || name.starts_with("project") { Order::Importance } else { Order::Newest };
        entry_sections(&entries.iter().collect::<Vec<_>>(), order, &[], site, notes)
    };
    if let Some(entry) = &plan.page {
        found.extend(sections(&site.body(entry, notes), &json!({}), &entry.document.path, notes));
        for (BlockFields { kind, content }, hidden) in blocks_of(entry) {
            if hidden {
                continue;
            }
            cv_button(&content, entry, site, person);
            let block = Block { kind, content, body: None, entry };
            match (block.convert(owner, site, notes), &plan.folder) {
                (Shown::Sections(sections), _) => found.extend(sections),
                (Shown::Folder { name, text, .. }, Some(folder)) if folder.0 == name && !has_entries => {
                    found.extend(text.map(|text| json!({ "text": text })));
                    found.extend(entries_of(folder, notes));
                    has_entries = true;
                }
                (shown, _) => found.extend(on_home(shown, entry, notes)),
            }
        }
        if let Some(summary) = site.markdown_field("summary", entry, notes).filter(|_| found.is_empty()) {
            found.push(json!({ "text": summary }));
        }
        let fields = &entry.document.fields;
        fields.ignore(&APPEARANCE);
        fields.ignore(&[
            "title",
            "date",
            "type",
            "design",
            "sections",
            "summary",
            "cms_exclude",
            "cascade",
            "view",
            "show_date",
            "image",
            "profile",
            "authors",
            "featured",
            "subtitle",
            "tags",
            "categories",
            "banner",
            "outputs",
        ]);
        fields.report_unread(notes);
    }
    if let Some(folder) = plan.folder.as_ref().filter(|_| !has_entries) {
        found.extend(entries_of(folder, notes));
    }
    if plan.slug == "publications" {
        // The page has the list of publications anyway.
        found.retain(|section| section.get("publications").is_none() || section.get("text").is_some());
        for section in &mut found {
            if let Some(section) = section.as_object_mut()
                && let Some(choice) = section.remove("publications")
                && choice != json!({})
            {
                notes.add("content/publication/_index.md", 0, "", left_out(&choice));
            }
        }
    }
    found
}
