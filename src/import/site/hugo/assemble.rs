//! Puts the parts of a Hugo site together.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::import::site::{
    addresses::{Addresses, form},
    bibliography::bibliographies,
    context::{BibliographyReader, Context, Entry},
    document::{Fields, left_out},
    entries::{Order, sections as entry_sections},
    folder::{Folder, folder_of, stem_of},
    hugo::{
        blocks::{Block, Shown, biography, is_hidden, report_unshown},
        collect::{Documents, Section, documents, old_paths},
        profile::{Authors, authors, name_of, person},
        settings::Settings,
    },
    jekyll::is_language,
    markdown::{Dialect, decode_entities},
    notes::Notes,
    old_site::{OldSite, System},
    pages::{page, sections, slug},
    profiles::{self, Profile},
    works::{APPEARANCE, publication},
};

/// A page of the new site: a page of the old one, the entries of a folder, or both.
struct Plan {
    slug: String,
    title: String,
    page: Option<Entry>,
    folder: Option<(String, Vec<Entry>)>,
}

/// Reads a site of Hugo Blox.
pub(in crate::import::site) fn read(folder: &Folder, read_bibliography: BibliographyReader) -> OldSite {
    let mut notes = Notes::default();
    let settings = Settings::read(folder, &mut notes);
    let Authors { owner, names, others } = authors(folder, &mut notes);
    let Documents { home, widgets, publications, publication_page, pages, sections: folders } =
        documents(folder, &settings, &mut notes);
    let url = settings.url();
    let mut addresses = Addresses::new(folder, System::HugoBlox, url.as_deref(), "");
    let name = owner.as_ref().and_then(|owner| name_of(&owner.document.fields)).unwrap_or_default();

    let planned = plan(pages, folders, publication_page, !publications.is_empty(), &settings);
    for plan in &planned {
        let new = format!("/{}/", plan.slug);
        let mut old = plan.page.as_ref().map(old_paths).unwrap_or_default();
        if let Some((name, entries)) = &plan.folder {
            old.push(format!("/{name}/"));
            entries.iter().for_each(|entry| addresses.add(&entry.document.path, &old_paths(entry), &new));
        }
        addresses.add(plan.page.as_ref().map_or("", |page| &page.document.path), &old, &new);
    }
    if let Some(home) = &home {
        addresses.add(&home.document.path, &old_paths(home), "/");
    }
    if let Some(owner) = &owner {
        let key = owner.path.trim_matches('/').rsplit('/').next().unwrap_or_default();
        let title = slug(&name);
        let old = [
            format!("/author/{key}/"),
            format!("/authors/{key}/"),
            format!("/author/{title}/"),
            format!("/authors/{title}/"),
        ];
        addresses.add(&owner.document.path, &old, "/");
    }
    addresses.add("", &["/publication/".to_owned(), "/publications/".to_owned()], "/publications/");
    for entry in &publications {
        addresses.add_publication(&entry.document.path, &key_of(entry), &old_paths(entry));
    }
    let context = Context {
        folder,
        addresses,
        dialect: Dialect::Goldmark,
        settings: Value::Null,
        owner: name.clone(),
        names: names.into_iter().collect(),
        read_bibliography,
    };

    let mut files = bibliographies(&context, &mut notes);
    for entry in &publications {
        let cite = format!("{}/cite.bib", folder_of(&entry.document.path));
        let cite = (entry.document.path.ends_with("/index.md") && folder.has(&cite)).then_some(cite);
        files.extend(publication(entry, &key_of(entry), cite.as_deref(), &context, &mut notes));
    }
    let mut person = match &owner {
        Some(owner) => person(owner, &settings, &context, &mut notes),
        None => Map::from_iter([("name".to_owned(), Value::String(name.clone()))]),
    };

    let mut new_pages =
        vec![home_page(home.as_ref(), &widgets, owner.as_ref(), &name, &context, &mut person, &mut notes)];
    for plan in &planned {
        let sections = plan_sections(plan, owner.as_ref(), &context, &mut person, &mut notes);
        if sections.is_empty() && plan.slug != "publications" {
            let file =
                plan.page.as_ref().map_or_else(|| format!("content/{}", plan.slug), |page| page.document.path.clone());
            notes.add(&file, 0, "", format!("the page \"{}\" has no text of its own, so it is left out", plan.title));
            continue;
        }
        new_pages.push(page(&plan.slug, &plan.title, sections));
    }
    if let Some(owner) = &owner {
        report_unshown(owner, &mut notes);
    }
    for path in others {
        notes.add(
            &path,
            0,
            "",
            "the profile of another person is not imported; add their URL to \"people\"".to_owned(),
        );
    }
    let slugs: BTreeSet<String> =
        new_pages.iter().filter_map(|page| page["slug"].as_str()).map(str::to_owned).collect();
    let mut redirects = context.addresses.redirects(&slugs);
    redirects.retain(|_, new| slugs.contains(new.trim_matches('/')) || new.starts_with("/publications/"));
    OldSite {
        system: System::HugoBlox,
        person,
        site: site(&settings),
        people: Map::new(),
        publications: context.addresses.publications_in(&files),
        files,
        pages: new_pages,
        redirects,
        copies: context.addresses.copies(),
        warnings: notes.warnings(),
    }
}

fn site(settings: &Settings) -> Map<String, Value> {
    let mut site = Map::new();
    if let Some(url) = settings.url() {
        site.insert("url".to_owned(), format!("{}/", url.trim_end_matches('/')).into());
    }
    if let Some(language) = settings.language().filter(|tag| is_language(tag)) {
        site.insert("language".to_owned(), language.into());
    }
    if let Some(description) = settings.description() {
        site.insert("description".to_owned(), description.split_whitespace().collect::<Vec<_>>().join(" ").into());
    }
    site
}

/// Returns the name of the folder of a page bundle, or of the file.
fn key_of(entry: &Entry) -> String {
    match stem_of(&entry.document.path) {
        "index" => folder_of(&entry.document.path).rsplit('/').next().unwrap_or_default().to_owned(),
        stem => stem.to_owned(),
    }
}

/// Decides which pages the new site has besides the home page, in the order of the menu.
fn plan(
    pages: Vec<Entry>,
    folders: std::collections::BTreeMap<String, Section>,
    publication_page: Option<Entry>,
    has_publications: bool,
    settings: &Settings,
) -> Vec<Plan> {
    let mut planned: Vec<Plan> = Vec::new();
    let title_of = |entry: &Entry| {
        let title = entry.document.fields.text("title").map(|title| decode_entities(&title).replace('\u{ad}', ""));
        title.filter(|title| !title.trim().is_empty())
    };
    if publication_page.is_some() || has_publications {
        let title = publication_page.as_ref().and_then(title_of).unwrap_or_else(|| "Publications".to_owned());
        planned.push(Plan { slug: "publications".to_owned(), title, page: publication_page, folder: None });
    }
    for entry in pages {
        let name = slug(&form(&entry.path));
        let name = if name.is_empty() { "page".to_owned() } else { name };
        let title = title_of(&entry).unwrap_or_else(|| capitalized(entry.path.trim_matches('/')));
        planned.push(Plan { slug: name, title, page: Some(entry), folder: None });
    }
    for (name, Section { page, entries }) in folders {
        let wanted = match name.as_str() {
            "event" | "talk" => "talks".to_owned(),
            "post" => "posts".to_owned(),
            "project" => "projects".to_owned(),
            "course" => "courses".to_owned(),
            name => slug(name),
        };
        let title = page.as_ref().and_then(title_of);
        match planned.iter_mut().find(|plan| plan.slug == wanted && plan.folder.is_none()) {
            Some(plan) => plan.folder = Some((name, entries)),
            None => {
                let wanted = if wanted.is_empty() { "pages".to_owned() } else { wanted };
                planned.push(Plan {
                    title: title.unwrap_or_else(|| capitalized(&wanted)),
                    slug: wanted,
                    page,
                    folder: Some((name, entries)),
                });
            }
        }
    }
    let mut used = BTreeSet::from([String::new()]);
    for plan in &mut planned {
        let mut name = plan.slug.clone();
        let mut number = 2;
        while !used.insert(name.clone()) {
            name = format!("{}-{number}", plan.slug);
            number += 1;
        }
        plan.slug = name;
    }
    let menu: Vec<String> =
        settings.menu().iter().map(|(_, url)| form(url.split('#').next().unwrap_or_default())).collect();
    let position = |plan: &Plan| {
        let old = plan.page.as_ref().map(|page| form(&page.path));
        menu.iter()
            .position(|url| !url.is_empty() && (Some(url) == old.as_ref() || *url == plan.slug))
            .unwrap_or(usize::MAX)
    };
    planned.sort_by_key(position);
    planned
}

fn capitalized(name: &str) -> String {
    let name = name.replace('-', " ");
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

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

struct BlockFields {
    kind: String,
    content: Fields,
}

fn home_page(
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

fn plan_sections(
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
