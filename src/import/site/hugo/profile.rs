//! The person in the profile of an author: `content/authors/admin/_index.md`, or `data/authors/me.yaml` of newer versions.

use serde_json::{Map, Value, json};

use crate::import::site::{
    addresses::Addresses,
    context::{Context, Entry},
    document::{Document, Fields, left_out, scalar},
    folder::{Folder, folder_of, stem_of},
    hugo::settings::Settings,
    notes::Notes,
    profiles,
};

/// The profiles of the authors of a site.
pub(super) struct Authors {
    /// The owner of the site.
    pub owner: Option<Entry>,
    /// The names of all authors, by the names of their folders in lower case.
    pub names: Vec<(String, String)>,
    /// The profiles of other people.
    pub others: Vec<String>,
}

/// Finds the profiles of the authors.
pub(super) fn authors(folder: &Folder, notes: &mut Notes) -> Authors {
    let mut found: Vec<(String, Document)> = Vec::new();
    for path in folder.below("content/authors/").chain(folder.below("data/authors/")) {
        let key = if path.starts_with("data/") {
            stem_of(path).to_lowercase()
        } else {
            folder_of(path).strip_prefix("content/authors/").unwrap_or_default().to_lowercase()
        };
        let is_profile = path.starts_with("data/") || path.ends_with("/_index.md") || path.ends_with("/index.md");
        if key.is_empty() || !is_profile {
            continue;
        }
        let document = if path.starts_with("data/") {
            let text = folder.text(path).unwrap_or_default();
            let fields = Fields::read_file(path, folder, notes);
            Some(Document { path: path.to_owned(), fields, body: String::new(), body_line: text.lines().count() })
        } else {
            Document::read(path, folder, notes)
        };
        found.extend(document.map(|document| (key, document)));
    }
    let names = found.iter().filter_map(|(key, document)| Some((key.clone(), name_of(&document.fields)?))).collect();
    let is_owner = |document: &Document| {
        document.fields.flag("superuser") == Some(true) || document.fields.flag("is_owner") == Some(true)
    };
    let index = found
        .iter()
        .position(|(key, document)| matches!(key.as_str(), "admin" | "me") && is_owner(document))
        .or_else(|| found.iter().position(|(_, document)| is_owner(document)))
        .or_else(|| found.iter().position(|(key, _)| matches!(key.as_str(), "admin" | "me")))
        .or_else(|| (found.len() == 1).then_some(0));
    let owner = index
        .map(|index| found.remove(index))
        .map(|(key, document)| Entry { document, path: format!("/authors/{key}/") });
    let others = found.into_iter().map(|(_, document)| document.path).collect();
    Authors { owner, names, others }
}

/// Returns the name of an author: "title", or "name" of older and newer versions.
pub(super) fn name_of(fields: &Fields) -> Option<String> {
    let parts = fields.part("name");
    let parts = parts.text("display").or_else(|| match (parts.text("given"), parts.text("family")) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        _ => None,
    });
    parts.or_else(|| fields.any(&["title", "name"]))
}

/// Returns the fields of `person`.
pub(super) fn person(owner: &Entry, settings: &Settings, site: &Context, notes: &mut Notes) -> Map<String, Value> {
    let fields = &owner.document.fields;
    let mut person = Map::new();
    let name = name_of(fields).unwrap_or_default();
    person.insert("name".to_owned(), name.clone().into());
    if let Some(role) = site.plain_field("role", owner, notes) {
        person.insert("headline".to_owned(), role.into());
    }
    let organizations: Vec<Value> = ["organizations", "affiliations"]
        .iter()
        .flat_map(|field| fields.parts(field))
        .filter_map(|organization| {
            let name = organization.text("name")?;
            let url = organization.text("url").and_then(|url| site.url(&url, "organizations", owner, notes));
            Some(match url {
                Some(url) => json!({ "name": name, "url": url }),
                None => json!({ "name": name }),
            })
        })
        .collect();
    if !organizations.is_empty() {
        person.insert("affiliations".to_owned(), organizations.into());
    }
    if let Some(location) = location(settings) {
        person.insert("location".to_owned(), location.into());
    }
    let mut email = fields
        .text("email")
        .or_else(|| settings.param("email").and_then(scalar).filter(|email| !email.ends_with("@example.org")));
    let mut found = Vec::new();
    for field in ["social", "profiles", "links"] {
        for link in fields.parts(field) {
            let Some(url) = link.any(&["link", "url"]) else { continue };
            let icon = link.text("icon").unwrap_or_default();
            let icon = icon.rsplit('/').next().unwrap_or_default().to_owned();
            if let Some(address) = url.strip_prefix("mailto:") {
                email = email.or_else(|| Some(address.to_owned()));
                continue;
            }
            // The contact form is a part of the old home page.
            if url.starts_with('#') || url.starts_with("/#") {
                continue;
            }
            let is_cv = icon == "cv" || url.to_lowercase().contains("resume") || url.to_lowercase().ends_with("cv.pdf");
            let label = link.text("label").unwrap_or_else(|| if is_cv { "CV".to_owned() } else { String::new() });
            let label = if is_cv { "CV" } else { &label };
            match site.addresses.rewrite(&url, owner.place()) {
                Ok(url) => found.extend(profiles::of_url(&url, label)),
                Err(reason) => notes.add(
                    &owner.document.path,
                    fields.line(field),
                    field,
                    format!("the link \"{url}\" is left out: {reason}"),
                ),
            }
        }
    }
    if let Some(email) = email.filter(|email| email.contains('@')) {
        person.insert("email".to_owned(), email.into());
    }
    if let Some(src) = avatar(owner, site.folder, &site.addresses) {
        person.insert("image".to_owned(), json!({ "src": src, "alt": format!("Portrait of {name}") }));
    }
    profiles::add(&mut person, found);
    for field in ["phone", "office_hours", "appointment_url", "directions"] {
        if let Some(value) = settings.param(field).filter(|value| scalar(value).is_some() || value.is_array()) {
            notes.add("config/_default/params.yaml", 0, field, left_out(value));
        }
    }
    person
}

fn avatar(owner: &Entry, folder: &Folder, addresses: &Addresses) -> Option<String> {
    let bundle = folder_of(&owner.document.path).to_owned();
    let bundle = [bundle, "/avatar.".to_owned()].concat();
    let key = owner.path.trim_matches('/').rsplit('/').next().unwrap_or_default();
    let media = format!("assets/media/authors/{key}.");
    let is_image =
        |path: &&str| ["jpg", "jpeg", "png", "webp", "gif"].iter().any(|ending| path.to_lowercase().ends_with(ending));
    let path = folder.below(&bundle).find(is_image).or_else(|| folder.below(&media).find(is_image))?;
    addresses.file(path)
}

fn location(settings: &Settings) -> Option<String> {
    let address = settings.param("address").or_else(|| settings.param("contact")?.get("address"))?;
    let parts: Vec<String> =
        ["city", "region", "country"].iter().filter_map(|field| address.get(field).and_then(scalar)).collect();
    (!parts.is_empty() && parts[0] != "Stanford").then(|| parts.join(", "))
}

/// Reports the fields of the profile that no page shows.
pub(super) fn report_unshown(owner: &Entry, notes: &mut Notes) {
    let fields = &owner.document.fields;
    fields.ignore(&[
        "title",
        "name",
        "first_name",
        "last_name",
        "superuser",
        "is_owner",
        "highlight_name",
        "user_groups",
        "avatar_filename",
        "bio",
        "schema",
        "slug",
        "status",
        "role",
        "organizations",
        "affiliations",
        "social",
        "profiles",
        "links",
        "email",
        "authors",
        "weight",
        "name_pronunciation",
        "date",
        "aliases",
        "type",
        "share",
        "gravatar",
    ]);
    for (name, value) in fields.iter() {
        // Pronouns and postnominals are texts; empty ones are not worth a remark.
        if scalar(value).as_deref() == Some("false") {
            fields.ignore(&[name]);
        }
    }
    fields.report_unread(notes);
}
