//! Decides which pages the new site has.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::site::{
    addresses::form,
    context::Entry,
    document::Fields,
    folder::stem_of,
    jekyll::collect::{MenuItem, is_part_of_template},
    markdown::decode_entities,
    notes::Notes,
    pages::slug,
};

/// A page of the new site: a page of the old one, a collection, or both.
pub(super) struct Plan {
    pub slug: String,
    pub title: String,
    pub page: Option<Entry>,
    pub collection: Option<String>,
}

pub(super) fn path_of(slug: &str) -> String {
    if slug.is_empty() { "/".to_owned() } else { format!("/{slug}/") }
}

/// Returns the old paths of a document: its own one and those that redirected to it.
pub(super) fn old_paths(entry: &Entry) -> Vec<String> {
    let mut paths = vec![entry.path.clone()];
    paths.extend(entry.document.fields.list("redirect_from"));
    paths
}

/// Decides which pages the new site has.
pub(super) fn plan(
    owner: &str,
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
        // The heading of the home page of al-folio is the name.
        let is_about = is_home && entry.document.fields.text("layout").as_deref() == Some("about") && !owner.is_empty();
        let title = if is_about { Some(owner.to_owned()) } else { title_of(&entry, menu) };
        let title = title.unwrap_or_else(|| match (is_home, owner) {
            (true, "") => "Home".to_owned(),
            (true, owner) => owner.to_owned(),
            (false, _) => capitalized(&name),
        });
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
pub(super) fn news_of(fields: &Fields) -> bool {
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

pub(super) fn capitalized(name: &str) -> String {
    let name = name.replace('-', " ");
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
