//! Puts the parts of a Jekyll site together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::import::site::{
    addresses::{Addresses, Place, form},
    bibliography::{bibliographies, coauthors},
    context::{BibliographyReader, Context, Entry},
    cv,
    document::{Fields, read_value, scalar},
    entries::{Order, sections as entry_sections},
    folder::{Folder, stem_of},
    jekyll::{
        collect::{Documents, MenuItem, documents, in_menu_order, is_part_of_template, menu},
        person::{academicpages, al_folio, name_of, site},
    },
    markdown::{Dialect, PUBLICATIONS_MARK, decode_entities},
    notes::Notes,
    old_site::{OldSite, System},
    pages::{choice, page, sections, slug},
    profiles::{self, Profile},
    works::{APPEARANCE, publication},
};

/// Reads a site of academicpages or al-folio.
pub(in crate::import::site) fn read(folder: &Folder, system: System, read_bibliography: BibliographyReader) -> OldSite {
    let mut notes = Notes::default();
    let config = if folder.has("_config.yml") { "_config.yml" } else { "_config.yaml" };
    let settings = Fields::read_file(config, folder, &mut notes);
    let owner = name_of(&settings).unwrap_or_default();
    let Documents { pages, mut collections } = documents(folder, &settings, &mut notes);
    let menu = if system == System::AcademicPages { menu(folder, &mut notes) } else { Vec::new() };
    let works = collections.remove("publications").unwrap_or_default();
    let mut planned = plan(in_menu_order(pages, &menu), &collections, &menu, &mut notes);

    let mut addresses =
        Addresses::new(folder, system, settings.text("url").as_deref(), &settings.text("baseurl").unwrap_or_default());
    for plan in &planned {
        let new = path_of(&plan.slug);
        if let Some(entry) = &plan.page {
            addresses.add(&entry.document.path, &old_paths(entry), &new);
        }
        for entry in plan.collection.iter().flat_map(|name| &collections[name]) {
            addresses.add(&entry.document.path, &old_paths(entry), &new);
        }
    }
    addresses.add("", &["/publications/".to_owned()], "/publications/");
    for entry in &works {
        addresses.add_publication(&entry.document.path, &key_of(entry), &old_paths(entry));
    }

    let value = read_value(config, folder, &mut Notes::default()).unwrap_or(Value::Null);
    let context = Context {
        folder,
        addresses,
        dialect: Dialect::Kramdown,
        settings: value,
        owner: owner.clone(),
        names: BTreeMap::new(),
        read_bibliography,
    };
    let mut files = bibliographies(&context, &mut notes);
    for entry in &works {
        let bibliography = bibliography_of(entry, &context);
        files.extend(publication(entry, &key_of(entry), bibliography.as_deref(), &context, &mut notes));
    }
    let home = planned.iter().find(|plan| plan.slug.is_empty()).and_then(|plan| plan.page.as_ref());
    let mut person = match system {
        System::AcademicPages => academicpages(&settings, &owner, &context.addresses, &mut notes),
        _ => {
            al_folio(&settings, home.map(|home| &home.document.fields), &owner, folder, &context.addresses, &mut notes)
        }
    };
    menu_links(&menu, &planned, &context, &mut person);
    let people = coauthors(&files, folder, &mut notes);

    if !files.is_empty() && !planned.iter().any(|plan| plan.slug == "publications") {
        planned.push(Plan {
            slug: "publications".to_owned(),
            title: "Publications".to_owned(),
            page: None,
            collection: None,
        });
    }
    let mut pages = Vec::new();
    for plan in &planned {
        let sections = plan_sections(plan, &collections, &context, &mut person, &mut notes);
        let is_needed = plan.slug.is_empty() || plan.slug == "publications" && !files.is_empty();
        if sections.is_empty() && !is_needed {
            if let Some(entry) = &plan.page {
                notes.add(
                    &entry.document.path,
                    1,
                    "",
                    format!("the page \"{}\" has no text of its own, so it is left out", plan.title),
                );
            }
            continue;
        }
        pages.push(page(&plan.slug, &plan.title, sections));
    }
    report_data(folder, &mut notes);
    let slugs: BTreeSet<String> = pages.iter().filter_map(|page| page["slug"].as_str()).map(str::to_owned).collect();
    let mut redirects = context.addresses.redirects(&slugs);
    // Old paths of pages that are left out lead nowhere.
    redirects.retain(|_, new| slugs.contains(new.trim_matches('/')) || new.starts_with("/publications/"));
    OldSite {
        system,
        person,
        site: site(&settings),
        people,
        publications: context.addresses.publications_in(&files),
        files,
        pages,
        redirects,
        copies: context.addresses.copies(),
        warnings: notes.warnings(),
    }
}

/// A page of the new site: a page of the old one, a collection, or both.
struct Plan {
    slug: String,
    title: String,
    page: Option<Entry>,
    collection: Option<String>,
}

fn path_of(slug: &str) -> String {
    if slug.is_empty() { "/".to_owned() } else { format!("/{slug}/") }
}

/// Returns the old paths of a document: its own one and those that redirected to it.
fn old_paths(entry: &Entry) -> Vec<String> {
    let mut paths = vec![entry.path.clone()];
    paths.extend(entry.document.fields.list("redirect_from"));
    paths
}

/// Returns the key of a publication: its file name without the date, if that is unambiguous.
fn key_of(entry: &Entry) -> String {
    stem_of(&entry.document.path).to_owned()
}

/// Decides which pages the new site has.
fn plan(
    pages: Vec<(Entry, bool)>,
    collections: &BTreeMap<String, Vec<Entry>>,
    menu: &[MenuItem],
    notes: &mut Notes,
) -> Vec<Plan> {
    let mut planned: Vec<Plan> = Vec::new();
    let mut unused: BTreeSet<&str> = collections.keys().map(String::as_str).collect();
    for (entry, is_in_menu) in pages {
        let is_home = form(&entry.path).is_empty();
        if !is_home && !is_in_menu && is_part_of_template(&entry) {
            let title = entry.document.fields.text("title").unwrap_or_default();
            notes.add(
                &entry.document.path,
                1,
                "",
                format!("the page \"{title}\" is a part of the template and not in the menu, so it is left out"),
            );
            continue;
        }
        if entry.document.is_draft() {
            notes.add(&entry.document.path, 1, "", "the old site did not publish it; it is left out".to_owned());
            continue;
        }
        // Jekyll publishes the last of several files with the same URL.
        if let Some(same) =
            planned.iter_mut().find(|plan| plan.page.as_ref().is_some_and(|page| page.path == entry.path))
        {
            let hidden = same.page.replace(entry);
            if let (Some(hidden), Some(shown)) = (hidden, &same.page) {
                let message = format!(
                    "{} has the same URL, so visitors did not see this page; it is left out",
                    shown.document.path
                );
                notes.add(&hidden.document.path, 1, "", message);
                same.title = title_of(shown, menu).unwrap_or_else(|| same.title.clone());
            }
            continue;
        }
        let mut name = if is_home { String::new() } else { slug(&form(&entry.path)) };
        let collection = collection_of(&entry, &name, &unused);
        if !is_home && (name.is_empty() || planned.iter().any(|plan| plan.slug == name)) {
            let stem = slug(stem_of(&entry.document.path));
            name = (2..)
                .map(|number| format!("{stem}-{number}"))
                .chain([stem.clone()])
                .find(|name| !planned.iter().any(|plan| plan.slug == *name))
                .unwrap_or(stem);
        }
        if let Some(collection) = &collection {
            unused.remove(collection.as_str());
        }
        let title = title_of(&entry, menu).unwrap_or_else(|| capitalized(&name));
        planned.push(Plan { slug: name, title, page: Some(entry), collection });
    }
    if !planned.iter().any(|plan| plan.slug.is_empty()) {
        let about = planned.iter().position(|plan| plan.slug == "about");
        match about {
            Some(index) => {
                let mut home = planned.remove(index);
                home.slug = String::new();
                planned.insert(0, home);
            }
            None => {
                planned.insert(0, Plan { slug: String::new(), title: "Home".to_owned(), page: None, collection: None })
            }
        }
    }
    for name in unused {
        // The home page of al-folio shows the news.
        let shows_news = planned[0].page.as_ref().is_some_and(|home| news_of(&home.document.fields));
        if name == "news" && shows_news {
            planned[0].collection = Some("news".to_owned());
            continue;
        }
        let wanted = match name {
            "posts" => "blog".to_owned(),
            "teachings" => "teaching".to_owned(),
            name => slug(name),
        };
        match planned.iter_mut().find(|plan| plan.slug == wanted && plan.collection.is_none()) {
            Some(plan) => plan.collection = Some(name.to_owned()),
            None => planned.push(Plan {
                title: capitalized(&wanted),
                slug: wanted,
                page: None,
                collection: Some(name.to_owned()),
            }),
        }
    }
    planned
}

/// Returns the title of a page: its own one, or the one in the menu.
fn title_of(entry: &Entry, menu: &[MenuItem]) -> Option<String> {
    let own = entry.document.fields.text("title").map(|title| decode_entities(&title));
    let path = form(&entry.path);
    own.filter(|title| !title.trim().is_empty())
        .or_else(|| menu.iter().find(|item| form(&item.url) == path).map(|item| item.title.clone()))
}

/// Returns `true` if the front matter of a home page says that it shows the news: `news: true` or
/// `announcements: { enabled: true }`.
fn news_of(fields: &Fields) -> bool {
    fields.flag("news") == Some(true) || fields.part("announcements").flag("enabled") == Some(true)
}

/// Returns the collection that a page lists: the one with its name, or the one that its template code names.
fn collection_of(entry: &Entry, slug: &str, unused: &BTreeSet<&str>) -> Option<String> {
    let by_name = match slug {
        "blog" | "posts" | "year-archive" => "posts",
        "teaching" => {
            if unused.contains("teaching") {
                "teaching"
            } else {
                "teachings"
            }
        }
        name => name,
    };
    let lists = |name: &str| {
        let code = &entry.document.body;
        code.contains(&format!("in site.{name}"))
            || code.contains(&format!("site.{name} |"))
            || (name == "posts" && code.contains("paginator.posts"))
    };
    let is_cv = slug == "cv" || slug.is_empty();
    let by_code = unused.iter().copied().find(|name| !is_cv && lists(name));
    unused.get(by_name).copied().or(by_code).map(str::to_owned)
}

fn capitalized(name: &str) -> String {
    let name = name.replace('-', " ");
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Returns the sections of a page: its text, the entries of its collection, and what its layout shows.
fn plan_sections(
    plan: &Plan,
    collections: &BTreeMap<String, Vec<Entry>>,
    site: &Context,
    person: &mut Map<String, Value>,
    notes: &mut Notes,
) -> Vec<Value> {
    let mut found = Vec::new();
    let fields = plan.page.as_ref().map(|entry| &entry.document.fields);
    if let Some(entry) = &plan.page {
        let body = entry.document.body.as_str();
        let mut text = site.body(entry, notes);
        if plan.slug == "publications" {
            // The page has the list of publications anyway.
            text = text.replace(PUBLICATIONS_MARK, "");
        }
        if !plan.slug.is_empty()
            && let Some(description) = site.markdown_field("description", entry, notes).filter(|text| !is_sample(text))
            && !text.is_empty()
        {
            text = format!("{description}\n\n{text}");
        }
        let selected = body.contains("selected=true") || body.contains("selected={true}");
        found.extend(sections(&text, &choice(selected), &entry.document.path, notes));
        let layout = entry.document.fields.text("layout").unwrap_or_default();
        if layout == "cv"
            || body.contains("cv-template")
            || body.contains("site.data.cv")
            || body.contains("site.data.resume")
        {
            found.extend(cv_sections(entry, site, notes));
        }
        if let Some(cv) = entry.document.fields.text("cv_pdf") {
            let file = site
                .addresses
                .file(&cv)
                .or_else(|| site.addresses.file(&format!("assets/pdf/{}", cv.trim_start_matches('/'))));
            match file {
                Some(url) => profiles::add(person, vec![Profile::Link { kind: Some("cv"), label: None, url }]),
                None => notes.add(
                    &entry.document.path,
                    entry.document.fields.line("cv_pdf"),
                    "cv_pdf",
                    format!("the file \"{cv}\" does not exist, so the link is left out"),
                ),
            }
        }
        if plan.slug == "repositories" {
            found.extend(repositories(site.folder, notes));
        }
    }
    if let Some(name) = &plan.collection {
        let members: Vec<&Entry> = collections[name].iter().collect();
        let order = match name.as_str() {
            "projects" | "portfolio" | "software" | "books" => Order::Importance,
            _ => Order::Newest,
        };
        let categories = fields.map(|fields| fields.list("display_categories")).unwrap_or_default();
        let mut entries = entry_sections(&members, order, &categories, site, notes);
        if plan.slug.is_empty()
            && let Some(first) = entries.first_mut().and_then(Value::as_object_mut)
            && !first.contains_key("title")
        {
            let section = std::mem::take(first);
            first.insert("title".to_owned(), capitalized(name).into());
            first.extend(section);
        }
        found.extend(entries);
    }
    if let Some(fields) = fields {
        if fields.flag("selected_papers") == Some(true) {
            found.push(json!({ "title": "Selected publications", "publications": { "selected": true } }));
        }
        fields.ignore(&APPEARANCE);
        fields.ignore(&[
            "excerpt",
            "description",
            "subtitle",
            "profile",
            "news",
            "announcements",
            "latest_posts",
            "social",
            "display_categories",
            "cv_pdf",
            "cv_format",
            "years",
            "selected_papers",
            "title",
            "date",
            "author",
            "pagination",
            "profiles",
            "dropdown",
            "children",
            "toc",
            "main_font",
            "footer",
            "title_separator",
            "last_updated",
            "modified",
        ]);
        fields.report_unread(notes);
    }
    found
}

/// Returns `true` for the descriptions of pages that al-folio contains.
fn is_sample(text: &str) -> bool {
    text.contains("Generated by jekyll-scholar") || text.contains("Replace this text with your description")
}

fn cv_sections(entry: &Entry, site: &Context, notes: &mut Notes) -> Vec<Value> {
    let is_json = entry.document.fields.text("cv_format").is_some_and(|format| format.contains("json"));
    let paths = ["_data/cv.yml", "_data/cv.yaml", "_data/cv.json", "_data/resume.json", "assets/json/resume.json"];
    let path = if is_json { site.folder.first(&["assets/json/resume.json"]) } else { site.folder.first(&paths) };
    let Some(path) = path else { return Vec::new() };
    let Some(value) = read_value(path, site.folder, notes) else { return Vec::new() };
    let mut own = Notes::default();
    let mut other = Notes::default();
    let mut plain = |text: &str| site.plain(text, "", entry, &mut other);
    let mut more = Notes::default();
    let mut markdown = |text: &str| site.markdown(text, 1, entry, &mut more);
    let mut texts = cv::Texts { plain: &mut plain, markdown: &mut markdown };
    let found = cv::sections(&value, path, &mut texts, &mut own);
    for warning in own.warnings().into_iter().chain(other.warnings()).chain(more.warnings()) {
        notes.add(path, 0, &warning.path, warning.message);
    }
    found
}

/// Returns the section of the repositories of al-folio.
fn repositories(folder: &Folder, notes: &mut Notes) -> Vec<Value> {
    let Some(value) = read_value("_data/repositories.yml", folder, notes) else { return Vec::new() };
    let names = ["github_users", "github_repos"].iter().filter_map(|field| value.get(*field)?.as_array()).flatten();
    let entries: Vec<Value> = names
        .filter_map(scalar)
        .map(
            |name| json!({ "title": name, "links": [{ "kind": "code", "url": format!("https://github.com/{name}") }] }),
        )
        .collect();
    if entries.is_empty() { Vec::new() } else { vec![json!({ "entries": entries })] }
}

/// Adds the items of the menu that lead to files or other sites to the links of the person.
fn menu_links(menu: &[MenuItem], planned: &[Plan], site: &Context, person: &mut Map<String, Value>) {
    for item in menu {
        let path = form(item.url.split(['#', '?']).next().unwrap_or_default());
        let is_page = planned.iter().any(|plan| plan.page.as_ref().is_some_and(|entry| form(&entry.path) == path));
        if is_page || path == "publications" {
            continue;
        }
        let place = Place { file: "", path: "/" };
        if let Ok(url) = site.addresses.rewrite(&item.url, place)
            && !url.starts_with('/')
        {
            let profile = profiles::of_url(&url, &item.title);
            profiles::add(person, profile.into_iter().collect());
        }
    }
}

/// Returns the local file with the BibTeX entry of a publication.
fn bibliography_of(entry: &Entry, site: &Context) -> Option<String> {
    let url = entry.document.fields.any(&["bibtexurl", "bibtex"])?;
    let path = url
        .split_once("/files/")
        .map_or_else(|| url.trim_start_matches('/').to_owned(), |(_, name)| format!("files/{name}"));
    (path.ends_with(".bib") && site.folder.has(&path)).then_some(path)
}

/// Reports the data files that nothing reads.
fn report_data(folder: &Folder, notes: &mut Notes) {
    const KNOWN: [&str; 11] = [
        "navigation",
        "ui-text",
        "authors",
        "socials",
        "coauthors",
        "cv",
        "resume",
        "repositories",
        "venues",
        "citations",
        "featured_posts",
    ];
    for path in folder.below("_data/") {
        if !KNOWN.contains(&stem_of(path)) && !path.starts_with("_data/comments/") {
            notes.add(
                path,
                0,
                "",
                "the data file is not imported, because only the old site's own templates know its form".to_owned(),
            );
        }
    }
}
