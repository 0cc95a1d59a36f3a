//! Decides which pages the new site has besides the home page.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::site::{
    addresses::form,
    context::Entry,
    hugo::{collect::Section, settings::Settings},
    markdown::decode_entities,
    pages::slug,
};

/// A page of the new site: a page of the old one, the entries of a folder, or both.
pub(super) struct Plan {
    pub slug: String,
    pub title: String,
    pub page: Option<Entry>,
    pub folder: Option<(String, Vec<Entry>)>,
}

/// Decides which pages the new site has besides the home page, in the order of the menu.
pub(super) fn plan(
    pages: Vec<Entry>,
    folders: BTreeMap<String, Section>,
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
        let path = form(&entry.path);
        let of_menu = settings.menu().into_iter().find(|(_, url)| form(url) == path).map(|(title, _)| title);
        let title = title_of(&entry).or(of_menu).unwrap_or_else(|| capitalized(entry.path.trim_matches('/')));
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

pub(super) fn capitalized(name: &str) -> String {
    let name = name.replace('-', " ");
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
