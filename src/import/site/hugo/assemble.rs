//! Puts the parts of a Hugo site together.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::import::site::{
    addresses::Addresses,
    bibliography::bibliographies,
    context::{Context, Entry},
    folder::{Folder, folder_of, stem_of},
    hugo::{
        collect::{Documents, documents, old_paths},
        plan::plan,
        profile::{Authors, authors, name_of, person, report_unshown},
        sections::{home_page, plan_sections},
        settings::Settings,
    },
    jekyll::is_language,
    markdown::Dialect,
    notes::Notes,
    old_site::{OldSite, System},
    pages::{page, slug},
    works::publication,
};

/// Reads a site of Hugo Blox.
pub(in crate::import::site) fn read(folder: &Folder) -> OldSite {
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
            for entry in entries {
                addresses.add(&entry.document.path, &old_paths(entry), &new);
                addresses.add_internal(&content_path(entry), &new);
            }
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
        let new = addresses.add_publication(&entry.document.path, &key_of(entry), &old_paths(entry));
        addresses.add_internal(&content_path(entry), &new);
    }
    let context = Context {
        folder,
        addresses,
        dialect: Dialect::Goldmark,
        settings: Value::Null,
        owner: name.clone(),
        names: names.into_iter().collect(),
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

/// Returns the path of a document below `content`, as `relref` uses it.
fn content_path(entry: &Entry) -> String {
    let path = entry.document.path.strip_prefix("content/").unwrap_or(&entry.document.path);
    let path = path.rsplit_once('.').map_or(path, |(path, _)| path);
    path.trim_end_matches("index").trim_end_matches("_").to_owned()
}

/// Returns the name of the folder of a page bundle, or of the file.
fn key_of(entry: &Entry) -> String {
    match stem_of(&entry.document.path) {
        "index" => folder_of(&entry.document.path).rsplit('/').next().unwrap_or_default().to_owned(),
        stem => stem.to_owned(),
    }
}
