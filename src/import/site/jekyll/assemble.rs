//! Puts the parts of a Jekyll site together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::import::site::{
    addresses::{Addresses, Place, form},
    bibliography::{bibliographies, coauthors},
    context::{Context, Entry},
    document::{Fields, read_value},
    folder::{Folder, stem_of},
    jekyll::{
        collect::{Documents, MenuItem, documents, in_menu_order, menu},
        person::{academicpages, al_folio, name_of, site},
        plan::{Plan, old_paths, path_of, plan},
        sections::plan_sections,
    },
    markdown::Dialect,
    notes::Notes,
    old_site::{OldSite, System},
    pages::page,
    profiles,
    works::publication,
};

/// Reads a site of academicpages or al-folio.
pub(in crate::import::site) fn read(folder: &Folder, system: System) -> OldSite {
    let mut notes = Notes::default();
    let config = if folder.has("_config.yml") { "_config.yml" } else { "_config.yaml" };
    let settings = Fields::read_file(config, folder, &mut notes);
    let owner = name_of(&settings).unwrap_or_default();
    let Documents { pages, mut collections } = documents(folder, &settings, &mut notes);
    let menu = if system == System::AcademicPages { menu(folder, &mut notes) } else { Vec::new() };
    let works = collections.remove("publications").unwrap_or_default();
    let mut planned = plan(&owner, in_menu_order(pages, &menu), &collections, &menu, &mut notes);

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
    };
    let shows_bibliography = planned.iter().filter_map(|plan| plan.page.as_ref()).any(|page| {
        let is_list =
            ["bibliography", "bib_search", "publications.liquid"].iter().any(|code| page.document.body.contains(code));
        is_list || page.document.fields.flag("selected_papers") == Some(true)
    });
    let mut files = Vec::new();
    if shows_bibliography {
        files = bibliographies(&context, &mut notes);
    } else {
        for path in folder.below("_bibliography/").filter(|path| path.ends_with(".bib")) {
            let message = "no page of the old site shows this bibliography, so it is left out; to import it, name the file instead of the folder";
            notes.add(path, 0, "", message.to_owned());
        }
    }
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

/// Returns the key of a publication: its file name without the date, if that is unambiguous.
fn key_of(entry: &Entry) -> String {
    stem_of(&entry.document.path).to_owned()
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
